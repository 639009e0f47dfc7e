//! The facts of a notice: title, number, issuer, date, years, goal.

use chrono::NaiveDate;

use super::read;

#[test]
fn notice_attaching_a_plan() {
    let draft = read(
        "青溪县人民政府办公室关于印发《青溪县台账管理
        实施方案（2026-2030年）》的通知
        青府办发〔2026〕8 号
        各乡镇人民政府，县级各部门：
        《青溪县台账管理实施方案（2026-2030年）》已经县政府同意，现印发给你们，请认真组织实施。
        青溪县人民政府办公室
        2026年3月18日
        青溪县台账管理实施方案
        一、总体要求
        （一）工作目标。到2030年，台账覆盖全部村组。
        二、重点任务
        （一）建台账。逐村登记。（责任单位：各乡镇）",
    );
    assert_eq!(draft.title.as_deref(), Some("青溪县台账管理实施方案（2026-2030年）"));
    assert_eq!(draft.notice_title.as_deref(), Some("关于印发《青溪县台账管理实施方案（2026-2030年）》的通知"));
    assert_eq!(draft.number.as_deref(), Some("青府办发〔2026〕8号"));
    assert_eq!(draft.issuer.as_deref(), Some("青溪县人民政府办公室"));
    assert_eq!(draft.date, NaiveDate::from_ymd_opt(2026, 3, 18));
    assert_eq!(draft.years, Some((2026, 2030)));
    assert_eq!(draft.goal.as_deref(), Some("到2030年，台账覆盖全部村组。"));
    assert_eq!(draft.tasks.len(), 1);
}

#[test]
fn notice_being_the_plan() {
    let draft = read(
        "青溪县人民政府关于加强台账管理的意见（青府发〔2027〕3号）
        各乡镇人民政府：
        为加强台账管理，提出如下意见。
        一、建台账。逐村登记。（责任单位：各乡镇）
        青溪县人民政府
        2027年1月5日
        （此件公开发布）",
    );
    assert_eq!(draft.title.as_deref(), Some("青溪县人民政府关于加强台账管理的意见"));
    assert_eq!((draft.number.as_deref(), draft.years), (Some("青府发〔2027〕3号"), Some((2027, 2027))));
    assert_eq!(draft.issuer.as_deref(), Some("青溪县人民政府"));
    assert_eq!(draft.date, NaiveDate::from_ymd_opt(2027, 1, 5));
    assert_eq!(draft.tasks[0].text, "逐村登记。", "the signature is no text of the last task");
}

#[test]
fn title_is_kept_as_written() {
    let draft = read(
        "青溪县人民政府印发关于加强台账管理若干措施的通知
        青府发〔2027〕4号
        各乡镇人民政府：
        现将《关于加强台账管理的若干措施》印发给你们，请认真落实。
        2027年2月6日
        一、建台账。逐村登记。（责任单位：各乡镇）",
    );
    assert_eq!(draft.title.as_deref(), Some("关于加强台账管理的若干措施"));
    assert_eq!(draft.issuer.as_deref(), Some("青溪县人民政府"));
}

#[test]
fn unstated_facts_stay_empty() {
    let draft = read("一、建台账。逐村登记。（责任单位：各乡镇）");
    assert_eq!((draft.number, draft.issuer, draft.date, draft.years, draft.goal), (None, None, None, None, None));
}
