//! The labels of fields: 牵头单位：, 责任单位：, 完成时限：.

use super::words::{self, find_prefix, is_one_of};

/// The role of the units in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnitRole {
    Lead, // 牵头
    /// 责任, 负责: leads or helps, depending on the roles beside it.
    Responsible,
    Partner, // 配合
}

/// The kind of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    Units(UnitRole),
    Deadline,
    /// Persons, and units that only supervise. They are ignored.
    Other,
}

/// The longest label, with brackets.
const LABEL_MAX: usize = 14;

/// The words that labels consist of: units that lead, help, are responsible or supervise, and the rest.
const LEAD: &str = "牵头 主办 主责 首责";
const PARTNER: &str = "配合 协办 协同 协作 协助 参与 参加 会同";
const RESPONSIBLE: &str = "责任 落实 实施 承办 组织 执行 承担 负责 主管";
const WATCHING: &str = "督办 督导 督查 监督 指导 联系 分管";
const DEADLINE: &str = "时限 时间节点 时间 期限 日期 进度安排 进度";
const BODY: &str = "单位 部门 处室 科室 股室 机构 主体 分工 乡镇 镇街 街镇 街道";
const PERSON: &str = "人员 领导 人 电话 方式";
const FILLER: &str = "计划 预计 节点 属地 县级 县直 县 市级 市直 市 区级 区直 区 省级 主要 具体 直接 第一 总 完成 办结 整改 工作 \
                      推进 起止 截止 要求 安排 任务 挂牌 包保";

/// Reads the label at the beginning of `text`. Returns its kind and its length with the colon. 【责任单位】 needs no
/// colon.
#[must_use]
pub fn read(text: &[char]) -> Option<(Label, usize)> {
    let is_boxed = text.first().is_some_and(|c| "【[〔".contains(*c));
    let head = &text[..text.len().min(LABEL_MAX)];
    if is_boxed {
        let close = head.iter().position(|c| "】]〕".contains(*c))?;
        let label = parse(&head[1..close])?;
        let colon = usize::from(text.get(close + 1).is_some_and(|c| is_colon(*c)));
        return Some((label, close + 1 + colon));
    }
    if text.first().is_some_and(|c| "（(".contains(*c)) {
        return None;
    }
    let colon = head.iter().position(|c| is_colon(*c)).or_else(|| mistyped_colon(head))?;
    Some((parse(&head[..colon])?, colon + 1))
}

/// In 责任单位；县甲局 a semicolon replaces the colon after a label of four characters.
fn mistyped_colon(head: &[char]) -> Option<usize> {
    head.iter().position(|c| "；;".contains(*c)).filter(|at| *at == 4)
}

/// Finds a label that a few words may precede: 以上任务责任单位：
#[must_use]
pub fn find(text: &[char]) -> Option<usize> {
    if read(text).is_some() {
        return Some(0);
    }
    let colon = text.iter().take(LABEL_MAX).position(|c| is_colon(*c))?;
    (1..colon.saturating_sub(3)).find(|from| parse(&text[*from..colon]).is_some_and(|label| label != Label::Other))
}

/// Parses a label without its colon.
#[must_use]
pub fn parse(label: &[char]) -> Option<Label> {
    const LISTS: [&str; 8] = [LEAD, PARTNER, RESPONSIBLE, WATCHING, DEADLINE, BODY, PERSON, FILLER];
    let words: Vec<char> = label.iter().copied().filter(|c| !"（）()〔〕[]【】、/和及与或 　".contains(*c)).collect();
    let mut has = [false; LISTS.len()];
    let mut rest = words.as_slice();
    while !rest.is_empty() {
        let (kind, word) = LISTS.iter().enumerate().find_map(|(kind, list)| Some((kind, find_prefix(rest, list)?)))?;
        has[kind] = true;
        rest = &rest[words::char_count(word)..];
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
    // A single 牵头： is a label, but a single 落实： is prose.
    if !body && !is_one_of(&words, "牵头 责任 配合 主办 协办") {
        return None;
    }
    let role = [(lead, UnitRole::Lead), (partner, UnitRole::Partner), (responsible, UnitRole::Responsible)];
    role.iter().find(|(has, _)| *has).map(|(_, role)| Label::Units(*role))
}

/// Whether `c` is one of the colons that notices use.
#[must_use]
pub fn is_colon(c: char) -> bool {
    "：:∶﹕".contains(c)
}
