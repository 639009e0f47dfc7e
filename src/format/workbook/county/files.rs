//! The third and fourth sheets: missing townships, and files that do not count, with the reasons.

use crate::domain::county::matrix::CountyMatrix;
use crate::domain::county::{CountyReports, Received, Rejected};

use crate::domain::wording::other_periods_words;

use super::super::headings::{column_heads, group};
use super::super::sheet::{CellValue, Sheet, SheetCell};
use super::super::style::{CENTRED, TEXT};
use super::heading::county_heading;

pub(super) fn missing(matrix: &CountyMatrix) -> Sheet {
    let mut sheet = Sheet::new("未报名单", [8.0, 40.0, 18.0, 24.0, 34.0]);
    county_heading(&mut sheet, matrix, "未报乡镇名单");
    column_heads(&mut sheet, &["序号", "规划", "代码", "乡镇", "说明"]);
    for (number, row) in (1_u32..).zip(matrix.missing()) {
        sheet.row(&[
            SheetCell::number(number, CENTRED),
            SheetCell::text(&row.plan.short, TEXT),
            SheetCell::text(&row.township.code, CENTRED),
            SheetCell::text(&row.township.name, TEXT),
            SheetCell::text(other_periods_words(&matrix.other_periods(row)), TEXT),
        ]);
    }
    if matrix.missing().next().is_none() {
        sentence(&mut sheet, format!("没有未报的乡镇，{}个乡镇都已上报。", matrix.rows.len()));
    }
    sheet
}

pub(super) fn problems(matrix: &CountyMatrix, county: &CountyReports, rejected: &[Rejected]) -> Sheet {
    let mut sheet = Sheet::new("问题文件", [6.0, 14.0, 58.0, 72.0]);
    county_heading(&mut sheet, matrix, "问题文件");
    column_heads(&mut sheet, &["序号", "乡镇", "文件", "说明"]);
    let report = |at: usize| &county.reports[at];
    let of_period = |at: usize| {
        let Received { plan, period, .. } = report(at);
        *period == matrix.period && matrix.plans.iter().any(|of| of.id == *plan)
    };
    let township = |at: usize| {
        let Received { plan, code, .. } = report(at);
        let row = matrix.rows.iter().find(|row| row.plan.id == *plan && row.township.code == *code);
        row.map_or_else(|| code.clone(), |row| row.township.name.clone())
    };
    let file = |at: usize| report(at).origin.to_string();
    let about = |at: usize, why: &str| (township(at), file(at), format!("{why}{}", describe(report(at))));

    let conflicts: Vec<_> = county.conflicts.iter().filter(|conflict| of_period(conflict.proposed)).collect();
    if rejected.is_empty() && conflicts.is_empty() {
        sentence(&mut sheet, "没有不能收的文件，也没有冲突。".to_owned());
    }
    let files = rejected.iter().map(|file| ("-".to_owned(), file.origin.to_string(), file.reason.clone()));
    table(&mut sheet, "不能收的文件", files.collect());
    for conflict in conflicts {
        let why = |at| if at == conflict.proposed { "【暂按这份计】" } else { "【没有计入】" };
        let files = conflict.reports.iter().map(|&at| about(at, why(at)));
        table(&mut sheet, &format!("冲突：{}，互不包含，请县里选定", township(conflict.proposed)), files.collect());
    }
    let others = |pairs: &[(usize, usize)], why: &str| {
        let pairs = pairs.iter().filter(|pair| of_period(pair.0));
        pairs.map(|&(at, by)| about(at, &format!("{why}：{}。", file(by)))).collect()
    };
    table(&mut sheet, "县里没有选用的上报", others(&county.set_aside, "县里选用的是"));
    table(&mut sheet, "已被取代的上报", others(&county.superseded, "内容都在后一份里"));
    let other_text = county.under_other_text().filter(|&at| of_period(at));
    let other_text = other_text.map(|at| (township(at), file(at), report(at).other_text_note()));
    table(&mut sheet, "用另一版规划填报的上报", other_text.collect());
    let copies = county.duplicates.iter().filter(|copy| of_period(copy.of));
    let copies =
        copies.map(|copy| (township(copy.of), copy.origin.to_string(), format!("与{}一字不差。", file(copy.of))));
    table(&mut sheet, "重复的文件", copies.collect());
    sheet
}

/// Describes a report so that it differs from others of its township.
fn describe(report: &Received) -> String {
    let (items, made) = (report.figures.sums().items, report.made_at.format("%Y-%m-%d %H:%M"));
    let (revision, reporter, seal) = (report.revision, &report.reporter, report.sha256.get(..16).unwrap_or_default());
    let (done, total) = (items.done, items.total());
    format!("第{revision}次上报，{made}生成，填报人{reporter}，清单完成{done}/{total}项，校验 {seal}")
}

/// Adds files of one kind under its name: township, file, note. Adds nothing if there are none.
fn table(sheet: &mut Sheet, name: &str, files: Vec<(String, String, String)>) {
    if !files.is_empty() {
        group(sheet, format!("{name}（{}份）", files.len()));
    }
    for (number, (township, file, why)) in (1_u32..).zip(files) {
        sheet.row(&[
            SheetCell::number(number, CENTRED),
            SheetCell::text(township, TEXT),
            SheetCell::text(file, TEXT),
            SheetCell::text(why, TEXT),
        ]);
    }
}

fn sentence(sheet: &mut Sheet, sentence: String) {
    let columns = sheet.widths.len();
    sheet.row(&[SheetCell::over(columns, CellValue::Text(sentence), CENTRED)]);
}
