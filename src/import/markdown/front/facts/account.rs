//! Offprint's keys as text, and an account of every word of the source's.
//!
//! In: facts. Out: front matter and remarks. Never: a change of a fact.

use super::{Facts, Line};
use crate::import::Written;
use crate::import::markdown::edits::words;
use crate::import::markdown::front::accounted;
use crate::import::remark::{Kind, Remark};

impl Facts {
    /// Writes the keys, and tells what became of every part of the source.
    pub(in crate::import::markdown::front) fn write(&self, source: &str) -> Written {
        let slice = |index: usize| {
            self.slices.get(index).and_then(|range| source.get(range.clone())).unwrap_or_default()
        };
        let mut told = vec![false; self.slices.len()];
        let mut out = Written { text: "+++\n".into(), ..Written::default() };
        let mut number = 2;
        for line in &self.lines {
            let mut from = String::new();
            for entry in line.entries.iter().filter_map(|index| self.entries.get(*index)) {
                if let Some(told) = told.get_mut(entry.slice).filter(|told| !**told) {
                    *told = true;
                    from.push_str(slice(entry.slice));
                }
            }
            let written = format!("{} = {}\n", line.key, line.toml);
            let remark =
                line.remark.clone().unwrap_or_else(|| Remark::new(Kind::Replaced, self.changed(line)));
            let remark = accounted(remark, &from, &written);
            out.remarks.extend(remark.map(|remark| (Some(number), remark)));
            if matches!(line.key, "cover" | "bibliography" | "citation_style") {
                let message =
                    format!("`{}` names a file, which was not read: copy it beside the manuscript", line.key);
                out.remarks.push((Some(number), Remark::new(Kind::Lost, message)));
            }
            number += written.matches('\n').count();
            out.text.push_str(&written);
        }
        out.text.push_str("+++\n");
        self.set_aside(&told, slice, &mut out);
        out
    }

    /// What happened to a key.
    fn changed(&self, line: &Line) -> String {
        let mut names: Vec<String> = line
            .entries
            .iter()
            .filter_map(|index| self.entries.get(*index))
            .map(|entry| entry.key.clone())
            .filter(|key| key != line.key)
            .map(|key| format!("`{key}`"))
            .collect();
        names.dedup();
        match names.as_slice() {
            [] => format!("`{}` is written as offprint reads it", line.key),
            names => format!("{} became `{}`", names.join(", "), line.key),
        }
    }

    /// Tells of the keys that offprint has no place for, and of what belongs to no key.
    fn set_aside<'s>(&self, told: &[bool], slice: impl Fn(usize) -> &'s str, out: &mut Written) {
        if let Some(broken) = &self.broken {
            let message =
                format!("the front matter could not be wholly read ({broken}); see what was set aside");
            out.remarks.push((Some(1), Remark::new(Kind::Lost, message)));
        }
        let mut entries = self.entries.iter().peekable();
        for (index, told) in told.iter().enumerate() {
            let mut names: Vec<String> = Vec::new();
            while let Some(entry) = entries.next_if(|entry| entry.slice <= index) {
                if !entry.used {
                    names.push(format!("`{}`", entry.key));
                }
            }
            let from = if *told { "" } else { slice(index).trim() };
            if (from.is_empty() || words(from).is_empty()) && names.is_empty() {
                continue;
            }
            let message = match (names.as_slice(), index) {
                ([], 0) => "a comment in the front matter was left out".to_owned(),
                ([], _) => "a comment, or a key without a value, was left out of the front matter".to_owned(),
                (names, _) => format!(
                    "{} in the front matter: offprint has no such key or can't read the value",
                    names.join(", ")
                ),
            };
            let remark = Remark::new(Kind::SetAside, message);
            let remark = if words(from).is_empty() { remark } else { remark.from(from) };
            out.remarks.push((None, remark));
        }
    }
}
