//! Plans: progress can be computed for any plan that is read, in any year.

use taizhang::domain::ledger::Ledger;
use taizhang::domain::period::Period;
use taizhang::domain::progress::Progress;
use taizhang::format;
use taizhang::format::seal;

/// Runs the bytes unchanged, and again with a correct seal.
pub fn run(bytes: &[u8]) {
    count(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        let body = text.rfind("// sha256: ").map_or(text, |at| &text[..at]);
        count(seal::seal(body.to_owned()).as_bytes());
    }
}

fn count(bytes: &[u8]) {
    let Ok(file) = format::plan::read(bytes) else { return };
    let (plan, ledger) = (&file.plan, Ledger::default());
    for period in ["2025", "2025Q3", "0000", "9999H2"] {
        let period: Period = period.parse().unwrap();
        let _ = Progress::of(plan, &ledger, period).tally();
        let _ = plan.nearest_year(period.year());
    }
    let _ = (plan.first_day(), plan.last_day(), plan.units());
    for township in &plan.roster {
        assert_eq!(plan.township(&township.code).map(|found| &found.code), Ok(&township.code));
    }
}
