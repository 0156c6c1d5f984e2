//! Every output address, with the frame of its page.
//!
//! In: the catalog, resolved links, settings, the theme's words and assets. Out: [`Site`]: an ordered map from address to
//! [`Entry`], and [`Frame`]s made from it on demand. Never: a paper's text, files, the clock.

pub mod frame;
pub mod machine_frame;
