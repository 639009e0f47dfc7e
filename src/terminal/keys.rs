//! Turns console events into keys before anything acts on them. Full-width forms and Chinese punctuation become the
//! ASCII keys, a key acts once, and the line ends of a paste submit nothing. See docs/terminal.md, "Keys have one
//! meaning".

use std::time::Duration;

use crossterm::event::{Event, KeyEvent, KeyEventKind, MouseButton, MouseEvent, MouseEventKind};
pub use crossterm::event::{KeyCode, KeyModifiers};

/// Keys closer together than this come from a paste. Held keys repeat more slowly.
const PASTE_GAP: Duration = Duration::from_millis(20);

/// The pressed characters to remember until their release: more than two hands can hold.
const HELD_MAX: usize = 16;

/// A key as the key table names it. Shift is left out where the character shows it.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Key {
    pub code: KeyCode,
    pub mods: KeyModifiers,
}

impl Key {
    /// A key without modifiers.
    #[must_use]
    pub const fn plain(code: KeyCode) -> Self {
        Self { code, mods: KeyModifiers::NONE }
    }
}

impl From<KeyCode> for Key {
    fn from(code: KeyCode) -> Self {
        Self::plain(code)
    }
}

/// Input from the person at the console.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Input {
    Key(Key),
    /// A paste, with its line ends as they came.
    Text(String),
    /// A press of the left button.
    Click {
        x: u16,
        y: u16,
    },
    /// The wheel turned away from the hand.
    WheelUp {
        x: u16,
        y: u16,
    },
    /// The wheel turned towards the hand.
    WheelDown {
        x: u16,
        y: u16,
    },
    /// The console's new size in columns and rows.
    Resize(u16, u16),
}

/// Turns each event into one input or none.
#[derive(Debug, Default)]
pub struct Normaliser {
    /// Whether a paste arrives as a burst of keys, as on Windows consoles, or as one event.
    pastes_are_bursts: bool,
    /// Characters beyond ASCII that are pressed and not yet released.
    held: Vec<char>,
    /// When the last character was pressed.
    typed: Option<Duration>,
}

impl Normaliser {
    /// A normaliser for this system's consoles.
    #[must_use]
    pub fn new() -> Self {
        Self::with_bursts(cfg!(windows))
    }

    /// A normaliser for consoles where a paste is a burst of keys (Windows) or one event.
    #[must_use]
    pub fn with_bursts(pastes_are_bursts: bool) -> Self {
        Self { pastes_are_bursts, ..Self::default() }
    }

    /// Returns the input that `event` stands for. `now` comes from any clock that never goes back.
    pub fn feed(&mut self, event: Event, in_text_field: bool, now: Duration) -> Option<Input> {
        match event {
            Event::Key(key) => self.key(key, in_text_field, now).map(Input::Key),
            Event::Paste(text) => Some(Input::Text(text)),
            Event::Mouse(mouse) => mouse_input(mouse),
            Event::Resize(width, height) => Some(Input::Resize(width, height)),
            Event::FocusGained | Event::FocusLost => None,
        }
    }

    fn key(&mut self, event: KeyEvent, in_text_field: bool, now: Duration) -> Option<Key> {
        if !self.is_acted_on(event) {
            return None;
        }
        let key = normalise(event, in_text_field);
        let in_burst = self.pastes_are_bursts && self.typed.is_some_and(|typed| now.saturating_sub(typed) < PASTE_GAP);
        match key.code {
            KeyCode::Enter if in_burst => {
                self.typed = Some(now);
                return in_text_field.then_some(KeyCode::Char(' ').into());
            }
            KeyCode::Char(_) => self.typed = Some(now),
            _ => self.typed = None,
        }
        Some(key)
    }

    /// Whether to act on this event of a key. It is the press, or the release of a character that an input method
    /// delivers without a press.
    fn is_acted_on(&mut self, event: KeyEvent) -> bool {
        let KeyCode::Char(c) = event.code else {
            return event.kind != KeyEventKind::Release;
        };
        if c.is_ascii() {
            return event.kind != KeyEventKind::Release;
        }
        let held = self.held.iter().position(|&held| held == c);
        match (event.kind, held) {
            (KeyEventKind::Release, Some(at)) => {
                self.held.remove(at);
                false
            }
            (KeyEventKind::Press, None) => {
                // A release may never arrive, so forget the oldest press.
                self.held.truncate(HELD_MAX - 1);
                self.held.insert(0, c);
                true
            }
            _ => true,
        }
    }
}

fn normalise(event: KeyEvent, in_text_field: bool) -> Key {
    let mut mods = event.modifiers;
    let code = match event.code {
        KeyCode::Char('\r' | '\n') => KeyCode::Enter,
        // crossterm reads a line feed as Ctrl+J.
        KeyCode::Char('j') if mods == KeyModifiers::CONTROL => {
            mods -= KeyModifiers::CONTROL;
            KeyCode::Enter
        }
        KeyCode::Char(c) => {
            mods -= KeyModifiers::SHIFT;
            let c = if in_text_field { c } else { ascii_key(c) };
            let command = mods.contains(KeyModifiers::CONTROL);
            KeyCode::Char(if command { c.to_ascii_lowercase() } else { c })
        }
        KeyCode::BackTab => {
            mods -= KeyModifiers::SHIFT;
            KeyCode::BackTab
        }
        code => code,
    };
    Key { code, mods }
}

/// Returns the ASCII character of the key that types `c` while a Chinese input method is on.
fn ascii_key(c: char) -> char {
    match c {
        '　' => ' ',
        '。' | '｡' => '.',
        '、' | '÷' => '/',
        '“' | '”' => '"',
        '‘' | '’' => '\'',
        '《' | '〈' => '<',
        '》' | '〉' => '>',
        '【' | '〔' | '「' => '[',
        '】' | '〕' | '」' => ']',
        '『' => '{',
        '』' => '}',
        '￥' | '¥' => '$',
        '…' => '^',
        '—' => '_',
        '·' => '`',
        '×' => '*',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        c => c,
    }
}

fn mouse_input(mouse: MouseEvent) -> Option<Input> {
    let (x, y) = (mouse.column, mouse.row);
    match mouse.kind {
        MouseEventKind::Down(MouseButton::Left) => Some(Input::Click { x, y }),
        MouseEventKind::ScrollUp => Some(Input::WheelUp { x, y }),
        MouseEventKind::ScrollDown => Some(Input::WheelDown { x, y }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use KeyEventKind::{Press, Release, Repeat};

    const SLOW: Duration = Duration::from_millis(120);
    const FAST: Duration = Duration::from_millis(1);

    fn event(code: KeyCode, kind: KeyEventKind) -> Event {
        Event::Key(KeyEvent::new_with_kind(code, KeyModifiers::NONE, kind))
    }

    /// Feeds events that are `pace` apart and describes the inputs.
    fn normalised(events: &[(char, KeyEventKind)], in_text_field: bool, pace: Duration) -> String {
        let mut normaliser = Normaliser::with_bursts(true);
        let mut inputs = String::new();
        for (&(c, kind), step) in events.iter().zip(1..) {
            let code = if c == '\n' { KeyCode::Enter } else { KeyCode::Char(c) };
            match normaliser.feed(event(code, kind), in_text_field, pace * step) {
                Some(Input::Key(Key { code: KeyCode::Char(c), .. })) => inputs.push(c),
                Some(Input::Key(Key { code: KeyCode::Enter, .. })) => inputs.push('\n'),
                Some(other) => panic!("{other:?}"),
                None => {}
            }
        }
        inputs
    }

    fn pressed(text: &str) -> Vec<(char, KeyEventKind)> {
        text.chars().map(|c| (c, Press)).collect()
    }

    #[test]
    fn full_width_keys_act_as_ascii() {
        let typed = pressed("　？。ｊ１！，；（）【】《》“”、");
        assert_eq!(normalised(&typed, false, SLOW), " ?.j1!,;()[]<>\"\"/");
    }

    #[test]
    fn text_fields_keep_full_width_characters() {
        let typed = pressed("　？。ｊ中“”");
        assert_eq!(normalised(&typed, true, SLOW), "　？。ｊ中“”");
    }

    #[test]
    fn press_and_release_act_once() {
        let pair = [('a', Press), ('a', Release), ('，', Press), ('，', Release)];
        assert_eq!(normalised(&pair, true, SLOW), "a，");
        let rolling = [('中', Press), ('国', Press), ('中', Release), ('国', Release)];
        assert_eq!(normalised(&rolling, true, SLOW), "中国");
        assert_eq!(normalised(&[('中', Press), ('中', Repeat), ('中', Release)], true, SLOW), "中中");
    }

    #[test]
    fn release_alone_still_acts() {
        assert_eq!(normalised(&[('。', Release), ('a', Release), ('é', Release)], true, SLOW), "。é");
        assert_eq!(normalised(&[('。', Press), ('。', Release), ('。', Release)], true, SLOW), "。。");
    }

    #[test]
    fn held_keys_are_forgotten_later() {
        let mut normaliser = Normaliser::default();
        for c in '一'..='十' {
            normaliser.feed(event(KeyCode::Char(c), Press), true, SLOW);
        }
        assert_eq!(normaliser.held.len(), HELD_MAX);
    }

    #[test]
    fn pasted_line_end_submits_nothing() {
        let pasted = pressed("一\n二\n\n");
        assert_eq!(normalised(&pasted, true, FAST), "一 二  ");
        assert_eq!(normalised(&pasted, false, FAST), "一二");
    }

    #[test]
    fn a_typed_enter_submits() {
        assert_eq!(normalised(&pressed("一\n"), true, SLOW), "一\n");
        let mut unix = Normaliser::with_bursts(false);
        unix.feed(event(KeyCode::Char('a'), Press), true, Duration::ZERO);
        let entered = unix.feed(event(KeyCode::Enter, Press), true, Duration::ZERO);
        assert_eq!(entered, Some(Input::Key(KeyCode::Enter.into())));
    }

    #[test]
    fn shift_and_capitals_keep_commands() {
        let key = |code, mods| {
            let event = Event::Key(KeyEvent::new(code, mods));
            Normaliser::default().feed(event, false, SLOW)
        };
        let expect = |code, mods| Some(Input::Key(Key { code, mods }));
        let (none, control) = (KeyModifiers::NONE, KeyModifiers::CONTROL);
        assert_eq!(key(KeyCode::Char('?'), KeyModifiers::SHIFT), expect(KeyCode::Char('?'), none));
        assert_eq!(key(KeyCode::BackTab, KeyModifiers::SHIFT), expect(KeyCode::BackTab, none));
        assert_eq!(key(KeyCode::Char('L'), control), expect(KeyCode::Char('l'), control));
        assert_eq!(key(KeyCode::Char('\r'), none), expect(KeyCode::Enter, none));
    }

    #[test]
    fn mouse_only_clicks_and_scrolls() {
        let mouse = |kind| {
            let event = MouseEvent { kind, column: 3, row: 4, modifiers: KeyModifiers::NONE };
            Normaliser::default().feed(Event::Mouse(event), false, SLOW)
        };
        assert_eq!(mouse(MouseEventKind::Down(MouseButton::Left)), Some(Input::Click { x: 3, y: 4 }));
        assert_eq!(mouse(MouseEventKind::ScrollDown), Some(Input::WheelDown { x: 3, y: 4 }));
        assert_eq!(mouse(MouseEventKind::Moved), None);
    }
}
