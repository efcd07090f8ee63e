//! Reads arbitrary bytes as whatever they look like, packed or not.

#![no_main]

mod reading;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| reading::check(None, bytes));
