//! Feeds what libFuzzer makes to the target `settings`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::settings::run(bytes));
