//! `cite.json`.
//!
//! In: a citation. Out: a CSL-JSON list of one report. Never: a date more exact than it is known.

use serde_json::{Map, Value, json};

use super::{date_parts, one_line};
use crate::paper::Name;
use crate::site::machine_frame::Citation;

/// A paper as CSL-JSON.
pub fn csl(citation: &Citation) -> String {
    let mut out = Map::new();
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            out.insert(name.to_owned(), value);
        }
    };
    let text = |text: &str| Some(Value::from(one_line(text))).filter(|_| !text.trim().is_empty());
    let optional = |value: &Option<String>| value.as_deref().and_then(text);
    let date = date_parts(citation);
    put("id", text(&citation.key));
    put("type", text("report"));
    put("title", text(&citation.title));
    put("author", Some(citation.names().iter().map(name).collect()));
    put("issued", (!date.is_empty()).then(|| json!({ "date-parts": [date] })));
    put("publisher", text(&citation.publisher));
    put("collection-title", optional(&citation.series));
    put("number", optional(&citation.number));
    put("DOI", optional(&citation.doi));
    put("URL", text(&citation.url));
    put("language", text(&citation.lang));
    put("keyword", text(&citation.topics.join(", ")));
    put("abstract", text(&citation.summary));
    crate::render::pretty(&Value::Array(vec![Value::Object(out)]))
}

fn name(name: &Name) -> Value {
    match name {
        Name::Personal { family, given } => json!({ "family": family, "given": given }),
        Name::Whole(name) => json!({ "literal": name }),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::citation;
    use super::*;

    #[test]
    fn a_report_has_all_that_is_known() {
        let value: Value = serde_json::from_str(&csl(&citation())).unwrap();
        let expected = json!([{
            "id": "chatys2020pandemic",
            "type": "report",
            "title": "Pandemic & the EU: 100% of {costs}",
            "author": [
                { "family": "Chatys", "given": "Mateusz" },
                { "family": "de la Cour", "given": "Jean-Paul" },
                { "literal": "OECD" },
            ],
            "issued": { "date-parts": [[2020, 10]] },
            "publisher": "Centre for Asian Affairs",
            "collection-title": "Policy Papers",
            "number": "12",
            "URL": "https://example.org/papers/x/",
            "language": "en",
            "keyword": "AI, China",
            "abstract": "First. Second.",
        }]);
        assert_eq!(value, expected);
    }
}
