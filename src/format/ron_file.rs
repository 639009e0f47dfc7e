//! The common parts of the RON files: a text of limited size, the head with format and version, the seal.

use std::borrow::Cow;

use ron::ser::PrettyConfig;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::domain::text::one_line;

use super::encoding::{self, Encoding};
use super::error::FormatError;
use super::head::{self, options};
use super::seal::{self, Unsealed};

/// Comment lines for people who open the file in Notepad.
pub(super) fn comments(lines: impl IntoIterator<Item = String>) -> String {
    lines.into_iter().map(|line| ["// ", &one_line(&line), "\n"].concat()).collect()
}

/// A file format. Each has its own versions, so that one can grow while older programs still read the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileFormat {
    /// The name in the field `format`.
    pub name: &'static str,
    /// The version to write; for reading, the newest that is understood.
    pub version: u32,
}

impl FileFormat {
    /// The same format in an earlier version. A file is written in the earliest version whose readers misread nothing.
    #[must_use]
    pub fn at(self, version: u32) -> Self {
        Self { version, ..self }
    }
}

/// Decodes the text of a file: UTF-8, BOM removed, CRLF as LF. Fails above `limit` bytes.
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

/// The `format` that a text names, if any.
#[must_use]
pub fn kind(text: &str) -> Option<String> {
    head::read(text).ok().map(|head| head.format)
}

/// Parses a RON text that must name `format` and a known version.
pub fn parse<T: DeserializeOwned>(text: &str, format: FileFormat) -> Result<T, FormatError> {
    match head::read(text) {
        Ok(head) if head.format != format.name => return Err(FormatError::WrongKind { found: Some(head.format) }),
        Ok(head) if head.version > format.version => return Err(FormatError::Newer { version: head.version }),
        Ok(_) => {}
        Err(error) if text.contains(format.name) => return Err(syntax(&error)),
        Err(_) => return Err(FormatError::WrongKind { found: None }),
    }
    options().from_str(text).map_err(|error| syntax(&error))
}

/// Writes a value as readable RON, with `format` and `version` as its first fields.
pub fn write_value<T: Serialize>(value: &T, format: FileFormat) -> Result<String, ron::Error> {
    let config = PrettyConfig::new().new_line("\n").indentor("  ").depth_limit(2);
    let plain = ron::ser::to_string_pretty(value, config)?;
    let fields = plain.strip_prefix('(').unwrap_or(&plain);
    let FileFormat { name, version } = format;
    Ok(format!("(\n  format: \"{name}\",\n  version: {version},{fields}\n"))
}

/// Checks the seal of a text that must name `format`. The kind is checked first, so that a file of another kind is not
/// reported as cut off.
pub(super) fn unseal(text: &str, format: FileFormat) -> Result<Unsealed<'_>, FormatError> {
    seal::unseal(text)
        .map_err(|error| if text.contains(format.name) { error } else { FormatError::WrongKind { found: kind(text) } })
}

fn syntax(error: &ron::error::SpannedError) -> FormatError {
    FormatError::Syntax { line: error.span.start.line }
}
