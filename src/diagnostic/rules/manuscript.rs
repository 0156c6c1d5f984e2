//! Rules on the text of a manuscript: boxes, attributes, HTML, mathematics, figures, addresses in links.

use super::super::{Rule, Severity};

rules! {
    ALT_SAYS_NOTHING = "alt-says-nothing", Hint, "an alternative text that is the name of a file, or only says that there is an image",
        "People who do not see an image know that one is there; they need what it says. `image1.png`, `Picture 3` and `chart` were mostly written by a word processor. Write a sentence instead: `![Huawei supplies 50 countries.](vendors.png)`. A hint, since only a person can tell what an image shows.";
    ALERT_UNKNOWN = "alert-unknown", Hint, "an alert of an unknown kind is printed as a quotation",
        "A quotation that begins with a word such as `[!NOTE]` becomes a box. The kinds are NOTE, TIP, IMPORTANT, WARNING and CAUTION, as on GitHub. Any other word stays text in an ordinary quotation. Use one of the five, or a box of offprint's own:\n\n    :::case {title=\"Bicester\"}\n    …\n    :::";
    ATTRIBUTES_UNREAD = "attributes-unread", Warning, "braces that look like attributes but can't be read",
        "Attributes stand in braces right after a heading, image, link, fence or the name of a box, and hold `#id`, `.class` and `key=value`, nothing else. A value with spaces is quoted. A bare word, a missing quotation mark, or braces in the middle of a text make the whole of them text, so that an id is lost and links to it break. Write `{#fig-volume chart=hbar source=\"HM Treasury\"}`; to print such braces, write `\\{`.";
    ATTRIBUTE_UNKNOWN = "attribute-unknown", Warning, "an attribute that has no effect where it stands",
        "Each part of a text reads its own attributes: a heading `#id`, a figure `#id number source credit alt chart`, a table's caption `#id number source credit`, a box `#id title`, a pull quote `.edited by`, an image in a line of text `alt`, a code block its language. Others are left out of the site. Correct the name, or delete the attribute.";
    BOX_NESTED = "box-nested", Error, "a box inside a box whose fence is no longer than its own",
        "A line of colons closes the outermost open box that has no more colons than it. An outer box therefore needs more colons than those inside:\n\n    ::::case\n    :::pullquote\n    …\n    :::\n    ::::\n\nThis also happens when the outer box was never closed: look for its missing line of colons.";
    BOX_STRAY = "box-stray", Error, "a line of colons that closes nothing",
        "A line of three or more colons without a name closes a box. Here none is open. Delete the line, or, if it belongs to an outer box, give that box more colons than the ones inside it.";
    BOX_UNCLOSED = "box-unclosed", Error, "a box that is never closed",
        "A box ends with a line of as many colons as it began with. Without it, the rest of the text would be part of the box. Add the closing line:\n\n    :::note\n    …\n    :::";
    BOX_UNKNOWN = "box-unknown", Error, "a box of an unknown name",
        "The boxes are `:::pullquote`, `:::figure`, `:::findings`, `:::note` and `:::case`. A box of any other name can't be printed as what it was meant to be. Correct the name; a title or an id goes in braces after it: `:::case {title=\"Bicester\"}`.";
    CAPTION_IN_TABLE = "caption-in-table", Error, "a caption that has become a row of its table",
        "A line right after a table is the table's next row, in every Markdown. Leave a blank line between the table and its caption:\n\n    | A | B |\n    |---|---|\n    | 1 | 2 |\n\n    Table: What was measured {#tbl-measured}";
    CHART_WITHOUT_ALT = "chart-without-alt", Hint, "a chart without alternative text of the author's",
        "Readers who do not see a chart get a description made from its data. A sentence that says what the chart shows is better: `alt=\"HMRC alone completes more transactions than all others.\"`.";
    CITATIONS_LATER = "citations-later", Hint, "citations from a bibliography are printed as written",
        "`[@key]` will cite an entry of a bibliography in a later version. Until then it is printed as it stands. Use a note, `^[…]` or `[^label]`, for a source that must be readable now.";
    FIGURE_EMPTY = "figure-empty", Error, "a figure that shows nothing",
        "A `:::figure` holds an image, a table, or anything else to be shown, and then, after a blank line, a paragraph with its caption:\n\n    :::figure {#fig-map}\n    ![Cameras stand at every crossing.](map.png)\n\n    Cameras in the old town\n    :::\n\nThis one has nothing before its caption.";
    FIGURE_WITHOUT_ALT = "figure-without-alt", Error, "an image without alternative text",
        "Alternative text is what people who do not see an image read or hear, and what stands in its place when it can't be loaded. Write what the image says between the brackets: `![Huawei supplies 50 countries.](vendors.png)`, or as `alt=\"…\"` on a `:::figure`.";
    HTML_AS_TEXT = "html-as-text", Warning, "an HTML tag that is printed as text",
        "Of HTML, the elements `br sub sup kbd abbr` and those of tables are read. Every other tag is printed as it is written, so that nothing disappears unseen. Use Markdown instead (`**bold**`, `[link](…)`), write `&lt;` to print a tag on purpose, or set `raw_html = true` in site.toml.";
    HTML_ATTRIBUTE = "html-attribute", Warning, "an HTML attribute that is dropped",
        "Of an element's attributes, `colspan rowspan scope lang title` are read, and the alignment of a table's cells. Looks belong to the theme: delete the others.";
    HTML_UNSAFE = "html-unsafe", Error, "HTML that could run a program in the reader's browser",
        "With `raw_html = true`, HTML is published as it is written, but never scripts, frames, styles, attributes such as `onclick`, or addresses such as `javascript:…`. The policy of the pages forbids them. Delete them; what they did may be an option of the theme.";
    ID_INVALID = "id-invalid", Error, "an id that can't be part of an address",
        "An id begins with a letter or `_` and goes on with letters, digits, `_`, `.` and `-`: `{#fig-volume}`. Colons are kept for offprint's own ids.";
    MATH_INVALID = "math-invalid", Error, "a formula that can't be read",
        "Formulas are written in LaTeX and become MathML when the site is built. This one has a mistake, so its source is printed instead. Correct it; or, if the dollar sign is money, write `\\$`.";
    MERGE_CONFLICT = "merge-conflict", Error, "two versions of a passage, of which nobody has chosen one",
        "When the same words were changed in two places, `offprint import` and git write both versions into the text, between lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`. Keep the version that is right, or make one of both, and delete the lines of marks.";
    NESTING_TOO_DEEP = "nesting-too-deep", Warning, "lists, quotations or marks nested beyond all measure",
        "Text is read up to a depth of 64 levels. What is nested deeper is printed as plain text. This is mostly a slip, such as a row of `>` or `*` that was meant as a line.";
    TABLE_ROW_TOO_LONG = "table-row-too-long", Error, "words of a table's row for which it has no column",
        "A table has as many columns as its first two lines, and a row's cells beyond them are dropped, in every Markdown: their words would be on no page. Most often a bar in a cell was meant as a character: write `\\|`, also in code and formulas. Else add a column:\n\n    | Year | Users | Source |\n    |---|--:|---|\n    | 2020 | 12 | Own survey |\n\nCells without words at the end of a row lose nothing, and are no error.";
    URL_EMPTY = "url-empty", Warning, "a link or image without an address",
        "The parentheses after a link's words are empty, or hold only `#`. The words are printed as text. Write the address, or delete the brackets.";
    URL_OUTSIDE = "url-outside", Error, "a path that leaves the content folder",
        "A relative path starts at the folder of the file that it stands in, and a path that begins with `/` at `content/`. This one climbs out of `content/` with `..`, so it can't be published. Move the file into `content/`, or correct the path.";
    URL_UNSAFE = "url-unsafe", Error, "an address that a page must not carry",
        "Addresses such as `javascript:…`, `vbscript:…` or `data:…` can run a program in the reader's browser, and others are opened by no browser. They are never published: the words are printed without a link. Use an address that begins with `https:` or `mailto:`, or a path to a file of the site.";
    URL_UNUSABLE = "url-unusable", Error, "an address that can't be read",
        "The percent-escapes of this address do not make readable text, or it holds control characters. Write a letter as itself (`Marchés.md`), or escape it as UTF-8 (`March%C3%A9s.md`).";
}
