//! How frames are drawn, and what a drawn frame is.

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use crate::app::state::view::View;
use crate::terminal::look::{Look, Palette};

/// How everything is drawn.
#[derive(Debug, Clone, Copy)]
pub struct Skin {
    /// The glyphs.
    pub look: Look,
    /// The colours.
    pub palette: Palette,
}

/// A drawn frame.
#[derive(Debug)]
pub struct Drawn {
    /// The cells.
    pub frame: Buffer,
    /// Where the text cursor stands, if anywhere.
    pub cursor: Option<Position>,
    /// What was shown, for scrolling and clicking.
    pub view: View,
}
