//! Bodies as HTML.
