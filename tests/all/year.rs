//! A township's working year in twelve journeys, as keys and frames.

use std::path::Path;

use taizhang::app::keymap::Scope;
use taizhang::domain::ledger::Change;

use crate::screen::Clerk;

#[test]
fn first_run_asks_three_things() {
    let mut clerk = Clerk::with_storage_choice("2025-01-06");
    assert!(clerk.sees("第1步，共3步"));
    clerk.write("pl");
    assert!(clerk.sees("> 攀莲镇") && !clerk.sees("丙谷镇"), "{}", clerk.frame());
    clerk.press("退格 退格").write("攀");
    assert!(clerk.sees("> 攀莲镇") && !clerk.sees("丙谷镇"));
    clerk.press("回车");
    assert!(clerk.sees("第2步，共3步：谁来填报"), "{}", clerk.frame());
    clerk.write("张三").press("下 下").write("0812-8171234");
    insta::assert_snapshot!("first_run_who", clerk.frame());
    clerk.press("回车");
    assert!(clerk.sees("第3步，共3步：记录存放在哪里"), "{}", clerk.frame());
    assert!(clerk.sees("< 硬盘 D:/taizhang-data >") && clerk.sees("< 不另存 >"), "a disk that a reinstall leaves");
    insta::assert_snapshot!("first_run_where", clerk.frame());
    clerk.press("下 右");
    assert!(clerk.sees("< U盘 E:/（还能存 14.2 GB） >"), "{}", clerk.frame());
    clerk.press("回车");
    let asked = clerk.first_run.clone().unwrap();
    assert_eq!((asked.township.name.as_str(), asked.signing.reporter.as_str()), ("攀莲镇", "张三"));
    assert_eq!(
        (asked.folder.as_path(), asked.mirror.as_deref()),
        (Path::new("D:/taizhang-data"), Some(Path::new("E:/")))
    );
    assert!(clerk.sees("接下来要办 48条") && clerk.sees("攀莲镇"), "{}", clerk.frame());
}

#[test]
fn first_run_steps_back() {
    let mut clerk = Clerk::with_storage_choice("2025-01-06");
    clerk.press("回车").write("张三").press("F5 右 Esc Esc");
    assert_eq!(clerk.model.scope(), Scope::Chooser);
    clerk.press("下 回车");
    assert!(clerk.sees("填报人      张三"), "{}", clerk.frame());
    clerk.press("F5");
    assert!(clerk.sees("< 用户文件夹（重装会清空） C:/台账 >"), "{}", clerk.frame());
    clerk.press("F5");
    assert_eq!(clerk.first_run.clone().unwrap().township.name, "丙谷镇");
}

#[test]
fn activity_keeps_three_photos() {
    let mut clerk = Clerk::at_home("2025-02-10");
    clerk.press("F2 F2");
    assert!(clerk.sees("记一项活动") && clerk.sees("日期        2025-02-10"), "{}", clerk.frame());
    // The fair was on Saturday, so go back two days in the calendar.
    clerk.press("F2");
    assert!(clerk.sees("2025年2月") && clerk.sees("一 二 三 四 五 六 日"), "{}", clerk.frame());
    insta::assert_snapshot!("calendar", clerk.frame());
    clerk.press("左 左 回车");
    assert!(clerk.sees("日期        2025-02-08"), "{}", clerk.frame());
    clerk.press("上 右 右 右 右 右 右 下 下");
    clerk.write("“三下乡”集市宣传").press("下").write("攀莲广场").press("下").write("1").press("下").write("320");
    clerk.press("下 下 下");
    assert!(clerk.sees("没有；按 F2 选文件"), "{}", clerk.frame());
    clerk.press("F2");
    assert!(clerk.sees("先选一个盘") && clerk.sees("U盘"));
    clerk.press("回车 下 空格 空格 空格");
    assert!(clerk.sees("已选3个，按 F5 选定。"), "{}", clerk.frame());
    insta::assert_snapshot!("photos", clerk.frame());
    clerk.press("F5");
    assert!(clerk.sees("3份") && clerk.sees("照片1.jpg") && clerk.sees("照片3.jpg"), "{}", clerk.frame());
    clerk.press("F5");
    let Some(Change::Activity { set, .. }) = clerk.recorded.last() else { panic!("{}", clerk.frame()) };
    let names: Vec<&str> = set.evidence.as_ref().unwrap().iter().map(|piece| piece.name.as_str()).collect();
    assert_eq!(names, ["照片1.jpg", "照片2.jpg", "照片3.jpg"]);
    assert_eq!((set.people, set.funds), (Some(Some(320)), Some(None)), "what was left out is not 0");
    // Later one photo is removed. Nothing else changes.
    clerk.press("回车 上 上 上 Delete");
    assert!(clerk.sees("2份"), "{}", clerk.frame());
    clerk.press("F5");
    let Some(Change::Activity { set, .. }) = clerk.recorded.last() else { panic!() };
    assert_eq!((set.evidence.as_ref().map(Vec::len), set.people), (Some(2), None));
}

#[test]
fn mistakes_undo_on_every_screen() {
    let mut clerk = Clerk::at_home("2025-03-12");
    clerk.press("空格");
    assert!(clerk.sees(">[x] 1.1"), "{}", clerk.frame());
    clerk.press("F8");
    assert!(clerk.sees(">[ ] 1.1") && clerk.sees("撤销"), "it stays under the cursor: {}", clerk.frame());
    clerk.press("F9");
    assert!(clerk.sees(">[x] 1.1"));
    clerk.press("F4 回车 2").write("缺经费").press("F5");
    assert!(clerk.sees("问题 缺经费"));
    clerk.press("F8");
    assert!(!clerk.sees("缺经费："), "{}", clerk.frame());
    clerk.press("4");
    assert!(clerk.sees("任务1 改动记录") && clerk.sees("（已撤销）"), "{}", clerk.frame());
    insta::assert_snapshot!("history", clerk.frame());
    clerk.press("Esc");
    assert_eq!(clerk.model.scope(), Scope::Items);
}

#[test]
fn na_without_reason_is_refused() {
    let mut clerk = Clerk::at_home("2025-03-12");
    clerk.press("下 下 回车 回车 右 右 右 F5");
    assert!(clerk.sees("标为不适用必须写明理由") && clerk.recorded.is_empty(), "{}", clerk.frame());
    clerk.write("本镇没有中学").press("F5");
    assert!(clerk.sees("不适用：") && clerk.sees("本镇没有中学"), "{}", clerk.frame());
    clerk.press("Esc Esc");
    assert!(clerk.sees("接下来要办 47条") && clerk.sees("1条清单不适用"), "{}", clerk.frame());
}

#[test]
fn colleague_takes_over() {
    let mut clerk = Clerk::at_home("2025-06-03");
    assert!(clerk.sees("还没有写填报人"), "{}", clerk.frame());
    clerk.press("0").write("张三").press("F5");
    assert!(clerk.sees("设置已存盘") && !clerk.sees("还没有写填报人"), "{}", clerk.frame());
    clerk.press("0");
    assert!(clerk.sees("填报人      张三"));
    clerk.press("Ctrl+U").write("李四").press("F5");
    assert_eq!(clerk.saved_settings.last().unwrap().signing.reporter, "李四");
    // The earlier records are there, and the new clerk signs the report.
    clerk.press("空格 F5");
    assert!(clerk.sees("填报人      李四"), "{}", clerk.frame());
    clerk.press("F5 F5");
    assert_eq!(clerk.reports[0].reporter, "李四");
    clerk.press("Esc 0 Ctrl+U F5");
    assert!(clerk.sees("填报人不能空着"), "{}", clerk.frame());
}

#[test]
fn new_year_starts_a_checklist() {
    let mut clerk = Clerk::at_home("2024-12-30");
    clerk.press("空格 下 空格");
    assert!(clerk.sees("2/48"));
    let open = clerk.model.open.clone().unwrap();
    let mut clerk = Clerk::at_home("2025-01-02");
    clerk.model.open = Some(open);
    clerk.press("F7 F7 F7 F7 F7");
    assert!(clerk.sees("2025年度") && clerk.sees("接下来要办 48条"), "{}", clerk.frame());
    clerk.press("F7 F7 F7 F7");
    assert!(clerk.sees("2024年度") && clerk.sees("接下来要办 46条"), "{}", clerk.frame());
}

#[test]
fn past_year_is_filled_in() {
    let mut clerk = Clerk::at_home("2025-03-12");
    clerk.press("F7");
    assert!(clerk.sees("2021年度"));
    clerk.press("回车 空格");
    assert!(clerk.sees("日期记为2021-12-31"), "{}", clerk.frame());
    clerk.press("回车 下 Ctrl+U").write("2021-05-20").press("F5");
    assert!(clerk.sees("05-20"), "{}", clerk.frame());
    clerk.press("F2 F2");
    assert!(clerk.sees("日期        2021-12-31"), "an activity of that year: {}", clerk.frame());
    clerk.press("Esc Esc F5 F5");
    assert!(clerk.sees("< 2021年全年 >"), "{}", clerk.frame());
}

#[test]
fn one_unit_is_filtered() {
    let mut clerk = Clerk::at_home("2025-03-12");
    clerk.press("F3").write("xkx").press("回车");
    assert!(clerk.sees("查找「xkx」"), "{}", clerk.frame());
    clerk.press("Esc Tab 上 上");
    assert!(clerk.sees("> 单位"), "{}", clerk.frame());
    clerk.press_until("右", "< 县科协（");
    clerk.press("F5");
    let unit = "县科协".to_owned();
    let plan = &clerk.model.plan;
    let with_it = plan.owed().filter(|(_, task)| task.leads.contains(&unit) || task.partners.contains(&unit)).count();
    assert!(clerk.sees(&format!("本乡镇的任务 {with_it}项 县科协")), "{with_it}: {}", clerk.frame());
    let leads = plan.owed().filter(|(_, task)| task.leads.contains(&unit)).count();
    clerk.press("Tab 上 右 F5");
    assert!(clerk.sees(&format!("本乡镇的任务 {leads}项 县科协牵头")), "{leads}: {}", clerk.frame());
}

#[test]
fn own_item_is_edited_and_undone() {
    let mut clerk = Clerk::in_panlian("2025-03-12");
    clerk.press("下 下 下 回车 3");
    assert!(clerk.sees("任务5 自列清单"));
    clerk.press("F5");
    assert!(clerk.sees("请写上要办的事"));
    clerk.write("请老专家讲课").press("回车");
    assert!(clerk.sees("[ ]  自列 请老专家讲课"), "{}", clerk.frame());
    clerk.press("End 空格");
    assert!(clerk.sees(">[x]  自列 请老专家讲课") && clerk.sees("0/48"), "never in the percentage: {}", clerk.frame());
    clerk.press("5 Ctrl+U").write("请农技专家讲课").press("F5");
    assert!(clerk.sees(">[x]  自列 请农技专家讲课"), "{}", clerk.frame());
    clerk.press("Delete");
    assert!(!clerk.sees("自列 请"), "{}", clerk.frame());
    clerk.press("Delete");
    assert!(clerk.sees("规划里的清单不能删"), "{}", clerk.frame());
    clerk.press("F8");
    assert!(clerk.sees("[x]  自列 请农技专家讲课"), "{}", clerk.frame());
    clerk.press("Esc Esc");
    clerk.press("End");
    assert!(clerk.sees("接下来要办 48条"));
}

#[test]
fn wrong_clock_is_corrected() {
    let mut clerk = Clerk::at_home("2010-01-01");
    assert!(clerk.sees("电脑日期是 2010-01-01") && clerk.sees("2021年度"), "{}", clerk.frame());
    clerk.press("空格");
    assert!(clerk.sees("年度还没有开始") && clerk.recorded.is_empty(), "{}", clerk.frame());
    clerk.press("0 下 下 下 Ctrl+U").write("2025.3.12").press("F5");
    assert!(clerk.sees("2025年度") && clerk.sees("3月12日(手定)"), "{}", clerk.frame());
    assert!(!clerk.sees("电脑日期是"));
    clerk.press("空格");
    assert!(clerk.sees(">[x] 1.1"), "{}", clerk.frame());
    // A clock behind the latest entry is reported too.
    let open = clerk.model.open.clone();
    let mut clerk = Clerk::at_home("2024-03-12");
    clerk.model.open = open;
    clerk.press("下");
    assert!(clerk.sees("今天是 2024-03-12，可台账里最近"), "{}", clerk.frame());
}

#[test]
fn ended_plan_is_completed() {
    let mut clerk = Clerk::at_home("2026-02-03");
    assert!(clerk.sees("2025年度") && clerk.sees("规划已于 2025-12-31 到期"), "{}", clerk.frame());
    clerk.press("空格");
    assert!(clerk.sees("日期记为2025-12-31"), "{}", clerk.frame());
    clerk.press("F2 F2").write("总结会").press("F5");
    assert!(clerk.sees("请填写活动名称") && clerk.sees("2025-12-31 "), "a day takes no words: {}", clerk.frame());
    clerk.press("上 Ctrl+U").write("2026-01-10").press("下").write("年终总结会").press("F5");
    assert!(clerk.sees("不在规划的年份内"), "{}", clerk.frame());
    clerk.press("Ctrl+U").write("2025-12-30").press("F5");
    assert!(clerk.sees("年终总结会"), "{}", clerk.frame());
    clerk.press("Esc F5").write("张三").press("F5");
    assert_eq!(clerk.reports[0].period.to_string(), "2025");
}

#[test]
fn townships_switch_with_their_ledgers() {
    let mut clerk = Clerk::at_home("2025-03-12");
    clerk.press("空格 F6").write("bm").press("回车");
    assert!(clerk.sees("白马镇") && clerk.sees("0/48"), "{}", clerk.frame());
    clerk.press("空格 下 空格");
    assert!(clerk.sees("2/48"));
    clerk.press("F4 F6").write("攀").press("回车");
    assert!(clerk.sees("攀莲镇") && clerk.sees("1/48"), "{}", clerk.frame());
    clerk.press("F6").write("没有");
    assert!(clerk.sees("没有找到，按 Esc 重新找。"), "{}", clerk.frame());
    clerk.press("回车 Esc");
    assert!(clerk.sees("> 攀莲镇") && clerk.sees("白马镇"), "Esc first clears what was typed: {}", clerk.frame());
    clerk.press("Esc");
    assert!(clerk.sees("攀莲镇"));
}

#[test]
fn abandoned_forms_keep_text() {
    let mut clerk = Clerk::at_home("2025-03-12");
    for (keys, text) in [("F2 F2 下", "集市宣传"), ("F5 下 下", "李四"), ("0", "王五"), ("回车 3", "请老专家讲课")]
    {
        clerk.press(keys).write(text).press("Esc Esc Esc Esc").press(keys);
        assert!(clerk.sees(text), "{keys}: {}", clerk.frame());
        clerk.press("Esc Esc Esc Esc");
    }
}

#[test]
fn check_findings_are_fixed() {
    let mut clerk = Clerk::at_home("2025-03-12");
    clerk.press("F4 下 下 下 空格 F5");
    assert!(clerk.sees("审核没有通过：1处错误") && clerk.sees("按 F3 逐条改"), "{}", clerk.frame());
    clerk.press("F3");
    insta::assert_snapshot!("findings", clerk.frame());
    assert!(clerk.sees("> 错误") && clerk.sees("还没有填报人"));
    clerk.press("回车").write("张三").press("F3");
    assert!(clerk.sees("0处错误"), "the name that was typed counts: {}", clerk.frame());
    clerk.press_until("下", "> 提醒    5 ");
    clerk.press("回车");
    assert!(clerk.sees("台账 任务5"), "done without any activity: {}", clerk.frame());
    clerk.press("F2 下").write("三下乡集市").press("F5 Esc");
    assert!(clerk.sees("审核") && !clerk.sees("提醒    5 "), "back at the findings, one fewer: {}", clerk.frame());
    clerk.press("Esc F5 F5");
    assert_eq!(clerk.reports.len(), 1);
}

#[test]
fn finding_scrolls_to_its_task() {
    let mut clerk = Clerk::in_panlian("2025-11-23");
    clerk.press_until("下", ">17 加强社区").press("空格");
    // Done on a day that is in the future by the new clock.
    clerk.model.today = "2025-11-20".parse().unwrap();
    clerk.press("Esc F5").write("张三").press_until("上", "> 报告期").press_until("右", "2025年全年 >");
    clerk.press("F3").press_until("下", "> 错误   17 ").press("回车");
    assert!(clerk.sees(">17 ") && clerk.sees("|  1 培养青少年科学精神"), "{}", clerk.frame());
}

#[test]
fn receipt_opens_beside_its_task() {
    let mut clerk = Clerk::at_home("2025-11-23");
    clerk.press("F5").write("张三").press("F5");
    assert!(clerk.reports.is_empty() && clerk.sees("再按一") && clerk.sees("期未满"), "asked once: {}", clerk.frame());
    clerk.press("F5");
    assert!(clerk.sees("县里还没有回执"), "{}", clerk.frame());
    clerk.press("F4");
    assert!(clerk.sees("打开县里的回执"), "{}", clerk.frame());
    clerk.press("回车 下 回车");
    assert!(clerk.sees("不是本程序的文件"), "a photo is none: {}", clerk.frame());
    clerk.press("End 回车");
    assert!(clerk.sees("县科协答复：退回。") && clerk.sees("县里退回"), "{}", clerk.frame());
    insta::assert_snapshot!("report_returned", clerk.frame());
    clerk.press("Esc");
    assert!(clerk.sees("退回 2025年四季度第1次被县里退回，看"), "{}", clerk.frame());
    clerk.press("F4 下 下 下");
    assert!(clerk.sees("县里 2025年四季度第1次退回：佐证"), "{}", clerk.frame());
    clerk.press("空格 F5 F5 F5");
    assert_eq!(clerk.reports.len(), 2);
    assert!(clerk.sees("第2次上报") && clerk.sees("县里还没有回执"), "{}", clerk.frame());
}

#[test]
fn unsaved_form_asks_before_exit() {
    let mut clerk = Clerk::at_home("2025-03-12");
    clerk.press("F2 F2 下").write("集市宣传");
    assert!(clerk.sees("记一项活动（还没有存盘）"), "{}", clerk.frame());
    clerk.press("Esc");
    assert!(clerk.sees("填的先留着"), "{}", clerk.frame());
    clerk.press("F10");
    assert!(!clerk.gone && clerk.sees("有填了还没有存盘的表"), "{}", clerk.frame());
    clerk.press("下 F10");
    assert!(!clerk.gone, "another key in between takes the question back");
    clerk.press("F2");
    assert!(clerk.sees("集市宣传") && clerk.sees("F8 重新填"), "{}", clerk.frame());
    clerk.press("F8 F8");
    assert!(!clerk.sees("集市宣传") && !clerk.sees("还没有存盘）"), "{}", clerk.frame());
    clerk.press("Esc F10");
    assert!(clerk.gone);
}

#[test]
fn missing_numbers_are_added_late() {
    let mut clerk = Clerk::at_home("2025-11-23");
    clerk.press("F2 F2 下").write("集市宣传").press("F5 回车 下 下 下 下").write("30").press("F5");
    assert!(clerk.sees("30人次"), "{}", clerk.frame());
    clerk.press("Esc");
    assert!(clerk.sees("提醒 2025年三季度已经过去"), "{}", clerk.frame());
    clerk.press("F5");
    assert!(clerk.sees("< 2025年三季度 >"), "{}", clerk.frame());
}
