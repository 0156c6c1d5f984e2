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
