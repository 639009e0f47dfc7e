//! Evidence (佐证) is copied into the data folder under its hash, so that moving or deleting the original loses nothing.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::Path;

use sha2::{Digest as _, Sha256};

use crate::domain::activity::Evidence;
use crate::format::FormatError;

use super::folder::DataFolder;
use super::{Doing, StoreError, atomic};

/// Largest piece of evidence that is taken, in bytes.
pub const EVIDENCE_MAX: u64 = 256 << 20;

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
    let (mut hash, mut bytes, mut block) = (Sha256::new(), 0, vec![0; 64 << 10]);
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
