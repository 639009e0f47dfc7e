//! The printable workbook beside a report: its figures equal the report's, and text is never a formula.

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use calamine::{Data, Range, Reader as _, Xlsx, open_workbook_from_rs};
use serde_json::Value;
use taizhang::domain::plan::Plan;
use taizhang::domain::report::Report;
use taizhang::format::{self, workbook};

use crate::office::{Answer, Office};

/// Exports 2025 onto the stick with a workbook.
fn exported(office: &Office) -> Value {
    office.json(&["export", "--period", "2025", "--out", office.stick().to_str().unwrap(), "--xlsx"])
}

fn report(exported: &Value) -> Report {
    let bytes = fs::read(exported["path"].as_str().unwrap()).unwrap();
    format::report::read(&bytes).unwrap().report
}

fn plan() -> Plan {
    let text = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("data/miyi-2021-2025.ron")).unwrap();
    format::plan::read(&text).unwrap().plan
}

fn sheets(bytes: Vec<u8>) -> [Range<Data>; 2] {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    assert_eq!(book.sheet_names(), ["进度表", "台账"]);
    ["进度表", "台账"].map(|name| {
        assert!(book.worksheet_formula(name).unwrap().is_empty(), "{name} has no formula");
        book.worksheet_range(name).unwrap()
    })
}

fn read(exported: &Value) -> [Range<Data>; 2] {
    sheets(fs::read(exported["xlsx"].as_str().unwrap()).unwrap())
}

fn says(cell: &Data, words: &str) -> bool {
    cell.to_string().as_str() == words
}

fn row(sheet: &Range<Data>, first: &str) -> Vec<String> {
    let found = sheet.rows().find(|row| says(&row[0], first));
    found.unwrap_or_else(|| panic!("no row {first}")).iter().map(ToString::to_string).collect()
}

/// A number as a cell shows it: `-` if it was left out.
fn cell(number: Option<u64>) -> String {
    number.map_or_else(|| "-".to_owned(), |number| number.to_string())
}

/// An office with marks, activities with and without numbers, remarks and an own item.
fn busy() -> Office {
    let office = Office::of_panlian();
    let photo = office.folder.path().join("照片.jpg");
    fs::write(&photo, "photo").unwrap();
    let runs: &[&[&str]] = &[
        &["mark", "5.1", "done", "--on", "2025-03-12"],
        &["mark", "5.2", "doing"],
        &["mark", "9.1", "na", "--reason", "没有企业"],
        &["activity", "add", "--task", "5", "--date", "2025-03-12", "--title", "集市", "--people", "320"],
        &[
            "activity",
            "add",
            "--task",
            "5",
            "--date",
            "2025-05-01",
            "--title",
            "讲座",
            "--people",
            "1180",
            "--sessions",
            "2",
        ],
        &[
            "activity",
            "add",
            "--task",
            "4",
            "--date",
            "2025-06-01",
            "--title",
            "比赛",
            "--materials",
            "0",
            "--funds",
            "900",
        ],
        &[
            "activity",
            "add",
            "--task",
            "6",
            "--date",
            "2025-07-01",
            "--title",
            "培训",
            "--evidence",
            photo.to_str().unwrap(),
        ],
        &["remark", "6", "--problem", "缺经费", "--next", "争取支持"],
        &["remark", "7", "--nothing", "四季度再办"],
        &["item", "add", "--task", "5", "建宣传栏"],
    ];
    for args in runs {
        office.run(args).done();
    }
    office
}

#[test]
fn workbook_figures_equal_the_report() {
    let office = busy();
    let exported = exported(&office);
    let report = report(&exported);
    let [table, ledger] = read(&exported);

    let totals = row(&table, "合计");
    let told = format!("清单完成{}/{}项，不适用{}项", report.totals.done, report.totals.total, report.totals.na);
    assert!(totals[4].starts_with(&told), "{totals:?}");
    assert!(totals[4].contains(&format!("任务完成{}/{}项", report.totals.tasks_done, report.totals.tasks_total)));
    let sum = |task: Option<u32>, number: fn(&taizhang::domain::activity::Activity) -> Option<u64>| {
        let of_task = report.activities.iter().filter(|one| task.is_none_or(|no| one.task == no));
        of_task.filter_map(number).reduce(|a, b| a + b)
    };
    assert_eq!(totals[5..7], [cell(sum(None, |one| one.sessions)), cell(sum(None, |one| one.people))]);
    for (_, task) in plan().owed() {
        let cells = row(&table, &task.no.to_string());
        assert_eq!(cells[1..3], [task.title.clone(), task.leads.join("、")]);
        let numbers = [sum(Some(task.no), |one| one.sessions), sum(Some(task.no), |one| one.people)];
        assert_eq!(cells[5..7], numbers.map(cell), "task {}", task.no);
        for item in report.items.iter().filter(|item| item.id.starts_with(&format!("{}.", task.no))) {
            let standing = taizhang::domain::wording::status_words(&item.status);
            let line = cells[4].lines().find(|line| line.starts_with(&format!("{} ", item.id))).unwrap();
            assert!(line.ends_with(&format!("：{standing}")), "{line}");
        }
    }
    assert_eq!(row(&table, "4")[3], "未列入", "a task that does not name the townships stands there for its activity");
    assert_eq!(row(&table, "6")[7..], ["1份：照片.jpg", "缺经费", "争取支持"]);
    assert!(row(&table, "7")[4].contains("无可报告的理由：四季度再办"));
    assert!(row(&table, "5")[4].contains("完成1/3项"), "the township's own line does not count");

    for (number, activity) in (1..).zip(&report.activities) {
        let cells = row(&ledger, &number.to_string());
        assert_eq!(cells[3], activity.title);
        let numbers = [activity.sessions, activity.people, activity.materials, activity.funds];
        assert_eq!(cells[5..9], numbers.map(cell), "{}", activity.title);
    }
    let year = report.year_totals;
    let cells = row(&ledger, &format!("2025年累计（截至2025-12-31，{}项）", year.activities));
    assert_eq!(cells[5..9], [year.sessions, year.people, year.materials, year.funds].map(|sum| sum.to_string()));
}

#[test]
fn columns_have_heads_and_types() {
    let [table, ledger] = read(&exported(&busy()));
    let heads = [
        "序号",
        "任务",
        "牵头单位",
        "本乡镇角色",
        "完成情况",
        "活动场次",
        "参加人次",
        "佐证",
        "存在问题",
        "下一步打算",
    ];
    assert_eq!(row(&table, "序号"), heads);
    let typed = |sheet: &Range<Data>, first: &str, at: usize| {
        sheet.rows().find(|row| says(&row[0], first)).unwrap()[at].clone()
    };
    assert_eq!(typed(&table, "5", 6), Data::Float(1500.0));
    assert_eq!(typed(&table, "6", 6), Data::String("-".to_owned()), "left out is not 0");
    assert_eq!(typed(&ledger, "3", 7), Data::Float(0.0), "and 0 is not left out");
    assert!(matches!(typed(&ledger, "1", 1), Data::DateTime(day) if (day.as_f64() - 45728.0).abs() < 0.01));
}

#[test]
fn foot_has_signatures_and_own_items() {
    let office = Office::new();
    let setup = ["setup", "--township", "攀莲镇", "--reporter", "张三", "--reviewer", "李四", "--phone", "8171234"];
    office.run(&setup).done();
    office.run(&["item", "add", "--task", "5", "建宣传栏"]).done();
    let [table, _] = read(&exported(&office));
    let text: Vec<String> = table.rows().flatten().map(ToString::to_string).filter(|cell| !cell.is_empty()).collect();
    for foot in ["填报人：张三", "审核人：李四", "联系电话：8171234", "填报日期：2025年11月23日", "单位（盖章）："]
    {
        assert!(text.iter().any(|cell| cell == foot), "{foot}");
    }
    let place = |words: &str| text.iter().position(|cell| cell == words).unwrap();
    assert!(place("本乡镇自列清单（不计入合计）") > place("合计") && place("建宣传栏") > place("合计"));
    assert_eq!(text[0], plan().title);
    assert_eq!(text[1], "攀莲镇2025年全年工作进度表（期未满）");
}

#[test]
fn formula_text_stays_text() {
    let office = Office::of_panlian();
    for (task, text) in [("1", "=1+1"), ("2", "+2"), ("3", "-3"), ("5", "@SUM(A1)"), ("6", "=HYPERLINK(\"http://x\")")]
    {
        office.run(&["remark", task, &format!("--problem={text}")]).done();
        let date = ["--date", "2025-03-12"];
        office.run(&[&["activity", "add", "--task", task, &format!("--title={text}")], &date[..]].concat()).done();
    }
    let exported = exported(&office);
    let [table, ledger] = read(&exported);
    assert_eq!(row(&table, "1")[8], "=1+1");
    assert_eq!(row(&table, "3")[8], "-3");
    assert_eq!(row(&table, "6")[8], "=HYPERLINK(\"http://x\")");
    let titles: Vec<String> = ledger.rows().map(|row| row[3].to_string()).collect();
    assert!(titles.contains(&"@SUM(A1)".to_owned()), "{titles:?}");
}

#[test]
fn huge_text_continues_below() {
    let office = busy();
    let mut report = report(&exported(&office));
    let huge = (0..6000).map(|n| format!("第{n}句。")).collect::<Vec<_>>().concat();
    report.remarks[0].problem.clone_from(&huge);
    report.activities[0].note = format!("{huge}\u{1}\u{202e}");
    let [table, ledger] = sheets(workbook::write(&plan(), &report, &"0".repeat(64)).unwrap());
    let from = table.rows().position(|row| says(&row[0], "6")).unwrap();
    let rows = table.rows().skip(from).enumerate().take_while(|(at, row)| *at == 0 || says(&row[0], "续"));
    assert_eq!(rows.map(|(_, row)| row[8].to_string()).collect::<String>(), huge);
    assert!(ledger.rows().map(|row| row[10].to_string()).collect::<String>().contains(&huge));
}

#[test]
fn empty_report_lists_its_tasks() {
    let [table, ledger] = read(&exported(&Office::of_panlian()));
    assert_eq!(row(&table, "1")[5..8], ["-", "-", "-"]);
    assert!(row(&table, "合计")[4].starts_with("清单完成0/"));
    assert_eq!(row(&ledger, "本期没有活动记录").len(), 11);
}

#[test]
fn workbook_words_come_from_the_plan() {
    let mut other = plan();
    other.title = "某县=乡村振兴<实施>方案&一二三".to_owned();
    other.actions[0].tasks[0].title = "修路_x0041_".to_owned();
    let report = report(&exported(&busy()));
    let [table, _] = sheets(workbook::write(&other, &report, &"0".repeat(64)).unwrap());
    assert_eq!(table.get_value((0, 0)).unwrap().to_string(), other.title);
    assert!(row(&table, "1")[1].starts_with("修路"));
}

#[test]
fn same_report_makes_same_workbook() {
    let office = busy();
    let first = exported(&office);
    let path = PathBuf::from(first["xlsx"].as_str().unwrap());
    assert!(path.ends_with("510421100-攀莲镇-2025-第1次.xlsx"));
    let bytes = fs::read(&path).unwrap();
    assert_eq!(exported(&office)["xlsx"], first["xlsx"], "the same bytes are left as they are");
    assert_eq!(fs::read(&path).unwrap(), bytes);
    fs::write(&path, "别人的表").unwrap();
    let second = PathBuf::from(exported(&office)["xlsx"].as_str().unwrap());
    assert_eq!((fs::read(&path).unwrap(), fs::read(&second).unwrap()), ("别人的表".into(), bytes));
}

#[test]
fn workbook_is_made_on_request() {
    let office = busy();
    let plain = office.json(&["export", "--period", "2025", "--out", office.stick().to_str().unwrap()]);
    assert_eq!(plain.get("xlsx"), None);
    assert_eq!(fs::read_dir(office.stick()).unwrap().count(), 1);
    let Answer { out, .. } =
        office.run(&["export", "--period", "2025", "--out", office.stick().to_str().unwrap(), "--xlsx"]);
    assert!(out.contains("表格：") && out.contains(".xlsx"), "{out}");
}

#[test]
fn pages_repeat_their_heads() {
    let office = busy();
    let exported = exported(&office);
    let parts = crate::backup::unpacked(Path::new(exported["xlsx"].as_str().unwrap()));
    let part = |name: &str| {
        let (_, bytes) = parts.iter().find(|(part, _)| part == name).unwrap();
        String::from_utf8(bytes.clone()).unwrap()
    };
    for sheet in ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"] {
        let xml = part(sheet);
        for setup in [
            r#"paperSize="9""#,
            r#"orientation="landscape""#,
            r#"fitToHeight="0""#,
            r#"horizontalCentered="1""#,
            r#"state="frozen""#,
            "第 &amp;P 页，共 &amp;N 页",
        ] {
            assert!(xml.contains(setup), "{sheet}: {setup}");
        }
    }
    assert!(part("xl/workbook.xml").contains("进度表!$4:$4"));
    let unpacked: usize = parts.iter().map(|(_, bytes)| bytes.len()).sum();
    let packed = fs::metadata(exported["xlsx"].as_str().unwrap()).unwrap().len();
    assert!(packed * 3 < unpacked as u64, "{packed} of {unpacked}");
}

#[test]
fn long_names_keep_the_foot() {
    let mut report = report(&exported(&busy()));
    report.township.name = "&长".repeat(300);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("表.xlsx");
    fs::write(&path, workbook::write(&plan(), &report, &"0".repeat(64)).unwrap()).unwrap();
    let (_, xml) = crate::backup::unpacked(&path).into_iter().find(|(name, _)| name.ends_with("sheet1.xml")).unwrap();
    assert!(String::from_utf8(xml).unwrap().contains("&amp;L&amp;&amp;长"));
}
