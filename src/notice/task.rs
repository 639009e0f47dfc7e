//! Stage 4: makes a task from text with statements, or from a table's row.

use std::collections::HashSet;
use std::ops::Range;

use crate::domain::plan::Role;

use super::draft::{StatedRule, TaskDraft, TaskKind, Unit};
use super::heading::{self, BlockHeading};
use super::labels::{Label, UnitRole};
use super::lists;
use super::names;
use super::notes::ReadingRule;
use super::roles::{self, UnitsByRole};
use super::source_text::SourceText;
use super::statement::Statement;
use super::task_table::TaskRow;

/// The doubt about a task without units.
pub const NO_UNITS: &str = "没有找到责任单位。";

/// The most doubts about names in one statement.
const DOUBTS_MAX: usize = 5;

/// A task without content.
#[must_use]
pub fn empty(kind: TaskKind) -> TaskDraft {
    TaskDraft {
        no: 0,
        label: String::new(),
        title: String::new(),
        text: String::new(),
        kind,
        section: None,
        leads: Vec::new(),
        partners: Vec::new(),
        by_blanket: Vec::new(),
        parted: false,
        role: Role::None,
        deadline: None,
        items: Vec::new(),
        unit_lists: Vec::new(),
        doubts: Vec::new(),
        lines: (0, 0),
    }
}

/// Reads a task. `rules` are all reading rules of the notice; those stated before its end apply.
#[must_use]
pub fn read(
    source: &SourceText,
    statements: &[Statement],
    heading: &BlockHeading,
    kind: TaskKind,
    rules: &[StatedRule],
) -> TaskDraft {
    let text = heading::text(source, heading, statements);
    let mut task = TaskDraft { title: heading.title.clone(), text, ..empty(kind) };
    let mut groups: Vec<UnitsByRole> = Vec::new();
    for statement in statements {
        add_doubts(source, statement, &mut task.doubts);
        let mut times = statement.fields.iter().filter_map(|field| field.listing.time.as_ref());
        if let Some(deadline) = statement.deadline.as_ref().or(times.next_back()) {
            task.deadline.get_or_insert(source.quote(deadline.clone()));
        }
        if !statement.fields.is_empty() {
            let last = source.spot(statement.range.end.saturating_sub(1)).line;
            let group = roles::divide(statement, &rules_until(rules, last));
            if group.is_unseen {
                task.doubts.push("原文用字体标出牵头单位，文本里看不出来，请对照原文。".to_owned());
            }
            groups.push(group);
            task.unit_lists.push(source.quote(statement.range.clone()));
        }
    }
    merge_roles(source, &groups, &mut task);
    add_doubt_if_missing(&mut task);
    task
}

/// Reads a task from a row.
#[must_use]
pub fn from_row(row: &TaskRow, rules: &[StatedRule]) -> TaskDraft {
    let heading = match &row.title {
        Some(title) => BlockHeading { title: title.text(0..title.len()), ..BlockHeading::default() },
        None => heading::read(&row.text, 0, &[]),
    };
    let text = row.text.text(0..row.text.len());
    let mut task = TaskDraft { title: heading.title, text, lines: row.lines, ..empty(TaskKind::Task) };
    task.label.clone_from(&row.label);
    for (label, cell) in &row.fields {
        match label {
            Label::Units(role) => {
                read_cell(role_beside(*role, row), cell, &rules_until(rules, row.lines.1), &mut task);
            }
            Label::Deadline => task.deadline = (!cell.is_empty()).then(|| cell.quote(0..cell.len())),
            Label::Other => {}
        }
    }
    add_doubt_if_missing(&mut task);
    task.doubts.extend(row.doubts.iter().cloned());
    task
}

/// Beside a column 牵头单位, 责任单位 helps. Beside 配合单位, it leads.
fn role_beside(role: UnitRole, row: &TaskRow) -> UnitRole {
    let has =
        |wanted: UnitRole| row.fields.iter().any(|(label, cell)| *label == Label::Units(wanted) && !cell.is_empty());
    match role {
        UnitRole::Responsible if has(UnitRole::Lead) => UnitRole::Partner,
        UnitRole::Responsible if has(UnitRole::Partner) => UnitRole::Lead,
        role => role,
    }
}

fn read_cell(role: UnitRole, cell: &SourceText, rules: &[ReadingRule], task: &mut TaskDraft) {
    if cell.chars().iter().all(|c| "—-–/无 ".contains(*c)) {
        return;
    }
    let statement = Statement::of_cell(cell, role);
    add_doubts(cell, &statement, &mut task.doubts);
    let group = roles::divide(&statement, rules);
    task.unit_lists.push(cell.quote(0..cell.len()));
    task.parted |= group.parted;
    task.leads.extend(group.leads.into_iter().map(|range| unit(cell, range)));
    task.partners.extend(group.partners.into_iter().map(|range| unit(cell, range)));
}

/// Returns the rules stated up to a line.
fn rules_until(rules: &[StatedRule], line: u32) -> Vec<ReadingRule> {
    rules.iter().filter(|rule| rule.quote.at.line <= line).map(|rule| rule.rule).collect()
}

fn unit(source: &SourceText, range: Range<usize>) -> Unit {
    Unit { at: source.spot(range.start), name: source.text(range) }
}

/// Merges the lists of a task: the leads are the union of all leads, the partners all other units. A single
/// list that a reading rule divides stays as printed, even with a unit on both sides.
fn merge_roles(source: &SourceText, groups: &[UnitsByRole], task: &mut TaskDraft) {
    let is_one = groups.len() == 1 && groups[0].is_by_rule;
    let mut seen: HashSet<String> = HashSet::new();
    let mut add = |ranges: &[Range<usize>], units: &mut Vec<Unit>| {
        let named = ranges.iter().map(|range| unit(source, range.clone()));
        units.extend(named.filter(|unit| seen.insert(unit.name.clone()) || is_one));
    };
    for group in groups {
        add(&group.leads, &mut task.leads);
    }
    for group in groups {
        add(&group.partners, &mut task.partners);
    }
    task.parted = groups.iter().any(|group| group.parted);
}

/// Adds doubts about what in a statement may be misread.
fn add_doubts(source: &SourceText, statement: &Statement, doubts: &mut Vec<String>) {
    let doubtful = statement.fields.iter().flat_map(|field| &field.listing.doubtful);
    for words in doubtful.take(DOUBTS_MAX) {
        doubts.push(format!("“{}”不像单位名称，请核对。", source.text(words.clone())));
    }
    if statement.is_unsure {
        doubts.push("括号里只有单位，没有写明是不是责任单位，请核对。".to_owned());
    }
    if statement.is_unclosed && !statement.names_units() {
        doubts.push("责任单位的括号没有配对，请核对。".to_owned());
    }
    for passed_over in &statement.passed_over {
        let listing = lists::read(source.chars(), passed_over.clone());
        if listing.names.iter().any(|name| names::is_surely_unit(&source.chars()[name.range.clone()])) {
            doubts.push(format!("“{}”只督导、联系，没有算进责任单位。", source.text(passed_over.clone())));
        }
    }
}

fn add_doubt_if_missing(task: &mut TaskDraft) {
    match (task.leads.is_empty(), task.partners.is_empty()) {
        (true, true) if task.doubts.is_empty() && task.kind != TaskKind::Duty => task.doubts.push(NO_UNITS.to_owned()),
        (true, false) => task.doubts.push("只写了配合单位，没有写牵头单位。".to_owned()),
        _ => {}
    }
}
