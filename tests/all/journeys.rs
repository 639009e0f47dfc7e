//! Journeys of clerks, as keys and frames.

use std::path::Path;

use ratatui::layout::Size;
use taizhang::app::message::Msg;
use taizhang::app::state::model::{OpenTownship, Screen};
use taizhang::domain::ledger::{Change, Hex16, ItemStatus, Ledger};
use taizhang::terminal::look::Look;

use crate::effects::entry;
use crate::screen::Clerk;

#[test]
fn first_start_asks_the_township() {
    let mut clerk = Clerk::first_start("2025-11-23");
    insta::assert_snapshot!("first_start", clerk.frame());
    clerk.press("下 回车");
    assert!(clerk.sees("丙谷镇"));
    insta::assert_snapshot!("dashboard", clerk.frame());
    clerk.press("F4");
    insta::assert_snapshot!("what_the_township_owes", clerk.frame());
}

#[test]
fn space_ticks_next_open_item() {
    let mut clerk = Clerk::in_panlian("2025-11-23");
    clerk.press("下 下 下 空格");
    assert!(clerk.sees("5.1 开展「三下乡」科普宣传：已完成，已存盘。"));
    assert!(clerk.sees("[x]  5.1 开展「三下乡」科普宣传") && clerk.sees("11-23"));
    assert!(clerk.sees("5 深入开展农村科普活动       [~] 1/3"));
    clerk.press("空格 空格");
    assert!(clerk.sees("5 深入开展农村科普活动       [x] 3/3"));
    clerk.press("空格");
    assert_eq!(clerk.recorded.len(), 3, "a task that is done takes no more ticks");
    assert!(clerk.sees("这项任务的清单都勾完了"));
    insta::assert_snapshot!("a_task_done", clerk.frame());
}

#[test]
fn space_toggles_in_the_checklist() {
    let mut clerk = Clerk::in_panlian("2025-11-23");
    clerk.press("回车 下 空格");
    assert!(clerk.sees(">[x]  1.2"));
    assert!(clerk.sees("[ ]  1.1"));
    clerk.press("空格");
    assert!(clerk.sees(">[ ]  1.2"));
    clerk.press("Esc 下");
    assert!(clerk.sees("> 2 开展青少年科技活动"), "Esc goes back to the list");
}

#[test]
fn undo_and_redo_a_mistake() {
    let mut clerk = Clerk::in_panlian("2025-11-23");
    clerk.press("空格 F8");
    assert!(clerk.sees("撤销：1.1（2025年度） 标为已完成（2025-11-23），已存盘。"));
    assert!(clerk.sees("[ ]  1.1"));
    clerk.press("F9");
    assert!(clerk.sees("[x]  1.1"));
    clerk.press("F8 F8");
    assert!(clerk.sees("这台电脑上没有可以撤销的改动。"));
}

#[test]
fn full_disk_keeps_the_box_empty() {
    let mut clerk = Clerk::in_panlian("2025-11-23");
    clerk.disk_full = true;
    clerk.press("空格");
    assert!(clerk.sees("! 没有记上：磁盘已满。") && !clerk.sees("[已存盘]"));
    assert!(clerk.sees("[ ]  1.1"));
    assert!(clerk.sees(" 0/48"));
    clerk.disk_full = false;
    clerk.press("空格");
    assert!(clerk.sees("[x]  1.1"));
}

#[test]
fn second_window_only_reads() {
    let mut clerk = Clerk::first_start("2025-11-23");
    let township = clerk.model.plan.roster[0].clone();
    let mut ledger = Ledger::default();
    let to = ItemStatus::Done { on: clerk.model.today };
    ledger.add(entry(&ledger, Hex16(7), Change::Mark { item: "1.1".into(), year: Some(2025), to }));
    let read_only = Some("这份台账正由另一个窗口使用，本窗口只能看，不能改。".to_owned());
    clerk.can_reopen = false;
    clerk.take(Msg::Opened(Box::new(OpenTownship {
        township,
        ledger,
        device: None,
        read_only,
        notes: vec![],
        receipts: vec![],
    })));
    assert!(clerk.sees("[只读]") && clerk.sees("正由另一个窗口使用"));
    clerk.press("F4");
    assert!(clerk.sees("[x]  1.1"));
    for keys in ["空格", "F8", "F5", "回车 空格"] {
        clerk.press(keys);
        assert!(clerk.sees("正由另一个窗口使用"), "after {keys}");
    }
    assert!(clerk.recorded.is_empty());
    // The other window was closed: the next space goes through.
    clerk.can_reopen = true;
    clerk.press("空格");
    assert!(clerk.sees("[已存盘]") && clerk.recorded.len() == 1, "{}", clerk.frame());
}

#[test]
fn late_tick_gets_the_last_day() {
    let mut clerk = Clerk::at_home("2026-01-05");
    assert!(clerk.sees("规划已于 2025-12-31 到期"), "{}", clerk.frame());
    clerk.press("F4");
    clerk.press("空格");
    assert!(clerk.sees("今天不在2025年度内，日期记为2025-12-31。"));
    assert!(clerk.sees("12-31"));
}

#[test]
fn years_have_their_own_checklists() {
    let mut clerk = Clerk::in_panlian("2025-11-23");
    clerk.press("空格 F7");
    assert!(clerk.sees("2021年度") && clerk.sees("[ ]  1.1"));
    // Task 17 is due once. Done in 2023, it counts from 2023 on.
    clerk.press("F7 F7 PgDn");
    clerk.press_until("上", ">17 ");
    clerk.press("空格");
    assert!(clerk.sees("2023-12-31") || clerk.sees("12-31"));
    clerk.press("F7");
    assert!(clerk.sees("2024年度") && clerk.sees("[x]  17.1"));
    clerk.press("F7 F7 F7");
    assert!(clerk.sees("2022年度") && clerk.sees("[~]  17.1"), "{}", clerk.frame());
    clerk.press("回车 空格");
    assert!(clerk.sees("17.1 已在2023-12-31完成"), "it is not dated back by a wrong key");
}

#[test]
fn slow_clock_records_nothing_false() {
    let mut clerk = Clerk::at_home("2010-01-01");
    assert!(clerk.sees("电脑日期是 2010-01-01"), "{}", clerk.frame());
    clerk.press("空格");
    assert!(clerk.sees("年度还没有开始"));
    assert!(clerk.recorded.is_empty());
}

#[test]
fn one_key_selects_next_stick() {
    let mut clerk = Clerk::in_panlian("2025-11-23");
    clerk.press("F5 F6");
    assert!(clerk.sees("存到        /另一个U盘"));
    assert!(clerk.sees("F6 换U盘"));
    clerk.write("张三").press("F5 F5");
    assert_eq!(clerk.reports[0].folder, Path::new("/另一个U盘"));
}

#[test]
fn report_form_asks_signer_and_folder() {
    let mut clerk = Clerk::in_panlian("2025-11-23");
    clerk.press("F5 F5");
    assert!(clerk.sees("请填写填报人"));
    clerk.write("李四 ").press("下").write("王五").press("下").write("0812-1234567");
    insta::assert_snapshot!("report_form", clerk.frame());
    clerk.press("F5 F5");
    let asked = clerk.reports.pop().unwrap();
    assert_eq!(asked.period.to_string(), "2025Q4");
    assert_eq!((asked.reporter.as_str(), asked.reviewer.as_str()), ("李四", "王五"));
    assert_eq!(asked.folder.to_str(), Some("/U盘"));
    clerk.press("下 右 下 右 F5 F5");
    let asked = clerk.reports.pop().unwrap();
    assert_eq!((asked.period.to_string().as_str(), asked.workbook), ("2025H1", true));
}

#[test]
fn cursor_is_at_the_next_character() {
    let mut clerk = Clerk::in_panlian("2025-11-23");
    assert_eq!(clerk.drawn.cursor, None, "no text is written in the list");
    clerk.press("F5");
    let start = clerk.drawn.cursor.unwrap();
    clerk.write("李a四");
    let after = clerk.drawn.cursor.unwrap();
    assert_eq!((after.x - start.x, after.y), (5, start.y), "two columns a Chinese character, one a letter");
    clerk.press("左");
    assert_eq!(clerk.drawn.cursor.unwrap().x - start.x, 3);
}

#[test]
fn one_key_changes_the_look() {
    let mut clerk = Clerk::with("2025-11-23", Look::Fine, Size::new(80, 25));
    clerk.press("回车");
    assert!(clerk.sees("┌─"));
    clerk.press("F12");
    assert!(clerk.sees("+-") && !clerk.sees("┌─"));
}

#[test]
fn abandoned_form_keeps_its_text() {
    let mut clerk = Clerk::in_panlian("2025-11-23");
    clerk.press("F5").write("李四").press("Esc F5");
    assert!(clerk.sees("填报人      李四"));
    clerk.press("上 Ctrl+U").write("U盘").press("F5");
    assert!(clerk.sees("请写完整的路径") && clerk.reports.is_empty());
}

#[test]
fn long_message_keeps_selection_visible() {
    let mut clerk = Clerk::in_panlian("2025-11-23");
    clerk.press("下 下 下 下 下 下 下 下 下 下 下 下 下");
    assert!(clerk.sees(">19 "));
    clerk.take(Msg::RecordFailed("没有记上，请检查磁盘。".repeat(12)));
    assert!(clerk.sees(">19 "), "{}", clerk.frame());
    assert!(clerk.sees("F1 帮助") && clerk.sees("F10 退出"));
}

#[test]
fn paste_fills_and_submits_nothing() {
    let mut clerk = Clerk::in_panlian("2025-11-23");
    clerk.press("F5");
    clerk.take(Msg::Text("李四\n王五\r\n".to_owned()));
    assert!(clerk.reports.is_empty());
    assert!(clerk.sees("填报人      李四 王五"), "{}", clerk.frame());
}

#[test]
fn mouse_does_the_whole_job() {
    let mut clerk = Clerk::first_start("2025-11-23");
    clerk.click("白马镇").click("白马镇");
    assert!(clerk.sees("白马镇"));
    clerk.click("F4 任务列表").click("深入开展农村科普活动").click("[ ]  5.2");
    assert!(clerk.sees("[x]  5.2"));
    clerk.click("F8 撤销");
    assert!(clerk.sees("[ ]  5.2"));
    clerk.click("Esc 返回").click("F5 上报").click("审核人").write("王五").click("Esc 返回");
    let (x, y) = (20, 10);
    clerk.take(Msg::Wheel(x, y, 3));
    assert!(!clerk.sees("一 青少年科学素质提升行动"), "the wheel scrolls the list");
    clerk.click("F10 退出");
    assert!(clerk.gone);
}

#[test]
fn tasks_of_others_take_no_tick() {
    let mut clerk = Clerk::in_panlian("2025-11-23");
    clerk.press("F4");
    clerk.press_until("下", "> 4 ");
    clerk.press("空格 回车");
    assert!(clerk.recorded.is_empty());
    assert!(clerk.sees("这项任务没有列入各乡镇，没有清单。"));
    insta::assert_snapshot!("all_tasks", clerk.frame());
    clerk.press("F4");
    assert!(clerk.sees("> 5 "), "the selection goes to the next task of ours");
}

#[test]
fn help_names_every_action() {
    let mut clerk = Clerk::in_panlian("2025-11-23");
    clerk.press("F1");
    insta::assert_snapshot!("help", clerk.frame());
    let mut seen = clerk.frame();
    for _ in 0..20 {
        seen += &clerk.press("PgDn").frame();
    }
    for row in taizhang::app::keymap::KEYMAP.iter() {
        assert!(seen.contains(row.label.as_ref()), "{} is missing", row.label);
    }
    clerk.press("Esc");
    assert!(matches!(clerk.model.screen(), Screen::Tasks(_)));
}

#[test]
fn list_ends_are_reachable() {
    let mut clerk = Clerk::in_panlian("2025-11-23");
    clerk.press("End");
    assert!(clerk.sees(">26 健全基层科普服务体系"));
    assert!(clerk.sees("角色 牵头") && clerk.sees("说明"));
    clerk.press("Home");
    assert!(clerk.sees("一 青少年科学素质提升行动"));
}

#[test]
fn selection_moves_without_scrolling() {
    let mut clerk = Clerk::in_panlian("2025-11-23");
    let headings = |clerk: &Clerk| -> Vec<String> {
        let frame = clerk.frame();
        frame.lines().skip(3).take(19).map(|line| line.chars().skip(2).take(12).collect()).collect()
    };
    let before = headings(&clerk);
    clerk.press("下 下 下 下");
    assert_eq!(headings(&clerk), before);
}

#[test]
fn tick_moves_nothing() {
    let mut clerk = Clerk::in_panlian("2025-11-23");
    let without_marks =
        |clerk: &Clerk| clerk.frame().replace("[x]", "[ ]").replace("[~]", "[ ]").replace("11-23", "     ");
    for keys in ["下", "下", "下", "End"] {
        clerk.press(keys).press("回车");
        let before = without_marks(&clerk);
        clerk.press("空格");
        let after = without_marks(&clerk);
        for (before, after) in before.lines().zip(after.lines()).skip(2).take(19) {
            // Only the counts change.
            let words = |line: &str| line.replace(char::is_numeric, "0").trim_end().to_owned();
            assert_eq!(words(before).trim_end_matches([' ', '|']), words(after).trim_end_matches([' ', '|']));
        }
        clerk.press("Esc");
    }
}

#[test]
fn both_looks_show_the_same() {
    let mut clerk = Clerk::with("2025-11-23", Look::Fine, Size::new(120, 40));
    clerk.press("回车");
    insta::assert_snapshot!("dashboard_fine_120x40", clerk.frame());
    clerk.press("F4 下 下 下 空格");
    insta::assert_snapshot!("fine_120x40", clerk.frame());
}

#[test]
fn every_window_size_works() {
    for (columns, rows) in [(1, 1), (2, 2), (10, 3), (40, 10), (63, 25), (64, 16), (80, 24), (79, 25), (300, 100)] {
        for look in [Look::Plain, Look::Fine] {
            let mut clerk = Clerk::with("2025-11-23", look, Size::new(columns, rows));
            clerk.press("回车 下 空格 回车 PgDn F1 PgDn Esc F5 下 Esc Esc F4 End F2 F2 F2 Esc Esc Esc Esc 4 Esc 0 Esc");
            // A screen that cannot be seen takes no acts.
            let seen = columns >= 64 && rows >= 16;
            assert_eq!(clerk.recorded.len(), usize::from(seen), "at {columns}x{rows}");
        }
    }
}

#[test]
fn item_takes_any_state() {
    let mut clerk = Clerk::in_panlian("2025-11-23");
    clerk.press("下 下 下 回车 回车");
    assert!(clerk.sees("5.1 开展「三下乡」科普宣传") && clerk.sees("< 未开始 >"), "{}", clerk.frame());
    insta::assert_snapshot!("item_form", clerk.frame());
    clerk.press("右 右 下 PgUp PgUp F5");
    assert!(clerk.sees("11-21"), "{}", clerk.frame());
    clerk.press("下 回车 右 右 右 F5");
    assert!(clerk.sees("标为不适用必须写明理由"));
    clerk.write("本镇没有").press("F5");
    assert!(clerk.sees("[-]  5.2") && clerk.sees("不适用：本镇"), "{}", clerk.frame());
    assert_eq!(clerk.recorded.len(), 2);
    clerk.press("F8 F8");
    assert!(clerk.sees("[ ]  5.1") && clerk.sees("[ ]  5.2"));
}

#[test]
fn invalid_day_keeps_the_form() {
    let mut clerk = Clerk::in_panlian("2025-11-23");
    clerk.press("回车 回车 右 右 下 Ctrl+U").write("2024-05-01").press("F5");
    assert!(clerk.sees("不在2025年度内"), "{}", clerk.frame());
    clerk.press("Ctrl+U").write("昨天2025-3-99").press("F5");
    assert!(clerk.sees("日期要写成") && clerk.sees("完成日期    2025-3-99"), "{}", clerk.frame());
    assert!(clerk.recorded.is_empty());
    clerk.press("Ctrl+U").write("2025.3.5").press("F5");
    assert!(clerk.sees("03-05"));
}

#[test]
fn full_width_form_input_works() {
    for (number, shown) in [("１２０", "1项活动，120人次"), ("1，200人", "1项活动，1200人次"), ("－", "1项活动")]
    {
        let mut clerk = Clerk::in_panlian("2025-11-23");
        clerk.press("下 下 下 F2 F2 Ctrl+U").write("２０２５／３／１２").press("下").write("赶集").press("下 下 下");
        clerk.write(number).press("F5");
        assert!(clerk.sees("03-12"), "{}", clerk.frame());
        clerk.press("Esc");
        assert!(clerk.sees(shown), "{number}: {}", clerk.frame());
    }
}

#[test]
fn activity_is_added_edited_dropped() {
    let mut clerk = Clerk::in_panlian("2025-11-23");
    clerk.press("下 下 下 F2");
    assert!(clerk.sees("本年度还没有记活动。按 F2 记第一项。"));
    clerk.press("F2 F5");
    assert!(clerk.sees("请填写活动名称"));
    clerk.write("三下乡集市").press("下").write("攀莲广场").press("下 下").write("320");
    insta::assert_snapshot!("activity_form", clerk.frame());
    clerk.press("F5");
    assert!(clerk.sees("三下乡集市（攀莲广场）") && clerk.sees("320"), "{}", clerk.frame());
    insta::assert_snapshot!("activities", clerk.frame());
    clerk.press("Esc");
    assert!(clerk.sees("1项活动，320人次"), "{}", clerk.frame());
    clerk.press("F2 回车 下 下 下 下 Ctrl+U").write("很多").press("F5");
    assert!(clerk.sees("人次要写一个整数"), "{}", clerk.frame());
    clerk.press("Ctrl+U").write("400").press("F5");
    assert!(clerk.sees("400人次"));
    clerk.press("Delete");
    assert!(clerk.sees("本年度还没有记活动"));
    clerk.press("F8");
    assert!(clerk.sees("400人次"));
}

#[test]
fn remark_form_can_be_resumed() {
    let mut clerk = Clerk::in_panlian("2025-11-23");
    clerk.press("回车 2").write("经费不足").press("Esc");
    assert!(clerk.recorded.is_empty());
    clerk.press("2");
    assert!(clerk.sees("经费不足"), "the draft is there");
    clerk.press("F5");
    assert!(clerk.sees("问题 经费不足"), "{}", clerk.frame());
    clerk.press("2 F5");
    assert!(clerk.sees("没有改动。"));
}

#[test]
fn finding_opens_its_item() {
    for size in [Size::new(80, 25), Size::new(64, 16), Size::new(120, 40)] {
        let mut before = Clerk::in_panlian("2025-11-23");
        before.press("空格 End 空格");
        let mut clerk = Clerk::with("2025-10-10", Look::Plain, size);
        clerk.press("回车");
        clerk.model.open = before.model.open;
        clerk.press("F5").write("张三").press("F3");
        for task in [1, 26] {
            clerk.press_until("下", &format!("> 提醒  {task:>3} 清单 {task}.1")).press("回车");
            assert!(clerk.sees(&format!(">{task:>2} ")) && clerk.sees(&format!(">[x]  {task}.1")), "{}", clerk.frame());
            clerk.press("Esc Esc");
        }
    }
}
