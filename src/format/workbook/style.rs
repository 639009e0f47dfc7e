//! How cells look: a few properties, and the styles part of the workbook that numbers the combinations in use.

use std::fmt::Write as _;

/// The face and size of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Font {
    /// What an empty cell has; column widths are counted in its digits.
    Normal,
    /// Cells of a table.
    Body,
    /// Heads of columns, sums, names of groups.
    Strong,
    /// The lines under the title and at the foot.
    Line,
    /// The title.
    Title,
    /// The line below it.
    Subtitle,
}

impl Font {
    const ALL: [(Self, &str, u32); 6] = [
        (Self::Normal, "宋体", 11),
        (Self::Body, "宋体", 10),
        (Self::Strong, "黑体", 10),
        (Self::Line, "宋体", 11),
        (Self::Title, "黑体", 18),
        (Self::Subtitle, "黑体", 14),
    ];

    /// Its size in points.
    pub(super) fn size(self) -> u32 {
        Self::ALL[self as usize].2
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

impl Fill {
    /// The colours, from grey on.
    const COLOURS: [&str; 3] = ["EDEDED", "E2EFDA", "FFF2CC"];
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
}

/// A text of a table.
pub(super) const TEXT: Style = Style::cell(Place::Left);
/// A short text of a table, or a number that counts its rows.
pub(super) const CENTRED: Style = Style::cell(Place::Centre);
/// A number of a table.
pub(super) const NUMBER: Style = Style::cell(Place::Right);

/// The styles in use, numbered as they were first asked for.
#[derive(Debug)]
pub(super) struct Styles(Vec<Style>);

impl Styles {
    /// None in use but that of empty cells.
    pub(super) fn new() -> Self {
        Self(vec![Style::free(Font::Normal, Place::Left)])
    }

    /// The number of a style.
    pub(super) fn number(&mut self, style: Style) -> usize {
        self.0.iter().position(|known| *known == style).unwrap_or_else(|| {
            self.0.push(style);
            self.0.len() - 1
        })
    }

    /// The styles part.
    pub(super) fn part(&self) -> String {
        let mut xml = String::from(concat!(
            r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">"#,
            r#"<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/></numFmts>"#
        ));
        let _ = write!(xml, r#"<fonts count="{}">"#, Font::ALL.len());
        for (_, name, size) in Font::ALL {
            let _ = write!(xml, r#"<font><sz val="{size}"/><name val="{name}"/><charset val="134"/></font>"#);
        }
        let fills = self.0.iter().map(|style| style.fill as usize).max().unwrap_or(0);
        let _ = write!(xml, r#"</fonts><fills count="{}">"#, fills + 2);
        xml += concat!(
            r#"<fill><patternFill patternType="none"/></fill>"#,
            r#"<fill><patternFill patternType="gray125"/></fill>"#
        );
        for colour in &Fill::COLOURS[..fills] {
            let colour = format!(r#"<fgColor rgb="FF{colour}"/><bgColor indexed="64"/>"#);
            let _ = write!(xml, r#"<fill><patternFill patternType="solid">{colour}</patternFill></fill>"#);
        }
        xml += r#"</fills><borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border>"#;
        for edge in ["left", "right", "top", "bottom"] {
            let _ = write!(xml, r#"<{edge} style="thin"/>"#);
        }
        xml += "<diagonal/></border>";
        xml +=
            r#"</borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>"#;
        let _ = write!(xml, r#"<cellXfs count="{}">"#, self.0.len());
        for style in &self.0 {
            xml += &format_record(*style);
        }
        xml += concat!(
            r#"</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>"#,
            "</styleSheet>"
        );
        xml
    }
}

/// One `xf` record: the numbers of a style's parts, and its alignment.
fn format_record(style: Style) -> String {
    let (number, quoted) = match style.writing {
        Writing::General => (0, ""),
        Writing::Quoted => (0, r#" quotePrefix="1""#),
        Writing::Number => (3, ""),
        Writing::Day => (164, ""),
    };
    let (across, down) = match style.place {
        Place::Left => ("left", "center"),
        Place::Centre => ("center", "center"),
        Place::Right => ("right", "center"),
        Place::TopLeft => ("left", "top"),
    };
    // The first two fills are Excel's own: none, and one that it keeps for itself.
    let fill = if style.fill == Fill::None { 0 } else { style.fill as usize + 1 };
    let (font, edges) = (style.font as usize, u8::from(style.framed));
    // A number too long for its column is made smaller; a text goes on in a new line.
    let fit = if matches!(style.writing, Writing::General | Writing::Quoted) { "wrapText" } else { "shrinkToFit" };
    let indent = u8::from(style.framed && style.place != Place::Centre);
    format!(
        concat!(
            r#"<xf numFmtId="{}" fontId="{}" fillId="{}" borderId="{}" xfId="0"{} applyNumberFormat="1" applyFont="1""#,
            r#" applyFill="1" applyBorder="1" applyAlignment="1">"#,
            r#"<alignment horizontal="{}" vertical="{}" {}="1" indent="{}"/></xf>"#
        ),
        number, font, fill, edges, quoted, across, down, fit, indent
    )
}
