//! `collect`: the county reads the reports of all townships and sums them up.

mod csv;
mod print;

use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use crate::cli::CollectArgs;
use crate::domain::county::collected::Collected;
use crate::domain::county::matrix::CountyMatrix;
use crate::domain::period::Period;
use crate::error::Error;
use crate::format::workbook;
use crate::store::{StoreError, atomic, ingest, listing};

use super::Outcome;
use super::output::{self, encode_for_terminal, tell};
use crate::operations::collect::CollectProgress;
use crate::operations::context::Context;

pub fn collect(context: &Context, args: &CollectArgs) -> Result<Outcome, Error> {
    let bad_name = args
        .xlsx
        .as_ref()
        .filter(|path| path.extension().is_none_or(|end| !end.eq_ignore_ascii_case(workbook::ENDING)));
    if let Some(path) = bad_name {
        return Err(Error::NoWorkbookName(path.clone()));
    }
    let mut collected = gather(context, &args.folders)?;
    let (preferred, problems) = collected.select_preferred(&args.prefer);
    collected.decide(preferred);
    let period = collected.period(context, args.period);
    if let Some(error) = collected.year_error(period) {
        return Err(error);
    }
    if let Some(path) = &args.xlsx {
        write_workbook(context, &collected, period, path)?;
    }
    let printed = print::print(context, &collected, period);
    tell(&problems);
    if args.xlsx.is_none() {
        printed?;
    } else if output::end("汇总表已存好", printed, &[""; 0])? == Outcome::ProblemsFound {
        return Ok(Outcome::ProblemsFound);
    }
    if collected.county.reports.is_empty() {
        tell(&[Error::NothingCollected]);
    }
    // A `--prefer` without a conflict to settle is harmless.
    let is_clean = problems.iter().all(|problem| matches!(problem, Error::NoConflictLeft(_)))
        && collected.rejected.is_empty()
        && collected.county.conflicts.is_empty()
        && !collected.county.reports.is_empty();
    Ok(if is_clean { Outcome::Done } else { Outcome::ProblemsFound })
}

/// Reads the folders. Shows the progress on a terminal, on one line that is erased at the end.
fn gather(context: &Context, folders: &[PathBuf]) -> Result<Collected, Error> {
    let (mut out, mut is_shown) = (std::io::stderr(), false);
    let is_terminal = out.is_terminal();
    let collected = Collected::gather(context, folders, &mut |CollectProgress { read, files }| {
        is_shown = is_terminal && out.write_all(&encode_for_terminal(format!("\r已读 {read}/{files}"))).is_ok();
        true
    });
    if is_shown {
        let _ = write!(out, "\r{:30}\r", "");
    }
    collected
}

/// Writes the workbook of a period. An existing file is replaced only if this program wrote it for a county and nobody
/// has saved it since.
fn write_workbook(context: &Context, collected: &Collected, period: Period, path: &Path) -> Result<(), Error> {
    let picture = CountyMatrix::of(&collected.plans_in(period), &collected.county, period);
    let bytes = workbook::write_county(&picture, &collected.county, &collected.rejected, &context.now())
        .map_err(StoreError::from)?;
    if listing::exists(path)? && !ingest::is_workbook_of_county(path)? {
        return Err(Error::NoWorkbookThere(path.to_owned()));
    }
    Ok(atomic::replace_handed_out(path, &bytes)?)
}
