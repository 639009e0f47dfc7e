#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| taizhang_fuzz::notice::run(bytes));
