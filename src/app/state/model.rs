//! Everything the screen knows.

use std::path::PathBuf;

use chrono::{Datelike as _, NaiveDate};

use crate::app::keymap::{Intent, Scope};
use crate::app::state::activities::Activities;
use crate::app::state::browser::Browser;
use crate::app::state::calendar::Calendar;
use crate::app::state::checked::Checked;
use crate::app::state::chooser::Chooser;
use crate::app::state::county::CountyState;
use crate::app::state::county_work::{Matrix, Submitted, Work};
use crate::app::state::cursor::Cursor;
use crate::app::state::dashboard::Dashboard;
use crate::app::state::form::{Form, Purpose};
use crate::app::state::setup::{Keeping, Offers, Signing};
use crate::app::state::tasks::{Focus, Tasks};
use crate::domain::checklist::{self, CheckLine};
use crate::domain::ledger::{Change, DeviceId, Hex16, Ledger};
use crate::domain::period::Period;
use crate::domain::plan::{Plan, Task, Township};
use crate::domain::progress::Progress;
use crate::domain::receipt::{self, Answered, Receipt};

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
    /// Whether the day was set by hand, the clock being wrong.
    pub day_by_hand: bool,
    /// Where the records lie.
    pub keeping: Keeping,
    /// What can be chosen when something is set up.
    pub offers: Offers,
    /// The township chosen at the first run, until everything is set up.
    pub choosing: Option<Township>,
    /// The act that was asked for last and wants to be asked for once more.
    pub pending_confirmation: Option<Intent>,
    /// What the last check of the report form found.
    pub checked: Option<Checked>,
    /// The folder that files were last taken from.
    pub browsed: Option<PathBuf>,
    /// Forms that were left without being taken, to be gone on with.
    pub drafts: Vec<Form>,
    /// What the county collected, where it did.
    pub county: Option<Box<CountyState>>,
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
    /// What is wrong with the ledgers that were read.
    pub notes: Vec<String>,
    /// The county's answers that were taken in.
    pub receipts: Vec<Receipt>,
}

/// A screen with its state.
#[derive(Debug, Clone)]
pub enum Screen {
    /// The dashboard.
    Dashboard(Dashboard),
    /// Choosing the township.
    Chooser(Chooser),
    /// The task list and the checklist.
    Tasks(Tasks),
    /// Filling in a form.
    Form(Box<Form>),
    /// The activity ledger of the year.
    Activities(Activities),
    /// Choosing a day for the form below it.
    Calendar(Calendar),
    /// What the check of the report form found.
    Findings(Cursor),
    /// Choosing files or a folder for the form below it.
    Browser(Box<Browser>),
    /// The history (改动记录): who changed what and when, the latest first.
    History {
        /// The task; none for everything.
        task: Option<u32>,
        /// The selected change.
        cursor: Cursor,
    },
    /// What takes long at the county: so many done of all.
    Working(Work, usize, usize),
    /// The county's matrix.
    County(Matrix),
    /// One township's report, at the county.
    Submitted(Box<Submitted>),
    /// The reports that a township's is to be chosen from.
    Choices(Cursor),
    /// The townships that have not reported.
    Missing(Cursor),
    /// The files that do not count.
    LeftOver(Cursor),
    /// The help, begun with the acts of the screen it was called on, and the first of its lines that is seen.
    Help(Scope, usize),
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

impl Screen {
    /// The selection of the list that the screen is, where it is one.
    pub(crate) fn cursor(&mut self) -> Option<&mut Cursor> {
        match self {
            Screen::Dashboard(dashboard) => Some(&mut dashboard.cursor),
            Screen::Chooser(chooser) => Some(&mut chooser.cursor),
            Screen::Activities(activities) => Some(&mut activities.cursor),
            Screen::Browser(browser) => Some(&mut browser.cursor),
            Screen::County(matrix) => Some(&mut matrix.cursor),
            Screen::History { cursor, .. }
            | Screen::Findings(cursor)
            | Screen::Choices(cursor)
            | Screen::Missing(cursor)
            | Screen::LeftOver(cursor) => Some(cursor),
            Screen::Tasks(_)
            | Screen::Form(_)
            | Screen::Calendar(_)
            | Screen::Working(..)
            | Screen::Submitted(_)
            | Screen::Help(..) => None,
        }
    }

    /// The first line that is seen of the text that the screen is, where it is one.
    pub(crate) fn top(&mut self) -> Option<&mut usize> {
        match self {
            Screen::Help(_, top) => Some(top),
            Screen::Submitted(shown) => Some(&mut shown.top),
            _ => None,
        }
    }
}

impl Model {
    /// The screen before any township was opened.
    #[must_use]
    pub fn new(plan: Plan, today: NaiveDate, year: Option<i32>, signing: Signing, keeping: Keeping) -> Self {
        let year = year.unwrap_or_else(|| plan.nearest_year(today.year()));
        let screens = vec![Screen::Chooser(Chooser::default())];
        Self {
            plan,
            today,
            year,
            open: None,
            screens,
            message: None,
            signing,
            day_by_hand: false,
            keeping,
            offers: Offers::default(),
            choosing: None,
            pending_confirmation: None,
            checked: None,
            browsed: None,
            drafts: vec![],
            county: None,
            fresh: Hex16(0),
        }
    }

    /// The screen that is seen.
    #[must_use]
    pub fn screen(&self) -> &Screen {
        self.screens.last().unwrap_or(&Screen::Help(Scope::Everywhere, 0))
    }

    /// Where keys have their meaning now.
    #[must_use]
    pub fn scope(&self) -> Scope {
        match self.screen() {
            Screen::Dashboard(_) => Scope::Dashboard,
            Screen::Chooser(_) => Scope::Chooser,
            Screen::Tasks(Tasks { focus: Focus::List, .. }) => Scope::List,
            Screen::Tasks(Tasks { focus: Focus::Items, .. }) => Scope::Items,
            Screen::Tasks(Tasks { focus: Focus::Search, .. }) => Scope::Search,
            Screen::Form(form) if matches!(form.purpose, Purpose::Report(_)) => Scope::Report,
            Screen::Form(form) if matches!(form.purpose, Purpose::HandOut(_)) => Scope::HandOut,
            Screen::Form(_) => Scope::Form,
            Screen::Activities(_) => Scope::Activities,
            Screen::Calendar(_) => Scope::Calendar,
            Screen::Browser(_) => Scope::Browser,
            Screen::History { .. } => Scope::History,
            Screen::Findings(_) => Scope::Findings,
            Screen::Working(..) => Scope::Working,
            Screen::County(_) => Scope::County,
            Screen::Submitted(_) => Scope::Submitted,
            Screen::Choices(_) => Scope::Choices,
            Screen::Missing(_) => Scope::Missing,
            Screen::LeftOver(_) => Scope::LeftOver,
            Screen::Help(..) => Scope::Help,
        }
    }

    /// The county's desk, where it is what is seen, or lies below what is seen.
    #[must_use]
    pub fn at_county(&self) -> Option<&CountyState> {
        let below = self.screens.iter().any(|screen| matches!(screen, Screen::County(_)));
        self.county.as_deref().filter(|_| below)
    }

    /// Whether typed characters are text now.
    #[must_use]
    pub fn in_text_field(&self) -> bool {
        match self.screen() {
            Screen::Form(form) => form.in_text(),
            Screen::Tasks(tasks) => tasks.focus == Focus::Search,
            Screen::Chooser(_) => true,
            _ => false,
        }
    }

    /// The line of the checklist that is selected, where one is.
    #[must_use]
    pub fn line_in_hand(&self) -> Option<CheckLine> {
        match self.screen() {
            Screen::Tasks(tasks) if tasks.focus == Focus::Items => {
                self.checklist(tasks.task(&self.plan)?).into_iter().nth(tasks.item)
            }
            Screen::Dashboard(dashboard) => dashboard.selected().map(|next| next.line.clone()),
            _ => None,
        }
    }

    /// The task that is selected in the list, or on the dashboard.
    #[must_use]
    pub fn task_in_hand(&self) -> Option<u32> {
        self.screens.iter().rev().find_map(|screen| match screen {
            Screen::Tasks(tasks) => Some(tasks.no),
            Screen::Dashboard(dashboard) => dashboard.selected().map(|next| next.task),
            _ => None,
        })
    }

    /// The checklist of a task, the township's own lines behind the plan's.
    #[must_use]
    pub fn checklist(&self, task: &Task) -> Vec<CheckLine> {
        match &self.open {
            Some(open) => checklist::of_task(task, &open.ledger, self.year),
            None => checklist::of_task(task, &Ledger::default(), self.year),
        }
    }

    /// Whether something was written in a form and not handed in.
    #[must_use]
    pub fn is_unsaved(&self) -> bool {
        let forms =
            self.screens.iter().filter_map(|screen| if let Screen::Form(form) = screen { Some(form) } else { None });
        forms.map(|form| &**form).chain(&self.drafts).any(Form::is_unsaved)
    }

    /// Whether a search or filter of the task list in front is on.
    #[must_use]
    pub fn is_filtered(&self) -> bool {
        matches!(self.screen(), Screen::Tasks(tasks) if tasks.search.is_on())
    }

    /// Where the plan stands at the end of the year that is filled in.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let empty = Ledger::default();
        let ledger = self.open.as_ref().map_or(&empty, |open| &open.ledger);
        Progress::of(&self.plan, ledger, Period::year_of(self.year))
    }

    /// The latest report of each period of the year, in the order they were made, with the county's answers.
    #[must_use]
    pub fn answered(&self) -> Vec<Answered> {
        let Some(open) = &self.open else { return Vec::new() };
        receipt::answered(&open.ledger, self.year, &open.receipts)
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
