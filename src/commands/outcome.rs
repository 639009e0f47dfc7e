//! The result of a command and its exit code. Exit codes 2 and 3 come from [`Error::exit_code`](crate::error::Error).

use std::process::ExitCode;

use crate::store::ledger::LoadedLedgers;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Exit code 0.
    Done,
    /// Exit code 1: the command did its work and found problems.
    ProblemsFound,
}

impl Outcome {
    /// The outcome of a command that shows the ledgers. Unreadable entries are missing from its output.
    pub(super) fn of_reading(loaded: &LoadedLedgers) -> Self {
        if loaded.uncounted().is_any() { Self::ProblemsFound } else { Self::Done }
    }

    pub(super) fn and(self, other: Self) -> Self {
        if self == Self::Done { other } else { self }
    }
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        ExitCode::from(match outcome {
            Outcome::Done => 0,
            Outcome::ProblemsFound => 1,
        })
    }
}
