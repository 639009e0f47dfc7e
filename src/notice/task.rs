//! Stage 4: a piece of text with its statements, or a table's row -> a task.

use std::collections::HashSet;
use std::ops::Range;

use crate::domain::plan::Role;

use super::draft::{Kind, RuleSaid, TaskDraft, Unit};
use super::flow::Flow;
use super::heading::{self, Heading};
use super::labels::{Label, Part};
use super::lists;
use super::names;
use super::notes::Rule;
use super::roles::{self, Group};
use super::rows::Row;
use super::statement::Statement;

/// The doubt of a task that names nobody.
pub const NO_UNITS: &str = "没有找到责任单位。";

/// So many strange words of a list are told.
const DOUBTS_MAX: usize = 5;

/// A task of which nothing is known yet.
#[must_use]
pub fn empty(kind: Kind) -> TaskDraft {
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

/// Reads a task out of `flow`; `said` are the notice's rules, of which those said up to here hold.
#[must_use]
pub fn read(flow: &Flow, statements: &[Statement], heading: &Heading, kind: Kind, said: &[RuleSaid]) -> TaskDraft {
    let text = heading::text(flow, heading, statements);
    let mut task = TaskDraft { title: heading.title.clone(), text, ..empty(kind) };
    let mut groups: Vec<Group> = Vec::new();
    for statement in statements {
        doubt(flow, statement, &mut task.doubts);
        let mut times = statement.fields.iter().filter_map(|field| field.listing.time.as_ref());
        if let Some(deadline) = statement.deadline.as_ref().or(times.next_back()) {
            task.deadline.get_or_insert(flow.quote(deadline.clone()));
        }
        if !statement.fields.is_empty() {
            let last = flow.spot(statement.range.end.saturating_sub(1)).line;
            let group = roles::part(statement, &in_force(said, last));
            if group.is_unseen {
                task.doubts.push("原文用字体标出牵头单位，文本里看不出来，请对照原文。".to_owned());
            }
            groups.push(group);
            task.unit_lists.push(flow.quote(statement.range.clone()));
        }
    }
    unite(flow, &groups, &mut task);
    doubt_missing(&mut task);
    task
}

/// Reads a row.
#[must_use]
pub fn of_row(row: &Row, said: &[RuleSaid]) -> TaskDraft {
    let heading = match &row.title {
        Some(title) => Heading { title: title.text(0..title.len()), ..Heading::default() },
        None => heading::of(&row.text, 0, &[]),
    };
    let text = row.text.text(0..row.text.len());
    let mut task = TaskDraft { title: heading.title, text, lines: row.lines, ..empty(Kind::Task) };
    task.label.clone_from(&row.label);
    for (label, cell) in &row.fields {
        match label {
            Label::Units(part) => read_cell(beside(*part, row), cell, &in_force(said, row.lines.1), &mut task),
            Label::Deadline => task.deadline = (!cell.is_empty()).then(|| cell.quote(0..cell.len())),
            Label::Other => {}
        }
    }
    doubt_missing(&mut task);
    task.doubts.extend(row.doubts.iter().cloned());
    task
}

/// 责任单位 beside a column 牵头单位 helps; beside 配合单位 it leads.
fn beside(part: Part, row: &Row) -> Part {
    let has = |wanted: Part| row.fields.iter().any(|(label, cell)| *label == Label::Units(wanted) && !cell.is_empty());
    match part {
        Part::Responsible if has(Part::Lead) => Part::Partner,
        Part::Responsible if has(Part::Partner) => Part::Lead,
        part => part,
    }
}

fn read_cell(part: Part, cell: &Flow, rules: &[Rule], task: &mut TaskDraft) {
    if cell.chars().iter().all(|c| "—-–/无 ".contains(*c)) {
        return;
    }
    let statement = Statement::of_cell(cell, part);
    doubt(cell, &statement, &mut task.doubts);
    let group = roles::part(&statement, rules);
    task.unit_lists.push(cell.quote(0..cell.len()));
    task.parted |= group.parted;
    task.leads.extend(group.leads.into_iter().map(|range| unit(cell, range)));
    task.partners.extend(group.partners.into_iter().map(|range| unit(cell, range)));
}

/// The rules said up to a line.
fn in_force(said: &[RuleSaid], line: u32) -> Vec<Rule> {
    said.iter().filter(|said| said.quote.at.line <= line).map(|said| said.rule).collect()
}

fn unit(flow: &Flow, range: Range<usize>) -> Unit {
    Unit { at: flow.spot(range.start), name: flow.text(range) }
}

/// Several lists in one task: the leads are their union in order, the partners the union less the leads. A single list
/// that a comma parts stays as printed, a unit on both sides too.
fn unite(flow: &Flow, groups: &[Group], task: &mut TaskDraft) {
    let is_one = groups.len() == 1 && groups[0].is_by_rule;
    let mut seen: HashSet<String> = HashSet::new();
    let mut add = |ranges: &[Range<usize>], units: &mut Vec<Unit>| {
        let named = ranges.iter().map(|range| unit(flow, range.clone()));
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

/// Says what in a statement may be misread.
fn doubt(flow: &Flow, statement: &Statement, doubts: &mut Vec<String>) {
    let strange = statement.fields.iter().flat_map(|field| &field.listing.strange);
    for words in strange.take(DOUBTS_MAX) {
        doubts.push(format!("“{}”不像单位名称，请核对。", flow.text(words.clone())));
    }
    if statement.is_unsure {
        doubts.push("括号里只有单位，没有写明是不是责任单位，请核对。".to_owned());
    }
    if statement.is_unclosed && !statement.names_units() {
        doubts.push("责任单位的括号没有配对，请核对。".to_owned());
    }
    for passed_over in &statement.passed_over {
        let listing = lists::read(flow.chars(), passed_over.clone());
        if listing.names.iter().any(|name| names::is_surely_unit(&flow.chars()[name.range.clone()])) {
            doubts.push(format!("“{}”只督导、联系，没有算进责任单位。", flow.text(passed_over.clone())));
        }
    }
}

fn doubt_missing(task: &mut TaskDraft) {
    match (task.leads.is_empty(), task.partners.is_empty()) {
        (true, true) if task.doubts.is_empty() && task.kind != Kind::Duty => task.doubts.push(NO_UNITS.to_owned()),
        (true, false) => task.doubts.push("只写了配合单位，没有写牵头单位。".to_owned()),
        _ => {}
    }
}
