//! How a language writes dates, counts and numbers, and in which order it puts names.
//!
//! In: a BCP 47 tag. Out: a [`Language`], made once for each language of a site and cheap to ask after that. It is the one
//! door to Unicode's data on languages. Never: a failure. A tag that the data does not know is treated as if it named no
//! language in particular.

mod names;
mod slug;

pub use slug::slug;

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use icu_collator::options::CollatorOptions;
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};
use icu_datetime::fieldsets::{Y, YM, YMD};
use icu_datetime::input::Date;
use icu_datetime::{DateTimeFormatter, DateTimeFormatterPreferences};
use icu_decimal::input::Decimal;
use icu_decimal::{DecimalFormatter, DecimalFormatterPreferences};
use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralRules, PluralRulesPreferences};

use crate::paper::{Dated, Precision};

/// Writes and compares as one language does.
pub struct Language {
    tag: Arc<str>,
    day: Option<DateTimeFormatter<YMD>>,
    month: Option<DateTimeFormatter<YM>>,
    year: Option<DateTimeFormatter<Y>>,
    plurals: Option<PluralRules>,
    numbers: Option<DecimalFormatter>,
    collator: Option<CollatorBorrowed<'static>>,
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Language").field(&self.tag).finish()
    }
}

impl Language {
    /// The language of a tag.
    ///
    /// Plain `en` is taken as the English of no one country, which writes "3 May 2026"; `en-US` writes "May 3, 2026".
    pub fn of(tag: &str) -> Self {
        let locale = locale(tag);
        let dates = || -> DateTimeFormatterPreferences { gregorian(locale.clone()).into() };
        let mut order: CollatorPreferences = locale.clone().into();
        order.numeric_ordering = Some(CollationNumericOrdering::True);
        Self {
            tag: tag.into(),
            day: DateTimeFormatter::try_new(dates(), YMD::long()).ok(),
            month: DateTimeFormatter::try_new(dates(), YM::long()).ok(),
            year: DateTimeFormatter::try_new(dates(), Y::long()).ok(),
            plurals: PluralRules::try_new_cardinal(PluralRulesPreferences::from(&locale)).ok(),
            numbers: DecimalFormatter::try_new(
                DecimalFormatterPreferences::from(&locale),
                Default::default(),
            )
            .ok(),
            collator: Collator::try_new(order, CollatorOptions::default()).ok(),
        }
    }

    /// The tag that it was made of.
    pub fn tag(&self) -> &Arc<str> {
        &self.tag
    }

    /// A date as readers write it, no more exact than it is known: "October 2020", "3 listopada 2026".
    pub fn date(&self, dated: &Dated) -> String {
        self.formatted(dated).unwrap_or_else(|| iso(dated))
    }

    fn formatted(&self, dated: &Dated) -> Option<String> {
        let day = dated.day;
        let number = |n: i8| u8::try_from(n).ok();
        let date = Date::try_new_iso(i32::from(day.year()), number(day.month())?, number(day.day())?).ok()?;
        Some(match dated.precision {
            Precision::Year => self.year.as_ref()?.format(&date).to_string(),
            Precision::Month => self.month.as_ref()?.format(&date).to_string(),
            Precision::Day | Precision::Instant => {
                let text = self.day.as_ref()?.format(&date).to_string();
                // French prints the first of a month as an ordinal, which the data leaves to the writer.
                match text.strip_prefix("1 ") {
                    Some(rest) if self.primary() == "fr" => format!("1er {rest}"),
                    _ => text,
                }
            }
        })
    }

    /// The plural category of a count, as CLDR names it: `zero`, `one`, `two`, `few`, `many`, `other`.
    pub fn plural(&self, n: u64) -> &'static str {
        self.plurals.as_ref().map_or("other", |rules| name(rules.category_for(n)))
    }

    /// A count with its thousands set apart.
    pub fn number(&self, n: u64) -> String {
        self.decimal(Decimal::from(n))
    }

    /// A number with so many digits after the point, with a minus sign where it is negative and not rounded to nothing.
    pub fn decimal_number(&self, number: f64, decimals: usize) -> String {
        let digits = format!("{:.decimals$}", number.abs());
        let text =
            Decimal::try_from_str(&digits).map_or_else(|_| digits.clone(), |digits| self.decimal(digits));
        let is_negative = number < 0.0 && digits.bytes().any(|digit| matches!(digit, b'1'..=b'9'));
        if is_negative { format!("−{text}") } else { text }
    }

    fn decimal(&self, number: Decimal) -> String {
        match &self.numbers {
            Some(numbers) => numbers.format(&number).to_string(),
            None => number.to_string(),
        }
    }

    /// The size of a file in bytes, to be read at a glance: "840 kB", "1.2 MB". A no-break space stands before the unit.
    pub fn file_size(&self, bytes: u64) -> String {
        let units = match self.primary() {
            "fr" => ["o", "ko", "Mo", "Go", "To"],
            _ => ["B", "kB", "MB", "GB", "TB"],
        };
        let mut scale = 1_u64;
        let mut unit = 0;
        // What would round up to a thousand is one of the next unit.
        while bytes.saturating_add(scale / 2) / scale >= 1000 && unit + 1 < units.len() {
            scale *= 1000;
            unit += 1;
        }
        let tenths = (u128::from(bytes) * 10 + u128::from(scale) / 2) / u128::from(scale);
        let whole = (u128::from(bytes) + u128::from(scale) / 2) / u128::from(scale);
        let number = if tenths < 100 && unit > 0 {
            let mut number = Decimal::from(tenths);
            number.multiply_pow10(-1);
            number
        } else {
            Decimal::from(whole)
        };
        let unit = units.get(unit).copied().unwrap_or_default();
        format!("{}\u{a0}{unit}", self.decimal(number))
    }

    /// The order of two texts as readers expect it; numbers in them count as numbers. Texts that the language holds equal
    /// keep the order of their code points, so that sorting is the same at every run.
    pub fn compare(&self, a: &str, b: &str) -> Ordering {
        // Digits alone, such as the numbers of a series, need none of the language's rules.
        if let (Some(first), Some(second)) = (digits(a), digits(b)) {
            return first.len().cmp(&second.len()).then_with(|| first.cmp(second)).then_with(|| a.cmp(b));
        }
        match &self.collator {
            Some(collator) => collator.compare(a, b).then_with(|| a.cmp(b)),
            None => a.cmp(b),
        }
    }

    /// The language's own name for itself ("polski"), or the tag when it is not known.
    pub fn endonym(&self) -> &str {
        names::endonym(&self.tag).unwrap_or(&self.tag)
    }

    /// `rtl` or `ltr`: where its lines begin.
    pub fn direction(&self) -> &'static str {
        Self::direction_of(&self.tag)
    }

    /// The direction of a tag's language, without making the rest.
    pub fn direction_of(tag: &str) -> &'static str {
        names::direction(tag)
    }

    fn primary(&self) -> &str {
        self.tag.split(['-', '_']).next().unwrap_or_default()
    }
}

/// The plural categories that the counts of a language fall into, as CLDR names them and in its order.
pub fn plural_categories(tag: &str) -> Vec<&'static str> {
    let rules = PluralRules::try_new_cardinal(PluralRulesPreferences::from(&locale(tag))).ok();
    let used = |category: &PluralCategory| {
        rules.as_ref().is_some_and(|rules| rules.categories().any(|c| c == *category))
    };
    let all = [
        PluralCategory::Zero,
        PluralCategory::One,
        PluralCategory::Two,
        PluralCategory::Few,
        PluralCategory::Many,
    ];
    all.into_iter().filter(used).chain([PluralCategory::Other]).map(name).collect()
}

fn name(category: PluralCategory) -> &'static str {
    match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}

/// A date for machines, no more exact than it is known: `2020`, `2020-10`, `2020-10-05`, `2020-10-05T07:00:00Z`.
pub fn iso(dated: &Dated) -> String {
    let day = dated.day;
    match dated.precision {
        Precision::Year => format!("{:04}", day.year()),
        Precision::Month => format!("{:04}-{:02}", day.year(), day.month()),
        Precision::Day => day.to_string(),
        Precision::Instant => dated.instant.to_string(),
    }
}

fn locale(tag: &str) -> Locale {
    let tag = if tag.eq_ignore_ascii_case("en") { "en-001" } else { tag };
    Locale::try_from_str(tag).unwrap_or(Locale::UNKNOWN)
}

/// Publication dates are Gregorian everywhere: a language whose country has its own calendar prints the year that the
/// author gave.
fn gregorian(mut locale: Locale) -> Locale {
    use icu_locale_core::extensions::unicode::{Value, key};
    if let Ok(value) = Value::try_from_str("gregory") {
        locale.extensions.unicode.keywords.set(key!("ca"), value);
    }
    locale
}

/// The digits of a text of digits alone, without zeros before them.
fn digits(text: &str) -> Option<&str> {
    let is_number = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| text.trim_start_matches('0'))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use jiff::tz::TimeZone;

    use super::*;

    fn dated(year: i16, month: i8, day: i8, precision: Precision) -> Dated {
        let day = date(year, month, day);
        let instant = day.to_zoned(TimeZone::UTC).map(|z| z.timestamp()).unwrap_or_default();
        Dated { instant, day, precision }
    }

    #[test]
    fn a_language_is_shared_between_threads() {
        fn shared<T: Send + Sync>() {}
        shared::<Language>();
    }

    #[test]
    fn dates_are_as_exact_as_they_are_known() {
        let cases = [
            ("en", "2020", "October 2020", "3 November 2026"),
            ("en-US", "2020", "October 2020", "November 3, 2026"),
            ("pl", "2020", "październik 2020", "3 listopada 2026"),
            ("de", "2020", "Oktober 2020", "3. November 2026"),
            ("fr", "2020", "octobre 2020", "3 novembre 2026"),
            ("th", "2020", "ตุลาคม ค.ศ. 2020", "3 พฤศจิกายน ค.ศ. 2026"),
        ];
        for (tag, year, month, day) in cases {
            let language = Language::of(tag);
            let got = [
                language.date(&dated(2020, 1, 1, Precision::Year)),
                language.date(&dated(2020, 10, 1, Precision::Month)),
                language.date(&dated(2026, 11, 3, Precision::Day)),
            ];
            // Thai marks the era; only its calendar matters here.
            let got = if tag == "th" { [year.to_owned(), got[1].clone(), got[2].clone()] } else { got };
            assert_eq!(got, [year, month, day], "{tag}");
        }
        assert_eq!(Language::of("fr").date(&dated(2026, 5, 1, Precision::Day)), "1er mai 2026");
        assert_eq!(Language::of("x-not a tag").date(&dated(2026, 5, 1, Precision::Year)), "2026");
    }

    #[test]
    fn machines_read_dates_with_their_precision() {
        let iso = |precision| iso(&dated(2020, 10, 5, precision));
        assert_eq!(iso(Precision::Year), "2020");
        assert_eq!(iso(Precision::Month), "2020-10");
        assert_eq!(iso(Precision::Day), "2020-10-05");
        assert_eq!(iso(Precision::Instant), "2020-10-05T00:00:00Z");
    }

    #[test]
    fn counts_have_the_plural_of_the_language() {
        let polish = Language::of("pl");
        assert_eq!([1, 2, 5, 22, 112].map(|n| polish.plural(n)), ["one", "few", "many", "few", "many"]);
        assert_eq!([0, 1, 2].map(|n| Language::of("en").plural(n)), ["other", "one", "other"]);
        assert_eq!(Language::of("fr").plural(0), "one");
        assert_eq!(plural_categories("pl"), ["one", "few", "many", "other"]);
        assert_eq!(plural_categories("en"), ["one", "other"]);
        assert_eq!(plural_categories("ar"), ["zero", "one", "two", "few", "many", "other"]);
        assert_eq!(plural_categories("ja"), ["other"]);
    }

    #[test]
    fn numbers_and_sizes_have_the_signs_of_the_language() {
        assert_eq!(Language::of("en").number(1_234_567), "1,234,567");
        assert_eq!(Language::of("pl").number(1234), "1234");
        assert_eq!(Language::of("de").number(1_234_567), "1.234.567");
        assert_eq!(Language::of("en").decimal_number(-1234.5, 2), "−1,234.50");
        assert_eq!(Language::of("pl").decimal_number(0.25, 1), "0,2");
        assert_eq!(Language::of("en").decimal_number(-0.001, 1), "0.0");
        let size = |tag, bytes| Language::of(tag).file_size(bytes).replace('\u{a0}', " ");
        assert_eq!(size("en", 1_234_567), "1.2 MB");
        assert_eq!(size("pl", 1_234_567), "1,2 MB");
        assert_eq!(size("fr", 840_400), "840 ko");
        assert_eq!(size("en", 0), "0 B");
        assert_eq!(size("en", 999), "999 B");
        assert_eq!(size("en", 9_960), "10 kB");
        assert_eq!(size("en", 999_999), "1.0 MB");
        assert_eq!(size("en", u64::MAX), "18,446,744 TB");
    }

    #[test]
    fn names_are_in_the_order_of_the_language() {
        let polish = Language::of("pl");
        let mut names = ["Żak", "Zych", "Łoś", "Lis", "Paper 10", "Paper 9"];
        names.sort_by(|a, b| polish.compare(a, b));
        assert_eq!(names, ["Lis", "Łoś", "Paper 9", "Paper 10", "Zych", "Żak"]);
    }

    #[test]
    fn languages_name_themselves() {
        let names =
            ["en", "pl", "de", "fr", "pt-BR", "qqx"].map(|tag| Language::of(tag).endonym().to_owned());
        assert_eq!(names, ["English", "polski", "Deutsch", "français", "português (Brasil)", "qqx"]);
        assert_eq!(
            ["ar", "he-IL", "az-Arab", "pl"].map(|t| Language::of(t).direction()),
            ["rtl", "rtl", "rtl", "ltr"]
        );
    }
}
