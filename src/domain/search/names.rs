//! Search in a long list of names: townships, counties.

use super::{Query, Sounds, Text, WordMatcher};

/// Names ready to be searched.
#[derive(Debug)]
pub struct NameIndex {
    sounds: Sounds,
    names: Vec<Text>,
}

impl NameIndex {
    /// An index of these names.
    #[must_use]
    pub fn of<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let mut sounds = Sounds::default();
        let names = names.map(|name| sounds.text(name)).collect();
        Self { sounds, names }
    }

    /// The places of the names that the query finds, those first that begin with it.
    #[must_use]
    pub fn find(&self, query: &Query) -> Vec<usize> {
        let readers: Vec<WordMatcher> = query.words.iter().map(|word| WordMatcher::new(word, &self.sounds)).collect();
        let matches = |text: &[usize]| readers.iter().all(|reader| reader.reads(text));
        let mut found: Vec<usize> = (0..self.names.len()).filter(|&at| matches(&self.names[at])).collect();
        // A query is found from the second character on where the first is not needed.
        found.sort_by_key(|&at| matches(&self.names[at][1.min(self.names[at].len())..]));
        found
    }
}
