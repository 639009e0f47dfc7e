//! Why a form is refused.

use crate::app::state::slot::SlotName;

/// Why a form is not taken: the slot to mend, and the sentence.
pub(crate) type Refusal = (SlotName, String);

/// The refusal of a day that cannot be read.
pub(crate) fn bad_day(slot: SlotName) -> Refusal {
    (slot, "日期要写成 2025-03-12 这样；按 F2 可以在日历上选。".to_owned())
}
