//! Reports and receipts: what is read can be written and read back equal.

use std::collections::BTreeSet;

use taizhang::domain::county::{CountyReports, Received, ReportOrigin};
use taizhang::domain::ledger::Ledger;
use taizhang::domain::receipt::latest;
use taizhang::domain::restore;
use taizhang::format::{self, kind, seal};

use super::ledger::plan;

/// Runs the bytes unchanged, and again with a correct seal. Without it almost everything is rejected.
pub fn run(bytes: &[u8]) {
    let _ = kind::of(bytes);
    let _ = format::report::read(bytes);
    let _ = format::receipt::read(bytes);
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let body = text.rfind("// sha256: ").map_or(text, |at| &text[..at]);
    let sealed = seal::seal(body.to_owned());
    report(sealed.as_bytes());
    receipt(sealed.as_bytes());
}

fn report(bytes: &[u8]) {
    let Ok(file) = format::report::read(bytes) else { return };
    let written = format::report::write(&file.report).unwrap();
    match format::report::read(written.as_bytes()) {
        Ok(back) => assert_eq!(back.report, file.report),
        Err(error) => panic!("a report that was read cannot be written and read: {error:?}"),
    }
    let _ = restore::restore_changes(&plan().plan, &Ledger::default(), &file.report, &file.sha256);
    let _ = file.report.file_name(&plan().plan);
    let origin = |path: &str| ReportOrigin { path: path.into(), within: None };
    let received = |path, sha256| Received::of(origin(path), sha256, file.report.clone(), plan());
    let _ = CountyReports::of(
        vec![received("a.ron", file.sha256.clone()), received("b.ron", "0".into())],
        &BTreeSet::new(),
    );
}

fn receipt(bytes: &[u8]) {
    let Ok(file) = format::receipt::read(bytes) else { return };
    let written = format::receipt::write(&file.receipt).unwrap();
    match format::receipt::read(written.as_bytes()) {
        Ok(back) => assert_eq!(back.receipt, file.receipt),
        Err(error) => panic!("a receipt that was read cannot be written and read: {error:?}"),
    }
    let _ = latest(std::slice::from_ref(&file.receipt), &file.receipt.report);
    let _ = file.receipt.file_name(&plan().plan);
}
