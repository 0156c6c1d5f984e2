//! The rules of each language, as data. A language's tag comes in, its rules go out.
//!
//! The marks follow each country's own rules of typesetting where there are such (the Polish PN-83/P-55366,
//! Duden, the Lexique of the Imprimerie nationale, the Office québécois de la langue française), else the
//! delimiters of Unicode's CLDR.

use super::{COMMON, FRENCH, SPACE};

/// A pair of quotation marks, with the spaces inside them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Marks {
    pub(super) open: &'static str,
    pub(super) close: &'static str,
}

/// Where punctuation that reaches above the line has a space of its own before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TallSpaces {
    /// Nowhere, and no guillemet has one inside.
    Nowhere,
    /// Before all of `; : ! ?`.
    Everywhere,
    /// Before the colon.
    Colon,
}

/// The typographic rules of a language.
#[derive(Clone, Copy, Debug)]
pub struct Typography {
    pub(super) outer: Marks,
    pub(super) inner: Marks,
    /// Words that an apostrophe begins: `'tis`.
    pub(super) clipped: &'static [&'static str],
    /// One-letter words that must not end a line, in lower case.
    pub(super) lone: &'static str,
    /// What stays on one line with the number before it.
    pub(super) units: &'static [&'static str],
    /// What stays on one line with the number after it.
    pub(super) before_numbers: &'static [&'static str],
    tall: TallSpaces,
}

impl Typography {
    /// The rules of a language, by its BCP 47 tag: those of the variety (`fr-CA`) if it has its own, else those
    /// of the language, else English ones.
    #[must_use]
    pub fn of(lang: &str) -> &'static Typography {
        let mut tag = lang.replace('_', "-").to_ascii_lowercase();
        loop {
            if let Some((_, typography)) = LANGUAGES.iter().find(|(tags, _)| tags.contains(&tag.as_str())) {
                return typography;
            }
            let Some(end) = tag.rfind('-') else {
                return &ENGLISH;
            };
            tag.truncate(end);
        }
    }

    pub(super) fn is_french(&self) -> bool {
        self.tall != TallSpaces::Nowhere
    }

    /// Whether `c` is one of the marks that begin a quotation, a bracket or an alternative.
    pub(super) fn opens(&self, c: char) -> bool {
        let own = |marks: Marks| marks.open.starts_with(c) && !marks.close.ends_with(c);
        matches!(c, '(' | '[' | '{' | '/' | '¿' | '¡') || own(self.outer) || own(self.inner)
    }

    /// The space that stands before a mark of punctuation.
    pub(super) fn space_before(&self, mark: char) -> Option<&'static str> {
        match (mark, self.tall) {
            (':' | '»', TallSpaces::Everywhere | TallSpaces::Colon) => Some("\u{a0}"),
            (';' | '!' | '?', TallSpaces::Everywhere) => Some("\u{202f}"),
            _ => None,
        }
    }

    /// The classes of bytes that these rules look at.
    pub(super) fn interest(&self) -> u8 {
        let french = if self.is_french() { FRENCH } else { 0 };
        let space = if self.lone.is_empty() { 0 } else { SPACE };
        COMMON | french | space
    }
}

const fn marks(open: &'static str, close: &'static str) -> Marks {
    Marks { open, close }
}

const CURLY: Marks = marks("“", "”");
const CURLY_SINGLE: Marks = marks("‘", "’");
const LOW_HIGH: Marks = marks("„", "“");
const LOW_HIGH_SINGLE: Marks = marks("‚", "‘");
const LOW_CURLY: Marks = marks("„", "”");
const POINTED: Marks = marks("«", "»");
const POINTED_SINGLE: Marks = marks("‹", "›");
const REVERSED: Marks = marks("»", "«");
const REVERSED_SINGLE: Marks = marks("›", "‹");
const RIGHT: Marks = marks("”", "”");
const RIGHT_SINGLE: Marks = marks("’", "’");
const SPACED: Marks = marks("«\u{a0}", "\u{a0}»");

/// Rules that differ from English ones in nothing but their marks.
const fn with(outer: Marks, inner: Marks) -> Typography {
    Typography {
        outer,
        inner,
        clipped: &[],
        lone: "",
        units: &[],
        before_numbers: &[],
        tall: TallSpaces::Nowhere,
    }
}

static ENGLISH: Typography =
    Typography { clipped: &["n", "tis", "twas", "twere", "em", "til"], ..with(CURLY, CURLY_SINGLE) };

const FRENCH_RULES: Typography = Typography { tall: TallSpaces::Everywhere, ..with(SPACED, CURLY) };

static LANGUAGES: &[(&[&str], Typography)] = &[
    (
        &["pl"],
        Typography {
            lone: "aiouwz",
            units: &[
                "%", "°C", "cm", "EUR", "euro", "GB", "godz.", "GW", "GWh", "h", "ha", "kg", "km", "kW",
                "kWh", "m", "MB", "min", "mld", "mln", "mm", "MW", "MWh", "PLN", "proc.", "r.", "szt.", "t",
                "TW", "TWh", "tys.", "USD", "zł", "€", "$",
            ],
            before_numbers: &["art.", "nr", "pkt", "poz.", "rozdz.", "rys.", "s.", "str.", "tab.", "ust."],
            ..with(LOW_CURLY, POINTED)
        },
    ),
    (&["cs", "sk"], Typography { lone: "aikosuvz", ..with(LOW_HIGH, LOW_HIGH_SINGLE) }),
    (&["de"], Typography { clipped: &["n", "ne", "s"], ..with(LOW_HIGH, LOW_HIGH_SINGLE) }),
    (&["de-ch", "de-li"], with(POINTED, POINTED_SINGLE)),
    (&["fr"], FRENCH_RULES),
    (&["fr-ca"], Typography { tall: TallSpaces::Colon, ..FRENCH_RULES }),
    (&["nl", "af"], Typography { clipped: &["k", "m", "n", "r", "s", "t"], ..with(CURLY, CURLY_SINGLE) }),
    (&["bg", "et", "is", "lb", "lt", "mk", "sl"], with(LOW_HIGH, LOW_HIGH_SINGLE)),
    (&["hr", "sr", "bs"], with(LOW_CURLY, marks("‚", "’"))),
    (&["ro"], with(LOW_CURLY, POINTED)),
    (&["hu"], with(LOW_CURLY, REVERSED)),
    (&["es", "ca", "gl", "eu", "it", "pt", "el"], with(POINTED, CURLY)),
    (&["pt-br"], with(CURLY, CURLY_SINGLE)),
    (&["nb", "nn", "no"], with(POINTED, CURLY_SINGLE)),
    (&["da"], with(REVERSED, REVERSED_SINGLE)),
    (&["sv", "fi", "he"], with(RIGHT, RIGHT_SINGLE)),
    (&["be", "ru", "uk"], with(POINTED, LOW_HIGH)),
    (&["ja", "zh-hant", "zh-tw", "zh-hk"], with(marks("「", "」"), marks("『", "』"))),
];
