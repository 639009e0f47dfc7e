//! Proposed checklist items: the sentences of a task that a township can act on, each its own quote.

use crate::domain::plan::{Cycle, Role};

use super::draft::{Draft, ItemDraft, Target, TaskDraft};
use super::names;
use super::times;
use super::words;

/// No more are proposed for one task.
const ITEMS_MAX: usize = 6;

/// Proposals come from the first sentences of a task.
const SENTENCES_MAX: usize = 200;

/// An item's own words; the quote may be longer.
const TEXT_MAX: usize = 24;

/// Proposes items for the tasks that bind townships.
pub fn propose(draft: &mut Draft) {
    let years = draft.years;
    for task in draft.tasks.iter_mut().filter(|task| task.role != Role::None) {
        task.items = of(task, years);
    }
}

fn of(task: &TaskDraft, years: Option<(i32, i32)>) -> Vec<ItemDraft> {
    let mut items: Vec<ItemDraft> = Vec::new();
    for sentence in task.text.split(['。', '；', '\n']).map(str::trim).take(SENTENCES_MAX) {
        if is_act(sentence) && !items.iter().any(|item| item.quote == sentence) {
            items.push(item(sentence, years));
        }
    }
    // What has a number or a date is owed for sure; the rest by its order.
    let mut kept: Vec<(usize, ItemDraft)> = items.into_iter().enumerate().collect();
    kept.sort_by_key(|(at, item)| (item.target.is_none() && item.due.is_none(), *at));
    kept.truncate(ITEMS_MAX);
    kept.sort_by_key(|(at, _)| *at);
    kept.into_iter().map(|(_, item)| item).collect()
}

/// Whether a sentence says an act, and not one of the county alone.
fn is_act(sentence: &str) -> bool {
    const ACTS: [&str; 41] = [
        "开展", "组织", "建立", "落实", "推进", "推动", "完善", "加强", "实施", "宣传", "排查", "整治", "建设", "培训",
        "举办", "设立", "制定", "报送", "巡查", "检查", "走访", "登记", "整改", "发动", "引导", "做好", "抓好", "健全",
        "推广", "普及", "培育", "打造", "配备", "公开", "建成", "公示", "清理", "核查", "受理", "办理", "成立",
    ];
    let length = sentence.chars().count();
    (6..=200).contains(&length) && ACTS.iter().any(|act| sentence.contains(act)) && !is_of_others(sentence)
}

/// 县甲局负责…: the sentence begins with a unit that is no township.
fn is_of_others(sentence: &str) -> bool {
    let chars: Vec<char> = sentence.chars().take(20).collect();
    (3..chars.len()).any(|end| {
        let name = &chars[..end];
        names::is_unit(name)
            && !names::is_township(name)
            && "县市区省".contains(name[0])
            && ["局", "委", "办", "部", "院", "中心", "公司"].iter().any(|ending| words::ends_with(name, ending))
    })
}

fn item(sentence: &str, years: Option<(i32, i32)>) -> ItemDraft {
    let due = times::rhythm(sentence).or_else(|| times::due(sentence, years));
    let is_once = due.as_ref().is_some_and(|due| due.starts_with(|c: char| c.is_ascii_digit()))
        || ["制定", "出台", "建成", "设立", "成立", "编制", "挂牌"].iter().any(|word| sentence.contains(word));
    ItemDraft {
        text: short(sentence),
        quote: sentence.to_owned(),
        cycle: if is_once { Cycle::Once } else { Cycle::Yearly },
        due,
        target: target(sentence),
    }
}

/// The first clause with an act in it, cut to an item's length.
fn short(sentence: &str) -> String {
    let clause = sentence.split(['，', '：']).find(|clause| is_act(clause)).unwrap_or(sentence);
    let length = clause.chars().count();
    if length <= TEXT_MAX { clause.to_owned() } else { clause.chars().take(TEXT_MAX - 1).chain(['…']).collect() }
}

/// 不少于4场
fn target(sentence: &str) -> Option<Target> {
    for word in ["不少于", "不低于", "至少", "不得少于"] {
        let Some((_, rest)) = sentence.split_once(word) else { continue };
        let rest: Vec<char> = rest.chars().skip_while(|c| "开展举办组织完成".contains(*c)).collect();
        let digits = rest.iter().take(9).take_while(|c| c.is_ascii_digit()).count();
        let count: String = rest[..digits].iter().collect();
        let count = count.parse().ok().or_else(|| times::chinese_digit(*rest.first()?));
        let unit_at = digits.max(usize::from(digits == 0));
        let unit = [
            "场次", "人次", "场", "次", "份", "人", "户", "个", "项", "篇", "期", "条", "件", "亩", "名", "家", "处",
            "支",
        ]
        .into_iter()
        .find(|unit| words::starts_with(&rest[unit_at.min(rest.len())..], unit));
        if let (Some(count), Some(unit)) = (count, unit) {
            return Some(Target { count, unit: unit.to_owned() });
        }
    }
    None
}
