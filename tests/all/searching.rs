//! What clerks look for, and how they find it: in Chinese, by full pinyin, by initials.

use std::collections::BTreeSet;

use serde_json::Value;
use taizhang::domain::ledger::Ledger;
use taizhang::domain::plan::Plan;
use taizhang::domain::search::{Index, Query};
use taizhang::embedded;
use taizhang::format::plan;

use crate::office::Office;

fn miyi() -> Plan {
    plan::read(embedded::PLANS[0].as_bytes()).unwrap().plan
}

/// The tasks of the plan that a query finds, of all 28.
fn found(query: &str) -> BTreeSet<u32> {
    Index::of(&miyi(), &Ledger::default(), 2025).find(&Query::new(query)).tasks
}

fn numbers(listing: &Value) -> Vec<u64> {
    listing["tasks"].as_array().unwrap().iter().map(|task| task["no"].as_u64().unwrap()).collect()
}

#[test]
fn initials_full_pinyin_and_chinese_find_the_same_tasks() {
    let tasks = found("青少年");
    assert!(!tasks.is_empty() && tasks.len() < 28);
    for query in ["qsn", "qingshaonian", "QSN", "ｑｓｎ", "qing'shao'nian", "青sn"] {
        assert_eq!(found(query), tasks, "{query}");
    }
}

#[test]
fn the_initials_of_a_unit_find_all_that_it_has_a_part_in() {
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
fn an_item_is_found_by_its_number_and_not_within_another_number() {
    assert_eq!(found("5.1"), [5].into());
    assert_eq!(found("1.1"), [1].into());
    assert!(found("26").contains(&26));
}

#[test]
fn the_command_line_finds_as_the_screen_does() {
    let office = Office::of_panlian();
    let chinese = numbers(&office.json(&["list", "--search", "青少年"]));
    assert!(!chinese.is_empty());
    for query in ["qsn", "qingshaonian"] {
        assert_eq!(numbers(&office.json(&["list", "--search", query])), chinese, "{query}");
    }
    assert_eq!(numbers(&office.json(&["list", "--search", "sanxx kp"])), [5], "every word must be found");
}

#[test]
fn own_items_and_remarks_are_found_too() {
    let office = Office::of_panlian();
    assert_eq!(numbers(&office.json(&["list", "--search", "cqhzx"])), [0_u64; 0]);
    office.run(&["item", "add", "--task", "7", "联系重庆合作社"]).done();
    office.run(&["remark", "9", "--problem", "缺少银行贷款"]).done();
    assert_eq!(numbers(&office.json(&["list", "--search", "cqhzs"])), [7]);
    assert_eq!(numbers(&office.json(&["list", "--search", "yhdk"])), [9]);
    assert_eq!(numbers(&office.json(&["list", "--search", "yhdk", "--year", "2024"])), [0_u64; 0], "it is of 2025");
}

#[test]
fn among_all_tasks_the_safeguards_are_searched_as_well() {
    let office = Office::of_panlian();
    let listing = office.json(&["list", "--all", "--search", "目标管理考核"]);
    assert_eq!(listing["safeguards"].as_array().unwrap().len(), 1);
    assert_eq!(office.json(&["list", "--all", "--search", "mbglkh"])["safeguards"], listing["safeguards"]);
    assert_eq!(office.json(&["list", "--search", "mbglkh"])["safeguards"], serde_json::json!([]));
}
