//! What cannot be taken back is asked for twice, whatever the clerk's hands are on: keys, the mouse, or both in turn.

use ratatui::layout::Size;
use taizhang::app::message::Msg;

use crate::screen::Clerk;

/// Whether the foot asks for the act once more; its sentence may take two lines.
fn asks(clerk: &Clerk) -> bool {
    clerk.frame().replace("\n ", "").contains("再按一次")
}

/// The report form, filled in, of a quarter that is not over.
fn before_a_report() -> Clerk {
    let mut clerk = Clerk::in_panlian("2025-11-23");
    clerk.press("F5").write("张三");
    clerk
}

/// The task list, something having been written in a form and left.
fn with_something_unsaved() -> Clerk {
    let mut clerk = Clerk::in_panlian("2025-11-23");
    clerk.press("回车 2").write("经费不足").press("Esc Esc");
    clerk
}

#[test]
fn a_second_report_of_a_period_by_clicks_is_asked_for_once() {
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
fn going_on_from_the_last_slot_asks_once_before_the_report() {
    let mut clerk = before_a_report();
    clerk.press("回车 回车 回车 回车");
    assert!(clerk.reports.is_empty() && clerk.sees("现在报会注明"), "{}", clerk.frame());
    clerk.press("回车");
    assert_eq!(clerk.reports.len(), 1);
}

#[test]
fn key_click_and_last_slot_answer_each_other() {
    let mut clerk = before_a_report();
    clerk.press("下 下 下 F5").click("F5 生成上报文件");
    assert_eq!(clerk.reports.len(), 1);
    clerk.click("F5 生成上报文件").press("回车");
    assert_eq!(clerk.reports.len(), 2);
    clerk.press("回车 F5");
    assert_eq!(clerk.reports.len(), 3);
}

#[test]
fn leaving_what_was_not_saved_by_a_click_is_asked_for_once() {
    let mut clerk = with_something_unsaved();
    clerk.click("F10 退出");
    assert!(!clerk.gone && asks(&clerk), "{}", clerk.frame());
    clerk.click("F10 退出");
    assert!(clerk.gone);
}

#[test]
fn in_a_window_too_small_for_anything_leaving_what_was_not_saved_is_asked_for_in_the_line_there_is() {
    let mut clerk = with_something_unsaved();
    clerk.size = Size::new(60, 1);
    clerk.press("Ctrl+L");
    assert!(clerk.sees("窗口太小"), "{}", clerk.frame());
    clerk.press("F10");
    assert!(!clerk.gone && clerk.sees("有表没存盘。再按 F10 就不要了"), "{}", clerk.frame());
    // Another key takes the question back, and does nothing that cannot be seen.
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
fn another_township_is_clicked_once_more_before_what_was_not_saved_is_dropped() {
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
fn whatever_comes_in_between_takes_the_question_back() {
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
fn one_question_is_not_the_answer_to_another() {
    let mut clerk = with_something_unsaved();
    clerk.press("F5").write("张三").press("F10 F5");
    assert!(clerk.reports.is_empty() && clerk.sees("现在报会注明"), "{}", clerk.frame());
    clerk.press("F10");
    assert!(!clerk.gone && clerk.sees("不存了，退出"), "{}", clerk.frame());
}

fn lose_the_ledger(clerk: &mut Clerk, owner: bool) {
    clerk.model.open.as_mut().unwrap().read_only = Some("正由另一个窗口使用。".to_owned());
    clerk.owner = owner;
}

#[test]
fn a_ledger_that_has_to_be_had_again_neither_asks_twice_nor_forgets_the_answer() {
    // Lost before the question: it is had again, and then asked.
    let mut clerk = before_a_report();
    lose_the_ledger(&mut clerk, true);
    clerk.press("F5");
    assert!(clerk.reports.is_empty() && asks(&clerk), "{}", clerk.frame());
    clerk.press("F5");
    assert_eq!(clerk.reports.len(), 1);
    // Lost between question and answer: the answer holds.
    clerk.press("F5");
    lose_the_ledger(&mut clerk, true);
    clerk.press("F5");
    assert_eq!(clerk.reports.len(), 2);
    // Not to be had: that is told instead of a question, and an answer given to it counts for nothing later.
    clerk.press("F5");
    lose_the_ledger(&mut clerk, false);
    clerk.press("F5");
    assert!(clerk.sees("正由另一个窗口使用") && !asks(&clerk), "{}", clerk.frame());
    clerk.owner = true;
    clerk.press("F5");
    assert!(clerk.reports.len() == 2 && asks(&clerk), "{}", clerk.frame());
}

#[test]
fn what_is_told_of_a_ledger_that_was_read_anew_does_not_hide_the_question() {
    let mut clerk = before_a_report();
    let mut open = clerk.model.open.clone().unwrap();
    open.notes = vec!["台账第3行损坏。".to_owned()];
    clerk.take(Msg::Reopened(Box::new(open), taizhang::app::keymap::Intent::Submit));
    let frame = clerk.frame().replace('\n', "");
    assert!(frame.contains("台账第3行损坏。") && frame.contains("现在报会注明"), "{}", clerk.frame());
}

#[test]
fn a_click_on_a_box_gets_hold_of_the_ledger_as_the_space_bar_does() {
    let mut clerk = Clerk::in_panlian("2025-11-23");
    lose_the_ledger(&mut clerk, true);
    clerk.click("[ ]  1.1");
    assert!(clerk.sees("[x]  1.1") && clerk.recorded.len() == 1, "{}", clerk.frame());
}

#[test]
fn a_click_on_the_period_checks_the_next_one_as_the_arrow_does() {
    let (mut clicked, mut pressed) = (before_a_report(), before_a_report());
    clicked.click("报告期").click("报告期");
    pressed.press("上 上 右");
    assert_eq!(clicked.frame(), pressed.frame());
    assert_eq!(clicked.model.checked, pressed.model.checked);
}

#[test]
fn filling_a_form_in_anew_is_asked_for_once_where_something_would_be_lost() {
    let mut clerk = Clerk::in_panlian("2025-11-23");
    clerk.press("回车 2").write("经费不足").press("F8");
    assert!(asks(&clerk) && clerk.sees("经费不足"), "{}", clerk.frame());
    clerk.press("F8");
    assert!(clerk.sees("已经重新填") && !clerk.sees("经费不足"), "{}", clerk.frame());
    clerk.press("F8");
    assert!(!asks(&clerk), "an empty form loses nothing: {}", clerk.frame());
}
