//! The ledgers of one township under one plan: all are read, this PC's own is appended to.

pub(in crate::store) mod copies;
mod lock;
mod naming;
mod note;

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};

use crate::domain::ledger::{Change, DeviceId, Entry, EntryId, LEAP_MAX, Ledger, highest_counting};
use crate::domain::uncounted::Uncounted;
use crate::format::ledger::{Draft, Header, Nothing, Reading};
use crate::format::{FormatError, LEDGER_MAX, ledger as format};

use super::folder::DataFolder;
use super::outbox::{self, Forgotten};
use super::{Doing, ReadOnly, StoreError, atomic, device, kept, leftovers, listing, own_file, places};

use lock::Lock;
pub use naming::device_of;
pub(super) use naming::is_ledger;
pub use note::{Note, notes};

/// One ledger that was read.
#[derive(Debug)]
struct LedgerFile {
    path: PathBuf,
    reading: Reading,
    /// How many bytes it has; none where its end was mended just now.
    length: Option<usize>,
}

/// The ledgers as they were read.
#[derive(Debug, Default)]
pub struct Shelf {
    /// The fold of all entries.
    pub ledger: Ledger,
    /// What to tell.
    pub notes: Vec<Note>,
}

impl Shelf {
    /// Damaged lines in all ledgers; a ledger of which nothing is left counts as one.
    #[must_use]
    pub fn damaged(&self) -> u32 {
        let lines = |note: &Note| match note {
            Note::Damaged { lines, .. } => lines.len(),
            Note::Empty { .. } => 1,
            _ => 0,
        };
        u32::try_from(self.notes.iter().map(lines).sum::<usize>()).unwrap_or(u32::MAX)
    }

    /// What may be in the ledgers and does not count.
    #[must_use]
    pub fn uncounted(&self) -> Uncounted {
        let mut uncounted = Uncounted::default();
        for note in &self.notes {
            match note {
                Note::Unknown { entries, .. } => uncounted.newer += entries,
                Note::Unreadable { error: FormatError::Newer { .. }, .. } => uncounted.newer += 1,
                note if note.hides_entries() => uncounted.unread += 1,
                _ => {}
            }
        }
        uncounted
    }

    /// Takes the entries of all ledgers in. Together they decide which stamps count.
    fn take(&mut self, ledgers: Vec<LedgerFile>) {
        let highest = highest_counting(ledgers.iter().flat_map(|file| file.reading.stamps()));
        for LedgerFile { path, mut reading, length } in ledgers {
            reading.settle(highest);
            self.notes.extend(notes(&path, &reading, length));
            for stamp in reading.unknown {
                self.ledger.saw(stamp);
            }
            self.ledger.extend(reading.entries);
        }
    }
}

/// What to tell of a folder or file that could not be read.
fn unread(error: StoreError) -> Note {
    match error {
        StoreError::Io { path, source, .. } => Note::Unread { path, kind: source.kind(), code: source.raw_os_error() },
        _ => Note::Unread { path: PathBuf::new(), kind: io::ErrorKind::Other, code: None },
    }
}

/// What to tell where a ledger no longer holds what a report was made of.
fn rolled_back(data: &DataFolder, plan: &str, township: &str, ledger: &Ledger) -> Vec<Note> {
    match outbox::forgotten(data, plan, township, ledger) {
        Ok(forgotten) => {
            forgotten.into_iter().map(|Forgotten { reported, there }| Note::RolledBack { reported, there }).collect()
        }
        Err(error) => vec![unread(error)],
    }
}

/// This PC's own ledger, open for appending. Holds the lock while it lives.
#[derive(Debug)]
pub struct Writer {
    device: DeviceId,
    path: PathBuf,
    file: File,
    /// Which file it is, to know whether another was put in its place.
    identity: (u64, u64),
    /// The length we left the file at; before each append it must still be so.
    length: u64,
    last: EntryId,
    /// The highest stamp in all ledgers.
    highest: u64,
    /// Why the last entry could not be seen where it was synced.
    doubt: Option<StoreError>,
    broken: bool,
    _lock: Lock,
}

/// Reads all ledgers of a township without writing anything; an absent folder is an empty shelf.
#[must_use]
pub fn read_all(data: &DataFolder, plan: &str, township: &str) -> Shelf {
    let (mut shelf, ledgers) = read_others(&data.ledgers(plan, township), plan, township, None);
    shelf.take(ledgers);
    shelf.notes.extend(rolled_back(data, plan, township, &shelf.ledger));
    shelf
}

/// More entries than a ledger that does not count can hold above those that do. What is written now is later than
/// they, and wins when they can be read again.
const HIDDEN_MAX: u64 = 1 << 20;

/// Reads all ledgers of a township, and opens this PC's own for appending where that can be done.
///
/// Sets a torn last line of the own ledger aside. Where the own ledger cannot be opened for writing, everything is
/// still read and the reason comes back instead of a writer.
pub fn open(data: &DataFolder, plan: &str, township: &str) -> (Shelf, Result<Writer, ReadOnly>) {
    let folder = data.ledgers(plan, township);
    let opened = own(data, &folder, plan, township);
    match opened {
        Ok((mut writer, reading, notes)) => {
            let (mut shelf, mut ledgers) = read_others(&folder, plan, township, Some(&writer.path));
            shelf.notes.extend(notes);
            ledgers.push(LedgerFile { path: writer.path.clone(), reading, length: None });
            shelf.take(ledgers);
            if shelf.notes.iter().any(Note::hides_entries) {
                shelf.ledger.saw(shelf.ledger.highest_stamp() + HIDDEN_MAX);
            }
            writer.highest = shelf.ledger.highest_stamp();
            shelf.notes.extend(rolled_back(data, plan, township, &shelf.ledger));
            (shelf, Ok(writer))
        }
        Err(error) => (read_all(data, plan, township), Err(error.into_read_only())),
    }
}

/// Reads the ledgers in a folder, but for this PC's own. The shelf holds what is told of files that do not count.
fn read_others(folder: &Path, plan: &str, township: &str, own: Option<&Path>) -> (Shelf, Vec<LedgerFile>) {
    let (mut shelf, mut ledgers) = (Shelf::default(), Vec::new());
    let listing = listing::read(folder);
    shelf.notes.extend(listing.errors.into_iter().map(unread));
    let mut paths: Vec<PathBuf> = listing.entries.into_iter().map(|entry| entry.path).collect();
    paths.retain(|path| is_ledger(path) && !own.is_some_and(|own| is_same(own, path)));
    for path in paths {
        match read_one(&path) {
            Ok((reading, length)) => match misplaced(&reading, &path, plan, township) {
                Some(says) => shelf.notes.push(Note::Misplaced { path, says }),
                None => ledgers.push(LedgerFile { path, reading, length: Some(length) }),
            },
            Err(error) => shelf.notes.push(passed_over(path, error)),
        }
    }
    (shelf, ledgers)
}

/// Whether two names are of one file. Where case does not matter, a name in capitals may be this PC's own.
fn is_same(own: &Path, path: &Path) -> bool {
    let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().to_lowercase());
    let identity = |path| places::identity(path).ok();
    own == path || (name(own) == name(path) && identity(own).is_some() && identity(own) == identity(path))
}

/// What to tell of a file that could not be read as a ledger. One that belongs here, by its name or its first line,
/// keeps a report from being made; anything else is a stray.
fn passed_over(path: PathBuf, error: StoreError) -> Note {
    if std::fs::metadata(&path).is_ok_and(|meta| meta.is_dir()) {
        return Note::Stray { path };
    }
    match error {
        StoreError::Format { error, .. } if is_stray(&path, &error) => Note::Stray { path },
        StoreError::Format { error, .. } => Note::Unreadable { path, error },
        StoreError::NotAFile { what, .. } if device_of(&path).is_some() => Note::NotAFile { path, what },
        StoreError::Io { source, .. } if device_of(&path).is_some() => Note::Refused { path, kind: source.kind() },
        _ => Note::Stray { path },
    }
}

/// Whether a file that is called a ledger is none, by its name and by what was wrong with it.
#[must_use]
pub fn is_stray(path: &Path, error: &FormatError) -> bool {
    let says_ledger = matches!(error, FormatError::Newer { .. } | FormatError::Syntax { .. });
    device_of(path).is_none() && !says_ledger
}

/// What a ledger's header says where that is not its place: the plan, the township and the PC of its folders and name.
/// A ledger without a header is taken at its place.
fn misplaced(reading: &Reading, path: &Path, plan: &str, township: &str) -> Option<Header> {
    let header = reading.header.as_ref()?;
    let named = device_of(path);
    let fits = header.plan == plan && header.township == township && named.is_none_or(|it| reading.device == Some(it));
    (!fits).then(|| header.clone())
}

/// Reads one ledger, and how many bytes it has.
fn read_one(path: &Path) -> Result<(Reading, usize), StoreError> {
    let bytes = own_file::read(path, LEDGER_MAX)?;
    let reading = format::read_among_others(&bytes, device_of(path));
    let reading = reading.map_err(|error| StoreError::Format { path: path.to_owned(), error })?;
    Ok((reading, bytes.len()))
}

/// Opens this PC's own ledger, makes it if there is none, and mends its end.
fn own(
    data: &DataFolder,
    folder: &Path,
    plan: &str,
    township: &str,
) -> Result<(Writer, Reading, Vec<Note>), StoreError> {
    let device::Own { device, is_another } = device::own(data)?;
    super::make_folder(folder)?;
    let lock = Lock::take(folder, device)?;
    let path = folder.join(format!("{device}.ledger"));
    let writing = || StoreError::io(Doing::Writing, &path);
    let there = listing::exists(&path)?;
    let mut options = OpenOptions::new();
    let mut file = own_file::open(options.read(true).append(true).create(true), &path, Doing::Writing)?;
    clear_leftovers(data, plan, township, lock.holder());
    let bytes = super::read(&path, LEDGER_MAX)?;
    let of_path = |error| StoreError::Format { path: path.clone(), error };
    let mut reading = format::read_among_others(&bytes, Some(device)).map_err(of_path)?;
    if let Some(says) = misplaced(&reading, &path, plan, township) {
        return Err(StoreError::ReadOnly(ReadOnly::Misplaced { path, says }));
    }
    let header = Header::new(plan, township, device);
    let (line, hash) = header.line().map_err(|error| StoreError::Unwritable(error.to_string()))?;
    let mut notes = Vec::new();
    if is_another {
        notes.push(Note::AnotherNumber { device });
    }
    match reading.nothing {
        Some(what @ (Nothing::NoBytes | Nothing::LineEnds)) => {
            if there {
                notes.push(Note::Empty { path: path.clone(), what });
            }
            reading.whole = 0;
        }
        // Not a first line that broke off: what was written down here is lost, and is told as long as this lies here.
        Some(_) if !line.as_bytes().starts_with(&bytes) => {
            let aside = copies::keep_beside(&path, &bytes)?;
            notes.push(Note::SetAside { path: path.clone(), aside, all: true });
            reading.whole = 0;
        }
        _ if reading.whole < bytes.len() => {
            let aside = kept::set_aside(&path, &bytes[reading.whole..], "torn")?;
            notes.push(Note::SetAside { path: path.clone(), aside, all: reading.is_empty() });
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
    let identity = places::identity(&path).map_err(writing())?;
    let writer = Writer {
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

/// Removes what sessions left that were killed while they wrote. `fresh` was written just now.
fn clear_leftovers(data: &DataFolder, plan: &str, township: &str, fresh: &Path) {
    let of_township = [DataFolder::ledgers, DataFolder::outbox, DataFolder::receipts, DataFolder::evidence]
        .map(|of| of(data, plan, township));
    for folder in of_township.iter().chain([&data.path, &data.plans()]) {
        leftovers::clear(folder, Some(fresh));
    }
}

impl Writer {
    /// The PC that writes.
    #[must_use]
    pub fn device(&self) -> DeviceId {
        self.device
    }

    /// Appends one change and syncs it. One write and one sync; nothing is kept unless this returns the entry. Whatever
    /// goes wrong after the sync is a [`Self::doubt`].
    ///
    /// `stamp` is [`Ledger::next_stamp`] of everything read.
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
            // Where the line could not be taken away again, it may well be there at the next start.
            return Err(if self.broken {
                StoreError::Unsure { path, source }
            } else {
                StoreError::Io { doing: Doing::Writing, path, source }
            });
        }
        self.length += line.len() as u64;
        self.last = entry.id;
        self.highest = self.highest.max(stamp);
        self.confirm(&line)?;
        Ok(entry)
    }

    /// What is not sure about the last entry, which is synced all the same.
    pub fn doubt(&mut self) -> Option<StoreError> {
        self.doubt.take()
    }

    /// Takes away what a failed append left behind the last good line.
    fn cut_back(&self) -> io::Result<()> {
        if cfg!(not(windows)) {
            self.file.set_len(self.length)?;
            return self.file.sync_data();
        }
        if places::identity(&self.path)? != self.identity {
            return Err(io::ErrorKind::NotFound.into());
        }
        copies::cut(&self.path, self.length)
    }

    /// Looks whether the line that was just synced lies where the next start will read it. It fails only where another
    /// file is there now; what cannot be looked at is a doubt, since a stick that was pulled took the line with it.
    fn confirm(&mut self, line: &str) -> Result<(), StoreError> {
        let Err(failed) = self.check() else { return Ok(()) };
        match read_at(&self.path, self.length - line.len() as u64, line.len()) {
            Ok(there) if there == line.as_bytes() => Ok(()),
            Ok(_) => Err(failed),
            Err(source) => {
                self.doubt = Some(StoreError::Unconfirmed { path: self.path.clone(), source });
                Ok(())
            }
        }
    }

    /// Refuses what the next start would not read, so that nothing is acknowledged and then gone.
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

    /// Whether the ledger still lies where it was opened, as we left it.
    pub fn check(&self) -> Result<(), StoreError> {
        if self.broken {
            return Err(StoreError::ReadOnly(ReadOnly::Broken { path: self.path.clone() }));
        }
        match (places::identity(&self.path), std::fs::metadata(&self.path)) {
            (Ok(identity), Ok(meta)) if identity == self.identity => {
                let ours = meta.len() == self.length;
                if ours { Ok(()) } else { Err(StoreError::ChangedOutside { path: self.path.clone() }) }
            }
            _ => Err(StoreError::Gone { path: self.path.clone() }),
        }
    }
}

/// Reads so many bytes of a file from there on; fewer where it ends.
fn read_at(path: &Path, from: u64, count: usize) -> io::Result<Vec<u8>> {
    let mut file = File::open(path)?;
    file.seek(io::SeekFrom::Start(from))?;
    let mut bytes = Vec::new();
    file.take(count as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}
