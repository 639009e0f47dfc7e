//! The screen without a console: keys in, frames out, writes in memory.

use std::path::PathBuf;

use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::Size;
use taizhang::app::keymap;
use taizhang::app::message::{Msg, SavedSettings};
use taizhang::app::state::form::ReportRequest;
use taizhang::app::state::model::Model;
use taizhang::app::state::setup::{FirstRunSettings, Signing, StorageState};
use taizhang::domain::ledger::{Change, Ledger};
use taizhang::domain::plan::Township;
use taizhang::embedded;
use taizhang::format::plan;
use taizhang::terminal::display::width;
use taizhang::terminal::keys::{Key, KeyCode, KeyModifiers};
use taizhang::terminal::look::{Look, Palette};
use taizhang::ui::{self, DrawnFrame, Skin};

use crate::effects::{CountyFolder, offers};

pub(crate) struct Clerk {
    pub(crate) model: Model,
    pub(crate) drawn: DrawnFrame,
    pub(crate) size: Size,
    pub(crate) skin: Skin,
    /// Whether writes fail from now on.
    pub(crate) disk_full: bool,
    /// Recorded changes, in order.
    pub(crate) recorded: Vec<Change>,
    /// Requested reports.
    pub(crate) reports: Vec<ReportRequest>,
    pub(crate) gone: bool,
    /// Whether the ledger can be reopened.
    pub(crate) can_reopen: bool,
    pub(crate) saved_settings: Vec<SavedSettings>,
    pub(crate) first_run: Option<FirstRunSettings>,
    pub(crate) county: CountyFolder,
    /// Ledgers of townships that were open before.
    pub(crate) closed_townships: Vec<(Township, Ledger)>,
}

impl Clerk {
    /// A first start in the plain look at 80x25.
    pub(crate) fn first_start(today: &str) -> Self {
        Self::with(today, Look::Plain, Size::new(80, 25))
    }

    /// A start in 攀莲镇 with the dashboard.
    pub(crate) fn at_home(today: &str) -> Self {
        let mut clerk = Self::first_start(today);
        clerk.press("回车");
        clerk
    }

    /// A start in 攀莲镇 with the task list.
    pub(crate) fn in_panlian(today: &str) -> Self {
        let mut clerk = Self::at_home(today);
        clerk.press("F4");
        clerk
    }

    /// A first start that asks for the data folder.
    pub(crate) fn with_storage_choice(today: &str) -> Self {
        let mut clerk = Self::first_start(today);
        clerk.model.candidates = offers();
        clerk
    }

    pub(crate) fn with(today: &str, look: Look, size: Size) -> Self {
        let plan = plan::read(embedded::PLANS[0].as_bytes()).unwrap().plan;
        let today: NaiveDate = today.parse().unwrap();
        let signing = Signing { folder: PathBuf::from("/U盘"), ..Signing::default() };
        let keeping = StorageState { folder: PathBuf::from("/台账"), ..StorageState::default() };
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
            can_reopen: owner,
            saved_settings: settled,
            first_run: set_up,
            county: CountyFolder::default(),
            closed_townships: shelf,
        }
    }

    /// Presses keys by the names the clerk reads: `下 下 空格`.
    pub(crate) fn press(&mut self, names: &str) -> &mut Self {
        for name in names.split_whitespace() {
            self.take(Msg::Key(key(name)));
        }
        self
    }

    /// Presses a key until the frame shows a text.
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

    /// Clicks on the first cell of a text.
    #[track_caller]
    pub(crate) fn click(&mut self, text: &str) -> &mut Self {
        let (x, y) = self.place(text).unwrap_or_else(|| panic!("“{text}” is not seen:\n{}", self.frame()));
        self.take(Msg::Click(x, y));
        self
    }

    /// The frame as text without trailing blanks.
    pub(crate) fn frame(&self) -> String {
        lines(&self.drawn.frame).join("\n")
    }

    /// Whether one line of the frame shows a text.
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

/// The lines of a frame. The cell after a wide character belongs to it.
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

/// The key of that name, or the key of a character.
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
