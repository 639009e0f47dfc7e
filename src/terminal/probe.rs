//! Asks the console how wide it draws an ambiguous character: writes `…` and asks for the cursor position. One column
//! means the fine look. Two columns or no answer mean the plain look.

use crossterm::event::Event;

use super::look::Look;

/// What the console answered to the questions of this file.
#[derive(Debug, Default)]
pub struct Probe {
    /// The look that the console can draw.
    pub look: Look,
    /// Events from keys typed during the question. The event loop handles them first.
    pub typed_ahead: Vec<Event>,
    /// Whether the console reads bytes as GBK, so that it cannot show the UTF-8 of the screens.
    pub is_gbk: bool,
}

/// Asks a console whose locale names GBK whether it reads GBK. Many such consoles read UTF-8 all the same.
#[must_use]
pub fn probe_encoding() -> Probe {
    #[cfg(unix)]
    if query::can_answer() {
        let answered = query::ask_encoding(std::io::stdin(), std::io::stdout(), query::ANSWER_TIMEOUT);
        return answered.unwrap_or_default();
    }
    Probe::default()
}

/// Asks the console for its look, for at most 200 ms. Call it in raw mode, before events are read. The event reader
/// drops an answer that comes later.
///
/// A Windows console is plain without a question, and so is anything that is no terminal or a dumb one.
#[must_use]
pub fn probe() -> Probe {
    #[cfg(unix)]
    if query::can_answer() {
        return query::ask(std::io::stdin(), std::io::stdout(), query::ANSWER_TIMEOUT).unwrap_or_default();
    }
    Probe::default()
}

#[cfg(unix)]
mod query {
    use std::{
        env,
        io::{self, IsTerminal, Write},
        os::fd::AsFd,
        time::{Duration, Instant},
    };

    use rustix::{
        event::{PollFd, PollFlags, Timespec, poll},
        io::{Errno, read},
    };

    use super::{Look, Probe};
    use crate::terminal::typed_ahead;

    /// How long to wait for an answer.
    pub(super) const ANSWER_TIMEOUT: Duration = Duration::from_millis(200);

    /// How long to wait for the rest of an answer that has begun to arrive.
    const REST_TIMEOUT: Duration = Duration::from_millis(50);

    const QUESTION: &[u8] = "\r…\x1b[6n".as_bytes();

    /// Erases the `…`, whether it took one column or two.
    const ERASE: &[u8] = b"\r   \r";

    /// The cursor's column (from 1) after a `…` of one column.
    const NARROW: u32 = 2;

    /// Two letters of one column each in UTF-8. A console that reads GBK shows their four bytes as two ideographs.
    const ENCODING_QUESTION: &[u8] = "\rãã\x1b[6n".as_bytes();
    const ENCODING_ERASE: &[u8] = b"\r     \r";

    /// The cursor's column (from 1) after two ideographs.
    const TWO_IDEOGRAPHS: u32 = 5;

    pub(super) fn can_answer() -> bool {
        let dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
        !dumb && io::stdin().is_terminal() && io::stdout().is_terminal()
    }

    pub(super) fn ask(input: impl AsFd, output: impl Write, timeout: Duration) -> io::Result<Probe> {
        let (column, received) = query_column(input, output, timeout, (QUESTION, ERASE))?;
        let look = if column == Some(NARROW) { Look::Fine } else { Look::Plain };
        Ok(Probe { look, typed_ahead: typed_ahead::parse_keys(&received), is_gbk: false })
    }

    pub(super) fn ask_encoding(input: impl AsFd, output: impl Write, timeout: Duration) -> io::Result<Probe> {
        let (column, received) = query_column(input, output, timeout, (ENCODING_QUESTION, ENCODING_ERASE))?;
        let is_gbk = column == Some(TWO_IDEOGRAPHS);
        Ok(Probe { look: Look::default(), typed_ahead: typed_ahead::parse_keys(&received), is_gbk })
    }

    /// Writes the question and returns the cursor's column, if answered, and all other bytes received.
    fn query_column(
        input: impl AsFd,
        mut output: impl Write,
        timeout: Duration,
        (question, erase): (&[u8], &[u8]),
    ) -> io::Result<(Option<u32>, Vec<u8>)> {
        output.write_all(question)?;
        output.flush()?;
        let mut received = Vec::new();
        let mut deadline = Instant::now() + timeout;
        let mut extended = false;
        let column = loop {
            if let Some(column) = take_answer(&mut received) {
                break Some(column);
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if !receive(&input, left, &mut received)? {
                if extended || !ends_in_partial_answer(&received) {
                    break None;
                }
                (extended, deadline) = (true, Instant::now() + REST_TIMEOUT);
            }
        };
        output.write_all(erase)?;
        output.flush()?;
        Ok((column, received))
    }

    /// Appends what arrives within `timeout` to `received`. Returns false if nothing does.
    fn receive(input: &impl AsFd, timeout: Duration, received: &mut Vec<u8>) -> io::Result<bool> {
        let timeout = Timespec::try_from(timeout).map_err(io::Error::other)?;
        match poll(&mut [PollFd::new(input, PollFlags::IN)], Some(&timeout)) {
            Ok(0) => return Ok(false),
            Ok(_) => {}
            Err(Errno::INTR) => return Ok(true),
            Err(error) => return Err(error.into()),
        }
        let mut bytes = [0; 256];
        let count = read(input, &mut bytes)?;
        received.extend(&bytes[..count]);
        Ok(count > 0)
    }

    /// Removes the answer `ESC [ row ; column R` from the bytes received and returns its column.
    fn take_answer(received: &mut Vec<u8>) -> Option<u32> {
        let starts = received.windows(2).enumerate().filter(|(_, pair)| pair == b"\x1b[").map(|(at, _)| at);
        let (start, end, column) = starts.into_iter().find_map(|start| {
            let numbers = &received[start + 2..];
            let length = numbers.iter().position(|byte| !matches!(byte, b'0'..=b'9' | b';'))?;
            let (_, column) = str::from_utf8(&numbers[..length]).ok()?.split_once(';')?;
            (numbers[length] == b'R').then_some((start, start + 3 + length, column.parse().ok()?))
        })?;
        received.drain(start..end);
        Some(column)
    }

    /// Whether the bytes received may end with the beginning of an answer.
    fn ends_in_partial_answer(received: &[u8]) -> bool {
        let sequence = received.iter().rposition(|&byte| byte == b'\x1b').map(|at| &received[at + 1..]);
        sequence.is_some_and(|bytes| bytes.iter().all(|byte| matches!(byte, b'[' | b';' | b'0'..=b'9')))
    }

    #[cfg(test)]
    mod tests {
        use super::*;
        use crossterm::event::KeyCode;
        use std::{io::Read, os::unix::net::UnixStream, thread};

        /// Asks a console that sends each of these bytes after so many milliseconds.
        fn answered(answers: &'static [(u64, &'static [u8])]) -> (Look, Vec<KeyCode>, Duration, String) {
            let (ours, mut theirs) = UnixStream::pair().unwrap();
            let console = theirs.try_clone().unwrap();
            let speaker = thread::spawn(move || {
                for (pause, answer) in answers {
                    thread::sleep(Duration::from_millis(*pause));
                    (&console).write_all(answer).unwrap();
                }
            });
            let began = Instant::now();
            let probe = ask(&ours, &ours, ANSWER_TIMEOUT).unwrap();
            let took = began.elapsed();
            speaker.join().unwrap();
            // Shut down instead of dropping: closing a socket with unread bytes would reset the other end.
            ours.shutdown(std::net::Shutdown::Write).unwrap();
            let mut written = String::new();
            theirs.read_to_string(&mut written).unwrap();
            let keys = probe.typed_ahead.iter().filter_map(Event::as_key_press_event);
            (probe.look, keys.map(|key| key.code).collect(), took, written)
        }
        use crossterm::event::Event;

        #[test]
        fn probe_width_decides_the_look() {
            let (look, keys, _, written) = answered(&[(1, b"\x1b[1;2R")]);
            assert_eq!((look, keys, written.as_str()), (Look::Fine, vec![], "\r…\x1b[6n\r   \r"));
            assert_eq!(answered(&[(1, b"\x1b[25;3R")]).0, Look::Plain);
        }

        #[test]
        fn keys_typed_early_are_kept() {
            let (look, keys, ..) = answered(&[(1, b"j\x1b[B\x1b[1;"), (9, b"2R\r")]);
            assert_eq!(look, Look::Fine);
            assert_eq!(keys, [KeyCode::Char('j'), KeyCode::Down, KeyCode::Enter]);
        }

        #[test]
        fn silence_means_plain_look() {
            let (look, keys, took, _) = answered(&[(1, b"j"), (1, b"\x1b")]);
            assert_eq!((look, keys), (Look::Plain, vec![KeyCode::Char('j'), KeyCode::Esc]));
            assert!(took < ANSWER_TIMEOUT * 2, "{took:?}");
        }

        #[test]
        fn partial_answer_is_awaited() {
            // A busy machine may send late, so one answer in time is enough. None may be in time by chance.
            let is_fine = || answered(&[(100, b"\x1b[1"), (105, b";2R")]).0 == Look::Fine;
            assert!((0..10).any(|_| is_fine()));
        }
    }
}
