//! The third and fourth sheets: who has not reported, and the files that do not count, with the reasons.

use crate::domain::county::matrix::CountyMatrix;
use crate::domain::county::{CountyReports, Received, Rejected};

use crate::domain::wording::other_periods_words;

use super::super::headings::{column_heads, group};
use super::super::sheet::{Cell, Sheet, Value};
use super::super::style::{CENTRED, TEXT};
use super::heading::county_heading;

pub(super) fn missing(picture: &CountyMatrix) -> Sheet {
    let mut sheet = Sheet::new("未报名单", [8.0, 40.0, 18.0, 24.0, 34.0]);
    county_heading(&mut sheet, picture, "未报乡镇名单");
    column_heads(&mut sheet, &["序号", "规划", "代码", "乡镇", "说明"]);
    for (number, row) in (1_u32..).zip(picture.missing()) {
        sheet.row(&[
            Cell::number(number, CENTRED),
            Cell::text(&row.plan.short, TEXT),
            Cell::text(&row.township.code, CENTRED),
            Cell::text(&row.township.name, TEXT),
            Cell::text(other_periods_words(&picture.other_periods(row)), TEXT),
        ]);
    }
    if picture.missing().next().is_none() {
        sentence(&mut sheet, format!("没有未报的乡镇，{}个乡镇都已上报。", picture.rows.len()));
    }
    sheet
}

pub(super) fn problems(picture: &CountyMatrix, county: &CountyReports, rejected: &[Rejected]) -> Sheet {
    let mut sheet = Sheet::new("问题文件", [6.0, 14.0, 58.0, 72.0]);
    county_heading(&mut sheet, picture, "问题文件");
    column_heads(&mut sheet, &["序号", "乡镇", "文件", "说明"]);
    let report = |at: usize| &county.reports[at];
    let of_period = |at: usize| {
        let Received { plan, period, .. } = report(at);
        *period == picture.period && picture.plans.iter().any(|of| of.id == *plan)
    };
    let township = |at: usize| {
        let Received { plan, code, .. } = report(at);
        let row = picture.rows.iter().find(|row| row.plan.id == *plan && row.township.code == *code);
        row.map_or_else(|| code.clone(), |row| row.township.name.clone())
    };
    let place = |at: usize| report(at).origin.to_string();
    let about = |at: usize, why: &str| (township(at), place(at), format!("{why}{}", told(report(at))));

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
        pairs.map(|&(at, by)| about(at, &format!("{why}：{}。", place(by)))).collect()
    };
    table(&mut sheet, "县里没有选用的上报", others(&county.set_aside, "县里选用的是"));
    table(&mut sheet, "已被取代的上报", others(&county.superseded, "内容都在后一份里"));
    let other_text = county.under_other_text().filter(|&at| of_period(at));
    let other_text = other_text.map(|at| (township(at), place(at), report(at).other_text_note()));
    table(&mut sheet, "用另一版规划填报的上报", other_text.collect());
    let copies = county.duplicates.iter().filter(|copy| of_period(copy.of));
    let copies =
        copies.map(|copy| (township(copy.of), copy.origin.to_string(), format!("与{}一字不差。", place(copy.of))));
    table(&mut sheet, "重复的文件", copies.collect());
    sheet
}

/// What tells a report from another of its township.
fn told(report: &Received) -> String {
    let (items, made) = (report.figures.sums().items, report.made_at.format("%Y-%m-%d %H:%M"));
    let (revision, reporter, seal) = (report.revision, &report.reporter, report.sha256.get(..16).unwrap_or_default());
    let (done, total) = (items.done, items.total());
    format!("第{revision}次上报，{made}生成，填报人{reporter}，清单完成{done}/{total}项，校验 {seal}")
}

/// Files of one kind, numbered under its name: township, file, what is to be said. Nothing where there are none.
fn table(sheet: &mut Sheet, name: &str, files: Vec<(String, String, String)>) {
    if !files.is_empty() {
        group(sheet, format!("{name}（{}份）", files.len()));
    }
    for (number, (township, file, why)) in (1_u32..).zip(files) {
        sheet.row(&[
            Cell::number(number, CENTRED),
            Cell::text(township, TEXT),
            Cell::text(file, TEXT),
            Cell::text(why, TEXT),
        ]);
    }
}

fn sentence(sheet: &mut Sheet, sentence: String) {
    let columns = sheet.widths.len();
    sheet.row(&[Cell::over(columns, Value::Text(sentence), CENTRED)]);
}
