//! The program with `shim.c` preloaded: one system call fails, or the process is killed there.

use std::fs;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fault {
    /// The number of the failing call, from 1.
    pub(super) at: usize,
    /// The error number; 0 kills the process instead.
    pub(super) error: i32,
    /// Whether all later calls of that kind fail too.
    pub(super) lasting: bool,
    pub(super) half: bool,
}

const EPERM: i32 = 1;
const EIO: i32 = 5;
const EACCES: i32 = 13;
const ENOSPC: i32 = 28;
const ENOLCK: i32 = 37;

/// Errors of a kind of call on a failing, full or read-only disk. The kinds are those of `shim.c`.
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

/// All faults of a run with these calls.
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

/// All kills of a run with these calls: before each call, and in the middle of each write.
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

#[derive(Debug)]
pub(super) struct Run {
    /// `None` if it was killed.
    pub(super) code: Option<i32>,
    pub(super) out: String,
    pub(super) err: String,
    /// Calls below the folder, one letter each.
    pub(super) calls: String,
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

/// Environment variables for the shim below `folder`.
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

pub(super) fn run(mut command: Command, folder: &Path, fault: Option<Fault>) -> Run {
    // Outside the folder, because calls inside it are counted.
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
