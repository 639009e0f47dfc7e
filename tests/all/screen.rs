//! The screen without a console: keys go in, frames come out, and what would be written is kept in memory.

use std::path::PathBuf;

use chrono::{DateTime, NaiveDate};
use ratatui::buffer::Buffer;
use ratatui::layout::Size;
use taizhang::app::form::Asked;
use taizhang::app::keymap;
use taizhang::app::model::{Message, Model, Open, Signing};
use taizhang::app::update::{Effect, Msg, update};
use taizhang::domain::ledger::{Change, Entry, Hex16, Ledger};
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
}

const DEVICE: Hex16 = Hex16(0xA);

impl Clerk {
    /// A first start on that day, in the plain look at 80x25.
    pub(crate) fn first_start(today: &str) -> Self {
        Self::with(today, Look::Plain, Size::new(80, 25))
    }

    /// A start in 攀莲镇 on that day.
    pub(crate) fn in_panlian(today: &str) -> Self {
        let mut clerk = Self::first_start(today);
        clerk.press("回车");
        clerk
    }

    pub(crate) fn with(today: &str, look: Look, size: Size) -> Self {
        let plan = plan::read(embedded::PLANS[0].as_bytes()).unwrap().plan;
        let today: NaiveDate = today.parse().unwrap();
        let signing = Signing { folder: PathBuf::from("/U盘"), ..Signing::default() };
        let model = Model::new(plan, today, None, signing, PathBuf::from("/台账"));
        let skin = Skin { look, palette: Palette::new(true) };
        let drawn = ui::draw(&model, skin, size);
        let (recorded, reports) = (Vec::new(), Vec::new());
        Self { model, drawn, size, skin, disk_full: false, recorded, reports, gone: false, owner: true }
    }

    /// Presses keys by the names the clerk reads: `下 下 空格`.
    pub(crate) fn press(&mut self, names: &str) -> &mut Self {
        for name in names.split_whitespace() {
            self.take(Msg::Key(key(name)));
        }
        self
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
                Some(Effect::Open(township)) => {
                    let open = Open { township, ledger: Ledger::default(), device: Some(DEVICE), read_only: None };
                    Some(Msg::Opened(Box::new(open), vec![]))
                }
                Some(Effect::Reopen(then)) => {
                    let mut open = self.model.open.clone().unwrap();
                    if self.owner {
                        open.read_only = None;
                        open.device = Some(DEVICE);
                    }
                    Some(Msg::Reopened(Box::new(open), vec![], then))
                }
                Some(Effect::Report(asked)) => {
                    self.reports.push(asked);
                    Some(Msg::Reported(None, Ok("已生成。".to_owned())))
                }
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
                Some(Effect::Repaint) | None => None,
            };
        }
        self.drawn = ui::draw(&self.model, self.skin, self.size);
    }

    fn record(&mut self, change: Change) -> Msg {
        if self.disk_full {
            return Msg::RecordFailed("没有记上：磁盘已满。".to_owned());
        }
        self.recorded.push(change.clone());
        let ledger = &self.model.open.as_ref().unwrap().ledger;
        let entry = entry(ledger, DEVICE, change);
        Msg::Recorded(Box::new(entry))
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

/// The entry that a change becomes on a PC.
pub(crate) fn entry(ledger: &Ledger, device: Hex16, what: Change) -> Entry {
    let at = DateTime::parse_from_rfc3339("2025-11-23T09:00:00+08:00").unwrap();
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
