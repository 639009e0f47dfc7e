//! The styles of cells, and the Excel formats they stand for.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

/// The font face and size of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Font {
    /// Cells of a table.
    Body,
    /// Column heads, sums, names of groups.
    Strong,
    /// The lines under the title and at the foot. It is also the default font, in whose digits column widths are
    /// counted.
    Line,
    Title,
    /// The line below the title.
    Subtitle,
}

impl Font {
    fn face(self) -> &'static str {
        match self {
            Self::Body | Self::Line => "宋体",
            Self::Strong | Self::Title | Self::Subtitle => "黑体",
        }
    }

    /// The size in points.
    pub(super) fn size(self) -> u32 {
        match self {
            Self::Body | Self::Strong => 10,
            Self::Line => 11,
            Self::Title => 18,
            Self::Subtitle => 14,
        }
    }

    /// An Excel format with only this font.
    pub(super) fn format(self) -> Format {
        // The charset makes systems of other languages choose Chinese glyphs.
        const GB2312: u8 = 134;
        Format::new().set_font_name(self.face()).set_font_size(self.size()).set_font_charset(GB2312)
    }
}

/// The alignment of the text in its cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Alignment {
    Left,
    Centre,
    Right,
    /// Left, at the upper edge.
    TopLeft,
}

/// The format of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ValueFormat {
    General,
    /// Marked as text: what begins with `=` never becomes a formula, even after an edit.
    Quoted,
    /// A whole number with thousands separators.
    Number,
    /// A day, as 2025-03-12.
    Day,
}

/// The background of a cell. No meaning depends on it, because paper may have no colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fill {
    None,
    Grey,
    Green,
    Yellow,
}

/// The style of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Style {
    pub(super) font: Font,
    pub(super) framed: bool,
    pub(super) place: Alignment,
    pub(super) writing: ValueFormat,
    pub(super) fill: Fill,
}

impl Style {
    pub(super) const fn cell(place: Alignment) -> Self {
        Self { font: Font::Body, framed: true, place, writing: ValueFormat::General, fill: Fill::None }
    }

    /// A column head: bold on grey.
    pub(super) const fn head(place: Alignment) -> Self {
        Self { font: Font::Strong, fill: Fill::Grey, ..Self::cell(place) }
    }

    pub(super) const fn free(font: Font, place: Alignment) -> Self {
        Self { font, framed: false, ..Self::cell(place) }
    }

    /// The Excel format of the style. A number too long for its column is shrunk; a text is wrapped.
    pub(super) fn format(self) -> Format {
        let format = match self.place {
            Alignment::Left | Alignment::TopLeft => self.font.format().set_align(FormatAlign::Left),
            Alignment::Centre => self.font.format().set_align(FormatAlign::Center),
            Alignment::Right => self.font.format().set_align(FormatAlign::Right),
        };
        let format = match self.place {
            Alignment::TopLeft => format.set_align(FormatAlign::Top),
            _ => format.set_align(FormatAlign::VerticalCenter),
        };
        let format = match self.writing {
            ValueFormat::General => format.set_text_wrap(),
            ValueFormat::Quoted => format.set_text_wrap().set_quote_prefix(),
            ValueFormat::Number => format.set_shrink().set_num_format("#,##0"),
            ValueFormat::Day => format.set_shrink().set_num_format("yyyy\\-mm\\-dd"),
        };
        let format = match self.fill {
            Fill::None => format,
            Fill::Grey => format.set_background_color(Color::RGB(0xED_EDED)),
            Fill::Green => format.set_background_color(Color::RGB(0xE2_EFDA)),
            Fill::Yellow => format.set_background_color(Color::RGB(0xFF_F2CC)),
        };
        match (self.framed, self.place) {
            (false, _) => format,
            (true, Alignment::Centre) => format.set_border(FormatBorder::Thin),
            (true, _) => format.set_border(FormatBorder::Thin).set_indent(1),
        }
    }
}

pub(super) const TEXT: Style = Style::cell(Alignment::Left);
/// A short text, or a row number.
pub(super) const CENTRED: Style = Style::cell(Alignment::Centre);
pub(super) const NUMBER: Style = Style::cell(Alignment::Right);
