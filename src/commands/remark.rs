//! `remark` and `item`: the township's remarks on a task, and its own checklist lines (自列).

use crate::cli::{ItemCommand, RemarkArgs};
use crate::domain::activity::{ActivityRefusal, NOTE_MAX, TITLE_MAX};
use crate::domain::checklist;
use crate::domain::ledger::{Change, Hex16, RemarkKind, RemarkPatch};
use crate::domain::text::one_line;
use crate::error::Error;

use super::Outcome;
use super::output::{end_recording, say, tell};
use crate::operations::context::{Context, random};

pub fn remark(context: &Context, args: &RemarkArgs) -> Result<Outcome, Error> {
    context.plan().task(args.no).ok_or(Error::NoSuchTask(args.no))?;
    let text = |text: &Option<String>, what| {
        let text = text.as_deref().map(one_line);
        match text {
            Some(text) if text.chars().count() > NOTE_MAX => Err(ActivityRefusal::TooLong { what, most: NOTE_MAX }),
            text => Ok(text),
        }
    };
    let mut set = RemarkPatch {
        problem: text(&args.problem, "存在问题")?,
        next: text(&args.next, "下一步打算")?,
        nothing: text(&args.nothing, "理由")?,
    };
    if set == RemarkPatch::default() {
        return Err(Error::Usage(
            "没有要写的内容。请加 --problem、--next 或 --nothing，后面写文字；写空的就是删去。".to_owned(),
        ));
    }
    let year = context.year();
    let mut open = context.open_ledgers()?;
    tell(&open.loaded.notes);
    let ledger = &open.loaded.ledger;
    let is_current = |kind, text: &String| ledger.remark(args.no, year, kind) == text;
    set.problem = set.problem.filter(|text| !is_current(RemarkKind::Problem, text));
    set.next = set.next.filter(|text| !is_current(RemarkKind::Next, text));
    set.nothing = set.nothing.filter(|text| !is_current(RemarkKind::Nothing, text));
    if set == RemarkPatch::default() {
        say("本来就是这样写的，没有改动。")?;
        return Ok(Outcome::Done);
    }
    context.record(&mut open, Change::Remark { task: args.no, year, set })?;
    let printed = say(&format!("已记录：任务{}（{year}年度）的填报说明。", args.no));
    end_recording(&mut open.writer, printed)
}

pub fn item(context: &Context, command: &ItemCommand) -> Result<Outcome, Error> {
    match command {
        ItemCommand::Add { task, text } => add(context, *task, &one_line(text)),
        ItemCommand::Drop { id } => drop_item(context, id),
    }
}

fn add(context: &Context, task: u32, text: &str) -> Result<Outcome, Error> {
    context.plan().task(task).ok_or(Error::NoSuchTask(task))?;
    if text.is_empty() {
        return Err(Error::Usage("清单内容不能空着。请写上要办的事。".to_owned()));
    }
    if text.chars().count() > TITLE_MAX {
        return Err(ActivityRefusal::TooLong { what: "清单内容", most: TITLE_MAX }.into());
    }
    let mut open = context.open_ledgers()?;
    tell(&open.loaded.notes);
    // A random id: lines added on two PCs never get the same one.
    let item = checklist::own_id(task, Hex16(random()?));
    let change = Change::OwnItemOfYear { item: item.clone(), task, year: context.year(), text: Some(text.to_owned()) };
    context.record(&mut open, change)?;
    let printed = say(&format!("已加自列清单 {item} {text}（{}年度）。它不计入总进度。", context.year()));
    end_recording(&mut open.writer, printed)
}

fn drop_item(context: &Context, id: &str) -> Result<Outcome, Error> {
    let mut open = context.open_ledgers()?;
    tell(&open.loaded.notes);
    let own = open.loaded.ledger.own_item(id).cloned();
    let own = own.ok_or_else(|| Error::NoSuchOwnItem(id.to_owned()))?;
    let text = own.text.clone();
    context.record(&mut open, own.reword(None))?;
    let printed = say(&format!("已删去自列清单 {id} {text}。可以用 taizhang undo 恢复。"));
    end_recording(&mut open.writer, printed)
}
