//! Reads an official notice (公文) into a draft of a plan, with findings. Pure: text in, values out.
//!
//! Each line of the text is a paragraph or part of a wrapped one. A row of a table is a line with tabs between its
//! cells. The readers of other formats produce the same.
//!
//! The grammar, in the order of the stages:
//!
//! ```text
//! lines       text      = { line }                      page numbers, contents, stray blanks dropped      lines.rs
//! blocks      notice    = head { block | table } tail                                         facts.rs, blocks.rs
//!             block     = mark title [ text ] { statement } { block }                                  heading.rs
//!             mark      = "一、" | "（一）" | "1." | "（1）" | "①" | "第一条" | "任务一："                  marks.rs
//!                         counts as a heading's if it continues the numbering or is 1
//!             table     = row { row }                   the first row with a label is the head
//!                                                                                  table.rs, flattened_table.rs
//! statements  statement = "（" ( fields | list ) "）" | fields | list "。"                     statement_finder.rs
//!             fields    = label "：" value { label "：" value }                                 fields.rs, labels.rs
//!             list      = name { ( "、" | "，" | "和" ) name } [ "等" class ] [ verb ]    lists.rs, names.rs, verbs.rs
//!             note      = rule | blanket                in a list or a sentence            notes.rs, blanket.rs
//! plan        which blocks are tasks                                                                   outline.rs
//!             who leads and who helps in a statement                                                     roles.rs
//!             tasks, sections, townships, proposals, findings                 task.rs, draft_builder.rs, items.rs
//!             the plan                                                                           plan_builder.rs
//! ```
//!
//! Who leads:
//!
//! ```text
//! 牵头                  leads, by label, verb or bracket
//! 配合                  helps
//! 责任, 负责 beside 牵头  helps
//! 责任, 负责 beside 配合  leads
//! 责任, 负责 alone       undivided: all are in `leads`, unless an earlier rule divides them (逗号前为牵头单位)
//! ```
//!
//! Every result has its line and column. Where the grammar is unsure, it records a doubt and does not guess.

pub mod blanket;
pub mod blocks;
pub mod brackets;
pub mod draft;
pub mod draft_builder;
pub mod facts;
pub mod fields;
pub mod flattened_table;
pub mod heading;
pub mod id;
pub mod items;
pub mod labels;
pub mod lines;
pub mod list_notes;
pub mod lists;
pub mod marks;
pub mod names;
pub mod notes;
pub mod outline;
pub mod plan_builder;
pub mod roles;
pub mod source_text;
pub mod statement;
pub mod statement_finder;
pub mod table;
pub mod task;
mod task_table;
pub mod times;
pub mod verbs;
pub mod words;

use draft::{NoticeDraft, NoticeFinding};
use lines::NoticeLine;

/// The most characters to read. The longest notices have a fifth of it.
const CHARS_MAX: usize = 1 << 20;

/// Reads the text of a notice. Cannot fail: whatever is unclear becomes a finding or a doubt.
#[must_use]
pub fn read(text: &str) -> NoticeDraft {
    let end = text.char_indices().nth(CHARS_MAX).map(|(end, _)| end);
    let lines = lines::read(&text[..end.unwrap_or(text.len())]);
    let blocks = blocks::build(&lines);
    let mut draft = NoticeDraft::default();
    facts::read(&lines, &blocks, &mut draft);
    let mut draft = draft_builder::build(&blocks, draft);
    draft.findings.extend(find_unreadable(&lines));
    draft.findings.sort_by_key(|finding| finding.line);
    if end.is_some() {
        let line = lines.last().map_or(1, |line| line.no);
        let text = format!("文件太长，只读了前{CHARS_MAX}个字。请把通知单独存成一个文件再导入。");
        draft.findings.push(NoticeFinding { line, task: None, text });
    }
    draft
}

/// The most findings about lines with unreadable characters.
const UNREADABLE_MAX: usize = 20;

/// Finds lines with characters that could not be decoded, such as a rare name in an old encoding.
fn find_unreadable(lines: &[NoticeLine]) -> Vec<NoticeFinding> {
    let bad = lines.iter().filter(|line| line.text.chars().contains(&char::REPLACEMENT_CHARACTER));
    let finding = |line: &NoticeLine| NoticeFinding {
        line: line.no,
        task: None,
        text: "这一行有读不出的字，请对照原文补上。".to_owned(),
    };
    bad.take(UNREADABLE_MAX).map(finding).collect()
}
