//! `backup`: everything of the township as one file.

use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::domain::check::EvidenceFault;
use crate::domain::file_names::of_township;
use crate::error::Error;
use crate::store::backup;
use crate::store::ledger::{Note, Shelf};

use super::Outcome;
use super::check::Evidence;
use super::context::Context;
use super::evidence::{self, Faulty};
use super::output::{self, Rows, tell};

/// What `backup` says (JSON).
#[derive(Debug, Serialize)]
struct Answer {
    path: PathBuf,
    files: usize,
    left_out: Vec<String>,
    repaired: Vec<String>,
}

/// Makes the backup; prints nothing.
fn make(context: &Context, out: &Path) -> Result<Answer, Error> {
    let township = context.township()?;
    let now = context.now();
    let rest = format!("备份-{}", now.format("%Y-%m-%d-%H%M"));
    let stem = of_township(context.plan(), &context.plan().id, &township.code, &rest);
    let Shelf { ledger, notes, .. } = context.read_ledgers()?;
    // Pieces that are missing or cut off; what else is wrong is found while they are packed.
    let looked = evidence::look(context, &ledger, Evidence::BySize)?;
    let mirror = context.mirror();
    let made = backup::backup(&context.data, mirror.as_ref(), &township.code, out, &stem, &now)?;
    let mut left_out: Vec<String> = made.left_out.into_iter().map(|error| Error::Store(error).to_string()).collect();
    let mut repaired = Vec::new();
    for Faulty { fault, sentence } in looked.faulty {
        match fault {
            EvidenceFault::Repaired => repaired.push(sentence),
            // The packing says so.
            EvidenceFault::Differs | EvidenceFault::Unreadable => {}
            EvidenceFault::Missing => left_out.push(sentence),
        }
    }
    let pieces = evidence::pieces(&ledger);
    let sentence = |path: &PathBuf, fault: EvidenceFault| {
        let named = path.file_name().and_then(|name| pieces.get(name.to_str()?));
        named.map_or_else(
            || format!("佐证文件 {} 已损坏。", path.display()),
            |(activity, piece)| fault.sentence(activity, &piece.name),
        )
    };
    left_out.extend(made.damaged.iter().map(|path| sentence(path, EvidenceFault::Differs)));
    repaired.extend(made.repaired.iter().map(|path| sentence(path, EvidenceFault::Repaired)));
    if left_out.is_empty() {
        // What could not be read at first was packed: only which evidence belongs to it is not known.
        let unread = notes.iter().filter(|note| matches!(note, Note::Unread { .. } | Note::Refused { .. }));
        left_out.extend(unread.map(ToString::to_string));
    }
    let path = std::path::absolute(&made.path).unwrap_or(made.path);
    Ok(Answer { path, files: made.files, left_out, repaired })
}

/// What was packed. A backup that lacks something is never called one.
fn summary(files: usize, left_out: &[String]) -> String {
    match left_out.len() {
        0 => format!("已备份{files}个文件，写入后已读回核对"),
        missing => format!("备份不完整：只装进{files}个文件，有{missing}处没有装进去"),
    }
}

/// Makes the backup, and says how it went.
pub fn words(context: &Context, out: &Path) -> Result<String, Error> {
    let Answer { path, files, left_out, repaired } = make(context, out)?;
    Ok(format!("{}：{}。{}", summary(files, &left_out), path.display(), (left_out.concat() + &repaired.concat())))
}

/// `backup`
pub fn backup(context: &Context, out: &Path) -> Result<Outcome, Error> {
    let answer = make(context, out)?;
    let in_table = || {
        let path = answer.path.display();
        let summary = summary(answer.files, &answer.left_out);
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
