//! Reads arbitrary bytes as an HTML page.

#![no_main]

mod reading;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| reading::check(Some(onrecord_read::Form::Html), bytes));
