//! Runs the effects that `update` asks for.
//!
//! [`EffectRunner::run`] dispatches each effect to a file of this folder. A new kind of effect gets a file here,
//! and state that must outlive an effect is a field of [`EffectRunner`]. Effects touch the disk only through
//! `operations` and `store`. Their results go back as messages.

mod browse;
mod copies;
mod county;
mod open;
mod record;
mod report;
mod runner;
mod settings;
mod setup;

use chrono::Local;

use crate::app::message::{Effect, Msg};
use crate::app::state::model::Model;
use crate::app::state::setup::StorageCandidates;
use crate::domain::uncounted::Uncounted;
use crate::operations::context::Context;

pub(super) use runner::EffectRunner;

impl EffectRunner {
    /// Makes a runner without an open ledger. Whatever ends the program from now on, the records are copied to the
    /// second drive first.
    pub(super) fn new(context: Context) -> Self {
        let runner = Self { context, writer: None, damaged: 0, uncounted: Uncounted::default() };
        runner.mirror_on_exit();
        runner
    }

    /// Makes the model that the program starts with. No ledger is open in it yet.
    pub(super) fn model(&self) -> Model {
        let context = &self.context;
        let (signing, keeping) = (settings::signing(context), settings::keeping(context));
        let mut model = Model::new(context.plan().clone(), context.today, context.year, signing, keeping);
        model.is_day_manual = context.day_fixed;
        model
    }

    /// Opens the township of this data folder, if it has one.
    pub(super) fn open_own_township(&mut self) -> Option<Msg> {
        let township = self.context.township.clone()?;
        Some(self.open(&township))
    }

    /// The data folders and second drives to choose from.
    pub(super) fn offers(&self) -> StorageCandidates {
        setup::offers(&self.context)
    }

    /// Runs an effect and returns its results. The caller runs the effects that follow from the last message, and
    /// ignores those of the others. The event loop handles effects on the window itself.
    pub(super) fn run(&mut self, model: &Model, effect: Effect) -> Vec<Msg> {
        let single = |msg| vec![msg];
        match effect {
            Effect::OpenTownship(township) => single(self.choose_township(&township)),
            Effect::Reopen(then) => self.reopen(model, then).into_iter().collect(),

            Effect::Record(change) => self.record(model, change),
            Effect::RecordActivity { id, set, evidence } => self.record_activity(model, id, *set, evidence),

            Effect::Check { period, reporter, folder, show } => {
                let checked = self.check(model, period, reporter, &folder);
                checked.map(|checked| Msg::Checked(checked, show)).into_iter().collect()
            }
            Effect::Report(asked) => {
                let reported = self.report(model, &asked);
                vec![self.settings_message(), reported]
            }
            Effect::OpenReceipt(file) => self.open_receipt(model, &file).into_iter().collect(),

            Effect::Backup(folder) => single(self.back_up(&folder)),
            Effect::Merge(file) => self.merge(model, file),

            Effect::FindNextFolder(folder) => single(self.next_drive(folder)),
            Effect::List(picks, folder) => single(Self::list(picks, folder)),

            Effect::FindStorage => single(Msg::StorageFound(self.offers())),
            Effect::SaveSettings(asked) => single(self.set(*asked, Local::now().date_naive())),
            Effect::FinishFirstRun(asked) => {
                let opened = self.set_up(&asked);
                vec![self.settings_message(), opened]
            }

            Effect::County(effect) => self.county(model, effect),

            Effect::Repaint | Effect::ChangeLook | Effect::Quit => Vec::new(),
        }
    }
}
