//! The fold of the ledger and undo: a union of entries, whatever the order, and no change that cannot be taken back.

use chrono::{DateTime, NaiveDate};
use proptest::prelude::*;
use proptest::sample::Index;
use taizhang::domain::ledger::{Change, DeviceId, Entry, EntryId, Field, Head, Hex16, Ledger, Standing};
use taizhang::domain::undo::{self, UndoRefusal};
use taizhang::format::ledger::{Draft, Header};

/// Items enough for changes to meet on one of them.
const ITEMS: [(&str, Option<i32>); 4] = [("5.1", Some(2025)), ("5.1", Some(2024)), ("6.2", Some(2025)), ("17.1", None)];

/// One PC: what it knows, and what it wrote.
#[derive(Debug, Clone)]
struct Pc {
    device: DeviceId,
    last: EntryId,
    knows: Ledger,
}

/// What a clerk may do.
#[derive(Debug, Clone)]
enum Act {
    Mark(usize, Standing),
    Undo,
    Redo,
    /// Takes in what the other PC wrote.
    Merge,
}

impl Pc {
    fn new(device: u64) -> Self {
        let device = Hex16(device);
        let last = Header::new("miyi-kxsz-2021-2025", "510421100", device).line().unwrap().1;
        Self { device, last, knows: Ledger::default() }
    }

    /// Writes a change as the program does: stamped after everything seen, identified by its own hash.
    fn write(&mut self, what: Change) -> Entry {
        let stamp = self.knows.next_stamp().unwrap();
        let draft =
            Draft { prev: self.last, stamp, at: DateTime::UNIX_EPOCH.fixed_offset(), by: "张三".into(), what };
        let entry = draft.line(self.device).unwrap().1;
        self.last = entry.id;
        self.knows.add(entry.clone());
        entry
    }

    fn mark(&mut self, item: usize, to: Standing) -> Entry {
        let (id, year) = ITEMS[item];
        self.write(Change::Mark { item: id.to_owned(), year, to })
    }

    fn undo(&mut self) -> Result<Entry, UndoRefusal> {
        undo::undo(&self.knows, self.device).map(|change| self.write(change))
    }

    fn redo(&mut self) -> Result<Entry, UndoRefusal> {
        undo::redo(&self.knows, self.device).map(|change| self.write(change))
    }

    fn merge(&mut self, other: &Pc) {
        self.knows.extend(entries(&other.knows));
    }

    /// Does what can be done of an act.
    fn act(&mut self, act: Act, other: &Pc) {
        match act {
            Act::Mark(item, to) => drop(self.mark(item, to)),
            Act::Undo => drop(self.undo()),
            Act::Redo => drop(self.redo()),
            Act::Merge => self.merge(other),
        }
    }

    fn standings(&self) -> Vec<Standing> {
        standings(&self.knows)
    }
}

fn entries(ledger: &Ledger) -> Vec<Entry> {
    ledger.in_order().into_iter().cloned().collect()
}

fn standings(ledger: &Ledger) -> Vec<Standing> {
    ITEMS.iter().map(|(item, year)| ledger.standing(&Field::Mark { item: (*item).to_owned(), year: *year })).collect()
}

/// Everything that can be seen of a fold.
#[derive(Debug, PartialEq)]
struct Picture {
    standings: Vec<Standing>,
    entries: Vec<(Entry, bool)>,
    heads: Vec<Head>,
    next_stamp: Option<u64>,
}

fn picture(ledger: &Ledger) -> Picture {
    Picture {
        standings: standings(ledger),
        entries: entries(ledger).into_iter().map(|entry| (entry.clone(), ledger.undone(entry.id))).collect(),
        heads: ledger.heads(),
        next_stamp: ledger.next_stamp(),
    }
}

fn fold(entries: impl IntoIterator<Item = Entry>) -> Ledger {
    let mut ledger = Ledger::default();
    ledger.extend(entries);
    ledger
}

fn done(day: &str) -> Standing {
    Standing::Done { on: day.parse().unwrap() }
}

fn standing() -> impl Strategy<Value = Standing> {
    prop_oneof![
        Just(Standing::Todo),
        Just(Standing::Doing),
        (1u32..=28).prop_map(|day| Standing::Done { on: NaiveDate::from_ymd_opt(2025, 3, day).unwrap() }),
        "[没有学校企业]{1,4}".prop_map(|reason| Standing::NotApplicable { reason }),
    ]
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        4 => (0..ITEMS.len(), standing()).prop_map(|(item, to)| Act::Mark(item, to)),
        2 => Just(Act::Undo),
        1 => Just(Act::Redo),
        1 => Just(Act::Merge),
    ]
}

/// Two PCs after a year of acts, each with what it knows; neither has all of the other's.
fn two_pcs() -> impl Strategy<Value = (Pc, Pc)> {
    proptest::collection::vec((any::<bool>(), act()), 0..40).prop_map(|acts| {
        let (mut a, mut b) = (Pc::new(0xa), Pc::new(0xb));
        for (first, act) in acts {
            if first { a.act(act, &b) } else { b.act(act, &a) }
        }
        (a, b)
    })
}

proptest! {
    #[test]
    fn the_fold_is_the_same_whatever_the_order_and_however_often(
        (a, b) in two_pcs(),
        order in proptest::collection::vec(any::<Index>(), 0..120),
    ) {
        let mut all = entries(&a.knows);
        all.extend(entries(&b.knows));
        let straight = fold(all.clone());
        let mixed = order.iter().filter(|_| !all.is_empty()).map(|at| at.get(&all).clone()).collect::<Vec<_>>();
        let back = all.iter().rev().cloned();
        prop_assert_eq!(picture(&fold(mixed.into_iter().chain(back))), picture(&straight));
    }

    #[test]
    fn a_merge_may_be_made_in_either_direction_in_any_grouping_and_twice((a, b) in two_pcs(), (c, _) in two_pcs()) {
        let merged = |parts: &[&Ledger]| fold(parts.iter().flat_map(|part| entries(part)));
        let (a, b, c) = (&a.knows, &b.knows, &c.knows);
        prop_assert_eq!(picture(&merged(&[a, b])), picture(&merged(&[b, a])));
        let grouped = merged(&[&merged(&[a, b]), c]);
        prop_assert_eq!(picture(&grouped), picture(&merged(&[a, &merged(&[b, c])])));
        prop_assert_eq!(picture(&merged(&[a, a])), picture(a));
    }

    #[test]
    fn two_pcs_that_took_in_each_others_ledgers_show_the_same((mut a, mut b) in two_pcs()) {
        a.merge(&b);
        b.merge(&a);
        prop_assert_eq!(picture(&a.knows), picture(&b.knows));
    }

    #[test]
    fn undo_after_any_change_gives_back_what_stood_before_and_redo_the_change(
        (mut a, b) in two_pcs(), take_in in any::<bool>(), item in 0..ITEMS.len(), to in standing(),
    ) {
        if take_in {
            a.merge(&b);
        }
        let before = a.standings();
        a.mark(item, to);
        let after = a.standings();
        a.undo().unwrap();
        prop_assert_eq!(a.standings(), before);
        a.redo().unwrap();
        prop_assert_eq!(a.standings(), after);
    }

    #[test]
    fn undoing_all_the_way_leads_back_to_nothing_and_redoing_all_the_way_to_the_end(
        marks in proptest::collection::vec((0..ITEMS.len(), standing()), 1..20),
    ) {
        let mut pc = Pc::new(0xa);
        let mut way = vec![pc.standings()];
        for (item, to) in marks {
            pc.mark(item, to);
            way.push(pc.standings());
        }
        for before in way.iter().rev().skip(1) {
            pc.undo().unwrap();
            prop_assert_eq!(&pc.standings(), before);
        }
        prop_assert_eq!(pc.undo().unwrap_err(), UndoRefusal::NothingToUndo);
        for after in way.iter().skip(1) {
            pc.redo().unwrap();
            prop_assert_eq!(&pc.standings(), after);
        }
        prop_assert_eq!(pc.redo().unwrap_err(), UndoRefusal::NothingToRedo);
    }

    #[test]
    fn an_undo_never_touches_what_only_the_other_pc_set((mut a, b) in two_pcs()) {
        a.merge(&b);
        let other = |ledger: &Ledger| -> Vec<bool> {
            let of_b = |entry: &Entry| entry.device == b.device && !entry.change.fields().is_empty();
            entries(ledger).iter().filter(|entry| of_b(entry)).map(|entry| ledger.undone(entry.id)).collect()
        };
        let before = other(&a.knows);
        while a.undo().is_ok() {}
        prop_assert_eq!(other(&a.knows), before);
    }

    #[test]
    fn no_entry_is_lost_by_undo((mut a, _) in two_pcs()) {
        let before = entries(&a.knows);
        while a.undo().is_ok() {}
        prop_assert!(before.iter().all(|entry| a.knows.entry(entry.id) == Some(entry)));
    }
}

#[test]
fn the_later_stamp_wins_and_the_one_who_saw_the_other_is_later() {
    let (mut a, mut b) = (Pc::new(0xa), Pc::new(0xb));
    a.mark(0, done("2025-03-12"));
    b.merge(&a);
    b.mark(0, Standing::Doing);
    a.merge(&b);
    assert_eq!(a.standings()[0], Standing::Doing);
    assert_eq!(b.standings()[0], Standing::Doing);
}

#[test]
fn of_two_changes_made_unseen_at_the_same_stamp_the_greater_hash_wins_on_both_pcs() {
    let (mut a, mut b) = (Pc::new(0xa), Pc::new(0xb));
    let (from_a, from_b) = (a.mark(0, Standing::Doing), b.mark(0, done("2025-03-12")));
    assert_eq!(from_a.stamp, from_b.stamp);
    a.merge(&b);
    b.merge(&a);
    let wins = if from_a.id > from_b.id { Standing::Doing } else { done("2025-03-12") };
    assert_eq!((&a.standings()[0], &b.standings()[0]), (&wins, &wins));
}

#[test]
fn a_pc_that_wrote_more_unseen_wins_by_its_stamp_and_not_by_the_clock() {
    let (mut a, mut b) = (Pc::new(0xa), Pc::new(0xb));
    a.mark(1, Standing::Doing);
    a.mark(0, Standing::Doing);
    b.mark(0, done("2025-03-12"));
    b.merge(&a);
    assert_eq!(b.standings()[0], Standing::Doing);
}

#[test]
fn the_two_years_of_one_item_are_apart() {
    let mut pc = Pc::new(0xa);
    pc.mark(0, done("2025-03-12"));
    assert_eq!(pc.standings(), [done("2025-03-12"), Standing::Todo, Standing::Todo, Standing::Todo]);
}

#[test]
fn undo_is_refused_when_the_other_pc_changed_the_same_item_since_and_names_it() {
    let (mut a, mut b) = (Pc::new(0xa), Pc::new(0xb));
    a.mark(0, Standing::Doing);
    b.merge(&a);
    let since = b.mark(0, done("2025-03-12"));
    a.merge(&b);
    let refusal = UndoRefusal::ChangedSince { by: Box::new(since) };
    assert_eq!(a.undo().unwrap_err(), refusal);
    assert_eq!(a.standings()[0], done("2025-03-12"));
}

#[test]
fn redo_is_refused_when_the_other_pc_changed_the_same_item_since() {
    let (mut a, mut b) = (Pc::new(0xa), Pc::new(0xb));
    a.mark(0, Standing::Doing);
    a.undo().unwrap();
    b.merge(&a);
    b.mark(0, done("2025-03-12"));
    a.merge(&b);
    assert!(matches!(a.redo().unwrap_err(), UndoRefusal::ChangedSince { .. }));
}

#[test]
fn undo_is_not_refused_when_the_other_pc_changed_another_item_or_took_its_change_back() {
    let (mut a, mut b) = (Pc::new(0xa), Pc::new(0xb));
    a.mark(0, Standing::Doing);
    b.merge(&a);
    b.mark(2, Standing::Doing);
    b.mark(0, Standing::Todo);
    b.undo().unwrap();
    a.merge(&b);
    a.undo().unwrap();
    assert_eq!(a.standings(), [Standing::Todo, Standing::Todo, Standing::Doing, Standing::Todo]);
}

#[test]
fn a_new_change_after_undo_leaves_nothing_to_redo() {
    let mut pc = Pc::new(0xa);
    pc.mark(0, Standing::Doing);
    pc.undo().unwrap();
    pc.mark(1, Standing::Doing);
    assert_eq!(pc.redo().unwrap_err(), UndoRefusal::NothingToRedo);
}

#[test]
fn a_pc_takes_back_only_its_own_changes() {
    let (mut a, mut b) = (Pc::new(0xa), Pc::new(0xb));
    a.mark(0, Standing::Doing);
    b.merge(&a);
    assert_eq!(b.undo().unwrap_err(), UndoRefusal::NothingToUndo);
}

#[test]
fn an_undo_that_comes_before_its_entry_counts_all_the_same() {
    let mut pc = Pc::new(0xa);
    let mark = pc.mark(0, Standing::Doing);
    let undo = pc.undo().unwrap();
    let ledger = fold([undo, mark]);
    assert_eq!(standings(&ledger)[0], Standing::Todo);
}

#[test]
fn a_stamp_that_cannot_be_passed_is_told_and_not_wrapped() {
    let mut ledger = Ledger::default();
    ledger.saw(u64::MAX);
    assert_eq!(ledger.next_stamp(), None);
}
