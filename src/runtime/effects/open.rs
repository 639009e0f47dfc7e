//! Opens a township's ledger, and retries after it could not be written.

use crate::app::keymap::Intent;
use crate::app::message::Msg;
use crate::app::state::model::{Model, OpenTownship};
use crate::domain::plan::Township;
use crate::error::Error;
use crate::store::ledger::LedgerWriter;
use crate::store::{self, StoreError};

use super::runner::EffectRunner;

impl EffectRunner {
    /// Opens a township and saves it as the one of this data folder.
    pub(super) fn choose_township(&mut self, township: &Township) -> Msg {
        self.context.settings.township = Some(township.code.clone());
        let saved = self.context.settings.save(&self.context.data.settings());
        match (self.open(township), saved) {
            (Msg::Opened(mut open), Err(error)) if open.read_only.is_none() => {
                open.notes.push(Error::Store(error).to_string());
                Msg::Opened(open)
            }
            (msg, _) => msg,
        }
    }

    /// Retries to open a ledger for writing.
    pub(super) fn reopen(&mut self, model: &Model, then: Intent) -> Option<Msg> {
        let previous = model.open.as_ref()?;
        let township = previous.township.clone();
        if let Some(error) = self.find_missing_records(&township, previous.ledger.len()) {
            // The open records are missing. Stay read-only: a new ledger must not take their place.
            let read_only = Some(Error::Store(error).to_string());
            return Some(Msg::Reopened(Box::new(OpenTownship { read_only, ..previous.clone() }), then));
        }
        match self.open(&township) {
            Msg::Opened(open) => Some(Msg::Reopened(open, then)),
            other => Some(other),
        }
    }

    /// Returns an error if the open records are missing, or fewer than `entries`.
    pub(super) fn find_missing_records(&self, township: &Township, entries: usize) -> Option<StoreError> {
        let data = &self.context.data;
        let gone = || StoreError::DataFolderGone { path: data.path.clone() };
        if !data.path.is_dir() {
            return Some(gone());
        }
        let present = store::ledger::read_all(data, &self.context.plan().id, &township.code);
        (present.ledger.len() < entries).then(gone)
    }

    pub(super) fn open(&mut self, township: &Township) -> Msg {
        // Release the lock of the previous township first.
        self.writer = None;
        let (loaded, own) = store::ledger::open(&self.context.data, &self.context.plan().id, &township.code);
        self.damaged = loaded.damaged();
        self.uncounted = loaded.uncounted();
        let mut notes: Vec<String> = loaded.notes.iter().map(ToString::to_string).collect();
        let (writer, read_only) = match own {
            Ok(writer) => (Some(writer), None),
            Err(why) => (None, Some(why.to_string())),
        };
        let device = writer.as_ref().map(LedgerWriter::device);
        self.writer = writer;
        self.context.township = Some(township.clone());
        let receipts = store::receipts::all(&self.context.data, &self.context.plan().id, &township.code);
        let receipts = receipts.unwrap_or_else(|error| {
            notes.push(Error::Store(error).to_string());
            Vec::new()
        });
        let (township, ledger) = (township.clone(), loaded.ledger);
        Msg::Opened(Box::new(OpenTownship { township, ledger, device, read_only, notes, receipts }))
    }
}
