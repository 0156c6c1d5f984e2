//! Feeds what libFuzzer makes to the target `data`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::data::run(bytes));
