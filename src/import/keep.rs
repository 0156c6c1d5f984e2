//! Writes an import into a paper's folder, all of it or nothing, and never over somebody's work.
//!
//! In: an [`Import`] and a folder. Out: files, and what became of each. Never: what is in them.
