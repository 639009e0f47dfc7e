//! The two looks of the screens: a table of glyphs and a table of colours.
//!
//! The plain look draws with ASCII and with wide characters of undisputed width. The fine look draws with box-drawing
//! characters and symbols. See docs/terminal.md, "Two looks".

use ratatui::style::{Color, Style};

/// How the screens are drawn.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum Look {
    /// ASCII, and characters that every console draws two columns wide.
    #[default]
    Plain,
    /// Box drawing and symbols, for consoles that draw them one column wide.
    Fine,
}

/// Every glyph that the screens draw. Each is one column wide unless its doc says otherwise.
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
    /// Marks the selected line, which must be visible without colour.
    pub cursor: &'static str,
    /// Not begun (未开始). All boxes are three columns wide.
    pub box_todo: &'static str,
    /// Under way (进行中).
    pub box_doing: &'static str,
    /// Done (已完成).
    pub box_done: &'static str,
    /// Not applicable (不适用).
    pub box_na: &'static str,
    pub bar_full: &'static str,
    pub bar_empty: &'static str,
    /// Marks where text was cut. The plain form is two columns wide.
    pub ellipsis: &'static str,
    /// On a border: more lines follow above or below.
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
    #[must_use]
    pub const fn glyphs(self) -> &'static Glyphs {
        match self {
            Self::Plain => &PLAIN,
            Self::Fine => &FINE,
        }
    }
}

/// A style for each meaning. Only the sixteen colours that every console has, always with foreground and background.
/// A colour is never the only sign, so that nothing is lost without colour.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Palette {
    /// Ordinary text, and the background of every screen.
    pub text: Style,
    pub title: Style,
    /// The accent colour: the panel in use, the keys in the footer.
    pub accent: Style,
    pub done: Style,
    pub doing: Style,
    /// Other offices' tasks, and what is not applicable (不适用).
    pub muted: Style,
    /// What the clerk must attend to.
    pub alert: Style,
    /// The selected line, which `Glyphs::cursor` marks as well.
    pub selected: Style,
}

impl Palette {
    /// With `color`, the coloured palette. Without it, every style has the console's default foreground and background.
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

    /// Reads the environment: a `NO_COLOR` that is not empty turns colour off.
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
