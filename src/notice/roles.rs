//! Stage 3: divides units into leads and partners by labels, verbs, brackets, stars and reading rules.

use std::ops::Range;

use super::labels::UnitRole;
use super::lists::ListedUnit;
use super::notes::ReadingRule;
use super::statement::Statement;

/// The units of one statement by role.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnitsByRole {
    /// Leads, or all units if `parted` is false.
    pub leads: Vec<Range<usize>>,
    pub partners: Vec<Range<usize>>,
    /// Whether the notice says who leads.
    pub parted: bool,
    /// Whether a reading rule says so.
    pub is_by_rule: bool,
    /// Whether the notice marks the leads by bold type, which is lost in the text.
    pub is_unseen: bool,
}

/// Divides the units of a statement. `rules` are the reading rules that apply to it.
#[must_use]
pub fn divide(statement: &Statement, rules: &[ReadingRule]) -> UnitsByRole {
    let mut named: Vec<(&ListedUnit, Option<UnitRole>)> = Vec::new();
    for field in &statement.fields {
        for name in &field.listing.names {
            let divide = match (field.role, name.role) {
                // In 责任单位：各乡镇落实 the label is more precise than the verb.
                (Some(label), None | Some(UnitRole::Responsible)) => Some(label),
                (_, verb) => verb,
            };
            named.push((name, divide));
        }
    }
    let of = |wanted: &[Option<UnitRole>]| -> Vec<Range<usize>> {
        named.iter().filter(|(_, divide)| wanted.contains(divide)).map(|(name, _)| name.range.clone()).collect()
    };
    let leads = of(&[Some(UnitRole::Lead)]);
    let partners = of(&[Some(UnitRole::Partner)]);
    let rest = of(&[Some(UnitRole::Responsible), None]);
    if !leads.is_empty() {
        let partners = of(&[Some(UnitRole::Partner), Some(UnitRole::Responsible), None]);
        return UnitsByRole { leads, partners, parted: true, ..UnitsByRole::default() };
    }
    if !partners.is_empty() {
        return UnitsByRole { leads: rest, partners, parted: true, ..UnitsByRole::default() };
    }
    by_rule(&named, rules).unwrap_or(UnitsByRole {
        is_unseen: rest.len() > 1 && rules.contains(&ReadingRule::Unseen),
        leads: rest,
        ..UnitsByRole::default()
    })
}

/// Divides the units by the first rule that leaves both leads and partners.
fn by_rule(named: &[(&ListedUnit, Option<UnitRole>)], rules: &[ReadingRule]) -> Option<UnitsByRole> {
    let split = |leads: &dyn Fn(usize, &ListedUnit) -> bool| {
        let (mut group, mut at) = (UnitsByRole { parted: true, is_by_rule: true, ..UnitsByRole::default() }, 0);
        for (name, _) in named {
            let side = if leads(at, name) { &mut group.leads } else { &mut group.partners };
            side.push(name.range.clone());
            at += 1;
        }
        (!group.leads.is_empty() && !group.partners.is_empty()).then_some(group)
    };
    rules.iter().find_map(|rule| match rule {
        ReadingRule::BeforeComma => {
            let first = named.first()?.0.commas;
            split(&|_, name| name.commas == first)
        }
        ReadingRule::BeforeSemicolon => {
            let first = named.first()?.0.semicolons;
            split(&|_, name| name.semicolons == first)
        }
        ReadingRule::First => split(&|at, _| at == 0),
        ReadingRule::Starred => split(&|_, name| name.is_starred),
        ReadingRule::Unseen => None,
    })
}
