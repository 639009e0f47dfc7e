//! Other files in a county's folder: data folders among the reports, evidence, links, hidden files, the program.

use super::unusual_files::{names_of, report_of};
use super::*;
use crate::storage::copy_folder;

/// A data folder of a township with one report.
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
fn packed_records_are_listed_once() {
    let (_office, parts) = records_of("攀莲镇");
    assert!(
        parts.iter().any(|(name, _)| name == "devices.ron") && parts.iter().any(|(name, _)| name.contains(".lock"))
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

#[test]
fn loose_records_are_listed_once() {
    let (office, _) = records_of("攀莲镇");
    let county = County::new();
    copy_folder(&office.data(), &county.inbox.join("微信/攀莲"));
    // Unpacked among the reports.
    copy_folder(&office.data(), &county.inbox);
    fs::write(county.inbox.join("丙谷.ron"), report_of("丙谷镇")).unwrap();
    fs::create_dir(county.inbox.join("微信/攀莲/上报")).unwrap();
    fs::write(county.inbox.join("微信/攀莲/上报/得石.ron"), report_of("得石镇")).unwrap();
    let collected = county.collect(&[]);
    assert_eq!(standing(&collected, "攀莲镇").0, "missing", "the outbox holds old reports");
    assert_eq!((standing(&collected, "丙谷镇"), standing(&collected, "得石镇")), (received(1), received(1)));
    let rejected = county.names(&collected["rejected"], "reason");
    assert_eq!(names_of(&rejected), ["", "微信/攀莲"]);
    assert!(rejected.iter().all(|(_, why)| why.contains("备份或记录")), "{rejected:?}");
}

/// A county's USB stick: the program, its data folder, its mirror, and the reports of the townships.
#[test]
fn whole_stick_is_collected() {
    let county = County::new();
    let stick = &county.inbox;
    fs::write(stick.join("攀莲.ron"), report_of("攀莲镇")).unwrap();
    fs::write(stick.join("taizhang.exe"), b"\x7FELF\x02\x01\x01").unwrap();
    fs::write(stick.join("安装.exe"), b"MZ\x90\x00").unwrap();
    fs::write(stick.join("使用说明.txt"), include_str!("../../../packaging/使用说明.txt")).unwrap();
    fs::write(stick.join("校验.txt"), format!("{}  taizhang.exe\n", "0".repeat(64))).unwrap();
    let (township, _) = records_of("丙谷镇");
    copy_folder(&township.data(), &stick.join("taizhang-mirror"));
    copy_folder(&county.office.data(), &stick.join("taizhang-data"));
    // Data folders in use, under any name. A plan added to them is not among the reports.
    let data = stick.join("我的记录");
    copy_folder(&county.office.data(), &data);
    fs::create_dir_all(data.join("plans")).unwrap();
    fs::write(data.join("plans/yanbian-kxsz-2021-2025.ron"), other_plan()).unwrap();
    let (stick, data) = (stick.to_str().unwrap(), data.to_str().unwrap());
    let collected = county.office.json(&["--data", data, "collect", stick]);
    assert_eq!((&collected["rejected"], standing(&collected, "攀莲镇")), (&json!([]), received(1)));
    assert_eq!(collected["townships"].as_array().unwrap().len(), 11, "no other county was asked for");
    let ignored = county.names(&collected["ignored"], "reason");
    let expected = [
        ("taizhang-data", "存放记录的文件夹"),
        ("taizhang-mirror", "存放记录的文件夹"),
        ("taizhang.exe", "请先解压"),
        ("使用说明.txt", "使用说明"),
        ("安装.exe", "请先解压"),
        ("我的记录", "存放记录的文件夹"),
        ("校验.txt", "校验码"),
    ];
    assert_eq!(ignored.len(), expected.len(), "{ignored:?}");
    for ((file, reason), (named, told)) in ignored.iter().zip(expected) {
        assert!(file == named && reason.contains(told), "{file}: {reason}");
    }
    assert_eq!(county.office.run(&["--data", data, "collect", stick]).code, 0);
}

/// The kind of an archive does not depend on its first file.
#[test]
fn archive_is_judged_by_all_files() {
    let county = County::new();
    let stick = tempfile::tempdir().unwrap();
    let first = office("攀莲镇");
    let sent = report(&first, stick.path());
    first.run(&["export", "--period", "2025", "--out", stick.path().to_str().unwrap(), "--xlsx"]).done();
    let own = crate::backup::unpacked(&sent.with_extension("xlsx"));
    let properties = own.iter().find(|(name, _)| name == "docProps/core.xml").unwrap().clone();
    let beside = |township: &str| ("报告.ron".to_owned(), report_of(township));
    pack(&county.inbox.join("一.zip"), &[properties.clone(), beside("攀莲镇")]);
    pack(&county.inbox.join("二.zip"), &[("xl/a.xml".to_owned(), b"<a/>".to_vec()), beside("丙谷镇")]);
    // This program's workbook with a report added.
    let parts: Vec<_> = own.iter().cloned().chain([beside("得石镇")]).collect();
    let path = county.inbox.join("三.xlsx");
    let named: Vec<(&str, &[u8])> = parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    packed(&path, CompressionMethod::Stored, &named);
    let collected = county.collect(&[]);
    for township in ["攀莲镇", "丙谷镇", "得石镇"] {
        assert_eq!(standing(&collected, township), received(1), "{township}");
    }
}

#[test]
fn official_document_is_named_alike() {
    let county = County::new();
    let path = county.inbox.join("通知.ofd");
    let entry = |name: &str| (name.to_owned(), b"<a/>".to_vec());
    pack(&path, &[entry("Doc_0/Document.xml"), entry("OFD.xml")]);
    pack(&county.inbox.join("资料.zip"), &[("通知.ofd".to_owned(), fs::read(&path).unwrap())]);
    let rejected = county.names(&county.collect(&[])["rejected"], "reason");
    assert_eq!(names_of(&rejected), ["资料.zip/通知.ofd", "通知.ofd"]);
    assert!(rejected.iter().all(|(_, why)| why.contains("OFD")), "{rejected:?}");
}

#[test]
fn many_unknown_archive_files_share_a_line() {
    let county = County::new();
    let report = ("报告.ron".to_owned(), report_of("攀莲镇"));
    let text = |at: usize| (format!("文件/{at}.txt"), b"x".to_vec());
    for (count, lines) in [(10, 10), (11, 1), (500, 1)] {
        let parts: Vec<_> = (0..count).map(text).chain([report.clone()]).collect();
        pack(&county.inbox.join("资料.zip"), &parts);
        let collected = county.collect(&[]);
        assert_eq!(standing(&collected, "攀莲镇"), received(1));
        let rejected = county.names(&collected["rejected"], "reason");
        assert_eq!(rejected.len(), lines);
        let (file, why) = &rejected[0];
        assert_eq!((file == "资料.zip", why.contains(&format!("有{count}个文件"))), (lines == 1, lines == 1), "{why}");
    }
}

#[test]
fn report_among_evidence_is_taken() {
    let office = office("攀莲镇");
    let stick = tempfile::tempdir().unwrap();
    let bytes = fs::read(report(&office, stick.path())).unwrap();
    let own = |name: &str, bytes: &[u8]| (format!("佐证/2025-03-12 集市/{name}"), bytes.to_vec());
    let mut parts = vec![
        own("说明.txt", b"x"),
        own("名单.xls", b"\xD0\xCF\x11\xE0"),
        own("照片.rar", b"Rar!\x1a\x07"),
        own("打不开.zip", b"PK\x03\x04xx"),
        own("报告.ron", &bytes),
    ];
    let packed_up = County::new();
    pack(&packed_up.inbox.join("攀莲.zip"), &parts);
    let photos = stick.path().join("照片.zip");
    pack(&photos, &[("说明.txt".to_owned(), b"x".to_vec())]);
    parts.push(own("照片.zip", &fs::read(&photos).unwrap()));
    pack(&photos, &[("丙谷.ron".to_owned(), report_of("丙谷镇")), ("说明.txt".to_owned(), b"x".to_vec())]);
    parts.push(own("丙谷.zip", &fs::read(&photos).unwrap()));
    let loose = County::new();
    for (name, bytes) in parts {
        let path = loose.inbox.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    for county in [&packed_up, &loose] {
        let collected = county.collect(&[]);
        assert_eq!((&collected["rejected"], standing(&collected, "攀莲镇")), (&json!([]), received(1)));
        assert_eq!(county.run(&[]).code, 0);
    }
    let ignored = packed_up.names(&packed_up.collect(&[])["ignored"], "reason");
    assert_eq!(names_of(&ignored), ["攀莲.zip"]);
    assert!(ignored[0].1.contains("另有4个佐证"), "{}", ignored[0].1);
    let collected = loose.collect(&[]);
    assert_eq!(standing(&collected, "丙谷镇"), received(1));
    let ignored = loose.names(&collected["ignored"], "reason");
    assert_eq!(ignored.iter().filter(|(_, why)| why.contains("是佐证材料")).count(), 5, "{ignored:?}");
    // A damaged one is reported there too.
    fs::write(loose.inbox.join("佐证/坏的.ron"), &bytes[..bytes.len() / 2]).unwrap();
    assert_eq!(names_of(&loose.names(&loose.collect(&[])["rejected"], "reason")), ["佐证/坏的.ron"]);
}

#[cfg(unix)]
#[test]
fn folder_link_is_rejected_until_read() {
    use std::os::unix::fs::symlink;
    let county = County::new();
    let elsewhere = county.office.folder.path().join("别处");
    fs::create_dir(&elsewhere).unwrap();
    fs::write(elsewhere.join("攀莲.ron"), report_of("攀莲镇")).unwrap();
    symlink(&elsewhere, county.inbox.join("链接")).unwrap();
    symlink(&county.inbox, county.inbox.join("回头")).unwrap();
    let collected = county.collect(&[]);
    let rejected = county.names(&collected["rejected"], "reason");
    assert_eq!(names_of(&rejected), ["链接"]);
    assert!(rejected[0].1.contains("请把那个文件夹也写上"), "{rejected:?}");
    // As the message advises, in either order.
    let (inbox, elsewhere) = (county.inbox.to_str().unwrap(), elsewhere.to_str().unwrap());
    for named in [[inbox, elsewhere], [elsewhere, inbox]] {
        let collected = county.office.json(&["collect", named[0], named[1]]);
        assert_eq!((&collected["rejected"], standing(&collected, "攀莲镇")), (&json!([]), received(1)));
        let ignored = county.names(&collected["ignored"], "reason");
        let read = |name: &str| (name.to_owned(), "指向的文件夹已经读过。".to_owned());
        assert_eq!(ignored, [read("回头"), read("链接")]);
        assert_eq!(county.office.run(&["collect", named[0], named[1]]).code, 0);
    }
}

#[test]
fn hidden_report_is_taken() {
    let (loose, packed_up) = (County::new(), County::new());
    let hidden = [
        (".攀莲.ron", report_of("攀莲镇")),
        ("~$丙谷.ron", report_of("丙谷镇")),
        (".DS_Store", b"x".to_vec()),
        ("~$报表.xlsx", b"x".to_vec()),
        (".坏的.zip", b"PK\x03\x04xx".to_vec()),
        (".隐藏/得石.ron", report_of("得石镇")),
    ];
    for (name, bytes) in &hidden {
        let path = loose.inbox.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    #[cfg(unix)]
    std::os::unix::fs::symlink("没有了", loose.inbox.join(".读不了")).unwrap();
    pack(&packed_up.inbox.join("资料.zip"), &hidden.map(|(name, bytes)| (name.to_owned(), bytes)));
    for county in [&loose, &packed_up] {
        let collected = county.collect(&[]);
        let stands = ["攀莲镇", "丙谷镇", "得石镇"].map(|township| standing(&collected, township).0);
        assert_eq!(
            (stands, &collected["rejected"]),
            (["received", "received", "missing"].map(str::to_owned), &json!([]))
        );
        assert_eq!(county.run(&[]).code, 0);
    }
    let ignored = loose.names(&loose.collect(&[])["ignored"], "reason");
    assert_eq!(ignored.len(), if cfg!(unix) { 5 } else { 4 }, "{ignored:?}");
    assert!(ignored.iter().all(|(_, why)| why.contains("系统或别的软件")), "{ignored:?}");
}
