//! The facts in the head of a notice: title, number, issuer, date and years. Also the goal.

use super::blocks::{self, Blocks};
use super::draft::NoticeDraft;
use super::heading;
use super::lines::NoticeLine;
use super::names;
use super::times;

/// The lines to search for the head.
const HEAD_LINES: usize = 60;

/// Reads the facts into `draft`.
pub fn read(lines: &[NoticeLine], blocks: &Blocks, draft: &mut NoticeDraft) {
    let head = &lines[..lines.len().min(HEAD_LINES)];
    draft.number = head.iter().find_map(|line| number(&full_text(line)));
    title(head, draft);
    let end = lines.len().saturating_sub(HEAD_LINES);
    let date_line =
        lines.iter().take(HEAD_LINES).chain(&lines[end..]).find(|line| blocks::is_date_line(&full_text(line)));
    draft.date = date_line.and_then(|line| times::date(&full_text(line)));
    if draft.issuer.is_none() {
        draft.issuer = signature(lines);
    }
    draft.years = draft.title.as_deref().and_then(years).or_else(|| {
        let year = draft.date.map(|date| chrono::Datelike::year(&date))?;
        Some((year, year))
    });
    draft.goal = goal(blocks);
}

fn full_text(line: &NoticeLine) -> String {
    format!("{}{}", line.label, line.words())
}

/// Reads 米府发〔2023〕12号, on its own line or in brackets at the end of the title.
fn number(words: &str) -> Option<String> {
    let words = words.trim_end_matches(['）', ')']);
    let words = words.rsplit_once(['（', '(']).map_or(words, |(_, inner)| inner);
    let open = words.find(['〔', '[', '［', '【', '(', '（'])?;
    let year: String = words[open..].chars().skip(1).take_while(char::is_ascii_digit).collect();
    let is_name = words[..open].chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
        && (2..=12).contains(&words[..open].chars().count());
    (is_name && year.len() == 4 && words.ends_with('号') && words.chars().count() <= 24).then(|| words.to_owned())
}

/// Reads the title: the lines up to the document number or the addressee.
fn title(head: &[NoticeLine], draft: &mut NoticeDraft) {
    let mut words = String::new();
    for line in head.iter().take(8) {
        let line_words = full_text(line);
        let ends = number(&line_words).is_some_and(|number| number.chars().count() + 2 >= line_words.chars().count())
            || line_words.ends_with(['：', ':'])
            || line_words.contains(['。', '，'])
            || (!words.is_empty()
                && line.mark.as_ref().is_some_and(|mark| mark.level < super::marks::HeadingLevel::Item));
        if ends || words.chars().count() > 120 {
            break;
        }
        let bracket = line_words.rfind(['（', '(']).filter(|at| number(&line_words[*at..]).is_some());
        words.push_str(&line_words[..bracket.unwrap_or(line_words.len())]);
        if ["的通知", "的意见", "的决定", "的函", "的批复", "的通告"].iter().any(|end| words.ends_with(end))
        {
            break;
        }
    }
    if words.is_empty() {
        return;
    }
    let (issuer, rest) = words.split_once("关于").unwrap_or(("", &words));
    // 县人民政府印发关于…的通知
    let (issuer, rest) = match issuer.strip_suffix("印发").or_else(|| issuer.strip_suffix("转发")) {
        Some(issuer) => (issuer, format!("印发关于{rest}")),
        None => (issuer, rest.to_owned()),
    };
    let rest = rest.as_str();
    if names::is_unit(&issuer.chars().collect::<Vec<_>>()) {
        draft.issuer = Some(issuer.to_owned());
        draft.notice_title = words.strip_prefix(issuer).map(str::to_owned);
    } else {
        draft.notice_title = Some(words.clone());
    }
    // In 《…》已经县政府同意，现印发给你们, the title is as its author wrote it.
    let quoted = head.iter().map(full_text).collect::<String>();
    let carried = carried_title(rest);
    draft.title = Some(match carried {
        Some(title) => title_before_printing(&quoted).unwrap_or(title),
        None => words,
    });
}

/// Returns the title in 《》 before 印发给你们.
fn title_before_printing(text: &str) -> Option<String> {
    let before = text[..text.find("印发给")?].rsplit(['：', ':', '。']).next()?;
    let from = before.find('《')? + '《'.len_utf8();
    let mut depth = 1;
    let to = before[from..].char_indices().find_map(|(at, c)| {
        depth += i32::from(c == '《') - i32::from(c == '》');
        (depth == 0).then_some(at)
    })?;
    Some(before[from..from + to].to_owned())
}

/// Returns the title of the plan that the notice contains: 关于印发《…》的通知.
fn carried_title(rest: &str) -> Option<String> {
    let inner = ["印发", "转发", "下发", "公布", "发布"].iter().find_map(|word| rest.strip_prefix(word))?;
    let inner = inner.strip_suffix("的通知").unwrap_or(inner);
    let inner = inner.strip_prefix('《').and_then(|inner| inner.rsplit_once('》')).map_or(inner, |(title, _)| title);
    (!inner.is_empty()).then(|| inner.to_owned())
}

/// Returns the line before the date.
fn signature(lines: &[NoticeLine]) -> Option<String> {
    let at = lines.iter().position(|line| blocks::is_date_line(&full_text(line)))?;
    let words = full_text(lines.get(at.checked_sub(1)?)?);
    names::is_unit(&words.chars().collect::<Vec<_>>()).then_some(words)
}

/// Reads （2021—2025年）, or a single year.
fn years(title: &str) -> Option<(i32, i32)> {
    let chars: Vec<char> = title.chars().collect();
    let mut found: Vec<i32> = Vec::new();
    for digits in chars.split(|c| !c.is_ascii_digit()).filter(|digits| digits.len() == 4) {
        let year: i32 = digits.iter().collect::<String>().parse().ok()?;
        if (1990..=2100).contains(&year) {
            found.push(year);
        }
    }
    let first = *found.first()?;
    let last = found.get(1).copied().filter(|last| *last >= first).unwrap_or(first);
    Some((first, last))
}

/// Returns the text below 工作目标, 发展目标 or 总体目标.
fn goal(blocks: &Blocks) -> Option<String> {
    blocks.blocks.iter().filter(|block| block.level.is_some() && block.children == 0).find_map(|block| {
        let heading = heading::read(&block.source, blocks.width, &[]);
        let text = heading::text(&block.source, &heading, &[]);
        (heading.title.ends_with("目标") && heading.end > 0).then_some(text)
    })
}
