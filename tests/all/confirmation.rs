//! Destructive acts need a second press, by keys, by the mouse, or by one after the other.

use ratatui::layout::Size;
use taizhang::app::message::Msg;

use crate::screen::Clerk;

/// Whether the bottom asks for a second press. The sentence may take two lines.
fn asks(clerk: &Clerk) -> bool {
    clerk.frame().replace("\n ", "").contains("再按一次")
}

/// Opens and fills in the report form of a running quarter.
fn before_a_report() -> Clerk {
    let mut clerk = Clerk::in_panlian("2025-11-23");
    clerk.press("F5").write("张三");
    clerk
}

/// Shows the task list after a form was left with unsaved text.
fn with_something_unsaved() -> Clerk {
    let mut clerk = Clerk::in_panlian("2025-11-23");
    clerk.press("回车 2").write("经费不足").press("Esc Esc");
    clerk
}

#[test]
fn second_report_asks_once() {
    let mut clerk = before_a_report();
    clerk.press("F5 F5");
    assert_eq!(clerk.reports.len(), 1);
    clerk.click("F5 生成上报文件");
    assert!(clerk.reports.len() == 1 && clerk.sees("已经上报过1次"), "{}", clerk.frame());
    clerk.click("F5 生成上报文件");
    assert_eq!(clerk.reports.len(), 2);
    clerk.click("F5 生成上报文件");
    assert!(clerk.reports.len() == 2 && clerk.sees("已经上报过2次"), "{}", clerk.frame());
}

#[test]
fn last_slot_asks_before_the_report() {
    let mut clerk = before_a_report();
    clerk.press("回车 回车 回车 回车");
    assert!(clerk.reports.is_empty() && clerk.sees("现在报会注明"), "{}", clerk.frame());
    clerk.press("回车");
    assert_eq!(clerk.reports.len(), 1);
}

#[test]
fn key_click_and_slot_confirm_alike() {
    let mut clerk = before_a_report();
    clerk.press("下 下 下 F5").click("F5 生成上报文件");
    assert_eq!(clerk.reports.len(), 1);
    clerk.click("F5 生成上报文件").press("回车");
    assert_eq!(clerk.reports.len(), 2);
    clerk.press("回车 F5");
    assert_eq!(clerk.reports.len(), 3);
}

#[test]
fn click_away_from_edits_asks_once() {
    let mut clerk = with_something_unsaved();
    clerk.click("F10 退出");
    assert!(!clerk.gone && asks(&clerk), "{}", clerk.frame());
    clerk.click("F10 退出");
    assert!(clerk.gone);
}

#[test]
fn tiny_window_still_asks() {
    let mut clerk = with_something_unsaved();
    clerk.size = Size::new(60, 1);
    clerk.press("Ctrl+L");
    assert!(clerk.sees("窗口太小"), "{}", clerk.frame());
    clerk.press("F10");
    assert!(!clerk.gone && clerk.sees("有表没存盘。再按 F10 就不要了"), "{}", clerk.frame());
    // Another key cancels, and does nothing unseen.
    clerk.press("Esc");
    assert!(clerk.sees("窗口太小"), "{}", clerk.frame());
    clerk.press("F10");
    assert!(!clerk.gone);
    clerk.press("F10");
    assert!(clerk.gone);
    let mut clerk = Clerk::in_panlian("2025-11-23");
    clerk.size = Size::new(60, 1);
    clerk.press("Ctrl+L F10");
    assert!(clerk.gone, "where all is saved nothing is asked");
}

#[test]
fn township_switch_asks_before_dropping_edits() {
    let mut clerk = with_something_unsaved();
    clerk.press("F6").click("白马镇").click("白马镇");
    assert!(asks(&clerk) && clerk.sees("丙谷镇"), "{}", clerk.frame());
    clerk.click("得石镇").click("得石镇");
    assert!(asks(&clerk) && clerk.sees("丙谷镇"), "another one is another question");
    clerk.click("得石镇");
    assert!(clerk.sees("得石镇") && !clerk.sees("丙谷镇"), "{}", clerk.frame());
}

type Does = fn(&mut Clerk);

#[test]
fn other_input_cancels_the_question() {
    let between: [(&str, Does); 7] = [
        ("a move", |clerk| _ = clerk.press("上")),
        ("a letter", |clerk| _ = clerk.write("三")),
        ("a key that means nothing", |clerk| _ = clerk.press("F11")),
        ("pasted text", |clerk| clerk.take(Msg::Text("三".to_owned()))),
        ("a click elsewhere", |clerk| _ = clerk.click("审核人")),
        ("the wheel", |clerk| clerk.take(Msg::Wheel(20, 10, 3))),
        ("the help", |clerk| _ = clerk.press("F1 Esc")),
    ];
    for (what, does) in between {
        let mut clerk = before_a_report();
        clerk.press("F5");
        assert!(asks(&clerk));
        does(&mut clerk);
        assert!(!asks(&clerk), "after {what}:\n{}", clerk.frame());
        clerk.press("F5");
        assert!(clerk.reports.is_empty() && asks(&clerk), "after {what}:\n{}", clerk.frame());
        clerk.press("F5");
        assert_eq!(clerk.reports.len(), 1, "after {what}");
    }
    let mut clerk = with_something_unsaved();
    clerk.click("F10 退出").press("下").click("F10 退出");
    assert!(!clerk.gone && asks(&clerk));
}

#[test]
fn question_needs_its_own_answer() {
    let mut clerk = with_something_unsaved();
    clerk.press("F5").write("张三").press("F10 F5");
    assert!(clerk.reports.is_empty() && clerk.sees("现在报会注明"), "{}", clerk.frame());
    clerk.press("F10");
    assert!(!clerk.gone && clerk.sees("不存了，退出"), "{}", clerk.frame());
}

fn lose_the_ledger(clerk: &mut Clerk, owner: bool) {
    clerk.model.open.as_mut().unwrap().read_only = Some("正由另一个窗口使用。".to_owned());
    clerk.can_reopen = owner;
}

#[test]
fn reopened_ledger_keeps_the_answer() {
    // If the ledger is lost before the question, it is reopened first.
    let mut clerk = before_a_report();
    lose_the_ledger(&mut clerk, true);
    clerk.press("F5");
    assert!(clerk.reports.is_empty() && asks(&clerk), "{}", clerk.frame());
    clerk.press("F5");
    assert_eq!(clerk.reports.len(), 1);
    // If the ledger is lost after the question, the second press still counts.
    clerk.press("F5");
    lose_the_ledger(&mut clerk, true);
    clerk.press("F5");
    assert_eq!(clerk.reports.len(), 2);
    // If the ledger cannot be reopened, the error replaces the question, and a second press does nothing.
    clerk.press("F5");
    lose_the_ledger(&mut clerk, false);
    clerk.press("F5");
    assert!(clerk.sees("正由另一个窗口使用") && !asks(&clerk), "{}", clerk.frame());
    clerk.can_reopen = true;
    clerk.press("F5");
    assert!(clerk.reports.len() == 2 && asks(&clerk), "{}", clerk.frame());
}

#[test]
fn reload_message_keeps_the_question() {
    let mut clerk = before_a_report();
    let mut open = clerk.model.open.clone().unwrap();
    open.notes = vec!["台账第3行损坏。".to_owned()];
    clerk.take(Msg::Reopened(Box::new(open), taizhang::app::keymap::Intent::Submit));
    let frame = clerk.frame().replace('\n', "");
    assert!(frame.contains("台账第3行损坏。") && frame.contains("现在报会注明"), "{}", clerk.frame());
}

#[test]
fn box_click_ticks_like_space() {
    let mut clerk = Clerk::in_panlian("2025-11-23");
    lose_the_ledger(&mut clerk, true);
    clerk.click("[ ]  1.1");
    assert!(clerk.sees("[x]  1.1") && clerk.recorded.len() == 1, "{}", clerk.frame());
}

#[test]
fn period_click_checks_like_arrow() {
    let (mut clicked, mut pressed) = (before_a_report(), before_a_report());
    clicked.click("报告期").click("报告期");
    pressed.press("上 上 右");
    assert_eq!(clicked.frame(), pressed.frame());
    assert_eq!(clicked.model.checked, pressed.model.checked);
}

#[test]
fn form_reset_asks_once() {
    let mut clerk = Clerk::in_panlian("2025-11-23");
    clerk.press("回车 2").write("经费不足").press("F8");
    assert!(asks(&clerk) && clerk.sees("经费不足"), "{}", clerk.frame());
    clerk.press("F8");
    assert!(clerk.sees("已经重新填") && !clerk.sees("经费不足"), "{}", clerk.frame());
    clerk.press("F8");
    assert!(!asks(&clerk), "an empty form loses nothing: {}", clerk.frame());
}
