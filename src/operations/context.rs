//! What every command stands on: the data folder, the settings, the plan, the township, the year, today.

use chrono::{DateTime, Datelike as _, FixedOffset, Local, NaiveDate, Timelike as _};

use crate::cli::{Format, Global};
use crate::domain::ledger::{Change, Entry, Ledger};
use crate::domain::plan::{Plan, PlanFile, Township};
use crate::domain::report::Signature;
use crate::domain::text::one_line;
use crate::error::{Error, MirroredSentences};
use crate::store::folder::{Chosen, DataFolder};
use crate::store::ledger::{Shelf, Writer};
use crate::store::settings::Settings;
use crate::store::{self, StoreError};
use crate::terminal::look::Look;

use super::choice::{Choice, PlanAndTownship};
use super::known_plans::KnownPlans;

/// What every command stands on.
#[derive(Debug)]
pub struct Context {
    /// Where the records lie.
    pub data: DataFolder,
    /// What is set up.
    pub settings: Settings,
    /// The plan that is meant; where none needs to be, the one that stands in for it.
    pub plan: PlanFile,
    /// All plans that this office knows.
    pub plans: KnownPlans,
    /// The township named by `--township`, else that of the settings.
    pub township: Option<Township>,
    /// Whether `--township` named it.
    pub township_named: bool,
    /// What to tell of the settings, where they cannot be used as they are.
    pub warning: Option<String>,
    /// The year named by `--year`.
    pub year: Option<i32>,
    /// Today's date: `--today`, else the clock's.
    pub today: NaiveDate,
    /// Whether `--today` stands in for the clock.
    pub day_fixed: bool,
    /// How to print.
    pub format: Format,
    /// The look that was asked for: by `--look`, else by the settings.
    pub look: Option<Look>,
}

/// What a command cannot do without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// One plan; the township has to be on its roster where one is named.
    Plan,
    /// No plan. A township that is named may be any of China.
    Township,
}

/// A township's ledgers, open for changes.
#[derive(Debug)]
pub struct OpenLedger {
    /// The ledgers as read.
    pub shelf: Shelf,
    /// This PC's own.
    pub writer: Writer,
}

impl Context {
    /// Reads what the global arguments name.
    pub fn open(global: &Global, need: Need) -> Result<Self, Error> {
        Self::open_in(global, DataFolder::find(global.data.clone())?, need)
    }

    /// Reads what the global arguments name, the data folder aside.
    pub fn open_in(global: &Global, data: DataFolder, need: Need) -> Result<Self, Error> {
        let (mut settings, mut warning) = match Settings::load(&data.settings()) {
            // Settings can be typed again; they must not keep the records from being seen.
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
        let choice = Choice { global, settings: &settings, plans: &plans, data: &data, year };
        let PlanAndTownship { plan, township, lost } = match need {
            Need::Plan => choice.plan_and_township()?,
            Need::Township => choice.township_alone()?,
        };
        if lost && let Some(kept) = &settings.township {
            // Told, and left to be chosen anew: everything else can still be done.
            warning = Some(Error::KeptTownship(kept.clone()).to_string());
        }
        if let Some(year) = global.year.filter(|year| need == Need::Plan && !plan.plan.years().contains(year)) {
            return Err(Error::Year { year, years: plan.plan.notice.years });
        }
        let kept = settings.plain_look.map(|plain| if plain { Look::Plain } else { Look::Fine });
        let look = global.look.map(Look::from).or(kept);
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
            format: global.format.unwrap_or(Format::Table),
            look,
        })
    }

    /// The plan.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.plan.plan
    }

    /// The plan of that id, as far as this office knows it.
    #[must_use]
    pub fn plan_of(&self, id: &str) -> Option<&PlanFile> {
        let here = Some(&self.plan).filter(|file| file.plan.id == id);
        here.or_else(|| self.plans.find(id).map(|known| &known.file))
    }

    /// The plan of that id; the plan that is meant where this office does not know it.
    #[must_use]
    pub fn plan_or_own(&self, id: &str) -> &PlanFile {
        self.plan_of(id).unwrap_or(&self.plan)
    }

    /// The township, or the sentence that none was chosen.
    pub fn township(&self) -> Result<&Township, Error> {
        self.township.as_ref().ok_or(Error::NoTownship)
    }

    /// The year in question: the one named, else this year, else the plan's year nearest to it.
    #[must_use]
    pub fn year(&self) -> i32 {
        self.year.unwrap_or_else(|| self.plan().nearest_year(self.today.year()))
    }

    /// The year named, else this year, whatever a plan covers.
    #[must_use]
    pub fn year_in_view(&self) -> i32 {
        self.year.unwrap_or(self.today.year())
    }

    /// The time that is written down: the clock's, on the day that `--today` names where it names one.
    #[must_use]
    pub fn now(&self) -> DateTime<FixedOffset> {
        self.clock()()
    }

    /// The clock of [`Self::now`], for whoever asks it later.
    pub fn clock(&self) -> impl Fn() -> DateTime<FixedOffset> + Send + use<> {
        let fixed = self.day_fixed.then_some(self.today);
        move || {
            let now = Local::now().fixed_offset();
            let time = now.time().with_nanosecond(0).unwrap_or(now.time());
            let day = fixed.unwrap_or_else(|| now.date_naive());
            day.and_time(time).and_local_timezone(*now.offset()).single().unwrap_or(now)
        }
    }

    /// The look for printed tables: the one asked for, else fine where the console is a Unicode one.
    #[must_use]
    pub fn printed_look(&self) -> Look {
        self.look.unwrap_or(if cfg!(windows) { Look::Plain } else { Look::Fine })
    }

    /// The township's ledgers, for reading only.
    pub fn read_ledgers(&self) -> Result<Shelf, Error> {
        let township = self.township()?;
        Ok(store::ledger::read_all(&self.data, &self.plan().id, &township.code))
    }

    /// The township's ledgers, for a change.
    pub fn open_ledgers(&self) -> Result<OpenLedger, Error> {
        let township = self.township()?;
        let (shelf, own) = store::ledger::open(&self.data, &self.plan().id, &township.code);
        Ok(OpenLedger { shelf, writer: own.map_err(StoreError::ReadOnly)? })
    }
}

impl Context {
    /// Records one change in a ledger that is open: on the disk first, then in the fold.
    pub fn record(&self, open: &mut OpenLedger, change: Change) -> Result<Entry, StoreError> {
        let entry = self.append(&mut open.writer, &open.shelf.ledger, change)?;
        open.shelf.ledger.add(entry.clone());
        Ok(entry)
    }

    /// Appends a change after everything that `ledger` has seen; the fold itself is left to the caller.
    pub fn append(&self, writer: &mut Writer, ledger: &Ledger, change: Change) -> Result<Entry, StoreError> {
        let stamp = ledger.next_stamp().ok_or_else(|| StoreError::Unwritable("台账的顺序号已用完".to_owned()))?;
        writer.append(change, stamp, self.now(), &self.settings.reporter)
    }

    /// The mirror on the second drive, where one was chosen and the drive is there.
    #[must_use]
    pub fn mirror(&self) -> Option<DataFolder> {
        let path = store::mirror::place(&self.data, self.settings.mirror.as_ref()?).ok()?;
        Some(DataFolder { path, chosen: Chosen::Named })
    }

    /// Brings the mirror on the second drive up to date, where one was chosen; gives what to tell of it, or why there is
    /// no new copy.
    pub fn end_session(&mut self) -> Result<Option<String>, Error> {
        let now = self.now();
        mirror_session(&self.data, &mut self.settings, now)
    }

    /// Who signs a report that is made now.
    #[must_use]
    pub fn signature(&self, today: NaiveDate) -> Signature {
        let Settings { reporter, reviewer, phone, .. } = self.settings.clone();
        Signature { reporter, reviewer, phone, at: self.now(), today }
    }
}

/// Brings the mirror on the second drive up to date, where the settings name one, and keeps when; gives what to tell.
pub fn mirror_session(
    data: &DataFolder,
    settings: &mut Settings,
    now: DateTime<FixedOffset>,
) -> Result<Option<String>, Error> {
    let Some(to) = settings.mirror.clone() else { return Ok(None) };
    let mirrored = store::mirror::mirror(data, &to).map_err(|error| Error::NotMirrored(Box::new(error)))?;
    settings.mirrored = Some(now);
    settings.save(&data.settings())?;
    let told = MirroredSentences(&mirrored).to_string();
    Ok(Some(told).filter(|told| !told.is_empty()))
}

/// Sixty-four random bits.
pub fn random() -> Result<u64, StoreError> {
    getrandom::u64().map_err(|error| StoreError::Unwritable(error.to_string()))
}
