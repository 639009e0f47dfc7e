//! Brackets of all kinds. Notices open one kind and close another, and leave some unclosed.

/// An opening bracket of any kind.
#[must_use]
pub fn is_opening(c: char) -> bool {
    "（(〔[【｛{［〈".contains(c)
}

/// A closing bracket of any kind.
#[must_use]
pub fn is_closing(c: char) -> bool {
    "）)〕]】｝}］〉".contains(c)
}

/// The bracket that closes the one at `open`; brackets of different kinds close each other.
#[must_use]
pub fn closing(chars: &[char], open: usize, end: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in chars.iter().enumerate().take(end).skip(open) {
        if is_opening(*c) {
            depth += 1;
        } else if is_closing(*c) {
            depth = depth.checked_sub(1)?;
            if depth == 0 {
                return Some(at);
            }
        }
    }
    None
}

/// For each opening bracket the one that closes it, whatever its kind.
#[must_use]
pub fn pairs(chars: &[char]) -> Vec<Option<usize>> {
    let mut pairs = vec![None; chars.len()];
    let mut open: Vec<usize> = Vec::new();
    for (at, c) in chars.iter().enumerate() {
        if is_opening(*c) {
            open.push(at);
        } else if is_closing(*c)
            && let Some(begin) = open.pop()
        {
            pairs[begin] = Some(at);
        }
    }
    pairs
}
