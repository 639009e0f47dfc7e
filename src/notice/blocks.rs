//! Stage 2: builds the tree of numbered blocks from the lines, and joins the text of each block.

use std::collections::HashMap;

use super::draft::NoticeFinding;
use super::labels;
use super::lines::NoticeLine;
use super::marks::{HeadingLevel, HeadingMark};
use super::source_text::SourceText;
use super::table;
use super::task_table::TaskTable;

/// A heading, if there is one, with the text up to the next heading.
#[derive(Debug, Clone, Default)]
pub struct Block {
    /// The level of the heading. `None` for text without one: the text before the first heading, and the end of the notice
    /// (list of annexes, date, recipients).
    pub level: Option<HeadingLevel>,
    /// The number as printed.
    pub label: String,
    /// The index of the block whose heading encloses this one.
    pub parent: Option<usize>,
    /// The number of blocks whose `parent` is this one.
    pub children: usize,
    /// Title and text, with wrapped lines joined.
    pub source: SourceText,
    /// First and last line.
    pub lines: (u32, u32),
}

/// The blocks of a notice.
#[derive(Debug, Clone, Default)]
pub struct Blocks {
    /// In the order of the text: parents before children.
    pub blocks: Vec<Block>,
    pub tables: Vec<TaskTable>,
    /// Gaps in the numbering.
    pub findings: Vec<NoticeFinding>,
    /// The length of a full line, if lines are wrapped.
    pub width: usize,
}

#[must_use]
pub fn build(lines: &[NoticeLine]) -> Blocks {
    let mut builder = Builder { width: full_width(lines), ..Builder::default() };
    builder.open_block(None, String::new(), None, 1);
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        if let Some((mut table, length)) = table::read(&lines[at..]) {
            table.parent = builder.stack.last().map(|(_, block)| *block);
            builder.out.tables.push(table);
            builder.is_in_tail = false;
            at += length;
            continue;
        }
        builder.add_line(line, lines.get(at + 1));
        at += 1;
    }
    builder.out.width = builder.width;
    builder.out
}

/// Estimates the length of a full line: nine in ten lines are not longer.
fn full_width(lines: &[NoticeLine]) -> usize {
    let mut lengths: Vec<usize> = lines.iter().map(|line| line.text.len() + line.label.chars().count()).collect();
    lengths.sort_unstable();
    lengths.get(lengths.len() * 9 / 10).copied().unwrap_or(0)
}

#[derive(Default)]
struct Builder {
    out: Blocks,
    /// The open headings, outermost first.
    stack: Vec<(HeadingLevel, usize)>,
    /// The last number of each level.
    last: HashMap<HeadingLevel, u32>,
    width: usize,
    /// Whether the lines belong to no heading: the list of annexes, the date, the list of recipients.
    is_in_tail: bool,
}

impl Builder {
    fn open_block(&mut self, level: Option<HeadingLevel>, label: String, parent: Option<usize>, line: u32) {
        if let Some(parent) = parent {
            self.out.blocks[parent].children += 1;
        }
        self.out.blocks.push(Block { level, label, parent, lines: (line, line), ..Block::default() });
    }

    fn add_line(&mut self, line: &NoticeLine, next: Option<&NoticeLine>) {
        if is_annex_heading(line) {
            self.stack.clear();
            self.last.clear();
            self.is_in_tail = false;
            self.open_block(Some(HeadingLevel::Annex), line.words(), None, line.no);
            self.stack.push((HeadingLevel::Annex, self.out.blocks.len() - 1));
            return;
        }
        if let Some(mark) = line.mark.as_ref().filter(|mark| self.is_heading_mark(mark, line)) {
            self.open_heading(mark, line);
        } else if self.begins_tail(line, next) {
            self.is_in_tail = true;
            self.open_block(None, String::new(), None, line.no);
        }
        self.append(line);
    }

    fn append(&mut self, line: &NoticeLine) {
        let is_heading =
            self.out.blocks.last().is_some_and(|block| block.lines.0 == line.no && block.source.is_empty());
        let Some(block) = self.out.blocks.last_mut() else {
            return;
        };
        if let Some(cells) = &line.cells {
            for cell in cells {
                block.source.append(cell);
            }
        } else if is_heading && block.level.is_some() {
            block.source.append(&line.text);
        } else {
            // A number that is no heading's belongs to the text, unless a field follows.
            if labels::read(line.text.chars()).is_none() {
                block.source.append(&SourceText::of_line(line.no, (1..).zip(line.label.chars())));
            }
            block.source.append(&line.text);
        }
        block.lines.1 = line.no;
    }

    fn open_heading(&mut self, mark: &HeadingMark, line: &NoticeLine) {
        let before = self.last.get(&mark.level).copied().unwrap_or(0);
        if before > 0 && mark.number != before + 1 && mark.number != 1 {
            let text = format!("序号“{}”与前面的第{before}项不相连，请核对有没有漏项。", line.label);
            self.out.findings.push(NoticeFinding { line: line.no, task: None, text });
        }
        self.is_in_tail = false;
        self.last.insert(mark.level, mark.number);
        while self.stack.last().is_some_and(|(level, _)| *level >= mark.level) {
            self.stack.pop();
        }
        let parent = self.stack.last().map(|(_, block)| *block);
        self.open_block(Some(mark.level), line.label.clone(), parent, line.no);
        self.stack.push((mark.level, self.out.blocks.len() - 1));
    }

    /// Whether a number is a heading's: it continues or begins the numbering, or follows a finished sentence.
    fn is_heading_mark(&self, mark: &HeadingMark, line: &NoticeLine) -> bool {
        let before = self.last.get(&mark.level).copied().unwrap_or(0);
        let is_closed = self.is_closed();
        if labels::read(line.text.chars()).is_some() && !self.stack.is_empty() {
            return false;
        }
        if mark.is_bare {
            return is_closed && mark.number == before + 1 && before > 0 && line.text.len() > 4;
        }
        if self.is_in_tail {
            return mark.number == 1 || (mark.level < HeadingLevel::Item && mark.number == before + 1);
        }
        match mark.number {
            1 => is_closed || !line.text.is_empty(),
            number if number == before + 1 => true,
            number => is_closed && number >= before && number <= before + 30,
        }
    }

    /// Whether the text so far may end here.
    fn is_closed(&self) -> bool {
        let last = self.out.blocks.last().and_then(|block| block.source.chars().last());
        last.is_none_or(|c| "。；;！？!?：:）)〕]】”.".contains(*c)) || self.last_line_is_short()
    }

    /// Whether the last line ends early. Text copied from a PDF also breaks early after a comma or an opening quote,
    /// so those do not count.
    fn last_line_is_short(&self) -> bool {
        let Some(source) = self.out.blocks.last().map(|block| &block.source) else {
            return true;
        };
        let length = (1..=self.width)
            .take_while(|back| *back < source.len() && !source.begins_line(source.len() - back))
            .count();
        length + 2 < self.width && !source.chars().last().is_some_and(|c| "，、,“（(《".contains(*c))
    }

    fn begins_tail(&self, line: &NoticeLine, next: Option<&NoticeLine>) -> bool {
        let words = line.words();
        if self.stack.is_empty() || self.is_in_tail {
            return false;
        }
        let starts =
            ["附件：", "附件:", "抄送", "信息公开", "公开方式", "公开属性", "主动公开", "（此件", "(此件", "（联系人"];
        let is_signature = words.chars().count() <= 24
            && !words.ends_with(['。', '；', '）', '、', '，'])
            && next.is_some_and(|next| is_date_line(&next.words()) && next.mark.is_none());
        starts.iter().any(|start| words.starts_with(start))
            || is_date_line(&words)
            || (is_signature && self.is_closed())
    }
}

/// Matches 附件, 附件2, 附表1.
fn is_annex_heading(line: &NoticeLine) -> bool {
    let words = line.words();
    let rest = words.strip_prefix("附件").or_else(|| words.strip_prefix("附表"));
    line.mark.is_none()
        && rest.is_some_and(|rest| {
            let rest = rest.trim_end_matches(['：', ':']);
            rest.chars().count() <= 2 && rest.chars().all(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
        })
}

/// Whether a line is only a date, perhaps with 印发.
pub(super) fn is_date_line(words: &str) -> bool {
    let words = words.strip_suffix("印发").unwrap_or(words);
    let allowed = |c: char| c.is_ascii_digit() || "年月日〇零一二三四五六七八九十".contains(c);
    (8..=12).contains(&words.chars().count())
        && words.ends_with('日')
        && words.contains('年')
        && words.contains('月')
        && words.chars().all(allowed)
}
