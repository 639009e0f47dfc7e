//! The sentences for refused actions of the clerk.

use std::fmt;

use chrono::NaiveDate;

use crate::domain::activity::ActivityRefusal;
use crate::domain::ledger::Change;
use crate::domain::occurrence::Occurrence;
use crate::domain::plan::TownshipError;
use crate::domain::progress::{MarkRefusal, REASON_MAX};
use crate::domain::receipt::{REMARK_MAX, ReceiptFault, ReceiptRefusal};
use crate::domain::undo::UndoRefusal;

impl fmt::Display for MarkRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // Say how an occurrence is written, because `taizhang show` lists only the ids of items.
            MarkRefusal::NoSuchItem(id) if id.contains('@') => write!(
                f,
                "没有“{id}”这一次。每月、每季度、每半年办的清单写作 5.1@2025-03、5.1@2025Q2、5.1@2025H1，别的只写清单编号。请改正。"
            ),
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
            MarkRefusal::OutsideOccurrence { item, occurrence, on } => outside_occurrence(f, item, *occurrence, *on),
            MarkRefusal::OccurrenceNotBegun { occurrence, today } => not_begun(f, *occurrence, *today),
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
}

impl fmt::Display for ActivityRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ActivityRefusal::NoSuchTask(no) => no_such_task(f, *no),
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
}

/// The sentence for an invalid receipt that a county is about to give.
pub(super) fn bad_receipt(f: &mut fmt::Formatter<'_>, fault: &ReceiptFault) -> fmt::Result {
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

impl fmt::Display for ReceiptRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
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
}

impl fmt::Display for UndoRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            UndoRefusal::NothingToUndo => f.write_str("这台电脑上没有可以撤销的改动。"),
            UndoRefusal::NothingToRedo => f.write_str("这台电脑上没有可以恢复的改动。"),
            UndoRefusal::ChangedSince { by } => {
                let what = match &by.change {
                    Change::Mark { item, .. } => format!("清单 {item}"),
                    Change::MarkOccurrence { item, occurrence, .. } => format!("清单 {item}（{}）", occurrence.name()),
                    Change::Assign { item, .. } => format!("清单 {item} 的分工"),
                    Change::PlannedActivity { .. } => "这项计划".to_owned(),
                    Change::Activity { .. } | Change::ActivityServing { .. } => "这项活动".to_owned(),
                    Change::Remark { task, .. } => format!("任务 {task} 的填报说明"),
                    _ => "同一处".to_owned(),
                };
                let who = if by.by.is_empty() { "另一台电脑" } else { &by.by };
                let at = by.at.format("%Y-%m-%d %H:%M");
                write!(f, "{what}后来又被{who}在另一台电脑上改过（{at}），不能撤销。请直接把它改成要的样子。")
            }
        }
    }
}

impl fmt::Display for TownshipError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TownshipError::Abolished { sentence } => f.write_str(sentence),
            TownshipError::Unknown { asked } => write!(f, "规划里没有“{asked}”这个乡镇。请写乡镇全称或九位代码。"),
        }
    }
}

pub(super) fn no_such_task(f: &mut fmt::Formatter<'_>, no: u32) -> fmt::Result {
    write!(f, "规划里没有第{no}项任务。请用 taizhang list --all 查看任务序号。")
}

fn outside_occurrence(f: &mut fmt::Formatter<'_>, item: &str, occurrence: Occurrence, on: NaiveDate) -> fmt::Result {
    let (name, first) = (occurrence.name(), occurrence.first_day());
    let last = occurrence.year();
    write!(f, "{item} 的{name}这一次，完成日期要在 {first} 到 {last}-12-31 之间，{on} 不在。请改日期，或改标另一次。")
}

fn not_begun(f: &mut fmt::Formatter<'_>, occurrence: Occurrence, today: NaiveDate) -> fmt::Result {
    let name = occurrence.name();
    write!(
        f,
        "按电脑日期 {today}，{name}还没有开始。电脑日期不对时，请在总览里按 0 改今天的日期（用命令时加 --today 年-月-日）。"
    )
}
