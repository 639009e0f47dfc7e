//! Stage 4: collects the reading rules and blanket sentences from lists and sentences, with their positions.

use std::ops::Range;

use super::blanket;
use super::brackets;
use super::draft::{Blanket, NoticeFinding, Quote, StatedRule};
use super::notes;
use super::source_text::SourceText;
use super::words;

/// The most blanket sentences to read.
const BLANKETS_MAX: usize = 20;

/// The longest sentence that may state a rule, unless it does so in a bracket. Anything longer is prose.
const SENTENCE_MAX: usize = 200;

/// What a notice says about its lists of units.
#[derive(Debug, Clone, Default)]
pub struct ListNotes {
    /// The reading rules, each where it is first stated.
    pub rules: Vec<StatedRule>,
    pub blankets: Vec<Blanket>,
    /// Sentences that leave units out of lists, without a clear reference to tasks.
    pub not_understood: Vec<Quote>,
}

impl ListNotes {
    /// Reads the sentences of a block.
    pub fn read_sentences(&mut self, source: &SourceText) {
        let chars = source.chars();
        for sentence in sentences(chars) {
            let length = sentence.len();
            let note = find_note(source, sentence);
            let may_be_note = length < SENTENCE_MAX || note.start > 0 && brackets::is_opening(chars[note.start - 1]);
            if let Some(rule) = notes::rule(&chars[note.clone()]).filter(|_| may_be_note)
                && !self.rules.iter().any(|known| known.rule == rule)
            {
                self.rules.push(StatedRule { rule, quote: source.quote(note.clone()) });
            }
            if self.blankets.len() + self.not_understood.len() >= BLANKETS_MAX {
                continue;
            }
            if let Some(units) = blanket::read(chars, note.clone()) {
                let units = units.into_iter().map(|unit| source.text(unit)).collect();
                let quote = source.quote(note);
                let is_above = words::contains_any(&quote.text, "以上 上述");
                self.blankets.push(Blanket { units, is_above, quote });
            } else if may_be_note && blanket::says_no_more(&source.text(note.clone())) {
                self.not_understood.push(source.quote(note));
            }
        }
    }

    /// Makes a finding for each rule and sentence.
    #[must_use]
    pub fn findings(&self) -> Vec<NoticeFinding> {
        let rules = self.rules.iter().map(|rule| {
            let text = format!("原文写明“{}”，从这里起照此区分牵头和配合。", rule.quote.text);
            NoticeFinding { line: rule.quote.at.line, task: None, text }
        });
        let blankets = self.blankets.iter().map(|blanket| {
            let units = blanket.units.join("、");
            let from = if blanket.is_above { "以上" } else { "从这里起" };
            let text = format!("原文写明“{}”，{from}每项任务都加上{units}。", blanket.quote.text);
            NoticeFinding { line: blanket.quote.at.line, task: None, text }
        });
        let not_understood = self.not_understood.iter().map(|quote| {
            let text = format!("原文写明“{}”，哪些任务涉及哪些单位，请对照原文核对。", quote.text);
            NoticeFinding { line: quote.at.line, task: None, text }
        });
        rules.chain(blankets).chain(not_understood).collect()
    }
}

fn sentences(chars: &[char]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    for (at, c) in chars.iter().enumerate() {
        if *c == '。' {
            found.push(from..at);
            from = at + 1;
        }
    }
    found.push(from..chars.len());
    found
}

/// Returns the part of a sentence that is about lists. It begins with the first note, and lacks the bracket around
/// it.
fn find_note(source: &SourceText, sentence: Range<usize>) -> Range<usize> {
    let chars = source.chars();
    let begins = |at: &usize| {
        let is_behind = *at == sentence.start || source.begins_line(*at) || "（(〔[【，,；;".contains(chars[at - 1]);
        is_behind && notes::begins_note(&chars[*at..sentence.end])
    };
    let from = sentence.clone().find(begins).unwrap_or(sentence.start);
    let mut to = sentence.end;
    if from > 0 && brackets::is_opening(chars[from - 1]) {
        to = brackets::closing(chars, from - 1, sentence.end).unwrap_or(to);
    }
    let count = |to: usize, is: fn(char) -> bool| chars[from..to].iter().filter(|c| is(**c)).count();
    while to > from
        && brackets::is_closing(chars[to - 1])
        && count(to, brackets::is_closing) > count(to, brackets::is_opening)
    {
        to -= 1;
    }
    from..to
}
