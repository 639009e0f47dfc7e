//! The figures at the right end of the matrix, of one township and of all. Each is right-aligned and follows a blank.
//! A number too long for its columns is shortened.

use ratatui::style::Style;

use super::super::canvas::Canvas;
use crate::app::state::county::CountyState;
use crate::app::state::county_table::{CountyRow, CountyStatus, CountyTable};
use crate::domain::county::CountySums;
use crate::domain::wording::{count_words, share_words};

#[derive(Clone, Copy)]
enum Figure {
    Items,
    Tasks,
    Activities,
    People,
    Times,
    Status,
}

/// Figures with their columns. The first column of each is blank.
#[derive(Clone, Copy)]
pub(super) struct FigureColumns(&'static [(Figure, u16)]);

const NARROW: FigureColumns =
    FigureColumns(&[(Figure::Items, 6), (Figure::Tasks, 6), (Figure::People, 6), (Figure::Status, 6)]);
const FULL: FigureColumns = FigureColumns(&[
    (Figure::Items, 9),
    (Figure::Tasks, 8),
    (Figure::Activities, 6),
    (Figure::People, 8),
    (Figure::Times, 8),
    (Figure::Status, 5),
]);
/// Fewest columns of the matrix that have room for all figures.
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

    /// Returns the figure of the sums; empty if it has no sum.
    fn sum(self, sums: &CountySums, room: usize) -> String {
        match self {
            Figure::Items => share_words(sums.items.done.into(), sums.items.total().into(), room),
            Figure::Tasks => share_words(sums.tasks.done.into(), sums.tasks.total().into(), room),
            Figure::Activities => count_words(sums.activities.activities, room),
            Figure::People => count_words(sums.activities.people, room),
            Figure::Times | Figure::Status => String::new(),
        }
    }
}

impl FigureColumns {
    /// Returns the figures that fit.
    pub(super) fn within(columns: u16) -> Self {
        if columns >= WIDE { FULL } else { NARROW }
    }

    pub(super) fn columns(self) -> u16 {
        self.0.iter().map(|(_, columns)| columns).sum()
    }

    /// Whether the number of reports has its own column. Otherwise it shares the column of the status.
    fn times(self) -> bool {
        self.0.iter().any(|(figure, _)| matches!(figure, Figure::Times))
    }

    /// Returns the number of people in words if its column shortens it.
    pub(super) fn in_words(self, people: u64) -> Option<String> {
        let column = self.0.iter().find(|(figure, _)| matches!(figure, Figure::People));
        let shown = column.map(|(_, columns)| count_words(people, usize::from(columns - 1)));
        shown.filter(|shown| *shown != people.to_string()).map(|_| format!("共{people}人次"))
    }

    pub(super) fn head(self, end: u16, y: u16, canvas: &mut Canvas) {
        let style = canvas.skin.palette.muted;
        self.draw(end, y, canvas, &|figure, _| (figure.title().to_owned(), style));
    }

    pub(super) fn of_row(
        self,
        county: &CountyState,
        row: &CountyRow,
        style: Style,
        end: u16,
        y: u16,
        canvas: &mut Canvas,
    ) {
        let palette = canvas.skin.palette;
        let status = county.status(row);
        let of_status = match status {
            CountyStatus::Missing | CountyStatus::Conflict => palette.alert,
            CountyStatus::Answered(_) => palette.done,
            CountyStatus::Received => style,
        };
        let Some(report) = county.report(row) else {
            let word = |figure| if matches!(figure, Figure::Status) { status.word() } else { "" };
            return self.draw(end, y, canvas, &|figure, _| (word(figure).to_owned(), of_status));
        };
        let sums = report.figures.sums();
        self.draw(end, y, canvas, &|figure, room| match figure {
            Figure::Items | Figure::Tasks | Figure::Activities | Figure::People => (figure.sum(&sums, room), style),
            Figure::Times => (times(report.revision, room), style),
            Figure::Status if status == CountyStatus::Received && !self.times() => {
                (times(report.revision, room), of_status)
            }
            Figure::Status => (status.word().to_owned(), of_status),
        });
    }

    pub(super) fn of_all(self, table: &CountyTable, end: u16, y: u16, canvas: &mut Canvas) {
        let style = canvas.skin.palette.title;
        self.draw(end, y, canvas, &|figure, room| (figure.sum(&table.sums, room), style));
    }

    /// Draws each figure right-aligned. `text` formats it for a number of columns.
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

/// Formats the revision of a report.
fn times(revision: u32, room: usize) -> String {
    let digits = revision.to_string();
    if digits.len() + 4 > room { format!("{digits}次") } else { format!("第{digits}次") }
}
