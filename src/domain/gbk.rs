//! Code page 936 (GBK): the encoding of file names in archives from Chinese Windows, and of terminals with such a
//! locale.

use encoding_rs::GBK;

/// Replaces a character that the code page lacks, as on the screen.
const GETA: char = '〓';

/// Decodes bytes in code page 936; none if they are not valid.
#[must_use]
pub fn decode(bytes: &[u8]) -> Option<String> {
    GBK.decode_without_bom_handling_and_without_replacement(bytes).map(Into::into)
}

/// Encodes a text in code page 936. Characters that it lacks become 〓.
#[must_use]
pub fn encode(text: &str) -> Vec<u8> {
    let (bytes, _, has_others) = GBK.encode(text);
    if !has_others {
        return bytes.into_owned();
    }
    let known = |c: char| if GBK.encode(c.encode_utf8(&mut [0; 4])).2 { GETA } else { c };
    GBK.encode(&text.chars().map(known).collect::<String>()).0.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encoded_text_decodes_equal() {
        let text = "攀莲镇 2025Q3，完成 3 / 47 项（期未满）。〓";
        assert_eq!(decode(&encode(text)).as_deref(), Some(text));
        assert_eq!(decode(&encode("葛󠄀𠀀é")).as_deref(), Some("葛〓〓é"));
    }
}
