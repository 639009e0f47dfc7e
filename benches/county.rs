//! Collecting the reports of a province, compared with plain reading of the same files on as many threads: read,
//! SHA-256, RON. Collecting must not cost much more than that. The cost per report must not grow with their number,
//! and memory must not exceed what is kept of each. Run it with `cargo bench --bench county`.
//!
//! Memory is measured in a child process per size, which gets the number of reports.

#![allow(clippy::disallowed_methods, reason = "a bench stops where a folder cannot be read")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::fs;
use std::hint::black_box;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicIsize, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use chrono::{DateTime, Datelike as _, Days, NaiveDate};
use sha2::{Digest as _, Sha256};
use taizhang::cli::OutputFormat;
use taizhang::domain::activity::{Activity, ActivityTotals, Evidence};
use taizhang::domain::county::collected::Collected;
use taizhang::domain::ledger::{EntryChecksums, Head, Hex16, ItemStatus};
use taizhang::domain::period::Period;
use taizhang::domain::plan::{Plan, PlanFile, Township};
use taizhang::domain::progress::{Progress, Tally, TaskProgress};
use taizhang::domain::report::{Report, ReportItem, TaskRemarks, Totals};
use taizhang::embedded;
use taizhang::format::{self, seal};
use taizhang::operations::context::Context;
use taizhang::operations::known_plans::KnownPlans;
use taizhang::store::folder::{DataFolder, FolderChoice};
use taizhang::store::settings::Settings;

const SIZES: [usize; 3] = [250, 1_000, 4_000];
const ROSTER: usize = 50;
const ACTIVITIES: usize = 60;
/// Rounds of reading and collecting, and the most rounds if a limit seems broken. The least cost counts.
const ROUNDS: usize = 7;
const ROUNDS_MAX: usize = 28;

/// Highest cost of collecting, as a multiple of plain reading.
const RATIO_MAX: f64 = 1.3;
/// Highest growth of the cost per report over a sixteenfold county. A higher value is not noise.
const GROWTH_MAX: f64 = 1.25;
/// Most bytes per report at the peak, beyond what is kept.
const HELD_MAX: f64 = 64.0;

/// Counts allocated bytes if enabled, because counting slows what is timed.
struct Counting;

static COUNTS: AtomicBool = AtomicBool::new(false);
static HELD: AtomicIsize = AtomicIsize::new(0);
static PEAK: AtomicIsize = AtomicIsize::new(0);

#[global_allocator]
static ALLOCATOR: Counting = Counting;

#[allow(unsafe_code, reason = "what is held in memory is known to the allocator only")]
// SAFETY: Every call goes to the system allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size(), 0);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        count(0, layout.size());
        unsafe { System.dealloc(at, layout) }
    }

    // Count both blocks: a copy needs both, even if the system can avoid it.
    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(size, 0);
        count(0, layout.size());
        unsafe { System.realloc(at, layout, size) }
    }
}

fn count(more: usize, less: usize) {
    if COUNTS.load(Ordering::Relaxed) {
        let change = more.cast_signed() - less.cast_signed();
        let held = HELD.fetch_add(change, Ordering::Relaxed) + change;
        PEAK.fetch_max(held, Ordering::Relaxed);
    }
}

/// Wall time, and time of all processors, which depends less on other work.
#[derive(Clone, Copy, Default)]
struct Cost {
    time: Duration,
    work: Duration,
}

/// Numbers of reports with the costs of reading and of collecting.
type Cases = [(usize, [Cost; 2]); SIZES.len()];

impl Cost {
    const MOST: Self = Self { time: Duration::MAX, work: Duration::MAX };

    fn of<T>(&mut self, what: impl FnOnce() -> T) -> io::Result<T> {
        let (began, worked) = (Instant::now(), worked()?);
        let done = what();
        self.time += began.elapsed();
        self.work += self::worked()?.saturating_sub(worked);
        Ok(done)
    }

    /// Microseconds per report.
    fn time(self) -> f64 {
        self.time.as_secs_f64() * 1e6 / float(SIZES[2])
    }

    /// Processor microseconds per report.
    fn work(self) -> f64 {
        self.work.as_secs_f64() * 1e6 / float(SIZES[2])
    }
}

fn worked() -> io::Result<Duration> {
    const TICK: Duration = Duration::from_millis(10);
    let text = fs::read_to_string("/proc/self/stat")?;
    // The fields follow the name, which may contain anything.
    let fields = text.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(2);
    let ticks = fields.map(|field| field.parse::<u32>().map_err(io::Error::other)).sum::<io::Result<u32>>()?;
    Ok(TICK * ticks)
}

/// Bytes at the peak and at the end.
struct Memory {
    peak: f64,
    kept: f64,
}

fn main() -> io::Result<()> {
    let mut arguments = std::env::args_os().skip(1);
    if let (Some(reports), Some(folder)) =
        (arguments.next().and_then(|word| word.to_str()?.parse().ok()), arguments.next())
    {
        return hold(reports, Path::new(&folder));
    }
    let folder = tempfile::tempdir()?;
    let bytes = write(folder.path())?;
    println!("{} reports of {:.1} KB each, {} threads", SIZES[2], bytes / 1024.0 / float(SIZES[2]), threads());
    let mut broken = time(folder.path())?;
    println!("{:<8}{:>14}{:>16}{:>16}{:>16}", "reports", "peak, KB", "kept, KB", "kept each, B", "beyond, KB");
    let mut beyond = Vec::new();
    for reports in SIZES {
        let Memory { peak, kept } = memory(folder.path(), reports)?;
        let each = kept / float(reports);
        beyond.push(peak - kept);
        println!(
            "{reports:<8}{:>14.1}{:>16.1}{each:>16.1}{:>16.1}",
            peak / 1024.0,
            kept / 1024.0,
            (peak - kept) / 1024.0
        );
    }
    let held = (beyond[2] - beyond[1]) / float(SIZES[2] - SIZES[1]);
    println!("a report more holds {held:.1} bytes at the peak, beyond what is kept of it");
    if held > HELD_MAX {
        broken.push("memory beyond what is kept grows with the reports".to_owned());
    }
    if broken.is_empty() { Ok(()) } else { Err(io::Error::other(broken.join("; "))) }
}

/// Prints the costs of reading and collecting in turns. Returns broken limits.
fn time(folder: &Path) -> io::Result<Vec<String>> {
    let mut cases = SIZES.map(|reports| (reports, [Cost::MOST; 2]));
    for round in 1..=ROUNDS_MAX {
        for (reports, least) in &mut cases {
            once(folder, *reports, least)?;
        }
        // More rounds give more undisturbed moments. A limit that is really broken stays broken.
        if round >= ROUNDS && judge(&cases).is_empty() {
            break;
        }
    }
    println!(
        "a report, us{:>9}{:>10}{:>8}   of the processors{:>9}{:>10}{:>8}",
        "bare", "gathered", "", "bare", "gathered", ""
    );
    for (reports, costs) in &cases {
        let [[bare, gathered], [bare_work, gathered_work]] = [Cost::time, Cost::work].map(|of| costs.map(of));
        let [time, work] = [gathered / bare, gathered_work / bare_work];
        println!(
            "{reports:<12}{bare:>9.1}{gathered:>10.1}{time:>7.2}x{:>20}{bare_work:>9.1}{gathered_work:>10.1}{work:>7.2}x",
            ""
        );
    }
    let [growth, of_work] = [Cost::time, Cost::work].map(|of| growth(&cases, of));
    println!("a report of {} costs {growth:.2} times one of {}, {of_work:.2} of the processors", SIZES[2], SIZES[0]);
    Ok(judge(&cases))
}

/// Reads and collects in turns, and keeps the least cost of each.
fn once(folder: &Path, reports: usize, least: &mut [Cost; 2]) -> io::Result<()> {
    let (context, folders) = (context(folder, reports)?, folders(folder, reports));
    let files = files(&folders)?;
    let mut costs = [Cost::default(); 2];
    // Every size handles the same number of reports, so that none has more undisturbed moments.
    for _ in 0..SIZES[2] / reports {
        costs[0].of(|| read(&files))??;
        let collected = costs[1].of(|| gather(&context, &folders))??;
        whole(&collected, reports)?;
    }
    for (least, cost) in least.iter_mut().zip(costs) {
        *least = Cost { time: cost.time.min(least.time), work: cost.work.min(least.work) };
    }
    Ok(())
}

/// Returns broken limits: ratios, and growth of the cost per report.
fn judge(cases: &Cases) -> Vec<String> {
    let mut broken = Vec::new();
    for (reports, [bare, gathered]) in cases {
        let ratio = (gathered.time() / bare.time()).max(gathered.work() / bare.work());
        if ratio > RATIO_MAX {
            broken.push(format!("gathering {reports} reports costs {ratio:.2} times the bare reading"));
        }
    }
    if [Cost::time, Cost::work].iter().any(|of| growth(cases, *of) > GROWTH_MAX) {
        broken.push("the cost of a report grows with their number".to_owned());
    }
    broken
}

/// Cost per report in the largest case, divided by that in the smallest.
fn growth(cases: &Cases, of: fn(Cost) -> f64) -> f64 {
    of(cases[2].1[1]) / of(cases[0].1[1])
}

fn files(folders: &[PathBuf]) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for folder in folders {
        for file in fs::read_dir(folder)? {
            files.push(file?.path());
        }
    }
    Ok(files)
}

fn gather(context: &Context, folders: &[PathBuf]) -> io::Result<Collected> {
    Collected::gather(context, folders, &mut |_| true).map_err(|error| io::Error::other(error.to_string()))
}

fn whole(collected: &Collected, reports: usize) -> io::Result<()> {
    let refused = collected.rejected.first().map(|one| &one.reason);
    if collected.county.reports.len() == reports && refused.is_none() {
        return Ok(());
    }
    Err(io::Error::other(format!("{} of {reports} reports, {refused:?}", collected.county.reports.len())))
}

fn read(files: &[PathBuf]) -> io::Result<()> {
    let next = AtomicUsize::new(0);
    let reading = || -> io::Result<()> {
        while let Some(path) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            let bytes = fs::read(path)?;
            black_box(Sha256::digest(&bytes));
            black_box(ron::de::from_bytes::<Report>(&bytes).map_err(io::Error::other)?);
        }
        Ok(())
    };
    thread::scope(|scope| {
        let readers: Vec<_> = (0..threads()).map(|_| scope.spawn(reading)).collect();
        let ended =
            readers.into_iter().map(|reader| reader.join().unwrap_or_else(|_| Err(io::ErrorKind::Other.into())));
        ended.collect()
    })
}

/// Collects the reports and prints the bytes at the peak and the bytes kept.
fn hold(reports: usize, folder: &Path) -> io::Result<()> {
    let (context, folders) = (context(folder, reports)?, folders(folder, reports));
    COUNTS.store(true, Ordering::Relaxed);
    let collected = gather(&context, &folders)?;
    COUNTS.store(false, Ordering::Relaxed);
    whole(&collected, reports)?;
    println!("{} {}", PEAK.load(Ordering::Relaxed), HELD.load(Ordering::Relaxed));
    Ok(())
}

fn memory(folder: &Path, reports: usize) -> io::Result<Memory> {
    let output = Command::new(std::env::current_exe()?).arg(reports.to_string()).arg(folder).output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let figures: Vec<f64> = text.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    match figures[..] {
        [peak, kept] => Ok(Memory { peak, kept }),
        _ => Err(io::Error::other(String::from_utf8_lossy(&output.stderr).into_owned())),
    }
}

fn threads() -> usize {
    thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

fn float(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

/// The folders of a case: its data folder, and one folder per county.
fn context(folder: &Path, reports: usize) -> io::Result<Context> {
    let data = DataFolder { path: folder.join(format!("data-{reports}")), chosen: FolderChoice::Named };
    let settings = Settings::default();
    Ok(Context {
        plans: KnownPlans::load(&data, &settings),
        data,
        settings,
        plan: own_plan()?,
        township: None,
        township_named: false,
        warning: None,
        year: None,
        today: last_day(),
        day_fixed: true,
        format: OutputFormat::Json,
        look: None,
    })
}

fn folders(folder: &Path, reports: usize) -> Vec<PathBuf> {
    (0..reports / ROSTER).map(|county| folder.join("上报").join(format!("第{county:03}县"))).collect()
}

fn own_plan() -> io::Result<PlanFile> {
    read_plan(embedded::PLANS[0])
}

fn read_plan(text: &str) -> io::Result<PlanFile> {
    format::plan::read(text.as_bytes()).map_err(|error| io::Error::other(format!("{error:?}")))
}

fn last_day() -> NaiveDate {
    Period::year_of(2025).last_day()
}

/// Writes plans and reports of all counties. Returns the bytes of the reports.
fn write(folder: &Path) -> io::Result<f64> {
    let own = own_plan()?.plan;
    let mut bytes = 0;
    for (county, reports) in folders(folder, SIZES[2]).iter().enumerate() {
        let plan = plan(&own, county)?;
        for reports_wanted in SIZES.into_iter().filter(|size| county < size / ROSTER) {
            let plans = context(folder, reports_wanted)?.data.plans();
            fs::create_dir_all(&plans)?;
            fs::write(plans.join(format!("{}.ron", plan.1.plan.id)), &plan.0)?;
        }
        fs::create_dir_all(reports)?;
        for number in 0..ROSTER {
            let report = report(&plan.1, number, county * ROSTER + number)?;
            let text = format::report::write(&report).map_err(io::Error::other)?;
            bytes += text.len();
            fs::write(reports.join(report.file_name(&plan.1.plan)), text)?;
        }
    }
    Ok(float(bytes))
}

/// The embedded plan with another id and roster, and its text.
fn plan(own: &Plan, county: usize) -> io::Result<(String, PlanFile)> {
    let township = |number| Township {
        code: format!("{:06}{:03}", 510_100 + county, 100 + number),
        name: format!("第{county:03}县{number:02}号镇"),
    };
    let plan = Plan {
        id: format!("county-{county:03}-kxsz-2021-2025"),
        roster: (0..ROSTER).map(township).collect(),
        abolished: Vec::new(),
        ..own.clone()
    };
    let text = format::write_value(&plan, format::plan::FORMAT).map_err(io::Error::other)?;
    let file = read_plan(&text)?;
    Ok((text, file))
}

/// The year's report of a township; `seed` makes it unique.
fn report(file: &PlanFile, township: usize, seed: usize) -> io::Result<Report> {
    let PlanFile { plan, sha256 } = file;
    let period = Period::year_of(last_day().year());
    let day = |number: usize| period.first_day() + Days::new(((seed + number) * 7 % 365) as u64);
    let standing = |number: usize| match (seed + number) % 10 {
        0..6 => ItemStatus::Done { on: day(number) },
        6 | 7 => ItemStatus::Doing,
        8 => ItemStatus::Todo,
        _ => ItemStatus::NotApplicable { reason: "本乡没有这类单位，已向县科协说明。".to_owned() },
    };
    let owed = || plan.owed().map(|(_, task)| task);
    let (mut items, mut tasks) = (Vec::new(), Vec::new());
    for task in owed() {
        let mut tally = Tally::default();
        let of = items.len();
        for item in &task.items {
            let standing = standing(items.len());
            tally.count(&standing);
            items.push(ReportItem { id: item.id.clone(), occurrence: None, status: standing });
        }
        let standings = items[of..].iter().map(|item| item.status.clone()).collect();
        tasks.push(TaskProgress { no: task.no, items: standings, tally });
    }
    let numbers: Vec<u32> = owed().map(|task| task.no).collect();
    let activities: Vec<Activity> = (0..ACTIVITIES)
        .map(|number| activity(numbers[number % numbers.len()], day(number), seed * ACTIVITIES + number))
        .collect();
    let remarks = numbers.iter().step_by(2).map(|&task| TaskRemarks {
        task,
        problem: format!("第{task}项缺少经费和讲师，山区几个村路远，人难召集。"),
        next: "与县级主管部门联系，争取下季度再办两场，并请村里提前通知。".to_owned(),
        nothing: String::new(),
    });
    let spread = |number: usize| Hex16((number as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    // Ordered by device id, as in the report.
    let mut ledgers =
        [0, 1].map(|pc| (spread(seed * 2 + pc), (0..300 + pc).map(|number| spread(seed * 1_000 + number))));
    ledgers.sort_by_key(|(device, _)| *device);
    let head = |(device, ids): (Hex16, _)| {
        let ids: Vec<Hex16> = Iterator::collect(ids);
        let last = ids.last().copied().unwrap_or(device);
        (Head { device, entries: ids.len() as u64, last }, EntryChecksums::of(ids))
    };
    let (heads, trails) = ledgers.into_iter().map(head).unzip();
    let at = DateTime::parse_from_rfc3339("2025-12-31T17:20:00+08:00").map_err(io::Error::other)?;
    Ok(Report {
        plan: plan.id.clone(),
        plan_sha256: sha256.clone(),
        township: plan.roster[township].clone(),
        period,
        period_over: true,
        revision: 4,
        parent: Some(named(&[&seed.to_string(), "报"])),
        heads,
        reporter: "张三".to_owned(),
        reviewer: "李四".to_owned(),
        phone: "0812-8172000".to_owned(),
        made_at: at,
        damaged: 0,
        items,
        own_items: Vec::new(),
        year_totals: ActivityTotals::of(&activities),
        activities,
        remarks: remarks.collect(),
        totals: Totals::of(&Progress { tasks }),
        taken_in: Vec::new(),
        entry_checksums: trails,
        targets: Vec::new(),
    })
}

fn activity(task: u32, date: NaiveDate, seed: usize) -> Activity {
    let evidence = |number: usize| Evidence {
        name: format!("活动现场照片和签到表-{seed:06}-{number}.jpg"),
        bytes: 2_000_000 + (seed * 977 % 1_000_000) as u64,
        sha256: named(&[&seed.to_string(), "证", &number.to_string()]),
    };
    Activity {
        id: Hex16((seed as u64).wrapping_mul(0xD134_2543_DE82_EF95)),
        date,
        task,
        title: format!("第{seed}场科普活动：送农技下乡和防灾减灾宣传"),
        place: "村委会院坝".to_owned(),
        sessions: Some(1),
        people: Some((seed % 400) as u64),
        materials: (!seed.is_multiple_of(3)).then_some(200),
        funds: (seed.is_multiple_of(5)).then_some(1_500),
        evidence: (0..=seed % 3).map(evidence).collect(),
        note: "请县农业农村局的技术员讲解枇杷和芒果的病虫害防治，现场答疑，发放资料；参加的主要是种植大户和脱贫户，\
               会后到地里看了两处。"
            .to_owned(),
        also: Vec::new(),
        items: Vec::new(),
    }
}

fn named(parts: &[&str]) -> String {
    seal::sha256(parts.concat().as_bytes())
}
