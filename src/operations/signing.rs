//! Who signs (填报人): checks the names and keeps them.

use crate::domain::text::is_treacherous;
use crate::error::Error;

/// Longest name or phone number that is kept, in characters.
const NAME_MAX: usize = 60;

/// A name as it is kept: trimmed, one line, not endless.
pub fn checked(text: &str) -> Result<String, Error> {
    let text = text.trim();
    if text.chars().any(is_treacherous) {
        return Err(Error::Usage("姓名、电话里不能有换行等看不见的字符。请重新填写。".to_owned()));
    }
    if text.chars().count() > NAME_MAX {
        return Err(Error::Usage(format!("姓名、电话最多{NAME_MAX}个字。请写短一些。")));
    }
    Ok(text.to_owned())
}
