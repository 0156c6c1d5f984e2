//! Templates, their errors and their limits.

