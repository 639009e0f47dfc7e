//! The result of `verify` for one file.

use std::path::{Path, PathBuf};

use serde::{Serialize, Serializer};

use crate::domain::period::Period;
use crate::domain::plan::Township;
use crate::format;
use crate::format::kind::{self, FileKind};
use crate::operations::context::Context;
use crate::store;

/// Printed as JSON (see `docs/cli.md`).
#[derive(Debug, Serialize)]
pub(super) struct Verdict {
    pub(super) file: PathBuf,
    #[serde(serialize_with = "serialize_kind")]
    pub(super) kind: FileKind,
    pub(super) ok: bool,
    pub(super) reason: Option<String>,
    pub(super) township: Option<Township>,
    pub(super) period: Option<Period>,
    pub(super) revision: Option<u32>,
    pub(super) sha256: Option<String>,
}

/// The word for a kind of file to people, and in JSON and CSV.
pub(super) fn kind_words(kind: FileKind) -> (&'static str, &'static str) {
    match kind {
        FileKind::Report => ("上报文件", "report"),
        FileKind::Receipt => ("回执", "receipt"),
        FileKind::Plan => ("规划", "plan"),
        FileKind::Ledger => ("台账", "ledger"),
        // Any other archive is rejected before its kind is set to `Zip`.
        FileKind::Zip => ("备份", "backup"),
        _ => ("不认识", "unknown"),
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands it over so")]
fn serialize_kind<S: Serializer>(kind: &FileKind, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(kind_words(*kind).1)
}

pub(super) fn judge_ledger(context: &Context, file: &Path, bytes: &[u8], verdict: &mut Verdict) -> Result<(), String> {
    if let Some(encoding) = kind::foreign_encoding(bytes) {
        return Err(format::FormatError::Encoding(encoding).to_string());
    }
    let named = store::ledger::device_of(file);
    let reading = format::ledger::read(bytes, named).map_err(|error| error.to_string())?;
    if let (Some(named), Some(device)) = (named, reading.device)
        && named != device
    {
        return Err(format!("文件名写的是电脑 {named} 的台账，里面写的是电脑 {device} 的。请核对是不是改过文件名。"));
    }
    if let Some(header) = &reading.header {
        let plan = &context.plan_or_current(&header.plan).plan;
        verdict.township = plan.township(&header.township).ok().cloned();
    }
    let notes = store::ledger::notes_on(file, &reading, Some(bytes.len()));
    if notes.is_empty() { Ok(()) } else { Err(notes.iter().map(ToString::to_string).collect()) }
}
