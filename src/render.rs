//! Pages and the other files of a site, as bytes.
//!
//! In: frames, and the bodies of papers. Out: text. Never: the catalog, settings, sources, files or the clock.

pub mod chart;
pub mod cite;
pub mod feed;
pub mod html;
pub mod redirect;
pub mod sitemap;
pub mod template;
mod xml;

/// JSON for people and programs: indented, a line's end at the end.
fn pretty(value: &serde_json::Value) -> String {
    // Strings and numbers can't fail to be written.
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}
