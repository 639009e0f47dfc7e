//! How a command ended.

use std::process::ExitCode;

use crate::store::ledger::LoadedLedgers;

/// How a command ended that could be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Exit code 0.
    Done,
    /// Done, and problems were found: exit code 1.
    ProblemsFound,
}

impl Outcome {
    /// How a command ends that shows what the ledgers say: what could not be read is missing in it.
    pub(super) fn of_reading(shelf: &LoadedLedgers) -> Self {
        if shelf.uncounted().is_any() { Self::ProblemsFound } else { Self::Done }
    }

    /// Done only where both are.
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
