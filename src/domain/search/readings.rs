//! The pinyin readings of each character, without tones. `build.rs` generates the table.

include!(concat!(env!("OUT_DIR"), "/readings.rs"));

/// The readings of a character, the most common first, in lower case, `ü` as `v`; empty for other characters.
pub(super) fn of(c: char) -> impl Iterator<Item = &'static str> {
    let at = usize::try_from(u32::from(c).wrapping_sub(FIRST)).ok();
    let place = at.and_then(|at| PLACES.get(at)).map_or(0, |place| usize::from(*place));
    LINES[place..].lines().next().unwrap_or_default().split(' ').filter(|reading| !reading.is_empty())
}
