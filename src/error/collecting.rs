//! Why a file that lies in a county's folder is not taken in, in words.

use std::fmt;

use crate::format::kind::Kind;
use crate::store::StoreError;
use crate::store::intake::Skipped;

use super::files::because;

/// Why a file is not taken in.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// It cannot be read, or is damaged.
    Store(#[source] StoreError),
    /// It is not looked into, or lies where no report belongs.
    Skipped(Skipped),
    /// It is of another kind.
    Kind(Kind),
    /// An archive with so many files that nothing is known of.
    ManyUnknown(usize),
    /// An archive without any report.
    NoReport,
    /// So many reports of one township for one period that this one, an old one, was not compared with the others.
    TooManyReports,
    /// A report of a plan that is not known here.
    UnknownPlan(String),
    /// A report that does not fit its plan; the sentence says how.
    Unsound(String),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // The file is named beside it.
            Refusal::Store(StoreError::Format { error, .. }) => error.fmt(f),
            Refusal::Store(StoreError::Io { source, .. }) => {
                write!(f, "读不了：{}。请检查这个文件，或向乡镇重新要一份。", because(source))
            }
            Refusal::Store(error) => error.fmt(f),
            Refusal::Skipped(Skipped::Link) => {
                f.write_str("是指向别的文件夹的链接，没有进去找。里面有上报文件时，请把那个文件夹也写上。")
            }
            Refusal::Skipped(Skipped::Gone) => f.write_str("没有这个文件夹或文件。请核对路径。"),
            Refusal::Skipped(Skipped::Deep) => f.write_str("文件夹套得太深，没有进去找。请把上报文件移到上面来。"),
            Refusal::Skipped(Skipped::Own) => f.write_str("是本程序存放记录的文件夹，不是交来的文件。"),
            Refusal::Skipped(Skipped::Read) => f.write_str("指向的文件夹已经读过。"),
            Refusal::Skipped(Skipped::Litter) => f.write_str("系统或别的软件留下的文件。"),
            Refusal::Skipped(Skipped::Records) => f.write_str(
                "里面有乡镇的备份或记录，那不是上报文件。请让乡镇在程序里上报，再交生成的上报文件（.ron）。",
            ),
            Refusal::Skipped(Skipped::Evidence) => f.write_str("是佐证材料，不是上报文件。"),
            Refusal::Kind(Kind::Office) => {
                f.write_str("是Excel、Word、OFD一类的文件，不是上报文件。请让乡镇交程序生成的上报文件（.ron）。")
            }
            Refusal::Kind(Kind::Receipt) => f.write_str("是回执，不是上报文件。"),
            Refusal::Kind(Kind::Media) => f.write_str("是照片、视频、PDF一类的文件，不是上报文件。"),
            Refusal::Kind(Kind::Handout) => f.write_str("是本程序出的表格、通知、使用说明或校验码，不是上报文件。"),
            Refusal::Kind(Kind::Program) => f.write_str("是程序，不是上报文件。如果是自解压包，请先解压，再汇总。"),
            Refusal::Kind(Kind::Plan) => f.write_str("是规划文件，不是上报文件。"),
            Refusal::Kind(Kind::Ledger) => {
                f.write_str("是乡镇电脑上的台账，不是上报文件。请让乡镇在程序里上报，再交生成的文件。")
            }
            Refusal::Kind(Kind::OtherArchive) => {
                f.write_str("是本程序打不开的压缩包（如.rar、.7z、.tar、.gz，或分卷的）。请先解压，再汇总。")
            }
            Refusal::Kind(Kind::Zip) => f.write_str("压缩包里还有压缩包，没有打开。请先解压一次，再汇总。"),
            Refusal::Kind(_) => f.write_str("不是上报文件，或者开头已损坏。请核对，需要时向乡镇重新要一份。"),
            Refusal::ManyUnknown(count) => {
                write!(f, "压缩包里有{count}个文件不是上报文件，或者开头已损坏。请核对，需要时向乡镇重新要一份。")
            }
            Refusal::TooManyReports => {
                f.write_str("同一个乡镇同一期的上报太多，只比对了最新的，这一份没有比对。请把旧的移走，再汇总。")
            }
            Refusal::NoReport => f.write_str("压缩包里没有上报文件。请核对，需要时向乡镇重新要一份。"),
            Refusal::UnknownPlan(id) => {
                write!(
                    f,
                    "是另一个规划（{id}）的上报文件，这里没有那个规划。请核对；要一起汇总时，把那个规划的文件放进同一个文件夹。"
                )
            }
            Refusal::Unsound(why) => f.write_str(why),
        }
    }
}
