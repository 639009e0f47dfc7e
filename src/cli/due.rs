//! The arguments of `due` and `assign`, and the tasks and items that an activity serves.

use std::path::PathBuf;

use clap::Args;
use clap::builder::TypedValueParser;

use super::values::{item_id, number, text};
use crate::domain::typed;

/// `due`
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct DueArgs {
    /// 只列这么多天内到期的（默认到年底，至少30天；逾期的总列出）
    #[arg(long, value_name = "天数", value_parser = number::<u32>())]
    pub days: Option<u32>,
    /// 存成日历文件（.ics），拷到手机上打开
    #[arg(long, value_name = "文件")]
    pub ics: Option<PathBuf>,
}

/// `assign`
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct AssignArgs {
    /// 清单编号，如 5.1
    #[arg(value_name = "清单编号", help_heading = "内容", value_parser = item_id())]
    pub item: String,
    /// 分给谁：人、站所、村；写空的（""）就是收回
    #[arg(long, value_name = "名字", value_parser = text())]
    pub to: String,
}

/// The tasks and items that an activity serves.
#[derive(Debug, Args)]
pub struct ServesParts {
    /// 也算到哪项任务，可以写多次
    #[arg(long, value_name = "任务序号", value_parser = other_task())]
    pub also: Vec<OtherTask>,
    /// 算到哪条清单的指标，如 5.1，可以写多次（默认算到任务里唯一有指标的那条）
    #[arg(long, value_name = "清单编号", value_parser = item_id())]
    pub item: Vec<String>,
}

/// Another task of the same plan (`6`) or of another plan (`fire-2025:6`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherTask {
    /// Id of the plan; `None` for the same plan.
    pub plan: Option<String>,
    pub task: u32,
}

fn other_task() -> impl TypedValueParser<Value = OtherTask> {
    text().try_map(|text| {
        let text = typed::narrow(&text);
        let (plan, task) = match text.rsplit_once(':') {
            Some((plan, task)) => (Some(plan.to_owned()), task),
            None => (None, text.as_str()),
        };
        task.parse().map(|task| OtherTask { plan, task }).map_err(|_| "要写任务序号，如 6")
    })
}
