//! Reads a roster (乡镇名单) from a CSV file of Excel: `code,name` a line.

use std::fmt;

use crate::domain::plan::{Township, is_code};
use crate::domain::text::one_line;

use super::{FormatError, plain_text};

/// Why a roster is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RosterFault {
    /// The file is not text.
    Format(#[source] FormatError),
    /// A line, by its number from 1, lacks a code of nine digits or a name.
    Line(usize),
    /// A code or a name occurs twice.
    Twice(String),
    /// The file has no township.
    Empty,
}

/// Reads a roster. A first line without a digit is a heading.
pub fn read(bytes: &[u8]) -> Result<Vec<Township>, RosterFault> {
    let text = plain_text::decode(bytes).map_err(RosterFault::Format)?;
    let mut roster: Vec<Township> = Vec::new();
    let reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    for (at, record) in reader.into_records().enumerate() {
        let line = at + 1;
        let record = record.map_err(|_| RosterFault::Line(line))?;
        let cells: Vec<String> = record.iter().map(one_line).collect();
        let is_heading = at == 0 && !cells.iter().any(|cell| cell.contains(|c: char| c.is_ascii_digit()));
        if is_heading || cells.iter().all(String::is_empty) {
            continue;
        }
        let (code, name) = match cells.as_slice() {
            [code, name, ..] if is_code(code) && !name.is_empty() => (code.clone(), name.clone()),
            _ => return Err(RosterFault::Line(line)),
        };
        if let Some(twice) = roster.iter().find(|one| one.code == code || one.name == name) {
            return Err(RosterFault::Twice(twice.name.clone()));
        }
        roster.push(Township { code, name });
    }
    if roster.is_empty() { Err(RosterFault::Empty) } else { Ok(roster) }
}

impl fmt::Display for RosterFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RosterFault::Format(_) => f.write_str("不是文本"),
            RosterFault::Line(line) => write!(f, "第{line}行不是“九位代码,名称”"),
            RosterFault::Twice(name) => write!(f, "{name}（或它的代码）出现了两次"),
            RosterFault::Empty => f.write_str("一个乡镇也没有"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roster_saved_by_excel_parses() {
        let names = |text: &[u8]| read(text).map(|all| all.into_iter().map(|one| one.name).collect::<Vec<_>>());
        assert_eq!(
            names("代码,名称\r\n510421100,攀莲镇\r\n\"510421101\",丙谷镇,备注\r\n,\r\n".as_bytes()).unwrap().len(),
            2
        );
        let gbk = encoding_rs::GBK.encode("510421100,攀莲镇\n").0.into_owned();
        assert_eq!(names(&gbk).unwrap(), ["攀莲镇"]);
        assert_eq!(names("510421100,攀莲镇\n5104,丙谷镇".as_bytes()), Err(RosterFault::Line(2)));
        assert_eq!(
            names("510421100,攀莲镇\n510421100,丙谷镇".as_bytes()),
            Err(RosterFault::Twice("攀莲镇".to_owned()))
        );
        assert_eq!(names(b"code,name\n"), Err(RosterFault::Empty));
    }
}
