//! The page at an old address.
//!
//! In: a [`RedirectFrame`]. Out: HTML that leads to the new address at once, and offers a link where it can't. Never: a theme's
//! template; nobody is meant to see it.

use crate::language::Language;
use crate::paper::phrase::escape;
use crate::site::machine_frame::RedirectFrame;

/// The page that leads to a new address.
pub fn redirect(frame: &RedirectFrame) -> String {
    let [lang, title, href, absolute] =
        [&*frame.lang, &*frame.title, &*frame.href, &*frame.absolute].map(escaped);
    let dir = Language::direction_of(&frame.lang);
    format!(
        "<!DOCTYPE html>\n<html lang=\"{lang}\" dir=\"{dir}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<meta name=\"robots\" content=\"noindex\">\n\
         <link rel=\"canonical\" href=\"{absolute}\">\n<meta http-equiv=\"refresh\" content=\"0; url={href}\">\n\
         </head>\n<body>\n<p><a href=\"{href}\">{title}</a></p>\n</body>\n</html>\n"
    )
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
    }
}
