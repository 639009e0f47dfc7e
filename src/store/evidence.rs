//! Evidence (佐证) is copied into the data folder under its hash, so that moving or deleting the original loses nothing.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::Path;

use sha2::{Digest as _, Sha256};

use crate::domain::activity::Evidence;
use crate::domain::check::EvidenceFault;
use crate::format::FormatError;

use super::folder::DataFolder;
use super::{Doing, StoreError, atomic};

/// Largest piece of evidence that is taken, in bytes.
pub const EVIDENCE_MAX: u64 = 256 << 20;

/// How much is read at once, in bytes.
const BLOCK: usize = 64 << 10;

/// Copies a file into the data folder of a township; one that is there already is not copied again.
pub fn keep(data: &DataFolder, plan: &str, township: &str, source: &Path) -> Result<Evidence, StoreError> {
    let reading = || StoreError::io(Doing::Reading, source);
    let meta = std::fs::metadata(source).map_err(reading())?;
    if !meta.is_file() {
        return Err(reading()(std::io::ErrorKind::IsADirectory.into()));
    }
    let folder = data.evidence(plan, township);
    super::make_folder(&folder)?;
    let writing = || StoreError::io(Doing::Writing, &folder);
    let mut temporary = atomic::temporary_in(&folder).map_err(writing())?;
    let mut file = File::open(source).map_err(reading())?.take(EVIDENCE_MAX + 1);
    let (mut hash, mut bytes, mut block) = (Sha256::new(), 0, vec![0; BLOCK]);
    loop {
        let count = file.read(&mut block).map_err(reading())?;
        if count == 0 {
            break;
        }
        bytes += count as u64;
        hash.update(&block[..count]);
        temporary.write_all(&block[..count]).map_err(writing())?;
    }
    if bytes > EVIDENCE_MAX {
        let error = FormatError::TooLarge { limit: EVIDENCE_MAX };
        return Err(StoreError::Format { path: source.to_owned(), error });
    }
    let sha256 = crate::format::seal::hex(&hash.finalize());
    let kept = folder.join(&sha256);
    if !kept.exists() {
        atomic::place_synced(temporary, &kept).map_err(StoreError::io(Doing::Writing, &kept))?;
    }
    let name = source.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(Evidence { name, bytes, sha256 })
}

/// What is wrong with a piece of evidence as it lies in the data folder; none where it is as it was written down.
///
/// Its size is compared, and with `whole` its content, for which the file is read.
#[must_use]
pub fn fault(data: &DataFolder, plan: &str, township: &str, piece: &Evidence, whole: bool) -> Option<EvidenceFault> {
    // The name comes out of a ledger, and leads nowhere else.
    if piece.sha256.len() != 64 || !piece.sha256.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Some(EvidenceFault::Missing);
    }
    let path = data.evidence(plan, township).join(&piece.sha256);
    match std::fs::metadata(&path) {
        Ok(meta) if !meta.is_file() => Some(EvidenceFault::Missing),
        Ok(meta) if meta.len() != piece.bytes => Some(EvidenceFault::Differs),
        Ok(_) if whole => match hash_of(&path) {
            Ok(sha256) if sha256 == piece.sha256 => None,
            Ok(_) => Some(EvidenceFault::Differs),
            Err(_) => Some(EvidenceFault::Missing),
        },
        Ok(_) => None,
        Err(_) => Some(EvidenceFault::Missing),
    }
}

/// The SHA-256 of a file, however large.
fn hash_of(path: &Path) -> std::io::Result<String> {
    let (mut file, mut hash, mut block) = (File::open(path)?, Sha256::new(), vec![0; BLOCK]);
    loop {
        match file.read(&mut block)? {
            0 => return Ok(crate::format::seal::hex(&hash.finalize())),
            count => hash.update(&block[..count]),
        }
    }
}
