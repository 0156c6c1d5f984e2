//! Feeds what libFuzzer makes to the target `docx`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::docx::run(bytes));
