//! `export`: makes a report (上报) for the county.

use std::fmt::Write as _;
use std::path::Path;

use crate::domain::period::Period;
use crate::error::Error;
use crate::operations::attachments::{Attachments, attach};
use crate::operations::context::Context;
use crate::operations::draft::ReportDraft;
use crate::operations::export::{self, ExportedReport};

use super::Outcome;
use super::check::print_warnings;
use super::output::{self, Rows, tell};

pub fn export(context: &Context, period: Period, out: &Path, attachments: Attachments) -> Result<Outcome, Error> {
    let mut open = context.open_ledgers()?;
    tell(&open.loaded.notes);
    let draft = ReportDraft::of(context, &open.loaded)?;
    let made = export::export(&draft, &mut open.writer, period, out)?;
    print_warnings(&draft, period);
    let mut exported = made.handed_out.map_err(|error| Error::NotHandedOut(Box::new(error)))?;
    let mut problems = attach(context, &mut exported, attachments);
    problems.extend(open.writer.take_doubt().map(Error::Store));
    let in_table = || export_words(&exported, period);
    let in_csv = || {
        let mut rows = Rows::new(&[("文件", "path"), ("次数", "revision"), ("校验", "sha256"), ("新", "new")]);
        let ExportedReport { path, revision, sha256, new, .. } = &exported;
        let mut row = vec![path.display().to_string(), revision.to_string(), sha256.clone(), new.to_string()];
        for (path, column) in [(&exported.xlsx, ("表格", "xlsx")), (&exported.evidence, ("佐证", "evidence"))] {
            if let Some(path) = path {
                rows.columns.push(column);
                row.push(path.display().to_string());
            }
        }
        rows.push(row);
        rows
    };
    let printed = output::print(context, &exported, in_table, in_csv);
    output::end("上报文件已存好", printed, &problems)
}

fn export_words(exported: &ExportedReport, period: Period) -> String {
    let mut words = format!("{}\n文件：{}\n", exported.words(period), exported.path.display());
    for (name, path) in [("表格", &exported.xlsx), ("佐证", &exported.evidence)] {
        if let Some(path) = path {
            let _ = writeln!(words, "{name}：{}", path.display());
        }
    }
    words + "校验：" + &exported.sha256
}
