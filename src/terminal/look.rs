//! The two looks: one table of glyphs and one of colours (rules 1 and 3).
//!
//! *Plain* draws with ASCII and undisputed wide characters only; *fine* has box drawing and friends.

use ratatui::style::{Color, Style};

/// How the screens are drawn.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum Look {
    /// ASCII and characters that are two columns wide everywhere: straight on any console.
    #[default]
    Plain,
    /// Box drawing and symbols, for consoles that draw them one column wide.
    Fine,
}

/// Every glyph the screens draw for themselves. All are one column wide unless their doc says otherwise.
#[derive(Debug)]
pub struct Glyphs {
    pub top_left: &'static str,
    pub top_right: &'static str,
    pub bottom_left: &'static str,
    pub bottom_right: &'static str,
    pub horizontal: &'static str,
    pub vertical: &'static str,
    pub tee_left: &'static str,
    pub tee_right: &'static str,
    pub tee_top: &'static str,
    pub tee_bottom: &'static str,
    pub cross: &'static str,
    /// Stands before the selected line, so that selection never hangs on colour.
    pub cursor: &'static str,
    /// Not begun (未开始); three columns, as the other boxes.
    pub box_todo: &'static str,
    /// Under way (进行中).
    pub box_doing: &'static str,
    /// Done (已完成).
    pub box_done: &'static str,
    /// Not applicable (不适用).
    pub box_na: &'static str,
    pub bar_full: &'static str,
    pub bar_empty: &'static str,
    /// Stands where text was cut; as wide as it is long.
    pub ellipsis: &'static str,
    /// On a border: there is more above, or below.
    pub more_above: &'static str,
    pub more_below: &'static str,
    pub bullet: &'static str,
}

static PLAIN: Glyphs = Glyphs {
    top_left: "+",
    top_right: "+",
    bottom_left: "+",
    bottom_right: "+",
    horizontal: "-",
    vertical: "|",
    tee_left: "+",
    tee_right: "+",
    tee_top: "+",
    tee_bottom: "+",
    cross: "+",
    cursor: ">",
    box_todo: "[ ]",
    box_doing: "[~]",
    box_done: "[x]",
    box_na: "[-]",
    bar_full: "#",
    bar_empty: ".",
    ellipsis: "..",
    more_above: "^",
    more_below: "v",
    bullet: "*",
};

static FINE: Glyphs = Glyphs {
    top_left: "┌",
    top_right: "┐",
    bottom_left: "└",
    bottom_right: "┘",
    horizontal: "─",
    vertical: "│",
    tee_left: "├",
    tee_right: "┤",
    tee_top: "┬",
    tee_bottom: "┴",
    cross: "┼",
    cursor: "▸",
    box_todo: "[ ]",
    box_doing: "[~]",
    box_done: "[✓]",
    box_na: "[-]",
    bar_full: "█",
    bar_empty: "░",
    ellipsis: "…",
    more_above: "▲",
    more_below: "▼",
    bullet: "•",
};

impl Look {
    /// The glyphs of this look.
    #[must_use]
    pub const fn glyphs(self) -> &'static Glyphs {
        match self {
            Self::Plain => &PLAIN,
            Self::Fine => &FINE,
        }
    }
}

/// What a colour means. Only the sixteen colours every console has, always with foreground and background;
/// a colour is never the only sign, so that without colour nothing is lost.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Palette {
    /// Ordinary text, and the ground of every screen.
    pub text: Style,
    /// Headings.
    pub title: Style,
    /// The one accent colour: frames in use, keys at the foot.
    pub accent: Style,
    /// Done (已完成).
    pub done: Style,
    /// Under way (进行中).
    pub doing: Style,
    /// Not ours, or not applicable (不适用).
    pub muted: Style,
    /// Needs the clerk.
    pub alert: Style,
    /// The selected line; `Glyphs::cursor` stands there too.
    pub selected: Style,
}

impl Palette {
    /// The palette in colour, or (`NO_COLOR`) with the console's own two colours throughout.
    #[must_use]
    pub const fn new(color: bool) -> Self {
        const fn on(color: bool, fg: Color, bg: Color) -> Style {
            if color { Style::new().fg(fg).bg(bg) } else { Style::new().fg(Color::Reset).bg(Color::Reset) }
        }
        Self {
            text: on(color, Color::Gray, Color::Black),
            title: on(color, Color::White, Color::Black),
            accent: on(color, Color::LightCyan, Color::Black),
            done: on(color, Color::LightGreen, Color::Black),
            doing: on(color, Color::LightYellow, Color::Black),
            muted: on(color, Color::DarkGray, Color::Black),
            alert: on(color, Color::LightRed, Color::Black),
            selected: on(color, Color::Black, Color::Cyan),
        }
    }

    /// The palette the environment asks for: `NO_COLOR`, set and not empty, turns colour off.
    #[must_use]
    pub fn from_env() -> Self {
        Self::new(std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terminal::display::width;

    fn all(glyphs: &Glyphs) -> [&'static str; 22] {
        [
            glyphs.top_left,
            glyphs.top_right,
            glyphs.bottom_left,
            glyphs.bottom_right,
            glyphs.horizontal,
            glyphs.vertical,
            glyphs.tee_left,
            glyphs.tee_right,
            glyphs.tee_top,
            glyphs.tee_bottom,
            glyphs.cross,
            glyphs.cursor,
            glyphs.bar_full,
            glyphs.bar_empty,
            glyphs.more_above,
            glyphs.more_below,
            glyphs.bullet,
            glyphs.ellipsis,
            glyphs.box_todo,
            glyphs.box_doing,
            glyphs.box_done,
            glyphs.box_na,
        ]
    }

    #[test]
    fn every_plain_glyph_is_ascii() {
        assert!(all(Look::Plain.glyphs()).iter().all(|glyph| glyph.is_ascii()));
    }

    #[test]
    fn both_looks_have_equal_widths() {
        for look in [Look::Plain, Look::Fine] {
            let widths = all(look.glyphs()).map(width);
            assert!(widths[..17].iter().all(|&columns| columns == 1), "{look:?}");
            assert!(widths[18..].iter().all(|&columns| columns == 3), "{look:?}");
        }
    }

    #[test]
    fn every_style_names_both_colours() {
        for palette in [Palette::new(true), Palette::new(false)] {
            let Palette { text, title, accent, done, doing, muted, alert, selected } = palette;
            for style in [text, title, accent, done, doing, muted, alert, selected] {
                assert!(style.fg.is_some() && style.bg.is_some() && style.add_modifier.is_empty());
            }
        }
    }
}
