//! A source, whichever program told it.
//!
//! In: nothing. Out: [`Entry`]. Never: how it is written.

/// A source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Entry {
    /// BibTeX's word for what it is; empty: `misc`.
    pub kind: &'static str,
    /// Whose it is.
    pub authors: Vec<Person>,
    /// Who edited it, or what it is in.
    pub editors: Vec<Person>,
    /// Who translated it.
    pub translators: Vec<Person>,
    /// The other fields by BibTeX's names, in their order; plain text, but for the tags of italics and the like.
    pub fields: Vec<(&'static str, String)>,
}

/// A person or an institution.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Person {
    /// The family name, or the name of an institution.
    pub family: String,
    /// The given names.
    pub given: String,
    /// `van der`
    pub particle: String,
    /// `Jr.`
    pub suffix: String,
    /// Whether the name is one whole.
    pub is_institution: bool,
}

impl Entry {
    /// The same source with one more field, if there is anything in it.
    pub(super) fn add(&mut self, name: &'static str, value: &str) {
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        if !value.is_empty() && self.field(name).is_none() {
            self.fields.push((name, value));
        }
    }

    /// A field.
    pub(super) fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(own, _)| *own == name).map(|(_, value)| value.as_str())
    }

    /// Whether nothing is known that it could be found by.
    pub(super) fn is_nameless(&self) -> bool {
        self.field("title").is_none() && self.authors.is_empty() && self.editors.is_empty()
    }
}

impl Person {
    /// An institution, or a person whose name can't be parted.
    pub(super) fn whole(name: &str) -> Self {
        Self { family: name.trim().to_owned(), is_institution: true, ..Self::default() }
    }

    /// `Smith, Jane` or `Jane Smith`; EndNote writes institutions with a comma at the end.
    pub(super) fn inverted(name: &str) -> Self {
        match name.trim().split_once(',') {
            Some((family, given)) if given.trim().is_empty() => Self::whole(family),
            Some((family, given)) => {
                Self { family: family.trim().to_owned(), given: given.trim().to_owned(), ..Self::default() }
            }
            None => match name.trim().rsplit_once(' ') {
                Some((given, family)) => {
                    Self { family: family.to_owned(), given: given.to_owned(), ..Self::default() }
                }
                None => Self::whole(name),
            },
        }
    }
}

/// Text without the tags of italics and the like.
pub(super) fn without_tags(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        plain.push_str(before);
        let tag = after.split_once('>').filter(|(tag, _)| is_tag(tag));
        if tag.is_none() {
            plain.push('<');
        }
        rest = tag.map_or(after, |(_, after)| after);
    }
    plain.push_str(rest);
    plain
}

/// Whether it is a tag that reference managers write.
pub(super) fn is_tag(tag: &str) -> bool {
    let name = tag.trim_start_matches('/').split_whitespace().next().unwrap_or_default();
    ["i", "b", "sup", "sub", "sc", "span", "em", "strong"].contains(&name)
}
