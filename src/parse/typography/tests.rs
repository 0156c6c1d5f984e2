//! What each rule sets, and what must hold for any text.

use std::borrow::Cow;

use proptest::prelude::*;

use super::{State, Typography};

fn set(lang: &str, text: &str) -> String {
    Typography::of(lang).set(text, None, &mut State::new()).into_owned()
}

/// Sets the runs of one paragraph, as markup parts them.
fn set_runs(lang: &str, runs: &[&str]) -> String {
    let mut state = State::new();
    let mut out = String::new();
    for (index, run) in runs.iter().enumerate() {
        let next = runs.get(index + 1).and_then(|run| run.chars().next());
        out.push_str(&Typography::of(lang).set(run, next, &mut state));
    }
    out
}

fn check(lang: &str, cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        let got = set(lang, text);
        assert_eq!(&got, expected, "{lang}: {text:?}");
        assert_eq!(set(lang, &got), got, "{lang}: {text:?} set twice");
    }
}

#[test]
fn english() {
    check(
        "en-GB",
        &[
            ("A \"role model\" it was.", "A “role model” it was."),
            ("\"Yes,\" she said, \"it is.\"", "“Yes,” she said, “it is.”"),
            ("\"He said 'no' twice\"", "“He said ‘no’ twice”"),
            ("\"He said 'no'\"", "“He said ‘no’”"),
            ("'Single' first", "‘Single’ first"),
            ("from 'a Study’ (2012)", "from ‘a Study’ (2012)"),
            ("(\"bracketed\")", "(“bracketed”)"),
            ("[\"bracketed\"].", "[“bracketed”]."),
            ("either/\"or\"", "either/“or”"),
            ("\"outer \"nested\" outer\"", "“outer ‘nested’ outer”"),
            ("\"...and then\"", "“…and then”"),
            ("\"and so...\"", "“and so…”"),
            ("\"Agenda 2030\" was", "“Agenda 2030” was"),
            ("a word: \"this\"; that", "a word: “this”; that"),
            ("the end\" of a quotation from above", "the end” of a quotation from above"),
            ("\"begun, and never ended", "“begun, and never ended"),
            ("so—\"he\"—said", "so—“he”—said"),
            ("\"so—\" he said", "“so—” he said"),
        ],
    );
}

#[test]
fn apostrophes() {
    check(
        "en",
        &[
            ("don't, it's, O'Brien's", "don’t, it’s, O’Brien’s"),
            ("the citizens' rights", "the citizens’ rights"),
            ("the '90s and the 1980's", "the ’90s and the 1980’s"),
            ("in '68.", "in ’68."),
            ("rock 'n' roll", "rock ’n’ roll"),
            ("'Tis so, 'twas so", "’Tis so, ’twas so"),
            ("get 'em", "get ’em"),
            ("an unclosed 'mark", "an unclosed ’mark"),
            ("'don't' and 'won't'", "‘don’t’ and ‘won’t’"),
            ("he said 'no.' Then", "he said ‘no.’ Then"),
            ("(the citizens')", "(the citizens’)"),
        ],
    );
    check("fr", &[("d'accord, l'État, aujourd'hui", "d’accord, l’État, aujourd’hui")]);
    check("it", &[("l'Unione e l'\"Europa\"", "l’Unione e l’«Europa»")]);
    check("nl", &[("'s morgens en 't is", "’s morgens en ’t is")]);
    check("uk", &[("об'єднання", "об’єднання")]);
}

#[test]
fn marks_that_stay() {
    check(
        "en",
        &[
            ("5'10\" tall", "5'10\" tall"),
            ("12\" pipes, 30' long", "12\" pipes, 30' long"),
            ("a \" b ' c", "a \" b ' c"),
            ("“curly” and ‘curly’ and it’s", "“curly” and ‘curly’ and it’s"),
            ("\"", "\""),
            ("'", "'"),
            ("", ""),
        ],
    );
}

#[test]
fn dashes_and_ellipses() {
    check(
        "en",
        &[
            ("1914--1918", "1914–1918"),
            ("so---he said", "so—he said"),
            ("so - he said", "so – he said"),
            ("pages 10-20, long-term", "pages 10-20, long-term"),
            ("- an item", "- an item"),
            ("-5 and - 5", "-5 and – 5"),
            ("----", "----"),
            ("a --> b <-- c", "a --> b <-- c"),
            ("wait... what", "wait… what"),
            ("the end....", "the end…."),
            ("contents ......... 5", "contents ......... 5"),
            ("../up and a..b", "../up and a..b"),
            ("[...]", "[…]"),
        ],
    );
    check("pl", &[("Polska -- kraj", "Polska – kraj"), ("tak---nie", "tak—nie")]);
}

#[test]
fn polish() {
    check(
        "pl",
        &[
            ("To \"wzór\" dla innych.", "To „wzór” dla innych."),
            ("\"Ustawa o \"Karcie\" z 2020 r.\"", "„Ustawa o\u{a0}«Karcie» z\u{a0}2020\u{a0}r.”"),
            ("\"mówił 'nie' dwa razy\"", "„mówił «nie» dwa razy”"),
            ("w Polsce i o tym", "w\u{a0}Polsce i\u{a0}o\u{a0}tym"),
            ("W Polsce, a nie (w Czechach)", "W\u{a0}Polsce, a\u{a0}nie (w\u{a0}Czechach)"),
            ("\"Z domu\"", "„Z\u{a0}domu”"),
            ("słowo. I znów", "słowo. I\u{a0}znów"),
            (
                "10 km, 5 mln zł, 30 % i 7 tys. osób",
                "10\u{a0}km, 5\u{a0}mln zł, 30\u{a0}% i\u{a0}7\u{a0}tys. osób",
            ),
            ("10 kmx, 5 mlnów", "10 kmx, 5 mlnów"),
            ("art. 7 ust. 2", "art.\u{a0}7 ust.\u{a0}2"),
            ("start. 7 i czas. 5", "start. 7 i\u{a0}czas. 5"),
            ("w roku 2020 w Polsce", "w\u{a0}roku 2020 w\u{a0}Polsce"),
            ("plan B jest", "plan B jest"),
            ("koniec w ", "koniec w "),
            ("w  dwóch", "w  dwóch"),
            ("Co? Tak!", "Co? Tak!"),
        ],
    );
    assert_eq!(set_runs("pl", &["był w ", "Polsce"]), "był w\u{a0}Polsce");
    assert_eq!(set_runs("pl", &["był ", "w", " Polsce"]), "był w\u{a0}Polsce");
    assert_eq!(set_runs("pl", &["słow", "o", " tym"]), "słowo tym");
}

#[test]
fn a_break_after_a_one_letter_word_is_told_apart() {
    let mut state = State::new();
    Typography::of("pl").set("był w", Some(' '), &mut state);
    assert!(state.holds_next());
    state.break_();
    assert!(!state.holds_next());
    Typography::of("pl").set("Polsce", None, &mut state);
    assert!(!state.holds_next());
    Typography::of("en").set("a", None, &mut state);
    assert!(!state.holds_next());
}

#[test]
fn german() {
    check(
        "de",
        &[
            ("Das \"Vorbild\" gilt.", "Das „Vorbild“ gilt."),
            ("\"Er sagte 'nein' dazu\"", "„Er sagte ‚nein‘ dazu“"),
            ("\"eins\" \"zwei\"", "„eins“ „zwei“"),
            ("wie geht's", "wie geht’s"),
            ("Fragen: ja; nein? doch!", "Fragen: ja; nein? doch!"),
        ],
    );
    check("de-CH", &[("Das \"Vorbild 'A'\"", "Das «Vorbild ‹A›»")]);
    check("de-AT", &[("Das \"Vorbild\"", "Das „Vorbild“")]);
}

#[test]
fn french() {
    check(
        "fr",
        &[
            ("Le \"modèle\" existe.", "Le «\u{a0}modèle\u{a0}» existe."),
            ("\"Il a dit \"non\" hier\"", "«\u{a0}Il a dit “non” hier\u{a0}»"),
            (
                "Quoi ? Oui ! Donc ; ainsi : voilà",
                "Quoi\u{202f}? Oui\u{202f}! Donc\u{202f}; ainsi\u{a0}: voilà",
            ),
            ("Quoi? Oui! Donc; ainsi: voilà", "Quoi\u{202f}? Oui\u{202f}! Donc\u{202f}; ainsi\u{a0}: voilà"),
            ("Quoi?! Vraiment???", "Quoi\u{202f}?! Vraiment\u{202f}???"),
            ("Quoi\u{a0}? Oui\u{202f}!", "Quoi\u{a0}? Oui\u{202f}!"),
            ("« mot » et «mot»", "«\u{a0}mot\u{a0}» et «\u{a0}mot\u{a0}»"),
            ("«\u{202f}mot\u{202f}»", "«\u{202f}mot\u{202f}»"),
            ("à 10:30, voir https://example.org/?a=b;c!d", "à 10:30, voir https://example.org/?a=b;c!d"),
            ("\"Quoi ?\" dit-il", "«\u{a0}Quoi\u{202f}?\u{a0}» dit-il"),
            ("(vraiment?)", "(vraiment\u{202f}?)"),
            ("le « \"mot\" »:", "le «\u{a0}«\u{a0}mot\u{a0}»\u{a0}»\u{a0}:"),
            ("50 %: c'est peu", "50 %\u{a0}: c’est peu"),
        ],
    );
    check(
        "fr-CA",
        &[
            ("Quoi? Oui! Donc; ainsi: voilà", "Quoi? Oui! Donc; ainsi\u{a0}: voilà"),
            ("Quoi ? « mot »", "Quoi\u{a0}? «\u{a0}mot\u{a0}»"),
        ],
    );
    assert_eq!(set_runs("fr", &["le ", "mot", " : voilà"]), "le mot\u{a0}: voilà");
    assert_eq!(set_runs("fr", &["le ", "mot", "? Oui"]), "le mot\u{202f}? Oui");
    assert_eq!(set_runs("fr", &["le mot ", "? Oui"]), "le mot\u{202f}? Oui");
    assert_eq!(set_runs("fr", &["« ", "mot", " »"]), "«\u{a0}mot\u{a0}»");
    assert_eq!(set_runs("fr", &["\"", "mot", "\" oui"]), "«\u{a0}mot\u{a0}» oui");
}

#[test]
fn other_languages() {
    let cases = [
        ("es", "«a “b” c»"),
        ("pt-PT", "«a “b” c»"),
        ("pt-BR", "“a ‘b’ c”"),
        ("cs", "„a\u{a0}‚b‘ c“"),
        ("sv", "”a ’b’ c”"),
        ("da", "»a ›b‹ c«"),
        ("nb", "«a ‘b’ c»"),
        ("hu", "„a »b« c”"),
        ("ru", "«a „b“ c»"),
        ("ja", "「a 『b』 c」"),
        ("zh-Hant-TW", "「a 『b』 c」"),
        ("zh", "“a ‘b’ c”"),
        ("tlh", "“a ‘b’ c”"),
        ("", "“a ‘b’ c”"),
        ("EN_gb", "“a ‘b’ c”"),
        ("-", "“a ‘b’ c”"),
    ];
    for (lang, expected) in cases {
        assert_eq!(set(lang, "\"a 'b' c\""), expected, "{lang}");
        assert_eq!(set(lang, "\"a \"b\" c\""), expected, "{lang}, two double marks");
    }
}

#[test]
fn quotations_go_on_across_markup() {
    assert_eq!(set_runs("en", &["\"", "emphasis", "\" ends"]), "“emphasis” ends");
    assert_eq!(set_runs("en", &["a \"word ", "and", " more\"."]), "a “word and more”.");
    assert_eq!(set_runs("en", &["Beijing", "'s plan"]), "Beijing’s plan");
    assert_eq!(set_runs("en", &["'", "quoted", "' it"]), "‘quoted’ it");
    let english = Typography::of("en");
    let mut state = State::new();
    state.opaque('x');
    assert_eq!(english.set("'s value", None, &mut state), "’s value");
    state.break_();
    assert_eq!(english.set("\"next\"", None, &mut state), "“next”");
}

#[test]
fn nothing_to_set_is_borrowed() {
    for (lang, text) in
        [("en", "long-term plans of 1.7 m"), ("pl", "długie plany"), ("fr", "l’État, déjà à 10:30")]
    {
        assert!(
            matches!(Typography::of(lang).set(text, None, &mut State::new()), Cow::Borrowed(_)),
            "{text}"
        );
    }
}

#[test]
fn hostile_input_ends() {
    for mark in ["\"a ", "'a ", " '", "'", "\"", "a\" ", "w ", "- ", "« ", " ?"] {
        for lang in ["en", "pl", "fr"] {
            let text = mark.repeat(100_000);
            assert!(set(lang, &text).len() >= 100_000);
        }
    }
}

/// The text without what setting may change.
fn letters(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !"\"'-.“”„‘’‚«»‹›「」『』–—…".contains(*c)).collect()
}

const LANGS: [&str; 9] = ["en", "pl", "de", "fr", "fr-CA", "sv", "da", "cs", "es"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn setting_twice_is_setting_once(text in "[aw5s \"'.?:;!,()/«»“’\u{a0}\\-]{0,16}", lang in 0..LANGS.len()) {
        let once = set(LANGS[lang], &text);
        prop_assert_eq!(set(LANGS[lang], &once), once);
    }

    #[test]
    fn letters_stay(text in ".{0,80}", lang in 0..LANGS.len()) {
        prop_assert_eq!(letters(&set(LANGS[lang], &text)), letters(&text));
    }

    #[test]
    fn runs_lose_nothing(text in "[aw5 \"'.?:«»\\-]{0,20}", cut in 0..20_usize, lang in 0..LANGS.len()) {
        let cut = text.char_indices().nth(cut).map_or(text.len(), |(at, _)| at);
        let (first, second) = text.split_at(cut);
        let set = set_runs(LANGS[lang], &[first, second]);
        prop_assert_eq!(letters(&set), letters(&text));
    }
}
