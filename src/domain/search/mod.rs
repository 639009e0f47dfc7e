//! Search (查找): Chinese, full pinyin and initials in any mixture, every reading of a character tried.
//!
//! A word is found in a text when it can be read off a run of the text's characters: each character gives itself, or
//! one of its readings, or the initial of a reading (`zh` `ch` `sh` as well as `z` `c` `s`); the last one may be a
//! reading cut short, since that is how a query looks while it is typed. The readings of every character are looked
//! up once, when the [`Index`] is made; a query then passes over each text once, with all ways of reading it side by
//! side, so that no text and no query takes longer than its length.

use std::collections::{BTreeSet, HashMap};

use pinyin::ToPinyinMulti as _;

use super::ledger::{Ledger, RemarkKind};
use super::plan::{Plan, Safeguard, Task};

/// What is asked for: words, all of which must be found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    words: Vec<Vec<char>>,
}

/// Tasks and safeguards with everything that is searched of them, ready to be searched.
#[derive(Debug, Clone, Default)]
pub struct Index {
    sounds: Sounds,
    tasks: Vec<Subject>,
    safeguards: Vec<Subject>,
}

/// The numbers of what was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// Of the tasks.
    pub tasks: BTreeSet<u32>,
    /// Of the safeguards.
    pub safeguards: BTreeSet<u32>,
}

/// A task or safeguard.
#[derive(Debug, Clone)]
struct Subject {
    no: u32,
    /// Its number and the ids of its items: found when they are the whole word, so that `5.1` is not in `15.1`.
    names: Vec<Vec<char>>,
    texts: Vec<Vec<Glyph>>,
}

/// A character of a text.
#[derive(Debug, Clone, Copy)]
struct Glyph {
    /// The character, folded.
    character: char,
    /// Place of its readings among the sounds.
    sound: usize,
    /// The letters that its readings begin with, as bits.
    initials: u32,
}

/// The readings of every character met so far.
#[derive(Debug, Clone, Default)]
struct Sounds {
    places: HashMap<char, usize>,
    readings: Vec<Vec<String>>,
}

impl Query {
    /// The words of a line, parted by spaces.
    #[must_use]
    pub fn new(line: &str) -> Self {
        let folded: String = line.chars().map(folded).collect();
        Self { words: folded.split_whitespace().map(|word| word.chars().collect()).collect() }
    }

    /// Whether nothing is asked for; everything is found then.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether every word is found in `text`.
    #[must_use]
    pub fn is_in(&self, text: &str) -> bool {
        let mut sounds = Sounds::default();
        let glyphs = sounds.glyphs(text);
        self.words.iter().all(|word| sounds.reads(&glyphs, word))
    }
}

impl Index {
    /// Everything that is searched: of a task its number and title, its action, text, units, checklist, the
    /// township's own lines, and the remarks of the plan and of the township in `year`.
    #[must_use]
    pub fn of(plan: &Plan, ledger: &Ledger, year: i32) -> Self {
        let mut sounds = Sounds::default();
        let mut tasks: Vec<Subject> =
            plan.tasks().map(|(action, task)| of_task(&mut sounds, &action.title, task, ledger, year)).collect();
        for own in ledger.own_items() {
            if let Some(task) = tasks.iter_mut().find(|task| task.no == own.task) {
                task.names.push(own.id.chars().collect());
                task.texts.push(sounds.glyphs(&own.text));
            }
        }
        let safeguards = plan.safeguards.iter().map(|one| of_safeguard(&mut sounds, one)).collect();
        Self { sounds, tasks, safeguards }
    }

    /// What the query finds.
    #[must_use]
    pub fn find(&self, query: &Query) -> Found {
        let numbers = |subjects: &[Subject]| {
            let found = subjects.iter().filter(|one| query.words.iter().all(|word| self.tells_of(one, word)));
            found.map(|one| one.no).collect()
        };
        Found { tasks: numbers(&self.tasks), safeguards: numbers(&self.safeguards) }
    }

    fn tells_of(&self, subject: &Subject, word: &[char]) -> bool {
        subject.names.iter().any(|name| name == word) || subject.texts.iter().any(|text| self.sounds.reads(text, word))
    }
}

fn of_task(sounds: &mut Sounds, action: &str, task: &Task, ledger: &Ledger, year: i32) -> Subject {
    let remarks = [RemarkKind::Problem, RemarkKind::Next, RemarkKind::Nothing];
    let remarks = remarks.map(|kind| ledger.remark(task.no, year, kind));
    let texts = [&task.title, action, &task.text].into_iter();
    let units = task.leads.iter().chain(&task.partners).map(String::as_str);
    let items = task.items.iter().map(|item| item.text.as_str());
    let texts = texts.chain(units).chain(items).chain(task.remark.as_deref()).chain(remarks);
    let ids = task.items.iter().map(|item| item.id.chars().collect());
    Subject {
        no: task.no,
        names: std::iter::once(task.no.to_string().chars().collect()).chain(ids).collect(),
        texts: texts.filter(|text| !text.is_empty()).map(|text| sounds.glyphs(text)).collect(),
    }
}

fn of_safeguard(sounds: &mut Sounds, safeguard: &Safeguard) -> Subject {
    let Safeguard { no, title, text, leads, partners } = safeguard;
    let texts = [title, text].into_iter().chain(leads).chain(partners);
    Subject { no: *no, names: Vec::new(), texts: texts.map(|text| sounds.glyphs(text)).collect() }
}

/// A character as it is compared: small letters, and ASCII for what an input method made full-width.
fn folded(c: char) -> char {
    let c = match c {
        '　' => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        'ü' | 'Ü' => 'v',
        '’' | '‘' => '\'',
        c => c,
    };
    c.to_lowercase().next().unwrap_or(c)
}

/// The bit of a small ASCII letter.
fn bit(letter: char) -> u32 {
    if letter.is_ascii_lowercase() { 1 << (u32::from(letter) - u32::from('a')) } else { 0 }
}

/// Whether a letter that was typed is the letter of a reading; `ü` is written `v`, and `u` by many.
fn is_letter(typed: char, read: char) -> bool {
    typed == read || (read == 'v' && typed == 'u')
}

impl Sounds {
    /// A text made ready.
    fn glyphs(&mut self, text: &str) -> Vec<Glyph> {
        let glyph = |c: char| {
            let sound = self.place(c);
            let first = self.readings[sound].iter().filter_map(|reading| reading.chars().next());
            let initials = first.fold(0, |bits, letter| bits | bit(letter));
            Glyph { character: folded(c), sound, initials }
        };
        text.chars().map(glyph).collect()
    }

    /// Place of the readings of a character.
    fn place(&mut self, c: char) -> usize {
        if let Some(place) = self.places.get(&c) {
            return *place;
        }
        let all = c.to_pinyin_multi().into_iter().flatten();
        let spelled: BTreeSet<String> = all.map(|reading| spelling(reading.plain())).collect();
        self.readings.push(spelled.into_iter().collect());
        self.places.insert(c, self.readings.len() - 1);
        self.readings.len() - 1
    }

    /// Whether `word` can be read off a run of `text`.
    fn reads(&self, text: &[Glyph], word: &[char]) -> bool {
        let Some(first) = word.first().copied() else { return true };
        let initial = bit(first);
        // How far into the word each reading has come that is still possible.
        let (mut now, mut next) = (Vec::new(), Vec::new());
        for glyph in text {
            if glyph.character == first || glyph.initials & initial != 0 {
                now.push(0);
            } else if now.is_empty() {
                continue;
            }
            for at in now.drain(..) {
                self.read_on(*glyph, word, at, &mut next);
            }
            if next.contains(&word.len()) {
                return true;
            }
            std::mem::swap(&mut now, &mut next);
        }
        false
    }

    /// Every place in the word that `glyph` leads to from `at`.
    fn read_on(&self, glyph: Glyph, word: &[char], at: usize, next: &mut Vec<usize>) {
        let rest = &word[at..];
        let mut reach = |end: usize| {
            if !next.contains(&end) {
                next.push(end);
            }
            // Input methods part syllables by an apostrophe.
            if word.get(end) == Some(&'\'') && !next.contains(&(end + 1)) {
                next.push(end + 1);
            }
        };
        if rest.first() == Some(&glyph.character) {
            reach(at + 1);
        }
        if !rest.first().is_some_and(|letter| glyph.initials & bit(*letter) != 0) {
            return;
        }
        for reading in &self.readings[glyph.sound] {
            let alike = rest.iter().zip(reading.chars()).take_while(|(typed, read)| is_letter(**typed, *read)).count();
            let whole = alike == reading.len();
            let cut_short = alike > 0 && alike == rest.len();
            let initial = match reading.as_bytes() {
                [b'z' | b'c' | b's', b'h', ..] => 2,
                _ => 1,
            };
            if whole || cut_short {
                reach(at + alike);
            }
            for end in 1..=initial.min(alike) {
                reach(at + end);
            }
        }
    }
}

/// A reading in small ASCII letters.
fn spelling(reading: &str) -> String {
    let letter = |c: char| match c {
        'ü' => Some('v'),
        'ê' => Some('e'),
        c => Some(c).filter(char::is_ascii_lowercase),
    };
    reading.chars().filter_map(letter).collect()
}

#[cfg(test)]
mod tests;
