//! Long versions of tests that the suite runs in short. Ignored by default:
//!
//! ```text
//! cargo test --test all long:: -- --ignored --nocapture
//! ```

/// Long versions that `.ci/run` runs.
mod walks {
    use std::time::Duration;

    use crate::{console, hostile, merge, plan_import};

    #[test]
    #[ignore = "long"]
    fn nesting_of_a_hundred_thousand() {
        hostile::refuse_nesting(100_000);
    }

    #[test]
    #[ignore = "long"]
    fn hostile_texts_of_sixty_thousand() {
        plan_import::import_hostile_texts(60_000, Duration::from_secs(20));
    }

    #[test]
    #[ignore = "long"]
    fn files_merged_in_any_order() {
        merge::merge_in_any_order(64);
    }

    #[test]
    #[ignore = "long"]
    fn five_thousand_keys_on_three_consoles() {
        console::walk_with_any_key(5_000);
    }

    #[test]
    #[ignore = "long"]
    fn plain_look_holds_any_text() {
        console::walk_with_any_text(24);
    }
}

/// Thousands of disk errors and power cuts.
#[cfg(all(target_os = "linux", target_env = "gnu", target_arch = "x86_64"))]
mod harm {
    use crate::faults::{Outcome, try_faults, try_kills, try_kills_in_merge, try_kills_on_screen};

    fn hold(what: &str, outcome: &Outcome) {
        println!("{what}: {outcome}");
        assert!(outcome.is_good());
    }

    #[test]
    #[ignore = "long"]
    fn five_thousand_faults() {
        hold("faults", &try_faults(5_000, 11));
    }

    #[test]
    #[ignore = "long"]
    fn two_thousand_kills_of_commands() {
        hold("kills of commands", &try_kills(2_000, 12));
    }

    #[test]
    #[ignore = "long"]
    fn two_thousand_kills_of_the_screen() {
        hold("kills of the screen", &try_kills_on_screen(2_000, 14));
    }

    #[test]
    #[ignore = "long"]
    fn kills_of_merges() {
        hold("kills of merges", &try_kills_in_merge(450, 13));
    }
}
