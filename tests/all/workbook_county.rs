//! The county's workbook: each sum equals the sum over the reports. It lists missing townships, conflicts, and
//! rejected files with their reasons.

use std::collections::BTreeSet;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use calamine::{Data, Reader as _, Xlsx, open_workbook_from_rs};
use chrono::{DateTime, FixedOffset, NaiveDate};
use proptest::prelude::*;
use taizhang::domain::activity::{Activity, ActivityTotals, NUMBER_MAX};
use taizhang::domain::county::matrix::CountyMatrix;
use taizhang::domain::county::{CountyReports, Received, Rejected, ReportOrigin};
use taizhang::domain::ledger::{EntryChecksums, Head, Hex16, ItemStatus};
use taizhang::domain::period::Period;
use taizhang::domain::plan::{Plan, PlanFile};
use taizhang::domain::report::{Report, ReportItem, Totals};
use taizhang::format::{self, workbook};

const SHEETS: [&str; 4] = ["汇总表", "任务汇总", "未报名单", "问题文件"];
const FORMULAS: [&str; 5] = ["=1+1", "+2", "-3", "@SUM(A1)", "=HYPERLINK(\"http://x\")"];

fn period() -> Period {
    Period::year_of(2025)
}

fn at(minute: i64) -> DateTime<FixedOffset> {
    DateTime::from_timestamp(1_763_000_000 + minute * 60, 0).unwrap().fixed_offset()
}

fn plan() -> Plan {
    let text = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("data/miyi-2021-2025.ron")).unwrap();
    format::plan::read(&text).unwrap().plan
}

/// Another county's plan: fewer tasks, 4 with township items instead of 5, other townships, words that look like
/// formulas.
fn other() -> Plan {
    let mut plan = plan();
    "other".clone_into(&mut plan.id);
    "=另一规划".clone_into(&mut plan.title);
    "+另一规划".clone_into(&mut plan.short);
    plan.actions.truncate(4);
    for task in plan.actions.iter_mut().flat_map(|action| &mut action.tasks) {
        match task.no {
            4 => task.partners.push("各乡镇".to_owned()),
            5 => [&mut task.leads, &mut task.partners]
                .into_iter()
                .for_each(|units| units.retain(|unit| unit != "各乡镇")),
            6 => "@任务六".clone_into(&mut task.title),
            _ => {}
        }
    }
    plan.roster.truncate(4);
    for (number, township) in (1..).zip(&mut plan.roster) {
        township.code = format!("52000000{number}");
        township.name = format!("-{number}号镇");
    }
    plan
}

/// The items and activities that a township reports.
#[derive(Debug, Clone)]
struct TownshipReport {
    standings: Vec<u8>,
    activities: Vec<(u32, [Option<u64>; 4])>,
    text: &'static str,
}

fn said() -> impl Strategy<Value = TownshipReport> {
    let number = || prop_oneof![Just(None), Just(Some(0)), (0..500_u64).prop_map(Some), Just(Some(NUMBER_MAX))];
    let activity = (1..30_u32, prop::array::uniform4(number()));
    let standings = prop_oneof![Just(vec![2]), Just(vec![3]), prop::collection::vec(0..4_u8, 1..60),];
    let text = prop_oneof![2 => Just("张三"), 1 => prop::sample::select(&FORMULAS[..])];
    let activities = prop::collection::vec(activity, 0..8);
    (standings, activities, text).prop_map(|(standings, activities, text)| TownshipReport {
        standings,
        activities,
        text,
    })
}

fn report(plan: &Plan, township: usize, said: &TownshipReport) -> Report {
    let day = NaiveDate::from_ymd_opt(2025, 3, 12).unwrap();
    let items = plan.owed().flat_map(|(_, task)| &task.items).zip(said.standings.iter().cycle());
    let standing = |at: u8| match at {
        0 => ItemStatus::Todo,
        1 => ItemStatus::Doing,
        2 => ItemStatus::Done { on: day },
        _ => ItemStatus::NotApplicable { reason: "没有".to_owned() },
    };
    let activity = |&(task, [sessions, people, materials, funds]): &(u32, [Option<u64>; 4])| Activity {
        id: Hex16(1),
        date: day,
        task,
        title: "活动".to_owned(),
        place: String::new(),
        sessions,
        people,
        materials,
        funds,
        evidence: vec![],
        note: String::new(),
        also: vec![],
        items: vec![],
    };
    Report {
        plan: plan.id.clone(),
        plan_sha256: String::new(),
        township: plan.roster[township].clone(),
        period: period(),
        period_over: true,
        revision: 1,
        parent: None,
        heads: vec![Head { device: Hex16(1), entries: 1, last: Hex16(1) }],
        reporter: said.text.to_owned(),
        reviewer: String::new(),
        phone: said.text.to_owned(),
        made_at: at(0),
        damaged: 0,
        items: items
            .map(|(item, &at)| ReportItem { id: item.id.clone(), occurrence: None, status: standing(at) })
            .collect(),
        own_items: vec![],
        activities: said.activities.iter().map(activity).collect(),
        year_totals: ActivityTotals::default(),
        remarks: vec![],
        totals: Totals { done: 0, total: 0, na: 0, tasks_done: 0, tasks_total: 0 },
        taken_in: vec![],
        entry_checksums: vec![EntryChecksums::of([Hex16(1)])],
        targets: vec![],
    }
}

/// The report in a file of that name.
fn received(plan: &Plan, report: Report, file: &str) -> Received {
    let plan = PlanFile { plan: plan.clone(), sha256: String::new() };
    let sha256 = format::seal::sha256(file.as_bytes());
    Received::of(ReportOrigin { path: PathBuf::from(file), within: None }, sha256, report, &plan)
}

/// The next report of the same PC, which supersedes the first.
fn later(mut report: Report, said: &TownshipReport, plan: &Plan, township: usize) -> Report {
    let newer = self::report(plan, township, said);
    (report.items, report.activities) = (newer.items, newer.activities);
    report.heads[0] = Head { device: Hex16(1), entries: 2, last: Hex16(2) };
    report.entry_checksums = vec![EntryChecksums::of([Hex16(1), Hex16(2)])];
    (report.revision, report.made_at) = (2, at(1));
    report
}

/// The text of each cell; a number as it is shown.
fn read(bytes: Vec<u8>) -> [Vec<Vec<Data>>; 4] {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    assert_eq!(book.sheet_names(), SHEETS);
    SHEETS.map(|name| {
        assert!(book.worksheet_formula(name).unwrap().is_empty(), "{name} has no formula");
        book.worksheet_range(name).unwrap().rows().map(<[Data]>::to_vec).collect()
    })
}

/// A table below its header row; cells are found by row and column name.
struct Table<'a> {
    heads: Vec<String>,
    rows: &'a [Vec<Data>],
}

impl<'a> Table<'a> {
    fn of(sheet: &'a [Vec<Data>]) -> Self {
        let head = sheet.iter().position(|row| row.contains(&Data::String("序号".to_owned()))).unwrap();
        Self { heads: sheet[head].iter().map(ToString::to_string).collect(), rows: &sheet[head + 1..] }
    }

    fn cell(&self, row: usize, head: &str) -> &'a Data {
        let column = self.heads.iter().position(|one| one == head).unwrap_or_else(|| panic!("no column {head}"));
        &self.rows[row][column]
    }

    fn text(&self, row: usize, head: &str) -> String {
        self.cell(row, head).to_string()
    }

    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole numbers far below 2^53")]
    fn number(&self, row: usize, head: &str) -> u64 {
        match self.cell(row, head) {
            Data::Float(number) => *number as u64,
            other => panic!("{head} of row {row} is {other:?}"),
        }
    }

    fn numbers<const N: usize>(&self, row: usize, heads: [&str; N]) -> [u64; N] {
        heads.map(|head| self.number(row, head))
    }

    fn find(&self, from: usize, is: impl Fn(&[Data]) -> bool) -> usize {
        (from..self.rows.len()).find(|&row| is(&self.rows[row])).unwrap()
    }
}

/// Items done and items due, of one task or of all.
fn items(plan: &Plan, reports: &[&Report], no: Option<u32>) -> [u64; 2] {
    let (mut done, mut total) = (0, 0);
    for report in reports {
        for item in &report.items {
            let task: u32 = item.id.split('.').next().unwrap().parse().unwrap();
            assert!(plan.owed().any(|(_, owed)| owed.no == task));
            if no.is_none_or(|no| no == task) {
                done += u64::from(matches!(item.status, ItemStatus::Done { .. }));
                total += u64::from(!matches!(item.status, ItemStatus::NotApplicable { .. }));
            }
        }
    }
    [done, total]
}

fn activities(reports: &[&Report], no: Option<u32>) -> [u64; 5] {
    let mut sums = [0; 5];
    let all = reports.iter().flat_map(|report| &report.activities);
    for one in all.filter(|one| no.is_none_or(|no| no == one.task)) {
        let numbers = [Some(1), one.sessions, one.people, one.materials, one.funds];
        sums.iter_mut().zip(numbers).for_each(|(sum, number)| *sum += number.unwrap_or(0));
    }
    sums
}

/// Numbers of reports in which a task is done, under way, not begun, 不适用.
fn states(reports: &[&Report], no: u32) -> [u64; 4] {
    let mut states = [0; 4];
    for report in reports {
        let items = || report.items.iter().filter(|item| item.id.starts_with(&format!("{no}.")));
        let all = |is: fn(&ItemStatus) -> bool| items().all(|item| is(&item.status));
        let at = if all(|one| matches!(one, ItemStatus::NotApplicable { .. })) {
            3
        } else if all(|one| matches!(one, ItemStatus::Done { .. } | ItemStatus::NotApplicable { .. })) {
            0
        } else if all(|one| matches!(one, ItemStatus::Todo | ItemStatus::NotApplicable { .. })) {
            2
        } else {
            1
        };
        states[at] += 1;
    }
    states
}

fn owed(plan: &Plan) -> Vec<u32> {
    plan.owed().map(|(_, task)| task.no).collect()
}

const ITEMS: [&str; 2] = ["清单完成", "清单总数"];
const ACTIVITIES: [&str; 5] = ["活动项数", "场次", "人次", "资料份数", "经费（元）"];
const STATES: [&str; 4] = ["完成乡镇数", "进行中", "未开始", "不适用"];

/// Checks the rows of a plan in the matrix. Returns the row after them.
fn check_matrix(table: &Table, plan: &Plan, reports: &[Option<Report>], mut row: usize) -> usize {
    let tasks_done = |reports: &[&Report]| {
        let all = owed(plan).into_iter().map(|no| states(reports, no));
        all.fold((0, 0), |sum, [done, doing, todo, _]| (sum.0 + done, sum.1 + done + doing + todo))
    };
    let check_sums = |row: usize, reports: &[&Report]| {
        assert_eq!(table.numbers(row, ITEMS), items(plan, reports, None));
        assert_eq!(table.numbers(row, ["场次", "人次"]), activities(reports, None)[1..3]);
        let (done, total) = tasks_done(reports);
        assert_eq!(table.text(row, "任务完成"), format!("{done}/{total}"));
    };
    for (number, (township, report)) in (1..).zip(plan.roster.iter().zip(reports)) {
        assert_eq!(table.number(row, "序号"), number);
        assert_eq!(*table.cell(row, "乡镇"), Data::String(township.name.clone()));
        assert_eq!(table.text(row, "状态"), if report.is_some() { "已报" } else { "未报" });
        let Some(report) = report else {
            assert!(
                table.heads[table.heads.iter().position(|head| head == "第几次").unwrap()..]
                    .iter()
                    .all(|head| *table.cell(row, head) == Data::Empty)
            );
            row += 1;
            continue;
        };
        check_sums(row, &[report]);
        assert_eq!(table.number(row, "第几次"), u64::from(report.revision));
        for (head, text) in [("填报人", &report.reporter), ("电话", &report.phone)] {
            assert_eq!(*table.cell(row, head), Data::String(text.clone()));
        }
        for no in table.heads.iter().filter_map(|head| head.parse().ok()) {
            let [done, total] = items(plan, &[report], Some(no));
            let mark = match states(&[report], no) {
                _ if !owed(plan).contains(&no) => "/".to_owned(),
                [.., 1] => "-".to_owned(),
                [_, 1, ..] if done == 0 => format!("0/{total}*"),
                _ => format!("{done}/{total}"),
            };
            assert_eq!(table.text(row, &no.to_string()), mark, "task {no}");
        }
        row += 1;
    }
    let reports: Vec<&Report> = reports.iter().flatten().collect();
    let told = format!("清单合计（已报{}/{}个乡镇）", reports.len(), plan.roster.len());
    assert_eq!(table.rows[row][0].to_string(), told);
    check_sums(row, &reports);
    for no in owed(plan) {
        let [done, total] = items(plan, &reports, Some(no));
        let told = if total == 0 { "-".to_owned() } else { format!("{done}/\n{total}") };
        assert_eq!(table.text(row, &no.to_string()), told);
        assert_eq!(table.number(row + 1, &no.to_string()), states(&reports, no)[0]);
    }
    row + 2
}

/// Checks the rows of a plan in the sums by task. Returns the row after them.
fn check_tasks(table: &Table, plan: &Plan, reports: &[&Report], from: usize) -> usize {
    let whole = table.find(from, |row| row[0] == Data::String("合计".to_owned()));
    let (mut seen, mut states_sum) = (BTreeSet::new(), [0; 4]);
    for row in (from..whole).filter(|&row| matches!(table.rows[row][0], Data::Float(_))) {
        let no = u32::try_from(table.number(row, "序号")).unwrap();
        assert!(seen.insert(no), "task {no} stands once");
        assert_eq!(table.numbers(row, ACTIVITIES), activities(reports, Some(no)), "task {no}");
        if let Some((_, task)) = plan.task(no) {
            assert_eq!(*table.cell(row, "任务"), Data::String(task.title.clone()));
        }
        if owed(plan).contains(&no) {
            assert_eq!(table.numbers(row, ITEMS), items(plan, reports, Some(no)), "task {no}");
            let states = states(reports, no);
            assert_eq!(table.numbers(row, STATES), states, "task {no}");
            states_sum.iter_mut().zip(states).for_each(|(sum, more)| *sum += more);
        } else {
            assert!(ITEMS.iter().chain(&STATES).all(|head| table.text(row, head) == "-"));
        }
    }
    let held = reports.iter().flat_map(|report| &report.activities).map(|one| one.task);
    assert_eq!(seen, owed(plan).into_iter().chain(held).collect());
    assert_eq!(table.numbers(whole, ACTIVITIES), activities(reports, None));
    assert_eq!(table.numbers(whole, ITEMS), items(plan, reports, None));
    assert_eq!(table.numbers(whole, STATES), states_sum);
    whole + 1
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn sums_equal_the_reports(
        first in prop::collection::vec(prop::option::weighted(0.8, (said(), prop::option::of(said()))), 11),
        second in prop::option::of(prop::collection::vec(prop::option::of((said(), prop::option::of(said()))), 4)),
    ) {
        let plans = [plan(), other()];
        let said = [Some(first), second];
        let (mut all, mut standing) = (Vec::new(), Vec::new());
        for (plan, said) in plans.iter().zip(said).filter_map(|(plan, said)| Some((plan, said?))) {
            let of_plan = said.iter().enumerate().map(|(township, said)| said.as_ref().map(|(said, then)| {
                let file = |which: &str| format!("{}-{township}-{which}.ron", plan.id);
                let mut report = report(plan, township, said);
                all.push(received(plan, report.clone(), &file("1")));
                if let Some(then) = then {
                    report = later(report, then, plan, township);
                    all.push(received(plan, report.clone(), &file("2")));
                }
                report
            }));
            standing.push((plan, of_plan.collect::<Vec<Option<Report>>>()));
        }
        let county = CountyReports::of(all, &BTreeSet::new());
        let plans: Vec<&Plan> = standing.iter().map(|(plan, _)| *plan).collect();
        let picture = CountyMatrix::of(&plans, &county, period());
        let [matrix, tasks, missing, _] = read(workbook::write_county(&picture, &county, &[], &at(0)).unwrap());
        let (matrix, tasks, missing) = (Table::of(&matrix), Table::of(&tasks), Table::of(&missing));
        prop_assert_eq!(matrix.heads[0] == "规划", plans.len() > 1);
        let (mut row, mut task_row, mut absent) = (0, 0, Vec::new());
        for (plan, reports) in &standing {
            row = check_matrix(&matrix, plan, reports, row);
            let reported: Vec<&Report> = reports.iter().flatten().collect();
            task_row = check_tasks(&tasks, plan, &reported, task_row);
            let townships = plan.roster.iter().zip(reports).filter(|(_, report)| report.is_none());
            absent.extend(townships.map(|(township, _)| [&plan.short, &township.code, &township.name].map(String::clone)));
        }
        let told: Vec<[String; 3]> = (0..missing.rows.len())
            .filter(|&row| matches!(missing.rows[row][0], Data::Float(_)))
            .map(|row| ["规划", "代码", "乡镇"].map(|head| missing.text(row, head)))
            .collect();
        prop_assert_eq!(told, absent);
    }
}

fn quiet() -> TownshipReport {
    TownshipReport { standings: vec![2, 1, 0], activities: vec![(4, [Some(1), None, None, None])], text: "张三" }
}

fn lines(sheet: &[Vec<Data>]) -> Vec<String> {
    let rows = Table::of(sheet).rows.iter();
    rows.map(|row| row.iter().map(ToString::to_string).collect::<Vec<_>>().join("|")).collect()
}

#[test]
fn county_workbook_names_every_problem() {
    let plan = plan();
    let on_pc = |township: usize, pc: u64, minute: i64| {
        let mut report = report(&plan, township, &quiet());
        report.heads = vec![Head { device: Hex16(pc), entries: 1, last: Hex16(pc) }];
        report.entry_checksums = vec![EntryChecksums::of([Hex16(pc)])];
        report.made_at = at(minute);
        report
    };
    let mut early = on_pc(2, 1, 0);
    (early.period_over, early.damaged) = (false, 3);
    let files = vec![
        received(&plan, on_pc(0, 1, 0), "a1.ron"),
        received(&plan, on_pc(0, 2, 5), "a2.ron"),
        received(&plan, on_pc(1, 1, 0), "b1.ron"),
        received(&plan, later(on_pc(1, 1, 0), &quiet(), &plan, 1), "b2.ron"),
        Received {
            origin: ReportOrigin { path: "又一份.ron".into(), within: None },
            ..received(&plan, on_pc(1, 1, 0), "b1.ron")
        },
        received(&plan, early, "c.ron"),
        received(&plan, on_pc(3, 1, 0), "d1.ron"),
        received(&plan, on_pc(3, 2, 5), "d2.ron"),
    ];
    let chosen = BTreeSet::from([format::seal::sha256(b"d1.ron")]);
    let county = CountyReports::of(files, &chosen);
    let rejected = [
        Rejected {
            origin: ReportOrigin { path: "包.zip".into(), within: Some("=1.ron".into()) },
            reason: "=改动过".to_owned(),
        },
        Rejected {
            origin: ReportOrigin { path: "-x.ron".into(), within: None }, reason: "不是上报文件。".to_owned()
        },
    ];
    let picture = CountyMatrix::of(&[&plan], &county, period());
    let [matrix, _, missing, problems] = read(workbook::write_county(&picture, &county, &rejected, &at(9)).unwrap());
    assert_eq!(matrix[0][0].to_string(), plan.title);
    assert_eq!(matrix[1][0].to_string(), "2025年全年乡镇进度汇总表");
    assert_eq!(matrix[2][0].to_string(), "乡镇11个：已报4个（其中有冲突1个），未报7个");
    let rows = lines(&matrix);
    assert!(rows[0].starts_with("1|攀莲镇|有冲突|1|") && rows[1].starts_with("2|丙谷镇|已报|2|"), "{rows:?}");
    assert!(rows[4].starts_with("5|白马镇|未报||"), "{rows:?}");
    let notes = rows.last().unwrap();
    for note in ["见“问题文件”：攀莲镇。", "未满就上报的：得石镇。", "没有计入的：得石镇（3行）。"]
    {
        assert!(notes.contains(note), "{notes}");
    }
    assert_eq!(lines(&missing)[0], "1|米易县全民科学素质行动 2021-2025|510421105|白马镇|");
    assert_eq!(lines(&missing).len(), 7);

    let about = |minute: i64, revision: u32, file: &str| {
        let (made, seal) = (at(minute).format("%Y-%m-%d %H:%M"), &format::seal::sha256(file.as_bytes())[..16]);
        let [done, total] = items(&plan, &[&on_pc(0, 1, 0)], None);
        format!("第{revision}次上报，{made}生成，填报人张三，清单完成{done}/{total}项，校验 {seal}")
    };
    let told = [
        "不能收的文件（2份）|||".to_owned(),
        format!("1|-|{}|=改动过", Path::new("包.zip").join("=1.ron").display()),
        "2|-|-x.ron|不是上报文件。".to_owned(),
        "冲突：攀莲镇，互不包含，请县里选定（2份）|||".to_owned(),
        format!("1|攀莲镇|a1.ron|【没有计入】{}", about(0, 1, "a1.ron")),
        format!("2|攀莲镇|a2.ron|【暂按这份计】{}", about(5, 1, "a2.ron")),
        "县里没有选用的上报（1份）|||".to_owned(),
        format!("1|撒莲镇|d2.ron|县里选用的是：d1.ron。{}", about(5, 1, "d2.ron")),
        "已被取代的上报（1份）|||".to_owned(),
        format!("1|丙谷镇|b1.ron|内容都在后一份里：b2.ron。{}", about(0, 1, "b1.ron")),
        "重复的文件（1份）|||".to_owned(),
        "1|丙谷镇|又一份.ron|与b1.ron一字不差。".to_owned(),
    ];
    assert_eq!(lines(&problems), told);
}

#[test]
fn clean_county_workbook_says_so() {
    let plan = plan();
    let files = (0..plan.roster.len()).map(|at| received(&plan, report(&plan, at, &quiet()), &format!("{at}.ron")));
    let county = CountyReports::of(files.collect(), &BTreeSet::new());
    let picture = CountyMatrix::of(&[&plan], &county, period());
    let [_, _, missing, problems] = read(workbook::write_county(&picture, &county, &[], &at(0)).unwrap());
    assert_eq!(lines(&missing), ["没有未报的乡镇，11个乡镇都已上报。||||"]);
    assert_eq!(lines(&problems), ["没有不能收的文件，也没有冲突。|||"]);
    let again = || workbook::write_county(&picture, &county, &[], &at(0)).unwrap();
    assert_eq!(again(), again(), "and what was collected makes the same bytes each time");
}

#[test]
fn other_period_is_listed() {
    let plan = plan();
    let mut other = report(&plan, 1, &quiet());
    other.period = "2025Q4".parse().unwrap();
    let files = vec![received(&plan, report(&plan, 0, &quiet()), "a.ron"), received(&plan, other, "b.ron")];
    let county = CountyReports::of(files, &BTreeSet::new());
    let picture = CountyMatrix::of(&[&plan], &county, period());
    let [matrix, _, missing, _] = read(workbook::write_county(&picture, &county, &[], &at(0)).unwrap());
    assert!(lines(&missing)[0].ends_with("|丙谷镇|另报了2025年四季度"), "{:?}", lines(&missing));
    let notes = lines(&matrix).pop().unwrap();
    assert!(notes.contains("没有报这一期、报了别的报告期的：丙谷镇（另报了2025年四季度）。"), "{notes}");
}
