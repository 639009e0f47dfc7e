//! `verify` of a backup: checks every file in the archive, so that a bad backup is found before it is needed.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use crate::domain::ledger::Ledger;
use crate::domain::text::one_line;
use crate::error::Error;
use crate::format::kind::FileKind;
use crate::format::{self, FormatError, LEDGER_MAX, PLAN_MAX, RECEIPT_MAX, REPORT_MAX};
use crate::operations::context::Context;
use crate::operations::evidence::pieces;
use crate::store::evidence::HashingWriter;
use crate::store::import_source::{ImportFile, ImportSource, RecordKind};
use crate::store::settings::Settings;
use crate::store::{self, StoreError};

use super::verdict::{Verdict, judge_ledger};

/// Most faults to print.
const SHOWN_MAX: usize = 3;

pub(super) fn judge(context: &Context, file: &Path, verdict: &mut Verdict) -> Result<(), String> {
    let mut incoming = ImportSource::default();
    // This compares the checksum of every file in the archive.
    match incoming.add(file) {
        Err(StoreError::NothingToMerge { .. }) => {
            return Err(FormatError::WrongKind { found: None }.to_string());
        }
        added => added.map_err(|error| Error::Store(error).to_string())?,
    }
    verdict.kind = FileKind::Zip;
    let pieces = incoming.files.clone();
    let mut evidence = SeenEvidence::default();
    let mut faults: Vec<String> =
        pieces.iter().filter_map(|piece| check(context, &mut incoming, piece, &mut evidence, verdict).err()).collect();
    faults.extend(evidence.faults());
    if faults.is_empty() {
        return Ok(());
    }
    let more =
        if faults.len() > SHOWN_MAX { format!("共{}个文件有问题。", faults.len()) } else { String::new() };
    Err(faults.into_iter().take(SHOWN_MAX).collect::<String>() + &more)
}

/// The evidence in a backup, and the ledgers that name it.
#[derive(Default)]
struct SeenEvidence {
    /// SHA-256 of each file of evidence -> whether its content matches.
    checked: BTreeMap<String, bool>,
    ledgers: BTreeMap<Option<(String, String)>, Ledger>,
}

impl SeenEvidence {
    /// One sentence for each file of evidence that is damaged or missing.
    fn faults(mut self) -> Vec<String> {
        const REMEDY: &str = "请从原来的电脑重新备份，或找到原件在这项活动里重新添加。";
        let named: BTreeMap<_, _> = self.ledgers.values().flat_map(pieces).collect();
        let faults = named.into_iter().filter_map(|(sha256, (activity, piece))| {
            let what = match self.checked.remove(&sha256) {
                Some(true) => return None,
                Some(false) => "在备份里已损坏",
                None => "不在备份里",
            };
            let (activity, name) = (one_line(&activity), one_line(&piece.name));
            Some(format!("活动“{activity}”的佐证“{name}”{what}。{REMEDY}"))
        });
        let mut faults: Vec<String> = faults.collect();
        let damaged = self.checked.into_iter().filter(|(_, is_whole)| !is_whole);
        faults.extend(damaged.map(|(sha256, _)| format!("佐证文件 {sha256} 在备份里已损坏。请从原来的电脑重新备份。")));
        faults
    }
}

/// Checks one file of the archive. The error is a sentence for the user.
fn check(
    context: &Context,
    incoming: &mut ImportSource,
    piece: &ImportFile,
    evidence: &mut SeenEvidence,
    verdict: &mut Verdict,
) -> Result<(), String> {
    if let RecordKind::Evidence { .. } = piece.kind {
        let mut hashing = HashingWriter::new(io::sink());
        let copied = incoming.copy(piece, &mut hashing, &piece.shown);
        copied.map_err(|error| Error::Store(error).to_string())?;
        evidence.checked.insert(piece.name.clone(), hashing.finish().1 == piece.name);
        return Ok(());
    }
    let mut read = |limit| incoming.read(piece, limit).map_err(|error| Error::Store(error).to_string());
    let result = match piece.kind {
        RecordKind::Ledger { ref of } => {
            let bytes = read(LEDGER_MAX)?;
            match format::ledger::read(&bytes, store::ledger::device_of(&piece.shown)) {
                Ok(reading) => evidence.ledgers.entry(of.clone()).or_default().extend(reading.entries),
                // Earlier versions also put files of other programs from the ledger folder into a backup.
                Err(error) if store::ledger::is_stray(&piece.shown, &error) => return Ok(()),
                Err(_) => {}
            }
            return judge_ledger(context, &piece.shown, &bytes, verdict);
        }
        RecordKind::Report => format::report::read(&read(REPORT_MAX)?).map(drop),
        RecordKind::Receipt => format::receipt::read(&read(RECEIPT_MAX)?).map(drop),
        RecordKind::Plan => format::plan::read(&read(PLAN_MAX)?).map(drop),
        RecordKind::Settings => Settings::from_bytes(&read(PLAN_MAX)?).map(drop),
        RecordKind::Evidence { .. } => Ok(()),
    };
    result.map_err(|error| Error::Store(StoreError::Format { path: piece.shown.clone(), error }).to_string())
}
