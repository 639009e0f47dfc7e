//! Every error as one sentence saying what happened and one saying what to do next. All wording of errors is here;
//! `files` has that of files and disks, `ledgers` that of ledgers, `merging` that of merges and bundles,
//! `collecting` that of what a county's folder holds, `refusals` that of acts which are not done.

mod activities;
mod collecting;
mod files;
mod ledgers;
mod merging;
mod plans;
mod refusals;

pub use collecting::Refusal;
pub use files::{MirroredSentences, because};
pub use merging::OverwrittenListSentence;
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
use crate::store::bundle::LeftOut;

/// Whatever keeps a command from being done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The command line was not understood; the sentence says how.
    Usage(String),
    /// The township is none of the plan's.
    Township(#[from] TownshipError),
    /// No township was chosen yet.
    NoTownship,
    /// A period that is none.
    Period(BadPeriod),
    /// A year that the plan does not cover.
    Year {
        /// The year asked for.
        year: i32,
        /// First and last year of the plan.
        years: (i32, i32),
    },
    /// A task that the plan does not have.
    NoSuchTask(u32),
    /// A plan or township is not the one that is meant, or is not taken.
    Plan(#[from] PlanError),
    /// Neither the id of a plan nor a file.
    NoSuchPlan(String),
    /// An item cannot be marked so.
    Mark(#[from] MarkRefusal),
    /// An activity is not taken so.
    Activity(#[from] ActivityRefusal),
    /// No activity has this id.
    NoSuchActivity(String),
    /// No line of the township's own has this id.
    NoSuchOwnItem(String),
    /// Nothing was taken back.
    Undo(#[from] UndoRefusal),
    /// The settings cannot be understood, and stand as if there were none.
    Settings {
        /// The settings file.
        path: PathBuf,
        /// What is wrong with it.
        #[source]
        error: FormatError,
    },
    /// The township of the settings is none of this plan's.
    KeptTownship(String),
    /// A report needs the name of who fills in.
    NoReporter,
    /// 审核 found errors, and no report is made.
    NotReady {
        /// What would have been reported.
        period: Period,
        /// The first error, in words.
        first: String,
        /// How many errors.
        errors: usize,
    },
    /// A report that the county's reader would refuse is not made; the sentence says why.
    CountyRefuses(String),
    /// A receipt needs the name of the county's office and of who gives it.
    NoOffice,
    /// A report that is not as it should be gets no receipt.
    Unsound {
        /// The report.
        path: PathBuf,
        /// What is wrong with it, as `verify` says.
        why: String,
    },
    /// A receipt that would contradict itself is not given.
    BadReceipt(ReceiptFault),
    /// A receipt is not taken.
    Receipt(#[from] ReceiptRefusal),
    /// A report that was made, but could not be handed out.
    NotHandedOut(#[source] Box<StoreError>),
    /// A receipt that was given, but could not be handed out.
    ReceiptNotHandedOut(#[source] Box<StoreError>),
    /// A file beside a report that was handed out could not be made.
    NotBeside(#[source] Box<StoreError>),
    /// What was done is kept, and its mirror on the second drive is not up to date.
    NotMirrored(#[source] Box<StoreError>),
    /// A piece of evidence that is not in the bundle beside the report.
    EvidenceLeftOut(LeftOut),
    /// No single report in a conflict has a SHA-256 that begins so.
    NotInConflict(String),
    /// The report whose SHA-256 begins so is in no conflict any more.
    NoConflictLeft(String),
    /// A workbook has a name that ends otherwise.
    NoWorkbookName(PathBuf),
    /// Several reports of one conflict, by where they were found, shall be chosen.
    BothPreferred(Vec<String>),
    /// Nothing that was named to be collected could be read, each with what the system says.
    NothingRead(Vec<(PathBuf, io::Error)>),
    /// A text in which no task was found.
    NoTaskFound(PathBuf),
    /// Not one report in the folders that were collected.
    NothingCollected,
    /// A file that is no workbook of this program stands where one shall be written.
    NoWorkbookThere(PathBuf),
    /// A merge that stopped half-way.
    MergeStopped(#[source] Box<StoreError>),
    /// A merge of which no file could be taken in; the sentence says why of the last.
    NothingMerged(String),
    /// The store refused.
    Store(#[from] StoreError),
    /// What was asked for could not be printed.
    Output(#[source] io::Error),
    /// What was asked for is done, and only the answer could not be printed.
    DoneUnprinted {
        /// What is done, as `已记上`.
        done: &'static str,
        /// What the system says.
        source: io::Error,
    },
    /// The terminal refused.
    Terminal(#[source] io::Error),
    /// The terminal reads GBK, and the screen is written in UTF-8.
    GbkTerminal,
}

impl Error {
    /// Whether something was kept although the command failed: what it says of the second copy matters then.
    #[must_use]
    pub fn has_kept_something(&self) -> bool {
        matches!(
            self,
            Error::NotHandedOut(_)
                | Error::ReceiptNotHandedOut(_)
                | Error::MergeStopped(_)
                | Error::Store(
                    StoreError::Unsure { .. } | StoreError::Unconfirmed { .. } | StoreError::NotSynced { .. }
                )
        )
    }

    /// The exit code of the contract: 2 wrong usage, 3 could not be done.
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
            Error::KeptTownship(kept) => write!(
                f,
                "设置里的乡镇“{kept}”不在这个规划里，按没有选定处理，台账不受影响。请重新选乡镇，或加 --township 乡镇名。"
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
            Error::MergeStopped(error) => merging::stopped(f, error),
            Error::NotMirrored(error) => {
                write!(f, "改动已经存好，但第二份没有更新：{error}")
            }
            Error::EvidenceLeftOut(left_out) => merging::left_out(f, left_out),
            Error::Store(error) => error.fmt(f),
            Error::GbkTerminal => f.write_str(
                "这个终端的编码是GBK，画面要用UTF-8显示。请把终端的编码改成UTF-8，再运行 LC_ALL=zh_CN.UTF-8 taizhang；不开画面的命令（如 taizhang list）现在就能用。",
            ),
            Error::Output(error) => write!(f, "结果输出不了：{}。请换一个输出位置再试。", because(error)),
            Error::DoneUnprinted { done, source } => {
                write!(f, "{done}，但结果输出不了：{}。不用再做一次；请换一个输出位置核对。", because(source))
            }
            Error::Terminal(error) => write!(f, "终端画面打不开：{}。请换一个终端窗口再试。", because(error)),
        }
    }
}

fn nothing_read(f: &mut fmt::Formatter<'_>, unread: &[(PathBuf, io::Error)]) -> fmt::Result {
    let paths: Vec<String> = unread.iter().map(|(path, _)| path.display().to_string()).collect();
    let why = unread.first().map(|(_, error)| because(error)).unwrap_or_default();
    let paths = one_line(&paths.join("、"));
    write!(f, "{paths} 读不了（{why}），没有汇总。请核对路径；在U盘、网络盘上的，接好以后再试。")
}
