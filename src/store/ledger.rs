//! The ledgers of one township under one plan. All of them are read; only this PC's own is appended to.

pub(in crate::store) mod copies;
mod file_name;
mod lock;
mod note;

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};

use crate::domain::ledger::{Change, DeviceId, Entry, EntryId, LEAP_MAX, Ledger, highest_counting};
use crate::domain::uncounted::Uncounted;
use crate::format::ledger::{Draft, EmptyLedger, Header, LedgerReading};
use crate::format::{FormatError, LEDGER_MAX, ledger as format};

use super::folder::DataFolder;
use super::outbox::{self, LostEntries};
use super::{FileAction, ReadOnly, StoreError, atomic, device, leftovers, listing, locations, own_file, ron_file};

pub use file_name::device_of;
pub(super) use file_name::is_ledger;
use lock::Lock;
pub use note::{LedgerNote, notes_on};

/// A ledger file and its content.
#[derive(Debug)]
struct LedgerFile {
    path: PathBuf,
    reading: LedgerReading,
    /// Size in bytes; `None` for this PC's own ledger, whose end was just repaired.
    length: Option<usize>,
}

/// All ledgers of a township under a plan, as read from the disk.
#[derive(Debug, Default)]
pub struct LoadedLedgers {
    /// The state that follows from the entries of all files.
    pub ledger: Ledger,
    /// What the user should know about the files.
    pub notes: Vec<LedgerNote>,
}

impl LoadedLedgers {
    /// Number of damaged lines in all ledgers. A ledger without any whole line counts as one.
    #[must_use]
    pub fn damaged(&self) -> u32 {
        let lines = |note: &LedgerNote| match note {
            LedgerNote::Damaged { lines, .. } => lines.len(),
            LedgerNote::Empty { .. } => 1,
            _ => 0,
        };
        u32::try_from(self.notes.iter().map(lines).sum::<usize>()).unwrap_or(u32::MAX)
    }

    /// Entries that exist or may exist but do not count.
    #[must_use]
    pub fn uncounted(&self) -> Uncounted {
        let mut uncounted = Uncounted::default();
        for note in &self.notes {
            match note {
                LedgerNote::Unknown { entries, .. } => uncounted.newer += entries,
                LedgerNote::Unreadable { error: FormatError::Newer { .. }, .. } => uncounted.newer += 1,
                note if note.hides_entries() => uncounted.unread += 1,
                _ => {}
            }
        }
        uncounted
    }

    /// Applies the entries of all files. Together they determine which stamps count.
    fn apply(&mut self, ledgers: Vec<LedgerFile>) {
        let highest = highest_counting(ledgers.iter().flat_map(|file| file.reading.stamps()));
        for LedgerFile { path, mut reading, length } in ledgers {
            reading.limit_stamps(highest);
            self.notes.extend(notes_on(&path, &reading, length));
            for stamp in reading.unknown {
                self.ledger.observe_stamp(stamp);
            }
            self.ledger.extend(reading.entries);
        }
    }
}

/// The note for a folder or file that could not be read.
fn unread_note(error: StoreError) -> LedgerNote {
    match error {
        StoreError::Io { path, source, .. } => {
            LedgerNote::Unread { path, kind: source.kind(), code: source.raw_os_error() }
        }
        _ => LedgerNote::Unread { path: PathBuf::new(), kind: io::ErrorKind::Other, code: None },
    }
}

/// Notes for ledgers that lack entries which one of our reports contains.
fn rolled_back_notes(data: &DataFolder, plan: &str, township: &str, ledger: &Ledger) -> Vec<LedgerNote> {
    match outbox::lost_entries(data, plan, township, ledger) {
        Ok(lost) => lost
            .into_iter()
            .map(|LostEntries { reported, current }| LedgerNote::RolledBack { reported, current })
            .collect(),
        Err(error) => vec![unread_note(error)],
    }
}

/// This PC's own ledger, open for appending. Holds the lock until it is dropped.
#[derive(Debug)]
pub struct LedgerWriter {
    device: DeviceId,
    path: PathBuf,
    file: File,
    /// Device and inode (or volume and file number), to notice that another file took its path.
    identity: (u64, u64),
    /// Size in bytes after our last append. Each append first checks that it is unchanged.
    length: u64,
    last: EntryId,
    /// Highest stamp in all ledgers of the township.
    highest: u64,
    /// Why the last entry could not be checked after its sync.
    doubt: Option<StoreError>,
    broken: bool,
    _lock: Lock,
}

/// Reads all ledgers of a township and writes nothing. An absent folder holds no ledgers.
#[must_use]
pub fn read_all(data: &DataFolder, plan: &str, township: &str) -> LoadedLedgers {
    let (mut loaded, ledgers) = read_except(&data.ledgers(plan, township), plan, township, None);
    loaded.apply(ledgers);
    loaded.notes.extend(rolled_back_notes(data, plan, township, &loaded.ledger));
    loaded
}

/// More entries than an unreadable ledger can hold. New entries get stamps above them, so that they still win when that
/// ledger can be read again.
const HIDDEN_MAX: u64 = 1 << 20;

/// Reads all ledgers of a township and opens this PC's own for appending.
///
/// Moves a torn last line of the own ledger to a separate file. If the own ledger cannot be opened for writing, returns
/// the reason instead of a writer; the ledgers are read all the same.
pub fn open(data: &DataFolder, plan: &str, township: &str) -> (LoadedLedgers, Result<LedgerWriter, ReadOnly>) {
    let folder = data.ledgers(plan, township);
    let opened = open_own(data, &folder, plan, township);
    match opened {
        Ok((mut writer, reading, notes)) => {
            let (mut loaded, mut ledgers) = read_except(&folder, plan, township, Some(&writer.path));
            loaded.notes.extend(notes);
            ledgers.push(LedgerFile { path: writer.path.clone(), reading, length: None });
            loaded.apply(ledgers);
            if loaded.notes.iter().any(LedgerNote::hides_entries) {
                loaded.ledger.observe_stamp(loaded.ledger.highest_stamp() + HIDDEN_MAX);
            }
            writer.highest = loaded.ledger.highest_stamp();
            loaded.notes.extend(rolled_back_notes(data, plan, township, &loaded.ledger));
            (loaded, Ok(writer))
        }
        Err(error) => (read_all(data, plan, township), Err(error.into_read_only())),
    }
}

/// Reads the ledgers in a folder except this PC's own. Files that do not count become notes.
fn read_except(folder: &Path, plan: &str, township: &str, own: Option<&Path>) -> (LoadedLedgers, Vec<LedgerFile>) {
    let (mut loaded, mut ledgers) = (LoadedLedgers::default(), Vec::new());
    let listing = listing::read(folder);
    loaded.notes.extend(listing.errors.into_iter().map(unread_note));
    let mut paths: Vec<PathBuf> = listing.entries.into_iter().map(|entry| entry.path).collect();
    paths.retain(|path| is_ledger(path) && !own.is_some_and(|own| is_same(own, path)));
    for path in paths {
        match read_file(&path) {
            Ok((reading, length)) => match misplaced_header(&reading, &path, plan, township) {
                Some(says) => loaded.notes.push(LedgerNote::Misplaced { path, says }),
                None => ledgers.push(LedgerFile { path, reading, length: Some(length) }),
            },
            Err(error) => loaded.notes.push(skipped_note(path, error)),
        }
    }
    (loaded, ledgers)
}

/// Whether two paths name one file. On a file system that ignores case, this PC's own ledger may be listed in capitals.
fn is_same(own: &Path, path: &Path) -> bool {
    let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().to_lowercase());
    let identity = |path| locations::file_identity(path).ok();
    own == path || (name(own) == name(path) && identity(own).is_some() && identity(own) == identity(path))
}

/// The note for a file that could not be read as a ledger. A file whose name or first line says that it is a ledger
/// blocks reports; any other file is a stray.
fn skipped_note(path: PathBuf, error: StoreError) -> LedgerNote {
    if std::fs::metadata(&path).is_ok_and(|meta| meta.is_dir()) {
        return LedgerNote::Stray { path };
    }
    match error {
        StoreError::Format { error, .. } if is_stray(&path, &error) => LedgerNote::Stray { path },
        StoreError::Format { error, .. } => LedgerNote::Unreadable { path, error },
        StoreError::NotAFile { what, .. } if device_of(&path).is_some() => LedgerNote::NotAFile { path, what },
        StoreError::Io { source, .. } if device_of(&path).is_some() => {
            LedgerNote::Refused { path, kind: source.kind() }
        }
        _ => LedgerNote::Stray { path },
    }
}

/// Whether a file with a ledger's extension is no ledger, judged by its name and the error from reading it.
#[must_use]
pub fn is_stray(path: &Path, error: &FormatError) -> bool {
    let says_ledger = matches!(error, FormatError::Newer { .. } | FormatError::Syntax { .. });
    device_of(path).is_none() && !says_ledger
}

/// The header of a ledger that belongs elsewhere: it names another plan, township or PC than the file's path. A ledger
/// without a header belongs where it is.
fn misplaced_header(reading: &LedgerReading, path: &Path, plan: &str, township: &str) -> Option<Header> {
    let header = reading.header.as_ref()?;
    let named = device_of(path);
    let fits = header.plan == plan && header.township == township && named.is_none_or(|it| reading.device == Some(it));
    (!fits).then(|| header.clone())
}

/// Reads a ledger. Returns its content and its size in bytes.
fn read_file(path: &Path) -> Result<(LedgerReading, usize), StoreError> {
    let bytes = own_file::read(path, LEDGER_MAX)?;
    let reading = format::read_among_others(&bytes, device_of(path));
    let reading = reading.map_err(|error| StoreError::Format { path: path.to_owned(), error })?;
    Ok((reading, bytes.len()))
}

/// Opens this PC's own ledger: creates it if it is absent, and repairs its end.
fn open_own(
    data: &DataFolder,
    folder: &Path,
    plan: &str,
    township: &str,
) -> Result<(LedgerWriter, LedgerReading, Vec<LedgerNote>), StoreError> {
    let device::OwnDevice { device, is_another } = device::own_device(data)?;
    super::make_folder(folder)?;
    let lock = Lock::take(folder, device)?;
    let path = folder.join(format!("{device}.ledger"));
    let writing = || StoreError::io(FileAction::Write, &path);
    let existed = listing::exists(&path)?;
    let mut options = OpenOptions::new();
    let mut file = own_file::open(options.read(true).append(true).create(true), &path, FileAction::Write)?;
    clear_leftovers(data, plan, township, lock.holder());
    let bytes = super::read(&path, LEDGER_MAX)?;
    let invalid = |error| StoreError::Format { path: path.clone(), error };
    let mut reading = format::read_among_others(&bytes, Some(device)).map_err(invalid)?;
    if let Some(says) = misplaced_header(&reading, &path, plan, township) {
        return Err(StoreError::ReadOnly(ReadOnly::Misplaced { path, says }));
    }
    let header = Header::new(plan, township, device);
    let (line, hash) = header.line().map_err(|error| StoreError::Unwritable(error.to_string()))?;
    let mut notes = Vec::new();
    if is_another {
        notes.push(LedgerNote::AnotherNumber { device });
    }
    match reading.empty {
        Some(what @ (EmptyLedger::NoBytes | EmptyLedger::LineEnds)) => {
            if existed {
                notes.push(LedgerNote::Empty { path: path.clone(), what });
            }
            reading.whole = 0;
        }
        // More than an unfinished header: real entries may be lost. The copy stays a ledger by name, so the
        // warning stays as long as it exists.
        Some(_) if !line.as_bytes().starts_with(&bytes) => {
            let aside = copies::keep_beside(&path, &bytes)?;
            notes.push(LedgerNote::SetAside { path: path.clone(), aside, all: true });
            reading.whole = 0;
        }
        _ if reading.whole < bytes.len() => {
            let aside = ron_file::set_aside(&path, &bytes[reading.whole..], "torn")?;
            notes.push(LedgerNote::SetAside { path: path.clone(), aside, all: reading.is_empty() });
        }
        _ => {}
    }
    if reading.whole < bytes.len() {
        copies::cut(&path, reading.whole as u64).map_err(writing())?;
    }
    let mut length = reading.whole as u64;
    let missing = if reading.is_empty() {
        reading.last = hash;
        line
    } else if reading.unended {
        "\n".to_owned()
    } else {
        String::new()
    };
    if !missing.is_empty() {
        if let Err(error) = file.write_all(missing.as_bytes()).and_then(|()| file.sync_all()) {
            let _ = copies::cut(&path, length);
            return Err(writing()(error));
        }
        atomic::sync_folder(folder).map_err(writing())?;
        length += missing.len() as u64;
    }
    let identity = locations::file_identity(&path).map_err(writing())?;
    let writer = LedgerWriter {
        device,
        path,
        file,
        identity,
        length,
        last: reading.last,
        highest: 0,
        doubt: None,
        broken: false,
        _lock: lock,
    };
    Ok((writer, reading, notes))
}

/// Removes temporary files of killed sessions from all folders of the township. `fresh` is a file that was just
/// written.
fn clear_leftovers(data: &DataFolder, plan: &str, township: &str, fresh: &Path) {
    let of_township = [DataFolder::ledgers, DataFolder::outbox, DataFolder::receipts, DataFolder::evidence]
        .map(|of| of(data, plan, township));
    for folder in of_township.iter().chain([&data.path, &data.plans()]) {
        leftovers::clear(folder, Some(fresh));
    }
}

impl LedgerWriter {
    /// The device id of this PC.
    #[must_use]
    pub fn device(&self) -> DeviceId {
        self.device
    }

    /// Appends one change with one write and one sync. Acknowledge an entry only if this returns it. If the file
    /// cannot be examined after the sync, the entry is returned all the same, and [`Self::take_doubt`] gives the problem.
    ///
    /// `stamp` is [`Ledger::next_stamp`] of all ledgers read.
    pub fn append(
        &mut self,
        what: Change,
        stamp: u64,
        at: DateTime<FixedOffset>,
        by: &str,
    ) -> Result<Entry, StoreError> {
        self.check()?;
        let draft = Draft { prev: self.last, stamp, at, by: by.to_owned(), what };
        let (line, entry) = draft.line(self.device).map_err(|error| StoreError::Unwritable(error.to_string()))?;
        self.refuse_unreadable(&line, &entry)?;
        if let Err(source) = self.file.write_all(line.as_bytes()).and_then(|()| self.file.sync_data()) {
            let path = self.path.clone();
            self.broken = self.cut_back().is_err();
            // The line may be complete on the disk, so nobody can say whether it will count at the next start.
            return Err(if self.broken {
                StoreError::AppendNotUndone { path, source }
            } else {
                StoreError::Io { action: FileAction::Write, path, source }
            });
        }
        self.length += line.len() as u64;
        self.last = entry.id;
        self.highest = self.highest.max(stamp);
        self.confirm(&line)?;
        Ok(entry)
    }

    /// Takes the doubt about the last entry: it is synced, but could not be checked.
    pub fn take_doubt(&mut self) -> Option<StoreError> {
        self.doubt.take()
    }

    /// Cuts the file back to its last good length after a failed append:
    ///
    /// ```text
    /// header\n entry 1\n entry 2\n ent     disk full in the middle of entry 3
    ///                            ^         self.length: cut here
    /// ```
    ///
    /// Otherwise the next append would glue its line to the torn one, and both would be damaged.
    fn cut_back(&self) -> io::Result<()> {
        if cfg!(not(windows)) {
            self.file.set_len(self.length)?;
            return self.file.sync_data();
        }
        // Windows refuses to cut through an append handle. Opening the path again must not hit another file.
        if locations::file_identity(&self.path)? != self.identity {
            return Err(io::ErrorKind::NotFound.into());
        }
        copies::cut(&self.path, self.length)
    }

    /// Checks that the line just synced is where the next start will read it. Fails only if another file is there now.
    /// If the file cannot be examined, that is a doubt: an unplugged drive took the line with it.
    fn confirm(&mut self, line: &str) -> Result<(), StoreError> {
        let Err(failed) = self.check() else { return Ok(()) };
        match read_at(&self.path, self.length - line.len() as u64, line.len()) {
            Ok(bytes) if bytes == line.as_bytes() => Ok(()),
            Ok(_) => Err(failed),
            Err(source) => {
                self.doubt = Some(StoreError::Unconfirmed { path: self.path.clone(), source });
                Ok(())
            }
        }
    }

    /// Refuses a line that the next start could not read, so that no acknowledged entry is lost.
    fn refuse_unreadable(&self, line: &str, entry: &Entry) -> Result<(), StoreError> {
        let too_long = self.length + line.len() as u64 > LEDGER_MAX;
        let leaps = entry.stamp > self.highest.saturating_add(LEAP_MAX);
        let why = match () {
            () if too_long => "台账文件太大了",
            () if leaps => "顺序号跳得太远",
            () if !format::reads_back(line, entry) => "写出来的这一行自己读不懂",
            () => return Ok(()),
        };
        Err(StoreError::Unwritable(why.to_owned()))
    }

    /// Checks that the ledger is the file we opened, with the size we left it at.
    pub fn check(&self) -> Result<(), StoreError> {
        if self.broken {
            return Err(StoreError::ReadOnly(ReadOnly::Broken { path: self.path.clone() }));
        }
        match (locations::file_identity(&self.path), std::fs::metadata(&self.path)) {
            (Ok(identity), Ok(meta)) if identity == self.identity => {
                let ours = meta.len() == self.length;
                if ours { Ok(()) } else { Err(StoreError::ChangedOutside { path: self.path.clone() }) }
            }
            _ => Err(StoreError::LedgerGone { path: self.path.clone() }),
        }
    }
}

/// Reads up to `count` bytes of a file, starting at offset `from`.
fn read_at(path: &Path, from: u64, count: usize) -> io::Result<Vec<u8>> {
    let mut file = File::open(path)?;
    file.seek(io::SeekFrom::Start(from))?;
    let mut bytes = Vec::new();
    file.take(count as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}
