//! The loop: event -> message -> update -> effect -> store -> message -> frame. The only place where screen and
//! store meet; one thread, asleep until something happens.

use std::io;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use chrono::Local;
use crossterm::event;
use ratatui::layout::Size;

use crate::app::form::Asked;
use crate::app::keymap::Intent;
use crate::app::model::{Message, Model, Open, Signing};
use crate::app::update::{Effect, Msg, WHEEL_LINES, update};
use crate::commands::context::{Context, random};
use crate::commands::report::Making;
use crate::commands::setup::checked;
use crate::domain::ledger::{Change, Hex16};
use crate::domain::plan::Township;
use crate::error::Error;
use crate::store;
use crate::store::drives;
use crate::store::ledger::Writer;
use crate::terminal::keys::{Input, Normaliser};
use crate::terminal::look::{Look, Palette};
use crate::terminal::painter::Painter;
use crate::terminal::probe::{Probe, probe};
use crate::terminal::session::{Output, Session, is_legacy};
use crate::ui::{self, Drawn, Skin};

/// What the loop holds besides the model: the way to the disk.
struct Desk {
    context: Context,
    /// This PC's ledger of the open township; none where it may not be written.
    writer: Option<Writer>,
    damaged: u32,
    unknown: usize,
}

/// Runs the screen until the clerk leaves it.
pub fn run(context: Context) -> Result<(), Error> {
    let title = format!("乡镇任务台账 {}", context.plan().short);
    let legacy = is_legacy();
    let session = Session::enter(&title, legacy).map_err(Error::Terminal)?;
    let probed = match context.look {
        _ if legacy => Probe::default(),
        Some(look) => Probe { look, ..Probe::default() },
        None => probe(),
    };
    let skin = Skin { look: probed.look, palette: Palette::from_env() };
    let size = size();
    let out = session.output().map_err(Error::Terminal)?;
    let painter = painter(out, size, legacy);
    let signing = signing(&context);
    let model = Model::new(context.plan().clone(), context.today, context.year, signing, context.data.path.clone());
    let fixed_day = context.day_fixed;
    let desk = Desk { context, writer: None, damaged: 0, unknown: 0 };
    let drawn = ui::draw(&model, skin, size);
    let screen = Screen { model, desk, painter, skin, size, drawn, fixed_day };
    screen.run(probed.typed_ahead)
}

/// Without escape sequences Windows sets cells, and other systems have lines of text.
fn painter(out: Output, size: Size, legacy: bool) -> Painter<Output> {
    #[cfg(windows)]
    if legacy {
        return Painter::cells(out, size);
    }
    if legacy { Painter::legacy(out, size) } else { Painter::new(out, size) }
}

fn size() -> Size {
    let (width, height) = crossterm::terminal::size().unwrap_or((80, 25));
    // Some terminals do not know their size and say nothing by 0.
    if width == 0 || height == 0 { Size::new(80, 25) } else { Size::new(width, height) }
}

struct Screen {
    model: Model,
    desk: Desk,
    painter: Painter<Output>,
    skin: Skin,
    size: Size,
    drawn: Drawn,
    /// Whether `--today` stands in for the clock.
    fixed_day: bool,
}

impl Screen {
    fn run(mut self, typed_ahead: Vec<event::Event>) -> Result<(), Error> {
        if let Some(township) = self.desk.context.township.clone() {
            let msg = self.desk.open(&township);
            self.take(msg);
        }
        if let Some(warning) = self.desk.context.warning.take() {
            self.model.message = Some(Message::alert(warning));
            self.draw();
        }
        let began = Instant::now();
        let mut keys = Normaliser::new();
        let mut typed_ahead = typed_ahead.into_iter();
        loop {
            let event = if let Some(event) = typed_ahead.next() {
                event
            } else {
                // Frames that nobody would see are not painted while more input waits.
                if !event::poll(Duration::ZERO).map_err(Error::Terminal)? {
                    self.paint().map_err(Error::Terminal)?;
                }
                event::read().map_err(Error::Terminal)?
            };
            let Some(input) = keys.feed(event, self.model.in_text_field(), began.elapsed()) else { continue };
            if !self.fixed_day {
                self.model.today = Local::now().date_naive();
            }
            let msg = match input {
                Input::Key(key) => Msg::Key(key),
                Input::Text(text) => Msg::Text(text),
                Input::Click { x, y } => Msg::Click(x, y),
                Input::WheelUp { x, y } => Msg::Wheel(x, y, -WHEEL_LINES),
                Input::WheelDown { x, y } => Msg::Wheel(x, y, WHEEL_LINES),
                Input::Resize(..) => {
                    // Windows tells the size of the buffer, which may be larger than the window.
                    self.size = size();
                    self.painter.resize(self.size);
                    self.draw();
                    continue;
                }
            };
            if self.take(msg) {
                return Ok(());
            }
        }
    }

    /// Takes a message in and does what follows; true at the end.
    fn take(&mut self, msg: Msg) -> bool {
        let mut next = Some(msg);
        while let Some(msg) = next.take() {
            // Without random bits nothing new can be written down; what stands can.
            self.model.fresh = random().map_or(self.model.fresh, Hex16);
            let effect = update(&mut self.model, msg, &self.drawn.view);
            next = match effect {
                Some(Effect::Quit) => return true,
                Some(Effect::Repaint) => {
                    self.painter.invalidate();
                    None
                }
                Some(Effect::ChangeLook) => {
                    self.change_look();
                    None
                }
                Some(Effect::Open(township)) => Some(self.desk.choose(&township)),
                Some(Effect::Reopen(then)) => self.desk.reopen(&self.model, then),
                Some(Effect::Record(change)) => Some(self.desk.record(&self.model, change)),
                Some(Effect::NextPlace(folder)) => Some(self.desk.next_place(folder)),
                Some(Effect::Report(asked)) => {
                    let (signing, told) = self.desk.report(&self.model, &asked);
                    update(&mut self.model, Msg::Signed(signing), &self.drawn.view);
                    Some(told)
                }
                None => None,
            };
        }
        self.draw();
        false
    }

    fn change_look(&mut self) {
        let look = if self.skin.look == Look::Plain { Look::Fine } else { Look::Plain };
        self.skin.look = look;
        self.painter.invalidate();
        let settings = &mut self.desk.context.settings;
        settings.plain_look = Some(look == Look::Plain);
        // A look that cannot be kept is chosen again next time.
        let _ = settings.save(&self.desk.context.data.settings());
    }

    fn draw(&mut self) {
        self.drawn = ui::draw(&self.model, self.skin, self.size);
    }

    fn paint(&mut self) -> io::Result<()> {
        self.painter.paint(&self.drawn.frame, self.drawn.cursor)
    }
}

fn signing(context: &Context) -> Signing {
    let settings = &context.settings;
    Signing {
        folder: settings.report_folder.clone().unwrap_or_else(|| context.data.usual_report_folder()),
        reporter: settings.reporter.clone(),
        reviewer: settings.reviewer.clone(),
        phone: settings.phone.clone(),
    }
}

impl Desk {
    /// Opens a township and remembers it as this folder's own.
    fn choose(&mut self, township: &Township) -> Msg {
        self.context.settings.township = Some(township.code.clone());
        let kept = self.context.settings.save(&self.context.data.settings());
        match (self.open(township), kept) {
            (Msg::Opened(open, mut notes), Err(error)) if open.read_only.is_none() => {
                notes.push(Error::Store(error).to_string());
                Msg::Opened(open, notes)
            }
            (msg, _) => msg,
        }
    }

    /// Tries once more to get hold of the ledger that could not be written.
    fn reopen(&mut self, model: &Model, then: Intent) -> Option<Msg> {
        let township = model.open.as_ref()?.township.clone();
        match self.open(&township) {
            Msg::Opened(open, notes) => Some(Msg::Reopened(open, notes, then)),
            other => Some(other),
        }
    }

    fn open(&mut self, township: &Township) -> Msg {
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
        Msg::Opened(Box::new(Open { township: township.clone(), ledger: shelf.ledger, device, read_only }), notes)
    }

    fn record(&mut self, model: &Model, change: Change) -> Msg {
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

    /// The drive after the one that `folder` lies on; behind the last one comes a folder of this PC.
    fn next_place(&self, folder: PathBuf) -> Msg {
        let drives = drives::list();
        if let Some(drive) = drives::after(&drives, &folder) {
            let kind = if drive.removable { "U盘" } else { "硬盘" };
            let told = format!("{kind} {}，还能存 {}。", drive.root.display(), amount(drive.free));
            Msg::Place(drive.root.clone(), Message::info(told))
        } else if drives.is_empty() {
            Msg::Place(folder, Message::alert("没有找到U盘。请插好U盘，等几秒再按 F6。"))
        } else {
            let told = "没有别的U盘了，这是本机的文件夹；再按 F6 从头找起。";
            Msg::Place(self.context.data.report_folder_here(), Message::info(told))
        }
    }

    /// Makes the report that the form asks for; says how it went, and who signs from now on.
    fn report(&mut self, model: &Model, asked: &Asked) -> (Signing, Msg) {
        let refused = |error: Error| Msg::Reported(None, Err(error.to_string()));
        let (Some(open), Some(writer)) = (&model.open, &mut self.writer) else {
            return (model.signing.clone(), refused(Error::NoTownship));
        };
        let names = [&asked.reporter, &asked.reviewer, &asked.phone].map(|name| checked(name));
        let [Ok(reporter), Ok(reviewer), Ok(phone)] = names else {
            let error = names.into_iter().find_map(Result::err).unwrap_or(Error::NoReporter);
            return (model.signing.clone(), refused(error));
        };
        // Where the stick is gone, nothing must be written in its place.
        if let Err(error) = writer.check() {
            return (model.signing.clone(), refused(error.into()));
        }
        let settings = &mut self.context.settings;
        settings.report_folder = Some(asked.folder.clone());
        (settings.reporter, settings.reviewer, settings.phone) = (reporter, reviewer, phone);
        // Settings that cannot be kept are asked for again next time; the report does not wait for them.
        let _ = settings.save(&self.context.data.settings());
        let making = Making {
            context: &self.context,
            township: &open.township,
            ledger: &open.ledger,
            damaged: self.damaged,
            unknown: self.unknown,
            by: self.context.signature(model.today),
        };
        let signing = signing(&self.context);
        let msg = match making.make(writer, asked.period, &asked.folder) {
            Ok(made) => {
                let told = made
                    .handed_out
                    .map(|exported| format!("{}{}", exported.words(asked.period), exported.path.display()));
                let told = told.map_err(|error| Error::NotHandedOut(Box::new(error)).to_string());
                Msg::Reported(made.entry.map(Box::new), told)
            }
            Err(error) => refused(error),
        };
        (signing, msg)
    }
}

/// Bytes in the words of the system's own windows.
fn amount(bytes: u64) -> String {
    const MB: u64 = 1 << 20;
    const GB: u64 = 1 << 30;
    if bytes < GB { format!("{} MB", bytes / MB) } else { format!("{}.{} GB", bytes / GB, bytes % GB * 10 / GB) }
}
