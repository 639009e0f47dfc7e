//! What every panel draws with. `display` makes all text safe before it reaches a cell.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};
use ratatui::style::Style;

use crate::app::state::view::{Area, ClickTarget, FrameView, Pane};
use crate::domain::progress::State;
use crate::terminal::display::{display, width};
use crate::terminal::popup::clear;
use crate::terminal::wrap;

use super::frame::{DrawnFrame, Skin};

/// A frame that is being drawn.
#[derive(Debug)]
pub(super) struct Canvas {
    pub(super) skin: Skin,
    pub(super) view: FrameView,
    frame: Buffer,
    cursor: Option<Position>,
}

impl Canvas {
    pub(super) fn new(skin: Skin, size: Size) -> Self {
        let area = Rect::new(0, 0, size.width, size.height);
        let mut frame = Buffer::empty(area);
        frame.set_style(area, skin.palette.text);
        Self { skin, view: FrameView::default(), frame, cursor: None }
    }

    pub(super) fn finish(self) -> DrawnFrame {
        DrawnFrame { frame: self.frame, cursor: self.cursor, view: self.view }
    }

    pub(super) fn size(&self) -> Size {
        self.frame.area.as_size()
    }

    /// Writes `text` at a cell, cut to `columns`. Returns the columns it took.
    pub(super) fn put(&mut self, x: u16, y: u16, columns: u16, text: &str, style: Style) -> u16 {
        let columns = columns.min(self.frame.area.width.saturating_sub(x));
        if y >= self.frame.area.height || columns == 0 {
            return 0;
        }
        let text = wrap::fit(&display(text, self.skin.look), columns.into(), self.skin.look);
        let (end, _) = self.frame.set_stringn(x, y, &text, columns.into(), style);
        end - x
    }

    /// Writes `text` so that it ends before column `end`.
    pub(super) fn put_right(&mut self, end: u16, y: u16, text: &str, style: Style) {
        let columns = self.columns(text);
        self.put(end.saturating_sub(columns), y, columns, text, style);
    }

    /// Returns the columns that `text` takes on the screen.
    pub(super) fn columns(&self, text: &str) -> u16 {
        u16::try_from(width(&display(text, self.skin.look))).unwrap_or(u16::MAX)
    }

    pub(super) fn wrap(&self, text: &str, columns: u16) -> Vec<String> {
        wrap::wrap(&display(text, self.skin.look), columns.into())
    }

    /// Breaks `text` into at most `rows` lines, and drops whole clauses where there is no room.
    pub(super) fn wrap_clauses(&self, text: &str, columns: u16, rows: u16) -> Vec<String> {
        wrap::wrap_clauses(&display(text, self.skin.look), columns.into(), rows.into())
    }

    /// Breaks a list of names into lines. Breaks inside a name only if it is longer than a line.
    pub(super) fn wrap_names(&self, names: &[String], columns: u16) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for name in names {
            match lines.last_mut() {
                Some(line) if self.columns(line) + 1 + self.columns(name) <= columns => {
                    line.push(' ');
                    line.push_str(name);
                }
                _ => lines.extend(self.wrap(name, columns)),
            }
        }
        lines
    }

    /// Styles the cells of an area without changing their text.
    pub(super) fn style(&mut self, area: Rect, style: Style) {
        self.frame.set_style(area, style);
    }

    /// Draws a border around `area`, with a title in its upper edge. `joins_left` says whether its left corners meet
    /// a neighbour's border.
    pub(super) fn border(&mut self, area: Rect, title: &str, joins_left: bool, style: Style) {
        let glyphs = self.skin.look.glyphs();
        let (right, bottom) = (area.right().saturating_sub(1), area.bottom().saturating_sub(1));
        let corners = if joins_left {
            [glyphs.tee_top, glyphs.top_right, glyphs.tee_bottom, glyphs.bottom_right]
        } else {
            [glyphs.top_left, glyphs.top_right, glyphs.bottom_left, glyphs.bottom_right]
        };
        for x in area.x..=right {
            self.put(x, area.y, 1, glyphs.horizontal, style);
            self.put(x, bottom, 1, glyphs.horizontal, style);
        }
        for y in area.y..=bottom {
            self.put(area.x, y, 1, glyphs.vertical, style);
            self.put(right, y, 1, glyphs.vertical, style);
        }
        for ((x, y), corner) in
            [(area.x, area.y), (right, area.y), (area.x, bottom), (right, bottom)].into_iter().zip(corners)
        {
            self.put(x, y, 1, corner, style);
        }
        if title.is_empty() {
            return;
        }
        let title = format!(" {title} ");
        self.put(area.x + 2, area.y, area.width.saturating_sub(4), &title, self.skin.palette.title);
    }

    /// Marks on the right border that more lines follow above or below. `top` is the first visible one of `lines`.
    pub(super) fn more(&mut self, area: Rect, top: usize, lines: usize) {
        let glyphs = self.skin.look.glyphs();
        let style = self.skin.palette.accent;
        let rows = usize::from(area.height.saturating_sub(2));
        if top > 0 {
            self.put(area.right() - 1, area.y + 1, 1, glyphs.more_above, style);
        }
        if top + rows < lines {
            self.put(area.right() - 1, area.bottom() - 2, 1, glyphs.more_below, style);
        }
    }

    pub(super) fn state_box(&self, state: State) -> &'static str {
        let glyphs = self.skin.look.glyphs();
        match state {
            State::Todo => glyphs.box_todo,
            State::Doing => glyphs.box_doing,
            State::Done => glyphs.box_done,
            State::Na => glyphs.box_na,
        }
    }

    /// The mark of a state in one column: the character inside its box.
    pub(super) fn state_mark(&self, state: State) -> &'static str {
        match (state, self.state_box(state)) {
            (State::Todo, _) => ".",
            (_, boxed) => boxed.trim_matches(['[', ']']),
        }
    }

    pub(super) fn state_style(&self, state: State) -> Style {
        let palette = self.skin.palette;
        match state {
            State::Todo => palette.text,
            State::Doing => palette.doing,
            State::Done => palette.done,
            State::Na => palette.muted,
        }
    }

    /// Clears the background of a popup and hides the cursor below it.
    pub(super) fn popup(&mut self, area: Rect) {
        clear(area, self.skin.palette.text, &mut self.frame);
        self.cursor = None;
    }

    /// Declares what a click on `area` does.
    pub(super) fn target(&mut self, area: Rect, target: ClickTarget) {
        self.view.targets.push((area_of(area), target));
    }

    /// Declares what the wheel over `area` scrolls.
    pub(super) fn pane(&mut self, area: Rect, pane: Pane) {
        self.view.panes.push((area_of(area), pane));
    }

    /// Puts the text cursor at a cell.
    pub(super) fn cursor(&mut self, x: u16, y: u16) {
        self.cursor = Some(Position::new(x, y));
    }
}

fn area_of(area: Rect) -> Area {
    Area { x: area.x, y: area.y, width: area.width, height: area.height }
}
