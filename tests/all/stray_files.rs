//! Other files among the ledgers, and ledgers without content: each is named, and reports can be exported.

use std::fs;
use std::path::{Path, PathBuf};

use crate::office::Office;
use crate::storage::PANLIAN;

/// The ledger name of another PC.
const OTHER: &str = "fedcba9876543210.ledger";

/// The file that macOS adds beside a file on a foreign disk.
const APPLE_DOUBLE: &[u8] = b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X        \x00\x02\x00\x00\x00\x09";

/// An office with one tick, and its ledger folder.
fn ticked() -> (Office, PathBuf) {
    let office = Office::of_panlian();
    office.run(&["mark", "5.1", "done", "--on", "2025-03-12"]).done();
    let folder = office.ledgers(PANLIAN)[0].parent().unwrap().to_owned();
    (office, folder)
}

fn export(office: &Office) -> crate::office::Answer {
    office.run(&["export", "--period", "2025Q1", "--out", office.stick().to_str().unwrap()])
}

/// Findings of `check` about ledgers, as `level text`.
fn found_in_ledgers(office: &Office) -> Vec<String> {
    let found = office.json(&["check", "--period", "2025Q1"]);
    let text =
        |one: &serde_json::Value| format!("{} {}", one["level"].as_str().unwrap(), one["text"].as_str().unwrap());
    found.as_array().unwrap().iter().map(text).filter(|text| text.contains("台账里有")).collect()
}

#[test]
fn stray_files_stop_nothing() {
    let (office, folder) = ticked();
    let strays: [(&str, &[u8]); 4] = [
        ("._0123456789abcdef.ledger", APPLE_DOUBLE),
        ("~$x.ledger", b""),
        ("财务.ledger", "2025-03-12 * 借 100\n".as_bytes()),
        ("照片.LEDGER", b"\xff\xd8\xff\xe0 JFIF"),
    ];
    for (name, bytes) in strays {
        fs::write(folder.join(name), bytes).unwrap();
    }
    fs::create_dir(folder.join("0123456789abcdee.ledger")).unwrap();
    let names: Vec<&str> = strays.iter().map(|(name, _)| *name).chain(["0123456789abcdee.ledger"]).collect();
    let names_all = |told: &str| names.iter().all(|name| told.contains(&format!("{name} 不是这里的台账")));
    assert!(names_all(&office.run(&["list"]).err));
    assert_eq!(found_in_ledgers(&office), [""; 0]);
    let answer = export(&office);
    assert!(names_all(&answer.err), "{}", answer.err);
    answer.done();

    let backup = office.json(&["backup", "--out", office.stick().to_str().unwrap()]);
    let zip = backup["path"].as_str().unwrap();
    assert_eq!(office.json(&["verify", zip])[0]["ok"], true);
    let restored = Office::of_panlian();
    restored.run(&["merge", zip]).done();
    assert_eq!(restored.state("5.1", &[]), "done");
}

#[test]
fn merge_skips_strays() {
    let (_office, folder) = ticked();
    let stray = folder.join("._0123456789abcdef.ledger");
    fs::write(&stray, APPLE_DOUBLE).unwrap();
    let other = Office::of_panlian();
    let told = other.run(&["merge", folder.to_str().unwrap()]);
    assert!(told.code == 1 && told.err.contains("._0123456789abcdef.ledger 不是台账"), "{} {}", told.code, told.err);
    assert_eq!(other.state("5.1", &[]), "done");
}

#[cfg(unix)]
#[test]
fn unreadable_ledger_blocks() {
    let (office, folder) = ticked();
    std::os::unix::fs::symlink("nowhere", folder.join(OTHER)).unwrap();
    let told = export(&office).refused(3);
    assert!(told.contains("会漏报") && told.contains(OTHER), "{told}");
    // A name that is not a device id belongs to no PC.
    fs::rename(folder.join(OTHER), folder.join("别的.ledger")).unwrap();
    export(&office).done();
}

#[test]
fn emptied_ledger_is_damaged() {
    let cases: [(&[u8], &str); 4] =
        [(&[0; 900], "全是零"), (b"\n", "只有空行"), (b"\r\n \n", "只有空行"), (b"", "是空的")];
    for (bytes, words) in cases {
        let (office, folder) = ticked();
        fs::write(folder.join(OTHER), bytes).unwrap();
        let told = office.run(&["list"]).err;
        assert!(told.contains(OTHER) && told.contains(words), "{told}");
        assert!(!told.contains("前面的都在"), "{told}");
        let found = found_in_ledgers(&office);
        assert!(matches!(&found[..], [one] if one.starts_with("warning") && one.contains("损坏")), "{found:?}");
        export(&office).done();
        let report = fs::read_dir(office.stick()).unwrap().next().unwrap().unwrap().path();
        assert!(fs::read_to_string(report).unwrap().contains("damaged: 1"));
        let ledger = folder.join(OTHER);
        let verdict = office.json(&["verify", ledger.to_str().unwrap()]);
        assert_eq!(verdict[0]["ok"], false);
        // Another office does not take it for a known ledger.
        let told = Office::of_panlian().run(&["merge", ledger.to_str().unwrap()]).refused(3);
        assert!(told.contains(words), "{told}");
    }
}

#[test]
fn zeroed_ledger_warns_until_repaired() {
    let (office, folder) = ticked();
    let backup = office.json(&["backup", "--out", office.stick().to_str().unwrap()]);
    let ledger = office.ledgers(PANLIAN).remove(0);
    fs::write(&ledger, [0; 400]).unwrap();
    assert!(office.run(&["list"]).err.contains("全是零"));
    office.run(&["mark", "6.2", "doing"]).done();
    assert_eq!(office.state("6.2", &[]), "doing");
    // The tick before it is gone. This stays known.
    assert_eq!(office.state("5.1", &[]), "todo");
    assert_eq!(found_in_ledgers(&office).len(), 1);
    office.run(&["merge", backup["path"].as_str().unwrap()]).done();
    assert_eq!((office.state("5.1", &[]), office.state("6.2", &[])), ("done".into(), "doing".into()));
    assert_eq!((found_in_ledgers(&office), office.run(&["list"]).err), (vec![], String::new()));
    assert!(fs::read_dir(folder).unwrap().any(|file| fs::read(file.unwrap().path()).unwrap() == [0; 400]));
}

#[test]
fn uppercase_ledger_name_counts() {
    let (office, folder) = ticked();
    let other = Office::new();
    crate::storage::copy_folder(&office.data(), &other.data());
    other.run(&["mark", "9.1", "doing"]).done();
    let new = other.ledgers(PANLIAN).into_iter().find(|path| !folder.join(path.file_name().unwrap()).exists()).unwrap();
    let capitals = folder.join(new.file_name().unwrap().to_str().unwrap().to_uppercase());
    fs::copy(&new, &capitals).unwrap();
    let ticked = |office: &Office| office.state("9.1", &[]) == "doing";
    assert!(ticked(&office));
    assert_eq!(office.run(&["list"]).err, "");

    let merged = |from: &Path| {
        let office = Office::of_panlian();
        office.run(&["merge", from.to_str().unwrap()]).done();
        ticked(&office)
    };
    let backup = office.json(&["backup", "--out", office.stick().to_str().unwrap()]);
    assert!(merged(&capitals) && merged(&folder) && merged(&office.data()));
    assert!(merged(Path::new(backup["path"].as_str().unwrap())));
    let second = office.folder.path().join("D盘");
    fs::create_dir(&second).unwrap();
    office.run(&["setup", "--reporter", "张三", "--mirror", second.to_str().unwrap()]).done();
    assert!(merged(&second.join("taizhang-mirror")));
}
