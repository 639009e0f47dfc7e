//! The county's screens of the real program in a real terminal: read a folder, open a report, answer it.

use std::path::PathBuf;

use taizhang::domain::ledger::Ledger;
use taizhang::domain::plan::{Plan, Township};
use taizhang::domain::report::{Edition, Signature, compose};
use taizhang::{embedded, format};

use crate::office::Office;
use crate::window::{Window, console};

/// A folder with reports of two townships, made by the real program.
fn folder_of_reports() -> (Office, PathBuf) {
    let county = Office::new();
    let folder = county.folder.path().join("各乡镇");
    for township in ["攀莲镇", "丙谷镇"] {
        let office = Office::new();
        office.run(&["setup", "--township", township, "--reporter", "张三", "--phone", "123"]).done();
        office.run(&["mark", "5.1", "done", "--on", "2025-03-12"]).done();
        let out = folder.to_str().unwrap().to_owned();
        assert!(office.run(&["export", "--period", "2025", "--out", &out]).code < 2);
    }
    (county, folder)
}

#[test]
fn county_collects_and_answers() {
    let (county, folder) = folder_of_reports();
    let args = ["--today", "2025-11-23", "collect", folder.to_str().unwrap()];
    let mut window = Window::start(&county, console(false), true, &args, b"", &[]);
    window.wait_for("乡镇 11个  已报 2个  未报 9个").wait_for("完成的乡镇数");
    window.send("\x1b[C\x1b[C\x1b[C").wait_for("任务5 深入开展农村科普活动：进行中");
    window.send("\r").wait_for("5.1 开展“三下乡”科普宣传 2025-03-12").wait_for("填报 张三");
    window.send("\x1b").wait_for("完成的乡镇数");
    // Return it because of task 5, onto the USB stick.
    window.send("\x1b[15~").wait_for("答复 攀莲镇").send("\x1b[C").wait_for("< 退回 >");
    window.send("\x1b[B\x1b[B").send("佐证不全").wait_for("任务5 意见：佐证不全");
    window.send(&format!("\x1b[B\x15{}", county.stick().display())).settle();
    window
        .send("\x1b[B县科协\x1b[B赵六")
        .wait_for("赵六")
        .send("\x1b[15~")
        .wait_for("已出回执：攀莲镇2025年全年第1次上报，退回");
    window.wait_for("已退 1个");
    let receipt = county.stick().join("510421100-攀莲镇-2025-第1次-回执-退回.ron");
    assert_eq!(county.json(&["verify", receipt.to_str().unwrap()])[0]["kind"], "receipt");
    // The list of missing townships as a text for Notepad.
    window
        .send("\x1bOS")
        .wait_for("未报的乡镇 9个")
        .send("\x1b[15~")
        .wait_for("存催报通知")
        .send("\x1b[15~")
        .wait_for("已存到");
    let text = std::fs::read_to_string(county.stick().join("未报名单-2025.txt")).unwrap();
    assert!(text.starts_with('\u{feff}') && text.contains("\r\n    得石镇\r\n") && !text.contains("丙谷镇"), "{text}");
    window.send("\x1b").wait_for("完成的乡镇数").send("\x1b").wait_for("要退出请按 F10").send("\x1b[21~");
    assert_eq!(window.ended(), Some(0));
    // The answer is known after reading again. 收到 for the other is written at once.
    let mut window = Window::start(&county, console(true), true, &args, b"", &[]);
    window.wait_for("已退 1个").send("\x1b[20~").wait_for("给1个已报").send("\x1b[15~").wait_for("再按一次");
    window.send("\x1b[15~").wait_for("已出回执：丙谷镇");
    assert!(county.stick().join("510421101-丙谷镇-2025-第1次-回执-收到.ron").exists());
    window.send("\x1b[21~");
    assert_eq!(window.ended(), Some(0));
}

#[test]
fn first_start_reaches_the_county() {
    let (county, _) = folder_of_reports();
    let mut window = Window::open(&county, console(false));
    window.wait_for("第1步").send("\x1bOQ").wait_for("选装着上报文件的文件夹").send("\x1b").wait_for("第1步");
    window.send("\x1b[21~");
    assert_eq!(window.ended(), Some(0));
}

#[test]
fn formats_and_pipes_skip_the_screen() {
    let (county, folder) = folder_of_reports();
    let folder = folder.to_str().unwrap();
    let mut window = Window::start(
        &county,
        console(false),
        true,
        &["--today", "2025-11-23", "collect", folder, "--format", "csv"],
        b"",
        &[],
    );
    assert_eq!(window.ended(), Some(0));
    assert!(String::from_utf8_lossy(&window.bytes).contains("510421100"));
    assert!(county.run(&["collect", folder]).done().contains("2个已报"));
}

#[test]
fn one_key_stops_a_long_collection() {
    let (county, folder) = folder_of_reports();
    let report = folder.join("510421100-攀莲镇-2025-第1次.ron");
    // So many files that the key comes before all are read.
    let copies: Vec<PathBuf> = (0..12_000).map(|at| folder.join(format!("副本{at}.ron"))).collect();
    for copy in &copies {
        std::fs::hard_link(&report, copy).unwrap();
    }
    let args = ["--today", "2025-11-23", "collect", folder.to_str().unwrap()];
    let mut window = Window::start(&county, console(false), true, &args, b"", &[]);
    window.wait_to_see("/12002 个文件").send("\x1b").wait_for("没有读完就停了").wait_for("没有读完");
    for copy in copies {
        std::fs::remove_file(copy).unwrap();
    }
    window.send("5").wait_for("读到2份上报").wait_for("已报 2个");
    assert!(!window.text().contains("没有读完"), "{}", window.text());
    window.send("\x1b[21~");
    assert_eq!(window.ended(), Some(0));
}

/// Reports of a plan with that many townships, all without progress, and the plan.
fn folder_of_a_province(county: &Office, townships: usize) -> PathBuf {
    let folder = county.folder.path().join("全省");
    std::fs::create_dir(&folder).unwrap();
    let own = format::plan::read(embedded::PLANS[0].as_bytes()).unwrap().plan;
    let township = |at| Township { code: format!("{at:09}"), name: format!("第{at}镇") };
    let (id, roster) = ("sheng".to_owned(), (1..=townships).map(township).collect());
    let plan = Plan { id, roster, abolished: vec![], ..own };
    let text = format::write_value(&plan, format::plan::FORMAT).unwrap();
    let file = format::plan::read(text.as_bytes()).unwrap();
    std::fs::write(folder.join("规划.ron"), &text).unwrap();
    let at = "2026-01-04T09:00:00+08:00".parse().unwrap();
    let (reporter, reviewer, phone) = ("张三".to_owned(), String::new(), String::new());
    let by = Signature { reporter, reviewer, phone, at, today: "2026-01-04".parse().unwrap() };
    let edition = || Edition { period: "2025".parse().unwrap(), revision: 1, parent: None };
    let compose = |township| compose(&plan, &file.sha256, township, &Ledger::default(), 0, edition(), &by);
    for township in &plan.roster {
        let report = compose(township);
        std::fs::write(folder.join(report.file_name(&plan)), format::report::write(&report).unwrap()).unwrap();
    }
    folder
}

#[test]
fn stopped_receipts_stay_given() {
    // The key comes after a few dozen.
    const MANY: usize = 1_000;
    let county = Office::new();
    county.run(&["setup", "--county", "--reporter", "赵六", "--office", "县科协"]).done();
    let folder = folder_of_a_province(&county, MANY);
    let args = ["--today", "2026-01-05", "collect", folder.to_str().unwrap()];
    let mut window = Window::start(&county, console(false), true, &args, b"", &[]);
    window.wait_for(&format!("已报 {MANY}个")).send("\x1b[20~").wait_for(&format!("给{MANY}个已报"));
    window.send(&format!("\x15{}", county.stick().display())).settle();
    window.send("\x1b[15~").wait_for("再按一次").send("\x1b[15~").wait_to_see(&format!("/{MANY} 份回执")).send("\x1b");
    window.wait_for("停下来了，还有").wait_for("再按 F9 就接着出");
    let given = std::fs::read_dir(county.stick()).unwrap().count();
    assert!(0 < given && given < MANY, "{given}");
    window.wait_for(&format!("已收 {given}个")).send("\x1b[20~").wait_for(&format!("给{}个已报", MANY - given));
    window.send("\x1b[21~");
    assert_eq!(window.ended(), Some(0));
}

#[test]
fn missing_folder_opens_no_table() {
    let (county, _) = folder_of_reports();
    let args = ["--today", "2025-11-23", "collect", "/没有这个"];
    let mut window = Window::start(&county, console(false), true, &args, b"", &[]);
    assert_eq!(window.ended(), Some(3));
    let told = String::from_utf8_lossy(&window.bytes);
    assert!(told.contains("/没有这个 读不了（找不到这个文件或文件夹），没有汇总。"), "{told}");
}

#[test]
fn options_name_period_and_choice() {
    let (county, folder) = folder_of_reports();
    let folder = folder.to_str().unwrap();
    // A second PC of 丙谷镇 without the entries of the first.
    let other = Office::new();
    other.run(&["setup", "--township", "丙谷镇", "--reporter", "李四"]).done();
    other.run(&["mark", "1.1", "done"]).done();
    for period in ["2025", "2025Q3"] {
        assert!(other.run(&["export", "--period", period, "--out", folder]).code < 2);
    }
    let collected = county.json(&["collect", folder, "--period", "2025"]);
    let sha256 = collected["conflicts"][0]["sha256"][0].as_str().unwrap().to_owned();
    let open = |more: &[&str]| {
        let args: Vec<&str> = ["--today", "2025-11-23", "collect", folder].iter().chain(more).copied().collect();
        Window::start(&county, console(false), true, &args, b"", &[])
    };
    open(&["--period", "2025Q3"]).wait_for("2025年三季度").wait_for("已报 1个");
    open(&["--period", "2025", "--prefer", &sha256]).wait_for("已报 2个  未报 9个  清单完成");
    let mut window = open(&["--period", "2025", "--prefer", "ffff"]);
    window
        .wait_for("冲突 1个")
        .wait_for("ffff")
        .send("\x1b[B\r")
        .wait_for("2份上报，选一份")
        .send(" ")
        .wait_for("选定了这一份");
    window.send("\x1b").wait_for("F8 重新选");
    assert!(!window.text().contains("冲突 1个"), "{}", window.text());
}

#[test]
fn removed_report_spares_the_others() {
    let (county, folder) = folder_of_reports();
    county.run(&["setup", "--county", "--reporter", "赵六", "--office", "县科协"]).done();
    let args = ["--today", "2025-11-23", "collect", folder.to_str().unwrap()];
    let mut window = Window::start(&county, console(false), true, &args, b"", &[]);
    window.wait_for("已报 2个");
    std::fs::remove_file(folder.join("510421100-攀莲镇-2025-第1次.ron")).unwrap();
    window.send("\r").wait_for("! ").send("\x1b[20~").wait_for("给2个已报");
    window.send(&format!("\x15{}", county.stick().display())).settle();
    window.send("\x1b[15~").wait_for("再按一次").send("\x1b[15~").wait_for("有1份没有出成。攀莲镇：");
    assert!(window.text().contains("已出回执：丙谷镇"), "{}", window.text());
    window.wait_for("已收 1个").send("\x1b[B\r").wait_for("已答复收到");
}

#[test]
fn known_county_reopens_its_folder() {
    let (county, folder) = folder_of_reports();
    county.run(&["setup", "--county", "--office", "县科协", "--reporter", "王五"]).done();
    let args = ["--today", "2025-11-23", "collect", folder.to_str().unwrap()];
    let mut window = Window::start(&county, console(false), true, &args, b"", &[]);
    window.wait_for("已报 2个").send("\x1b[21~");
    assert_eq!(window.ended(), Some(0));
    let mut window = Window::open(&county, console(false));
    window.wait_for("各乡镇").wait_for("F5").send("\x1b[15~").wait_for("已报 2个");
    // After the folder is gone, the table is still shown.
    std::fs::rename(&folder, county.folder.path().join("拔出")).unwrap();
    window.send("5").wait_for("现在不在").wait_for("已报 2个").send("\x1b[21~");
    assert_eq!(window.ended(), Some(0));
}
