//! Stage 4: builds the tasks from blocks, tables and statements, with sections, townships, proposed items and
//! findings.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::domain::plan::Role;

use super::blocks::Blocks;
use super::draft::{NoticeDraft, NoticeFinding, Section, TaskDraft, TaskKind, TextPosition, Unit};
use super::heading;
use super::items;
use super::list_notes::ListNotes;
use super::names;
use super::outline::{self, BlockTasks, Outline};
use super::source_text::SourceText;
use super::statement::Statement;
use super::statement_finder;
use super::task::{self, NO_UNITS};
use super::task_table::TaskRow;

/// The most tasks to read.
const TASKS_MAX: usize = 1000;

/// The longest text of a group heading whose units apply to the tasks below.
const GROUP_MAX: usize = 2000;

/// Adds tasks, sections and findings to a draft that has the facts from the notice's head.
#[must_use]
pub fn build(blocks: &Blocks, draft: NoticeDraft) -> NoticeDraft {
    let outline = Outline::new(blocks);
    let mut builder =
        DraftBuilder { outline: &outline, blocks, draft, notes: ListNotes::default(), sections: HashMap::new() };
    builder.draft.findings.extend(blocks.findings.iter().cloned());
    builder.read_all();
    let DraftBuilder { mut draft, notes, .. } = builder;
    draft.findings.extend(notes.findings());
    (draft.rules, draft.blankets) = (notes.rules, notes.blankets);
    find_townships(&mut draft);
    number_tasks(&mut draft.tasks);
    apply_blankets(&mut draft);
    items::propose(&mut draft);
    report_doubts(&mut draft);
    draft.findings.sort_by_key(|finding| finding.line);
    draft
}

struct DraftBuilder<'a> {
    outline: &'a Outline<'a>,
    blocks: &'a Blocks,
    draft: NoticeDraft,
    notes: ListNotes,
    /// Indexes into the draft's sections, by number, title and line.
    sections: HashMap<String, usize>,
}

impl DraftBuilder<'_> {
    /// Reads blocks and tables in the order of the text, because a reading rule applies from its sentence on.
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
            self.notes.read_sentences(&block.source);
            if self.is_full(block.lines.0) {
                return;
            }
            match self.outline.block_tasks(at, any) {
                BlockTasks::Nothing => {}
                BlockTasks::One { kind, with_children } => {
                    if with_children {
                        for child in &self.outline.children[at] {
                            is_part[*child] = true;
                            self.notes.read_sentences(&self.blocks.blocks[*child].source);
                        }
                    }
                    self.task(at, kind, with_children);
                }
                BlockTasks::Paragraphs(kind, paragraphs) => {
                    for paragraph in paragraphs {
                        self.paragraph(at, paragraph, kind);
                    }
                }
            }
        }
        for row in tables.flat_map(|table| &table.rows) {
            self.row(row);
        }
        if self.draft.tasks.iter().all(|task| task.leads.is_empty() && task.partners.is_empty()) {
            self.report_no_units();
        }
    }

    /// Whether the limit of tasks is reached. Adds a finding then.
    fn is_full(&mut self, line: u32) -> bool {
        let is_full = self.draft.tasks.len() >= TASKS_MAX;
        if is_full {
            let text = format!("任务超过{TASKS_MAX}项，从这里起没有再读。请把文件分开导入。");
            self.draft.findings.push(NoticeFinding { line, task: None, text });
        }
        is_full
    }

    fn task(&mut self, at: usize, kind: TaskKind, with_children: bool) {
        let outline = self.outline;
        let block = &outline.blocks[at];
        let mut source = block.source.clone();
        let mut statements = outline.statements[at].clone();
        let mut lines = block.lines;
        if with_children {
            for child in &outline.children[at] {
                let below = &outline.blocks[*child];
                source.append(&SourceText::of_line(below.lines.0, (1..).zip(below.label.chars())));
                let shift = source.len();
                source.append(&below.source);
                statements.extend(outline.statements[*child].iter().map(|one| one.shifted(shift)));
                lines.1 = below.lines.1;
            }
        }
        let heading = &outline.headings[at];
        let mut task = task::read(&source, &statements, heading, kind, &self.notes.rules);
        if task.unit_lists.is_empty() {
            self.inherit_units(at, &mut task);
        }
        if task.deadline.is_none() {
            task.deadline = outline.phase(at);
        }
        task.label.clone_from(&block.label);
        task.lines = lines;
        task.section = block.parent.map(|parent| self.section_of(parent));
        self.draft.tasks.push(task);
    }

    /// Finds units for a block whose text lists none: in its own title, or in the heading above.
    fn inherit_units(&self, at: usize, task: &mut TaskDraft) {
        let outline = self.outline;
        let own = outline::own_duties(&outline.headings[at]);
        if let Some(unit) = outline.unit_above(at) {
            task.leads = vec![unit];
        } else if !own.is_empty() {
            let spot = outline.blocks[at].source.spot(0);
            task.leads = own.into_iter().map(|name| Unit { name, at: spot }).collect();
        } else if let Some(parent) = outline.blocks[at].parent.filter(|parent| self.heads_group(*parent)) {
            let (source, statements) = (&outline.blocks[parent].source, &outline.statements[parent]);
            let above = task::read(source, statements, &outline.headings[parent], TaskKind::Group, &self.notes.rules);
            (task.leads, task.partners, task.parted) = (above.leads, above.partners, above.parted);
            task.unit_lists = above.unit_lists;
        } else {
            return;
        }
        task.doubts.retain(|doubt| doubt != NO_UNITS);
    }

    fn heads_group(&self, at: usize) -> bool {
        self.outline.names_units(at) && self.outline.blocks[at].source.len() <= GROUP_MAX
    }

    fn paragraph(&mut self, at: usize, range: Range<usize>, kind: TaskKind) {
        let source = self.outline.blocks[at].source.slice(range);
        let statements: Vec<Statement> = statement_finder::find(&source, self.blocks.width);
        let heading = heading::read(&source, self.blocks.width, &statements);
        let mut task = task::read(&source, &statements, &heading, kind, &self.notes.rules);
        if kind == TaskKind::Duty {
            let unit = |name: String| Unit { name, at: source.spot(0) };
            task.leads = outline::own_duties(&heading).into_iter().map(unit).collect();
            task.doubts.clear();
        } else {
            task.doubts.push("原文没有编号，按段落分开，请核对。".to_owned());
        }
        task.lines = (source.spot(0).line, source.spot(source.len().saturating_sub(1)).line);
        task.section = Some(self.section_of(at));
        self.draft.tasks.push(task);
    }

    fn row(&mut self, row: &TaskRow) {
        if self.draft.tasks.len() >= TASKS_MAX {
            return;
        }
        let mut task = task::from_row(row, &self.notes.rules);
        if task.title.is_empty() && task.leads.is_empty() && task.partners.is_empty() {
            return;
        }
        task.section =
            row.section.as_ref().map(|title| self.section("", title, TextPosition { line: row.lines.0, column: 1 }));
        self.draft.tasks.push(task);
    }

    fn section_of(&mut self, block: usize) -> usize {
        let (block, heading) = (&self.outline.blocks[block], &self.outline.headings[block]);
        self.section(&block.label, &heading.title, block.source.spot(0))
    }

    fn section(&mut self, label: &str, title: &str, at: TextPosition) -> usize {
        // The line tells apart two headings of the text with the same title. Rows of a table repeat their group's
        // title.
        let key = if label.is_empty() { title.to_owned() } else { format!("{label}{title}{}", at.line) };
        let sections = &mut self.draft.sections;
        *self.sections.entry(key).or_insert_with(|| {
            sections.push(Section { label: label.to_owned(), title: title.to_owned(), at });
            sections.len() - 1
        })
    }

    fn report_no_units(&mut self) {
        const ANNEXES: [&str; 7] = ["任务分解", "任务分工", "责任分解", "责任清单", "分工方案", "分解表", "分工表"];
        let annex = self.blocks.blocks.iter().find(|block| {
            let words = block.source.text(0..block.source.len());
            words.contains("附件") && ANNEXES.iter().any(|annex| words.contains(annex))
        });
        let (line, text) = match annex {
            Some(block) => {
                (block.lines.1, "正文没有写责任单位，它们在附件的分工表里，这份文件没有收录附件。请补上附件再导入。")
            }
            None => (1, "全文没有写责任单位。谁来办，请对照正文逐项填写。"),
        };
        self.draft.findings.push(NoticeFinding { line, task: None, text: text.to_owned() });
    }
}

/// Finds the townships' role in each task, and the names that mean townships.
fn find_townships(draft: &mut NoticeDraft) {
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
        // A safeguard or duty of townships is a task for them.
        if matches!(task.kind, TaskKind::Safeguard | TaskKind::Duty) && task.role != Role::None {
            task.kind = TaskKind::Task;
        }
    }
}

/// Numbers the tasks in the order of the text, then the other kinds.
fn number_tasks(tasks: &mut [TaskDraft]) {
    tasks.sort_by_key(|task| (task.kind != TaskKind::Task, task.lines.0));
    for (task, no) in tasks.iter_mut().zip(1..) {
        task.no = no;
    }
}

/// Adds the units of blanket sentences to the tasks below them, or above.
fn apply_blankets(draft: &mut NoticeDraft) {
    for blanket in &draft.blankets {
        let is_township = |unit: &&String| names::means_townships(unit);
        for unit in blanket.units.iter().filter(is_township) {
            if !draft.townships_named.contains(unit) {
                draft.townships_named.push(unit.clone());
            }
        }
        let is_bound = |task: &&mut TaskDraft| {
            task.kind == TaskKind::Task && (task.lines.0 > blanket.quote.at.line) != blanket.is_above
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

/// Adds a finding for each doubt. If no task has units, a single finding says so already.
fn report_doubts(draft: &mut NoticeDraft) {
    if draft.tasks.iter().all(|task| task.leads.is_empty() && task.partners.is_empty()) {
        return;
    }
    for task in &draft.tasks {
        for doubt in &task.doubts {
            let text = format!("{}{}：{doubt}", task.label, task.title);
            draft.findings.push(NoticeFinding { line: task.lines.0, task: Some(task.no), text });
        }
    }
}
