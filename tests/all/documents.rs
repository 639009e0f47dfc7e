//! Word documents as notices: read within limits. Other files are refused, with advice how to save them.

use std::fs;
use std::io::{Cursor, Write as _};
use std::time::{Duration, Instant};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use taizhang::format::document;

use crate::from_notice::YANBIAN;
use crate::office::Office;

fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn document(body: &str) -> String {
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>")
}

fn paragraph(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    // Word may split a paragraph into runs anywhere.
    let half = text.char_indices().nth(text.chars().count() / 2).map_or(0, |(at, _)| at);
    let (first, second) = if text.contains('&') { ("", text.as_str()) } else { text.split_at(half) };
    format!(
        "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>{first}</w:t></w:r><w:r><w:t xml:space=\"preserve\">{second}</w:t></w:r></w:p>"
    )
}

fn of_body(body: &str) -> Vec<u8> {
    packed(&[("[Content_Types].xml", "<Types/>"), ("word/document.xml", &document(body))])
}

fn text(body: &str) -> String {
    document::text(&of_body(body)).unwrap()
}

#[test]
fn word_document_imports_like_its_text() {
    let office = Office::new();
    let import = |name: &str, bytes: Vec<u8>| {
        let path = office.folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        office.json(&["plan", "import", path.to_str().unwrap()])
    };
    let body: String = YANBIAN.lines().map(paragraph).collect();
    assert_eq!(import("通知.docx", of_body(&body)), import("通知.txt", YANBIAN.as_bytes().to_vec()));
}

#[test]
fn only_visible_words_are_read() {
    let body = "<w:p><w:r><w:t>甲&amp;乙&#x4E19;</w:t><w:tab/><w:t>丁</w:t><w:br/><w:t>戊</w:t></w:r>\
        <w:del><w:r><w:t>删去</w:t></w:r></w:del><w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom>\
        <w:r><w:instrText>PAGE</w:instrText></w:r>\
        <mc:AlternateContent><mc:Choice><w:t>框</w:t></mc:Choice><mc:Fallback><w:t>框</w:t></mc:Fallback></mc:AlternateContent></w:p>";
    assert_eq!(text(body), "甲&乙丙 丁\n戊框\n");
}

#[test]
fn computed_numbers_are_in_the_text() {
    let numbering = "<w:numbering xmlns:w=\"w\"><w:abstractNum w:abstractNumId=\"7\">\
        <w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCounting\"/><w:lvlText w:val=\"（%1）\"/></w:lvl>\
        <w:lvl w:ilvl=\"1\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%2.\"/></w:lvl>\
        </w:abstractNum><w:num w:numId=\"3\"><w:abstractNumId w:val=\"7\"/></w:num></w:numbering>";
    let styles = "<w:styles xmlns:w=\"w\"><w:style w:styleId=\"Head\"><w:pPr><w:numPr><w:numId w:val=\"3\"/></w:numPr></w:pPr></w:style></w:styles>";
    let numbered = |level: u32, text: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"3\"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let styled = "<w:p><w:pPr><w:pStyle w:val=\"Head\"/></w:pPr><w:r><w:t>乙</w:t></w:r></w:p>";
    let body = [numbered(0, "甲"), numbered(1, "子"), numbered(1, "丑"), styled.to_owned(), numbered(1, "寅")].concat();
    let parts = [
        ("word/document.xml", document(&body)),
        ("word/numbering.xml", numbering.to_owned()),
        ("word/styles.xml", styles.to_owned()),
    ];
    let parts: Vec<(&str, &str)> = parts.iter().map(|(name, text)| (*name, text.as_str())).collect();
    assert_eq!(document::text(&packed(&parts)).unwrap(), "（一）甲\n1.子\n2.丑\n（二）乙\n1.寅\n");
}

#[test]
fn table_rows_become_tabbed_lines() {
    let cell = |properties: &str, text: &str| format!("<w:tc><w:tcPr>{properties}</w:tcPr>{text}</w:tc>");
    let row = |cells: &[String]| format!("<w:tr>{}</w:tr>", cells.concat());
    let p = paragraph;
    let table = [
        row(&[cell("<w:gridSpan w:val=\"3\"/>", &p("任务分工表"))]),
        row(&[cell("", &p("任务")), cell("", &p("牵头单位")), cell("", &p("责任单位"))]),
        row(&[
            cell("", &p("甲")),
            cell("<w:vMerge w:val=\"restart\"/>", &p("县甲局")),
            cell("", &(p("县乙局") + &p("各乡镇"))),
        ]),
        row(&[
            cell("", &p("乙")),
            cell("<w:vMerge/>", &p("")),
            cell("", "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>各乡镇</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"),
        ]),
    ];
    let body = format!("{}<w:tbl>{}</w:tbl>{}", p("前"), table.concat(), p("后"));
    let expected = "前\n任务分工表\n任务\t牵头单位\t责任单位\n甲\t县甲局\t县乙局、各乡镇\n乙\t县甲局\t各乡镇\n后\n";
    assert_eq!(text(&body), expected);
}

#[test]
fn other_files_name_their_remedy() {
    let office = Office::new();
    let old = |more: &[u8]| [b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", &[0; 512][..], more].concat();
    let encrypted: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let whole = of_body(&paragraph("各乡镇"));
    let cases: [(&str, Vec<u8>, &str); 10] = [
        ("密码.docx", old(&encrypted), "密码"),
        ("老的.doc", old(b""), ".docx"),
        ("老的.wps", old(b""), "WPS"),
        ("扫描.pdf", b"%PDF-1.7\n%\xE2\xE3".to_vec(), "PDF"),
        ("网页.html", "<!DOCTYPE html><html><body>各乡镇".as_bytes().to_vec(), "网页"),
        ("富文本.rtf", b"{\\rtf1\\ansi".to_vec(), "RTF"),
        ("表格.xlsx", packed(&[("xl/workbook.xml", "<workbook/>")]), "不是 Word 文档"),
        ("半个.docx", whole[..whole.len() / 2].to_vec(), "损坏"),
        ("图片.txt", [b"\x89PNG\r\n\x1a\n", &[0, 1, 2, 255][..]].concat().repeat(40), "不是文本"),
        ("乱的.docx", packed(&[("word/document.xml", "<w:p><w:t>甲</w:p></w:t")]), "损坏"),
    ];
    for (name, bytes, word) in cases {
        let path = office.folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        let sentence = office.run(&["plan", "import", path.to_str().unwrap()]).refused(3);
        assert!(sentence.contains(word) && sentence.contains("请"), "{name}: {sentence}");
        assert_eq!(sentence.matches(name).count(), 1, "{sentence}");
    }
}

#[test]
fn hostile_documents_end_in_time() {
    let office = Office::new();
    let huge = " ".repeat(33 << 20);
    let deep = "<w:p>".repeat(200_000);
    let wide = paragraph("一、开展活动。").repeat(8_000);
    let cases = [("很大", document(&huge)), ("很深", document(&deep)), ("很长", document(&wide))];
    for (name, document) in cases {
        let path = office.folder.path().join(format!("{name}.docx"));
        fs::write(&path, packed(&[("word/document.xml", &document)])).unwrap();
        let began = Instant::now();
        let answer = office.run(&["plan", "import", path.to_str().unwrap()]);
        assert!(began.elapsed() < Duration::from_secs(10), "{name} took {:?}", began.elapsed());
        assert!(answer.code == 0 || answer.code == 3, "{name}: {} {}", answer.code, answer.err);
        assert!(!answer.err.contains("panicked"), "{}", answer.err);
    }
}
