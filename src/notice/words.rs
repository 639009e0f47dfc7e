//! Lists of words, each list one string with blanks between the words.

/// Whether `text` ends with one word.
#[must_use]
pub fn ends_with(text: &[char], word: &str) -> bool {
    let mut rest = text.iter().rev();
    word.chars().rev().all(|c| rest.next() == Some(&c))
}

/// Whether `text` begins with one word.
#[must_use]
pub fn starts_with(text: &[char], word: &str) -> bool {
    let mut rest = text.iter();
    word.chars().all(|c| rest.next() == Some(&c))
}

/// The first word of `list` that `text` ends with.
#[must_use]
pub fn ending<'a>(text: &[char], list: &'a str) -> Option<&'a str> {
    list.split(' ').find(|word| ends_with(text, word))
}

/// The first word of `list` that `text` begins with.
#[must_use]
pub fn beginning<'a>(text: &[char], list: &'a str) -> Option<&'a str> {
    list.split(' ').find(|word| starts_with(text, word))
}

/// Whether `text` is a word of `list`.
#[must_use]
pub fn is_one_of(text: &[char], list: &str) -> bool {
    list.split(' ').any(|word| text.iter().copied().eq(word.chars()))
}

/// Whether `text` holds a word of `list`.
#[must_use]
pub fn any_in(text: &str, list: &str) -> bool {
    list.split(' ').any(|word| text.contains(word))
}

/// How many characters a word has.
#[must_use]
pub fn length(word: &str) -> usize {
    word.chars().count()
}
