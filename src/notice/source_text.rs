//! Text joined from several lines that remembers the position of each character.

use std::ops::Range;

use super::draft::{Quote, TextPosition};

/// Characters of one or more lines, joined without a break.
///
/// ```text
/// line 7   牵头单位：县甲        chars   牵头单位：县甲局、县乙局
/// line 8   局、县乙局            jumps   0 -> 7:1, 7 -> 8:1
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceText {
    chars: Vec<char>,
    /// Where the position jumps: at a new line, and after dropped blanks.
    jumps: Vec<Jump>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Jump {
    /// The first character after the jump.
    index: usize,
    spot: TextPosition,
}

impl SourceText {
    /// Makes the text of one line from characters and their columns.
    pub fn of_line(line: u32, chars: impl Iterator<Item = (u32, char)>) -> Self {
        let mut source = Self::default();
        let mut next = 0;
        for (column, c) in chars {
            if source.chars.is_empty() || column != next {
                source.jumps.push(Jump { index: source.chars.len(), spot: TextPosition { line, column } });
            }
            source.chars.push(c);
            next = column + 1;
        }
        source
    }

    pub fn append(&mut self, other: &SourceText) {
        let before = self.chars.len();
        self.chars.extend_from_slice(&other.chars);
        self.jumps.extend(other.jumps.iter().map(|jump| Jump { index: jump.index + before, spot: jump.spot }));
    }

    pub fn join<'a>(flows: impl IntoIterator<Item = &'a SourceText>) -> SourceText {
        let mut joined = SourceText::default();
        for source in flows {
            joined.append(source);
        }
        joined
    }

    #[must_use]
    pub fn chars(&self) -> &[char] {
        &self.chars
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.chars.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.chars.is_empty()
    }

    #[must_use]
    pub fn slice(&self, range: Range<usize>) -> SourceText {
        let end = range.end.min(self.chars.len());
        let start = range.start.min(end);
        let mut source = SourceText { chars: self.chars[start..end].to_vec(), jumps: Vec::new() };
        if start < end {
            source.jumps.push(Jump { index: 0, spot: self.spot(start) });
            let inner = self.jumps.iter().filter(|jump| (start + 1..end).contains(&jump.index));
            source.jumps.extend(inner.map(|jump| Jump { index: jump.index - start, spot: jump.spot }));
        }
        source
    }

    /// Returns the position of character `index`. Past the end, counts on from the last character.
    #[must_use]
    pub fn spot(&self, index: usize) -> TextPosition {
        let jump = self.jumps.partition_point(|jump| jump.index <= index);
        let Some(jump) = jump.checked_sub(1).and_then(|at| self.jumps.get(at)) else {
            return TextPosition::default();
        };
        let offset = u32::try_from(index - jump.index).unwrap_or(u32::MAX);
        TextPosition { line: jump.spot.line, column: jump.spot.column.saturating_add(offset) }
    }

    /// Whether a line begins with character `index`.
    #[must_use]
    pub fn begins_line(&self, index: usize) -> bool {
        match self.jumps.binary_search_by_key(&index, |jump| jump.index) {
            Ok(0) => true,
            Ok(at) => self.jumps[at].spot.line != self.jumps[at - 1].spot.line,
            Err(_) => false,
        }
    }

    /// Returns the first character at or after `from` that begins a line, or else the end.
    #[must_use]
    pub fn next_line(&self, from: usize) -> usize {
        let first = self.jumps.partition_point(|jump| jump.index < from);
        let mut rest = self.jumps[first..].iter().map(|jump| jump.index);
        rest.find(|index| self.begins_line(*index)).unwrap_or(self.chars.len())
    }

    /// Returns the characters in `range`.
    #[must_use]
    pub fn text(&self, range: Range<usize>) -> String {
        let end = range.end.min(self.chars.len());
        self.chars[range.start.min(end)..end].iter().collect()
    }

    /// Returns the characters in `range` and where they begin.
    #[must_use]
    pub fn quote(&self, range: Range<usize>) -> Quote {
        Quote { at: self.spot(range.start), text: self.text(range) }
    }
}
