//! Runs sessions on a real pseudo-terminal. This test program starts itself there and is ended in every way.

use std::{
    env,
    fs::File,
    io::Read,
    os::fd::OwnedFd,
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

use rustix::{
    fs::{Mode, OFlags},
    process::{Pid, Signal, kill_process},
    pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt},
    termios::{LocalModes, Winsize, tcgetattr, tcsetwinsize},
};

use super::*;
use crate::terminal::probe::{Probe, probe};
use crossterm::event::{KeyCode, read};

const ENDING: &str = "TAIZHANG_TEST_ENDING";

/// The child process: enters a session and ends it as the environment says. Does nothing in an ordinary test run.
#[test]
fn child() {
    let Some(ending) = env::var_os(ENDING) else {
        return;
    };
    let session = Session::enter("台账", is_legacy()).unwrap();
    session.output().unwrap().write_all(b"<ready>").unwrap();
    match ending.to_str() {
        Some("leave") => drop(session),
        Some("panic") => panic!("on purpose"),
        Some("probe") => echo_keys(&session),
        _ => thread::sleep(Duration::from_secs(20)),
    }
}

/// Prints the probe's look and every key, until `q`.
fn echo_keys(session: &Session) {
    let mut out = session.output().unwrap();
    let Probe { look, typed_ahead, .. } = probe();
    write!(out, "<{look:?}>").unwrap();
    let later = std::iter::repeat_with(|| read().unwrap());
    for key in typed_ahead.into_iter().chain(later).filter_map(|event| event.as_key_press_event()) {
        write!(out, "<{}>", key.code).unwrap();
        if key.code == KeyCode::Char('q') {
            return;
        }
    }
}

struct Pty {
    main: File,
    console: OwnedFd,
    said: String,
}

impl Pty {
    fn open() -> Self {
        let main = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&main).unwrap();
        unlockpt(&main).unwrap();
        let name = ptsname(&main, Vec::new()).unwrap();
        let console = rustix::fs::open(name, OFlags::RDWR | OFlags::NOCTTY, Mode::empty()).unwrap();
        tcsetwinsize(&console, Winsize { ws_row: 25, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0 }).unwrap();
        Self { main: main.into(), console, said: String::new() }
    }

    fn run(&self, ending: &str, legacy: bool) -> Child {
        let end = || Stdio::from(self.console.try_clone().unwrap());
        let mut command = Command::new(env::current_exe().unwrap());
        command
            .args(["--exact", "terminal::session::tests::child", "--nocapture", "--test-threads=1"])
            .env(ENDING, ending)
            .env("RUST_BACKTRACE", "0")
            .stdin(end())
            .stdout(end())
            .stderr(end());
        if legacy {
            command.env(CONSOLE_VARIABLE, "legacy");
        }
        command.spawn().unwrap()
    }

    fn hear(&mut self, until: &str) {
        let mut bytes = [0; 4096];
        while !self.said.contains(until) {
            let count = self.main.read(&mut bytes).unwrap();
            self.said.push_str(&String::from_utf8_lossy(&bytes[..count]));
        }
    }

    fn settings(&self) -> (LocalModes, String) {
        let settings = tcgetattr(&self.console).unwrap();
        (settings.local_modes, format!("{:?} {:?}", settings.input_modes, settings.output_modes))
    }
}

/// Runs a session and ends it. Returns the exit code and the console's output.
fn ended(ending: &str, signal: Option<Signal>, legacy: bool) -> (Option<i32>, String) {
    let mut pty = Pty::open();
    let before = pty.settings();
    let mut child = pty.run(ending, legacy);
    pty.hear("<ready>");
    if let Some(signal) = signal {
        assert_ne!(pty.settings(), before);
        kill_process(Pid::from_child(&child), signal).unwrap();
    }
    if !legacy {
        pty.hear("\x1b[?1049l");
    }
    let code = child.wait().unwrap().code();
    assert_eq!(pty.settings(), before);
    (code, pty.said)
}

#[test]
fn leaving_restores_the_console() {
    let (code, said) = ended("leave", None, false);
    assert_eq!(code, Some(0));
    assert!(said.contains("\x1b[?1049h\x1b[22;0t\x1b]0;台账\x07"));
    assert!(said.contains("\x1b[?25h"));
}

#[test]
fn signals_restore_and_end() {
    for signal in [Signal::TERM, Signal::HUP, Signal::INT] {
        assert_eq!(ended("wait", Some(signal), false).0, Some(128 + signal.as_raw()));
    }
}

#[test]
fn panic_message_reaches_the_console() {
    let mut pty = Pty::open();
    let before = pty.settings();
    let mut child = pty.run("panic", false);
    pty.hear("on purpose");
    let (restored, message) = (pty.said.find("\x1b[?1049l"), pty.said.find("on purpose"));
    assert!(restored.is_some() && restored < message);
    pty.hear("test result");
    child.wait().unwrap();
    assert_eq!(pty.settings(), before);
}

#[test]
fn legacy_console_sees_no_escape() {
    for (ending, signal) in [("leave", None), ("wait", Some(Signal::TERM))] {
        assert!(!ended(ending, signal, true).1.contains('\x1b'));
    }
}

#[test]
fn timely_answer_keeps_nearby_keys() {
    let mut pty = Pty::open();
    let mut child = pty.run("probe", false);
    pty.hear("\x1b[6n");
    pty.main.write_all(b"a\x1b[1;2Rb").unwrap();
    pty.hear("<Fine>");
    pty.main.write_all(b"q").unwrap();
    pty.hear("<a><b><q>");
    child.wait().unwrap();
}

#[test]
fn late_answer_keeps_nearby_keys() {
    let mut pty = Pty::open();
    let mut child = pty.run("probe", false);
    pty.hear("\x1b[6n");
    pty.main.write_all(b"a").unwrap();
    pty.hear("<Plain>");
    pty.main.write_all(b"b\x1b[1;2Rq").unwrap();
    pty.hear("<a><b><q>");
    child.wait().unwrap();
}
