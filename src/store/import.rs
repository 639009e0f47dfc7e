//! Imports files from another PC. Never overwrites: a ledger that continues ours extends it; one that diverged is kept
//! beside ours, and the entries of both count. This PC's own ledger is never changed, and no file is deleted.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use crate::domain::ledger::{DeviceId, Entry, LEAP_MAX, Ledger};
use crate::domain::merge::{Overwritten, overwritten};
use crate::domain::plan::{Plan, PlanFile, TownshipError, is_code, is_id};
use crate::format::ledger::EmptyLedger;
use crate::format::report::ReportFile;
use crate::format::{self, FormatError, LEDGER_MAX, PLAN_MAX, RECEIPT_MAX, REPORT_MAX};

use super::evidence::EvidenceState;
use super::folder::DataFolder;
use super::import_source::{ImportFile, ImportSource, RecordKind};
use super::ledger::{self, LedgerNote, LoadedLedgers, copies};
use super::settings::Settings;
use super::stored_hashes::StoredHashes;
use super::{FileAction, StoreError, atomic, device, evidence, listing, outbox, overwritten_values, receipts};

/// What happened to an imported file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportOutcome {
    /// It was added.
    New,
    /// The data folder already holds all of it.
    Known,
    /// It diverged from the copy in the data folder and is kept beside it.
    Beside,
    /// It replaced a damaged piece of evidence.
    Repaired,
}

/// Why a file was not imported. The other files of the import are.
#[allow(missing_docs, reason = "the variants say what their fields are")]
#[derive(Debug, thiserror::Error)]
pub enum ImportRefusal {
    /// It could not be read, or its content is invalid.
    Store(StoreError),
    /// The plan does not have its township.
    Township { path: PathBuf, error: TownshipError },
    /// It has a ledger's name but is no ledger.
    Stray { path: PathBuf },
    /// It is a ledger without a single whole line.
    Empty { path: PathBuf, what: EmptyLedger },
    /// One of its stamps is so high that all later entries of this PC would lose against it.
    StampTooHigh { path: PathBuf },
    /// It is a report under another plan.
    OtherPlan { path: PathBuf, plan: String },
}

impl From<StoreError> for ImportRefusal {
    fn from(error: StoreError) -> Self {
        ImportRefusal::Store(error)
    }
}

/// The outcome for one file of an import.
#[derive(Debug)]
pub struct FileOutcome {
    /// Its path for messages.
    pub path: PathBuf,
    /// Its kind, by its path or its first line.
    pub kind: RecordKind,
    /// Code of its township, if it belongs to one.
    pub township: Option<String>,
    /// What happened to it, or why it was refused.
    pub result: Result<ImportOutcome, ImportRefusal>,
}

/// A report that the clerk named. The ledger can be filled from it.
#[derive(Debug)]
pub struct NamedReport {
    /// Its path for messages.
    pub path: PathBuf,
    /// The report and its hash.
    pub file: ReportFile,
}

/// The entries of one township: before the import, from the files, and together.
#[derive(Debug)]
pub struct ImportSides {
    /// The entries that were here before.
    pub before: Ledger,
    /// The entries of the imported files.
    pub theirs: Ledger,
    /// Both together.
    pub all: Ledger,
    /// Notes on our own ledgers that could not be read. Values overwritten in them are unknown.
    pub unread: Vec<LedgerNote>,
    /// Fields that both sides set without having seen the other's value.
    pub overwritten: Vec<Overwritten>,
}

impl ImportSides {
    fn read(data: &DataFolder, plan: &str, township: &str) -> Self {
        let LoadedLedgers { ledger, notes } = ledger::read_all(data, plan, township);
        let unread = notes.into_iter().filter(LedgerNote::hides_entries).collect();
        Self { before: ledger.clone(), theirs: Ledger::default(), all: ledger, unread, overwritten: Vec::new() }
    }

    /// Number of entries that were not here before.
    #[must_use]
    pub fn new_entries(&self) -> usize {
        self.all.len().saturating_sub(self.before.len())
    }
}

/// The result of an import.
#[derive(Debug, Default)]
pub struct ImportResult {
    /// The outcome of each file, in order.
    pub files: Vec<FileOutcome>,
    /// The entries of both sides, by plan id and township code.
    pub sides: BTreeMap<(String, String), ImportSides>,
    /// The reports that the clerk named.
    pub reports: Vec<NamedReport>,
}

/// A running import.
struct Importer<'a> {
    data: &'a DataFolder,
    plan: &'a Plan,
    /// The device id of this PC, if it has written here before.
    own: Option<DeviceId>,
    stored: StoredHashes,
    result: ImportResult,
}

/// Imports all files. Fails only if our own disk refuses; the files imported by then stay, and a second import adds the
/// rest.
pub fn import_files(data: &DataFolder, plan: &Plan, source: &mut ImportSource) -> Result<ImportResult, StoreError> {
    let own = device::find_device(data)?;
    let mut importer = Importer { data, plan, own, stored: StoredHashes::default(), result: ImportResult::default() };
    for incoming in source.files.clone() {
        let mut township = None;
        let result = match importer.import_file(source, &incoming, &mut township) {
            Err(ImportRefusal::Store(error)) if is_our_disk_error(&error, data) => return Err(error),
            result => result,
        };
        importer.result.files.push(FileOutcome { path: incoming.shown, kind: incoming.kind, township, result });
    }
    Ok(importer.result)
}

/// Whether our own disk caused the error: then every other file would fail too.
fn is_our_disk_error(error: &StoreError, data: &DataFolder) -> bool {
    match error {
        StoreError::Io { action, path, .. } => *action != FileAction::Read || path.starts_with(&data.path),
        StoreError::ReadBackDiffers { .. } | StoreError::NotSynced { .. } => true,
        StoreError::Format { path, .. } | StoreError::NotAFile { path, .. } | StoreError::NamesTaken { path } => {
            path.starts_with(&data.path)
        }
        _ => false,
    }
}

impl Importer<'_> {
    fn import_file(
        &mut self,
        source: &mut ImportSource,
        incoming: &ImportFile,
        township: &mut Option<String>,
    ) -> Result<ImportOutcome, ImportRefusal> {
        let format = |error| StoreError::Format { path: incoming.shown.clone(), error };
        match &incoming.kind {
            RecordKind::Ledger { of } => {
                let bytes = source.read(incoming, LEDGER_MAX)?;
                self.import_ledger(incoming, of.as_ref(), bytes, township)
            }
            RecordKind::Evidence { plan, township: of } => {
                *township = Some(of.clone());
                self.check_township(&incoming.shown, plan, of)?;
                let folder = self.data.evidence(plan, of);
                Ok(store_evidence(source, incoming, &folder)?)
            }
            RecordKind::Report => {
                let bytes = source.read(incoming, REPORT_MAX)?;
                let file = format::report::read(&bytes).map_err(format)?;
                let (plan, of) = (&file.report.plan, &file.report.township);
                *township = Some(of.code.clone());
                self.check_township(&incoming.shown, plan, &of.code)?;
                if incoming.named && *plan != self.plan.id {
                    return Err(ImportRefusal::OtherPlan { path: incoming.shown.clone(), plan: plan.clone() });
                }
                let known = self.stored.reports(self.data, plan, &of.code)?;
                let outcome = if known.contains(&file.sha256) {
                    ImportOutcome::Known
                } else {
                    outbox::store(self.data, self.plan, &file.report, &bytes)?;
                    known.insert(file.sha256.clone());
                    ImportOutcome::New
                };
                if incoming.named {
                    self.result.reports.push(NamedReport { path: incoming.shown.clone(), file });
                }
                Ok(outcome)
            }
            RecordKind::Receipt => {
                let file = format::receipt::read(&source.read(incoming, RECEIPT_MAX)?).map_err(format)?;
                let (plan, of) = (file.receipt.plan.clone(), file.receipt.township.code.clone());
                *township = Some(of.clone());
                self.check_township(&incoming.shown, &plan, &of)?;
                let known = self.stored.receipts(self.data, &plan, &of)?;
                if known.contains(&file.sha256) {
                    return Ok(ImportOutcome::Known);
                }
                receipts::store_new(self.data, self.plan, &file)?;
                known.insert(file.sha256);
                Ok(ImportOutcome::New)
            }
            RecordKind::Plan => {
                let bytes = source.read(incoming, PLAN_MAX)?;
                let PlanFile { plan, .. } = format::plan::read(&bytes).map_err(format)?;
                Ok(store_plan(&self.data.plans(), &format!("{}.ron", plan.id), &bytes)?)
            }
            RecordKind::Settings => {
                let bytes = source.read(incoming, PLAN_MAX)?;
                let theirs = Settings::from_bytes(&bytes).map_err(format)?;
                if listing::exists(&self.data.settings())? {
                    return Ok(ImportOutcome::Known);
                }
                // Drives and folders of another PC do not exist here.
                let settings =
                    Settings { report_folder: None, collected: None, mirror: None, mirrored: None, ..theirs };
                settings.save(&self.data.settings())?;
                Ok(ImportOutcome::New)
            }
        }
    }

    /// Checks that plan and township are safe folder names, and that our own plan has the township.
    fn check_township(&self, path: &Path, plan: &str, township: &str) -> Result<(), ImportRefusal> {
        if !is_id(plan) || !is_code(township) {
            let error = FormatError::WrongKind { found: None };
            return Err(ImportRefusal::Store(StoreError::Format { path: path.to_owned(), error }));
        }
        match self.plan.township(township) {
            Err(error) if plan == self.plan.id => Err(ImportRefusal::Township { path: path.to_owned(), error }),
            _ => Ok(()),
        }
    }

    fn import_ledger(
        &mut self,
        incoming: &ImportFile,
        of: Option<&(String, String)>,
        mut bytes: Vec<u8>,
        township: &mut Option<String>,
    ) -> Result<ImportOutcome, ImportRefusal> {
        let format = |error| StoreError::Format { path: incoming.shown.clone(), error };
        let name = Path::new(&incoming.name);
        let path = || incoming.shown.clone();
        let mut reading = match format::ledger::read_among_others(&bytes, ledger::device_of(name)) {
            Err(error) if ledger::is_stray(name, &error) => return Err(ImportRefusal::Stray { path: path() }),
            read => read.map_err(format)?,
        };
        if let Some(what) = reading.empty {
            return Err(ImportRefusal::Empty { path: path(), what });
        }
        let header = reading.header.as_ref().map(|header| (header.plan.clone(), header.township.clone()));
        let Some((plan, code)) = header.or_else(|| of.cloned()) else {
            return Err(format(FormatError::NoLedgerHeader).into());
        };
        *township = Some(code.clone());
        self.check_township(&incoming.shown, &plan, &code)?;
        let device = reading.device.ok_or_else(|| format(FormatError::NoLedgerHeader))?;
        bytes.truncate(reading.whole);
        // A file that was cut off right after an entry lacks its line end.
        if bytes.last() != Some(&b'\n') && !bytes.is_empty() {
            bytes.push(b'\n');
        }
        let folder = self.data.ledgers(&plan, &code);
        let copies = copies(&folder, device)?;
        let known = copies.iter().any(|(_, content)| content.starts_with(&bytes));
        let (data, key) = (self.data, (plan, code));
        let sides = self.result.sides.entry(key.clone()).or_insert_with(|| ImportSides::read(data, &key.0, &key.1));
        // Compared with the state before the import, so that the order of the files does not matter.
        let most = sides.before.highest_stamp().saturating_add(LEAP_MAX);
        // Refuse the whole file: with some of its entries it would show other values than on its owner's PC.
        if !known && reading.stamps().any(|stamp| stamp > most) {
            return Err(ImportRefusal::StampTooHigh { path: path() });
        }
        reading.limit_stamps(most);
        let new = |entry: &Entry| sides.all.entry(entry.id).is_none();
        let has_news = !known && (reading.entries.iter().any(new) || !reading.unknown.is_empty());
        // Applied here too, so that the next file does not count them as new.
        sides.all.extend(reading.entries.iter().cloned());
        sides.theirs.extend(reading.entries);
        sides.overwritten = overwritten(&sides.before, &sides.theirs, &sides.all);
        if has_news && sides.overwritten.iter().any(|value| value.lost) {
            overwritten_values::add(data, &key.0, &key.1, &sides.before, &sides.overwritten)?;
        }
        Ok(store_ledger(&folder, device, self.own == Some(device), &copies, &bytes, has_news)?)
    }
}

/// Stores a ledger next to its existing copies. `own` says that this PC writes it; `has_news` that it holds entries
/// which no copy has.
fn store_ledger(
    folder: &Path,
    device: DeviceId,
    own: bool,
    copies: &[(PathBuf, Vec<u8>)],
    bytes: &[u8],
    has_news: bool,
) -> Result<ImportOutcome, StoreError> {
    let name = format!("{device}.ledger");
    let path = folder.join(&name);
    let is_own = |copy: &Path| own && copy.file_name().is_some_and(|copy| copy.eq_ignore_ascii_case(&name));
    // The copies that `bytes` extends, each with the length of its whole lines.
    let others = copies.iter().filter(|(copy, _)| !is_own(copy));
    let others = others.map(|(copy, content)| (copy, content, copies::whole_lines(copy, content)));
    let shorter: Vec<_> = others.filter(|(_, content, whole)| bytes.starts_with(&content[..*whole])).collect();
    let mut repaired = false;
    for (copy, content, _) in shorter.iter().filter(|(_, content, whole)| *whole < content.len()) {
        copies::extend(copy, content, bytes)?;
        repaired = true;
    }
    if repaired {
        return Ok(ImportOutcome::New);
    }
    if !has_news {
        return Ok(ImportOutcome::Known);
    }
    if let Some((copy, content, _)) = shorter.iter().max_by_key(|(_, _, whole)| *whole) {
        copies::extend(copy, content, bytes)?;
        return Ok(if **copy == path { ImportOutcome::New } else { ImportOutcome::Beside });
    }
    super::make_folder(folder)?;
    let absent = std::fs::symlink_metadata(&path).is_err_and(|error| error.kind() == io::ErrorKind::NotFound);
    if absent && !own {
        atomic::create(&path, bytes)?;
        return Ok(ImportOutcome::New);
    }
    copies::keep_beside(&path, bytes)?;
    Ok(ImportOutcome::Beside)
}

/// All copies of a device's ledger: its file and those that diverged from it.
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

/// Writes a file into a folder, unless a file of that name and content is there.
fn store_plan(folder: &Path, name: &str, bytes: &[u8]) -> Result<ImportOutcome, StoreError> {
    let path = folder.join(name);
    if super::read(&path, bytes.len() as u64).is_ok_and(|current| current == bytes) {
        return Ok(ImportOutcome::Known);
    }
    outbox::store_in(folder, name, bytes).map(|_| ImportOutcome::New)
}

/// Stores a piece of evidence under its hash, replacing a damaged copy. Fails if the content has another hash.
fn store_evidence(
    source: &mut ImportSource,
    incoming: &ImportFile,
    folder: &Path,
) -> Result<ImportOutcome, StoreError> {
    let path = folder.join(&incoming.name);
    // A copy that cannot be read counts as damaged.
    let state = evidence::read_state(&path).unwrap_or(EvidenceState::Damaged);
    if state == EvidenceState::Whole {
        return Ok(ImportOutcome::Known);
    }
    super::make_folder(folder)?;
    if !evidence::write_checked(&path, |to| source.copy(incoming, to, &path))? {
        return Err(StoreError::Format { path: incoming.shown.clone(), error: FormatError::BrokenSeal });
    }
    Ok(if state == EvidenceState::Damaged { ImportOutcome::Repaired } else { ImportOutcome::New })
}
