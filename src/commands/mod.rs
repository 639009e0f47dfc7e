//! The commands of the command line, one file for each family. A command reads its arguments, calls an operation and
//! prints the result.

pub mod activity;
pub mod assign;
pub mod backup;
pub mod check;
pub mod collect;
pub mod doctor;
pub mod due;
pub mod export;
pub mod list;
pub mod mark;
pub mod merge;
mod outcome;
pub mod output;
pub mod plan;
pub mod receipt;
pub mod remark;
pub mod setup;
pub mod verify;
mod view;

use crate::cli::{ActivityCommand, Command, GlobalArgs, PlanCommand, ReceiptCommand};
use crate::error::Error;
use crate::operations::attachments::Attachments;
use crate::operations::context::{Context, ContextNeed};

pub use outcome::Outcome;

pub fn run(global: &GlobalArgs, command: &Command) -> Result<Outcome, Error> {
    // The child process that reads a document must not touch settings or records.
    if let Command::ReadDocument { file } = command {
        return plan::document::read_document(file);
    }
    let (need, changes) = requirements(command);
    let mut context = Context::open(global, need)?;
    output::tell(context.warning.as_slice());
    // These two list unreadable plans in their own output.
    if !matches!(command, Command::Plan { .. } | Command::Doctor) {
        output::tell(&context.plans.unreadable);
    }
    let outcome = match command {
        Command::Setup(args) => setup::setup(&mut context, args, global.township.as_deref()),
        Command::List(args) => list::list(&context, args),
        Command::Show { no } => list::show(&context, *no),
        Command::Units => list::units(&context),
        Command::Mark(args) => mark::mark(&context, args),
        Command::Due(args) => due::due(&context, args, global.plan.as_ref().map(|_| context.plan())),
        Command::Assign(args) => assign::assign(&context, args),
        Command::Activity { command } => activity::activity(&context, command),
        Command::Remark(args) => remark::remark(&context, args),
        Command::Item { command } => remark::item(&context, command),
        Command::Undo => mark::undo(&context),
        Command::Redo => mark::redo(&context),
        Command::History { task } => mark::history(&context, *task),
        Command::Check { period } => check::check(&context, *period),
        Command::Export { period, out, xlsx, evidence } => {
            export::export(&context, *period, out, Attachments { workbook: *xlsx, evidence: *evidence })
        }
        Command::Verify { files } => verify::verify(&context, files),
        Command::Receipt { command } => receipt::receipt(&context, command),
        Command::Collect(args) => collect::collect(&context, args),
        Command::Backup { out } => backup::backup(&context, out),
        Command::Merge { take_back: true, .. } => merge::take_back(&context),
        Command::Merge { paths, .. } => merge::merge(&context, paths),
        Command::Plan { command } => plan::plan(&mut context, command),
        Command::ReadDocument { file } => plan::document::read_document(file),
        Command::Doctor => doctor::doctor(&context),
    };
    // A command that failed halfway may have left records: a report that could not be copied to the clerk's folder is
    // in the ledger. So the mirror is updated after a failure too, except after wrong usage (exit code 2).
    let has_started = outcome.as_ref().map_or_else(|error| error.exit_code() != 2, |_| true);
    if has_started && changes {
        let has_kept = outcome.as_ref().map_or_else(Error::has_kept_something, |_| true);
        match context.end_session() {
            Ok(sentence) => output::tell(sentence.as_slice()),
            // A refused command changed nothing, so a missing second drive is not worth a warning.
            Err(Error::NotMirrored(_)) if !has_kept => {}
            Err(error) => output::tell(&[error]),
        }
    }
    outcome
}

/// What the command needs from its context, and whether it may change records.
fn requirements(command: &Command) -> (ContextNeed, bool) {
    match command {
        Command::Setup(_)
        | Command::Receipt { command: ReceiptCommand::Give { .. } }
        | Command::Merge { take_back: false, .. } => (ContextNeed::Township, true),
        Command::Verify { .. } | Command::Collect(_) | Command::Backup { .. } | Command::Due(_) | Command::Doctor => {
            (ContextNeed::Township, false)
        }
        Command::Plan { command } => {
            let changes =
                matches!(command, PlanCommand::Add { .. } | PlanCommand::Use { .. } | PlanCommand::Archive { .. });
            (ContextNeed::Township, changes)
        }
        Command::Mark(_)
        | Command::Assign(_)
        | Command::Remark(_)
        | Command::Item { .. }
        | Command::Undo
        | Command::Redo
        | Command::Export { .. }
        | Command::Merge { .. }
        | Command::Receipt { .. } => (ContextNeed::Plan, true),
        Command::Activity { command } => (ContextNeed::Plan, !matches!(command, ActivityCommand::List { .. })),
        Command::List(_)
        | Command::Show { .. }
        | Command::Units
        | Command::History { .. }
        | Command::Check { .. }
        | Command::ReadDocument { .. } => (ContextNeed::Plan, false),
    }
}

/// The command to run if none is given and the interactive screen cannot be shown.
#[must_use]
pub fn default_command() -> Command {
    Command::List(crate::cli::ListArgs { all: false, unit: None, state: None, role: None, search: None })
}
