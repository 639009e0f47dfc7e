//! Checks the names of the people who sign a report (填报人).

use crate::domain::text::is_treacherous;
use crate::error::Error;

/// Longest name or phone number, in characters.
const NAME_MAX: usize = 60;

/// A name as it is stored: trimmed, on one line, of limited length.
pub fn check_name(text: &str) -> Result<String, Error> {
    let text = text.trim();
    if text.chars().any(is_treacherous) {
        return Err(Error::Usage("姓名、电话里不能有换行等看不见的字符。请重新填写。".to_owned()));
    }
    if text.chars().count() > NAME_MAX {
        return Err(Error::Usage(format!("姓名、电话最多{NAME_MAX}个字。请写短一些。")));
    }
    Ok(text.to_owned())
}
