//! Bodies as HTML.


