//! Checks whether a report or receipt fits the plan (规划) that it names. Each error is a Chinese sentence for the
//! clerk.

use std::collections::BTreeSet;

use chrono::{Datelike as _, NaiveDate};

use super::activity::Activity;
use super::checklist;
use super::ledger::ItemStatus;
use super::plan::{Plan, PlanFile, Township, TownshipError};
use super::progress::counted;
use super::report::{Report, ReportItem};

/// Checks a whole report against the plan. A report made under the same text of the plan must have exactly the plan's
/// items. Under another text, the items that both have count.
pub fn report_fits(file: &PlanFile, report: &Report) -> Result<(), String> {
    let plan = &file.plan;
    belongs(plan, &report.plan, &report.township, "上报文件")?;
    if !plan.years().contains(&report.period.year()) {
        return Err(format!("报告期{}不在规划的年份内。请填报乡镇核对后重新上报。", report.period.name()));
    }
    let in_plan = |on: &NaiveDate| plan.years().contains(&on.year());
    let misdated = |item: &&ReportItem| matches!(&item.status, ItemStatus::Done { on } if !in_plan(on));
    if let Some(item) = report.items.iter().find(misdated) {
        return Err(format!("清单 {} 的完成日期不在规划的年份内。请填报乡镇核对后重新上报。", item.id));
    }
    if file.sha256 != report.plan_sha256 {
        return Ok(());
    }
    let known: BTreeSet<u32> = plan.tasks().map(|(_, task)| task.no).collect();
    let tasks = report.activities.iter().flat_map(Activity::tasks);
    let tasks =
        tasks.chain(report.remarks.iter().map(|one| one.task)).chain(report.own_items.iter().map(|one| one.task));
    if let Some(no) = tasks.into_iter().find(|no| !known.contains(no)) {
        return Err(format!("规划里没有第{no}项任务。请核对双方的规划是否同一版。"));
    }
    let owed = || {
        let counted = plan.owed().flat_map(|(_, task)| counted(task, report.period));
        counted.map(|(item, occurrence)| checklist::key(&item.id, occurrence))
    };
    let named = || report.items.iter().map(|item| checklist::key(&item.id, item.occurrence));
    if owed().eq(named()) {
        return Ok(());
    }
    let (owed, named): (BTreeSet<String>, BTreeSet<String>) = (owed().collect(), named().collect());
    if let Some(id) = named.difference(&owed).next() {
        return Err(format!("规划里没有清单 {id}。请核对双方的规划是否同一版。"));
    }
    match owed.difference(&named).next() {
        Some(id) => Err(format!("少了清单 {id}，内容不全。请填报乡镇用本程序重新上报。")),
        None => Ok(()),
    }
}

/// Checks whether a file of the plan `named` and of `township` belongs to `plan`.
pub fn belongs(plan: &Plan, named: &str, township: &Township, kind: &str) -> Result<(), String> {
    if named != plan.id {
        return Err(format!("是另一个规划（{named}）的{kind}，这里用的是 {}。请核对。", plan.id));
    }
    match plan.township(&township.code) {
        Err(TownshipError::Abolished { sentence }) => Err(sentence),
        Err(TownshipError::Unknown { asked }) => Err(format!("规划里没有代码为 {asked} 的乡镇。请核对。")),
        Ok(known) if known.name != township.name => {
            Err(format!("代码 {} 是{}，文件里写的是{}。请核对。", known.code, known.name, township.name))
        }
        Ok(_) => Ok(()),
    }
}
