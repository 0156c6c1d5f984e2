//! offprint turns the manuscripts of policy papers into a website.

#![forbid(unsafe_code)]

pub mod config;
pub mod diagnostic;
pub mod fields;
pub mod paper;
mod parse;
pub mod resolve;
pub mod site;
pub mod source;
pub mod theme;
