//! A form: labelled slots from top to bottom. `forms` builds and reads each form.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use crate::app::state::calendar;
use crate::app::state::county_screens::OutgoingFile;
use crate::app::state::slot::{EvidenceItem, Slot, SlotName, SlotValue};
use crate::domain::ledger::Hex16;
use crate::domain::period::Period;
use crate::domain::text::one_line;
use crate::domain::typed;
use crate::terminal::keys::{Key, KeyCode};
use crate::terminal::text_field::TextField;

/// What a form is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormPurpose {
    Report(Vec<Period>),
    /// The status of an item.
    Item(String),
    /// An activity; `None` for a new one.
    Activity(Option<Hex16>),
    Remark(u32),
    /// A line that the township adds to a checklist.
    OwnItem {
        task: u32,
        /// `None` for a new line.
        id: Option<String>,
    },
    Filter,
    /// The settings: signers, today's date and the second drive.
    Settings,
    /// Second step of the first run: who fills in.
    Signers,
    /// Last step of the first run: the data folder.
    Storage,
    /// A file that the county writes.
    Outgoing(OutgoingFile),
}

#[derive(Debug, Clone)]
pub struct Form {
    pub purpose: FormPurpose,
    /// The year in view when the form was opened.
    pub year: i32,
    pub slots: Vec<Slot>,
    /// Index of the focused slot.
    pub at: usize,
    /// Whether the form has changes that were not submitted.
    pub is_changed: bool,
}

/// A report as the form requests it. Not audited yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportRequest {
    pub period: Period,
    pub folder: PathBuf,
    /// 填报人
    pub reporter: String,
    /// 审核人
    pub reviewer: String,
    /// 电话
    pub phone: String,
    /// Whether to write the printable workbook beside the report.
    pub workbook: bool,
    /// Whether to write the archive of the evidence beside the report.
    pub evidence: bool,
}

impl Form {
    /// Creates a form with the focus on one slot.
    #[must_use]
    pub fn new(purpose: FormPurpose, year: i32, slots: Vec<Slot>, focus: SlotName) -> Self {
        let mut form = Self { purpose, year, slots, at: 0, is_changed: false };
        form.focus(focus);
        form
    }

    /// Focuses a slot.
    pub fn focus(&mut self, name: SlotName) {
        self.at = self.index_of(name).unwrap_or(self.at);
    }

    fn index_of(&self, name: SlotName) -> Option<usize> {
        self.slots.iter().position(|slot| slot.name == name)
    }

    /// The slot of that name.
    #[must_use]
    pub fn slot(&self, name: SlotName) -> Option<&Slot> {
        self.slots.iter().find(|slot| slot.name == name)
    }

    /// Returns the focused text field, if any.
    pub fn text(&mut self) -> Option<&mut TextField> {
        match &mut self.slots.get_mut(self.at)?.value {
            SlotValue::Text(field) | SlotValue::Day(field) => Some(field),
            SlotValue::Texts { fields, at } => fields.get_mut(*at),
            SlotValue::Choice { .. } | SlotValue::Files { .. } => None,
        }
    }

    /// Handles a key in the focused field; true if it did. A day accepts only the characters of a date and drops the
    /// rest, so that a title typed one slot too early does not spoil it.
    pub fn handle_key(&mut self, key: Key) -> bool {
        let of_day = matches!(self.value(), Some(SlotValue::Day(_)));
        if let KeyCode::Char(c) = key.code
            && of_day
            && key.mods.is_empty()
            && !typed::is_of_day(c)
        {
            return true;
        }
        let writes = matches!(key.code, KeyCode::Char(_) | KeyCode::Backspace | KeyCode::Delete);
        let took = self.text().is_some_and(|field| field.key(key));
        self.is_changed |= took && writes;
        took
    }

    /// Pastes text into the focused field.
    pub fn paste(&mut self, text: &str) {
        if let Some(field) = self.text() {
            field.paste(text);
            self.is_changed = true;
        }
    }

    /// Returns the value of the focused slot.
    #[must_use]
    pub fn value(&self) -> Option<&SlotValue> {
        self.slots.get(self.at).map(|slot| &slot.value)
    }

    /// Whether submitting writes one ledger entry.
    #[must_use]
    pub fn is_of_ledger(&self) -> bool {
        use FormPurpose::{Activity, Item, OwnItem, Remark};
        matches!(self.purpose, Item(_) | Activity(_) | Remark(_) | OwnItem { .. })
    }

    /// Whether submitting works in a read-only window.
    #[must_use]
    pub fn needs_no_ledger(&self) -> bool {
        use FormPurpose::{Filter, Outgoing, Settings, Signers, Storage};
        matches!(self.purpose, Settings | Signers | Storage | Filter | Outgoing(_))
    }

    /// Whether the form keeps its content when it is closed without submitting.
    #[must_use]
    pub fn keeps_draft(&self) -> bool {
        self.is_changed && self.purpose != FormPurpose::Filter
    }

    /// Whether the content would be lost if the program ended.
    #[must_use]
    pub fn is_unsaved(&self) -> bool {
        use FormPurpose::{Filter, Outgoing, Report, Signers, Storage};
        let lost = match &self.purpose {
            Outgoing(what) => matches!(what, OutgoingFile::Answer(_)),
            purpose => !matches!(purpose, Filter | Report(_) | Signers | Storage),
        };
        self.is_changed && lost
    }

    #[must_use]
    pub fn at_folder(&self) -> bool {
        self.slots.get(self.at).is_some_and(|slot| slot.name == SlotName::Folder)
    }

    #[must_use]
    pub fn at_last(&self) -> bool {
        self.at + 1 >= self.slots.len()
    }

    /// Whether typed characters go into a field.
    #[must_use]
    pub fn in_text(&self) -> bool {
        self.slots.get(self.at).is_some_and(|slot| slot.field().is_some())
    }

    /// Moves the focus by `step` slots, wrapping around.
    pub fn step(&mut self, step: isize) {
        self.at = round(self.at, step, self.slots.len());
    }

    /// Moves by `step` words of a choice, wrapping around, or by `step` days.
    pub fn step_value(&mut self, step: isize) {
        // Moving between files changes nothing.
        self.is_changed |= !matches!(self.value(), Some(SlotValue::Files { .. }));
        match self.slots.get_mut(self.at).map(|slot| &mut slot.value) {
            Some(SlotValue::Choice { words, at }) => {
                let chosen = round(*at, step, words.len());
                self.choose_at(self.at, chosen);
            }
            Some(SlotValue::Files { files, at }) => *at = round(*at, step, files.len()),
            Some(SlotValue::Day(field)) => {
                if let Some(next) = typed::day(field.value()).and_then(|day| calendar::add_days(day, step)) {
                    *field = TextField::new(&next.to_string());
                }
            }
            _ => {}
        }
    }

    pub fn choose(&mut self, name: SlotName, chosen: usize) {
        if let Some(index) = self.index_of(name) {
            self.choose_at(index, chosen);
        }
    }

    /// Chooses a word. The text fields of the next slot follow the choice.
    fn choose_at(&mut self, index: usize, chosen: usize) {
        if let Some(SlotValue::Choice { at, .. }) = self.slots.get_mut(index).map(|slot| &mut slot.value) {
            *at = chosen;
        }
        if let Some(SlotValue::Texts { at, .. }) = self.slots.get_mut(index + 1).map(|slot| &mut slot.value) {
            *at = chosen;
        }
    }

    /// Writes a day into the focused slot.
    pub fn set_day(&mut self, day: NaiveDate) {
        if let Some(SlotValue::Day(field)) = self.slots.get_mut(self.at).map(|slot| &mut slot.value) {
            *field = TextField::new(&day.to_string());
            self.is_changed = true;
        }
    }

    /// Appends files to the focused slot. Skips files that are there already.
    pub fn add_files(&mut self, paths: Vec<PathBuf>) {
        if let Some(SlotValue::Files { files, at }) = self.slots.get_mut(self.at).map(|slot| &mut slot.value) {
            for piece in paths.into_iter().map(EvidenceItem::New) {
                if !files.contains(&piece) {
                    files.push(piece);
                }
            }
            *at = files.len().saturating_sub(1);
            self.is_changed = true;
        }
    }

    /// Removes the selected file from the form. The stored copy stays in the data folder.
    pub fn remove_file(&mut self) {
        if let Some(SlotValue::Files { files, at }) = self.slots.get_mut(self.at).map(|slot| &mut slot.value)
            && *at < files.len()
        {
            files.remove(*at);
            *at = (*at).min(files.len().saturating_sub(1));
            self.is_changed = true;
        }
    }

    #[must_use]
    pub fn files(&self, name: SlotName) -> &[EvidenceItem] {
        match self.slot(name).map(|slot| &slot.value) {
            Some(SlotValue::Files { files, .. }) => files,
            _ => &[],
        }
    }

    /// Returns the index of the chosen word.
    #[must_use]
    pub fn chosen(&self, name: SlotName) -> usize {
        match self.slot(name).map(|slot| &slot.value) {
            Some(SlotValue::Choice { at, .. }) => *at,
            _ => 0,
        }
    }

    /// Returns the text of a slot on one line.
    #[must_use]
    pub fn written(&self, name: SlotName) -> String {
        self.slot(name).and_then(Slot::field).map(|field| one_line(field.value())).unwrap_or_default()
    }

    #[must_use]
    pub fn folder(&self) -> PathBuf {
        PathBuf::from(self.written(SlotName::Folder))
    }

    pub fn set_folder(&mut self, folder: &Path) {
        if let Some(slot) = self.slots.iter_mut().find(|slot| slot.name == SlotName::Folder) {
            slot.value = SlotValue::Text(TextField::new(&folder.to_string_lossy()));
        }
    }

    #[must_use]
    pub fn day(&self, name: SlotName) -> Option<NaiveDate> {
        typed::day(&self.written(name))
    }

    #[must_use]
    pub fn focused_day(&self) -> Option<NaiveDate> {
        self.slots.get(self.at).and_then(|slot| self.day(slot.name))
    }
}

fn round(at: usize, step: isize, count: usize) -> usize {
    let count = isize::try_from(count.max(1)).unwrap_or(1);
    let at = isize::try_from(at).unwrap_or(0);
    usize::try_from((at + step).rem_euclid(count)).unwrap_or(0)
}
