//! A Word document as lines of text: a line a paragraph with the number that Word shows before it, a line a row of a
//! table with tabs between its cells. What was deleted, moved away or is shown twice is left out.

mod numbering;
mod table;
mod xml;

use std::io::{Cursor, Read as _};

use zip::ZipArchive;
use zip::result::ZipError;

use super::DocumentFault;
use super::plain_text::TEXT_MAX;
use numbering::{Mark, Numbering};
use table::Table;
use xml::{Step, walk};

/// Largest part of a document that is unpacked, in bytes.
const PART_MAX: u64 = 32 << 20;

/// What holds words that are not the document's: earlier versions, and copies for older programs.
const SKIPPED: [&str; 6] = ["del", "moveFrom", "Fallback", "pPrChange", "rPrChange", "sectPrChange"];

/// The text of a Word document.
pub(super) fn text(bytes: &[u8]) -> Result<String, DocumentFault> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| fault(&error))?;
    let document = part(&mut archive, "word/document.xml")?.ok_or(DocumentFault::OtherArchive)?;
    let numbering = part(&mut archive, "word/numbering.xml")?;
    let styles = part(&mut archive, "word/styles.xml")?;
    let mut reader =
        Reader { numbering: Numbering::read(numbering.as_deref(), styles.as_deref()), ..Reader::default() };
    walk(&document, &SKIPPED, &mut |step| reader.take(step))?;
    Ok(reader.out)
}

/// A part of the document as text; none where it has no such part.
fn part(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<Option<String>, DocumentFault> {
    let packed = match archive.by_name(name) {
        Err(ZipError::FileNotFound) => return Ok(None),
        packed => packed.map_err(|error| fault(&error))?,
    };
    if packed.encrypted() {
        return Err(DocumentFault::Password);
    }
    if packed.size() > PART_MAX {
        return Err(DocumentFault::Bomb);
    }
    let mut text = String::new();
    // The length that it names need not be the true one.
    match packed.take(PART_MAX + 1).read_to_string(&mut text) {
        Ok(_) if text.len() as u64 > PART_MAX => Err(DocumentFault::Bomb),
        Ok(_) => Ok(Some(text)),
        Err(_) => Err(DocumentFault::Damaged),
    }
}

fn fault(error: &ZipError) -> DocumentFault {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => DocumentFault::Password,
        _ => DocumentFault::Damaged,
    }
}

/// A paragraph that is being read.
#[derive(Default)]
struct Paragraph {
    text: String,
    style: Option<String>,
    mark: Mark,
}

#[derive(Default)]
struct Reader {
    numbering: Numbering,
    out: String,
    /// The paragraphs that are open: one in a text box lies in another one.
    paragraphs: Vec<Paragraph>,
    /// Whether what comes are properties of a paragraph.
    in_properties: bool,
    /// Whether the words of a run come.
    in_text: bool,
    table: Table,
}

impl Reader {
    fn take(&mut self, step: Step) -> Result<(), DocumentFault> {
        match step {
            Step::Open(element) => {
                match element.name {
                    "p" => self.paragraphs.push(Paragraph::default()),
                    "pPr" => self.in_properties = true,
                    "t" => self.in_text = true,
                    // Outside of properties a tab is a character; in them it is a place to stop at.
                    "tab" if !self.in_properties => self.write(" "),
                    "br" | "cr" => self.write("\n"),
                    "noBreakHyphen" => self.write("-"),
                    _ => {}
                }
                if self.in_properties
                    && let Some(paragraph) = self.paragraphs.last_mut()
                {
                    match element.name {
                        "pStyle" => paragraph.style = element.value(),
                        "numId" => paragraph.mark.id = element.value(),
                        "ilvl" => paragraph.mark.level = element.value().and_then(|level| level.parse().ok()),
                        _ => {}
                    }
                }
                self.table.open(&element);
            }
            Step::Text(text) if self.in_text => self.write(text),
            Step::Text(_) => {}
            Step::Close(name) => {
                match name {
                    "p" => self.end_paragraph(),
                    "pPr" => self.in_properties = false,
                    "t" => self.in_text = false,
                    _ => {}
                }
                if let Some(row) = self.table.close(name) {
                    self.line(&row);
                }
            }
        }
        if self.out.len() as u64 > TEXT_MAX { Err(DocumentFault::TooMuch) } else { Ok(()) }
    }

    fn write(&mut self, text: &str) {
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.text.push_str(text);
        }
    }

    fn end_paragraph(&mut self) {
        let Some(Paragraph { text, style, mark }) = self.paragraphs.pop() else { return };
        let label = self.numbering.label(&mark, style.as_deref());
        // A number that ends in a digit would run into the text.
        let gap = if label.ends_with(|c: char| c.is_ascii_alphanumeric()) { " " } else { "" };
        let line = format!("{label}{gap}{text}");
        if self.table.is_in_cell() {
            self.table.paragraph(&line);
        } else {
            self.line(&line);
        }
    }

    fn line(&mut self, line: &str) {
        self.out.push_str(line);
        self.out.push('\n');
    }
}
