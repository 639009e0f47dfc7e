//! A backup: whether every file in it is whole, so that it can be counted on before it is needed.

use std::path::Path;

use crate::domain::plan::Plan;
use crate::error::{Error, FormatSentence};
use crate::format::kind::Kind;
use crate::format::{self, FormatError, LEDGER_MAX, PLAN_MAX, RECEIPT_MAX, REPORT_MAX};
use crate::store::incoming::{Incoming, Kind as Held, Piece};
use crate::store::settings::Settings;
use crate::store::{self, StoreError};

use super::{Verdict, judge_ledger};

/// How many files are told of that are not whole.
const TOLD: usize = 3;

pub(super) fn judge(plan: &Plan, file: &Path, verdict: &mut Verdict) -> Result<(), String> {
    let mut incoming = Incoming::default();
    // The sum of every file in it is compared here.
    match incoming.take(file) {
        Err(StoreError::NothingToMerge { .. }) => {
            return Err(FormatSentence(&FormatError::WrongKind { found: None }).to_string());
        }
        taken => taken.map_err(|error| Error::Store(error).to_string())?,
    }
    verdict.kind = Kind::Zip;
    let pieces = incoming.pieces.clone();
    let wrong: Vec<String> =
        pieces.iter().filter_map(|piece| whole(plan, &mut incoming, piece, verdict).err()).collect();
    if wrong.is_empty() {
        return Ok(());
    }
    let more = if wrong.len() > TOLD { format!("共{}个文件有问题。", wrong.len()) } else { String::new() };
    Err(wrong.into_iter().take(TOLD).collect::<String>() + &more)
}

/// Whether one file of it is what it should be; a sentence of what is not.
fn whole(plan: &Plan, incoming: &mut Incoming, piece: &Piece, verdict: &mut Verdict) -> Result<(), String> {
    let mut read = |limit| incoming.read(piece, limit).map_err(|error| Error::Store(error).to_string());
    let judged = match piece.kind {
        Held::Ledger { .. } => {
            let bytes = read(LEDGER_MAX)?;
            let stray = |error| store::ledger::is_stray(&piece.shown, &error);
            // Backups of earlier versions hold what other programs left among the ledgers.
            if format::ledger::read(&bytes, store::ledger::device_of(&piece.shown)).is_err_and(stray) {
                return Ok(());
            }
            return judge_ledger(plan, &piece.shown, &bytes, verdict);
        }
        Held::Report => format::report::read(&read(REPORT_MAX)?).map(drop),
        Held::Receipt => format::receipt::read(&read(RECEIPT_MAX)?).map(drop),
        Held::Plan => format::plan::read(&read(PLAN_MAX)?).map(drop),
        Held::Settings => Settings::from_bytes(&read(PLAN_MAX)?).map(drop),
        // Its name is its sum, and the archive's own was compared.
        Held::Evidence { .. } => Ok(()),
    };
    judged.map_err(|error| Error::Store(StoreError::Format { path: piece.shown.clone(), error }).to_string())
}
