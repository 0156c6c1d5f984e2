//! The page at an old address.
//!
//! In: a [`RedirectFrame`]. Out: HTML that leads to the new address at once, and offers a link where it can't. Never: a theme's
//! template; nobody is meant to see it.

use crate::language::Language;
use crate::paper::phrase::escape;
use crate::site::machine_frame::RedirectFrame;

/// What stands in every such page, from its start to its end.
const START: &str = "<!DOCTYPE html>\n<html lang=\"";
const REFRESH: &str = "<meta http-equiv=\"refresh\" content=\"0; url=";
const END: &str = "</a></p>\n</body>\n</html>\n";

/// The page that leads to a new address.
pub fn redirect(frame: &RedirectFrame) -> String {
    let [lang, title, href, absolute] =
        [&*frame.lang, &*frame.title, &*frame.href, &*frame.absolute].map(escaped);
    let dir = Language::direction_of(&frame.lang);
    format!(
        "{START}{lang}\" dir=\"{dir}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<meta name=\"robots\" content=\"noindex\">\n\
         <link rel=\"canonical\" href=\"{absolute}\">\n{REFRESH}{href}\">\n\
         </head>\n<body>\n<p><a href=\"{href}\">{title}{END}"
    )
}

/// Whether a file is such a page: an old address may end in `.pdf`, and who sends its page has to say what it is.
pub fn is_redirect(bytes: &[u8]) -> bool {
    bytes.starts_with(START.as_bytes())
        && bytes.ends_with(END.as_bytes())
        && bytes.windows(REFRESH.len()).any(|part| part == REFRESH.as_bytes())
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape(text, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_address_leads_to_the_new_one() {
        let page = redirect(&RedirectFrame {
            href: "/base/papers/x/".to_owned(),
            absolute: "https://example.org/base/papers/x/".to_owned(),
            title: "A & B".to_owned(),
            lang: "he".into(),
        });
        for part in [
            "<html lang=\"he\" dir=\"rtl\">",
            "<title>A &amp; B</title>",
            "content=\"0; url=/base/papers/x/\"",
            "<link rel=\"canonical\" href=\"https://example.org/base/papers/x/\">",
            "<meta name=\"robots\" content=\"noindex\">",
            "<a href=\"/base/papers/x/\">A &amp; B</a>",
        ] {
            assert!(page.contains(part), "{part} is not in {page}");
        }
        assert!(is_redirect(page.as_bytes()));
        for other in ["", "%PDF-1.7", page.trim_end(), &page.replace("refresh", "x"), &format!(" {page}")] {
            assert!(!is_redirect(other.as_bytes()), "{other}");
        }
    }
}
