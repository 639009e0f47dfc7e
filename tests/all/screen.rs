//! The screen without a console: keys go in, frames come out, and what would be written is kept in memory.

use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset, NaiveDate};
use ratatui::buffer::Buffer;
use ratatui::layout::Size;
use taizhang::app::keymap;
use taizhang::app::message::{Effect, Msg, Settled};
use taizhang::app::state::browser::{Listing, Thing};
use taizhang::app::state::checked::Checked;
use taizhang::app::state::county_work::CountyEffect;
use taizhang::app::state::form::Asked;
use taizhang::app::state::model::{Message, Model, Open};
use taizhang::app::state::setup::{Keeping, Offers, SetUp, Signing, Spot};
use taizhang::app::state::slot::Piece;
use taizhang::app::update::update;
use taizhang::domain::activity::{ActivityPatch, Evidence};
use taizhang::domain::check::{Facts, check};
use taizhang::domain::ledger::{Change, Entry, Hex16, Ledger};
use taizhang::domain::plan::Township;
use taizhang::domain::receipt::{Answer, Receipt, TaskAnswer};
use taizhang::domain::report::Signature;
use taizhang::embedded;
use taizhang::format::ledger::Draft;
use taizhang::format::plan;
use taizhang::terminal::display::width;
use taizhang::terminal::keys::{Key, KeyCode, KeyModifiers};
use taizhang::terminal::look::{Look, Palette};
use taizhang::ui::{self, Drawn, Skin};

/// A clerk at the screen.
pub(crate) struct Clerk {
    pub(crate) model: Model,
    pub(crate) drawn: Drawn,
    pub(crate) size: Size,
    skin: Skin,
    /// The disk says no from now on.
    pub(crate) disk_full: bool,
    /// What was recorded, in order.
    pub(crate) recorded: Vec<Change>,
    /// The reports asked for.
    pub(crate) reports: Vec<Asked>,
    pub(crate) gone: bool,
    /// Whether the ledger can be had when it is asked for again.
    pub(crate) owner: bool,
    /// What the settings and the first run asked for.
    pub(crate) settled: Vec<Settled>,
    /// What the first run asked for.
    pub(crate) set_up: Option<SetUp>,
    /// What the county's screens asked for.
    pub(crate) county: Vec<CountyEffect>,
    /// The ledgers of the townships that were open before.
    shelf: Vec<(Township, Ledger)>,
}

const DEVICE: Hex16 = Hex16(0xA);

impl Clerk {
    /// A first start on that day, in the plain look at 80x25.
    pub(crate) fn first_start(today: &str) -> Self {
        Self::with(today, Look::Plain, Size::new(80, 25))
    }

    /// A start in 攀莲镇 on that day, the dashboard in front.
    pub(crate) fn at_home(today: &str) -> Self {
        let mut clerk = Self::first_start(today);
        clerk.press("回车");
        clerk
    }

    /// A start in 攀莲镇 on that day, the task list in front.
    pub(crate) fn in_panlian(today: &str) -> Self {
        let mut clerk = Self::at_home(today);
        clerk.press("F4");
        clerk
    }

    /// A first start that asks where the records shall lie.
    pub(crate) fn with_a_choice_of_places(today: &str) -> Self {
        let mut clerk = Self::first_start(today);
        clerk.model.offers = offers();
        clerk
    }

    pub(crate) fn with(today: &str, look: Look, size: Size) -> Self {
        let plan = plan::read(embedded::PLANS[0].as_bytes()).unwrap().plan;
        let today: NaiveDate = today.parse().unwrap();
        let signing = Signing { folder: PathBuf::from("/U盘"), ..Signing::default() };
        let keeping = Keeping { place: PathBuf::from("/台账"), ..Keeping::default() };
        let model = Model::new(plan, today, None, signing, keeping);
        let skin = Skin { look, palette: Palette::new(true) };
        let drawn = ui::draw(&model, skin, size);
        let (recorded, reports, settled, shelf) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let (disk_full, gone, owner, set_up) = (false, false, true, None);
        Self {
            model,
            drawn,
            size,
            skin,
            disk_full,
            recorded,
            reports,
            gone,
            owner,
            settled,
            set_up,
            county: vec![],
            shelf,
        }
    }

    /// Presses keys by the names the clerk reads: `下 下 空格`.
    pub(crate) fn press(&mut self, names: &str) -> &mut Self {
        for name in names.split_whitespace() {
            self.take(Msg::Key(key(name)));
        }
        self
    }

    /// Presses a key until a text is seen.
    #[track_caller]
    pub(crate) fn press_until(&mut self, key: &str, text: &str) -> &mut Self {
        for _ in 0..200 {
            if self.sees(text) {
                return self;
            }
            self.press(key);
        }
        panic!("“{text}” never came:\n{}", self.frame());
    }

    /// Types characters one by one.
    pub(crate) fn write(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            self.take(Msg::Key(Key::from(KeyCode::Char(c))));
        }
        self
    }

    /// Clicks on the first cell of a text that is seen.
    #[track_caller]
    pub(crate) fn click(&mut self, text: &str) -> &mut Self {
        let (x, y) = self.place(text).unwrap_or_else(|| panic!("“{text}” is not seen:\n{}", self.frame()));
        self.take(Msg::Click(x, y));
        self
    }

    pub(crate) fn take(&mut self, msg: Msg) {
        let mut next = Some(msg);
        while let Some(msg) = next.take() {
            next = match update(&mut self.model, msg, &self.drawn.view) {
                Some(Effect::Record(change)) => Some(self.record(change)),
                Some(Effect::RecordActivity { id, set, evidence }) => {
                    let evidence = evidence.map(|pieces| pieces.iter().map(kept).collect());
                    Some(self.record(Change::Activity { id, set: ActivityPatch { evidence, ..*set } }))
                }
                Some(Effect::Open(township)) => Some(self.open(township)),
                Some(Effect::SetUp(asked)) => {
                    let opened = self.open(asked.township.clone());
                    self.set_up = Some(*asked);
                    Some(opened)
                }
                Some(Effect::Offer) => Some(Msg::Offered(offers())),
                Some(Effect::Set(asked)) => {
                    let keeping = Keeping { mirror: asked.mirror, ..self.model.keeping.clone() };
                    let today = (asked.today != self.model.today).then_some(asked.today);
                    let settled = Settled { signing: asked.signing, keeping, today };
                    self.settled.push(settled.clone());
                    Some(Msg::Settled(Box::new(settled)))
                }
                Some(Effect::List(picks, folder)) => Some(Msg::Listed(picks, Ok(listing(folder)))),
                Some(Effect::Reopen(then)) => {
                    let mut open = self.model.open.clone().unwrap();
                    if self.owner {
                        open.read_only = None;
                        open.device = Some(DEVICE);
                    }
                    Some(Msg::Reopened(Box::new(open), then))
                }
                Some(Effect::Report(asked)) => {
                    let exports = self.model.open.as_ref().unwrap().ledger.exports(asked.period).len();
                    let (period, revision) = (asked.period, u32::try_from(exports).unwrap() + 1);
                    let sha256 = format!("{revision:064x}");
                    self.reports.push(asked);
                    let change = Change::Exported { period, revision, sha256, parent: None, heads: vec![] };
                    let ledger = &self.model.open.as_ref().unwrap().ledger;
                    let entry = entry_at(ledger, DEVICE, change, self.now());
                    Some(Msg::Reported(Some(Box::new(entry)), Ok("已生成。".to_owned())))
                }
                Some(Effect::Check { period, reporter, folder: _, show }) => {
                    let at = self.now();
                    let (reviewer, phone, today) = (String::new(), String::new(), self.model.today);
                    let by = Signature { reporter, reviewer, phone, at, today };
                    let open = self.model.open.as_ref().unwrap();
                    let findings = check(&self.model.plan, &open.ledger, period, &by, &Facts::default());
                    Some(Msg::Checked(Box::new(Checked { period, findings, room: Some(15_000_000_000) }), show))
                }
                Some(Effect::Backup(folder)) => Some(Msg::Told(Ok(format!("已备份到 {}", folder.display())))),
                Some(Effect::Merge(file)) => Some(Msg::Told(Ok(format!("已并入 {}", file.display())))),
                Some(Effect::OpenReceipt(file)) => Some(Msg::ReceiptOpened(self.receipt(&file))),
                Some(Effect::NextPlace(_)) => {
                    Some(Msg::Place(PathBuf::from("/另一个U盘"), Message::info("U盘 /另一个U盘")))
                }
                Some(Effect::Quit) => {
                    self.gone = true;
                    None
                }
                Some(Effect::ChangeLook) => {
                    self.skin.look = if self.skin.look == Look::Plain { Look::Fine } else { Look::Plain };
                    None
                }
                Some(Effect::County(wanted)) => {
                    self.county.push(wanted);
                    None
                }
                Some(Effect::Repaint) | None => None,
            };
        }
        self.drawn = ui::draw(&self.model, self.skin, self.size);
    }

    /// Opens a township as it was left, or as new.
    fn open(&mut self, township: Township) -> Msg {
        if let Some(Open { township, ledger, .. }) = self.model.open.take() {
            self.shelf.retain(|(known, _)| *known != township);
            self.shelf.push((township, ledger));
        }
        let known = self.shelf.iter().find(|(known, _)| *known == township);
        let ledger = known.map_or_else(Ledger::default, |(_, ledger)| ledger.clone());
        Msg::Opened(Box::new(Open {
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

    /// The county returns the last report because of task 5; a photo is no receipt.
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
            answer: Answer::Returned,
            remarks: vec![TaskAnswer { task: 5, text: "佐证不全，请补照片".to_owned() }],
            office: "县科协".to_owned(),
            person: "赵六".to_owned(),
            phone: String::new(),
            at: self.now(),
        };
        Ok(("县科协答复：退回。".to_owned(), vec![receipt]))
    }

    /// The frame as text, without blanks at the ends of lines.
    pub(crate) fn frame(&self) -> String {
        lines(&self.drawn.frame).join("\n")
    }

    /// Whether a text is seen in one line.
    pub(crate) fn sees(&self, text: &str) -> bool {
        self.place(text).is_some()
    }

    fn place(&self, text: &str) -> Option<(u16, u16)> {
        lines(&self.drawn.frame).iter().zip(0..).find_map(|(line, y)| {
            let before = &line[..line.find(text)?];
            Some((u16::try_from(width(before)).unwrap(), y))
        })
    }
}

/// What the settings and the first run offer on a PC with a second disk and a stick.
pub(crate) fn offers() -> Offers {
    let spot = |path: &str, words: &str| Spot { path: path.into(), words: words.to_owned() };
    Offers {
        places: vec![
            spot("D:/taizhang-data", "硬盘 D:/taizhang-data"),
            spot("C:/台账", "用户文件夹（重装会清空） C:/台账"),
        ],
        drives: vec![spot("E:/", "U盘 E:/（还能存 14.2 GB）")],
    }
}

/// The evidence that a file becomes.
fn kept(piece: &Piece) -> Evidence {
    match piece {
        Piece::Kept(evidence) => evidence.clone(),
        Piece::New(_) => Evidence { name: piece.name(), bytes: 7, sha256: piece.name() },
    }
}

/// A PC with a stick that has three photos on it.
fn listing(folder: Option<PathBuf>) -> Listing {
    let time = "2025-02-08T09:30:00".parse().unwrap();
    let thing =
        |folder: &str, name: &str, file| Thing { path: Path::new(folder).join(name), name: name.to_owned(), file };
    let things = match folder.as_deref().and_then(Path::to_str) {
        None => vec![thing("/", "U盘", None), thing("/", "图片", None)],
        Some("/U盘") => {
            let photos = (1..=3).map(|n| thing("/U盘", &format!("照片{n}.jpg"), Some((2_200_000, time))));
            let receipt = thing("/U盘", "回执.ron", Some((900, time)));
            std::iter::once(thing("/U盘", "旧照片", None)).chain(photos).chain([receipt]).collect()
        }
        Some(_) => vec![],
    };
    Listing { folder, things, left_out: 0 }
}

/// The entry that a change becomes on a PC.
pub(crate) fn entry(ledger: &Ledger, device: Hex16, what: Change) -> Entry {
    entry_at(ledger, device, what, DateTime::parse_from_rfc3339("2025-11-23T09:00:00+08:00").unwrap())
}

fn entry_at(ledger: &Ledger, device: Hex16, what: Change, at: DateTime<FixedOffset>) -> Entry {
    let draft = Draft { prev: Hex16(0), stamp: ledger.next_stamp().unwrap(), at, by: "张三".to_owned(), what };
    draft.line(device).unwrap().1
}

/// The lines of a frame; the cell behind a wide character is part of it.
pub(crate) fn lines(frame: &Buffer) -> Vec<String> {
    let columns = usize::from(frame.area.width);
    frame
        .content
        .chunks(columns)
        .map(|row| {
            let mut line = String::new();
            let mut covered = 0;
            for cell in row {
                if covered > 0 {
                    covered -= 1;
                    continue;
                }
                line.push_str(cell.symbol());
                covered = width(cell.symbol()).saturating_sub(1);
            }
            line.trim_end().to_owned()
        })
        .collect()
}

/// The key of that name on the keyboard, or the one that types the character.
fn key(name: &str) -> Key {
    let keys = keymap::KEYMAP.iter().flat_map(|row| row.keys);
    if let Some(key) = keys.into_iter().find(|key| keymap::name(**key) == name) {
        return *key;
    }
    match name {
        "Backspace" => KeyCode::Backspace.into(),
        "Ctrl+U" => Key { code: KeyCode::Char('u'), mods: KeyModifiers::CONTROL },
        other => panic!("no key is called {other}"),
    }
}
