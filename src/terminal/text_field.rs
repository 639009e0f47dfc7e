//! A text field of one line. `tui-input` does the editing. This file computes columns, so that the console's cursor,
//! and with it the input method's window, is at the caret.

use tui_input::{Input, InputRequest};

use super::{
    display::{display, width},
    keys::{Key, KeyCode, KeyModifiers},
    look::Look,
    wrap,
};

/// A line of text and its caret. The value stays as typed; only the view is made safe to draw.
#[derive(Clone, Debug, Default)]
pub struct TextField {
    input: Input,
}

/// The visible part of a field.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FieldView {
    pub text: String,
    /// The caret's column within `text`.
    pub caret: u16,
}

impl TextField {
    /// Makes a field that holds `value`, with the caret at the end.
    #[must_use]
    pub fn new(value: &str) -> Self {
        Self { input: Input::new(one_line(value)) }
    }

    #[must_use]
    pub fn value(&self) -> &str {
        self.input.value()
    }

    /// Handles an editing key. Returns false for any other key, which the form then handles.
    pub fn key(&mut self, key: Key) -> bool {
        let control = key.mods.contains(KeyModifiers::CONTROL);
        let request = match key.code {
            KeyCode::Char(c) if is_written(c, key.mods) => InputRequest::InsertChar(c),
            KeyCode::Char('a') if control => InputRequest::GoToStart,
            KeyCode::Char('e') if control => InputRequest::GoToEnd,
            KeyCode::Char('u') if control => InputRequest::DeleteFromStart,
            KeyCode::Char('k') if control => InputRequest::DeleteTillEnd,
            KeyCode::Char('w') if control => InputRequest::DeletePrevWord,
            KeyCode::Backspace => InputRequest::DeletePrevChar,
            KeyCode::Delete => InputRequest::DeleteNextChar,
            KeyCode::Left if control => InputRequest::GoToPrevWord,
            KeyCode::Right if control => InputRequest::GoToNextWord,
            KeyCode::Left => InputRequest::GoToPrevChar,
            KeyCode::Right => InputRequest::GoToNextChar,
            KeyCode::Home => InputRequest::GoToStart,
            KeyCode::End => InputRequest::GoToEnd,
            _ => return false,
        };
        self.input.handle(request);
        true
    }

    /// Inserts pasted text at the caret. Line ends and tabs become spaces, so that a paste submits nothing.
    pub fn paste(&mut self, text: &str) {
        let caret = self.input.cursor();
        let text = one_line(text);
        let mut value: String = self.value().chars().take(caret).collect();
        value.push_str(&text);
        value.extend(self.value().chars().skip(caret));
        self.input = Input::new(value).with_cursor(caret + text.chars().count());
    }

    /// Returns the part of the text that fits into `columns` and contains the caret.
    #[must_use]
    pub fn view(&self, columns: u16, look: Look) -> FieldView {
        let columns = usize::from(columns);
        let at = self.value().char_indices().nth(self.input.cursor()).map_or(self.value().len(), |(at, _)| at);
        let text = display(self.value(), look);
        let caret = width(&display(&self.value()[..at], look));
        let hidden_columns = (caret + 1).saturating_sub(columns);
        let mut skipped = 0;
        let unseen = text.chars().take_while(|&c| {
            let skip = skipped < hidden_columns;
            skipped += if skip { wrap::columns(c) } else { 0 };
            skip
        });
        let unseen: usize = unseen.map(char::len_utf8).sum();
        FieldView {
            text: wrap::prefix(&text[unseen..], columns).to_owned(),
            caret: u16::try_from(caret.saturating_sub(skipped)).unwrap_or(u16::MAX),
        }
    }
}

/// A character beyond ASCII is typed text whatever its modifiers: input methods and Alt codes may leave one on it.
fn is_written(c: char, mods: KeyModifiers) -> bool {
    !c.is_control() && (mods.is_empty() || !c.is_ascii())
}

fn one_line(text: &str) -> String {
    let text = text.trim_end_matches(['\r', '\n']).replace("\r\n", " ");
    text.chars().map(|c| if matches!(c, '\r' | '\n' | '\t') { ' ' } else { c }).filter(|c| !c.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn typed(text: &str) -> TextField {
        let mut field = TextField::default();
        text.chars().for_each(|c| assert!(field.key(KeyCode::Char(c).into())));
        field
    }

    fn view(field: &TextField, columns: u16) -> (String, u16) {
        let FieldView { text, caret } = field.view(columns, Look::Plain);
        (text, caret)
    }

    #[test]
    fn caret_is_at_its_column() {
        let mut field = typed("张三a");
        assert_eq!(view(&field, 10), ("张三a".into(), 5));
        field.key(KeyCode::Left.into());
        field.key(KeyCode::Left.into());
        assert_eq!(view(&field, 10), ("张三a".into(), 2));
        field.key(KeyCode::Backspace.into());
        assert_eq!(view(&field, 10), ("三a".into(), 0));
    }

    #[test]
    fn caret_counts_visible_characters() {
        let field = typed("“—…");
        assert_eq!(view(&field, 20), ("「-...".into(), 6));
        assert_eq!(field.value(), "“—…");
    }

    #[test]
    fn long_text_scrolls_by_characters() {
        let mut field = typed("一二三四五");
        assert_eq!(view(&field, 6), ("四五".into(), 4));
        field.key(KeyCode::Home.into());
        assert_eq!(view(&field, 6), ("一二三".into(), 0));
        assert_eq!(view(&field, 5), ("一二".into(), 0));
        assert_eq!(view(&field, 0), (String::new(), 0));
    }

    #[test]
    fn paste_becomes_one_line() {
        let mut field = TextField::new("甲乙");
        field.key(KeyCode::Left.into());
        field.paste("一\r\n二\n三\t四\u{1B}\r\n");
        assert_eq!(field.value(), "甲一 二 三 四乙");
        assert_eq!(view(&field, 40).1, 13);
    }

    #[test]
    fn form_keys_pass_through() {
        let mut field = TextField::default();
        for code in [KeyCode::Enter, KeyCode::Tab, KeyCode::Esc, KeyCode::Up, KeyCode::F(2)] {
            assert!(!field.key(code.into()));
        }
    }

    proptest! {
        #[test]
        fn caret_stays_in_view(text in any::<String>(), back in 0..9, columns in 1..40_u16) {
            let mut field = TextField::new(&text);
            for _ in 0..back {
                field.key(KeyCode::Left.into());
            }
            let FieldView { text, caret } = field.view(columns, Look::Plain);
            prop_assert!(caret < columns && usize::from(caret) <= width(&text));
            prop_assert!(width(&text) <= usize::from(columns));
        }
    }
}
