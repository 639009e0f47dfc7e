//! Journeys of a working year through the real program in a real terminal.

use std::fs;

use rustix::process::Signal;
use taizhang::store::settings::Settings;

use crate::office::{Office, answer};
use crate::window::{Window, console};

const UP: &str = "\x1b[A";
const DOWN: &str = "\x1b[B";
const RIGHT: &str = "\x1b[C";
const LEFT: &str = "\x1b[D";
const DELETE: &str = "\x1b[3~";
const F2: &str = "\x1bOQ";
const F4: &str = "\x1bOS";
const F5: &str = "\x1b[15~";
const F8: &str = "\x1b[19~";
const F9: &str = "\x1b[20~";
const F10: &str = "\x1b[21~";

#[test]
fn first_run_asks_once() {
    let office = Office::new();
    let mut window = Window::open(&office, console(false));
    window.wait_for("第1步").send("bm").wait_for("查找 bm").send("\r").wait_for("第2步");
    window.send("王五").send(F5).wait_for("第3步").wait_for("data").send(F5).wait_for("白马镇").wait_for("0/48");
    window.send(" ").wait_for("1/48").send(F10);
    assert_eq!(window.ended(), Some(0));
    let history = office.json(&["history"]);
    assert_eq!((&history[0]["by"], history.as_array().unwrap().len()), (&"王五".into(), 1));
    let mut window = Window::open(&office, console(false));
    window.wait_for("白马镇").wait_for("1/48");
}

#[test]
fn three_photos_are_copied() {
    let office = Office::of_panlian();
    let photos = office.folder.path().join("照片");
    fs::create_dir(&photos).unwrap();
    for n in 1..=3 {
        fs::write(photos.join(format!("集市{n}.jpg")), format!("photo {n}")).unwrap();
    }
    // The desktop's folder for pictures.
    fs::create_dir(office.folder.path().join(".config")).unwrap();
    let pictures = format!("XDG_PICTURES_DIR=\"{}\"\n", photos.display());
    fs::write(office.folder.path().join(".config/user-dirs.dirs"), pictures).unwrap();
    let args = ["--today", "2025-02-10"];
    let mut window = Window::start(&office, console(false), true, &args, b"", &[]);
    window.wait_for("0/48").send(F2).wait_for("还没有记活动").send(F2).wait_for("记一项活动");
    window.send(F2).wait_for("2025年2月").send(LEFT).send(LEFT).send("\r").wait_for("2025-02-08");
    window.send(DOWN).send("三下乡集市").send(&DOWN.repeat(3)).send("320").send(&DOWN.repeat(3)).settle();
    window.send(F2).wait_for("先选一个盘").wait_for("图片");
    // It follows the drives of this machine.
    for _ in 0..20 {
        if window.text().contains("▸     图片") {
            break;
        }
        window.send(DOWN).settle();
    }
    window.send("\r").wait_for("集市1.jpg");
    window.send("   ").wait_for("已选3个").send(F5).wait_for("3份").send(F5).wait_for("320人次");
    window.send(F10);
    assert_eq!(window.ended(), Some(0));
    let activity = office.json(&["activity", "list"])[0].clone();
    assert_eq!(activity["date"], "2025-02-08");
    let evidence = activity["evidence"].as_array().unwrap();
    assert_eq!(evidence.len(), 3);
    for piece in evidence {
        let copy = office.data().join("evidence/miyi-kxsz-2021-2025/510421100").join(piece["sha256"].as_str().unwrap());
        assert!(fs::read_to_string(copy).unwrap().starts_with("photo "));
    }
}

#[test]
fn mistake_is_undone_and_listed() {
    let office = Office::of_panlian();
    let mut window = Window::open(&office, console(false));
    window.wait_for("0/48").send(" ").wait_for("1/48").send(F8).wait_for("0/48").wait_for("撤销");
    assert_eq!(office.state("1.1", &[]), "todo");
    window.send(F9).wait_for("1/48").send("4").wait_for("改动记录").wait_for("恢复：1.1");
    window.send("\x1b").wait_for("接下来要办").send(F10);
    assert_eq!(window.ended(), Some(0));
    assert_eq!(office.state("1.1", &[]), "done");
}

#[test]
fn own_item_is_added_ticked_dropped() {
    let office = Office::of_panlian();
    let mut window = Window::open(&office, console(false));
    window.wait_for("0/48").send(F4).wait_for("本乡镇的任务").send("\r").wait_for("改状态");
    window.send("3").wait_for("自列清单").send("请老专家讲课").send("\r").wait_for("自列 请老专家讲课");
    window.send("\x1b[F").send(" ").wait_for("已完成，已存盘");
    let own = office.json(&["show", "1"])["items"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((&own["own"], &own["state"]), (&true.into(), &"done".into()));
    window.send(DELETE).wait_for("删去自列清单").send(F8).wait_for("撤销");
    window.send(UP).send(RIGHT).settle();
    assert_eq!(office.json(&["show", "1"])["items"].as_array().unwrap().last().unwrap(), &own);
}

#[test]
fn backup_restores_a_reinstalled_pc() {
    let office = Office::of_panlian();
    let folder = office.folder.path();
    fs::create_dir(folder.join("文档")).unwrap();
    fs::create_dir(folder.join(".config")).unwrap();
    let documents = format!("XDG_DOCUMENTS_DIR=\"{}\"\n", folder.join("文档").display());
    fs::write(folder.join(".config/user-dirs.dirs"), documents).unwrap();
    let into_documents = |window: &mut Window| {
        window.wait_for("先选一个盘").wait_for("文档");
        for _ in 0..20 {
            if window.text().contains("▸     文档") {
                break;
            }
            window.send(DOWN).settle();
        }
        window.send("\r").settle();
    };
    let mut window = Window::open(&office, console(false));
    window.wait_for("0/48").send(" ").wait_for("1/48").send("8");
    into_documents(&mut window);
    window.send(F5).wait_for("已备份").send(F10);
    assert_eq!(window.ended(), Some(0));
    fs::rename(office.data(), folder.join("old")).unwrap();
    office.run(&["setup", "--township", "攀莲镇", "--reporter", "李四"]).done();
    let mut window = Window::open(&office, console(false));
    window.wait_for("0/48").send("9");
    into_documents(&mut window);
    window.wait_for("备份").send("\r").wait_for("已并入").wait_for("1/48").send(" ").wait_for("2/48").send(F10);
    assert_eq!(window.ended(), Some(0));
    assert_eq!(office.state("1.1", &[]), "done");
    assert_eq!(office.ledgers("510421100").len(), 2, "this PC writes a ledger of its own");
}

#[test]
fn every_exit_updates_the_mirror() {
    let office = Office::of_panlian();
    let drive = office.folder.path().join("第二块盘");
    fs::create_dir(&drive).unwrap();
    office.run(&["setup", "--mirror", drive.to_str().unwrap()]).done();
    let done_in_the_copy = || {
        let copy = drive.join("taizhang-mirror");
        let mut program = office.program();
        program.env("TAIZHANG_DATA", copy).args(["list", "--format", "json", "--today", "2025-11-23"]);
        let listing: serde_json::Value = serde_json::from_str(&answer(program.output().unwrap()).done()).unwrap();
        let items = listing["tasks"].as_array().unwrap().iter().flat_map(|task| task["items"].as_array().unwrap());
        items.filter(|item| item["state"] == "done").count()
    };
    let mut window = Window::open(&office, console(false));
    window.wait_for("0/48").send(" ").wait_for("1/48").send(F10);
    assert_eq!((window.ended(), done_in_the_copy()), (Some(0), 1));
    let mut window = Window::open(&office, console(false));
    window.wait_for("1/48").send(" ").wait_for("2/48");
    std::thread::sleep(std::time::Duration::from_millis(2_100));
    let settings = Settings::load(&office.data().join("settings.ron")).unwrap();
    window.signal(Signal::HUP);
    window.ended();
    assert_eq!(done_in_the_copy(), 2);
    // The date is that of the copy, not of the session.
    let later = Settings::load(&office.data().join("settings.ron")).unwrap();
    assert!(later.mirrored.unwrap() >= settings.mirrored.unwrap() + chrono::TimeDelta::seconds(2), "{later:?}");
    // A missing drive is reported behind the screen and stops nothing.
    fs::rename(&drive, office.folder.path().join("away")).unwrap();
    let mut window = Window::open(&office, console(false));
    window.wait_for("2/48").send(" ").wait_for("3/48").send(F10);
    assert_eq!(window.ended(), Some(0));
    assert!(window.text().contains("现在不在"), "{}", window.text());
}
