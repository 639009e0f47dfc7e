//! ```text
//! +- 查找「qsn」 未完成 3项 ------------+
//! | 查找 qsn_                           |
//! ```

use ratatui::layout::Rect;

use super::canvas::Canvas;
use crate::app::state::filter::SearchLine;
use crate::app::state::model::Model;
use crate::app::state::tasks::TaskList;
use crate::app::state::view::ClickTarget;
use crate::terminal::display::display;
use crate::terminal::wrap;

/// In columns, with the blanks around it.
const LABEL: u16 = 6;

/// The title of the list: its content and how many tasks match. The search text is cut first.
pub(super) fn title(model: &Model, tasks: &TaskList, canvas: &Canvas, columns: u16) -> String {
    let search = &tasks.search;
    let sought = search.query();
    let mut rest = String::new();
    if search.filter.is_on() || sought.is_some() {
        rest = format!(" {}项", tasks.listed(&model.plan).len());
    }
    if search.filter.is_on() {
        rest = format!("{rest} {}", search.filter.words(&model.plan));
    }
    let room = columns.saturating_sub(6 + canvas.columns("查找“”") + canvas.columns(&rest));
    match sought {
        Some(text) => {
            let look = canvas.skin.look;
            format!("查找“{}”{rest}", wrap::fit(&display(text, look), room.into(), look))
        }
        None if tasks.all => format!("全部任务{rest}"),
        None => format!("本乡镇的任务{rest}"),
    }
}

/// Draws the search line in the first row inside the border of `area`.
pub(super) fn draw_line(line: &SearchLine, here: bool, canvas: &mut Canvas, area: Rect) {
    let palette = canvas.skin.palette;
    let row = Rect::new(area.x + 1, area.y + 1, area.width - 2, 1);
    let value = Rect { x: row.x + LABEL, width: row.width - LABEL - 1, ..row };
    canvas.put(row.x + 1, row.y, LABEL, "查找", if here { palette.accent } else { palette.muted });
    let view = line.field.view(value.width, canvas.skin.look);
    let style = if here { palette.selected } else { palette.text };
    if here {
        canvas.style(value, style);
        canvas.cursor(value.x + view.caret, row.y);
    }
    canvas.put(value.x, value.y, value.width, &view.text, style);
    canvas.target(row, ClickTarget::Search);
}

/// Says what to do if no task matches.
pub(super) fn draw_no_match(model: &Model, tasks: &TaskList, canvas: &mut Canvas, inner: Rect) {
    let elsewhere = if tasks.all { "" } else { "按 F4 在全部任务里找。" };
    let filter = &tasks.search.filter;
    let words = filter.words(&model.plan);
    let text = match tasks.search.query() {
        Some(_) if !filter.is_on() => {
            format!("没有找到。换个词再试：汉字、全拼、首字母都行。{elsewhere}按 Esc 清除查找。")
        }
        Some(_) => format!("“{words}”的任务里没有找到。按 Tab 换一种筛选，按 Esc 清除查找。"),
        None => format!("没有“{words}”的任务。按 Tab 换一种筛选，按 Esc 列出全部。"),
    };
    let style = canvas.skin.palette.text;
    for (y, line) in (inner.y..inner.bottom()).zip(canvas.wrap(&text, inner.width - 2)) {
        canvas.put(inner.x + 1, y, inner.width - 2, &line, style);
    }
}
