//! Whether a text is XML that every reader takes.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Panics unless the text is well formed: one root, elements closed in their order, and only characters that XML has.
pub(crate) fn check(what: &str, text: &str) {
    let foreign = text.chars().find(|c| !is_character(*c));
    assert!(foreign.is_none(), "{what} holds {foreign:?}, which XML can't: {text}");
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let mut depth = 0_i64;
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => break,
            Ok(Event::Start(element)) => {
                depth += 1;
                check_attributes(what, &element);
            }
            Ok(Event::Empty(element)) => check_attributes(what, &element),
            Ok(Event::End(_)) => depth -= 1,
            Ok(_) => {}
            Err(error) => panic!("{what} is no XML: {error}: {text}"),
        }
    }
    assert_eq!(depth, 0, "{what} is not closed: {text}");
}

/// Attributes are written as they must be, and those that say where something is drawn are numbers.
fn check_attributes(what: &str, element: &BytesStart<'_>) {
    const PLACES: [&[u8]; 14] = [
        b"x",
        b"y",
        b"x1",
        b"x2",
        b"y1",
        b"y2",
        b"cx",
        b"cy",
        b"d",
        b"points",
        b"width",
        b"height",
        b"transform",
        b"viewBox",
    ];
    for attribute in element.attributes() {
        let attribute = attribute.unwrap_or_else(|error| panic!("{what}: {error} in {element:?}"));
        let is_number = |value: &[u8]| !value.windows(3).any(|part| part == b"NaN" || part == b"inf");
        let is_place = PLACES.contains(&attribute.key.as_ref());
        assert!(!is_place || is_number(&attribute.value), "{what}: {element:?}");
    }
}

/// As XML 1.0 has it.
fn is_character(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}
