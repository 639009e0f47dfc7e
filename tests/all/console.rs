//! Old Chinese consoles draw every screen correctly, with hostile text, at any size, after any keys.

use std::cell::RefCell;
use std::io;
use std::rc::Rc;
use std::time::Duration;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use proptest::prelude::ProptestConfig;
use proptest::test_runner::TestRunner;
use ratatui::layout::Size;
use taizhang::app::message::Msg;
use taizhang::app::state::model::{OpenTownship, Screen};
use taizhang::domain::ledger::{Change, Hex16, ItemStatus, Ledger};
use taizhang::terminal::keys::{Input, Normaliser};
use taizhang::terminal::look::Look;
use taizhang::terminal::painter::Painter;
use taizhang::terminal::wrap::wrap;
use taizhang::terminal::{display::display, display::width};
use unicode_width::UnicodeWidthChar as _;

use crate::effects::entry;
use crate::emulator::{ConsoleModel, Emulator};
use crate::screen::Clerk;

/// ASCII, or two columns wide without dispute and two bytes in GBK.
pub(crate) fn is_plain(c: char) -> bool {
    if c.is_ascii() {
        return !c.is_ascii_control();
    }
    let mut utf8 = [0; 4];
    let (bytes, _, unmappable) = encoding_rs::GBK.encode(c.encode_utf8(&mut utf8));
    c.width() == Some(2) && bytes.len() == 2 && !unmappable
}

#[track_caller]
pub(crate) fn holds_plain_cells_only(clerk: &Clerk) {
    for cell in &clerk.drawn.frame.content {
        assert!(cell.symbol().chars().all(is_plain), "{:?} in\n{}", cell.symbol(), clerk.frame());
    }
}

fn open_with_reason(clerk: &mut Clerk, text: &str) {
    let township = clerk.model.plan.roster[0].clone();
    let mut ledger = Ledger::default();
    for item in ["1.1", "26.4"] {
        let to = ItemStatus::NotApplicable { reason: text.to_owned() };
        ledger.add(entry(&ledger, Hex16(7), Change::Mark { item: item.into(), year: Some(2025), to }));
    }
    let notes = vec![text.to_owned()];
    clerk.take(Msg::Opened(Box::new(OpenTownship {
        township,
        ledger,
        device: Some(Hex16(7)),
        read_only: None,
        notes,
        receipts: vec![],
    })));
}

/// Shows every screen and every task, and checks every frame.
fn walk_through(clerk: &mut Clerk, mut look_at: impl FnMut(&Clerk)) {
    look_at(clerk);
    for keys in ["End", "回车", "4", "Esc", "3", "Esc", "1", "下 F2", "Esc Esc", "Esc Esc", "0", "Esc", "F4"] {
        clerk.press(keys);
        look_at(clerk);
    }
    clerk.press("F4");
    for _ in 0..28 {
        clerk.press("回车 PgDn");
        look_at(clerk);
        clerk.press("PgDn PgDn");
        look_at(clerk);
        clerk.press("Esc 下");
    }
    for keys in [
        "F3",
        "/",
        "Esc",
        "Tab",
        "右",
        "F5",
        "F11",
        "下",
        "Esc",
        "Esc",
        "F2",
        "F2",
        "F2",
        "PgDn",
        "Esc",
        "End 上 F2",
        "空格",
        "Esc",
        "Esc",
        "Esc",
        "F1",
        "PgDn",
        "PgDn",
        "Esc",
        "F5",
        "F5",
        "下",
        "下",
        "Esc",
        "F6",
        "下",
        "Esc",
    ] {
        clerk.press(keys);
        look_at(clerk);
    }
}

#[test]
fn plain_look_stays_plain_everywhere() {
    for size in [Size::new(80, 25), Size::new(120, 40), Size::new(64, 16)] {
        let mut clerk = Clerk::with("2025-11-23", Look::Plain, size);
        clerk.press("回车");
        walk_through(&mut clerk, holds_plain_cells_only);
    }
}

/// Shows every screen in the plain look with `texts` random texts in each field that shows one.
pub(crate) fn walk_with_any_text(texts: u32) {
    let text = "(\\PC|[“”—…·√①α\u{202e}\u{200d}\u{301}😀👨‍👩‍👧䶮\t\n\u{1b}]){1,60}";
    let walk = |text: String| {
        let mut clerk = Clerk::with("2025-11-23", Look::Plain, Size::new(80, 25));
        clerk.model.signing.reporter.clone_from(&text);
        clerk.model.storage.folder = text.clone().into();
        open_with_reason(&mut clerk, &text);
        walk_through(&mut clerk, holds_plain_cells_only);
        clerk.press("F5");
        clerk.take(Msg::Text(text));
        holds_plain_cells_only(&clerk);
        Ok(())
    };
    TestRunner::new(ProptestConfig::with_cases(texts)).run(&text, walk).unwrap();
}

#[test]
fn plain_look_holds_any_text() {
    walk_with_any_text(3);
}

#[test]
fn huge_note_breaks_nothing() {
    let note = "三下乡“科普”—😀\u{202e}，".repeat(1_000);
    assert!(note.chars().count() > 10_000);
    for look in [Look::Plain, Look::Fine] {
        let mut clerk = Clerk::with("2025-11-23", look, Size::new(80, 25));
        open_with_reason(&mut clerk, &note);
        clerk.press("回车 PgDn PgDn End");
        clerk.press("Esc F8");
        assert!(clerk.sees("[已存盘]"), "{}", clerk.frame());
    }
}

/// A console that receives all output of the painter.
struct Shown {
    painter: Painter<Wire>,
    wire: Wire,
    emulator: Emulator,
}

/// Bytes written and not yet shown.
#[derive(Debug, Clone, Default)]
struct Wire(Rc<RefCell<Vec<u8>>>);

impl io::Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Shown {
    fn new(model: ConsoleModel, size: Size) -> Self {
        let wire = Wire::default();
        let emulator = Emulator::new(model, size.width, size.height);
        Self { painter: Painter::new(wire.clone(), size), wire, emulator }
    }

    fn paint(&mut self, clerk: &Clerk) {
        self.painter.paint(&clerk.drawn.frame, clerk.drawn.cursor).unwrap();
        self.emulator.feed(&self.wire.0.take());
    }
}

fn any_key(seed: &mut u64) -> &'static str {
    const KEYS: [&str; 33] = [
        "空格", "空格", "空格", "空格", "空格", "0", "4", "Esc", "F2", "下", "下", "下", "上", "上", "PgDn", "PgUp",
        "Home", "End", "回车", "回车", "Esc", "Esc", "F1", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "Tab", "左", "右",
    ];
    KEYS[usize::try_from(next(seed) % 33).unwrap()]
}

/// A random generator with a seed, so that a failure can be repeated.
fn next(seed: &mut u64) -> u64 {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *seed >> 33
}

/// Presses random keys on three consoles, and sometimes compares the screen with a repaint.
pub(crate) fn walk_with_any_key(keys: usize) {
    for (seed, wide, look) in [(1, true, Look::Plain), (2, false, Look::Fine), (3, false, Look::Plain)] {
        let model = ConsoleModel { ambiguous_wide: wide, clears_halves: false, wraps_at_once: wide };
        let mut clerk = Clerk::with("2025-11-23", look, Size::new(80, 25));
        let mut shown = Shown::new(model, clerk.size);
        let mut random = seed;
        shown.paint(&clerk);
        for step in 0..keys {
            if next(&mut random).is_multiple_of(200) {
                let columns = 1 + u16::try_from(next(&mut random) % 300).unwrap();
                let rows = 1 + u16::try_from(next(&mut random) % 100).unwrap();
                clerk.size = Size::new(columns, rows);
                shown.painter.resize(clerk.size);
                shown.emulator.resize(columns, rows);
            }
            clerk.press(any_key(&mut random));
            shown.paint(&clerk);
            if step % 25 == 0 {
                let before = shown.emulator.seen();
                shown.painter.invalidate();
                shown.paint(&clerk);
                assert_eq!(before, shown.emulator.seen(), "seed {seed}, step {step}\n{}", clerk.frame());
                assert!(!shown.emulator.scrolled, "seed {seed}, step {step}");
            }
        }
        assert!(clerk.recorded.len() >= keys / 100, "the walk ticks: {}", clerk.recorded.len());
    }
}

#[test]
fn updates_equal_a_full_repaint() {
    walk_with_any_key(400);
}

#[test]
fn notice_lines_respect_punctuation() {
    let clerk = Clerk::first_start("2025-11-23");
    let plan = &clerk.model.plan;
    let tasks = plan.tasks().map(|(_, task)| &task.text);
    let texts: Vec<&String> = tasks.chain(plan.safeguards.iter().map(|one| &one.text)).collect();
    assert_eq!(texts.len(), 31);
    for look in [Look::Plain, Look::Fine] {
        for text in &texts {
            let text = display(text, look);
            for columns in 20..=200 {
                let lines = wrap(&text, columns);
                for line in &lines {
                    assert!(width(line) <= columns, "{columns}: {line}");
                    assert!(
                        !line.starts_with(['，', '。', '、', '；', '：', '）', '》', '”', '」']),
                        "{columns}: {line}"
                    );
                    assert!(!line.ends_with(['（', '《', '“', '「']), "{columns}: {line}");
                }
                let kept: String = lines.concat().split_whitespace().collect();
                assert_eq!(kept, text.split_whitespace().collect::<String>(), "{columns}");
            }
        }
    }
}

/// Handles a key event as the event loop does.
fn feed(clerk: &mut Clerk, keys: &mut Normaliser, code: KeyCode, kind: KeyEventKind, at: u64) {
    let event = Event::Key(KeyEvent::new_with_kind(code, KeyModifiers::NONE, kind));
    match keys.feed(event, clerk.model.in_text_field(), Duration::from_millis(at)) {
        Some(Input::Key(key)) => clerk.take(Msg::Key(key)),
        Some(other) => panic!("{other:?}"),
        None => {}
    }
}

#[test]
fn full_width_keys_act() {
    use KeyEventKind::Press;
    let mut clerk = Clerk::in_panlian("2025-11-23");
    let mut keys = Normaliser::new();
    for (at, c) in ['ｊ', 'ｊ', 'ｋ', '　'].into_iter().enumerate() {
        feed(&mut clerk, &mut keys, KeyCode::Char(c), Press, at as u64 * 1000);
    }
    assert!(clerk.sees("> 2 ") && clerk.sees("[x]  2.1"), "{}", clerk.frame());
    feed(&mut clerk, &mut keys, KeyCode::Char('？'), Press, 5000);
    assert!(matches!(clerk.model.screen(), Screen::Help(..)));
    clerk.press("Esc F5");
    for (at, c) in ['李', '，', 'ｊ', '？', '　'].into_iter().enumerate() {
        feed(&mut clerk, &mut keys, KeyCode::Char(c), Press, 6000 + at as u64 * 1000);
    }
    let Screen::Form(form) = clerk.model.screen() else { panic!("the form is left") };
    assert_eq!(form.slots[2].field().unwrap().value(), "李，ｊ？　", "inside a field they are typed");
}

#[test]
fn release_only_character_arrives() {
    use KeyEventKind::{Press, Release};
    let mut clerk = Clerk::in_panlian("2025-11-23");
    let mut keys = Normaliser::with_bursts(true);
    clerk.press("F5");
    feed(&mut clerk, &mut keys, KeyCode::Char('张'), Release, 0);
    feed(&mut clerk, &mut keys, KeyCode::Char('三'), Press, 1000);
    feed(&mut clerk, &mut keys, KeyCode::Char('三'), Release, 1010);
    feed(&mut clerk, &mut keys, KeyCode::Char('a'), Press, 2000);
    feed(&mut clerk, &mut keys, KeyCode::Char('a'), Release, 2010);
    let Screen::Form(form) = clerk.model.screen() else { panic!("the form is left") };
    assert_eq!(form.slots[2].field().unwrap().value(), "张三a");
    clerk.press("Esc");
    feed(&mut clerk, &mut keys, KeyCode::Char(' '), Press, 3000);
    feed(&mut clerk, &mut keys, KeyCode::Char(' '), Release, 3010);
    assert_eq!(clerk.recorded.len(), 1);
}

#[test]
fn windows_paste_submits_nothing() {
    let mut clerk = Clerk::in_panlian("2025-11-23");
    let mut keys = Normaliser::with_bursts(true);
    clerk.press("F5");
    let pasted = [KeyCode::Char('张'), KeyCode::Enter, KeyCode::Char('三'), KeyCode::Enter];
    for (at, code) in pasted.into_iter().enumerate() {
        feed(&mut clerk, &mut keys, code, KeyEventKind::Press, at as u64);
    }
    let Screen::Form(form) = clerk.model.screen() else { panic!("the form is left") };
    assert_eq!((form.slots[2].field().unwrap().value().trim_end(), form.at), ("张 三", 2));
    assert!(clerk.reports.is_empty());
}
