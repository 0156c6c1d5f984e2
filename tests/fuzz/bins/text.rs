//! Feeds what libFuzzer makes to the target `text`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::text::run(bytes));
