//! Words by which parts of a paper are known, in the languages that papers come in.
//!
//! In: nothing. Out: tables, lower case: English, Polish, French and German, line by line. Never: a decision.

/// Headings of a summary.
pub(super) const SUMMARY: &[&str] = &[
    "summary",
    "abstract",
    "executive summary",
    "in brief",
    "summary and key points",
    "streszczenie",
    "abstrakt",
    "podsumowanie wykonawcze",
    "w skrócie",
    "wprowadzenie i streszczenie",
    "résumé",
    "synthèse",
    "résumé exécutif",
    "note de synthèse",
    "zusammenfassung",
    "kurzfassung",
    "auf einen blick",
];

/// Labels of a list of keywords.
pub(super) const KEYWORDS: &[&str] = &[
    "keywords",
    "key words",
    "słowa kluczowe",
    "mots-clés",
    "mots clés",
    "schlüsselwörter",
    "schlagwörter",
    "schlagworte",
];

/// Headings of the notes.
pub(super) const NOTES: &[&str] = &[
    "notes",
    "endnotes",
    "footnotes",
    "notes and references",
    "references and notes",
    "przypisy",
    "przypisy końcowe",
    "notes de fin",
    "notes de bas de page",
    "anmerkungen",
    "endnoten",
    "fußnoten",
];

/// Headings of a table of contents.
pub(super) const CONTENTS: &[&str] = &[
    "contents",
    "table of contents",
    "spis treści",
    "sommaire",
    "table des matières",
    "inhalt",
    "inhaltsverzeichnis",
];

/// Headings that are headings wherever they stand alone.
pub(super) const SECTIONS: &[&str] = &[
    "introduction",
    "background",
    "context",
    "methodology",
    "methods",
    "method",
    "results",
    "findings",
    "discussion",
    "conclusion",
    "conclusions",
    "recommendations",
    "policy recommendations",
    "conclusions and recommendations",
    "references",
    "bibliography",
    "sources",
    "further reading",
    "appendix",
    "annex",
    "acknowledgements",
    "acknowledgments",
    "outlook",
    "key findings",
    "literature",
    "preface",
    "foreword",
    "endnotes",
    "notes",
    "wstęp",
    "wprowadzenie",
    "tło",
    "kontekst",
    "metodologia",
    "metody",
    "wyniki",
    "dyskusja",
    "wnioski",
    "rekomendacje",
    "wnioski i rekomendacje",
    "zakończenie",
    "podsumowanie",
    "bibliografia",
    "literatura",
    "źródła",
    "załącznik",
    "aneks",
    "podziękowania",
    "przedmowa",
    "przypisy",
    "perspektywy",
    "avant-propos",
    "contexte",
    "méthodologie",
    "méthode",
    "résultats",
    "recommandations",
    "bibliographie",
    "références",
    "annexe",
    "remerciements",
    "préface",
    "perspectives",
    "einleitung",
    "einführung",
    "hintergrund",
    "methode",
    "methodik",
    "ergebnisse",
    "diskussion",
    "fazit",
    "schluss",
    "schlussfolgerungen",
    "empfehlungen",
    "handlungsempfehlungen",
    "literaturverzeichnis",
    "quellen",
    "anhang",
    "ausblick",
    "vorwort",
    "danksagung",
    "anmerkungen",
];

/// Headings of what a publisher says of itself, the author or the rights.
pub(super) const ABOUT: &[&str] = &[
    "about the author",
    "about the authors",
    "about us",
    "about the centre",
    "about the center",
    "about the institute",
    "about the foundation",
    "imprint",
    "contact",
    "disclaimer",
    "publisher",
    "copyright",
    "o autorze",
    "o autorce",
    "o autorach",
    "o nas",
    "o ośrodku",
    "o fundacji",
    "o instytucie",
    "wydawca",
    "kontakt",
    "à propos",
    "à propos de l'auteur",
    "à propos des auteurs",
    "l'auteur",
    "les auteurs",
    "mentions légales",
    "éditeur",
    "über den autor",
    "über die autorin",
    "über die autoren",
    "über uns",
    "impressum",
    "herausgeber",
    "kontakt",
];

/// Words that name a publisher or an employer.
pub(super) const INSTITUTIONS: &[&str] = &[
    "university",
    "institute",
    "centre",
    "center",
    "foundation",
    "college",
    "school",
    "faculty",
    "department",
    "ministry",
    "council",
    "academy",
    "association",
    "society",
    "press",
    "publisher",
    "think-tank",
    "think",
    "observatory",
    "uniwersytet",
    "uniwersytetu",
    "instytut",
    "ośrodek",
    "centrum",
    "fundacja",
    "wydział",
    "akademia",
    "wydawnictwo",
    "stowarzyszenie",
    "politechnika",
    "szkoła",
    "université",
    "institut",
    "fondation",
    "observatoire",
    "école",
    "faculté",
    "éditions",
    "association",
    "académie",
    "universität",
    "stiftung",
    "zentrum",
    "hochschule",
    "fakultät",
    "akademie",
    "verlag",
    "gesellschaft",
    "verein",
];

/// Words that say what kind of publication it is.
pub(super) const SERIES: &[&str] = &[
    "policy paper",
    "policy papers",
    "policy brief",
    "working paper",
    "working papers",
    "discussion paper",
    "issue brief",
    "research paper",
    "report",
    "special report",
    "briefing",
    "brief",
    "analysis",
    "commentary",
    "occasional paper",
    "raport",
    "analiza",
    "komentarz",
    "biuletyn",
    "policy paper",
    "opracowanie",
    "zeszyt",
    "note",
    "rapport",
    "document de travail",
    "étude",
    "analyse",
    "arbeitspapier",
    "bericht",
    "studie",
    "kommentar",
];

/// Words before the number of a publication.
pub(super) const NUMBER: &[&str] =
    &["no", "no.", "number", "nr", "nr.", "numer", "n°", "nº", "№", "#", "vol.", "issue"];

/// Words before the names of authors.
pub(super) const BY: &[&str] = &[
    "by", "author:", "authors:", "autor:", "autorzy:", "autorka:", "par", "auteur:", "auteurs:", "von",
    "autoren:",
];

/// Words between names.
pub(super) const AND: &[&str] = &["and", "i", "oraz", "et", "und", "&"];

/// Words between things of which one is meant.
pub(super) const OR: &[&str] = &["or", "lub", "albo", "ou", "oder", "to", "bis", "do", "à"];

/// Words that stand before the hyphen of a compound more often than before that of a line's end.
pub(super) const BEFORE_HYPHEN: &[&str] = &[
    "well", "self", "non", "third", "first", "second", "long", "short", "high", "low", "large", "small",
    "full", "half", "part", "cross", "all", "ill", "single", "multi", "state", "decision", "policy", "peut",
    "est", "au", "ci", "celui", "celle", "ceux", "là", "avant", "après", "demi",
];

/// Words that stand after it.
pub(super) const AFTER_HYPHEN: &[&str] = &[
    "based", "led", "owned", "term", "party", "known", "made", "wide", "level", "scale", "friendly",
    "related", "driven", "specific", "making", "backed", "free", "range", "funded", "style", "quality",
    "speed", "year", "old", "il", "elle", "ils", "elles", "on", "je", "tu", "nous", "vous", "ce", "ci", "là",
    "même", "mêmes", "être",
];

/// Months.
pub(super) const MONTHS: &[[&str; 5]] = &[
    ["january", "styczeń", "stycznia", "janvier", "januar"],
    ["february", "luty", "lutego", "février", "februar"],
    ["march", "marzec", "marca", "mars", "märz"],
    ["april", "kwiecień", "kwietnia", "avril", "april"],
    ["may", "maj", "maja", "mai", "mai"],
    ["june", "czerwiec", "czerwca", "juin", "juni"],
    ["july", "lipiec", "lipca", "juillet", "juli"],
    ["august", "sierpień", "sierpnia", "août", "august"],
    ["september", "wrzesień", "września", "septembre", "september"],
    ["october", "październik", "października", "octobre", "oktober"],
    ["november", "listopad", "listopada", "novembre", "november"],
    ["december", "grudzień", "grudnia", "décembre", "dezember"],
];

/// Words that may stand beside a date.
pub(super) const DATE_WORDS: &[&str] = &[
    "published",
    "date",
    "of",
    "r",
    "roku",
    "le",
    "den",
    "vom",
    "publié",
    "opublikowano",
    "data",
    "stand",
    "on",
    "updated",
];

/// Words before the number of a section.
pub(super) const SECTION_WORDS: &[&str] = &[
    "section",
    "sections",
    "chapter",
    "chapters",
    "part",
    "sekcja",
    "sekcji",
    "rozdział",
    "rozdziale",
    "rozdziału",
    "punkt",
    "punkcie",
    "część",
    "części",
    "chapitre",
    "partie",
    "abschnitt",
    "kapitel",
    "teil",
    "§",
];

/// Words before the number of a figure or table.
pub(super) const CAPTIONS: &[&str] = &[
    "figure",
    "fig",
    "table",
    "chart",
    "map",
    "box",
    "graph",
    "rysunek",
    "rys",
    "tabela",
    "tab",
    "wykres",
    "mapa",
    "ramka",
    "graphique",
    "tableau",
    "carte",
    "encadré",
    "abbildung",
    "abb",
    "tabelle",
    "karte",
    "grafik",
    "schaubild",
];

/// Words that lean on the next one, so that no sentence or heading ends with them.
pub(super) const LEANING: &[&str] = &[
    "the", "a", "an", "of", "in", "on", "at", "to", "for", "from", "by", "with", "and", "or", "but", "that",
    "which", "as", "than", "their", "its", "his", "her", "our", "is", "are", "was", "were", "be", "been",
    "has", "have", "had", "into", "between", "such", "these", "this", "those", "will", "would", "can",
    "could", "should", "not", "through", "under", "w", "we", "z", "ze", "na", "do", "od", "po", "dla",
    "przez", "przy", "oraz", "i", "lub", "albo", "ale", "że", "który", "która", "które", "których",
    "którego", "o", "u", "za", "nad", "pod", "się", "jest", "są", "był", "była", "nie", "le", "la", "les",
    "un", "une", "des", "du", "de", "et", "ou", "à", "au", "aux", "en", "dans", "par", "pour", "sur", "avec",
    "que", "qui", "ne", "est", "sont", "ses", "leur", "leurs", "ce", "cette", "ces", "der", "die", "das",
    "den", "dem", "des", "ein", "eine", "einer", "eines", "und", "oder", "von", "zu", "zum", "zur", "mit",
    "für", "auf", "im", "am", "bei", "ist", "sind", "nicht", "dass", "als",
];

/// Words that end with a full stop which ends no sentence, where something must follow.
pub(super) const SHORT_FORMS: &[&str] = &[
    "e.g.", "i.e.", "cf.", "vs.", "dr.", "mr.", "mrs.", "ms.", "prof.", "art.", "no.", "fig.", "p.", "pp.",
    "vol.", "st.", "approx.", "np.", "tj.", "tzw.", "m.in.", "ul.", "nr.", "ust.", "pkt.", "por.", "ok.",
    "ca.", "bzw.", "z.b.", "vgl.", "d.h.", "p.ex.",
];

/// Parts of names that are written small.
pub(super) const PARTICLES: &[&str] = &[
    "de", "del", "della", "der", "den", "di", "da", "dos", "du", "la", "le", "van", "von", "zu", "ten",
    "ter", "al", "bin", "ibn",
];

/// Titles before names.
pub(super) const HONOURS: &[&str] = &[
    "dr", "prof", "mgr", "hab", "lic", "inż", "mr", "mrs", "ms", "phd", "ma", "msc", "sir", "dame", "amb",
    "gen", "płk",
];

/// Whether a text is one of the labels of a table, whatever its case and the mark after it.
pub(super) fn is_label(text: &str, table: &[&str]) -> bool {
    let text = text.trim().trim_end_matches([':', '.', ' ']);
    text.len() <= 80 && table.contains(&text.to_lowercase().replace('’', "'").as_str())
}
