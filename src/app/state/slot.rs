//! A slot of a form: its name, its label, and what it holds.

use std::path::PathBuf;

use chrono::NaiveDate;

use crate::domain::activity::Evidence;
use crate::domain::ledger::RemarkKind;
use crate::domain::measure::Measure;
use crate::terminal::text_field::TextField;

/// What a slot holds.
#[derive(Debug, Clone)]
pub enum Value {
    /// One of these words.
    Choice {
        /// The words.
        words: Vec<String>,
        /// Place of the chosen one.
        at: usize,
    },
    /// A day, written `2025-03-12`.
    Day(TextField),
    /// A line of text.
    Text(TextField),
    /// Lines of text, one for each word of the choice above it; the one of the chosen word is seen.
    Texts {
        /// The lines.
        fields: Vec<TextField>,
        /// Place of the one that is seen.
        at: usize,
    },
    /// Files.
    Files {
        /// The files.
        pieces: Vec<Piece>,
        /// Place of the one the keys go to.
        at: usize,
    },
}

/// A piece of evidence in a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// One that is kept already.
    Kept(Evidence),
    /// A file that will be copied.
    New(PathBuf),
}

impl Piece {
    /// The evidence, where it is kept already.
    #[must_use]
    pub fn kept(&self) -> Option<&Evidence> {
        match self {
            Piece::Kept(evidence) => Some(evidence),
            Piece::New(_) => None,
        }
    }

    /// The name of the file.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Piece::Kept(evidence) => evidence.name.clone(),
            Piece::New(path) => path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        }
    }
}

/// What a slot is for. A form has each name once; slots are read by name, never by their place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlotName {
    Task,
    Day,
    Title,
    Place,
    Number(Measure),
    Evidence,
    Note,
    Status,
    Reason,
    Text(RemarkKind),
    OwnItem,
    Period,
    Folder,
    Reporter,
    Reviewer,
    Phone,
    Attachments,
    Office,
    Answer,
    Remark,
    RecordsFolder,
    SecondDrive,
    TaskState,
    Role,
    Action,
    Unit,
    UnitRole,
}

/// A labelled slot.
#[derive(Debug, Clone)]
pub struct Slot {
    /// What it is for.
    pub name: SlotName,
    /// What stands before it.
    pub label: &'static str,
    /// What it holds.
    pub value: Value,
}

impl Slot {
    /// A line of text.
    #[must_use]
    pub fn text(name: SlotName, label: &'static str, text: &str) -> Self {
        Self { name, label, value: Value::Text(TextField::new(text)) }
    }

    /// A day.
    #[must_use]
    pub fn day(name: SlotName, label: &'static str, day: NaiveDate) -> Self {
        Self { name, label, value: Value::Day(TextField::new(&day.to_string())) }
    }

    /// Lines of text for the words of a choice.
    #[must_use]
    pub fn texts(name: SlotName, label: &'static str, count: usize, at: usize) -> Self {
        Self { name, label, value: Value::Texts { fields: vec![TextField::default(); count], at } }
    }

    /// A choice.
    #[must_use]
    pub fn choice(name: SlotName, label: &'static str, words: Vec<String>, at: usize) -> Self {
        Self { name, label, value: Value::Choice { words, at } }
    }

    /// Files.
    #[must_use]
    pub fn files(name: SlotName, label: &'static str, kept: &[Evidence]) -> Self {
        let pieces: Vec<Piece> = kept.iter().cloned().map(Piece::Kept).collect();
        Self { name, label, value: Value::Files { at: pieces.len().saturating_sub(1), pieces } }
    }

    /// The field it is written in, if it is.
    #[must_use]
    pub fn field(&self) -> Option<&TextField> {
        match &self.value {
            Value::Text(field) | Value::Day(field) => Some(field),
            Value::Texts { fields, at } => fields.get(*at),
            Value::Choice { .. } | Value::Files { .. } => None,
        }
    }
}
