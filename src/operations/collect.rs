//! The reading of a county's folders: many files on as many threads as there are processors, each held in memory only
//! while it is judged. What is kept of a report are its figures.

use std::collections::{BTreeSet, HashMap};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::time::{Duration, Instant};
use std::{mem, thread};

use crate::domain::county::collected::Collected;
use crate::domain::county::{County, Origin, Received, Rejected, set_apart};
use crate::domain::fit::report_fits;
use crate::domain::plan::PlanFile;
use crate::domain::text::one_line;
use crate::error::{Error, Refusal};
use crate::format::kind::Kind;
use crate::format::report::ReportFile;
use crate::format::{self, FormatError};
use crate::store::intake::{Found, Packed, Skipped, Walked, aside, look, look_at};
use crate::store::{self, StoreError};

use super::context::Context;

/// How often the progress is told.
const TOLD_EVERY: Duration = Duration::from_millis(100);
/// How long a thread keeps its judgements to itself: handing over every single one costs more than it is worth.
const KEPT_FOR: Duration = Duration::from_millis(10);
/// How many files of one archive that nothing is known of are told one by one.
const TOLD_SINGLY: usize = 10;

/// How far the reading is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Files read.
    pub read: usize,
    /// Files there are.
    pub files: usize,
}

/// What a file turned out to be.
enum Judged {
    Report(Box<Received>),
    Plan(Origin, Box<PlanFile>),
    UnknownPlan(Origin, Named),
    Rejected(Rejected),
    PassedOver(Rejected),
}

/// The plan that a report names: its id, and its text by SHA-256.
type Named = (String, String);

impl Collected {
    /// Reads everything below `folders`; no conflict is decided. `go_on` is told the progress now and then, and stops the
    /// reading by `false`. That none of what was named could be read is an error: what is not known is no township
    /// without a report.
    pub fn gather(
        context: &Context,
        folders: &[PathBuf],
        go_on: &mut dyn FnMut(Progress) -> bool,
    ) -> Result<Self, Error> {
        let walked = Walked::of(folders, &context.data.path);
        let mut all = Self { folders: folders.to_vec(), ..Self::default() };
        let plans = known_plans(context, &mut all.rejected);
        let is_named = |path: &PathBuf| walked.files.is_empty() && folders.contains(path);
        let gone = walked.refused.iter().filter(|(path, why)| *why == Skipped::Gone && is_named(path));
        let mut unread: Vec<_> = gone.map(|(path, _)| (path.clone(), ErrorKind::NotFound.into())).collect();
        for (path, error) in walked.unread {
            let error = Refusal::Store(error);
            all.rejected.push(rejected(file(&path), &error));
            match error {
                Refusal::Store(StoreError::Io { source, .. }) if is_named(&path) => unread.push((path, source)),
                _ => {}
            }
        }
        let skipped = |(path, why): (PathBuf, Skipped)| rejected(file(&path), &Refusal::Skipped(why));
        all.rejected.extend(walked.refused.into_iter().map(skipped));
        all.passed_over.extend(walked.passed_over.into_iter().map(skipped));
        let (mut received, mut later, mut added) = (Vec::new(), Vec::new(), Vec::new());
        let mut take = |judged: Judged| match judged {
            Judged::Report(report) => received.push(*report),
            Judged::Plan(origin, plan) => added.push((origin, *plan)),
            Judged::UnknownPlan(origin, named) => later.push((origin, named)),
            Judged::Rejected(one) => all.rejected.push(one),
            Judged::PassedOver(one) => all.passed_over.push(one),
        };
        all.stopped = !read_all(&plans, walked.files, &mut take, go_on);
        all.plans = plans;
        let asked = added.iter().map(|(_, file)| &file.plan.id).chain([&context.plan().id]).cloned().collect();
        all.add_plans(added, &later);
        // Reports whose plan lay among the files are read again, now that it is known.
        let (again, unknown): (Vec<_>, Vec<_>) = later.into_iter().partition(|(_, (id, _))| all.plan(id).is_some());
        all.rejected.extend(unknown.into_iter().map(|(origin, (id, _))| rejected(origin, &Refusal::UnknownPlan(id))));
        let mut again: BTreeSet<Origin> = again.into_iter().map(|(origin, _)| origin).collect();
        if !again.is_empty() && !all.stopped {
            let mut files: Vec<PathBuf> = again.iter().map(|origin| origin.path.clone()).collect();
            files.dedup();
            // Of an archive, what was judged before is not judged twice.
            let mut take = |judged: Judged| match judged {
                Judged::Report(report) if again.remove(&report.origin) => received.push(*report),
                Judged::Rejected(one) if again.remove(&one.origin) => all.rejected.push(one),
                _ => {}
            };
            all.stopped = !read_all(&all.plans, files, &mut take, go_on);
            // What is no longer what it was just now, or not there any more.
            let changed = |origin: Origin| {
                let path = origin.path.clone();
                rejected(origin, &Refusal::Store(StoreError::ChangedSince { path }))
            };
            all.rejected.extend(again.into_iter().filter(|_| !all.stopped).map(changed));
        }
        let too_many = set_apart(&mut received).into_iter();
        all.rejected.extend(too_many.map(|one| rejected(one.origin, &Refusal::TooManyReports)));
        all.rejected.sort();
        all.passed_over.sort();
        all.county = County::of(received, &BTreeSet::new());
        all.county.asked = asked;
        if unread.is_empty() { Ok(all) } else { Err(Error::NothingRead(unread)) }
    }

    /// Takes in the plans that lay among the files, of several texts of one plan the one that most reports name, and
    /// then the first by its place. Whatever thread read them first, the outcome is the same.
    fn add_plans(&mut self, mut added: Vec<(Origin, PlanFile)>, reports: &[(Origin, Named)]) {
        let mut names: HashMap<&str, usize> = HashMap::new();
        for (_, (_, sha256)) in reports {
            *names.entry(sha256).or_default() += 1;
        }
        let named = |file: &PlanFile| names.get(file.sha256.as_str()).copied().unwrap_or_default();
        added.sort_by(|(a, one), (b, other)| (&one.plan.id, named(other), a).cmp(&(&other.plan.id, named(one), b)));
        for (origin, file) in added {
            let reason = match self.plan(&file.plan.id) {
                Some(known) if known.sha256 != file.sha256 => {
                    "是规划文件，与这里用的那一版不同，没有采用。要用它时，加 --plan 文件。".to_owned()
                }
                _ => Refusal::Kind(Kind::Plan).to_string(),
            };
            self.passed_over.push(Rejected { origin, reason });
            if self.plan(&file.plan.id).is_none() {
                self.plans.push(file);
            }
        }
    }
}

/// The plan that is meant, the program's own, and those in the data folder.
fn known_plans(context: &Context, rejected_files: &mut Vec<Rejected>) -> Vec<PlanFile> {
    let folder = context.data.plans();
    if let Err(error) = store::values_in(&folder) {
        rejected_files.push(rejected(file(&folder), &Refusal::Store(error)));
    }
    let meant = &context.plan;
    let others = context.plans.plans.iter().map(|known| &known.file).filter(|file| file.plan.id != meant.plan.id);
    std::iter::once(meant).chain(others).cloned().collect()
}

fn threads() -> usize {
    thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// Judges every file and has `take` take in what each turned out to be; false where `go_on` stopped it.
fn read_all(
    plans: &[PlanFile],
    files: Vec<PathBuf>,
    take: &mut dyn FnMut(Judged),
    go_on: &mut dyn FnMut(Progress) -> bool,
) -> bool {
    let (files_in_all, stop) = (files.len(), AtomicBool::new(false));
    let threads = threads().min(files.len().max(1));
    // Each path goes where it is kept, and is not copied.
    let files = Mutex::new(files.into_iter());
    thread::scope(|scope| {
        let (sender, receiver) = sync_channel::<(usize, Vec<Judged>)>(threads);
        for _ in 0..threads {
            let (sender, files, stop) = (sender.clone(), &files, &stop);
            let next = || files.lock().ok()?.next();
            scope.spawn(move || {
                let (mut read, mut judged, mut handed_over) = (0, Vec::new(), Instant::now());
                while !stop.load(Ordering::Relaxed)
                    && let Some(path) = next()
                {
                    judge(plans, path, stop, &mut judged);
                    read += 1;
                    if handed_over.elapsed() >= KEPT_FOR {
                        if sender.send((mem::take(&mut read), mem::take(&mut judged))).is_err() {
                            return;
                        }
                        handed_over = Instant::now();
                    }
                }
                // Refused only where nobody takes it.
                let _ = sender.send((read, judged));
            });
        }
        drop(sender);
        let (mut read, mut told) = (0, Instant::now());
        loop {
            match receiver.recv_timeout(TOLD_EVERY) {
                Ok((more, judged)) => {
                    judged.into_iter().for_each(&mut *take);
                    read += more;
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            if told.elapsed() >= TOLD_EVERY {
                told = Instant::now();
                if !go_on(Progress { read, files: files_in_all }) {
                    stop.store(true, Ordering::Relaxed);
                }
            }
        }
    });
    !stop.into_inner()
}

fn judge(plans: &[PlanFile], path: PathBuf, stop: &AtomicBool, judged: &mut Vec<Judged>) {
    let (found, aside) = (look(&path), aside(&path));
    let origin = Origin { path, within: None };
    match found {
        Err(error) => judged.push(unread(origin, error, aside)),
        Ok(Found::Archive(packed)) => judged.append(&mut judge_archive(plans, &origin.path, packed, aside, stop)),
        Ok(found) => judged.push(judge_found(plans, origin, found, aside)),
    }
}

/// What lies in an archive, each file as if it lay in a folder. Records are told once, and of photos, which are many,
/// only the number, as of many files that nothing is known of; an archive without anything that was to be a report is
/// told.
fn judge_archive(
    plans: &[PlanFile],
    path: &Path,
    mut packed: Packed,
    aside: Option<Skipped>,
    stop: &AtomicBool,
) -> Vec<Judged> {
    let (mut judged, mut unknown, mut records, mut passed_over) = (Vec::new(), Vec::new(), false, 0);
    for part in packed.parts() {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        if part.of_records {
            records = true;
            continue;
        }
        if part.is_in_litter() {
            passed_over += 1;
            continue;
        }
        let origin = Origin { path: path.to_owned(), within: Some(part.label.clone()) };
        let aside = aside.or(part.aside());
        let one = match packed.look(&part) {
            Ok(Found::Other(kind @ Kind::Unknown)) if aside.is_none() => {
                unknown.push(rejected(origin, &Refusal::Kind(kind)));
                continue;
            }
            Ok(found) => judge_found(plans, origin, found, aside),
            Err(error) => unread(origin, error, aside),
        };
        match one {
            Judged::PassedOver(_) => passed_over += 1,
            one => judged.push(one),
        }
    }
    if unknown.len() > TOLD_SINGLY {
        unknown = vec![rejected(file(path), &Refusal::ManyUnknown(unknown.len()))];
    }
    judged.extend(unknown.into_iter().map(Judged::Rejected));
    if records && aside.is_none() {
        judged.push(Judged::Rejected(rejected(file(path), &Refusal::Skipped(Skipped::Records))));
    }
    if judged.is_empty() && !stop.load(Ordering::Relaxed) {
        judged.push(match aside {
            Some(aside) => Judged::PassedOver(rejected(file(path), &Refusal::Skipped(aside))),
            None => Judged::Rejected(rejected(file(path), &Refusal::NoReport)),
        });
    } else if passed_over > 0 {
        let reason = format!("压缩包里另有{passed_over}个佐证、照片、回执一类的文件，不是上报文件。");
        judged.push(Judged::PassedOver(Rejected { origin: file(path), reason }));
    }
    judged
}

/// What cannot be read. What other programs left may be so, and an archive among the evidence of any kind.
fn unread(origin: Origin, error: StoreError, aside: Option<Skipped>) -> Judged {
    match (aside, &error) {
        (Some(aside @ Skipped::Litter), _)
        | (Some(aside @ Skipped::Evidence), StoreError::Format { error: FormatError::Zip(_), .. }) => {
            Judged::PassedOver(rejected(origin, &Refusal::Skipped(aside)))
        }
        _ => Judged::Rejected(rejected(origin, &Refusal::Store(error))),
    }
}

fn judge_found(plans: &[PlanFile], origin: Origin, found: Found, aside: Option<Skipped>) -> Judged {
    if let (Some(aside), Found::Other(_)) = (aside, &found) {
        return Judged::PassedOver(rejected(origin, &Refusal::Skipped(aside)));
    }
    let refusal = match found {
        Found::Text(Kind::Plan, bytes) => match format::plan::read(&bytes) {
            Ok(plan) => return Judged::Plan(origin, Box::new(plan)),
            Err(error) => damaged(&origin, error),
        },
        Found::Text(_, bytes) => match format::report::read(&bytes) {
            Ok(ReportFile { report, sha256 }) => {
                let Some(plan) = plans.iter().find(|known| known.plan.id == report.plan) else {
                    return Judged::UnknownPlan(origin, (report.plan, report.plan_sha256));
                };
                match report_fits(plan, &report) {
                    Ok(()) => {
                        return Judged::Report(Box::new(Received::of(origin, sha256, report, plan)));
                    }
                    Err(why) => Refusal::Unsound(why),
                }
            }
            Err(error) => damaged(&origin, error),
        },
        Found::Other(kind) if need_not_be(kind) => {
            return Judged::PassedOver(rejected(origin, &Refusal::Kind(kind)));
        }
        Found::Archive(_) => Refusal::Kind(Kind::Zip),
        Found::Other(kind) => Refusal::Kind(kind),
    };
    Judged::Rejected(rejected(origin, &refusal))
}

fn damaged(origin: &Origin, error: FormatError) -> Refusal {
    Refusal::Store(StoreError::Format { path: origin.path.clone(), error })
}

/// Whether files of that kind are no reports and need not be.
fn need_not_be(kind: Kind) -> bool {
    matches!(kind, Kind::Receipt | Kind::Handout | Kind::Media | Kind::Program)
}

/// The report that was found there, as it is now; refused where it is no longer the one that was read.
pub fn read_again(report: &Received) -> Result<ReportFile, StoreError> {
    let path = &report.origin.path;
    let found = look_at(&report.origin)?;
    let changed = || StoreError::ChangedSince { path: path.clone() };
    let Some(Found::Text(Kind::Report, bytes)) = found else { return Err(changed()) };
    let refused = |error: FormatError| StoreError::Format { path: path.clone(), error };
    let read = format::report::read(&bytes).map_err(refused)?;
    if read.sha256 == report.sha256 { Ok(read) } else { Err(changed()) }
}

fn file(path: &Path) -> Origin {
    Origin { path: path.to_owned(), within: None }
}

fn rejected(origin: Origin, why: &Refusal) -> Rejected {
    // Reasons quote names out of files that somebody else made.
    Rejected { origin, reason: one_line(&why.to_string()) }
}
