//! An event loop in memory. It answers the screen's effects in all tests without the real program.

use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};
use taizhang::app::message::{Effect, Msg, SavedSettings};
use taizhang::app::state::audit::ReportAudit;
use taizhang::app::state::browser::{BrowserListing, BrowserRow};
use taizhang::app::state::county_screens::{AnswerRequest, CountyEffect, CountyJob, CountyMsg};
use taizhang::app::state::model::{Message, Model, OpenTownship};
use taizhang::app::state::setup::{StorageCandidates, StorageLocation, StorageState};
use taizhang::app::state::slot::EvidenceItem;
use taizhang::app::update::update;
use taizhang::domain::activity::{ActivityPatch, Evidence};
use taizhang::domain::check::{StoreFacts, check};
use taizhang::domain::county::Received;
use taizhang::domain::ledger::{Change, Entry, Hex16, Ledger};
use taizhang::domain::plan::Township;
use taizhang::domain::receipt::{Receipt, ReceiptAnswer, TaskAnswer};
use taizhang::domain::report::{Report, Signature};
use taizhang::format::ledger::Draft;
use taizhang::terminal::look::Look;
use taizhang::ui;

use crate::screen::Clerk;

const DEVICE: Hex16 = Hex16(0xA);

impl Clerk {
    /// Handles a message and all effects that follow.
    pub(crate) fn take(&mut self, msg: Msg) {
        let mut next = Some(msg);
        while let Some(msg) = next {
            let effect = update(&mut self.model, msg, &self.drawn.view);
            next = effect.and_then(|effect| self.answer(effect));
        }
        self.drawn = ui::draw(&self.model, self.skin, self.size);
    }

    /// Answers an effect as the disk would.
    fn answer(&mut self, effect: Effect) -> Option<Msg> {
        match effect {
            Effect::Record(change) => Some(self.record(change)),
            Effect::RecordActivity { id, set, evidence } => {
                let evidence = evidence.map(|pieces| pieces.iter().map(kept).collect());
                Some(self.record(Change::Activity { id, set: ActivityPatch { evidence, ..*set } }))
            }
            Effect::OpenTownship(township) => Some(self.open(township)),
            Effect::FinishFirstRun(asked) => {
                let opened = self.open(asked.township.clone());
                self.first_run = Some(*asked);
                Some(opened)
            }
            Effect::FindStorage => Some(Msg::StorageFound(offers())),
            Effect::SaveSettings(asked) => {
                let keeping = StorageState { mirror: asked.mirror, ..self.model.storage.clone() };
                let today = (asked.today != self.model.today).then_some(asked.today);
                let settled = SavedSettings { signing: asked.signing, storage: keeping, today };
                self.saved_settings.push(settled.clone());
                Some(Msg::SettingsSaved(Box::new(settled)))
            }
            Effect::List(picks, folder) => Some(Msg::Listed(picks, Ok(listing(folder)))),
            Effect::Reopen(then) => {
                let mut open = self.model.open.clone().unwrap();
                if self.can_reopen {
                    open.read_only = None;
                    open.device = Some(DEVICE);
                }
                Some(Msg::Reopened(Box::new(open), then))
            }
            Effect::Report(asked) => {
                let exports = self.model.open.as_ref().unwrap().ledger.exports(asked.period).len();
                let (period, revision) = (asked.period, u32::try_from(exports).unwrap() + 1);
                let sha256 = format!("{revision:064x}");
                self.reports.push(asked);
                let change = Change::Exported { period, revision, sha256, parent: None, heads: vec![] };
                let ledger = &self.model.open.as_ref().unwrap().ledger;
                let entry = entry_at(ledger, DEVICE, change, self.now());
                Some(Msg::Reported(Some(Box::new(entry)), Ok("已生成。".to_owned())))
            }
            Effect::Check { period, reporter, folder: _, show } => {
                let at = self.now();
                let (reviewer, phone, today) = (String::new(), String::new(), self.model.today);
                let by = Signature { reporter, reviewer, phone, at, today };
                let open = self.model.open.as_ref().unwrap();
                let findings = check(&self.model.plan, &open.ledger, period, &by, &StoreFacts::default());
                Some(Msg::Checked(Box::new(ReportAudit { period, findings, room: Some(15_000_000_000) }), show))
            }
            Effect::Backup(folder) => Some(Msg::Finished(Ok(format!("已备份到 {}", folder.display())))),
            Effect::Merge(file) => Some(Msg::Finished(Ok(format!("已并入 {}", file.display())))),
            Effect::OpenReceipt(file) => Some(Msg::ReceiptOpened(self.receipt(&file))),
            Effect::FindNextFolder(_) => {
                Some(Msg::NextFolder(PathBuf::from("/另一个U盘"), Message::info("U盘 /另一个U盘")))
            }
            Effect::Quit => {
                self.gone = true;
                None
            }
            Effect::ChangeLook => {
                self.skin.look = if self.skin.look == Look::Plain { Look::Fine } else { Look::Plain };
                None
            }
            Effect::County(asked) => Some(Msg::County(self.county.answer(&self.model, asked))),
            Effect::Repaint => None,
        }
    }

    /// Opens a township with its records, or an empty one.
    fn open(&mut self, township: Township) -> Msg {
        if let Some(OpenTownship { township, ledger, .. }) = self.model.open.take() {
            self.closed_townships.retain(|(known, _)| *known != township);
            self.closed_townships.push((township, ledger));
        }
        let known = self.closed_townships.iter().find(|(known, _)| *known == township);
        let ledger = known.map_or_else(Ledger::default, |(_, ledger)| ledger.clone());
        Msg::Opened(Box::new(OpenTownship {
            township,
            ledger,
            device: Some(DEVICE),
            read_only: None,
            notes: vec![],
            receipts: vec![],
        }))
    }

    fn record(&mut self, change: Change) -> Msg {
        if self.disk_full {
            return Msg::RecordFailed("没有记上：磁盘已满。".to_owned());
        }
        self.recorded.push(change.clone());
        let ledger = &self.model.open.as_ref().unwrap().ledger;
        Msg::Recorded(Box::new(entry_at(ledger, DEVICE, change, self.now())))
    }

    fn now(&self) -> DateTime<FixedOffset> {
        format!("{}T09:00:00+08:00", self.model.today).parse().unwrap()
    }

    /// The county returns the last report because of task 5. A photo is not a receipt.
    fn receipt(&self, file: &Path) -> Result<(String, Vec<Receipt>), String> {
        if file.extension() != Some("ron".as_ref()) {
            return Err("不是本程序的文件。".to_owned());
        }
        let Some(last) = self.model.answered().pop().map(|one| one.report) else {
            return Err("没有上报过，没有回执可开。".to_owned());
        };
        let receipt = Receipt {
            report: last.sha256,
            plan: self.model.plan.id.clone(),
            township: self.model.open.as_ref().unwrap().township.clone(),
            period: last.period,
            revision: last.revision,
            answer: ReceiptAnswer::Returned,
            remarks: vec![TaskAnswer { task: 5, text: "佐证不全，请补照片".to_owned() }],
            office: "县科协".to_owned(),
            person: "赵六".to_owned(),
            phone: String::new(),
            at: self.now(),
        };
        Ok(("县科协答复：退回。".to_owned(), vec![receipt]))
    }
}

/// The county's folder, and the requests of the county's screens.
#[derive(Default)]
pub(crate) struct CountyFolder {
    pub(crate) reports: Vec<(Received, Report)>,
    /// Indices of the reports that were read again.
    pub(crate) read: Vec<usize>,
    pub(crate) answers: Vec<AnswerRequest>,
    /// Folder, name and text of the files that were written.
    pub(crate) texts: Vec<(PathBuf, String, String)>,
    /// Folders of the workbooks that were written.
    pub(crate) workbooks: Vec<PathBuf>,
    pub(crate) collected: Vec<Vec<PathBuf>>,
}

impl CountyFolder {
    fn answer(&mut self, model: &Model, asked: CountyEffect) -> CountyMsg {
        let report = |place: usize| {
            let sha256 = &model.county.as_ref().unwrap().collected.county.reports[place].sha256;
            &self.reports.iter().find(|(received, _)| received.sha256 == *sha256).unwrap().1
        };
        match asked {
            CountyEffect::Read(place) => {
                let report = report(place).clone();
                self.read.push(place);
                CountyMsg::Read(place, Ok(Box::new(report)))
            }
            CountyEffect::Answer(asked) => {
                let sha256 = |place: usize| &model.county.as_ref().unwrap().collected.county.reports[place].sha256;
                let given = |place: &usize| {
                    let receipt = receipt(report(*place), sha256(*place), asked.answer);
                    Receipt { remarks: asked.remarks.clone(), ..receipt }
                };
                let given = asked.reports.iter().map(given).collect();
                self.answers.push(*asked);
                CountyMsg::Answered(given, Ok("已出回执。".to_owned()))
            }
            CountyEffect::WriteText { folder, name, text } => {
                let told = format!("已存到 {}", folder.join(&name).display());
                self.texts.push((folder, name, text));
                CountyMsg::FileWritten(Ok(told))
            }
            CountyEffect::WriteWorkbook(folder) => {
                self.workbooks.push(folder);
                CountyMsg::FileWritten(Ok("已存到 /U盘/县级汇总-2025.xlsx".to_owned()))
            }
            CountyEffect::Collect(folders) => {
                self.collected.push(folders);
                CountyMsg::Working(CountyJob::Reading, 0, 0)
            }
        }
    }
}

pub(crate) fn receipt(report: &Report, sha256: &str, answer: ReceiptAnswer) -> Receipt {
    Receipt {
        report: sha256.to_owned(),
        plan: report.plan.clone(),
        township: report.township.clone(),
        period: report.period,
        revision: report.revision,
        answer,
        remarks: vec![TaskAnswer { task: 5, text: "佐证不全".to_owned() }],
        office: "县科协".to_owned(),
        person: "王五".to_owned(),
        phone: String::new(),
        at: "2025-12-28T09:00:00+08:00".parse().unwrap(),
    }
}

/// Storage candidates of a PC with a second disk and a USB stick.
pub(crate) fn offers() -> StorageCandidates {
    let spot = |path: &str, words: &str| StorageLocation { path: path.into(), label: words.to_owned() };
    StorageCandidates {
        locations: vec![
            spot("D:/taizhang-data", "硬盘 D:/taizhang-data"),
            spot("C:/台账", "用户文件夹（重装会清空） C:/台账"),
        ],
        drives: vec![spot("E:/", "U盘 E:/（还能存 14.2 GB）")],
    }
}

fn kept(piece: &EvidenceItem) -> Evidence {
    match piece {
        EvidenceItem::Kept(evidence) => evidence.clone(),
        EvidenceItem::New(_) => Evidence { name: piece.name(), bytes: 7, sha256: piece.name() },
    }
}

/// A PC with a USB stick that holds three photos.
fn listing(folder: Option<PathBuf>) -> BrowserListing {
    let time = "2025-02-08T09:30:00".parse().unwrap();
    let thing =
        |folder: &str, name: &str, file| BrowserRow { path: Path::new(folder).join(name), name: name.to_owned(), file };
    let things = match folder.as_deref().and_then(Path::to_str) {
        None => vec![thing("/", "U盘", None), thing("/", "图片", None)],
        Some("/U盘") => {
            let photos = (1..=3).map(|n| thing("/U盘", &format!("照片{n}.jpg"), Some((2_200_000, time))));
            let receipt = thing("/U盘", "回执.ron", Some((900, time)));
            std::iter::once(thing("/U盘", "旧照片", None)).chain(photos).chain([receipt]).collect()
        }
        Some(_) => vec![],
    };
    BrowserListing { folder, entries: things, left_out: 0 }
}

pub(crate) fn entry(ledger: &Ledger, device: Hex16, what: Change) -> Entry {
    entry_at(ledger, device, what, DateTime::parse_from_rfc3339("2025-11-23T09:00:00+08:00").unwrap())
}

fn entry_at(ledger: &Ledger, device: Hex16, what: Change, at: DateTime<FixedOffset>) -> Entry {
    let draft = Draft { prev: Hex16(0), stamp: ledger.next_stamp().unwrap(), at, by: "张三".to_owned(), what };
    draft.line(device).unwrap().1
}
