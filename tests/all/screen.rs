//! The screen without a console: keys go in, frames come out, and what would be written is kept in memory.

use std::path::PathBuf;

use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::Size;
use taizhang::app::keymap;
use taizhang::app::message::{Msg, Settled};
use taizhang::app::state::form::Asked;
use taizhang::app::state::model::Model;
use taizhang::app::state::setup::{Keeping, SetUp, Signing};
use taizhang::domain::ledger::{Change, Ledger};
use taizhang::domain::plan::Township;
use taizhang::embedded;
use taizhang::format::plan;
use taizhang::terminal::display::width;
use taizhang::terminal::keys::{Key, KeyCode, KeyModifiers};
use taizhang::terminal::look::{Look, Palette};
use taizhang::ui::{self, DrawnFrame, Skin};

use crate::effects::{CountyFolder, offers};

/// A clerk at the screen.
pub(crate) struct Clerk {
    pub(crate) model: Model,
    pub(crate) drawn: DrawnFrame,
    pub(crate) size: Size,
    pub(crate) skin: Skin,
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
    /// What the county's screens find and asked for.
    pub(crate) county: CountyFolder,
    /// The ledgers of the townships that were open before.
    pub(crate) shelf: Vec<(Township, Ledger)>,
}

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
            county: CountyFolder::default(),
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
