//! A cursor step in the county's matrix and the frame after it, at 80x25, for a few townships and for thousands. The
//! time must not grow with the townships, with their plans, or with the place of the cursor. Run it with `cargo bench
//! --bench matrix`.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::time::{Duration, Instant};

use chrono::{DateTime, NaiveDate};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Size;
use taizhang::app::message::Msg;
use taizhang::app::state::county_screens::CountyMsg;
use taizhang::app::state::model::Model;
use taizhang::app::state::setup::{Signing, StorageState};
use taizhang::app::update::update;
use taizhang::domain::county::collected::Collected;
use taizhang::domain::county::{CountyReports, Received, ReportOrigin};
use taizhang::domain::ledger::Ledger;
use taizhang::domain::period::Period;
use taizhang::domain::plan::{Plan, PlanFile, Township};
use taizhang::domain::report::{Edition, Signature, compose};
use taizhang::terminal::keys::{Key, KeyCode};
use taizhang::terminal::look::{Look, Palette};
use taizhang::ui::{self, DrawnFrame, Skin};
use taizhang::{embedded, format};

const SIZE: Size = Size { width: 80, height: 25 };
const SKIN: Skin = Skin { look: Look::Plain, palette: Palette::new(true) };
/// Numbers of townships and of plans.
const CASES: [(usize, usize); 5] = [(11, 1), (400, 1), (4_000, 1), (400, 8), (4_000, 80)];
const ROUNDS: usize = 400;
/// Highest cost of a frame as a multiple of the smallest case. A higher value is not noise.
const GROWTH_MAX: f64 = 1.5;

/// A matrix and its last frame.
struct Case {
    townships: usize,
    plans: usize,
    model: Model,
    drawn: DrawnFrame,
    terminal: Terminal<TestBackend>,
    /// Least time of a frame with the cursor on the first and on the last township.
    least: [Duration; 2],
}

impl Case {
    fn new(own: &Plan, townships: usize, plans: usize) -> io::Result<Self> {
        let each = townships / plans;
        let plans: Vec<PlanFile> = (0..plans).map(|county| plan(own, county, each)).collect();
        let of = plans.iter().flat_map(|file| file.plan.roster.iter().map(move |township| (file, township)));
        let reports = of.zip(0..).map(|((file, township), seed)| received(file, township, seed));
        let reports: Vec<Received> = reports.collect::<io::Result<_>>()?;
        let today = NaiveDate::from_ymd_opt(2026, 1, 5).unwrap_or_default();
        let mut model = Model::new(own.clone(), today, Some(2025), Signing::default(), StorageState::default());
        let drawn = ui::draw(&model, SKIN, SIZE);
        let count = plans.len();
        let found = Collected {
            folders: vec!["/上报".into()],
            plans,
            county: CountyReports::of(reports, &BTreeSet::new()),
            rejected: vec![],
            passed_over: vec![],
            stopped: false,
            preferred: BTreeSet::new(),
            answered: BTreeMap::new(),
        };
        let period = Some(Period::year_of(2025));
        update(&mut model, Msg::County(CountyMsg::Collected(Box::new(found), period, String::new())), &drawn.view);
        let backend = TestBackend::new(SIZE.width, SIZE.height);
        let Ok(terminal) = Terminal::new(backend);
        Ok(Self { townships, plans: count, model, drawn, terminal, least: [Duration::MAX; 2] })
    }

    fn press(&mut self, code: KeyCode) {
        update(&mut self.model, Msg::Key(Key::from(code)), &self.drawn.view);
    }

    /// Times a cursor step and its frame, at the top and at the end of the list.
    fn round(&mut self) {
        for (place, keys) in [[KeyCode::Home, KeyCode::Down], [KeyCode::End, KeyCode::Up]].into_iter().enumerate() {
            self.press(keys[0]);
            self.frame();
            let began = Instant::now();
            self.press(keys[1]);
            self.frame();
            self.least[place] = self.least[place].min(began.elapsed());
        }
    }

    fn frame(&mut self) {
        self.drawn = ui::draw(&self.model, SKIN, SIZE);
        let frame = &self.drawn.frame;
        let Ok(_) = self.terminal.draw(|out| out.buffer_mut().clone_from(frame));
    }
}

fn plan(own: &Plan, county: usize, townships: usize) -> PlanFile {
    let township = |at| Township { code: format!("{county:03}{at:06}"), name: format!("第{at}镇") };
    let plan = Plan {
        id: format!("county-{county:03}"),
        short: format!("第{county:03}县全民科学素质行动 2021-2025"),
        roster: (0..townships).map(township).collect(),
        ..own.clone()
    };
    PlanFile { plan, sha256: String::new() }
}

/// The year's report of a township. The progress differs between townships.
fn received(file: &PlanFile, township: &Township, seed: u32) -> io::Result<Received> {
    let at = DateTime::parse_from_rfc3339("2025-12-31T17:20:00+08:00").map_err(io::Error::other)?;
    let (reporter, reviewer, phone) = ("张三".to_owned(), String::new(), "0812-8172000".to_owned());
    let by = Signature { reporter, reviewer, phone, at, today: at.date_naive() };
    let edition = Edition { period: Period::year_of(2025), revision: 1, parent: None };
    let report = compose(&file.plan, "", township, &Ledger::default(), 0, edition, &by);
    let origin = ReportOrigin { path: report.file_name(&file.plan).into(), within: None };
    let mut received = Received::of(origin, format!("{seed:064x}"), report, file);
    for (number, task) in (0..).zip(&mut received.figures.tasks) {
        let done = (seed + number) % (task.tally.todo + 1);
        (task.tally.done, task.tally.todo) = (done, task.tally.todo - done);
    }
    received.figures.activities.people = u64::from(seed) * 97;
    Ok(received)
}

fn main() -> io::Result<()> {
    let own = format::plan::read(embedded::PLANS[0].as_bytes());
    let own = own.map_err(|error| io::Error::other(format!("{error:?}")))?.plan;
    let mut cases: Vec<Case> =
        CASES.into_iter().map(|(townships, plans)| Case::new(&own, townships, plans)).collect::<io::Result<_>>()?;
    // In turns, so that no case has more undisturbed moments.
    for _ in 0..ROUNDS {
        for case in &mut cases {
            case.round();
        }
    }
    println!("{:>9}{:>7}{:>17}{:>9}{:>17}{:>9}", "townships", "plans", "at the top, us", "", "at the end, us", "");
    let first = cases.first().map_or([Duration::MAX; 2], |case| case.least);
    let mut worst: f64 = 0.0;
    for Case { townships, plans, least, .. } in &cases {
        let [top, end] = least.map(|least| least.as_secs_f64() * 1e6);
        let ratio = |place: usize| least[place].as_secs_f64() / first[place].as_secs_f64();
        println!("{townships:>9}{plans:>7}{top:>17.1}{:>8.2}x{end:>17.1}{:>8.2}x", ratio(0), ratio(1));
        worst = worst.max(ratio(0)).max(ratio(1));
    }
    if worst > GROWTH_MAX { Err(io::Error::other("the frame grows with the townships")) } else { Ok(()) }
}
