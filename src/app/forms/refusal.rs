//! Why a form is refused.

use std::path::PathBuf;

use crate::app::state::form::Form;
use crate::app::state::slot::SlotName;

/// Why a form is not taken: the slot to mend, and the sentence.
pub(crate) type Refusal = (SlotName, String);

/// The refusal of a day that cannot be read.
pub(crate) fn bad_day(slot: SlotName) -> Refusal {
    (slot, "日期要写成 2025-03-12 这样；按 F2 可以在日历上选。".to_owned())
}

/// The refusal of a slot that is not filled in as it must be.
pub(crate) fn unfilled<T>(slot: SlotName, what: &str) -> Result<T, Refusal> {
    Err((slot, format!("{what}，填好后再按 F5。")))
}

/// The folder that something goes into.
pub(crate) fn folder(form: &Form) -> Result<PathBuf, Refusal> {
    let folder = form.folder();
    if folder.as_os_str().is_empty() {
        return unfilled(SlotName::Folder, "请填写存到哪个文件夹（如U盘）");
    }
    if !folder.is_absolute() {
        return unfilled(SlotName::Folder, "请写完整的路径，从盘符或 / 开始");
    }
    Ok(folder)
}
