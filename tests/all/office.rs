//! A township office for tests: a data folder and the real program.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

/// A data folder and a USB stick; both are deleted at the end.
pub(crate) struct Office {
    pub(crate) folder: TempDir,
}

/// The exit code and output of a command.
pub(crate) struct Answer {
    /// The arguments, if `run` passed them.
    asked: String,
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Office {
    /// An office before setup.
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn of_panlian() -> Self {
        let office = Self::new();
        office.run(&["setup", "--township", "攀莲镇", "--reporter", "张三"]).done();
        office
    }

    /// The data folder.
    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// The folder for reports.
    pub(crate) fn stick(&self) -> PathBuf {
        self.folder.path().join("U盘")
    }

    /// The ledgers of a township, sorted.
    pub(crate) fn ledgers(&self, code: &str) -> Vec<PathBuf> {
        let folder = self.data().join("ledger/miyi-kxsz-2021-2025").join(code);
        let mut found: Vec<PathBuf> =
            std::fs::read_dir(folder).map(|files| files.map(|file| file.unwrap().path()).collect()).unwrap_or_default();
        found.retain(|path| path.extension().is_some_and(|end| end == "ledger"));
        found.sort();
        found
    }

    /// The program with this data folder and an empty home, on 2025-11-23.
    pub(crate) fn program(&self) -> Command {
        program(&self.data(), self.folder.path())
    }

    /// Runs the program; `--today` is 2025-11-23 unless the arguments say otherwise.
    pub(crate) fn run(&self, args: &[&str]) -> Answer {
        let mut command = self.program();
        command.args(args);
        if !args.contains(&"--today") {
            command.args(["--today", "2025-11-23"]);
        }
        Answer { asked: args.join(" "), ..answer(command.output().unwrap()) }
    }

    /// Runs the program and reads its JSON.
    pub(crate) fn json(&self, args: &[&str]) -> Value {
        let mut args = args.to_vec();
        args.extend(["--format", "json"]);
        let answer = self.run(&args);
        // Under Wine, drive Z has the system's folders.
        let wine = tried().to_string_lossy().contains("windows");
        let out = if wine { answer.out.replace(r"\\", "/").replace("Z:/", "/") } else { answer.out.clone() };
        serde_json::from_str(&out)
            .unwrap_or_else(|error| panic!("{error}: {} {}{}", answer.code, answer.out, answer.err))
    }

    pub(crate) fn state(&self, item: &str, more: &[&str]) -> String {
        let task = item.split('.').next().unwrap();
        let mut args = vec!["show", task];
        args.extend(more);
        let shown = self.json(&args);
        let items = shown["items"].as_array().unwrap();
        items.iter().find(|one| one["id"] == item).unwrap()["state"].as_str().unwrap().to_owned()
    }
}

/// The program under test: the one just built, or `TAIZHANG_PROGRAM`, as packaging/check sets it.
pub(crate) fn tried() -> OsString {
    std::env::var_os("TAIZHANG_PROGRAM").unwrap_or_else(|| env!("CARGO_BIN_EXE_taizhang").into())
}

/// The program with a data folder and an otherwise empty home.
pub(crate) fn program(data: &Path, home: &Path) -> Command {
    let mut command = Command::new(tried());
    command.env("TAIZHANG_DATA", data).env("HOME", home).env_remove("XDG_DATA_HOME");
    command.env_remove("XDG_CONFIG_HOME").env_remove("NO_COLOR");
    command
}

pub(crate) fn answer(output: Output) -> Answer {
    Answer {
        asked: String::new(),
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

impl Answer {
    /// Asserts success and returns the output.
    #[track_caller]
    pub(crate) fn done(self) -> String {
        assert_eq!(self.code, 0, "asked {:?}, said {:?}, told {:?}", self.asked, self.out, self.err);
        self.out
    }

    /// Asserts exit code `code` and returns the error sentence.
    #[track_caller]
    pub(crate) fn refused(self, code: i32) -> String {
        assert_eq!(self.code, code, "{}{}", self.out, self.err);
        assert!(self.err.ends_with("。\n"), "no sentence: {}", self.err);
        self.err
    }
}
