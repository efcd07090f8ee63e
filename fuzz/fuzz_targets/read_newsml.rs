//! Reads arbitrary bytes as NewsML-G2.

#![no_main]

mod reading;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| reading::check(Some(onrecord_read::Form::Newsml), bytes));
