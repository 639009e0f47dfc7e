//! Reporting to the county (上报): the audit (审核), the report, and the county's receipt.

use std::path::Path;

use crate::app::message::Msg;
use crate::app::state::audit::ReportAudit;
use crate::app::state::form::ReportRequest;
use crate::app::state::model::{Model, OpenTownship};
use crate::app::state::setup::Signing;
use crate::domain::period::Period;
use crate::domain::report::Signature;
use crate::domain::uncounted::Uncounted;
use crate::error::Error;
use crate::operations::attachments::{Attachments, attach};
use crate::operations::context::Context;
use crate::operations::draft::ReportDraft;
use crate::operations::export::export;
use crate::operations::{check, receipt};
use crate::store::{self, drives};

use super::runner::EffectRunner;

impl EffectRunner {
    /// Writes the report that the form describes. Its names become the settings for later reports.
    pub(super) fn report(&mut self, model: &Model, asked: &ReportRequest) -> Msg {
        let refused = |error: Error| Msg::Reported(None, Err(error.to_string()));
        let (Some(open), Some(writer)) = (&model.open, &mut self.writer) else {
            return refused(Error::NoTownship);
        };
        // If the USB stick is gone, a new ledger must not take the place of the one on it.
        if let Err(error) = writer.check() {
            return refused(error.into());
        }
        let signing = Signing {
            folder: asked.folder.clone(),
            reporter: asked.reporter.clone(),
            reviewer: asked.reviewer.clone(),
            phone: asked.phone.clone(),
            ..model.signing.clone()
        };
        if let Err(error) = self.context.sign(signing) {
            return refused(error);
        }
        // Ignore a failed save: the form asks again next time, and the report must not wait for it.
        let _ = self.context.settings.save(&self.context.data.settings());
        let by = self.context.signature(model.today);
        let draft = draft(&self.context, open, (self.damaged, self.uncounted), by);
        match export(&draft, writer, asked.period, &asked.folder) {
            Ok(export_result) => {
                let handed_out = export_result.handed_out.map_err(|error| Error::NotHandedOut(Box::new(error)));
                let result = handed_out.map_err(|error| error.to_string()).and_then(|mut exported| {
                    let attachments = Attachments { workbook: asked.workbook, evidence: asked.evidence };
                    let mut problems = attach(&self.context, &mut exported, attachments);
                    problems.extend(writer.take_doubt().map(Error::Store));
                    let words = format!("{}{}", exported.words(asked.period), exported.path.display());
                    let problems: String = problems.iter().map(ToString::to_string).collect();
                    if problems.is_empty() { Ok(words) } else { Err(format!("{words}。{problems}")) }
                });
                Msg::Reported(export_result.entry.map(Box::new), result)
            }
            Err(error) => refused(error),
        }
    }

    /// Audits the report of a period, and finds the free space in its folder.
    pub(super) fn check(
        &self,
        model: &Model,
        period: Period,
        reporter: String,
        folder: &Path,
    ) -> Option<Box<ReportAudit>> {
        let open = model.open.as_ref()?;
        let by = Signature { reporter, ..self.context.signature(model.today) };
        let draft = draft(&self.context, open, (self.damaged, self.uncounted), by);
        let findings = check::findings(&draft, period, check::EvidenceCheck::BySize);
        let room = Some(folder).filter(|folder| folder.is_absolute()).and_then(drives::free);
        Some(Box::new(ReportAudit { period, findings, room }))
    }

    /// Opens the county's receipt and stores it.
    pub(super) fn open_receipt(&self, model: &Model, file: &Path) -> Option<Msg> {
        let open = model.open.as_ref()?;
        let opened = receipt::open(&self.context, &open.township, &open.ledger, file).and_then(|opened| {
            let all = store::receipts::all(&self.context.data, &self.context.plan().id, &open.township.code)?;
            Ok((opened.words(), all))
        });
        Some(Msg::ReceiptOpened(opened.map_err(|error| error.to_string())))
    }
}

/// Collects the parts of a report. `wrong` holds the damaged lines and the entries that do not count.
fn draft<'a>(context: &'a Context, open: &'a OpenTownship, wrong: (u32, Uncounted), by: Signature) -> ReportDraft<'a> {
    let (damaged, uncounted) = wrong;
    ReportDraft { context, township: &open.township, ledger: &open.ledger, damaged, uncounted, by }
}
