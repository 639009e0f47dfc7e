//! Which look this console can bear (rule 1): write `…` and ask where the cursor stands. A console that draws
//! disputed characters two columns wide says the third column, and one that says nothing is not trusted.

use crossterm::event::Event;

use super::look::Look;

/// What asking the console brought to light.
#[derive(Debug, Default)]
pub struct Probe {
    /// The look it can bear.
    pub look: Look,
    /// What was typed while it was being asked; the loop acts on these first.
    pub typed_ahead: Vec<Event>,
    /// Whether it reads bytes as GBK, so that nothing of the screen can be read.
    pub is_gbk: bool,
}

/// Asks a console whose locale says that it is GBK whether it is. Many are told so and read UTF-8 all the same.
#[must_use]
pub fn probe_encoding() -> Probe {
    #[cfg(unix)]
    if asking::may_answer() {
        let asked = asking::ask_encoding(std::io::stdin(), std::io::stdout(), asking::PATIENCE);
        return asked.unwrap_or_default();
    }
    Probe::default()
}

/// Asks the console, at most a fifth of a second long. To be called in raw mode, before events are read; an answer
/// that comes later than that is swallowed by the event reader.
///
/// A Windows console is plain without being asked, and so is whatever is no terminal or a dumb one.
#[must_use]
pub fn probe() -> Probe {
    #[cfg(unix)]
    if asking::may_answer() {
        return asking::ask(std::io::stdin(), std::io::stdout(), asking::PATIENCE).unwrap_or_default();
    }
    Probe::default()
}

#[cfg(unix)]
mod asking {
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

    /// How long an answer may take.
    pub(super) const PATIENCE: Duration = Duration::from_millis(200);

    /// How long the rest of an answer may take that has begun to arrive.
    const REST: Duration = Duration::from_millis(50);

    const QUESTION: &[u8] = "\r…\x1b[6n".as_bytes();

    /// Takes the `…` away again, however wide it came out.
    const ERASE: &[u8] = b"\r   \r";

    /// The column after a `…` of one column.
    const NARROW: u32 = 2;

    /// Two letters of one column each in UTF-8; read as GBK, their bytes are two ideographs.
    const ENCODING_QUESTION: &[u8] = "\rãã\x1b[6n".as_bytes();
    const ENCODING_ERASE: &[u8] = b"\r     \r";

    /// The column after two ideographs.
    const TWO_IDEOGRAPHS: u32 = 5;

    pub(super) fn may_answer() -> bool {
        let dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
        !dumb && io::stdin().is_terminal() && io::stdout().is_terminal()
    }

    pub(super) fn ask(input: impl AsFd, output: impl Write, patience: Duration) -> io::Result<Probe> {
        let (column, heard) = column_after(input, output, patience, (QUESTION, ERASE))?;
        let look = if column == Some(NARROW) { Look::Fine } else { Look::Plain };
        Ok(Probe { look, typed_ahead: typed_ahead::keys(&heard), is_gbk: false })
    }

    pub(super) fn ask_encoding(input: impl AsFd, output: impl Write, patience: Duration) -> io::Result<Probe> {
        let (column, heard) = column_after(input, output, patience, (ENCODING_QUESTION, ENCODING_ERASE))?;
        let is_gbk = column == Some(TWO_IDEOGRAPHS);
        Ok(Probe { look: Look::default(), typed_ahead: typed_ahead::keys(&heard), is_gbk })
    }

    /// Where the cursor stands behind what was written; and what was heard besides the answer.
    fn column_after(
        input: impl AsFd,
        mut output: impl Write,
        patience: Duration,
        (question, erase): (&[u8], &[u8]),
    ) -> io::Result<(Option<u32>, Vec<u8>)> {
        output.write_all(question)?;
        output.flush()?;
        let mut heard = Vec::new();
        let mut deadline = Instant::now() + patience;
        let mut extended = false;
        let column = loop {
            if let Some(column) = take_answer(&mut heard) {
                break Some(column);
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if !listen(&input, left, &mut heard)? {
                if extended || !is_begun(&heard) {
                    break None;
                }
                (extended, deadline) = (true, Instant::now() + REST);
            }
        };
        output.write_all(erase)?;
        output.flush()?;
        Ok((column, heard))
    }

    /// Adds to `heard` what comes within `patience`; false if nothing does.
    fn listen(input: &impl AsFd, patience: Duration, heard: &mut Vec<u8>) -> io::Result<bool> {
        let timeout = Timespec::try_from(patience).map_err(io::Error::other)?;
        match poll(&mut [PollFd::new(input, PollFlags::IN)], Some(&timeout)) {
            Ok(0) => return Ok(false),
            Ok(_) => {}
            Err(Errno::INTR) => return Ok(true),
            Err(error) => return Err(error.into()),
        }
        let mut bytes = [0; 256];
        let count = read(input, &mut bytes)?;
        heard.extend(&bytes[..count]);
        Ok(count > 0)
    }

    /// Takes the answer `ESC [ row ; column R` out of what was heard.
    fn take_answer(heard: &mut Vec<u8>) -> Option<u32> {
        let starts = heard.windows(2).enumerate().filter(|(_, pair)| pair == b"\x1b[").map(|(at, _)| at);
        let (start, end, column) = starts.into_iter().find_map(|start| {
            let numbers = &heard[start + 2..];
            let length = numbers.iter().position(|byte| !matches!(byte, b'0'..=b'9' | b';'))?;
            let (_, column) = str::from_utf8(&numbers[..length]).ok()?.split_once(';')?;
            (numbers[length] == b'R').then_some((start, start + 3 + length, column.parse().ok()?))
        })?;
        heard.drain(start..end);
        Some(column)
    }

    /// Whether the last of what was heard may be the beginning of an answer.
    fn is_begun(heard: &[u8]) -> bool {
        let sequence = heard.iter().rposition(|&byte| byte == b'\x1b').map(|at| &heard[at + 1..]);
        sequence.is_some_and(|bytes| bytes.iter().all(|byte| matches!(byte, b'[' | b';' | b'0'..=b'9')))
    }

    #[cfg(test)]
    mod tests {
        use super::*;
        use crossterm::event::KeyCode;
        use std::{io::Read, os::unix::net::UnixStream, thread};

        /// Asks a console that says these things, each after a while.
        fn asked(sayings: &'static [(u64, &'static [u8])]) -> (Look, Vec<KeyCode>, Duration, String) {
            let (ours, mut theirs) = UnixStream::pair().unwrap();
            let console = theirs.try_clone().unwrap();
            let speaker = thread::spawn(move || {
                for (pause, saying) in sayings {
                    thread::sleep(Duration::from_millis(*pause));
                    (&console).write_all(saying).unwrap();
                }
            });
            let began = Instant::now();
            let probe = ask(&ours, &ours, PATIENCE).unwrap();
            let took = began.elapsed();
            speaker.join().unwrap();
            // Closed with an answer unread, it would reset the other end.
            ours.shutdown(std::net::Shutdown::Write).unwrap();
            let mut written = String::new();
            theirs.read_to_string(&mut written).unwrap();
            let keys = probe.typed_ahead.iter().filter_map(Event::as_key_press_event);
            (probe.look, keys.map(|key| key.code).collect(), took, written)
        }
        use crossterm::event::Event;

        #[test]
        fn probe_width_decides_the_look() {
            let (look, keys, _, written) = asked(&[(1, b"\x1b[1;2R")]);
            assert_eq!((look, keys, written.as_str()), (Look::Fine, vec![], "\r…\x1b[6n\r   \r"));
            assert_eq!(asked(&[(1, b"\x1b[25;3R")]).0, Look::Plain);
        }

        #[test]
        fn keys_typed_early_are_kept() {
            let (look, keys, ..) = asked(&[(1, b"j\x1b[B\x1b[1;"), (9, b"2R\r")]);
            assert_eq!(look, Look::Fine);
            assert_eq!(keys, [KeyCode::Char('j'), KeyCode::Down, KeyCode::Enter]);
        }

        #[test]
        fn silence_means_plain_look() {
            let (look, keys, took, _) = asked(&[(1, b"j"), (1, b"\x1b")]);
            assert_eq!((look, keys), (Look::Plain, vec![KeyCode::Char('j'), KeyCode::Esc]));
            assert!(took < PATIENCE * 2, "{took:?}");
        }

        #[test]
        fn partial_answer_is_awaited() {
            // A busy machine may send late; one that is on time once is enough, and none is heard out by chance.
            let heard = || asked(&[(100, b"\x1b[1"), (105, b";2R")]).0 == Look::Fine;
            assert!((0..10).any(|_| heard()));
        }
    }
}
