//! `backup`: writes all files of the township into one archive.

use std::path::Path;

use crate::error::Error;
use crate::operations::backup;
use crate::operations::context::Context;

use super::Outcome;
use super::output::{self, Rows, tell};

pub fn backup(context: &Context, out: &Path) -> Result<Outcome, Error> {
    let answer = backup::back_up(context, out)?;
    let in_table = || {
        let path = answer.path.display();
        let summary = answer.summary();
        format!("{summary}。\n文件：{path}\n恢复或换电脑：taizhang merge 这个文件")
    };
    let in_csv = || {
        let mut rows = Rows::new(&[("文件", "path"), ("文件数", "files")]);
        rows.push([answer.path.display().to_string(), answer.files.to_string()]);
        rows
    };
    let printed = output::print(context, &answer, in_table, in_csv);
    tell(&answer.repaired);
    output::end("备份已存好", printed, &answer.left_out)
}
