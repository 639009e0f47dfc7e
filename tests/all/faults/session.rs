//! A session of mixed changes: its steps and folders.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use taizhang::domain::ledger::{Change, Ledger};
use taizhang::format::seal;
use taizhang::store::ledger::read_all;

use crate::office::{Office, program};
use crate::storage::{PANLIAN, PLAN, folder};

/// The kind of a step decides what must hold after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Change,
    /// A change that may be repeated until it is complete: settings, a merge, a report, a receipt.
    Repeatable,
    Backup,
    /// Writes nothing. Its output must be right.
    Read,
}

/// One command. Words in `{}` are names that only the session knows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    pub(super) kind: Kind,
    /// Whether the county runs it.
    pub(super) by_county: bool,
    pub(super) args: &'static [&'static str],
}

const fn step(kind: Kind, args: &'static [&'static str]) -> Step {
    Step { kind, by_county: false, args }
}

const fn county(kind: Kind, args: &'static [&'static str]) -> Step {
    Step { kind, by_county: true, args }
}

use Kind::{Backup, Change as Changes, Read, Repeatable};

/// A year of an office: thirty changes, files written for others, and reads in between.
pub(super) const YEAR: &[Step] = &[
    step(Repeatable, &["setup", "--township", "攀莲镇", "--reporter", "张三", "--mirror", "{mirror}"]),
    step(Changes, &["mark", "5.1", "done", "--on", "2025-03-12"]),
    step(Changes, &["mark", "1.1", "na", "--reason", "本镇没有初中"]),
    step(Changes, &["mark", "2.1", "doing"]),
    step(
        Changes,
        &[
            "activity",
            "add",
            "--task",
            "5",
            "--date",
            "2025-07-08",
            "--title",
            "集市",
            "--people",
            "320",
            "--evidence",
            "{photo}",
        ],
    ),
    step(Changes, &["activity", "add", "--task", "9", "--date", "2025-08-02", "--title", "讲座", "--sessions", "2"]),
    step(Changes, &["activity", "edit", "{集市}", "--people", "380", "--evidence", "{scan}"]),
    step(Changes, &["remark", "5", "--problem", "经费少", "--next", "争取资金"]),
    step(Changes, &["remark", "6", "--nothing", "本季没有安排"]),
    step(Changes, &["item", "add", "--task", "5", "入户宣传"]),
    step(Changes, &["undo"]),
    step(Changes, &["redo"]),
    step(Read, &["list", "--format", "json"]),
    step(Repeatable, &["export", "--period", "2025Q3", "--out", "{stick}", "--xlsx", "--evidence"]),
    step(Read, &["verify", "{report}", "--format", "json"]),
    step(Read, &["verify", "{cut}", "--format", "json"]),
    step(Changes, &["mark", "5.1", "todo"]),
    step(Changes, &["undo"]),
    step(Changes, &["activity", "drop", "{讲座}"]),
    step(Changes, &["undo"]),
    step(Changes, &["item", "drop", "{own}"]),
    step(Changes, &["remark", "5", "--next", "县里支持"]),
    step(Repeatable, &["merge", "{other}"]),
    step(Repeatable, &["merge", "--take-back"]),
    step(Read, &["activity", "list", "--format", "json"]),
    step(Changes, &["mark", "6.1", "done", "--on", "2025-09-01"]),
    step(Repeatable, &["export", "--period", "2025Q3", "--out", "{stick}"]),
    county(Repeatable, &["setup", "--county", "--reporter", "王五", "--office", "县科协"]),
    county(Read, &["collect", "{stick}", "--period", "2025Q3", "--format", "json"]),
    county(Repeatable, &["receipt", "give", "{report}", "--return", "--remark", "5=请补照片", "--out", "{stick}"]),
    step(Repeatable, &["receipt", "open", "{receipt}"]),
    step(Changes, &["mark", "9.1", "doing"]),
    step(Backup, &["backup", "--out", "{stick}"]),
    step(Read, &["verify", "{backup}", "--format", "json"]),
    step(Read, &["doctor", "--format", "json"]),
    step(Read, &["check", "--period", "2025Q3", "--format", "json"]),
    step(Read, &["history", "--format", "json"]),
    step(Changes, &["undo"]),
];

/// Merges of the other PC's work, piece by piece.
pub(super) const MERGE: &[Step] = &[
    step(Repeatable, &["setup", "--township", "攀莲镇", "--reporter", "张三", "--mirror", "{mirror}"]),
    step(Changes, &["mark", "2.1", "doing"]),
    step(Repeatable, &["merge", "{other}"]),
    step(Repeatable, &["merge", "--take-back"]),
    step(Repeatable, &["merge", "{later}"]),
];

/// Files from outside, made once.
struct ExternalFiles {
    /// Two backups of the other PC.
    other: Vec<u8>,
    later: Vec<u8>,
    /// The report of 丙谷镇.
    neighbour: Vec<u8>,
}

fn gifts() -> &'static ExternalFiles {
    static MADE: OnceLock<ExternalFiles> = OnceLock::new();
    MADE.get_or_init(|| {
        let office = Office::of_panlian();
        let photo = office.folder.path().join("照片.jpg");
        fs::write(&photo, "the other PC's photo").unwrap();
        let photo = photo.to_str().unwrap();
        let backup = |name: &str| {
            let out = office.folder.path().join(name);
            office.run(&["backup", "--out", out.to_str().unwrap()]).done();
            fs::read(fs::read_dir(out).unwrap().next().unwrap().unwrap().path()).unwrap()
        };
        // Then 2.1 has a later stamp than on this PC, and the merge overwrites it there.
        for state in ["doing", "todo", "doing", "todo"] {
            office.run(&["mark", "1.2", state]).done();
        }
        for _ in 0..30 {
            office.run(&["undo"]).done();
            office.run(&["redo"]).done();
        }
        office.run(&["mark", "2.1", "done", "--on", "2025-05-06"]).done();
        let fair = ["--date", "2025-05-06", "--title", "科技节", "--people", "90", "--evidence", photo];
        office.run(&[&["activity", "add", "--task", "2"][..], &fair].concat()).done();
        let other = backup("one");
        office.run(&["mark", "3.1", "doing"]).done();
        let later = backup("two");
        let neighbour = Office::new();
        neighbour.run(&["setup", "--township", "丙谷镇", "--reporter", "赵六"]).done();
        neighbour.run(&["mark", "5.1", "done", "--on", "2025-03-01"]).done();
        let out = neighbour.stick();
        neighbour.run(&["export", "--period", "2025Q3", "--out", out.to_str().unwrap()]).done();
        let report = fs::read_dir(out).unwrap().next().unwrap().unwrap().path();
        ExternalFiles { other, later, neighbour: fs::read(report).unwrap() }
    })
}

/// An office, its second drive, its USB stick and its county, in one folder.
pub(super) struct World {
    pub(super) office: Office,
}

impl World {
    pub(super) fn new() -> Self {
        let world = Self { office: Office::new() };
        let gifts = gifts();
        for folder in [world.mirror_drive(), world.office.stick(), world.outside("")] {
            fs::create_dir_all(folder).unwrap();
        }
        // Larger than one read.
        fs::write(world.outside("照片.jpg"), vec![7; 70_000]).unwrap();
        fs::write(world.outside("签到表.jpg"), "a scan").unwrap();
        fs::write(world.outside("另一台.zip"), &gifts.other).unwrap();
        fs::write(world.outside("另一台-后来.zip"), &gifts.later).unwrap();
        fs::write(world.outside("不完整.ron"), &gifts.neighbour[..gifts.neighbour.len() - 100]).unwrap();
        fs::write(world.office.stick().join("丙谷镇.ron"), &gifts.neighbour).unwrap();
        world
    }

    fn root(&self) -> &Path {
        self.office.folder.path()
    }

    fn outside(&self, name: &str) -> PathBuf {
        self.root().join("来件").join(name)
    }

    pub(super) fn mirror_drive(&self) -> PathBuf {
        self.root().join("第二块盘")
    }

    pub(super) fn county(&self) -> PathBuf {
        self.root().join("county")
    }

    pub(super) fn ledgers(&self) -> taizhang::store::ledger::LoadedLedgers {
        read_all(&folder(&self.office), PLAN, PANLIAN)
    }

    /// The program with the arguments of a step; `None` if its input is missing.
    pub(super) fn command(&self, step: &Step) -> Option<Command> {
        let data = if step.by_county { self.county() } else { self.office.data() };
        let mut command = program(&data, self.root());
        for arg in step.args {
            match arg.strip_prefix('{').and_then(|arg| arg.strip_suffix('}')) {
                Some(word) => command.arg(self.meant(word)?),
                None => command.arg(arg),
            };
        }
        command.args(["--today", "2025-11-23"]);
        Some(command)
    }

    fn meant(&self, word: &str) -> Option<PathBuf> {
        let ledger = || self.ledgers().ledger;
        let handed_out = |part: &str, ending: &str| {
            let named = |path: &PathBuf| {
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                name.contains(part) && name.ends_with(ending)
            };
            files(&self.office.stick()).into_iter().find(named)
        };
        Some(match word {
            "mirror" => self.mirror_drive(),
            "stick" => self.office.stick(),
            "photo" => self.outside("照片.jpg"),
            "scan" => self.outside("签到表.jpg"),
            "other" => self.outside("另一台.zip"),
            "later" => self.outside("另一台-后来.zip"),
            "cut" => self.outside("不完整.ron"),
            "own" => ledger().own_items().first()?.id.clone().into(),
            "report" => self.last_report(&ledger())?,
            "receipt" => handed_out("回执", ".ron")?,
            "backup" => handed_out("备份", ".zip")?,
            title => ledger().activities().iter().find(|one| one.title == title)?.id.to_string().into(),
        })
    }

    /// The latest report on the stick, by the ledger.
    fn last_report(&self, ledger: &Ledger) -> Option<PathBuf> {
        let exports = ledger.in_order().into_iter().rev();
        let mut sums = exports.filter_map(|entry| match &entry.change {
            Change::Exported { sha256, .. } => Some(sha256),
            _ => None,
        });
        let last = sums.next()?;
        let is_last = |path: &PathBuf| fs::read(path).is_ok_and(|bytes| seal::sha256(&bytes) == *last);
        files(&self.office.stick()).into_iter().find(is_last)
    }
}

/// All files below a folder, sorted; empty if there is no folder.
pub(super) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in fs::read_dir(folder).into_iter().flatten().map(|file| file.unwrap().path()) {
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}
