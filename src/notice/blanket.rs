//! Blanket sentences, which give units a role in many tasks at once: 以下任务均需各乡镇落实，不再列出.

use std::ops::Range;

use super::lists;
use super::words::{self, contains_any, starts_with};

/// Words in front of the units.
const OPENERS: &str = "均需 均须 均由 均涉及 均要 均请 均应由 都需 都由 都涉及 均包括 均含 需由 涉及 包括 由";

/// Reads the units of a blanket sentence. Returns `None` for any other sentence.
#[must_use]
pub fn read(chars: &[char], range: Range<usize>) -> Option<Vec<Range<usize>>> {
    let sentence: String = chars[range.clone()].iter().collect();
    let has = |list: &str| contains_any(&sentence, list);
    let says_all = has("以下 下列 上述 以上 所有 各项 全部 其他任务 其余 均");
    let is_plain = has("以下 下列") && has("任务均 工作均 事项均 措施均 任务都 工作都 内容均");
    if !(says_all && says_no_more(&sentence) || is_plain) {
        return None;
    }
    let find = |word: &str| range.clone().find(|at| starts_with(&chars[*at..range.end], word));
    let opener = OPENERS.split(' ').find_map(|word| Some(find(word)? + words::char_count(word)));
    let units = if let Some(from) = opener {
        from..(from..range.end).find(|at| "，。；,;".contains(chars[*at])).unwrap_or(range.end)
    } else {
        // 各乡镇均为责任单位，不再列出
        let end = find("均为").or_else(|| find("为"))?;
        find("各").filter(|at| *at < end).unwrap_or(range.start)..end
    };
    let listing = lists::read(chars, units);
    let units: Vec<Range<usize>> = listing.names.iter().map(|name| name.range.clone()).collect();
    (!units.is_empty() && listing.doubtful.is_empty()).then_some(units)
}

/// Whether a sentence says that units are not listed again.
#[must_use]
pub fn says_no_more(sentence: &str) -> bool {
    contains_any(sentence, "不再列 不再一一 不再逐一 不再单独 不再重复 不再分别 不一一列 不再单列 不另列")
}
