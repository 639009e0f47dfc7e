//! Brackets of all kinds. Some notices open one kind and close another, or leave brackets unclosed.

#[must_use]
pub fn is_opening(c: char) -> bool {
    "（(〔[【｛{［〈".contains(c)
}

#[must_use]
pub fn is_closing(c: char) -> bool {
    "）)〕]】｝}］〉".contains(c)
}

/// Finds the closing bracket for the one at `open`. The kinds may differ.
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

/// Finds the closing bracket for each opening one. The kinds may differ.
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
