//! The file of a workbook, from its sheets as they are laid out.

use chrono::{DateTime, FixedOffset, NaiveDate};
use rust_xlsxwriter::{ColNum, DocProperties, ExcelDateTime, Format, RowNum, Workbook, Worksheet, XlsxError};

use crate::domain::text::harmless;

use super::sheet::{Cell, DIGIT, Sheet, Value};
use super::style::{Font, Style};

/// The program as the maker of a workbook. Office programs keep it when they save the workbook anew.
pub(super) const CREATOR: &str = "乡镇任务台账";

/// A4, as Excel numbers papers.
const A4: u8 = 9;
/// Height of a row without texts, in pixels.
const ROW_HEIGHT: u32 = 19;
/// Width of a column that no sheet sets, in pixels: by it the library knows the digits of a Chinese font.
const COLUMN_WIDTH: u32 = 72;
/// Characters at the foot, beside the page number: the format has 255 for all, and a `&` counts twice.
const FOOT_MAX: usize = 100;

/// The bytes of a workbook with its title and subject: the same ones each time. `foot` is what each page says at its
/// foot, left of the page number.
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
        // What Excel adds to a width for the edges is in it already.
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

/// A cell with its value. Texts are written as texts, whatever they begin with.
fn write_cell(
    worksheet: &mut Worksheet,
    (row, column): (RowNum, usize),
    cell: &Cell,
    format: &Format,
) -> Result<(), XlsxError> {
    let number = |column: usize| ColNum::try_from(column).map_err(|_| XlsxError::RowColumnLimitError);
    if cell.columns > 1 {
        worksheet.merge_range(row, number(column)?, row, number(column + cell.columns - 1)?, "", format)?;
    }
    let column = number(column)?;
    match &cell.value {
        Value::Empty => worksheet.write_blank(row, column, format),
        #[expect(clippy::cast_precision_loss, reason = "a workbook has no other numbers")]
        Value::Number(number) => worksheet.write_number_with_format(row, column, *number as f64, format),
        Value::Day(day) => worksheet.write_number_with_format(row, column, serial(*day), format),
        Value::Text(text) => worksheet.write_string_with_format(row, column, clean(text), format),
    }
    .map(drop)
}

/// A text without what XML forbids, and without what turns the reading order.
fn clean(text: &str) -> String {
    harmless(text).replace(['\u{fffe}', '\u{ffff}'], "")
}

/// A day as Excel counts it.
fn serial(day: NaiveDate) -> f64 {
    let first = NaiveDate::from_ymd_opt(1899, 12, 30).unwrap_or(day);
    i32::try_from(day.signed_duration_since(first).num_days()).map_or(0.0, f64::from)
}

/// What a workbook is about, as its properties say it.
pub(super) const REPORT: &str = "上报表格";

pub(super) const COUNTY: &str = "县级汇总";
