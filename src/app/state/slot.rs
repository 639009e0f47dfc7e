//! A slot of a form: name, label and value.

use std::path::PathBuf;

use chrono::NaiveDate;

use crate::domain::activity::Evidence;
use crate::domain::ledger::RemarkKind;
use crate::domain::measure::Measure;
use crate::terminal::text_field::TextField;

#[derive(Debug, Clone)]
pub enum SlotValue {
    Choice {
        words: Vec<String>,
        at: usize,
    },
    /// A day, written `2025-03-12`.
    Day(TextField),
    /// A line of text.
    Text(TextField),
    /// A line of text for each word of the choice above. The line of the chosen word is visible.
    Texts {
        fields: Vec<TextField>,
        /// Index of the visible line.
        at: usize,
    },
    Files {
        files: Vec<EvidenceItem>,
        /// Index of the selected file.
        at: usize,
    },
}

/// A file of evidence in a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EvidenceItem {
    /// Stored in the data folder.
    Kept(Evidence),
    /// A file to copy.
    New(PathBuf),
}

impl EvidenceItem {
    /// Returns the stored evidence, if it is stored.
    #[must_use]
    pub fn kept(&self) -> Option<&Evidence> {
        match self {
            EvidenceItem::Kept(evidence) => Some(evidence),
            EvidenceItem::New(_) => None,
        }
    }

    /// The name of the file.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            EvidenceItem::Kept(evidence) => evidence.name.clone(),
            EvidenceItem::New(path) => path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        }
    }
}

/// The purpose of a slot. A form has each name once; code reads slots by name, never by index.
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

#[derive(Debug, Clone)]
pub struct Slot {
    pub name: SlotName,
    pub label: &'static str,
    pub value: SlotValue,
}

impl Slot {
    /// A line of text.
    #[must_use]
    pub fn text(name: SlotName, label: &'static str, text: &str) -> Self {
        Self { name, label, value: SlotValue::Text(TextField::new(text)) }
    }

    #[must_use]
    pub fn day(name: SlotName, label: &'static str, day: NaiveDate) -> Self {
        Self { name, label, value: SlotValue::Day(TextField::new(&day.to_string())) }
    }

    /// A line of text for each word of a choice.
    #[must_use]
    pub fn texts(name: SlotName, label: &'static str, count: usize, at: usize) -> Self {
        Self { name, label, value: SlotValue::Texts { fields: vec![TextField::default(); count], at } }
    }

    #[must_use]
    pub fn choice(name: SlotName, label: &'static str, words: Vec<String>, at: usize) -> Self {
        Self { name, label, value: SlotValue::Choice { words, at } }
    }

    #[must_use]
    pub fn files(name: SlotName, label: &'static str, kept: &[Evidence]) -> Self {
        let files: Vec<EvidenceItem> = kept.iter().cloned().map(EvidenceItem::Kept).collect();
        Self { name, label, value: SlotValue::Files { at: files.len().saturating_sub(1), files } }
    }

    /// Returns the text field, if the slot has one.
    #[must_use]
    pub fn field(&self) -> Option<&TextField> {
        match &self.value {
            SlotValue::Text(field) | SlotValue::Day(field) => Some(field),
            SlotValue::Texts { fields, at } => fields.get(*at),
            SlotValue::Choice { .. } | SlotValue::Files { .. } => None,
        }
    }
}
