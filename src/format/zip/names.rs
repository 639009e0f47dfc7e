//! What an archive calls its files. The format has a mark for names in UTF-8; old systems write names in their own code
//! page without it, Chinese Windows in code page 936, and some programs write UTF-8 without it.

use crate::domain::gbk;

/// A name as people read it: UTF-8 where it is, else code page 936; what is neither is shown as far as can be.
pub(super) fn decode(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(name) => name.to_owned(),
        Err(_) => gbk::decode(bytes).unwrap_or_else(|| String::from_utf8_lossy(bytes).into_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_the_system_that_packed_them_wrote_them() {
        assert_eq!(decode("攀莲镇/第1次.ron".as_bytes()), "攀莲镇/第1次.ron");
        assert_eq!(decode(&encoding_rs::GBK.encode("攀莲镇/第1次（期未满）.ron").0), "攀莲镇/第1次（期未满）.ron");
        assert_eq!(decode(b"\xC5\xCA.ron\xC5"), "\u{FFFD}\u{FFFD}.ron\u{FFFD}");
    }
}
