//! Copies of the records: the one on the second drive, backups (备份), and what is brought in from elsewhere.

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
    /// Has the records copied to the second drive where the program is ended from outside.
    pub(super) fn watch_end(&self) {
        let (data, clock) = (self.context.data.clone(), self.context.clock());
        session::before_end(move || {
            // As they are by then; a copy that fails is told by the dashboard of the next start.
            if let Ok(mut settings) = Settings::load(&data.settings()) {
                let _ = mirror_session(&data, &mut settings, clock());
            }
        });
    }

    /// Makes a backup in a folder.
    pub(super) fn back_up(&self, folder: &Path) -> Msg {
        Msg::Told(backup::back_up(&self.context, folder).map(|made| made.words()).map_err(|error| error.to_string()))
    }

    /// Brings a file in; the township as it is read anew, and how it went.
    pub(super) fn merge(&mut self, model: &Model, file: PathBuf) -> Vec<Msg> {
        let Some(open) = &model.open else { return vec![Msg::Told(Err(Error::NoTownship.to_string()))] };
        if let Some(error) = self.gone(&open.township, open.ledger.len()) {
            return vec![Msg::Told(Err(Error::Store(error).to_string()))];
        }
        // What is brought in may be written into this PC's own ledger, whose lock is given back for it.
        self.writer = None;
        let told = merge::merge(&self.context, &[file])
            .map(|(merged, problems)| merged.words() + &problems.concat())
            .map_err(|error| error.to_string());
        // A backup may have brought the settings along.
        if let Ok(settings) = Settings::load(&self.context.data.settings()) {
            self.context.settings = Settings { township: Some(open.township.code.clone()), ..settings };
        }
        let opened = self.open(&open.township);
        vec![opened, self.settled(), Msg::Told(told)]
    }
}
