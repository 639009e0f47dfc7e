//! How cells look: a few properties, and the format that they make.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

/// The face and size of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Font {
    /// Cells of a table.
    Body,
    /// Heads of columns, sums, names of groups.
    Strong,
    /// The lines under the title and at the foot. Empty cells have it too, and column widths are counted in its digits.
    Line,
    /// The title.
    Title,
    /// The line below it.
    Subtitle,
}

impl Font {
    fn face(self) -> &'static str {
        match self {
            Self::Body | Self::Line => "宋体",
            Self::Strong | Self::Title | Self::Subtitle => "黑体",
        }
    }

    /// Its size in points.
    pub(super) fn size(self) -> u32 {
        match self {
            Self::Body | Self::Strong => 10,
            Self::Line => 11,
            Self::Title => 18,
            Self::Subtitle => 14,
        }
    }

    /// The format of a text in it, and of nothing else.
    pub(super) fn format(self) -> Format {
        // The letters are Chinese, on systems of other languages too.
        const GB2312: u8 = 134;
        Format::new().set_font_name(self.face()).set_font_size(self.size()).set_font_charset(GB2312)
    }
}

/// Where the text stands in its cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Left,
    Centre,
    Right,
    /// Left, and at the upper edge.
    TopLeft,
}

/// How a value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Writing {
    /// As it is.
    General,
    /// As it is, and typed over it stays a text: what begins with `=` never becomes a formula.
    Quoted,
    /// A whole number, thousands parted.
    Number,
    /// A day, as 2025-03-12.
    Day,
}

/// What a cell stands on; on paper without colours nothing hangs on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fill {
    None,
    /// Heads and sums.
    Grey,
    /// Done.
    Green,
    /// Under way.
    Yellow,
}

/// How a cell looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Style {
    pub(super) font: Font,
    /// Whether its edges are drawn.
    pub(super) framed: bool,
    pub(super) place: Place,
    pub(super) writing: Writing,
    /// What it stands on.
    pub(super) fill: Fill,
}

impl Style {
    /// A cell of a table.
    pub(super) const fn cell(place: Place) -> Self {
        Self { font: Font::Body, framed: true, place, writing: Writing::General, fill: Fill::None }
    }

    /// A cell in heavier letters on grey.
    pub(super) const fn head(place: Place) -> Self {
        Self { font: Font::Strong, fill: Fill::Grey, ..Self::cell(place) }
    }

    /// A text outside of the table.
    pub(super) const fn free(font: Font, place: Place) -> Self {
        Self { font, framed: false, ..Self::cell(place) }
    }

    /// The format of a cell that looks so. A number too long for its column is made smaller; a text goes on in a new line.
    pub(super) fn format(self) -> Format {
        let format = match self.place {
            Place::Left | Place::TopLeft => self.font.format().set_align(FormatAlign::Left),
            Place::Centre => self.font.format().set_align(FormatAlign::Center),
            Place::Right => self.font.format().set_align(FormatAlign::Right),
        };
        let format = match self.place {
            Place::TopLeft => format.set_align(FormatAlign::Top),
            _ => format.set_align(FormatAlign::VerticalCenter),
        };
        let format = match self.writing {
            Writing::General => format.set_text_wrap(),
            Writing::Quoted => format.set_text_wrap().set_quote_prefix(),
            Writing::Number => format.set_shrink().set_num_format("#,##0"),
            Writing::Day => format.set_shrink().set_num_format("yyyy\\-mm\\-dd"),
        };
        let format = match self.fill {
            Fill::None => format,
            Fill::Grey => format.set_background_color(Color::RGB(0xED_EDED)),
            Fill::Green => format.set_background_color(Color::RGB(0xE2_EFDA)),
            Fill::Yellow => format.set_background_color(Color::RGB(0xFF_F2CC)),
        };
        match (self.framed, self.place) {
            (false, _) => format,
            (true, Place::Centre) => format.set_border(FormatBorder::Thin),
            (true, _) => format.set_border(FormatBorder::Thin).set_indent(1),
        }
    }
}

/// A text of a table.
pub(super) const TEXT: Style = Style::cell(Place::Left);
/// A short text of a table, or a number that counts its rows.
pub(super) const CENTRED: Style = Style::cell(Place::Centre);
/// A number of a table.
pub(super) const NUMBER: Style = Style::cell(Place::Right);
