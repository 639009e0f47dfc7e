//! The sentences of all error types: one says what happened, one what to do next. `files` has those of files and disks,
//! `ledgers` of ledgers, `imports` of imports and bundles, `collection` of a county's folders, `plans` of plans and
//! townships, `refusals` of refused actions; `activities` maps some refusals to other errors. Hints of one screen or one
//! command stand where they arise.

mod activities;
mod collection;
mod files;
mod imports;
mod ledgers;
mod plans;
mod refusals;

pub use collection::CollectRefusal;
pub use files::{MirroredSentences, io_reason};
pub use imports::OverwrittenListSentence;
pub use plans::PlanError;

use std::fmt;
use std::io;
use std::path::PathBuf;

use crate::domain::activity::ActivityRefusal;
use crate::domain::period::{BadPeriod, Period};
use crate::domain::plan::TownshipError;
use crate::domain::progress::MarkRefusal;
use crate::domain::receipt::{ReceiptFault, ReceiptRefusal};
use crate::domain::text::one_line;
use crate::domain::undo::UndoRefusal;
use crate::format::FormatError;
use crate::store::StoreError;
use crate::store::bundle::LeftOutEvidence;

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The command line was not understood; the sentence says why.
    Usage(String),
    /// The plan does not have the township.
    Township(#[from] TownshipError),
    /// No township was chosen yet.
    NoTownship,
    /// Not a period.
    Period(BadPeriod),
    /// The plan does not cover the year.
    Year {
        year: i32,
        years: (i32, i32),
    },
    /// The plan does not have the task.
    NoSuchTask(u32),
    /// No suitable plan or township, or a plan that is refused.
    Plan(#[from] PlanError),
    /// Neither the id of a plan nor a file.
    NoSuchPlan(String),
    /// The item cannot be marked like that.
    Mark(#[from] MarkRefusal),
    /// The activity cannot be recorded like that.
    Activity(#[from] ActivityRefusal),
    /// No activity has this id.
    NoSuchActivity(String),
    /// The township has no item of its own with this id.
    NoSuchOwnItem(String),
    /// Nothing was undone or redone.
    Undo(#[from] UndoRefusal),
    /// The settings cannot be understood and are ignored.
    Settings {
        path: PathBuf,
        #[source]
        error: FormatError,
    },
    /// The township in the settings is not in this plan.
    SavedTownship(String),
    /// A report needs the name of the reporter.
    NoReporter,
    /// The check (审核) found errors, so no report is made. `first` is the sentence of the first one.
    NotReady {
        period: Period,
        first: String,
        errors: usize,
    },
    /// The county would refuse the report; the sentence says why.
    CountyRefuses(String),
    /// A receipt needs the name of the county office and of the person.
    NoOffice,
    /// A damaged or unsuitable report gets no receipt. `why` is the sentence that `verify` prints.
    Unsound {
        path: PathBuf,
        why: String,
    },
    /// The receipt would contradict itself.
    BadReceipt(ReceiptFault),
    /// The receipt is not for this township, or for no known report.
    Receipt(#[from] ReceiptRefusal),
    /// A report was made but could not be copied to the clerk's folder.
    NotHandedOut(#[source] Box<StoreError>),
    /// A receipt was given but could not be copied to the clerk's folder.
    ReceiptNotHandedOut(#[source] Box<StoreError>),
    /// An attachment of a report could not be written.
    NotBeside(#[source] Box<StoreError>),
    /// The change is saved, but the mirror on the second drive was not updated.
    NotMirrored(#[source] Box<StoreError>),
    /// A piece of evidence is missing from the bundle.
    EvidenceLeftOut(LeftOutEvidence),
    /// `--prefer` matches no report in a conflict, or several.
    NotInConflict(String),
    /// `--prefer` names a report that is no longer in a conflict.
    NoConflictLeft(String),
    /// The name of a workbook must end with `.xlsx`.
    NoWorkbookName(PathBuf),
    /// `--prefer` names several reports of one conflict; their paths.
    BothPreferred(Vec<String>),
    /// None of the named folders could be read; each with its error.
    NothingRead(Vec<(PathBuf, io::Error)>),
    /// The text contains no task.
    NoTaskFound(PathBuf),
    /// The folders contain no report.
    NothingCollected,
    /// The path of a new workbook holds a file that is not our workbook.
    NoWorkbookThere(PathBuf),
    /// An import stopped early.
    MergeStopped(#[source] Box<StoreError>),
    /// Nothing could be imported; the sentence says why.
    NothingMerged(String),
    Store(#[from] StoreError),
    /// The result could not be printed.
    Output(#[source] io::Error),
    /// The command succeeded, but the result could not be printed. `done` says what was done, such as `已记上`.
    DoneUnprinted {
        done: &'static str,
        source: io::Error,
    },
    /// The terminal cannot be used.
    Terminal(#[source] io::Error),
    /// The terminal uses GBK, but the screen is drawn in UTF-8.
    GbkTerminal,
}

impl Error {
    /// Whether something was saved although the command failed. The mirror is then updated all the same.
    #[must_use]
    pub fn has_kept_something(&self) -> bool {
        matches!(
            self,
            Error::NotHandedOut(_)
                | Error::ReceiptNotHandedOut(_)
                | Error::MergeStopped(_)
                | Error::Store(
                    StoreError::AppendNotUndone { .. } | StoreError::Unconfirmed { .. } | StoreError::NotSynced { .. }
                )
        )
    }

    /// The exit code, as in `docs/cli.md`: 2 for wrong usage, 3 for any other failure.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self {
            Error::Usage(_)
            | Error::NotInConflict(_)
            | Error::NoConflictLeft(_)
            | Error::NoWorkbookName(_)
            | Error::BothPreferred(_)
            | Error::NoTownship
            | Error::Period(_)
            | Error::Year { .. }
            | Error::NoSuchTask(_)
            | Error::NoSuchPlan(_)
            | Error::NoSuchActivity(_)
            | Error::NoSuchOwnItem(_)
            | Error::Activity(
                ActivityRefusal::NoSuchTask(_) | ActivityRefusal::NoTitle | ActivityRefusal::NothingChanges,
            )
            | Error::BadReceipt(_)
            | Error::Township(TownshipError::Unknown { .. })
            | Error::Mark(
                MarkRefusal::NoSuchItem(_)
                | MarkRefusal::NoSuchYear(_)
                | MarkRefusal::NoReason
                | MarkRefusal::ReasonTooLong,
            ) => 2,
            Error::Plan(error) if error.is_usage() => 2,
            _ => 3,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Usage(sentence) | Error::NothingMerged(sentence) => f.write_str(sentence),
            Error::Township(error) => error.fmt(f),
            Error::NotInConflict(begin) => {
                write!(f, "有冲突的上报里，没有唯一一份的校验码以“{begin}”开头。请照列出的校验码写 --prefer。")
            }
            Error::NoConflictLeft(begin) => {
                write!(f, "校验码以“{begin}”开头的那一份现在没有冲突：它已经采用，或者已被新的一次代替。不用再选。")
            }
            Error::NoWorkbookName(path) => {
                write!(f, "表格的文件名要以 .xlsx 结尾，写的是 {}。请改一下再试。", path.display())
            }
            Error::BothPreferred(files) => {
                let files = one_line(&files.join(" 和 "));
                write!(f, "{files} 是同一个乡镇有冲突的上报，只能选一份，都没有选。请只写一个 --prefer。")
            }
            Error::NothingRead(unread) => nothing_read(f, unread),
            Error::NoTaskFound(path) => {
                write!(f, "{} 里没有读出一项任务。请核对是不是通知的正文，有没有带编号的任务。", path.display())
            }
            Error::NothingCollected => f.write_str("没有读到一份能汇总的上报文件。请核对文件夹，或看上面列出的原因。"),
            Error::NoWorkbookThere(path) => {
                write!(f, "{} 已经在，又不是本程序出的汇总表，或者后来改过，没有覆盖。请换一个文件名（.xlsx）。", path.display())
            }
            Error::NoTownship => f.write_str(
                "还没有选定乡镇。请先运行 taizhang setup --township 乡镇名 --reporter 姓名，或加上 --township 乡镇名。",
            ),
            Error::Period(BadPeriod(text)) => {
                write!(f, "“{text}”不是报告期。请写成 2025、2025H1、2025H2 或 2025Q1 到 2025Q4。")
            }
            Error::Year { year, years: (first, last) } => {
                write!(f, "规划没有{year}年度。请在 {first} 到 {last} 之间选择。")
            }
            Error::NoSuchTask(no) => refusals::no_such_task(f, *no),
            Error::Plan(error) => error.fmt(f),
            Error::NoSuchPlan(asked) => {
                write!(f, "没有编号为“{asked}”的规划，也没有这个文件。请检查 --plan 后面的内容。")
            }
            Error::Mark(refusal) => refusal.fmt(f),
            Error::Activity(refusal) => refusal.fmt(f),
            Error::NoSuchActivity(id) => {
                write!(f, "没有编号为“{id}”的活动。请用 taizhang activity list 查看编号。")
            }
            Error::NoSuchOwnItem(id) => {
                write!(f, "没有编号为“{id}”的自列清单。请用 taizhang show 任务序号 查看编号。")
            }
            Error::Undo(refusal) => refusal.fmt(f),
            Error::Settings { path, error: FormatError::Newer { version } } => {
                write!(f, "设置 {} 由新版程序写成（第{version}版），没有用上。请换用新版程序。", path.display())
            }
            Error::Settings { path, .. } => write!(
                f,
                "设置 {} 已损坏，按没有设置处理，台账不受影响。请重新选乡镇、填姓名，或运行 taizhang setup。",
                path.display()
            ),
            Error::SavedTownship(saved) => write!(
                f,
                "设置里的乡镇“{saved}”不在这个规划里，按没有选定处理，台账不受影响。请重新选乡镇，或加 --township 乡镇名。"
            ),
            Error::NoReporter => f.write_str(
                "还没有填报人，不能上报。请先运行 taizhang setup --township 乡镇名 --reporter 姓名，或在上报画面填写。",
            ),
            Error::NotReady { first, errors: 1, .. } => write!(f, "不能上报：{first}"),
            Error::NotReady { period, first, errors } => write!(
                f,
                "不能上报，审核有{errors}处错误。第一处：{first}改好以后再上报；taizhang check --period {period} 列出每一处。"
            ),
            Error::CountyRefuses(why) => write!(f, "不能上报，这份上报县里收不进：{why}"),
            Error::NoOffice => f.write_str(
                "还没有设置县级单位和经办人，不能出回执。请先运行 taizhang setup --county --office 单位 --reporter 姓名。",
            ),
            Error::Unsound { path, why } => write!(f, "{} 不能出回执：{why}", path.display()),
            Error::BadReceipt(fault) => refusals::bad_receipt(f, fault),
            Error::Receipt(refusal) => refusal.fmt(f),
            Error::NotHandedOut(error) => {
                write!(f, "{error}上报文件已在数据文件夹里留底，换一个位置再上报一次即可。")
            }
            Error::ReceiptNotHandedOut(error) => {
                write!(f, "{error}回执已在数据文件夹里留底，换一个位置再出一次即可。")
            }
            Error::NotBeside(error) => write!(f, "上报文件已存好，旁边的另一份没有做成。{error}"),
            Error::MergeStopped(error) => imports::stopped(f, error),
            Error::NotMirrored(error) => {
                write!(f, "改动已经存好，但第二份没有更新：{error}")
            }
            Error::EvidenceLeftOut(left_out) => imports::left_out(f, left_out),
            Error::Store(error) => error.fmt(f),
            Error::GbkTerminal => f.write_str(
                "这个终端的编码是GBK，画面要用UTF-8显示。请把终端的编码改成UTF-8，再运行 LC_ALL=zh_CN.UTF-8 taizhang；不开画面的命令（如 taizhang list）现在就能用。",
            ),
            Error::Output(error) => write!(f, "结果输出不了：{}。请换一个输出位置再试。", io_reason(error)),
            Error::DoneUnprinted { done, source } => {
                write!(f, "{done}，但结果输出不了：{}。不用再做一次；请换一个输出位置核对。", io_reason(source))
            }
            Error::Terminal(error) => write!(f, "终端画面打不开：{}。请换一个终端窗口再试。", io_reason(error)),
        }
    }
}

fn nothing_read(f: &mut fmt::Formatter<'_>, unread: &[(PathBuf, io::Error)]) -> fmt::Result {
    let paths: Vec<String> = unread.iter().map(|(path, _)| path.display().to_string()).collect();
    let why = unread.first().map(|(_, error)| io_reason(error)).unwrap_or_default();
    let paths = one_line(&paths.join("、"));
    write!(f, "{paths} 读不了（{why}），没有汇总。请核对路径；在U盘、网络盘上的，接好以后再试。")
}
