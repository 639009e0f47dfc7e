//! Writes a calendar file (iCalendar, RFC 5545) with an event for each deadline, for the calendar of a phone.

use std::fmt::Write as _;

use chrono::{DateTime, Days, FixedOffset, NaiveDate, Utc};

/// The line by which a calendar of this program is recognised.
pub const MAKER: &str = "PRODID:-//taizhang//乡镇任务台账//ZH";

/// Most bytes of a line without its end, by RFC 5545.
const LINE_MAX: usize = 75;

/// An event of a whole day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarEvent {
    /// A permanent id. A calendar that imports the file again replaces the event of that id.
    pub uid: String,
    /// The day of the deadline.
    pub day: NaiveDate,
    /// The title that the calendar shows.
    pub summary: String,
    /// More about the event; may be empty.
    pub description: String,
}

/// Writes the text of a calendar.
#[must_use]
pub fn write(events: &[CalendarEvent], made_at: DateTime<FixedOffset>) -> String {
    let mut text = String::new();
    let stamp = made_at.with_timezone(&Utc).format("%Y%m%dT%H%M%SZ");
    for line in ["BEGIN:VCALENDAR", "VERSION:2.0", MAKER, "CALSCALE:GREGORIAN"] {
        put(&mut text, line);
    }
    for event in events {
        let next = event.day.checked_add_days(Days::new(1)).unwrap_or(event.day);
        put(&mut text, "BEGIN:VEVENT");
        put(&mut text, &format!("UID:{}", escaped(&event.uid)));
        put(&mut text, &format!("DTSTAMP:{stamp}"));
        put(&mut text, &format!("DTSTART;VALUE=DATE:{}", event.day.format("%Y%m%d")));
        put(&mut text, &format!("DTEND;VALUE=DATE:{}", next.format("%Y%m%d")));
        put(&mut text, &format!("SUMMARY:{}", escaped(&event.summary)));
        if !event.description.is_empty() {
            put(&mut text, &format!("DESCRIPTION:{}", escaped(&event.description)));
        }
        put(&mut text, "TRANSP:TRANSPARENT");
        put(&mut text, "END:VEVENT");
    }
    put(&mut text, "END:VCALENDAR");
    text
}

/// Adds a line, folded if it is too long. No character is split.
fn put(text: &mut String, line: &str) {
    let mut length = 0;
    for c in line.chars() {
        if length + c.len_utf8() > LINE_MAX {
            text.push_str("\r\n ");
            length = 1;
        }
        text.push(c);
        length += c.len_utf8();
    }
    text.push_str("\r\n");
}

fn escaped(text: &str) -> String {
    text.chars().fold(String::new(), |mut escaped, c| {
        match c {
            '\\' | ';' | ',' => {
                let _ = write!(escaped, "\\{c}");
            }
            '\n' => escaped.push_str("\\n"),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
        escaped
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_folded_and_marks_escaped() {
        let event = CalendarEvent {
            uid: "fire-1.1".to_owned(),
            day: "2025-12-31".parse().unwrap(),
            summary: "排查".repeat(40),
            description: "一；二;三,四\\五\n六\r".to_owned(),
        };
        let text = write(&[event], DateTime::UNIX_EPOCH.fixed_offset());
        assert!(text.split("\r\n").all(|line| line.len() <= LINE_MAX), "{text}");
        assert!(!text.replace("\r\n", "").contains(['\r', '\n']));
        let unfolded = text.replace("\r\n ", "");
        assert!(unfolded.contains(&format!("SUMMARY:{}\r\n", "排查".repeat(40))), "{unfolded}");
        assert!(unfolded.contains(r"DESCRIPTION:一；二\;三\,四\\五\n六"), "{unfolded}");
        assert!(unfolded.contains("DTSTART;VALUE=DATE:20251231\r\nDTEND;VALUE=DATE:20260101\r\n"));
        assert!(text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") && text.ends_with("END:VCALENDAR\r\n"));
    }
}
