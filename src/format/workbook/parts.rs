//! The parts of an .xlsx file: each a small XML text, all of them in one archive.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use chrono::{DateTime, FixedOffset, NaiveDate};
use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::domain::text::harmless;

use super::PROPERTIES;
use super::sheet::{Sheet, Value};
use super::style::Styles;

/// The program as the maker of a workbook. Office programs keep it when they save the workbook anew.
pub(super) const CREATOR: &str = "<dc:creator>乡镇任务台账</dc:creator>";

const DECLARED: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

/// The bytes of a workbook with its title and subject. `foot` is what each page says at its foot, left of the page number.
pub(super) fn workbook(named: [&str; 2], foot: &str, at: &DateTime<FixedOffset>, sheets: &[Sheet]) -> Vec<u8> {
    let mut styles = Styles::new();
    let mut files: Vec<(String, String)> = Vec::new();
    for (at, sheet) in sheets.iter().enumerate() {
        files.push((format!("xl/worksheets/sheet{}.xml", at + 1), worksheet(sheet, foot, at == 0, &mut styles)));
    }
    files.insert(0, ("[Content_Types].xml".to_owned(), content_types(sheets.len())));
    // Who made it stands near the beginning, where it is looked for.
    files.insert(1, (PROPERTIES.to_owned(), properties(named, at)));
    files.push(("xl/styles.xml".to_owned(), styles.part()));
    files.push(("xl/workbook.xml".to_owned(), book(sheets)));
    files.push(("xl/_rels/workbook.xml.rels".to_owned(), book_relations(sheets.len())));
    files.push(("_rels/.rels".to_owned(), relations()));
    for (_, xml) in &mut files {
        xml.insert_str(0, DECLARED);
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(name, xml)| (name.as_str(), xml.as_str())).collect();
    archive(&files).unwrap_or_default()
}

fn archive(files: &[(&str, &str)]) -> ZipResult<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        archive.start_file(*name, SimpleFileOptions::DEFAULT.compression_method(CompressionMethod::Stored))?;
        archive.write_all(content.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

fn content_types(sheets: usize) -> String {
    let main = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    let mut xml = format!(
        concat!(
            r#"<Types xmlns="{}/content-types">"#,
            r#"<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>"#,
            r#"<Default Extension="xml" ContentType="application/xml"/>"#,
            r#"<Override PartName="/xl/workbook.xml" ContentType="{main}.sheet.main+xml"/>"#,
            r#"<Override PartName="/xl/styles.xml" ContentType="{main}.styles+xml"/>"#,
            r#"<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>"#
        ),
        PACKAGE,
        main = main
    );
    for number in 1..=sheets {
        let part = format!("/xl/worksheets/sheet{number}.xml");
        let _ = write!(xml, r#"<Override PartName="{part}" ContentType="{main}.worksheet+xml"/>"#);
    }
    xml + "</Types>"
}

fn relations() -> String {
    format!(
        concat!(
            r#"<Relationships xmlns="{}/relationships">"#,
            r#"<Relationship Id="rId1" Type="{}/officeDocument" Target="xl/workbook.xml"/>"#,
            r#"<Relationship Id="rId2" Type="{}/relationships/metadata/core-properties" Target="docProps/core.xml"/>"#,
            "</Relationships>"
        ),
        PACKAGE, OFFICE, PACKAGE
    )
}

fn book_relations(sheets: usize) -> String {
    let mut xml = format!(r#"<Relationships xmlns="{PACKAGE}/relationships">"#);
    for number in 1..=sheets {
        let target = format!("worksheets/sheet{number}.xml");
        let _ = write!(xml, r#"<Relationship Id="rId{number}" Type="{OFFICE}/worksheet" Target="{target}"/>"#);
    }
    let last = sheets + 1;
    let _ = write!(xml, r#"<Relationship Id="rId{last}" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>"#);
    xml
}

/// The workbook part: the sheets by name, and the row that each page begins with.
fn book(sheets: &[Sheet]) -> String {
    let mut xml =
        format!(r#"<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><bookViews><workbookView/></bookViews><sheets>"#);
    for (number, sheet) in (1..).zip(sheets) {
        let _ = write!(xml, r#"<sheet name="{}" sheetId="{number}" r:id="rId{number}"/>"#, escaped(sheet.name));
    }
    xml += "</sheets><definedNames>";
    for (at, sheet) in sheets.iter().enumerate() {
        let (name, row) = (escaped(sheet.name), sheet.head + 1);
        let title = format!("'{name}'!${row}:${row}");
        let _ = write!(xml, r#"<definedName name="_xlnm.Print_Titles" localSheetId="{at}">{title}</definedName>"#);
    }
    xml + "</definedNames></workbook>"
}

/// The subject of a workbook, as its properties have it.
pub(super) fn subject(subject: &str) -> String {
    format!("<dc:subject>{}</dc:subject>", escaped(subject))
}

/// What it is, who made it, and when: nothing that changes from one making to the next.
fn properties([title, about]: [&str; 2], at: &DateTime<FixedOffset>) -> String {
    let at = at.to_utc().format("%Y-%m-%dT%H:%M:%SZ");
    format!(
        concat!(
            r#"<cp:coreProperties xmlns:cp="{}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/""#,
            r#" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">"#,
            r#"<dc:title>{}</dc:title>{}{CREATOR}<dcterms:created xsi:type="dcterms:W3CDTF">{}</dcterms:created></cp:coreProperties>"#
        ),
        PACKAGE,
        escaped(title),
        subject(about),
        at,
        CREATOR = CREATOR
    )
}

fn worksheet(sheet: &Sheet, foot: &str, first: bool, styles: &mut Styles) -> String {
    let below = sheet.head + 1;
    let selected = if first { r#" tabSelected="1""# } else { "" };
    let mut xml = format!(
        concat!(
            r#"<worksheet xmlns="{}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews>"#,
            r#"<sheetView{} workbookViewId="0" showGridLines="0"><pane ySplit="{below}" topLeftCell="A{next}""#,
            r#" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft" activeCell="A{next}""#,
            r#" sqref="A{next}"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="14"/><cols>"#
        ),
        MAIN,
        selected,
        below = below,
        next = below + 1
    );
    for (number, width) in (1..).zip(&sheet.widths) {
        let _ = write!(xml, r#"<col min="{number}" max="{number}" width="{width}" customWidth="1"/>"#);
    }
    xml += "</cols><sheetData>";
    let mut merged = Vec::new();
    for (number, row) in (1..).zip(&sheet.rows) {
        let _ = write!(xml, r#"<row r="{number}" ht="{}" customHeight="1">"#, row.height);
        let mut at = 0;
        for cell in &row.cells {
            let style = styles.number(cell.style);
            xml += &value(&format!("{}{number}", column(at)), style, &cell.value);
            for covered in at + 1..at + cell.columns {
                let _ = write!(xml, r#"<c r="{}{number}" s="{style}"/>"#, column(covered));
            }
            if cell.columns > 1 {
                merged.push(format!("{}{number}:{}{number}", column(at), column(at + cell.columns - 1)));
            }
            at += cell.columns;
        }
        xml += "</row>";
    }
    xml += "</sheetData>";
    if !merged.is_empty() {
        let _ = write!(xml, r#"<mergeCells count="{}">"#, merged.len());
        for range in &merged {
            let _ = write!(xml, r#"<mergeCell ref="{range}"/>"#);
        }
        xml += "</mergeCells>";
    }
    // A4 is paper 9; any number of pages high.
    let _ = write!(
        xml,
        concat!(
            r#"<printOptions horizontalCentered="1"/>"#,
            r#"<pageMargins left="0.4" right="0.4" top="0.55" bottom="0.6" header="0.3" footer="0.3"/>"#,
            r#"<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>"#,
            r"<headerFooter><oddFooter>&amp;L{}&amp;R第 &amp;P 页，共 &amp;N 页</oddFooter></headerFooter></worksheet>"
        ),
        escaped(&foot.replace('&', "&&"))
    );
    xml
}

/// A cell with its value. Texts are written as texts, whatever they begin with.
fn value(place: &str, style: usize, value: &Value) -> String {
    match value {
        Value::Empty => format!(r#"<c r="{place}" s="{style}"/>"#),
        Value::Number(number) => format!(r#"<c r="{place}" s="{style}"><v>{number}</v></c>"#),
        Value::Day(day) => format!(r#"<c r="{place}" s="{style}"><v>{}</v></c>"#, serial(*day)),
        Value::Text(text) => {
            let text = escaped(text);
            format!(r#"<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>"#)
        }
    }
}

/// A day as Excel counts it.
fn serial(day: NaiveDate) -> i64 {
    let first = NaiveDate::from_ymd_opt(1899, 12, 30).unwrap_or(day);
    day.signed_duration_since(first).num_days()
}

/// The letters of a column, counted from 0.
fn column(at: usize) -> String {
    let before = if at < 26 { String::new() } else { column(at / 26 - 1) };
    let letter = u8::try_from(at % 26).map_or('A', |at| char::from(b'A' + at));
    format!("{before}{letter}")
}

/// A text as XML has it: without what it forbids, and without what Excel would read as `_x0041_`, a character's number.
fn escaped(text: &str) -> String {
    let mut xml = String::with_capacity(text.len());
    let text = harmless(text);
    for (at, c) in text.char_indices() {
        match c {
            '&' => xml += "&amp;",
            '<' => xml += "&lt;",
            '>' => xml += "&gt;",
            '"' => xml += "&quot;",
            '\u{fffe}' | '\u{ffff}' => {}
            '_' if is_numbered(&text[at..]) => xml += "_x005F_",
            c => xml.push(c),
        }
    }
    xml
}

/// Whether a text begins as `_x0041_` does.
fn is_numbered(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digits = bytes.get(2..6).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
    bytes.get(1) == Some(&b'x') && digits && bytes.get(6) == Some(&b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_stays_what_it_is_and_loses_only_what_xml_forbids() {
        assert_eq!(escaped("<a & \"b\">\u{1}\u{202e}\u{ffff}\n"), "&lt;a &amp; &quot;b&quot;&gt;\n");
        assert_eq!(escaped("_x0041_ _x41_ _"), "_x005F_x0041_ _x41_ _");
    }

    #[test]
    fn days_and_columns_are_counted_as_excel_does() {
        assert_eq!(serial(NaiveDate::from_ymd_opt(2025, 3, 12).unwrap()), 45728);
        assert_eq!([0, 9, 25, 26, 51, 52, 701, 702].map(column), ["A", "J", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }
}
