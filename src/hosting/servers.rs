//! The form in which each server and host takes headers, caching, redirects and the page for what is not there.
//!
//! In: [`Layout`]. Out: a text for a file. Never: a rule that another form lacks; all are made from the same tables.

use std::fmt::Write;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::{ASK_FIRST, ASSETS, FOREVER, HEADERS, Media, TYPES};

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
}

/// For nginx: a file to include in a `server` block.
pub fn nginx(layout: &Layout<'_>) -> String {
    let base = layout.base;
    let mut out = format!(
        "# Made by `offprint recipe nginx`; make it again when an address or the base URL changes.\n\
         # Include it in a `server` block that names the folder that holds the site's{}:\n#\n\
         #   server {{\n#       listen 443 ssl;\n#       server_name example.org;\n#       root /srv/www;\n\
         #       include /etc/nginx/offprint.conf;\n#   }}\n#\n\
         # and send the site there: offprint publish /srv/www{base} --compress gzip\n\n",
        if base.is_empty() { "" } else { " parent" },
    );
    if !base.is_empty() {
        let _ = writeln!(out, "location = {base} {{\n    return 301 {base}/;\n}}\n");
    }
    let _ = write!(
        out,
        "location ^~ {base}/ {{\n    index index.html;\n    error_page 404 {base}/404.html;\n\n    \
         # The files `.gz` that `offprint publish --compress gzip` puts beside the others.\n    gzip_static on;\n    gzip_vary on;\n    \
         # With the module for brotli (Debian: libnginx-mod-http-brotli-static), and `--compress gzip,br`:\n    \
         # brotli_static on;\n\n    default_type application/octet-stream;\n    charset utf-8;\n"
    );
    nginx_types(&mut out);
    nginx_headers(&mut out, "    ", ASK_FIRST);
    let _ = writeln!(
        out,
        "\n    # Names that change with every change of the bytes.\n    location ^~ {base}/{ASSETS} {{"
    );
    nginx_headers(&mut out, "        ", FOREVER);
    let _ = writeln!(out, "    }}\n\n    location ^~ {base}/.offprint {{\n        return 404;\n    }}");
    for (from, to) in layout.redirects {
        let from = format!("{base}{from}");
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
    let _ = writeln!(out, "{indent}add_header Cache-Control \"{cache}\";");
}

/// For Caddy: lines for a site's block.
pub fn caddy(layout: &Layout<'_>) -> String {
    let base = layout.base;
    let mut out = format!(
        "# Made by `offprint recipe caddy`; make it again when an address or the base URL changes.\n\
         # Import it into the site's block:\n#\n\
         #   example.org {{\n#       root * /srv/www\n#       import offprint.caddy\n#   }}\n#\n\
         # and send the site there: offprint publish /srv/www{base} --compress gzip,br\n\n"
    );
    if !base.is_empty() {
        let _ = writeln!(out, "redir {base} {base}/ 301\n");
    }
    let _ = writeln!(out, "@offprint path {base}/*\nheader @offprint {{");
    for (name, value, _) in HEADERS {
        let _ = writeln!(out, "\t{name} \"{value}\"");
    }
    let _ = write!(
        out,
        "}}\n\n# Names that change with every change of the bytes are kept; all others are asked for again.\n\
         @offprint_kept path {base}/{ASSETS}*\nheader @offprint_kept Cache-Control \"{FOREVER}\"\n\
         @offprint_asked {{\n\tpath {base}/*\n\tnot path {base}/{ASSETS}*\n}}\nheader @offprint_asked Cache-Control \"{ASK_FIRST}\"\n\n"
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
    let _ = write!(out, "@offprint_own path {base}/.offprint*\nerror @offprint_own 404\n\n");
    for (from, to) in layout.redirects {
        let from = format!("{base}{from}");
        for from in
            [Some(&*from), from.strip_suffix('/')].into_iter().flatten().filter(|from| !from.is_empty())
        {
            let _ = writeln!(out, "redir \"{}\" \"{}\" 301", quoted(from), target(to));
        }
    }
    let _ = write!(
        out,
        "\nfile_server @offprint {{\n\tprecompressed br gzip\n}}\n\n\
         handle_errors {{\n\t@offprint_missing expression `{{http.error.status_code}} == 404`\n\
         \trewrite @offprint_missing {base}/404.html\n\
         \theader @offprint_missing Content-Type \"text/html; charset=utf-8\"\n\tfile_server\n}}\n"
    );
    out
}

/// `_headers`, as Netlify, Cloudflare Pages and others read it.
pub fn headers_file(layout: &Layout<'_>) -> String {
    let base = layout.base;
    let mut out = format!("{base}/*\n");
    for (name, value, _) in HEADERS {
        let _ = writeln!(out, "  {name}: {value}");
    }
    // Where two rules give one header, hosts join the values; so pages have none here, and hosts ask for those again by default.
    let _ = write!(out, "{base}/{ASSETS}*\n  Cache-Control: {FOREVER}\n");
    out
}

/// `_redirects`, as Netlify, Cloudflare Pages, GitLab Pages and others read it.
///
/// Netlify shows the page at the old address first, which leads to the new one as well.
pub fn redirects_file(layout: &Layout<'_>) -> String {
    layout.redirects.iter().fold(String::new(), |mut out, (from, to)| {
        let _ = writeln!(out, "{}{} {} 301", layout.base, sent(from), target(to));
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

    #[test]
    fn every_form_has_every_header_and_redirect() {
        let redirects = redirects();
        let layout = Layout { base: "/p", redirects: &redirects };
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
        assert!(caddy.contains("redir \"/p/papers/old/\" \"/p/papers/new/\" 301"), "{caddy}");
        assert!(nginx.contains("return 301 \"/p/papers/new/#costs\";"), "{nginx}");
        assert!(caddy.contains("redir \"/p/papers/new/costs/\" \"/p/papers/new/#costs\" 301"), "{caddy}");
        assert!(
            headers_file(&layout).starts_with("/p/*\n") && headers_file(&layout).contains("\n/p/assets/*\n")
        );
        assert_eq!(
            redirects_file(&layout),
            "/p/papers/old/ /p/papers/new/ 301\n/p/a%20%22b%24.html /p/%C5%BC%24/ 301\n\
             /p/papers/new/costs/ /p/papers/new/#costs 301\n"
        );
    }

    #[test]
    fn a_site_at_the_root_needs_no_way_to_it() {
        let layout = Layout { base: "", redirects: &[] };
        assert!(nginx(&layout).contains("location ^~ / {") && !nginx(&layout).contains("location =  "));
        assert!(caddy(&layout).contains("path /*") && !caddy(&layout).contains("redir "));
    }
}
