//! The whole state of the screen.

use std::path::PathBuf;

use chrono::{Datelike as _, NaiveDate};

use crate::app::keymap::{Intent, Scope};
use crate::app::state::activities::ActivityList;
use crate::app::state::audit::ReportAudit;
use crate::app::state::browser::Browser;
use crate::app::state::calendar::Calendar;
use crate::app::state::chooser::Chooser;
use crate::app::state::county::CountyState;
use crate::app::state::county_screens::{CountyJob, MatrixCursor, OpenReport};
use crate::app::state::cursor::Cursor;
use crate::app::state::dashboard::Dashboard;
use crate::app::state::form::{Form, FormPurpose};
use crate::app::state::setup::{Signing, StorageCandidates, StorageState};
use crate::app::state::tasks::{Focus, TaskList};
use crate::domain::checklist::{self, CheckLine};
use crate::domain::ledger::{Change, DeviceId, Hex16, Ledger};
use crate::domain::period::Period;
use crate::domain::plan::{Plan, Task, Township};
use crate::domain::progress::Progress;
use crate::domain::receipt::{self, Answered, Receipt};

/// The whole state of the screen.
#[derive(Debug, Clone)]
pub struct Model {
    pub plan: Plan,
    pub today: NaiveDate,
    /// The year in view.
    pub year: i32,
    /// The open township; `None` until one is chosen.
    pub open: Option<OpenTownship>,
    /// The stack of screens. The last one is visible. Never empty.
    pub screens: Vec<Screen>,
    /// The message at the bottom, shown until the next key.
    pub message: Option<Message>,
    /// Who signs reports, and the last folder of a report.
    pub signing: Signing,
    /// Whether the clerk set today's date because the clock is wrong.
    pub is_day_manual: bool,
    /// Where the records lie.
    pub storage: StorageState,
    /// Folders and drives offered in the settings.
    pub candidates: StorageCandidates,
    /// The township chosen in the first run, until its last step.
    pub chosen_township: Option<Township>,
    /// The act that waits for a second press.
    pub pending_confirmation: Option<Intent>,
    /// The last audit of the report form.
    pub checked: Option<ReportAudit>,
    /// The folder that the browser opens next.
    pub last_folder: Option<PathBuf>,
    /// Forms that were closed without submitting, to be continued.
    pub drafts: Vec<Form>,
    /// The county's collection, if a folder was read.
    pub county: Option<Box<CountyState>>,
    /// A random id for the next new record. The event loop renews it.
    pub next_id: Hex16,
}

/// A township whose ledger is open.
#[derive(Debug, Clone)]
pub struct OpenTownship {
    pub township: Township,
    /// The ledger as it is on the disk.
    pub ledger: Ledger,
    /// The id of this PC; `None` in a read-only window.
    pub device: Option<DeviceId>,
    /// Why the ledger is read-only.
    pub read_only: Option<String>,
    /// Problems of the ledgers that were read.
    pub notes: Vec<String>,
    /// Receipts from the county.
    pub receipts: Vec<Receipt>,
}

/// A screen with its state.
#[derive(Debug, Clone)]
pub enum Screen {
    Dashboard(Dashboard),
    Chooser(Chooser),
    Tasks(TaskList),
    Form(Box<Form>),
    Activities(ActivityList),
    /// A calendar over the form below.
    Calendar(Calendar),
    /// Findings of the report form's audit.
    Findings(Cursor),
    Browser(Box<Browser>),
    /// The history (改动记录), newest first.
    History {
        /// The task; `None` for all tasks.
        task: Option<u32>,
        cursor: Cursor,
    },
    /// A long job, how many files are done, and how many there are.
    Working(CountyJob, usize, usize),
    County(MatrixCursor),
    /// A township's report at the county.
    Submitted(Box<OpenReport>),
    /// The reports of one township to choose from.
    Choices(Cursor),
    Missing(Cursor),
    /// Files that do not count.
    LeftOver(Cursor),
    /// The help of a screen, and its first visible line.
    Help(Scope, usize),
}

/// A message at the bottom of the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pub text: String,
    /// Whether the clerk must act.
    pub alert: bool,
}

impl Message {
    #[must_use]
    pub fn info(text: impl Into<String>) -> Self {
        Self { text: text.into(), alert: false }
    }

    #[must_use]
    pub fn alert(text: impl Into<String>) -> Self {
        Self { text: text.into(), alert: true }
    }
}

impl Screen {
    /// The cursor of the visible list, if the screen is a list.
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

    /// The first visible line, if the screen is a text.
    pub(crate) fn top(&mut self) -> Option<&mut usize> {
        match self {
            Screen::Help(_, top) => Some(top),
            Screen::Submitted(shown) => Some(&mut shown.top),
            _ => None,
        }
    }
}

impl Model {
    /// Creates the screen without a township.
    #[must_use]
    pub fn new(plan: Plan, today: NaiveDate, year: Option<i32>, signing: Signing, storage: StorageState) -> Self {
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
            is_day_manual: false,
            storage,
            candidates: StorageCandidates::default(),
            chosen_township: None,
            pending_confirmation: None,
            checked: None,
            last_folder: None,
            drafts: vec![],
            county: None,
            next_id: Hex16(0),
        }
    }

    /// Returns the visible screen.
    #[must_use]
    pub fn screen(&self) -> &Screen {
        self.screens.last().unwrap_or(&Screen::Help(Scope::Everywhere, 0))
    }

    /// Returns the scope whose keys apply now.
    #[must_use]
    pub fn scope(&self) -> Scope {
        match self.screen() {
            Screen::Dashboard(_) => Scope::Dashboard,
            Screen::Chooser(_) => Scope::Chooser,
            Screen::Tasks(TaskList { focus: Focus::List, .. }) => Scope::List,
            Screen::Tasks(TaskList { focus: Focus::Items, .. }) => Scope::Items,
            Screen::Tasks(TaskList { focus: Focus::Search, .. }) => Scope::Search,
            Screen::Form(form) if matches!(form.purpose, FormPurpose::Report(_)) => Scope::Report,
            Screen::Form(form) if matches!(form.purpose, FormPurpose::Outgoing(_)) => Scope::HandOut,
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

    /// Returns the county's collection if one of its screens is visible or below the visible one.
    #[must_use]
    pub fn at_county(&self) -> Option<&CountyState> {
        let below = self.screens.iter().any(|screen| matches!(screen, Screen::County(_)));
        self.county.as_deref().filter(|_| below)
    }

    /// Whether typed characters go into a field.
    #[must_use]
    pub fn in_text_field(&self) -> bool {
        match self.screen() {
            Screen::Form(form) => form.in_text(),
            Screen::Tasks(tasks) => tasks.focus == Focus::Search,
            Screen::Chooser(_) => true,
            _ => false,
        }
    }

    #[must_use]
    pub fn selected_line(&self) -> Option<CheckLine> {
        match self.screen() {
            Screen::Tasks(tasks) if tasks.focus == Focus::Items => {
                self.checklist(tasks.task(&self.plan)?).into_iter().nth(tasks.item)
            }
            Screen::Dashboard(dashboard) => dashboard.selected().map(|next| next.line.clone()),
            _ => None,
        }
    }

    /// Returns the task selected in the list or on the dashboard.
    #[must_use]
    pub fn selected_task(&self) -> Option<u32> {
        self.screens.iter().rev().find_map(|screen| match screen {
            Screen::Tasks(tasks) => Some(tasks.no),
            Screen::Dashboard(dashboard) => dashboard.selected().map(|next| next.task),
            _ => None,
        })
    }

    /// Returns the plan's lines of a task, then the township's own.
    #[must_use]
    pub fn checklist(&self, task: &Task) -> Vec<CheckLine> {
        match &self.open {
            Some(open) => checklist::of_task(task, &open.ledger, self.year),
            None => checklist::of_task(task, &Ledger::default(), self.year),
        }
    }

    /// Whether any form has changes that were not submitted.
    #[must_use]
    pub fn is_unsaved(&self) -> bool {
        let forms =
            self.screens.iter().filter_map(|screen| if let Screen::Form(form) = screen { Some(form) } else { None });
        forms.map(|form| &**form).chain(&self.drafts).any(Form::is_unsaved)
    }

    #[must_use]
    pub fn is_filtered(&self) -> bool {
        matches!(self.screen(), Screen::Tasks(tasks) if tasks.search.is_on())
    }

    /// Returns the progress at the end of the year in view.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let empty = Ledger::default();
        let ledger = self.open.as_ref().map_or(&empty, |open| &open.ledger);
        Progress::of(&self.plan, ledger, Period::year_of(self.year))
    }

    /// Returns the latest report of each period of the year, in the order of export, with its receipt.
    #[must_use]
    pub fn answered(&self) -> Vec<Answered> {
        let Some(open) = &self.open else { return Vec::new() };
        receipt::answered(&open.ledger, self.year, &open.receipts)
    }

    /// Returns period, revision and day of the year's latest report.
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
