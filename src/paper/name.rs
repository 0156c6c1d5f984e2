//! The parts of a person's name, as citations and sorted lists need them.
//!
//! In: a [`Person`]. Out: a [`Name`]. Never: certainty where only `sort_name` can give it; the rest is a reading of how names
//! are mostly written.

use super::Person;

/// A name, taken apart as far as it can be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Name {
    /// A person's.
    Personal {
        /// "van der Meer"
        family: String,
        /// "Anna Maria"
        given: String,
    },
    /// One that has no parts: an institution's, or a single word.
    Whole(String),
}

/// Words that begin a family name when they are in lower case.
const PARTICLES: &[&str] = &[
    "af", "al", "av", "bin", "da", "das", "de", "degli", "del", "della", "den", "der", "di", "do", "dos",
    "du", "el", "ibn", "la", "le", "ten", "ter", "van", "von", "z", "ze", "zu", "zum", "zur",
];

/// Words that stand in the names of institutions and hardly ever in a person's.
const INSTITUTIONS: &[&str] = &[
    "academy",
    "agency",
    "alliance",
    "and",
    "association",
    "bank",
    "board",
    "bureau",
    "center",
    "centre",
    "centrum",
    "coalition",
    "commission",
    "committee",
    "company",
    "council",
    "department",
    "dla",
    "europejski",
    "for",
    "forum",
    "foundation",
    "fundacja",
    "fundación",
    "für",
    "gouvernement",
    "government",
    "group",
    "gruppe",
    "initiative",
    "institut",
    "institute",
    "instytut",
    "laboratory",
    "ministry",
    "ministère",
    "ministerstwo",
    "network",
    "of",
    "office",
    "organisation",
    "organization",
    "parliament",
    "partnership",
    "pour",
    "project",
    "service",
    "society",
    "stiftung",
    "team",
    "the",
    "think",
    "union",
    "university",
    "uniwersytet",
    "verein",
    "zentrum",
    "&",
];

impl Person {
    /// The parts of the name: those of `sort_name` ("Chatys, Mateusz") if it is given, else what the name's words suggest.
    pub fn parts(&self) -> Name {
        match &self.sort_name {
            Some(sorted) => match sorted.split_once(',') {
                Some((family, given)) if !given.trim().is_empty() => {
                    Name::Personal { family: family.trim().to_owned(), given: given.trim().to_owned() }
                }
                _ => Name::Whole(self.name.trim().to_owned()),
            },
            None => read(&self.name),
        }
    }

    /// The name as lists are sorted by: the family's name first.
    pub fn sorted_name(&self) -> String {
        match (&self.sort_name, self.parts()) {
            (Some(sorted), _) => sorted.trim().to_owned(),
            (None, Name::Personal { family, given }) => format!("{family}, {given}"),
            (None, Name::Whole(name)) => name,
        }
    }
}

fn read(name: &str) -> Name {
    let words: Vec<&str> = name.split_whitespace().collect();
    let of_institution = |word: &&str| INSTITUTIONS.contains(&word.to_lowercase().as_str());
    if words.len() < 2 || words.iter().any(of_institution) || name.contains(',') {
        return Name::Whole(words.join(" "));
    }
    let mut family = words.len() - 1;
    while family > 1 && words.get(family - 1).is_some_and(|word| PARTICLES.contains(word)) {
        family -= 1;
    }
    let (given, family) = words.split_at(family);
    Name::Personal { family: family.join(" "), given: given.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(name: &str, sort_name: Option<&str>) -> Person {
        Person { name: name.into(), sort_name: sort_name.map(Into::into), ..Person::default() }
    }

    #[test]
    fn names_are_taken_apart() {
        let cases = [
            ("Mateusz Chatys", None, "Chatys|Mateusz"),
            ("Ursula von der Leyen", None, "von der Leyen|Ursula"),
            ("Mao Zedong", Some("Mao, Zedong"), "Mao|Zedong"),
            ("Centre for Asian Affairs", None, "Centre for Asian Affairs"),
            ("OECD", None, "OECD"),
            ("Cabinet Secretariat", Some("Cabinet Secretariat"), "Cabinet Secretariat"),
            ("  Anna  Maria Nowak ", None, "Nowak|Anna Maria"),
            ("", None, ""),
        ];
        for (name, sort_name, expected) in cases {
            let got = match person(name, sort_name).parts() {
                Name::Personal { family, given } => format!("{family}|{given}"),
                Name::Whole(name) => name,
            };
            assert_eq!(got, expected, "{name}");
        }
        assert_eq!(person("Mateusz Chatys", None).sorted_name(), "Chatys, Mateusz");
    }
}
