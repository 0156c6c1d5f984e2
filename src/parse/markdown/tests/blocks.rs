//! Blocks and boxes.

use super::{MATH, PLAIN, print, printed, problems, problems_of, read};

fn eq(text: &str, expected: &str) {
    assert_eq!(printed(text), expected, "{text}");
}

#[test]
fn headings_have_their_level_and_the_authors_id() {
    eq(
        "# One\n\n## Two *b* {#two}\n\nThree\n---\n",
        "(h1 \"One\") (h2 #two \"Two \" (em \"b\")) (h2 \"Three\")",
    );
    eq("## Propriété {#propriété} ##\n", "(h2 #propriété \"Propriété\")");
    eq("Set\nin lines {#s-1}\n===\n", "(h1 #s-1 \"Set\" / \"in lines\")");
    eq("## 第一章\n\n## ???\n", "(h2 \"第一章\") (h2 \"???\")");
    eq("## With a note[^1]\n\n[^1]: N\n", "(h2 \"With a note\" ^1) (def \"1\" (p \"N\"))");
    eq("## Braces \\{#x}\n", "(h2 \"Braces {#x}\")");
}

#[test]
fn attributes_that_cannot_be_read_are_reported_and_stay_text() {
    eq("## A {#x y}\n", "(h2 \"A {#x y}\")");
    assert_eq!(problems("## A {#x y}\n"), ["attributes-unread: y}"]);
    assert_eq!(problems("Text {.lead} more\n"), ["attributes-unread: {.lead}"]);
    assert_eq!(problems("{big-pull}\n"), [""; 0]);
    assert_eq!(problems("## A {#a:b}\n"), ["id-invalid: {#a:b}"]);
    assert_eq!(problems("## A {.c number=3}\n").len(), 2);
    assert_eq!(
        problems("`code`{#x} [l](u){k=v}\n"),
        ["attribute-unknown: `code`{#x}", "attribute-unknown: [l](u){k=v}"]
    );
}

#[test]
fn lists_are_tight_or_loose_numbered_and_nested() {
    eq("- a\n- b\n  1) c\n", "(ul (li (p \"a\")) (li (p \"b\") (ol 1 (li (p \"c\")))))");
    eq("4. a\n\n5. b\n", "(ol 4 loose (li (p \"a\")) (li (p \"b\")))");
    eq("- [x] a\n- [ ] b\n- c\n", "(ul (li true (p \"a\")) (li false (p \"b\")) (li (p \"c\")))");
}

#[test]
fn quotations_rules_and_code() {
    eq("> a\n> > b\nlazy\n", "(quote (p \"a\") (quote (p \"b\" / \"lazy\")))");
    eq("***\n", "(hr)");
    eq(
        "```rust title {#x}\nlet a: u8;\n```\n\n    indented\n",
        "(code rust \"let a: u8;\\n\") (code - \"indented\\n\")",
    );
    eq("~~~{.python #p}\nx\n~~~\n", "(code python \"x\\n\")");
    eq("```\r\na\r\nb\r\n```\r\n", "(code - \"a\\nb\\n\")");
    eq("```\n:::note: x\n```\n", "(code - \":::note: x\\n\")");
    eq("- ```\n  :::a:b\n  ```\n", "(ul (li (code - \":::a:b\\n\")))");
}

#[test]
fn formulas_of_their_own() {
    let text = "$$\nx^2\n$$\n\n```math\ny\n```\n";
    assert_eq!(print::blocks(&read(text, MATH)), "(math \"\\nx^2\\n\") (math \"y\")");
    assert_eq!(printed(text), "(p \"$$\" / \"x^2\" / \"$$\") (code math \"y\\n\")");
    // The parser does not say where what stands last in a list in a box ends.
    let last = ":::note\n- x\n\n  $$\n  y\n  $$\n:::\n";
    assert!(print::blocks(&read(last, MATH)).contains("(math \""), "{}", print::blocks(&read(last, MATH)));
    assert_eq!(problems_of("```math\n\\nonsense\n```\n", MATH), ["math-invalid: \\nonsense"]);
}

#[test]
fn boxes() {
    eq(":::findings\n- a\n:::\n", "(findings (ul (li (p \"a\"))))");
    eq(":::note {#n title=\"A *t*\"}\na\n:::\nb\n", "(note #n (title \"A *t*\") (p \"a\")) (p \"b\")");
    eq("::: case {title=\"Case: one\"}\na\n:::\n", "(case (title \"Case: one\") (p \"a\"))");
    eq("::: {.note}\na\n:::\n", "(note (p \"a\"))");
    eq("- a\n\n  :::note\n  b\n  :::\n", "(ul loose (li (p \"a\") (note (p \"b\"))))");
    eq("> :::note\n> b\n> :::\n", "(quote (note (p \"b\")))");
    eq(
        ":::::case\n::::note\n:::pullquote\nq[^1]\n:::\n::::\n:::::\n",
        "(case (note (pullquote NotFound \"\" (p \"q\" ^1))))",
    );
    eq(":::pullquote {.edited}\nq\n:::\n", "(pullquote Edited(0.0) \"\" (p \"q\"))");
    eq(":::pullquote {by=\"A. B.\"}\nq\n:::\n", "(pullquote Edited(0.0) \"A. B.\" (p \"q\"))");
    assert_eq!(problems(":::::case\n::::note\n:::pullquote\nq\n:::\n::::\n:::::\n"), [""; 0]);
}

#[test]
fn boxes_that_are_wrong_lose_no_word() {
    eq(":::nope\na\n:::\nb\n", "(p \"a\") (p \"b\")");
    assert_eq!(problems(":::notes\na\n:::\n"), ["box-unknown: :::notes"]);
    eq(":::note\na\n\n## B\n", "(p \"a\") (h2 \"B\")");
    assert_eq!(problems(":::note\na\n"), ["box-unclosed: :::note"]);
    eq("a\n\n:::\n\nb\n\n:::note\nc\n:::\n", "(p \"a\") (p \"b\") (note (p \"c\"))");
    assert_eq!(problems("a\n\n:::\n\nb\n"), ["box-stray: :::"]);
    eq(":::case\n:::note\na\n:::\nb\n:::\nc\n", "(case (note (p \"a\"))) (p \"b\") (p \"c\")");
    assert_eq!(problems(":::case\n:::note\na\n:::\nb\n:::\nc\n"), ["box-nested: :::note", "box-stray: :::"]);
    assert_eq!(problems(":::note {title=}x\na\n:::\n"), ["attributes-unread: x"]);
    assert_eq!(problems(":::note {title}\na\n:::\n"), ["attributes-unread: title}"]);
    assert_eq!(problems(":::note {colour=red}\na\n:::\n"), ["attribute-unknown: :::note {colour=red}"]);
}

#[test]
fn alerts() {
    eq("> [!WARNING] Mind *it*\n> a\n", "(warning (title \"Mind *it*\") (p \"a\"))");
    eq("> [!tip]\n> a\n", "(tip (p \"a\"))");
    eq("> [!QUOTE]\n> a\n", "(quote (p \"[!QUOTE]\" / \"a\"))");
    assert_eq!(problems("> [!QUOTE]\n> a\n"), ["alert-unknown: [!QUOTE]"]);
}

#[test]
fn definitions_of_notes_hold_blocks_and_may_stand_anywhere() {
    eq(
        "a[^n]\n\n[^n]: b\n\n    - c\n\n          code\n\nd[^n]\n",
        "(p \"a\" ^n) (p \"d\" ^n) (def \"n\" (p \"b\") (ul loose (li (p \"c\") (code - \"code\\n\"))))",
    );
    eq("> [^n]: b\n\na\n", "(quote) (p \"a\") (def \"n\" (p \"b\"))");
    eq("[^a]: x[^b]\n\n[^b]: y\n", "(def \"a\" (p \"x\" ^b)) (def \"b\" (p \"y\"))");
}

#[test]
fn nesting_beyond_measure_is_flat_and_whole() {
    for deep in
        [">".repeat(5000), "- ".repeat(3000), "*a ".repeat(3000), "[".repeat(20000), "^[".repeat(3000)]
    {
        let lowered = read(&format!("{deep}word"), PLAIN);
        assert!(print::blocks(&lowered).contains("word"));
    }
    let quoted = format!("{} *em* word[^x]", ">".repeat(300));
    assert_eq!(problems(&quoted), ["nesting-too-deep: "; 1]);
}
