//! What takes long at the county: told by a bar that Esc stops, since thousands of files take a while.

use std::time::{Duration, Instant};

use crossterm::event;
use ratatui::layout::Size;

use super::effects::EffectRunner;
use super::window::{EventLoop, size};
use crate::app::keymap::{self, Intent, Scope};
use crate::app::message::Msg;
use crate::app::state::county_work::{Answering, CountyMsg, Work};
use crate::app::state::model::Model;
use crate::app::update::update;
use crate::terminal::keys::{Input, Normaliser};
use crate::terminal::painter::Painter;
use crate::terminal::session::Output;
use crate::ui::{self, DrawnFrame, Skin};

/// What is seen and heard meanwhile.
pub(super) struct Watch<'a> {
    pub(super) model: &'a mut Model,
    painter: &'a mut Painter<Output>,
    skin: Skin,
    window: &'a mut Size,
    drawn: &'a mut DrawnFrame,
    keys: &'a mut Normaliser,
    began: Instant,
    /// When it was told last.
    told: Option<Instant>,
    stop: bool,
    /// Whether the clerk left the program.
    pub(super) left: bool,
}

/// How often what is done one by one is told.
const TOLD_EVERY: Duration = Duration::from_millis(100);

impl Watch<'_> {
    /// Tells how far it is, where that was not told just now; false where the clerk stopped it.
    pub(super) fn step(&mut self, work: Work, done: usize, all: usize) -> bool {
        if self.told.is_some_and(|told| told.elapsed() < TOLD_EVERY) { !self.stop } else { self.go_on(work, done, all) }
    }

    /// Tells how far it is; false where the clerk stopped it.
    pub(super) fn go_on(&mut self, work: Work, done: usize, all: usize) -> bool {
        update(self.model, Msg::County(CountyMsg::Working(work, done, all)), &self.drawn.view);
        // A console that cannot be asked is left to the loop, which tells.
        while event::poll(Duration::ZERO).unwrap_or(false) {
            let Ok(event) = event::read() else { break };
            match self.keys.feed(event, false, self.began.elapsed()) {
                Some(Input::Key(key)) => match keymap::intent(Scope::Working, key) {
                    // What was written in a form is asked about, by the same key once more.
                    Some(Intent::Quit) => (self.stop, self.left) = (true, !self.model.is_unsaved()),
                    Some(Intent::Back) => self.stop = true,
                    Some(Intent::Repaint) => self.painter.invalidate(),
                    _ => {}
                },
                Some(Input::Resize(..)) => {
                    *self.window = size();
                    self.painter.resize(*self.window);
                }
                _ => {}
            }
        }
        *self.drawn = ui::draw(self.model, self.skin, *self.window);
        let _ = self.painter.paint(&self.drawn.frame, self.drawn.cursor);
        self.told = Some(Instant::now());
        !self.stop
    }
}

impl EventLoop {
    /// The runner, and the watch over what takes it long.
    pub(super) fn watch(&mut self) -> (&mut EffectRunner, Watch<'_>) {
        let Self { model, runner, painter, skin, size: window, drawn, keys, began } = self;
        let (skin, began) = (*skin, *began);
        (runner, Watch { model, painter, skin, window, drawn, keys, began, told: None, stop: false, left: false })
    }

    /// Answers reports; none where the clerk left meanwhile.
    pub(super) fn give(&mut self, asked: Answering) -> Option<Msg> {
        let (runner, mut watch) = self.watch();
        let answered = runner.give(&mut watch, asked);
        if watch.left {
            return None;
        }
        watch.model.offers = runner.offers();
        update(watch.model, runner.settled(), &watch.drawn.view);
        Some(Msg::County(answered))
    }
}
