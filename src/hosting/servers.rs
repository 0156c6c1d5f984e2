//! The form in which each server and host takes headers, caching, redirects and the page for what is not there.
//!
//! In: [`Layout`]. Out: a text for a file. Never: a rule that another form lacks; all are made from the same tables.

use std::fmt::Write;

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use super::{ASK_FIRST, ASSETS, FINGERPRINTED, FOREVER, HEADERS, Media, TYPES};

/// What in an address means something to a configuration file or to a URL's end.
const UNSENT: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'$')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'\\')
    .add(b'`')
    .add(b'{')
    .add(b'}');

/// What makes a pattern of a path in `_redirects`.
const PATTERN: &AsciiSet = &UNSENT.add(b'*').add(b':');

/// The types that Go's own list has, and so Caddy on every machine.
const KNOWN_TO_CADDY: [&str; 11] = [
    "text/html",
    "text/css",
    "text/javascript",
    "application/json",
    "image/svg+xml",
    "image/png",
    "image/jpeg",
    "image/webp",
    "image/avif",
    "image/gif",
    "application/pdf",
];

/// What a server has to know of a site.
#[derive(Clone, Copy, Debug)]
pub struct Layout<'a> {
    /// The path of the base URL, without a `/` at its end: empty, or `/publications`.
    pub base: &'a str,
    /// Each old address, below the base (`/papers/old/`), with the whole path that it leads to (`/publications/papers/new/`,
    /// percent-encoded as links are).
    pub redirects: &'a [(String, String)],
    /// The address, below the base, of each file whose name carries a fingerprint (`/assets/site.4c65e825.js`).
    pub kept: &'a [String],
}

/// For nginx: a file to include in a `server` block.
pub fn nginx(layout: &Layout<'_>) -> String {
    let base = layout.base;
    let path = decoded(base);
    let mut out = format!(
        "# Made by `offprint recipe nginx`; make it again when an address or the base URL changes.\n\
         # Include it in a `server` block that names the folder that holds the site's{}:\n#\n\
         #   server {{\n#       listen 443 ssl;\n#       server_name example.org;\n#       root /srv/www;\n\
         #       include /etc/nginx/offprint.conf;\n#   }}\n#\n\
         # and send the site there: offprint publish {} --compress gzip\n\n",
        if base.is_empty() { "" } else { " parent" },
        word(&format!("/srv/www{path}")),
    );
    if !base.is_empty() {
        let _ = writeln!(out, "location = {} {{\n    return 301 {base}/;\n}}\n", word(&path));
    }
    let _ = write!(
        out,
        "location ^~ {} {{\n    index index.html;\n    error_page 404 {};\n\n    \
         # The files `.gz` that `offprint publish --compress gzip` puts beside the others.\n    gzip_static on;\n    gzip_vary on;\n    \
         # With the module for brotli (Debian: libnginx-mod-http-brotli-static), and `--compress gzip,br`:\n    \
         # brotli_static on;\n\n    default_type application/octet-stream;\n    charset utf-8;\n",
        word(&format!("{path}/")),
        word(&format!("{path}/404.html")),
    );
    nginx_types(&mut out);
    nginx_headers(&mut out, "    ", ASK_FIRST);
    let _ = writeln!(
        out,
        "\n    # Names that change with every change of the bytes.\n    location ~ \"{}\" {{",
        kept_pattern(&path)
    );
    nginx_headers(&mut out, "        ", FOREVER);
    let own = word(&format!("{path}/.offprint"));
    let _ = writeln!(out, "    }}\n\n    location ^~ {own} {{\n        return 404;\n    }}");
    for (from, to) in layout.redirects {
        let from = format!("{path}{from}");
        for from in
            [Some(&*from), from.strip_suffix('/')].into_iter().flatten().filter(|from| !from.is_empty())
        {
            let _ = writeln!(
                out,
                "\n    location = \"{}\" {{\n        return 301 \"{}\";\n    }}",
                quoted(from),
                target(to)
            );
        }
    }
    out.push_str("}\n");
    out
}

/// nginx knows extensions alone; a name such as `feed.json` has the type of its extension there.
fn nginx_types(out: &mut String) {
    let mut types = String::new();
    out.push_str("    charset_types");
    for (header, is_text, names) in TYPES {
        let name = Media { header, is_text }.name();
        let names: Vec<&str> = names.iter().copied().filter(|name| !name.contains('.')).collect();
        if names.is_empty() {
            continue;
        }
        // `text/html` always has a charset.
        if name != header && name != "text/html" {
            let _ = write!(out, " {name}");
        }
        let _ = writeln!(types, "        {name} {};", names.join(" "));
    }
    let _ = write!(out, ";\n    types {{\n{types}    }}\n\n");
}

/// A location that has headers of its own has none of those around it, so each has all.
fn nginx_headers(out: &mut String, indent: &str, cache: &str) {
    for (name, value, _) in HEADERS {
        let _ = writeln!(out, "{indent}add_header {name} \"{value}\" always;");
    }
    // An error must not be kept, so it takes its caching from what is asked for again.
    let always = if cache == FOREVER { "" } else { " always" };
    let _ = writeln!(out, "{indent}add_header Cache-Control \"{cache}\"{always};");
}

/// For Caddy: lines for a site's block.
pub fn caddy(layout: &Layout<'_>) -> String {
    let base = layout.base;
    let path = decoded(base);
    let all = word(&format!("{path}/*"));
    let mut out = format!(
        "# Made by `offprint recipe caddy`; make it again when an address or the base URL changes.\n\
         # Import it into the site's block:\n#\n\
         #   example.org {{\n#       root * /srv/www\n#       import offprint.caddy\n#   }}\n#\n\
         # and send the site there: offprint publish {} --compress gzip,br\n\n",
        word(&format!("/srv/www{path}")),
    );
    if !base.is_empty() {
        let _ = writeln!(
            out,
            "@offprint_base path_regexp `^{}$`\nredir @offprint_base \"{base}/\" 301\n",
            literal(&path)
        );
    }
    let _ = writeln!(out, "@offprint path {all}\nheader @offprint {{");
    for (name, value, _) in HEADERS {
        let _ = writeln!(out, "\t{name} \"{value}\"");
    }
    let _ = write!(
        out,
        "}}\n\n# Names that change with every change of the bytes are kept; all others are asked for again.\n\
         @offprint_kept path_regexp `{kept}`\nheader @offprint_kept Cache-Control \"{FOREVER}\"\n\
         @offprint_asked {{\n\tpath {all}\n\tnot path_regexp `{kept}`\n}}\nheader @offprint_asked Cache-Control \"{ASK_FIRST}\"\n\n",
        kept = kept_pattern(&path)
    );
    out.push_str("# Types that not every machine's list has.\n");
    let unknown = |header: &str| !KNOWN_TO_CADDY.iter().any(|known| header.starts_with(known));
    for (index, (header, _, names)) in TYPES.iter().enumerate().filter(|(_, (header, ..))| unknown(header)) {
        let patterns: Vec<String> = names
            .iter()
            .map(|end| if end.contains('.') { format!("*/{end}") } else { format!("*.{end}") })
            .collect();
        let _ = writeln!(
            out,
            "@offprint_type{index} path {}\nheader @offprint_type{index} Content-Type \"{header}\"",
            patterns.join(" ")
        );
    }
    out.push('\n');
    let own = word(&format!("{path}/.offprint*"));
    let _ = write!(out, "@offprint_own path {own}\nerror @offprint_own 404\n\n");
    // By a regular expression, since `path` takes capitals for small letters: the new address may differ in those alone.
    for (number, (from, to)) in layout.redirects.iter().enumerate() {
        let from = format!("{path}{from}");
        let (stem, end) =
            from.strip_suffix('/').filter(|stem| !stem.is_empty()).map_or((&*from, ""), |stem| (stem, "/?"));
        let _ = writeln!(
            out,
            "@offprint_old{number} path_regexp `^{}{end}$`\nredir @offprint_old{number} \"{}\" 301",
            literal(stem),
            target(to)
        );
    }
    let _ = write!(
        out,
        "\nfile_server @offprint {{\n\tprecompressed br gzip\n}}\n\n\
         handle_errors {{\n\t# What is not there today may be there tomorrow, below {base}/{ASSETS} too.\n\
         \theader Cache-Control \"{ASK_FIRST}\"\n\t@offprint_missing expression `{{http.error.status_code}} == 404`\n\
         \trewrite @offprint_missing {base}/404.html\n\
         \theader @offprint_missing Content-Type \"text/html; charset=utf-8\"\n\tfile_server\n}}\n"
    );
    out
}

/// The files to keep, as a regular expression that nginx and Caddy read alike.
fn kept_pattern(path: &str) -> String {
    format!("^{}/{ASSETS}.*{FINGERPRINTED}", literal(path))
}

/// A regular expression for a text, which stands in any quotes of nginx and Caddy.
fn literal(text: &str) -> String {
    text.chars().fold(String::new(), |mut out, letter| {
        match letter {
            '`' | '"' => {
                let _ = write!(out, "\\x{:02x}", u32::from(letter));
            }
            letter if r"\.+*?()|[]{}^$".contains(letter) => out.extend(['\\', letter]),
            letter => out.push(letter),
        }
        out
    })
}

/// A path as servers compare it, of one as URLs have it.
fn decoded(path: &str) -> String {
    percent_decode_str(path).decode_utf8_lossy().into_owned()
}

/// A word of a configuration, in quotes if it would be read as something else without them.
fn word(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_.~/*+".contains(c);
    if text.chars().all(is_plain) { text.to_owned() } else { format!("\"{}\"", quoted(text)) }
}

/// `_headers`, as Netlify, Cloudflare Pages and others read it.
///
/// No pattern of theirs tells a fingerprint from another name, so each file is named. For all others a host's own caching holds.
pub fn headers_file(layout: &Layout<'_>) -> String {
    let base = layout.base;
    let mut out = format!("{base}/*\n");
    for (name, value, _) in HEADERS {
        let _ = writeln!(out, "  {name}: {value}");
    }
    // Where two rules give one header, hosts join the values; so pages have none here, and hosts ask for those again by default.
    // `*` and `:` would make a pattern of a name.
    for address in layout.kept.iter().filter(|address| !address.contains(['*', ':'])) {
        let _ = write!(out, "{base}{}\n  Cache-Control: {FOREVER}\n", sent(address));
    }
    out
}

/// `_redirects`, as Netlify, Cloudflare Pages and others read it.
///
/// Where a file goes before a redirect (Netlify, GitLab Pages), the page at the old address is shown, which leads to the new one as well.
pub fn redirects_file(layout: &Layout<'_>) -> String {
    layout.redirects.iter().fold(String::new(), |mut out, (from, to)| {
        let _ = writeln!(out, "{}{} {} 301", layout.base, utf8_percent_encode(from, PATTERN), target(to));
        out
    })
}

/// An address in quotes, as a server compares it: decoded.
fn quoted(address: &str) -> String {
    address.replace('\\', "\\\\").replace('"', "\\\"")
}

/// An address as a header gives it. A link's own `%` stays.
fn sent(address: &str) -> String {
    let parts: Vec<String> =
        address.split('%').map(|part| utf8_percent_encode(part, UNSENT).to_string()).collect();
    parts.join("%")
}

/// Where a redirect leads, which may be a place on a page.
fn target(address: &str) -> String {
    match address.split_once('#') {
        Some((page, place)) => format!("{}#{}", sent(page), sent(place)),
        None => sent(address),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redirects() -> Vec<(String, String)> {
        vec![
            ("/papers/old/".to_owned(), "/p/papers/new/".to_owned()),
            ("/a \"b$.html".to_owned(), "/p/%C5%BC$/".to_owned()),
            ("/papers/new/costs/".to_owned(), "/p/papers/new/#costs".to_owned()),
        ]
    }

    fn kept() -> Vec<String> {
        vec!["/assets/fonts/a b.00000000.woff2".to_owned(), "/assets/site.4c65e825.js".to_owned()]
    }

    #[test]
    fn every_form_has_every_header_and_redirect() {
        let redirects = redirects();
        let kept = kept();
        let layout = Layout { base: "/p", redirects: &redirects, kept: &kept };
        let (nginx, caddy) = (nginx(&layout), caddy(&layout));
        for text in [&nginx, &caddy, &headers_file(&layout)] {
            for (name, value, _) in HEADERS {
                assert!(text.contains(name) && text.contains(value), "{name} is not in\n{text}");
            }
            assert!(text.contains(FOREVER));
        }
        assert!(
            nginx.contains("location = \"/p/papers/old/\" {\n        return 301 \"/p/papers/new/\";"),
            "{nginx}"
        );
        assert!(nginx.contains("location = \"/p/papers/old\" {"), "{nginx}");
        assert!(
            nginx.contains("location = \"/p/a \\\"b$.html\" {\n        return 301 \"/p/%C5%BC%24/\";"),
            "{nginx}"
        );
        assert!(
            caddy.contains("path_regexp `^/p/papers/old/?$`\nredir @offprint_old0 \"/p/papers/new/\" 301"),
            "{caddy}"
        );
        assert!(nginx.contains("return 301 \"/p/papers/new/#costs\";"), "{nginx}");
        assert!(
            caddy.contains(
                "path_regexp `^/p/papers/new/costs/?$`\nredir @offprint_old2 \"/p/papers/new/#costs\" 301"
            ),
            "{caddy}"
        );
        assert!(headers_file(&layout).starts_with("/p/*\n"));
        assert_eq!(
            redirects_file(&layout),
            "/p/papers/old/ /p/papers/new/ 301\n/p/a%20%22b%24.html /p/%C5%BC%24/ 301\n\
             /p/papers/new/costs/ /p/papers/new/#costs 301\n"
        );
    }

    #[test]
    fn hosts_keep_the_files_with_a_fingerprint_and_no_other() {
        let (kept, names) =
            (kept(), vec!["/assets/a*.4c65e825.js".to_owned(), "/assets/a:b.4c65e825.js".to_owned()]);
        let caching = |layout: &Layout<'_>| {
            let text = headers_file(layout);
            text.split_once("/assets/").map(|(_, rest)| format!("/assets/{rest}"))
        };
        let layout = Layout { base: "", redirects: &[], kept: &kept };
        let expected = format!(
            "/assets/fonts/a%20b.00000000.woff2\n  Cache-Control: {FOREVER}\n\
             /assets/site.4c65e825.js\n  Cache-Control: {FOREVER}\n"
        );
        assert_eq!(caching(&layout), Some(expected));
        assert!(headers_file(&Layout { base: "/p", ..layout }).contains("\n/p/assets/site.4c65e825.js\n"));
        assert_eq!(caching(&Layout { kept: &names, ..layout }), None, "no name is a pattern");
    }

    #[test]
    fn servers_keep_by_name_and_never_an_error() {
        let layout = Layout { base: "/~a.b+c", redirects: &[], kept: &[] };
        let (nginx, caddy) = (nginx(&layout), caddy(&layout));
        let pattern = r"^/~a\.b\+c/assets/.*\.[0-9a-f]{8}\.[^./]*$";
        assert!(nginx.contains(&format!("location ~ \"{pattern}\" {{")), "{nginx}");
        assert_eq!(caddy.matches(&format!("path_regexp `{pattern}`")).count(), 2, "{caddy}");
        assert!(nginx.contains(&format!("Cache-Control \"{FOREVER}\";")), "{nginx}");
        assert!(nginx.contains(&format!("Cache-Control \"{ASK_FIRST}\" always;")), "{nginx}");
        let errors = caddy.split_once("handle_errors {").map(|(_, errors)| errors);
        assert!(errors.is_some_and(|errors| errors.contains(ASK_FIRST)), "{caddy}");
    }

    #[test]
    fn a_path_is_compared_as_it_is_and_sent_as_urls_have_it() {
        let redirects = [("/Old/{x}*`\"/".to_owned(), "/a%20b/new/".to_owned())];
        let layout = Layout { base: "/a%20b", redirects: &redirects, kept: &[] };
        let (nginx, caddy) = (nginx(&layout), caddy(&layout));
        assert!(
            nginx.contains("location ^~ \"/a b/\" {") && nginx.contains("return 301 /a%20b/;"),
            "{nginx}"
        );
        assert!(nginx.contains("location = \"/a b/Old/{x}*`\\\"\" {"), "{nginx}");
        assert!(caddy.contains("@offprint path \"/a b/*\""), "{caddy}");
        assert!(caddy.contains(r"path_regexp `^/a b/Old/\{x\}\*\x60\x22/?$`"), "{caddy}");
        for text in [&nginx, &caddy] {
            assert!(text.contains("offprint publish \"/srv/www/a b\" "), "{text}");
        }
        assert_eq!(redirects_file(&layout), "/a%20b/Old/%7Bx%7D%2A%60%22/ /a%20b/new/ 301\n");
    }

    #[test]
    fn a_site_at_the_root_needs_no_way_to_it() {
        let layout = Layout { base: "", redirects: &[], kept: &[] };
        assert!(nginx(&layout).contains("location ^~ / {") && !nginx(&layout).contains("location =  "));
        assert!(caddy(&layout).contains("path /*") && !caddy(&layout).contains("redir "));
    }
}
