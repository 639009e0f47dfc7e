//! Refused activities and assignments. Most have the same sentence as another error.

use super::Error;
use crate::domain::activity::ActivityRefusal;
use crate::domain::assignment::{AssignRefusal, NAME_MAX};
use crate::domain::progress::MarkRefusal;
use crate::domain::serves::{SERVES_MAX, ServesRefusal};

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
            AssignRefusal::NoSuchItem(id) if id.contains('@') => {
                Error::Usage(format!("“{id}”写的是一次，分工是对整条清单的。请只写清单编号，如 5.1。"))
            }
            AssignRefusal::NoSuchItem(id) => MarkRefusal::NoSuchItem(id).into(),
            AssignRefusal::NoSuchYear(year) => MarkRefusal::NoSuchYear(year).into(),
            AssignRefusal::NameTooLong => ActivityRefusal::TooLong { what: "名字", most: NAME_MAX }.into(),
        }
    }
}
