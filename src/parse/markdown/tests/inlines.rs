//! What stands in a line.

use super::{MATH, SMART, print, printed, problems, problems_of, read};

fn eq(text: &str, expected: &str) {
    assert_eq!(printed(text), format!("(p {expected})"), "{text}");
}

#[test]
fn styles() {
    eq("*a* **b** ~~c~~ ==d==", "(em \"a\") \" \" (strong \"b\") \" \" (del \"c\") \" \" (mark \"d\")");
    eq("H~2~O, 10 m^2^", "\"H\" (sub \"2\") \"O, 10 m\" (sup \"2\")");
    eq("10 m^2 and 20 m^2", "\"10 m^2 and 20 m^2\"");
    eq("about ~5 or ~6, a~b c~d", "\"about ~5 or ~6, a~b c~d\"");
    eq("a == b, x=1 and y=2", "\"a == b, x=1 and y=2\"");
    eq("a  \nb\\\nc\nd", "\"a\" br \"b\" br \"c\" / \"d\"");
    eq("`` a`b `` c", "`a`b` \" c\"");
}

#[test]
fn notes() {
    eq("a[^1] b^[c *d* [^2]]", "\"a\" ^1 \" b\" ^0) (def \"\" (p \"c \" (em \"d\") \" \" ^2)");
    eq("a\\[^1] b \\^[c]", "\"a[^1] b ^[c]\"");
    eq("[^ELSEWHERE]", "^Elsewhere");
    eq("[^a b] [^] `[^1]`", "\"[^a b] [^] \" `[^1]`");
    eq("[see [^1] there](u)", "(a /papers/x/u \"see  there\") ^1");
    eq("^[a ^[b] c]", "^1) (def \"\" (p \"b\")) (def \"\" (p \"a \" ^0 \" c\")");
}

#[test]
fn cross_references() {
    eq("See @fig-a.b, @tbl-x. And (@sec-é)!", "\"See \" @#fig-a.b \", \" @#tbl-x \". And (\" @#sec-é \")!\"");
    eq("[@fig-x] and [@key, p. 3]", "@#fig-x \" and [@key, p. 3]\"");
    eq(
        "\\@fig-x me@fig-x.org @figure @fig- a@fig-x `@fig-x`",
        "\"@fig-x \" (a mailto:me@fig-x.org \"me@fig-x.org\") \" @figure @fig- a@fig-x \" `@fig-x`",
    );
    eq("[to @fig-x](u)", "(a /papers/x/u \"to @fig-x\")");
    assert_eq!(problems("[@key] and [-@other]"), ["citations-later: [@key]"]);
}

#[test]
fn links() {
    eq("[a](../y/b%20c.md#d)", "(a /papers/y/b c.md#d \"a\")");
    eq("[a](<b c.md> \"T *t*\")", "(a /papers/x/b c.md \"T *t*\" \"a\")");
    eq("[a][r] [r]\n\n[r]: /z.md\n", "(a /z.md \"a\") \" \" (a /z.md \"r\")");
    eq(
        "www.x.org <https://y.org/a_b>",
        "(a http://www.x.org \"www.x.org\") \" \" (a https://y.org/a_b \"https://y.org/a_b\")",
    );
    eq(
        "[a](JAVASCRIPT:x) [b](&#106;avascript:x)",
        "(a unusable:JAVASCRIPT:x \"a\") \" \" (a unusable:javascript:x \"b\")",
    );
    assert_eq!(
        problems("[a](data:x) ![i](vbscript:x)"),
        ["url-unsafe: [a](data:x)", "url-unsafe: ![i](vbscript:x)"]
    );
    assert_eq!(
        problems("[a](../../../x) [b]() [c](%FF)"),
        ["url-outside: [a](../../../x)", "url-empty: [b]()", "url-unusable: [c](%FF)"]
    );
}

#[test]
fn images_in_a_line() {
    eq("a ![b *c*](d.png) e", "\"a \" (img \"b c\" /papers/x/d.png) \" e\"");
    eq("a ![](d.png){alt=\"f: *g*\"} e", "\"a \" (img \"f: *g*\" /papers/x/d.png) \" e\"");
    assert_eq!(problems("a ![](d.png)"), ["figure-without-alt: ![](d.png)"]);
}

#[test]
fn money_is_no_formula() {
    let money =
        ["\\$15 and \\$16", "USD 5 and $10", "$5m and A$ 7m", "US$5bn, $6bn and A$ 7bn", "$5 and A$ *b* $6"];
    for text in money {
        let formulas = format!("{:?}", read(text, MATH).blocks).matches("MathText").count();
        assert_eq!(formulas, 0, "{text}");
        assert_eq!(problems_of(text, MATH), [""; 0], "{text}");
    }
    assert_eq!(print::blocks(&read("$5m *and* A$ 7m", MATH)), "(p \"$5m \" (em \"and\") \" A$ 7m\")");
    assert_eq!(
        print::blocks(&read("if $x_1$ and $5x + 3 = y$", MATH)),
        "(p \"if \" $x_1$ \" and \" $5x + 3 = y$)"
    );
    assert_eq!(problems_of("a $\\nonsense$ b", MATH), ["math-invalid: \\nonsense"]);
    eq("if $x_1$", "\"if $x_1$\"");
}

#[test]
fn punctuation_is_set_across_markup_but_not_in_what_is_quoted() {
    let set = |text: &str| print::blocks(&read(text, SMART));
    assert_eq!(set("\"*a*\" -- it's ..."), "(p \"“\" (em \"a\") \"” – it’s …\")");
    assert_eq!(set("\\\"a\\\" &quot;b&quot; ` \"c\"`"), "(p \"\"a\" \"b\" \" ` \"c\"`)");
    assert_eq!(set("https://x.org/a--b's"), "(p (a https://x.org/a--b's \"https://x.org/a--b's\"))");
    assert_eq!(
        set("the \"[paper](u \"T's\")\"[^1] it's"),
        "(p \"the “\" (a /papers/x/u \"T’s\" \"paper\") \"”\" ^1 \" it’s\")"
    );
}

#[test]
fn attributes_stand_after_links_images_and_code() {
    eq("[a](u){rel='x y'} b", "(a /papers/x/u \"a\") \" b\"");
    eq("[a](u){#é} *b*", "(a /papers/x/u \"a\") \" \" (em \"b\")");
    eq("`a`{.rust} b", "`a` \" b\"");
    eq("`a` {.rust}", "`a` \" {.rust}\"");
}
