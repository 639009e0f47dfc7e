//! Search in Chinese, by full pinyin and by initials.

use std::collections::BTreeSet;

use serde_json::Value;
use taizhang::app::availability;
use taizhang::app::keymap::{Intent, Scope};
use taizhang::app::message::Msg;
use taizhang::domain::ledger::{Change, Hex16, Ledger};
use taizhang::domain::plan::Plan;
use taizhang::domain::search::{Query, SearchIndex};
use taizhang::embedded;
use taizhang::format::plan;

use crate::effects::entry;
use crate::office::Office;
use crate::screen::Clerk;

fn miyi() -> Plan {
    plan::read(embedded::PLANS[0].as_bytes()).unwrap().plan
}

fn found(query: &str) -> BTreeSet<u32> {
    SearchIndex::of(&miyi(), &Ledger::default(), 2025).find(&Query::new(query)).tasks
}

/// A clerk with own checklist lines.
fn with_own_items(lines: &[(u32, &str)]) -> Clerk {
    let mut clerk = Clerk::in_panlian("2025-11-23");
    let mut open = clerk.model.open.clone().unwrap();
    for (task, text) in lines {
        let (item, text) = (format!("{task}.zabcd"), Some((*text).to_owned()));
        open.ledger.add(entry(&open.ledger, Hex16(7), Change::OwnItem { item, task: *task, text }));
    }
    clerk.take(Msg::Opened(Box::new(open)));
    clerk.press("F4");
    clerk
}

fn numbers(listing: &Value) -> Vec<u64> {
    listing["tasks"].as_array().unwrap().iter().map(|task| task["no"].as_u64().unwrap()).collect()
}

#[test]
fn pinyin_and_chinese_find_alike() {
    let tasks = found("青少年");
    assert!(!tasks.is_empty() && tasks.len() < 28);
    for query in ["qsn", "qingshaonian", "QSN", "ｑｓｎ", "qing'shao'nian", "青sn"] {
        assert_eq!(found(query), tasks, "{query}");
    }
}

#[test]
fn unit_initials_find_its_tasks() {
    let plan = miyi();
    let unit = "县科协".to_owned();
    let with_unit = plan.tasks().filter(|(_, task)| task.leads.contains(&unit) || task.partners.contains(&unit));
    let with_unit: BTreeSet<u32> = with_unit.map(|(_, task)| task.no).collect();
    assert!(!with_unit.is_empty());
    assert!(found("县科协").is_superset(&with_unit));
    assert!(found("xkx").is_superset(&found("县科协")));
    assert!(found("xiankexie").is_superset(&with_unit));
}

#[test]
fn item_number_matches_whole() {
    assert_eq!(found("5.1"), [5].into());
    assert_eq!(found("1.1"), [1].into());
    assert!(found("26").contains(&26));
}

#[test]
fn list_searches_like_the_screen() {
    let office = Office::of_panlian();
    let chinese = numbers(&office.json(&["list", "--search", "青少年"]));
    assert!(!chinese.is_empty());
    for query in ["qsn", "qingshaonian"] {
        assert_eq!(numbers(&office.json(&["list", "--search", query])), chinese, "{query}");
    }
    assert_eq!(numbers(&office.json(&["list", "--search", "sanxx kp"])), [5], "every word must be found");
}

#[test]
fn own_items_and_remarks_match() {
    let office = Office::of_panlian();
    assert_eq!(numbers(&office.json(&["list", "--search", "cqhzx"])), [0_u64; 0]);
    office.run(&["item", "add", "--task", "7", "联系重庆合作社"]).done();
    office.run(&["remark", "9", "--problem", "缺少银行贷款"]).done();
    assert_eq!(numbers(&office.json(&["list", "--search", "cqhzs"])), [7]);
    assert_eq!(numbers(&office.json(&["list", "--search", "yhdk"])), [9]);
    assert_eq!(numbers(&office.json(&["list", "--search", "yhdk", "--year", "2024"])), [0_u64; 0], "it is of 2025");
}

#[test]
fn safeguards_match_among_all_tasks() {
    let office = Office::of_panlian();
    let listing = office.json(&["list", "--all", "--search", "目标管理考核"]);
    assert_eq!(listing["safeguards"].as_array().unwrap().len(), 1);
    assert_eq!(office.json(&["list", "--all", "--search", "mbglkh"])["safeguards"], listing["safeguards"]);
    assert_eq!(office.json(&["list", "--search", "mbglkh"])["safeguards"], serde_json::json!([]));
}

#[test]
fn list_shows_what_the_search_finds() {
    let mut clerk = Clerk::in_panlian("2025-11-23");
    clerk.press("F3");
    assert_eq!(clerk.model.scope(), Scope::Search);
    assert!(clerk.sees(" 1 ") && clerk.sees("Esc 清除查找"), "{}", clerk.frame());
    clerk.write("qsn");
    let by_initials = clerk.frame();
    assert!(clerk.sees("查找「qsn」"), "{by_initials}");
    insta::assert_snapshot!("searching", by_initials);
    let list = |frame: &str| frame.lines().skip(4).take(18).map(|line| line.chars().take(20).collect()).collect();
    let found: Vec<String> = list(&by_initials);
    for other in ["qingshaonian", "青少年"] {
        clerk.press("Ctrl+U").write(other);
        assert_eq!(list(&clerk.frame()), found, "{other}");
    }
}

#[test]
fn esc_clears_the_search() {
    let mut clerk = Clerk::in_panlian("2025-11-23");
    clerk.press("F3").write("sanxx").press("回车");
    assert_eq!(clerk.model.scope(), Scope::List);
    assert!(clerk.sees("查找「sanxx」 1项") && clerk.sees("> 5 深入开展农村"), "{}", clerk.frame());
    assert!(!clerk.sees("> 1 ") && !clerk.sees("加大农民培训"));
    clerk.press("空格");
    assert!(clerk.sees("5.1") && clerk.recorded.len() == 1, "it is ticked like any other");
    clerk.press("F3").write(" 没有");
    assert!(clerk.sees("查找「sanxx 没有」 0项"), "F3 goes on with what was written");
    clerk.press("Esc");
    assert!(clerk.sees("本乡镇的任务") && clerk.sees("加大农民培训") && clerk.sees("> 5 "), "the selection stays");
}

#[test]
fn down_enters_the_results() {
    let mut clerk = Clerk::in_panlian("2025-11-23");
    clerk.press("F3").write("xkx").press("下 下");
    assert_eq!(clerk.model.scope(), Scope::List);
    assert!(clerk.sees("查找「xkx」"));
    clerk.press("Esc F3 回车");
    assert!(!clerk.sees("查找「") && clerk.model.scope() == Scope::List);
    assert!(!clerk.model.is_filtered(), "nothing is left to clear");
}

#[test]
fn search_line_takes_every_character() {
    let mut clerk = Clerk::in_panlian("2025-11-23");
    clerk.press("回车 F3");
    assert!(clerk.model.in_text_field());
    let start = clerk.drawn.cursor.unwrap();
    clerk.write("县 k?j");
    let after = clerk.drawn.cursor.unwrap();
    assert_eq!((after.x - start.x, after.y), (6, start.y));
    assert!(clerk.sees("查找 县 k?j") && clerk.recorded.is_empty());
    clerk.take(Msg::Text("\n科协".to_owned()));
    assert!(clerk.sees("县 k?j 科协"), "{}", clerk.frame());
    clerk.press("Esc");
    assert!(!clerk.model.in_text_field() && clerk.drawn.cursor.is_none());
}

#[test]
fn empty_result_explains_itself() {
    let mut clerk = Clerk::in_panlian("2025-11-23");
    clerk.press("F3").write("没有这些字");
    assert!(clerk.sees("没有找到。换个词再试"), "{}", clerk.frame());
    insta::assert_snapshot!("nothing_found", clerk.frame());
    clerk.press("回车");
    assert!(clerk.model.in_text_field() && clerk.sees("没有找到，换个词再试；按 Esc 清除。"));
    clerk.press("Esc");
    assert!(clerk.sees("> 1 "));
}

#[test]
fn task_of_others_is_found() {
    let mut clerk = Clerk::in_panlian("2025-11-23");
    clerk.press("F3").write("xwdx");
    assert!(clerk.sees("0项") && clerk.sees("按 F4 在全部任务里找"), "{}", clerk.frame());
    clerk.press("F4");
    assert!(clerk.sees("14 ") && clerk.model.in_text_field(), "{}", clerk.frame());
}

#[test]
fn any_reading_finds_own_items() {
    let mut clerk = with_own_items(&[(7, "联系重庆的合作社"), (9, "单老师讲课")]);
    clerk.press("F3").write("cqd");
    assert!(clerk.sees("> 7 "), "{}", clerk.frame());
    clerk.press("Ctrl+U").write("shanlaoshi");
    assert!(clerk.sees("> 9 "), "{}", clerk.frame());
}

#[test]
fn form_filters_the_list() {
    let mut clerk = Clerk::in_panlian("2025-11-23");
    clerk.press("下 下 下 空格 Tab");
    insta::assert_snapshot!("filter_form", clerk.frame());
    clerk.press("右 F5");
    assert!(clerk.sees("本乡镇的任务 20项 未完成"), "{}", clerk.frame());
    clerk.press("Tab 右 右 F5");
    assert!(clerk.sees("1项 进行中") && clerk.sees("> 5 "), "{}", clerk.frame());
    clerk.press("F11 右 F5");
    assert!(clerk.sees("0项 已完成") && clerk.sees("没有「已完成」的任务。"), "{}", clerk.frame());
    clerk.press("空格 回车");
    assert_eq!(clerk.recorded.len(), 1, "what cannot be seen is not done");
    clerk.press("Esc Tab 下 右 F5");
    assert!(clerk.sees("1项 本乡镇牵头") && clerk.sees(">26 "), "{}", clerk.frame());
    clerk.press("Tab 下 左 下 右 右 F5");
    assert!(clerk.sees("3项 农民科学素质提升") && clerk.sees("> 5 "), "{}", clerk.frame());
    clerk.press("Tab Esc");
    assert!(clerk.sees("3项 农民科学素质提升"), "a filter form that is left changes nothing");
    clerk.press("Esc");
    assert!(clerk.sees("本乡镇的任务") && !clerk.model.is_filtered(), "Esc lists everything");
}

#[test]
fn search_and_filter_combine() {
    let mut clerk = Clerk::in_panlian("2025-11-23");
    clerk.press("Tab 下 右 F5 F3").write("kp");
    assert!(clerk.sees("查找「kp」 1项 本乡镇牵头") && clerk.sees(">26 "), "{}", clerk.frame());
    clerk.press("回车 Esc");
    assert!(clerk.sees("本乡镇的任务 1项 本乡镇牵头"));
    clerk.press("Esc");
    assert!(!clerk.model.is_filtered());
}

#[test]
fn finished_task_stays_until_refiltered() {
    let mut clerk = Clerk::in_panlian("2025-11-23");
    clerk.press("下 下 下 Tab 右 F5 空格 空格 空格");
    assert!(clerk.sees("> 5 ") && clerk.sees("[x] 3/3"), "{}", clerk.frame());
    clerk.press("F8");
    assert!(clerk.sees("> 5 ") && clerk.sees("[~] 2/3"));
    clerk.press("F9 下 空格");
    assert!(clerk.sees("19项 未完成") && clerk.sees("> 6 "), "{}", clerk.frame());
}

#[test]
fn filter_follows_the_year() {
    let mut clerk = Clerk::in_panlian("2025-11-23");
    clerk.press("空格 Tab 右 右 右 F5");
    assert!(clerk.sees("1项 进行中"));
    clerk.press("F7 下");
    assert!(clerk.sees("2021年度") && !clerk.sees("[~]"), "{}", clerk.frame());
}

#[test]
fn mouse_does_a_search() {
    let mut clerk = Clerk::in_panlian("2025-11-23");
    clerk.click("F3 查找").write("sanxx").click("[ ] 0/3");
    assert_eq!(clerk.model.scope(), Scope::List);
    clerk.click("查找 sanxx").click("Esc 清除查找");
    assert!(clerk.sees("> 5 ") && !clerk.model.is_filtered());
    clerk.click("Esc 返回");
    assert!(
        clerk.sees("接下来要办") && !availability::is_available(&clerk.model, Intent::Back),
        "the dashboard is the last screen"
    );
}

#[test]
fn search_line_fits_every_window() {
    for (columns, rows) in [(64, 16), (80, 25), (120, 40)] {
        let size = ratatui::layout::Size::new(columns, rows);
        let mut clerk = Clerk::with("2025-11-23", taizhang::terminal::look::Look::Plain, size);
        clerk.press("回车 F4 End F3");
        assert!(clerk.sees(">26 "), "the selection stays in sight at {columns}x{rows}:\n{}", clerk.frame());
        clerk.write(&"科普活动".repeat(9));
        assert!(clerk.sees("0项") && clerk.sees("没有找到"), "{}", clerk.frame());
    }
}
