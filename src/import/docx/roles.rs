//! What a paragraph is for, by the name of its style.
//!
//! In: the names that Word, LibreOffice, Google Docs and Pandoc give to styles, in several languages. Out: a [`Role`].
//! Never: how the paragraph looks.

/// What a paragraph is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Role {
    #[default]
    Body,
    Title,
    Subtitle,
    Author,
    Date,
    /// A paragraph of the abstract.
    Abstract,
    /// From 1.
    Heading(u8),
    Quote,
    /// A quotation set so large that it may be a pull quote.
    IntenseQuote,
    PullQuote,
    Caption,
    Code,
    /// An entry or the heading of a table of contents.
    Contents,
    /// A further paragraph of a list's entry.
    Continuation,
    Rule,
}

/// What headings are called before their number.
const HEADINGS: &[&str] = &[
    "heading",
    "überschrift",
    "berschrift",
    "nagłówek",
    "nagwek",
    "titre",
    "título",
    "ttulo",
    "titolo",
    "kop",
    "rubrik",
    "overskrift",
    "otsikko",
    "nadpis",
    "címsor",
    "cmsor",
    "заголовок",
    "antraštė",
    "virsraksts",
    "pealkiri",
    "naslov",
    "titlu",
    "encabezado",
    "intestazione",
    "cabeçalho",
];

const NAMES: &[(Role, &[&str])] = &[
    (
        Role::Title,
        &[
            "title",
            "titel",
            "tytuł",
            "tytu",
            "titre",
            "título",
            "ttulo",
            "titolo",
            "název",
            "cím",
            "назва",
            "otsikko",
        ],
    ),
    (
        Role::Subtitle,
        &[
            "subtitle",
            "untertitel",
            "podtytuł",
            "podtytu",
            "sous-titre",
            "soustitre",
            "subtítulo",
            "subttulo",
            "sottotitolo",
            "ondertitel",
            "underrubrik",
        ],
    ),
    (
        Role::Author,
        &["author", "authors", "autor", "autorzy", "autoren", "auteur", "auteurs", "byline", "autore"],
    ),
    (Role::Date, &["date", "datum", "data", "fecha"]),
    (
        Role::Abstract,
        &["abstract", "summary", "streszczenie", "résumé", "zusammenfassung", "resumen", "executive summary"],
    ),
    (
        Role::Quote,
        &[
            "quote",
            "quotations",
            "quotation",
            "block text",
            "block quote",
            "block quotation",
            "blockquote",
            "zitat",
            "cytat",
            "citation",
            "cita",
            "citazione",
            "citaat",
            "citat",
            "tekst blokowy",
            "blocktext",
            "blockzitat",
            "quotations1",
        ],
    ),
    (
        Role::IntenseQuote,
        &[
            "intense quote",
            "intensequote",
            "intensives zitat",
            "citation intense",
            "cytat intensywny",
            "cita destacada",
            "citazione intensa",
            "intensivesZitat",
        ],
    ),
    (
        Role::PullQuote,
        &[
            "pull quote",
            "pullquote",
            "pull-quote",
            "call out",
            "callout",
            "callout quote",
            "wyimek",
            "exergue",
            "blickfang",
        ],
    ),
    (
        Role::Caption,
        &[
            "caption",
            "beschriftung",
            "legenda",
            "légende",
            "leyenda",
            "didascalia",
            "epígrafe",
            "bijschrift",
            "podpis",
        ],
    ),
    (
        Role::Code,
        &[
            "source code",
            "html preformatted",
            "preformatted text",
            "code",
            "code block",
            "macro text",
            "sourcecode",
        ],
    ),
    (
        Role::Contents,
        &[
            "toc heading",
            "contents heading",
            "table of figures",
            "table of authorities",
            "index heading",
            "nagłówek spisu treści",
            "inhaltsverzeichnisüberschrift",
            "en-tête de table des matières",
        ],
    ),
    (Role::Rule, &["horizontal line"]),
];

/// The role that the name of a style tells; `None`: it tells none.
pub(super) fn of_name(name: &str) -> Option<Role> {
    let name = name.trim().to_lowercase();
    let (word, number) = numbered(&name);
    if let Some(number) = number {
        return match word {
            "toc" | "contents" | "index" | "spis treści" | "verzeichnis" | "tm" | "user index" => {
                Some(Role::Contents)
            }
            "list continue" | "list contents" => Some(Role::Continuation),
            _ => (HEADINGS.contains(&word) && (1..=9).contains(&number)).then_some(Role::Heading(number)),
        };
    }
    if matches!(name.as_str(), "list continue" | "list contents" | "listcontinue") {
        return Some(Role::Continuation);
    }
    NAMES.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(role, _)| *role)
}

/// A name without the number at its end, and the number.
fn numbered(name: &str) -> (&str, Option<u8>) {
    let word = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = name.get(word.len()..).and_then(|digits| digits.parse().ok());
    (word.trim_end(), number)
}

/// Whether the name of a style of characters is one for code.
pub(super) fn is_code(name: &str) -> bool {
    matches!(
        name.trim().to_lowercase().as_str(),
        "verbatim char"
            | "teletype"
            | "source_text"
            | "source text"
            | "html code"
            | "html typewriter"
            | "html keyboard"
            | "code"
            | "inline code"
            | "code char"
    )
}

/// Whether a font is one for code.
pub(super) fn is_code_font(font: &str) -> bool {
    let font = font.to_lowercase();
    [
        "courier",
        "consolas",
        "menlo",
        "monaco",
        "lucida console",
        "liberation mono",
        "dejavu sans mono",
        "cascadia",
        "source code pro",
        "ubuntu mono",
        "roboto mono",
        "noto sans mono",
        "andale mono",
        "fira code",
        "jetbrains mono",
    ]
    .iter()
    .any(|known| font.starts_with(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_known_in_many_languages() {
        for name in
            ["heading 2", "Heading2", "Überschrift 2", "berschrift2", "Nagłówek 2", "Titre 2", "Título 2"]
        {
            assert_eq!(of_name(name), Some(Role::Heading(2)), "{name}");
        }
    }

    #[test]
    fn a_title_is_no_heading() {
        assert_eq!(of_name("Titre"), Some(Role::Title));
        assert_eq!(of_name("Tytuł"), Some(Role::Title));
        assert_eq!(of_name("TOC Heading"), Some(Role::Contents));
        assert_eq!(of_name("toc 1"), Some(Role::Contents));
    }

    #[test]
    fn other_names_tell_nothing() {
        for name in ["Normal", "List Paragraph", "heading", "Body Text 2", "Table Grid", "heading 0"] {
            assert_eq!(of_name(name), None, "{name}");
        }
    }
}
