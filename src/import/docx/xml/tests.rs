//! XML of every writer, and XML of no honest one.

use super::*;

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const STRICT: &str = "http://purl.oclc.org/ooxml/wordprocessingml/main";

fn read(text: &str) -> Element {
    parse(text.as_bytes(), "`part`").unwrap()
}

fn refused(bytes: &[u8]) -> String {
    let refusal = parse(bytes, "`part`").unwrap_err();
    assert!(!refusal.hints.is_empty());
    refusal.message
}

#[test]
fn names_are_told_by_their_namespaces() {
    for text in [
        format!(r#"<w:p xmlns:w="{W}" w:x="1" y="2"><w:r/></w:p>"#),
        format!(r#"<p xmlns="{W}" xmlns:q="{W}" q:x="1" y="2"><r/></p>"#),
        format!(r#"<ns0:p xmlns:ns0="{STRICT}" ns0:x="1" y="2"><ns0:r/></ns0:p>"#),
    ] {
        let p = read(&text);
        assert_eq!(p.name, "w:p");
        assert_eq!((p.attribute("w:x"), p.attribute("y")), (Some("1"), Some("2")));
        assert!(p.child("w:r").is_some());
    }
    let spoof = read(&format!(r#"<w:p xmlns:w="urn:other"><w:p xmlns:w="{W}"/><w:q/><u:p/></w:p>"#));
    let names: Vec<&str> = spoof.elements().map(|child| child.name.as_str()).collect();
    assert_eq!((spoof.name.as_str(), names), ("?:p", vec!["w:p", "?:q", "?:p"]));
}

#[test]
fn white_space_counts_where_it_is_said_to() {
    let p = read(
        "<p>\n  <t> one </t>\n  <t xml:space=\"preserve\"> two </t>\n <t xml:space=\"preserve\"> </t><t> </t></p>",
    );
    let texts: Vec<String> = p.elements().map(Element::text).collect();
    assert_eq!(texts, ["one", " two ", " ", ""]);
    assert_eq!(p.text(), "one two  ");
}

#[test]
fn references_are_resolved() {
    let p = read("<p a='&lt;&#x105;&quot;'>A&amp;B &#322;&#x00F3;d&#378;<![CDATA[ <c> ]]>&gt;</p>");
    assert_eq!(p.attribute("a"), Some("<ą\""));
    assert_eq!(p.text(), "A&B łódź <c> >");
}

#[test]
fn encodings_are_told() {
    let text = "<?xml version=\"1.0\" encoding=\"UTF-16\"?><p>zażółć</p>";
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    let mut marked = b"\xef\xbb\xbf".to_vec();
    marked.extend("<p>zażółć</p>".bytes());
    let latin = b"<?xml version=\"1.0\" encoding=\"windows-1250\"?><p>za\xbf\xf3\xb3\xe6</p>".to_vec();
    for bytes in [little, big, marked, latin] {
        assert_eq!(parse(&bytes, "`part`").unwrap().text(), "zażółć");
    }
    assert!(refused(b"<p>\xff\xfe\xff</p>").contains("is not UTF-8"));
}

#[test]
fn entities_are_refused() {
    let laughs = r#"<!DOCTYPE p [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><p>&b;</p>"#;
    assert!(refused(laughs.as_bytes()).contains("has a DOCTYPE"));
    assert!(refused(b"<p>&b;</p>").contains("`&b;`"));
    assert!(refused(b"<p a='&b;'/>").contains("can't be read"));
}

#[test]
fn broken_xml_is_refused() {
    for text in [
        "",
        "words",
        "<p>",
        "<p></q>",
        "<p/><q/>",
        "<p/>words",
        "<p a=1/>",
        "<p",
        "</p>",
        "<p>&#xFFFFFFFF;</p>",
    ] {
        let message = refused(text.as_bytes());
        assert!(message.starts_with("`part` can't be read as XML"), "{text}: {message}");
    }
}

#[test]
fn a_tree_is_neither_too_deep_nor_too_large() {
    let nested = |depth: usize| format!("{}{}", "<p>".repeat(depth), "</p>".repeat(depth));
    assert!(parse(nested(DEEPEST).as_bytes(), "`part`").is_ok());
    assert!(refused(nested(DEEPEST + 1).as_bytes()).contains("more than 256 deep"));
    assert!(refused(nested(1_000_000).as_bytes()).contains("more than 256 deep"));
    let many = format!("<p>{}</p>", "<p/>".repeat(MOST_NODES));
    assert!(refused(many.as_bytes()).contains("more than 4000000 elements"));
    let declared: String = (0..600).map(|n| format!(" xmlns:n{n}='u{n}'")).collect();
    assert!(refused(format!("<p{declared}/>").as_bytes()).contains("more namespaces"));
}

#[test]
fn values_are_found() {
    let p = read(&format!(
        r#"<w:p xmlns:w="{W}"><w:pPr><w:pStyle w:val="Title" w:rsidR="00"/></w:pPr><w:r><w:t>x</w:t></w:r></w:p>"#
    ));
    let properties = p.child("w:pPr").unwrap();
    assert_eq!(properties.value("w:pStyle"), Some("Title"));
    assert_eq!(properties.child("w:pStyle").unwrap().attributes.len(), 1);
    assert_eq!(p.children_named("w:r").count(), 1);
}
