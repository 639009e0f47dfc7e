//! Search (查找) by Chinese, full pinyin and initials in any mixture. Every reading of a character is tried.
//!
//! A word matches a text if it can be read off a run of the text's characters. Each character gives itself, one of its
//! readings, or the initial of a reading (`zh` `ch` `sh` as well as `z` `c` `s`). The last reading may be cut short, as
//! it is while somebody types.
//! The readings of all characters are looked up once, when the [`SearchIndex`] is built. A word is compared once with
//! each different character. Then it passes over each text once, with all ways of reading it in parallel as bits: the
//! time is linear in the text, whatever the query.

pub mod names;
mod readings;

use std::collections::{BTreeSet, HashMap};

use super::ledger::{Ledger, RemarkKind};
use super::plan::{Plan, Safeguard, Task};

/// The words that a user typed. All of them must be found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    words: Vec<Vec<char>>,
}

/// The searchable texts of all tasks and safeguards.
#[derive(Debug, Clone, Default)]
pub struct SearchIndex {
    sounds: Sounds,
    tasks: Vec<Subject>,
    safeguards: Vec<Subject>,
}

/// The numbers of the tasks and safeguards that match.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchMatches {
    /// The numbers of matching tasks.
    pub tasks: BTreeSet<u32>,
    /// The numbers of matching safeguards.
    pub safeguards: BTreeSet<u32>,
}

/// A task or safeguard with its searchable texts.
#[derive(Debug, Clone)]
struct Subject {
    no: u32,
    /// Its number and the ids of its items. They match only as a whole, so that `5.1` does not match `15.1`.
    names: Vec<Vec<char>>,
    texts: Vec<Text>,
}

/// A text: for each character its index in [`Sounds::sounds`].
type Text = Vec<usize>;

/// Every different character of the texts, with its readings.
#[derive(Debug, Clone, Default)]
struct Sounds {
    places: HashMap<char, usize>,
    sounds: Vec<Sound>,
}

/// A character and its readings.
#[derive(Debug, Clone)]
struct Sound {
    /// The character in lower case and half width.
    character: char,
    readings: Vec<&'static str>,
    /// The first letters of the readings, as bits.
    initials: u32,
}

/// Matches one word of the query against texts.
struct WordMatcher<'a> {
    word: &'a [char],
    sounds: &'a Sounds,
    /// For each sound, the positions it reaches from the beginning of the word.
    starts: Vec<Ends>,
    /// The positions of apostrophes. Input methods separate syllables by them.
    parted: Ends,
}

/// Positions in a word, as bits.
type Ends = u64;

/// Most characters of a word that are compared. The rest is ignored.
const WORD_MAX: usize = 63;

impl Query {
    /// Splits a line into words at spaces.
    #[must_use]
    pub fn new(line: &str) -> Self {
        let folded: String = line.chars().map(folded).collect();
        Self { words: folded.split_whitespace().map(|word| word.chars().take(WORD_MAX).collect()).collect() }
    }

    /// Whether the query has no word. It matches everything then.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether `text` contains every word.
    #[must_use]
    pub fn is_in(&self, text: &str) -> bool {
        let mut sounds = Sounds::default();
        let text = sounds.text(text);
        self.words.iter().all(|word| WordMatcher::new(word, &sounds).reads(&text))
    }
}

impl SearchIndex {
    /// Builds the index: of a task its number and title, its action, text, units, items, the township's own items, and
    /// the remarks of the plan and of the township in `year`.
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

    /// Finds the tasks and safeguards that match every word.
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

/// A character in lower case and half width. Input methods type full-width letters.
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

/// The first letter of a character's most common reading; a Latin letter is its own.
#[must_use]
pub fn initial(c: char) -> Option<char> {
    let c = folded(c);
    if c.is_ascii_lowercase() { Some(c) } else { readings::of(c).next()?.chars().next() }
}

/// The bit of a lower-case letter; 0 for other characters.
fn bit(letter: char) -> u32 {
    if letter.is_ascii_lowercase() { 1 << (u32::from(letter) - u32::from('a')) } else { 0 }
}

/// Whether a typed letter matches a letter of a reading. `ü` is written `v` in readings, and typed `u` by many.
fn is_letter(typed: char, read: char) -> bool {
    typed == read || (read == 'v' && typed == 'u')
}

impl Sounds {
    /// Prepares a text for matching.
    fn text(&mut self, text: &str) -> Text {
        text.chars().map(|c| self.place(c)).collect()
    }

    /// The index of a character, which is added if it is new.
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

    /// Whether the word is a name of the subject, or one of its texts contains it.
    fn finds(&self, subject: &Subject) -> bool {
        subject.names.iter().any(|name| name == self.word) || subject.texts.iter().any(|text| self.reads(text))
    }

    /// Whether the word can be read off a run of `text`.
    fn reads(&self, text: &[usize]) -> bool {
        let whole = 1 << self.word.len();
        // The positions in the word that are reached by some way of reading the text so far.
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

/// The positions in the word that a character reaches from `at`.
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
