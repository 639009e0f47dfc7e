//! The full length of what the suite tries in short. Ignored unless asked for:
//!
//! ```text
//! cargo test --release --test all long:: -- --ignored --nocapture
//! ```

/// What `.ci/run` runs in full length.
mod walks {
    use crate::console;

    #[test]
    #[ignore = "long"]
    fn five_thousand_keys_on_three_consoles() {
        console::walk_with_any_key(5_000);
    }

    #[test]
    #[ignore = "long"]
    fn any_text_on_every_screen() {
        console::walk_with_any_text(24);
    }
}
