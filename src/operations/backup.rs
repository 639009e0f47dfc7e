//! Makes a backup (备份): all records of the township in one file.

use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::domain::check::EvidenceFault;
use crate::domain::file_names::of_township;
use crate::error::Error;
use crate::store::backup;
use crate::store::ledger::{LedgerNote, LoadedLedgers};

use super::check::EvidenceCheck;
use super::context::Context;
use super::evidence::{self, FaultyEvidence};

/// The result of `backup`, also printed as JSON (see `docs/cli.md`).
#[derive(Debug, Serialize)]
pub struct BackupSummary {
    pub path: PathBuf,
    pub files: usize,
    /// One sentence for each record that is missing from it.
    pub left_out: Vec<String>,
    /// One sentence for each piece of evidence repaired from the mirror.
    pub repaired: Vec<String>,
}

pub fn back_up(context: &Context, out: &Path) -> Result<BackupSummary, Error> {
    let township = context.township()?;
    let now = context.now();
    let rest = format!("备份-{}", now.format("%Y-%m-%d-%H%M"));
    let stem = of_township(context.plan(), &context.plan().id, &township.code, &rest);
    let LoadedLedgers { ledger, notes, .. } = context.read_ledgers()?;
    // Finds missing and truncated evidence. Packing finds the other faults.
    let evidence_summary = evidence::check_all(context, &ledger, EvidenceCheck::BySize)?;
    let mirror = context.mirror();
    let made = backup::backup(&context.data, mirror.as_ref(), &township.code, out, &stem, &now)?;
    let mut left_out: Vec<String> = made.left_out.into_iter().map(|error| Error::Store(error).to_string()).collect();
    let mut repaired = Vec::new();
    for FaultyEvidence { fault, sentence } in evidence_summary.faulty {
        match fault {
            EvidenceFault::Repaired => repaired.push(sentence),
            // Reported by the packing below.
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
        // Everything could be packed after all; only the evidence of the unread ledgers is unknown.
        let unread = notes.iter().filter(|note| matches!(note, LedgerNote::Unread { .. } | LedgerNote::Refused { .. }));
        left_out.extend(unread.map(ToString::to_string));
    }
    let path = std::path::absolute(&made.path).unwrap_or(made.path);
    Ok(BackupSummary { path, files: made.files, left_out, repaired })
}

impl BackupSummary {
    /// What was packed. An incomplete backup is never called a backup.
    #[must_use]
    pub fn summary(&self) -> String {
        let files = self.files;
        match self.left_out.len() {
            0 => format!("已备份{files}个文件，写入后已读回核对"),
            missing => format!("备份不完整：只装进{files}个文件，有{missing}处没有装进去"),
        }
    }

    #[must_use]
    pub fn words(&self) -> String {
        let faults = self.left_out.concat() + &self.repaired.concat();
        format!("{}：{}。{faults}", self.summary(), self.path.display())
    }
}
