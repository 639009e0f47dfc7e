//! Proposed checklist items: whole clauses, with rhythm, deadline and number.

use taizhang::domain::plan::Cycle;
use taizhang::notice::draft::ItemDraft;

use super::read;

/// Items proposed for a township task with this text, in a plan of 2027.
fn items(text: &str) -> Vec<ItemDraft> {
    let notice = format!(
        "青溪县2027年工作要点\n各乡镇：\n一、任务\n（一）抓实工作。{text}（责任单位：各乡镇）\n（二）其他。开展宣传。（责任单位：县甲局）"
    );
    read(&notice).tasks.swap_remove(0).items
}

#[test]
fn each_item_quotes_its_task() {
    let items = items("逐村开展排查，建立台账。县甲局负责组织验收。大力宣传政策；氛围浓厚。");
    let quotes: Vec<_> = items.iter().map(|item| item.quote.as_str()).collect();
    assert_eq!(quotes, ["逐村开展排查，建立台账", "大力宣传政策"]);
    assert!(items.iter().all(|item| item.text.chars().count() <= 24));
}

#[test]
fn cycles_deadlines_and_numbers() {
    for (text, cycle, due, target) in [
        ("每年开展宣传活动不少于4场。", Cycle::Yearly, None, Some((4, "场"))),
        ("每季度组织排查一次。", Cycle::Yearly, Some("quarterly"), None),
        ("每月25日前报送进展，做好登记。", Cycle::Yearly, Some("monthly 25"), None),
        ("每半年组织一次检查。", Cycle::Yearly, Some("half-yearly"), None),
        ("每年6月30日前组织培训，培训不少于200人次。", Cycle::Yearly, Some("yearly 06-30"), Some((200, "人次"))),
        ("2027年6月底前建成服务站。", Cycle::Once, Some("2027-06-30"), None),
        ("2027年2月底前完成排查整治。", Cycle::Once, Some("2027-02-28"), None),
        ("年底前完成排查整治。", Cycle::Once, Some("2027-12-31"), None),
        ("制定实施方案并组织落实。", Cycle::Once, None, None),
        ("至少开展两次巡查。", Cycle::Yearly, None, Some((2, "次"))),
    ] {
        let item = items(text).swap_remove(0);
        let found = item.target.map(|target| (target.count, target.unit));
        let target = target.map(|(count, unit)| (count, unit.to_owned()));
        assert_eq!((item.cycle, item.due.as_deref(), found), (cycle, due, target), "{text}");
    }
}

#[test]
fn only_township_tasks_get_items() {
    let draft = read(
        "一、任务\n（一）抓实工作。开展排查整治。（责任单位：县甲局）\n（二）其他。开展宣传。（责任单位：县乙局）",
    );
    assert!(draft.tasks.iter().all(|task| task.items.is_empty()));
}
