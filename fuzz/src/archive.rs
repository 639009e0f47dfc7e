//! Archives at the county and in a merge: nothing is unpacked beyond its limits.

use std::path::PathBuf;

use taizhang::store::import_source::ImportSource;
use taizhang::store::ingest::{self, FileContent};

/// Largest file that is unpacked here, in bytes.
const PIECE_MAX: u64 = 1 << 20;

/// Reads the bytes as an archive. Both readers need a file.
pub fn run(bytes: &[u8]) {
    let path = PathBuf::from(format!("{}/taizhang-fuzz-{}.zip", memory(), std::process::id()));
    std::fs::write(&path, bytes).unwrap();
    if let Ok(FileContent::Archive(mut packed)) = ingest::inspect(&path) {
        for part in packed.files() {
            let _ = packed.inspect(&part);
            let _ = part.ignore_reason();
        }
    }
    let mut incoming = ImportSource::default();
    let _ = incoming.add(&path);
    for piece in incoming.files.clone() {
        let _ = incoming.read(&piece, PIECE_MAX);
    }
    std::fs::remove_file(&path).unwrap();
}

/// A folder in memory if the system has one.
fn memory() -> String {
    let shared = "/dev/shm";
    if std::path::Path::new(shared).is_dir() { shared.to_owned() } else { std::env::temp_dir().display().to_string() }
}
