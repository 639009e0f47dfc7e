//! Stage 4: what each block is: a task, a heading with units of its own, a unit with its duties, or nothing to be done.

use std::ops::Range;

use super::blocks::{Block, Blocks};
use super::brackets;
use super::draft::{Kind, Quote, Unit};
use super::heading::{self, Heading};
use super::labels;
use super::lists;
use super::marks::Level;
use super::names;
use super::statement::{Form, Statement};
use super::statements;

/// The blocks with all that their places in the tree are judged by.
pub struct Outline<'a> {
    /// The blocks.
    pub blocks: &'a [Block],
    /// For each block its statements.
    pub statements: Vec<Vec<Statement>>,
    /// For each block its heading.
    pub headings: Vec<Heading>,
    /// For each block those directly below it.
    pub children: Vec<Vec<usize>>,
    /// For each block whether it names units.
    names_units: Vec<bool>,
    /// For each block whether any directly below it names units.
    has_naming_child: Vec<bool>,
    /// For each block whether its heading is the name of a unit, one of several beside it.
    heads_duties: Vec<bool>,
    width: usize,
}

/// What a block gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// Nothing.
    Nothing,
    /// One entry; the blocks below it may be parts of it.
    One {
        /// What it is.
        kind: Kind,
        /// Whether the blocks below are its text.
        with_children: bool,
    },
    /// A task a paragraph, none with a number.
    Paragraphs(Kind, Vec<Range<usize>>),
}

/// What the chapters above a block are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Chapter {
    General,
    Measures,
    Safeguards,
}

/// Names in front of their duties take no more characters.
const DUTY_HEAD_MAX: usize = 30;

/// Words of chapters that hold no tasks.
const GENERAL: [&str; 7] = ["总体", "指导思想", "目标", "基本原则", "组织机构", "组织体系", "工作原则"];

/// Words of chapters of safeguards. 要素保障 is a task.
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
    /// Finds statements and headings.
    #[must_use]
    pub fn new(blocks: &'a Blocks) -> Self {
        let mut statements: Vec<Vec<Statement>> =
            blocks.blocks.iter().map(|block| statements::find(&block.flow, blocks.width)).collect();
        // Bare lists are believed where they are how this notice names units. Beside labels and verbs only a list of
        // several that ends its block may be one, and is doubted.
        let count = |forms: &[Form]| statements.iter().flatten().filter(|one| forms.contains(&one.form)).count();
        if count(&[Form::Bare]) < count(&[Form::Labelled, Form::Verbs]) {
            for (all, block) in statements.iter_mut().zip(&blocks.blocks) {
                let may_be_one = |one: &Statement| one.counts_units() > 1 && one.range.end == block.flow.len();
                all.retain(|one| one.form != Form::Bare || may_be_one(one));
                for one in all.iter_mut().filter(|one| one.form == Form::Bare) {
                    one.is_unsure = true;
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
        let headings: Vec<Heading> =
            headings.map(|(block, statements)| heading::of(&block.flow, blocks.width, statements)).collect();
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

    /// Whether the block itself names units.
    #[must_use]
    pub fn names_units(&self, at: usize) -> bool {
        self.names_units[at]
    }

    /// What the block gives; `any` is whether any block of the notice names units.
    #[must_use]
    pub fn entry(&self, at: usize, any: bool) -> Entry {
        if self.blocks[at].level.is_none() {
            return Entry::Nothing;
        }
        if self.closes_group(at) || self.heads_parts(at) {
            return Entry::One { kind: Kind::Task, with_children: true };
        }
        if !self.children[at].is_empty() {
            let group = Entry::One { kind: Kind::Group, with_children: false };
            return if self.names_units(at) { group } else { Entry::Nothing };
        }
        let duties = self.duties(at);
        if !duties.is_empty() {
            return Entry::Paragraphs(Kind::Duty, duties);
        }
        let Some(kind) = self.leaf(at, any) else {
            return Entry::Nothing;
        };
        let paragraphs = self.paragraphs(at);
        if paragraphs.is_empty() {
            Entry::One { kind, with_children: false }
        } else {
            Entry::Paragraphs(kind, paragraphs)
        }
    }

    /// Whether measures below share the list that closes the last of them, and no other has one.
    fn closes_group(&self, at: usize) -> bool {
        let children = &self.children[at];
        let Some((last, others)) = children.split_last().filter(|(_, others)| !others.is_empty()) else {
            return false;
        };
        let is_leaf = |child: &usize| self.children[*child].is_empty();
        // Below a chapter only a list on a line of its own is meant for all: else the others just name nobody.
        let is_apart = || {
            let flow = &self.blocks[*last].flow;
            self.statements[*last]
                .first()
                .is_some_and(|one| one.form == Form::Labelled && flow.begins_line(one.range.start))
        };
        children.iter().all(is_leaf)
            && (self.blocks[at].level >= Some(Level::Section) || is_apart())
            && self.names_units(*last)
            && !self.names_units(at)
            && !others.iter().any(|child| self.names_units(*child))
    }

    /// Whether the units are named at the heading, and what is below are but its parts: （1） （2）.
    fn heads_parts(&self, at: usize) -> bool {
        let children = &self.children[at];
        let is_part = |child: &usize| self.blocks[*child].level >= Some(Level::Sub) && !self.names_units(*child);
        !children.is_empty() && self.names_units(at) && children.iter().all(is_part)
    }

    /// What a block is that has none below it.
    fn leaf(&self, at: usize, any: bool) -> Option<Kind> {
        let chapter = self.chapter(at);
        let kind = if chapter == Chapter::Safeguards { Kind::Safeguard } else { Kind::Task };
        if self.names_units(at) {
            return Some(kind);
        }
        if !own_duties(&self.headings[at]).is_empty() || self.unit_above(at).is_some() {
            return Some(Kind::Duty);
        }
        let parent = self.blocks[at].parent;
        let among_tasks = parent.is_some_and(|parent| self.has_naming_child[parent] || self.names_units(parent));
        let is_measure = if any { among_tasks } else { chapter == Chapter::Measures && parent.is_some() };
        (is_measure && self.blocks[at].flow.len() > 3).then_some(kind)
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

    /// The unit whose duties a block is among: the heading above is its name, as others beside that are.
    #[must_use]
    pub fn unit_above(&self, at: usize) -> Option<Unit> {
        let parent = self.blocks[at].parent?;
        let unit = || Unit { name: self.headings[parent].title.clone(), at: self.blocks[parent].flow.spot(0) };
        self.heads_duties[parent].then(unit)
    }

    /// The time of the phase that a block is or belongs to: （二）集中整治阶段（2027年4月至10月）
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
                return Some(self.blocks[here].flow.quote(open + 1..close));
            }
            above = self.blocks[here].parent;
        }
        None
    }

    /// Units with their duties, a line each and none with a number: 县甲局：负责…
    fn duties(&self, at: usize) -> Vec<Range<usize>> {
        let flow = &self.blocks[at].flow;
        if self.names_units[at] || self.blocks[at].level > Some(Level::Section) {
            return Vec::new();
        }
        let mut begins: Vec<usize> = Vec::new();
        let mut line = flow.next_line(1);
        while line < flow.len() {
            let head = &flow.chars()[line..(line + DUTY_HEAD_MAX).min(flow.len())];
            let colon = head.iter().position(|c| labels::is_colon(*c));
            if colon.is_some_and(|colon| !units_alone(&head[..colon]).is_empty()) {
                begins.push(line);
            }
            line = flow.next_line(line + 1);
        }
        if begins.len() < 2 {
            return Vec::new();
        }
        let ends = begins.iter().skip(1).copied().chain([flow.len()]);
        begins.iter().zip(ends).map(|(begin, end)| *begin..end).collect()
    }

    /// Tasks without numbers: paragraphs below a heading on a line of its own, each closed by its list.
    fn paragraphs(&self, at: usize) -> Vec<Range<usize>> {
        let flow = &self.blocks[at].flow;
        let heading = heading::of(flow, self.width, &[]);
        let statements = &self.statements[at];
        let is_apart = |end: usize| end == flow.len() || flow.begins_line(end);
        let is_chapter = self.blocks[at].level <= Some(Level::Section);
        let ends_bare = heading.end > 0 && !"。：:！？".contains(flow.chars()[heading.end - 1]);
        let heads_alone = is_chapter && ends_bare && flow.begins_line(heading.end);
        if statements.len() < 2 || !heads_alone || !statements.iter().all(|one| is_apart(one.range.end)) {
            return Vec::new();
        }
        let mut from = heading.end;
        let cut = |one: &Statement| {
            let paragraph = from..one.range.end;
            from = paragraph.end;
            paragraph
        };
        let paragraphs: Vec<Range<usize>> = statements.iter().map(cut).collect();
        // Two lists behind one another close the same paragraph.
        let has_text = paragraphs.iter().zip(statements).all(|(paragraph, one)| one.range.start > paragraph.start + 4);
        if has_text { paragraphs } else { Vec::new() }
    }
}

/// The headings that are names of units, two at least below one heading.
fn heads_duties(headings: &[Heading], children: &[Vec<usize>]) -> Vec<bool> {
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

/// The units whose duties a text with this heading holds: 县甲局、县乙局：负责…
#[must_use]
pub fn own_duties(heading: &Heading) -> Vec<String> {
    let title: Vec<char> = heading.title.chars().collect();
    if heading.ends_with_colon { units_alone(&title) } else { Vec::new() }
}

/// The names in words that are names and nothing else.
fn units_alone(words: &[char]) -> Vec<String> {
    let listing = lists::read(words, 0..words.len());
    if !listing.strange.is_empty() || listing.has_verb {
        return Vec::new();
    }
    listing.names.iter().map(|name| words[name.range.clone()].iter().collect()).collect()
}
