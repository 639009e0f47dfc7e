//! The context of every command: data folder, settings, plan, township, year and date.

use chrono::{DateTime, Datelike as _, FixedOffset, Local, NaiveDate, Timelike as _};

use crate::cli::{GlobalArgs, OutputFormat};
use crate::domain::ledger::{Change, Entry, Ledger};
use crate::domain::plan::{Plan, PlanFile, Township};
use crate::domain::report::Signature;
use crate::domain::text::one_line;
use crate::error::{Error, MirroredSentences};
use crate::store::folder::{DataFolder, FolderChoice};
use crate::store::ledger::{LedgerWriter, LoadedLedgers};
use crate::store::settings::Settings;
use crate::store::{self, StoreError};
use crate::terminal::look::Look;

use super::choice::{PlanAndTownship, PlanChoice};
use super::known_plans::KnownPlans;

#[derive(Debug)]
pub struct Context {
    pub data: DataFolder,
    pub settings: Settings,
    /// The plan of the command; if it needs none, the plan to show first.
    pub plan: PlanFile,
    /// All plans that this office has.
    pub plans: KnownPlans,
    /// The township named by `--township`, or else the one in the settings.
    pub township: Option<Township>,
    /// Whether `--township` named it.
    pub township_named: bool,
    /// A sentence for the user if the settings cannot be used as they are.
    pub warning: Option<String>,
    /// The year named by `--year`.
    pub year: Option<i32>,
    /// The date named by `--today`, or else the clock's.
    pub today: NaiveDate,
    /// Whether `--today` replaces the clock.
    pub day_fixed: bool,
    pub format: OutputFormat,
    /// The look named by `--look`, or else the one in the settings.
    pub look: Option<Look>,
}

/// What a command requires.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContextNeed {
    /// A plan. A named township must be on its roster.
    Plan,
    /// No plan. A named township may be any in China.
    Township,
}

/// A township's ledgers, open for changes.
#[derive(Debug)]
pub struct OpenLedger {
    pub loaded: LoadedLedgers,
    /// This PC's own ledger.
    pub writer: LedgerWriter,
}

impl Context {
    /// Opens the data folder and everything that the global arguments name.
    pub fn open(global: &GlobalArgs, need: ContextNeed) -> Result<Self, Error> {
        Self::open_in(global, DataFolder::find(global.data.clone())?, need)
    }

    /// Like [`Self::open`], in a given data folder.
    pub fn open_in(global: &GlobalArgs, data: DataFolder, need: ContextNeed) -> Result<Self, Error> {
        let (mut settings, mut warning) = match Settings::load(&data.settings()) {
            // Settings can be entered again. Their loss must not hide the records.
            Err(StoreError::Format { path, error }) => {
                (Settings::default(), Some(Error::Settings { path, error }.to_string()))
            }
            loaded => (loaded?, None),
        };
        for text in [&mut settings.reporter, &mut settings.reviewer, &mut settings.phone] {
            *text = one_line(text);
        }
        let plans = KnownPlans::load(&data, &settings);
        let today = global.today.unwrap_or_else(|| Local::now().date_naive());
        let year = global.year.unwrap_or(today.year());
        let choice = PlanChoice { global, settings: &settings, plans: &plans, data: &data, year };
        let PlanAndTownship { plan, township, lost } = match need {
            ContextNeed::Plan => choice.plan_and_township()?,
            ContextNeed::Township => choice.township_alone()?,
        };
        if lost && let Some(saved) = &settings.township {
            // Only a warning: everything else works without a township.
            warning = Some(Error::SavedTownship(saved.clone()).to_string());
        }
        if let Some(year) = global.year.filter(|year| need == ContextNeed::Plan && !plan.plan.years().contains(year)) {
            return Err(Error::Year { year, years: plan.plan.notice.years });
        }
        let saved = settings.plain_look.map(|plain| if plain { Look::Plain } else { Look::Fine });
        let look = global.look.map(Look::from).or(saved);
        let township_named = global.township.is_some();
        Ok(Self {
            data,
            settings,
            plan,
            plans,
            township,
            township_named,
            warning,
            year: global.year,
            today,
            day_fixed: global.today.is_some(),
            format: global.format.unwrap_or(OutputFormat::Table),
            look,
        })
    }

    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.plan.plan
    }

    /// The plan of that id, if this office has it.
    #[must_use]
    pub fn plan_of(&self, id: &str) -> Option<&PlanFile> {
        let here = Some(&self.plan).filter(|file| file.plan.id == id);
        here.or_else(|| self.plans.find(id).map(|known| &known.file))
    }

    /// The plan of that id, or else the plan of the command.
    #[must_use]
    pub fn plan_or_current(&self, id: &str) -> &PlanFile {
        self.plan_of(id).unwrap_or(&self.plan)
    }

    /// The township, or the error that none was chosen.
    pub fn township(&self) -> Result<&Township, Error> {
        self.township.as_ref().ok_or(Error::NoTownship)
    }

    /// The year of the command: the named one, else this year, else the plan's nearest year.
    #[must_use]
    pub fn year(&self) -> i32 {
        self.year.unwrap_or_else(|| self.plan().nearest_year(self.today.year()))
    }

    /// The named year or this year, even if no plan covers it.
    #[must_use]
    pub fn year_in_view(&self) -> i32 {
        self.year.unwrap_or(self.today.year())
    }

    /// The time to record: the current time of day, on the day given by `--today` or else on the current day.
    #[must_use]
    pub fn now(&self) -> DateTime<FixedOffset> {
        self.clock()()
    }

    /// A clock that gives [`Self::now`] later.
    pub fn clock(&self) -> impl Fn() -> DateTime<FixedOffset> + Send + use<> {
        let fixed = self.day_fixed.then_some(self.today);
        move || {
            let now = Local::now().fixed_offset();
            let time = now.time().with_nanosecond(0).unwrap_or(now.time());
            let day = fixed.unwrap_or_else(|| now.date_naive());
            day.and_time(time).and_local_timezone(*now.offset()).single().unwrap_or(now)
        }
    }

    /// The look of printed tables: the chosen one, or else the fine look except on Windows.
    #[must_use]
    pub fn printed_look(&self) -> Look {
        self.look.unwrap_or(if cfg!(windows) { Look::Plain } else { Look::Fine })
    }

    /// Reads the township's ledgers.
    pub fn read_ledgers(&self) -> Result<LoadedLedgers, Error> {
        let township = self.township()?;
        Ok(store::ledger::read_all(&self.data, &self.plan().id, &township.code))
    }

    /// Opens the township's ledgers for changes.
    pub fn open_ledgers(&self) -> Result<OpenLedger, Error> {
        let township = self.township()?;
        let (loaded, own) = store::ledger::open(&self.data, &self.plan().id, &township.code);
        Ok(OpenLedger { loaded, writer: own.map_err(StoreError::ReadOnly)? })
    }
}

impl Context {
    /// Records one change: on the disk first, then in memory.
    pub fn record(&self, open: &mut OpenLedger, change: Change) -> Result<Entry, StoreError> {
        let entry = self.append(&mut open.writer, &open.loaded.ledger, change)?;
        open.loaded.ledger.add(entry.clone());
        Ok(entry)
    }

    /// Appends a change with a stamp above all stamps in `ledger`. The caller applies the entry.
    pub fn append(&self, writer: &mut LedgerWriter, ledger: &Ledger, change: Change) -> Result<Entry, StoreError> {
        let stamp = ledger.next_stamp().ok_or_else(|| StoreError::Unwritable("台账的顺序号已用完".to_owned()))?;
        writer.append(change, stamp, self.now(), &self.settings.reporter)
    }

    /// The mirror, if one is set up and its drive is present.
    #[must_use]
    pub fn mirror(&self) -> Option<DataFolder> {
        let path = store::mirror::mirror_folder(&self.data, self.settings.mirror.as_ref()?).ok()?;
        Some(DataFolder { path, chosen: FolderChoice::Named })
    }

    /// Updates the mirror if one is set up. Returns a sentence for the user, if there is something to say.
    pub fn end_session(&mut self) -> Result<Option<String>, Error> {
        let now = self.now();
        mirror_session(&self.data, &mut self.settings, now)
    }

    /// The signature of a report made now.
    #[must_use]
    pub fn signature(&self, today: NaiveDate) -> Signature {
        let Settings { reporter, reviewer, phone, .. } = self.settings.clone();
        Signature { reporter, reviewer, phone, at: self.now(), today }
    }
}

/// Updates the mirror named in the settings and records the time. Returns a sentence for the user, if there is
/// something to say.
pub fn mirror_session(
    data: &DataFolder,
    settings: &mut Settings,
    now: DateTime<FixedOffset>,
) -> Result<Option<String>, Error> {
    let Some(to) = settings.mirror.clone() else { return Ok(None) };
    let mirrored = store::mirror::update(data, &to).map_err(|error| Error::NotMirrored(Box::new(error)))?;
    settings.mirrored = Some(now);
    settings.save(&data.settings())?;
    let sentences = MirroredSentences(&mirrored).to_string();
    Ok(Some(sentences).filter(|sentences| !sentences.is_empty()))
}

/// 64 random bits from the system.
pub fn random() -> Result<u64, StoreError> {
    getrandom::u64().map_err(|error| StoreError::Unwritable(error.to_string()))
}
