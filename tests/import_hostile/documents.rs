//! Documents that no author writes but some program might: references in circles, numbers out of all bounds, marks left open.

use std::fmt::Write;

use proptest::sample::Index;

use super::archives::{archive, document, part};

const RELS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/image1.png"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="https://example.org/" TargetMode="External"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" Target="footnotes.xml"/><Relationship Id="rId4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId5" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering" Target="numbering.xml"/><Relationship Id="rId6" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="document.xml"/></Relationships>"#;

fn p(style: &str, text: &str) -> String {
    format!(
        r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>"#
    )
}

fn picture(id: &str) -> String {
    format!(
        r#"<w:r><w:drawing><wp:inline><wp:docPr id="1" name="P" descr="A quay"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:blipFill><a:blip r:embed="{id}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"#
    )
}

fn table(cells: &str) -> String {
    format!("<w:tbl><w:tr>{cells}</w:tr><w:tr><w:tc><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr></w:tbl>")
}

/// The parts of a document with some of everything.
pub(crate) fn ordinary_parts() -> Vec<(&'static str, Vec<u8>)> {
    let body = [
        p("Title", "Grain and harbours"),
        p("Heading1", "The quay"),
        format!(
            r#"<w:p><w:r><w:t xml:space="preserve">A note</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:hyperlink r:id="rId2"><w:r><w:t> and a link</w:t></w:r></w:hyperlink><w:ins w:id="1" w:author="A"><w:r><w:t> put in</w:t></w:r></w:ins><w:del w:id="2" w:author="A"><w:r><w:delText> taken out</w:delText></w:r></w:del>{}</w:p>"#,
            r#"<m:oMath><m:f><m:num><m:r><m:t>a</m:t></m:r></m:num><m:den><m:r><m:t>b</m:t></m:r></m:den></m:f></m:oMath>"#
        ),
        r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>One</w:t></w:r></w:p>"#.to_owned(),
        r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>Two</w:t></w:r></w:p>"#.to_owned(),
        table(r#"<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>"#),
        format!("<w:p>{}</w:p>", picture("rId1")),
        p("Caption", "Figure 1: The quay at night"),
        p("Normal", "Last words."),
    ]
    .concat();
    let notes = part(
        "footnotes",
        r#"<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote><w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>See the harbour's own count.</w:t></w:r></w:p></w:footnote>"#,
    );
    let styles = part(
        "styles",
        r#"<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style><w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style><w:style w:type="paragraph" w:styleId="Caption"><w:name w:val="caption"/></w:style>"#,
    );
    let numbering = part(
        "numbering",
        r#"<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>"#,
    );
    vec![
        ("word/document.xml", document(&body).into_bytes()),
        ("word/_rels/document.xml.rels", RELS.as_bytes().to_vec()),
        ("word/footnotes.xml", notes.into_bytes()),
        ("word/styles.xml", styles.into_bytes()),
        ("word/numbering.xml", numbering.into_bytes()),
        ("word/media/image1.png", b"\x89PNG\r\n\x1a\n and so on".to_vec()),
    ]
}

/// A document with some of everything.
pub(crate) fn ordinary() -> Vec<u8> {
    with(&[])
}

/// The same, some parts exchanged.
pub(crate) fn with(others: &[(&str, String)]) -> Vec<u8> {
    let parts = ordinary_parts();
    let exchanged = |path: &str| others.iter().any(|(other, _)| *other == path);
    let mut all: Vec<(&str, &[u8])> = Vec::new();
    all.extend(
        parts.iter().filter(|(path, _)| !exchanged(path)).map(|(path, bytes)| (*path, bytes.as_slice())),
    );
    all.extend(others.iter().map(|(path, text)| (*path, text.as_bytes())));
    archive(&all)
}

/// The same with another text.
fn body(text: &str) -> Vec<u8> {
    with(&[("word/document.xml", document(&format!("{text}{}", p("Normal", "Last words."))))])
}

/// A long document, each paragraph of its own.
pub(crate) fn long(paragraphs: usize) -> Vec<u8> {
    let mut text = String::new();
    for n in 0..paragraphs {
        let words = format!(
            "The harbour of town {n} had {} ships and {} tonnes of grain in year {}.",
            n % 97,
            n * 31,
            1900 + n % 120
        );
        text.push_str(&p(if n % 50 == 0 { "Normal" } else { "BodyText" }, &words));
    }
    archive(&[("word/document.xml", document(&text).as_bytes())])
}

/// What is imported all the same.
#[expect(clippy::too_many_lines, reason = "a list")]
pub(crate) fn odd() -> Vec<(&'static str, Vec<u8>)> {
    let reference = |id: &str| {
        format!(r#"<w:p><w:r><w:t>See</w:t></w:r><w:r><w:footnoteReference w:id="{id}"/></w:r></w:p>"#)
    };
    let note = |id: &str, content: &str| {
        format!(r#"<w:footnote w:id="{id}"><w:p><w:r><w:t>note</w:t></w:r>{content}</w:p></w:footnote>"#)
    };
    let own = r#"<w:r><w:footnoteReference w:id="2"/></w:r>"#;
    let text = |content: &str| document(&format!("{content}{}", p("Normal", "Last words.")));
    let number = |id: &str, level: &str| {
        format!(
            r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{id}"/></w:numPr></w:pPr><w:r><w:t>One</w:t></w:r></w:p>"#
        )
    };
    let cell = |properties: &str| {
        format!("<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>")
    };
    let nested = |open: &str, close: &str, depth: usize| {
        let inside = "<w:p><w:r><w:t>inside</w:t></w:r></w:p>";
        body(&format!("{}{inside}{}", open.repeat(depth), close.repeat(depth)))
    };
    let circles = part(
        "styles",
        r#"<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style><w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style><w:style w:type="paragraph" w:styleId="C"><w:basedOn w:val="C"/><w:link w:val="C"/></w:style>"#,
    );
    let links = part(
        "numbering",
        r#"<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="A"/></w:abstractNum><w:abstractNum w:abstractNumId="1"><w:styleLink w:val="A"/><w:numStyleLink w:val="A"/></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>"#,
    );
    let starts = part(
        "numbering",
        r#"<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="99999999999999999999"/><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="-5"/></w:lvlOverride></w:num>"#,
    );
    let chain: String = (0..20_000).fold(String::new(), |mut chain, n| {
        write!(
            chain,
            r#"<w:style w:type="paragraph" w:styleId="S{n}"><w:basedOn w:val="S{}"/></w:style>"#,
            n + 1
        )
        .unwrap();
        chain
    });
    vec![
        ("a note that cites itself", with(&[("word/document.xml", text(&reference("2"))), ("word/footnotes.xml", part("footnotes", &note("2", own)))])),
        ("notes that are not there", body(&reference("77"))),
        ("no notes at all", with(&[("word/document.xml", text(&reference("2"))), ("word/footnotes.xml", part("footnotes", ""))])),
        ("two notes of one number", with(&[("word/document.xml", text(&reference("2"))), ("word/footnotes.xml", part("footnotes", &(note("2", "") + &note("2", ""))))])),
        ("a note cited ten thousand times", body(&reference("2").repeat(10_000))),
        ("styles in circles", with(&[("word/document.xml", text(&(p("A", "Words a.") + &p("C", "Words c.")))), ("word/styles.xml", circles)])),
        ("a chain of twenty thousand styles", with(&[("word/document.xml", text(&p("S0", "Words.").repeat(2000))), ("word/styles.xml", part("styles", &chain))])),
        ("lists in circles", with(&[("word/document.xml", text(&number("1", "0"))), ("word/numbering.xml", links)])),
        ("lists that are not there", body(&number("88", "0"))),
        ("a list's level beyond all", body(&(number("1", "4294967296") + &number("1", "-3") + &number("1", "8")))),
        ("a list's number beyond all", with(&[("word/document.xml", text(&number("1", "0"))), ("word/numbering.xml", starts)])),
        ("a cell over a billion columns", body(&table(&cell(r#"<w:gridSpan w:val="1000000000"/>"#)))),
        ("a cell over minus one column", body(&table(&cell(r#"<w:gridSpan w:val="-1"/>"#)))),
        ("a cell that goes on from nothing", body(&table(&cell(r#"<w:vMerge/>"#)))),
        ("a thousand cells over a thousand columns each", body(&table(&cell(r#"<w:gridSpan w:val="1000"/>"#).repeat(1000)))),
        ("ten thousand cells in a row", body(&table(&cell("").repeat(10_000)))),
        ("tables in tables", nested("<w:tbl><w:tr><w:tc>", "<w:p/></w:tc></w:tr></w:tbl>", 40)),
        ("text boxes in text boxes", nested("<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent>", "</w:txbxContent></wps:txbx></w:drawing></mc:Choice></mc:AlternateContent></w:r></w:p>", 25)),
        ("content controls in content controls", nested("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>", 100)),
        ("insertions in insertions", body(&format!("<w:p>{}<w:r><w:t>in</w:t></w:r>{}</w:p>", "<w:ins w:author=\"A\">".repeat(200), "</w:ins>".repeat(200)))),
        ("a hundred thousand fields that are not closed", body(&format!("<w:p>{}<w:r><w:t>shown</w:t></w:r></w:p>", r#"<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>"#.repeat(100_000)))),
        ("fields that end and never began", body(&format!("<w:p>{}<w:r><w:t>shown</w:t></w:r></w:p>", r#"<w:r><w:fldChar w:fldCharType="end"/></w:r>"#.repeat(10)))),
        ("a picture that is the document", body(&format!("<w:p>{}</w:p>", picture("rId6")))),
        ("a picture that is not there", body(&format!("<w:p>{}</w:p>", picture("rId99")))),
        ("a link to nowhere", body(r#"<w:p><w:hyperlink r:id="rId98"><w:r><w:t>a link</w:t></w:r></w:hyperlink><w:hyperlink w:anchor="none"><w:r><w:t> and one</w:t></w:r></w:hyperlink></w:p>"#)),
        ("signs that are none", body(r#"<w:p><w:r><w:sym w:font="Wingdings" w:char="ZZZZ"/><w:sym w:char="FFFFFFFFFF"/><w:sym/><w:t>x&#x1F600;&#xFFFD;</w:t></w:r></w:p>"#)),
        ("Markdown for words", body(&p("Normal", "# no heading * no list * `no` [no](no) ^no^ ~no~ :::no {#no} &amp;amp; &lt;b> $no$ [^1] ![no](no) | no | ==no== \\ _no_"))),
        ("a paragraph of two hundred thousand words", body(&p("Normal", &"grain ".repeat(200_000)))),
        ("a hundred thousand runs in a paragraph", body(&format!("<w:p>{}</w:p>", r#"<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">grain </w:t></w:r><w:r><w:t xml:space="preserve">rye </w:t></w:r>"#.repeat(50_000)))),
        ("twenty thousand headings", body(&p("Heading1", "Heading").repeat(20_000))),
        ("twenty thousand list entries", body(&number("1", "0").repeat(20_000))),
        ("nothing but a text", archive(&[("word/document.xml", text("").as_bytes())])),
    ]
}

/// A text of pieces that belong together, in any order.
pub(crate) fn shuffled(order: &[Index]) -> String {
    let pieces = [
        "<w:p>",
        "</w:p>",
        "<w:r>",
        "</w:r>",
        "<w:t>one two</w:t>",
        "<w:t xml:space=\"preserve\"> three</w:t>",
        "<w:tbl>",
        "</w:tbl>",
        "<w:tr>",
        "</w:tr>",
        "<w:tc>",
        "</w:tc>",
        "<w:ins w:author=\"A\">",
        "</w:ins>",
        "<w:del w:author=\"A\">",
        "</w:del>",
        "<w:delText>four</w:delText>",
        r#"<w:fldChar w:fldCharType="begin"/>"#,
        r#"<w:fldChar w:fldCharType="separate"/>"#,
        r#"<w:fldChar w:fldCharType="end"/>"#,
        "<w:instrText>HYPERLINK \"https://example.org\"</w:instrText>",
        "<w:tab/>",
        "<w:br/>",
        "<w:sdt>",
        "</w:sdt>",
        "<w:sdtContent>",
        "</w:sdtContent>",
        r#"<w:hyperlink w:anchor="x">"#,
        "</w:hyperlink>",
        "<w:noBreakHyphen/>",
        r#"<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>"#,
        r#"<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr>"#,
        "<w:rPr><w:b/><w:vanish/></w:rPr>",
        "<w:rPr><w:i/></w:rPr>",
    ];
    let mut text = String::new();
    let mut open: Vec<&str> = Vec::new();
    for index in order {
        let piece = pieces[index.index(pieces.len())];
        // Ends are put where something is open, so that what comes out is XML.
        if piece.starts_with("</") {
            if let Some(name) = open.pop() {
                write!(text, "</{name}>").unwrap();
            }
            continue;
        }
        text.push_str(piece);
        if !piece.contains("/>") && !piece.contains("</") {
            open.push(piece.trim_start_matches('<').split([' ', '>']).next().unwrap());
        }
    }
    while let Some(name) = open.pop() {
        write!(text, "</{name}>").unwrap();
    }
    document(&text)
}
