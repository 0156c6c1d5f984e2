//! `cite.ris`.
//!
//! In: a citation. Out: one RIS record in UTF-8 with the line ends that the format asks for. Never: a value over several lines.

use super::{date_parts, one_line};
use crate::paper::Name;
use crate::site::machine_frame::Citation;

/// A paper as a RIS record.
pub fn ris(citation: &Citation) -> String {
    let mut out = String::new();
    let mut line = |tag: &str, value: &str| {
        let value = one_line(value);
        if !value.is_empty() {
            out.push_str(&format!("{tag}  - {value}\r\n"));
        }
    };
    line("TY", "RPRT");
    line("ID", &citation.key);
    for author in citation.names() {
        match author {
            Name::Personal { family, given } => line("AU", &format!("{family}, {given}")),
            Name::Whole(name) => line("AU", &name),
        }
    }
    line("TI", &citation.title);
    line("T2", citation.series.as_deref().unwrap_or_default());
    line("SN", citation.number.as_deref().unwrap_or_default());
    let date = date_parts(citation);
    if let Some(year) = date.first() {
        let part = |at: usize| date.get(at).map(|part| format!("{part:02}")).unwrap_or_default();
        line("PY", &format!("{year:04}"));
        line("DA", &format!("{year:04}/{}/{}/", part(1), part(2)));
    }
    line("PB", &citation.publisher);
    line("DO", citation.doi.as_deref().unwrap_or_default());
    line("UR", &citation.url);
    line("LA", &citation.lang);
    for topic in &citation.topics {
        line("KW", topic);
    }
    line("AB", &citation.summary);
    out.push_str("ER  - \r\n");
    out
}

#[cfg(test)]
mod tests {
    use super::super::tests::citation;
    use super::*;

    #[test]
    fn a_record_has_all_that_is_known() {
        let expected = "TY  - RPRT
ID  - chatys2020pandemic
AU  - Chatys, Mateusz
AU  - de la Cour, Jean-Paul
AU  - OECD
TI  - Pandemic & the EU: 100% of {costs}
T2  - Policy Papers
SN  - 12
PY  - 2020
DA  - 2020/10//
PB  - Centre for Asian Affairs
UR  - https://example.org/papers/x/
LA  - en
KW  - AI
KW  - China
AB  - First. Second.
ER  - \n";
        assert_eq!(ris(&citation()), expected.replace('\n', "\r\n"));
    }
}
