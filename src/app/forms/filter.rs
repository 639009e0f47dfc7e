//! The filter form of the task list (筛选): state, role, action and unit.

use crate::app::state::filter::{Filter, StateFilter};
use crate::app::state::form::{Form, FormPurpose};
use crate::app::state::model::Model;
use crate::app::state::slot::{Slot, SlotName};
use crate::domain::plan::{Plan, Role};

const ROLES: [Option<Role>; 3] = [None, Some(Role::Lead), Some(Role::Partner)];

pub(crate) fn form(model: &Model, filter: &Filter) -> Form {
    let any = || std::iter::once("不限".to_owned());
    let states = StateFilter::ALL.iter().map(|state| state.word().to_owned()).collect();
    let roles = ROLES.iter().map(|role| role.map_or("不限", Role::word).to_owned()).collect();
    let actions = any().chain(model.plan.actions.iter().map(|action| action.title.clone())).collect();
    let units = units(&model.plan);
    let unit_words = units.iter().map(|(unit, leads, partners)| format!("{unit}（牵头{leads}项，配合{partners}项）"));
    let at_unit = filter.unit.as_ref().and_then(|unit| units.iter().position(|(known, ..)| known == unit));
    let at_action = filter.action.and_then(|no| model.plan.actions.iter().position(|action| action.no == no));
    let choice = |at: Option<usize>| at.map_or(0, |at| at + 1);
    let slots = vec![
        Slot::choice(
            SlotName::TaskState,
            "状态",
            states,
            StateFilter::ALL.iter().position(|it| *it == filter.state).unwrap_or(0),
        ),
        Slot::choice(SlotName::Role, "本乡镇角色", roles, ROLES.iter().position(|it| *it == filter.role).unwrap_or(0)),
        Slot::choice(SlotName::Action, "行动", actions, choice(at_action)),
        Slot::choice(SlotName::Unit, "单位", any().chain(unit_words).collect(), choice(at_unit)),
        Slot::choice(
            SlotName::UnitRole,
            "该单位",
            vec!["牵头或配合".to_owned(), "牵头".to_owned()],
            usize::from(filter.leads_only),
        ),
    ];
    Form::new(FormPurpose::Filter, model.year, slots, SlotName::TaskState)
}

/// Returns the units without townships, those that lead most tasks first.
fn units(plan: &Plan) -> Vec<(String, usize, usize)> {
    let others = plan.units().into_iter().filter(|unit| !plan.townships_named.contains(&unit.unit));
    let mut units: Vec<_> = others.map(|unit| (unit.unit, unit.leads.len(), unit.partners.len())).collect();
    units.sort_by_key(|(_, leads, partners)| std::cmp::Reverse((*leads, *partners)));
    units
}

pub(crate) fn read(model: &Model, form: &Form) -> Filter {
    let behind_any = |name: SlotName| form.chosen(name).checked_sub(1);
    Filter {
        state: StateFilter::ALL.get(form.chosen(SlotName::TaskState)).copied().unwrap_or_default(),
        role: ROLES.get(form.chosen(SlotName::Role)).copied().flatten(),
        action: behind_any(SlotName::Action).and_then(|at| model.plan.actions.get(at)).map(|action| action.no),
        unit: behind_any(SlotName::Unit).and_then(|at| units(&model.plan).into_iter().nth(at)).map(|(unit, ..)| unit),
        leads_only: form.chosen(SlotName::UnitRole) == 1,
    }
}
