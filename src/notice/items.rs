//! Proposes checklist items: the sentences of a task that a township can act on. Each is quoted verbatim.

use crate::domain::plan::{Cycle, Role};

use super::draft::{ItemDraft, NoticeDraft, TargetDraft, TaskDraft};
use super::names;
use super::times;
use super::words;

/// The most items for one task.
const ITEMS_MAX: usize = 6;

/// The most sentences of a task to look at.
const SENTENCES_MAX: usize = 200;

/// The longest text of an item, in characters. Its quote may be longer.
const TEXT_MAX: usize = 24;

/// Proposes items for the tasks that involve townships.
pub fn propose(draft: &mut NoticeDraft) {
    let years = draft.years;
    for task in draft.tasks.iter_mut().filter(|task| task.role != Role::None) {
        task.items = propose_for_task(task, years);
    }
}

fn propose_for_task(task: &TaskDraft, years: Option<(i32, i32)>) -> Vec<ItemDraft> {
    let mut items: Vec<ItemDraft> = Vec::new();
    for sentence in task.text.split(['。', '；', '\n']).map(str::trim).take(SENTENCES_MAX) {
        if is_act(sentence) && !items.iter().any(|item| item.quote == sentence) {
            items.push(item(sentence, years));
        }
    }
    // Sentences with a number or a date are certain obligations, so they come first in the selection.
    let mut kept: Vec<(usize, ItemDraft)> = items.into_iter().enumerate().collect();
    kept.sort_by_key(|(at, item)| (item.target.is_none() && item.due.is_none(), *at));
    kept.truncate(ITEMS_MAX);
    kept.sort_by_key(|(at, _)| *at);
    kept.into_iter().map(|(_, item)| item).collect()
}

/// Whether a sentence contains an action that is not the county's own.
fn is_act(sentence: &str) -> bool {
    const ACTS: [&str; 41] = [
        "开展", "组织", "建立", "落实", "推进", "推动", "完善", "加强", "实施", "宣传", "排查", "整治", "建设", "培训",
        "举办", "设立", "制定", "报送", "巡查", "检查", "走访", "登记", "整改", "发动", "引导", "做好", "抓好", "健全",
        "推广", "普及", "培育", "打造", "配备", "公开", "建成", "公示", "清理", "核查", "受理", "办理", "成立",
    ];
    let length = sentence.chars().count();
    (6..=200).contains(&length) && ACTS.iter().any(|act| sentence.contains(act)) && !is_of_others(sentence)
}

/// Whether a sentence begins with a unit that is no township: 县甲局负责….
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
        text: shorten(sentence),
        quote: sentence.to_owned(),
        cycle: if is_once { Cycle::Once } else { Cycle::Yearly },
        due,
        target: target(sentence),
    }
}

/// Returns the first clause with an action, cut to an item's length.
fn shorten(sentence: &str) -> String {
    let clause = sentence.split(['，', '：']).find(|clause| is_act(clause)).unwrap_or(sentence);
    let length = clause.chars().count();
    if length <= TEXT_MAX { clause.to_owned() } else { clause.chars().take(TEXT_MAX - 1).chain(['…']).collect() }
}

/// Reads a target such as 不少于4场.
fn target(sentence: &str) -> Option<TargetDraft> {
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
            return Some(TargetDraft { count, unit: unit.to_owned() });
        }
    }
    None
}
