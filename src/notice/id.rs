//! The id of a new plan: 米府发〔2023〕12号 -> `mff-2023-12`.

use crate::domain::search;

/// The most letters at the beginning of an id.
const LETTERS_MAX: usize = 8;

/// Makes an id from a document number. Returns `None` if it lacks letters or numbers.
#[must_use]
pub fn from_number(number: &str) -> Option<String> {
    let folded: String = number.chars().map(ascii_digit).collect();
    let at = folded.find(|c: char| !c.is_alphabetic())?;
    let letters = initials(&folded[..at]);
    let numbers: Vec<&str> =
        folded[at..].split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    match numbers.as_slice() {
        [year, no, ..] if !letters.is_empty() => Some(format!("{letters}-{year}-{no}")),
        _ => None,
    }
}

/// Makes an id from the title of a notice without a document number.
#[must_use]
pub fn from_title(title: &str, year: i32) -> String {
    let letters = initials(title);
    if letters.is_empty() { format!("plan-{year}") } else { format!("{letters}-{year}") }
}

fn initials(words: &str) -> String {
    words.chars().filter_map(search::initial).take(LETTERS_MAX).collect()
}

fn ascii_digit(c: char) -> char {
    if ('０'..='９').contains(&c) { char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c) } else { c }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn document_number_gives_the_id() {
        let cases = [
            ("米府发〔2023〕12号", Some("mff-2023-12")),
            ("盐边府办函[2026]3号", Some("ybfbh-2026-3")),
            ("龙政办发〔２０２６〕１８号", Some("lzbf-2026-18")),
            ("皖政〔2023〕13号", Some("wz-2023-13")),
            ("莆政办〔2023〕19号", Some("pzb-2023-19")),
            ("2026年第3号", None),
            ("", None),
        ];
        for (number, id) in cases {
            assert_eq!(from_number(number).as_deref(), id, "{number}");
        }
        assert_eq!(from_title("盐边县全民健身实施计划", 2026), "ybxqmjss-2026");
        assert_eq!(from_title("〔〕", 2026), "plan-2026");
    }
}
