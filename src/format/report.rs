//! The report file: lines a person can read in Notepad, the value, and the seal.

use crate::domain::report::Report;

use super::seal::{self, Unsealed};
use super::{FileFormat, FormatError, REPORT_MAX, comments, parse, text, unseal, write_value};

/// The `format` of a report, and its newest version.
pub const FORMAT: FileFormat = FileFormat { name: "taizhang-report", version: 2 };

/// A report with its identity, the SHA-256 of its text (BOM removed, CRLF as LF).
#[derive(Debug, Clone)]
pub struct ReportFile {
    /// The report as a value.
    pub report: Report,
    /// SHA-256 of the text, 64 hex digits.
    pub sha256: String,
}

/// Writes the bytes of a report file.
pub fn write(report: &Report) -> Result<String, ron::Error> {
    Ok(seal::seal(preface(report) + &write_value(report, FORMAT.at(report.version()))?))
}

/// Reads a report. Checks its seal first, then its value, then for contradictions.
pub fn read(bytes: &[u8]) -> Result<ReportFile, FormatError> {
    let text = text(bytes, REPORT_MAX)?;
    let Unsealed { body, sha256 } = unseal(&text, FORMAT)?;
    let report: Report = parse(body, FORMAT)?;
    match report.fault() {
        Some(fault) => Err(FormatError::Report(fault)),
        None => Ok(ReportFile { report, sha256 }),
    }
}

/// The comment lines for people who open the file in Notepad.
fn preface(report: &Report) -> String {
    let totals = &report.totals;
    let unfinished = if report.period_over { "" } else { "（期未满）" };
    let made = report.made_at.format("%Y-%m-%d %H:%M");
    comments([
        "乡镇任务台账 进度上报文件。请勿修改：改动一个字，县里就会退回。".to_owned(),
        format!("乡镇：{}（{}）", report.township.name, report.township.code),
        format!("报告期：{}{unfinished}　第{}次上报", report.period.name(), report.revision),
        format!(
            "进度：清单完成 {} / {} 项，任务完成 {} / {} 项，不适用 {} 项",
            totals.done, totals.total, totals.tasks_done, totals.tasks_total, totals.na
        ),
        format!("填报人：{}　审核人：{}　电话：{}", report.reporter, report.reviewer, report.phone),
        format!("填报时间：{made}"),
    ])
}
