//! The program run with `shim.c` preloaded: one of its calls into the system fails, or the process is killed there.

use std::fs;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// What goes wrong in one run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fault {
    /// The call that fails, from 1.
    pub(super) at: usize,
    /// The system's error; 0 kills the process instead.
    pub(super) error: i32,
    /// Whether every later call of the same kind fails too.
    pub(super) lasting: bool,
    /// Whether a write stops half-way.
    pub(super) half: bool,
}

const EPERM: i32 = 1;
const EIO: i32 = 5;
const EACCES: i32 = 13;
const ENOSPC: i32 = 28;
const ENOLCK: i32 = 37;

/// The errors that a call of that kind may meet on a failing, full or forbidden disk. The kinds are those of `shim.c`.
fn errors(kind: char) -> &'static [i32] {
    match kind {
        'o' | 's' | 'u' => &[EIO, EACCES],
        'O' | 'n' | 'm' => &[EIO, ENOSPC, EACCES],
        'w' | 'c' | 'y' => &[EIO, ENOSPC],
        'l' => &[EIO, EPERM],
        'f' => &[EIO, ENOLCK],
        'p' => &[EPERM],
        _ => &[EIO],
    }
}

/// Every fault that a run with those calls can meet.
pub(super) fn faults(calls: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (at, kind) in (1..).zip(calls.chars()) {
        for &error in errors(kind) {
            for lasting in [false, true] {
                faults.push(Fault { at, error, lasting, half: false });
            }
            if kind == 'w' {
                faults.push(Fault { at, error, lasting: true, half: true });
            }
        }
    }
    faults
}

/// Every kill that a run with those calls can meet: before each of them, and half-way through each write.
pub(super) fn kills(calls: &str) -> Vec<Fault> {
    let mut kills = Vec::new();
    for (at, kind) in (1..).zip(calls.chars()) {
        kills.push(Fault { at, error: 0, lasting: false, half: false });
        if kind == 'w' {
            kills.push(Fault { at, error: 0, lasting: false, half: true });
        }
    }
    kills
}

/// How a run ended.
#[derive(Debug)]
pub(super) struct Run {
    /// Its exit code; none where it was killed.
    pub(super) code: Option<i32>,
    pub(super) out: String,
    pub(super) err: String,
    /// Its calls below the folder, a letter each.
    pub(super) calls: String,
    /// Whether the fault was met.
    pub(super) was_hit: bool,
}

/// The library, compiled once by `cc`, which Rust itself needs here.
fn library() -> &'static Path {
    static MADE: OnceLock<PathBuf> = OnceLock::new();
    MADE.get_or_init(|| {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/all/faults/shim.c");
        let library = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("shim-{}.so", std::process::id()));
        let mut cc = Command::new("cc");
        cc.args(["-shared", "-fPIC", "-O1", "-Wall", "-o"]).arg(&library).arg(source);
        assert!(cc.status().unwrap().success());
        library
    })
}

/// What the environment of a program has to say for the shim to meddle with its calls below `folder`.
pub(super) fn environment(folder: &Path, log: &Path, fault: Option<Fault>) -> Vec<(&'static str, String)> {
    let folder = folder.canonicalize().unwrap();
    let fault = fault.unwrap_or(Fault { at: 0, error: 0, lasting: false, half: false });
    let number = |flag: bool| u8::from(flag).to_string();
    vec![
        ("LD_PRELOAD", library().display().to_string()),
        ("SHIM_FOLDER", folder.display().to_string()),
        ("SHIM_LOG", log.display().to_string()),
        ("SHIM_AT", fault.at.to_string()),
        ("SHIM_ERROR", fault.error.to_string()),
        ("SHIM_LASTING", number(fault.lasting)),
        ("SHIM_HALF", number(fault.half)),
    ]
}

/// Runs a command with a fault below `folder`, or with none.
pub(super) fn run(mut command: Command, folder: &Path, fault: Option<Fault>) -> Run {
    // Outside the folder, or it would be watched itself.
    let log = tempfile::NamedTempFile::new().unwrap();
    let output = command.envs(environment(folder, log.path(), fault)).output().unwrap();
    let log = fs::read_to_string(log.path()).unwrap();
    assert!(output.status.signal().is_none_or(|signal| signal == 9), "{:?}", output.status);
    Run {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
        was_hit: log.contains('!'),
        calls: log.replace('!', ""),
    }
}
