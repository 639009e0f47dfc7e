//! What an archive calls its files. The format has a mark for names in UTF-8; old systems write names in their own code
//! page without it, Chinese Windows in code page 936, and some programs write UTF-8 without it.

/// First byte of a pair, and second.
const LEAD: u8 = 0x81;
const TRAIL: u8 = 0x40;

include!(concat!(env!("OUT_DIR"), "/gbk.rs"));

/// A name as people read it: UTF-8 where it is, else code page 936; what is neither is shown as far as can be.
pub(super) fn decode(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(name) => name.to_owned(),
        Err(_) => gbk(bytes).unwrap_or_else(|| String::from_utf8_lossy(bytes).into_owned()),
    }
}

fn gbk(bytes: &[u8]) -> Option<String> {
    let mut text = String::with_capacity(bytes.len());
    let mut bytes = bytes.iter().copied();
    while let Some(byte) = bytes.next() {
        if byte.is_ascii() {
            text.push(byte.into());
            continue;
        }
        let (row, column) = (byte.checked_sub(LEAD)?, bytes.next()?.checked_sub(TRAIL)?);
        let code = *GBK.get(usize::from(row))?.get(usize::from(column))?;
        text.push(char::from_u32(code.into()).filter(|c| *c != '\0')?);
    }
    Some(text)
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

    #[test]
    fn every_pair_of_code_page_936_is_read_as_the_library_reads_it() {
        for lead in 0x80..=0xFF_u8 {
            for trail in 0..=0xFF_u8 {
                let pair = [lead, trail];
                let (text, malformed) = encoding_rs::GBK.decode_without_bom_handling(&pair);
                // Euro alone is one byte, and an ASCII byte may follow it.
                let expected = (!malformed && lead != 0x80).then(|| text.into_owned());
                assert_eq!(gbk(&pair), expected, "{pair:02X?}");
            }
        }
    }
}
