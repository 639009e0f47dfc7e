//! Every error as one sentence saying what happened and one saying what to do next. All wording of errors is here.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::domain::activity::ActivityRefusal;
use crate::domain::ledger::Change;
use crate::domain::period::BadPeriod;
use crate::domain::plan::TownshipError;
use crate::domain::progress::{MarkRefusal, REASON_MAX};
use crate::domain::report::ReportFault;
use crate::domain::undo::UndoRefusal;
use crate::format::FormatError;
use crate::store::ledger::Note;
use crate::store::{Doing, ReadOnly, StoreError};

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
    /// Entries of a newer program keep a report from being made.
    NewerEntries(usize),
    /// A report that was made, but could not be handed out.
    NotHandedOut(Box<StoreError>),
    /// The store refused.
    Store(StoreError),
    /// What was asked for could not be printed; the sentence says why.
    Output(String),
    /// The terminal refused.
    Terminal(io::Error),
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
            | Error::Township(TownshipError::Unknown { .. })
            | Error::Mark(
                MarkRefusal::NoSuchItem(_)
                | MarkRefusal::NoSuchYear(_)
                | MarkRefusal::NoReason
                | MarkRefusal::ReasonTooLong,
            ) => 2,
            _ => 3,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Usage(sentence)
            | Error::Output(sentence)
            | Error::Township(TownshipError::Abolished { sentence }) => f.write_str(sentence),
            Error::Township(TownshipError::Unknown { asked }) => {
                write!(f, "规划里没有“{asked}”这个乡镇。请写乡镇全称或九位代码。")
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
            Error::NewerEntries(count) => write!(
                f,
                "台账里有{count}处本程序读不了或看不懂的内容，现在上报会漏报，所以不能上报。内容都保留着；请换用新版程序，或照提示处理后再上报。"
            ),
            Error::NotHandedOut(error) => {
                write!(f, "{}上报文件已在数据文件夹里留底，换一个位置再上报一次即可。", StoreSentence(error))
            }
            Error::Store(error) => StoreSentence(error).fmt(f),
            Error::Terminal(error) => write!(f, "终端画面打不开：{}。请换一个终端窗口再试。", because(error)),
        }
    }
}

fn mark(f: &mut fmt::Formatter<'_>, refusal: &MarkRefusal) -> fmt::Result {
    match refusal {
        MarkRefusal::NoSuchItem(id) => {
            write!(f, "没有编号为“{id}”的清单项。请用 taizhang show 任务序号 查看清单编号。")
        }
        MarkRefusal::NoSuchYear(year) => write!(f, "规划没有{year}年度。请换一个年度。"),
        MarkRefusal::OutsideYear { item, on, year } => {
            write!(f, "{item} 是每年一次的清单，{on} 不在{year}年度内。请改日期，或用 --year 选那一年。")
        }
        MarkRefusal::OutsidePlan { on } => write!(f, "{on} 不在规划的年份内。请改日期。"),
        MarkRefusal::NotBegun { year, today } => {
            write!(
                f,
                "按电脑日期 {today}，{year}年度还没有开始。电脑日期不对时，请先校正电脑日期（或启动时加 --today 年-月-日）。"
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
            write!(f, "{date} 还没有到（今天是 {today}）。请改日期；电脑日期不对时，请先校正或加 --today 年-月-日。")
        }
        ActivityRefusal::NoTitle => f.write_str("活动名称不能空着。请写上名称。"),
        ActivityRefusal::TooLong { what, most } => write!(f, "{what}太长，最多{most}个字。请写短一些。"),
        ActivityRefusal::TooMany(what) => write!(f, "{what}的数太大。请核对。"),
        ActivityRefusal::NothingChanges => f.write_str("没有要改的内容。请写上要改哪一项。"),
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

/// A store error as a sentence of what happened and one of what to do.
struct StoreSentence<'a>(&'a StoreError);

impl fmt::Display for StoreSentence<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            StoreError::Io { doing, path, source } => {
                let verb = match doing {
                    Doing::Reading => "读不了",
                    Doing::Writing => "存不进",
                    Doing::MakingFolder => "建不了文件夹",
                    Doing::Locking => "锁不住",
                };
                let remedy = match (doing, source.kind()) {
                    (Doing::Reading, io::ErrorKind::PermissionDenied) => "请换有权限的账户打开，或让文件能读。",
                    _ => remedy(source),
                };
                write!(f, "{verb} {}：{}。{remedy}", path.display(), because(source))
            }
            StoreError::Format { path, error } => write!(f, "{}：{}", path.display(), FormatSentence(error)),
            StoreError::ReadBack { path } => {
                write!(f, "{} 写入后读回来不一样，可能U盘已损坏。请换一个U盘再试。", path.display())
            }
            StoreError::NoDataFolder => f.write_str("系统没有给出存放数据的文件夹。请用 --data 文件夹 指定一个。"),
            StoreError::ReadOnly(why) => why.fmt(f),
            StoreError::ChangedOutside { path } => {
                write!(f, "台账文件 {} 在本窗口之外被改动过，这一笔没有记。请关闭本程序再打开。", path.display())
            }
            StoreError::Gone { path } => write!(
                f,
                "台账文件 {} 已不在原处（U盘可能拔出，或文件被移动、替换），这一笔没有记。请插回U盘或放回文件，再试一次。",
                path.display()
            ),
            StoreError::Unwritable(what) => write!(f, "内容写不成文件：{what}。请把这句话告诉程序的维护人员。"),
        }
    }
}

impl fmt::Display for ReadOnly {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadOnly::Locked { holder: Some(holder) } => {
                write!(
                    f,
                    "这份台账正由另一个窗口使用（{holder}），本窗口只能看，不能改。请到那个窗口去改，或先关掉它。"
                )
            }
            ReadOnly::Locked { holder: None } => {
                f.write_str("这份台账正由另一个窗口使用，本窗口只能看，不能改。请到那个窗口去改，或先关掉它。")
            }
            ReadOnly::NoLocks { path } => write!(
                f,
                "{} 所在的磁盘（多半是网络共享）不能加锁，只能看，不能改。请把数据放到本机硬盘或U盘上。",
                path.display()
            ),
            ReadOnly::Folder { path, kind, code } => {
                let source = code.map_or_else(|| io::Error::from(*kind), io::Error::from_raw_os_error);
                write!(f, "{} 写不进去：{}，只能看，不能改。{}", path.display(), because(&source), remedy(&source))
            }
            ReadOnly::OwnLedger { path, error } => {
                write!(f, "本机的台账 {}：{}在此之前只能看，不能改。", path.display(), FormatSentence(error))
            }
            ReadOnly::Broken { path } => write!(
                f,
                "台账 {} 存盘失败，也没能复原，只能看，不能改。请关闭本程序，检查磁盘后再打开。",
                path.display()
            ),
        }
    }
}

/// A format error as what is wrong with the file, and what to do.
pub struct FormatSentence<'a>(pub &'a FormatError);

impl fmt::Display for FormatSentence<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            FormatError::TooLarge { limit } => {
                write!(f, "文件太大，超过{} MB，不像是本程序的文件。请核对是不是拿错了文件。", limit >> 20)
            }
            FormatError::NotUtf8 => f.write_str("文件编码不是UTF-8，可能被别的软件改存过。请向对方要原文件。"),
            FormatError::WrongKind { found: None } => f.write_str("不是本程序的文件。请核对是不是拿错了文件。"),
            FormatError::WrongKind { found: Some(found) } => {
                write!(f, "文件的种类是“{found}”，用不在这里。请核对是不是拿错了文件。")
            }
            FormatError::Newer { version } => write!(f, "由新版程序写成（格式第{version}版）。请换用新版程序。"),
            FormatError::Syntax { line } => {
                write!(f, "第{line}行起内容不完整或被改动过。请向对方要原文件。")
            }
            FormatError::NoSeal => f.write_str("末尾的校验行不见了，文件不完整。请重新拷贝原文件。"),
            FormatError::BrokenSeal => f.write_str("校验不符，文件被改动过或已损坏。请重新拷贝原文件。"),
            FormatError::Plan(faults) => {
                let told: Vec<String> = faults.iter().take(3).map(ToString::to_string).collect();
                let more = if faults.len() > 3 { format!("等{}处", faults.len()) } else { String::new() };
                write!(f, "规划内容自相矛盾：{}{more}。请向发文单位要更正后的规划文件。", told.join("；"))
            }
            FormatError::Report(fault) => {
                let what = match fault {
                    ReportFault::ItemTwice(id) => format!("清单 {id} 出现两次"),
                    ReportFault::TotalsDiffer => "合计与清单不符".to_owned(),
                    ReportFault::DoneLater(id) => format!("清单 {id} 的完成日期在报告期之后"),
                    ReportFault::NoRevision => "没有上报次数".to_owned(),
                };
                write!(f, "上报内容自相矛盾：{what}。请填报乡镇用本程序重新上报。")
            }
            FormatError::NoLedgerHeader => f.write_str("台账第1行损坏，认不出是哪台电脑的。请保留文件，找备份比对。"),
        }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Note::Damaged { path, lines } => {
                write!(f, "台账 {} 第{}行损坏，已跳过，其余照常计算。", name(path), numbers(lines))
            }
            Note::Gap { path, lines } => {
                write!(f, "台账 {} 第{}行之前缺少内容，其余照常计算。", name(path), numbers(lines))
            }
            Note::Unknown { path, entries } => {
                write!(f, "台账 {} 有{entries}条由新版程序写入，保留未用；换用新版程序后才能上报。", name(path))
            }
            Note::SetAside { path, aside, all: true } => {
                let (path, aside) = (name(path), name(aside));
                write!(f, "台账 {path} 整个损坏，原样移到 {aside} 保存，原来的记录读不出来。请找备份比对。")
            }
            Note::Empty { path } => write!(f, "台账 {} 是空的，原来的记录可能丢了。请找备份比对。", name(path)),
            Note::RolledBack { device, reported, there } => write!(
                f,
                "电脑 {device} 的台账现在有{there}条，上次上报时有{reported}条，可能换成了旧文件。请找回新的台账，放回原处。"
            ),
            Note::SetAside { path, aside, all: false } => {
                write!(f, "台账 {} 最后一行没有写完，已移到 {} 保存，前面的都在。", name(path), name(aside))
            }
            Note::Torn { path } => write!(f, "台账 {} 最后一行没有写完，已跳过，前面的都在。", name(path)),
            Note::Unreadable { path, error } => write!(f, "{}：{}", name(path), FormatSentence(error)),
            Note::Refused { path, kind } => {
                let why = because(&io::Error::from(*kind));
                write!(
                    f,
                    "读不了台账 {}：{why}。其余照常计算，但不能上报；请让它能读，或把不相干的文件移走。",
                    name(path)
                )
            }
            Note::Foreign { path } => write!(f, "{} 是别的乡镇或别的规划的台账，没有计入。", name(path)),
        }
    }
}

fn name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

fn numbers(lines: &[usize]) -> String {
    const SHOWN: usize = 5;
    let told: Vec<String> = lines.iter().take(SHOWN).map(ToString::to_string).collect();
    let more = if lines.len() > SHOWN { format!(" 等{}处", lines.len()) } else { String::new() };
    told.join("、") + &more
}

/// What the system says, in Chinese.
#[must_use]
pub fn because(error: &io::Error) -> String {
    if let Some((what, _)) = only_windows_says(error) {
        return what.to_owned();
    }
    match error.kind() {
        io::ErrorKind::NotFound => "找不到这个文件或文件夹".to_owned(),
        io::ErrorKind::PermissionDenied => "没有权限".to_owned(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "磁盘已满".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "磁盘是只读的".to_owned(),
        io::ErrorKind::AlreadyExists => "已有同名文件".to_owned(),
        io::ErrorKind::NotADirectory => "路径中有一段不是文件夹".to_owned(),
        io::ErrorKind::IsADirectory => "这不是一个普通文件".to_owned(),
        io::ErrorKind::InvalidFilename => "文件名太长或有不能用的字".to_owned(),
        io::ErrorKind::FileTooLarge => "文件超过了磁盘允许的大小".to_owned(),
        _ => match error.raw_os_error() {
            Some(code) => format!("设备读写出错（系统代码 {code}）"),
            None => "设备读写出错".to_owned(),
        },
    }
}

/// What has a number on Windows and no kind, and what to do about it.
fn only_windows_says(error: &io::Error) -> Option<(&'static str, &'static str)> {
    match error.raw_os_error().filter(|_| cfg!(windows))? {
        32 | 33 => Some(("文件正被别的程序占用", "请关掉占用它的程序（如杀毒软件、办公软件），再试一次。")),
        21 => Some(("设备没有准备好", "请检查U盘是否插好。")),
        55 | 433 | 1167 => Some(("设备已经拔出", "请插回U盘，再试一次。")),
        _ => None,
    }
}

/// What to do about it.
fn remedy(error: &io::Error) -> &'static str {
    if let Some((_, what_to_do)) = only_windows_says(error) {
        return what_to_do;
    }
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "请腾出空间后再试。",
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => "请换一个可以写的文件夹，或解除写保护。",
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory | io::ErrorKind::InvalidFilename => {
            "请检查路径是否正确、U盘是否还插着。"
        }
        _ => "请检查U盘或磁盘后再试。",
    }
}
