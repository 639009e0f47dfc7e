//! Opening a township's ledger, and getting hold of it again.

use crate::app::keymap::Intent;
use crate::app::message::Msg;
use crate::app::state::model::{Model, Open};
use crate::domain::plan::Township;
use crate::error::Error;
use crate::store::ledger::Writer;
use crate::store::{self, StoreError};

use super::runner::EffectRunner;

impl EffectRunner {
    /// Opens a township and remembers it as this folder's own.
    pub(super) fn choose(&mut self, township: &Township) -> Msg {
        self.context.settings.township = Some(township.code.clone());
        let kept = self.context.settings.save(&self.context.data.settings());
        match (self.open(township), kept) {
            (Msg::Opened(mut open), Err(error)) if open.read_only.is_none() => {
                open.notes.push(Error::Store(error).to_string());
                Msg::Opened(open)
            }
            (msg, _) => msg,
        }
    }

    /// Tries once more to get hold of the ledger that could not be written.
    pub(super) fn reopen(&mut self, model: &Model, then: Intent) -> Option<Msg> {
        let known = model.open.as_ref()?;
        let township = known.township.clone();
        if let Some(error) = self.gone(&township, known.ledger.len()) {
            // What was open is not there: nothing is begun anew in its place.
            let read_only = Some(Error::Store(error).to_string());
            return Some(Msg::Reopened(Box::new(Open { read_only, ..known.clone() }), then));
        }
        match self.open(&township) {
            Msg::Opened(open) => Some(Msg::Reopened(open, then)),
            other => Some(other),
        }
    }

    /// Whether the records that were open are not there any more, or fewer than they were.
    pub(super) fn gone(&self, township: &Township, entries: usize) -> Option<StoreError> {
        let data = &self.context.data;
        let gone = || StoreError::PlaceGone { path: data.path.clone() };
        if !data.path.is_dir() {
            return Some(gone());
        }
        let there = store::ledger::read_all(data, &self.context.plan().id, &township.code);
        (there.ledger.len() < entries).then(gone)
    }

    pub(super) fn open(&mut self, township: &Township) -> Msg {
        // The lock of the township before is given back first.
        self.writer = None;
        let (shelf, own) = store::ledger::open(&self.context.data, &self.context.plan().id, &township.code);
        self.damaged = shelf.damaged();
        self.uncounted = shelf.uncounted();
        let mut notes: Vec<String> = shelf.notes.iter().map(ToString::to_string).collect();
        let (writer, read_only) = match own {
            Ok(writer) => (Some(writer), None),
            Err(why) => (None, Some(why.to_string())),
        };
        let device = writer.as_ref().map(Writer::device);
        self.writer = writer;
        self.context.township = Some(township.clone());
        let receipts = store::receipts::all(&self.context.data, &self.context.plan().id, &township.code);
        let receipts = receipts.unwrap_or_else(|error| {
            notes.push(Error::Store(error).to_string());
            Vec::new()
        });
        let (township, ledger) = (township.clone(), shelf.ledger);
        Msg::Opened(Box::new(Open { township, ledger, device, read_only, notes, receipts }))
    }
}
