//! Every error as one sentence saying what happened and one saying what to do next. All wording of errors is here;
//! `files` has that of files and disks, `ledgers` that of ledgers, `merging` that of merges and bundles,
//! `collecting` that of what a county's folder holds.

mod collecting;
mod files;
mod ledgers;
mod merging;
mod plans;

pub use collecting::Refusal;
use files::StoreSentence;
pub use files::{FormatSentence, MirroredSentences, because};
pub use merging::RefusalSentence;
use merging::left_out_words;
pub use plans::PlanError;

use std::fmt;
use std::io;
use std::path::PathBuf;

use crate::domain::activity::ActivityRefusal;
use crate::domain::ledger::Change;
use crate::domain::period::{BadPeriod, Period};
use crate::domain::plan::TownshipError;
use crate::domain::progress::{MarkRefusal, REASON_MAX};
use crate::domain::receipt::{REMARK_MAX, ReceiptFault, ReceiptRefusal};
use crate::domain::text::one_line;
use crate::domain::undo::UndoRefusal;
use crate::format::FormatError;
use crate::store::StoreError;
use crate::store::bundle::LeftOut;

/// Whatever keeps a command from being done.
#[derive(Debug)]
pub enum Error {
    /// The command line was not understood; the sentence says how.
    Usage(String),
    /// The township is none of the plan's.
    Township(TownshipError),
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
    Plan(PlanError),
    /// Neither the id of a plan nor a file.
    NoSuchPlan(String),
    /// An item cannot be marked so.
    Mark(MarkRefusal),
    /// An activity is not taken so.
    Activity(ActivityRefusal),
    /// No activity has this id.
    NoSuchActivity(String),
    /// No line of the township's own has this id.
    NoSuchOwnItem(String),
    /// Nothing was taken back.
    Undo(UndoRefusal),
    /// The settings cannot be understood, and stand as if there were none.
    Settings {
        /// The settings file.
        path: PathBuf,
        /// What is wrong with it.
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
    Receipt(ReceiptRefusal),
    /// A report that was made, but could not be handed out.
    NotHandedOut(Box<StoreError>),
    /// A receipt that was given, but could not be handed out.
    ReceiptNotHandedOut(Box<StoreError>),
    /// A file beside a report that was handed out could not be made.
    NotBeside(Box<StoreError>),
    /// What was done is kept, and its mirror on the second drive is not up to date.
    NotMirrored(Box<StoreError>),
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
    MergeStopped(Box<StoreError>),
    /// A merge of which no file could be taken in; the sentence says why of the last.
    NothingMerged(String),
    /// The store refused.
    Store(StoreError),
    /// What was asked for could not be printed.
    Output(io::Error),
    /// What was asked for is done, and only the answer could not be printed.
    DoneUnprinted {
        /// What is done, as `已记上`.
        done: &'static str,
        /// What the system says.
        source: io::Error,
    },
    /// The terminal refused.
    Terminal(io::Error),
    /// The terminal reads GBK, and the screen is written in UTF-8.
    GbkTerminal,
}

impl From<PlanError> for Error {
    fn from(error: PlanError) -> Self {
        Error::Plan(error)
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        Error::Store(error)
    }
}

impl From<MarkRefusal> for Error {
    fn from(error: MarkRefusal) -> Self {
        Error::Mark(error)
    }
}

impl From<ActivityRefusal> for Error {
    fn from(error: ActivityRefusal) -> Self {
        Error::Activity(error)
    }
}

impl From<UndoRefusal> for Error {
    fn from(error: UndoRefusal) -> Self {
        Error::Undo(error)
    }
}

impl From<ReceiptRefusal> for Error {
    fn from(error: ReceiptRefusal) -> Self {
        Error::Receipt(error)
    }
}

impl From<TownshipError> for Error {
    fn from(error: TownshipError) -> Self {
        Error::Township(error)
    }
}

impl Error {
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
            Error::Usage(sentence)
            | Error::NothingMerged(sentence)
            | Error::Township(TownshipError::Abolished { sentence }) => f.write_str(sentence),
            Error::Township(TownshipError::Unknown { asked }) => {
                write!(f, "规划里没有“{asked}”这个乡镇。请写乡镇全称或九位代码。")
            }
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
            Error::NoSuchTask(no) => write!(f, "规划里没有第{no}项任务。请用 taizhang list --all 查看任务序号。"),
            Error::Plan(error) => error.fmt(f),
            Error::NoSuchPlan(asked) => {
                write!(f, "没有编号为“{asked}”的规划，也没有这个文件。请检查 --plan 后面的内容。")
            }
            Error::Mark(refusal) => mark(f, refusal),
            Error::Activity(refusal) => activity(f, refusal),
            Error::NoSuchActivity(id) => {
                write!(f, "没有编号为“{id}”的活动。请用 taizhang activity list 查看编号。")
            }
            Error::NoSuchOwnItem(id) => {
                write!(f, "没有编号为“{id}”的自列清单。请用 taizhang show 任务序号 查看编号。")
            }
            Error::Undo(refusal) => undo(f, refusal),
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
            Error::BadReceipt(fault) => bad_receipt(f, fault),
            Error::Receipt(refusal) => receipt(f, refusal),
            Error::NotHandedOut(error) => {
                write!(f, "{}上报文件已在数据文件夹里留底，换一个位置再上报一次即可。", StoreSentence(error))
            }
            Error::ReceiptNotHandedOut(error) => {
                write!(f, "{}回执已在数据文件夹里留底，换一个位置再出一次即可。", StoreSentence(error))
            }
            Error::NotBeside(error) => write!(f, "上报文件已存好，旁边的另一份没有做成。{}", StoreSentence(error)),
            Error::MergeStopped(error) => merging::stopped(f, error),
            Error::NotMirrored(error) => {
                write!(f, "改动已经存好，但第二份没有更新：{}", StoreSentence(error))
            }
            Error::EvidenceLeftOut(left_out) => left_out_words(f, left_out),
            Error::Store(error) => StoreSentence(error).fmt(f),
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

fn mark(f: &mut fmt::Formatter<'_>, refusal: &MarkRefusal) -> fmt::Result {
    match refusal {
        MarkRefusal::NoSuchItem(id) => {
            write!(f, "没有编号为“{id}”的清单项。请用 taizhang show 任务序号 查看清单编号。")
        }
        MarkRefusal::NoSuchYear(year) => write!(f, "规划没有{year}年度。请换一个年度。"),
        MarkRefusal::OutsideYear { item, on, year } => {
            write!(
                f,
                "{item} 是每年一次的清单，{on} 不在{year}年度内。请改日期，或换到那个年度再改（画面上按 F7，用命令时加 --year）。"
            )
        }
        MarkRefusal::OutsidePlan { on } => write!(f, "{on} 不在规划的年份内。请改日期。"),
        MarkRefusal::NotBegun { year, today } => {
            write!(
                f,
                "按电脑日期 {today}，{year}年度还没有开始。电脑日期不对时，请在总览里按 0 改今天的日期（用命令时加 --today 年-月-日）。"
            )
        }
        MarkRefusal::NoReason => f.write_str("标为不适用必须写明理由。请加 --reason 理由。"),
        MarkRefusal::ReasonTooLong => write!(f, "理由太长，最多{REASON_MAX}个字。请写短一些。"),
    }
}

fn activity(f: &mut fmt::Formatter<'_>, refusal: &ActivityRefusal) -> fmt::Result {
    match refusal {
        ActivityRefusal::NoSuchTask(no) => fmt::Display::fmt(&Error::NoSuchTask(*no), f),
        ActivityRefusal::OutsidePlan(date) => write!(f, "{date} 不在规划的年份内。请改日期。"),
        ActivityRefusal::InFuture { date, today } => {
            write!(
                f,
                "{date} 还没有到（今天是 {today}）。请改日期；电脑日期不对时，请在总览里按 0 改今天的日期（用命令时加 --today）。"
            )
        }
        ActivityRefusal::NoTitle => f.write_str("活动名称不能空着。请写上名称。"),
        ActivityRefusal::TooLong { what, most } => write!(f, "{what}太长，最多{most}个字。请写短一些。"),
        ActivityRefusal::TooMany(what) => write!(f, "{what}的数太大。请核对。"),
        ActivityRefusal::NothingChanges => f.write_str("没有要改的内容。请写上要改哪一项。"),
    }
}

fn bad_receipt(f: &mut fmt::Formatter<'_>, fault: &ReceiptFault) -> fmt::Result {
    match fault {
        ReceiptFault::NoReason => {
            f.write_str("退回要写明意见，乡镇才知道改什么。请加 --remark 任务序号=文字，可以写多次。")
        }
        ReceiptFault::TaskTwice(no) => write!(f, "任务{no}的意见写了两次。请合成一条。"),
        ReceiptFault::RemarkLength(no) => {
            write!(f, "任务{no}的意见是空的或太长，最多{REMARK_MAX}个字。请重新填写。")
        }
        ReceiptFault::TooLong => f.write_str("意见合起来太长，回执最多1 MB，乡镇读不了。请把意见写短一些。"),
        ReceiptFault::NoReport | ReceiptFault::NoRevision => {
            f.write_str("上报文件没有写明次数或校验，不能出回执。请让乡镇重新上报。")
        }
    }
}

fn receipt(f: &mut fmt::Formatter<'_>, refusal: &ReceiptRefusal) -> fmt::Result {
    match refusal {
        ReceiptRefusal::OtherPlan { named, here } => {
            write!(f, "这份回执属于另一个规划（{named}），这里用的是 {here}。请核对文件，或加 --plan 选那个规划。")
        }
        ReceiptRefusal::OtherTownship { named, here } => write!(
            f,
            "这份回执是给{}（{}）的，这里是{}，没有收下。请交给那个乡镇，或加 --township 选那个乡镇。",
            named.name, named.code, here.name
        ),
        ReceiptRefusal::UnknownReport { period, revision } => write!(
            f,
            "这份回执答复{}第{revision}次上报，但这里没有交出过那样一份上报，没有收下。如果是在另一台电脑上报的，请先把那台的数据文件夹拷来。",
            period.name()
        ),
        ReceiptRefusal::OtherReport { period, revision } => write!(
            f,
            "这份回执写的报告期或次数，与它答复的上报（{}第{revision}次）不符，没有收下。请县里重新出回执。",
            period.name()
        ),
    }
}

fn undo(f: &mut fmt::Formatter<'_>, refusal: &UndoRefusal) -> fmt::Result {
    match refusal {
        UndoRefusal::NothingToUndo => f.write_str("这台电脑上没有可以撤销的改动。"),
        UndoRefusal::NothingToRedo => f.write_str("这台电脑上没有可以恢复的改动。"),
        UndoRefusal::ChangedSince { by } => {
            let what = match &by.change {
                Change::Mark { item, .. } => format!("清单 {item}"),
                Change::Activity { .. } => "这项活动".to_owned(),
                Change::Remark { task, .. } => format!("任务 {task} 的填报说明"),
                _ => "同一处".to_owned(),
            };
            let who = if by.by.is_empty() { "另一台电脑" } else { &by.by };
            let at = by.at.format("%Y-%m-%d %H:%M");
            write!(f, "{what}后来又被{who}在另一台电脑上改过（{at}），不能撤销。请直接把它改成要的样子。")
        }
    }
}
