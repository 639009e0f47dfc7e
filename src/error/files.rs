//! The sentences for problems with files and disks.

use crate::domain::receipt::ReceiptFault;
use crate::domain::report::ReportFault;
use crate::domain::text::{harmless, one_line};
use crate::format::FormatError;
use crate::format::ZipFault;
use crate::format::encoding::Encoding;
use crate::format::ledger::Header;
use crate::store::mirror::Mirrored;
use crate::store::{FileAction, ReadOnly, Special, StoreError};
use std::fmt;
use std::io;
use std::path::Path;

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StoreError::Io { action, path, source } => {
                let verb = match action {
                    FileAction::Read => "读不了",
                    FileAction::Write => "存不进",
                    FileAction::MakeFolder => "建不了文件夹",
                    FileAction::Lock => "锁不住",
                };
                let remedy = match (action, source.kind()) {
                    (FileAction::Read, io::ErrorKind::PermissionDenied) => "请换有权限的账户打开，或让文件能读。",
                    _ => remedy(source),
                };
                write!(f, "{verb} {}：{}。{remedy}", path.display(), io_reason(source))
            }
            StoreError::Format { path, error } => write!(f, "{}：{}", path.display(), error),
            StoreError::NotAFile { path, what } => {
                write!(
                    f,
                    "{} 不是普通文件，而是{}，没有用它。请把它移走，再试一次。",
                    path.display(),
                    special_name(*what)
                )
            }
            StoreError::NamesTaken { path } => {
                write!(f, "{} 这个名称的文件已经太多，没有再存。请清理这个文件夹，或换一个位置再试。", path.display())
            }
            StoreError::ReadBackDiffers { path } => {
                write!(f, "{} 写入后读回来不一样，或者读不回来，可能U盘已损坏。请换一个U盘再试。", path.display())
            }
            StoreError::NotSynced { path, source } => write!(
                f,
                "{} 已写好，但磁盘没有确认存牢：{}。断电后可能变回原来的；请检查U盘或磁盘，再做一次。",
                path.display(),
                io_reason(source)
            ),
            StoreError::NoDataFolder => f.write_str("系统没有给出存放数据的文件夹。请用 --data 文件夹 指定一个。"),
            StoreError::DataFolderGone { path } => write!(
                f,
                "存放记录的文件夹 {} 现在不在（盘没有接上，或文件夹被移走）。请接好那块盘再打开；已经搬走的，加 --data 新的文件夹。",
                path.display()
            ),
            StoreError::ChoiceUnreadable { path } => write!(
                f,
                "记着记录存在哪里的文件 {} 读不懂，可能已损坏。请加 --data 存放记录的文件夹 打开；记得是哪个文件夹时，删去这个文件重新选一次。",
                path.display()
            ),
            StoreError::ProgramFolderInUse { path } => write!(
                f,
                "程序旁边已有文件夹 {}，打开时总是先用它。请就用它，或先把它移走、改名，再另选位置。",
                path.display()
            ),
            StoreError::MirrorGone { path } => {
                write!(f, "放第二份的 {} 现在不在。请接好那块盘，下次记录时会补齐。", path.display())
            }
            StoreError::MirrorInsideRecords { path } => write!(
                f,
                "第二份会落在记录自己的文件夹 {} 里，坏了一起坏。请用 taizhang setup --mirror 另选一块盘。",
                path.display()
            ),
            StoreError::ReadOnly(why) => why.fmt(f),
            StoreError::ChangedOutside { path } => {
                write!(f, "台账文件 {} 在本窗口之外被改动过，这一笔没有记。请关闭本程序再打开。", path.display())
            }
            StoreError::LedgerGone { path } => write!(
                f,
                "台账文件 {} 已不在原处（U盘可能拔出，或文件被移动、替换），这一笔没有记。请插回U盘或放回文件，再试一次。",
                path.display()
            ),
            StoreError::AppendNotUndone { path, source } => write!(
                f,
                "台账文件 {} 存盘出错（{}），也没能复原，不知道这一笔记上没有。请关闭本程序，检查磁盘后再打开，核对这一笔。",
                path.display(),
                io_reason(source)
            ),
            StoreError::Unconfirmed { path, source } => write!(
                f,
                "这一笔已记上，但存好以后看不到台账文件 {} 了：{}。请检查U盘或磁盘，再打开时核对这一笔。",
                path.display(),
                io_reason(source)
            ),
            StoreError::ChangedSince { path } => {
                write!(f, "{} 读过以后被改动或移走了。请重新汇总一次。", path.display())
            }
            StoreError::TooManyFiles { path, most } => write!(
                f,
                "{} 里的台账、上报文件、回执超过{most}个，不像一个乡镇的记录，没有并入。请核对是不是拿错了文件夹或压缩包。",
                path.display()
            ),
            StoreError::NothingToMerge { path } => write!(
                f,
                "{} 里没有台账、上报文件或备份，没有并入任何东西。请核对是不是拿错了文件夹或压缩包。",
                path.display()
            ),
            StoreError::NothingToBackUp { path } => {
                write!(f, "{} 里还没有可以备份的记录。请核对 --data 和 --township。", path.display())
            }
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
                write!(f, "{} 写不进去：{}，只能看，不能改。{}", path.display(), io_reason(&source), remedy(&source))
            }
            ReadOnly::NotAFile { path, what } => write!(
                f,
                "{} 不是普通文件，而是{}，没有用它，只能看，不能改。请把它移走，再打开。",
                path.display(),
                special_name(*what)
            ),
            ReadOnly::OwnLedger { path, error } => {
                write!(f, "本机的台账 {}：{}在此之前只能看，不能改。", path.display(), error)
            }
            ReadOnly::Misplaced { path, says } => write!(
                f,
                "本机的台账 {} 里面写的是{}，与它的位置不符，只能看，不能改。多半是文件夹或文件改过名：请改回原名；改不回的，把它移到别处，再用 taizhang merge 并入。",
                path.display(),
                owner_words(says)
            ),
            ReadOnly::Broken { path } => write!(
                f,
                "台账 {} 存盘失败，也没能复原，只能看，不能改。请关闭本程序，检查磁盘后再打开。",
                path.display()
            ),
        }
    }
}

pub(super) fn special_name(what: Special) -> &'static str {
    match what {
        Special::Link => "指向别处的链接",
        Special::Folder => "文件夹",
        Special::Pipe => "管道一类的特殊文件",
    }
}

/// What to say about a mirror update; empty if all went well.
pub struct MirroredSentences<'a>(pub &'a Mirrored);

impl fmt::Display for FormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FormatError::TooLarge { limit } => {
                write!(f, "文件太大，超过{} MB，不像是本程序的文件。请核对是不是拿错了文件。", limit >> 20)
            }
            FormatError::Encoding(Encoding::Utf16) => f.write_str(
                "文件被另存成了UTF-16编码（记事本里叫“Unicode”），不是原来的UTF-8。请重新拷贝原文件，不要另存。",
            ),
            FormatError::Encoding(Encoding::Gbk) => {
                f.write_str("文件被另存成了GBK编码（记事本里叫“ANSI”），不是原来的UTF-8。请重新拷贝原文件，不要另存。")
            }
            FormatError::Encoding(Encoding::Unknown) => {
                f.write_str("文件编码不是UTF-8，可能被别的软件改存过，或者已损坏。请重新拷贝原文件，不要另存。")
            }
            FormatError::NotText => f.write_str("不是文本文件。请在 Word 或 WPS 里打开，另存为纯文本（.txt）再导入。"),
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
            FormatError::Document(fault) => f.write_str(super::plans::document_words(*fault)),
            FormatError::BrokenPlanSeal => f.write_str(super::plans::BROKEN_SEAL),
            FormatError::Plan(faults) => f.write_str(&super::plans::faults_words(faults)),
            FormatError::Report(fault) => {
                let what = match fault {
                    ReportFault::TooMany { what, most } => format!("{what}太多，最多{most}"),
                    ReportFault::ItemTwice(id) => format!("清单 {id} 出现两次"),
                    ReportFault::TotalsDiffer => "合计与清单不符".to_owned(),
                    ReportFault::DoneLater(id) => format!("清单 {id} 的完成日期在报告期之后"),
                    ReportFault::ActivityTwice(title) => format!("活动“{}”出现两次", one_line(title)),
                    ReportFault::ActivityOutside(title) => format!("活动“{}”的日期不在报告期内", one_line(title)),
                    ReportFault::Number(title) => format!("活动“{}”的数字大得不合常理", one_line(title)),
                    ReportFault::Heads => "台账的记录数前后不符".to_owned(),
                    ReportFault::NoRevision => "没有上报次数".to_owned(),
                };
                write!(f, "上报内容自相矛盾：{what}。请填报乡镇用本程序重新上报。")
            }
            FormatError::Zip(fault) => zip_fault(f, fault),
            FormatError::Receipt(fault) => {
                let what = match fault {
                    ReceiptFault::NoReport => "没有写明答复的是哪一份上报".to_owned(),
                    ReceiptFault::NoRevision => "没有上报次数".to_owned(),
                    ReceiptFault::NoReason => "退回而没有写意见".to_owned(),
                    ReceiptFault::TaskTwice(no) => format!("任务{no}出现两次"),
                    ReceiptFault::TooLong => "意见太长".to_owned(),
                    ReceiptFault::RemarkLength(no) => format!("任务{no}的意见是空的或太长"),
                };
                write!(f, "回执自相矛盾：{what}。请县里用本程序重新出回执。")
            }
            FormatError::NoLedgerHeader => f.write_str("台账第1行损坏，认不出是哪台电脑的。请保留文件，找备份比对。"),
        }
    }
}

impl fmt::Display for MirroredSentences<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Mirrored { folder, more, repaired, damaged, .. } = self.0;
        if !more.is_empty() {
            let names: Vec<String> = more.iter().map(|path| name(path)).collect();
            write!(
                f,
                "第二份里有这里没有的记录，没有覆盖，已另存为 {}。请用 --data {} 打开第二份核对，看这里是不是少了。",
                names.join("、"),
                folder.display()
            )?;
        }
        if let Some(first) = repaired.first() {
            let count = repaired.len();
            write!(
                f,
                "这里有{count}个文件已损坏（{}），已用第二份里完好的补好。请运行 taizhang doctor 核对，并留意这块盘是不是要坏了。",
                first.display()
            )?;
        }
        if let Some(first) = damaged.first() {
            let count = damaged.len();
            write!(
                f,
                "这里有{count}个文件已损坏（{}），第二份里也没有完好的，没有拷过去。请运行 taizhang doctor 看是哪一个，再找原件或备份补上。",
                first.display()
            )?;
        }
        Ok(())
    }
}

fn zip_fault(f: &mut fmt::Formatter<'_>, fault: &ZipFault) -> fmt::Result {
    match fault {
        ZipFault::NotWhole => f.write_str("压缩文件不完整，或者不是压缩文件。请重新拷贝原文件。"),
        ZipFault::Unsupported => {
            f.write_str("压缩文件有密码，或者不是本程序能读的种类。请向对方要本程序生成的原文件。")
        }
        ZipFault::Method(name) => {
            write!(
                f,
                "压缩文件里的“{}”是用本程序不认识的方法压缩的，没有解开。请先用压缩软件解压，再用解出来的文件。",
                harmless(name)
            )
        }
        ZipFault::Name(name) => {
            write!(f, "压缩文件里有不该有的文件名“{}”，没有解开。请向对方要本程序生成的原文件。", harmless(name))
        }
        ZipFault::Twice(name) => {
            write!(f, "压缩文件里“{}”出现两次，没有解开。请向对方要本程序生成的原文件。", harmless(name))
        }
        ZipFault::Bomb(name) => {
            write!(f, "压缩文件里的“{}”解开后大得不合常理，没有解开。请向对方要本程序生成的原文件。", harmless(name))
        }
        ZipFault::Damaged(name) => {
            write!(f, "压缩文件里的“{}”已损坏。请重新拷贝原文件。", harmless(name))
        }
    }
}

/// The owner that a ledger's header names.
pub(super) fn owner_words(header: &Header) -> String {
    let (plan, township) = (one_line(&header.plan), one_line(&header.township));
    format!("规划 {plan}、乡镇 {township}、电脑 {} 的", header.device)
}

pub(super) fn name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

/// An error of the system in Chinese.
#[must_use]
pub fn io_reason(error: &io::Error) -> String {
    if let Some((what, _)) = windows_only_reason(error) {
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

/// Cause and remedy for errors that have a Windows code but no [`io::ErrorKind`].
fn windows_only_reason(error: &io::Error) -> Option<(&'static str, &'static str)> {
    match error.raw_os_error().filter(|_| cfg!(windows))? {
        32 | 33 => Some(("文件正被别的程序占用", "请关掉占用它的程序（如杀毒软件、办公软件），再试一次。")),
        21 => Some(("设备没有准备好", "请检查U盘是否插好。")),
        55 | 433 | 1167 => Some(("设备已经拔出", "请插回U盘，再试一次。")),
        _ => None,
    }
}

fn remedy(error: &io::Error) -> &'static str {
    if let Some((_, what_to_do)) = windows_only_reason(error) {
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
