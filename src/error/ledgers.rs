//! The sentences for problems with ledgers.

use std::{fmt, io};

use super::files::{io_reason, name, owner_words, special_name};
use crate::domain::ledger::Head;
use crate::domain::wording::rolled_back_words;
use crate::format::ledger::EmptyLedger;
use crate::store::ledger::LedgerNote;

impl fmt::Display for LedgerNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LedgerNote::Damaged { path, lines } => {
                write!(f, "台账 {} 第{}行损坏，已跳过，其余照常计算。", name(path), numbers(lines))
            }
            LedgerNote::Gap { path, lines } => {
                write!(f, "台账 {} 第{}行之前缺少内容，其余照常计算。", name(path), numbers(lines))
            }
            LedgerNote::Unknown { path, entries } => {
                write!(f, "台账 {} 有{entries}条由新版程序写入，保留未用；换用新版程序后才能上报。", name(path))
            }
            LedgerNote::SetAside { path, aside, all: true } => {
                let (path, aside) = (name(path), name(aside));
                write!(f, "台账 {path} 整个损坏，原样移到 {aside} 保存，原来的记录读不出来。请找备份比对。")
            }
            LedgerNote::Empty { path, what } => {
                write!(
                    f,
                    "台账 {} {}原来的记录可能丢了，按损坏计。请找备份，用 taizhang merge 并入。",
                    name(path),
                    empty(*what)
                )
            }
            LedgerNote::Stray { path } => write!(
                f,
                "{} 不是这里的台账（多半是别的软件或系统留下的），没有计入，不影响上报。可以把它移走。",
                name(path)
            ),
            LedgerNote::RolledBack { reported: Head { device, entries, .. }, current } => {
                f.write_str(&rolled_back_words(*device, entries.saturating_sub(*current)))
            }
            LedgerNote::SetAside { path, aside, all: false } => {
                write!(f, "台账 {} 最后一行没有写完，已移到 {} 保存，前面的都在。", name(path), name(aside))
            }
            LedgerNote::Torn { path } => write!(f, "台账 {} 最后一行没有写完，已跳过，前面的都在。", name(path)),
            LedgerNote::Unreadable { path, error } => {
                write!(f, "台账 {}：{}其余照常计算，但不能上报；不是台账的，请把它移走。", name(path), error)
            }
            LedgerNote::Refused { path, kind } => {
                let why = io_reason(&io::Error::from(*kind));
                write!(
                    f,
                    "读不了台账 {}：{why}。其余照常计算，但不能上报；请让它能读，或把不相干的文件移走。",
                    name(path)
                )
            }
            LedgerNote::Unread { path, kind, code } => {
                let source = code.map_or_else(|| io::Error::from(*kind), io::Error::from_raw_os_error);
                write!(
                    f,
                    "读不了 {}：{}。里面的内容没有计入，现在不能上报；请检查磁盘、让它能读，再打开。",
                    path.display(),
                    io_reason(&source)
                )
            }
            LedgerNote::NotAFile { path, what } => {
                let (path, what) = (name(path), special_name(*what));
                write!(
                    f,
                    "台账 {path} 不是普通文件，而是{what}，没有读。请把它移走；里面有记录的，用 taizhang merge 并入。"
                )
            }
            LedgerNote::Misplaced { path, says } => write!(
                f,
                "台账 {} 里面写的是{}，与它的位置不符，没有计入。请放回原处，或用 taizhang merge 并入。",
                name(path),
                owner_words(says)
            ),
            LedgerNote::AnotherNumber { device } => write!(
                f,
                "这里已有记录，这台电脑改用新的编号 {device} 记（换过电脑、网卡，重装过系统，或文件夹是复制、恢复\
                 来的）。以前记的都算数，只是不能在这里撤销；要改就直接改。"
            ),
        }
    }
}

pub(super) fn empty(what: EmptyLedger) -> &'static str {
    match what {
        EmptyLedger::NoBytes => "是空的，",
        EmptyLedger::LineEnds => "里面只有空行，",
        EmptyLedger::Zeros => "里面全是零（多半是断电，或U盘没有安全弹出），",
        EmptyLedger::NoWholeLine => "一行完整的也没有，",
    }
}

fn numbers(lines: &[usize]) -> String {
    const SHOWN: usize = 5;
    let shown: Vec<String> = lines.iter().take(SHOWN).map(ToString::to_string).collect();
    let more = if lines.len() > SHOWN { format!(" 等{}处", lines.len()) } else { String::new() };
    shown.join("、") + &more
}
