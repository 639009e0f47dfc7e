//! Makes a backup (备份): everything of the township as one file.

use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::domain::check::EvidenceFault;
use crate::domain::file_names::of_township;
use crate::error::Error;
use crate::store::backup;
use crate::store::ledger::{Note, Shelf};

use super::check::Evidence;
use super::context::Context;
use super::evidence::{self, Faulty};

/// What `backup` says (JSON).
#[derive(Debug, Serialize)]
pub struct BackedUp {
    /// Where the backup lies.
    pub path: PathBuf,
    /// How many files it holds.
    pub files: usize,
    /// What is missing in it, a sentence each.
    pub left_out: Vec<String>,
    /// Evidence that was repaired from the mirror, a sentence each.
    pub repaired: Vec<String>,
}

/// Makes the backup; prints nothing.
pub fn back_up(context: &Context, out: &Path) -> Result<BackedUp, Error> {
    let township = context.township()?;
    let now = context.now();
    let rest = format!("备份-{}", now.format("%Y-%m-%d-%H%M"));
    let stem = of_township(context.plan(), &context.plan().id, &township.code, &rest);
    let Shelf { ledger, notes, .. } = context.read_ledgers()?;
    // Pieces that are missing or cut off; what else is wrong is found while they are packed.
    let looked = evidence::look(context, &ledger, Evidence::BySize)?;
    let mirror = context.mirror();
    let made = backup::backup(&context.data, mirror.as_ref(), &township.code, out, &stem, &now)?;
    let mut left_out: Vec<String> = made.left_out.into_iter().map(|error| Error::Store(error).to_string()).collect();
    let mut repaired = Vec::new();
    for Faulty { fault, sentence } in looked.faulty {
        match fault {
            EvidenceFault::Repaired => repaired.push(sentence),
            // The packing says so.
            EvidenceFault::Differs | EvidenceFault::Unreadable => {}
            EvidenceFault::Missing => left_out.push(sentence),
        }
    }
    let pieces = evidence::pieces(&ledger);
    let sentence = |path: &PathBuf, fault: EvidenceFault| {
        let named = path.file_name().and_then(|name| pieces.get(name.to_str()?));
        named.map_or_else(
            || format!("佐证文件 {} 已损坏。", path.display()),
            |(activity, piece)| fault.sentence(activity, &piece.name),
        )
    };
    left_out.extend(made.damaged.iter().map(|path| sentence(path, EvidenceFault::Differs)));
    repaired.extend(made.repaired.iter().map(|path| sentence(path, EvidenceFault::Repaired)));
    if left_out.is_empty() {
        // What could not be read at first was packed: only which evidence belongs to it is not known.
        let unread = notes.iter().filter(|note| matches!(note, Note::Unread { .. } | Note::Refused { .. }));
        left_out.extend(unread.map(ToString::to_string));
    }
    let path = std::path::absolute(&made.path).unwrap_or(made.path);
    Ok(BackedUp { path, files: made.files, left_out, repaired })
}

impl BackedUp {
    /// What was packed. A backup that lacks something is never called one.
    #[must_use]
    pub fn summary(&self) -> String {
        let files = self.files;
        match self.left_out.len() {
            0 => format!("已备份{files}个文件，写入后已读回核对"),
            missing => format!("备份不完整：只装进{files}个文件，有{missing}处没有装进去"),
        }
    }

    /// How the backup went, in one line.
    #[must_use]
    pub fn words(&self) -> String {
        let faults = self.left_out.concat() + &self.repaired.concat();
        format!("{}：{}。{faults}", self.summary(), self.path.display())
    }
}
