//! The real screen in a terminal, killed during use: what it showed as done is on the disk, in order, and the ledger
//! opens again.

use std::thread::sleep;
use std::time::Duration;

use taizhang::domain::ledger::{Change, ItemStatus, Ledger};
use taizhang::store::ledger::{LedgerNote, read_all};

use super::shim::{Fault, environment};
use super::{Outcome, Random, Violation};
use crate::office::Office;
use crate::storage::{PANLIAN, PLAN, folder};
use crate::window::{Window, console};

const DOWN: &str = "\x1b[B";
const ESC: &str = "\x1b";
const F2: &str = "\x1bOQ";
const F5: &str = "\x1b[15~";
const F8: &str = "\x1b[19~";
const CTRL_U: &str = "\x15";

/// Entries per office: there are 48 items to tick.
const ENTRIES_MAX: usize = 40;

/// One change on the screen.
#[derive(Debug, Clone)]
enum Act {
    Tick,
    Undo,
    Activity(String),
    Remark(String),
}

impl Act {
    fn any(random: &mut Random, number: usize) -> Self {
        match random.next(8) {
            0 => Self::Undo,
            1 => Self::Activity(format!("活动{number}")),
            2 => Self::Remark(format!("问题{number}")),
            _ => Self::Tick,
        }
    }

    /// Presses all keys but the last. Returns the last key and the text that confirms the change; `None` if the
    /// program ends first.
    fn prepare(&self, window: &mut Window, ledger: &Ledger) -> Option<(&'static str, String)> {
        let then = |seen: bool| seen.then_some(());
        match self {
            Self::Tick => {
                window.send(DOWN);
                Some((" ", format!(" {}/48", done(ledger) + 1)))
            }
            Self::Undo => {
                // The message of an earlier undo may still be shown.
                then(window.send(ESC).sees("要退出请按"))?;
                Some((F8, "撤销：".into()))
            }
            Self::Activity(title) => {
                then(window.send(F2).sees("年度台账"))?;
                then(window.send(F2).sees("记一项活动"))?;
                then(window.send(DOWN).send(title).sees("还没有存盘"))?;
                Some((F5, format!("记活动“{title}”")))
            }
            Self::Remark(text) => {
                then(window.send("\r").sees("2 说明"))?;
                then(window.send("2").sees("存在问题"))?;
                then(window.send(CTRL_U).send(text).sees("还没有存盘"))?;
                Some((F5, "的说明已存盘".into()))
            }
        }
    }

    /// Returns to the first screen; false if the program ends first.
    fn leave(&self, window: &mut Window) -> bool {
        match self {
            Self::Tick | Self::Undo => true,
            Self::Activity(_) => window.send(ESC).sees("接下来要办"),
            Self::Remark(_) => window.send(ESC).sees("回车 打开") && window.send(ESC).sees("接下来要办"),
        }
    }

    fn is(&self, change: &Change) -> bool {
        match (self, change) {
            (Self::Tick, Change::Mark { to: ItemStatus::Done { .. }, .. }) | (Self::Undo, Change::Undo { .. }) => true,
            (Self::Activity(title), Change::Activity { set, .. }) => set.title.as_ref() == Some(title),
            (Self::Remark(text), Change::Remark { set, .. }) => set.problem.as_ref() == Some(text),
            _ => false,
        }
    }
}

fn done(ledger: &Ledger) -> usize {
    let fields = ledger.all_fields();
    fields.iter().filter(|field| matches!(ledger.status(field), ItemStatus::Done { .. })).count()
}

#[derive(Debug, Clone, Copy)]
enum End {
    /// After the last change is shown.
    WhenSeen,
    /// Microseconds after the last key.
    After(u64),
    /// Before the system call of this number.
    AtCall(usize),
}

/// Opens windows, uses each for a while and kills it, `wanted` times.
pub(crate) fn try_kills_on_screen(wanted: usize, seed: u64) -> Outcome {
    let mut random = Random(seed);
    let mut outcome = Outcome::default();
    while outcome.hit < wanted && outcome.is_good() {
        let office = Office::of_panlian();
        let mut sent: Vec<Act> = Vec::new();
        while outcome.hit < wanted && sent.len() < ENTRIES_MAX {
            if let Err(why) = use_and_kill(&office, &mut sent, &mut random) {
                outcome.note(Violation::Lost, why);
                break;
            }
            outcome.hit += 1;
        }
    }
    outcome
}

/// One window. `kept` are the changes on the disk, before and after.
fn use_and_kill(office: &Office, kept: &mut Vec<Act>, random: &mut Random) -> Result<(), String> {
    let (end, changes) = match random.next(3) {
        0 => (End::WhenSeen, 1 + random.next(3)),
        1 => (End::After(random.next(20_000) as u64), 1 + random.next(3)),
        _ => (End::AtCall(1 + random.next(200)), 5),
    };
    let log = tempfile::NamedTempFile::new().unwrap();
    let fault = match end {
        End::AtCall(at) => Some(Fault { at, error: 0, lasting: false, half: random.next(2) == 0 }),
        _ => None,
    };
    let shim = fault.map(|fault| environment(office.folder.path(), log.path(), Some(fault))).unwrap_or_default();
    let shim: Vec<(&str, &str)> = shim.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let mut window = Window::start(office, console(false), true, &["--today", "2025-11-23"], b"", &shim);
    let seen = use_for(&mut window, office, kept, changes, end, random);
    window.cut_off();
    let (acknowledged, sent) = seen?;
    let shelf = read_all(&folder(office), PLAN, PANLIAN);
    if let Some(note) =
        shelf.notes.iter().find(|note| !matches!(note, LedgerNote::Torn { .. } | LedgerNote::Empty { .. }))
    {
        return Err(format!("{end:?}: {note:?}"));
    }
    let entries = shelf.ledger.in_order();
    let there = entries.len();
    let told = || format!("{end:?}: {acknowledged} seen, {there} kept of {sent:?}\n{}", window.text());
    if there < acknowledged || there > sent.len() {
        return Err(told());
    }
    if !entries.iter().zip(&sent).all(|(entry, act)| act.is(&entry.change)) {
        return Err(format!("other changes than those made: {}", told()));
    }
    *kept = sent;
    kept.truncate(there);
    Ok(())
}

/// Makes changes until the window ends. Returns how many were shown as saved, and how many were sent.
fn use_for(
    window: &mut Window,
    office: &Office,
    kept: &[Act],
    changes: usize,
    end: End,
    random: &mut Random,
) -> Result<(usize, Vec<Act>), String> {
    let (mut acknowledged, mut sent) = (kept.len(), kept.to_vec());
    let ledger = || read_all(&folder(office), PLAN, PANLIAN).ledger;
    if !window.sees(&format!(" {}/48", done(&ledger()))) {
        return if matches!(end, End::AtCall(_)) { Ok((acknowledged, sent)) } else { Err(window.text()) };
    }
    for number in 0..changes {
        let mut act = Act::any(random, sent.len());
        let ledger = ledger();
        let can_undo = ledger.heads().first().is_some_and(|head| ledger.undoable(head.device).is_some());
        if matches!(act, Act::Undo) && !can_undo {
            act = Act::Tick;
        }
        let Some((key, seen)) = act.prepare(window, &ledger) else { break };
        sent.push(act.clone());
        window.send(key);
        if let End::After(time) = end
            && number + 1 == changes
        {
            sleep(Duration::from_micros(time));
            window.cut_off();
            acknowledged += usize::from(window.text().contains(&seen));
            break;
        }
        if !window.sees(&seen) {
            break;
        }
        acknowledged += 1;
        if (matches!(end, End::WhenSeen) && number + 1 == changes) || !act.leave(window) {
            break;
        }
    }
    Ok((acknowledged, sent))
}

#[test]
fn killed_screen_loses_no_tick() {
    if super::is_out_of_reach() {
        return;
    }
    let outcome = try_kills_on_screen(8, 4);
    assert!(outcome.is_good(), "{outcome}");
}
