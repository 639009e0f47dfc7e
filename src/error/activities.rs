//! What is said of an occurrence that cannot be marked, of what an activity cannot serve, and of who cannot be given an item.

use std::fmt;

use chrono::NaiveDate;

use crate::domain::activity::ActivityRefusal;
use crate::domain::assignment::{AssignRefusal, NAME_MAX};
use crate::domain::occurrence::Occurrence;
use crate::domain::progress::MarkRefusal;
use crate::domain::serves::{SERVES_MAX, ServesRefusal};

use super::Error;

pub(super) fn outside_occurrence(
    f: &mut fmt::Formatter<'_>,
    item: &str,
    occurrence: Occurrence,
    on: NaiveDate,
) -> fmt::Result {
    let (name, first) = (occurrence.name(), occurrence.first_day());
    let last = occurrence.year();
    write!(f, "{item} 的{name}这一次，完成日期要在 {first} 到 {last}-12-31 之间，{on} 不在。请改日期，或改标另一次。")
}

pub(super) fn not_begun(f: &mut fmt::Formatter<'_>, occurrence: Occurrence, today: NaiveDate) -> fmt::Result {
    let name = occurrence.name();
    write!(
        f,
        "按电脑日期 {today}，{name}还没有开始。电脑日期不对时，请在总览里按 0 改今天的日期（用命令时加 --today 年-月-日）。"
    )
}

impl From<ServesRefusal> for Error {
    fn from(error: ServesRefusal) -> Self {
        match error {
            ServesRefusal::NoSuchTask(no) => Error::NoSuchTask(no),
            ServesRefusal::NoSuchItem(id) => MarkRefusal::NoSuchItem(id).into(),
            ServesRefusal::ItemOfOtherTask { item, task } => Error::Usage(format!(
                "清单 {item} 是任务{task}的，这项活动没有算到任务{task}。请加 --also {task}，或去掉这条清单。"
            )),
            ServesRefusal::TooMany => {
                Error::Usage(format!("一项活动最多算到{SERVES_MAX}项任务、{SERVES_MAX}条清单。请减少。"))
            }
        }
    }
}

impl From<AssignRefusal> for Error {
    fn from(error: AssignRefusal) -> Self {
        match error {
            AssignRefusal::NoSuchItem(id) => MarkRefusal::NoSuchItem(id).into(),
            AssignRefusal::NoSuchYear(year) => MarkRefusal::NoSuchYear(year).into(),
            AssignRefusal::NameTooLong => ActivityRefusal::TooLong { what: "名字", most: NAME_MAX }.into(),
        }
    }
}
