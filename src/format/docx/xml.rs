//! The steps through an XML text: elements by their local names, and words with their references resolved.

use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use crate::format::DocumentFault;

/// Deepest nesting that is followed. Documents have a few dozen levels.
const DEPTH_MAX: usize = 10_000;

/// A step through the text.
pub(super) enum Step<'a> {
    /// An element begins.
    Open(Element<'a>),
    /// Words.
    Text(&'a str),
    /// An element of that name ends.
    Close(&'a str),
}

/// An element that begins.
pub(super) struct Element<'a> {
    /// Its name without prefix.
    pub(super) name: &'a str,
    start: &'a BytesStart<'a>,
}

impl Element<'_> {
    /// An attribute by its name without prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let mut all = self.start.attributes();
        let found = all.with_checks(false).flatten().find(|one| one.key.local_name().into_inner() == name)?;
        Some(found.value.into_owned())
    }

    /// The attribute that most elements say everything in.
    pub(super) fn value(&self) -> Option<String> {
        self.attribute("val")
    }
}

/// Goes through a text; elements named in `skipped` are passed over with all that they hold.
pub(super) fn walk(
    xml: &str,
    skipped: &[&str],
    take: &mut dyn FnMut(Step) -> Result<(), DocumentFault>,
) -> Result<(), DocumentFault> {
    let mut reader = Reader::from_str(xml);
    let (mut depth, mut skipping) = (0_usize, 0_usize);
    loop {
        match reader.read_event().map_err(|_| DocumentFault::Damaged)? {
            Event::Eof => return Ok(()),
            Event::Start(start) => {
                depth += 1;
                if depth > DEPTH_MAX {
                    return Err(DocumentFault::TooMuch);
                }
                let name = start.local_name().into_inner();
                if skipping > 0 || skipped.contains(&name) {
                    skipping += 1;
                } else {
                    take(Step::Open(Element { name, start: &start }))?;
                }
            }
            Event::Empty(start) if skipping == 0 => {
                let name = start.local_name().into_inner();
                if !skipped.contains(&name) {
                    take(Step::Open(Element { name, start: &start }))?;
                    take(Step::Close(name))?;
                }
            }
            Event::End(end) => {
                depth = depth.saturating_sub(1);
                if skipping > 0 {
                    skipping -= 1;
                } else {
                    take(Step::Close(end.local_name().into_inner()))?;
                }
            }
            Event::Text(text) if skipping == 0 => take(Step::Text(&text))?,
            Event::CData(text) if skipping == 0 => take(Step::Text(&text))?,
            Event::GeneralRef(reference) if skipping == 0 => {
                let c = match &*reference {
                    "amp" => Some('&'),
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    _ => reference.resolve_char_ref().ok().flatten(),
                };
                if let Some(c) = c {
                    take(Step::Text(c.encode_utf8(&mut [0; 4])))?;
                }
            }
            _ => {}
        }
    }
}
