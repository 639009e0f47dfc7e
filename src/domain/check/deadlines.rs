//! Checks deadlines, targets, and planned activities whose day has passed.

use super::{Check, FindingPlace};
use crate::domain::checklist::CheckLine;
use crate::domain::due::deadline;
use crate::domain::item_status::field_of;
use crate::domain::ledger::ItemStatus;
use crate::domain::plan::Task;
use crate::domain::planned;
use crate::domain::progress::counted;
use crate::domain::target;

impl Check<'_> {
    /// Finds deadlines that have passed, and targets that contradict the status. None of them stops a report.
    pub(super) fn deadlines_and_targets(&mut self) {
        let plan = self.plan;
        for (_, task) in plan.owed() {
            for (item, occurrence) in counted(task, self.period) {
                self.line(task, &CheckLine::of_item(item, occurrence));
            }
        }
        let last = self.period.last_day();
        for one in planned::passed(self.ledger, self.today).into_iter().filter(|one| one.date <= last) {
            let text = format!(
                "计划的活动“{}”（{}）日期已过，还不知道办了没有，没有计入。办了的，请运行 taizhang activity edit {} --held；没有办的，请改日期或删去。",
                one.title, one.date, one.id
            );
            self.warn(FindingPlace::Activities(one.task), text);
        }
    }

    fn line(&mut self, task: &Task, line: &CheckLine) {
        let status = line.status(self.ledger, self.period);
        let year = self.period.year();
        let name = line.occurrence.map(|one| format!("（{}）", one.name())).unwrap_or_default();
        let id = &line.id;
        let mut found = Vec::new();
        // An item done after the period counts as under way in its report, and needs no tick any more.
        let is_open =
            matches!(self.ledger.status(&field_of(id, line.when(year))), ItemStatus::Todo | ItemStatus::Doing);
        if let Some(due) = deadline(self.plan, task, line, year).filter(|due| is_open && *due < self.today) {
            found.push(format!("清单 {id}{name}的时限 {due} 已过，还没有完成。请抓紧办，办了的请勾上。"));
        }
        let last = self.period.last_day();
        match target::reached(self.plan, self.ledger, task, line, year, last) {
            Some(target) if is_open && target.is_enough() => {
                found.push(format!("清单 {id}{name}的指标已达到（{}），还没有勾上。办完了请勾上。", target.words()));
            }
            Some(target) if matches!(status, ItemStatus::Done { .. }) && !target.is_enough() => {
                let reached = target.words();
                found.push(format!("清单 {id}{name}标为已完成，指标只到{reached}。请补记活动，或核对完成情况。"));
            }
            _ => {}
        }
        for text in found {
            self.warn(FindingPlace::Item { task: task.no, id: id.clone() }, text);
        }
    }
}
