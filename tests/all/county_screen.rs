//! The county's screens as keys and frames: the matrix, a report, conflicts, missing townships, answers.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use ratatui::layout::Size;
use taizhang::app::keymap::Scope;
use taizhang::app::message::Msg;
use taizhang::app::state::county_screens::{CountyJob, CountyMsg};
use taizhang::app::state::setup::Signing;
use taizhang::domain::activity::ActivityPatch;
use taizhang::domain::county::collected::Collected;
use taizhang::domain::county::{CountyReports, Received, Rejected, ReportOrigin};
use taizhang::domain::ledger::{Change, Hex16, ItemStatus, Ledger, RemarkPatch};
use taizhang::domain::plan::{Plan, PlanFile, Township};
use taizhang::domain::receipt::{Receipt, ReceiptAnswer};
use taizhang::domain::report::{Edition, Report, Signature, compose};
use taizhang::terminal::look::Look;
use taizhang::{embedded, format};

use crate::console::holds_plain_cells_only;
use crate::effects::{offers, receipt};
use crate::screen::Clerk;
use crate::test_pc::Pc;

/// The county's clerk and the collected reports.
struct CountyScreen {
    clerk: Clerk,
    plans: Vec<Plan>,
    rejected: Vec<Rejected>,
    answered: BTreeMap<String, Receipt>,
    stopped: bool,
}

impl CountyScreen {
    fn with(size: Size, look: Look) -> Self {
        let plan = format::plan::read(embedded::PLANS[0].as_bytes()).unwrap().plan;
        let mut clerk = Clerk::with("2026-01-05", look, size);
        let [reporter, office, phone] = ["赵六", "县科协", "0812-8172000"].map(str::to_owned);
        clerk.model.signing = Signing { reporter, office, phone, ..clerk.model.signing };
        Self { clerk, plans: vec![plan], rejected: vec![], answered: BTreeMap::new(), stopped: false }
    }

    /// Nine of eleven townships have reported the year. One reported from two PCs, and one was returned.
    fn of_miyi(size: Size, look: Look) -> Self {
        let mut screen = Self::with(size, look);
        for township in 0..9 {
            screen.report(0, township, 1, "2025");
        }
        screen.report(0, 2, 2, "2025");
        screen.report(0, 1, 1, "2025Q3");
        let returned = receipt(
            &screen.clerk.county.reports[3].1,
            &screen.clerk.county.reports[3].0.sha256,
            ReceiptAnswer::Returned,
        );
        screen.answered.insert(returned.report.clone(), returned);
        let origin = ReportOrigin { path: "/上报/坏.ron".into(), within: None };
        screen.rejected.push(Rejected {
            origin, reason: "校验不符，传坏了或被改过。请向乡镇重新要一份。".to_owned()
        });
        screen.open();
        screen
    }

    /// A report of some items and activities by one PC. Each PC knows nothing of the other.
    fn report(&mut self, plan: usize, township: usize, device: u64, period: &str) {
        let plan = &self.plans[plan];
        let township = &plan.roster[township];
        let seed = usize::try_from(township.code[6..].parse::<u64>().unwrap() + device).unwrap();
        let mut pc = Pc::new(device);
        let on = "2025-03-12".parse().unwrap();
        let items: Vec<String> = plan.owed().flat_map(|(_, task)| &task.items).map(|item| item.id.clone()).collect();
        for (at, item) in items.iter().enumerate() {
            let to = match at * seed % 7 {
                0..=2 => ItemStatus::Done { on },
                3 => ItemStatus::Doing,
                4 if at % 3 == 0 => ItemStatus::NotApplicable { reason: "没有这项".to_owned() },
                _ => continue,
            };
            let year = plan.item(item).map(|(_, item)| item.cycle).unwrap();
            let year = (year == taizhang::domain::plan::Cycle::Yearly).then_some(2025);
            pc.write(Change::Mark { item: item.clone(), year, to });
        }
        pc.write(held(5, 100 + seed as u64));
        let problem = Some("经费不足，讲师难请。".repeat(60));
        let set = RemarkPatch { problem, ..RemarkPatch::default() };
        pc.write(Change::Remark { task: 5, year: 2025, set });
        let own = Some("请老专家讲课".to_owned());
        pc.write(Change::OwnItem { item: "5.z1".to_owned(), task: 5, text: own });
        let report = composed(plan, township, &pc.knows, period, device);
        let name = format!("{}-{}-{period}-第1次.ron", township.code, township.name);
        let folder = if device == 1 { "/上报" } else { "/上报/新电脑" };
        let origin = ReportOrigin { path: Path::new(folder).join(name), within: None };
        let sha256 = format!("{:064x}", self.clerk.county.reports.len() + 1);
        self.clerk.county.reports.push((Received::of(origin, sha256, report.clone(), &plan_file(plan)), report));
    }

    fn open(&mut self) {
        let received = self.clerk.county.reports.iter().map(|(received, _)| received.clone()).collect();
        let preferred = BTreeSet::new();
        let found = Collected {
            folders: vec!["/上报".into()],
            plans: self.plans.iter().map(plan_file).collect(),
            county: CountyReports::of(received, &preferred),
            rejected: self.rejected.clone(),
            passed_over: vec![],
            stopped: self.stopped,
            preferred,
            answered: self.answered.clone(),
        };
        self.take(CountyMsg::Collected(Box::new(found), None, String::new()));
    }

    fn take(&mut self, news: CountyMsg) {
        self.clerk.take(Msg::County(news));
    }

    fn press(&mut self, names: &str) -> &mut Self {
        self.clerk.press(names);
        self
    }

    fn write(&mut self, text: &str) -> &mut Self {
        self.clerk.write(text);
        self
    }

    #[track_caller]
    fn sees(&self, text: &str) {
        assert!(self.clerk.sees(text), "“{text}” is not seen:\n{}", self.clerk.frame());
    }

    #[track_caller]
    fn sees_no(&self, text: &str) {
        assert!(!self.clerk.sees(text), "“{text}” is seen:\n{}", self.clerk.frame());
    }
}

fn plan_file(plan: &Plan) -> PlanFile {
    PlanFile { plan: plan.clone(), sha256: "同一版".to_owned() }
}

fn held(task: u32, people: u64) -> Change {
    let set = ActivityPatch {
        task: Some(task),
        date: "2025-03-12".parse().ok(),
        title: Some("“三下乡”集市宣传".to_owned()),
        place: Some("集市".to_owned()),
        sessions: Some(Some(2)),
        people: Some(Some(people)),
        ..ActivityPatch::default()
    };
    Change::Activity { id: Hex16(u64::from(task)), set }
}

fn composed(plan: &Plan, township: &Township, ledger: &Ledger, period: &str, device: u64) -> Report {
    let at = format!("2025-12-{:02}T16:02:00+08:00", 20 + device).parse().unwrap();
    let (reporter, phone) = (["张三", "李四"][usize::from(device > 1)].to_owned(), "0812-8171234".to_owned());
    let by = Signature { reporter, reviewer: "王五".to_owned(), phone, at, today: "2026-01-04".parse().unwrap() };
    let edition = Edition { period: period.parse().unwrap(), revision: 1, parent: None };
    compose(plan, "同一版", township, ledger, 0, edition, &by)
}

const SMALLEST: Size = Size::new(64, 16);
const SMALL: Size = Size::new(80, 25);
const LARGE: Size = Size::new(120, 40);

#[test]
fn matrix_describes_the_selected_cell() {
    let mut screen = CountyScreen::of_miyi(SMALL, Look::Plain);
    screen.sees("乡镇 11个  已报 9个  未报 2个  冲突 1个  已退 1个");
    screen.press("右 右 右");
    screen.sees("攀莲镇 任务5 深入开展农村科普活动：");
    screen.sees("1项活动");
    insta::assert_snapshot!("matrix", screen.clerk.frame());
    screen.press("End");
    screen.sees("新山傈僳族乡 任务5");
    screen.sees("还没有上报2025年全年");
    screen.press("左 左 左 左 左");
    screen.sees("任务1 ");
    screen.press("回车");
    screen.sees("新山傈僳族乡还没有上报2025年全年。");
    let screen = CountyScreen::of_miyi(LARGE, Look::Fine);
    insta::assert_snapshot!("matrix_fine_120x40", screen.clerk.frame());
}

#[test]
fn second_click_opens_the_cell() {
    let mut screen = CountyScreen::of_miyi(SMALL, Look::Plain);
    screen.clerk.click("丙谷镇");
    screen.sees(">丙谷镇");
    screen.clerk.click("丙谷镇");
    assert_eq!(screen.clerk.county.read, [1]);
}

#[test]
fn report_pages_by_task() {
    let mut screen = CountyScreen::of_miyi(SMALL, Look::Plain);
    screen.press("右 右 右 回车");
    screen.sees("攀莲镇 2025年全年 第1次上报");
    screen.sees("任务 5 深入开展农村科普活动（第4项，共20项）");
    screen.sees("活动 2025-03-12 「三下乡」集市宣传，集市，2场，");
    screen.sees("自列 请老专家讲课");
    insta::assert_snapshot!("submitted", screen.clerk.frame());
    screen.sees_no("填报 张三，审核 王五");
    screen.press("PgDn");
    screen.sees("填报 张三，审核 王五，电话 0812-8171234，2025-12-21 16:02");
    screen.press("右");
    screen.sees("任务 6 加大农民培训力度（第5项，共20项）");
    screen.sees("这一期没有记活动。");
    screen.press("左 左 Esc");
    screen.sees("攀莲镇 任务3 ");
    assert_eq!(screen.clerk.model.scope(), Scope::County, "the matrix stands on the task that was looked at last");
}

#[test]
fn removed_report_is_reported() {
    let mut screen = CountyScreen::of_miyi(SMALL, Look::Plain);
    screen.take(CountyMsg::Read(0, Err("文件不见了。".to_owned())));
    screen.sees("! 文件不见了。");
    assert_eq!(screen.clerk.model.scope(), Scope::County);
}

#[test]
fn county_picks_and_unpicks() {
    let mut screen = CountyScreen::of_miyi(SMALL, Look::Plain);
    screen.press("下 下 F5");
    screen.sees("先选定一份（回车进去，空格选定），再答复");
    screen.press("回车");
    screen.sees("得石镇 2025年全年：2份上报，选一份");
    screen.sees("> [ ] 第1次  2025-12-22 16:02  李四");
    screen.sees("这是最近填报的一份，建议采用");
    insta::assert_snapshot!("conflict", screen.clerk.frame());
    screen.press("上 回车");
    screen.sees("得石镇 2025年全年 第1次上报");
    screen.press("F5");
    screen.sees("先按 Esc 返回，用空格选定一份");
    screen.press("Esc 空格");
    screen.sees("得石镇选定了这一份");
    screen.sees("> [x] 第1次  2025-12-21 16:02  张三");
    screen.press("Esc");
    screen.sees_no("冲突 1个");
    screen.sees("F8 重新选");
    // It opens and is answered like any other.
    screen.press("回车");
    screen.sees("得石镇 2025年全年 第1次上报");
    screen.press("Esc F3");
    screen.sees("放在一边");
    screen.press("Esc F8 空格");
    screen.sees("取消了选定");
    screen.press("Esc");
    screen.sees("冲突 1个");
}

#[test]
fn missing_townships_get_a_letter() {
    let mut screen = CountyScreen::of_miyi(SMALL, Look::Plain);
    screen.press("F4");
    screen.sees("2025年全年 未报的乡镇 2个");
    screen.sees("新山傈僳族乡");
    screen.sees_no("攀莲镇");
    screen.press("F5 F6 F5");
    screen.sees("已存到 /另一个U盘/未报名单-2025.txt");
    let (_, _, text) = screen.clerk.county.texts.pop().unwrap();
    insta::assert_snapshot!("reminder", text);
}

#[test]
fn every_period_is_reachable() {
    let mut screen = CountyScreen::of_miyi(SMALL, Look::Plain);
    screen.press("下 下 下 F7");
    screen.sees("2025年三季度，1个乡镇已报。");
    screen.sees("乡镇 11个  已报 1个  未报 10个");
    screen.sees(">撒莲镇");
    screen.press("F7");
    screen.sees("已报 9个");
    screen.sees(">撒莲镇");
}

#[test]
fn ignored_files_have_reasons() {
    let mut screen = CountyScreen::of_miyi(SMALL, Look::Plain);
    screen.sees("1个文件没有采用，按 F3 看");
    screen.press("F3");
    screen.sees("没有采用  坏.ron：校验不符");
    screen.sees("请向乡镇重新要一份。文件 /上报/坏.ron");
}

#[test]
fn report_is_returned_with_remarks() {
    let mut screen = CountyScreen::of_miyi(SMALL, Look::Plain);
    screen.press("右 右 右 F5");
    screen.sees("答复 攀莲镇 2025年全年 第1次上报");
    screen.sees("任务        < 5 深入开展农村科普活动 >");
    screen.sees("单位        县科协");
    screen.press("右 F5");
    screen.sees("! 退回要写明意见");
    screen.write("佐证不全，请补照片").press("上 右 下").write("人次对不上").press("F6");
    screen.sees("任务5 意见：佐证不全，请补照片");
    screen.sees("任务6 意见：人次对不上");
    insta::assert_snapshot!("answer_form", screen.clerk.frame());
    // The draft opens again on the task under the cursor.
    screen.press("Esc 右 右 F5");
    screen.sees("任务        < 7 增强科技振兴乡村作用 >");
    screen.sees("> 意见");
    screen.press("F5");
    screen.sees("已出回执。");
    screen.sees("攀莲镇");
    screen.sees("已退 2个");
    let asked = screen.clerk.county.answers.pop().unwrap();
    let remarks: Vec<(u32, &str)> = asked.remarks.iter().map(|one| (one.task, one.text.as_str())).collect();
    assert_eq!(remarks, [(5, "佐证不全，请补照片"), (6, "人次对不上")]);
    assert_eq!((asked.answer, asked.reports.len()), (ReceiptAnswer::Returned, 1));
    assert_eq!((asked.signing.office.as_str(), asked.signing.folder.as_path()), ("县科协", Path::new("/另一个U盘")));
    // A second answer needs a second press.
    screen.press("F5 F5");
    screen.sees("已经答复过（退回）");
    assert!(screen.clerk.county.answers.is_empty());
}

#[test]
fn accept_all_skips_conflicts() {
    let mut screen = CountyScreen::of_miyi(SMALL, Look::Plain);
    screen.press("F9");
    screen.sees("给7个已报还没有答复的乡镇");
    screen.sees("有冲突的1个不在内");
    screen.press("F5");
    screen.sees("再按一次 F5");
    assert!(screen.clerk.county.answers.is_empty());
    screen.press("F5");
    let asked = screen.clerk.county.answers.pop().unwrap();
    assert_eq!((asked.answer, asked.reports.len(), asked.remarks.len()), (ReceiptAnswer::Accepted, 7, 0));
    screen.sees("已收 7个");
    screen.sees("冲突 1个");
}

#[test]
fn stopped_receipts_continue_later() {
    let mut screen = CountyScreen::of_miyi(SMALL, Look::Plain);
    screen.press("F9 F5");
    screen.take(CountyMsg::Working(CountyJob::Answering, 2, 7));
    screen.sees("正在出回执");
    screen.sees("出了 2/7 份回执");
    screen.sees("Esc 停下来");
    let given = [0, 1]
        .map(|at| {
            receipt(
                &screen.clerk.county.reports[at].1,
                &screen.clerk.county.reports[at].0.sha256,
                ReceiptAnswer::Accepted,
            )
        })
        .into();
    screen.take(CountyMsg::Answered(given, Err("停下来了，还有5份没有出，再按 F9 就接着出。".to_owned())));
    screen.sees("! 停下来了，还有5份没有出");
    screen.sees("已收 2个");
    screen.press("F9");
    screen.sees("给5个已报还没有答复的乡镇");
}

#[test]
fn answer_needs_office_and_name() {
    let mut screen = CountyScreen::of_miyi(SMALL, Look::Plain);
    screen.clerk.model.signing.office = String::new();
    screen.clerk.model.signing.reporter = String::new();
    screen.press("F5 F5");
    screen.sees("请填写答复的县级单位");
    screen.write("县科协").press("F5");
    screen.sees("请填写经办人");
    screen.write("赵六").press("F5");
    screen.sees("已出回执。");
    assert_eq!(screen.clerk.county.answers.len(), 1);
}

#[test]
fn first_answer_asks_for_a_folder() {
    let mut screen = CountyScreen::of_miyi(SMALL, Look::Plain);
    screen.clerk.model.candidates = offers();
    screen.press("F5");
    screen.sees("留底在");
    screen.sees("系统盘（C盘）重装时会清空");
    screen.press("上 右 F5");
    screen.sees("已出回执。");
    assert_eq!(screen.clerk.county.answers[0].records_folder.as_deref(), Some(Path::new("C:/台账")));
    // A single folder is not asked for.
    screen.clerk.model.candidates.locations.truncate(1);
    screen.press("下 F5");
    screen.sees("答复");
    screen.sees_no("留底在");
}

#[test]
fn workbook_goes_to_chosen_folder() {
    let mut screen = CountyScreen::of_miyi(SMALL, Look::Plain);
    screen.press("F2 F6 F5");
    screen.sees("已存到 /U盘/县级汇总-2025.xlsx");
    assert_eq!(screen.clerk.county.workbooks, [Path::new("/另一个U盘")]);
    screen.sees("F2 存汇总表");
}

#[test]
fn forty_townships_are_paged() {
    let mut screen = CountyScreen::with(SMALL, Look::Plain);
    let township = |at: usize| Township { code: format!("5104{:05}", 21_100 + at), name: format!("第{at}镇") };
    screen.plans[0].roster = (1..=40).map(township).collect();
    for at in 0..30 {
        screen.report(0, at, 1, "2025");
    }
    screen.open();
    screen.sees("已报 30个  未报 10个");
    screen.sees("完成的乡镇数");
    screen.press("PgDn PgDn");
    screen.sees("完成的乡镇数");
    screen.sees("清单  任务  人次  状态");
    insta::assert_snapshot!("forty_townships", screen.clerk.frame());
    screen.press("End");
    screen.sees(">第40镇");
    screen.press("Home");
    screen.sees(">第1镇");
}

#[test]
fn two_plans_stack_in_the_matrix() {
    let mut screen = CountyScreen::with(SMALL, Look::Plain);
    let mut other = screen.plans[0].clone();
    other.id = "yanbian-2021-2025".to_owned();
    other.short = "盐边县全民科学素质行动 2021-2025".to_owned();
    let name = |code: &str, name: &str| Township { code: code.to_owned(), name: name.to_owned() };
    other.roster = vec![name("510422100", "桐子林镇"), name("510422101", "红格镇")];
    screen.plans.push(other);
    for at in [0, 3, 10] {
        screen.report(0, at, 1, "2025");
    }
    screen.report(1, 1, 1, "2025");
    screen.open();
    screen.sees("任务第1-");
    insta::assert_snapshot!("two_plans", screen.clerk.frame());
    for _ in 0..19 {
        screen.press("右");
    }
    screen.sees("任务26 健全基层科普服务体系");
    screen.press("End 上 上");
    screen.sees("盐边县");
    screen.press("F4 F5 F5");
    let (_, _, text) = screen.clerk.county.texts.pop().unwrap();
    assert!(text.contains("盐边县") && text.contains("桐子林镇") && text.contains("丙谷镇"), "{text}");
}

#[test]
fn similar_plan_names_stay_distinct() {
    for size in [SMALLEST, SMALL, LARGE] {
        let mut screen = CountyScreen::with(size, Look::Plain);
        screen.plans[0].roster.truncate(2);
        let mut other = screen.plans[0].clone();
        (other.id, other.short) = ("miyi-jindu".to_owned(), "米易县全民禁毒工作 2021-2025".to_owned());
        screen.plans.push(other);
        screen.report(0, 0, 1, "2025");
        screen.report(1, 0, 1, "2025");
        screen.open();
        screen.sees("科学素..");
        screen.sees("禁毒工..");
        screen.sees("米易县全民科学素质行动 2021-2025：第1次上报");
        screen.press("End");
        screen.sees("米易县全民禁毒工作 2021-2025：还没有上报2025年全年");
        screen.press("F4 下");
        screen.sees("510421101   米易县全民科学素质行动");
        screen.sees("510421101   米易县全民禁毒工作");
        screen.sees("米易县全民禁毒工作 2021-2025。按 F5 存成");
    }
}

#[test]
fn empty_folder_explains_itself() {
    let mut screen = CountyScreen::with(SMALL, Look::Plain);
    let origin = ReportOrigin { path: "/上报/读我.txt".into(), within: None };
    screen.rejected.push(Rejected { origin, reason: "不是上报文件。".to_owned() });
    screen.open();
    screen.sees("/上报 里没有可以汇总的上报文件");
    screen.sees("读我.txt：不是上报文件。");
    insta::assert_snapshot!("nothing_collected", screen.clerk.frame());
    screen.press("5");
    assert_eq!(screen.clerk.county.collected, [[PathBuf::from("/上报")]]);
}

#[test]
fn no_ignored_files_says_so() {
    let mut screen = CountyScreen::with(SMALL, Look::Plain);
    screen.open();
    screen.press("F3");
    screen.sees("一个文件也没有找到。");
    screen.report(0, 0, 1, "2025");
    screen.open();
    screen.press("F3");
    screen.sees("所有文件都采用了。");
}

#[test]
fn stopped_collection_is_marked_incomplete() {
    let mut screen = CountyScreen::of_miyi(SMALL, Look::Plain);
    screen.take(CountyMsg::Working(CountyJob::Reading, 120, 4000));
    screen.sees("读了 120/4000 个文件");
    insta::assert_snapshot!("reading", screen.clerk.frame());
    screen.stopped = true;
    screen.open();
    screen.sees("没有读完就停了");
    screen.press("下");
    screen.sees("没有读完");
    // Nothing incomplete is written.
    for key in ["F4 F5", "Esc F2"] {
        screen.press(key);
        screen.sees("名单和表都不全，不能存");
    }
    assert_eq!((screen.clerk.county.texts.len(), screen.clerk.county.workbooks.len()), (0, 0));
}

#[test]
fn letter_to_all_is_confirmed() {
    let mut screen = CountyScreen::with(SMALL, Look::Plain);
    screen.open();
    screen.press("F4 F5 F5");
    screen.sees("一份上报也没有读到，名单里会是全部11个乡镇");
    assert!(screen.clerk.county.texts.is_empty());
    screen.press("F5");
    assert_eq!(screen.clerk.county.texts.len(), 1);
}

#[test]
fn earlier_return_stays_visible() {
    let mut screen = CountyScreen::of_miyi(SMALL, Look::Plain);
    screen.press("下 下 下 右 右 右 回车");
    screen.sees("已答复退回（王五 2025-12-28）。对这一项的意见：佐证不全。");
    screen.press("右");
    screen.sees("已答复退回（王五 2025-12-28）。另对任务5有意见。");
    // A newer report without an answer.
    screen.report(0, 3, 1, "2025");
    let (mut next, report) = screen.clerk.county.reports.pop().unwrap();
    let sha256 = screen.clerk.county.reports[3].0.sha256.clone();
    (next.revision, next.taken_in) = (2, vec![sha256]);
    screen.clerk.county.reports.push((next, report));
    screen.open();
    screen.sees("还没有答复，上一次退回过");
    screen.press("回车");
    screen.sees("第1次上报退回过（王五 2025-12-28）");
    screen.press("Esc F9 F5");
    screen.sees("其中撒莲镇上一次退回过");
}

#[test]
fn other_period_of_township_is_named() {
    let mut screen = CountyScreen::with(SMALL, Look::Plain);
    screen.report(0, 0, 1, "2025");
    screen.report(0, 1, 1, "2025Q3");
    screen.open();
    screen.press("下");
    screen.sees("还没有上报2025年全年。另报了2025年三季度（按 F7 看）。");
}

#[test]
fn other_period_does_not_take_over() {
    let mut screen = CountyScreen::with(SMALL, Look::Plain);
    screen.clerk.model.today = "2025-10-15".parse().unwrap();
    for township in 0..9 {
        screen.report(0, township, 1, "2025Q3");
    }
    screen.report(0, 9, 1, "2025Q4");
    screen.report(0, 10, 1, "2025");
    screen.open();
    screen.sees("2025年三季度");
    screen.sees("乡镇 11个  已报 9个  未报 2个");
    screen.sees("另有2025年全年（1个乡镇）、2025年四季度（1个乡镇），按 F7 看。");
    insta::assert_snapshot!("other_periods", screen.clerk.frame());
    screen.press("F4");
    screen.sees("麻陇彝族乡      510421203   另报了2025年四季度");
    screen.sees("另报了2025年四季度，通知里会写明。");
    insta::assert_snapshot!("missing_with_other_periods", screen.clerk.frame());
    screen.press("F5 F6 F5");
    let (_, name, text) = screen.clerk.county.texts.pop().unwrap();
    assert_eq!(name, "未报名单-2025Q3.txt");
    insta::assert_snapshot!("reminder_with_other_periods", text);
}

#[test]
fn unreadable_folder_keeps_the_table() {
    let mut screen = CountyScreen::of_miyi(SMALL, Look::Plain);
    screen.take(CountyMsg::Working(CountyJob::Reading, 0, 0));
    screen.take(CountyMsg::NothingRead("/没有 读不了（没有权限），没有汇总。请核对路径。".to_owned()));
    screen.sees("! /没有 读不了（没有权限），没有汇总。");
    screen.sees("已报 9个");
}

#[test]
fn folder_is_chosen_in_browser() {
    for begin in ["F2", "回车 7"] {
        let mut screen = CountyScreen::with(SMALL, Look::Plain);
        screen.press("下");
        screen.sees("县科协：按 F2 汇总各乡镇的上报。");
        screen.press(begin);
        screen.sees("县级汇总：选装着上报文件的文件夹");
        screen.press("F5");
        screen.sees("请先按回车进一个盘或文件夹");
        screen.press("回车 F5");
        assert_eq!(screen.clerk.county.collected, [[PathBuf::from("/U盘")]]);
        screen.report(0, 0, 1, "2025");
        screen.open();
        screen.sees("已报 1个  未报 10个");
        screen.press("Esc");
        assert!(matches!(screen.clerk.model.scope(), Scope::Chooser | Scope::Dashboard));
    }
}

#[test]
fn county_screens_stay_plain() {
    for size in [SMALL, LARGE, SMALLEST, Size::new(300, 80)] {
        let mut screen = CountyScreen::of_miyi(size, Look::Plain);
        for keys in [
            "",
            "右",
            "下 下 回车",
            "空格",
            "回车",
            "F5",
            "Esc Esc Esc F4",
            "F5",
            "Esc Esc F3",
            "Esc F9",
            "Esc F2",
            "F1",
        ] {
            screen.press(keys);
            holds_plain_cells_only(&screen.clerk);
        }
    }
}

/// Many townships with a report of the year each, changed by `vary`.
fn province(size: Size, townships: usize, vary: impl Fn(usize, &mut Received)) -> CountyScreen {
    let mut screen = CountyScreen::with(size, Look::Plain);
    let township = |at: usize| Township { code: format!("51{at:07}"), name: format!("第{at}镇") };
    screen.plans[0].roster = (1..=townships).map(township).collect();
    screen.report(0, 0, 1, "2025");
    let (received, report) = screen.clerk.county.reports.remove(0);
    for at in 0..townships {
        let code = screen.plans[0].roster[at].code.clone();
        let origin = ReportOrigin { path: format!("/上报/{code}.ron").into(), within: None };
        let mut received = Received { code, origin, sha256: format!("{at:064x}"), ..received.clone() };
        vary(at, &mut received);
        screen.clerk.county.reports.push((received, report.clone()));
    }
    screen.open();
    screen
}

#[test]
fn long_figures_shorten_in_cells() {
    for (size, of_one, of_all) in [
        (SMALLEST, "21/46  6/20 0.9亿  12次", "45%   30% >千亿"),
        (SMALL, "21/46  6/20 0.9亿  12次", "45%   30% >千亿"),
        (LARGE, "21/46    6/20 123万  9999万  第12次 已报", "45%     30%  49亿  3998亿"),
    ] {
        let mut screen = province(size, 4_000, |at, received| {
            if at > 0 {
                received.revision = 12;
                received.figures.activities.people = 99_999_999;
                received.figures.activities.activities = 1_234_567;
            }
        });
        screen.sees("2025年全年 共399899996103人次");
        screen.press("下");
        screen.sees(of_one);
        screen.sees(of_all);
        if size != SMALLEST {
            screen.sees("第12次上报，2025-12-21，共99999999人次，张三 0812-8171234");
        }
    }
}

#[test]
fn four_thousand_townships_are_paged() {
    let mut screen = province(SMALL, 4_000, |_, _| ());
    screen.sees("已报 4000个");
    screen.press("PgDn PgDn PgDn");
    screen.sees("第25镇");
    screen.press("End");
    screen.sees("第4000镇");
    screen.sees("完成的乡镇数");
}

#[test]
fn smallest_window_keeps_whole_sentences() {
    let mut screen = CountyScreen::of_miyi(SMALLEST, Look::Plain);
    for (keys, told) in [
        (
            "",
            "读到11份上报。另有2025年三季度（1个乡镇），按 F7 看。1个乡镇有冲突，按回车选定一份。1个文件没有采用，按 F3 看为什么。",
        ),
        ("右 右 右", "攀莲镇 任务5 深入开展农村科普活动：进行中，清单1/2"),
        ("右", "第1次上报，2025-12-21，张三 0812-8171234，还没有答复"),
        ("下 下", "有2份上报，按回车看清楚，选定一份"),
        ("F5", "! 这个乡镇的上报有冲突，先选定一份（回车进去，空格选定），再答复。"),
        ("下 F5 右 F5", "! 退回要写明意见：在「任务」里选一项，再写哪里要改，写好后按 F5。"),
        ("F10", "! 有填了还没有存盘的表。按 F5 存盘；再按一次 F10 就不存了，退出。"),
        ("右", "退回一定要写意见。回执存好后交给乡镇打开。"),
        ("Esc F9 F5", "! 给7个乡镇的2025年全年上报都答复「收到」。确定就再按一次"),
        ("", "F5。乡镇：攀莲镇、丙谷镇、白马镇、普威镇、草场镇、湾丘彝族"),
        ("Esc F6", "F5 汇总现在这个文件夹（连同里面的文件夹和压缩包）。"),
    ] {
        screen.press(keys);
        let frame = screen.clerk.frame().replace(['|', '\n'], "").replace(' ', "");
        assert!(frame.contains(&told.replace(' ', "")), "{keys}: “{told}” is not seen:\n{}", screen.clerk.frame());
    }
}

#[test]
fn smallest_window_still_says_incomplete() {
    let mut screen = CountyScreen::of_miyi(SMALLEST, Look::Plain);
    screen.sees_no("清单完成");
    screen.stopped = true;
    screen.open();
    screen.press("下");
    screen.sees("已退 1个  没有读完");
}
