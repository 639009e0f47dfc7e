//! Notes about the lists of units: where they begin, and which reading rule they state (逗号前为牵头单位).

use super::words::{contains_any, find_prefix};

/// A rule for reading lists of units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadingRule {
    BeforeComma,     // 逗号前为牵头单位
    BeforeSemicolon, // 分号前为牵头单位
    First,           // 列第一位的为牵头单位
    Starred,         // 标★的为牵头单位
    /// Leads are bold or coloured, which is lost in the text.
    Unseen,
}

/// The beginnings of notes inside a list.
const BEGINNINGS: &str = "逗号 分号 顿号 列第一 列首位 列在第一 列在首位 排第一 排首位 排在第一 排在首位 排名第一 排名首位 排列第一 \
                          位列第一 第一位 第一个 第一家 首位 无牵头 没有牵头 未明确 未注明 没有明确 以下 下列 以上 上述 所有任务 \
                          各项任务 全部任务 其他任务 不再 下同 后同 标★ 带★ 加★ 标有 带有 带* 加粗 黑体";

/// Whether a reading rule or a blanket sentence begins here.
#[must_use]
pub fn begins_note(text: &[char]) -> bool {
    let skip = text.iter().take(12).take_while(|c| "“其中注：:，".contains(**c)).count();
    find_prefix(&text[skip..], BEGINNINGS).is_some()
}

/// Returns the reading rule that a sentence states.
#[must_use]
pub fn rule(sentence: &[char]) -> Option<ReadingRule> {
    let words: String = sentence.iter().collect();
    let has = |list: &str| contains_any(&words, list);
    if !has("牵头 主办 主责") {
        return None;
    }
    if has("逗号前 逗号之前 逗号以前") {
        Some(ReadingRule::BeforeComma)
    } else if has("分号前 分号之前") {
        Some(ReadingRule::BeforeSemicolon)
    } else if has("第一位 首位 第一个 第一家 排第一 列第一 名第一 第一的") {
        Some(ReadingRule::First)
    } else if has("★ ☆ * ※ ▲") && has("标 带 加 注") {
        Some(ReadingRule::Starred)
    } else {
        has("黑体 加粗 粗体 下划线 红色 标红").then_some(ReadingRule::Unseen)
    }
}
