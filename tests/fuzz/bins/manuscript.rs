//! Feeds what libFuzzer makes to the target `manuscript`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::manuscript::run(bytes));
