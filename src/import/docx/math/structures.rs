//! What the runs of an equation are arranged in: fractions, roots, sums, matrices.
//!
//! In: any element of an equation but runs. Out: TeX. Never: characters, which are the runs'.

use super::super::xml::Element;
use super::{Writer, append, base, braced, is_one, is_silent, script, symbols};

/// How deep structures may be nested, since each level is copied into the one around it.
const DEEPEST: usize = 60;

impl Writer {
    /// An element that is no run.
    pub(super) fn structure(&mut self, element: &Element) -> String {
        if self.depth >= DEEPEST {
            self.problem("an equation is nested too deep, and its inmost part is kept as its text");
            return element.text().chars().map(symbols::sign).collect();
        }
        self.depth += 1;
        let tex = self.shallow_structure(element);
        self.depth -= 1;
        tex
    }

    fn shallow_structure(&mut self, element: &Element) -> String {
        match element.name.as_str() {
            "m:f" => self.fraction(element),
            "m:sSub" | "m:sSup" | "m:sSubSup" => self.scripts(element),
            "m:sPre" => self.scripts_before(element),
            "m:rad" => self.root(element),
            "m:nary" => self.large_operator(element),
            "m:d" => self.delimited(element),
            "m:func" => self.function(element),
            "m:limLow" => self.limit(element, '_', "underset"),
            "m:limUpp" => self.limit(element, '^', "overset"),
            "m:m" => self.matrix(element, "matrix"),
            "m:eqArr" => self.equations(element, "aligned"),
            "m:acc" => self.accent(element),
            "m:bar" => self.bar(element),
            "m:groupChr" => self.grouped(element),
            "m:phant" => self.phantom(element),
            "m:borderBox" => {
                self.problem("an equation's frame is left out: formulae have none");
                self.argument(element.child("m:e"))
            }
            "m:box" => self.argument(element.child("m:e")),
            "w:del" | "w:moveFrom" => String::new(),
            "m:oMath" | "m:e" | "w:ins" | "w:moveTo" | "w:smartTag" | "w:sdt" | "w:sdtContent"
            | "w:hyperlink" => self.row(element),
            "w:r" => self.row(&as_math_run(element)),
            _ if is_silent(element) => String::new(),
            name => {
                if !element.text().trim().is_empty() {
                    self.problem(format!(
                        "a part of an equation, `{name}`, is not understood and kept as its text"
                    ));
                }
                self.row(element)
            }
        }
    }

    fn fraction(&mut self, fraction: &Element) -> String {
        let kind = fraction.child("m:fPr").and_then(|properties| properties.value("m:type"));
        let (upper, lower) = (self.argument(fraction.child("m:num")), self.argument(fraction.child("m:den")));
        match kind {
            Some("lin" | "skw") => format!("{}/{}", base(&upper), base(&lower)),
            Some("noBar") => format!("\\genfrac{{}}{{}}{{0pt}}{{}}{{{upper}}}{{{lower}}}"),
            _ => format!("\\frac{{{upper}}}{{{lower}}}"),
        }
    }

    fn scripts(&mut self, element: &Element) -> String {
        let inner = element.child("m:e");
        let own = self.argument(inner);
        // Brackets take a script as they are; so does a function's name.
        let is_delimited = inner.and_then(sole).is_some_and(|sole| sole.name == "m:d");
        let mut tex = if is_delimited && !own.is_empty() { own } else { base(&own) };
        self.add_scripts(&mut tex, element.child("m:sub"), element.child("m:sup"));
        tex
    }

    fn add_scripts(&mut self, tex: &mut String, lower: Option<&Element>, upper: Option<&Element>) {
        let (lower, upper) = (self.argument(lower), self.argument(upper));
        if !lower.is_empty() {
            tex.push('_');
            tex.push_str(&script(&lower));
        }
        if !upper.is_empty() && upper.chars().all(|c| c == '\'') {
            tex.push_str(&upper);
        } else if !upper.is_empty() {
            tex.push('^');
            tex.push_str(&script(&upper));
        }
    }

    fn scripts_before(&mut self, element: &Element) -> String {
        let mut tex = "{}".to_owned();
        self.add_scripts(&mut tex, element.child("m:sub"), element.child("m:sup"));
        tex.push_str(&base(&self.argument(element.child("m:e"))));
        tex
    }

    fn root(&mut self, root: &Element) -> String {
        let hides = root.child("m:radPr").is_some_and(|properties| is_on(properties, "m:degHide"));
        let degree = if hides { String::new() } else { self.argument(root.child("m:deg")) };
        let inner = self.argument(root.child("m:e"));
        match degree.as_str() {
            "" => format!("\\sqrt{{{inner}}}"),
            degree if degree.contains(']') => format!("\\sqrt[{{{degree}}}]{{{inner}}}"),
            degree => format!("\\sqrt[{degree}]{{{inner}}}"),
        }
    }

    fn large_operator(&mut self, element: &Element) -> String {
        let properties = element.child("m:naryPr");
        let sign = properties.and_then(|properties| properties.child("m:chr"));
        let sign = sign.map_or("∫", |sign| sign.attribute("m:val").unwrap_or_default());
        let is_integral = symbols::is_integral(sign);
        let mut tex: String = sign.chars().map(symbols::large).collect();
        match properties.and_then(|properties| properties.value("m:limLoc")) {
            Some("undOvr") if is_integral => tex.push_str("\\limits"),
            Some("subSup") if !is_integral => tex.push_str("\\nolimits"),
            _ => {}
        }
        let shown = |part: &str, hides: &str| {
            element.child(part).filter(|_| !properties.is_some_and(|properties| is_on(properties, hides)))
        };
        self.add_scripts(&mut tex, shown("m:sub", "m:subHide"), shown("m:sup", "m:supHide"));
        let inner = self.argument(element.child("m:e"));
        if !inner.is_empty() {
            tex.push(' ');
            tex.push_str(&inner);
        }
        tex
    }

    fn delimited(&mut self, element: &Element) -> String {
        let properties = element.child("m:dPr");
        let delimiter = |name: &str, default| {
            properties
                .and_then(|properties| properties.child(name))
                .map_or(default, |own| own.attribute("m:val").unwrap_or_default())
        };
        let (open, close) = (delimiter("m:begChr", "("), delimiter("m:endChr", ")"));
        let parts: Vec<&Element> = element.children_named("m:e").collect();
        if let [part] = parts.as_slice()
            && let Some(whole) = self.fenced_whole(part, open, close)
        {
            return whole;
        }
        let tall = parts.iter().any(|part| is_tall(part));
        let separator = delimiter("m:sepChr", "|");
        let (open, separator, close) = if tall {
            (
                symbols::fence("\\left", open),
                symbols::fence("\\middle", separator),
                symbols::fence("\\right", close),
            )
        } else {
            (symbols::bracket(open), symbols::bracket(separator), symbols::bracket(close))
        };
        let mut tex = open;
        for (index, part) in parts.into_iter().enumerate() {
            if index > 0 {
                append(&mut tex, &separator);
            }
            let part = self.argument(Some(part));
            append(&mut tex, &part);
        }
        append(&mut tex, &close);
        tex
    }

    /// What TeX has an own form for: a matrix in brackets, cases, a binomial.
    fn fenced_whole(&mut self, part: &Element, open: &str, close: &str) -> Option<String> {
        let inner = sole(part)?;
        let kind = |fraction: &Element| {
            fraction.child("m:fPr").and_then(|properties| properties.value("m:type")).map(str::to_owned)
        };
        match (inner.name.as_str(), open, close) {
            ("m:m", "(", ")") => Some(self.matrix(inner, "pmatrix")),
            ("m:m", "[", "]") => Some(self.matrix(inner, "bmatrix")),
            ("m:m", "{", "}") => Some(self.matrix(inner, "Bmatrix")),
            ("m:m", "|", "|") => Some(self.matrix(inner, "vmatrix")),
            ("m:m", "‖", "‖") => Some(self.matrix(inner, "Vmatrix")),
            ("m:m", "{", "") if columns(inner) <= 2 => Some(self.matrix(inner, "cases")),
            ("m:eqArr", "{", "") => Some(self.equations(inner, "cases")),
            ("m:eqArr", "", "}") => Some(self.equations(inner, "rcases")),
            ("m:f", "(", ")") if kind(inner).as_deref() == Some("noBar") => {
                let (upper, lower) =
                    (self.argument(inner.child("m:num")), self.argument(inner.child("m:den")));
                Some(format!("\\binom{{{upper}}}{{{lower}}}"))
            }
            _ => None,
        }
    }

    fn function(&mut self, element: &Element) -> String {
        let name = element.child("m:fName");
        let letters = name.map(Element::text).unwrap_or_default();
        let letters: String = letters.chars().filter(|c| !symbols::is_nothing(*c)).collect();
        let only_runs =
            name.is_some_and(|name| name.elements().all(|child| child.name == "m:r" || is_silent(child)));
        let mut tex = match symbols::function(letters.trim()) {
            Some(function) if only_runs => function,
            _ if only_runs && letters.chars().count() > 1 && letters.chars().all(char::is_alphabetic) => {
                format!("\\operatorname{{{letters}}}")
            }
            _ => self.argument(name),
        };
        let inner = self.argument(element.child("m:e"));
        if !inner.starts_with(['(', '[', '{']) && !inner.is_empty() && !inner.starts_with("\\left") {
            tex.push(' ');
        }
        tex.push_str(&inner);
        tex
    }

    /// Something under or over: of an operator or a brace it is a script.
    fn limit(&mut self, element: &Element, sign: char, command: &str) -> String {
        let inner = element.child("m:e");
        let own = self.argument(inner);
        let limit = self.argument(element.child("m:lim"));
        let is_brace = inner.and_then(sole).is_some_and(|sole| sole.name == "m:groupChr") && is_one(&own);
        if symbols::takes_limits(&own) || is_brace {
            return format!("{own}{sign}{}", script(&limit));
        }
        format!("\\{command}{{{limit}}}{{{own}}}")
    }

    fn matrix(&mut self, matrix: &Element, environment: &str) -> String {
        let rows: Vec<String> = matrix
            .children_named("m:mr")
            .map(|row| {
                row.children_named("m:e")
                    .map(|cell| self.argument(Some(cell)))
                    .collect::<Vec<_>>()
                    .join(" & ")
            })
            .collect();
        format!("\\begin{{{environment}}} {} \\end{{{environment}}}", rows.join(" \\\\ "))
    }

    fn equations(&mut self, array: &Element, environment: &str) -> String {
        let outer = std::mem::replace(&mut self.aligning, true);
        let rows: Vec<String> = array
            .children_named("m:e")
            .map(|line| self.row(line).replace(super::BREAK, " ").trim().to_owned())
            .collect();
        self.aligning = outer;
        match rows.as_slice() {
            // One line with a number is no array; the number follows it.
            [row] if !row.contains('&') && environment == "aligned" => row.clone(),
            rows => format!("\\begin{{{environment}}} {} \\end{{{environment}}}", rows.join(" \\\\ ")),
        }
    }

    fn accent(&mut self, element: &Element) -> String {
        let properties = element.child("m:accPr");
        let sign = properties.and_then(|properties| properties.child("m:chr"));
        let sign = sign.map_or("\u{302}", |sign| sign.attribute("m:val").unwrap_or_default());
        let inner = self.argument(element.child("m:e"));
        match symbols::accent(sign, inner.chars().count() > 1 && !is_one(&inner)) {
            Some(command) => format!("\\{command}{{{inner}}}"),
            None if sign.trim().is_empty() => inner,
            None => {
                let sign: String = sign.chars().map(symbols::sign).collect();
                format!("\\overset{{{sign}}}{{{inner}}}")
            }
        }
    }

    fn bar(&mut self, element: &Element) -> String {
        let over = element.child("m:barPr").and_then(|properties| properties.value("m:pos")) == Some("top");
        let inner = self.argument(element.child("m:e"));
        format!("\\{}{{{inner}}}", if over { "overline" } else { "underline" })
    }

    /// A brace or an arrow along something.
    fn grouped(&mut self, element: &Element) -> String {
        let properties = element.child("m:groupChrPr");
        let sign = properties.and_then(|properties| properties.child("m:chr"));
        let sign = sign.map_or("⏟", |sign| sign.attribute("m:val").unwrap_or_default());
        let over = properties.and_then(|properties| properties.value("m:pos")) == Some("top");
        let inner = self.argument(element.child("m:e"));
        match (symbols::along(sign, over), over) {
            (Some(command), _) => format!("\\{command}{{{inner}}}"),
            (None, _) if sign.is_empty() => inner,
            (None, true) => format!("\\overset{}{}", braced(&symbols::bracket(sign)), braced(&inner)),
            (None, false) => format!("\\underset{}{}", braced(&symbols::bracket(sign)), braced(&inner)),
        }
    }

    fn phantom(&mut self, element: &Element) -> String {
        let inner = self.argument(element.child("m:e"));
        let shows = element.child("m:phantPr").and_then(|properties| properties.value("m:show"));
        if matches!(shows, Some("0" | "off" | "false")) { format!("\\phantom{{{inner}}}") } else { inner }
    }
}

/// A run of the text around, as one of the equation.
fn as_math_run(run: &Element) -> Element {
    let mut outer = Element { name: "m:e".into(), attributes: Vec::new(), children: Vec::new() };
    let mut inner = run.clone();
    inner.name = "m:r".into();
    outer.children.push(super::Node::Element(inner));
    outer
}

fn is_on(properties: &Element, name: &str) -> bool {
    properties
        .child(name)
        .is_some_and(|toggle| !matches!(toggle.attribute("m:val"), Some("0" | "off" | "false")))
}

/// The only element in another that prints anything.
fn sole(element: &Element) -> Option<&Element> {
    let mut printed = element.elements().filter(|child| !is_silent(child));
    printed.next().filter(|_| printed.next().is_none())
}

fn columns(matrix: &Element) -> usize {
    matrix.children_named("m:mr").map(|row| row.children_named("m:e").count()).max().unwrap_or_default()
}

/// Whether brackets round it have to grow.
fn is_tall(element: &Element) -> bool {
    element.elements().any(|child| {
        let name = child.name.as_str();
        matches!(
            name,
            "m:f" | "m:nary" | "m:m" | "m:eqArr" | "m:rad" | "m:limLow" | "m:limUpp" | "m:groupChr"
        ) || is_tall(child)
    })
}
