//! Scripts made one.
//!
//! In: a script's text. Out: the same in a scope of its own, behind those before it. Never: a change of meaning; only
//! comments that have a line to themselves and indentation are dropped.

/// Adds a script: strict, in a scope of its own, so that no two scripts share a name.
pub(super) fn join(text: &str, all: &mut String) {
    all.push_str("(()=>{\"use strict\";\n");
    // Only a template literal, or a line that is continued, can hold what looks like indentation or a comment.
    if text.contains('`') || text.contains("\\\n") {
        all.push_str(text);
        all.push('\n');
    } else {
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//")) {
            all.push_str(line);
            all.push('\n');
        }
    }
    all.push_str("})();\n");
}

#[cfg(test)]
mod tests {
    use super::join;

    fn joined(texts: &[&str]) -> String {
        let mut all = String::new();
        texts.iter().for_each(|text| join(text, &mut all));
        all
    }

    #[test]
    fn each_script_has_a_scope_of_its_own() {
        assert_eq!(
            joined(&["const a = 1;\n", "const a = 2;"]),
            "(()=>{\"use strict\";\nconst a = 1;\n})();\n(()=>{\"use strict\";\nconst a = 2;\n})();\n"
        );
    }

    #[test]
    fn comments_that_fill_a_line_and_indentation_go() {
        let text = "// Says why.\nif (a) {\n  // More.\n\n  b(\"// no comment\"); // stays\n}\n";
        assert_eq!(
            joined(&[text]),
            "(()=>{\"use strict\";\nif (a) {\nb(\"// no comment\"); // stays\n}\n})();\n"
        );
    }

    #[test]
    fn a_text_of_several_lines_stays_as_it_is() {
        for text in ["a(`\n  // words\n`);", "a(\"b\\\n  // words\");"] {
            assert!(joined(&[text]).contains(text), "{text}");
        }
    }
}
