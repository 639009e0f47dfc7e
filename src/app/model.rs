//! Everything the screen knows.

use std::path::PathBuf;

use chrono::{Datelike as _, NaiveDate};

use crate::domain::ledger::{Change, DeviceId, Hex16, Ledger};
use crate::domain::period::Period;
use crate::domain::plan::{Plan, Township};
use crate::domain::progress::Progress;

use super::activities::Activities;
use super::chooser::Chooser;
use super::form::{Form, Purpose};
use super::keymap::{Intent, Scope};
use super::tasks::{Focus, Tasks};

/// Everything the screen knows.
#[derive(Debug, Clone)]
pub struct Model {
    /// The plan.
    pub plan: Plan,
    /// Today's date.
    pub today: NaiveDate,
    /// The year that is filled in.
    pub year: i32,
    /// The township and its ledger; none before the first choice.
    pub open: Option<Open>,
    /// The screens from the bottom up; the last one is seen. Never empty.
    pub screens: Vec<Screen>,
    /// What is told at the foot until the next key.
    pub message: Option<Message>,
    /// Who signs reports, and where they went last.
    pub signing: Signing,
    /// Where the records lie.
    pub place: PathBuf,
    /// Forms that were left without being taken, to be gone on with.
    pub drafts: Vec<Form>,
    /// A random identity for the next thing that is written down; renewed by the loop.
    pub fresh: Hex16,
}

/// A township whose ledger is open.
#[derive(Debug, Clone)]
pub struct Open {
    /// The township.
    pub township: Township,
    /// Its ledger, as the disk holds it.
    pub ledger: Ledger,
    /// This PC; none where it may not write.
    pub device: Option<DeviceId>,
    /// Why it may not write.
    pub read_only: Option<String>,
}

/// What the report form is filled with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signing {
    /// Where reports go.
    pub folder: PathBuf,
    /// 填报人
    pub reporter: String,
    /// 审核人
    pub reviewer: String,
    /// 电话
    pub phone: String,
}

/// A screen with its state.
#[derive(Debug, Clone)]
pub enum Screen {
    /// Choosing the township.
    Chooser(Chooser),
    /// The task list and the checklist.
    Tasks(Tasks),
    /// Filling in a form.
    Form(Box<Form>),
    /// The activity ledger of the year.
    Activities(Activities),
    /// The help, and the first of its lines that is seen.
    Help(usize),
}

/// What is told at the foot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The sentences.
    pub text: String,
    /// Whether it needs the clerk.
    pub alert: bool,
}

impl Message {
    /// Something that went well or is good to know.
    #[must_use]
    pub fn info(text: impl Into<String>) -> Self {
        Self { text: text.into(), alert: false }
    }

    /// Something that needs the clerk.
    #[must_use]
    pub fn alert(text: impl Into<String>) -> Self {
        Self { text: text.into(), alert: true }
    }
}

impl Model {
    /// The screen before any township was opened.
    #[must_use]
    pub fn new(plan: Plan, today: NaiveDate, year: Option<i32>, signing: Signing, place: PathBuf) -> Self {
        let year = year.unwrap_or_else(|| plan.nearest_year(today.year()));
        let screens = vec![Screen::Chooser(Chooser::default())];
        Self { plan, today, year, open: None, screens, message: None, signing, place, drafts: vec![], fresh: Hex16(0) }
    }

    /// The screen that is seen.
    #[must_use]
    pub fn screen(&self) -> &Screen {
        self.screens.last().unwrap_or(&Screen::Help(0))
    }

    /// Where keys have their meaning now.
    #[must_use]
    pub fn scope(&self) -> Scope {
        match self.screen() {
            Screen::Chooser(_) => Scope::Chooser,
            Screen::Tasks(Tasks { focus: Focus::List, .. }) => Scope::List,
            Screen::Tasks(Tasks { focus: Focus::Items, .. }) => Scope::Items,
            Screen::Tasks(Tasks { focus: Focus::Search, .. }) => Scope::Search,
            Screen::Form(form) if matches!(form.purpose, Purpose::Report(_)) => Scope::Report,
            Screen::Form(_) => Scope::Form,
            Screen::Activities(_) => Scope::Activities,
            Screen::Help(_) => Scope::Help,
        }
    }

    /// Whether typed characters are text now.
    #[must_use]
    pub fn in_text_field(&self) -> bool {
        match self.screen() {
            Screen::Form(form) => form.in_text(),
            Screen::Tasks(tasks) => tasks.focus == Focus::Search,
            Screen::Chooser(_) | Screen::Activities(_) | Screen::Help(_) => false,
        }
    }

    /// Whether an act means anything now; the footer names no other.
    #[must_use]
    pub fn can(&self, intent: Intent) -> bool {
        match intent {
            Intent::Back => {
                self.screens.len() > 1 || matches!(self.scope(), Scope::Items | Scope::Search) || self.is_sifted()
            }
            // A day is a text that can be stepped through all the same.
            Intent::NextValue => self.scope() == Scope::Form || !self.in_text_field(),
            _ => true,
        }
    }

    /// Whether a search or filter of the task list in front is on.
    #[must_use]
    pub fn is_sifted(&self) -> bool {
        matches!(self.screen(), Screen::Tasks(tasks) if tasks.sift.is_on())
    }

    /// Where the plan stands at the end of the year that is filled in.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let empty = Ledger::default();
        let ledger = self.open.as_ref().map_or(&empty, |open| &open.ledger);
        Progress::of(&self.plan, ledger, Period::year_of(self.year))
    }

    /// The latest report of the year that is filled in: its period, revision and day.
    #[must_use]
    pub fn last_report(&self) -> Option<(Period, u32, NaiveDate)> {
        let ledger = &self.open.as_ref()?.ledger;
        let last = ledger.last_export(self.year)?;
        match &last.change {
            Change::Exported { period, revision, .. } => Some((*period, *revision, last.at.date_naive())),
            _ => None,
        }
    }
}
