//! What the RON files of this program share: a text of limited size, the head with format and version, the seal.

use std::borrow::Cow;

use ron::ser::PrettyConfig;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::domain::text::one_line;

use super::encoding::{self, Encoding};
use super::error::FormatError;
use super::head::{self, options};
use super::seal::{self, Unsealed};

/// Comment lines for a person who opens the file in Notepad.
pub(super) fn comments(lines: impl IntoIterator<Item = String>) -> String {
    lines.into_iter().map(|line| ["// ", &one_line(&line), "\n"].concat()).collect()
}

/// A format of files. Each has versions of its own, so that one can grow while programs of before still read the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileFormat {
    /// What a file of it says under `format`.
    pub name: &'static str,
    /// The version that is written; where files are read, the newest that is understood.
    pub version: u32,
}

impl FileFormat {
    /// The same format in an earlier version. A file is written in the earliest version whose readers take nothing in it
    /// for something else.
    #[must_use]
    pub fn at(self, version: u32) -> Self {
        Self { version, ..self }
    }
}

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

/// The RON of a value, laid out for reading, with `format` and `version` as its first fields.
pub fn write_value<T: Serialize>(value: &T, format: FileFormat) -> Result<String, ron::Error> {
    let config = PrettyConfig::new().new_line("\n").indentor("  ").depth_limit(2);
    let plain = ron::ser::to_string_pretty(value, config)?;
    let fields = plain.strip_prefix('(').unwrap_or(&plain);
    let FileFormat { name, version } = format;
    Ok(format!("(\n  format: \"{name}\",\n  version: {version},{fields}\n"))
}

/// The whole of a sealed text that must name `format`. A file of another kind is told as such, not as one without its end.
pub(super) fn unseal(text: &str, format: FileFormat) -> Result<Unsealed<'_>, FormatError> {
    seal::unseal(text)
        .map_err(|error| if text.contains(format.name) { error } else { FormatError::WrongKind { found: kind(text) } })
}

fn syntax(error: &ron::error::SpannedError) -> FormatError {
    FormatError::Syntax { line: error.span.start.line }
}
