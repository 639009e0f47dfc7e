//! Searches a long list of names: townships, counties.

use super::{Query, Sounds, Text, WordMatcher};

/// An index of names.
#[derive(Debug)]
pub struct NameIndex {
    sounds: Sounds,
    names: Vec<Text>,
}

impl NameIndex {
    /// Builds an index of these names.
    #[must_use]
    pub fn of<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let mut sounds = Sounds::default();
        let names = names.map(|name| sounds.text(name)).collect();
        Self { sounds, names }
    }

    /// Indexes of the names that match, first those that begin with the query.
    #[must_use]
    pub fn find(&self, query: &Query) -> Vec<usize> {
        let readers: Vec<WordMatcher> = query.words.iter().map(|word| WordMatcher::new(word, &self.sounds)).collect();
        let matches = |text: &[usize]| readers.iter().all(|reader| reader.reads(text));
        let mut found: Vec<usize> = (0..self.names.len()).filter(|&at| matches(&self.names[at])).collect();
        // A name that still matches without its first character does not begin with the query.
        found.sort_by_key(|&at| matches(&self.names[at][1.min(self.names[at].len())..]));
        found
    }
}
