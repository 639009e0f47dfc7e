//! Stage 3: who leads and who helps, by labels, verbs, brackets, stars and the rule in force.

use std::ops::Range;

use super::labels::Part;
use super::lists::Listed;
use super::notes::Rule;
use super::statement::Statement;

/// The units of one statement.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Group {
    /// Lead units; all units where `parted` is false.
    pub leads: Vec<Range<usize>>,
    /// Partner units.
    pub partners: Vec<Range<usize>>,
    /// Whether the notice says who leads.
    pub parted: bool,
    /// Whether a reading rule says it.
    pub is_by_rule: bool,
    /// Whether units stand out that the text does not show (bold).
    pub is_unseen: bool,
}

/// Parts the units of a statement; `rules` are those in force.
#[must_use]
pub fn part(statement: &Statement, rules: &[Rule]) -> Group {
    let mut named: Vec<(&Listed, Option<Part>)> = Vec::new();
    for field in &statement.fields {
        for name in &field.listing.names {
            let part = match (field.part, name.part) {
                // 责任单位：各乡镇落实: the label says more than the verb.
                (Some(label), None | Some(Part::Responsible)) => Some(label),
                (_, verb) => verb,
            };
            named.push((name, part));
        }
    }
    let of = |wanted: &[Option<Part>]| -> Vec<Range<usize>> {
        named.iter().filter(|(_, part)| wanted.contains(part)).map(|(name, _)| name.range.clone()).collect()
    };
    let leads = of(&[Some(Part::Lead)]);
    let partners = of(&[Some(Part::Partner)]);
    let rest = of(&[Some(Part::Responsible), None]);
    if !leads.is_empty() {
        let partners = of(&[Some(Part::Partner), Some(Part::Responsible), None]);
        return Group { leads, partners, parted: true, ..Group::default() };
    }
    if !partners.is_empty() {
        return Group { leads: rest, partners, parted: true, ..Group::default() };
    }
    by_rule(&named, rules).unwrap_or(Group {
        is_unseen: rest.len() > 1 && rules.contains(&Rule::Unseen),
        leads: rest,
        ..Group::default()
    })
}

/// Parts an undivided list by the rules in force; none where they part nothing.
fn by_rule(named: &[(&Listed, Option<Part>)], rules: &[Rule]) -> Option<Group> {
    let split = |leads: &dyn Fn(usize, &Listed) -> bool| {
        let (mut group, mut at) = (Group { parted: true, is_by_rule: true, ..Group::default() }, 0);
        for (name, _) in named {
            let side = if leads(at, name) { &mut group.leads } else { &mut group.partners };
            side.push(name.range.clone());
            at += 1;
        }
        (!group.leads.is_empty() && !group.partners.is_empty()).then_some(group)
    };
    rules.iter().find_map(|rule| match rule {
        Rule::BeforeComma => {
            let first = named.first()?.0.commas;
            split(&|_, name| name.commas == first)
        }
        Rule::BeforeSemicolon => {
            let first = named.first()?.0.semicolons;
            split(&|_, name| name.semicolons == first)
        }
        Rule::First => split(&|at, _| at == 0),
        Rule::Starred => split(&|_, name| name.is_starred),
        Rule::Unseen => None,
    })
}
