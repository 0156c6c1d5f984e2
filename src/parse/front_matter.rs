//! fm
