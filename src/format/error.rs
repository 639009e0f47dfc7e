//! Why bytes are not the value they should be. The sentences stand in `crate::error`.

use crate::domain::plan::PlanFault;
use crate::domain::receipt::ReceiptFault;
use crate::domain::report::ReportFault;

use super::encoding::Encoding;

/// Why bytes are not the value they should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
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

/// Why a document is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentFault {
    /// It wants a password.
    Password,
    /// What Word and WPS wrote before 2007: `.doc`, `.wps`.
    OldOffice,
    /// A PDF.
    Pdf,
    /// A web page.
    Html,
    /// Rich text.
    Rtf,
    /// An archive that is no Word document: a workbook, an OFD, a zip.
    OtherArchive,
    /// A Word document that unpacks beyond measure.
    Bomb,
    /// A Word document that is damaged.
    Damaged,
    /// Reading it took too long or too much memory.
    TooMuch,
}

/// Why an archive is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ZipFault {
    /// It has no end, or the end does not fit the rest: it was cut off, or is none.
    NotWhole,
    /// It wants a password, or is of a kind that this program never writes.
    Unsupported,
    /// An entry packed by a method that this program does not know.
    Method(String),
    /// An entry's name that leads out of the archive's folder, or is none.
    Name(String),
    /// Two entries of one name.
    Twice(String),
    /// An entry that would grow beyond measure.
    Bomb(String),
    /// An entry whose bytes are not those that were packed.
    Damaged(String),
}

impl From<ZipFault> for FormatError {
    fn from(fault: ZipFault) -> Self {
        FormatError::Zip(fault)
    }
}
