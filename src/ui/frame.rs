//! The look of a frame, and a frame that was drawn.

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use crate::app::state::view::FrameView;
use crate::terminal::look::{Look, Palette};

/// The look and colours of everything drawn.
#[derive(Debug, Clone, Copy)]
pub struct Skin {
    pub look: Look,
    pub palette: Palette,
}

#[derive(Debug)]
pub struct DrawnFrame {
    pub frame: Buffer,
    /// `None` hides the text cursor.
    pub cursor: Option<Position>,
    /// What is visible where, for scrolling and clicking.
    pub view: FrameView,
}
