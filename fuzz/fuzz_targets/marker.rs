//! Lets libFuzzer choose the bytes for the target `marker`.

#![no_main]

#[path = "../../tests/fuzzed/targets.rs"]
pub mod targets;

libfuzzer_sys::fuzz_target!(|data: &[u8]| targets::sealing::marker(data));
