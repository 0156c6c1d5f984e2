//! The language of a text.
//!
//! In: its paragraphs. Out: BCP 47, and how sure that is. Never: the system's language.

use whatlang::Lang;

use super::speech;

/// So much of a text is enough to know its language.
const SAMPLE: usize = 20_000;
/// Less than this says nothing.
const LEAST: usize = 60;

/// The language that the words of a text are in, and how sure that is.
pub(super) fn guess<'a>(texts: impl Iterator<Item = &'a str>) -> Option<(&'static str, f32)> {
    let mut sample = String::new();
    for text in texts {
        sample.push_str(speech::head(text, SAMPLE.saturating_sub(sample.len())));
        sample.push(' ');
        if sample.len() >= SAMPLE {
            break;
        }
    }
    if sample.trim().len() < LEAST {
        return None;
    }
    let found = whatlang::detect(&sample)?;
    // A confidence is one number of two digits to people.
    let confidence = (found.confidence() * 100.0).round() / 100.0;
    #[expect(clippy::cast_possible_truncation, reason = "it is between 0 and 1")]
    let sure = (confidence as f32).min(0.95);
    code(found.lang()).map(|code| (code, sure))
}

fn code(lang: Lang) -> Option<&'static str> {
    Some(match lang {
        Lang::Eng => "en",
        Lang::Pol => "pl",
        Lang::Fra => "fr",
        Lang::Deu => "de",
        Lang::Spa => "es",
        Lang::Ita => "it",
        Lang::Por => "pt",
        Lang::Nld => "nl",
        Lang::Ces => "cs",
        Lang::Slk => "sk",
        Lang::Slv => "sl",
        Lang::Hrv => "hr",
        Lang::Srp => "sr",
        Lang::Ukr => "uk",
        Lang::Bel => "be",
        Lang::Rus => "ru",
        Lang::Bul => "bg",
        Lang::Ron => "ro",
        Lang::Hun => "hu",
        Lang::Lit => "lt",
        Lang::Lav => "lv",
        Lang::Est => "et",
        Lang::Fin => "fi",
        Lang::Swe => "sv",
        Lang::Dan => "da",
        Lang::Nob => "nb",
        Lang::Tur => "tr",
        Lang::Ell => "el",
        Lang::Cmn => "zh",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Vie => "vi",
        Lang::Ind => "id",
        Lang::Ara => "ar",
        Lang::Heb => "he",
        Lang::Hin => "hi",
        _ => return None,
    })
}
