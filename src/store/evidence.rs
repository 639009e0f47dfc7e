//! Evidence (佐证) is copied into the data folder and named by its hash, so that moving or deleting the original loses
//! nothing. The hash tells an intact copy from a damaged one: a damaged copy is replaced by an intact one, never the
//! other way round.

use std::io::{self, Read, Write};
use std::path::Path;

use sha2::{Digest as _, Sha256};
use tempfile::NamedTempFile;

use crate::domain::activity::Evidence;
use crate::domain::check::EvidenceFault;
use crate::format::FormatError;

use super::folder::DataFolder;
use super::{BLOCK, FileAction, StoreError, atomic, listing};

/// Largest piece of evidence that is accepted, in bytes.
pub const EVIDENCE_MAX: u64 = 256 << 20;

/// A piece of evidence in the data folder.
#[derive(Debug)]
pub struct StoredEvidence {
    /// Name, size and hash, as recorded in the ledger.
    pub evidence: Evidence,
    /// Whether it replaced a damaged copy.
    pub repaired: bool,
}

/// Copies a file into the data folder of a township. An intact copy there is left as it is.
pub fn store(data: &DataFolder, plan: &str, township: &str, source: &Path) -> Result<StoredEvidence, StoreError> {
    // One byte more shows that the file is too large.
    let file = super::open(source)?.take(EVIDENCE_MAX + 1);
    let folder = data.evidence(plan, township);
    super::make_folder(&folder)?;
    let writing = || StoreError::io(FileAction::Write, &folder);
    let mut temporary = HashingWriter::new(atomic::temporary_record_in(&folder).map_err(writing())?);
    let bytes = copy_open((file, source), &mut temporary, &folder)?;
    if bytes > EVIDENCE_MAX {
        let error = FormatError::TooLarge { limit: EVIDENCE_MAX };
        return Err(StoreError::Format { path: source.to_owned(), error });
    }
    let (temporary, sha256) = temporary.finish();
    let path = folder.join(&sha256);
    let state = read_state(&path)?;
    if state != EvidenceState::Whole {
        finish(temporary, &path)?;
    }
    let name = source.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(StoredEvidence { evidence: Evidence { name, bytes, sha256 }, repaired: state == EvidenceState::Damaged })
}

/// Checks a piece of evidence in the data folder; `None` if it is as recorded.
///
/// Compares the size, and with `whole` also the hash, for which the file is read. Faulty evidence is replaced by the
/// copy in the `mirror`, if that one is intact.
#[must_use]
pub fn find_fault(
    data: &DataFolder,
    mirror: Option<&DataFolder>,
    plan: &str,
    township: &str,
    piece: &Evidence,
    whole: bool,
) -> Option<EvidenceFault> {
    // The hash comes from a ledger and becomes a file name: it must not lead to another folder.
    if !is_hash(&piece.sha256) {
        return Some(EvidenceFault::Missing);
    }
    let path = data.evidence(plan, township).join(&piece.sha256);
    let found = match listing::stat(&path) {
        Ok(Some(meta)) if meta.is_file() && meta.len() != piece.bytes => EvidenceFault::Differs,
        Ok(Some(meta)) if meta.is_file() => match whole.then(|| read_state(&path)) {
            None | Some(Ok(EvidenceState::Whole)) => return None,
            Some(Ok(EvidenceState::Damaged)) => EvidenceFault::Differs,
            Some(Ok(EvidenceState::Absent)) => EvidenceFault::Missing,
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

/// Whether a name is a SHA-256 in lower-case hexadecimal, as evidence is named.
#[must_use]
pub fn is_hash(name: &str) -> bool {
    name.len() == 64 && name.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// The state of the file that holds a piece of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EvidenceState {
    Absent,
    /// Its content matches its name.
    Whole,
    /// Its content does not match its name, or it is no file.
    Damaged,
}

/// Compares a file with the hash that is its name.
pub(super) fn read_state(path: &Path) -> Result<EvidenceState, StoreError> {
    match listing::stat(path)? {
        None => Ok(EvidenceState::Absent),
        Some(meta) if !meta.is_file() => Ok(EvidenceState::Damaged),
        Some(_) => {
            let mut hashing = HashingWriter::new(io::sink());
            copy(path, &mut hashing, path)?;
            let (_, sha256) = hashing.finish();
            Ok(if is_named(path, &sha256) { EvidenceState::Whole } else { EvidenceState::Damaged })
        }
    }
}

/// Replaces a missing or damaged piece by the file `source`. False if `source` is damaged too.
pub(super) fn restore(source: &Path, path: &Path) -> Result<bool, StoreError> {
    if let Some(folder) = path.parent() {
        super::make_folder(folder)?;
    }
    write_checked(path, |to| copy(source, to, path))
}

/// Writes a piece with the content from `fill`. False, with nothing changed, if the content does not match the hash in
/// `path`.
pub(super) fn write_checked(
    path: &Path,
    fill: impl FnOnce(&mut dyn Write) -> Result<(), StoreError>,
) -> Result<bool, StoreError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let temporary = atomic::temporary_record_in(folder).map_err(StoreError::io(FileAction::Write, folder))?;
    let mut hashing = HashingWriter::new(temporary);
    fill(&mut hashing)?;
    let (temporary, sha256) = hashing.finish();
    if !is_named(path, &sha256) {
        return Ok(false);
    }
    finish(temporary, path).map(|()| true)
}

/// Names a piece and reads it back. Removes it if it is not intact.
fn finish(temporary: NamedTempFile, path: &Path) -> Result<(), StoreError> {
    atomic::persist_synced(temporary, path).map_err(StoreError::io(FileAction::Write, path))?;
    atomic::forget_cached(path);
    if read_state(path).is_ok_and(|state| state == EvidenceState::Whole) {
        return Ok(());
    }
    let _ = std::fs::remove_file(path);
    Err(StoreError::ReadBackDiffers { path: path.to_owned() })
}

/// Copies the file `source` into `to`. Errors in writing name the path `name`.
fn copy(source: &Path, to: &mut dyn Write, name: &Path) -> Result<(), StoreError> {
    copy_open((super::open(source)?, source), to, name).map(drop)
}

/// Copies an open file and returns the number of bytes. An error names the file that was read or the one written.
fn copy_open((mut file, source): (impl Read, &Path), to: &mut dyn Write, name: &Path) -> Result<u64, StoreError> {
    let (mut bytes, mut block) = (0, vec![0; BLOCK]);
    loop {
        let count = file.read(&mut block).map_err(StoreError::io(FileAction::Read, source))?;
        if count == 0 {
            return Ok(bytes);
        }
        to.write_all(&block[..count]).map_err(StoreError::io(FileAction::Write, name))?;
        bytes += count as u64;
    }
}

fn is_named(path: &Path, sha256: &str) -> bool {
    path.file_name().is_some_and(|name| name == sha256)
}

/// A writer that computes the SHA-256 of everything written through it.
pub(crate) struct HashingWriter<W> {
    inner: W,
    hash: Sha256,
}

impl<W: Write> HashingWriter<W> {
    pub(crate) fn new(inner: W) -> Self {
        Self { inner, hash: Sha256::new() }
    }

    /// The inner writer and the SHA-256 of the bytes written to it.
    pub(crate) fn finish(self) -> (W, String) {
        (self.inner, crate::format::seal::hex(&self.hash.finalize()))
    }
}

impl<W: Write> Write for HashingWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.inner.write(bytes)?;
        self.hash.update(&bytes[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}
