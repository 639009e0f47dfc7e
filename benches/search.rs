//! A search over all texts of the plan with 1,000 own items, compared with drawing a frame. A query must take less
//! time than the frame after it. Run it with `cargo bench --bench search`.

use std::io;
use std::time::{Duration, Instant};

use chrono::{DateTime, NaiveDate};
use ratatui::layout::Size;
use taizhang::app::message::Msg;
use taizhang::app::state::model::{Model, OpenTownship};
use taizhang::app::state::setup::{Signing, StorageState};
use taizhang::app::update::update;
use taizhang::domain::ledger::{Change, Hex16, Ledger};
use taizhang::domain::search::{Query, SearchIndex};
use taizhang::embedded;
use taizhang::format::{ledger::Draft, plan};
use taizhang::terminal::keys::{Key, KeyCode};
use taizhang::terminal::look::{Look, Palette};
use taizhang::ui::{self, DrawnFrame, Skin};

const SIZE: Size = Size { width: 80, height: 25 };
const SKIN: Skin = Skin { look: Look::Plain, palette: Palette::new(true) };
const DEVICE: Hex16 = Hex16(1);
const OWN_ITEMS: u32 = 1_000;
const RUNS: usize = 200;

const QUERIES: [&str; 10] = [
    "qsn",
    "qingshaonian",
    "青少年",
    "xkx",
    "cq",
    "s",
    "shi",
    "shiyongjishupeixun",
    "没有这些字",
    "zzzzzzzzzzzzzzzzzzzz",
];

/// A ledger with own items on every third task, in a clerk's words.
fn ledger(tasks: &[u32]) -> io::Result<Ledger> {
    let at = DateTime::parse_from_rfc3339("2025-11-23T09:00:00+08:00").map_err(io::Error::other)?;
    let words = ["到村里讲一次防灾减灾", "请重庆的专家来讲课", "组织青少年参观水电站", "给种植大户送一批资料"];
    let mut ledger = Ledger::default();
    for (n, word) in (0..OWN_ITEMS).zip(words.iter().cycle()) {
        let task = tasks[n as usize % tasks.len()];
        let text = Some(format!("第{n}号自列事项：{word}，并把签到表和照片存好"));
        let what = Change::OwnItem { item: format!("{task}.z{n:04}"), task, text };
        let draft = Draft { prev: Hex16(0), stamp: u64::from(n) + 1, at, by: "张三".to_owned(), what };
        ledger.add(draft.line(DEVICE).map_err(io::Error::other)?.1);
    }
    Ok(ledger)
}

fn median(runs: usize, mut run: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..runs)
        .map(|_| {
            let began = Instant::now();
            run();
            began.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[times.len() / 2]
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

fn main() -> io::Result<()> {
    let plan = plan::read(embedded::PLANS[0].as_bytes()).map_err(|error| io::Error::other(format!("{error:?}")))?.plan;
    let owed: Vec<u32> = plan.owed().map(|(_, task)| task.no).collect();
    let ledger = ledger(&owed)?;
    let today = NaiveDate::from_ymd_opt(2025, 11, 23).unwrap_or_default();
    let mut model = Model::new(plan, today, None, Signing::default(), StorageState::default());
    let township = model.plan.roster[0].clone();
    let mut drawn = ui::draw(&model, SKIN, SIZE);
    let open = OpenTownship {
        township,
        ledger: ledger.clone(),
        device: Some(DEVICE),
        read_only: None,
        notes: vec![],
        receipts: vec![],
    };
    update(&mut model, Msg::Opened(Box::new(open)), &drawn.view);
    update(&mut model, Msg::Key(Key::from(KeyCode::F(4))), &drawn.view);
    drawn = ui::draw(&model, SKIN, SIZE);

    let frame = median(RUNS, || drop(std::hint::black_box(ui::draw(&model, SKIN, SIZE))));
    let made = median(20, || drop(std::hint::black_box(SearchIndex::of(&model.plan, &ledger, 2025))));
    println!("{OWN_ITEMS} own items, 31 texts, median of {RUNS} runs");
    println!("one frame at 80x25     {:>9.1} us", micros(frame));
    println!("making the index       {:>9.1} us   once, when the line is opened or the ledger changes", micros(made));

    let index = SearchIndex::of(&model.plan, &ledger, 2025);
    let mut slowest = Duration::ZERO;
    for line in QUERIES {
        let query = Query::new(line);
        let took = median(RUNS, || drop(std::hint::black_box(index.find(&query))));
        slowest = slowest.max(took);
        let found = index.find(&query).tasks.len();
        let ratio = took.as_secs_f64() / frame.as_secs_f64();
        println!("query {:>9.1} us  {ratio:>5.2} frames  {found:>2} tasks  {line}", micros(took));
    }
    println!("the slowest query takes {:.2} frames", slowest.as_secs_f64() / frame.as_secs_f64());

    let press = |model: &mut Model, drawn: &DrawnFrame, code| update(model, Msg::Key(Key::from(code)), &drawn.view);
    press(&mut model, &drawn, KeyCode::F(3));
    for letter in "qsn".chars() {
        drawn = ui::draw(&model, SKIN, SIZE);
        let began = Instant::now();
        press(&mut model, &drawn, KeyCode::Char(letter));
        println!("typing {letter}: {:>8.1} us until the list is sifted", micros(began.elapsed()));
    }
    Ok(())
}
