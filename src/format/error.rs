//! Errors of reading files. `crate::error` has the sentences that the user reads.

use crate::domain::plan::PlanFault;
use crate::domain::receipt::ReceiptFault;
use crate::domain::report::ReportFault;

use super::encoding::Encoding;

/// Why a file cannot be read as a value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FormatError {
    /// The file is larger than the format's limit.
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// The file is not UTF-8: another program saved it again.
    Encoding(Encoding),
    /// The file is not text in a known encoding.
    NotText,
    /// The file is not of this program, or of another kind than expected.
    WrongKind {
        /// The `format` that it names, if any.
        found: Option<String>,
    },
    /// A newer program wrote the file.
    Newer {
        /// The `version` that it names.
        version: u32,
    },
    /// The RON does not parse as the expected value.
    Syntax {
        /// The line of the first fault, from 1.
        line: usize,
    },
    /// The last line is not a `// sha256:` line: the end of the file is missing.
    NoSeal,
    /// The seal does not fit: the file was damaged or edited.
    BrokenSeal,
    /// The document cannot be read.
    Document(DocumentFault),
    /// The seal of a plan does not fit: the file was damaged, or edited by its author.
    BrokenPlanSeal,
    /// The plan contradicts itself.
    Plan(Vec<PlanFault>),
    /// The report contradicts itself.
    Report(ReportFault),
    /// The zip archive cannot be read.
    Zip(ZipFault),
    /// The receipt contradicts itself.
    Receipt(ReceiptFault),
    /// The first line of a ledger is damaged, and nothing else says which PC wrote it.
    NoLedgerHeader,
}

/// Why a document cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentFault {
    /// The file needs a password.
    Password,
    /// A document of Word or WPS before 2007: `.doc`, `.wps`.
    OldOffice,
    /// A PDF, which has no reliable text.
    Pdf,
    /// A web page saved as a document.
    Html,
    /// Rich text format (`.rtf`).
    Rtf,
    /// An archive that is not a Word document: a workbook, an OFD, a zip.
    OtherArchive,
    /// A Word document that unpacks to more than the limit.
    Bomb,
    /// A Word document that is damaged.
    Damaged,
    /// The reader took too long or too much memory.
    TooMuch,
}

/// Why an archive cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ZipFault {
    /// The end of the archive is missing or does not fit the rest: it was cut off, or is not a zip.
    NotWhole,
    /// It needs a password, or is of a kind that this program never writes.
    Unsupported,
    /// An entry, by its name, uses a compression method that this program does not know.
    Method(String),
    /// An entry's name leads out of the archive's folder, or is not valid.
    Name(String),
    /// Two entries have the same name.
    Twice(String),
    /// An entry would unpack to far more than its packed size.
    Bomb(String),
    /// The checksum of an entry does not fit.
    Damaged(String),
}

impl From<ZipFault> for FormatError {
    fn from(fault: ZipFault) -> Self {
        FormatError::Zip(fault)
    }
}
