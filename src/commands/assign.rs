//! `assign`: records who is in charge of an item (分工).

use crate::cli::AssignArgs;
use crate::domain::assignment;
use crate::domain::text::one_line;
use crate::error::Error;

use super::Outcome;
use super::output::{end_recording, say, tell};
use crate::operations::context::Context;

pub fn assign(context: &Context, args: &AssignArgs) -> Result<Outcome, Error> {
    let (item, year, to) = (&args.item, context.year(), one_line(&args.to));
    // Check first without the lock: a refused command then creates no ledger.
    assignment::assign(context.plan(), &context.read_ledgers()?.ledger, item, year, &to)?;
    let mut open = context.open_ledgers()?;
    tell(&open.loaded.notes);
    let Some(change) = assignment::assign(context.plan(), &open.loaded.ledger, item, year, &to)? else {
        say("本来就是这样分的，没有改动。")?;
        return Ok(Outcome::Done);
    };
    context.record(&mut open, change)?;
    let sentence = if to.is_empty() {
        format!("已收回 {item} 的分工。")
    } else {
        format!("已记录：{item} 分给{to}。分工只在本乡镇看，不上报。")
    };
    end_recording(&mut open.writer, say(&sentence))
}
