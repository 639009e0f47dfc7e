//! Joined text that remembers where each character came from.

use std::ops::Range;

use super::draft::{Quote, Spot};

/// Characters of one or several source lines, joined without a break.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Flow {
    chars: Vec<char>,
    /// Where the source jumps: at a new line, and after blanks that were dropped.
    jumps: Vec<Jump>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Jump {
    /// The first character behind the jump.
    index: usize,
    spot: Spot,
}

impl Flow {
    /// A flow of one line; each character comes with its column.
    pub fn of_line(line: u32, chars: impl Iterator<Item = (u32, char)>) -> Self {
        let mut flow = Self::default();
        let mut next = 0;
        for (column, c) in chars {
            if flow.chars.is_empty() || column != next {
                flow.jumps.push(Jump { index: flow.chars.len(), spot: Spot { line, column } });
            }
            flow.chars.push(c);
            next = column + 1;
        }
        flow
    }

    /// Appends `other`.
    pub fn append(&mut self, other: &Flow) {
        let before = self.chars.len();
        self.chars.extend_from_slice(&other.chars);
        self.jumps.extend(other.jumps.iter().map(|jump| Jump { index: jump.index + before, spot: jump.spot }));
    }

    /// One flow out of several.
    pub fn join<'a>(flows: impl IntoIterator<Item = &'a Flow>) -> Flow {
        let mut joined = Flow::default();
        for flow in flows {
            joined.append(flow);
        }
        joined
    }

    /// The characters.
    #[must_use]
    pub fn chars(&self) -> &[char] {
        &self.chars
    }

    /// How many characters.
    #[must_use]
    pub fn len(&self) -> usize {
        self.chars.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.chars.is_empty()
    }

    /// The part of it in `range`.
    #[must_use]
    pub fn slice(&self, range: Range<usize>) -> Flow {
        let end = range.end.min(self.chars.len());
        let start = range.start.min(end);
        let mut flow = Flow { chars: self.chars[start..end].to_vec(), jumps: Vec::new() };
        if start < end {
            flow.jumps.push(Jump { index: 0, spot: self.spot(start) });
            let inner = self.jumps.iter().filter(|jump| (start + 1..end).contains(&jump.index));
            flow.jumps.extend(inner.map(|jump| Jump { index: jump.index - start, spot: jump.spot }));
        }
        flow
    }

    /// Where character `index` came from; behind the end, where the text ends.
    #[must_use]
    pub fn spot(&self, index: usize) -> Spot {
        let jump = self.jumps.partition_point(|jump| jump.index <= index);
        let Some(jump) = jump.checked_sub(1).and_then(|at| self.jumps.get(at)) else {
            return Spot::default();
        };
        let beyond = u32::try_from(index - jump.index).unwrap_or(u32::MAX);
        Spot { line: jump.spot.line, column: jump.spot.column.saturating_add(beyond) }
    }

    /// Whether a source line begins with character `index`.
    #[must_use]
    pub fn begins_line(&self, index: usize) -> bool {
        match self.jumps.binary_search_by_key(&index, |jump| jump.index) {
            Ok(0) => true,
            Ok(at) => self.jumps[at].spot.line != self.jumps[at - 1].spot.line,
            Err(_) => false,
        }
    }

    /// The next character at or behind `from` that begins a source line; the end where there is none.
    #[must_use]
    pub fn next_line(&self, from: usize) -> usize {
        let first = self.jumps.partition_point(|jump| jump.index < from);
        let mut rest = self.jumps[first..].iter().map(|jump| jump.index);
        rest.find(|index| self.begins_line(*index)).unwrap_or(self.chars.len())
    }

    /// The words in `range`.
    #[must_use]
    pub fn text(&self, range: Range<usize>) -> String {
        let end = range.end.min(self.chars.len());
        self.chars[range.start.min(end)..end].iter().collect()
    }

    /// The words in `range` and where they begin.
    #[must_use]
    pub fn quote(&self, range: Range<usize>) -> Quote {
        Quote { at: self.spot(range.start), text: self.text(range) }
    }
}
