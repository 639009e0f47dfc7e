//! The event loop: event -> message -> update -> effect -> store -> message -> frame. The screen and the
//! store meet only here. The loop runs in one thread, which sleeps until there is input.

mod collect;
mod effects;
mod event_loop;
mod progress;

use std::time::{Duration, Instant};

use chrono::Local;
use crossterm::event;
use ratatui::layout::Size;

use crate::app::message::{Effect, Msg};
use crate::app::state::county_screens::CountyEffect;
use crate::app::state::model::Message;
use crate::app::update::{WHEEL_LINES, update};
use crate::cli::{CollectArgs, GlobalArgs};
use crate::domain::ledger::Hex16;
use crate::error::Error;
use crate::operations::context::{Context, ContextNeed, random};
use crate::store::StoreError;
use crate::store::folder::{DataFolder, FolderChoice};
use crate::terminal::keys::{Input, Normaliser};
use crate::terminal::locale::{TerminalEncoding, terminal_encoding};
use crate::terminal::look::Palette;
use crate::terminal::painter::Painter;
use crate::terminal::probe::{Probe, probe, probe_encoding};
use crate::terminal::session::{Output, Session, is_legacy};
use crate::ui::{self, Skin};

use effects::EffectRunner;
use event_loop::{EventLoop, size};

/// Runs the screen until the clerk quits. Returns a warning to print afterwards if the second drive's copy could not
/// be updated. If `collect` names folders, starts with the county's matrix.
pub fn run(global: &GlobalArgs, collect: Option<&CollectArgs>) -> Result<Option<String>, Error> {
    let context = open(global)?;
    let title = format!("乡镇任务台账 {}", context.plan().short);
    let legacy = is_legacy();
    let session = Session::enter(&title, legacy).map_err(Error::Terminal)?;
    let mut typed_ahead = Vec::new();
    if terminal_encoding() == TerminalEncoding::Gbk {
        let probed = probe_encoding();
        if probed.is_gbk {
            return Err(Error::GbkTerminal);
        }
        typed_ahead = probed.typed_ahead;
    }
    let probed = match context.look {
        _ if legacy => Probe::default(),
        Some(look) => Probe { look, ..Probe::default() },
        None => probe(),
    };
    typed_ahead.extend(probed.typed_ahead);
    let skin = Skin { look: probed.look, palette: Palette::from_env() };
    let size = size();
    let out = session.output().map_err(Error::Terminal)?;
    let painter = painter(out, size, legacy);
    let runner = EffectRunner::new(context);
    let model = runner.model();
    let drawn = ui::draw(&model, skin, size);
    let (keys, started) = (Normaliser::new(), Instant::now());
    let mut event_loop = EventLoop { model, runner, painter, skin, size, drawn, keys, started };
    event_loop.run(typed_ahead, collect)?;
    if event_loop.runner.context.settings.mirror.is_some() {
        event_loop.show_message("正在把记录另存一份，请稍等……");
    }
    Ok(event_loop.runner.context.end_session().unwrap_or_else(|error| Some(error.to_string())))
}

/// Opens the context. If the chosen data folder is missing, the screen asks for a folder again.
fn open(global: &GlobalArgs) -> Result<Context, Error> {
    match Context::open(global, ContextNeed::Plan) {
        // If the wanted plan is missing, the screen opens on another plan and says what to do.
        Err(Error::Plan(error)) if error.is_about_plans() => {
            let mut context = Context::open(global, ContextNeed::Township)?;
            if context.township().is_ok_and(|township| context.plan().township(&township.code).is_err()) {
                context.township = None;
            }
            context.warning = Some(error.to_string());
            Ok(context)
        }
        Err(Error::Store(StoreError::DataFolderGone { path })) if global.township.is_none() => {
            let mut context = Context::open_in(
                global,
                DataFolder { path: path.clone(), chosen: FolderChoice::Saved },
                ContextNeed::Plan,
            )?;
            context.warning = Some(Error::Store(StoreError::DataFolderGone { path }).to_string());
            Ok(context)
        }
        opened => opened.map(|mut context| {
            // A plan that cannot be read may be the one the clerk wants.
            context.warning = context.warning.or_else(|| context.plans.unreadable.first().cloned());
            context
        }),
    }
}

/// Without escape sequences, Windows is painted by cells and other systems by lines of text.
fn painter(out: Output, size: Size, legacy: bool) -> Painter<Output> {
    #[cfg(windows)]
    if legacy {
        return Painter::cells(out, size);
    }
    if legacy { Painter::legacy(out, size) } else { Painter::new(out, size) }
}

impl EventLoop {
    fn run(&mut self, typed_ahead: Vec<event::Event>, collect: Option<&CollectArgs>) -> Result<(), Error> {
        if let Some(opened) = self.runner.open_own_township().filter(|_| collect.is_none()) {
            self.handle(opened);
        } else {
            self.model.candidates = self.runner.offers();
            if let Some(browser) = self.runner.open_county_browser().filter(|_| collect.is_none()) {
                self.handle(browser);
            }
        }
        if let Some(warning) = self.runner.context.warning.take() {
            self.model.message = Some(Message::alert(warning));
            self.draw();
        }
        if let Some(asked) = collect
            && self.start_with_county(asked)?
        {
            return Ok(());
        }
        let mut typed_ahead = typed_ahead.into_iter();
        loop {
            let event = if let Some(event) = typed_ahead.next() {
                event
            } else {
                // While more input waits, nobody would see the frame, so do not paint it.
                if !event::poll(Duration::ZERO).map_err(Error::Terminal)? {
                    self.paint().map_err(Error::Terminal)?;
                }
                event::read().map_err(Error::Terminal)?
            };
            let Some(input) = self.keys.feed(event, self.model.in_text_field(), self.started.elapsed()) else {
                continue;
            };
            if !self.runner.context.day_fixed {
                self.model.today = Local::now().date_naive();
            }
            let msg = match input {
                Input::Key(key) => Msg::Key(key),
                Input::Text(text) => Msg::Text(text),
                Input::Click { x, y } => Msg::Click(x, y),
                Input::WheelUp { x, y } => Msg::Wheel(x, y, -WHEEL_LINES),
                Input::WheelDown { x, y } => Msg::Wheel(x, y, WHEEL_LINES),
                Input::Resize(..) => {
                    // Windows reports the size of the screen buffer, which may be larger than the window.
                    self.size = size();
                    self.painter.resize(self.size);
                    self.draw();
                    continue;
                }
            };
            if self.handle(msg) {
                return Ok(());
            }
        }
    }

    /// Handles a message and its effects. Returns true if the program quits.
    fn handle(&mut self, msg: Msg) -> bool {
        let mut next = Some(msg);
        while let Some(msg) = next.take() {
            // Without fresh random bits nothing new can be recorded, but everything else still works.
            self.model.next_id = random().map_or(self.model.next_id, Hex16);
            match update(&mut self.model, msg, &self.drawn.view) {
                Some(Effect::Quit) => return true,
                Some(Effect::Repaint) => self.painter.invalidate(),
                Some(Effect::ChangeLook) => self.change_look(),
                Some(Effect::County(CountyEffect::Collect(folders))) => match self.collect(&folders) {
                    Some(collected) => next = Some(collected),
                    None => return true,
                },
                Some(Effect::County(CountyEffect::Answer(asked))) => match self.answer_reports(*asked) {
                    Some(answered) => next = Some(answered),
                    None => return true,
                },
                Some(effect) => {
                    let mut messages = self.runner.run(&self.model, effect);
                    next = messages.pop();
                    for msg in messages {
                        update(&mut self.model, msg, &self.drawn.view);
                    }
                }
                None => {}
            }
        }
        self.draw();
        false
    }
}
