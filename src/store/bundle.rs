//! The evidence bundle: a report and the evidence of its activities in one archive beside the report. Missing or
//! changed evidence is left out and reported.

use std::collections::HashMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::domain::activity::{Activity, Evidence};
use crate::domain::check::EvidenceFault;
use crate::domain::report::Report;
use crate::domain::text::file_name;
use crate::format::FormatError;

use super::archive_writer::ArchiveWriter;
use super::evidence::{self, EVIDENCE_MAX};
use super::folder::DataFolder;
use super::{FileAction, StoreError};

/// Folder of the evidence inside the archive.
pub(super) const FOLDER: &str = "佐证";
/// Longest folder or file name in the archive, in characters. A full path then fits the 260 characters of Windows.
const NAME_MAX: usize = 60;

/// The result of [`bundle`].
#[derive(Debug)]
pub struct EvidenceBundle {
    /// Path of the archive.
    pub path: PathBuf,
    /// Number of pieces of evidence in it.
    pub pieces: usize,
    /// Evidence that could not be included.
    pub left_out: Vec<LeftOutEvidence>,
}

/// A piece of evidence that is not in the bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOutEvidence {
    /// Title of its activity.
    pub activity: String,
    /// File name of the evidence.
    pub name: String,
    /// Reason why it was left out.
    pub why: LeftOutReason,
}

/// Why a piece of evidence is not in the bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeftOutReason {
    /// The data folder does not hold it.
    Missing,
    /// The system could not read it.
    Unreadable,
    /// Its content does not match the recorded hash.
    Differs,
    /// The bundle would exceed the size limit.
    TooLarge,
}

/// Writes the bundle beside the report file `path`, whose content is `bytes`. Damaged evidence is repaired from the
/// mirror or left out.
pub fn bundle(
    data: &DataFolder,
    mirror: Option<&DataFolder>,
    report: &Report,
    path: &Path,
    bytes: &[u8],
) -> Result<EvidenceBundle, StoreError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
    let mut archive = ArchiveWriter::begin(folder, &report.made_at)?;
    archive.add_bytes(&name(path.file_name()), bytes)?;
    let evidence_folder = data.evidence(&report.plan, &report.township.code);
    let (mut pieces, mut left_out) = (0, Vec::new());
    let mut folders = NamesInUse::new();
    for activity in report.activities.iter().filter(|activity| !activity.evidence.is_empty()) {
        let below = unique(&mut folders, &activity_folder(activity));
        let mut names = NamesInUse::new();
        for piece in &activity.evidence {
            let name = unique(&mut names, &file_name(&piece.name, NAME_MAX));
            let name_inside = format!("{FOLDER}/{below}/{name}");
            let mut added = add(&mut archive, &evidence_folder, &name_inside, piece)?;
            let repair = || evidence::find_fault(data, mirror, &report.plan, &report.township.code, piece, true);
            if added.is_some_and(|why| why != LeftOutReason::TooLarge) && repair() == Some(EvidenceFault::Repaired) {
                added = add(&mut archive, &evidence_folder, &name_inside, piece)?;
            }
            match added {
                None => pieces += 1,
                Some(why) => {
                    left_out.push(LeftOutEvidence { activity: activity.title.clone(), name: piece.name.clone(), why });
                }
            }
        }
    }
    let path = archive.finish(&name(path.file_stem()))?;
    Ok(EvidenceBundle { path, pieces, left_out })
}

/// Adds a piece of evidence if its content matches the recorded hash. Returns the reason if it was left out.
fn add(
    archive: &mut ArchiveWriter,
    evidence_folder: &Path,
    name: &str,
    piece: &Evidence,
) -> Result<Option<LeftOutReason>, StoreError> {
    // The hash comes from a ledger and becomes a file name: it must not lead to another folder.
    if piece.sha256.len() != 64 || !piece.sha256.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Ok(Some(LeftOutReason::Missing));
    }
    match archive.add_file(name, &evidence_folder.join(&piece.sha256), EVIDENCE_MAX) {
        Ok(added) if added.sha256 == piece.sha256 && added.bytes == piece.bytes => Ok(None),
        Ok(_) => archive.take_back().map(|()| Some(LeftOutReason::Differs)),
        Err(StoreError::Io { action: FileAction::Read, source, .. }) => {
            let is_absent = matches!(source.kind(), ErrorKind::NotFound | ErrorKind::IsADirectory);
            Ok(Some(if is_absent { LeftOutReason::Missing } else { LeftOutReason::Unreadable }))
        }
        Err(StoreError::Format { error: FormatError::TooLarge { limit: EVIDENCE_MAX }, .. }) => {
            Ok(Some(LeftOutReason::Differs))
        }
        Err(StoreError::Format { error: FormatError::TooLarge { .. }, .. }) => Ok(Some(LeftOutReason::TooLarge)),
        Err(error) => Err(error),
    }
}

fn activity_folder(activity: &Activity) -> String {
    file_name(&format!("{} {}", activity.date, activity.title), NAME_MAX)
}

/// Names in use, in lower case because Windows ignores case, each with the highest number given to it.
type NamesInUse = HashMap<String, u32>;

/// Returns `name`, or `name (2)` and so on before the extension if the name is in use.
fn unique(taken: &mut NamesInUse, name: &str) -> String {
    let (stem, ending) = match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() => (stem, format!(".{ending}")),
        _ => (name, String::new()),
    };
    let mut number = taken.get(&name.to_lowercase()).copied().unwrap_or(0);
    loop {
        number += 1;
        let free = if number == 1 { name.to_owned() } else { format!("{stem} ({number}){ending}") };
        // A file may itself be called `name (2)`.
        if number == 1 || !taken.contains_key(&free.to_lowercase()) {
            taken.insert(name.to_lowercase(), number);
            taken.entry(free.to_lowercase()).or_insert(1);
            return free;
        }
    }
}
