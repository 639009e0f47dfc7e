//! The county's desk as keys and frames: the matrix, looking into a report, conflicts, who is missing, answers.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use ratatui::layout::Size;
use taizhang::app::keymap::Scope;
use taizhang::app::message::Msg;
use taizhang::app::state::county_work::{CountyMsg, Work};
use taizhang::app::state::setup::Signing;
use taizhang::domain::activity::ActivityPatch;
use taizhang::domain::county::collected::Collected;
use taizhang::domain::county::{County, Origin, Received, Rejected};
use taizhang::domain::ledger::{Change, Hex16, Ledger, RemarkPatch, Standing};
use taizhang::domain::plan::{Plan, PlanFile, Township};
use taizhang::domain::receipt::{Answer, Receipt};
use taizhang::domain::report::{Edition, Report, Signature, compose};
use taizhang::terminal::look::Look;
use taizhang::{embedded, format};

use crate::console::holds_plain_cells_only;
use crate::effects::{offers, receipt};
use crate::pc::Pc;
use crate::screen::Clerk;

/// The county's clerk, and the reports that lie in the folder.
struct CountyState {
    clerk: Clerk,
    plans: Vec<Plan>,
    rejected: Vec<Rejected>,
    answered: BTreeMap<String, Receipt>,
    stopped: bool,
}

impl CountyState {
    fn with(size: Size, look: Look) -> Self {
        let plan = format::plan::read(embedded::PLANS[0].as_bytes()).unwrap().plan;
        let mut clerk = Clerk::with("2026-01-05", look, size);
        let [reporter, office, phone] = ["赵六", "县科协", "0812-8172000"].map(str::to_owned);
        clerk.model.signing = Signing { reporter, office, phone, ..clerk.model.signing };
        Self { clerk, plans: vec![plan], rejected: vec![], answered: BTreeMap::new(), stopped: false }
    }

    /// Nine townships of eleven have reported the year; one of them twice, from two PCs, and one was returned.
    fn of_miyi(size: Size, look: Look) -> Self {
        let mut desk = Self::with(size, look);
        for township in 0..9 {
            desk.report(0, township, 1, "2025");
        }
        desk.report(0, 2, 2, "2025");
        desk.report(0, 1, 1, "2025Q3");
        let returned =
            receipt(&desk.clerk.county.reports[3].1, &desk.clerk.county.reports[3].0.sha256, Answer::Returned);
        desk.answered.insert(returned.report.clone(), returned);
        let origin = Origin { path: "/上报/坏.ron".into(), within: None };
        desk.rejected.push(Rejected {
            origin, reason: "校验不符，传坏了或被改过。请向乡镇重新要一份。".to_owned()
        });
        desk.open();
        desk
    }

    /// A report that a PC of a township makes of some items and activities; another PC knows nothing of the first.
    fn report(&mut self, plan: usize, township: usize, device: u64, period: &str) {
        let plan = &self.plans[plan];
        let township = &plan.roster[township];
        let seed = usize::try_from(township.code[6..].parse::<u64>().unwrap() + device).unwrap();
        let mut pc = Pc::new(device);
        let on = "2025-03-12".parse().unwrap();
        let items: Vec<String> = plan.owed().flat_map(|(_, task)| &task.items).map(|item| item.id.clone()).collect();
        for (at, item) in items.iter().enumerate() {
            let to = match at * seed % 7 {
                0..=2 => Standing::Done { on },
                3 => Standing::Doing,
                4 if at % 3 == 0 => Standing::NotApplicable { reason: "没有这项".to_owned() },
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
        let origin = Origin { path: Path::new(folder).join(name), within: None };
        let sha256 = format!("{:064x}", self.clerk.county.reports.len() + 1);
        self.clerk.county.reports.push((Received::of(origin, sha256, report.clone(), &plan_file(plan)), report));
    }

    /// Reads the folder and shows the matrix.
    fn open(&mut self) {
        let received = self.clerk.county.reports.iter().map(|(received, _)| received.clone()).collect();
        let preferred = BTreeSet::new();
        let found = Collected {
            folders: vec!["/上报".into()],
            plans: self.plans.iter().map(plan_file).collect(),
            county: County::of(received, &preferred),
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
    let mut desk = CountyState::of_miyi(SMALL, Look::Plain);
    desk.sees("乡镇 11个  已报 9个  未报 2个  冲突 1个  已退 1个");
    desk.press("右 右 右");
    desk.sees("攀莲镇 任务5 深入开展农村科普活动：");
    desk.sees("1项活动");
    insta::assert_snapshot!("matrix", desk.clerk.frame());
    desk.press("End");
    desk.sees("新山傈僳族乡 任务5");
    desk.sees("还没有上报2025年全年");
    desk.press("左 左 左 左 左");
    desk.sees("任务1 ");
    desk.press("回车");
    desk.sees("新山傈僳族乡还没有上报2025年全年。");
    let desk = CountyState::of_miyi(LARGE, Look::Fine);
    insta::assert_snapshot!("matrix_fine_120x40", desk.clerk.frame());
}

#[test]
fn second_click_opens_the_cell() {
    let mut desk = CountyState::of_miyi(SMALL, Look::Plain);
    desk.clerk.click("丙谷镇");
    desk.sees(">丙谷镇");
    desk.clerk.click("丙谷镇");
    assert_eq!(desk.clerk.county.read, [1]);
}

#[test]
fn report_pages_by_task() {
    let mut desk = CountyState::of_miyi(SMALL, Look::Plain);
    desk.press("右 右 右 回车");
    desk.sees("攀莲镇 2025年全年 第1次上报");
    desk.sees("任务 5 深入开展农村科普活动（第4项，共20项）");
    desk.sees("活动 2025-03-12 「三下乡」集市宣传，集市，2场，");
    desk.sees("自列 请老专家讲课");
    insta::assert_snapshot!("submitted", desk.clerk.frame());
    desk.sees_no("填报 张三，审核 王五");
    desk.press("PgDn");
    desk.sees("填报 张三，审核 王五，电话 0812-8171234，2025-12-21 16:02");
    desk.press("右");
    desk.sees("任务 6 加大农民培训力度（第5项，共20项）");
    desk.sees("这一期没有记活动。");
    desk.press("左 左 Esc");
    desk.sees("攀莲镇 任务3 ");
    assert_eq!(desk.clerk.model.scope(), Scope::County, "the matrix stands on the task that was looked at last");
}

#[test]
fn removed_report_is_reported() {
    let mut desk = CountyState::of_miyi(SMALL, Look::Plain);
    desk.take(CountyMsg::Read(0, Err("文件不见了。".to_owned())));
    desk.sees("! 文件不见了。");
    assert_eq!(desk.clerk.model.scope(), Scope::County);
}

#[test]
fn county_picks_and_unpicks() {
    let mut desk = CountyState::of_miyi(SMALL, Look::Plain);
    desk.press("下 下 F5");
    desk.sees("先选定一份（回车进去，空格选定），再答复");
    desk.press("回车");
    desk.sees("得石镇 2025年全年：2份上报，选一份");
    desk.sees("> [ ] 第1次  2025-12-22 16:02  李四");
    desk.sees("这是最近填报的一份，建议采用");
    insta::assert_snapshot!("conflict", desk.clerk.frame());
    desk.press("上 回车");
    desk.sees("得石镇 2025年全年 第1次上报");
    desk.press("F5");
    desk.sees("先按 Esc 返回，用空格选定一份");
    desk.press("Esc 空格");
    desk.sees("得石镇选定了这一份");
    desk.sees("> [x] 第1次  2025-12-21 16:02  张三");
    desk.press("Esc");
    desk.sees_no("冲突 1个");
    desk.sees("F8 重新选");
    // Looked into and answered as any other.
    desk.press("回车");
    desk.sees("得石镇 2025年全年 第1次上报");
    desk.press("Esc F3");
    desk.sees("放在一边");
    desk.press("Esc F8 空格");
    desk.sees("取消了选定");
    desk.press("Esc");
    desk.sees("冲突 1个");
}

#[test]
fn missing_townships_get_a_letter() {
    let mut desk = CountyState::of_miyi(SMALL, Look::Plain);
    desk.press("F4");
    desk.sees("2025年全年 未报的乡镇 2个");
    desk.sees("新山傈僳族乡");
    desk.sees_no("攀莲镇");
    desk.press("F5 F6 F5");
    desk.sees("已存到 /另一个U盘/未报名单-2025.txt");
    let (_, _, text) = desk.clerk.county.texts.pop().unwrap();
    insta::assert_snapshot!("reminder", text);
}

#[test]
fn every_period_is_reachable() {
    let mut desk = CountyState::of_miyi(SMALL, Look::Plain);
    desk.press("下 下 下 F7");
    desk.sees("2025年三季度，1个乡镇已报。");
    desk.sees("乡镇 11个  已报 1个  未报 10个");
    desk.sees(">撒莲镇");
    desk.press("F7");
    desk.sees("已报 9个");
    desk.sees(">撒莲镇");
}

#[test]
fn ignored_files_have_reasons() {
    let mut desk = CountyState::of_miyi(SMALL, Look::Plain);
    desk.sees("1个文件没有采用，按 F3 看");
    desk.press("F3");
    desk.sees("没有采用  坏.ron：校验不符");
    desk.sees("请向乡镇重新要一份。文件 /上报/坏.ron");
}

#[test]
fn report_is_returned_with_remarks() {
    let mut desk = CountyState::of_miyi(SMALL, Look::Plain);
    desk.press("右 右 右 F5");
    desk.sees("答复 攀莲镇 2025年全年 第1次上报");
    desk.sees("任务        < 5 深入开展农村科普活动 >");
    desk.sees("单位        县科协");
    desk.press("右 F5");
    desk.sees("! 退回要写明意见");
    desk.write("佐证不全，请补照片").press("上 右 下").write("人次对不上").press("F6");
    desk.sees("任务5 意见：佐证不全，请补照片");
    desk.sees("任务6 意见：人次对不上");
    insta::assert_snapshot!("answer_form", desk.clerk.frame());
    // What was begun is there when it is come back to, on the task under the cursor.
    desk.press("Esc 右 右 F5");
    desk.sees("任务        < 7 增强科技振兴乡村作用 >");
    desk.sees("> 意见");
    desk.press("F5");
    desk.sees("已出回执。");
    desk.sees("攀莲镇");
    desk.sees("已退 2个");
    let asked = desk.clerk.county.answers.pop().unwrap();
    let remarks: Vec<(u32, &str)> = asked.remarks.iter().map(|one| (one.task, one.text.as_str())).collect();
    assert_eq!(remarks, [(5, "佐证不全，请补照片"), (6, "人次对不上")]);
    assert_eq!((asked.answer, asked.reports.len()), (Answer::Returned, 1));
    assert_eq!((asked.signing.office.as_str(), asked.signing.folder.as_path()), ("县科协", Path::new("/另一个U盘")));
    // Once more is asked for once more.
    desk.press("F5 F5");
    desk.sees("已经答复过（退回）");
    assert!(desk.clerk.county.answers.is_empty());
}

#[test]
fn accept_all_skips_conflicts() {
    let mut desk = CountyState::of_miyi(SMALL, Look::Plain);
    desk.press("F9");
    desk.sees("给7个已报还没有答复的乡镇");
    desk.sees("有冲突的1个不在内");
    desk.press("F5");
    desk.sees("再按一次 F5");
    assert!(desk.clerk.county.answers.is_empty());
    desk.press("F5");
    let asked = desk.clerk.county.answers.pop().unwrap();
    assert_eq!((asked.answer, asked.reports.len(), asked.remarks.len()), (Answer::Accepted, 7, 0));
    desk.sees("已收 7个");
    desk.sees("冲突 1个");
}

#[test]
fn stopped_receipts_continue_later() {
    let mut desk = CountyState::of_miyi(SMALL, Look::Plain);
    desk.press("F9 F5");
    desk.take(CountyMsg::Working(Work::Answering, 2, 7));
    desk.sees("正在出回执");
    desk.sees("出了 2/7 份回执");
    desk.sees("Esc 停下来");
    let given = [0, 1]
        .map(|at| receipt(&desk.clerk.county.reports[at].1, &desk.clerk.county.reports[at].0.sha256, Answer::Accepted))
        .into();
    desk.take(CountyMsg::Answered(given, Err("停下来了，还有5份没有出，再按 F9 就接着出。".to_owned())));
    desk.sees("! 停下来了，还有5份没有出");
    desk.sees("已收 2个");
    desk.press("F9");
    desk.sees("给5个已报还没有答复的乡镇");
}

#[test]
fn answer_needs_office_and_name() {
    let mut desk = CountyState::of_miyi(SMALL, Look::Plain);
    desk.clerk.model.signing.office = String::new();
    desk.clerk.model.signing.reporter = String::new();
    desk.press("F5 F5");
    desk.sees("请填写答复的县级单位");
    desk.write("县科协").press("F5");
    desk.sees("请填写经办人");
    desk.write("赵六").press("F5");
    desk.sees("已出回执。");
    assert_eq!(desk.clerk.county.answers.len(), 1);
}

#[test]
fn first_answer_asks_for_a_folder() {
    let mut desk = CountyState::of_miyi(SMALL, Look::Plain);
    desk.clerk.model.offers = offers();
    desk.press("F5");
    desk.sees("留底在");
    desk.sees("系统盘（C盘）重装时会清空");
    desk.press("上 右 F5");
    desk.sees("已出回执。");
    assert_eq!(desk.clerk.county.answers[0].place.as_deref(), Some(Path::new("C:/台账")));
    // Where that is settled, nothing is asked.
    desk.clerk.model.offers.places.truncate(1);
    desk.press("下 F5");
    desk.sees("答复");
    desk.sees_no("留底在");
}

#[test]
fn workbook_goes_to_chosen_folder() {
    let mut desk = CountyState::of_miyi(SMALL, Look::Plain);
    desk.press("F2 F6 F5");
    desk.sees("已存到 /U盘/县级汇总-2025.xlsx");
    assert_eq!(desk.clerk.county.workbooks, [Path::new("/另一个U盘")]);
    desk.sees("F2 存汇总表");
}

#[test]
fn forty_townships_are_paged() {
    let mut desk = CountyState::with(SMALL, Look::Plain);
    let township = |at: usize| Township { code: format!("5104{:05}", 21_100 + at), name: format!("第{at}镇") };
    desk.plans[0].roster = (1..=40).map(township).collect();
    for at in 0..30 {
        desk.report(0, at, 1, "2025");
    }
    desk.open();
    desk.sees("已报 30个  未报 10个");
    desk.sees("完成的乡镇数");
    desk.press("PgDn PgDn");
    desk.sees("完成的乡镇数");
    desk.sees("清单  任务  人次  状态");
    insta::assert_snapshot!("forty_townships", desk.clerk.frame());
    desk.press("End");
    desk.sees(">第40镇");
    desk.press("Home");
    desk.sees(">第1镇");
}

#[test]
fn two_plans_stack_in_the_matrix() {
    let mut desk = CountyState::with(SMALL, Look::Plain);
    let mut other = desk.plans[0].clone();
    other.id = "yanbian-2021-2025".to_owned();
    other.short = "盐边县全民科学素质行动 2021-2025".to_owned();
    let name = |code: &str, name: &str| Township { code: code.to_owned(), name: name.to_owned() };
    other.roster = vec![name("510422100", "桐子林镇"), name("510422101", "红格镇")];
    desk.plans.push(other);
    for at in [0, 3, 10] {
        desk.report(0, at, 1, "2025");
    }
    desk.report(1, 1, 1, "2025");
    desk.open();
    desk.sees("任务第1-");
    insta::assert_snapshot!("two_plans", desk.clerk.frame());
    for _ in 0..19 {
        desk.press("右");
    }
    desk.sees("任务26 健全基层科普服务体系");
    desk.press("End 上 上");
    desk.sees("盐边县");
    desk.press("F4 F5 F5");
    let (_, _, text) = desk.clerk.county.texts.pop().unwrap();
    assert!(text.contains("盐边县") && text.contains("桐子林镇") && text.contains("丙谷镇"), "{text}");
}

#[test]
fn similar_plan_names_stay_distinct() {
    for size in [SMALLEST, SMALL, LARGE] {
        let mut desk = CountyState::with(size, Look::Plain);
        desk.plans[0].roster.truncate(2);
        let mut other = desk.plans[0].clone();
        (other.id, other.short) = ("miyi-jindu".to_owned(), "米易县全民禁毒工作 2021-2025".to_owned());
        desk.plans.push(other);
        desk.report(0, 0, 1, "2025");
        desk.report(1, 0, 1, "2025");
        desk.open();
        desk.sees("科学素..");
        desk.sees("禁毒工..");
        desk.sees("米易县全民科学素质行动 2021-2025：第1次上报");
        desk.press("End");
        desk.sees("米易县全民禁毒工作 2021-2025：还没有上报2025年全年");
        desk.press("F4 下");
        desk.sees("510421101   米易县全民科学素质行动");
        desk.sees("510421101   米易县全民禁毒工作");
        desk.sees("米易县全民禁毒工作 2021-2025。按 F5 存成");
    }
}

#[test]
fn empty_folder_explains_itself() {
    let mut desk = CountyState::with(SMALL, Look::Plain);
    let origin = Origin { path: "/上报/读我.txt".into(), within: None };
    desk.rejected.push(Rejected { origin, reason: "不是上报文件。".to_owned() });
    desk.open();
    desk.sees("/上报 里没有可以汇总的上报文件");
    desk.sees("读我.txt：不是上报文件。");
    insta::assert_snapshot!("nothing_collected", desk.clerk.frame());
    desk.press("5");
    assert_eq!(desk.clerk.county.collected, [[PathBuf::from("/上报")]]);
}

#[test]
fn no_ignored_files_says_so() {
    let mut desk = CountyState::with(SMALL, Look::Plain);
    desk.open();
    desk.press("F3");
    desk.sees("一个文件也没有找到。");
    desk.report(0, 0, 1, "2025");
    desk.open();
    desk.press("F3");
    desk.sees("所有文件都采用了。");
}

#[test]
fn stopped_collection_is_marked_incomplete() {
    let mut desk = CountyState::of_miyi(SMALL, Look::Plain);
    desk.take(CountyMsg::Working(Work::Reading, 120, 4000));
    desk.sees("读了 120/4000 个文件");
    insta::assert_snapshot!("reading", desk.clerk.frame());
    desk.stopped = true;
    desk.open();
    desk.sees("没有读完就停了");
    desk.press("下");
    desk.sees("没有读完");
    // Neither a list nor a table that lacks townships leaves the house.
    for key in ["F4 F5", "Esc F2"] {
        desk.press(key);
        desk.sees("名单和表都不全，不能存");
    }
    assert_eq!((desk.clerk.county.texts.len(), desk.clerk.county.workbooks.len()), (0, 0));
}

#[test]
fn letter_to_all_is_confirmed() {
    let mut desk = CountyState::with(SMALL, Look::Plain);
    desk.open();
    desk.press("F4 F5 F5");
    desk.sees("一份上报也没有读到，名单里会是全部11个乡镇");
    assert!(desk.clerk.county.texts.is_empty());
    desk.press("F5");
    assert_eq!(desk.clerk.county.texts.len(), 1);
}

#[test]
fn earlier_return_stays_visible() {
    let mut desk = CountyState::of_miyi(SMALL, Look::Plain);
    desk.press("下 下 下 右 右 右 回车");
    desk.sees("已答复退回（王五 2025-12-28）。对这一项的意见：佐证不全。");
    desk.press("右");
    desk.sees("已答复退回（王五 2025-12-28）。另对任务5有意见。");
    // The next report of the same township, which nobody answered.
    desk.report(0, 3, 1, "2025");
    let (mut next, report) = desk.clerk.county.reports.pop().unwrap();
    let sha256 = desk.clerk.county.reports[3].0.sha256.clone();
    (next.revision, next.taken_in) = (2, vec![sha256]);
    desk.clerk.county.reports.push((next, report));
    desk.open();
    desk.sees("还没有答复，上一次退回过");
    desk.press("回车");
    desk.sees("第1次上报退回过（王五 2025-12-28）");
    desk.press("Esc F9 F5");
    desk.sees("其中撒莲镇上一次退回过");
}

#[test]
fn other_period_of_township_is_named() {
    let mut desk = CountyState::with(SMALL, Look::Plain);
    desk.report(0, 0, 1, "2025");
    desk.report(0, 1, 1, "2025Q3");
    desk.open();
    desk.press("下");
    desk.sees("还没有上报2025年全年。另报了2025年三季度（按 F7 看）。");
}

#[test]
fn other_period_does_not_take_over() {
    let mut desk = CountyState::with(SMALL, Look::Plain);
    desk.clerk.model.today = "2025-10-15".parse().unwrap();
    for township in 0..9 {
        desk.report(0, township, 1, "2025Q3");
    }
    desk.report(0, 9, 1, "2025Q4");
    desk.report(0, 10, 1, "2025");
    desk.open();
    desk.sees("2025年三季度");
    desk.sees("乡镇 11个  已报 9个  未报 2个");
    desk.sees("另有2025年全年（1个乡镇）、2025年四季度（1个乡镇），按 F7 看。");
    insta::assert_snapshot!("other_periods", desk.clerk.frame());
    desk.press("F4");
    desk.sees("麻陇彝族乡      510421203   另报了2025年四季度");
    desk.sees("另报了2025年四季度，通知里会写明。");
    insta::assert_snapshot!("missing_with_other_periods", desk.clerk.frame());
    desk.press("F5 F6 F5");
    let (_, name, text) = desk.clerk.county.texts.pop().unwrap();
    assert_eq!(name, "未报名单-2025Q3.txt");
    insta::assert_snapshot!("reminder_with_other_periods", text);
}

#[test]
fn unreadable_folder_keeps_the_table() {
    let mut desk = CountyState::of_miyi(SMALL, Look::Plain);
    desk.take(CountyMsg::Working(Work::Reading, 0, 0));
    desk.take(CountyMsg::NothingRead("/没有 读不了（没有权限），没有汇总。请核对路径。".to_owned()));
    desk.sees("! /没有 读不了（没有权限），没有汇总。");
    desk.sees("已报 9个");
}

#[test]
fn folder_is_chosen_in_browser() {
    for begin in ["F2", "回车 7"] {
        let mut desk = CountyState::with(SMALL, Look::Plain);
        desk.press("下");
        desk.sees("县科协：按 F2 汇总各乡镇的上报。");
        desk.press(begin);
        desk.sees("县级汇总：选装着上报文件的文件夹");
        desk.press("F5");
        desk.sees("请先按回车进一个盘或文件夹");
        desk.press("回车 F5");
        assert_eq!(desk.clerk.county.collected, [[PathBuf::from("/U盘")]]);
        desk.report(0, 0, 1, "2025");
        desk.open();
        desk.sees("已报 1个  未报 10个");
        desk.press("Esc");
        assert!(matches!(desk.clerk.model.scope(), Scope::Chooser | Scope::Dashboard));
    }
}

#[test]
fn county_screens_stay_plain() {
    for size in [SMALL, LARGE, SMALLEST, Size::new(300, 80)] {
        let mut desk = CountyState::of_miyi(size, Look::Plain);
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
            desk.press(keys);
            holds_plain_cells_only(&desk.clerk);
        }
    }
}

/// As many townships that have all reported the year, by one report that `told` makes theirs.
fn province(size: Size, townships: usize, told: impl Fn(usize, &mut Received)) -> CountyState {
    let mut desk = CountyState::with(size, Look::Plain);
    let township = |at: usize| Township { code: format!("51{at:07}"), name: format!("第{at}镇") };
    desk.plans[0].roster = (1..=townships).map(township).collect();
    desk.report(0, 0, 1, "2025");
    let (received, report) = desk.clerk.county.reports.remove(0);
    for at in 0..townships {
        let code = desk.plans[0].roster[at].code.clone();
        let origin = Origin { path: format!("/上报/{code}.ron").into(), within: None };
        let mut received = Received { code, origin, sha256: format!("{at:064x}"), ..received.clone() };
        told(at, &mut received);
        desk.clerk.county.reports.push((received, report.clone()));
    }
    desk.open();
    desk
}

#[test]
fn long_figures_shorten_in_cells() {
    for (size, of_one, of_all) in [
        (SMALLEST, "21/46  6/20 0.9亿  12次", "45%   30% >千亿"),
        (SMALL, "21/46  6/20 0.9亿  12次", "45%   30% >千亿"),
        (LARGE, "21/46    6/20 123万  9999万  第12次 已报", "45%     30%  49亿  3998亿"),
    ] {
        let mut desk = province(size, 4_000, |at, received| {
            if at > 0 {
                received.revision = 12;
                received.figures.activities.people = 99_999_999;
                received.figures.activities.activities = 1_234_567;
            }
        });
        desk.sees("2025年全年 共399899996103人次");
        desk.press("下");
        desk.sees(of_one);
        desk.sees(of_all);
        if size != SMALLEST {
            desk.sees("第12次上报，2025-12-21，共99999999人次，张三 0812-8171234");
        }
    }
}

#[test]
fn four_thousand_townships_are_paged() {
    let mut desk = province(SMALL, 4_000, |_, _| ());
    desk.sees("已报 4000个");
    desk.press("PgDn PgDn PgDn");
    desk.sees("第25镇");
    desk.press("End");
    desk.sees("第4000镇");
    desk.sees("完成的乡镇数");
}

#[test]
fn smallest_window_keeps_whole_sentences() {
    let mut desk = CountyState::of_miyi(SMALLEST, Look::Plain);
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
        desk.press(keys);
        let frame = desk.clerk.frame().replace(['|', '\n'], "").replace(' ', "");
        assert!(frame.contains(&told.replace(' ', "")), "{keys}: “{told}” is not seen:\n{}", desk.clerk.frame());
    }
}

#[test]
fn smallest_window_still_says_incomplete() {
    let mut desk = CountyState::of_miyi(SMALLEST, Look::Plain);
    desk.sees_no("清单完成");
    desk.stopped = true;
    desk.open();
    desk.press("下");
    desk.sees("已退 1个  没有读完");
}
