//! Evidence (佐证) is copied into the data folder under its hash, so that moving or deleting the original loses nothing.
//! The hash says of every copy whether it is whole: a damaged one is replaced by a whole one, never the other way round.

use std::io::{self, Read, Write};
use std::path::Path;

use sha2::{Digest as _, Sha256};
use tempfile::NamedTempFile;

use crate::domain::activity::Evidence;
use crate::domain::check::EvidenceFault;
use crate::format::FormatError;

use super::folder::DataFolder;
use super::{BLOCK, Doing, StoreError, atomic, listing};

/// Largest piece of evidence that is taken, in bytes.
pub const EVIDENCE_MAX: u64 = 256 << 20;

/// A piece of evidence that was kept.
#[derive(Debug)]
pub struct Kept {
    /// What is written down of it.
    pub evidence: Evidence,
    /// Whether a damaged copy was there, which this one replaced.
    pub repaired: bool,
}

/// Copies a file into the data folder of a township. A whole copy that is there already is left as it is.
pub fn keep(data: &DataFolder, plan: &str, township: &str, source: &Path) -> Result<Kept, StoreError> {
    let file = super::open(source)?.take(EVIDENCE_MAX + 1);
    let folder = data.evidence(plan, township);
    super::make_folder(&folder)?;
    let writing = || StoreError::io(Doing::Writing, &folder);
    let mut temporary = Hashing::new(atomic::temporary_record_in(&folder).map_err(writing())?);
    let bytes = pour((file, source), &mut temporary, &folder)?;
    if bytes > EVIDENCE_MAX {
        let error = FormatError::TooLarge { limit: EVIDENCE_MAX };
        return Err(StoreError::Format { path: source.to_owned(), error });
    }
    let (temporary, sha256) = temporary.finish();
    let kept = folder.join(&sha256);
    let state = state(&kept)?;
    if state != State::Whole {
        finish(temporary, &kept)?;
    }
    let name = source.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(Kept { evidence: Evidence { name, bytes, sha256 }, repaired: state == State::Damaged })
}

/// What is wrong with a piece of evidence as it lies in the data folder; none where it is as it was written down.
///
/// Its size is compared, and with `whole` its content, for which the file is read. A piece that is not whole is
/// replaced by the one in the `mirror`, where that one is.
#[must_use]
pub fn fault(
    data: &DataFolder,
    mirror: Option<&DataFolder>,
    plan: &str,
    township: &str,
    piece: &Evidence,
    whole: bool,
) -> Option<EvidenceFault> {
    // The name comes out of a ledger, and leads nowhere else.
    if !is_hash(&piece.sha256) {
        return Some(EvidenceFault::Missing);
    }
    let path = data.evidence(plan, township).join(&piece.sha256);
    let found = match listing::stat(&path) {
        Ok(Some(meta)) if meta.is_file() && meta.len() != piece.bytes => EvidenceFault::Differs,
        Ok(Some(meta)) if meta.is_file() => match whole.then(|| state(&path)) {
            None | Some(Ok(State::Whole)) => return None,
            Some(Ok(State::Damaged)) => EvidenceFault::Differs,
            Some(Ok(State::Absent)) => EvidenceFault::Missing,
            Some(Err(_)) => EvidenceFault::Unreadable,
        },
        Ok(_) => EvidenceFault::Missing,
        Err(_) => EvidenceFault::Unreadable,
    };
    let copy = mirror.map(|mirror| mirror.evidence(plan, township).join(&piece.sha256));
    let has_size =
        |copy: &Path| listing::stat(copy).is_ok_and(|meta| meta.is_some_and(|meta| meta.len() == piece.bytes));
    let repaired = copy.filter(|copy| has_size(copy)).is_some_and(|copy| restore(&copy, &path).unwrap_or(false));
    Some(if repaired { EvidenceFault::Repaired } else { found })
}

/// Whether a name is a SHA-256, as evidence is kept under.
#[must_use]
pub fn is_hash(name: &str) -> bool {
    name.len() == 64 && name.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// What lies in the place of a piece of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// Nothing.
    Absent,
    /// The piece.
    Whole,
    /// Something of another content.
    Damaged,
}

/// Reads the file whose name is the hash of its content.
pub(super) fn state(path: &Path) -> Result<State, StoreError> {
    match listing::stat(path)? {
        None => Ok(State::Absent),
        Some(meta) if !meta.is_file() => Ok(State::Damaged),
        Some(_) => {
            let mut hashing = Hashing::new(io::sink());
            copy(path, &mut hashing, path)?;
            let (_, sha256) = hashing.finish();
            Ok(if is_named(path, &sha256) { State::Whole } else { State::Damaged })
        }
    }
}

/// Puts a whole piece in the place of one that is missing or damaged. False where the source is not whole either.
pub(super) fn restore(source: &Path, path: &Path) -> Result<bool, StoreError> {
    if let Some(folder) = path.parent() {
        super::make_folder(folder)?;
    }
    place(path, |to| copy(source, to, path))
}

/// Writes a piece whose content comes from `fill`. False, and nothing changes, where the content is not what the name of
/// `path` says.
pub(super) fn place(
    path: &Path,
    fill: impl FnOnce(&mut dyn Write) -> Result<(), StoreError>,
) -> Result<bool, StoreError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let temporary = atomic::temporary_record_in(folder).map_err(StoreError::io(Doing::Writing, folder))?;
    let mut hashing = Hashing::new(temporary);
    fill(&mut hashing)?;
    let (temporary, sha256) = hashing.finish();
    if !is_named(path, &sha256) {
        return Ok(false);
    }
    finish(temporary, path).map(|()| true)
}

/// Gives a piece its name and reads it back. What is not sure to be whole is not left there.
fn finish(temporary: NamedTempFile, path: &Path) -> Result<(), StoreError> {
    atomic::place_synced(temporary, path).map_err(StoreError::io(Doing::Writing, path))?;
    atomic::forget_cached(path);
    if state(path).is_ok_and(|state| state == State::Whole) {
        return Ok(());
    }
    let _ = std::fs::remove_file(path);
    Err(StoreError::ReadBack { path: path.to_owned() })
}

/// Copies a file to `to`, which is called `name`.
fn copy(source: &Path, to: &mut dyn Write, name: &Path) -> Result<(), StoreError> {
    pour((super::open(source)?, source), to, name).map(drop)
}

/// Copies all of a file that is open, and says how many bytes that were. An error names the file read or the one written.
fn pour((mut file, source): (impl Read, &Path), to: &mut dyn Write, name: &Path) -> Result<u64, StoreError> {
    let (mut bytes, mut block) = (0, vec![0; BLOCK]);
    loop {
        let count = file.read(&mut block).map_err(StoreError::io(Doing::Reading, source))?;
        if count == 0 {
            return Ok(bytes);
        }
        to.write_all(&block[..count]).map_err(StoreError::io(Doing::Writing, name))?;
        bytes += count as u64;
    }
}

fn is_named(path: &Path, sha256: &str) -> bool {
    path.file_name().is_some_and(|name| name == sha256)
}

/// A writer that knows the hash of what went through it.
pub(crate) struct Hashing<W> {
    inner: W,
    hash: Sha256,
}

impl<W: Write> Hashing<W> {
    pub(crate) fn new(inner: W) -> Self {
        Self { inner, hash: Sha256::new() }
    }

    /// What was written to, and the SHA-256 of what was written.
    pub(crate) fn finish(self) -> (W, String) {
        (self.inner, crate::format::seal::hex(&self.hash.finalize()))
    }
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.inner.write(bytes)?;
        self.hash.update(&bytes[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}
