//! The attachments of a report: the printable workbook and the evidence bundle (佐证包). Both are made from the report
//! file as it was handed out, and share its name.

use std::path::{Path, PathBuf};

use crate::domain::report::Report;
use crate::error::Error;
use crate::format::{self, REPORT_MAX, workbook};
use crate::store::bundle::{self, EvidenceBundle};
use crate::store::{self, StoreError, outbox};

use super::context::Context;
use super::export::ExportedReport;

/// The attachments that the clerk asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Attachments {
    pub workbook: bool,
    pub evidence: bool,
}

/// Writes the attachments beside a report that was handed out. Returns what failed.
pub fn attach(context: &Context, exported: &mut ExportedReport, asked: Attachments) -> Vec<Error> {
    let report = exported.path.clone();
    let mut problems = Vec::new();
    if asked.workbook {
        match workbook(context, &report) {
            Ok(path) => exported.xlsx = Some(path),
            Err(error) => problems.push(Error::NotBeside(Box::new(error))),
        }
    }
    if asked.evidence {
        match evidence(context, &report) {
            Ok(bundled) => {
                problems.extend(bundled.left_out.into_iter().map(Error::EvidenceLeftOut));
                exported.evidence = Some(bundled.path);
            }
            Err(error) => problems.push(Error::NotBeside(Box::new(error))),
        }
    }
    problems
}

/// Writes the workbook of a report file beside it and returns its path. Never overwrites: another file of the same name
/// makes it `... (2)`.
fn workbook(context: &Context, report: &Path) -> Result<PathBuf, StoreError> {
    let (value, sha256, _) = read(report)?;
    let name = report.with_extension(workbook::ENDING);
    let name = name.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let folder = report.parent().unwrap_or(Path::new("."));
    outbox::hand_out(folder, &name, &workbook::write(context.plan(), &value, &sha256)?)
}

fn evidence(context: &Context, report: &Path) -> Result<EvidenceBundle, StoreError> {
    let (value, _, bytes) = read(report)?;
    bundle::bundle(&context.data, context.mirror().as_ref(), &value, report, &bytes)
}

/// Reads a report file: its content, its hash and its bytes.
fn read(path: &Path) -> Result<(Report, String, Vec<u8>), StoreError> {
    let bytes = store::read(path, REPORT_MAX)?;
    let read = format::report::read(&bytes).map_err(|error| StoreError::Format { path: path.to_owned(), error })?;
    Ok((read.report, read.sha256, bytes))
}
