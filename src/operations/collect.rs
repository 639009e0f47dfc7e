//! Reads a county's folders with one thread per processor. A file is in memory only while it is judged; only the
//! figures of a report are kept.

use std::collections::{BTreeSet, HashMap};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::time::{Duration, Instant};
use std::{mem, thread};

use crate::domain::county::collected::Collected;
use crate::domain::county::{CountyReports, Received, Rejected, ReportOrigin, remove_excess};
use crate::domain::fit::report_fits;
use crate::domain::plan::PlanFile;
use crate::domain::text::one_line;
use crate::error::{CollectRefusal, Error};
use crate::format::kind::FileKind;
use crate::format::report::ReportFile;
use crate::format::{self, FormatError};
use crate::store::ingest::{FileContent, FolderWalk, FoundArchive, SkipReason, ignore_reason, inspect, inspect_origin};
use crate::store::{self, StoreError};

use super::context::Context;

/// Interval between two progress reports.
const PROGRESS_INTERVAL: Duration = Duration::from_millis(100);
/// How long a thread collects verdicts before it sends them. Sending each one separately is slower.
const BATCH_INTERVAL: Duration = Duration::from_millis(10);
/// Most unknown files of one archive that are listed singly.
const LISTED_SINGLY_MAX: usize = 10;

/// How much was read so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CollectProgress {
    pub read: usize,
    pub files: usize,
}

/// What a file turned out to be.
enum FileVerdict {
    Report(Box<Received>),
    Plan(ReportOrigin, Box<PlanFile>),
    UnknownPlan(ReportOrigin, ReportedPlan),
    Rejected(Rejected),
    PassedOver(Rejected),
}

/// The id and the SHA-256 of the plan that a report names.
type ReportedPlan = (String, String);

impl Collected {
    /// Reads everything below `folders`. Does not decide conflicts. `go_on` gets the progress now and then; it stops
    /// the reading by returning false. Fails if nothing that was named could be read: otherwise every township would
    /// seem to lack a report.
    pub fn gather(
        context: &Context,
        folders: &[PathBuf],
        go_on: &mut dyn FnMut(CollectProgress) -> bool,
    ) -> Result<Self, Error> {
        let walk = FolderWalk::of(folders, &context.data.path);
        let mut all = Self { folders: folders.to_vec(), ..Self::default() };
        let plans = known_plans(context, &mut all.rejected);
        let is_named = |path: &PathBuf| walk.files.is_empty() && folders.contains(path);
        let gone = walk.refused.iter().filter(|(path, why)| *why == SkipReason::Gone && is_named(path));
        let mut unread: Vec<_> = gone.map(|(path, _)| (path.clone(), ErrorKind::NotFound.into())).collect();
        for (path, error) in walk.unread {
            let error = CollectRefusal::Store(error);
            all.rejected.push(rejected(origin_of(&path), &error));
            match error {
                CollectRefusal::Store(StoreError::Io { source, .. }) if is_named(&path) => unread.push((path, source)),
                _ => {}
            }
        }
        let skipped = |(path, why): (PathBuf, SkipReason)| rejected(origin_of(&path), &CollectRefusal::Skipped(why));
        all.rejected.extend(walk.refused.into_iter().map(skipped));
        all.passed_over.extend(walk.passed_over.into_iter().map(skipped));
        let (mut received, mut later, mut added) = (Vec::new(), Vec::new(), Vec::new());
        let mut take = |verdict: FileVerdict| match verdict {
            FileVerdict::Report(report) => received.push(*report),
            FileVerdict::Plan(origin, plan) => added.push((origin, *plan)),
            FileVerdict::UnknownPlan(origin, named) => later.push((origin, named)),
            FileVerdict::Rejected(file) => all.rejected.push(file),
            FileVerdict::PassedOver(file) => all.passed_over.push(file),
        };
        all.stopped = !read_all(&plans, walk.files, &mut take, go_on);
        all.plans = plans;
        let asked = added.iter().map(|(_, file)| &file.plan.id).chain([&context.plan().id]).cloned().collect();
        all.add_plans(added, &later);
        // Reports that were read before their plan are read again, now that it is known.
        let (again, unknown): (Vec<_>, Vec<_>) = later.into_iter().partition(|(_, (id, _))| all.plan(id).is_some());
        all.rejected
            .extend(unknown.into_iter().map(|(origin, (id, _))| rejected(origin, &CollectRefusal::UnknownPlan(id))));
        let mut again: BTreeSet<ReportOrigin> = again.into_iter().map(|(origin, _)| origin).collect();
        if !again.is_empty() && !all.stopped {
            let mut files: Vec<PathBuf> = again.iter().map(|origin| origin.path.clone()).collect();
            files.dedup();
            // In an archive, skip the files that were judged the first time.
            let mut take = |verdict: FileVerdict| match verdict {
                FileVerdict::Report(report) if again.remove(&report.origin) => received.push(*report),
                FileVerdict::Rejected(file) if again.remove(&file.origin) => all.rejected.push(file),
                _ => {}
            };
            all.stopped = !read_all(&all.plans, files, &mut take, go_on);
            // The file changed or disappeared since the first reading.
            let changed = |origin: ReportOrigin| {
                let path = origin.path.clone();
                rejected(origin, &CollectRefusal::Store(StoreError::ChangedSince { path }))
            };
            all.rejected.extend(again.into_iter().filter(|_| !all.stopped).map(changed));
        }
        let too_many = remove_excess(&mut received).into_iter();
        all.rejected.extend(too_many.map(|report| rejected(report.origin, &CollectRefusal::TooManyReports)));
        all.rejected.sort();
        all.passed_over.sort();
        all.county = CountyReports::of(received, &BTreeSet::new());
        all.county.asked = asked;
        if unread.is_empty() { Ok(all) } else { Err(Error::NothingRead(unread)) }
    }

    /// Adds the plans found among the files. If a plan has several versions, the one that most reports name wins, then
    /// the first by path. The result does not depend on the order in which threads read.
    fn add_plans(&mut self, mut added: Vec<(ReportOrigin, PlanFile)>, reports: &[(ReportOrigin, ReportedPlan)]) {
        let mut names: HashMap<&str, usize> = HashMap::new();
        for (_, (_, sha256)) in reports {
            *names.entry(sha256).or_default() += 1;
        }
        let named = |file: &PlanFile| names.get(file.sha256.as_str()).copied().unwrap_or_default();
        added.sort_by(|(a, file), (b, other)| (&file.plan.id, named(other), a).cmp(&(&other.plan.id, named(file), b)));
        for (origin, file) in added {
            let reason = match self.plan(&file.plan.id) {
                Some(known) if known.sha256 != file.sha256 => {
                    "是规划文件，与这里用的那一版不同，没有采用。要用它时，加 --plan 文件。".to_owned()
                }
                _ => CollectRefusal::Kind(FileKind::Plan).to_string(),
            };
            self.passed_over.push(Rejected { origin, reason });
            if self.plan(&file.plan.id).is_none() {
                self.plans.push(file);
            }
        }
    }
}

/// The chosen plan, then the embedded plans and those of the data folder.
fn known_plans(context: &Context, rejected_files: &mut Vec<Rejected>) -> Vec<PlanFile> {
    let folder = context.data.plans();
    if let Err(error) = store::ron_files(&folder) {
        rejected_files.push(rejected(origin_of(&folder), &CollectRefusal::Store(error)));
    }
    let meant = &context.plan;
    let others = context.plans.plans.iter().map(|known| &known.file).filter(|file| file.plan.id != meant.plan.id);
    std::iter::once(meant).chain(others).cloned().collect()
}

fn threads() -> usize {
    thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// Judges every file and passes the verdicts to `take`. False if `go_on` stopped it.
fn read_all(
    plans: &[PlanFile],
    files: Vec<PathBuf>,
    take: &mut dyn FnMut(FileVerdict),
    go_on: &mut dyn FnMut(CollectProgress) -> bool,
) -> bool {
    let (files_in_all, stop) = (files.len(), AtomicBool::new(false));
    let threads = threads().min(files.len().max(1));
    // Threads take paths out of this list, so that none is copied.
    let files = Mutex::new(files.into_iter());
    thread::scope(|scope| {
        let (sender, receiver) = sync_channel::<(usize, Vec<FileVerdict>)>(threads);
        for _ in 0..threads {
            let (sender, files, stop) = (sender.clone(), &files, &stop);
            let next = || files.lock().ok()?.next();
            scope.spawn(move || {
                let (mut read, mut verdicts, mut sent_at) = (0, Vec::new(), Instant::now());
                while !stop.load(Ordering::Relaxed)
                    && let Some(path) = next()
                {
                    judge(plans, path, stop, &mut verdicts);
                    read += 1;
                    if sent_at.elapsed() >= BATCH_INTERVAL {
                        if sender.send((mem::take(&mut read), mem::take(&mut verdicts))).is_err() {
                            return;
                        }
                        sent_at = Instant::now();
                    }
                }
                // Fails only if the receiver is gone.
                let _ = sender.send((read, verdicts));
            });
        }
        drop(sender);
        let (mut read, mut last_progress) = (0, Instant::now());
        loop {
            match receiver.recv_timeout(PROGRESS_INTERVAL) {
                Ok((more, verdicts)) => {
                    verdicts.into_iter().for_each(&mut *take);
                    read += more;
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            if last_progress.elapsed() >= PROGRESS_INTERVAL {
                last_progress = Instant::now();
                if !go_on(CollectProgress { read, files: files_in_all }) {
                    stop.store(true, Ordering::Relaxed);
                }
            }
        }
    });
    !stop.into_inner()
}

fn judge(plans: &[PlanFile], path: PathBuf, stop: &AtomicBool, verdicts: &mut Vec<FileVerdict>) {
    let (found, ignored) = (inspect(&path), ignore_reason(&path));
    let origin = ReportOrigin { path, within: None };
    match found {
        Err(error) => verdicts.push(unread_verdict(origin, error, ignored)),
        Ok(FileContent::Archive(archive)) => {
            verdicts.append(&mut judge_archive(plans, &origin.path, archive, ignored, stop));
        }
        Ok(found) => verdicts.push(judge_content(plans, origin, found, ignored)),
    }
}

/// Judges the files of an archive as if they were in a folder. Records are reported once; photos and many unknown files
/// only by their number. An archive without any report is reported itself.
fn judge_archive(
    plans: &[PlanFile],
    path: &Path,
    mut archive: FoundArchive,
    ignored: Option<SkipReason>,
    stop: &AtomicBool,
) -> Vec<FileVerdict> {
    let (mut verdicts, mut unknown, mut records, mut passed_over) = (Vec::new(), Vec::new(), false, 0);
    for file in archive.files() {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        if file.of_records {
            records = true;
            continue;
        }
        if file.is_in_system_folder() {
            passed_over += 1;
            continue;
        }
        let origin = ReportOrigin { path: path.to_owned(), within: Some(file.label.clone()) };
        let ignored = ignored.or(file.ignore_reason());
        let verdict = match archive.inspect(&file) {
            Ok(FileContent::Other(kind @ FileKind::Unknown)) if ignored.is_none() => {
                unknown.push(rejected(origin, &CollectRefusal::Kind(kind)));
                continue;
            }
            Ok(found) => judge_content(plans, origin, found, ignored),
            Err(error) => unread_verdict(origin, error, ignored),
        };
        match verdict {
            FileVerdict::PassedOver(_) => passed_over += 1,
            verdict => verdicts.push(verdict),
        }
    }
    if unknown.len() > LISTED_SINGLY_MAX {
        unknown = vec![rejected(origin_of(path), &CollectRefusal::ManyUnknown(unknown.len()))];
    }
    verdicts.extend(unknown.into_iter().map(FileVerdict::Rejected));
    if records && ignored.is_none() {
        verdicts.push(FileVerdict::Rejected(rejected(origin_of(path), &CollectRefusal::Skipped(SkipReason::Records))));
    }
    if verdicts.is_empty() && !stop.load(Ordering::Relaxed) {
        verdicts.push(match ignored {
            Some(ignored) => FileVerdict::PassedOver(rejected(origin_of(path), &CollectRefusal::Skipped(ignored))),
            None => FileVerdict::Rejected(rejected(origin_of(path), &CollectRefusal::NoReport)),
        });
    } else if passed_over > 0 {
        let reason = format!("压缩包里另有{passed_over}个佐证、照片、回执一类的文件，不是上报文件。");
        verdicts.push(FileVerdict::PassedOver(Rejected { origin: origin_of(path), reason }));
    }
    verdicts
}

/// The verdict on a file that cannot be read. It is no problem for a file of another program, nor for a damaged archive
/// among the evidence.
fn unread_verdict(origin: ReportOrigin, error: StoreError, ignored: Option<SkipReason>) -> FileVerdict {
    match (ignored, &error) {
        (Some(ignored @ SkipReason::SystemFile), _)
        | (Some(ignored @ SkipReason::Evidence), StoreError::Format { error: FormatError::Zip(_), .. }) => {
            FileVerdict::PassedOver(rejected(origin, &CollectRefusal::Skipped(ignored)))
        }
        _ => FileVerdict::Rejected(rejected(origin, &CollectRefusal::Store(error))),
    }
}

fn judge_content(
    plans: &[PlanFile],
    origin: ReportOrigin,
    found: FileContent,
    ignored: Option<SkipReason>,
) -> FileVerdict {
    if let (Some(ignored), FileContent::Other(_)) = (ignored, &found) {
        return FileVerdict::PassedOver(rejected(origin, &CollectRefusal::Skipped(ignored)));
    }
    let refusal = match found {
        FileContent::Text(FileKind::Plan, bytes) => match format::plan::read(&bytes) {
            Ok(plan) => return FileVerdict::Plan(origin, Box::new(plan)),
            Err(error) => format_refusal(&origin, error),
        },
        FileContent::Text(_, bytes) => match format::report::read(&bytes) {
            Ok(ReportFile { report, sha256 }) => {
                let Some(plan) = plans.iter().find(|known| known.plan.id == report.plan) else {
                    return FileVerdict::UnknownPlan(origin, (report.plan, report.plan_sha256));
                };
                match report_fits(plan, &report) {
                    Ok(()) => {
                        return FileVerdict::Report(Box::new(Received::of(origin, sha256, report, plan)));
                    }
                    Err(why) => CollectRefusal::Unsound(why),
                }
            }
            Err(error) => format_refusal(&origin, error),
        },
        FileContent::Other(kind) if is_normally_no_report(kind) => {
            return FileVerdict::PassedOver(rejected(origin, &CollectRefusal::Kind(kind)));
        }
        FileContent::Archive(_) => CollectRefusal::Kind(FileKind::Zip),
        FileContent::Other(kind) => CollectRefusal::Kind(kind),
    };
    FileVerdict::Rejected(rejected(origin, &refusal))
}

fn format_refusal(origin: &ReportOrigin, error: FormatError) -> CollectRefusal {
    CollectRefusal::Store(StoreError::Format { path: origin.path.clone(), error })
}

/// Whether files of this kind are normally not reports.
fn is_normally_no_report(kind: FileKind) -> bool {
    matches!(kind, FileKind::Receipt | FileKind::Handout | FileKind::Media | FileKind::Program)
}

/// Reads a report again. Fails if the file has changed since.
pub fn read_again(report: &Received) -> Result<ReportFile, StoreError> {
    let path = &report.origin.path;
    let found = inspect_origin(&report.origin)?;
    let changed = || StoreError::ChangedSince { path: path.clone() };
    let Some(FileContent::Text(FileKind::Report, bytes)) = found else { return Err(changed()) };
    let refused = |error: FormatError| StoreError::Format { path: path.clone(), error };
    let read = format::report::read(&bytes).map_err(refused)?;
    if read.sha256 == report.sha256 { Ok(read) } else { Err(changed()) }
}

fn origin_of(path: &Path) -> ReportOrigin {
    ReportOrigin { path: path.to_owned(), within: None }
}

fn rejected(origin: ReportOrigin, why: &CollectRefusal) -> Rejected {
    // The reason may quote names from files of other people.
    Rejected { origin, reason: one_line(&why.to_string()) }
}
