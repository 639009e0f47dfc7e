//! What the RON files of this program share: a text of limited size, the head with format and version, the seal.

use std::borrow::Cow;

use ron::ser::PrettyConfig;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::encoding::{self, Encoding};
use super::error::FormatError;
use super::head::{self, options};
use super::seal::{self, Unsealed};

/// The version of all formats that this program writes and reads.
pub(super) const VERSION: u32 = 1;

/// The text of a file: UTF-8, without byte-order mark, CRLF as LF.
pub fn text(bytes: &[u8], limit: u64) -> Result<Cow<'_, str>, FormatError> {
    if bytes.len() as u64 > limit {
        return Err(FormatError::TooLarge { limit });
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) if encoding::from_utf16(bytes).is_none() => text,
        _ => {
            let encoding = encoding::other_than_utf8(bytes).unwrap_or(Encoding::Unknown);
            return Err(FormatError::Encoding(encoding));
        }
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    Ok(if text.contains("\r\n") { Cow::Owned(text.replace("\r\n", "\n")) } else { Cow::Borrowed(text) })
}

/// The `format` that a text names, if it names one.
#[must_use]
pub fn kind(text: &str) -> Option<String> {
    head::read(text).ok().map(|head| head.format)
}

/// The value of a RON text that must name `format` and a version this program knows.
pub fn parse<T: DeserializeOwned>(text: &str, format: &str) -> Result<T, FormatError> {
    match head::read(text) {
        Ok(head) if head.format != format => return Err(FormatError::WrongKind { found: Some(head.format) }),
        Ok(head) if head.version > VERSION => return Err(FormatError::Newer { version: head.version }),
        Ok(_) => {}
        Err(error) if text.contains(format) => return Err(syntax(&error)),
        Err(_) => return Err(FormatError::WrongKind { found: None }),
    }
    options().from_str(text).map_err(|error| syntax(&error))
}

/// The RON of a value, laid out for reading, with `format` and `version` as its first fields.
pub fn write_value<T: Serialize>(value: &T, format: &str) -> Result<String, ron::Error> {
    let config = PrettyConfig::new().new_line("\n").indentor("  ").depth_limit(2);
    let plain = ron::ser::to_string_pretty(value, config)?;
    let fields = plain.strip_prefix('(').unwrap_or(&plain);
    Ok(format!("(\n  format: \"{format}\",\n  version: {VERSION},{fields}\n"))
}

/// The whole of a sealed text that must name `format`. A file of another kind is told as such, not as one without its end.
pub(super) fn unseal<'a>(text: &'a str, format: &str) -> Result<Unsealed<'a>, FormatError> {
    seal::unseal(text)
        .map_err(|error| if text.contains(format) { error } else { FormatError::WrongKind { found: kind(text) } })
}

fn syntax(error: &ron::error::SpannedError) -> FormatError {
    FormatError::Syntax { line: error.span.start.line }
}
