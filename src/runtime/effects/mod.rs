//! The way from the screen to the disk: what the loop does of the effects that the update asks for.
//!
//! [`EffectRunner::answer`] says which file does which effect; an effect of another kind gets a file of its own beside these,
//! and what has to be remembered between two of its kind a field in [`EffectRunner`]. The disk is touched through `commands`
//! and `store` only; what comes of it goes back as messages.

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
use crate::app::state::setup::Offers;
use crate::domain::uncounted::Uncounted;
use crate::operations::context::Context;

pub(super) use runner::EffectRunner;

impl EffectRunner {
    /// A desk with nothing open. From now on the records are copied to the second drive at the end, whatever the end.
    pub(super) fn new(context: Context) -> Self {
        let desk = Self { context, writer: None, damaged: 0, uncounted: Uncounted::default() };
        desk.watch_end();
        desk
    }

    /// The screen before anything is opened.
    pub(super) fn model(&self) -> Model {
        let context = &self.context;
        let (signing, keeping) = (settings::signing(context), settings::keeping(context));
        let mut model = Model::new(context.plan().clone(), context.today, context.year, signing, keeping);
        model.day_by_hand = context.day_fixed;
        model
    }

    /// Opens the folder's own township, where there is one.
    pub(super) fn begin(&mut self) -> Option<Msg> {
        let township = self.context.township.clone()?;
        Some(self.open(&township))
    }

    /// What can be chosen when something is set up.
    pub(super) fn offers(&self) -> Offers {
        setup::offers(&self.context)
    }

    /// Does what is asked for, and says what came of it. What follows from the last message is to be done; the others
    /// are only taken in before it. What concerns the window alone is left to the loop.
    pub(super) fn answer(&mut self, model: &Model, effect: Effect) -> Vec<Msg> {
        let one = |msg| vec![msg];
        match effect {
            Effect::Open(township) => one(self.choose(&township)),
            Effect::Reopen(then) => self.reopen(model, then).into_iter().collect(),

            Effect::Record(change) => self.record(model, change),
            Effect::RecordActivity { id, set, evidence } => self.record_activity(model, id, *set, evidence),

            Effect::Check { period, reporter, folder, show } => {
                let checked = self.check(model, period, reporter, &folder);
                checked.map(|checked| Msg::Checked(checked, show)).into_iter().collect()
            }
            Effect::Report(asked) => {
                let told = self.report(model, &asked);
                vec![self.settled(), told]
            }
            Effect::OpenReceipt(file) => self.open_receipt(model, &file).into_iter().collect(),

            Effect::Backup(folder) => one(self.back_up(&folder)),
            Effect::Merge(file) => self.merge(model, file),

            Effect::NextPlace(folder) => one(self.next_place(folder)),
            Effect::List(picks, folder) => one(Self::list(picks, folder)),

            Effect::Offer => one(Msg::Offered(self.offers())),
            Effect::Set(asked) => one(self.set(*asked, Local::now().date_naive())),
            Effect::SetUp(asked) => {
                let opened = self.set_up(&asked);
                vec![self.settled(), opened]
            }

            Effect::County(wanted) => self.county(model, wanted),

            Effect::Repaint | Effect::ChangeLook | Effect::Quit => Vec::new(),
        }
    }
}
