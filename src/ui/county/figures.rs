//! The figures at the right end of the matrix, of one township and of all: each right in its columns, and always a
//! blank before it. What is too long for its columns is shown shorter.

use ratatui::style::Style;

use super::super::canvas::Canvas;
use crate::app::state::county::CountyState;
use crate::app::state::county_table::{Row, Status, Table};
use crate::domain::county::Sums;
use crate::domain::wording::{count_words, share_words};

/// A figure.
#[derive(Clone, Copy)]
enum Figure {
    Items,
    Tasks,
    Activities,
    People,
    Times,
    Status,
}

/// Some of the figures, each with its columns; the first of them is the blank.
#[derive(Clone, Copy)]
pub(super) struct Figures(&'static [(Figure, u16)]);

const NARROW: Figures = Figures(&[(Figure::Items, 6), (Figure::Tasks, 6), (Figure::People, 6), (Figure::Status, 6)]);
const FULL: Figures = Figures(&[
    (Figure::Items, 9),
    (Figure::Tasks, 8),
    (Figure::Activities, 6),
    (Figure::People, 8),
    (Figure::Times, 8),
    (Figure::Status, 5),
]);
/// Columns of the matrix from which on there is room for all.
const WIDE: u16 = 118;

impl Figure {
    fn title(self) -> &'static str {
        match self {
            Figure::Items => "清单",
            Figure::Tasks => "任务",
            Figure::Activities => "活动",
            Figure::People => "人次",
            Figure::Times => "上报",
            Figure::Status => "状态",
        }
    }

    /// What it is in the sums; nothing for what has no sum.
    fn sum(self, sums: &Sums, room: usize) -> String {
        match self {
            Figure::Items => share_words(sums.items.done.into(), sums.items.total().into(), room),
            Figure::Tasks => share_words(sums.tasks.done.into(), sums.tasks.total().into(), room),
            Figure::Activities => count_words(sums.activities.activities, room),
            Figure::People => count_words(sums.activities.people, room),
            Figure::Times | Figure::Status => String::new(),
        }
    }
}

impl Figures {
    /// Those there is room for.
    pub(super) fn within(columns: u16) -> Self {
        if columns >= WIDE { FULL } else { NARROW }
    }

    pub(super) fn columns(self) -> u16 {
        self.0.iter().map(|(_, columns)| columns).sum()
    }

    /// Whether there is a column for how many times a township has reported; else it shares the one of the status.
    fn times(self) -> bool {
        self.0.iter().any(|(figure, _)| matches!(figure, Figure::Times))
    }

    /// The people in words, where the column shows their number shorter than it is.
    pub(super) fn in_words(self, people: u64) -> Option<String> {
        let column = self.0.iter().find(|(figure, _)| matches!(figure, Figure::People));
        let shown = column.map(|(_, columns)| count_words(people, usize::from(columns - 1)));
        shown.filter(|shown| *shown != people.to_string()).map(|_| format!("共{people}人次"))
    }

    /// Draws the titles.
    pub(super) fn head(self, end: u16, y: u16, canvas: &mut Canvas) {
        let style = canvas.skin.palette.muted;
        self.draw(end, y, canvas, &|figure, _| (figure.title().to_owned(), style));
    }

    /// Draws those of a township.
    pub(super) fn of_row(self, desk: &CountyState, row: &Row, style: Style, end: u16, y: u16, canvas: &mut Canvas) {
        let palette = canvas.skin.palette;
        let status = desk.status(row);
        let of_status = match status {
            Status::Missing | Status::Conflict => palette.alert,
            Status::Answered(_) => palette.done,
            Status::Received => style,
        };
        let Some(report) = desk.report(row) else {
            let word = |figure| if matches!(figure, Figure::Status) { status.word() } else { "" };
            return self.draw(end, y, canvas, &|figure, _| (word(figure).to_owned(), of_status));
        };
        let sums = report.figures.sums();
        self.draw(end, y, canvas, &|figure, room| match figure {
            Figure::Items | Figure::Tasks | Figure::Activities | Figure::People => (figure.sum(&sums, room), style),
            Figure::Times => (times(report.revision, room), style),
            Figure::Status if status == Status::Received && !self.times() => (times(report.revision, room), of_status),
            Figure::Status => (status.word().to_owned(), of_status),
        });
    }

    /// Draws the sums of all.
    pub(super) fn of_all(self, table: &Table, end: u16, y: u16, canvas: &mut Canvas) {
        let style = canvas.skin.palette.title;
        self.draw(end, y, canvas, &|figure, room| (figure.sum(&table.sums, room), style));
    }

    /// Draws each figure right in its columns: what `text` says in so many columns.
    fn draw(self, end: u16, y: u16, canvas: &mut Canvas, text: &dyn Fn(Figure, usize) -> (String, Style)) {
        let mut x = end - self.columns();
        for (figure, columns) in self.0 {
            x += columns;
            let (text, style) = text(*figure, usize::from(columns - 1));
            let taken = canvas.columns(&text).min(columns - 1);
            canvas.put(x - taken, y, taken, &text, style);
        }
    }
}

/// Which report of the period it is.
fn times(revision: u32, room: usize) -> String {
    let digits = revision.to_string();
    if digits.len() + 4 > room { format!("{digits}次") } else { format!("第{digits}次") }
}
