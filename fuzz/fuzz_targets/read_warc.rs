//! Reads arbitrary bytes as a web archive.

#![no_main]

mod reading;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| reading::check(Some(onrecord_read::Form::Warc), bytes));
