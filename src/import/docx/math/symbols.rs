//! Characters of equations, as TeX writes them.
//!
//! In: a character. Out: a command, or the character where the renderer takes it. Never: structure.

use std::borrow::Cow;

/// Signs that have a command people know. All others stay as they are.
const COMMANDS: &str = "\
    α alpha β beta γ gamma δ delta ε varepsilon ϵ epsilon ζ zeta η eta θ theta ϑ vartheta ι iota κ kappa \
    λ lambda μ mu µ mu ν nu ξ xi π pi ϖ varpi ρ rho ϱ varrho σ sigma ς varsigma τ tau υ upsilon φ varphi \
    ϕ phi χ chi ψ psi ω omega Γ Gamma Δ Delta Θ Theta Λ Lambda Ξ Xi Π Pi Σ Sigma Υ Upsilon Φ Phi Ψ Psi \
    Ω Omega ∂ partial ∇ nabla ∞ infty ℓ ell ℏ hbar ℵ aleph ∅ emptyset ∀ forall ∃ exists ¬ neg ∧ land \
    ∨ lor ± pm ∓ mp × times ÷ div ⋅ cdot · cdot ∗ ast ∘ circ ∙ bullet ⊕ oplus ⊗ otimes ∩ cap ∪ cup \
    ∖ setminus ≤ le ≥ ge ≠ ne ≈ approx ≡ equiv ≅ cong ∼ sim ~ sim ≃ simeq ∝ propto ≪ ll ≫ gg ∈ in \
    ∉ notin ∋ ni ⊂ subset ⊃ supset ⊆ subseteq ⊇ supseteq ⊥ perp ∥ parallel ∣ mid → to ← gets \
    ↔ leftrightarrow ⇒ Rightarrow ⇐ Leftarrow ⇔ Leftrightarrow ↦ mapsto ↑ uparrow ↓ downarrow \
    ⟶ longrightarrow ⟹ Longrightarrow ⟺ Longleftrightarrow ∴ therefore ∵ because ⊢ vdash ⊨ models … dots \
    ⋯ cdots ⋮ vdots ⋱ ddots ∠ angle △ triangle † dagger ⟨ langle ⟩ rangle 〈 langle 〉 rangle ⌊ lfloor \
    ⌋ rfloor ⌈ lceil ⌉ rceil ‖ Vert | vert ℝ mathbb{R} ℕ mathbb{N} ℤ mathbb{Z} ℚ mathbb{Q} ℂ mathbb{C} \
    ° degree";

/// Functions that TeX names in upright letters.
const FUNCTIONS: [&str; 36] = [
    "arccos", "arcsin", "arctan", "arg", "cos", "cosh", "cot", "coth", "csc", "deg", "det", "dim", "exp",
    "gcd", "hom", "inf", "ker", "lg", "lim", "liminf", "limsup", "ln", "log", "max", "min", "Pr", "sec",
    "sin", "sinh", "sup", "tan", "tanh", "argmax", "argmin", "erf", "tg",
];

/// Those that take what stands under them as a script.
const LIMITS: [&str; 11] =
    ["lim", "liminf", "limsup", "max", "min", "sup", "inf", "det", "gcd", "Pr", "argmax"];

/// What has no width and says nothing: function application, invisible products.
pub(super) fn is_nothing(c: char) -> bool {
    matches!(c, '\u{2061}'..='\u{2064}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

/// Italic letters of the mathematical alphabets as plain ones, which TeX sets in italics; minus signs and odd spaces likewise.
pub(super) fn plain(c: char) -> char {
    let code = u32::from(c);
    let letter =
        |first: u32| char::from_u32(if code - first < 26 { 65 + code - first } else { 71 + code - first });
    match code {
        0x1d434..=0x1d467 => letter(0x1d434).unwrap_or(c),
        0x210e => 'h',
        0x1d6fc..=0x1d714 => char::from_u32(0x3b1 + code - 0x1d6fc).unwrap_or(c),
        0x1d6e2..=0x1d6fa => char::from_u32(0x391 + code - 0x1d6e2).unwrap_or(c),
        0x2212 | 0x2010 | 0x2011 => '-',
        0x9 | 0xd => ' ',
        _ => c,
    }
}

/// A character of a formula.
pub(super) fn sign(c: char) -> Cow<'static, str> {
    if c.is_ascii_alphanumeric() {
        return c.to_string().into();
    }
    let mut pairs = COMMANDS.split_ascii_whitespace();
    while let (Some(sign), Some(command)) = (pairs.next(), pairs.next()) {
        if sign.starts_with(c) {
            return format!("\\{command}").into();
        }
    }
    match c {
        '{' | '}' | '$' | '%' | '&' | '#' | '_' => format!("\\{c}").into(),
        '\\' => "\\backslash".into(),
        '\u{a0}' => "\\ ".into(),
        '\u{2003}' => "\\quad ".into(),
        '\u{2002}' => "\\enspace ".into(),
        '\u{2004}' => "\\;".into(),
        '\u{2005}' | '\u{205f}' => "\\:".into(),
        '\u{2006}' | '\u{2009}' | '\u{200a}' | '\u{202f}' => "\\,".into(),
        '′' => "'".into(),
        '″' => "''".into(),
        '‴' => "'''".into(),
        '^' => "\\text{\\textasciicircum}".into(),
        c => c.to_string().into(),
    }
}

/// A character of words in a formula.
pub(super) fn in_words(c: char) -> Cow<'static, str> {
    match c {
        '{' | '}' | '$' | '%' | '&' | '#' | '_' => format!("\\{c}").into(),
        '\\' => "∖".into(),
        '^' => "\\textasciicircum{}".into(),
        '~' => "∼".into(),
        '|' => "\\textbar{}".into(),
        '\u{a0}' => "~".into(),
        c => c.to_string().into(),
    }
}

/// A function that TeX knows: `\sin`.
pub(super) fn function(name: &str) -> Option<String> {
    let name = match name {
        "lim inf" => "liminf",
        "lim sup" => "limsup",
        "arg max" => "argmax",
        "arg min" => "argmin",
        name => name,
    };
    FUNCTIONS.contains(&name).then(|| format!("\\{name}"))
}

/// Whether what stands under it is its script.
pub(super) fn takes_limits(tex: &str) -> bool {
    let large = ["\\sum", "\\prod", "\\bigcup", "\\bigcap"];
    tex.strip_prefix('\\').is_some_and(|name| LIMITS.contains(&name) || name == "argmin")
        || large.contains(&tex)
}

/// Whether limits stand beside it as a rule.
pub(super) fn is_integral(sign: &str) -> bool {
    sign.starts_with(|c| matches!(c, '∫'..='∳' | '⨋'..='⨜'))
}

/// A large operator.
pub(super) fn large(c: char) -> Cow<'static, str> {
    let command = match c {
        '∑' => "\\sum",
        '∏' => "\\prod",
        '∐' => "\\coprod",
        '∫' => "\\int",
        '∬' => "\\iint",
        '∭' => "\\iiint",
        '∮' => "\\oint",
        '⋃' => "\\bigcup",
        '⋂' => "\\bigcap",
        '⋁' => "\\bigvee",
        '⋀' => "\\bigwedge",
        '⨁' => "\\bigoplus",
        '⨂' => "\\bigotimes",
        c => return sign(c),
    };
    command.into()
}

/// Brackets that grow: `\left(`; nothing on a side is `\left.`.
pub(super) fn fence(side: &str, bracket: &str) -> String {
    let mut chars = bracket.chars();
    match (chars.next(), chars.next()) {
        (None, _) if side == "\\middle" => String::new(),
        (None, _) => format!("{side}."),
        (Some(c), None) if "()[]{}|‖⟨⟩〈〉⌊⌋⌈⌉/".contains(c) => format!("{side}{}", sign(c)),
        (Some('∥'), None) => format!("{side}\\Vert"),
        (Some('∣'), None) => format!("{side}\\vert"),
        _ if side == "\\middle" => self::bracket(bracket),
        // The renderer can't make any other sign grow; an empty fence keeps the pair whole.
        _ if side == "\\left" => format!("{}\\left.", self::bracket(bracket)),
        _ => format!("{side}.{}", self::bracket(bracket)),
    }
}

/// Brackets that are as high as letters.
pub(super) fn bracket(bracket: &str) -> String {
    bracket.chars().map(sign).collect()
}

/// The command of an accent.
pub(super) fn accent(sign: &str, wide: bool) -> Option<&'static str> {
    Some(match (sign, wide) {
        ("\u{302}" | "^" | "ˆ", false) => "hat",
        ("\u{302}" | "^" | "ˆ", true) => "widehat",
        ("\u{303}" | "~" | "˜", _) => "tilde",
        ("\u{304}" | "¯" | "ˉ" | "‾", false) => "bar",
        ("\u{304}" | "\u{305}" | "¯" | "ˉ" | "‾", _) => "overline",
        ("\u{306}" | "˘", _) => "breve",
        ("\u{307}" | "˙", _) => "dot",
        ("\u{308}" | "¨", _) => "ddot",
        ("\u{20db}", _) => "dddot",
        ("\u{20dc}", _) => "ddddot",
        ("\u{30a}" | "˚", _) => "mathring",
        ("\u{30c}" | "ˇ", _) => "check",
        ("\u{300}" | "`", _) => "grave",
        ("\u{301}" | "´", _) => "acute",
        ("\u{20d7}" | "→", false) => "vec",
        ("\u{20d7}" | "→", true) => "overrightarrow",
        ("\u{20d6}" | "←", _) => "overleftarrow",
        ("\u{332}", _) => "underline",
        _ => return None,
    })
}

/// The command of what stretches along an expression.
pub(super) fn along(sign: &str, over: bool) -> Option<&'static str> {
    Some(match (sign, over) {
        ("⏟", _) => "underbrace",
        ("⏞", _) => "overbrace",
        ("⎵", _) => "underbracket",
        ("⎴", _) => "overbracket",
        ("⏝", _) => "underparen",
        ("⏜", _) => "overparen",
        ("→", true) => "overrightarrow",
        ("←", true) => "overleftarrow",
        ("→", false) => "xrightarrow",
        ("←", false) => "xleftarrow",
        ("⇒", false) => "xRightarrow",
        ("↔", false) => "xleftrightarrow",
        ("¯" | "‾", true) => "overline",
        ("_", false) => "underline",
        _ => return None,
    })
}
