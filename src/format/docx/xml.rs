//! Walks through an XML text: elements by their local names, and text with its references resolved.

use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use crate::format::DocumentFault;

/// Deepest nesting that is accepted. Documents have a few dozen levels.
const DEPTH_MAX: usize = 10_000;

/// An event of the walk.
pub(super) enum XmlEvent<'a> {
    /// The start of an element.
    Open(XmlElement<'a>),
    /// Text between the tags.
    Text(&'a str),
    /// The end of an element, by its local name.
    Close(&'a str),
}

/// The start of an element with its attributes.
pub(super) struct XmlElement<'a> {
    /// The name without its prefix.
    pub(super) name: &'a str,
    start: &'a BytesStart<'a>,
}

impl XmlElement<'_> {
    /// Finds an attribute by its name without prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let mut all = self.start.attributes();
        let found = all.with_checks(false).flatten().find(|one| one.key.local_name().into_inner() == name)?;
        Some(found.value.into_owned())
    }

    /// The attribute `val`, the only one that most elements have.
    pub(super) fn value(&self) -> Option<String> {
        self.attribute("val")
    }
}

/// Walks through a text. Elements in `skipped` are left out with their content.
pub(super) fn walk(
    xml: &str,
    skipped: &[&str],
    handle: &mut dyn FnMut(XmlEvent) -> Result<(), DocumentFault>,
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
                    handle(XmlEvent::Open(XmlElement { name, start: &start }))?;
                }
            }
            Event::Empty(start) if skipping == 0 => {
                let name = start.local_name().into_inner();
                if !skipped.contains(&name) {
                    handle(XmlEvent::Open(XmlElement { name, start: &start }))?;
                    handle(XmlEvent::Close(name))?;
                }
            }
            Event::End(end) => {
                depth = depth.saturating_sub(1);
                if skipping > 0 {
                    skipping -= 1;
                } else {
                    handle(XmlEvent::Close(end.local_name().into_inner()))?;
                }
            }
            Event::Text(text) if skipping == 0 => handle(XmlEvent::Text(&text))?,
            Event::CData(text) if skipping == 0 => handle(XmlEvent::Text(&text))?,
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
                    handle(XmlEvent::Text(c.encode_utf8(&mut [0; 4])))?;
                }
            }
            _ => {}
        }
    }
}
