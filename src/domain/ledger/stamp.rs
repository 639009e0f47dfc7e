//! Logical time that leaps ahead. No clock says what a stamp should be, so that one absurd stamp, believed, would use up
//! the numbers of everyone who merges it.

/// The farthest that a stamp may be above those already known. A township writes some thousand entries a year.
pub const LEAP_MAX: u64 = 1 << 40;

/// Stamps up to here always count: earlier versions took them in, and people worked on from there.
const OLD_LIMIT: u64 = 1 << 53;

/// The highest stamp that counts among these. A higher one that is more than [`LEAP_MAX`] ahead of all below it is
/// damage, and so is everything above it.
///
/// The answer depends on the set alone, not on its order, so that merged ledgers count alike everywhere. It is never
/// the last possible stamp in practice: there is always room for the changes after it.
#[must_use]
pub fn highest_counting(stamps: impl IntoIterator<Item = u64>) -> u64 {
    let mut ahead: Vec<u64> = stamps.into_iter().filter(|stamp| *stamp > OLD_LIMIT).collect();
    ahead.sort_unstable();
    // The limit itself is the first step, so that work done at the limit does not hang on a ledger that may be gone.
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
