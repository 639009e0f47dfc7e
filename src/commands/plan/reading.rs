//! Reading the file of a notice. Anything but plain text is read by a process of its own, which is ended when it takes
//! too long or too much memory: a hostile document must not take the program with it.

use std::io::{self, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::commands::Outcome;
use crate::error::{Error, PlanError};
use crate::format::FormatError;
use crate::format::plain_text::TEXT_MAX;
use crate::format::{DocumentFault, document};
use crate::store::{self, StoreError};

/// The hidden command that the process is started with.
pub const COMMAND: &str = "read-document";
/// Largest document that is read, in bytes: pictures make many of them large.
const DOCUMENT_MAX: u64 = 64 << 20;
/// Longest time that reading a document may take.
const TIME_MAX: Duration = Duration::from_secs(10);
/// Most memory that reading a document may take, in bytes.
#[cfg(unix)]
const MEMORY_MAX: u64 = 300 << 20;

/// The text of a notice.
pub(super) fn read_text(path: &Path) -> Result<String, Error> {
    let bytes = store::read(path, DOCUMENT_MAX)?;
    if document::is_packed(&bytes) {
        drop(bytes);
        return read_apart(path);
    }
    text_of(path, &bytes)
}

fn text_of(path: &Path, bytes: &[u8]) -> Result<String, Error> {
    document::text(bytes).map_err(|error| StoreError::Format { path: path.to_owned(), error }.into())
}

/// The text of a document as another process reads it.
fn read_apart(path: &Path) -> Result<String, Error> {
    let program = std::env::current_exe().map(|program| {
        let mut command = Command::new(program);
        command.arg(COMMAND).arg(path).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    });
    let Ok(mut child) = program.and_then(|mut program| program.spawn()) else {
        // Where no process can be started, the reader's own limits have to do.
        return text_of(path, &store::read(path, DOCUMENT_MAX)?);
    };
    let out = collected(child.stdout.take());
    let told = collected(child.stderr.take());
    let code = wait(&mut child);
    let out = out.join().unwrap_or_default();
    let told = told.join().unwrap_or_default();
    match code {
        Some(0) => String::from_utf8(out).map_err(|_| too_much(path)),
        // It says itself what is wrong with the document.
        Some(3) if !told.is_empty() => {
            Err(PlanError::Unread(String::from_utf8_lossy(&told).trim_end().to_owned()).into())
        }
        _ => Err(too_much(path)),
    }
}

/// Reads a pipe to its end on a thread of its own, so that the other process never waits for it.
fn collected(pipe: Option<impl io::Read + Send + 'static>) -> thread::JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(pipe) = pipe {
            // What was read before a failure does not matter: the exit code tells.
            let _ = pipe.take(TEXT_MAX * 2).read_to_end(&mut bytes);
        }
        bytes
    })
}

/// Waits for a process to end, and ends it when its time is over; gives its exit code.
fn wait(child: &mut Child) -> Option<i32> {
    let began = Instant::now();
    let mut pause = Duration::from_millis(1);
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return status.code(),
            Ok(None) if began.elapsed() < TIME_MAX => thread::sleep(pause),
            _ => {
                let _ = child.kill();
                let _ = child.wait();
                return None;
            }
        }
        pause = (pause * 2).min(Duration::from_millis(50));
    }
}

fn too_much(path: &Path) -> Error {
    let error = FormatError::Document(DocumentFault::TooMuch);
    StoreError::Format { path: path.to_owned(), error }.into()
}

/// `read-document FILE`: prints the text of a document. Only this program starts it.
pub fn read_document(path: &Path) -> Result<Outcome, Error> {
    limit();
    let text = text_of(path, &store::read(path, DOCUMENT_MAX)?)?;
    // Where nobody takes it any more, nobody asks how it ended.
    let _ = io::stdout().lock().write_all(text.as_bytes());
    Ok(Outcome::Done)
}

/// Has the system refuse memory and time beyond measure.
#[cfg(unix)]
fn limit() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let at_most = |most: u64| Rlimit { current: Some(most), maximum: Some(most) };
    let _ = setrlimit(Resource::As, at_most(MEMORY_MAX));
    let _ = setrlimit(Resource::Cpu, at_most(TIME_MAX.as_secs()));
}

#[cfg(not(unix))]
fn limit() {}
