//! Stage 2: lines -> the tree of numbered blocks, each with its joined text.

use std::collections::HashMap;

use super::draft::Finding;
use super::flow::Flow;
use super::labels;
use super::lines::Line;
use super::marks::{Level, Mark};
use super::rows::Table;
use super::table;

/// A heading with the text up to the next heading.
#[derive(Debug, Clone, Default)]
pub struct Block {
    /// Its number; none for what stands before the first heading and behind the last text.
    pub level: Option<Level>,
    /// The number as printed.
    pub label: String,
    /// The heading above it.
    pub parent: Option<usize>,
    /// How many headings stand directly below it.
    pub children: usize,
    /// Title and text, wraps joined.
    pub flow: Flow,
    /// First and last line.
    pub lines: (u32, u32),
}

/// The notice in blocks.
#[derive(Debug, Clone, Default)]
pub struct Blocks {
    /// All blocks in order; parents before children.
    pub blocks: Vec<Block>,
    /// The tables.
    pub tables: Vec<Table>,
    /// Slips of the numbering.
    pub findings: Vec<Finding>,
    /// How long a full line is, where lines are wrapped.
    pub width: usize,
}

/// Builds the blocks.
#[must_use]
pub fn build(lines: &[Line]) -> Blocks {
    let mut builder = Builder { width: full_width(lines), ..Builder::default() };
    builder.open(None, String::new(), None, 1);
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        if let Some((mut table, length)) = table::read(&lines[at..]) {
            table.parent = builder.stack.last().map(|(_, block)| *block);
            builder.out.tables.push(table);
            builder.is_in_tail = false;
            at += length;
            continue;
        }
        builder.take(line, lines.get(at + 1));
        at += 1;
    }
    builder.out.width = builder.width;
    builder.out
}

/// A long line's length: nine in ten lines are not longer.
fn full_width(lines: &[Line]) -> usize {
    let mut lengths: Vec<usize> = lines.iter().map(|line| line.text.len() + line.label.chars().count()).collect();
    lengths.sort_unstable();
    lengths.get(lengths.len() * 9 / 10).copied().unwrap_or(0)
}

#[derive(Default)]
struct Builder {
    out: Blocks,
    /// The open headings, outermost first.
    stack: Vec<(Level, usize)>,
    /// The last number of each kind.
    last: HashMap<Level, u32>,
    width: usize,
    /// Whether what follows is no text of the last heading: the list of annexes, the date, who gets copies.
    is_in_tail: bool,
}

impl Builder {
    fn open(&mut self, level: Option<Level>, label: String, parent: Option<usize>, line: u32) {
        if let Some(parent) = parent {
            self.out.blocks[parent].children += 1;
        }
        self.out.blocks.push(Block { level, label, parent, lines: (line, line), ..Block::default() });
    }

    fn take(&mut self, line: &Line, next: Option<&Line>) {
        if is_annex_heading(line) {
            self.stack.clear();
            self.last.clear();
            self.is_in_tail = false;
            self.open(Some(Level::Annex), line.words(), None, line.no);
            self.stack.push((Level::Annex, self.out.blocks.len() - 1));
            return;
        }
        if let Some(mark) = line.mark.as_ref().filter(|mark| self.accepts(mark, line)) {
            self.heading(mark, line);
        } else if self.begins_tail(line, next) {
            self.is_in_tail = true;
            self.open(None, String::new(), None, line.no);
        }
        self.append(line);
    }

    fn append(&mut self, line: &Line) {
        let is_heading = self.out.blocks.last().is_some_and(|block| block.lines.0 == line.no && block.flow.is_empty());
        let Some(block) = self.out.blocks.last_mut() else {
            return;
        };
        if let Some(cells) = &line.cells {
            for cell in cells {
                block.flow.append(cell);
            }
        } else if is_heading && block.level.is_some() {
            block.flow.append(&line.text);
        } else {
            // A number that heads nothing is text after all, but not in front of a field.
            if labels::read(line.text.chars()).is_none() {
                block.flow.append(&Flow::of_line(line.no, (1..).zip(line.label.chars())));
            }
            block.flow.append(&line.text);
        }
        block.lines.1 = line.no;
    }

    fn heading(&mut self, mark: &Mark, line: &Line) {
        let before = self.last.get(&mark.level).copied().unwrap_or(0);
        if before > 0 && mark.number != before + 1 && mark.number != 1 {
            let text = format!("序号“{}”与前面的第{before}项不相连，请核对有没有漏项。", line.label);
            self.out.findings.push(Finding { line: line.no, task: None, text });
        }
        self.is_in_tail = false;
        self.last.insert(mark.level, mark.number);
        while self.stack.last().is_some_and(|(level, _)| *level >= mark.level) {
            self.stack.pop();
        }
        let parent = self.stack.last().map(|(_, block)| *block);
        self.open(Some(mark.level), line.label.clone(), parent, line.no);
        self.stack.push((mark.level, self.out.blocks.len() - 1));
    }

    /// Whether the number is a heading's: it counts on, or begins to count, or follows a finished sentence.
    fn accepts(&self, mark: &Mark, line: &Line) -> bool {
        let before = self.last.get(&mark.level).copied().unwrap_or(0);
        let is_closed = self.is_closed();
        if labels::read(line.text.chars()).is_some() && !self.stack.is_empty() {
            return false;
        }
        if mark.is_bare {
            return is_closed && mark.number == before + 1 && before > 0 && line.text.len() > 4;
        }
        if self.is_in_tail {
            return mark.number == 1 || (mark.level < Level::Item && mark.number == before + 1);
        }
        match mark.number {
            1 => is_closed || !line.text.is_empty(),
            number if number == before + 1 => true,
            number => is_closed && number >= before && number <= before + 30,
        }
    }

    /// Whether the text so far could end here.
    fn is_closed(&self) -> bool {
        let last = self.out.blocks.last().and_then(|block| block.flow.chars().last());
        last.is_none_or(|c| "。；;！？!?：:）)〕]】”.".contains(*c)) || self.last_line_is_short()
    }

    /// Whether the last line ends early, and not at a comma or a quotation, where copies of PDF text break.
    fn last_line_is_short(&self) -> bool {
        let Some(flow) = self.out.blocks.last().map(|block| &block.flow) else {
            return true;
        };
        let length =
            (1..=self.width).take_while(|back| *back < flow.len() && !flow.begins_line(flow.len() - back)).count();
        length + 2 < self.width && !flow.chars().last().is_some_and(|c| "，、,“（(《".contains(*c))
    }

    fn begins_tail(&self, line: &Line, next: Option<&Line>) -> bool {
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

/// 附件, 附件2, 附表1
fn is_annex_heading(line: &Line) -> bool {
    let words = line.words();
    let rest = words.strip_prefix("附件").or_else(|| words.strip_prefix("附表"));
    line.mark.is_none()
        && rest.is_some_and(|rest| {
            let rest = rest.trim_end_matches(['：', ':']);
            rest.chars().count() <= 2 && rest.chars().all(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
        })
}

/// A line that is a date and nothing else, 印发 allowed.
pub(super) fn is_date_line(words: &str) -> bool {
    let words = words.strip_suffix("印发").unwrap_or(words);
    let allowed = |c: char| c.is_ascii_digit() || "年月日〇零一二三四五六七八九十".contains(c);
    (8..=12).contains(&words.chars().count())
        && words.ends_with('日')
        && words.contains('年')
        && words.contains('月')
        && words.chars().all(allowed)
}
