//! Figures, tables and captions.

use super::{SMART, print, printed, problems, read};

fn eq(text: &str, expected: &str) {
    assert_eq!(printed(text), expected, "{text}");
}

#[test]
fn an_image_alone_is_a_figure() {
    eq(
        "![Alt](a.png \"A caption\"){#fig-a number=14 source=\"S: 1\" credit='C'}\n",
        "(figure #fig-a n=14 source=S: 1 credit=C \"A caption\" (img \"Alt\" /papers/x/a.png))",
    );
    eq("- ![Alt](a.png)\n", "(ul (li (figure (img \"Alt\" /papers/x/a.png))))");
    eq(":::note\n![Alt](a.png)\n:::\n", "(note (figure (img \"Alt\" /papers/x/a.png)))");
    eq("![Alt](a.png){#fig-é x}\n", "(p (img \"Alt\" /papers/x/a.png) \"{#fig-é x}\")");
    eq("![](a.png){alt=\"B\"}\n", "(figure alt=\"B\" (img \"B\" /papers/x/a.png))");
    assert_eq!(
        print::blocks(&read("![It's](a.png \"A \\\"b\\\"\")\n", SMART)),
        "(figure \"A “b”\" (img \"It’s\" /papers/x/a.png))"
    );
    assert_eq!(problems("![](a.png)\n"), ["figure-without-alt: ![](a.png)"]);
    assert_eq!(problems("![A](a.png){sorce=x}\n"), ["attribute-unknown: ![A](a.png){sorce=x}"]);
}

#[test]
fn a_data_file_is_a_chart() {
    eq(
        "![Alt](v.csv \"C\"){#fig-v chart=hbar x=a y=b .stacked}\n",
        "(figure #fig-v \"C\" alt=\"Alt\" chart=hbar[\"stacked\"][(\"x\", \"a\"), (\"y\", \"b\")] data=/papers/x/v.csv)",
    );
    assert_eq!(problems("![](v.csv)\n"), ["chart-without-alt: ![](v.csv)"]);
}

#[test]
fn the_long_form() {
    eq(
        ":::figure {#fig-v chart=hbar .stacked alt=\"A.\"}\n| D | N |\n|---|--:|\n| x | 1 |\n\nMillions *of*[^12]\n:::\n",
        "(figure #fig-v \"Millions \" (em \"of\") ^12 alt=\"A.\" chart=hbar[\"stacked\"][] (table (tr (th \"D\") (th \"N\")) (tr (td \"x\") (td \"1\"))))",
    );
    eq(
        ":::figure\n![A](a.png)\n![B](b.png)\n\nTwo\n:::\n",
        "(figure \"Two\" (img \"A\" /papers/x/a.png) (img \"B\" /papers/x/b.png))",
    );
    eq(":::figure\n![A](a.png \"T\")\n:::\n", "(figure \"T\" (img \"A\" /papers/x/a.png))");
    eq(
        ":::figure {chart=line}\n![A](a.csv)\n\nC\n:::\n",
        "(figure \"C\" chart=line[][] data=/papers/x/a.csv)",
    );
    assert_eq!(problems(":::figure\nCaption only\n:::\n"), ["figure-empty: :::figure"]);
    assert_eq!(problems(":::figure\n![](a.png)\n\nC\n:::\n"), ["figure-without-alt: :::figure"]);
    assert_eq!(
        problems(":::figure {chart=bar}\n| a |\n|---|\n\nC\n:::\n"),
        ["chart-without-alt: :::figure {chart=bar}"]
    );
    assert_eq!(problems(":::figure\n| a |\n|---|\n\nC\n:::\n"), [""; 0]);
}

#[test]
fn tables_and_their_captions() {
    eq(
        "a | b\n---|:-:\n`x|y` | c \\| d\n",
        "(table (tr (th \"a\") (th \"b\")) (tr (td \"`x\") (td \"y`\")))",
    );
    eq(
        "| a[^1] | b<br/>c |\n|--|--|\n| 1 |\n",
        "(table (tr (th \"a\" ^1) (th \"b\" br \"c\")) (tr (td \"1\") (td)))",
    );
    eq(
        "| a |\n|---|\n\nTable: The *caption*[^1] {#tbl-a source=\"S\"}\n\nAfter\n",
        "(table (caption #tbl-a source=S \"The \" (em \"caption\") ^1) (tr (th \"a\"))) (p \"After\")",
    );
    eq("Table: no table\n", "(p \"Table: no table\")");
}

#[test]
fn words_beyond_the_last_column_are_reported_wherever_the_table_stands() {
    let table = ["|a|b|", "|-|-|", "|1|2|third *and* fourth|", "|1|2||", "1|2", "Table: X|||lost"];
    let lost = ["table-row-too-long: third *and* fourth", "table-row-too-long: lost"];
    for (first, next) in [("", ""), ("- ", "  "), ("> ", "> "), ("> 1. - ", ">      "), ("[^1]: ", "    ")] {
        let lines = table
            .iter()
            .enumerate()
            .map(|(at, line)| format!("{}{line}\n", if at == 0 { first } else { next }));
        let told = problems(&lines.collect::<String>());
        let told: Vec<&String> = told.iter().filter(|told| told.starts_with("table-row")).collect();
        assert_eq!(told, lost, "{first}");
    }
    let deep = "> ".repeat(70);
    let lines: String = table.iter().map(|line| format!("{deep}{line}\n")).collect();
    let told = problems(&lines);
    assert_eq!(told.iter().filter(|told| told.starts_with("table-row")).count(), 2, "{told:?}");
}

#[test]
fn a_caption_that_became_a_row() {
    let text = "| a | b |\n|---|---|\n| 1 | 2 |\nTable: Cap *c*\n{#tbl-x}\n";
    eq(
        text,
        "(table (caption #tbl-x \"Cap \" (em \"c\") /) (tr (th \"a\") (th \"b\")) (tr (td \"1\") (td \"2\")))",
    );
    assert_eq!(problems(text), ["caption-in-table: Table: Cap *c*"]);
    let text = ":::figure {#fig-x}\n| a | b |\n|---|---|\n| 1 | 2 |\nCap\n:::\n";
    eq(text, "(figure #fig-x \"Cap\" (table (tr (th \"a\") (th \"b\")) (tr (td \"1\") (td \"2\"))))");
    assert_eq!(problems(text), ["caption-in-table: Cap"]);
    eq("| a | b |\n|---|---|\nplain\n", "(table (tr (th \"a\") (th \"b\")) (tr (td \"plain\") (td)))");
}
