//! Errors of forms.

use std::path::PathBuf;

use crate::app::state::form::Form;
use crate::app::state::slot::SlotName;

/// The slot to correct, and the sentence to show.
pub(crate) type FormRefusal = (SlotName, String);

pub(crate) fn bad_day(slot: SlotName) -> FormRefusal {
    (slot, "日期要写成 2025-03-12 这样；按 F2 可以在日历上选。".to_owned())
}

pub(crate) fn unfilled<T>(slot: SlotName, what: &str) -> Result<T, FormRefusal> {
    Err((slot, format!("{what}，填好后再按 F5。")))
}

/// Returns the folder of the form, which must be an absolute path.
pub(crate) fn required_folder(form: &Form) -> Result<PathBuf, FormRefusal> {
    let folder = form.folder();
    if folder.as_os_str().is_empty() {
        return unfilled(SlotName::Folder, "请填写存到哪个文件夹（如U盘）");
    }
    if !folder.is_absolute() {
        return unfilled(SlotName::Folder, "请写完整的路径，从盘符或 / 开始");
    }
    Ok(folder)
}
