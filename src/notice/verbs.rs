//! Stage 3: the verbs after names, which tell who leads and who helps: 县甲局牵头，县乙局按职责分工配合.

use super::labels::UnitRole;
use super::names;
use super::words::{self, find_suffix, starts_with};

/// Verbs for units that lead.
const LEADING: &str = "为牵头单位 为牵头部门 是牵头单位 牵头 主办 抓总 主责";
/// Verbs for units that help.
const HELPING: &str = "为配合单位 为协办单位 配合 协助 协同 协办 参与 参加";
/// Verbs for units that are responsible.
const DOING: &str = "为责任主体 为责任单位 为实施主体 负责 落实 实施 承办 承担";
/// Words around these verbs that tell no role.
const AROUND: &str = "推进 推动 执行 组织 完成 分头 督办 督导 督促 办理 按照 根据 依据 依照 按 依 职责 职能 分工 任务 权限 各自 分别 \
                      共同 具体 主要 做好 抓好 积极 密切 全面 工作 统筹 协调 认真 联合 贯彻 相关 有关 直接 予以";

/// Removes the verbs at the end. Returns the length of the names and the role that the verbs give them.
#[must_use]
pub fn split_verbs(piece: &[char]) -> (usize, Option<UnitRole>) {
    let (mut leads, mut helps, mut does) = (false, false, false);
    let mut rest = piece;
    while !rest.is_empty() {
        let found = [LEADING, HELPING, DOING, AROUND]
            .iter()
            .zip(0..)
            .find_map(|(list, kind)| Some((find_suffix(rest, list)?, kind)));
        let Some((word, kind)) = found else { break };
        rest = &rest[..rest.len() - words::char_count(word)];
        leads |= kind == 0;
        helps |= kind == 1;
        does |= kind == 2;
    }
    let role = if leads {
        UnitRole::Lead
    } else if helps {
        UnitRole::Partner
    } else if does {
        UnitRole::Responsible
    } else {
        return (piece.len(), None);
    };
    // In 按各部门职责分工负责, cut before 按.
    let by =
        (1..rest.len()).rev().take(8).find(|at| "按依".contains(rest[*at]) && names::ends_like_a_name(&rest[..*at]));
    (by.unwrap_or(rest.len()), Some(role))
}

/// Finds a verb inside a piece: 甲局牵头乙局, 甲局负责排查工作. Returns the end of the left name, the start of the
/// right one (the piece's end if no name follows), and the role of the left one.
#[must_use]
pub fn find_inner_verb(piece: &[char]) -> Option<(usize, usize, UnitRole)> {
    for (word, role) in [("牵头", UnitRole::Lead), ("负责", UnitRole::Responsible), ("配合", UnitRole::Partner)] {
        let Some(at) = (2..piece.len()).find(|at| starts_with(&piece[*at..], word)) else { continue };
        let behind = at + words::char_count(word);
        let right = behind + if starts_with(&piece[behind..], "会同") { 2 } else { 0 };
        if names::ends_like_a_name(&piece[..at]) && names::is_unit(&piece[right..]) {
            return Some((at, right, role));
        }
        if names::is_surely_unit(&piece[..at]) && right < piece.len() {
            return Some((at, piece.len(), role));
        }
    }
    None
}

/// Reads the role in 县甲局（牵头）. Returns the length of the name and the role.
#[must_use]
pub fn read_bracketed_role(name: &[char]) -> Option<(usize, UnitRole)> {
    let bare = names::without_bracket(name);
    if bare.len() + 3 > name.len() || bare.is_empty() {
        return None;
    }
    let inner = &name[bare.len() + 1..name.len() - 1];
    let role = if words::is_one_of(inner, "牵头 牵头单位 牵头部门 主办 主责") {
        UnitRole::Lead
    } else if words::is_one_of(inner, "配合 配合单位 协办 参与") {
        UnitRole::Partner
    } else {
        return None;
    };
    Some((bare.len(), role))
}
