//! Bytes <-> values: plan, ledger line, report, receipt, workbook, zip, and the seal that finds damage. Pure: no file is
//! opened here. Imports the domain only.

pub mod document;
mod docx;
pub mod encoding;
mod head;
pub mod kind;
pub mod ledger;
pub mod overlay;
pub mod plain_text;
pub mod plan;
mod plan_text;
pub mod receipt;
pub mod report;
pub mod roster;
pub mod seal;
pub mod townships;
pub mod workbook;
pub mod zip;

use std::borrow::Cow;

use ron::ser::PrettyConfig;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::domain::plan::PlanFault;
use crate::domain::receipt::ReceiptFault;
use crate::domain::report::ReportFault;

use document::DocumentFault;
use encoding::Encoding;
use seal::Unsealed;
use zip::ZipFault;

/// Largest plan that is read, in bytes (contract, Files).
pub const PLAN_MAX: u64 = 4 << 20;
/// Largest report that is read, in bytes (contract, Files).
pub const REPORT_MAX: u64 = 16 << 20;
/// Largest receipt that is read, in bytes.
pub const RECEIPT_MAX: u64 = 1 << 20;
/// Largest workbook that is looked into, where it lies in an archive, in bytes.
pub const WORKBOOK_MAX: u64 = 16 << 20;
/// Largest ledger that is read, in bytes: a million entries and more.
pub const LEDGER_MAX: u64 = 512 << 20;
/// Deepest nesting of a RON file that is read (contract, Files).
const NESTING_MAX: usize = 64;

/// The version of all formats that this program writes and reads.
const VERSION: u32 = 1;

/// Why bytes are not the value they should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormatError {
    /// More bytes than the format's limit.
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// Not UTF-8: another program saved it anew.
    Encoding(Encoding),
    /// No text in any encoding that is read.
    NotText,
    /// No file of this program, or of another kind than asked for.
    WrongKind {
        /// The `format` it names, if any.
        found: Option<String>,
    },
    /// Written by a newer program.
    Newer {
        /// The `version` it names.
        version: u32,
    },
    /// Not the RON it should be.
    Syntax {
        /// Line of the first fault, from 1.
        line: usize,
    },
    /// The last line is no `// sha256:` line: the end of the file is missing.
    NoSeal,
    /// The seal does not fit: the file was damaged or edited.
    BrokenSeal,
    /// A document that is not read.
    Document(DocumentFault),
    /// The seal of a plan does not fit: it was damaged, or edited by whoever may.
    BrokenPlanSeal,
    /// A plan that contradicts itself.
    Plan(Vec<PlanFault>),
    /// A report that contradicts itself.
    Report(ReportFault),
    /// A zip archive that is not read.
    Zip(ZipFault),
    /// A receipt that contradicts itself.
    Receipt(ReceiptFault),
    /// The first line of a ledger is damaged and nothing else says whose it is.
    NoLedgerHeader,
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

fn options() -> ron::Options {
    ron::Options::default().with_recursion_limit(NESTING_MAX)
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
fn unseal<'a>(text: &'a str, format: &str) -> Result<Unsealed<'a>, FormatError> {
    seal::unseal(text)
        .map_err(|error| if text.contains(format) { error } else { FormatError::WrongKind { found: kind(text) } })
}

fn syntax(error: &ron::error::SpannedError) -> FormatError {
    FormatError::Syntax { line: error.span.start.line }
}
