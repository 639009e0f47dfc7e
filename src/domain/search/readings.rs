//! How each character is read, without tones: a table that `build.rs` makes.

include!(concat!(env!("OUT_DIR"), "/readings.rs"));

/// Every reading of a character, the most common first, in small letters, `ü` as `v`; none for what is no Chinese character.
pub(super) fn of(c: char) -> impl Iterator<Item = &'static str> {
    let at = usize::try_from(u32::from(c).wrapping_sub(FIRST)).ok();
    let place = at.and_then(|at| PLACES.get(at)).map_or(0, |place| usize::from(*place));
    LINES[place..].lines().next().unwrap_or_default().split(' ').filter(|reading| !reading.is_empty())
}
