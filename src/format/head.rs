//! Reads the first two fields of a file, format and version, without the rest. So a large file is parsed only once.

use std::fmt;

use ron::error::SpannedError;
use serde::Deserializer;
use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, Visitor};

use super::limits::NESTING_MAX;

/// The format and version that a file names.
#[derive(Debug, Default)]
pub(super) struct FormatHead {
    pub(super) format: String,
    pub(super) version: u32,
}

/// Reads the head of a RON text. Fails with the first fault before its end.
pub(super) fn read(text: &str) -> Result<FormatHead, SpannedError> {
    let mut fields = (None, None);
    let read = options().from_str_seed(text, HeadFields(&mut fields));
    // The parser stops after both fields and misses the end of the value. Only the fields count.
    if let (Some(format), Some(version)) = fields {
        return Ok(FormatHead { format, version });
    }
    read.map(|()| FormatHead::default())
}

struct HeadFields<'a>(&'a mut (Option<String>, Option<u32>));

impl<'de> DeserializeSeed<'de> for HeadFields<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        reader.deserialize_struct("", &["format", "version"], self)
    }
}

impl<'de> Visitor<'de> for HeadFields<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("format and version")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while self.0.0.is_none() || self.0.1.is_none() {
            match map.next_key::<String>()?.as_deref() {
                Some("format") => self.0.0 = Some(map.next_value()?),
                Some("version") => self.0.1 = Some(map.next_value()?),
                Some(_) => map.next_value::<IgnoredAny>().map(drop)?,
                None => return Err(A::Error::missing_field("format")),
            }
        }
        Ok(())
    }
}

pub(super) fn options() -> ron::Options {
    ron::Options::default().with_recursion_limit(NESTING_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn head_parses_despite_a_bad_rest() {
        let read = |text| read(text).ok().map(|head| (head.format, head.version));
        let known = Some(("taizhang-plan".to_owned(), 3));
        assert_eq!(read("// 攀莲镇\n(format: \"taizhang-plan\", version: 3, tasks: [(((("), known);
        assert_eq!(read("(id: [1, (a: 2)], version: 3, format: \"taizhang-plan\")"), known);
        assert_eq!(read("(format: \"taizhang-plan\""), None);
        assert_eq!(read("攀莲镇"), None);
    }
}
