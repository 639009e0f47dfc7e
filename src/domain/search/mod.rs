//! Search (查找): Chinese, full pinyin and initials in any mixture, every reading of a character tried.
//!
//! A word is found in a text when it can be read off a run of the text's characters: each character gives itself, or
//! one of its readings, or the initial of a reading (`zh` `ch` `sh` as well as `z` `c` `s`); the last one may be a
//! reading cut short, since that is how a query looks while it is typed. The readings of every character are looked
//! up once, when the [`SearchIndex`] is made. A word is compared with each different character once, and then passes over
//! each text once, all ways of reading it side by side as bits, so that no text and no query takes longer than its
//! length.

pub mod names;
mod readings;

use std::collections::{BTreeSet, HashMap};

use super::ledger::{Ledger, RemarkKind};
use super::plan::{Plan, Safeguard, Task};

/// What is asked for: words, all of which must be found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    words: Vec<Vec<char>>,
}

/// Tasks and safeguards with everything that is searched of them, ready to be searched.
#[derive(Debug, Clone, Default)]
pub struct SearchIndex {
    sounds: Sounds,
    tasks: Vec<Subject>,
    safeguards: Vec<Subject>,
}

/// The numbers of what was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchMatches {
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
    texts: Vec<Text>,
}

/// A text, as the places of its characters among the sounds.
type Text = Vec<usize>;

/// Every character met so far.
#[derive(Debug, Clone, Default)]
struct Sounds {
    places: HashMap<char, usize>,
    sounds: Vec<Sound>,
}

/// A character and what it can be read as.
#[derive(Debug, Clone)]
struct Sound {
    /// The character, folded.
    character: char,
    readings: Vec<&'static str>,
    /// The letters that the readings begin with, as bits.
    initials: u32,
}

/// A word of the query, compared with every character.
struct WordMatcher<'a> {
    word: &'a [char],
    sounds: &'a Sounds,
    /// For each sound, where it leads to in the word from its beginning.
    starts: Vec<Ends>,
    /// Where an apostrophe stands in the word: input methods part syllables by it.
    parted: Ends,
}

/// Places in a word, as bits.
type Ends = u64;

/// Most characters of a word that are compared; a longer one is found by its beginning.
const WORD_MAX: usize = 63;

impl Query {
    /// The words of a line, parted by spaces.
    #[must_use]
    pub fn new(line: &str) -> Self {
        let folded: String = line.chars().map(folded).collect();
        Self { words: folded.split_whitespace().map(|word| word.chars().take(WORD_MAX).collect()).collect() }
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
        let text = sounds.text(text);
        self.words.iter().all(|word| WordMatcher::new(word, &sounds).reads(&text))
    }
}

impl SearchIndex {
    /// Everything that is searched: of a task its number and title, its action, text, units, checklist, the
    /// township's own lines, and the remarks of the plan and of the township in `year`.
    #[must_use]
    pub fn of(plan: &Plan, ledger: &Ledger, year: i32) -> Self {
        let mut sounds = Sounds::default();
        let mut tasks: Vec<Subject> =
            plan.tasks().map(|(action, task)| of_task(&mut sounds, &action.title, task, ledger, year)).collect();
        for own in ledger.own_items().into_iter().filter(|own| own.is_of(year)) {
            if let Some(task) = tasks.iter_mut().find(|task| task.no == own.task) {
                task.names.push(own.id.chars().collect());
                task.texts.push(sounds.text(&own.text));
            }
        }
        let safeguards = plan.safeguards.iter().map(|one| of_safeguard(&mut sounds, one)).collect();
        Self { sounds, tasks, safeguards }
    }

    /// What the query finds.
    #[must_use]
    pub fn find(&self, query: &Query) -> SearchMatches {
        let readers: Vec<WordMatcher> = query.words.iter().map(|word| WordMatcher::new(word, &self.sounds)).collect();
        let numbers = |subjects: &[Subject]| {
            let found = subjects.iter().filter(|one| readers.iter().all(|reader| reader.finds(one)));
            found.map(|one| one.no).collect()
        };
        SearchMatches { tasks: numbers(&self.tasks), safeguards: numbers(&self.safeguards) }
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
        texts: texts.filter(|text| !text.is_empty()).map(|text| sounds.text(text)).collect(),
    }
}

fn of_safeguard(sounds: &mut Sounds, safeguard: &Safeguard) -> Subject {
    let Safeguard { no, title, text, leads, partners } = safeguard;
    let texts = [title, text].into_iter().chain(leads).chain(partners);
    Subject { no: *no, names: Vec::new(), texts: texts.map(|text| sounds.text(text)).collect() }
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

/// The letter that a character's most common reading begins with; a Latin letter is its own.
#[must_use]
pub fn initial(c: char) -> Option<char> {
    let c = folded(c);
    if c.is_ascii_lowercase() { Some(c) } else { readings::of(c).next()?.chars().next() }
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
    fn text(&mut self, text: &str) -> Text {
        text.chars().map(|c| self.place(c)).collect()
    }

    /// Place of a character.
    fn place(&mut self, c: char) -> usize {
        if let Some(place) = self.places.get(&c) {
            return *place;
        }
        let readings: Vec<&str> = readings::of(c).collect();
        let initials = readings.iter().filter_map(|reading| reading.chars().next());
        let initials = initials.fold(0, |bits, letter| bits | bit(letter));
        self.sounds.push(Sound { character: folded(c), readings, initials });
        self.places.insert(c, self.sounds.len() - 1);
        self.sounds.len() - 1
    }
}

impl<'a> WordMatcher<'a> {
    fn new(word: &'a [char], sounds: &'a Sounds) -> Self {
        let starts = sounds.sounds.iter().map(|sound| ends(sound, word, 0)).collect();
        let parted = (0..).zip(word).filter(|(_, c)| **c == '\'').fold(0, |places, (at, _)| places | 1 << at);
        Self { word, sounds, starts, parted }
    }

    /// Whether the word names the subject, or can be read off one of its texts.
    fn finds(&self, subject: &Subject) -> bool {
        subject.names.iter().any(|name| name == self.word) || subject.texts.iter().any(|text| self.reads(text))
    }

    /// Whether the word can be read off a run of `text`.
    fn reads(&self, text: &[usize]) -> bool {
        let whole = 1 << self.word.len();
        // How far into the word every reading has come that is still possible.
        let mut now: Ends = 0;
        for &place in text {
            let mut next = self.starts[place];
            while now != 0 {
                let at = now.trailing_zeros() as usize;
                next |= ends(&self.sounds.sounds[place], self.word, at);
                now &= now - 1;
            }
            next |= (next & self.parted) << 1;
            if next & whole != 0 {
                return true;
            }
            now = next;
        }
        false
    }
}

/// Every place in the word that a character leads to from `at`.
fn ends(sound: &Sound, word: &[char], at: usize) -> Ends {
    let rest = &word[at..];
    let Some(first) = rest.first() else { return 0 };
    let mut found: Ends = 0;
    if *first == sound.character {
        found |= 1 << (at + 1);
    }
    if sound.initials & bit(*first) != 0 {
        for reading in &sound.readings {
            let alike = rest.iter().zip(reading.chars()).take_while(|(typed, read)| is_letter(**typed, *read)).count();
            let cut_short = alike == rest.len();
            if alike > 0 && (alike == reading.len() || cut_short) {
                found |= 1 << (at + alike);
            }
            let two_letters = matches!(reading.as_bytes(), [b'z' | b'c' | b's', b'h', ..]);
            for length in 1..=alike.min(if two_letters { 2 } else { 1 }) {
                found |= 1 << (at + length);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests;
