//! Decodes the keys that were typed before the event reader started.
//!
//! The start-up probe reads the console itself, and receives keys besides its answer. This decoder knows the few
//! sequences that somebody can type within 200 ms.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};

/// Decodes the keys in `bytes`. Drops anything that is no key.
pub(super) fn parse_keys(bytes: &[u8]) -> Vec<Event> {
    let text = String::from_utf8_lossy(bytes);
    let mut rest = &*text;
    let mut events = Vec::new();
    while let Some(c) = rest.chars().next() {
        let (key, length) = match rest.strip_prefix('\x1b') {
            Some(after) => parse_escape(after),
            None => (parse_char(c), c.len_utf8()),
        };
        events.extend(key.map(Event::Key));
        rest = &rest[length..];
    }
    events
}

fn parse_char(c: char) -> Option<KeyEvent> {
    let code = match c {
        '\r' | '\n' => KeyCode::Enter,
        '\t' => KeyCode::Tab,
        '\x08' | '\x7F' => KeyCode::Backspace,
        '\x01'..='\x1A' => {
            let letter = char::from(c as u8 - 1 + b'a');
            return Some(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::CONTROL));
        }
        '\u{FFFD}' => return None,
        c if c.is_control() => return None,
        c => KeyCode::Char(c),
    };
    Some(code.into())
}

/// Decodes the key that begins with an escape, followed by `after`. Returns its length in bytes, escape included.
fn parse_escape(after: &str) -> (Option<KeyEvent>, usize) {
    let (code, length) = if let Some(sequence) = after.strip_prefix('[') {
        match sequence.find(|c| matches!(c, '@'..='~')) {
            Some(end) => (parse_control_sequence(&sequence[..end], sequence.as_bytes()[end]), end + 3),
            None => (None, after.len() + 1),
        }
    } else if let Some(last) = after.strip_prefix('O').and_then(|sequence| sequence.bytes().next()) {
        (parse_single_shift(last), 3)
    } else {
        (Some(KeyCode::Esc), 1)
    };
    (code.map(KeyEvent::from), length)
}

fn parse_control_sequence(numbers: &str, last: u8) -> Option<KeyCode> {
    if last != b'~' {
        return parse_single_shift(last);
    }
    Some(match numbers.split(';').next()?.parse().ok()? {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        number @ 11..=15 => KeyCode::F(number - 10),
        number @ 17..=21 => KeyCode::F(number - 11),
        number @ 23..=24 => KeyCode::F(number - 12),
        _ => return None,
    })
}

fn parse_single_shift(last: u8) -> Option<KeyCode> {
    Some(match last {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'H' => KeyCode::Home,
        b'F' => KeyCode::End,
        b'Z' => KeyCode::BackTab,
        b'P'..=b'S' => KeyCode::F(last - b'P' + 1),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(bytes: &[u8]) -> Vec<KeyCode> {
        let codes = parse_keys(bytes).into_iter().filter_map(|event| event.as_key_event());
        codes.map(|key| key.code).collect()
    }

    #[test]
    fn characters_and_editing_keys_decode() {
        use KeyCode::{Backspace, Char, Enter, Tab};
        assert_eq!(codes("j中\r\t\x7F".as_bytes()), [Char('j'), Char('中'), Enter, Tab, Backspace]);
        let control = KeyEvent::new(Char('l'), KeyModifiers::CONTROL);
        assert_eq!(parse_keys(b"\x0C"), [Event::Key(control)]);
    }

    #[test]
    fn key_sequences_decode() {
        use KeyCode::{Down, Esc, F, Home, PageDown, Up};
        assert_eq!(codes(b"\x1b[A\x1bOB\x1b[H\x1b[6~"), [Up, Down, Home, PageDown]);
        assert_eq!(codes(b"\x1bOP\x1b[15~\x1b[17~\x1b[24~\x1b"), [F(1), F(5), F(6), F(12), Esc]);
    }

    #[test]
    fn unknown_sequences_are_dropped() {
        assert_eq!(codes(b"\x1b[<0;3;4M\xFF\0\x1b[12"), []);
    }
}
