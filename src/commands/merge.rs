//! `merge` imports another PC's ledgers, a backup or a report. `merge --take-back` restores the values that a merge
//! overwrote.

use std::fmt::Write as _;
use std::path::PathBuf;

use crate::domain::merge::put_back;
use crate::domain::wording::value_words;
use crate::error::{Error, OverwrittenListSentence};
use crate::operations::context::Context;
use crate::operations::merge::{self, MergeSummary};
use crate::store::ledger::LedgerNote;
use crate::store::overwritten_values;

use super::Outcome;
use super::output::{self, Rows, say, tell};

pub fn merge(context: &Context, paths: &[PathBuf]) -> Result<Outcome, Error> {
    let (merged, problems) = merge::merge(context, paths)?;
    let printed = output::print(context, &merged, || merged.words(), || rows(&merged));
    output::end("已并入", printed, &problems)
}

pub fn take_back(context: &Context) -> Result<Outcome, Error> {
    let mut open = context.open_ledgers()?;
    tell(&open.loaded.notes);
    // Without every ledger it is unknown which values are still overwritten.
    if open.loaded.notes.iter().any(LedgerNote::is_unread) {
        return Err(Error::NothingMerged("有台账读不了，没有恢复任何值。请先让它能读，再运行一次。".to_owned()));
    }
    let (plan, code) = (context.plan().id.clone(), context.township()?.code.clone());
    let (mut words, mut failed) = (String::new(), None);
    let overwritten = overwritten_values::load(&context.data, &plan, &code);
    let overwritten = overwritten.map_err(|error| Error::NothingMerged(OverwrittenListSentence(&error).to_string()))?;
    for value in overwritten {
        let Some(change) = put_back(&open.loaded.ledger, &value) else { continue };
        let (field, value) = value_words(&open.loaded.ledger, &change);
        if let Err(error) = context.record(&mut open, change) {
            failed = Some(error);
            break;
        }
        let _ = writeln!(words, "{field} 恢复为{value}。");
    }
    if let Some(error) = failed {
        // The values restored before the error are in the ledger.
        let _ = say(&words);
        return Err(error.into());
    }
    if words.is_empty() {
        say("没有要恢复的：合并没有盖掉本机的值，或者后来又改过。")?;
        return Ok(Outcome::Done);
    }
    let printed = say(&words);
    let saved = overwritten_values::save(&context.data, &plan, &code, Vec::new());
    let problems: Vec<Error> = saved.err().into_iter().chain(open.writer.take_doubt()).map(Error::Store).collect();
    output::end("已记上", printed, &problems)
}

fn rows(merged: &MergeSummary) -> Rows {
    let mut rows =
        Rows::new(&[("文件", "file"), ("种类", "kind"), ("乡镇", "township"), ("结果", "result"), ("说明", "reason")]);
    for file in &merged.files {
        rows.push([
            file.file.display().to_string(),
            file.kind.to_owned(),
            file.township.clone().unwrap_or_default(),
            file.result.to_owned(),
            file.reason.clone().unwrap_or_default(),
        ]);
    }
    rows
}
