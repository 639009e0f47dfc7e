//! Draws the model: `&Model` -> frame. One small file for each screen or panel. Drawing changes nothing.
//!
//! Imports the app, the domain, and from `terminal` only text and colours.

mod activities;
mod browser;
mod calendar;
mod canvas;
mod chooser;
mod county;
mod dashboard;
mod findings;
mod footer;
mod form;
mod frame;
mod header;
mod help;
mod history;
mod search;
mod task_detail;
mod task_list;

use ratatui::layout::{Rect, Size};

use crate::app::keymap::Intent;
use crate::app::state::model::{Model, Screen};
use canvas::Canvas;

pub use frame::{DrawnFrame, Skin};

/// The smallest window that the screens are drawn in. A smaller one shows a single sentence.
pub const SMALLEST: Size = Size { width: 64, height: 16 };

/// Draws the current screen.
#[must_use]
pub fn draw(model: &Model, skin: Skin, size: Size) -> DrawnFrame {
    let mut canvas = Canvas::new(skin, size);
    if size.width < SMALLEST.width || size.height < SMALLEST.height {
        too_small(model, &mut canvas, size);
        return canvas.finish();
    }
    // Head, foot and borders take the other six rows.
    canvas.view.full_rows = usize::from(size.height - 6);
    let message = footer::message(model, &canvas);
    // A long message takes rows from the panes, so that it covers nothing.
    let footer = u16::try_from(message.len()).unwrap_or(1).max(1) + 1;
    let body = Rect::new(0, 2, size.width, size.height.saturating_sub(2 + footer));
    header::draw(model, &mut canvas);
    draw_screen(model, model.screen(), &mut canvas, body);
    footer::draw(model, &message, &mut canvas);
    canvas.finish()
}

fn draw_screen(model: &Model, screen: &Screen, canvas: &mut Canvas, body: Rect) {
    match screen {
        Screen::Dashboard(state) => dashboard::draw(model, state, canvas, body),
        Screen::Tasks(tasks) => {
            let left = task_list::columns(body.width);
            task_list::draw(model, tasks, canvas, Rect { width: left, ..body });
            // The two panes share a border.
            let right = Rect { x: left - 1, width: body.width - left + 1, ..body };
            task_detail::draw(model, tasks, canvas, right);
        }
        Screen::Chooser(state) => chooser::draw(model, state, canvas, body),
        Screen::Form(state) => form::draw(model, state, canvas, body),
        Screen::Activities(state) => activities::draw(model, *state, canvas, body),
        Screen::Calendar(state) => {
            // The calendar covers part of the form below it.
            if let Some(below) = model.screens.iter().rev().nth(1) {
                draw_screen(model, below, canvas, body);
            }
            calendar::draw(model, *state, canvas, body);
        }
        Screen::Browser(state) => browser::draw(state, canvas, body),
        Screen::Findings(state) => findings::draw(model, *state, canvas, body),
        Screen::History { task, cursor } => history::draw(model, *task, *cursor, canvas, body),
        Screen::Working(..)
        | Screen::County(_)
        | Screen::Submitted(_)
        | Screen::Choices(_)
        | Screen::Missing(_)
        | Screen::LeftOver(_) => county::draw(model, screen, canvas, body),
        Screen::Help(scope, top) => help::draw(model, *scope, *top, canvas, body),
    }
}

/// Shows one sentence. If the program waits for a second press to quit, it shows that question instead.
fn too_small(model: &Model, canvas: &mut Canvas, size: Size) {
    canvas.view.too_small = true;
    let (text, style) = if model.pending_confirmation == Some(Intent::Quit) {
        ("有表没存盘。再按 F10 就不要了，退出。要留着，请拉大窗口。", canvas.skin.palette.alert)
    } else {
        ("窗口太小，请拉大到80列25行。记录都在，不会丢。", canvas.skin.palette.text)
    };
    for (y, line) in (0..size.height).zip(canvas.wrap(text, size.width.saturating_sub(1))) {
        canvas.put(0, y, size.width.saturating_sub(1), &line, style);
    }
}
