//! Feeds what libFuzzer makes to the target `markdown`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::markdown::run(bytes));
