//! Converts bytes to values and back: plan, ledger line, report, receipt, workbook, zip, and the seal that finds
//! damage. Opens no file. Imports only the domain. `docs/formats.md` describes the files.

#![warn(missing_docs)]

pub mod calendar;
pub mod document;
mod docx;
pub mod encoding;
mod error;
mod head;
pub mod kind;
pub mod ledger;
mod limits;
pub mod overlay;
pub mod plain_text;
pub mod plan;
mod plan_text;
pub mod receipt;
pub mod report;
mod ron_file;
pub mod roster;
pub mod seal;
pub mod townships;
pub mod workbook;
pub mod zip;

pub use error::{DocumentFault, FormatError, ZipFault};
pub use limits::{LEDGER_MAX, PLAN_MAX, RECEIPT_MAX, REPORT_MAX, WORKBOOK_MAX};
pub use ron_file::{FileFormat, kind, parse, text, write_value};
use ron_file::{comments, unseal};
