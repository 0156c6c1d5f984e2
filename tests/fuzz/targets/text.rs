//! Text that was taken out of a PDF, imported.

/// Imports the input.
pub fn run(bytes: &[u8]) {
    super::imported::check("paper.txt", bytes);
}
