//! The parts of a report (上报) before it is written.

use crate::domain::ledger::Ledger;
use crate::domain::period::Period;
use crate::domain::plan::{PlanFile, Township};
use crate::domain::report::{Edition, Report, Signature, compose};
use crate::domain::uncounted::Uncounted;
use crate::error::Error;
use crate::format;
use crate::store::StoreError;
use crate::store::ledger::LoadedLedgers;

use super::context::Context;

/// Everything in a report except its period.
#[derive(Debug)]
pub struct ReportDraft<'a> {
    pub context: &'a Context,
    pub township: &'a Township,
    pub ledger: &'a Ledger,
    /// Number of damaged lines that do not count.
    pub damaged: u32,
    /// Entries that the report would lack. Any of them prevents it.
    pub uncounted: Uncounted,
    pub by: Signature,
}

impl<'a> ReportDraft<'a> {
    /// The draft for the township of `context`, from its ledgers.
    pub fn of(context: &'a Context, loaded: &'a LoadedLedgers) -> Result<Self, Error> {
        Ok(Self {
            context,
            township: context.township()?,
            ledger: &loaded.ledger,
            damaged: loaded.damaged(),
            uncounted: loaded.uncounted(),
            by: context.signature(context.today),
        })
    }

    /// The bytes of a first report of `period`.
    pub fn bytes(&self, period: Period) -> Result<Vec<u8>, StoreError> {
        report_bytes(&self.compose(Edition { period, revision: 1, parent: None }))
    }

    #[must_use]
    pub fn compose(&self, edition: Edition) -> Report {
        let PlanFile { plan, sha256 } = &self.context.plan;
        compose(plan, sha256, self.township, self.ledger, self.damaged, edition, &self.by)
    }
}

pub fn report_bytes(report: &Report) -> Result<Vec<u8>, StoreError> {
    let unwritable = |error: ron::Error| StoreError::Unwritable(error.to_string());
    Ok(format::report::write(report).map_err(unwritable)?.into_bytes())
}
