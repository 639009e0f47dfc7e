//! The real program on a pseudo-terminal, shown by the strict console model of the painter's tests.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::os::fd::OwnedFd;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use rustix::fs::{Mode, OFlags};
use rustix::process::{Pid, Signal, kill_process};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Termios, Winsize, tcgetattr, tcsetwinsize};

use crate::emulator::{ConsoleModel, EmulatedCell, Emulator};
use crate::office::Office;

/// Longest silence of a working program, even on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);
/// Longest time for an answer, even with much output.
const LONGEST: Duration = Duration::from_secs(180);
/// Silence after which a frame is complete.
const QUIET: Duration = Duration::from_millis(120);
/// Time until written bytes arrive.
const SHORT: Duration = Duration::from_millis(15);

/// A terminal window that runs the program.
pub(crate) struct Window {
    main: File,
    console: OwnedFd,
    pub(crate) child: Child,
    said: Receiver<Vec<u8>>,
    emulator: Emulator,
    /// Bytes of an incomplete character or sequence.
    pending: Vec<u8>,
    /// All output.
    pub(crate) bytes: Vec<u8>,
    /// Whether the console answers cursor queries.
    answers: bool,
    before: String,
}

/// A console that draws ambiguous characters in one or two columns, and does not clear half characters.
pub(crate) fn console(ambiguous_wide: bool) -> ConsoleModel {
    ConsoleModel { ambiguous_wide, clears_halves: false, wraps_at_once: ambiguous_wide }
}

fn settings(termios: &Termios) -> String {
    let Termios { input_modes, output_modes, control_modes, local_modes, .. } = termios;
    format!("{input_modes:?} {output_modes:?} {control_modes:?} {local_modes:?}")
}

impl Window {
    /// Opens the program at 80x25 on 2025-11-23.
    pub(crate) fn open(office: &Office, model: ConsoleModel) -> Self {
        Self::start(office, model, true, &["--today", "2025-11-23"], b"", &[])
    }

    /// `ahead` is typed before the start.
    pub(crate) fn start(
        office: &Office,
        model: ConsoleModel,
        answers: bool,
        args: &[&str],
        ahead: &[u8],
        env: &[(&str, &str)],
    ) -> Self {
        Self::start_in(size(80, 25), office, model, answers, args, ahead, env)
    }

    /// Opens the program in a terminal without a size.
    pub(crate) fn without_size(office: &Office) -> Self {
        Self::start_in(size(0, 0), office, console(false), true, &["--today", "2025-11-23"], b"", &[])
    }

    fn start_in(
        told: Winsize,
        office: &Office,
        model: ConsoleModel,
        answers: bool,
        args: &[&str],
        ahead: &[u8],
        env: &[(&str, &str)],
    ) -> Self {
        let main = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&main).unwrap();
        unlockpt(&main).unwrap();
        let name = ptsname(&main, Vec::new()).unwrap();
        let console = rustix::fs::open(name, OFlags::RDWR | OFlags::NOCTTY, Mode::empty()).unwrap();
        let mut main = File::from(main);
        tcsetwinsize(&console, told).unwrap();
        let before = settings(&tcgetattr(&console).unwrap());
        main.write_all(ahead).unwrap();
        let end = || Stdio::from(console.try_clone().unwrap());
        let mut command: Command = office.program();
        command.args(args).env("TERM", "xterm-256color").envs(env.iter().copied());
        let child = command.stdin(end()).stdout(end()).stderr(end()).spawn().unwrap();
        let mut reader = main.try_clone().unwrap();
        let (tell, said) = channel();
        thread::spawn(move || {
            let mut bytes = [0; 8192];
            while let Ok(count) = reader.read(&mut bytes) {
                if count == 0 || tell.send(bytes[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        let emulator = Emulator::new(model, 80, 25);
        Self { main, console, child, said, emulator, pending: vec![], bytes: vec![], answers, before }
    }

    /// Types bytes as a keyboard sends them.
    pub(crate) fn send(&mut self, keys: &str) -> &mut Self {
        self.main.write_all(keys.as_bytes()).unwrap();
        self
    }

    /// Waits for a text and the end of output.
    #[track_caller]
    pub(crate) fn wait_for(&mut self, text: &str) -> &mut Self {
        self.wait_to_see(text);
        self.settle();
        self
    }

    /// Waits for a text, even while output continues.
    #[track_caller]
    pub(crate) fn wait_to_see(&mut self, text: &str) -> &mut Self {
        let (begun, mut heard) = (Instant::now(), Instant::now());
        while !self.text().contains(text) {
            let is_late = heard.elapsed() > PATIENCE || begun.elapsed() > LONGEST;
            assert!(!is_late, "“{text}” never came:\n{}", self.text());
            if self.hear(QUIET) {
                heard = Instant::now();
            }
        }
        self
    }

    /// Waits for a text; false if the program ends without it.
    pub(crate) fn sees(&mut self, text: &str) -> bool {
        let deadline = Instant::now() + PATIENCE;
        while !self.text().contains(text) {
            assert!(Instant::now() < deadline, "“{text}” never came:\n{}", self.text());
            if !self.hear(SHORT) && self.child.try_wait().unwrap().is_some() {
                while self.hear(SHORT) {}
                return self.text().contains(text);
            }
        }
        true
    }

    /// Kills the program as a power cut would. Its earlier output is shown.
    pub(crate) fn cut_off(&mut self) {
        let _ = self.child.kill();
        self.child.wait().unwrap();
        while self.hear(SHORT) {}
    }

    /// Waits for the end of output.
    pub(crate) fn settle(&mut self) {
        while self.hear(QUIET) {}
    }

    fn hear(&mut self, patience: Duration) -> bool {
        match self.said.recv_timeout(patience) {
            Ok(bytes) => {
                self.bytes.extend(&bytes);
                self.pending.extend(bytes);
                self.show();
                true
            }
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => false,
        }
    }

    /// Feeds whole characters and sequences to the console, and answers its queries.
    fn show(&mut self) {
        loop {
            let Some(length) = whole(&self.pending) else { return };
            let piece: Vec<u8> = self.pending.drain(..length).collect();
            match piece.as_slice() {
                b"\x1b[6n" if self.answers => {
                    let (x, y) = self.emulator.cursor;
                    write!(self.main, "\x1b[{};{}R", y + 1, x + 1).unwrap();
                }
                // Sequences sent to every console: screen, mouse, paste, title, cursor query.
                [0x1b, b']', ..] | [0x1b, b'[', .., b't' | b'n'] => {}
                [0x1b, b'[', b'?', .., b'h' | b'l'] if !piece.starts_with(b"\x1b[?25") => {}
                b"\x1b[m" => self.emulator.feed(b"\x1b[0m"),
                _ => self.emulator.feed(&piece),
            }
        }
    }

    /// The screen as text.
    pub(crate) fn text(&self) -> String {
        self.emulator.text()
    }

    /// The screen, cell by cell.
    pub(crate) fn seen(&self) -> Vec<EmulatedCell> {
        self.emulator.seen()
    }

    pub(crate) fn resize(&mut self, columns: u16, rows: u16) {
        self.settle();
        self.emulator.resize(columns, rows);
        tcsetwinsize(&self.main, size(columns, rows)).unwrap();
        let _ = kill_process(Pid::from_child(&self.child), Signal::WINCH);
        self.settle();
    }

    /// Ends the program by a signal.
    pub(crate) fn signal(&mut self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    /// Waits for the exit and returns the code. Asserts that the console is restored.
    #[track_caller]
    pub(crate) fn ended(&mut self) -> Option<i32> {
        let deadline = Instant::now() + PATIENCE;
        let status = loop {
            self.hear(QUIET);
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(Instant::now() < deadline, "it never ended:\n{}", self.text());
        };
        self.settle();
        assert_eq!(settings(&tcgetattr(&self.console).unwrap()), self.before);
        status.code()
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn size(columns: u16, rows: u16) -> Winsize {
    Winsize { ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 }
}

fn whole(bytes: &[u8]) -> Option<usize> {
    match bytes {
        [] | [0x1b] => None,
        [0x1b, b'[', rest @ ..] => rest.iter().position(u8::is_ascii_alphabetic).map(|at| at + 3),
        [0x1b, b']', rest @ ..] => rest.iter().position(|byte| *byte == 7).map(|at| at + 3),
        [first, ..] => {
            let length = match first {
                0xf0.. => 4,
                0xe0.. => 3,
                0xc0.. => 2,
                _ => 1,
            };
            (bytes.len() >= length).then_some(length)
        }
    }
}
