//! The navigation keys of a list or a text: the same six on every screen.

use crate::terminal::keys::{Key, KeyCode};

use super::intent::Intent;

const fn key(code: KeyCode) -> Key {
    Key::plain(code)
}

const UP: &[Key] = &[key(KeyCode::Up), key(KeyCode::Char('k'))];
const DOWN: &[Key] = &[key(KeyCode::Down), key(KeyCode::Char('j'))];
const PAGE_DOWN: &[Key] = &[key(KeyCode::PageDown), key(KeyCode::Char(' '))];

/// In the order of the help.
const INTENTS: [Intent; 6] = [Intent::Up, Intent::Down, Intent::PageUp, Intent::PageDown, Intent::First, Intent::Last];

/// The navigation keys of one screen.
#[derive(Debug, Clone, Copy)]
pub(super) struct NavigationKeys {
    /// The entries' measure word and noun (条、项任务); `None` for a text.
    noun: Option<&'static str>,
    /// Whether letters move too. They cannot where a field takes them.
    letters: bool,
    /// Whether the space bar turns the page.
    space: bool,
    /// Labels that differ from the usual ones, by the index in [`INTENTS`].
    labels: [Option<&'static str>; 6],
    /// Ranks in the footer, from 1; 0 is in the help only.
    footer: [u8; 6],
}

impl NavigationKeys {
    pub(super) const fn of(noun: &'static str) -> Self {
        Self { noun: Some(noun), letters: true, space: false, labels: [None; 6], footer: [0; 6] }
    }

    pub(super) const fn of_text() -> Self {
        Self { noun: None, letters: true, space: false, labels: [None; 6], footer: [0; 6] }
    }

    pub(super) const fn without_letters(self) -> Self {
        Self { letters: false, ..self }
    }

    pub(super) const fn with_space(self) -> Self {
        Self { space: true, ..self }
    }

    pub(super) const fn label(mut self, intent: Intent, label: &'static str) -> Self {
        self.labels[index_of(intent)] = Some(label);
        self
    }

    pub(super) const fn footer(mut self, intent: Intent, priority: u8) -> Self {
        self.footer[index_of(intent)] = priority;
        self
    }

    /// Returns keys, intent, label and rank in the footer of each row.
    pub(super) fn rows(self) -> impl Iterator<Item = (&'static [Key], Intent, String, u8)> {
        INTENTS.into_iter().enumerate().map(move |(at, intent)| {
            let label = self.labels[at].map_or_else(|| self.usual_label(intent), str::to_owned);
            (self.keys(intent), intent, label, self.footer[at])
        })
    }

    fn keys(self, intent: Intent) -> &'static [Key] {
        match intent {
            Intent::Up => &UP[..if self.letters { 2 } else { 1 }],
            Intent::Down => &DOWN[..if self.letters { 2 } else { 1 }],
            Intent::PageUp => const { &[key(KeyCode::PageUp)] },
            Intent::PageDown => &PAGE_DOWN[..if self.space { 2 } else { 1 }],
            Intent::First => const { &[key(KeyCode::Home)] },
            _ => const { &[key(KeyCode::End)] },
        }
    }

    fn usual_label(self, intent: Intent) -> String {
        match (intent, self.noun) {
            (Intent::PageUp, _) => "上一页".to_owned(),
            (Intent::PageDown, _) => "下一页".to_owned(),
            (Intent::Up, Some(noun)) => format!("上一{noun}"),
            (Intent::Down, Some(noun)) => format!("下一{noun}"),
            (Intent::First, Some(noun)) => format!("第一{noun}"),
            (_, Some(noun)) => format!("最后一{noun}"),
            (Intent::Up, None) => "往上一行".to_owned(),
            (Intent::Down, None) => "往下一行".to_owned(),
            (Intent::First, None) => "开头".to_owned(),
            (_, None) => "末尾".to_owned(),
        }
    }
}

/// Index in [`INTENTS`].
const fn index_of(intent: Intent) -> usize {
    match intent {
        Intent::Up => 0,
        Intent::Down => 1,
        Intent::PageUp => 2,
        Intent::PageDown => 3,
        Intent::First => 4,
        _ => 5,
    }
}
