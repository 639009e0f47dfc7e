//! A form: labelled slots from top to bottom, each a choice, a day or a line of text. What it is for, and what comes
//! of it, is in `forms`.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use crate::app::state::calendar;
use crate::app::state::county_work::OutgoingFile;
use crate::app::state::slot::{Piece, Slot, SlotName, Value};
use crate::domain::ledger::Hex16;
use crate::domain::period::Period;
use crate::domain::text::one_line;
use crate::domain::typed;
use crate::terminal::keys::{Key, KeyCode};
use crate::terminal::text_field::TextField;

/// What a form is filled in for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Purpose {
    /// A report of one of these periods.
    Report(Vec<Period>),
    /// The standing of an item.
    Item(String),
    /// An activity: a new one, or the one of that identity.
    Activity(Option<Hex16>),
    /// The remarks on a task.
    Remark(u32),
    /// A checklist line of the township's own: a new one of the task, or the one of that id.
    OwnItem {
        /// The task.
        task: u32,
        /// Its id; none for a new one.
        id: Option<String>,
    },
    /// What the task list is filtered by.
    Filter,
    /// Who fills in, what day it is, the second drive.
    Settings,
    /// The second step of the first run: who fills in.
    Who,
    /// The last step of the first run: where the records lie.
    Where,
    /// What the county hands out.
    HandOut(OutgoingFile),
}

/// A form and where the keys go.
#[derive(Debug, Clone)]
pub struct Form {
    /// What it is filled in for.
    pub purpose: Purpose,
    /// The year that was filled in when it was opened.
    pub year: i32,
    /// The slots, from top to bottom.
    pub slots: Vec<Slot>,
    /// Place of the slot the keys go to.
    pub at: usize,
    /// Whether anything in it was changed and not yet handed in.
    pub touched: bool,
}

/// What the report form asks for, checked by nobody yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The period.
    pub period: Period,
    /// The folder the report goes to.
    pub folder: PathBuf,
    /// 填报人
    pub reporter: String,
    /// 审核人
    pub reviewer: String,
    /// 电话
    pub phone: String,
    /// Whether the printable workbook is laid beside it.
    pub workbook: bool,
    /// Whether the archive of the evidence is laid beside it.
    pub evidence: bool,
}

impl Form {
    /// A form as it is opened, the keys going to the slot of that name.
    #[must_use]
    pub fn new(purpose: Purpose, year: i32, slots: Vec<Slot>, focus: SlotName) -> Self {
        let mut form = Self { purpose, year, slots, at: 0, touched: false };
        form.focus(focus);
        form
    }

    /// Lets the keys go to the slot of that name.
    pub fn focus(&mut self, name: SlotName) {
        self.at = self.place(name).unwrap_or(self.at);
    }

    fn place(&self, name: SlotName) -> Option<usize> {
        self.slots.iter().position(|slot| slot.name == name)
    }

    /// The slot of that name.
    #[must_use]
    pub fn slot(&self, name: SlotName) -> Option<&Slot> {
        self.slots.iter().find(|slot| slot.name == name)
    }

    /// The text field the keys go to, if it is one.
    pub fn text(&mut self) -> Option<&mut TextField> {
        match &mut self.slots.get_mut(self.at)?.value {
            Value::Text(field) | Value::Day(field) => Some(field),
            Value::Texts { fields, at } => fields.get_mut(*at),
            Value::Choice { .. } | Value::Files { .. } => None,
        }
    }

    /// Lets the field that the keys go to have one; true if it took it. A day takes what a day is written with, and
    /// drops the rest, so that a title typed a slot too early does not spoil it.
    pub fn typed(&mut self, key: Key) -> bool {
        let of_day = matches!(self.value(), Some(Value::Day(_)));
        if let KeyCode::Char(c) = key.code
            && of_day
            && key.mods.is_empty()
            && !typed::is_of_day(c)
        {
            return true;
        }
        let writes = matches!(key.code, KeyCode::Char(_) | KeyCode::Backspace | KeyCode::Delete);
        let took = self.text().is_some_and(|field| field.key(key));
        self.touched |= took && writes;
        took
    }

    /// Puts pasted text into the field that the keys go to.
    pub fn paste(&mut self, text: &str) {
        if let Some(field) = self.text() {
            field.paste(text);
            self.touched = true;
        }
    }

    /// What the slot that the keys go to holds.
    #[must_use]
    pub fn value(&self) -> Option<&Value> {
        self.slots.get(self.at).map(|slot| &slot.value)
    }

    /// Whether what it says is written into the ledger as one change.
    #[must_use]
    pub fn is_of_ledger(&self) -> bool {
        use Purpose::{Activity, Item, OwnItem, Remark};
        matches!(self.purpose, Item(_) | Activity(_) | Remark(_) | OwnItem { .. })
    }

    /// Whether it can be handed in although the ledger cannot be written.
    #[must_use]
    pub fn needs_no_ledger(&self) -> bool {
        use Purpose::{Filter, HandOut, Settings, Where, Who};
        matches!(self.purpose, Settings | Who | Where | Filter | HandOut(_))
    }

    /// Whether it is gone on with when it is opened again after it was left.
    #[must_use]
    pub fn keeps_draft(&self) -> bool {
        self.touched && self.purpose != Purpose::Filter
    }

    /// Whether leaving the program would lose what was written in it.
    #[must_use]
    pub fn is_unsaved(&self) -> bool {
        use Purpose::{Filter, HandOut, Report, Where, Who};
        let lost = match &self.purpose {
            HandOut(what) => matches!(what, OutgoingFile::Answer(_)),
            purpose => !matches!(purpose, Filter | Report(_) | Who | Where),
        };
        self.touched && lost
    }

    /// Whether the keys go to the folder that something is put into.
    #[must_use]
    pub fn at_folder(&self) -> bool {
        self.slots.get(self.at).is_some_and(|slot| slot.name == SlotName::Folder)
    }

    /// Whether the keys go to the last slot.
    #[must_use]
    pub fn at_last(&self) -> bool {
        self.at + 1 >= self.slots.len()
    }

    /// Whether typed characters are text now.
    #[must_use]
    pub fn in_text(&self) -> bool {
        self.slots.get(self.at).is_some_and(|slot| slot.field().is_some())
    }

    /// Goes on by `step` slots, round the ends.
    pub fn step(&mut self, step: isize) {
        self.at = round(self.at, step, self.slots.len());
    }

    /// Goes on by `step` words of a choice, round the ends, or by days.
    pub fn step_value(&mut self, step: isize) {
        // Going from file to file changes nothing.
        self.touched |= !matches!(self.value(), Some(Value::Files { .. }));
        match self.slots.get_mut(self.at).map(|slot| &mut slot.value) {
            Some(Value::Choice { words, at }) => {
                let chosen = round(*at, step, words.len());
                self.choose_at(self.at, chosen);
            }
            Some(Value::Files { pieces, at }) => *at = round(*at, step, pieces.len()),
            Some(Value::Day(field)) => {
                if let Some(next) = typed::day(field.value()).and_then(|day| calendar::days_on(day, step)) {
                    *field = TextField::new(&next.to_string());
                }
            }
            _ => {}
        }
    }

    /// Chooses another word of a choice.
    pub fn choose(&mut self, name: SlotName, chosen: usize) {
        if let Some(place) = self.place(name) {
            self.choose_at(place, chosen);
        }
    }

    /// Chooses another word of the choice at `place`; the lines of text below it follow.
    fn choose_at(&mut self, place: usize, chosen: usize) {
        if let Some(Value::Choice { at, .. }) = self.slots.get_mut(place).map(|slot| &mut slot.value) {
            *at = chosen;
        }
        if let Some(Value::Texts { at, .. }) = self.slots.get_mut(place + 1).map(|slot| &mut slot.value) {
            *at = chosen;
        }
    }

    /// Puts another day into the slot that the keys go to.
    pub fn set_day(&mut self, day: NaiveDate) {
        if let Some(Value::Day(field)) = self.slots.get_mut(self.at).map(|slot| &mut slot.value) {
            *field = TextField::new(&day.to_string());
            self.touched = true;
        }
    }

    /// Puts files behind those of the slot that the keys go to; one that is there already is not put twice.
    pub fn add_files(&mut self, paths: Vec<PathBuf>) {
        if let Some(Value::Files { pieces, at }) = self.slots.get_mut(self.at).map(|slot| &mut slot.value) {
            for piece in paths.into_iter().map(Piece::New) {
                if !pieces.contains(&piece) {
                    pieces.push(piece);
                }
            }
            *at = pieces.len().saturating_sub(1);
            self.touched = true;
        }
    }

    /// Takes out the file that the keys go to; the copy that is kept of it stays in the data folder.
    pub fn remove_file(&mut self) {
        if let Some(Value::Files { pieces, at }) = self.slots.get_mut(self.at).map(|slot| &mut slot.value)
            && *at < pieces.len()
        {
            pieces.remove(*at);
            *at = (*at).min(pieces.len().saturating_sub(1));
            self.touched = true;
        }
    }

    /// The files in a slot.
    #[must_use]
    pub fn pieces(&self, name: SlotName) -> &[Piece] {
        match self.slot(name).map(|slot| &slot.value) {
            Some(Value::Files { pieces, .. }) => pieces,
            _ => &[],
        }
    }

    /// Place of the chosen word among those of a slot.
    #[must_use]
    pub fn chosen(&self, name: SlotName) -> usize {
        match self.slot(name).map(|slot| &slot.value) {
            Some(Value::Choice { at, .. }) => *at,
            _ => 0,
        }
    }

    /// What is written in a slot, on one line.
    #[must_use]
    pub fn written(&self, name: SlotName) -> String {
        self.slot(name).and_then(Slot::field).map(|field| one_line(field.value())).unwrap_or_default()
    }

    /// The folder that the report goes to.
    #[must_use]
    pub fn folder(&self) -> PathBuf {
        PathBuf::from(self.written(SlotName::Folder))
    }

    /// Puts another folder in the place of the one the report goes to.
    pub fn set_folder(&mut self, folder: &Path) {
        if let Some(slot) = self.slots.iter_mut().find(|slot| slot.name == SlotName::Folder) {
            slot.value = Value::Text(TextField::new(&folder.to_string_lossy()));
        }
    }

    /// The day in a slot.
    #[must_use]
    pub fn day(&self, name: SlotName) -> Option<NaiveDate> {
        typed::day(&self.written(name))
    }

    /// The day in the slot that the keys go to.
    #[must_use]
    pub fn day_in_hand(&self) -> Option<NaiveDate> {
        self.slots.get(self.at).and_then(|slot| self.day(slot.name))
    }
}

fn round(at: usize, step: isize, count: usize) -> usize {
    let count = isize::try_from(count.max(1)).unwrap_or(1);
    let at = isize::try_from(at).unwrap_or(0);
    usize::try_from((at + step).rem_euclid(count)).unwrap_or(0)
}
