//! The sentences for files in a county's folder that are not accepted.

use std::fmt;

use crate::format::kind::FileKind;
use crate::store::StoreError;
use crate::store::ingest::SkipReason;

use super::files::io_reason;

/// Why a file is not accepted.
#[derive(Debug, thiserror::Error)]
pub enum CollectRefusal {
    Store(#[source] StoreError),
    Skipped(SkipReason),
    /// A file of another kind.
    Kind(FileKind),
    /// An archive with that many unknown files.
    ManyUnknown(usize),
    NoReport,
    /// An old report of a township with so many for one period that it was not compared with the others.
    TooManyReports,
    /// A report of a plan that this office does not have.
    UnknownPlan(String),
    /// A report that does not fit its plan; the sentence says why.
    Unsound(String),
}

impl fmt::Display for CollectRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // The caller prints the file name before the reason.
            CollectRefusal::Store(StoreError::Format { error, .. }) => error.fmt(f),
            CollectRefusal::Store(StoreError::Io { source, .. }) => {
                write!(f, "读不了：{}。请检查这个文件，或向乡镇重新要一份。", io_reason(source))
            }
            CollectRefusal::Store(error) => error.fmt(f),
            CollectRefusal::Skipped(SkipReason::Link) => {
                f.write_str("是指向别的文件夹的链接，没有进去找。里面有上报文件时，请把那个文件夹也写上。")
            }
            CollectRefusal::Skipped(SkipReason::Gone) => f.write_str("没有这个文件夹或文件。请核对路径。"),
            CollectRefusal::Skipped(SkipReason::TooDeep) => {
                f.write_str("文件夹套得太深，没有进去找。请把上报文件移到上面来。")
            }
            CollectRefusal::Skipped(SkipReason::Own) => f.write_str("是本程序存放记录的文件夹，不是交来的文件。"),
            CollectRefusal::Skipped(SkipReason::AlreadySearched) => f.write_str("指向的文件夹已经读过。"),
            CollectRefusal::Skipped(SkipReason::SystemFile) => f.write_str("系统或别的软件留下的文件。"),
            CollectRefusal::Skipped(SkipReason::Records) => f.write_str(
                "里面有乡镇的备份或记录，那不是上报文件。请让乡镇在程序里上报，再交生成的上报文件（.ron）。",
            ),
            CollectRefusal::Skipped(SkipReason::Evidence) => f.write_str("是佐证材料，不是上报文件。"),
            CollectRefusal::Kind(FileKind::Office) => {
                f.write_str("是Excel、Word、OFD一类的文件，不是上报文件。请让乡镇交程序生成的上报文件（.ron）。")
            }
            CollectRefusal::Kind(FileKind::Receipt) => f.write_str("是回执，不是上报文件。"),
            CollectRefusal::Kind(FileKind::Media) => f.write_str("是照片、视频、PDF一类的文件，不是上报文件。"),
            CollectRefusal::Kind(FileKind::Handout) => {
                f.write_str("是本程序出的表格、通知、使用说明或校验码，不是上报文件。")
            }
            CollectRefusal::Kind(FileKind::Program) => {
                f.write_str("是程序，不是上报文件。如果是自解压包，请先解压，再汇总。")
            }
            CollectRefusal::Kind(FileKind::Plan) => f.write_str("是规划文件，不是上报文件。"),
            CollectRefusal::Kind(FileKind::Ledger) => {
                f.write_str("是乡镇电脑上的台账，不是上报文件。请让乡镇在程序里上报，再交生成的文件。")
            }
            CollectRefusal::Kind(FileKind::OtherArchive) => {
                f.write_str("是本程序打不开的压缩包（如.rar、.7z、.tar、.gz，或分卷的）。请先解压，再汇总。")
            }
            CollectRefusal::Kind(FileKind::Zip) => f.write_str("压缩包里还有压缩包，没有打开。请先解压一次，再汇总。"),
            CollectRefusal::Kind(_) => f.write_str("不是上报文件，或者开头已损坏。请核对，需要时向乡镇重新要一份。"),
            CollectRefusal::ManyUnknown(count) => {
                write!(f, "压缩包里有{count}个文件不是上报文件，或者开头已损坏。请核对，需要时向乡镇重新要一份。")
            }
            CollectRefusal::TooManyReports => {
                f.write_str("同一个乡镇同一期的上报太多，只比对了最新的，这一份没有比对。请把旧的移走，再汇总。")
            }
            CollectRefusal::NoReport => f.write_str("压缩包里没有上报文件。请核对，需要时向乡镇重新要一份。"),
            CollectRefusal::UnknownPlan(id) => {
                write!(
                    f,
                    "是另一个规划（{id}）的上报文件，这里没有那个规划。请核对；要一起汇总时，把那个规划的文件放进同一个文件夹。"
                )
            }
            CollectRefusal::Unsound(why) => f.write_str(why),
        }
    }
}
