//! Reads the text of a notice: plain text in any encoding, or a Word document. Errors say how to save the document
//! again.

use super::error::DocumentFault;
use super::{FormatError, docx, plain_text};

/// Whether a document is a zip archive. It is then read in a process of its own, because a hostile archive may take too
/// much time or memory.
#[must_use]
pub fn is_packed(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK")
}

/// Reads the text of a document. Fails on documents of other programs, passwords and damage.
pub fn text(bytes: &[u8]) -> Result<String, FormatError> {
    if is_packed(bytes) {
        return docx::text(bytes).map_err(FormatError::Document);
    }
    if let Some(fault) = fault(bytes) {
        return Err(FormatError::Document(fault));
    }
    plain_text::decode(bytes)
}

fn fault(bytes: &[u8]) -> Option<DocumentFault> {
    // The stream in which Word stores an encrypted document, in UTF-16.
    const ENCRYPTED: &[u8] = b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0";
    if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        let is_encrypted = bytes.windows(ENCRYPTED.len()).any(|window| window == ENCRYPTED);
        return Some(if is_encrypted { DocumentFault::Password } else { DocumentFault::OldOffice });
    }
    let head = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let head = String::from_utf8_lossy(&head[..head.len().min(512)]).trim_start().to_lowercase();
    match head.as_str() {
        pdf if pdf.starts_with("%pdf") => Some(DocumentFault::Pdf),
        rtf if rtf.starts_with("{\\rtf") => Some(DocumentFault::Rtf),
        html if html.starts_with("<!doctype html") || html.starts_with("<html") => Some(DocumentFault::Html),
        _ => None,
    }
}
