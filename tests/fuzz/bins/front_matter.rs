//! Feeds what libFuzzer makes to the target `front_matter`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::front_matter::run(bytes));
