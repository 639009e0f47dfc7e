//! An older report never silently supersedes a newer one, whatever happened to the township's ledgers.

use super::*;
use crate::storage::{PANLIAN, copy_folder};

/// Restores the ledgers of `copy` in place, so that the PC takes them for its own.
fn put_back(office: &Office, copy: &Path) {
    for ledger in office.ledgers(PANLIAN) {
        match fs::read(copy.join(ledger.strip_prefix(office.data()).unwrap())) {
            Ok(old) => fs::write(&ledger, old).unwrap(),
            Err(_) => fs::remove_file(&ledger).unwrap(),
        }
    }
}

fn copied(office: &Office) -> PathBuf {
    let copy = office.folder.path().join("旧");
    copy_folder(&office.data(), &copy);
    copy
}

fn hold(office: &Office, title: &str, people: &str) {
    let day = ["activity", "add", "--task", "5", "--date", "2025-03-12", "--people", people, "--title", title];
    office.run(&day).done();
}

fn go_on(office: &Office) {
    for item in ["6.1", "6.2", "6.3", "7.1"] {
        office.run(&["mark", item, "doing"]).done();
    }
}

fn is_asked(county: &County) {
    let collected = county.collect(&[]);
    assert_eq!(standing(&collected, "攀莲镇").0, "conflict", "{collected:#}");
    assert_eq!(collected["superseded"], json!([]));
    assert_eq!(county.run(&[]).code, 1);
}

#[test]
fn restored_ledger_does_not_supersede() {
    for outbox_too in [false, true] {
        let (county, office) = (County::new(), office("攀莲镇"));
        let copy = copied(&office);
        hold(&office, "集市", "320");
        report_on(&office, &county.inbox, "2025-11-20");
        put_back(&office, &copy);
        if outbox_too {
            fs::remove_dir_all(office.data().join("outbox")).unwrap();
        }
        go_on(&office);
        report_on(&office, &county.inbox, "2025-11-23");
        is_asked(&county);
    }
}

#[test]
fn township_learns_of_lost_entries() {
    let (county, office) = (County::new(), office("攀莲镇"));
    let copy = copied(&office);
    hold(&office, "集市", "320");
    let first = report_on(&office, &county.inbox, "2025-11-20");
    put_back(&office, &copy);
    go_on(&office);
    let told = || office.run(&["doctor"]);
    assert!(told().code == 1 && told().out.contains("没有上次上报时的那些记录"), "{}", told().out);
    // The report restores forgotten entries. The county must decide on values that differ now.
    office.run(&["merge", first.to_str().unwrap()]).done();
    assert_eq!(office.json(&["activity", "list"])[0]["people"], 320);
    report_on(&office, &county.inbox, "2025-11-23");
    is_asked(&county);
}

#[test]
fn forgotten_entries_conflict() {
    let (county, one) = (County::new(), office("攀莲镇"));
    let other = Office::of_panlian();
    let copy = copied(&one);
    hold(&one, "集市", "320");
    other.run(&["merge", one.data().to_str().unwrap()]).done();
    report_on(&other, &county.inbox.join("另一台"), "2025-11-20");
    put_back(&one, &copy);
    go_on(&one);
    report_on(&one, &county.inbox, "2025-11-23");
    is_asked(&county);
    // Merging the other PC's ledger does not help either.
    let ledger =
        other.ledgers(PANLIAN).into_iter().find(|ledger| !one.data().join(ledger.file_name().unwrap()).exists());
    one.run(&["merge", ledger.unwrap().to_str().unwrap()]).done();
    report_on(&one, &county.inbox.join("后来"), "2025-11-24");
    assert_eq!(standing(&county.collect(&[]), "攀莲镇").0, "conflict");
}

#[test]
fn imported_report_knows_one_period() {
    let (county, one) = (County::new(), office("攀莲镇"));
    one.run(&["activity", "add", "--task", "5", "--date", "2024-03-12", "--people", "320", "--title", "集市"]).done();
    let other = Office::of_panlian();
    other.run(&["merge", one.data().to_str().unwrap()]).done();
    let export = |office: &Office, period: &str, out: &Path| {
        let out = out.to_str().unwrap();
        let exported = office.json(&["export", "--period", period, "--out", out, "--today", "2026-01-05"]);
        PathBuf::from(exported["path"].as_str().unwrap())
    };
    export(&other, "2024", &county.inbox);
    let of_2025 = export(&one, "2025", &one.stick());
    let third = Office::of_panlian();
    third.run(&["merge", of_2025.to_str().unwrap()]).done();
    export(&third, "2024", &county.inbox.join("新电脑"));
    let collected = county.collect(&["--period", "2024"]);
    assert_eq!(standing(&collected, "攀莲镇").0, "conflict");
}

#[test]
fn damaged_report_does_not_supersede() {
    let (county, office) = (County::new(), office("攀莲镇"));
    hold(&office, "集市", "320");
    office.run(&["mark", "9.1", "na", "--reason", "没有企业"]).done();
    report_on(&office, &county.inbox, "2025-11-20");
    let ledger = office.ledgers(PANLIAN).remove(0);
    let text = fs::read_to_string(&ledger).unwrap();
    fs::write(&ledger, text.replace("集市", "集巿")).unwrap();
    go_on(&office);
    report_on(&office, &county.inbox, "2025-11-23");
    is_asked(&county);
    let collected = county.collect(&[]);
    assert_eq!(township(&collected, "攀莲镇")["damaged"], 1);
    assert!(county.run(&[]).out.contains("台账坏了1行"), "{}", county.run(&[]).out);
}

#[test]
fn synced_pcs_report_in_turn() {
    let (county, one) = (County::new(), office("攀莲镇"));
    let other = Office::of_panlian();
    other.run(&["mark", "6.1", "doing"]).done();
    let merge = |to: &Office, from: &Office| to.run(&["merge", from.data().to_str().unwrap()]).done();
    merge(&other, &one);
    merge(&one, &other);
    report_on(&other, &county.inbox.join("另一台"), "2025-11-20");
    // It knows the report's entries, but not the export.
    hold(&one, "集市", "320");
    report_on(&one, &county.inbox, "2025-11-21");
    let collected = county.collect(&[]);
    assert_eq!(collected["conflicts"], json!([]));
    assert_eq!(township(&collected, "攀莲镇")["people"], 320);
    assert_eq!(collected["superseded"].as_array().unwrap().len(), 1);
}

#[test]
fn contradicted_choice_is_reported() {
    let county = County::new();
    let (one, other) = (office("攀莲镇"), office("攀莲镇"));
    let first = report_on(&one, &county.inbox.join("一"), "2025-11-20");
    report_on(&other, &county.inbox.join("二"), "2025-11-19");
    let prefer = seal::sha256(&fs::read(&first).unwrap());
    let chosen = county.run(&["--prefer", &prefer]);
    assert!(chosen.code == 0 && !chosen.out.contains("请核对"), "{}", chosen.out);
    go_on(&other);
    report_on(&other, &county.inbox.join("二"), "2025-11-23");
    let later = county.run(&["--prefer", &prefer]);
    assert!(later.out.contains("填报得比选用的晚，请核对"), "{}", later.out);
    assert_eq!(county.collect(&["--prefer", &prefer])["set_aside"][0]["newer"], true);
    // Finally one of them knows everything.
    one.run(&["merge", other.data().to_str().unwrap()]).done();
    report_on(&one, &county.inbox.join("一"), "2025-11-24");
    let last = county.run(&["--prefer", &prefer]);
    assert!(last.code == 0 && last.err.contains("不用再选"), "{}{}", last.out, last.err);
}

fn drop_held(office: &Office, title: &str) {
    let held = office.json(&["activity", "list"]);
    let held = held.as_array().unwrap().iter().find(|one| one["title"] == title).unwrap();
    office.run(&["activity", "drop", held["id"].as_str().unwrap()]).done();
}

#[test]
fn last_imported_report_decides() {
    let (county, office) = (County::new(), office("攀莲镇"));
    hold(&office, "集市", "320");
    hold(&office, "讲座", "10");
    let first = report_on(&office, &county.inbox.join("一"), "2025-11-20");
    drop_held(&office, "集市");
    let second = report_on(&office, &county.inbox.join("二"), "2025-11-20");
    for reports in [[&first, &second], [&second, &first]] {
        let anew = Office::of_panlian();
        anew.run(&["merge", reports[0].to_str().unwrap(), reports[1].to_str().unwrap()]).done();
        anew.run(&["mark", "6.1", "doing"]).done();
        let out = anew.stick();
        report_on(&anew, &out, "2025-11-24");
        let collected = county.office.json(&["collect", county.inbox.to_str().unwrap(), out.to_str().unwrap()]);
        assert_eq!(standing(&collected, "攀莲镇"), received(3));
        assert_eq!(township(&collected, "攀莲镇")["people"], 10);
    }
}

#[test]
fn report_with_differing_values_conflicts() {
    // A backup from before the report restores an older figure, which stays.
    let (county, before) = (County::new(), office("攀莲镇"));
    hold(&before, "集市", "100");
    let backup = before.json(&["backup", "--out", before.stick().to_str().unwrap()]);
    let held = before.json(&["activity", "list"])[0]["id"].as_str().unwrap().to_owned();
    before.run(&["activity", "edit", &held, "--people", "320"]).done();
    let first = report_on(&before, &county.inbox, "2025-11-24");
    let after = Office::of_panlian();
    after.run(&["merge", backup["path"].as_str().unwrap()]).done();
    after.run(&["merge", first.to_str().unwrap()]).done();
    report_on(&after, &county.inbox, "2025-11-25");
    is_asked(&county);
    // Corrected, it counts.
    after.run(&["activity", "edit", &held, "--people", "320"]).done();
    after.run(&["merge", first.to_str().unwrap()]).done();
    report_on(&after, &county.inbox, "2025-11-26");
    let collected = county.collect(&[]);
    assert_eq!(
        (standing(&collected, "攀莲镇").0.as_str(), &township(&collected, "攀莲镇")["people"]),
        ("received", &json!(320))
    );
}

#[test]
fn later_imports_restore_no_old_figure() {
    let (county, before) = (County::new(), office("攀莲镇"));
    hold(&before, "集市", "100");
    let first = report_on(&before, &county.inbox.join("一"), "2025-11-20");
    let held = before.json(&["activity", "list"])[0]["id"].as_str().unwrap().to_owned();
    before.run(&["activity", "edit", &held, "--people", "320"]).done();
    let second = report_on(&before, &county.inbox.join("二"), "2025-11-21");
    let after = Office::of_panlian();
    for report in [first, second] {
        after.run(&["merge", report.to_str().unwrap(), "--today", "2025-11-25"]).done();
    }
    report_on(&after, &county.inbox, "2025-11-26");
    assert_eq!(standing(&county.collect(&[]), "攀莲镇").0, "conflict");
}

#[test]
fn undone_change_stays_undone() {
    let (county, office) = (County::new(), office("攀莲镇"));
    hold(&office, "集市", "320");
    let copy = copied(&office);
    drop_held(&office, "集市");
    let first = report_on(&office, &county.inbox, "2025-11-24");
    put_back(&office, &copy);
    office.run(&["merge", first.to_str().unwrap()]).done();
    report_on(&office, &county.inbox, "2025-11-25");
    is_asked(&county);
}

#[test]
fn report_replaces_a_lost_ledger() {
    let (county, one) = (County::new(), office("攀莲镇"));
    let other = Office::of_panlian();
    hold(&other, "集市", "320");
    one.run(&["merge", other.data().to_str().unwrap()]).done();
    let first = report_on(&one, &county.inbox, "2025-11-20");
    let lost = one.ledgers(PANLIAN).into_iter().find(|ledger| {
        other.data().join("ledger/miyi-kxsz-2021-2025").join(PANLIAN).join(ledger.file_name().unwrap()).exists()
    });
    fs::remove_file(lost.unwrap()).unwrap();
    assert_eq!(one.run(&["doctor"]).code, 1);
    one.run(&["merge", first.to_str().unwrap()]).done();
    assert_eq!(one.run(&["doctor"]).code, 0);
    one.run(&["mark", "7.1", "doing"]).done();
    report_on(&one, &county.inbox, "2025-11-23");
    let collected = county.collect(&[]);
    assert_eq!((standing(&collected, "攀莲镇"), &township(&collected, "攀莲镇")["people"]), (received(2), &json!(320)));
}

#[test]
fn own_item_returns_as_reported() {
    let office = office("攀莲镇");
    office.run(&["item", "add", "--task", "5", "请老专家讲课"]).done();
    let copy = copied(&office);
    let own = office.json(&["show", "5"])["items"].as_array().unwrap().iter().find(|item| item["own"] == true).unwrap()
        ["id"]
        .clone();
    let own = own.as_str().unwrap();
    office.run(&["mark", own, "done", "--on", "2025-03-12"]).done();
    let first = report(&office, &office.stick());
    put_back(&office, &copy);
    assert_eq!(office.state(own, &[]), "todo");
    office.run(&["merge", first.to_str().unwrap()]).done();
    assert_eq!(office.state(own, &[]), "done");
}

#[test]
fn imported_report_leaves_a_conflict() {
    let (county, office) = (County::new(), office("攀莲镇"));
    hold(&office, "集市", "320");
    let first = report_on(&office, &county.inbox, "2025-11-20");
    let ledger = office.ledgers(PANLIAN).remove(0);
    fs::write(&ledger, fs::read_to_string(&ledger).unwrap().replace("集市", "集巿")).unwrap();
    assert_eq!(office.json(&["activity", "list"]), json!([]));
    office.run(&["merge", first.to_str().unwrap()]).done();
    assert_eq!(office.json(&["activity", "list"])[0]["people"], 320);
    go_on(&office);
    report_on(&office, &county.inbox, "2025-11-23");
    is_asked(&county);
}

#[test]
fn damage_after_import_conflicts() {
    let (county, before) = (County::new(), office("攀莲镇"));
    hold(&before, "集市", "320");
    let first = report_on(&before, &county.inbox, "2025-11-20");
    let after = Office::of_panlian();
    after.run(&["merge", first.to_str().unwrap()]).done();
    let ledger = after.ledgers(PANLIAN).remove(0);
    fs::write(&ledger, fs::read_to_string(&ledger).unwrap().replace("集市", "集巿")).unwrap();
    after.run(&["mark", "7.1", "doing"]).done();
    report_on(&after, &county.inbox, "2025-11-23");
    is_asked(&county);
}
