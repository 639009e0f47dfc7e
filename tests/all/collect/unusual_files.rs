//! Unusual files in a county's folder: each is reported once, by its right name, and affects no other file.

use std::iter;

use super::*;

/// Replaces bytes by others of the same length, everywhere in a file.
fn patch(path: &Path, edits: &[(&[u8], &[u8])]) {
    let mut bytes = fs::read(path).unwrap();
    for (from, to) in edits {
        assert_eq!(from.len(), to.len());
        let places: Vec<usize> = (0..=bytes.len() - from.len()).filter(|&at| bytes[at..].starts_with(from)).collect();
        assert!(!places.is_empty(), "{}", String::from_utf8_lossy(from));
        for at in places {
            bytes[at..at + to.len()].copy_from_slice(to);
        }
    }
    fs::write(path, bytes).unwrap();
}

pub(super) fn report_of(township: &str) -> Vec<u8> {
    let stick = tempfile::tempdir().unwrap();
    fs::read(report(&office(township), stick.path())).unwrap()
}

pub(super) fn names_of(list: &[(String, String)]) -> Vec<&str> {
    list.iter().map(|one| one.0.as_str()).collect()
}

#[test]
fn archived_files_are_reported_like_loose() {
    let county = County::new();
    let office = office("攀莲镇");
    let stick = tempfile::tempdir().unwrap();
    let sent = report(&office, stick.path());
    let whole = fs::read(&sent).unwrap();
    let inner = stick.path().join("里面.zip");
    packed(&inner, CompressionMethod::Stored, &[("一.ron", &whole)]);
    let inner = fs::read(&inner).unwrap();
    let zeroed = [&[0; 1024][..], &whole[1024..]].concat();
    let ledger = fs::read(&office.ledgers("510421100")[0]).unwrap();
    office.run(&["export", "--period", "2025", "--out", stick.path().to_str().unwrap(), "--xlsx"]).done();
    let own = fs::read(sent.with_extension("xlsx")).unwrap();
    packed(
        &county.inbox.join("微信.zip"),
        CompressionMethod::Deflated,
        &[
            ("报告.ron", &whole),
            ("里面.zip", &inner),
            ("开头没有了.ron", &whole[900..]),
            ("清零.ron", &zeroed),
            ("空的.ron", b""),
            ("台账.ledger", &ledger),
            ("别人的.rar", b"Rar!\x1a\x07\x00"),
            ("汇总.xls", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
            ("打印用.xlsx", &own),
            ("照片.jpg", PHOTO),
            ("__MACOSX/._报告.ron", b"x"),
        ],
    );
    let collected = county.collect(&[]);
    assert_eq!(standing(&collected, "攀莲镇"), received(1));
    let rejected = county.names(&collected["rejected"], "reason");
    let expected = [
        ("别人的.rar", "请先解压"),
        ("台账.ledger", "台账"),
        ("开头没有了.ron", "开头已损坏"),
        ("汇总.xls", "Excel"),
        ("清零.ron", "开头已损坏"),
        ("空的.ron", "开头已损坏"),
        ("里面.zip", "压缩包里还有压缩包"),
    ];
    assert_eq!(rejected.len(), expected.len(), "{rejected:?}");
    for (file, reason) in expected {
        let name = format!("微信.zip/{file}");
        assert!(rejected.iter().any(|(at, why)| *at == name && why.contains(reason)), "{file}: {rejected:?}");
    }
    let ignored = county.names(&collected["ignored"], "reason");
    assert_eq!(names_of(&ignored), ["微信.zip"]);
    assert!(ignored[0].1.contains("另有3个"), "{}", ignored[0].1);
    assert_eq!(county.run(&[]).code, 1);
}

#[test]
fn archive_names_decode_from_any_system() {
    let county = County::new();
    let path = county.inbox.join("资源管理器.zip");
    let names: [(&[u8], &str); 2] = [
        // 攀莲镇.ron in code page 936, as Windows packs it; and in UTF-8 without the mark, as other programs do.
        (b"\xC5\xCA\xC1\xAB\xD5\xF2.ron", "攀莲镇.ron"),
        ("丙谷镇.ron".as_bytes(), "丙谷镇.ron"),
    ];
    packed(
        &path,
        CompressionMethod::Deflated,
        &[("AAAAAA.ron", &report_of("攀莲镇")), ("BBBBBBBBB.ron", &report_of("丙谷镇"))],
    );
    patch(&path, &[(b"AAAAAA.ron", names[0].0), (b"BBBBBBBBB.ron", names[1].0)]);
    let collected = county.collect(&[]);
    for (township, (_, name)) in ["攀莲镇", "丙谷镇"].into_iter().zip(names) {
        assert_eq!(standing(&collected, township), received(1));
        let file = county.name(&super::township(&collected, township)["file"]);
        assert_eq!(file.replace('\\', "/"), format!("资源管理器.zip/{name}"));
    }
    assert_eq!(county.run(&[]).code, 0);
}

#[test]
fn long_archived_report_is_read() {
    let county = County::new();
    let stick = tempfile::tempdir().unwrap();
    let sent = report(&office("攀莲镇"), stick.path());
    let field = "plan_sha256:";
    let long = resealed(&sent, &[(field, &format!("// {}\n{field}", "长".repeat(50_000)))]);
    let longer = resealed(&sent, &[(field, &format!("// {}\n{field}", "长".repeat(10_000_000)))]);
    let parts = [("一.ron", long.as_bytes()), ("二.ron", longer.as_bytes())];
    packed(&county.inbox.join("资料.zip"), CompressionMethod::Stored, &parts);
    let collected = county.collect(&[]);
    assert_eq!(standing(&collected, "攀莲镇"), received(1));
    let rejected = county.names(&collected["rejected"], "reason");
    assert_eq!(names_of(&rejected), ["资料.zip/二.ron"]);
}

#[test]
fn hostile_entry_spoils_no_other() {
    let county = County::new();
    let path = county.inbox.join("资料.zip");
    let good: Vec<Vec<u8>> = TOWNSHIPS[..4].iter().map(|name| report_of(name)).collect();
    packed(
        &path,
        CompressionMethod::Deflated,
        &[
            ("AAAAAA.ron", &good[0]),
            ("what-.ron", &good[1]),
            ("same.ron", &good[2]),
            ("SAMF.ron", &good[3]),
            ("bomb.ron", &vec![0; 32 << 20]),
            ("locked.ron", &good[0]),
        ],
    );
    patch(&path, &[(b"AAAAAA.ron", b"../a/b.ron"), (b"what-.ron", b"what?.ron"), (b"SAMF.ron", b"same.ron")]);
    // A password, by the mark in the directory.
    let bytes = fs::read(&path).unwrap();
    let at = bytes.windows(10).rposition(|name| name == b"locked.ron").unwrap();
    let mut locked = bytes;
    locked[at - 46 + 8] |= 1;
    fs::write(&path, locked).unwrap();
    let collected = county.collect(&[]);
    for township in &TOWNSHIPS[..4] {
        assert_eq!(standing(&collected, township), received(1), "{township}");
    }
    let rejected = county.names(&collected["rejected"], "reason");
    assert_eq!(names_of(&rejected), ["资料.zip/bomb.ron", "资料.zip/locked.ron"]);
    assert!(rejected[0].1.contains("大得不合常理") && rejected[1].1.contains("密码"), "{rejected:?}");
    // Both names differ, and each file can be found.
    assert!(county.name(&township(&collected, TOWNSHIPS[3])["file"]).ends_with("same.ron（同名第2个）"));
}

#[test]
fn backup_is_listed_once() {
    let county = County::new();
    let office = office("攀莲镇");
    report(&office, &office.stick());
    office.run(&["backup", "--out", county.inbox.to_str().unwrap()]).done();
    let collected = county.collect(&[]);
    let rejected = county.names(&collected["rejected"], "reason");
    assert_eq!(rejected.len(), 1);
    assert!(rejected[0].1.contains("备份"), "{rejected:?}");
    assert_eq!(standing(&collected, "攀莲镇").0, "missing");
}

#[test]
fn own_output_is_ignored() {
    let county = County::new();
    let office = office("攀莲镇");
    office.run(&["export", "--period", "2025", "--out", county.inbox.to_str().unwrap(), "--xlsx"]).done();
    let book = county.inbox.join("汇总.xlsx");
    county.run(&["--xlsx", book.to_str().unwrap()]).done();
    // As an office program saves it: compressed, in another order.
    let mut parts = crate::backup::unpacked(&book);
    parts.reverse();
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    packed(&county.inbox.join("打印过.xlsx"), CompressionMethod::Deflated, &parts);
    fs::write(county.inbox.join("催报通知.txt"), "\u{feff}催报：2025年全年完成情况\r\n").unwrap();
    let collected = county.collect(&[]);
    assert_eq!(collected["rejected"], json!([]));
    assert_eq!(collected["ignored"].as_array().unwrap().len(), 4);
    assert_eq!(county.run(&["--xlsx", book.to_str().unwrap()]).code, 0);
}

#[test]
fn workbook_never_replaces_other_files() {
    let county = County::new();
    let bytes = report_of("攀莲镇");
    for (name, parts) in [
        ("上报.xlsx", &[("一.ron", bytes.as_slice())][..]),
        ("名单.xlsx", &[("[Content_Types].xml", b"<Types/>".as_slice()), ("docProps/core.xml", b"<dc:creator>x")]),
    ] {
        let path = county.inbox.join(name);
        packed(&path, CompressionMethod::Deflated, parts);
        let before = fs::read(&path).unwrap();
        county.run(&["--xlsx", path.to_str().unwrap()]).refused(3);
        assert_eq!(fs::read(&path).unwrap(), before, "{name}");
    }
}

#[test]
fn edited_workbook_is_kept() {
    let county = County::new();
    let exported =
        office("攀莲镇").json(&["export", "--period", "2025", "--out", county.inbox.to_str().unwrap(), "--xlsx"]);
    let book = county.inbox.join("汇总.xlsx");
    county.run(&["--xlsx", book.to_str().unwrap()]).done();
    county.run(&["--xlsx", book.to_str().unwrap()]).done();
    let parts = crate::backup::unpacked(&book);
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    packed(&book, CompressionMethod::Deflated, &parts);
    for path in [book.to_str().unwrap(), exported["xlsx"].as_str().unwrap()] {
        let before = fs::read(path).unwrap();
        county.run(&["--xlsx", path]).refused(3);
        assert_eq!(fs::read(path).unwrap(), before, "{path}");
    }
    county.run(&["--xlsx", county.inbox.join("汇总").to_str().unwrap()]).refused(2);
}

/// The parts of a county's workbook as version 0.1 packed it: uncompressed, with one fixed time.
fn old_workbook(subject: &str) -> [(&'static str, Vec<u8>); 3] {
    let properties = format!(
        "<cp:coreProperties><dc:title>米易</dc:title><dc:subject>{subject}</dc:subject>\
         <dc:creator>乡镇任务台账</dc:creator>\
         <dcterms:created xsi:type=\"dcterms:W3CDTF\">2025-11-23T08:00:00Z</dcterms:created></cp:coreProperties>"
    );
    [
        ("[Content_Types].xml", b"<Types/>".to_vec()),
        ("docProps/core.xml", properties.into_bytes()),
        ("xl/workbook.xml", b"<workbook/>".to_vec()),
    ]
}

#[test]
fn workbooks_of_version_0_1_are_known() {
    let county = County::new();
    let (book, other) = (county.inbox.join("汇总.xlsx"), county.inbox.join("上报.xlsx"));
    for (path, subject) in [(&book, "县级汇总"), (&other, "上报表格")] {
        let parts = old_workbook(subject);
        let parts = parts.each_ref().map(|(name, bytes)| (*name, bytes.as_slice()));
        packed(path, CompressionMethod::Stored, &parts);
    }
    let collected = county.collect(&[]);
    assert_eq!(collected["rejected"], json!([]));
    assert_eq!(collected["ignored"].as_array().unwrap().len(), 2);
    county.run(&["--xlsx", other.to_str().unwrap()]).refused(3);
    assert_ne!(county.run(&["--xlsx", book.to_str().unwrap()]).code, 3, "a county's own is replaced");
    assert!(fs::metadata(&book).unwrap().len() > 4000);
}

#[test]
fn workbook_saved_by_office_is_kept() {
    let county = County::new();
    let book = county.inbox.join("汇总.xlsx");
    assert_ne!(county.run(&["--xlsx", book.to_str().unwrap()]).code, 3);
    let mut parts = crate::backup::unpacked(&book);
    let (_, properties) = parts.iter_mut().find(|(name, _)| name == "docProps/core.xml").unwrap();
    let text = String::from_utf8(properties.clone()).unwrap();
    let at = text.find("<dcterms:modified").unwrap();
    let saved = text[at..].replacen("20", "21", 1);
    *properties = [&text[..at], &saved].concat().into_bytes();
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    packed(&book, CompressionMethod::Stored, &parts);
    county.run(&["--xlsx", book.to_str().unwrap()]).refused(3);
}

#[test]
fn reports_inside_a_workbook_are_listed() {
    let county = County::new();
    let stick = tempfile::tempdir().unwrap();
    let report = report_of("攀莲镇");
    let hidden = stick.path().join("打印用.xlsx");
    let parts = old_workbook("上报表格");
    let mut parts: Vec<_> = parts.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
    let inner = |parts: &[(&str, &[u8])]| {
        packed(&hidden, CompressionMethod::Deflated, parts);
        fs::read(&hidden).unwrap()
    };
    let plain = inner(&parts);
    parts.push(("报告.ron", &report));
    let filled = inner(&parts);
    packed(&county.inbox.join("资料.zip"), CompressionMethod::Stored, &[("甲.xlsx", &plain), ("乙.xlsx", &filled)]);
    let rejected = county.names(&county.collect(&[])["rejected"], "reason");
    assert_eq!(names_of(&rejected), ["资料.zip/乙.xlsx"]);
    assert!(rejected[0].1.contains("压缩包里还有压缩包"), "{rejected:?}");
}

#[test]
fn reported_plan_text_is_chosen() {
    let county = County::new();
    let (used, other) = (county.inbox.join("乙.ron"), county.inbox.join("甲.ron"));
    fs::write(&used, other_plan()).unwrap();
    fs::write(&other, other_plan().replace("桐子林镇", "桐子林街道")).unwrap();
    let office = Office::new();
    let plan = used.to_str().unwrap();
    office.run(&["--plan", plan, "setup", "--township", "桐子林镇", "--reporter", "李四"]).done();
    office.run(&["--plan", plan, "export", "--period", "2025", "--out", county.inbox.to_str().unwrap()]).done();
    for _ in 0..5 {
        let collected = county.collect(&[]);
        assert_eq!(standing(&collected, "桐子林镇"), received(1));
        assert_eq!(collected["rejected"], json!([]));
        let ignored = county.names(&collected["ignored"], "reason");
        assert!(ignored.iter().any(|(file, why)| file == "甲.ron" && why.contains("没有采用")), "{ignored:?}");
    }
}

#[test]
fn silent_county_shows_all_missing() {
    let county = County::new();
    report(&office("攀莲镇"), &county.inbox);
    fs::write(county.inbox.join("盐边规划.ron"), other_plan()).unwrap();
    let collected = county.collect(&[]);
    assert_eq!(collected["townships"].as_array().unwrap().len(), 22);
    assert_eq!(standing(&collected, "桐子林镇"), ("missing".to_owned(), None));
}

#[test]
fn hostile_name_adds_no_line() {
    let county = County::new();
    let forged = "\n没有采用的文件 999";
    let stick = tempfile::tempdir().unwrap();
    let sent = report(&office("攀莲镇"), stick.path());
    let to = format!("攀莲镇{}", forged.replace('\n', "\\n"));
    fs::write(county.inbox.join("改名.ron"), resealed(&sent, &[("name: \"攀莲镇\"", &format!("name: \"{to}\""))]))
        .unwrap();
    let to = format!("miyi{}", forged.replace('\n', "\\n"));
    fs::write(county.inbox.join("规划.ron"), resealed(&sent, &[("miyi-kxsz-2021-2025", &to)])).unwrap();
    packed(&county.inbox.join("包.zip"), CompressionMethod::Stored, &[(&format!("一{forged}.ron"), b"x")]);
    #[cfg(unix)]
    fs::write(county.inbox.join(format!("名{forged}")), b"x").unwrap();
    let answer = county.run(&[]);
    assert!(answer.out.contains("999"), "{}", answer.out);
    assert!(!answer.out.lines().any(|line| line.starts_with("没有采用的文件 999")), "{}", answer.out);
}

#[test]
fn unknown_items_are_numbered() {
    let county = County::new();
    let stick = tempfile::tempdir().unwrap();
    let sent = report(&office("攀莲镇"), stick.path());
    let text = fs::read_to_string(&sent).unwrap();
    let plan = text.split("plan_sha256: \"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let other = resealed(&sent, &[(&plan, &"0".repeat(64)), ("id: \"5.1\"", "id: \"5.9\"")]);
    fs::write(county.inbox.join("另一版.ron"), other).unwrap();
    let collected = county.collect(&[]);
    assert_eq!(
        (&township(&collected, "攀莲镇")["done"], &collected["other_text"][0]["unmatched"]),
        (&json!(0), &json!(1))
    );
    let told = county.run(&[]).out;
    assert!(told.contains("另一版规划") && told.contains("有1条清单这里的规划没有"), "{told}");
}

#[test]
fn two_choices_decide_nothing() {
    let county = County::new();
    for day in ["2025-11-20", "2025-11-21"] {
        report_on(&office("得石镇"), &county.inbox.join(day), day);
    }
    let conflict = &county.collect(&[])["conflicts"][0];
    let sha = |at: usize| conflict["sha256"][at].as_str().unwrap().to_owned();
    let answer = county.run(&["--prefer", &sha(0), "--prefer", &sha(1)]);
    assert_eq!(answer.code, 1);
    assert!(answer.err.contains("只能选一份") && answer.out.contains("有冲突"), "{}{}", answer.err, answer.out);
}

#[test]
fn period_outside_plan_is_refused() {
    let county = County::new();
    report(&office("攀莲镇"), &county.inbox);
    let answer = county.run(&["--period", "2030"]);
    assert!(answer.err.contains("2030") && answer.err.contains("2021"), "{}", answer.err);
    answer.refused(2);
}

#[test]
fn inconsistent_activities_reject_the_report() {
    let county = County::new();
    let office = office("攀莲镇");
    for title in ["集市", "讲座"] {
        office.run(&["activity", "add", "--task", "5", "--date", "2025-03-12", "--title", title]).done();
    }
    let stick = tempfile::tempdir().unwrap();
    let sent = report(&office, stick.path());
    let text = fs::read_to_string(&sent).unwrap();
    let ids: Vec<&str> = text.split("activities:").nth(1).unwrap().split("id: \"").skip(1).take(2).collect();
    let ids: Vec<&str> = ids.iter().map(|id| id.split('"').next().unwrap()).collect();
    fs::write(county.inbox.join("两次.ron"), resealed(&sent, &[(ids[0], ids[1])])).unwrap();
    let people = [("people: None", "people: Some(2000000000)")];
    fs::write(county.inbox.join("人多.ron"), resealed(&sent, &people)).unwrap();
    fs::write(county.inbox.join("任务.ron"), resealed(&sent, &[("task: 5", "task: 999")])).unwrap();
    fs::write(county.inbox.join("期外.ron"), resealed(&sent, &[("date: \"2025-03-12\"", "date: \"2031-03-12\"")]))
        .unwrap();
    let rejected = county.names(&county.collect(&[])["rejected"], "reason");
    let expected = [
        ("两次.ron", "出现两次"),
        ("人多.ron", "大得不合常理"),
        ("任务.ron", "没有第999项任务"),
        ("期外.ron", "不在报告期内"),
    ];
    assert_eq!(rejected.len(), expected.len(), "{rejected:?}");
    for ((file, reason), (named, told)) in rejected.iter().zip(expected) {
        assert!(file == named && reason.contains(told), "{file}: {reason}");
    }
}

#[test]
fn unreadable_file_names_its_remedy() {
    let county = County::new();
    let tar = [&[b'a'; 257][..], b"ustar\x0000"].concat();
    let files: [(&str, &[u8]); 6] = [
        ("a.tar", &tar),
        ("b.gz", b"\x1F\x8B\x08\x00"),
        ("c.bz2", b"BZh91AY"),
        ("d.xz", b"\xFD7zXZ\0"),
        ("e.cab", b"MSCF\0\0\0\0"),
        ("f.z01", b"PK\x07\x08PK\x03\x04"),
    ];
    for (name, bytes) in files {
        fs::write(county.inbox.join(name), bytes).unwrap();
    }
    // As Notepad saves it, in both byte orders.
    let text = String::from_utf8(report_of("攀莲镇")).unwrap();
    let units = || iter::once(0xFEFF).chain(text.encode_utf16());
    fs::write(county.inbox.join("g.ron"), units().flat_map(u16::to_le_bytes).collect::<Vec<_>>()).unwrap();
    fs::write(county.inbox.join("h.ron"), units().flat_map(u16::to_be_bytes).collect::<Vec<_>>()).unwrap();
    // The directory names a compression that no program uses today.
    let path = county.inbox.join("i.zip");
    packed(&path, CompressionMethod::Stored, &[("丙谷.ron", &report_of("丙谷镇"))]);
    let mut bytes = fs::read(&path).unwrap();
    let at = bytes.windows(4).rposition(|four| four == b"PK\x01\x02").unwrap();
    bytes[at + 10] = 14;
    fs::write(&path, bytes).unwrap();
    let rejected = county.names(&county.collect(&[])["rejected"], "reason");
    assert_eq!(rejected.len(), 9, "{rejected:?}");
    let archives = rejected[..6].iter().all(|(_, why)| why.contains("打不开的压缩包") && why.contains("请先解压"));
    let encodings = rejected[6..8].iter().all(|(_, why)| why.contains("被另存成了UTF-16编码"));
    let method = rejected[8].1.contains("不认识的方法") && !rejected[8].1.contains("密码");
    assert!(archives && encodings && method, "{rejected:?}");
}

/// A text as Notepad saves it: UTF-16 in both byte orders, with and without a mark, and GBK; each with its name.
fn saved_anew(text: &[u8]) -> Vec<(Vec<u8>, &'static str)> {
    let text = String::from_utf8(text.to_vec()).unwrap();
    let units = || text.encode_utf16();
    let marked = || iter::once(0xFEFF).chain(units());
    vec![
        (marked().flat_map(u16::to_le_bytes).collect(), "UTF-16"),
        (marked().flat_map(u16::to_be_bytes).collect(), "UTF-16"),
        (units().flat_map(u16::to_le_bytes).collect(), "UTF-16"),
        (units().flat_map(u16::to_be_bytes).collect(), "UTF-16"),
        (encoding_rs::GBK.encode(&text).0.into_owned(), "GBK"),
    ]
}

#[test]
fn other_encodings_have_one_wording() {
    let county = County::new();
    let report = report_of("攀莲镇");
    let path = county.inbox.join("一.ron");
    let file = path.to_str().unwrap();
    let run = |args: &[&str]| county.office.run(args);
    let stick = county.office.stick();
    fs::write(&path, &report).unwrap();
    let given = county.office.json(&["receipt", "give", file, "--accept", "--out", stick.to_str().unwrap()]);
    let receipt = fs::read(given["path"].as_str().unwrap()).unwrap();
    let township = office("攀莲镇");
    let ledger = fs::read(&township.ledgers("510421100")[0]).unwrap();
    let all_alike = |sentence: &str, encoding: &str| {
        let expected = format!("文件被另存成了{encoding}编码");
        assert!(sentence.contains(&expected) && sentence.contains("请重新拷贝原文件，不要另存。"), "{sentence}");
    };
    for (bytes, encoding) in saved_anew(&report) {
        fs::write(&path, bytes).unwrap();
        all_alike(&run(&["verify", file]).out, encoding);
        all_alike(&county.names(&county.collect(&[])["rejected"], "reason")[0].1, encoding);
        all_alike(&run(&["receipt", "give", file, "--accept", "--out", stick.to_str().unwrap()]).refused(3), encoding);
        all_alike(&township.run(&["merge", file]).refused(3), encoding);
    }
    for (bytes, encoding) in saved_anew(&receipt) {
        fs::write(&path, bytes).unwrap();
        all_alike(&run(&["verify", file]).out, encoding);
        all_alike(&township.run(&["receipt", "open", file]).refused(3), encoding);
    }
    let path = county.inbox.join("0123456789abcdef.ledger");
    for (bytes, encoding) in saved_anew(&ledger) {
        fs::write(&path, bytes).unwrap();
        all_alike(&run(&["verify", path.to_str().unwrap()]).out, encoding);
        all_alike(&township.run(&["merge", path.to_str().unwrap()]).refused(3), encoding);
    }
}

#[test]
fn oddly_packed_archive_is_read() {
    let county = County::new();
    let path = county.inbox.join("邮件.zip");
    packed(&path, CompressionMethod::Deflated, &[("攀莲.ron", &report_of("攀莲镇"))]);
    let bytes = fs::read(&path).unwrap();
    fs::write(&path, [&bytes[..], b"\r\n"].concat()).unwrap();
    // The comment, whose length comes last, contains an end mark.
    let path = county.inbox.join("注释.zip");
    packed(&path, CompressionMethod::Deflated, &[("丙谷.ron", &report_of("丙谷镇"))]);
    let mut bytes = fs::read(&path).unwrap();
    let length = bytes.len();
    bytes[length - 2] = 4;
    fs::write(&path, [&bytes[..], b"PK\x05\x06"].concat()).unwrap();
    // A folder path with backslashes.
    let path = county.inbox.join("文件夹.zip");
    packed(&path, CompressionMethod::Stored, &[("得石\\", b""), ("得石\\报告.ron", &report_of("得石镇"))]);
    let collected = county.collect(&[]);
    for township in ["攀莲镇", "丙谷镇", "得石镇"] {
        assert_eq!(standing(&collected, township), received(1), "{township}");
    }
    assert_eq!(collected["rejected"], json!([]));
    assert_eq!(county.run(&[]).code, 0);
}

#[test]
fn archived_names_stay_distinct() {
    let county = County::new();
    let path = county.inbox.join("资料.zip");
    let reports = ["攀莲镇", "丙谷镇", "得石镇"].map(report_of);
    packed(
        &path,
        CompressionMethod::Deflated,
        &[("same.ron（同名第2个）", &reports[0]), ("same.ron", &reports[1]), ("SAMF.ron", &reports[2])],
    );
    patch(&path, &[(b"SAMF.ron", b"same.ron")]);
    let collected = county.collect(&[]);
    let stick = county.office.stick();
    for (township, label) in
        [("攀莲镇", "same.ron（同名第2个）"), ("丙谷镇", "same.ron"), ("得石镇", "same.ron（同名第3个）")]
    {
        let file = super::township(&collected, township)["file"].as_str().unwrap();
        assert!(file.ends_with(label), "{file}");
        // Each can be found by its name.
        let out = stick.join(township);
        county.office.run(&["receipt", "give", file, "--accept", "--out", out.to_str().unwrap()]).done();
        let receipt = fs::read_dir(out).unwrap().next().unwrap().unwrap().file_name();
        assert!(receipt.to_str().unwrap().contains(township), "{receipt:?}");
    }
}
