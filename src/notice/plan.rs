//! Stage 4: blocks, tables and statements -> tasks in order, with sections, townships, proposals and findings.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::domain::plan::Role;

use super::blocks::Blocks;
use super::draft::{Draft, Finding, Kind, Section, Spot, TaskDraft, Unit};
use super::flow::Flow;
use super::heading;
use super::items;
use super::names;
use super::outline::{self, Entry, Outline};
use super::rows::Row;
use super::said::Said;
use super::statement::Statement;
use super::statements;
use super::task::{self, NO_UNITS};

/// No notice has more tasks.
const TASKS_MAX: usize = 1000;

/// A heading with units for those below it has no longer text of its own.
const GROUP_MAX: usize = 2000;

/// Adds tasks, sections and findings to a draft that has the facts of the notice's head.
#[must_use]
pub fn build(blocks: &Blocks, draft: Draft) -> Draft {
    let outline = Outline::new(blocks);
    let mut planner =
        Planner { outline: &outline, blocks, built: draft, said: Said::default(), sections: HashMap::new() };
    planner.built.findings.extend(blocks.findings.iter().cloned());
    planner.read_all();
    let Planner { mut built, said, .. } = planner;
    built.findings.extend(said.findings());
    (built.rules, built.blankets) = (said.rules, said.blankets);
    find_townships(&mut built);
    number(&mut built.tasks);
    spread_blankets(&mut built);
    items::propose(&mut built);
    tell_doubts(&mut built);
    built.findings.sort_by_key(|finding| finding.line);
    built
}

struct Planner<'a> {
    outline: &'a Outline<'a>,
    blocks: &'a Blocks,
    built: Draft,
    said: Said,
    /// Sections by what they are called.
    sections: HashMap<String, usize>,
}

impl Planner<'_> {
    /// Reads blocks and tables in the order of the text: rules hold from where they are said.
    fn read_all(&mut self) {
        let any = self.outline.names_any() || !self.blocks.tables.is_empty();
        let mut tables = self.blocks.tables.iter().peekable();
        let mut is_part = vec![false; self.blocks.blocks.len()];
        for at in 0..self.blocks.blocks.len() {
            let block = &self.blocks.blocks[at];
            while let Some(table) =
                tables.next_if(|table| table.rows.first().is_none_or(|row| row.lines.0 < block.lines.0))
            {
                for row in &table.rows {
                    self.row(row);
                }
            }
            if is_part[at] {
                continue;
            }
            self.said.hear(&block.flow);
            if self.is_full(block.lines.0) {
                return;
            }
            match self.outline.entry(at, any) {
                Entry::Nothing => {}
                Entry::One { kind, with_children } => {
                    if with_children {
                        for child in &self.outline.children[at] {
                            is_part[*child] = true;
                            self.said.hear(&self.blocks.blocks[*child].flow);
                        }
                    }
                    self.task(at, kind, with_children);
                }
                Entry::Paragraphs(kind, paragraphs) => {
                    for paragraph in paragraphs {
                        self.paragraph(at, paragraph, kind);
                    }
                }
            }
        }
        for row in tables.flat_map(|table| &table.rows) {
            self.row(row);
        }
        if self.built.tasks.iter().all(|task| task.leads.is_empty() && task.partners.is_empty()) {
            self.tell_no_units();
        }
    }

    /// Whether the most tasks were read; says so once.
    fn is_full(&mut self, line: u32) -> bool {
        let is_full = self.built.tasks.len() >= TASKS_MAX;
        if is_full {
            let text = format!("任务超过{TASKS_MAX}项，从这里起没有再读。请把文件分开导入。");
            self.built.findings.push(Finding { line, task: None, text });
        }
        is_full
    }

    fn task(&mut self, at: usize, kind: Kind, with_children: bool) {
        let outline = self.outline;
        let block = &outline.blocks[at];
        let mut flow = block.flow.clone();
        let mut statements = outline.statements[at].clone();
        let mut lines = block.lines;
        if with_children {
            for child in &outline.children[at] {
                let below = &outline.blocks[*child];
                flow.append(&Flow::of_line(below.lines.0, (1..).zip(below.label.chars())));
                let shift = flow.len();
                flow.append(&below.flow);
                statements.extend(outline.statements[*child].iter().map(|one| one.shifted(shift)));
                lines.1 = below.lines.1;
            }
        }
        let heading = &outline.headings[at];
        let mut task = task::read(&flow, &statements, heading, kind, &self.said.rules);
        if task.unit_lists.is_empty() {
            self.inherit(at, &mut task);
        }
        if task.deadline.is_none() {
            task.deadline = outline.phase(at);
        }
        task.label.clone_from(&block.label);
        task.lines = lines;
        task.section = block.parent.map(|parent| self.section_of(parent));
        self.built.tasks.push(task);
    }

    /// The units of a block that names none in a list: its own title, or those of the heading above.
    fn inherit(&self, at: usize, task: &mut TaskDraft) {
        let outline = self.outline;
        let own = outline::own_duties(&outline.headings[at]);
        if let Some(unit) = outline.unit_above(at) {
            task.leads = vec![unit];
        } else if !own.is_empty() {
            let spot = outline.blocks[at].flow.spot(0);
            task.leads = own.into_iter().map(|name| Unit { name, at: spot }).collect();
        } else if let Some(parent) = outline.blocks[at].parent.filter(|parent| self.heads_group(*parent)) {
            let (flow, statements) = (&outline.blocks[parent].flow, &outline.statements[parent]);
            let above = task::read(flow, statements, &outline.headings[parent], Kind::Group, &self.said.rules);
            (task.leads, task.partners, task.parted) = (above.leads, above.partners, above.parted);
            task.unit_lists = above.unit_lists;
        } else {
            return;
        }
        task.doubts.retain(|doubt| doubt != NO_UNITS);
    }

    fn heads_group(&self, at: usize) -> bool {
        self.outline.names_units(at) && self.outline.blocks[at].flow.len() <= GROUP_MAX
    }

    fn paragraph(&mut self, at: usize, range: Range<usize>, kind: Kind) {
        let flow = self.outline.blocks[at].flow.slice(range);
        let statements: Vec<Statement> = statements::find(&flow, self.blocks.width);
        let heading = heading::of(&flow, self.blocks.width, &statements);
        let mut task = task::read(&flow, &statements, &heading, kind, &self.said.rules);
        if kind == Kind::Duty {
            let unit = |name: String| Unit { name, at: flow.spot(0) };
            task.leads = outline::own_duties(&heading).into_iter().map(unit).collect();
            task.doubts.clear();
        } else {
            task.doubts.push("原文没有编号，按段落分开，请核对。".to_owned());
        }
        task.lines = (flow.spot(0).line, flow.spot(flow.len().saturating_sub(1)).line);
        task.section = Some(self.section_of(at));
        self.built.tasks.push(task);
    }

    fn row(&mut self, row: &Row) {
        if self.built.tasks.len() >= TASKS_MAX {
            return;
        }
        let mut task = task::of_row(row, &self.said.rules);
        if task.title.is_empty() && task.leads.is_empty() && task.partners.is_empty() {
            return;
        }
        task.section = row.section.as_ref().map(|title| self.section("", title, Spot { line: row.lines.0, column: 1 }));
        self.built.tasks.push(task);
    }

    fn section_of(&mut self, block: usize) -> usize {
        let (block, heading) = (&self.outline.blocks[block], &self.outline.headings[block]);
        self.section(&block.label, &heading.title, block.flow.spot(0))
    }

    fn section(&mut self, label: &str, title: &str, at: Spot) -> usize {
        // Headings of the text are told apart by their lines; rows of a table repeat their group's title.
        let key = if label.is_empty() { title.to_owned() } else { format!("{label}{title}{}", at.line) };
        let sections = &mut self.built.sections;
        *self.sections.entry(key).or_insert_with(|| {
            sections.push(Section { label: label.to_owned(), title: title.to_owned(), at });
            sections.len() - 1
        })
    }

    fn tell_no_units(&mut self) {
        const ANNEXES: [&str; 7] = ["任务分解", "任务分工", "责任分解", "责任清单", "分工方案", "分解表", "分工表"];
        let annex = self.blocks.blocks.iter().find(|block| {
            let words = block.flow.text(0..block.flow.len());
            words.contains("附件") && ANNEXES.iter().any(|annex| words.contains(annex))
        });
        let (line, text) = match annex {
            Some(block) => {
                (block.lines.1, "正文没有写责任单位，它们在附件的分工表里，这份文件没有收录附件。请补上附件再导入。")
            }
            None => (1, "全文没有写责任单位。谁来办，请对照正文逐项填写。"),
        };
        self.built.findings.push(Finding { line, task: None, text: text.to_owned() });
    }
}

/// The townships' part in each task, and the words that mean townships.
fn find_townships(draft: &mut Draft) {
    let mut known: HashSet<String> = HashSet::new();
    for task in &mut draft.tasks {
        let is_township = |unit: &&Unit| names::means_townships(&unit.name);
        let (lead, partner) = (task.leads.iter().find(is_township), task.partners.iter().find(is_township));
        task.role = match (lead, partner) {
            (Some(_), _) => Role::Lead,
            (None, Some(_)) => Role::Partner,
            (None, None) => Role::None,
        };
        for unit in task.leads.iter().chain(&task.partners).filter(is_township) {
            if known.insert(unit.name.clone()) {
                draft.townships_named.push(unit.name.clone());
            }
        }
        // A safeguard or duty that binds townships is a task for them.
        if matches!(task.kind, Kind::Safeguard | Kind::Duty) && task.role != Role::None {
            task.kind = Kind::Task;
        }
    }
}

/// Tasks are numbered in the order of the text; what is no task follows behind the last of them.
fn number(tasks: &mut [TaskDraft]) {
    tasks.sort_by_key(|task| (task.kind != Kind::Task, task.lines.0));
    for (task, no) in tasks.iter_mut().zip(1..) {
        task.no = no;
    }
}

/// Blanket sentences bind every task below them, or above.
fn spread_blankets(draft: &mut Draft) {
    for blanket in &draft.blankets {
        let is_township = |unit: &&String| names::means_townships(unit);
        for unit in blanket.units.iter().filter(is_township) {
            if !draft.townships_named.contains(unit) {
                draft.townships_named.push(unit.clone());
            }
        }
        let is_bound = |task: &&mut TaskDraft| {
            task.kind == Kind::Task && (task.lines.0 > blanket.quote.at.line) != blanket.is_above
        };
        for task in draft.tasks.iter_mut().filter(is_bound) {
            for unit in &blanket.units {
                let is_named = task.leads.iter().chain(&task.partners).any(|named| named.name == *unit);
                if !is_named && !task.by_blanket.contains(unit) {
                    task.by_blanket.push(unit.clone());
                }
            }
            if task.role == Role::None && task.by_blanket.iter().any(|unit| is_township(&unit)) {
                task.role = Role::Partner;
            }
        }
    }
}

/// A finding for each doubt; none where no task names units, which one finding says.
fn tell_doubts(draft: &mut Draft) {
    if draft.tasks.iter().all(|task| task.leads.is_empty() && task.partners.is_empty()) {
        return;
    }
    for task in &draft.tasks {
        for doubt in &task.doubts {
            let text = format!("{}{}：{doubt}", task.label, task.title);
            draft.findings.push(Finding { line: task.lines.0, task: Some(task.no), text });
        }
    }
}
