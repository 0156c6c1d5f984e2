//! Small words that say how sentences and names hang together, in the languages that papers come in.
//!
//! In: nothing. Out: tables, lower case: English, Polish, French and German. Never: a decision.

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
