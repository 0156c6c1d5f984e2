//! What languages call themselves, and where their lines begin.
//!
//! In: a BCP 47 tag. Out: a name, or a direction. Never: guesses; an unknown tag has no name.

/// Names as the languages themselves write them in running text.
const ENDONYMS: &[(&str, &str)] = &[
    ("ar", "العربية"),
    ("be", "беларуская"),
    ("bg", "български"),
    ("bn", "বাংলা"),
    ("bs", "bosanski"),
    ("ca", "català"),
    ("cs", "čeština"),
    ("cy", "Cymraeg"),
    ("da", "dansk"),
    ("de", "Deutsch"),
    ("el", "Ελληνικά"),
    ("en", "English"),
    ("en-gb", "English (UK)"),
    ("en-us", "English (US)"),
    ("es", "español"),
    ("et", "eesti"),
    ("eu", "euskara"),
    ("fa", "فارسی"),
    ("fi", "suomi"),
    ("fr", "français"),
    ("fr-ca", "français (Canada)"),
    ("ga", "Gaeilge"),
    ("gl", "galego"),
    ("he", "עברית"),
    ("hi", "हिन्दी"),
    ("hr", "hrvatski"),
    ("hu", "magyar"),
    ("hy", "հայերեն"),
    ("id", "Indonesia"),
    ("is", "íslenska"),
    ("it", "italiano"),
    ("ja", "日本語"),
    ("ka", "ქართული"),
    ("kk", "қазақ тілі"),
    ("ko", "한국어"),
    ("lt", "lietuvių"),
    ("lv", "latviešu"),
    ("mk", "македонски"),
    ("ms", "Melayu"),
    ("mt", "Malti"),
    ("nb", "norsk bokmål"),
    ("nl", "Nederlands"),
    ("nn", "norsk nynorsk"),
    ("no", "norsk"),
    ("pl", "polski"),
    ("pt", "português"),
    ("pt-br", "português (Brasil)"),
    ("ro", "română"),
    ("ru", "русский"),
    ("sk", "slovenčina"),
    ("sl", "slovenščina"),
    ("sq", "shqip"),
    ("sr", "српски"),
    ("sr-latn", "srpski"),
    ("sv", "svenska"),
    ("sw", "Kiswahili"),
    ("ta", "தமிழ்"),
    ("th", "ไทย"),
    ("tr", "Türkçe"),
    ("uk", "українська"),
    ("ur", "اردو"),
    ("uz", "o‘zbek"),
    ("vi", "Tiếng Việt"),
    ("zh", "中文"),
    ("zh-hans", "简体中文"),
    ("zh-hant", "繁體中文"),
];

/// Languages that are written from right to left unless a tag names another script.
const RIGHT_TO_LEFT: &[&str] =
    &["ar", "arc", "ckb", "dv", "fa", "he", "iw", "ji", "ps", "sd", "syr", "ug", "ur", "yi"];

/// Scripts that are written from right to left.
const RIGHT_TO_LEFT_SCRIPTS: &[&str] =
    &["adlm", "arab", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa"];

/// The name of a language, or of the nearest that it is a variety of: `de-AT` is "Deutsch".
pub(super) fn endonym(tag: &str) -> Option<&'static str> {
    let tag = tag.to_ascii_lowercase();
    let mut tag = tag.as_str();
    loop {
        if let Ok(at) = ENDONYMS.binary_search_by(|(known, _)| (*known).cmp(tag)) {
            return ENDONYMS.get(at).map(|(_, name)| *name);
        }
        (tag, _) = tag.rsplit_once('-')?;
    }
}

/// `rtl` or `ltr`.
pub(super) fn direction(tag: &str) -> &'static str {
    let tag = tag.to_ascii_lowercase();
    let mut parts = tag.split('-');
    let language = parts.next().unwrap_or_default();
    let script = parts.find(|part| part.len() == 4 && part.bytes().all(|b| b.is_ascii_alphabetic()));
    let leftwards = match script {
        Some(script) => RIGHT_TO_LEFT_SCRIPTS.contains(&script),
        None => RIGHT_TO_LEFT.contains(&language),
    };
    if leftwards { "rtl" } else { "ltr" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_are_in_order() {
        assert!(ENDONYMS.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn a_variety_has_the_name_of_its_language() {
        assert_eq!(endonym("de-AT"), Some("Deutsch"));
        assert_eq!(endonym("zh-Hant-TW"), Some("繁體中文"));
        assert_eq!(endonym("tlh"), None);
    }

    #[test]
    fn a_script_says_where_lines_begin() {
        assert_eq!(direction("uz-Latn"), "ltr");
        assert_eq!(direction("pa-Arab-PK"), "rtl");
        assert_eq!(direction("ur"), "rtl");
    }
}
