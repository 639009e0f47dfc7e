//! The sentences for problems with an import or an evidence bundle, file by file.

use std::fmt;

use crate::domain::plan::TownshipError;
use crate::format::FormatError;
use crate::store::StoreError;
use crate::store::bundle::{LeftOutEvidence, LeftOutReason};
use crate::store::import::ImportRefusal;

use super::ledgers::empty;

impl fmt::Display for ImportRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ImportRefusal::Store(error) => error.fmt(f),
            ImportRefusal::Township { path, error: TownshipError::Abolished { sentence } } => {
                write!(f, "{}：{sentence}", path.display())
            }
            ImportRefusal::Township { path, error: TownshipError::Unknown { asked } } => {
                write!(f, "{}：规划里没有代码为 {asked} 的乡镇，没有并入。请核对文件。", path.display())
            }
            ImportRefusal::Empty { path, what } => {
                write!(f, "台账 {} {}没有并入。请向对方要原文件。", path.display(), empty(*what))
            }
            ImportRefusal::Stray { path } => write!(
                f,
                "{} 不是台账（多半是别的软件或系统留下的），没有并入。其余的照常；可以把它移走。",
                path.display()
            ),
            ImportRefusal::StampTooHigh { path } => write!(
                f,
                "{} 里有一条记录的顺序号大得不合常理，整个文件没有并入。请核对它的来源，向对方要没有改动过的台账。",
                path.display()
            ),
            ImportRefusal::OtherPlan { path, plan } => {
                write!(f, "{} 是另一个规划（{plan}）的上报文件，没有并入。请加 --plan {plan} 再试。", path.display())
            }
        }
    }
}

/// The sentence for an unreadable list of overwritten values.
pub struct OverwrittenListSentence<'a>(pub &'a StoreError);

impl fmt::Display for OverwrittenListSentence<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            StoreError::Format { path, error: FormatError::Newer { version } } => write!(
                f,
                "记着并入盖掉了哪些值的 {} 由新版程序写成（格式第{version}版）。要一次恢复，请换用新版程序。",
                path.display()
            ),
            StoreError::Format { path, .. } => write!(
                f,
                "记着并入盖掉了哪些值的 {} 已损坏，不能一次恢复了；台账的记录一条也没有少。请用 taizhang history 查看本机原来记的，照着重新记。",
                path.display()
            ),
            error => error.fmt(f),
        }
    }
}

pub(super) fn left_out(f: &mut fmt::Formatter<'_>, piece: &LeftOutEvidence) -> fmt::Result {
    let LeftOutEvidence { activity, name, why } = piece;
    let why = match why {
        LeftOutReason::Missing => "在数据文件夹里找不到，没有装进压缩包。请找到原件，在这项活动里重新添加",
        LeftOutReason::Unreadable => "读不了，没有装进压缩包。请检查磁盘，或找到原件，在这项活动里重新添加",
        LeftOutReason::Differs => "和登记时不一样了，没有装进压缩包。请找到原件，在这项活动里重新添加",
        LeftOutReason::TooLarge => "装不下了，没有装进压缩包。请把它单独拷给对方",
    };
    write!(f, "活动“{activity}”的佐证“{name}”{why}。")
}

pub(super) fn stopped(f: &mut fmt::Formatter<'_>, error: &StoreError) -> fmt::Result {
    write!(f, "{error}可能已并入一部分，留着就好；再并入一次会补齐，不会重复。")
}
