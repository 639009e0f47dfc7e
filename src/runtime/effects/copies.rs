//! Copies of the records: the mirror on the second drive, backups (备份), and imports.

use std::path::{Path, PathBuf};

use crate::app::message::Msg;
use crate::app::state::model::Model;
use crate::error::Error;
use crate::operations::context::mirror_session;
use crate::operations::{backup, merge};
use crate::store::settings::Settings;
use crate::terminal::session;

use super::runner::EffectRunner;

impl EffectRunner {
    /// Makes a signal or a closed window copy the records to the second drive before the program ends.
    pub(super) fn mirror_on_exit(&self) {
        let (data, clock) = (self.context.data.clone(), self.context.clock());
        session::before_end(move || {
            // Load the settings as they are by then. If the copy fails, the dashboard says so at the next start.
            if let Ok(mut settings) = Settings::load(&data.settings()) {
                let _ = mirror_session(&data, &mut settings, clock());
            }
        });
    }

    pub(super) fn back_up(&self, folder: &Path) -> Msg {
        Msg::Finished(
            backup::back_up(&self.context, folder).map(|made| made.words()).map_err(|error| error.to_string()),
        )
    }

    /// Imports a file. Returns the reopened township and the result.
    pub(super) fn merge(&mut self, model: &Model, file: PathBuf) -> Vec<Msg> {
        let Some(open) = &model.open else { return vec![Msg::Finished(Err(Error::NoTownship.to_string()))] };
        if let Some(error) = self.find_missing_records(&open.township, open.ledger.len()) {
            return vec![Msg::Finished(Err(Error::Store(error).to_string()))];
        }
        // The import may append to this PC's own ledger, so release its lock first.
        self.writer = None;
        let result = merge::merge(&self.context, &[file])
            .map(|(merged, problems)| merged.words() + &problems.concat())
            .map_err(|error| error.to_string());
        // A backup may contain settings.
        if let Ok(settings) = Settings::load(&self.context.data.settings()) {
            self.context.settings = Settings { township: Some(open.township.code.clone()), ..settings };
        }
        let opened = self.open(&open.township);
        vec![opened, self.settings_message(), Msg::Finished(result)]
    }
}
