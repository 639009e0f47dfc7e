//! Reads the county's folders and opens the matrix.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::event_loop::EventLoop;
use crate::app::message::Msg;
use crate::app::state::county_screens::{CountyJob, CountyMsg};
use crate::app::state::model::Screen;
use crate::cli::CollectArgs;
use crate::domain::county::collected::Collected;
use crate::domain::period::Period;
use crate::domain::receipt::{Receipt, latest};
use crate::error::Error;
use crate::operations::collect::CollectProgress;
use crate::store::receipts;

impl EventLoop {
    /// Starts with the county's matrix and no screen below it. Returns true if the clerk quit meanwhile.
    pub(super) fn start_with_county(&mut self, asked: &CollectArgs) -> Result<bool, Error> {
        self.model.screens = vec![Screen::Working(CountyJob::Reading, 0, 0)];
        match self.gather(&asked.folders, asked.period, &asked.prefer)? {
            Some(collected) => Ok(self.handle(collected)),
            None => Ok(true),
        }
    }

    /// Reads folders. Returns `None` if the clerk quit meanwhile.
    pub(super) fn collect(&mut self, folders: &[PathBuf]) -> Option<Msg> {
        let result = self.gather(folders, None, &[]);
        result.unwrap_or_else(|error| Some(Msg::County(CountyMsg::NothingRead(error.to_string()))))
    }

    fn gather(&mut self, folders: &[PathBuf], period: Option<Period>, prefer: &[String]) -> Result<Option<Msg>, Error> {
        // Keep showing what was read before, even if the USB stick is unplugged now.
        let is_open = self.model.county.as_ref().is_some_and(|county| county.collected.folders == folders);
        if let Some(gone) = folders.iter().find(|folder| is_open && !folder.exists()) {
            let why = format!("{} 现在不在（U盘可能拔出），表还是上一次读的。插好以后再按 5 重新读。", gone.display());
            return Ok(Some(Msg::Refused(why)));
        }
        let (runner, mut view) = self.split_progress();
        let mut show = |CollectProgress { read, files }: CollectProgress| view.show(CountyJob::Reading, read, files);
        // Finding the files takes time too, so draw the bar before the first is read.
        show(CollectProgress { read: 0, files: 0 });
        let gathered = Collected::gather(&runner.context, folders, &mut show);
        if view.has_quit {
            return Ok(None);
        }
        let mut collected = gathered?;
        let (mut preferred, problems) = collected.select_preferred(prefer);
        let mut chosen_anew = "";
        if let Some(shown) = &view.model.county {
            let Collected { preferred: before, county, .. } = &shown.collected;
            preferred.extend(collected.county.still_chosen(before, county));
            let in_conflict = collected.county.conflicts.iter().flat_map(|conflict| &conflict.reports);
            let mut in_conflict = in_conflict.map(|&at| &collected.county.reports[at].sha256);
            if in_conflict.any(|sha256| before.contains(sha256) && !preferred.contains(sha256)) {
                chosen_anew = "有新的上报来了，选定过的要重新选。";
            }
        }
        collected.decide(preferred);
        let out_of_years = period.and_then(|period| collected.year_error(period));
        let (answered, unread) = self.answered(&collected);
        collected.answered = answered;
        let errors = problems.iter().chain(&out_of_years).chain(&unread);
        let problems: String = errors.map(Error::to_string).collect::<String>() + chosen_anew;
        self.runner.save_collect_folder(folders);
        Ok(Some(Msg::County(CountyMsg::Collected(Box::new(collected), period, problems))))
    }

    /// Returns the latest receipt for each collected report, and the errors of receipts that cannot be read.
    fn answered(&self, collected: &Collected) -> (BTreeMap<String, Receipt>, Vec<Error>) {
        let reports = &collected.county.reports;
        let townships: BTreeSet<(&str, &str)> =
            reports.iter().map(|report| (report.plan.as_str(), report.code.as_str())).collect();
        let (mut receipts_found, mut unread) = (Vec::new(), Vec::new());
        for (plan, code) in townships {
            match receipts::all(&self.runner.context.data, plan, code) {
                Ok(receipts) => receipts_found.extend(receipts),
                Err(error) => unread.push(Error::Store(error)),
            }
        }
        let names: BTreeSet<&String> = receipts_found.iter().map(|receipt| &receipt.report).collect();
        let latest = |name: &String| Some((name.clone(), latest(&receipts_found, name)?.clone()));
        (names.into_iter().filter_map(latest).collect(), unread)
    }
}
