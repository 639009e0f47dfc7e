//! Stage 5: builds a plan from a draft and options. Whatever the notice does not say becomes a finding.

use chrono::{Datelike as _, NaiveDate};

use crate::domain::plan::{
    Action, Cycle, Due, Item, ItemTarget, Notice, Per, Plan, Role, Safeguard, TargetMeasure, Task, Township,
};
use crate::domain::text::columns;

use super::draft::{self, ItemDraft, NoticeDraft, NoticeFinding, TaskDraft, TaskKind, Unit};
use super::id;
use super::times;

/// The most columns of a short title, without its years.
const SHORT_MAX: usize = 30;

/// What the caller adds to the notice.
#[derive(Debug, Default)]
pub struct PlanOptions {
    pub id: Option<String>,
    /// First and last year.
    pub years: Option<(i32, i32)>,
    /// The townships of the county.
    pub roster: Vec<Township>,
}

/// Builds a plan, and lists what a person must check.
#[must_use]
pub fn build(draft: &NoticeDraft, options: PlanOptions) -> (Plan, Vec<NoticeFinding>) {
    let mut findings = Vec::new();
    let mut find = |text: &str| findings.push(NoticeFinding { line: 1, task: None, text: text.to_owned() });
    let title = draft.title.clone().or_else(|| draft.notice_title.clone()).unwrap_or_default();
    if title.is_empty() {
        find("没有找到标题，请在规划草稿里填写 title。");
    }
    let years = years(draft, options.years, &mut find);
    let number = draft.number.clone().unwrap_or_default();
    let id = options.id.or_else(|| id::from_number(&number)).unwrap_or_else(|| {
        find("没有找到文号，编号由标题得出。要另定时加 --id 编号。");
        id::from_title(&title, years.0)
    });
    let issuer = draft.issuer.clone().unwrap_or_default();
    if issuer.is_empty() {
        find("没有找到发文单位，请在规划草稿里填写 issuer。");
    }
    let date = draft.date.unwrap_or_else(|| {
        find("没有找到发文日期，草稿里写成起始年份的第一天，请改正。");
        NaiveDate::from_ymd_opt(years.0, 1, 1).unwrap_or_default()
    });
    let notice = Notice {
        title: draft.notice_title.clone().unwrap_or_else(|| title.clone()),
        number,
        issuer,
        date,
        years,
        goal: draft.goal.clone().unwrap_or_default(),
    };
    listed_townships(draft, &mut findings);
    let duties = draft.tasks.iter().filter(|task| task.kind == TaskKind::Duty).count();
    if duties > 0 {
        let text = format!("有{duties}段写的是某个单位的职责，不是任务，没有列入规划。");
        findings.push(NoticeFinding { line: 1, task: None, text });
    }
    let actions = actions(draft, years, &title);
    let plan = Plan {
        id,
        short: short_title(&title, years),
        title,
        revision: 1,
        notice,
        townships_named: draft.townships_named.clone(),
        roster: options.roster,
        abolished: Vec::new(),
        actions,
        safeguards: safeguards(draft),
        errata: Vec::new(),
        reports: Vec::new(),
        retired: Vec::new(),
        former: Vec::new(),
    };
    (plan, findings)
}

/// Takes the years from the caller or the notice. Without either, returns years that no valid plan has.
fn years(draft: &NoticeDraft, options: Option<(i32, i32)>, find: &mut impl FnMut(&str)) -> (i32, i32) {
    let Some((first, last)) = options.or(draft.years) else {
        find("没有找到起止年份。请加 --years 起-止，如 --years 2026-2030。");
        return (0, 0);
    };
    let titles = [&draft.title, &draft.notice_title];
    let in_title = titles.into_iter().flatten().any(|title| title.contains(&first.to_string()));
    if options.is_none() && !in_title {
        let of_date = draft.date.is_some_and(|date| date.year() == first);
        let from = if of_date { "取发文的年份" } else { "取正文的年份" };
        find(&format!("标题没有写起止年份，{from} {first}-{last}。不对时加 --years 起-止。"));
    }
    (first, last)
}

/// A plan assigns the same tasks to every township. A notice that names single townships needs a look.
fn listed_townships(draft: &NoticeDraft, findings: &mut Vec<NoticeFinding>) {
    let is_class =
        |name: &str| ["各", "全", "有关", "相关", "所有", "乡", "镇", "街"].iter().any(|word| name.starts_with(word));
    let named: Vec<&str> = draft.townships_named.iter().map(String::as_str).filter(|name| !is_class(name)).collect();
    if !named.is_empty() {
        let text = format!("责任单位里写了具体的乡镇（{}），程序按每个乡镇都有处理，请核对。", named.join("、"));
        findings.push(NoticeFinding { line: 1, task: None, text });
    }
}

/// The tasks under their headings. A task without a heading goes under the plan's title.
fn actions(draft: &NoticeDraft, years: (i32, i32), title: &str) -> Vec<Action> {
    let mut actions: Vec<(Option<usize>, Action)> = Vec::new();
    for draft_task in draft.tasks.iter().filter(|task| task.kind == TaskKind::Task) {
        if actions.last().is_none_or(|(section, _)| *section != draft_task.section) {
            let heading = draft_task.section.and_then(|at| draft.sections.get(at)).map(|section| section.title.clone());
            let no = u32::try_from(actions.len() + 1).unwrap_or(u32::MAX);
            let title = heading.unwrap_or_else(|| title.to_owned());
            actions.push((draft_task.section, Action { no, title, tasks: Vec::new() }));
        }
        if let Some((_, action)) = actions.last_mut() {
            action.tasks.push(task(draft_task, years));
        }
    }
    actions.into_iter().map(|(_, action)| action).collect()
}

fn task(draft_task: &TaskDraft, years: (i32, i32)) -> Task {
    let by_blanket = draft_task.by_blanket.iter().cloned();
    let due = draft_task.deadline.as_ref().and_then(|deadline| {
        let words = times::rhythm(&deadline.text).or_else(|| times::due(&deadline.text, Some(years)));
        words.and_then(|words| parse_due(&words))
    });
    Task {
        no: draft_task.no,
        label: None,
        title: draft_task.title.clone(),
        text: draft_task.text.clone(),
        leads: names(&draft_task.leads),
        partners: names(&draft_task.partners).into_iter().chain(by_blanket).collect(),
        parted: draft_task.parted,
        remark: None,
        due,
        items: items(draft_task),
    }
}

fn items(draft_task: &TaskDraft) -> Vec<Item> {
    if draft_task.role == Role::None {
        return Vec::new();
    }
    let is_quoted = |one: &&ItemDraft| !one.quote.is_empty() && draft_task.text.contains(&one.quote);
    let kept: Vec<&ItemDraft> = draft_task.items.iter().filter(is_quoted).collect();
    let item = |(at, one): (usize, &ItemDraft)| {
        let due = one.due.as_deref().and_then(parse_due);
        Item {
            id: format!("{}.{}", draft_task.no, at + 1),
            text: one.text.clone(),
            quote: one.quote.clone(),
            cycle: cycle(one.cycle, due),
            due,
            target: one.target.as_ref().and_then(|target| self::target(target, due, one)),
        }
    };
    kept.into_iter().enumerate().map(item).collect()
}

/// 每季度组织排查: what is due in each quarter is owed in each quarter.
fn cycle(cycle: Cycle, due: Option<Due>) -> Cycle {
    match (cycle, due) {
        (Cycle::Yearly, Some(Due::Halfyearly(_))) => Cycle::Halfyearly,
        (Cycle::Yearly, Some(Due::Quarterly(_))) => Cycle::Quarterly,
        (Cycle::Yearly, Some(Due::Monthly(_))) => Cycle::Monthly,
        (cycle, _) => cycle,
    }
}

fn parse_due(words: &str) -> Option<Due> {
    words.replace("half-yearly", "halfyearly").parse().ok()
}

/// Reads a target such as 每季度不少于4场: how much within which time.
fn target(target: &draft::TargetDraft, due: Option<Due>, item: &ItemDraft) -> Option<ItemTarget> {
    let measure = match target.unit.as_str() {
        "场次" | "场" | "次" | "期" => TargetMeasure::Sessions,
        "人次" | "人" | "名" => TargetMeasure::People,
        "份" => TargetMeasure::Materials,
        _ => TargetMeasure::Items,
    };
    let says = |word: &str| item.quote.contains(word);
    let per = match due {
        Some(Due::Monthly(_)) => Per::Month,
        Some(Due::Quarterly(_)) => Per::Quarter,
        Some(Due::Halfyearly(_)) => Per::Halfyear,
        _ if says("每月") => Per::Month,
        _ if says("每季度") => Per::Quarter,
        _ if says("每半年") => Per::Halfyear,
        _ if item.cycle == Cycle::Once => Per::Plan,
        _ => Per::Year,
    };
    let at_least = u64::from(target.count);
    (at_least > 0).then_some(ItemTarget { measure, at_least, per })
}

fn safeguards(draft: &NoticeDraft) -> Vec<Safeguard> {
    let draft_task = draft.tasks.iter().filter(|task| task.kind == TaskKind::Safeguard);
    let safeguard = |(no, one): (u32, &TaskDraft)| Safeguard {
        no,
        title: one.title.clone(),
        text: one.text.clone(),
        leads: names(&one.leads),
        partners: names(&one.partners),
    };
    (1..).zip(draft_task).map(safeguard).collect()
}

fn names(units: &[Unit]) -> Vec<String> {
    units.iter().map(|unit| unit.name.clone()).collect()
}

/// Shortens a title for the screen's header: drops words such as 实施方案, and puts the years at its end.
fn short_title(title: &str, years: (i32, i32)) -> String {
    const KINDS: [&str; 14] = [
        "实施方案",
        "行动方案",
        "工作方案",
        "实施计划",
        "行动计划",
        "工作计划",
        "实施办法",
        "若干措施",
        "实施意见",
        "工作要点",
        "规划纲要",
        "规划",
        "方案",
        "计划",
    ];
    let mut bare: String = title.chars().filter(|c| !c.is_whitespace() && !"《》".contains(*c)).collect();
    // The years are added at the end.
    for year in [years.0, years.1] {
        bare = bare.replace(&format!("{year}年度"), "").replace(&format!("{year}年"), "");
    }
    let bare = bare.split(['（', '(']).next().unwrap_or_default();
    let mut rest = bare.rsplit_once("关于").map_or(bare, |(_, rest)| rest);
    while let Some(shorter) =
        KINDS.iter().find_map(|kind| rest.strip_suffix(kind)).filter(|rest| rest.chars().count() > 4)
    {
        rest = shorter;
    }
    let mut short = String::new();
    for c in rest.chars() {
        short.push(c);
        if columns(&short) > SHORT_MAX {
            short.pop();
            break;
        }
    }
    let (first, last) = years;
    if first == last { format!("{short} {first}") } else { format!("{short} {first}-{last}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_title_fits_the_head() {
        let short = |title: &str| short_title(title, (2026, 2030));
        assert_eq!(short("盐边县全民健身实施计划（2026—2030年）"), "盐边县全民健身 2026-2030");
        assert_eq!(short("某省人民政府办公厅关于2026年重点工作的意见"), "重点工作的意见 2026-2030");
        assert_eq!(short("米易县全民科学素质行动规划纲要实施方案"), "米易县全民科学素质行动 2026-2030");
        assert!(columns(&short(&"很长的标题".repeat(9))) <= SHORT_MAX + 10);
    }
}
