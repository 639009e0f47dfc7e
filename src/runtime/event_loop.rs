//! The state of the event loop: the model, the effect runner, and the painted frame.

use std::io;
use std::time::Instant;

use ratatui::layout::Size;

use crate::app::state::model::{Message, Model};
use crate::terminal::keys::Normaliser;
use crate::terminal::look::Look;
use crate::terminal::painter::Painter;
use crate::terminal::session::Output;
use crate::ui::{self, DrawnFrame, Skin};

use super::effects::EffectRunner;

pub(super) fn size() -> Size {
    let (width, height) = crossterm::terminal::size().unwrap_or((80, 25));
    // Some terminals do not know their size and report 0.
    if width == 0 || height == 0 { Size::new(80, 25) } else { Size::new(width, height) }
}

pub(super) struct EventLoop {
    pub(super) model: Model,
    pub(super) runner: EffectRunner,
    pub(super) painter: Painter<Output>,
    pub(super) skin: Skin,
    pub(super) size: Size,
    pub(super) drawn: DrawnFrame,
    pub(super) keys: Normaliser,
    pub(super) started: Instant,
}

impl EventLoop {
    pub(super) fn change_look(&mut self) {
        let look = if self.skin.look == Look::Plain { Look::Fine } else { Look::Plain };
        self.skin.look = look;
        self.painter.invalidate();
        let settings = &mut self.runner.context.settings;
        settings.plain_look = Some(look == Look::Plain);
        // Ignore a failed save: the clerk can choose the look again next time.
        let _ = settings.save(&self.runner.context.data.settings());
    }

    /// Shows a message at once, before a long operation.
    pub(super) fn show_message(&mut self, words: &str) {
        self.model.message = Some(Message::info(words));
        self.draw();
        // If the console is gone, the operation must still run.
        let _ = self.paint();
    }

    pub(super) fn draw(&mut self) {
        self.drawn = ui::draw(&self.model, self.skin, self.size);
    }

    pub(super) fn paint(&mut self) -> io::Result<()> {
        self.painter.paint(&self.drawn.frame, self.drawn.cursor)
    }
}
