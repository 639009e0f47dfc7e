//! The printable workbook beside a report: made from the report file as it lies there.

use std::path::{Path, PathBuf};

use crate::format::{self, REPORT_MAX, report::ReportFile, workbook};
use crate::store::{self, StoreError, outbox};

use super::context::Context;

/// Makes the workbook of a report file, beside it and under its name; gives where it lies. A file of other content
/// that has the name already is left as it is.
pub fn beside(context: &Context, report: &Path) -> Result<PathBuf, StoreError> {
    let bytes = store::read(report, REPORT_MAX)?;
    let read = format::report::read(&bytes);
    let ReportFile { report: value, sha256 } =
        read.map_err(|error| StoreError::Format { path: report.to_owned(), error })?;
    let name = report.with_extension(workbook::ENDING);
    let name = name.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let folder = report.parent().unwrap_or(Path::new("."));
    outbox::hand_out(folder, &name, &workbook::write(context.plan(), &value, &sha256))
}
