//! When a PC keeps its device id, and when it gets another one.

use std::fs;
use std::path::Path;
#[cfg(target_os = "linux")]
use std::path::PathBuf;
#[cfg(target_os = "linux")]
use std::process::Command;

use taizhang::domain::installation::{Card, FolderIdentity, Installation};
use taizhang::domain::ledger::Hex16;

#[cfg(target_os = "linux")]
use crate::office::{Answer, answer};
use crate::office::{Office, program};
use crate::storage::{PANLIAN, copy_folder};

const SYSTEM: u64 = 1;
const CREATED: Option<u64> = Some(7);
const CHANGED: Option<u64> = Some(8);

/// Network cards by address; addresses above 100 are on USB.
fn installation(system: u64, created: Option<u64>, changed: Option<u64>, cards: &[u64]) -> Installation {
    let folder = FolderIdentity { created: created.map(Hex16), changed: changed.map(Hex16) };
    let cards = cards.iter().map(|&address| Card { address: Hex16(address), usb: address > 100 }).collect();
    Installation { system: Hex16(system), folder, cards }
}

fn with_cards(cards: &[u64]) -> Installation {
    installation(SYSTEM, CREATED, CHANGED, cards)
}

#[test]
fn network_cards_reveal_a_clone() {
    for (known, now, same, why) in [
        (&[1][..], &[1][..], true, "nothing changed"),
        (&[1, 2], &[2], true, "a card was taken out"),
        (&[1], &[1, 2], true, "a card was put in"),
        (&[1], &[1, 101], true, "a docking station"),
        (&[1, 101], &[101], true, "only the docking station is left"),
        (&[101], &[1, 101], true, "a card was built in"),
        (&[1], &[], true, "all cards are off, or have random addresses"),
        (&[], &[1], true, "the first card"),
        (&[], &[], true, "a container"),
        (&[1], &[2], false, "a clone of the disk"),
        (&[101], &[102], false, "a clone whose cards are all on USB"),
        (&[1, 101], &[2, 101], false, "a clone that was lent the docking station"),
        (&[1, 101], &[2, 102], false, "a clone with a docking station of its own"),
    ] {
        assert_eq!(with_cards(known).is_same(&with_cards(now)), same, "{why}: {known:?} {now:?}");
    }
}

#[test]
fn system_and_folder_must_agree() {
    let known = with_cards(&[1]);
    for (now, same, why) in [
        (installation(2, CREATED, CHANGED, &[1]), false, "another system"),
        (installation(SYSTEM, Some(9), CHANGED, &[1]), false, "a copy of the folder"),
        (installation(SYSTEM, CREATED, Some(9), &[1]), true, "the rights of the file were changed"),
        (installation(SYSTEM, None, CHANGED, &[1]), true, "a system that asks for less"),
        (installation(SYSTEM, None, Some(9), &[1]), false, "a copy, seen by that system"),
        (installation(SYSTEM, None, None, &[1]), false, "nothing is known of the folder"),
    ] {
        assert_eq!(known.is_same(&now), same, "{why}");
    }
    let nothing = installation(SYSTEM, None, None, &[1]);
    assert!(!nothing.is_same(&nothing), "nothing known is no identity");
}

#[test]
fn new_cards_are_learnt_within_limit() {
    let mut known = with_cards(&[1]);
    assert!(!known.learn(&with_cards(&[])) && !known.learn(&with_cards(&[1])));
    assert!(known.learn(&with_cards(&[2, 1, 101])));
    assert!(known.is_same(&with_cards(&[2])) && known.is_same(&with_cards(&[101])));
    assert!(known.learn(&with_cards(&(200..2000).collect::<Vec<_>>())));
    assert!(known.cards.len() < 100, "{}", known.cards.len());
    assert!(!known.learn(&with_cards(&[5000])));
}

fn mark(data: &Path, home: &Path, item: &str) -> String {
    let mut command = program(data, home);
    command.current_dir(home).args(["mark", item, "doing", "--today", "2025-11-23"]);
    let answer = crate::office::answer(command.output().unwrap());
    assert_eq!(answer.code, 0, "{}", answer.err);
    answer.err
}

#[test]
fn folder_spelling_keeps_the_device() {
    let office = Office::of_panlian();
    let (data, home) = (office.data(), office.folder.path());
    assert_eq!(mark(&data, home, "5.1"), "");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&data, home.join("链接")).unwrap();
        assert_eq!(mark(&home.join("链接"), home, "5.2"), "");
    }
    assert_eq!(mark(Path::new("data"), home, "5.3"), "");
    assert_eq!(mark(&home.join("data/"), home, "6.1"), "");
    assert_eq!(mark(&home.join("data/../data"), home, "6.2"), "");
    assert_eq!(office.ledgers(PANLIAN).len(), 1);
}

#[test]
fn moved_folder_keeps_the_device() {
    let office = Office::of_panlian();
    let (data, home) = (office.data(), office.folder.path());
    mark(&data, home, "5.1");
    let elsewhere = home.join("别处/数据");
    fs::create_dir(home.join("别处")).unwrap();
    fs::rename(&data, &elsewhere).unwrap();
    assert_eq!(mark(&elsewhere, home, "5.2"), "");
    fs::rename(&elsewhere, &data).unwrap();
    assert_eq!(office.ledgers(PANLIAN).len(), 1);
}

#[test]
fn new_device_is_announced_once() {
    let office = Office::of_panlian();
    assert_eq!(mark(&office.data(), office.folder.path(), "5.1"), "", "the first number is nothing to tell");
    let copy = Office::new();
    copy_folder(&office.data(), &copy.data());
    let told = mark(&copy.data(), copy.folder.path(), "5.2");
    assert!(told.contains("新的编号") && told.lines().count() == 1, "{told}");
    assert_eq!(mark(&copy.data(), copy.folder.path(), "5.3"), "");
    // Without the list of devices, records are still records.
    fs::remove_file(copy.data().join("devices.ron")).unwrap();
    let told = mark(&copy.data(), copy.folder.path(), "6.1");
    assert!(told.contains("新的编号"), "{told}");
}

/// The device list as version 0.1 wrote it.
fn as_0_1_wrote(list: &str) -> String {
    let lines = list.lines().map(|line| match line.split_once(", identity:") {
        Some((before, _)) => format!("{before}),"),
        None => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn device_list_of_0_1_is_completed() {
    let office = Office::of_panlian();
    office.run(&["mark", "5.1", "doing"]).done();
    let path = office.data().join("devices.ron");
    let list = fs::read_to_string(&path).unwrap();
    assert!(list.contains("installation: \"") && list.contains("identity: "), "{list}");
    fs::write(&path, as_0_1_wrote(&list)).unwrap();
    assert_eq!(office.run(&["mark", "5.2", "doing"]).err, "");
    assert_eq!(fs::read_to_string(&path).unwrap(), list, "the fingerprint is as it was, the rest is back");
    assert_eq!(office.ledgers(PANLIAN).len(), 1);
}

#[cfg(target_os = "linux")]
mod simulated {
    use super::*;

    /// Runs its arguments on a system with another id and other network cards. The first argument is the id, the
    /// second lists cards, each `address`, `address,how` (how it was assigned; 0 is permanent) or `address,how,usb`.
    const SYSTEM: &str = r#"
        id=$1 cards=$2; shift 2
        stage=$(mktemp -d); echo "$id" >"$stage/id"
        mount --bind "$stage/id" /etc/machine-id && mount -t tmpfs none /sys/class/net || exit 99
        for card in $cards; do
            IFS=, read -r address how port <<<"$card"
            here=/sys/class/net/${address//:/}
            mkdir -p "$here" "$stage/${port:-pci}1/$address"
            ln -s "$stage/${port:-pci}1/$address" "$here/device"
            echo "$address" >"$here/address"; echo "${how:-0}" >"$here/addr_assign_type"
        done
        "$@"; code=$?; rm -r "$stage"; exit $code"#;

    /// Returns `None` if this machine does not allow mounts.
    fn run_on(id: &str, cards: &str, data: &Path, args: &[&str]) -> Option<Answer> {
        let real = program(data, data.parent().unwrap());
        let mut command = Command::new("unshare");
        command.args(["--mount", "bash", "-c", SYSTEM, "bash", id, cards]);
        command.arg(real.get_program()).args(args).args(["--today", "2025-11-23"]);
        command.envs(real.get_envs().filter_map(|(name, value)| Some((name, value?))));
        let answer = answer(command.output().ok()?);
        let may_mount =
            !matches!(answer.code, 1 | 99) || !answer.err.contains("unshare") && !answer.err.contains("mount");
        may_mount.then_some(answer)
    }

    const CARD: &str = "52:54:00:00:00:01";
    const DOCK: &str = "00:e0:4c:00:00:09,0,usb";

    #[test]
    fn clones_get_new_device_ids() {
        let office = Office::of_panlian();
        let both = format!("{CARD} {DOCK}");
        let cloned = format!("52:54:00:00:00:02 {DOCK}");
        let cases = [
            ("m", CARD, 1, "the first start"),
            ("m", &both, 1, "with a docking station"),
            ("m", DOCK, 1, "the built-in card is off"),
            ("m", "52:54:00:00:00:33,3", 1, "a random address"),
            ("m", &format!("{CARD} 52:54:00:00:00:44,1"), 1, "a random address besides"),
            ("m", "", 1, "no card"),
            ("m", "52:54:00:00:00:02", 2, "a clone of the disk"),
            ("m", &cloned, 2, "the clone with the docking station of the first"),
            ("m", CARD, 2, "the first again"),
            ("n", CARD, 3, "a system that was installed anew"),
        ];
        for (at, (id, cards, numbers, why)) in (0..).zip(cases) {
            let to = if at % 2 == 0 { "doing" } else { "todo" };
            let Some(answer) = run_on(id, cards, &office.data(), &["mark", "5.1", to]) else { return };
            assert_eq!((answer.code, office.ledgers(PANLIAN).len()), (0, numbers), "{why}: {}", answer.err);
        }
    }

    #[test]
    fn undo_works_with_docking_station() {
        let office = Office::of_panlian();
        if run_on("m", CARD, &office.data(), &["mark", "5.1", "doing"]).is_none() {
            return;
        }
        let undone = run_on("m", &format!("{CARD} {DOCK}"), &office.data(), &["undo"]).unwrap();
        assert_eq!((undone.code, undone.err.as_str()), (0, ""));
    }

    #[test]
    fn other_mount_point_keeps_the_device() {
        let office = Office::of_panlian();
        let (data, home) = (office.data(), office.folder.path().to_owned());
        mark(&data, &home, "5.1");
        let mounted = home.join("U盘");
        fs::create_dir(&mounted).unwrap();
        let script = r#"mount --bind "$1" "$2" || exit 99; shift 2; exec "$@""#;
        let real = program(&mounted, &home);
        let mut command = Command::new("unshare");
        command.args(["--mount", "sh", "-c", script, "sh"]).arg(&data).arg(&mounted);
        command.arg(real.get_program()).args(["mark", "5.2", "doing", "--today", "2025-11-23"]);
        command.envs(real.get_envs().filter_map(|(name, value)| Some((name, value?))));
        let answer = answer(command.output().unwrap());
        if answer.err.contains("unshare") || answer.code == 99 {
            return; // This machine does not allow mounts.
        }
        assert_eq!((answer.code, answer.err.as_str()), (0, ""));
        assert_eq!(office.ledgers(PANLIAN).len(), 1);
    }

    fn holder(office: &Office, on: &str) -> PathBuf {
        let folder = office.ledgers(PANLIAN).remove(0).parent().unwrap().to_owned();
        fs::write(folder.join("00000000000000aa.holder"), format!("11-23 09:30 打开，进程号 1\n{on}")).unwrap();
        folder.join("00000000000000aa.lock")
    }

    #[test]
    fn one_pc_writes_one_ledger() {
        let office = Office::of_panlian();
        office.run(&["mark", "5.1", "doing"]).done();
        let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap();
        let lock = fs::File::create(holder(&office, &boot)).unwrap();
        lock.lock().unwrap();
        let sentence = office.run(&["mark", "5.2", "doing"]).refused(3);
        assert!(sentence.contains("另一个窗口") && sentence.contains("09:30"), "{sentence}");
        // Another PC on the same network share writes its own ledger.
        holder(&office, "another-boot");
        office.run(&["mark", "5.2", "doing"]).done();
        // A killed window holds no lock.
        holder(&office, &boot);
        drop(lock);
        office.run(&["mark", "5.3", "doing"]).done();
    }
}
