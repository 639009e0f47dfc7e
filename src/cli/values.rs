//! Values of arguments, each with the sentence that says how it is written.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::builder::{OsStringValueParser, TypedValueParser as _};

use crate::domain::period::{BadPeriod, Period};

/// A number, or `-` for "no such item", which is not 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count(pub Option<u64>);

pub(super) fn count(text: &str) -> Result<Count, String> {
    match text.trim() {
        "-" => Ok(Count(None)),
        digits => digits.parse().map(|number| Count(Some(number))).map_err(|_| "要写一个整数，没有写 -".to_owned()),
    }
}

/// A remark on a task, as `5=附件不全`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnTask {
    /// The task.
    pub task: u32,
    /// The remark.
    pub text: String,
}

pub(super) fn on_task(text: &str) -> Result<OnTask, String> {
    let bad = || "意见要写成 任务序号=文字，如 5=附件不全".to_owned();
    let (task, text) = text.split_once(['=', '＝']).ok_or_else(bad)?;
    let task = task.trim().parse().map_err(|_| bad())?;
    if text.trim().is_empty() { Err(bad()) } else { Ok(OnTask { task, text: text.to_owned() }) }
}

pub(super) fn day(text: &str) -> Result<NaiveDate, String> {
    NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").map_err(|_| "日期要写成 2025-03-12 这样".to_owned())
}

pub(super) fn period(text: &str) -> Result<Period, String> {
    let bad = |BadPeriod(_)| "报告期要写成 2025、2025H1、2025H2 或 2025Q1 到 2025Q4".to_owned();
    text.parse().map_err(bad)
}

/// A path, or nothing between quotation marks.
pub(super) fn any_path() -> impl clap::builder::TypedValueParser<Value = PathBuf> {
    OsStringValueParser::new().map(PathBuf::from)
}
