//! Ledgers of 1,000, 10,000 and 100,000 entries: opening, memory, a tick and an undo. Tick and undo must not cost
//! more in the largest ledger. Run it with `cargo bench --bench ledger`.
//!
//! Each size runs in a child process, which gets the number of entries.

use std::io;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use chrono::{DateTime, Days, FixedOffset, NaiveDate};
use ratatui::layout::Size;
use taizhang::app::message::Msg;
use taizhang::app::state::model::{Model, OpenTownship};
use taizhang::app::state::setup::{Signing, StorageState};
use taizhang::app::update::update;
use taizhang::domain::activity::ActivityPatch;
use taizhang::domain::change::RemarkPatch;
use taizhang::domain::ledger::{Change, DeviceId, EntryId, Hex16, ItemStatus, Ledger};
use taizhang::domain::plan::Plan;
use taizhang::domain::undo::undo;
use taizhang::embedded;
use taizhang::format::ledger::{Draft, Header};
use taizhang::format::plan;
use taizhang::store::folder::{DataFolder, FolderChoice};
use taizhang::store::ledger::{LedgerWriter, open};
use taizhang::store::{atomic, device};
use taizhang::terminal::keys::{Key, KeyCode};
use taizhang::terminal::look::{Look, Palette};
use taizhang::ui::{self, Skin};

const SIZES: [usize; 3] = [1_000, 10_000, 100_000];
const SIZE: Size = Size { width: 80, height: 25 };
const SKIN: Skin = Skin { look: Look::Plain, palette: Palette::new(true) };
const RUNS: usize = 200;
/// Rounds of opening. The least time counts.
const OPENED: usize = 5;

/// Measured values with their units, in the order of printing.
const MEASURES: [&str; 7] = [
    "file, KB",
    "opening, ms",
    "memory, KB",
    "tick: append and sync, us",
    "tick: fold and frame, us",
    "undo: find and append, us",
    "undo: fold and frame, us",
];

/// Highest growth of the cost of a tick and an undo over a hundredfold ledger. A higher value is not noise.
const GROWTH_MAX: f64 = 2.0;

fn main() -> io::Result<()> {
    if let Some(entries) = std::env::args().find_map(|argument| argument.parse().ok()) {
        let figures = measure(entries)?.map(|figure| figure.to_string());
        println!("{}", figures.join(" "));
        return Ok(());
    }
    let mut columns = Vec::new();
    for entries in SIZES {
        let output = Command::new(std::env::current_exe()?).arg(entries.to_string()).output()?;
        let text = String::from_utf8_lossy(&output.stdout);
        let figures: Vec<f64> = text.split_whitespace().filter_map(|word| word.parse().ok()).collect();
        if figures.len() != MEASURES.len() {
            return Err(io::Error::other(String::from_utf8_lossy(&output.stderr).into_owned()));
        }
        columns.push(figures);
    }
    println!("{:<28}{:>12}{:>12}{:>12}{:>20}", "entries", SIZES[0], SIZES[1], SIZES[2], "largest / smallest");
    let mut grew = false;
    for (row, name) in MEASURES.iter().enumerate() {
        let [small, middle, large] = [0, 1, 2].map(|column: usize| columns[column][row]);
        let growth = large / small;
        println!("{name:<28}{small:>12.1}{middle:>12.1}{large:>12.1}{growth:>19.1}x");
        // The sync depends on the disk. All other costs of a tick or an undo are ours and must stay constant.
        grew |= name.contains("fold") && growth > GROWTH_MAX;
    }
    if grew { Err(io::Error::other("the cost of a tick or an undo grows with the ledger")) } else { Ok(()) }
}

fn measure(entries: usize) -> io::Result<[f64; MEASURES.len()]> {
    let plan = plan::read(embedded::PLANS[0].as_bytes()).map_err(|error| io::Error::other(format!("{error:?}")))?.plan;
    let folder = tempfile::tempdir()?;
    let data = DataFolder { path: folder.path().join("data"), chosen: FolderChoice::Named };
    let township = plan.roster[0].clone();
    let bytes = write(&data, &plan, &township.code, entries)?;

    let before = resident()?;
    let mut began = Instant::now();
    let (mut shelf, mut writer) = open(&data, &plan.id, &township.code);
    let mut opening = began.elapsed();
    let memory = resident()? - before;
    for _ in 1..OPENED {
        // Release the lock first.
        drop((shelf, writer));
        began = Instant::now();
        (shelf, writer) = open(&data, &plan.id, &township.code);
        opening = opening.min(began.elapsed());
    }
    let mut writer = writer.map_err(|why| io::Error::other(why.to_string()))?;
    if shelf.ledger.len() != entries || !shelf.notes.is_empty() {
        return Err(io::Error::other(format!("{} entries, {:?}", shelf.ledger.len(), shelf.notes)));
    }

    let today = NaiveDate::from_ymd_opt(2025, 11, 23).unwrap_or_default();
    let item = plan.owed().find_map(|(_, task)| task.items.first()).map(|item| item.id.clone()).unwrap_or_default();
    let mut model = Model::new(plan, today, None, Signing::default(), StorageState::default());
    let device = Some(writer.device());
    let drawn = ui::draw(&model, SKIN, SIZE);
    let open =
        OpenTownship { township, ledger: shelf.ledger, device, read_only: None, notes: vec![], receipts: vec![] };
    update(&mut model, Msg::Opened(Box::new(open)), &drawn.view);
    let drawn = ui::draw(&model, SKIN, SIZE);
    update(&mut model, Msg::Key(Key::from(KeyCode::Enter)), &drawn.view);

    let mut times: [Vec<Duration>; 4] = std::array::from_fn(|_| Vec::new());
    for _ in 0..RUNS {
        let to = ItemStatus::Done { on: today };
        let mark = |_: &Ledger, _| Ok(Change::Mark { item: item.clone(), year: Some(2025), to: to.clone() });
        for (at, find) in [(0, &mark as &dyn Fn(&Ledger, DeviceId) -> io::Result<Change>), (2, &taken_back)] {
            let (append, fold) = one(&mut model, &mut writer, find)?;
            times[at].push(append);
            times[at + 1].push(fold);
        }
    }
    let [mark, marked, undo, undone] = times.map(median);
    let micros = |time: Duration| time.as_secs_f64() * 1e6;
    let opening = opening.as_secs_f64() * 1e3;
    Ok([bytes / 1024.0, opening, memory, micros(mark), micros(marked), micros(undo), micros(undone)])
}

fn taken_back(ledger: &Ledger, device: DeviceId) -> io::Result<Change> {
    undo(ledger, device).map_err(|refusal| io::Error::other(format!("{refusal:?}")))
}

/// A change as the event loop makes it: append, apply, draw.
fn one(
    model: &mut Model,
    writer: &mut LedgerWriter,
    find: &dyn Fn(&Ledger, DeviceId) -> io::Result<Change>,
) -> io::Result<(Duration, Duration)> {
    let ledger = model.open.as_ref().map(|open| &open.ledger).ok_or(io::ErrorKind::NotFound)?;
    let began = Instant::now();
    let change = find(ledger, writer.device())?;
    let stamp = ledger.next_stamp().ok_or(io::ErrorKind::NotFound)?;
    let entry = writer.append(change, stamp, at()?, "张三").map_err(|error| io::Error::other(format!("{error:?}")))?;
    let appended = began.elapsed();
    let view = ui::draw(model, SKIN, SIZE).view;
    let began = Instant::now();
    update(model, Msg::Recorded(Box::new(entry)), &view);
    drop(std::hint::black_box(ui::draw(model, SKIN, SIZE)));
    Ok((appended, began.elapsed()))
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn at() -> io::Result<DateTime<FixedOffset>> {
    DateTime::parse_from_rfc3339("2025-11-23T09:00:00+08:00").map_err(io::Error::other)
}

/// Memory of this process in kilobytes.
fn resident() -> io::Result<f64> {
    const PAGE_KB: u32 = 4;
    let text = std::fs::read_to_string("/proc/self/statm")?;
    let pages: Option<u32> = text.split_whitespace().nth(1).and_then(|word| word.parse().ok());
    pages.map(|pages| f64::from(pages * PAGE_KB)).ok_or_else(|| io::ErrorKind::InvalidData.into())
}

/// Writes a ledger of mixed entries over all years and tasks. Returns its length.
fn write(data: &DataFolder, plan: &Plan, township: &str, entries: usize) -> io::Result<f64> {
    let refused = |error| io::Error::other(format!("{error:?}"));
    let device = device::own_device(data).map_err(refused)?.device;
    let header = Header::new(&plan.id, township, device).line().map_err(io::Error::other)?;
    let (mut text, mut prev) = header;
    let tasks: Vec<_> = plan.owed().map(|(_, task)| task).collect();
    for number in 0..entries {
        let task = tasks[number % tasks.len()];
        // Counters with different periods, so that all combinations occur.
        let (year, day) = (2021 + i32::try_from(number / 7 % 5).unwrap_or_default(), number / 3 % 330);
        let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
        let date = first + Days::new(day as u64);
        let what = match number % 20 {
            0..8 => {
                let item = task.items[number / 20 % task.items.len()].id.clone();
                let to = if number % 3 == 0 { ItemStatus::Doing } else { ItemStatus::Done { on: date } };
                Change::Mark { item, year: Some(year), to }
            }
            8..15 => activity(number as u64, task.no, date),
            // Edits an earlier activity.
            15..17 => Change::Activity {
                id: Hex16(number as u64 - 7),
                set: ActivityPatch { people: Some(Some(number as u64 % 500)), ..ActivityPatch::default() },
            },
            17 | 18 => Change::Remark { task: task.no, year, set: remark(number) },
            _ => Change::Undo { entry: prev },
        };
        let (line, id) = line(prev, number as u64 + 1, what, device)?;
        text += &line;
        prev = id;
    }
    let path = data.ledgers(&plan.id, township).join(format!("{device}.ledger"));
    std::fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
    atomic::create(&path, text.as_bytes()).map_err(refused)?;
    Ok(f64::from(u32::try_from(text.len()).unwrap_or(u32::MAX)))
}

fn line(prev: EntryId, stamp: u64, what: Change, device: DeviceId) -> io::Result<(String, EntryId)> {
    let draft = Draft { prev, stamp, at: at()?, by: "张三".to_owned(), what };
    let (line, entry) = draft.line(device).map_err(io::Error::other)?;
    Ok((line, entry.id))
}

fn activity(id: u64, task: u32, date: NaiveDate) -> Change {
    let set = ActivityPatch {
        date: Some(date),
        task: Some(task),
        title: Some(format!("第{id}次集市宣传")),
        place: Some("镇政府门口".to_owned()),
        sessions: Some(Some(1)),
        people: Some(Some(id % 400)),
        materials: Some(Some(200)),
        funds: Some(None),
        note: Some("发放资料，现场答疑。".to_owned()),
        ..ActivityPatch::default()
    };
    Change::Activity { id: Hex16(id), set }
}

fn remark(number: usize) -> RemarkPatch {
    let problem = Some(format!("经费不足，第{number}次反映"));
    RemarkPatch { problem, next: Some("争取县里支持".to_owned()), nothing: None }
}
