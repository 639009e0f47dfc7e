//! Stage 4: decides what each block is: a task, a group heading with units, the duties of a unit, or none of these.

use std::ops::Range;

use super::blocks::{Block, Blocks};
use super::brackets;
use super::draft::{Quote, TaskKind, Unit};
use super::heading::{self, BlockHeading};
use super::labels;
use super::lists;
use super::marks::HeadingLevel;
use super::names;
use super::statement::{Statement, StatementForm};
use super::statement_finder;

/// The blocks with what decides their kind. All vectors have one element for each block.
pub struct Outline<'a> {
    pub blocks: &'a [Block],
    pub statements: Vec<Vec<Statement>>,
    pub headings: Vec<BlockHeading>,
    /// The blocks directly below.
    pub children: Vec<Vec<usize>>,
    names_units: Vec<bool>,
    /// Whether a block directly below names units.
    has_naming_child: Vec<bool>,
    /// Whether the heading is the name of a unit, like others beside it.
    heads_duties: Vec<bool>,
    width: usize,
}

/// The tasks of a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlockTasks {
    Nothing,
    /// One task, which may include the blocks below.
    One {
        kind: TaskKind,
        /// Whether the blocks below are part of its text.
        with_children: bool,
    },
    /// A task for each paragraph, without numbers.
    Paragraphs(TaskKind, Vec<Range<usize>>),
}

/// The kind of the chapter that a block belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Chapter {
    General,
    Measures,
    Safeguards,
}

/// The longest list of names in front of their duties.
const DUTY_HEAD_MAX: usize = 30;

/// Words in the titles of chapters without tasks.
const GENERAL: [&str; 7] = ["总体", "指导思想", "目标", "基本原则", "组织机构", "组织体系", "工作原则"];

/// Words in the titles of chapters of safeguards. The list lacks 要素保障, which is a task.
const SAFEGUARDS: [&str; 14] = [
    "保障措施",
    "组织保障",
    "工作保障",
    "实施保障",
    "保障制度",
    "保障机制",
    "加强保障",
    "强化保障",
    "组织领导",
    "组织实施",
    "工作要求",
    "有关要求",
    "组织推进",
    "实施要求",
];

impl<'a> Outline<'a> {
    /// Finds the statements and headings of all blocks.
    #[must_use]
    pub fn new(blocks: &'a Blocks) -> Self {
        let mut statements: Vec<Vec<Statement>> =
            blocks.blocks.iter().map(|block| statement_finder::find(&block.source, blocks.width)).collect();
        // Some notices name units by bare lists. Where labels and verbs prevail, a bare list is only kept if it has
        // several names and ends its block, and it is marked as unsure.
        let count = |forms: &[StatementForm]| {
            statements.iter().flatten().filter(|statement| forms.contains(&statement.form)).count()
        };
        if count(&[StatementForm::Bare]) < count(&[StatementForm::Labelled, StatementForm::Verbs]) {
            for (all, block) in statements.iter_mut().zip(&blocks.blocks) {
                let may_be_one =
                    |statement: &Statement| statement.unit_count() > 1 && statement.range.end == block.source.len();
                all.retain(|statement| statement.form != StatementForm::Bare || may_be_one(statement));
                for statement in all.iter_mut().filter(|statement| statement.form == StatementForm::Bare) {
                    statement.is_unsure = true;
                }
            }
        }
        let mut children = vec![Vec::new(); blocks.blocks.len()];
        for (at, block) in blocks.blocks.iter().enumerate() {
            if let Some(parent) = block.parent {
                children[parent].push(at);
            }
        }
        let headings = blocks.blocks.iter().zip(&statements);
        let headings: Vec<BlockHeading> =
            headings.map(|(block, statements)| heading::read(&block.source, blocks.width, statements)).collect();
        let names_units: Vec<bool> = statements.iter().map(|all| all.iter().any(Statement::names_units)).collect();
        let has_naming_child = children.iter().map(|below| below.iter().any(|child| names_units[*child])).collect();
        let heads_duties = heads_duties(&headings, &children);
        let (blocks, width) = (blocks.blocks.as_slice(), blocks.width);
        Self { blocks, statements, headings, children, names_units, has_naming_child, heads_duties, width }
    }

    /// Whether any block names units.
    #[must_use]
    pub fn names_any(&self) -> bool {
        self.names_units.contains(&true)
    }

    /// Whether block `at` names units.
    #[must_use]
    pub fn names_units(&self, at: usize) -> bool {
        self.names_units[at]
    }

    /// Returns the tasks of block `at`. `any` tells whether any block of the notice names units.
    #[must_use]
    pub fn block_tasks(&self, at: usize, any: bool) -> BlockTasks {
        if self.blocks[at].level.is_none() {
            return BlockTasks::Nothing;
        }
        if self.closes_group(at) || self.heads_parts(at) {
            return BlockTasks::One { kind: TaskKind::Task, with_children: true };
        }
        if !self.children[at].is_empty() {
            let group = BlockTasks::One { kind: TaskKind::Group, with_children: false };
            return if self.names_units(at) { group } else { BlockTasks::Nothing };
        }
        let duties = self.duties(at);
        if !duties.is_empty() {
            return BlockTasks::Paragraphs(TaskKind::Duty, duties);
        }
        let Some(kind) = self.leaf_kind(at, any) else {
            return BlockTasks::Nothing;
        };
        let paragraphs = self.paragraphs(at);
        if paragraphs.is_empty() {
            BlockTasks::One { kind, with_children: false }
        } else {
            BlockTasks::Paragraphs(kind, paragraphs)
        }
    }

    /// Whether the blocks below share one list of units, which ends the last of them.
    fn closes_group(&self, at: usize) -> bool {
        let children = &self.children[at];
        let Some((last, others)) = children.split_last().filter(|(_, others)| !others.is_empty()) else {
            return false;
        };
        let is_leaf = |child: &usize| self.children[*child].is_empty();
        // In a chapter, only a list on a line of its own is meant for all. Otherwise the other blocks just name no
        // units.
        let is_apart = || {
            let source = &self.blocks[*last].source;
            self.statements[*last].first().is_some_and(|statement| {
                statement.form == StatementForm::Labelled && source.begins_line(statement.range.start)
            })
        };
        children.iter().all(is_leaf)
            && (self.blocks[at].level >= Some(HeadingLevel::Section) || is_apart())
            && self.names_units(*last)
            && !self.names_units(at)
            && !others.iter().any(|child| self.names_units(*child))
    }

    /// Whether the heading names the units, and the blocks below are only its parts （1）, （2）.
    fn heads_parts(&self, at: usize) -> bool {
        let children = &self.children[at];
        let is_part = |child: &usize| self.blocks[*child].level >= Some(HeadingLevel::Sub) && !self.names_units(*child);
        !children.is_empty() && self.names_units(at) && children.iter().all(is_part)
    }

    /// The kind of a block without blocks below.
    fn leaf_kind(&self, at: usize, any: bool) -> Option<TaskKind> {
        let chapter = self.chapter(at);
        let kind = if chapter == Chapter::Safeguards { TaskKind::Safeguard } else { TaskKind::Task };
        if self.names_units(at) {
            return Some(kind);
        }
        if !own_duties(&self.headings[at]).is_empty() || self.unit_above(at).is_some() {
            return Some(TaskKind::Duty);
        }
        let parent = self.blocks[at].parent;
        let among_tasks = parent.is_some_and(|parent| self.has_naming_child[parent] || self.names_units(parent));
        let is_measure = if any { among_tasks } else { chapter == Chapter::Measures && parent.is_some() };
        (is_measure && self.blocks[at].source.len() > 3).then_some(kind)
    }

    fn chapter(&self, at: usize) -> Chapter {
        let mut chapter = Chapter::Measures;
        let mut above = Some(at);
        while let Some(here) = above {
            let has = |words: &[&str]| words.iter().any(|word| self.headings[here].title.contains(word));
            let parent = self.blocks[here].parent;
            if here != at || parent.is_none() {
                if has(&SAFEGUARDS) {
                    chapter = Chapter::Safeguards;
                } else if has(&GENERAL) {
                    chapter = Chapter::General;
                }
            }
            above = parent;
        }
        chapter
    }

    /// The unit that the heading above names, if the block is one of its duties.
    #[must_use]
    pub fn unit_above(&self, at: usize) -> Option<Unit> {
        let parent = self.blocks[at].parent?;
        let unit = || Unit { name: self.headings[parent].title.clone(), at: self.blocks[parent].source.spot(0) };
        self.heads_duties[parent].then(unit)
    }

    /// The time of the phase that a block belongs to: （二）集中整治阶段（2027年4月至10月）
    #[must_use]
    pub fn phase(&self, at: usize) -> Option<Quote> {
        let mut above = Some(at);
        while let Some(here) = above {
            let title: Vec<char> = self.headings[here].title.chars().collect();
            let open = title.iter().position(|c| brackets::is_opening(*c));
            let above_title = self.blocks[here].parent.map_or("", |parent| self.headings[parent].title.as_str());
            let is_phase = self.headings[here].title.contains("阶段")
                || ["步骤", "阶段", "进度", "时间安排"].iter().any(|word| above_title.contains(word));
            if let Some(open) = open.filter(|_| is_phase)
                && let Some(close) = brackets::closing(&title, open, title.len())
                && title[open..close].iter().any(|c| "年月".contains(*c))
            {
                return Some(self.blocks[here].source.quote(open + 1..close));
            }
            above = self.blocks[here].parent;
        }
        None
    }

    /// Finds units with their duties, in unnumbered lines: 县甲局：负责…
    fn duties(&self, at: usize) -> Vec<Range<usize>> {
        let source = &self.blocks[at].source;
        if self.names_units[at] || self.blocks[at].level > Some(HeadingLevel::Section) {
            return Vec::new();
        }
        let mut begins: Vec<usize> = Vec::new();
        let mut line = source.next_line(1);
        while line < source.len() {
            let head = &source.chars()[line..(line + DUTY_HEAD_MAX).min(source.len())];
            let colon = head.iter().position(|c| labels::is_colon(*c));
            if colon.is_some_and(|colon| !units_alone(&head[..colon]).is_empty()) {
                begins.push(line);
            }
            line = source.next_line(line + 1);
        }
        if begins.len() < 2 {
            return Vec::new();
        }
        let ends = begins.iter().skip(1).copied().chain([source.len()]);
        begins.iter().zip(ends).map(|(begin, end)| *begin..end).collect()
    }

    /// Finds tasks without numbers: paragraphs below a heading, each of which ends with its list of units.
    fn paragraphs(&self, at: usize) -> Vec<Range<usize>> {
        let source = &self.blocks[at].source;
        let heading = heading::read(source, self.width, &[]);
        let statements = &self.statements[at];
        let is_apart = |end: usize| end == source.len() || source.begins_line(end);
        let is_chapter = self.blocks[at].level <= Some(HeadingLevel::Section);
        let ends_bare = heading.end > 0 && !"。：:！？".contains(source.chars()[heading.end - 1]);
        let heads_alone = is_chapter && ends_bare && source.begins_line(heading.end);
        if statements.len() < 2 || !heads_alone || !statements.iter().all(|statement| is_apart(statement.range.end)) {
            return Vec::new();
        }
        let mut from = heading.end;
        let cut = |statement: &Statement| {
            let paragraph = from..statement.range.end;
            from = paragraph.end;
            paragraph
        };
        let paragraphs: Vec<Range<usize>> = statements.iter().map(cut).collect();
        // Two lists in a row belong to the same paragraph.
        let has_text =
            paragraphs.iter().zip(statements).all(|(paragraph, statement)| statement.range.start > paragraph.start + 4);
        if has_text { paragraphs } else { Vec::new() }
    }
}

/// Finds headings that are names of units. There must be at least two below the same heading.
fn heads_duties(headings: &[BlockHeading], children: &[Vec<usize>]) -> Vec<bool> {
    let is_name: Vec<bool> =
        headings.iter().map(|heading| names::heads_duties(&heading.title.chars().collect::<Vec<_>>())).collect();
    let mut heads = vec![false; headings.len()];
    for below in children {
        if below.iter().filter(|child| is_name[**child]).count() >= 2 {
            for child in below {
                heads[*child] = is_name[*child];
            }
        }
    }
    heads
}

/// Returns the units whose duties follow this heading: 县甲局、县乙局：负责…
#[must_use]
pub fn own_duties(heading: &BlockHeading) -> Vec<String> {
    let title: Vec<char> = heading.title.chars().collect();
    if heading.ends_with_colon { units_alone(&title) } else { Vec::new() }
}

/// Returns the names, if the words consist of nothing else.
fn units_alone(words: &[char]) -> Vec<String> {
    let listing = lists::read(words, 0..words.len());
    if !listing.doubtful.is_empty() || listing.has_verb {
        return Vec::new();
    }
    listing.names.iter().map(|name| words[name.range.clone()].iter().collect()).collect()
}
