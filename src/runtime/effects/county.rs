//! The county's effects: read a report again, write receipts, the reminder and the workbook.

use std::path::{Path, PathBuf};

use super::runner::EffectRunner;
use crate::app::message::Msg;
use crate::app::state::county::CountyState;
use crate::app::state::county_screens::{AnswerRequest, CountyEffect, CountyJob, CountyMsg};
use crate::app::state::model::Model;
use crate::domain::county::Received;
use crate::domain::county::matrix::CountyMatrix;
use crate::domain::receipt::{ReceiptAnswer, TaskAnswer};
use crate::domain::text::harmless;
use crate::error::Error;
use crate::format::workbook;
use crate::operations::collect::read_again;
use crate::operations::receipt;
use crate::runtime::progress::ProgressView;
use crate::store::{StoreError, outbox};

impl EffectRunner {
    /// Runs an effect of the county's screens.
    pub(super) fn county(&mut self, model: &Model, effect: CountyEffect) -> Vec<Msg> {
        let Some(county) = &model.county else { return Vec::new() };
        let msg = match effect {
            // The event loop runs these itself, because they show their progress.
            CountyEffect::Collect(_) | CountyEffect::Answer(_) => return Vec::new(),
            CountyEffect::Read(place) => {
                let read = read_again(&county.collected.county.reports[place]);
                CountyMsg::Read(
                    place,
                    read.map(|file| Box::new(file.report)).map_err(|error| Error::from(error).to_string()),
                )
            }
            CountyEffect::WriteText { folder, name, text } => {
                // Notepad on Windows 7 needs CR LF, and recognises UTF-8 only by its byte order mark.
                let bytes = format!("\u{feff}{}", harmless(&text).replace('\n', "\r\n"));
                let result = outbox::hand_out(&folder, &name, bytes.as_bytes());
                CountyMsg::FileWritten(
                    result
                        .map(|path| format!("已存到 {}", path.display()))
                        .map_err(|error| Error::from(error).to_string()),
                )
            }
            CountyEffect::WriteWorkbook(folder) => CountyMsg::FileWritten(self.county_workbook(county, &folder)),
        };
        vec![Msg::County(msg)]
    }

    /// Writes receipts, after reading each report again. A report that fails does not stop the others. If the clerk
    /// stops, the receipts written so far remain.
    pub(crate) fn answer_reports(&mut self, view: &mut ProgressView, asked: AnswerRequest) -> CountyMsg {
        let AnswerRequest { reports, answer, remarks, signing, records_folder: place } = asked;
        let folder = signing.folder.clone();
        let prepared = place.map_or(Ok(()), |place| self.create_data_folder(&place));
        if let Err(error) = prepared.and_then(|()| self.context.sign(signing)) {
            return CountyMsg::Answered(Vec::new(), Err(error.to_string()));
        }
        // Ignore a failed save: the form asks for the settings again next time.
        let _ = self.context.settings.save(&self.context.data.settings());
        let (mut given, mut failed, mut last) = (Vec::new(), Vec::new(), None);
        let all = reports.len();
        for (done, place) in reports.into_iter().enumerate() {
            if all > 1 && !view.show_if_due(CountyJob::Answering, done, all) {
                break;
            }
            let Some(county) = &view.model.county else { break };
            let report = &county.collected.county.reports[place];
            match self.answer_report(county, report, &remarks, answer, &folder) {
                Ok(answered) => {
                    given.push(answered.receipt.clone());
                    last = Some(answered);
                }
                Err(error) => {
                    let name =
                        county.plan_and_township(report).map_or(report.code.as_str(), |(_, township)| &township.name);
                    failed.push(format!("{name}：{error}"));
                }
            }
        }
        let success = match (given.len(), last) {
            (1, Some(answered)) => format!("{}。", answered.words().replace('\n', "")),
            (0, _) | (_, None) => String::new(),
            (count, Some(_)) => format!("已出{count}份回执，都是“{}”，存在 {}。", answer.word(), folder.display()),
        };
        let unfinished = match all - given.len() - failed.len() {
            0 => String::new(),
            unfinished => format!("停下来了，还有{unfinished}份没有出，再按 F9 就接着出。"),
        };
        if failed.is_empty() && unfinished.is_empty() {
            return CountyMsg::Answered(given, Ok(success));
        }
        let failed = match failed.len() {
            0 => String::new(),
            count => format!("有{count}份没有出成。{}", failed.concat()),
        };
        CountyMsg::Answered(given, Err(format!("{success}{unfinished}{failed}")))
    }

    fn answer_report(
        &self,
        county: &CountyState,
        report: &Received,
        remarks: &[TaskAnswer],
        answer: ReceiptAnswer,
        folder: &Path,
    ) -> Result<receipt::GivenReceipt, Error> {
        let file = read_again(report)?;
        let (plan, _) = county.plan_and_township(report).ok_or(Error::NoTownship)?;
        receipt::give(&self.context, plan, file, answer, remarks, folder)
    }

    /// Remembers the folder for the next start. Does not create a settings file only for that.
    pub(crate) fn save_collect_folder(&mut self, folders: &[PathBuf]) {
        let path = self.context.data.settings();
        let folder = folders.first().and_then(|folder| std::path::absolute(folder).ok());
        if folder.is_some() && folder != self.context.settings.collected && path.is_file() {
            self.context.settings.collected = folder;
            // Ignore a failed save: the clerk can look for the folder again.
            let _ = self.context.settings.save(&path);
        }
    }

    /// Writes the workbook of the current period into `folder`. Never overwrites a file.
    fn county_workbook(&self, county: &CountyState, folder: &Path) -> Result<String, String> {
        let found = &county.collected;
        let picture = CountyMatrix::of(&found.plans_in(county.period), &found.county, county.period);
        let bytes = workbook::write_county(&picture, &found.county, &found.rejected, &self.context.now());
        let name = format!("县级汇总-{}.xlsx", county.period);
        let result = bytes.map_err(StoreError::from).and_then(|bytes| outbox::hand_out(folder, &name, &bytes));
        result.map(|path| format!("已存到 {}", path.display())).map_err(|error| Error::from(error).to_string())
    }
}
