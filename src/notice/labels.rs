//! The words in front of a field: 牵头单位：, 责任单位：, 完成时限：.

use super::words::{self, beginning, is_one_of};

/// The part that a list of units has in a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// 牵头
    Lead,
    /// 责任, 负责: leads or partners, by what stands beside it.
    Responsible,
    /// 配合
    Partner,
}

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    /// Units.
    Units(Part),
    /// A deadline.
    Deadline,
    /// Persons, and units that only watch: read over.
    Other,
}

/// No label is longer, brackets included.
const LABEL_MAX: usize = 14;

/// Words of labels: who leads, who helps, who answers for it, who only watches, and what else stands in labels.
const LEAD: &str = "牵头 主办 主责 首责";
const PARTNER: &str = "配合 协办 协同 协作 协助 参与 参加 会同";
const RESPONSIBLE: &str = "责任 落实 实施 承办 组织 执行 承担 负责 主管";
const WATCHING: &str = "督办 督导 督查 监督 指导 联系 分管";
const DEADLINE: &str = "时限 时间节点 时间 期限 日期 进度安排 进度";
const BODY: &str = "单位 部门 处室 科室 股室 机构 主体 分工 乡镇 镇街 街镇 街道";
const PERSON: &str = "人员 领导 人 电话 方式";
const FILLER: &str = "计划 预计 节点 属地 县级 县直 县 市级 市直 市 区级 区直 区 省级 主要 具体 直接 第一 总 完成 办结 整改 工作 \
                      推进 起止 截止 要求 安排 任务 挂牌 包保";

/// Reads the label that `text` begins with: what it is, and its length with the colon. 【责任单位】 needs no colon.
#[must_use]
pub fn read(text: &[char]) -> Option<(Label, usize)> {
    let is_boxed = text.first().is_some_and(|c| "【[〔".contains(*c));
    let head = &text[..text.len().min(LABEL_MAX)];
    if is_boxed {
        let close = head.iter().position(|c| "】]〕".contains(*c))?;
        let label = of(&head[1..close])?;
        let colon = usize::from(text.get(close + 1).is_some_and(|c| is_colon(*c)));
        return Some((label, close + 1 + colon));
    }
    if text.first().is_some_and(|c| "（(".contains(*c)) {
        return None;
    }
    let colon = head.iter().position(|c| is_colon(*c)).or_else(|| mistyped_colon(head))?;
    Some((of(&head[..colon])?, colon + 1))
}

/// 责任单位；县甲局: the semicolon behind four characters of a label stands for its colon.
fn mistyped_colon(head: &[char]) -> Option<usize> {
    head.iter().position(|c| "；;".contains(*c)).filter(|at| *at == 4)
}

/// Where the label begins that a bracket's words begin with, a few words in front of it passed over: 以上任务责任单位：
#[must_use]
pub fn find(text: &[char]) -> Option<usize> {
    if read(text).is_some() {
        return Some(0);
    }
    let colon = text.iter().take(LABEL_MAX).position(|c| is_colon(*c))?;
    (1..colon.saturating_sub(3)).find(|from| of(&text[*from..colon]).is_some_and(|label| label != Label::Other))
}

/// What a label without its colon means.
#[must_use]
pub fn of(label: &[char]) -> Option<Label> {
    const LISTS: [&str; 8] = [LEAD, PARTNER, RESPONSIBLE, WATCHING, DEADLINE, BODY, PERSON, FILLER];
    let words: Vec<char> = label.iter().copied().filter(|c| !"（）()〔〕[]【】、/和及与或 　".contains(*c)).collect();
    let mut has = [false; LISTS.len()];
    let mut rest = words.as_slice();
    while !rest.is_empty() {
        let (kind, word) = LISTS.iter().enumerate().find_map(|(kind, list)| Some((kind, beginning(rest, list)?)))?;
        has[kind] = true;
        rest = &rest[words::length(word)..];
    }
    let [lead, partner, responsible, watching, deadline, body, person, _] = has;
    // 责任单位及完成时限 and 责任单位及责任人 hold units first.
    if deadline && !body {
        return Some(Label::Deadline);
    }
    let holds_both = body && label.iter().any(|c| "及和与、/（(".contains(*c));
    if (person && !holds_both) || (watching && body) {
        return Some(Label::Other);
    }
    // 牵头： alone is a label too; 落实： alone is prose.
    if !body && !is_one_of(&words, "牵头 责任 配合 主办 协办") {
        return None;
    }
    let part = [(lead, Part::Lead), (partner, Part::Partner), (responsible, Part::Responsible)];
    part.iter().find(|(has, _)| *has).map(|(_, part)| Label::Units(*part))
}

/// The colons that texts use.
#[must_use]
pub fn is_colon(c: char) -> bool {
    "：:∶﹕".contains(c)
}
