//! Journeys of a working year through the real program in a real terminal.

use std::fs;

use crate::office::Office;
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
fn the_first_run_settles_the_township_and_who_fills_in_and_is_not_asked_again() {
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
fn three_photos_of_a_fair_are_picked_from_their_folder_and_copied() {
    let office = Office::of_panlian();
    let photos = office.folder.path().join("照片");
    fs::create_dir(&photos).unwrap();
    for n in 1..=3 {
        fs::write(photos.join(format!("集市{n}.jpg")), format!("photo {n}")).unwrap();
    }
    // Where the desktop says that pictures are.
    fs::create_dir(office.folder.path().join(".config")).unwrap();
    let pictures = format!("XDG_PICTURES_DIR=\"{}\"\n", photos.display());
    fs::write(office.folder.path().join(".config/user-dirs.dirs"), pictures).unwrap();
    let args = ["--today", "2025-02-10"];
    let mut window = Window::start(&office, console(false), true, &args, b"", &[]);
    window.wait_for("0/48").send(F2).wait_for("还没有记活动").send(F2).wait_for("记一项活动");
    window.send(F2).wait_for("2025年2月").send(LEFT).send(LEFT).send("\r").wait_for("2025-02-08");
    window.send(DOWN).send("三下乡集市").send(&DOWN.repeat(3)).send("320").send(&DOWN.repeat(3)).settle();
    window.send(F2).wait_for("先选一个盘").wait_for("图片");
    // Behind the drives of this machine.
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
fn a_mistake_is_taken_back_given_back_and_told_in_the_history() {
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
fn an_own_item_is_added_ticked_and_dropped() {
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
