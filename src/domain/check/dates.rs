//! Checks the dates of items and activities.

use chrono::Datelike as _;

use super::{Check, FindingPlace};
use crate::domain::activity::{Activity, NUMBER_MAX};
use crate::domain::item_status::{When, field_of, status_in};
use crate::domain::ledger::ItemStatus;
use crate::domain::measure::Measure;
use crate::domain::progress::counted;

impl Check<'_> {
    pub(super) fn dates_of_items(&mut self) {
        let plan = self.plan;
        for (_, task) in plan.owed() {
            for (item, occurrence) in counted(task, self.period) {
                let when = When::of(item.cycle, occurrence, self.period.year());
                self.date_of_item(task.no, &item.id, when);
            }
        }
        let year = self.period.year();
        for own in self.own_items.clone().into_iter().filter(|own| own.is_of(year)) {
            if plan.task(own.task).is_none() {
                let text = format!(
                    "自列清单 {0}“{1}”的任务{2}不在规划里，县里收不进。请删去（taizhang item drop {0}），加到别的任务下。",
                    own.id, own.text, own.task
                );
                self.error(FindingPlace::Item { task: own.task, id: own.id.clone() }, text);
            }
            self.date_of_item(own.task, &own.id, When::Year(year));
        }
    }

    /// Checks the day that an item was done.
    fn date_of_item(&mut self, task: u32, id: &str, when: When) {
        let year = self.period.year();
        let ItemStatus::Done { on } = self.ledger.status(&field_of(id, when)) else { return };
        let place = FindingPlace::Item { task, id: id.to_owned() };
        let counted = matches!(status_in(id, when, self.ledger, self.period), ItemStatus::Done { .. });
        match when {
            When::Plan if !self.plan.years().contains(&on.year()) => {
                let text = format!("清单 {id} 的完成日期 {on} 不在规划的年份内。请改日期。");
                self.error(place, text);
            }
            When::Occurrence(occurrence) if !when.admits(on) => {
                let name = occurrence.name();
                self.warn(
                    place,
                    format!("清单 {id}（{name}）的完成日期 {on} 不在它的时间内，按进行中上报。请改日期。"),
                );
            }
            When::Year(_) if on.year() != year => {
                let text = format!("清单 {id} 的完成日期 {on} 不在{year}年度内，按进行中上报。请改日期。");
                self.warn(place, text);
            }
            _ if on <= self.today => {}
            _ if !counted => {
                let text = format!("清单 {id} 的完成日期 {on} 还没有到，本期按进行中上报。请核对日期。");
                self.warn(place, text);
            }
            _ if self.clock_is_wrong() => self.ahead += 1,
            _ => {
                let text =
                    format!("清单 {id} 标为已完成，但日期 {on} 还没有到。请改日期，或改成进行中。{}", self.if_clock());
                self.error(place, text);
            }
        }
    }

    pub(super) fn dates_of_activities(&mut self) {
        let days = self.period.first_day()..=self.period.last_day();
        for one in self.activities.clone() {
            let is_too_large = Measure::ALL.into_iter().any(|measure| one.number(measure) > Some(NUMBER_MAX));
            let unknown = one.tasks().find(|no| self.plan.task(*no).is_none());
            let is_also = unknown.is_some_and(|no| no != one.task);
            let Activity { id, date, task, title, .. } = one;
            let place = FindingPlace::Activity { task, id };
            if days.contains(&date) && is_too_large {
                let text = format!(
                    "活动“{title}”（{date}）的数字超过{NUMBER_MAX}，县里收不进。请改成实际的数（taizhang activity edit {id}）。"
                );
                self.error(place.clone(), text);
            }
            if !self.plan.years().contains(&date.year()) {
                self.error(place, format!("活动“{title}”的日期 {date} 不在规划的年份内。请改日期，或删去这项活动。"));
            } else if date > self.today && self.clock_is_wrong() {
                self.ahead += 1;
            } else if date > self.today {
                let text = format!("活动“{title}”的日期 {date} 还没有到。请改日期。{}", self.if_clock());
                self.error(place, text);
            } else if let Some(no) = unknown.filter(|_| is_also && days.contains(&date)) {
                let text = format!(
                    "活动“{title}”（{date}）也算任务{no}，任务{no}不在规划里，县里收不进。请改成规划里的任务（taizhang activity edit {id} --also 任务序号），没有的用 --no-also。"
                );
                self.error(place, text);
            } else if let Some(no) = unknown.filter(|_| days.contains(&date)) {
                let text = format!(
                    "活动“{title}”（{date}）写的任务{no}不在规划里，县里收不进。请改成规划里的任务（taizhang activity edit {id} --task 任务序号）。"
                );
                self.error(place, text);
            } else if let Some(no) = unknown {
                self.warn(place, format!("活动“{title}”（{date}）写的任务{no}不在规划里。请改成规划里的任务。"));
            }
        }
    }
}
