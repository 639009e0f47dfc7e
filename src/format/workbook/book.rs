//! Writes the file of a workbook from its sheets.

use chrono::{DateTime, FixedOffset, NaiveDate};
use rust_xlsxwriter::{ColNum, DocProperties, ExcelDateTime, Format, RowNum, Workbook, Worksheet, XlsxError};

use crate::domain::text::harmless;

use super::sheet::{CellValue, DIGIT, Sheet, SheetCell};
use super::style::{Font, Style};

/// The author in the properties. Office programs keep it when they save the workbook again.
pub(super) const CREATOR: &str = "乡镇任务台账";

/// Excel's number for A4.
const A4: u8 = 9;
/// Height of an empty row, in pixels.
const ROW_HEIGHT: u32 = 19;
/// Width of a column that no sheet sets, in pixels. It tells the library the digit width of a Chinese font.
const COLUMN_WIDTH: u32 = 72;
/// Most characters of the footer beside the page number. The format allows 255 in all, and `&` counts twice.
const FOOT_MAX: usize = 100;

/// Writes a workbook with title and subject. The same input gives the same bytes. `foot` is the left footer of each
/// page.
pub(super) fn workbook(
    [title, subject]: [&str; 2],
    foot: &str,
    at: &DateTime<FixedOffset>,
    sheets: &[Sheet],
) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let made = ExcelDateTime::from_timestamp(at.timestamp())?;
    let properties = DocProperties::new().set_title(clean(title)).set_subject(subject).set_author(CREATOR);
    book.set_properties(&properties.set_creation_datetime(&made));
    book.set_default_format(&Font::Line.format(), ROW_HEIGHT, COLUMN_WIDTH)?;
    let foot = clean(foot).chars().take(FOOT_MAX).collect::<String>().replace('&', "&&");
    let mut formats = Vec::new();
    for sheet in sheets {
        let worksheet = book.add_worksheet().set_name(sheet.name)?;
        set_page(worksheet, sheet, &foot)?;
        write_rows(worksheet, sheet, &mut formats)?;
    }
    book.save_to_buffer()
}

fn set_page(worksheet: &mut Worksheet, sheet: &Sheet, foot: &str) -> Result<(), XlsxError> {
    let head = RowNum::try_from(sheet.head).map_err(|_| XlsxError::RowColumnLimitError)?;
    worksheet.set_screen_gridlines(false).set_freeze_panes(head + 1, 0)?;
    worksheet.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0).set_print_center_horizontally(true);
    worksheet.set_margins(0.4, 0.4, 0.55, 0.6, 0.3, 0.3).set_repeat_rows(head, head)?;
    worksheet.set_footer(format!("&L{foot}&R第 &P 页，共 &N 页"));
    for (column, width) in (0..).zip(&sheet.widths) {
        // The width already includes what Excel adds for the edges.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "some hundred pixels")]
        worksheet.set_column_width_pixels(column, (width * DIGIT).round() as u32)?;
    }
    Ok(())
}

fn write_rows(worksheet: &mut Worksheet, sheet: &Sheet, formats: &mut Vec<(Style, Format)>) -> Result<(), XlsxError> {
    for (number, row) in (0..).zip(&sheet.rows) {
        worksheet.set_row_height(number, row.height)?;
        let mut column = 0;
        for cell in &row.cells {
            let known = formats.iter().position(|(style, _)| *style == cell.style).unwrap_or_else(|| {
                formats.push((cell.style, cell.style.format()));
                formats.len() - 1
            });
            write_cell(worksheet, (number, column), cell, &formats[known].1)?;
            column += cell.columns;
        }
    }
    Ok(())
}

/// Writes a cell. Texts stay texts, whatever they begin with.
fn write_cell(
    worksheet: &mut Worksheet,
    (row, column): (RowNum, usize),
    cell: &SheetCell,
    format: &Format,
) -> Result<(), XlsxError> {
    let number = |column: usize| ColNum::try_from(column).map_err(|_| XlsxError::RowColumnLimitError);
    if cell.columns > 1 {
        worksheet.merge_range(row, number(column)?, row, number(column + cell.columns - 1)?, "", format)?;
    }
    let column = number(column)?;
    match &cell.value {
        CellValue::Empty => worksheet.write_blank(row, column, format),
        #[expect(clippy::cast_precision_loss, reason = "a workbook has no other numbers")]
        CellValue::Number(number) => worksheet.write_number_with_format(row, column, *number as f64, format),
        CellValue::Day(day) => worksheet.write_number_with_format(row, column, serial(*day), format),
        CellValue::Text(text) => worksheet.write_string_with_format(row, column, clean(text), format),
    }
    .map(drop)
}

/// A text without characters that XML forbids or that change the reading order.
fn clean(text: &str) -> String {
    harmless(text).replace(['\u{fffe}', '\u{ffff}'], "")
}

/// A day as an Excel date.
fn serial(day: NaiveDate) -> f64 {
    let first = NaiveDate::from_ymd_opt(1899, 12, 30).unwrap_or(day);
    i32::try_from(day.signed_duration_since(first).num_days()).map_or(0.0, f64::from)
}

/// The properties of a workbook.
pub(super) const REPORT: &str = "上报表格";

pub(super) const COUNTY: &str = "县级汇总";
