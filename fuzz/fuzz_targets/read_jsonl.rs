//! Reads arbitrary bytes as JSON lines.

#![no_main]

mod reading;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| reading::check(Some(onrecord_read::Form::Jsonl), bytes));
