//! offprint turns the manuscripts of policy papers into a website.

#![forbid(unsafe_code)]

pub mod cache;
pub mod catalog;
pub mod config;
pub mod diagnostic;
pub mod fields;
pub mod highlight;
pub mod language;
pub mod paper;
pub mod parse;
pub mod render;
pub mod report;
pub mod resolve;
pub mod site;
pub mod source;
pub mod theme;
pub mod write;
