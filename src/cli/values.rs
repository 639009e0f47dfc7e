//! Parsers for argument values, each with the sentence that explains the correct form.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::builder::{OsStringValueParser, TypedValueParser};

use crate::domain::period::{BadPeriod, Period};
use crate::domain::typed;

use super::refusal::is_option;

/// A number, or `-` for "not given", which is not 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count(pub Option<u64>);

/// A text. It may begin with one `-`, such as `-30°C`. A text that looks like a long option is refused: the user forgot
/// the text.
pub(super) fn text() -> impl TypedValueParser<Value = String> {
    OsStringValueParser::new().try_map(|raw| {
        let text = decoded(raw)?;
        if is_option(&text) {
            Err("看起来是另一个选项，它前面该写的内容没有写".to_owned())
        } else {
            Ok(text)
        }
    })
}

/// The text of an argument in UTF-8, or in GBK on an old system.
fn decoded(raw: OsString) -> Result<String, String> {
    let unknown = "文字认不出来，既不是UTF-8，也不是GBK。请把终端的编码改成UTF-8，重新输入";
    raw.into_string().or_else(|raw| from_gbk(&raw).ok_or_else(|| unknown.to_owned()))
}

#[cfg(unix)]
fn from_gbk(raw: &OsStr) -> Option<String> {
    crate::domain::gbk::decode(std::os::unix::ffi::OsStrExt::as_bytes(raw))
}

/// Windows passes arguments in Unicode.
#[cfg(not(unix))]
fn from_gbk(_: &OsStr) -> Option<String> {
    None
}

pub(super) fn count() -> impl TypedValueParser<Value = Count> {
    text().try_map(|text| typed::count(&text).map(Count).ok_or("要写一个整数，没有写 -"))
}

/// A task number or a year.
pub(super) fn number<T: std::str::FromStr + Clone + Send + Sync + 'static>() -> impl TypedValueParser<Value = T> {
    text().try_map(|text| typed::narrow(&text).parse().map_err(|_| "要写一个数"))
}

pub(super) fn item_id() -> impl TypedValueParser<Value = String> {
    text().map(|text| typed::item_id(&text))
}

/// A remark on a task, such as `5=附件不全`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskRemark {
    pub task: u32,
    pub text: String,
}

pub(super) fn on_task() -> impl TypedValueParser<Value = TaskRemark> {
    text().try_map(|text| {
        let bad = || "意见要写成 任务序号=文字，如 5=附件不全".to_owned();
        let (task, text) = text.split_once(['=', '＝']).ok_or_else(bad)?;
        let task = typed::narrow(task).parse().map_err(|_| bad())?;
        if text.trim().is_empty() { Err(bad()) } else { Ok(TaskRemark { task, text: text.to_owned() }) }
    })
}

pub(super) fn day() -> impl TypedValueParser<Value = NaiveDate> {
    text().try_map(|text| typed::day(&text).ok_or("日期要写成 2025-03-12 这样"))
}

pub(super) fn period() -> impl TypedValueParser<Value = Period> {
    text().try_map(|text| {
        let bad = |BadPeriod(_)| "报告期要写成 2025、2025H1、2025H2 或 2025Q1 到 2025Q4";
        typed::narrow(&text).parse().map_err(bad)
    })
}

/// Any path, also an empty one.
pub(super) fn any_path() -> impl TypedValueParser<Value = PathBuf> {
    OsStringValueParser::new().map(PathBuf::from)
}

/// Two years such as `2026-2030`, or one such as `2026`, in any of the usual spellings.
pub(super) fn years(text: &str) -> Result<(i32, i32), String> {
    let bad = || "年份要写成 2026-2030 这样".to_owned();
    let ascii = |c: char| match c {
        '０'..='９' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '－' | '—' | '–' | '~' | '～' | '至' | '到' => '-',
        c => c,
    };
    let line: String = text.chars().filter(|c| *c != '年' && !c.is_whitespace()).map(ascii).collect();
    let year = |text: &str| text.parse().ok().filter(|year| (1949..=2200).contains(year)).ok_or_else(bad);
    let (first, last) = line.split_once('-').unwrap_or((&line, &line));
    let (first, last) = (year(first)?, year(last.trim_start_matches('-'))?);
    if first <= last { Ok((first, last)) } else { Err(bad()) }
}
