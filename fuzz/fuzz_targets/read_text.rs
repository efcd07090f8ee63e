//! Reads arbitrary bytes as plain text.

#![no_main]

mod reading;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| reading::check(Some(onrecord_read::Form::Text), bytes));
