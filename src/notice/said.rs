//! Stage 4: the reading rules and blanket sentences of a text, in its lists and its sentences, and where each is said.

use std::ops::Range;

use super::blanket;
use super::brackets;
use super::draft::{Blanket, Finding, Quote, RuleSaid};
use super::flow::Flow;
use super::notes;
use super::words;

/// No notice says more of them.
const BLANKETS_MAX: usize = 20;

/// A sentence longer than this is prose, unless a bracket in it holds the rule.
const SENTENCE_MAX: usize = 200;

/// What a notice says about its lists.
#[derive(Debug, Clone, Default)]
pub struct Said {
    /// Its reading rules; each is kept where it is said first.
    pub rules: Vec<RuleSaid>,
    /// Its blanket sentences.
    pub blankets: Vec<Blanket>,
    /// Sentences that leave units out of the lists, nobody can tell which from which tasks.
    pub not_understood: Vec<Quote>,
}

impl Said {
    /// Reads the sentences of a block.
    pub fn hear(&mut self, flow: &Flow) {
        let chars = flow.chars();
        for sentence in sentences(chars) {
            let length = sentence.len();
            let note = note(flow, sentence);
            let is_said = length < SENTENCE_MAX || note.start > 0 && brackets::is_opening(chars[note.start - 1]);
            if let Some(rule) = notes::rule(&chars[note.clone()]).filter(|_| is_said)
                && !self.rules.iter().any(|said| said.rule == rule)
            {
                self.rules.push(RuleSaid { rule, quote: flow.quote(note.clone()) });
            }
            if self.blankets.len() + self.not_understood.len() >= BLANKETS_MAX {
                continue;
            }
            if let Some(units) = blanket::read(chars, note.clone()) {
                let units = units.into_iter().map(|unit| flow.text(unit)).collect();
                let quote = flow.quote(note);
                let is_above = words::any_in(&quote.text, "以上 上述");
                self.blankets.push(Blanket { units, is_above, quote });
            } else if is_said && blanket::says_no_more(&flow.text(note.clone())) {
                self.not_understood.push(flow.quote(note));
            }
        }
    }

    /// A finding for each, with its words.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        let rules = self.rules.iter().map(|said| {
            let text = format!("原文写明“{}”，从这里起照此区分牵头和配合。", said.quote.text);
            Finding { line: said.quote.at.line, task: None, text }
        });
        let blankets = self.blankets.iter().map(|blanket| {
            let units = blanket.units.join("、");
            let from = if blanket.is_above { "以上" } else { "从这里起" };
            let text = format!("原文写明“{}”，{from}每项任务都加上{units}。", blanket.quote.text);
            Finding { line: blanket.quote.at.line, task: None, text }
        });
        let not_understood = self.not_understood.iter().map(|quote| {
            let text = format!("原文写明“{}”，哪些任务涉及哪些单位，请对照原文核对。", quote.text);
            Finding { line: quote.at.line, task: None, text }
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

/// The part of a sentence that is about lists: from the first words that begin so, without the bracket around them.
fn note(flow: &Flow, sentence: Range<usize>) -> Range<usize> {
    let chars = flow.chars();
    let begins = |at: &usize| {
        let is_behind = *at == sentence.start || flow.begins_line(*at) || "（(〔[【，,；;".contains(chars[at - 1]);
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
