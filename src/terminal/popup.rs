//! Clears the background of a popup.

use ratatui::{buffer::Buffer, layout::Rect, style::Style};

use super::display::width;

/// Blanks `area` in `style`. Also blanks the outer half of a wide character that straddles the left or right edge:
/// half a character would push the popup's border aside.
///
/// ```text
/// 农村科普    The popup covers columns 3 to 6. 村 and 普 each keep one half outside,
/// 农 +--+     which is blanked.
/// ```
pub fn clear(area: Rect, style: Style, buf: &mut Buffer) {
    let area = area.intersection(buf.area);
    for y in area.top()..area.bottom() {
        if area.left() > buf.area.left() && !area.is_empty() {
            let outside = &mut buf[(area.left() - 1, y)];
            if width(outside.symbol()) > 1 {
                outside.set_symbol(" ");
            }
        }
        for x in area.left()..area.right() {
            let cell = &mut buf[(x, y)];
            let straddles = x + 1 == area.right() && width(cell.symbol()) > 1;
            let ground = cell.style();
            cell.reset();
            cell.set_style(style);
            if straddles && area.right() < buf.area.right() {
                buf[(area.right(), y)].set_symbol(" ").set_style(ground);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::Color;

    #[test]
    fn characters_over_the_edge_are_blanked() {
        let mut buf = Buffer::empty(Rect::new(0, 0, 12, 1));
        buf.set_string(0, 0, "一二三四五六", Style::new().fg(Color::Green).bg(Color::Black));
        clear(Rect::new(3, 0, 6, 1), Style::new().bg(Color::Blue), &mut buf);
        let row: String = buf.content.iter().map(ratatui::buffer::Cell::symbol).collect();
        assert_eq!(row, format!("一{:9}六 ", ""));
        assert_eq!(buf[(2, 0)].bg, Color::Black);
        assert_eq!((buf[(3, 0)].bg, buf[(8, 0)].bg), (Color::Blue, Color::Blue));
        assert_eq!(buf[(9, 0)].bg, Color::Black);
    }

    #[test]
    fn area_is_clipped_to_the_buffer() {
        let mut buf = Buffer::empty(Rect::new(0, 0, 4, 2));
        clear(Rect::new(2, 1, 9, 9), Style::new(), &mut buf);
        clear(Rect::new(50, 50, 9, 9), Style::new(), &mut buf);
    }
}
