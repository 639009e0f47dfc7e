//! Disk errors and power cuts at every system call of a session.
//!
//! Each step runs with one fault. Afterwards acknowledged changes are there, refused ones are not, copies that were
//! reported are whole, and reads are right or come with a warning.

mod figures;
mod screen;
mod session;
mod shim;

use std::fmt;
use std::path::PathBuf;

pub(crate) use screen::try_kills_on_screen;

use figures::{figures, half_made, missing_in_backup, missing_in_mirror};
use session::{Kind, Step, World};
use shim::{Fault, Run, run};

/// A random generator with a seed, so that a failure can be repeated.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % below
    }

    fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            list.swap(at, self.next(at + 1));
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FaultKind {
    Fault,
    Kill,
}

/// The effect of a step without faults.
struct Expected {
    step: &'static Step,
    code: Option<i32>,
    /// The records before the step.
    before: String,
    /// The records after the step.
    after: String,
    harms: Vec<Fault>,
}

/// The results of many runs with a fault.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) hit: usize,
    /// Acknowledged changes that are missing.
    lost: Vec<String>,
    /// Refused changes that were made, broken files, and wrong reads without a warning.
    silent: Vec<String>,
    panics: Vec<String>,
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { hit, lost, silent, panics } = self;
        write!(f, "{hit} met: {} lost, {} silent, {} panics", lost.len(), silent.len(), panics.len())
    }
}

#[derive(Debug, Clone, Copy)]
enum Violation {
    Lost,
    Silent,
    Panic,
}

impl Outcome {
    /// Records a violation and prints it at once, without waiting for the end of a long run.
    fn note(&mut self, wrong: Violation, what: String) {
        println!("\n{wrong:?}: {what}");
        match wrong {
            Violation::Lost => &mut self.lost,
            Violation::Silent => &mut self.silent,
            Violation::Panic => &mut self.panics,
        }
        .push(what);
    }

    pub(crate) fn is_good(&self) -> bool {
        self.lost.is_empty() && self.silent.is_empty() && self.panics.is_empty()
    }
}

/// Runs the session without faults to learn the effect of each step.
fn expected(steps: &'static [Step], harm: FaultKind, random: &mut Random) -> Vec<Expected> {
    let world = World::new();
    let mut before = figures(&world).unwrap();
    let of_step = |step: &'static Step| {
        let done = run(world.command(step).expect("all is there"), world.office.folder.path(), None);
        let after = figures(&world).unwrap();
        assert!(done.code.is_some_and(|code| code < 2), "{:?}: {done:?}", step.args);
        assert_eq!(missing_in_mirror(&world), Vec::<String>::new(), "{:?}", step.args);
        let mut harms = match harm {
            FaultKind::Fault => shim::faults(&done.calls),
            FaultKind::Kill => shim::kills(&done.calls),
        };
        random.shuffle(&mut harms);
        let before = std::mem::replace(&mut before, after.clone());
        Expected { step, code: done.code, before, after, harms }
    };
    steps.iter().map(of_step).collect()
}

/// Repeats the session with the next fault in every step, until `wanted` faults were hit.
fn try_session(steps: &'static [Step], harm: FaultKind, wanted: usize, seed: u64) -> Outcome {
    let mut random = Random(seed);
    let expected = expected(steps, harm, &mut random);
    let mut outcome = Outcome::default();
    let most = expected.iter().map(|one| one.harms.len()).max().unwrap();
    for round in 0..most {
        let world = World::new();
        for one in &expected {
            // Settings and merges change only themselves. A step whose faults are all done runs without one.
            let harm = one.harms.get(round).copied();
            if !try_step(&world, one, harm, &mut outcome) {
                break;
            }
        }
        if outcome.hit >= wanted {
            return outcome;
        }
        println!("{outcome}");
    }
    panic!("the session has only {} faults", outcome.hit);
}

/// Runs a step with a fault, and again if it was not done. Returns whether the session can continue.
fn try_step(world: &World, one: &Expected, harm: Option<Fault>, outcome: &mut Outcome) -> bool {
    let root = world.office.folder.path();
    let command = || world.command(one.step);
    let Some(begun) = command() else {
        outcome.note(Violation::Lost, format!("{:?}: what it needs is not there", one.step.args));
        return false;
    };
    let done = run(begun, root, harm);
    outcome.hit += usize::from(done.was_hit);
    let shown = |what: &str| format!("{what}\n{:?} {harm:?}\n{done:?}", one.step.args);
    if done.code == Some(101) || done.err.contains("panicked") {
        outcome.note(Violation::Panic, shown("a panic"));
        return false;
    }
    let is_done = match figures(world) {
        Err(why) => {
            outcome.note(Violation::Lost, shown(&why));
            return false;
        }
        Ok(found) if one.before == one.after && found == one.after => is_acknowledged(one, &done),
        Ok(found) if found == one.after => true,
        Ok(found) if found == one.before => false,
        // A merge cannot know overwritten values while ledgers cannot be read, and says so.
        Ok(_) if done.err.contains("这次看不出来") => return false,
        Ok(_) if one.step.kind == Kind::Repeatable && !is_acknowledged(one, &done) => false,
        Ok(found) => {
            outcome
                .note(Violation::Lost, shown(&format!("neither as before nor as after:\n{found}\nbut\n{}", one.after)));
            return false;
        }
    };
    if let Some(why) = untruth(world, one, &done, is_done) {
        let is_lost = is_acknowledged(one, &done) && !is_done;
        outcome.note(if is_lost { Violation::Lost } else { Violation::Silent }, shown(&why));
    }
    // A change made while ledgers cannot be read wins over them and over later entries of the session.
    let wins = is_done && one.step.kind == Kind::Change && done.err.contains("读不了");
    if wins {
        return false;
    }
    let again = !is_done || one.step.kind == Kind::Repeatable && !is_acknowledged(one, &done);
    if !again {
        return true;
    }
    let Some(command) = command() else {
        outcome.note(Violation::Lost, shown("what the step needs is gone"));
        return false;
    };
    let retried = run(command, root, None);
    match figures(world) {
        Ok(found) if found == one.after && retried.code.is_some_and(|code| code < 2) => true,
        found => {
            let why = format!("done again without a fault: {retried:?}\n{found:?}\nbut\n{}", one.after);
            outcome.note(Violation::Lost, shown(&why));
            false
        }
    }
}

/// Whether a run acknowledged its command.
fn is_acknowledged(one: &Expected, done: &Run) -> bool {
    match done.code {
        Some(0) => true,
        // Done with problems. Files that could not be read are to be given again.
        Some(1) if one.step.kind == Kind::Repeatable => !done.err.contains("读不了"),
        Some(1) => one.code == Some(1) || one.step.kind != Kind::Read,
        Some(_) => done.out.contains("已记上") || done.err.contains("已记上"),
        // It prints at the end, and was killed after that.
        None => !done.out.is_empty(),
    }
}

/// Returns the false statements of a run.
fn untruth(world: &World, one: &Expected, done: &Run, is_done: bool) -> Option<String> {
    let said = format!("{}{}", done.out, done.err);
    let acknowledged = is_acknowledged(one, done);
    if let Some(code) = done.code {
        if code > 3 || code == 2 {
            return Some(format!("exit code {code} for a fault of the disk"));
        }
        if code > 1 && done.err.is_empty() {
            return Some("failed without a sentence".into());
        }
        // It said that the file was not written, not verified, or not known.
        let is_half = ["留底", "改动已经存好", "写入后读", "已写好，但", "再并入一次", "不知道这一笔记上没有"]
            .iter()
            .any(|words| said.contains(words));
        if code > 1 && !acknowledged && is_done && one.before != one.after && !is_half {
            return Some("said to have failed, and yet done".into());
        }
    }
    if acknowledged && !is_done {
        return Some("said to be done, and is not there".into());
    }
    let half_made = if one.step.args.contains(&"{stick}") { half_made(world) } else { Vec::new() };
    if !half_made.is_empty() {
        return Some(format!("half made: {half_made:?}"));
    }
    let code = done.code?;
    match one.step.kind {
        Kind::Read => {
            let clean = run(world.command(one.step)?, world.office.folder.path(), None);
            let clean_code = clean.code?;
            if code < clean_code {
                return Some(format!("said to be better than it is: {clean:?}"));
            }
            // Some commands say what they could not read, or what they repaired from the second drive.
            let told_in_answer = ["读不了", "补好"].iter().any(|words| done.out.contains(words));
            let warned = code != clean_code || done.err != clean.err || told_in_answer;
            if !warned && done.out != clean.out {
                return Some(format!("read wrong without a word: {clean:?}"));
            }
        }
        Kind::Backup if acknowledged => {
            let path = done.out.lines().find_map(|line| line.strip_prefix("文件："));
            let missing = match missing_in_backup(world, &PathBuf::from(path?)) {
                Ok(missing) => missing,
                Err(error) => return Some(format!("the backup is not whole: {error}")),
            };
            // The message names the missing file or its folder.
            let is_named = |name: &String| {
                let path = world.office.data().join(name);
                path.ancestors()
                    .take(4)
                    .any(|part| part.starts_with(world.office.data()) && done.err.contains(&*part.to_string_lossy()))
            };
            let unnamed: Vec<&String> = missing.iter().filter(|name| !is_named(name)).collect();
            if !unnamed.is_empty() || (code == 0 && !missing.is_empty()) {
                return Some(format!("the backup lacks {missing:?}"));
            }
        }
        Kind::Change | Kind::Repeatable if acknowledged && !one.step.by_county => {
            let missing = missing_in_mirror(world);
            if !missing.is_empty() && !said.contains("第二份") {
                return Some(format!("the second drive lacks {missing:?}"));
            }
        }
        _ => {}
    }
    None
}

/// Whether the shim has no effect: it needs the executable that was just built.
fn is_out_of_reach() -> bool {
    std::env::var_os("TAIZHANG_PROGRAM").is_some()
}

/// Injects `wanted` faults over whole sessions.
pub(crate) fn try_faults(wanted: usize, seed: u64) -> Outcome {
    try_session(session::YEAR, FaultKind::Fault, wanted, seed)
}

/// Kills commands `wanted` times, as power cuts do.
pub(crate) fn try_kills(wanted: usize, seed: u64) -> Outcome {
    try_session(session::YEAR, FaultKind::Kill, wanted, seed)
}

pub(crate) fn try_kills_in_merge(wanted: usize, seed: u64) -> Outcome {
    try_session(session::MERGE, FaultKind::Kill, wanted, seed)
}

#[test]
fn every_disk_fault_is_reported() {
    if is_out_of_reach() {
        return;
    }
    let outcome = try_faults(30, 1);
    assert!(outcome.is_good(), "{outcome}");
}

#[test]
fn killed_command_loses_no_change() {
    if is_out_of_reach() {
        return;
    }
    let outcome = try_kills(30, 2);
    assert!(outcome.is_good(), "{outcome}");
}

#[test]
fn killed_merge_loses_no_change() {
    if is_out_of_reach() {
        return;
    }
    let outcome = try_kills_in_merge(4, 3);
    assert!(outcome.is_good(), "{outcome}");
}

#[test]
fn failing_stat_keeps_the_device() {
    if is_out_of_reach() {
        return;
    }
    let office = crate::office::Office::of_panlian();
    office.run(&["mark", "1.1", "done"]).done();
    let doctor = |fault| {
        let mut program = office.program();
        program.args(["doctor", "--today", "2025-11-23"]);
        run(program, office.folder.path(), fault)
    };
    let calls = doctor(None).calls;
    let stats = (1..).zip(calls.chars()).filter(|(_, kind)| *kind == 's').map(|(at, _)| at);
    for at in stats {
        let done = doctor(Some(Fault { at, error: 5, lasting: false, half: false }));
        assert!(!done.out.contains("第一次记录时生成"), "call {at}: {}", done.out);
    }
}
