//! HTML among Markdown.

use super::{HTML, PLAIN, print, printed, problems, problems_of, read};

fn eq(text: &str, expected: &str) {
    assert_eq!(printed(text), expected, "{text}");
}

#[test]
fn a_few_elements_are_read() {
    eq(
        "H<sub>2</sub>O<br>m<SUP>*2*</SUP> <kbd>Ctrl</kbd>",
        "(p \"H\" (sub \"2\") \"O\" br \"m\" (sup (em \"2\")) \" \" (kbd \"Ctrl\"))",
    );
    eq("<abbr title=\"A &amp; B\">AB</abbr>", "(p (abbr=A & B \"AB\"))");
    eq("<sup lang=\"fr\" title=T>e</sup>", "(p (span=fr=T (sup \"e\")))");
    eq("a<!-- gone -->b\n\n<!--\ngone\n\ngone -->\n", "(p \"ab\")");
    assert_eq!(problems("<sub class=x>a</sub>"), ["html-attribute: <sub class=x>"]);
}

#[test]
fn all_other_tags_are_text() {
    eq("a <b>c</b> d", "(p \"a <b>c</b> d\")");
    assert_eq!(problems("a <b>c</b> d"), ["html-as-text: <b>", "html-as-text: </b>"]);
    let hinted = read("a <b>c</b> d", PLAIN).problems;
    assert!(hinted[0].hints[0].starts_with("write it in Markdown"), "{hinted:?}");
    eq("<div class=\"x\">\n\n*a*\n\n</div>\n", "(p \"<div class=\"x\">\") (p (em \"a\")) (p \"</div>\")");
    eq("<script>alert(1)</script>\n", "(p \"<script>alert(1)</script>\")");
    eq("<sub>a", "(p \"<sub>a\")");
    eq("a</sup>", "(p \"a</sup>\")");
    eq("*<sub>a*</sub>", "(p (em \"<sub>a\") \"</sub>\")");
    assert_eq!(problems("<sub>a"), ["html-as-text: <sub>"]);
}

#[test]
fn tables_are_read() {
    let text = "<TABLE>\n<thead><tr><th rowspan=\"2\" scope=col>A</th><TH COLSPAN=2 style=\"text-align:center\">B &lt; C</TH></tr></thead>\n\n<tr><td lang=\"fr\">1<br/>2</td><td><b>3</b></td></tr>\n</TABLE>\n\nTable: Cap {#tbl-h}\n";
    eq(
        text,
        "(table (caption #tbl-h \"Cap\") (tr (th rows=2 scope=col \"A\") (th cols=2 Center \"B < C\")) (tr (td lang=fr \"1\" br \"2\") (td \"<b>3</b>\")))",
    );
    assert_eq!(problems(text), ["html-as-text: <b>", "html-as-text: </b>"]);
    let text = "<table><caption>Cap</caption><tr style=\"x\"><td style=\"x\">1</td><td style=\"x\">2</td></tr></table>\n";
    eq(text, "(table (caption \"Cap\") (tr (td \"1\") (td \"2\")))");
    assert_eq!(problems(text), ["html-attribute: <tr style=\"x\">", "html-attribute: <td style=\"x\">"]);
    eq("> <table>\n> <tr><td>a &amp; b</td></tr>\n> </table>\n", "(quote (table (tr (td \"a & b\"))))");
    eq(
        "<table>stray<tr><td>a</td></tr></table> after\n",
        "(p \"stray\") (table (tr (td \"a\"))) (p \"after\")",
    );
}

#[test]
fn html_is_published_where_the_site_allows_it_but_no_program() {
    let html = |text: &str| print::blocks(&read(text, HTML));
    assert_eq!(html("a <b>c</b>"), "(p \"a \" <b> \"c\" </b>)");
    assert_eq!(html("<div>\nx\n</div>\n"), "(html \"<div>\\nx\\n</div>\")");
    assert_eq!(html("a <img src=x onerror=y>"), "(p \"a <img src=x onerror=y>\")");
    for text in [
        "<script>x</script>\n",
        "a <img src=x onerror=y>",
        "<a href=\"java\nscript:x\">y</a>",
        "<iframe src=x></iframe>\n",
        "<a href=\"&#106;avascript:x\">",
        "<div>\n<p onclick=x>\n</div>\n",
    ] {
        assert!(problems_of(text, HTML).iter().any(|problem| problem.starts_with("html-unsafe")), "{text}");
        assert!(!html(text).contains("(html"), "{text}: {}", html(text));
    }
}
