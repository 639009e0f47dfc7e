//! What the event loop holds besides the model.

use crate::domain::uncounted::Uncounted;
use crate::operations::context::Context;
use crate::store::ledger::Writer;

/// What the loop holds besides the model.
pub(crate) struct EffectRunner {
    pub(crate) context: Context,
    /// This PC's ledger of the open township; none where it may not be written.
    pub(super) writer: Option<Writer>,
    pub(super) damaged: u32,
    pub(super) uncounted: Uncounted,
}
