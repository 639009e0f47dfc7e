//! Reads a Word document as lines of text. A paragraph becomes a line, with the number that Word shows before it. A row
//! of a table becomes a line, with tabs between its cells. Deleted, moved and duplicate text is left out.

mod numbering;
mod table;
mod xml;

use std::io::{Cursor, Read as _};

use zip::ZipArchive;
use zip::result::ZipError;

use super::DocumentFault;
use super::plain_text::TEXT_MAX;
use numbering::{NumberMark, Numbering};
use table::TableText;
use xml::{XmlEvent, walk};

/// Largest part of a document that is unpacked, in bytes.
const PART_MAX: u64 = 32 << 20;

/// Elements with text that is not the document's: earlier versions, and copies for older programs.
const SKIPPED: [&str; 6] = ["del", "moveFrom", "Fallback", "pPrChange", "rPrChange", "sectPrChange"];

pub(super) fn text(bytes: &[u8]) -> Result<String, DocumentFault> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| fault(&error))?;
    let document = read_part(&mut archive, "word/document.xml")?.ok_or(DocumentFault::OtherArchive)?;
    let numbering = read_part(&mut archive, "word/numbering.xml")?;
    let styles = read_part(&mut archive, "word/styles.xml")?;
    let mut reader = DocumentReader {
        numbering: Numbering::read(numbering.as_deref(), styles.as_deref()),
        ..DocumentReader::default()
    };
    walk(&document, &SKIPPED, &mut |event| reader.handle(event))?;
    Ok(reader.out)
}

/// A part of the document as text; none if it has no such part.
fn read_part(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<Option<String>, DocumentFault> {
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
    // The size in the archive may be forged.
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

#[derive(Default)]
struct Paragraph {
    text: String,
    style: Option<String>,
    mark: NumberMark,
}

#[derive(Default)]
struct DocumentReader {
    numbering: Numbering,
    out: String,
    /// The open paragraphs. The paragraph of a text box is inside another one.
    paragraphs: Vec<Paragraph>,
    /// Whether the reader is inside the properties of a paragraph.
    in_properties: bool,
    /// Whether the reader is inside the text of a run.
    in_text: bool,
    table: TableText,
}

impl DocumentReader {
    fn handle(&mut self, event: XmlEvent) -> Result<(), DocumentFault> {
        match event {
            XmlEvent::Open(element) => {
                match element.name {
                    "p" => self.paragraphs.push(Paragraph::default()),
                    "pPr" => self.in_properties = true,
                    "t" => self.in_text = true,
                    // Outside of properties a tab is a character. Inside them it is a tab stop.
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
            XmlEvent::Text(text) if self.in_text => self.write(text),
            XmlEvent::Text(_) => {}
            XmlEvent::Close(name) => {
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
