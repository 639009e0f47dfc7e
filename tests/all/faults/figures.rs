//! The records in words that are equal in every session, and whether copies agree.

use std::fs;
use std::io::Read as _;
use std::path::Path;

use taizhang::domain::activity::Activity;
use taizhang::domain::ledger::{Change, Field, ItemStatus};
use taizhang::domain::merge::put_back;
use taizhang::format;
use taizhang::store::folder::{DataFolder, FolderChoice};
use taizhang::store::ledger::LedgerNote;
use taizhang::store::settings::Settings;
use taizhang::store::{overwritten_values, receipts};

use super::session::{World, files};
use crate::storage::{PANLIAN, PLAN, folder};

/// All records without ids and times; an error if they cannot be read.
pub(super) fn figures(world: &World) -> Result<String, String> {
    let data = folder(&world.office);
    let ledgers = world.ledgers();
    // A torn line is skipped. Any other problem is an error.
    if let Some(note) =
        ledgers.notes.iter().find(|note| !matches!(note, LedgerNote::Torn { .. } | LedgerNote::Empty { .. }))
    {
        return Err(format!("{note:?}"));
    }
    let ledger = &ledgers.ledger;
    let mut lines = Vec::new();
    for field in ledger.all_fields() {
        match &field {
            Field::Occurrence { item, occurrence } => {
                lines.push(format!("{item} {occurrence} {:?}", ledger.status(&field)));
            }
            Field::Assigned { item, year } => lines.push(format!("{item} {year:?} {}", ledger.assigned(item, *year))),
            Field::Mark { item, year } => match ledger.status(&field) {
                ItemStatus::Todo => {}
                standing => lines.push(format!("{item} {year:?} {standing:?}")),
            },
            Field::Remark(task, year, kind) => match ledger.remark(*task, *year, *kind) {
                "" => {}
                remark => lines.push(format!("{task} {year} {kind:?} {remark}")),
            },
            Field::Activity(..)
            | Field::Serves(..)
            | Field::Planned(..)
            | Field::PlannedServes(..)
            | Field::OwnItem(_) => {}
        }
    }
    lines.extend(ledger.own_items().iter().map(|own| format!("{} {}", own.task, own.text)));
    lines.extend(ledger.activities().iter().chain(&ledger.planned()).map(activity_line));
    for entry in ledger.in_order() {
        if let Change::Exported { period, revision, .. } = &entry.change {
            lines.push(format!("{period} {revision}"));
        }
    }
    lines.sort();
    let overwritten = overwritten_values::load(&data, PLAN, PANLIAN).map_err(|error| format!("{error:?}"))?;
    let can_be_put_back = overwritten.iter().filter(|one| put_back(ledger, one).is_some()).count();
    lines.push(format!("can be put back: {can_be_put_back}"));
    for path in [world.office.data(), world.county()] {
        let data = DataFolder { path, chosen: FolderChoice::Named };
        let settings = Settings::load(&data.settings()).map_err(|error| format!("{error:?}"))?;
        let Settings { township, office, reporter, mirror, .. } = settings;
        lines.push(format!("{township:?} {office:?} {reporter} {}", mirror.is_some()));
        let answers = receipts::all(&data, PLAN, PANLIAN).map_err(|error| format!("{error:?}"))?;
        lines.extend(answers.iter().map(|receipt| format!("{:?} {}", receipt.answer, receipt.revision)));
    }
    for piece in ledger.activities().iter().flat_map(|activity| activity.evidence.clone()) {
        let copy = fs::read(data.evidence(PLAN, PANLIAN).join(&piece.sha256)).unwrap_or_default();
        if format::seal::sha256(&copy) != piece.sha256 {
            lines.push(format!("the evidence {} is not whole", piece.name));
        }
    }
    Ok(lines.join("\n"))
}

fn activity_line(activity: &Activity) -> String {
    let evidence: Vec<&str> = activity.evidence.iter().map(|piece| piece.name.as_str()).collect();
    let Activity { task, date, title, sessions, people, .. } = activity;
    format!("{task} {date} {title} {sessions:?} {people:?} {evidence:?}")
}

/// Files that a copy must have, with the content they must hold.
fn kept(data: &Path, folders: &[&str]) -> Vec<(String, Vec<u8>)> {
    let mut kept = Vec::new();
    for path in folders.iter().flat_map(|folder| files(&data.join(folder))) {
        let name = path.strip_prefix(data).unwrap().to_string_lossy().into_owned();
        let ending = name.rsplit('.').next().unwrap_or_default();
        if matches!(ending, "lock" | "holder" | "tmp") || ending.starts_with("torn-") {
            continue;
        }
        let mut bytes = fs::read(&path).unwrap();
        if ending == "ledger" {
            bytes.truncate(bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1));
        }
        kept.push((name, bytes));
    }
    kept
}

pub(super) fn missing_in_mirror(world: &World) -> Vec<String> {
    let mirror = world.mirror_drive().join("taizhang-mirror");
    let lacks = |(name, bytes): (String, Vec<u8>)| (fs::read(mirror.join(&name)).ok() != Some(bytes)).then_some(name);
    kept(&world.office.data(), &["ledger", "outbox", "receipts", "evidence"]).into_iter().filter_map(lacks).collect()
}

/// Files that the newest backup lacks; an error without a whole backup.
pub(super) fn missing_in_backup(world: &World, path: &Path) -> Result<Vec<String>, String> {
    let mut zip = zip::ZipArchive::new(fs::File::open(path).unwrap()).map_err(|error| error.to_string())?;
    let mut missing = Vec::new();
    let mut kept = kept(&world.office.data(), &["ledger", "outbox", "receipts", "evidence"]);
    kept.push(("settings.ron".into(), fs::read(world.office.data().join("settings.ron")).unwrap()));
    for (name, bytes) in kept {
        let mut found = Vec::new();
        if let Ok(mut file) = zip.by_name(&name) {
            file.read_to_end(&mut found).map_err(|error| error.to_string())?;
        }
        if found != bytes {
            missing.push(name);
        }
    }
    Ok(missing)
}

/// Unfinished files on the stick under a finished name.
pub(super) fn half_made(world: &World) -> Vec<String> {
    let mut wrong = Vec::new();
    for path in files(&world.office.stick()) {
        let bytes = fs::read(&path).unwrap();
        let is_whole = match path.extension().and_then(|end| end.to_str()) {
            Some("ron") => format::report::read(&bytes).is_ok() || format::receipt::read(&bytes).is_ok(),
            Some("zip" | "xlsx") => zip::ZipArchive::new(std::io::Cursor::new(bytes))
                .is_ok_and(|mut zip| (0..zip.len()).all(|at| is_readable(&mut zip, at))),
            _ => true,
        };
        if !is_whole {
            wrong.push(path.display().to_string());
        }
    }
    wrong
}

fn is_readable(zip: &mut zip::ZipArchive<std::io::Cursor<Vec<u8>>>, at: usize) -> bool {
    zip.by_index(at).is_ok_and(|mut file| std::io::copy(&mut file, &mut std::io::sink()).is_ok())
}
