//! Themes, laid over each other and checked.

