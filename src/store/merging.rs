//! A merge puts what came in where it belongs. A ledger is united, never replaced: a file that ours is the beginning
//! of is continued, one that parted from ours is kept beside it and counts. This PC's own ledger is never touched, and
//! nothing that is here is ever taken away.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use crate::domain::ledger::{DeviceId, Entry, LEAP_MAX, Ledger};
use crate::domain::merge::{Overwritten, overwritten};
use crate::domain::plan::{Plan, PlanFile, TownshipError, is_code, is_id};
use crate::format::ledger::Nothing;
use crate::format::report::ReportFile;
use crate::format::{self, FormatError, LEDGER_MAX, PLAN_MAX, RECEIPT_MAX, REPORT_MAX};

use super::evidence::State;
use super::folder::DataFolder;
use super::incoming::{Incoming, Kind, Piece};
use super::known::Known;
use super::ledger::{self, Note, Shelf, copies};
use super::settings::Settings;
use super::{Doing, StoreError, atomic, device, evidence, listing, merged, outbox, receipts};

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// It was put where it belongs.
    New,
    /// All of it was here already.
    Known,
    /// It parted from ours, and is kept beside it.
    Beside,
    /// It was put in the place of a damaged piece of evidence.
    Repaired,
}

/// Why a file was not taken in; the others are.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// It is not what it should be.
    Store(StoreError),
    /// It is of a township that the plan does not have.
    Township {
        /// The file.
        path: PathBuf,
        /// What the plan says.
        error: TownshipError,
    },
    /// It is called a ledger and is none.
    Stray {
        /// The file.
        path: PathBuf,
    },
    /// It is a ledger that holds not even one line.
    Empty {
        /// The file.
        path: PathBuf,
        /// What it holds.
        what: Nothing,
    },
    /// An entry of it is stamped so far ahead that everything written here would count as older.
    StampTooHigh {
        /// The file.
        path: PathBuf,
    },
    /// It is a report under another plan.
    OtherPlan {
        /// The file.
        path: PathBuf,
        /// That plan.
        plan: String,
    },
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        Refusal::Store(error)
    }
}

/// What came of one file.
#[derive(Debug)]
pub struct Told {
    /// The file.
    pub path: PathBuf,
    /// What it is.
    pub kind: Kind,
    /// Code of the township it belongs to, where it belongs to one.
    pub township: Option<String>,
    /// What became of it.
    pub result: Result<Taken, Refusal>,
}

/// A report that the clerk named, for its ledger to be filled from.
#[derive(Debug)]
pub struct NamedReport {
    /// The file.
    pub path: PathBuf,
    /// What it says.
    pub file: ReportFile,
}

/// The ledgers of one township: what was here, what came in, and both together.
#[derive(Debug)]
pub struct Sides {
    /// What was here before.
    pub before: Ledger,
    /// What the other side knew.
    pub theirs: Ledger,
    /// Both.
    pub all: Ledger,
    /// What was here and could not be read: what is overwritten there is not known.
    pub unread: Vec<Note>,
    /// The fields that both set, neither having seen the other's value.
    pub overwritten: Vec<Overwritten>,
}

impl Sides {
    fn read(data: &DataFolder, plan: &str, township: &str) -> Self {
        let Shelf { ledger, notes } = ledger::read_all(data, plan, township);
        let unread = notes.into_iter().filter(Note::hides_entries).collect();
        Self { before: ledger.clone(), theirs: Ledger::default(), all: ledger, unread, overwritten: Vec::new() }
    }

    /// How many entries came in.
    #[must_use]
    pub fn news(&self) -> usize {
        self.all.len().saturating_sub(self.before.len())
    }
}

/// What a merge did.
#[derive(Debug, Default)]
pub struct Merged {
    /// File by file.
    pub told: Vec<Told>,
    /// The ledgers of both sides, by plan and township.
    pub sides: BTreeMap<(String, String), Sides>,
    /// The reports that were named.
    pub reports: Vec<NamedReport>,
}

/// The files of a merge and where they go.
struct Merging<'a> {
    data: &'a DataFolder,
    plan: &'a Plan,
    /// This PC, where it wrote here before.
    own: Option<DeviceId>,
    known: Known,
    merged: Merged,
}

/// Puts everything where it belongs. Fails only where the disk does; what was done by then stands, and doing it again
/// does the rest.
pub fn merge(data: &DataFolder, plan: &Plan, incoming: &mut Incoming) -> Result<Merged, StoreError> {
    let own = device::known(data)?;
    let mut merging = Merging { data, plan, own, known: Known::default(), merged: Merged::default() };
    for piece in incoming.pieces.clone() {
        let mut township = None;
        let result = match merging.one(incoming, &piece, &mut township) {
            Err(Refusal::Store(error)) if is_of_our_disk(&error, data) => return Err(error),
            result => result,
        };
        merging.merged.told.push(Told { path: piece.shown, kind: piece.kind, township, result });
    }
    Ok(merging.merged)
}

/// Whether our own disk refused: every other file would be refused too.
fn is_of_our_disk(error: &StoreError, data: &DataFolder) -> bool {
    match error {
        StoreError::Io { doing, path, .. } => *doing != Doing::Reading || path.starts_with(&data.path),
        StoreError::ReadBack { .. } | StoreError::NotSynced { .. } => true,
        StoreError::Format { path, .. } | StoreError::NotAFile { path, .. } | StoreError::NamesTaken { path } => {
            path.starts_with(&data.path)
        }
        _ => false,
    }
}

impl Merging<'_> {
    fn one(&mut self, incoming: &mut Incoming, piece: &Piece, township: &mut Option<String>) -> Result<Taken, Refusal> {
        let format = |error| StoreError::Format { path: piece.shown.clone(), error };
        match &piece.kind {
            Kind::Ledger { of } => {
                let bytes = incoming.read(piece, LEDGER_MAX)?;
                self.ledger(piece, of.as_ref(), bytes, township)
            }
            Kind::Evidence { plan, township: of } => {
                *township = Some(of.clone());
                self.belongs(&piece.shown, plan, of)?;
                let folder = self.data.evidence(plan, of);
                Ok(evidence(incoming, piece, &folder)?)
            }
            Kind::Report => {
                let bytes = incoming.read(piece, REPORT_MAX)?;
                let file = format::report::read(&bytes).map_err(format)?;
                let (plan, of) = (&file.report.plan, &file.report.township);
                *township = Some(of.code.clone());
                self.belongs(&piece.shown, plan, &of.code)?;
                if piece.named && *plan != self.plan.id {
                    return Err(Refusal::OtherPlan { path: piece.shown.clone(), plan: plan.clone() });
                }
                let known = self.known.reports(self.data, plan, &of.code)?;
                let taken = if known.contains(&file.sha256) {
                    Taken::Known
                } else {
                    outbox::keep(self.data, self.plan, &file.report, &bytes)?;
                    known.insert(file.sha256.clone());
                    Taken::New
                };
                if piece.named {
                    self.merged.reports.push(NamedReport { path: piece.shown.clone(), file });
                }
                Ok(taken)
            }
            Kind::Receipt => {
                let file = format::receipt::read(&incoming.read(piece, RECEIPT_MAX)?).map_err(format)?;
                let (plan, of) = (file.receipt.plan.clone(), file.receipt.township.code.clone());
                *township = Some(of.clone());
                self.belongs(&piece.shown, &plan, &of)?;
                let known = self.known.receipts(self.data, &plan, &of)?;
                if known.contains(&file.sha256) {
                    return Ok(Taken::Known);
                }
                receipts::keep_new(self.data, self.plan, &file)?;
                known.insert(file.sha256);
                Ok(Taken::New)
            }
            Kind::Plan => {
                let bytes = incoming.read(piece, PLAN_MAX)?;
                let PlanFile { plan, .. } = format::plan::read(&bytes).map_err(format)?;
                Ok(put(&self.data.plans(), &format!("{}.ron", plan.id), &bytes)?)
            }
            Kind::Settings => {
                let bytes = incoming.read(piece, PLAN_MAX)?;
                let theirs = Settings::from_bytes(&bytes).map_err(format)?;
                if listing::exists(&self.data.settings())? {
                    return Ok(Taken::Known);
                }
                // Drives and folders of another PC mean nothing here.
                let kept = Settings { report_folder: None, collected: None, mirror: None, mirrored: None, ..theirs };
                kept.save(&self.data.settings())?;
                Ok(Taken::New)
            }
        }
    }

    /// Holds that the plan and township may be: names of folders, and known where the plan is this one.
    fn belongs(&self, path: &Path, plan: &str, township: &str) -> Result<(), Refusal> {
        if !is_id(plan) || !is_code(township) {
            let error = FormatError::WrongKind { found: None };
            return Err(Refusal::Store(StoreError::Format { path: path.to_owned(), error }));
        }
        match self.plan.township(township) {
            Err(error) if plan == self.plan.id => Err(Refusal::Township { path: path.to_owned(), error }),
            _ => Ok(()),
        }
    }

    fn ledger(
        &mut self,
        piece: &Piece,
        of: Option<&(String, String)>,
        mut bytes: Vec<u8>,
        township: &mut Option<String>,
    ) -> Result<Taken, Refusal> {
        let format = |error| StoreError::Format { path: piece.shown.clone(), error };
        let name = Path::new(&piece.name);
        let path = || piece.shown.clone();
        let mut reading = match format::ledger::read_among_others(&bytes, ledger::device_of(name)) {
            Err(error) if ledger::is_stray(name, &error) => return Err(Refusal::Stray { path: path() }),
            read => read.map_err(format)?,
        };
        if let Some(what) = reading.nothing {
            return Err(Refusal::Empty { path: path(), what });
        }
        let header = reading.header.as_ref().map(|header| (header.plan.clone(), header.township.clone()));
        let Some((plan, code)) = header.or_else(|| of.cloned()) else {
            return Err(format(FormatError::NoLedgerHeader).into());
        };
        *township = Some(code.clone());
        self.belongs(&piece.shown, &plan, &code)?;
        let device = reading.device.ok_or_else(|| format(FormatError::NoLedgerHeader))?;
        bytes.truncate(reading.whole);
        if bytes.last() != Some(&b'\n') && !bytes.is_empty() {
            bytes.push(b'\n');
        }
        let folder = self.data.ledgers(&plan, &code);
        let copies = copies(&folder, device)?;
        let known = copies.iter().any(|(_, there)| there.starts_with(&bytes));
        let (data, key) = (self.data, (plan, code));
        let sides = self.merged.sides.entry(key.clone()).or_insert_with(|| Sides::read(data, &key.0, &key.1));
        // By what was here before, so that the order of the files does not matter.
        let most = sides.before.highest_stamp().saturating_add(LEAP_MAX);
        // Refused whole: a file of which a part counts would say otherwise than its owner's.
        if !known && reading.stamps().any(|stamp| stamp > most) {
            return Err(Refusal::StampTooHigh { path: path() });
        }
        reading.settle(most);
        let new = |entry: &Entry| sides.all.entry(entry.id).is_none();
        let news = !known && (reading.entries.iter().any(new) || !reading.unknown.is_empty());
        // Taken in here too, so that they are no news of the next file.
        sides.all.extend(reading.entries.iter().cloned());
        sides.theirs.extend(reading.entries);
        sides.overwritten = overwritten(&sides.before, &sides.theirs, &sides.all);
        if news && sides.overwritten.iter().any(|one| one.lost) {
            merged::add(data, &key.0, &key.1, &sides.before, &sides.overwritten)?;
        }
        Ok(put_ledger(&folder, device, self.own == Some(device), &copies, &bytes, news)?)
    }
}

/// Puts a ledger beside the copies of it that are here. `own` says that this PC writes it, and `news` whether it holds
/// what none of them does.
fn put_ledger(
    folder: &Path,
    device: DeviceId,
    own: bool,
    copies: &[(PathBuf, Vec<u8>)],
    bytes: &[u8],
    news: bool,
) -> Result<Taken, StoreError> {
    let name = format!("{device}.ledger");
    let path = folder.join(&name);
    let is_own = |there: &Path| own && there.file_name().is_some_and(|there| there.eq_ignore_ascii_case(&name));
    // The copies that it continues, each with the length of its whole lines.
    let begun = copies.iter().filter(|(there, _)| !is_own(there));
    let begun = begun.map(|(there, held)| (there, held, copies::whole(there, held)));
    let begun: Vec<_> = begun.filter(|(_, held, whole)| bytes.starts_with(&held[..*whole])).collect();
    let mut mended = false;
    for (there, held, _) in begun.iter().filter(|(_, held, whole)| *whole < held.len()) {
        copies::continue_with(there, held, bytes)?;
        mended = true;
    }
    if mended {
        return Ok(Taken::New);
    }
    if !news {
        return Ok(Taken::Known);
    }
    if let Some((there, held, _)) = begun.iter().max_by_key(|(_, _, whole)| *whole) {
        copies::continue_with(there, held, bytes)?;
        return Ok(if **there == path { Taken::New } else { Taken::Beside });
    }
    super::make_folder(folder)?;
    let absent = std::fs::symlink_metadata(&path).is_err_and(|error| error.kind() == io::ErrorKind::NotFound);
    if absent && !own {
        atomic::create(&path, bytes)?;
        return Ok(Taken::New);
    }
    copies::keep_beside(&path, bytes)?;
    Ok(Taken::Beside)
}

/// What is here of a PC's ledger: its file, and those that parted from it.
fn copies(folder: &Path, device: DeviceId) -> Result<Vec<(PathBuf, Vec<u8>)>, StoreError> {
    let mut copies = Vec::new();
    for entry in listing::read(folder).complete()? {
        let path = entry.path;
        if ledger::is_ledger(&path) && ledger::device_of(&path) == Some(device) && listing::is_file(&path)? {
            let bytes = super::read(&path, LEDGER_MAX)?;
            copies.push((path, bytes));
        }
    }
    Ok(copies)
}

/// Puts a file into a folder, unless one of its name and content is there.
fn put(folder: &Path, name: &str, bytes: &[u8]) -> Result<Taken, StoreError> {
    let path = folder.join(name);
    if super::read(&path, bytes.len() as u64).is_ok_and(|there| there == bytes) {
        return Ok(Taken::Known);
    }
    outbox::keep_in(folder, name, bytes).map(|_| Taken::New)
}

/// Copies a piece of evidence under its hash, also in the place of a damaged one; refused where its content has another.
fn evidence(incoming: &mut Incoming, piece: &Piece, folder: &Path) -> Result<Taken, StoreError> {
    let path = folder.join(&piece.name);
    // One that cannot be read is as good as damaged.
    let state = evidence::state(&path).unwrap_or(State::Damaged);
    if state == State::Whole {
        return Ok(Taken::Known);
    }
    super::make_folder(folder)?;
    if !evidence::place(&path, |to| incoming.copy(piece, to, &path))? {
        return Err(StoreError::Format { path: piece.shown.clone(), error: FormatError::BrokenSeal });
    }
    Ok(if state == State::Damaged { Taken::Repaired } else { Taken::New })
}
