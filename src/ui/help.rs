//! ```text
//! +- 帮助 ---------------------------------+
//! | 任务列表                                |
//! |   空格         勾选                     |
//! ```

use ratatui::layout::Rect;

use crate::app::keymap;
use crate::app::keymap::{KEYMAP, Scope};
use crate::app::state::model::Model;

use super::canvas::Canvas;

const KEYS: u16 = 26;

pub(super) fn draw(model: &Model, from: Scope, top: usize, canvas: &mut Canvas, body: Rect) {
    let palette = canvas.skin.palette;
    canvas.border(body, "帮助", false, palette.accent);
    let inner = Rect::new(body.x + 2, body.y + 1, body.width - 4, body.height - 2);
    let lines = lines(model, from, canvas, inner.width);
    let shown = usize::from(inner.height);
    let top = top.min(lines.len().saturating_sub(shown));
    canvas.view.detail_rows = shown;
    canvas.view.detail_lines = lines.len();
    for (y, (keys, text)) in (inner.y..inner.bottom()).zip(&lines[top..]) {
        if keys.is_empty() {
            canvas.put(inner.x, y, inner.width, text, palette.title);
        } else {
            canvas.put(inner.x + 2, y, KEYS, keys, palette.accent);
            canvas.put(inner.x + 2 + KEYS, y, inner.width - KEYS - 2, text, palette.text);
        }
    }
    canvas.more(body, top, lines.len());
}

/// Pairs of keys and their action, first those of the screen that opened the help. A heading has no keys.
fn lines(model: &Model, from: Scope, canvas: &Canvas, columns: u16) -> Vec<(String, String)> {
    let plain = |text: &str| canvas.wrap(text, columns).into_iter().map(|line| (String::new(), line));
    let mut lines: Vec<(String, String)> = Vec::new();
    lines.extend(plain("每勾一项，立刻存盘，不用另外保存；按错了用 F8 撤销。输入法开着也不影响按键。"));
    lines.extend(plain(&format!("记录存放在 {}", model.storage.folder.display())));
    let others = Scope::ALL.into_iter().filter(|scope| *scope != from);
    for scope in std::iter::once(from).chain(others) {
        lines.push((String::new(), String::new()));
        lines.push((String::new(), format!("【{}】", scope.title())));
        for row in KEYMAP.iter().filter(|row| row.scope == scope) {
            let keys: Vec<String> = row.keys.iter().map(|key| keymap::name(*key)).collect();
            lines.push((keys.join("  "), row.label.to_string()));
        }
    }
    lines
}
