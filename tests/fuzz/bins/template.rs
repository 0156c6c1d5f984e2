//! Feeds what libFuzzer makes to the target `template`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::template::run(bytes));
