//! An overlay (补充): additions to a plan that was imported from a notice. Only errata change the notice's own words.

use serde::{Deserialize, Serialize};

use super::plan::{Abolished, Due, Erratum, Item, Plan, Township};

/// The additions to a plan.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Overlay {
    /// The `format` that the file names.
    pub format: String,
    /// The version of the format.
    pub version: u32,
    /// A new id for the plan.
    pub id: Option<String>,
    /// A title short enough for the head of the screen.
    pub short: Option<String>,
    /// First and last calendar year of the plan.
    pub years: Option<(i32, i32)>,
    /// The words in lists of units that mean the townships.
    pub townships_named: Option<Vec<String>>,
    /// A roster that replaces the imported one.
    pub roster: Option<Vec<Township>>,
    /// Townships that no longer exist.
    pub abolished: Vec<Abolished>,
    /// Corrections of the published text.
    pub errata: Vec<Erratum>,
    /// Additions to single tasks.
    pub tasks: Vec<TaskOverlay>,
}

/// The additions to one task.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TaskOverlay {
    /// The number of the task.
    pub no: u32,
    /// A checklist that replaces the proposed one.
    pub items: Option<Vec<Item>>,
    /// A peculiarity of the notice that a reader should know.
    pub remark: Option<String>,
    /// The deadline of the task.
    pub due: Option<Due>,
}

impl Overlay {
    /// Applies the additions. Returns a Chinese sentence for each that did not fit the plan.
    pub fn apply(self, plan: &mut Plan) -> Vec<String> {
        let mut findings = Vec::new();
        plan.id = self.id.unwrap_or_else(|| plan.id.clone());
        plan.short = self.short.unwrap_or_else(|| plan.short.clone());
        plan.notice.years = self.years.unwrap_or(plan.notice.years);
        if let Some(named) = self.townships_named {
            plan.townships_named = named;
        }
        if let Some(roster) = self.roster {
            plan.roster = roster;
        }
        plan.roster.retain(|one| self.abolished.iter().all(|gone| gone.code != one.code));
        plan.abolished.extend(self.abolished);
        for erratum in self.errata {
            if !mend(plan, &erratum) {
                findings.push(format!("补充文件的勘误“{}”在原文里没有找到", erratum.find));
            }
            plan.errata.push(erratum);
        }
        for added in self.tasks {
            let mut tasks = plan.actions.iter_mut().flat_map(|action| &mut action.tasks);
            let Some(task) = tasks.find(|task| task.no == added.no) else {
                findings.push(format!("补充文件写的任务 {} 不在通知里", added.no));
                continue;
            };
            if let Some(items) = added.items {
                task.items = items;
            }
            if added.remark.is_some() {
                task.remark = added.remark;
            }
            task.due = added.due.or(task.due);
        }
        findings
    }
}

/// Corrects the published words wherever they occur; false if they do not occur.
fn mend(plan: &mut Plan, erratum: &Erratum) -> bool {
    let mut found = false;
    let mut mend = |text: &mut String| {
        if text.contains(&erratum.find) {
            *text = text.replace(&erratum.find, &erratum.put);
            found = true;
        }
    };
    mend(&mut plan.notice.goal);
    for action in &mut plan.actions {
        mend(&mut action.title);
        for task in &mut action.tasks {
            mend(&mut task.title);
            mend(&mut task.text);
            task.leads.iter_mut().chain(&mut task.partners).for_each(&mut mend);
            task.items.iter_mut().for_each(|item| {
                mend(&mut item.text);
                mend(&mut item.quote);
            });
        }
    }
    for safeguard in &mut plan.safeguards {
        mend(&mut safeguard.title);
        mend(&mut safeguard.text);
        safeguard.leads.iter_mut().chain(&mut safeguard.partners).for_each(&mut mend);
    }
    found
}
