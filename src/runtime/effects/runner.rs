//! The event loop's state besides the model.

use crate::domain::uncounted::Uncounted;
use crate::operations::context::Context;
use crate::store::ledger::LedgerWriter;

/// Runs effects. Holds what must outlive one of them.
pub(crate) struct EffectRunner {
    pub(crate) context: Context,
    /// This PC's ledger of the open township. `None` if it cannot be written.
    pub(super) writer: Option<LedgerWriter>,
    pub(super) damaged: u32,
    pub(super) uncounted: Uncounted,
}
