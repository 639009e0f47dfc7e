//! The evidence bundle: a report and the evidence of its activities in one archive beside it, for who asks for the
//! photos too. What is missing or no longer what was written down is left out and told.

use std::collections::HashMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::domain::activity::{Activity, Evidence};
use crate::domain::check::EvidenceFault;
use crate::domain::report::Report;
use crate::domain::text::file_name;
use crate::format::FormatError;

use super::archive::Archive;
use super::evidence::{self, EVIDENCE_MAX};
use super::folder::DataFolder;
use super::{Doing, StoreError};

/// The folder of the evidence in the archive.
pub(super) const FOLDER: &str = "佐证";
/// Longest part of a name in the archive, in characters: with all folders it fits Windows' 260.
const NAME_MAX: usize = 60;

/// A bundle that was made.
#[derive(Debug)]
pub struct Bundled {
    /// Where it lies.
    pub path: PathBuf,
    /// How many pieces of evidence it holds.
    pub pieces: usize,
    /// What could not be put in.
    pub left_out: Vec<LeftOut>,
}

/// A piece of evidence that is not in the bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The activity it belongs to.
    pub activity: String,
    /// Its name.
    pub name: String,
    /// Why.
    pub why: Why,
}

/// Why a piece of evidence is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It is not in the data folder.
    Missing,
    /// The system would not read it.
    Unreadable,
    /// It is not what was written down.
    Differs,
    /// The bundle would become too large.
    TooLarge,
}

/// Makes the bundle of the report whose file is `path` and holds `bytes`, beside it and under its name. Damaged evidence
/// is repaired from the mirror or left out.
pub fn bundle(
    data: &DataFolder,
    mirror: Option<&DataFolder>,
    report: &Report,
    path: &Path,
    bytes: &[u8],
) -> Result<Bundled, StoreError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
    let mut archive = Archive::begin(folder, &report.made_at)?;
    archive.add_bytes(&name(path.file_name()), bytes)?;
    let kept = data.evidence(&report.plan, &report.township.code);
    let (mut pieces, mut left_out) = (0, Vec::new());
    let mut folders = Taken::new();
    for activity in report.activities.iter().filter(|activity| !activity.evidence.is_empty()) {
        let below = unique(&mut folders, &activity_folder(activity));
        let mut names = Taken::new();
        for piece in &activity.evidence {
            let name = unique(&mut names, &file_name(&piece.name, NAME_MAX));
            let name_inside = format!("{FOLDER}/{below}/{name}");
            let mut added = add(&mut archive, &kept, &name_inside, piece)?;
            let repair = || evidence::fault(data, mirror, &report.plan, &report.township.code, piece, true);
            if added.is_some_and(|why| why != Why::TooLarge) && repair() == Some(EvidenceFault::Repaired) {
                added = add(&mut archive, &kept, &name_inside, piece)?;
            }
            match added {
                None => pieces += 1,
                Some(why) => {
                    left_out.push(LeftOut { activity: activity.title.clone(), name: piece.name.clone(), why });
                }
            }
        }
    }
    let path = archive.finish(&name(path.file_stem()))?;
    Ok(Bundled { path, pieces, left_out })
}

/// Adds a piece of evidence, and compares it with what was written down; why not, where it is left out.
fn add(archive: &mut Archive, kept: &Path, name: &str, piece: &Evidence) -> Result<Option<Why>, StoreError> {
    // The name comes out of a ledger, and leads nowhere else.
    if piece.sha256.len() != 64 || !piece.sha256.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Ok(Some(Why::Missing));
    }
    match archive.add_file(name, &kept.join(&piece.sha256), EVIDENCE_MAX) {
        Ok(added) if added.sha256 == piece.sha256 && added.bytes == piece.bytes => Ok(None),
        Ok(_) => archive.take_back().map(|()| Some(Why::Differs)),
        Err(StoreError::Io { doing: Doing::Reading, source, .. }) => {
            let is_absent = matches!(source.kind(), ErrorKind::NotFound | ErrorKind::IsADirectory);
            Ok(Some(if is_absent { Why::Missing } else { Why::Unreadable }))
        }
        Err(StoreError::Format { error: FormatError::TooLarge { limit: EVIDENCE_MAX }, .. }) => Ok(Some(Why::Differs)),
        Err(StoreError::Format { error: FormatError::TooLarge { .. }, .. }) => Ok(Some(Why::TooLarge)),
        Err(error) => Err(error),
    }
}

fn activity_folder(activity: &Activity) -> String {
    file_name(&format!("{} {}", activity.date, activity.title), NAME_MAX)
}

/// Names that are taken, in small letters: Windows knows no difference of case. Each with the last number it was given.
type Taken = HashMap<String, u32>;

/// The name, with ` (2)` and on before its ending where it is taken.
fn unique(taken: &mut Taken, name: &str) -> String {
    let (stem, ending) = match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() => (stem, format!(".{ending}")),
        _ => (name, String::new()),
    };
    let mut number = taken.get(&name.to_lowercase()).copied().unwrap_or(0);
    loop {
        number += 1;
        let free = if number == 1 { name.to_owned() } else { format!("{stem} ({number}){ending}") };
        // Another one may itself be called so.
        if number == 1 || !taken.contains_key(&free.to_lowercase()) {
            taken.insert(name.to_lowercase(), number);
            taken.entry(free.to_lowercase()).or_insert(1);
            return free;
        }
    }
}
