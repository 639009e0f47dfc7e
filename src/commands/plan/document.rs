//! Reads the text of a notice. A Word file (zip) is read in a child process with limits on time and memory, so that a
//! hostile document cannot hang or crash the program.

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

/// The hidden command that starts the child process.
pub const COMMAND: &str = "read-document";
/// Largest document, in bytes. Pictures make many documents large.
const DOCUMENT_MAX: u64 = 64 << 20;
/// Longest time to read a document.
const TIME_MAX: Duration = Duration::from_secs(10);
/// Most memory to read a document, in bytes.
#[cfg(unix)]
const MEMORY_MAX: u64 = 300 << 20;

pub(super) fn read_text(path: &Path) -> Result<String, Error> {
    let bytes = store::read(path, DOCUMENT_MAX)?;
    if document::is_packed(&bytes) {
        drop(bytes);
        return read_in_child(path);
    }
    extract_text(path, &bytes)
}

fn extract_text(path: &Path, bytes: &[u8]) -> Result<String, Error> {
    document::text(bytes).map_err(|error| StoreError::Format { path: path.to_owned(), error }.into())
}

/// Reads a document in a child process.
fn read_in_child(path: &Path) -> Result<String, Error> {
    let program = std::env::current_exe().map(|program| {
        let mut command = Command::new(program);
        command.arg(COMMAND).arg(path).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    });
    let Ok(mut child) = program.and_then(|mut program| program.spawn()) else {
        // The system refused a new process. The reader's own size limits remain.
        return extract_text(path, &store::read(path, DOCUMENT_MAX)?);
    };
    let output = read_in_thread(child.stdout.take());
    let message = read_in_thread(child.stderr.take());
    let code = wait_or_kill(&mut child);
    let output = output.join().unwrap_or_default();
    let message = message.join().unwrap_or_default();
    match code {
        Some(0) => String::from_utf8(output).map_err(|_| too_large(path)),
        // The child has written an error message about the document.
        Some(3) if !message.is_empty() => {
            Err(PlanError::Unread(String::from_utf8_lossy(&message).trim_end().to_owned()).into())
        }
        _ => Err(too_large(path)),
    }
}

/// Reads a pipe in a thread. A child that fills a pipe which nobody reads would wait forever.
fn read_in_thread(pipe: Option<impl io::Read + Send + 'static>) -> thread::JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(pipe) = pipe {
            // Ignore a failure: the exit code decides whether the bytes are used.
            let _ = pipe.take(TEXT_MAX * 2).read_to_end(&mut bytes);
        }
        bytes
    })
}

/// Waits for a process and returns its exit code. Kills it after [`TIME_MAX`].
fn wait_or_kill(child: &mut Child) -> Option<i32> {
    let start = Instant::now();
    let mut pause = Duration::from_millis(1);
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return status.code(),
            Ok(None) if start.elapsed() < TIME_MAX => thread::sleep(pause),
            _ => {
                let _ = child.kill();
                let _ = child.wait();
                return None;
            }
        }
        pause = (pause * 2).min(Duration::from_millis(50));
    }
}

fn too_large(path: &Path) -> Error {
    let error = FormatError::Document(DocumentFault::TooMuch);
    StoreError::Format { path: path.to_owned(), error }.into()
}

/// `read-document FILE`: prints the text of a document. Runs in the child process.
pub fn read_document(path: &Path) -> Result<Outcome, Error> {
    limit_resources();
    let text = extract_text(path, &store::read(path, DOCUMENT_MAX)?)?;
    // A write fails only if the parent is gone. Then nobody reads the exit code.
    let _ = io::stdout().lock().write_all(text.as_bytes());
    Ok(Outcome::Done)
}

/// Asks the system to enforce the limits. On other systems only [`TIME_MAX`] applies, in the parent.
#[cfg(unix)]
fn limit_resources() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let at_most = |most: u64| Rlimit { current: Some(most), maximum: Some(most) };
    let _ = setrlimit(Resource::As, at_most(MEMORY_MAX));
    let _ = setrlimit(Resource::Cpu, at_most(TIME_MAX.as_secs()));
}

#[cfg(not(unix))]
fn limit_resources() {}
