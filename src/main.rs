//! Runs the screen or a command, prints an error once, and sets the exit code.

use std::io::{self, IsTerminal as _};
use std::process::ExitCode;

use taizhang::cli::{self, Cli, Command, ParseStop};
use taizhang::commands::{self, output};
use taizhang::error::Error;
use taizhang::runtime;
use taizhang::terminal::exit_pause;

fn main() -> ExitCode {
    let done = match cli::parse(std::env::args_os()) {
        Ok(cli) => run(&cli),
        Err(ParseStop::Told(text)) => output::say(&text).map(|()| ExitCode::SUCCESS),
        Err(ParseStop::Refused(error)) => Err(error),
    };
    done.unwrap_or_else(|error| {
        output::tell(&[&error]);
        exit_pause::pause_before_window_closes();
        ExitCode::from(error.exit_code())
    })
}

fn run(cli: &Cli) -> Result<ExitCode, Error> {
    let on_screen = |collect| {
        runtime::run(&cli.global, collect).map(|told| {
            if let Some(told) = told {
                output::tell(&[told]);
                exit_pause::pause_before_window_closes();
            }
            ExitCode::SUCCESS
        })
    };
    match &cli.command {
        Some(Command::Collect(asked)) if cli.global.format.is_none() && asked.xlsx.is_none() && has_screen() => {
            on_screen(Some(asked))
        }
        Some(command) => commands::run(&cli.global, command).map(ExitCode::from),
        None if has_screen() => on_screen(None),
        None => commands::run(&cli.global, &commands::default_command()).map(ExitCode::from),
    }
}

/// Whether there is a screen and a keyboard. A dumb terminal (in an editor) cannot move the cursor.
fn has_screen() -> bool {
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    io::stdin().is_terminal() && io::stdout().is_terminal() && !dumb
}
