//! The progress bar of the county's long operations, which read or answer thousands of files. Esc stops them.

use std::time::{Duration, Instant};

use crossterm::event;
use ratatui::layout::Size;

use super::effects::EffectRunner;
use super::event_loop::{EventLoop, size};
use crate::app::keymap::{self, Intent, Scope};
use crate::app::message::Msg;
use crate::app::state::county_screens::{AnswerRequest, CountyJob, CountyMsg};
use crate::app::state::model::Model;
use crate::app::update::update;
use crate::terminal::keys::{Input, Normaliser};
use crate::terminal::painter::Painter;
use crate::terminal::session::Output;
use crate::ui::{self, DrawnFrame, Skin};

/// The screen and the keyboard during a long operation.
pub(super) struct ProgressView<'a> {
    pub(super) model: &'a mut Model,
    painter: &'a mut Painter<Output>,
    skin: Skin,
    window: &'a mut Size,
    drawn: &'a mut DrawnFrame,
    keys: &'a mut Normaliser,
    started: Instant,
    /// When the bar was last drawn.
    drawn_at: Option<Instant>,
    is_stopped: bool,
    /// Whether the clerk quit the program.
    pub(super) has_quit: bool,
}

/// How often to redraw the bar.
const REDRAW_INTERVAL: Duration = Duration::from_millis(100);

impl ProgressView<'_> {
    /// Shows the progress, unless the bar was drawn a moment ago. Returns false if the clerk stopped the operation.
    pub(super) fn show_if_due(&mut self, work: CountyJob, done: usize, all: usize) -> bool {
        if self.drawn_at.is_some_and(|drawn_at| drawn_at.elapsed() < REDRAW_INTERVAL) {
            !self.is_stopped
        } else {
            self.show(work, done, all)
        }
    }

    /// Shows the progress and reads the keys. Returns false if the clerk stopped the operation.
    pub(super) fn show(&mut self, work: CountyJob, done: usize, all: usize) -> bool {
        update(self.model, Msg::County(CountyMsg::Working(work, done, all)), &self.drawn.view);
        // If the console cannot be polled, read no keys. The event loop meets the same error and reports it.
        while event::poll(Duration::ZERO).unwrap_or(false) {
            let Ok(event) = event::read() else { break };
            match self.keys.feed(event, false, self.started.elapsed()) {
                Some(Input::Key(key)) => match keymap::intent(Scope::Working, key) {
                    // A form with unsaved text stays open: quitting then needs a second press, in the event loop.
                    Some(Intent::Quit) => (self.is_stopped, self.has_quit) = (true, !self.model.is_unsaved()),
                    Some(Intent::Back) => self.is_stopped = true,
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
        self.drawn_at = Some(Instant::now());
        !self.is_stopped
    }
}

impl EventLoop {
    /// Splits the loop into the runner and a view of everything else. The runner reports its progress to the view.
    pub(super) fn split_progress(&mut self) -> (&mut EffectRunner, ProgressView<'_>) {
        let Self { model, runner, painter, skin, size: window, drawn, keys, started } = self;
        let (skin, started) = (*skin, *started);
        (
            runner,
            ProgressView {
                model,
                painter,
                skin,
                window,
                drawn,
                keys,
                started,
                drawn_at: None,
                is_stopped: false,
                has_quit: false,
            },
        )
    }

    /// Answers reports. Returns `None` if the clerk quit meanwhile.
    pub(super) fn answer_reports(&mut self, asked: AnswerRequest) -> Option<Msg> {
        let (runner, mut view) = self.split_progress();
        let answered = runner.answer_reports(&mut view, asked);
        if view.has_quit {
            return None;
        }
        view.model.candidates = runner.offers();
        update(view.model, runner.settings_message(), &view.drawn.view);
        Some(Msg::County(answered))
    }
}
