//! Limits how far a logical stamp may leap ahead. No clock says what a stamp should be: one absurd stamp, believed,
//! would use up the numbers of everyone who merges it.

/// The largest step from one known stamp to the next. A township writes some thousand entries a year.
pub const LEAP_MAX: u64 = 1 << 40;

/// Stamps up to this limit always count: version 0.1 accepted them, and people worked on from there.
const OLD_LIMIT: u64 = 1 << 53;

/// The highest stamp that counts. A stamp more than [`LEAP_MAX`] above the next lower one is damage, and so is every
/// stamp above it.
///
/// The answer depends only on the set of stamps, so merged ledgers count alike on every PC. In practice it is never
/// `u64::MAX`: there is always room for later changes.
#[must_use]
pub fn highest_counting(stamps: impl IntoIterator<Item = u64>) -> u64 {
    let mut ahead: Vec<u64> = stamps.into_iter().filter(|stamp| *stamp > OLD_LIMIT).collect();
    ahead.sort_unstable();
    // The limit is the first step. Otherwise an entry just above it would count only while some other ledger is there.
    ahead.into_iter().fold(OLD_LIMIT + LEAP_MAX, |highest, stamp| match stamp.checked_sub(LEAP_MAX) {
        Some(below) if below > highest => highest,
        _ => highest.max(stamp),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_count_until_a_jump() {
        let base = OLD_LIMIT + LEAP_MAX;
        for (stamps, highest) in [
            (vec![], base),
            (vec![1, 2, OLD_LIMIT, OLD_LIMIT + 1], base),
            (vec![u64::MAX, 7], base),
            (vec![base + 2, base + 1, base], base + 2),
            (vec![base + 3 * LEAP_MAX, base + LEAP_MAX], base + LEAP_MAX),
            (vec![base + 2 * LEAP_MAX, base + LEAP_MAX], base + 2 * LEAP_MAX),
        ] {
            assert_eq!(highest_counting(stamps.clone()), highest, "{stamps:?}");
            let twice_and_back = stamps.iter().rev().chain(&stamps).copied();
            assert_eq!(highest_counting(twice_and_back), highest, "{stamps:?}");
        }
    }
}
