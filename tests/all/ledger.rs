//! Properties of the ledger and of undo. Entries merge in any order, and every change can be undone.

use proptest::prelude::*;
use proptest::sample::Index;
use taizhang::domain::ledger::{Change, Entry, ItemStatus, Ledger};
use taizhang::domain::undo::UndoRefusal;
use taizhang::format::ledger::{Draft, Header, read};

use crate::reference_fold;
use crate::test_pc::{Act, Pc, act, change, done, entries, fold, snapshot, standings, two_pcs};

proptest! {
    #[test]
    fn fold_ignores_order_and_repetition(
        (a, b) in two_pcs(),
        order in proptest::collection::vec(any::<Index>(), 0..120),
    ) {
        let mut all = entries(&a.knows);
        all.extend(entries(&b.knows));
        let straight = fold(all.clone());
        let mixed = order.iter().filter(|_| !all.is_empty()).map(|at| at.get(&all).clone()).collect::<Vec<_>>();
        let back = all.iter().rev().cloned();
        prop_assert_eq!(snapshot(&fold(mixed.into_iter().chain(back))), snapshot(&straight));
    }

    #[test]
    fn incremental_fold_equals_full_fold(
        (mut a, b) in two_pcs(), merged in any::<bool>(), order in proptest::collection::vec(any::<Index>(), 0..60),
    ) {
        if merged {
            a.merge(&b);
        }
        let all = entries(&a.knows);
        prop_assert_eq!(snapshot(&a.knows), reference_fold::snapshot(&all));
        // One by one, in any order.
        let mut ledger = Ledger::default();
        let mixed = order.iter().filter(|_| !all.is_empty()).map(|at| at.get(&all).clone());
        for entry in mixed.chain(all.iter().rev().cloned()) {
            ledger.add(entry);
        }
        prop_assert_eq!(snapshot(&ledger), reference_fold::snapshot(&all));
    }

    #[test]
    fn merge_is_commutative_associative_idempotent((a, b) in two_pcs(), (c, _) in two_pcs()) {
        let merged = |parts: &[&Ledger]| fold(parts.iter().flat_map(|part| entries(part)));
        let (a, b, c) = (&a.knows, &b.knows, &c.knows);
        prop_assert_eq!(snapshot(&merged(&[a, b])), snapshot(&merged(&[b, a])));
        let grouped = merged(&[&merged(&[a, b]), c]);
        prop_assert_eq!(snapshot(&grouped), snapshot(&merged(&[a, &merged(&[b, c])])));
        prop_assert_eq!(snapshot(&merged(&[a, a])), snapshot(a));
    }

    #[test]
    fn merged_pcs_show_the_same((mut a, mut b) in two_pcs()) {
        a.merge(&b);
        b.merge(&a);
        prop_assert_eq!(snapshot(&a.knows), snapshot(&b.knows));
    }

    #[test]
    fn undo_and_redo_invert_any_change(
        (mut a, b) in two_pcs(), take_in in any::<bool>(), change in change(),
    ) {
        if take_in {
            a.merge(&b);
        }
        let before = a.state();
        a.write(change);
        let after = a.state();
        a.undo().unwrap();
        prop_assert_eq!(a.state(), before);
        a.redo().unwrap();
        prop_assert_eq!(a.state(), after);
    }

    /// As in an editor: undo returns to earlier states, redo to later ones, and a new change clears redo.
    #[test]
    fn mixed_undo_redo_visits_states(
        (mut a, b) in two_pcs(), take_in in any::<bool>(), acts in proptest::collection::vec(act(), 0..40),
    ) {
        if take_in {
            a.merge(&b);
        }
        let (mut way, mut at) = (vec![a.state()], 0);
        for act in acts {
            match act {
                Act::Change(change) => {
                    // An export changes no visible state, and cannot be undone.
                    let report = matches!(change, Change::Exported { .. });
                    a.write(change);
                    if !report {
                        way.truncate(at + 1);
                        way.push(a.state());
                        at += 1;
                    }
                }
                Act::Undo if at > 0 => {
                    a.undo().unwrap();
                    at -= 1;
                }
                Act::Redo if at + 1 < way.len() => {
                    a.redo().unwrap();
                    at += 1;
                }
                _ => {}
            }
            prop_assert_eq!(&a.state(), &way[at]);
        }
    }

    #[test]
    fn undo_and_redo_return_to_every_state(
        changes in proptest::collection::vec(change(), 1..20),
    ) {
        let mut pc = Pc::new(0xa);
        let mut way = vec![pc.state()];
        for change in changes {
            pc.write(change);
            way.push(pc.state());
        }
        for before in way.iter().rev().skip(1) {
            pc.undo().unwrap();
            prop_assert_eq!(&pc.state(), before);
        }
        prop_assert_eq!(pc.undo().unwrap_err(), UndoRefusal::NothingToUndo);
        for after in way.iter().skip(1) {
            pc.redo().unwrap();
            prop_assert_eq!(&pc.state(), after);
        }
        prop_assert_eq!(pc.redo().unwrap_err(), UndoRefusal::NothingToRedo);
    }

    #[test]
    fn undo_spares_the_other_pc((mut a, b) in two_pcs()) {
        a.merge(&b);
        let other = |ledger: &Ledger| -> Vec<bool> {
            let of_b = |entry: &Entry| entry.device == b.device && !entry.change.fields().is_empty();
            entries(ledger).iter().filter(|entry| of_b(entry)).map(|entry| ledger.is_undone(entry.id)).collect()
        };
        let before = other(&a.knows);
        while a.undo().is_ok() {}
        prop_assert_eq!(other(&a.knows), before);
    }

    #[test]
    fn entries_parse_as_written((a, _) in two_pcs()) {
        let header = Header::new("miyi-kxsz-2021-2025", "510421100", a.device);
        let mut file = header.line().unwrap().0;
        let own: Vec<Entry> = entries(&a.knows).into_iter().filter(|entry| entry.device == a.device).collect();
        for Entry { prev, stamp, at, by, change, .. } in own.clone() {
            file += &Draft { prev, stamp, at, by, what: change }.line(a.device).unwrap().0;
        }
        let reading = read(file.as_bytes(), None).unwrap();
        prop_assert_eq!((reading.entries, reading.unknown, reading.damaged, reading.gaps), (own, vec![], vec![], vec![]));
    }

    #[test]
    fn undo_keeps_every_entry((mut a, _) in two_pcs()) {
        let before = entries(&a.knows);
        while a.undo().is_ok() {}
        prop_assert!(before.iter().all(|entry| a.knows.entry(entry.id) == Some(entry)));
    }
}

#[test]
fn later_stamp_wins() {
    let (mut a, mut b) = (Pc::new(0xa), Pc::new(0xb));
    a.mark(0, done("2025-03-12"));
    b.merge(&a);
    b.mark(0, ItemStatus::Doing);
    a.merge(&b);
    assert_eq!(a.standings()[0], ItemStatus::Doing);
    assert_eq!(b.standings()[0], ItemStatus::Doing);
}

#[test]
fn equal_stamps_fall_to_greater_hash() {
    let (mut a, mut b) = (Pc::new(0xa), Pc::new(0xb));
    let (from_a, from_b) = (a.mark(0, ItemStatus::Doing), b.mark(0, done("2025-03-12")));
    assert_eq!(from_a.stamp, from_b.stamp);
    a.merge(&b);
    b.merge(&a);
    let wins = if from_a.id > from_b.id { ItemStatus::Doing } else { done("2025-03-12") };
    assert_eq!((&a.standings()[0], &b.standings()[0]), (&wins, &wins));
}

#[test]
fn stamp_beats_the_clock() {
    let (mut a, mut b) = (Pc::new(0xa), Pc::new(0xb));
    a.mark(1, ItemStatus::Doing);
    a.mark(0, ItemStatus::Doing);
    b.mark(0, done("2025-03-12"));
    b.merge(&a);
    assert_eq!(b.standings()[0], ItemStatus::Doing);
}

#[test]
fn years_of_an_item_are_separate() {
    let mut pc = Pc::new(0xa);
    pc.mark(0, done("2025-03-12"));
    assert_eq!(
        pc.standings(),
        [done("2025-03-12"), ItemStatus::Todo, ItemStatus::Todo, ItemStatus::Todo, ItemStatus::Todo]
    );
}

#[test]
fn undo_refuses_other_pc_change() {
    let (mut a, mut b) = (Pc::new(0xa), Pc::new(0xb));
    a.mark(0, ItemStatus::Doing);
    b.merge(&a);
    let since = b.mark(0, done("2025-03-12"));
    a.merge(&b);
    let refusal = UndoRefusal::ChangedSince { by: Box::new(since) };
    assert_eq!(a.undo().unwrap_err(), refusal);
    assert_eq!(a.standings()[0], done("2025-03-12"));
}

#[test]
fn redo_refuses_other_pc_change() {
    let (mut a, mut b) = (Pc::new(0xa), Pc::new(0xb));
    a.mark(0, ItemStatus::Doing);
    a.undo().unwrap();
    b.merge(&a);
    b.mark(0, done("2025-03-12"));
    a.merge(&b);
    assert!(matches!(a.redo().unwrap_err(), UndoRefusal::ChangedSince { .. }));
}

#[test]
fn unrelated_change_allows_undo() {
    let (mut a, mut b) = (Pc::new(0xa), Pc::new(0xb));
    a.mark(0, ItemStatus::Doing);
    b.merge(&a);
    b.mark(2, ItemStatus::Doing);
    b.mark(0, ItemStatus::Todo);
    b.undo().unwrap();
    a.merge(&b);
    a.undo().unwrap();
    assert_eq!(
        a.standings(),
        [ItemStatus::Todo, ItemStatus::Todo, ItemStatus::Doing, ItemStatus::Todo, ItemStatus::Todo]
    );
}

#[test]
fn new_change_clears_redo() {
    let mut pc = Pc::new(0xa);
    pc.mark(0, ItemStatus::Doing);
    pc.undo().unwrap();
    pc.mark(1, ItemStatus::Doing);
    assert_eq!(pc.redo().unwrap_err(), UndoRefusal::NothingToRedo);
}

#[test]
fn pc_undoes_only_its_own() {
    let (mut a, mut b) = (Pc::new(0xa), Pc::new(0xb));
    a.mark(0, ItemStatus::Doing);
    b.merge(&a);
    assert_eq!(b.undo().unwrap_err(), UndoRefusal::NothingToUndo);
}

#[test]
fn early_undo_still_counts() {
    let mut pc = Pc::new(0xa);
    let mark = pc.mark(0, ItemStatus::Doing);
    let undo = pc.undo().unwrap();
    let ledger = fold([undo, mark]);
    assert_eq!(standings(&ledger)[0], ItemStatus::Todo);
}

#[test]
fn exhausted_stamp_is_refused() {
    let mut ledger = Ledger::default();
    ledger.observe_stamp(u64::MAX);
    assert_eq!(ledger.next_stamp(), None);
}
