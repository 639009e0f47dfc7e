//! An official text (公文) -> a plan's draft and findings. Pure: text in, values out.
//!
//! A text has a paragraph or a wrapped line a line; a row of a table is a line with tabs between its cells. Readers of
//! other formats make their text so.
//!
//! The grammar, in the order of the stages:
//!
//! ```text
//! lines       text      = { line }                      page numbers, contents, stray blanks dropped      lines.rs
//! blocks      notice    = head { block | table } tail                                         facts.rs, blocks.rs
//!             block     = mark title [ text ] { statement } { block }                                  heading.rs
//!             mark      = "一、" | "（一）" | "1." | "（1）" | "①" | "第一条" | "任务一："                  marks.rs
//!                         believed where it counts on or begins with 1
//!             table     = row { row }                   the first row with a label is the head  table.rs, spilled.rs
//! statements  statement = "（" ( fields | list ) "）" | fields | list "。"                           statements.rs
//!             fields    = label "：" value { label "：" value }                                 fields.rs, labels.rs
//!             list      = name { ( "、" | "，" | "和" ) name } [ "等" class ] [ verb ]    lists.rs, names.rs, verbs.rs
//!             note      = rule | blanket                in a list or a sentence            notes.rs, blanket.rs
//! plan        which blocks are tasks                                                                   outline.rs
//!             who leads and who helps in a statement                                                     roles.rs
//!             tasks, sections, townships, proposals, findings                         task.rs, plan.rs, items.rs
//! ```
//!
//! Who leads:
//!
//! ```text
//! 牵头                  leads, by label, verb or bracket
//! 配合                  helps
//! 责任, 负责 beside 牵头  helps
//! 责任, 负责 beside 配合  leads
//! 责任, 负责 alone       undivided: all stand in `leads`, unless a rule said so far parts them (逗号前为牵头单位)
//! ```
//!
//! Everything found carries its line and column. What the grammar is not sure of becomes a doubt, not a guess.

pub mod assemble;
pub mod blanket;
pub mod blocks;
pub mod brackets;
pub mod draft;
pub mod facts;
pub mod fields;
pub mod flow;
pub mod heading;
pub mod id;
pub mod items;
pub mod labels;
pub mod lines;
pub mod lists;
pub mod marks;
pub mod names;
pub mod notes;
pub mod outline;
pub mod plan;
pub mod roles;
mod rows;
pub mod said;
pub mod spilled;
pub mod statement;
pub mod statements;
pub mod table;
pub mod task;
pub mod times;
pub mod verbs;
pub mod words;

use draft::{Draft, Finding};
use lines::Line;

/// No more characters are read. The longest notices have a fifth of it.
const CHARS_MAX: usize = 1 << 20;

/// Reads a notice.
#[must_use]
pub fn read(text: &str) -> Draft {
    let end = text.char_indices().nth(CHARS_MAX).map(|(end, _)| end);
    let lines = lines::read(&text[..end.unwrap_or(text.len())]);
    let blocks = blocks::build(&lines);
    let mut draft = Draft::default();
    facts::read(&lines, &blocks, &mut draft);
    let mut draft = plan::build(&blocks, draft);
    draft.findings.extend(unreadable(&lines));
    draft.findings.sort_by_key(|finding| finding.line);
    if end.is_some() {
        let line = lines.last().map_or(1, |line| line.no);
        let text = format!("文件太长，只读了前{CHARS_MAX}个字。请把通知单独存成一个文件再导入。");
        draft.findings.push(Finding { line, task: None, text });
    }
    draft
}

/// So many lines with characters that the encoding could not tell are told.
const UNREADABLE_MAX: usize = 20;

/// Lines with characters that could not be read: a rare name in an old encoding.
fn unreadable(lines: &[Line]) -> Vec<Finding> {
    let bad = lines.iter().filter(|line| line.text.chars().contains(&char::REPLACEMENT_CHARACTER));
    let finding =
        |line: &Line| Finding {
            line: line.no, task: None, text: "这一行有读不出的字，请对照原文补上。".to_owned()
        };
    bad.take(UNREADABLE_MAX).map(finding).collect()
}
