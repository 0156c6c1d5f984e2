//! A manuscript's text becomes its model.

pub(crate) mod markdown;
pub(crate) mod typography;
