//! Code page 936 (GBK): what Chinese Windows calls files in archives, and what terminals with such a locale read and
//! write. `build.rs` makes the table; all of `encoding_rs` would add a fifth to the program.

use std::collections::HashMap;
use std::sync::OnceLock;

/// First byte of a pair, and second.
const LEAD: u8 = 0x81;
const TRAIL: u8 = 0x40;

/// Stands for a character that the code page does not have: `〓`, as on the screen.
const GETA: [u8; 2] = [0xA1, 0xFE];

include!(concat!(env!("OUT_DIR"), "/gbk.rs"));

/// The text of bytes in code page 936; none where they are not.
#[must_use]
pub fn decode(bytes: &[u8]) -> Option<String> {
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

/// A text as bytes in code page 936.
#[must_use]
pub fn encode(text: &str) -> Vec<u8> {
    static PAIRS: OnceLock<HashMap<char, [u8; 2]>> = OnceLock::new();
    let pairs = PAIRS.get_or_init(|| {
        let rows = (LEAD..).zip(&GBK);
        let cells = rows.flat_map(|(lead, row)| (TRAIL..).zip(row).map(move |(trail, code)| (*code, [lead, trail])));
        cells.filter_map(|(code, pair)| Some((char::from_u32(code.into()).filter(|c| *c != '\0')?, pair))).collect()
    });
    let mut bytes = Vec::with_capacity(text.len());
    for c in text.chars() {
        match u8::try_from(c).ok().filter(u8::is_ascii) {
            Some(byte) => bytes.push(byte),
            None => bytes.extend(pairs.get(&c).unwrap_or(&GETA)),
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_is_read_as_the_library_reads_it() {
        for lead in 0x80..=0xFF_u8 {
            for trail in 0..=0xFF_u8 {
                let pair = [lead, trail];
                let (text, malformed) = encoding_rs::GBK.decode_without_bom_handling(&pair);
                // Euro alone is one byte, and an ASCII byte may follow it.
                let expected = (!malformed && lead != 0x80).then(|| text.into_owned());
                assert_eq!(decode(&pair), expected, "{pair:02X?}");
            }
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let text = "攀莲镇 2025Q3，完成 3 / 47 项（期未满）。〓";
        assert_eq!(encode(text), encoding_rs::GBK.encode(text).0.into_owned());
        assert_eq!(decode(&encode(text)).as_deref(), Some(text));
        assert_eq!(decode(&encode("葛󠄀𠀀é")).as_deref(), Some("葛〓〓é"));
    }
}
