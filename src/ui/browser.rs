//! ```text
//! +- 选佐证文件 E:\照片 ------------------------------------------------+
//! |> [ ] 集市1.jpg                              2.1 MB  2025-03-12 09:30 |
//! |      旧照片                                 文件夹                   |
//! ```

use ratatui::layout::Rect;

use crate::app::state::browser::{Browser, BrowserPurpose, BrowserRow};
use crate::app::state::view::ClickTarget;
use crate::domain::wording::size_words;

use super::canvas::Canvas;

/// In columns, with the blank after it.
const BOX: u16 = 4;
const TIME: u16 = 17;
const SIZE: u16 = 11;

pub(super) fn draw(state: &Browser, canvas: &mut Canvas, body: Rect) {
    let palette = canvas.skin.palette;
    let what = match state.purpose {
        BrowserPurpose::Files => "选佐证文件",
        BrowserPurpose::Folder => "选文件夹",
        BrowserPurpose::Receipt => "打开县里的回执",
        BrowserPurpose::Backup => "备份到哪个文件夹",
        BrowserPurpose::Collect => "县级汇总：选装着上报文件的文件夹",
        BrowserPurpose::Merge => "恢复或并入：选备份文件",
    };
    let folder = state.listing.folder.as_ref().map_or("先选一个盘".into(), |folder| folder.to_string_lossy());
    canvas.border(body, &format!("{what} {folder}"), false, palette.accent);
    let inner = Rect::new(body.x + 1, body.y + 1, body.width - 2, body.height - 2);
    let hint = canvas.wrap(&hint(state), inner.width - 3);
    let rows = usize::from(inner.height).saturating_sub(hint.len());
    canvas.view.list_rows = rows;
    canvas.view.list_count = state.listing.entries.len();
    if state.listing.entries.is_empty() {
        canvas.put(
            inner.x + 2,
            inner.y + 1,
            inner.width - 2,
            "这里什么也没有。按左键回上一级，按 F6 换盘。",
            palette.text,
        );
    }
    let cursor = state.cursor.drawn(state.listing.entries.len(), rows);
    let seen = state.listing.entries.iter().enumerate().skip(cursor.top).take(rows);
    for (y, (place, entry)) in (inner.y..).zip(seen) {
        let line = Rect { y, height: 1, ..inner };
        draw_row(entry, state, place == cursor.index, canvas, line);
        canvas.target(line, ClickTarget::Row(place));
        if entry.file.is_some() && state.purpose == BrowserPurpose::Files {
            canvas.target(Rect { x: line.x + 2, width: BOX - 1, ..line }, ClickTarget::Box(place));
        }
    }
    for (y, line) in (inner.y..inner.bottom()).rev().zip(hint.iter().rev()) {
        canvas.put(inner.x + 2, y, inner.width - 3, line, palette.title);
    }
    canvas.more(body, cursor.top, state.listing.entries.len() + hint.len());
}

fn hint(state: &Browser) -> String {
    let left_out = match state.listing.left_out {
        0 => String::new(),
        count => format!("东西太多，还有{count}个没有列出。"),
    };
    match (state.purpose, state.marked.len()) {
        (BrowserPurpose::Collect, _) => {
            format!("{left_out}回车进文件夹，F5 汇总现在这个文件夹（连同里面的文件夹和压缩包）。")
        }
        (BrowserPurpose::Folder | BrowserPurpose::Backup, _) => {
            format!("{left_out}回车进文件夹，F5 选定现在这个文件夹。")
        }
        (BrowserPurpose::Receipt, _) => format!("{left_out}回执是县里发回来的 .ron 文件，选中后按回车打开。"),
        (BrowserPurpose::Merge, _) => {
            format!("{left_out}备份 .zip、另一台电脑的 .ledger、上报文件 .ron 都行，按回车并入。")
        }
        (BrowserPurpose::Files, 0) => format!("{left_out}空格选上，可以选几个；回车选定。"),
        (BrowserPurpose::Files, count) => format!("{left_out}已选{count}个，按 F5 选定。"),
    }
}

fn draw_row(entry: &BrowserRow, state: &Browser, chosen: bool, canvas: &mut Canvas, line: Rect) {
    let palette = canvas.skin.palette;
    let glyphs = canvas.skin.look.glyphs();
    let marked = state.marked.contains(&entry.path);
    let style = match (chosen, marked, entry.file.is_some()) {
        (true, ..) => palette.selected,
        (_, true, _) => palette.done,
        (_, _, true) if state.purpose.is_folder() => palette.muted,
        (_, _, true) => palette.text,
        (_, _, false) => palette.title,
    };
    canvas.style(line, style);
    if chosen {
        canvas.put(line.x, line.y, 1, glyphs.cursor, style);
    }
    let x = line.x + 2;
    let end = line.right().saturating_sub(TIME + SIZE);
    canvas.put(x + BOX, line.y, end.saturating_sub(x + BOX + 1), &entry.name, style);
    let Some((bytes, changed)) = entry.file else {
        canvas.put_right(end + SIZE - 1, line.y, "文件夹", style);
        return;
    };
    if state.purpose == BrowserPurpose::Files {
        canvas.put(x, line.y, BOX, if marked { glyphs.box_done } else { glyphs.box_todo }, style);
    }
    canvas.put_right(end + SIZE - 1, line.y, &size_words(bytes), style);
    canvas.put(end + SIZE, line.y, TIME, &changed.format("%Y-%m-%d %H:%M").to_string(), style);
}
