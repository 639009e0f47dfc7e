//! `export`: the report goes up.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::domain::ledger::{Change, Entry, Ledger};
use crate::domain::period::Period;
use crate::domain::plan::{Plan, PlanFile, Township};
use crate::domain::report::{Edition, Report, Signature, compose, last_export};
use crate::error::Error;
use crate::format::{self, seal};
use crate::store::ledger::{Shelf, Writer};
use crate::store::outbox::{self, Kept};
use crate::store::{StoreError, listing};

use super::context::Context;
use super::output::{self, Rows, tell};
use super::verify::accepted;
use super::{Outcome, beside, check};

/// Everything that a report is made of, except the period.
#[derive(Debug)]
pub struct Making<'a> {
    /// The folder, the plan, the settings.
    pub context: &'a Context,
    /// Who reports.
    pub township: &'a Township,
    /// What was done.
    pub ledger: &'a Ledger,
    /// Damaged lines that are passed over.
    pub damaged: u32,
    /// Entries of a newer program; any keeps the report from being made.
    pub unknown: usize,
    /// Who makes it, and when.
    pub by: Signature,
}

/// A report that was made, or an earlier one that says the same.
#[derive(Debug)]
pub struct Made {
    /// The ledger's new entry; none where an earlier report says the same.
    pub entry: Option<Entry>,
    /// What was handed out, or why it could not be; the outbox has it either way.
    pub handed_out: Result<Exported, StoreError>,
}

/// A report in the clerk's folder (contract, JSON).
#[derive(Debug, Clone, Serialize)]
pub struct Exported {
    /// Where it lies.
    pub path: PathBuf,
    /// 1, 2, 3 ...
    pub revision: u32,
    /// Its identity.
    pub sha256: String,
    /// False where nothing had changed and the stored bytes went out again.
    pub new: bool,
    /// The printable workbook beside it, where one was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub xlsx: Option<PathBuf>,
    /// The evidence bundle beside it, where one was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<PathBuf>,
    /// Whether the folder was not there and was made.
    #[serde(skip)]
    pub made_folder: bool,
}

/// What shall lie beside a report.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Beside {
    /// The printable workbook.
    pub workbook: bool,
    /// The evidence bundle.
    pub evidence: bool,
}

impl<'a> Making<'a> {
    /// What the township of `context` reports of the ledgers that were read.
    pub fn of(context: &'a Context, shelf: &'a Shelf) -> Result<Self, Error> {
        Ok(Self {
            context,
            township: context.township()?,
            ledger: &shelf.ledger,
            damaged: shelf.damaged(),
            unknown: shelf.unknown(),
            by: context.signature(context.today),
        })
    }
}

impl Making<'_> {
    /// Makes the report of `period` and hands it out into `out`: outbox, ledger, then `out`.
    pub fn make(&self, writer: &mut Writer, period: Period, out: &Path) -> Result<Made, Error> {
        let plan = self.context.plan();
        if !plan.years().contains(&period.year()) {
            return Err(Error::Year { year: period.year(), years: plan.notice.years });
        }
        check::refuse(self, period)?;
        // Refused before anything is kept: where the ledger is gone, a report would say what no disk holds.
        writer.check()?;
        let earlier = self.latest(period)?;
        let (revision, parent) = match (&earlier, last_export(self.ledger, period)) {
            // The outbox knows of a report that a ledger put back from a copy has forgotten.
            (Some(kept), (revision, _)) if kept.report.revision > revision => {
                (kept.report.revision, Some(kept.sha256.clone()))
            }
            (_, last) => last,
        };
        let report = self.compose(Edition { period, revision: revision.saturating_add(1), parent });
        let repeats = |kept: &Kept| {
            report.parent.as_ref() == Some(&kept.sha256) && report.repeats(&kept.report, self.ledger, writer.device())
        };
        if let Some(kept) = earlier.filter(repeats) {
            // A power cut between outbox and ledger left a report that the ledger does not know.
            let is_known = self.ledger.exports(period).into_iter().any(|entry| is_export_of(entry, &kept.sha256));
            let entry = if is_known { None } else { Some(self.record(writer, &kept.report, &kept.sha256)?) };
            let handed_out = hand_out(plan, out, &kept.report, &kept.bytes, entry.is_some());
            return Ok(Made { entry, handed_out });
        }
        let bytes = written(&report)?;
        // Read back as the county will, before anything of it is kept.
        accepted(&self.context.plan, &bytes).map_err(Error::CountyRefuses)?;
        outbox::keep(&self.context.data, plan, &report, &bytes)?;
        let entry = self.record(writer, &report, &seal::sha256(&bytes))?;
        Ok(Made { entry: Some(entry), handed_out: hand_out(plan, out, &report, &bytes, true) })
    }

    /// Writes into the ledger that a report was made.
    fn record(&self, writer: &mut Writer, report: &Report, sha256: &str) -> Result<Entry, StoreError> {
        let change = Change::Exported {
            period: report.period,
            revision: report.revision,
            sha256: sha256.to_owned(),
            parent: report.parent.clone(),
            heads: Vec::new(),
        };
        self.context.append(writer, self.ledger, change)
    }

    /// The first report of `period` as it would be made now.
    pub(super) fn draft(&self, period: Period) -> Result<Vec<u8>, StoreError> {
        written(&self.compose(Edition { period, revision: 1, parent: None }))
    }

    fn compose(&self, edition: Edition) -> Report {
        let PlanFile { plan, sha256 } = &self.context.plan;
        compose(plan, sha256, self.township, self.ledger, self.damaged, edition, &self.by)
    }

    /// The latest report of `period` that the outbox holds.
    fn latest(&self, period: Period) -> Result<Option<Kept>, StoreError> {
        let reports = outbox::reports(&self.context.data, &self.context.plan().id, &self.township.code)?;
        Ok(reports.into_iter().filter(|kept| kept.report.period == period).max_by_key(|kept| kept.report.revision))
    }
}

fn written(report: &Report) -> Result<Vec<u8>, StoreError> {
    let unwritable = |error: ron::Error| StoreError::Unwritable(error.to_string());
    Ok(format::report::write(report).map_err(unwritable)?.into_bytes())
}

/// Whether an entry says that the report of that sum was made.
fn is_export_of(entry: &Entry, sum: &str) -> bool {
    matches!(&entry.change, Change::Exported { sha256, .. } if sha256 == sum)
}

fn hand_out(plan: &Plan, out: &Path, report: &Report, bytes: &[u8], new: bool) -> Result<Exported, StoreError> {
    let made_folder = !listing::exists(out)?;
    let path = outbox::hand_out(out, &report.file_name(plan), bytes)?;
    // A path that says where it is, whatever folder the program was started in.
    let path = std::path::absolute(&path).unwrap_or(path);
    Ok(Exported {
        path,
        revision: report.revision,
        sha256: seal::sha256(bytes),
        new,
        xlsx: None,
        evidence: None,
        made_folder,
    })
}

/// Lays what is asked for beside a report that was handed out; gives what could not be.
pub fn lay_beside(context: &Context, exported: &mut Exported, asked: Beside) -> Vec<Error> {
    let report = exported.path.clone();
    let mut problems = Vec::new();
    if asked.workbook {
        match beside::workbook(context, &report) {
            Ok(path) => exported.xlsx = Some(path),
            Err(error) => problems.push(Error::NotBeside(Box::new(error))),
        }
    }
    if asked.evidence {
        match beside::evidence(context, &report) {
            Ok(bundled) => {
                problems.extend(bundled.left_out.into_iter().map(Error::EvidenceLeftOut));
                exported.evidence = Some(bundled.path);
            }
            Err(error) => problems.push(Error::NotBeside(Box::new(error))),
        }
    }
    problems
}

/// `export`
pub fn export(context: &Context, period: Period, out: &Path, asked: Beside) -> Result<Outcome, Error> {
    let mut open = context.open_ledgers()?;
    tell(&open.shelf.notes);
    let making = Making::of(context, &open.shelf)?;
    let made = making.make(&mut open.writer, period, out)?;
    check::tell_warnings(&making, period);
    let mut exported = made.handed_out.map_err(|error| Error::NotHandedOut(Box::new(error)))?;
    let mut problems = lay_beside(context, &mut exported, asked);
    problems.extend(open.writer.doubt().map(Error::Store));
    let in_table = || export_words(&exported, period);
    let in_csv = || {
        let mut rows = Rows::new(&[("文件", "path"), ("次数", "revision"), ("校验", "sha256"), ("新", "new")]);
        let Exported { path, revision, sha256, new, .. } = &exported;
        let mut row = vec![path.display().to_string(), revision.to_string(), sha256.clone(), new.to_string()];
        for (path, column) in [(&exported.xlsx, ("表格", "xlsx")), (&exported.evidence, ("佐证", "evidence"))] {
            if let Some(path) = path {
                rows.columns.push(column);
                row.push(path.display().to_string());
            }
        }
        rows.push(row);
        rows
    };
    let printed = output::print(context, &exported, in_table, in_csv);
    output::end("上报文件已存好", printed, &problems)
}

fn export_words(exported: &Exported, period: Period) -> String {
    let mut words = format!("{}\n文件：{}\n", exported.words(period), exported.path.display());
    for (name, path) in [("表格", &exported.xlsx), ("佐证", &exported.evidence)] {
        if let Some(path) = path {
            let _ = writeln!(words, "{name}：{}", path.display());
        }
    }
    words + "校验：" + &exported.sha256
}

impl Exported {
    /// How it went.
    #[must_use]
    pub fn words(&self, period: Period) -> String {
        let made_folder = if self.made_folder { "文件夹原来没有，已新建。" } else { "" };
        let (period, revision) = (period.name(), self.revision);
        if self.new {
            format!("已生成{period}第{revision}次上报，写入后已读回核对。{made_folder}")
        } else {
            format!("{period}自第{revision}次上报以来没有变化，交出的仍是那一份。{made_folder}")
        }
    }
}
