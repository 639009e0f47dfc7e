//! Stage 3: reads a list of units into names, each with its role if a verb tells it.
//!
//! ```text
//! list  = piece { ("、" | "，" | "；" | "。") piece }
//! piece = { "★" } name { ("和" | "及" | "以及" | "会同") name } [ "等" [ class ] ] [ verbs ] [ "（牵头）" ]
//! verbs = [ "按职责分工" ] ("牵头" | "负责" | "落实" | "配合" | …)      for all names since the last verb
//! note  = a reading rule or a blanket sentence, up to the next "。"
//! ```

use std::collections::HashSet;
use std::ops::Range;

use super::brackets;
use super::labels::{self, UnitRole};
use super::names;
use super::notes;
use super::verbs;
use super::words;

/// A unit in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedUnit {
    /// The characters of its name.
    pub range: Range<usize>,
    /// Its role, if a verb or a bracket tells it.
    pub role: Option<UnitRole>,
    /// The number of commas, semicolons and full stops before it.
    pub commas: usize,
    /// The number of semicolons and full stops before it.
    pub semicolons: usize,
    /// Whether ★ or * precedes it.
    pub is_starred: bool,
}

/// The content of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnitList {
    pub names: Vec<ListedUnit>,
    /// Reading rules and blanket sentences.
    pub notes: Vec<Range<usize>>,
    /// Whether a verb tells a role.
    pub has_verb: bool,
    /// Names that look like no unit.
    pub doubtful: Vec<Range<usize>>,
    /// A deadline among the names: 县甲局负责，2027年6月底前完成.
    pub time: Option<Range<usize>>,
}

/// Reads the list in `range`.
#[must_use]
pub fn read(chars: &[char], range: Range<usize>) -> UnitList {
    read_with(chars, range, false)
}

/// Reads the value of a field. A verb there applies to the names since the last comma; the field's label applies to
/// the others.
#[must_use]
pub fn read_value(chars: &[char], range: Range<usize>) -> UnitList {
    read_with(chars, range, true)
}

fn read_with(chars: &[char], range: Range<usize>, is_value: bool) -> UnitList {
    let mut listing = UnitList::default();
    let mut names: Vec<ListedUnit> = Vec::new();
    for piece in pieces(chars, range, &mut listing.notes) {
        if is_time(&chars[piece.range.clone()]) {
            listing.time = Some(trim(chars, piece.range));
            continue;
        }
        let verbs = read_piece(chars, &piece, &mut names, is_value);
        listing.has_verb |= verbs;
    }
    // Units after the last verb: 甲局牵头，乙局、丙局.
    if listing.has_verb {
        let has_lead = names.iter().any(|name| name.role == Some(UnitRole::Lead));
        let rest = if has_lead { UnitRole::Partner } else { UnitRole::Responsible };
        names.iter_mut().filter(|name| name.role.is_none()).for_each(|name| name.role = Some(rest));
    }
    for name in names {
        if !names::is_unit(&chars[name.range.clone()]) && !names::is_open_class(&chars[name.range.clone()]) {
            listing.doubtful.push(name.range.clone());
        }
        listing.names.push(name);
    }
    excuse_shared_endings(chars, &mut listing);
    listing
}

/// In 天河、黄埔、南沙区政府 the names share the last one's ending, so the first ones are units too.
fn excuse_shared_endings(chars: &[char], listing: &mut UnitList) {
    let mut excused: HashSet<usize> = HashSet::new();
    for pair in listing.names.windows(2).rev() {
        let [name, next] = pair else { continue };
        let follows = next.range.start == name.range.end + 1 && chars[name.range.end] == '、';
        let place = names::without_government(&chars[next.range.clone()]);
        let is_place =
            place.last().is_some_and(|c| "县区市镇乡州村".contains(*c)) || excused.contains(&next.range.start);
        if follows && is_place && (2..=4).contains(&name.range.len()) {
            excused.insert(name.range.start);
        }
    }
    listing.doubtful.retain(|name| !excused.contains(&name.start));
}

/// The words between two separators.
#[derive(Debug, Clone)]
struct ListPiece {
    range: Range<usize>,
    commas: usize,
    semicolons: usize,
    /// Whether 、 precedes it.
    after_pause: bool,
}

/// Splits the list at separators outside brackets, and moves the notes to `notes`.
fn pieces(chars: &[char], range: Range<usize>, notes: &mut Vec<Range<usize>>) -> Vec<ListPiece> {
    let mut found = Vec::new();
    let (mut commas, mut semicolons, mut after_pause) = (0, 0, false);
    let mut from = range.start;
    let mut at = range.start;
    let pairs = brackets::pairs(&chars[range.clone()]);
    let mut close = |from: usize, to: usize, commas, semicolons, after_pause| {
        if from < to {
            found.push(ListPiece { range: from..to, commas, semicolons, after_pause });
        }
    };
    while at < range.end {
        if at == from && notes::begins_note(&chars[at..range.end]) {
            let end = (at..range.end).find(|i| chars[*i] == '。').unwrap_or(range.end);
            notes.push(at..end);
            at = end;
            from = end;
            continue;
        }
        let c = chars[at];
        if c == '“' {
            // 市“双随机、一公开”办公室 is one name.
            at = (at..range.end).find(|i| chars[*i] == '”').unwrap_or(at) + 1;
        } else if brackets::is_opening(c) {
            let end = pairs[at - range.start].map_or(at, |end| end + range.start);
            if end > at && notes::begins_note(&chars[at + 1..end]) {
                close(from, at, commas, semicolons, after_pause);
                notes.push(at + 1..end);
                from = end + 1;
            }
            at = end + 1;
        } else if "、，,；;。/ ".contains(c) {
            close(from, at, commas, semicolons, after_pause);
            after_pause = c == '、';
            commas += usize::from("，,；;。".contains(c));
            semicolons += usize::from("；;。".contains(c));
            at += 1;
            from = at;
        } else {
            at += 1;
        }
    }
    close(from, range.end, commas, semicolons, after_pause);
    found
}

/// Adds the names of a piece. Returns whether it has verbs.
fn read_piece(chars: &[char], piece: &ListPiece, names: &mut Vec<ListedUnit>, is_value: bool) -> bool {
    let mut has_verb = false;
    let mut range = trim(chars, piece.range.clone());
    // 市级：市甲局
    if let Some(colon) = chars[range.clone()].iter().position(|c| labels::is_colon(*c)) {
        range.start = (range.start + colon + 1).min(range.end);
    }
    let is_starred = chars[range.clone()].first().is_some_and(|c| "★☆*※▲●".contains(*c));
    range.start += usize::from(is_starred);
    for word in ["并由", "分别由", "由", "其中", "会同", "协同", "以及", "及"] {
        if words::starts_with(&chars[range.clone()], word) {
            range.start += word.chars().count();
        }
    }
    let (length, verb) = verbs::split_verbs(&chars[range.clone()]);
    let (length, verb) = match verbs::read_bracketed_role(&chars[range.start..range.start + length]) {
        Some((shorter, role)) => (shorter, Some(role)),
        None => (length, verb),
    };
    range.end = range.start + length;
    // 甲局牵头乙局配合 lacks the comma.
    if let Some((left, right, role)) = verbs::find_inner_verb(&chars[range.clone()]) {
        let first = ListPiece { range: range.start..range.start + left, ..piece.clone() };
        push_names(chars, &first, is_starred, names);
        assign_role(names, role, is_value);
        has_verb = true;
        range.start += right;
    }
    push_names(chars, &ListPiece { range, ..piece.clone() }, is_starred, names);
    if let Some(role) = verb {
        assign_role(names, role, is_value);
        has_verb = true;
    }
    has_verb
}

/// Gives `role` to the names without one. In the value of a field, only to those since the last comma.
fn assign_role(names: &mut [ListedUnit], role: UnitRole, is_value: bool) {
    let commas = names.last().map(|name| name.commas);
    let is_meant = |name: &&mut ListedUnit| name.role.is_none() && (!is_value || Some(name.commas) == commas);
    names.iter_mut().rev().take_while(is_meant).for_each(|name| name.role = Some(role));
}

/// Splits a piece at 和, 及 and 等, and joins names that share an ending: 各市、州、县人民政府.
fn push_names(chars: &[char], piece: &ListPiece, is_starred: bool, names: &mut Vec<ListedUnit>) {
    let mut push = |range: Range<usize>, after_pause: bool| {
        let range = trim(chars, range);
        if range.is_empty() {
            return;
        }
        if let Some(last) = names.last_mut().filter(|last| after_pause && last.role.is_none()) {
            let is_open = last.range.end < range.start && is_open_so_far(&chars[last.range.clone()]);
            let is_party = ["党委", "党工委"].iter().any(|word| words::ends_with(&chars[last.range.clone()], word));
            let is_rest = is_party && names::is_only_government(&chars[range.clone()]);
            if is_rest || is_open && names::continues_class(&chars[range.clone()]) {
                last.range.end = range.end;
                return;
            }
        }
        let (commas, semicolons) = (piece.commas, piece.semicolons);
        names.push(ListedUnit { range, role: None, commas, semicolons, is_starred });
    };
    let mut from = piece.range.start;
    let mut after_pause = piece.after_pause;
    // 等有关部门和单位 names nobody, and its 和 separates no names.
    let vague = find_etc(chars, from..piece.range.end).filter(|etc| is_vague(&chars[etc + 1..piece.range.end]));
    let end = vague.unwrap_or(piece.range.end);
    while let Some((name_end, next)) = find_conjunction(chars, from..end) {
        push_before_etc(chars, from..name_end, after_pause, &mut push);
        after_pause = false;
        from = next;
    }
    push_before_etc(chars, from..end, after_pause, &mut push);
}

/// Finds the first 等 after a name.
fn find_etc(chars: &[char], range: Range<usize>) -> Option<usize> {
    (range.start + 2..range.end).find(|at| chars[*at] == '等' && names::ends_like_a_name(&chars[range.start..*at]))
}

/// Whether all names joined so far are classes without an ending: 各市、州.
fn is_open_so_far(name: &[char]) -> bool {
    let plain = names::without_brackets(name);
    let mut parts = plain.split(|c| *c == '、');
    parts.next().is_some_and(names::is_open_class)
        && parts.all(|role| names::continues_class(role) && names::without_government(role).len() == role.len())
}

/// Finds the first 和, 及 … between two names. Returns the end of the left name and the start of the right one.
fn find_conjunction(chars: &[char], range: Range<usize>) -> Option<(usize, usize)> {
    let mut at = range.start + 1;
    while at + 1 < range.end {
        if brackets::is_opening(chars[at]) {
            at = brackets::closing(chars, at, range.end).unwrap_or(at) + 1;
            continue;
        }
        let word = ["以及", "会同", "及", "和", "与", "暨"]
            .iter()
            .find(|word| words::starts_with(&chars[at..range.end], word));
        if let Some(word) = word {
            let next = at + word.chars().count();
            let right = &chars[next..range.end];
            let right_end = right.iter().position(|c| *c == '等').filter(|end| *end > 0).unwrap_or(right.len());
            if names::is_surely_unit(&chars[range.start..at])
                && !names::is_only_government(right)
                && names::ends_like_a_unit(names::without_bracket(&right[..right_end]))
            {
                return Some((at, next));
            }
        }
        at += 1;
    }
    None
}

/// In 甲局、乙局等市级有关部门 the class is a name of its own. 等部门 names nobody.
fn push_before_etc(chars: &[char], range: Range<usize>, after_pause: bool, push: &mut impl FnMut(Range<usize>, bool)) {
    let Some(etc) = find_etc(chars, range.clone()) else {
        return push(range, after_pause);
    };
    push(range.start..etc, after_pause);
    if !is_vague(&chars[etc + 1..range.end]) {
        push(etc + 1..range.end, false);
    }
}

/// Whether the words name nobody: 部门, 有关单位, 相关部门（单位）.
fn is_vague(class: &[char]) -> bool {
    let mut rest: String = class.iter().filter(|c| !"（）()〔〕[]、和及与/".contains(**c)).collect();
    for word in ["的", "相关", "有关", "各", "部门", "单位", "机构", "方面", "企业", "责任", "职能"]
    {
        rest = rest.replace(word, "");
    }
    rest.is_empty()
}

/// Matches 2027年6月底前完成 and 长期坚持.
fn is_time(piece: &[char]) -> bool {
    let words: String = piece.iter().filter(|c| !c.is_whitespace()).collect();
    let has = |any: &[&str]| any.iter().any(|word| words.contains(word));
    let is_dated = words.starts_with(|c: char| c.is_ascii_digit()) && has(&["年", "月"]);
    let is_lasting =
        ["长期", "持续", "常态化", "年底前", "全年", "每年", "每季度"].iter().any(|word| words.starts_with(word));
    piece.len() <= 24 && (is_dated || is_lasting) && !names::is_unit(piece)
}

fn trim(chars: &[char], mut range: Range<usize>) -> Range<usize> {
    let is_outer = |c: char| c.is_whitespace() || "：:—".contains(c);
    while range.start < range.end && is_outer(chars[range.start]) {
        range.start += 1;
    }
    while range.start < range.end && is_outer(chars[range.end - 1]) {
        range.end -= 1;
    }
    range
}
