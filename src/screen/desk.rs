//! The way from the screen to the disk: what the loop does of the effects that the update asks for.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use crate::app::browser::{Listing, Picks, Thing};
use crate::app::form::{Asked, Piece};
use crate::app::guide::{Keeping, Preferences, Signing};
use crate::app::keymap::Intent;
use crate::app::model::{Message, Model, Open};
use crate::app::reporting::Checked;
use crate::app::update::{Msg, Settled};
use crate::commands::context::{Context, mirror_session};
use crate::commands::report::{Beside, Making, lay_beside};
use crate::commands::setup::checked;
use crate::commands::{backup, check, merge, receipt};
use crate::domain::activity::{ActivityPatch, Evidence};
use crate::domain::ledger::{Change, Hex16};
use crate::domain::period::Period;
use crate::domain::plan::Township;
use crate::domain::report::Signature;
use crate::domain::wording::size_words;
use crate::error::Error;
use crate::store::folder::Chosen;
use crate::store::ledger::Writer;
use crate::store::offers::started_from_archive;
use crate::store::settings::Settings;
use crate::store::{self, StoreError};
use crate::store::{browse, drives, evidence};
use crate::terminal::session;

/// What the loop holds besides the model.
pub(super) struct Desk {
    pub(super) context: Context,
    /// This PC's ledger of the open township; none where it may not be written.
    writer: Option<Writer>,
    damaged: u32,
    unknown: usize,
}

impl Desk {
    pub(super) fn new(context: Context) -> Self {
        Self { context, writer: None, damaged: 0, unknown: 0 }
    }

    /// Has the records copied to the second drive where the program is ended from outside.
    pub(super) fn watch_end(&self) {
        let (data, now) = (self.context.data.clone(), self.context.now());
        session::before_end(move || {
            // As they are by then; a copy that fails is told by the dashboard of the next start.
            if let Ok(mut settings) = Settings::load(&data.settings()) {
                let _ = mirror_session(&data, &mut settings, now);
            }
        });
    }

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
    fn gone(&self, township: &Township, entries: usize) -> Option<StoreError> {
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
        self.unknown = shelf.unknown();
        let notes = shelf.notes.iter().map(ToString::to_string).collect();
        let (writer, read_only) = match own {
            Ok(writer) => (Some(writer), None),
            Err(why) => (None, Some(why.to_string())),
        };
        let device = writer.as_ref().map(Writer::device);
        self.writer = writer;
        self.context.township = Some(township.clone());
        let receipts = store::receipts::all(&self.context.data, &self.context.plan().id, &township.code);
        let (township, ledger) = (township.clone(), shelf.ledger);
        Msg::Opened(Box::new(Open { township, ledger, device, read_only, notes, receipts }))
    }

    pub(super) fn record(&mut self, model: &Model, change: Change) -> Msg {
        let (Some(open), Some(writer)) = (&model.open, &mut self.writer) else {
            return Msg::RecordFailed("这个窗口只能看，不能改。".to_owned());
        };
        match self.context.append(writer, &open.ledger, change) {
            Ok(entry) => Msg::Recorded(Box::new(entry)),
            Err(error) => {
                // What the disk holds now is read anew before the next change.
                self.writer = None;
                Msg::RecordFailed(format!("没有记上：{}", Error::Store(error)))
            }
        }
    }

    /// Copies the evidence that is new, then records the activity. Where a piece cannot be copied nothing is recorded.
    pub(super) fn record_activity(
        &mut self,
        model: &Model,
        id: Hex16,
        mut set: ActivityPatch,
        evidence: Option<Vec<Piece>>,
    ) -> Msg {
        if let (Some(pieces), Some(open)) = (evidence, &model.open) {
            let mut kept: Vec<Evidence> = Vec::new();
            for piece in pieces {
                let piece = match piece {
                    Piece::Kept(evidence) => Ok(evidence),
                    Piece::New(path) => {
                        evidence::keep(&self.context.data, &self.context.plan().id, &open.township.code, &path)
                    }
                };
                match piece {
                    Ok(piece) if kept.iter().any(|known| known.sha256 == piece.sha256) => {}
                    Ok(piece) => kept.push(piece),
                    Err(error) => return Msg::Refused(format!("没有记上：{}", Error::Store(error))),
                }
            }
            set.evidence = Some(kept);
        }
        self.record(model, Change::Activity { id, set })
    }

    /// The drive after the one that `folder` lies on; behind the last one comes a folder of this PC.
    pub(super) fn next_place(&self, folder: PathBuf) -> Msg {
        let drives = drives::list();
        if let Some(drive) = drives::after(&drives, &folder) {
            let kind = if drive.removable { "U盘" } else { "硬盘" };
            let told = format!("{kind} {}，还能存 {}。", drive.root.display(), size_words(drive.free));
            Msg::Place(drive.root.clone(), Message::info(told))
        } else if drives.is_empty() {
            Msg::Place(folder, Message::alert("没有找到U盘。请插好U盘，等几秒再按 F6。"))
        } else {
            let told = "没有别的U盘了，这是本机的文件夹；再按 F6 从头找起。";
            Msg::Place(self.context.data.report_folder_here(), Message::info(told))
        }
    }

    /// Makes the report that the form asks for; says how it went, and who signs from now on.
    pub(super) fn report(&mut self, model: &Model, asked: &Asked) -> (Settled, Msg) {
        let refused = |error: Error| Msg::Reported(None, Err(error.to_string()));
        let (Some(open), Some(writer)) = (&model.open, &mut self.writer) else {
            return (self.settled(), refused(Error::NoTownship));
        };
        // Where the stick is gone, nothing must be written in its place.
        if let Err(error) = writer.check() {
            return (self.settled(), refused(error.into()));
        }
        let signing = Signing {
            folder: asked.folder.clone(),
            reporter: asked.reporter.clone(),
            reviewer: asked.reviewer.clone(),
            phone: asked.phone.clone(),
        };
        if let Err(error) = self.context.sign(signing) {
            return (self.settled(), refused(error));
        }
        // Settings that cannot be kept are asked for again next time; the report does not wait for them.
        let _ = self.context.settings.save(&self.context.data.settings());
        let by = self.context.signature(model.today);
        let making = making(&self.context, open, (self.damaged, self.unknown), by);
        let msg = match making.make(writer, asked.period, &asked.folder) {
            Ok(made) => {
                let handed_out = made.handed_out.map_err(|error| Error::NotHandedOut(Box::new(error)));
                let told = handed_out.map_err(|error| error.to_string()).and_then(|mut exported| {
                    let wanted = Beside { workbook: asked.workbook, evidence: asked.evidence };
                    let problems = lay_beside(&self.context, &mut exported, wanted);
                    let told = format!("{}{}", exported.words(asked.period), exported.path.display());
                    let problems: String = problems.iter().map(ToString::to_string).collect();
                    if problems.is_empty() { Ok(told) } else { Err(format!("{told}。{problems}")) }
                });
                Msg::Reported(made.entry.map(Box::new), told)
            }
            Err(error) => refused(error),
        };
        (self.settled(), msg)
    }

    /// Checks what a report would say, and how much can be written where it would go.
    pub(super) fn check(&self, model: &Model, period: Period, reporter: String, folder: &Path) -> Option<Box<Checked>> {
        let open = model.open.as_ref()?;
        let by = Signature { reporter, ..self.context.signature(model.today) };
        let making = making(&self.context, open, (self.damaged, self.unknown), by);
        let findings = check::findings(&making, period, check::Evidence::BySize);
        let room = Some(folder).filter(|folder| folder.is_absolute()).and_then(drives::free);
        Some(Box::new(Checked { period, findings, room }))
    }

    /// Makes a backup in a folder.
    pub(super) fn back_up(&self, folder: &Path) -> Msg {
        Msg::Told(backup::words(&self.context, folder).map_err(|error| error.to_string()))
    }

    /// Brings a file in; the township as it is read anew, and how it went.
    pub(super) fn merge(&mut self, model: &Model, file: PathBuf) -> (Option<Msg>, Msg) {
        let Some(open) = &model.open else { return (None, Msg::Told(Err(Error::NoTownship.to_string()))) };
        if let Some(error) = self.gone(&open.township, open.ledger.len()) {
            return (None, Msg::Told(Err(Error::Store(error).to_string())));
        }
        // What is brought in may be written into this PC's own ledger, whose lock is given back for it.
        self.writer = None;
        let told = merge::words(&self.context, &[file]).map_err(|error| error.to_string());
        // A backup may have brought the settings along.
        if let Ok(settings) = Settings::load(&self.context.data.settings()) {
            self.context.settings = Settings { township: Some(open.township.code.clone()), ..settings };
        }
        (Some(self.open(&open.township.clone())), Msg::Told(told))
    }

    /// Takes the county's answer in.
    pub(super) fn open_receipt(&self, model: &Model, file: &Path) -> Option<Msg> {
        let open = model.open.as_ref()?;
        let opened = receipt::open(&self.context, &open.township, &open.ledger, file).map(|opened| {
            let all = store::receipts::all(&self.context.data, &self.context.plan().id, &open.township.code);
            (opened.words(), all)
        });
        Some(Msg::ReceiptOpened(opened.map_err(|error| error.to_string())))
    }

    /// Reads a folder for the browser; where it is not there (any more), the places to begin at.
    pub(super) fn list(picks: Picks, folder: Option<PathBuf>) -> Msg {
        let folder = folder.filter(|folder| folder.is_dir());
        let listed = match &folder {
            Some(folder) => browse::list(folder).map_err(|error| Error::Store(error).to_string()),
            None => Ok((browse::beginnings(), 0)),
        };
        let thing = |found: browse::Found| Thing {
            path: found.path,
            name: found.name,
            file: found.file.map(|(bytes, changed)| (bytes, local(changed))),
        };
        let listing = |(found, left_out): (Vec<browse::Found>, usize)| Listing {
            folder,
            things: found.into_iter().map(thing).collect(),
            left_out,
        };
        Msg::Listed(picks, listed.map(listing))
    }

    /// Keeps who fills in and the second drive, and takes the day over; the clock's own day is no day by hand.
    pub(super) fn set(&mut self, asked: Preferences, clock: NaiveDate) -> Msg {
        let path = self.context.data.path.clone();
        if !path.is_dir() {
            return Msg::Refused(Error::Store(StoreError::PlaceGone { path }).to_string());
        }
        if let Err(error) = self.context.sign(asked.signing) {
            return Msg::Refused(error.to_string());
        }
        let settings = &mut self.context.settings;
        if settings.mirror != asked.mirror {
            settings.mirror = asked.mirror;
            settings.mirrored = None;
        }
        if let Err(error) = settings.save(&self.context.data.settings()) {
            return Msg::Refused(Error::Store(error).to_string());
        }
        self.context.today = asked.today;
        self.context.day_fixed = asked.today != clock;
        Msg::Settled(Box::new(self.settled()))
    }

    /// What is kept of the settings.
    pub(super) fn settled(&self) -> Settled {
        Settled {
            signing: signing(&self.context),
            keeping: keeping(&self.context),
            today: self.context.day_fixed.then_some(self.context.today),
        }
    }
}

/// What a report is made of; `wrong` counts the damaged lines and the entries that are not understood.
fn making<'a>(context: &'a Context, open: &'a Open, wrong: (u32, usize), by: Signature) -> Making<'a> {
    let (damaged, unknown) = wrong;
    Making { context, township: &open.township, ledger: &open.ledger, damaged, unknown, by }
}

fn local(time: std::time::SystemTime) -> chrono::NaiveDateTime {
    chrono::DateTime::<chrono::Local>::from(time).naive_local()
}

pub(super) fn signing(context: &Context) -> Signing {
    let settings = &context.settings;
    Signing {
        folder: settings.report_folder.clone().unwrap_or_else(|| context.data.usual_report_folder()),
        reporter: settings.reporter.clone(),
        reviewer: settings.reviewer.clone(),
        phone: settings.phone.clone(),
    }
}

pub(super) fn keeping(context: &Context) -> Keeping {
    let drives = drives::list();
    Keeping {
        place: context.data.path.clone(),
        wiped_by_reinstall: context.data.chosen == Chosen::Platform
            && drives.iter().all(|drive| !context.data.path.starts_with(&drive.root)),
        mirror: context.settings.mirror.clone(),
        mirrored: context.settings.mirrored.map(|at| at.date_naive()),
        started_from: started_from_archive(),
    }
}

impl Context {
    /// Takes over who signs from now on, and where reports go, each as it is kept.
    pub(super) fn sign(&mut self, signing: Signing) -> Result<(), Error> {
        let names = [&signing.reporter, &signing.reviewer, &signing.phone].map(|name| checked(name));
        let [reporter, reviewer, phone] = names;
        let settings = &mut self.settings;
        (settings.reporter, settings.reviewer, settings.phone) = (reporter?, reviewer?, phone?);
        settings.report_folder = Some(signing.folder);
        Ok(())
    }
}
