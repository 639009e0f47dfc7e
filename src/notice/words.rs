//! Searches in lists of words. A list is one string with blanks between the words.

#[must_use]
pub fn ends_with(text: &[char], word: &str) -> bool {
    let mut rest = text.iter().rev();
    word.chars().rev().all(|c| rest.next() == Some(&c))
}

#[must_use]
pub fn starts_with(text: &[char], word: &str) -> bool {
    let mut rest = text.iter();
    word.chars().all(|c| rest.next() == Some(&c))
}

/// The first word of `list` that `text` ends with.
#[must_use]
pub fn find_suffix<'a>(text: &[char], list: &'a str) -> Option<&'a str> {
    list.split(' ').find(|word| ends_with(text, word))
}

/// The first word of `list` that `text` begins with.
#[must_use]
pub fn find_prefix<'a>(text: &[char], list: &'a str) -> Option<&'a str> {
    list.split(' ').find(|word| starts_with(text, word))
}

/// Whether `text` is one of the words.
#[must_use]
pub fn is_one_of(text: &[char], list: &str) -> bool {
    list.split(' ').any(|word| text.iter().copied().eq(word.chars()))
}

/// Whether `text` contains one of the words.
#[must_use]
pub fn contains_any(text: &str, list: &str) -> bool {
    list.split(' ').any(|word| text.contains(word))
}

#[must_use]
pub fn char_count(word: &str) -> usize {
    word.chars().count()
}
