//! Tests the painter on every model of console.

use super::{
    Painter,
    emulator::{ConsoleModel, Emulator, MODELS, TAIL, colour_code},
};
use crate::terminal::{
    display::display,
    look::{Look, Palette},
    popup,
};
use proptest::prelude::*;
use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect, Size},
    style::{Color, Style},
};

const STYLES: [Style; 4] = [
    Style::new().fg(Color::Reset).bg(Color::Reset),
    Style::new().fg(Color::Gray).bg(Color::Black),
    Style::new().fg(Color::Black).bg(Color::Cyan),
    Style::new().fg(Color::LightGreen).bg(Color::Black),
];

fn frame(rows: &[&str]) -> Buffer {
    Buffer::with_lines(rows.iter().copied())
}

fn size(frame: &Buffer) -> Size {
    frame.area.as_size()
}

/// Returns what the painter writes for each frame.
fn written(frames: &[&Buffer]) -> Vec<String> {
    let mut painter = Painter::new(Vec::new(), size(frames[0]));
    let paint = |frame: &&Buffer| {
        painter.out.clear();
        painter.paint(frame, None).unwrap();
        String::from_utf8(painter.out.clone()).unwrap()
    };
    frames.iter().map(paint).collect()
}

#[test]
fn first_frame_clears_the_screen() {
    let frame = frame(&["深入开展农村", "  科普      "]);
    assert_eq!(written(&[&frame]), ["\x1b[m\x1b[2J\x1b[?25l\x1b[H深入开展农村\x1b[2;3H科普"]);
}

#[test]
fn unchanged_frame_writes_nothing() {
    let frame = frame(&["深入开展农村"]);
    assert_eq!(written(&[&frame, &frame])[1], "");
}

#[test]
fn changes_take_the_cheapest_path() {
    let frames = [
        frame(&["[ ] 农村科普    0/3 "]),
        frame(&["[x] 农村科普    1/3 "]),
        frame(&["[x] 农村        1/4 "]),
        frame(&["[-] 农村        1/4 "]),
    ];
    let written = written(&frames.each_ref());
    assert_eq!(written[1..], ["\r[x\x1b[14C1", "\x1b[9D    \x1b[6C4", "\r[-"]);
}

#[test]
fn wide_character_and_neighbour_are_redrawn() {
    let (before, after) = (frame(&["a农村 b"]), frame(&[" 农 村b"]));
    assert_eq!(written(&[&before, &after])[1], "\r 农 村");
}

#[test]
fn split_wide_character_is_blanked() {
    let mut straddled = frame(&["a农村 b"]);
    straddled.set_string(2, 0, "x", Style::new());
    assert!(written(&[&straddled])[0].ends_with("a x村"));
}

#[test]
fn last_cell_is_never_written() {
    assert!(written(&[&frame(&["aaa", "bbb"])])[0].ends_with("aaa\x1b[2Hbb"));
    assert!(written(&[&frame(&["农村", "科普"])])[0].ends_with("农村\x1b[2H科"));
}

#[test]
fn colours_are_sent_on_change() {
    let mut frame = frame(&["abcd"]);
    frame.area.height = 1;
    frame.resize(Rect::new(0, 0, 6, 1));
    frame.set_string(0, 0, "ab", STYLES[1]);
    frame.set_string(2, 0, " c", STYLES[3]);
    frame.set_string(4, 0, "d", STYLES[0]);
    assert!(written(&[&frame])[0].ends_with("\x1b[37;40mab \x1b[92mc\x1b[md"));
}

#[test]
fn cursor_follows_the_caret() {
    let frame = frame(&["姓名 张三    "]);
    let mut painter = Painter::new(Vec::new(), size(&frame));
    painter.paint(&frame, Some(Position::new(9, 0))).unwrap();
    assert!(painter.out.ends_with("张三\x1b[?25h".as_bytes()));
    painter.out.clear();
    painter.paint(&frame, Some(Position::new(9, 0))).unwrap();
    assert!(painter.out.is_empty());
    painter.paint(&frame, Some(Position::new(7, 0))).unwrap();
    assert_eq!(painter.out, b"\x1b[2D");
    painter.out.clear();
    painter.paint(&frame, None).unwrap();
    assert_eq!(painter.out, b"\x1b[?25l");
}

#[test]
fn legacy_console_gets_no_escapes() {
    let frame = frame(&["农村  ", "a [x] "]);
    let mut painter = Painter::legacy(Vec::new(), size(&frame));
    painter.paint(&frame, Some(Position::new(1, 1))).unwrap();
    painter.paint(&frame, None).unwrap();
    assert_eq!(String::from_utf8(painter.out).unwrap(), "农村\r\na [x]\r\n");
}

#[test]
fn consoles_of_any_size_work() {
    let frame = frame(&["农村科普", "abcdefgh"]);
    let mut painter = Painter::new(Vec::new(), size(&frame));
    for (width, height) in [(0, 0), (0, 9), (9, 0), (1, 1), (2, 1), (3, 2), (300, 100)] {
        painter.resize(Size::new(width, height));
        painter.out.clear();
        painter.paint(&frame, Some(Position::new(5, 1))).unwrap();
        let mut console = Emulator::new(MODELS[2], width.max(1), height.max(1));
        console.feed(&painter.out);
        assert!(!console.scrolled);
    }
}

/// A writer that always fails.
struct Broken;

impl std::io::Write for Broken {
    fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
        Err(std::io::ErrorKind::BrokenPipe.into())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn error_forgets_the_console_state() {
    let frame = frame(&["农村"]);
    let mut painter = Painter::new(Broken, size(&frame));
    assert!(painter.paint(&frame, None).is_err());
    assert!(painter.shown.is_none());
}

/// A change to a frame, which may cut wide characters in two.
#[derive(Clone, Debug)]
enum Stroke {
    Write { x: u16, y: u16, text: String, style: usize },
    Popup { area: Rect, style: usize },
    Colour { area: Rect, style: usize },
    Resize { width: u16, height: u16 },
    Invalidate,
}

fn stroke() -> impl Strategy<Value = Stroke> {
    let area = || (0..14_u16, 0..5_u16, 1..8_u16, 1..4_u16).prop_map(|(x, y, w, h)| Rect::new(x, y, w, h));
    prop_oneof![
        8 => (0..14_u16, 0..5_u16, "[ab 农村科普，“…─①😀]{0,9}", 0..4_usize)
            .prop_map(|(x, y, text, style)| Stroke::Write { x, y, text, style }),
        2 => (area(), 0..4_usize).prop_map(|(area, style)| Stroke::Popup { area, style }),
        2 => (area(), 0..4_usize).prop_map(|(area, style)| Stroke::Colour { area, style }),
        1 => (1..16_u16, 1..6_u16).prop_map(|(width, height)| Stroke::Resize { width, height }),
        1 => Just(Stroke::Invalidate),
    ]
}

impl Stroke {
    fn apply(&self, frame: &mut Buffer) {
        match self {
            Self::Write { x, y, text, style } if *x < frame.area.width && *y < frame.area.height => {
                frame.set_string(*x, *y, display(text, Look::Plain), STYLES[*style]);
            }
            Self::Popup { area, style } => popup::clear(*area, STYLES[*style], frame),
            Self::Colour { area, style } => {
                frame.set_style(area.intersection(frame.area), STYLES[*style]);
            }
            Self::Resize { width, height } => {
                *frame = Buffer::empty(Rect::new(0, 0, *width, *height));
            }
            Self::Write { .. } | Self::Invalidate => {}
        }
    }
}

/// Paints after each stroke. The console must always show the same as after a full repaint.
fn walk(model: ConsoleModel, strokes: &[Stroke]) -> Result<(), TestCaseError> {
    let mut frame = Buffer::empty(Rect::new(0, 0, 14, 5));
    let mut painter = Painter::new(Vec::new(), size(&frame));
    let mut console = Emulator::new(model, 14, 5);
    for (step, stroke) in (0..).zip(strokes) {
        stroke.apply(&mut frame);
        match stroke {
            Stroke::Resize { width, height } => {
                console.resize(*width, *height);
                painter.resize(size(&frame));
            }
            Stroke::Invalidate => painter.invalidate(),
            _ => {}
        }
        let caret = (step % 3 == 0).then_some(Position::new(step % 16, 2));
        painter.out.clear();
        painter.paint(&frame, caret).unwrap();
        console.feed(&painter.out);

        let mut fresh = Painter::new(Vec::new(), size(&frame));
        fresh.paint(&frame, caret).unwrap();
        let mut other = Emulator::new(model, frame.area.width, frame.area.height);
        other.feed(&fresh.out);
        prop_assert_eq!(console.text(), other.text());
        prop_assert_eq!(console.seen(), other.seen());
        prop_assert_eq!(console.cursor_shown, caret.is_some());
        prop_assert!(caret.is_none() || console.cursor == other.cursor);
        prop_assert!(!console.scrolled && !other.scrolled);
    }
    Ok(())
}

proptest! {
    #[test]
    fn screen_equals_a_full_repaint(strokes in proptest::collection::vec(stroke(), 1..40)) {
        for model in MODELS {
            walk(model, &strokes)?;
        }
    }

    #[test]
    fn both_character_widths_look_alike(strokes in proptest::collection::vec(stroke(), 1..40)) {
        let mut frame = Buffer::empty(Rect::new(0, 0, 14, 5));
        for stroke in &strokes {
            stroke.apply(&mut frame);
        }
        let mut painter = Painter::new(Vec::new(), size(&frame));
        painter.paint(&frame, None).unwrap();
        let screens = MODELS.map(|model| {
            let mut console = Emulator::new(model, frame.area.width, frame.area.height);
            console.feed(&painter.out);
            console.seen()
        });
        prop_assert!(screens.iter().all(|screen| *screen == screens[0]));
    }

    #[test]
    fn whole_characters_reach_the_screen(strokes in proptest::collection::vec(stroke(), 1..40)) {
        let mut frame = Buffer::empty(Rect::new(0, 0, 14, 5));
        for stroke in &strokes {
            stroke.apply(&mut frame);
        }
        let mut painter = Painter::new(Vec::new(), size(&frame));
        painter.paint(&frame, None).unwrap();
        let mut console = Emulator::new(MODELS[0], frame.area.width, frame.area.height);
        console.feed(&painter.out);
        for (cell, place) in frame.content.iter().zip(&console.cells).rev().skip(1) {
            if place.glyph != ' ' && place.glyph != TAIL {
                prop_assert_eq!(cell.symbol(), place.glyph.to_string());
                prop_assert_eq!((colour_code(cell.fg), colour_code(cell.bg) + 10), (place.fg, place.bg));
            } else if cell.symbol().is_ascii() && place.glyph != TAIL {
                prop_assert_eq!(cell.symbol(), " ");
            }
        }
    }

    #[test]
    fn second_emulator_agrees(strokes in proptest::collection::vec(stroke(), 1..30)) {
        let strokes = strokes.into_iter().filter(|stroke| !matches!(stroke, Stroke::Resize { .. }));
        let mut frame = Buffer::empty(Rect::new(0, 0, 14, 5));
        let mut painter = Painter::new(Vec::new(), size(&frame));
        let mut console = Emulator::new(MODELS[1], 14, 5);
        let mut other = vt100::Parser::new(5.try_into().unwrap(), 14.try_into().unwrap(), 0);
        for stroke in strokes {
            stroke.apply(&mut frame);
            painter.out.clear();
            painter.paint(&frame, None).unwrap();
            console.feed(&painter.out);
            other.process(&painter.out);
            let rows = other.screen().rows(0, 14).map(|row| row.trim_end().to_owned());
            let ours = console.text();
            prop_assert_eq!(rows.collect::<Vec<_>>(), ours.lines().map(str::trim_end).collect::<Vec<_>>());
        }
    }
}

/// The byte budgets of a full Chinese screen, beside ratatui's own crossterm backend.
mod bytes {
    use super::*;
    use crate::terminal::wrap::pad;
    use ratatui_crossterm::CrosstermBackend;

    const WORDS: &str = "深入开展农村科普活动，重点围绕新农村建设、保护生态环境、节约能源资源。";

    /// A screen like the dashboard: two panels full of Chinese, line `selected` lit, `done` items ticked.
    fn screen(selected: usize, done: usize) -> Buffer {
        let palette = Palette::new(true);
        let mut frame = Buffer::empty(Rect::new(0, 0, 80, 25));
        frame.set_style(frame.area, palette.text);
        frame.set_string(0, 0, pad("米易县全民科学素质行动", 79, Look::Plain), palette.title);
        frame.set_string(0, 1, format!(" 总进度 [{:.<22}] {done}/43", "#".repeat(done / 2)), palette.accent);
        for row in 0..22_usize {
            let style = if row == selected { palette.selected } else { palette.text };
            let mark = if row == selected { '>' } else { ' ' };
            let tick = if row < done { 'x' } else { ' ' };
            let task: String = WORDS.chars().cycle().skip(row).take(13).collect();
            let body: String = WORDS.chars().cycle().skip(row * 7).take(19).collect();
            let y = u16::try_from(row).unwrap() + 2;
            frame.set_string(0, y, format!("|{mark}[{tick}] "), style);
            frame.set_string(6, y, task, style);
            frame.set_string(32, y, " 1/3|", style);
            frame.set_string(38, y, format!("{body} |"), palette.text);
        }
        frame.set_string(0, 24, pad(" 空格 勾选  回车 打开  F2 记台账", 79, Look::Plain), palette.muted);
        frame
    }

    fn ours(frames: &[Buffer]) -> usize {
        let written = written(&frames.iter().collect::<Vec<_>>());
        written.last().unwrap().len()
    }

    /// Returns how many bytes ratatui's own terminal writes for the last frame.
    fn stock(frames: &[Buffer]) -> usize {
        use ratatui::{Terminal, TerminalOptions, Viewport};
        #[derive(Clone, Default)]
        struct Sink(std::rc::Rc<std::cell::RefCell<Vec<u8>>>);
        impl std::io::Write for Sink {
            fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
                self.0.borrow_mut().extend(bytes);
                Ok(bytes.len())
            }
            fn flush(&mut self) -> std::io::Result<()> {
                Ok(())
            }
        }
        let sink = Sink::default();
        let options = TerminalOptions { viewport: Viewport::Fixed(frames[0].area) };
        let mut terminal = Terminal::with_options(CrosstermBackend::new(sink.clone()), options).unwrap();
        for frame in frames {
            sink.0.borrow_mut().clear();
            terminal.draw(|target| target.buffer_mut().merge(frame)).unwrap();
        }
        sink.0.borrow().len()
    }

    #[test]
    fn byte_budgets_are_kept() {
        let full = [screen(3, 5)];
        let moved = [screen(3, 5), screen(4, 5)];
        let ticked = [screen(5, 5), screen(5, 6)];
        let (our_full, stock_full) = (ours(&full), stock(&full));
        let (our_move, stock_move) = (ours(&moved), stock(&moved));
        let (our_tick, stock_tick) = (ours(&ticked), stock(&ticked));
        println!("full {our_full} / {stock_full}, move {our_move} / {stock_move}, tick {our_tick} / {stock_tick}");
        assert!(our_full * 2 <= stock_full);
        assert!(our_move < stock_move);
        assert!(our_tick <= 300 && our_tick < stock_tick);
    }
}
