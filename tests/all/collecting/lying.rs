//! Where things lie in a county's folder: records among the reports, evidence, links, hidden files, the program itself.

use super::odd::{names_of, report_of};
use super::*;

/// The records of a township that reported once, in a folder of their own.
fn records_of(township: &str) -> (Office, Vec<(String, Vec<u8>)>) {
    let office = office(township);
    report(&office, &office.stick());
    let mut parts = Vec::new();
    let mut left = vec![office.data()];
    while let Some(folder) = left.pop() {
        for path in fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()) {
            if path.is_dir() {
                left.push(path);
            } else {
                let name = path.strip_prefix(office.data()).unwrap().to_str().unwrap().replace('\\', "/");
                parts.push((name, fs::read(&path).unwrap()));
            }
        }
    }
    (office, parts)
}

fn pack(path: &Path, parts: &[(String, Vec<u8>)]) {
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    packed(path, CompressionMethod::Deflated, &parts);
}

#[test]
fn records_packed_in_any_way_are_told_once_and_the_reports_beside_them_are_taken() {
    let (_office, parts) = records_of("攀莲镇");
    assert!(
        parts.iter().any(|(name, _)| name == "devices.ron") && parts.iter().any(|(name, _)| name.ends_with(".lock"))
    );
    let beside = report_of("丙谷镇");
    for folder in ["", "攀莲/", "U盘/taizhang-data/", "攀莲\\"] {
        let county = County::new();
        let mut parts: Vec<_> = parts.iter().map(|(name, bytes)| (format!("{folder}{name}"), bytes.clone())).collect();
        let path = county.inbox.join("资料.zip");
        pack(&path, &parts);
        let collected = county.collect(&[]);
        assert_eq!(standing(&collected, "攀莲镇").0, "missing", "the outbox holds old reports");
        let rejected = county.names(&collected["rejected"], "reason");
        assert_eq!(names_of(&rejected), ["资料.zip"], "{folder}");
        assert!(rejected[0].1.contains("备份或记录"), "{rejected:?}");
        parts.push(("丙谷.ron".to_owned(), beside.clone()));
        parts.push((format!("{folder}坏的.ron"), b"x".to_vec()));
        pack(&path, &parts);
        let collected = county.collect(&[]);
        assert_eq!(standing(&collected, "丙谷镇"), received(1));
        let rejected = county.names(&collected["rejected"], "reason");
        assert_eq!(rejected.len(), 2, "{rejected:?}");
        assert!(rejected[1].0.ends_with("坏的.ron"), "{rejected:?}");
    }
}
