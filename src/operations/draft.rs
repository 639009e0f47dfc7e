//! A report (上报) before it is made: what it is composed of.

use crate::domain::ledger::Ledger;
use crate::domain::period::Period;
use crate::domain::plan::{PlanFile, Township};
use crate::domain::report::{Edition, Report, Signature, compose};
use crate::domain::uncounted::Uncounted;
use crate::error::Error;
use crate::format;
use crate::store::StoreError;
use crate::store::ledger::Shelf;

use super::context::Context;

/// Everything that a report is made of, except the period.
#[derive(Debug)]
pub struct ReportDraft<'a> {
    /// The folder, the plan, the settings.
    pub context: &'a Context,
    /// Who reports.
    pub township: &'a Township,
    /// What was done.
    pub ledger: &'a Ledger,
    /// Damaged lines that are passed over.
    pub damaged: u32,
    /// What the ledgers hold and the report would lack; any keeps it from being made.
    pub uncounted: Uncounted,
    /// Who makes it, and when.
    pub by: Signature,
}

impl<'a> ReportDraft<'a> {
    /// What the township of `context` reports of the ledgers that were read.
    pub fn of(context: &'a Context, shelf: &'a Shelf) -> Result<Self, Error> {
        Ok(Self {
            context,
            township: context.township()?,
            ledger: &shelf.ledger,
            damaged: shelf.damaged(),
            uncounted: shelf.uncounted(),
            by: context.signature(context.today),
        })
    }

    /// The bytes of the first report of `period`, as it would be made now.
    pub fn bytes(&self, period: Period) -> Result<Vec<u8>, StoreError> {
        written(&self.compose(Edition { period, revision: 1, parent: None }))
    }

    /// The report of an edition.
    #[must_use]
    pub fn compose(&self, edition: Edition) -> Report {
        let PlanFile { plan, sha256 } = &self.context.plan;
        compose(plan, sha256, self.township, self.ledger, self.damaged, edition, &self.by)
    }
}

/// The bytes of a report file.
pub fn written(report: &Report) -> Result<Vec<u8>, StoreError> {
    let unwritable = |error: ron::Error| StoreError::Unwritable(error.to_string());
    Ok(format::report::write(report).map_err(unwritable)?.into_bytes())
}
