//! Bytes written to the console at 80x25 by our painter and by ratatui's crossterm backend, for the same frames of
//! the real screens. The result does not depend on the machine. Run it with `cargo bench --bench console`.

use std::cell::RefCell;
use std::io;
use std::rc::Rc;

use chrono::{DateTime, NaiveDate};
use ratatui::Terminal;
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use ratatui::{TerminalOptions, Viewport};
use ratatui_crossterm::CrosstermBackend;
use taizhang::app::message::{Effect, Msg};
use taizhang::app::state::model::{Model, OpenTownship};
use taizhang::app::state::setup::{Signing, StorageState};
use taizhang::app::update::update;
use taizhang::domain::ledger::{Hex16, Ledger};
use taizhang::embedded;
use taizhang::format::{ledger::Draft, plan};
use taizhang::terminal::keys::{Key, KeyCode};
use taizhang::terminal::look::{Look, Palette};
use taizhang::terminal::painter::Painter;
use taizhang::ui::{self, Skin};

const SIZE: Size = Size { width: 80, height: 25 };
const DEVICE: Hex16 = Hex16(1);

#[derive(Clone, Default)]
struct Wire(Rc<RefCell<Vec<u8>>>);

impl Wire {
    fn taken(&self) -> usize {
        self.0.take().len()
    }
}

impl io::Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The real screens: the first frame, then one frame per key.
fn frames(look: Look, keys: &[KeyCode]) -> io::Result<Vec<Buffer>> {
    let plan = plan::read(embedded::PLANS[0].as_bytes()).map_err(|error| io::Error::other(format!("{error:?}")))?.plan;
    let today = NaiveDate::from_ymd_opt(2025, 11, 23).unwrap_or_default();
    let at = DateTime::parse_from_rfc3339("2025-11-23T09:00:00+08:00").map_err(io::Error::other)?;
    let township = plan.roster[0].clone();
    let mut model = Model::new(plan, today, None, Signing::default(), StorageState::default());
    let skin = Skin { look, palette: Palette::new(true) };
    let open = OpenTownship {
        township,
        ledger: Ledger::default(),
        device: Some(DEVICE),
        read_only: None,
        notes: vec![],
        receipts: vec![],
    };
    let first = ui::draw(&model, skin, SIZE);
    update(&mut model, Msg::Opened(Box::new(open)), &first.view);
    let mut drawn = ui::draw(&model, skin, SIZE);
    let mut frames = vec![drawn.frame.clone()];
    for code in keys {
        let effect = update(&mut model, Msg::Key(Key::from(*code)), &drawn.view);
        if let (Some(Effect::Record(what)), Some(open)) = (effect, &model.open) {
            let stamp = open.ledger.next_stamp().unwrap_or(1);
            let draft = Draft { prev: Hex16(0), stamp, at, by: "张三".to_owned(), what };
            let entry = draft.line(DEVICE).map_err(io::Error::other)?.1;
            update(&mut model, Msg::Recorded(Box::new(entry)), &drawn.view);
        }
        drawn = ui::draw(&model, skin, SIZE);
        frames.push(drawn.frame.clone());
    }
    Ok(frames)
}

/// Bytes of our painter per frame.
fn ours(frames: &[Buffer]) -> io::Result<Vec<usize>> {
    let wire = Wire::default();
    let mut painter = Painter::new(wire.clone(), SIZE);
    frames.iter().map(|frame| painter.paint(frame, None).map(|()| wire.taken())).collect()
}

/// Bytes of the crossterm backend per frame.
fn stock(frames: &[Buffer]) -> io::Result<Vec<usize>> {
    let wire = Wire::default();
    let viewport = Viewport::Fixed(Rect::new(0, 0, SIZE.width, SIZE.height));
    let backend = CrosstermBackend::new(wire.clone());
    let mut terminal = Terminal::with_options(backend, TerminalOptions { viewport })?;
    wire.taken();
    let paint = |frame: &Buffer| -> io::Result<usize> {
        terminal.draw(|out| out.buffer_mut().clone_from(frame))?;
        Ok(wire.taken())
    };
    frames.iter().map(paint).collect()
}

fn main() -> io::Result<()> {
    let keys = [
        KeyCode::Down,
        KeyCode::Char(' '),
        KeyCode::F(4),
        KeyCode::Down,
        KeyCode::Down,
        KeyCode::Char(' '),
        KeyCode::Enter,
        KeyCode::Down,
        KeyCode::Char(' '),
        KeyCode::F(1),
    ];
    let steps = [
        "总览整屏",
        "在总览里下移",
        "在总览里勾选",
        "打开任务列表",
        "移到第2项任务",
        "移到第3项任务",
        "在列表里勾选",
        "进清单",
        "移到下一条",
        "在清单里勾选",
        "打开帮助",
    ];
    for look in [Look::Plain, Look::Fine] {
        let frames = frames(look, &keys)?;
        println!("\n{look:?} 80x25, bytes    ours   stock   ratio");
        for ((step, ours), stock) in steps.iter().zip(ours(&frames)?).zip(stock(&frames)?) {
            let percent = ours * 100 / stock.max(1);
            println!("{ours:>24}  {stock:>6}   {percent:>4}%   {step}");
        }
    }
    Ok(())
}
