//! The device id in a ledger's file name.

use std::path::Path;

use crate::domain::ledger::DeviceId;

/// Length of a device id in hexadecimal digits.
const DIGITS: usize = 16;

/// Whether the file has a ledger's extension. Old systems write names in capitals.
pub(in crate::store) fn is_ledger(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("ledger"))
}

/// The device id in `<device>.ledger`, `<device>.kept-1.ledger` or a copy made by hand, `<device> - 副本.ledger`.
#[must_use]
pub fn device_of(path: &Path) -> Option<DeviceId> {
    let name = path.file_name()?.to_str()?;
    let (digits, rest) = name.split_at_checked(DIGITS)?;
    let ends = !rest.starts_with(|next: char| next.is_alphanumeric());
    ends.then(|| digits.to_ascii_lowercase().parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ledger::Hex16;

    #[test]
    fn file_name_gives_the_device() {
        let device = Some(Hex16(0x0123_4567_89ab_cdef));
        for (name, expected) in [
            ("0123456789abcdef.ledger", device),
            ("0123456789ABCDEF.LEDGER", device),
            ("0123456789abcdef.kept-2.ledger", device),
            ("0123456789abcdef - 副本.ledger", device),
            ("0123456789abcdef0.ledger", None),
            ("._0123456789abcdef.ledger", None),
            ("~$x.ledger", None),
            ("台账台账台账.ledger", None),
        ] {
            assert_eq!(device_of(Path::new(name)), expected, "{name}");
        }
    }
}
