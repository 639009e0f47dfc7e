//! The real program in a real terminal.

use rustix::process::Signal;

use crate::console::is_plain;
use crate::emulator::TAIL;
use crate::office::{Office, answer};
use crate::window::{Window, console};

const DOWN: &str = "\x1b[B";
const F1: &str = "\x1bOP";
const F3: &str = "\x1bOR";
const F5: &str = "\x1b[15~";
const F10: &str = "\x1b[21~";

/// Columns of `glyph` in each of those rows.
fn columns_of(window: &Window, glyph: char, rows: std::ops::Range<usize>) -> Vec<usize> {
    let seen = window.seen();
    (0..80).filter(|x| rows.clone().all(|y| seen[y * 80 + x].glyph == glyph)).collect()
}

#[test]
fn tick_survives_restart_and_kill() {
    let office = Office::new();
    let mut window = Window::open(&office, console(false));
    window.wait_for("第1步").send("\r").wait_for("第2步").send(F5).wait_for("第3步").send(F5);
    window.wait_for("0/48").send(" ").wait_for("1.1 配合").wait_for("已完成，已存盘").send(F10);
    assert_eq!(window.ended(), Some(0));
    let mut window = Window::open(&office, console(false));
    window.wait_for("1/48").send(" ").wait_for("2/48");
    window.child.kill().unwrap();
    drop(window);
    let mut window = Window::open(&office, console(false));
    window.wait_for("2/48");
    assert_eq!(office.state("1.1", &[]), "done");
    assert_eq!(office.state("1.2", &[]), "done");
}

#[test]
fn screen_exports_a_clean_report() {
    let office = Office::of_panlian();
    let mut window = Window::open(&office, console(false));
    window.wait_for("0/48").send(" ").wait_for("1/48").send(F5).wait_for("报告期");
    window.send(&format!("{DOWN}\x15")).wait_for("存到");
    // The path of a USB stick, typed and pasted; the paste ends with a line break.
    window.send(&format!("\x1b[200~{}\x1b[201~", office.stick().display())).settle();
    // The late quarter is offered.
    window.send(F5).wait_for("已生成2025年三季度第1次上报");
    let reports: Vec<String> =
        std::fs::read_dir(office.stick()).unwrap().map(|file| file.unwrap().path().display().to_string()).collect();
    assert_eq!(reports.len(), 1);
    assert_eq!(office.json(&["verify", &reports[0]])[0]["ok"], true);
    window.send(F5).wait_for("再按一次").send(F5).wait_for("没有变化，交出的仍是那一份");
}

#[test]
fn missing_folder_starts_no_new_records() {
    let office = Office::of_panlian();
    let mut window = Window::open(&office, console(false));
    window.wait_for("0/48").send(" ").wait_for("1/48");
    let away = office.folder.path().join("away");
    std::fs::rename(office.data(), &away).unwrap();
    window.send(" ").wait_for("没有记上").wait_for("[只读]");
    window.send(DOWN).send(" ").wait_for("现在不在").send(" ").settle();
    assert!(!office.data().exists() && window.text().contains("1/48"), "{}", window.text());
    std::fs::rename(&away, office.data()).unwrap();
    window.send(" ").wait_for("2/48").wait_for("[已存盘]");
}

#[test]
fn second_window_names_the_holder() {
    let office = Office::of_panlian();
    let mut first = Window::open(&office, console(false));
    first.wait_for("[已存盘]");
    let mut second = Window::open(&office, console(false));
    second.wait_for("[只读]").wait_for("正由另一个窗口使用").send(" ").settle();
    assert!(second.text().contains("0/48"));
    let refused = office.run(&["mark", "1.1", "done"]).refused(3);
    assert!(refused.contains("正由另一个窗口使用"), "{refused}");
    first.send(" ").wait_for("1/48").send(F10);
    first.ended();
    office.run(&["mark", "1.2", "done"]).done();
}

#[test]
fn both_character_widths_look_straight() {
    for (wide, border) in [(true, '|'), (false, '│')] {
        let office = Office::of_panlian();
        let mut window = Window::open(&office, console(wide));
        window.wait_for("0/48");
        for keys in ["", " ", DOWN, " ", "\r", " "] {
            window.send(keys).settle();
            assert_eq!(columns_of(&window, border, 4..21), [0, 40, 79], "{}", window.text());
        }
        window.send(F1).wait_for("帮助");
        assert_eq!(columns_of(&window, border, 4..21), [0, 79], "{}", window.text());
    }
}

#[test]
fn silent_console_starts_plain() {
    let office = Office::of_panlian();
    let args = ["--today", "2025-11-23"];
    let mut window = Window::start(&office, console(true), false, &args, format!("{DOWN}{DOWN} ").as_bytes(), &[]);
    window.wait_for("1/48").wait_for("2.1");
    assert_eq!(columns_of(&window, '|', 4..21), [0, 40, 79], "{}", window.text());
    assert_eq!(office.state("2.1", &[]), "done");
}

#[test]
fn plain_look_writes_safe_characters() {
    let office = Office::new();
    let hostile = "①“—…·”√Ωя😀👨‍👩‍👧é\u{202e}反\u{200b}䶮，×℃";
    office.run(&["setup", "--township", "攀莲镇", "--reporter", "①“—…·”√Ωя😀é䶮，×℃"]).done();
    office.run(&["mark", "1.1", "na", "--reason", &hostile.repeat(20)]).done();
    let args = ["--today", "2025-11-23", "--look", "plain"];
    let mut window = Window::start(&office, console(true), true, &args, b"", &[]);
    window.wait_for("不适用");
    for keys in [
        "\r",
        " ",
        "\x1b[6~",
        "\x1b",
        "\x1b[F",
        F1,
        "\x1b[6~",
        "\r",
        F5,
        DOWN,
        DOWN,
        "Ω—😀",
        "\x1b",
        "\x1bOS",
        "\x1b[F",
    ] {
        window.send(keys).settle();
    }
    window.send(F10);
    window.ended();
    // Without title and escape sequences, only drawn text is left.
    let written = String::from_utf8(window.bytes.clone()).unwrap();
    let drawn = without_sequences(&written);
    let wrong: Vec<char> = drawn.chars().filter(|c| !is_plain(*c) && !matches!(c, '\r' | '\n')).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    assert!(drawn.chars().count() > 5_000);
}

fn without_sequences(written: &str) -> String {
    let mut drawn = String::new();
    let mut rest = written.chars();
    while let Some(c) = rest.next() {
        if c != '\x1b' {
            drawn.push(c);
        } else if rest.next() == Some(']') {
            rest.by_ref().find(|c| *c == '\x07');
        } else {
            rest.by_ref().find(char::is_ascii_alphabetic);
        }
    }
    drawn
}

#[test]
fn legacy_console_gets_no_escapes() {
    let office = Office::of_panlian();
    let env = [("TAIZHANG_CONSOLE", "legacy")];
    let mut window = Window::start(&office, console(false), true, &["--today", "2025-11-23"], b"", &env);
    window.wait_for("0/48").send(" ").wait_for("1/48").send(F1).wait_for("帮助").send(F10);
    assert_eq!(window.ended(), Some(0));
    assert!(!window.bytes.contains(&0x1b));
}

#[test]
fn any_exit_restores_the_console() {
    let endings: [(&str, Option<Signal>, i32); 4] =
        [("\x03", None, 0), ("", Some(Signal::TERM), 143), ("", Some(Signal::HUP), 129), ("", Some(Signal::INT), 130)];
    for (keys, signal, code) in endings {
        let office = Office::of_panlian();
        let mut window = Window::open(&office, console(false));
        window.wait_for("0/48").send(" ").wait_for("1/48").send(keys);
        if let Some(signal) = signal {
            window.signal(signal);
        }
        assert_eq!(window.ended(), Some(code));
        let tail = String::from_utf8_lossy(&window.bytes[window.bytes.len().saturating_sub(80)..]).into_owned();
        assert!(tail.contains("\x1b[?1049l") && tail.contains("\x1b[?25h"), "{tail:?}");
        assert_eq!(office.state("1.1", &[]), "done");
        let ledger = office.ledgers("510421100")[0].display().to_string();
        assert_eq!(office.json(&["verify", &ledger])[0]["ok"], true);
    }
}

#[test]
fn unknown_size_means_80x25() {
    let office = Office::of_panlian();
    let mut window = Window::without_size(&office);
    window.wait_for("0/48").wait_for("F10 退出").send(" ").wait_for("1/48").send(F10);
    assert_eq!(window.ended(), Some(0));
}

#[test]
fn terminal_without_cursor_gets_the_list() {
    let office = Office::of_panlian();
    let mut window = Window::start(&office, console(false), true, &[], b"", &[("TERM", "dumb")]);
    assert_eq!(window.ended(), Some(0));
    assert!(!window.bytes.contains(&0x1b));
    assert!(String::from_utf8_lossy(&window.bytes).contains("序号  任务"));
}

#[test]
fn pipes_get_the_list() {
    use std::process::Stdio;
    let office = Office::of_panlian();
    for closed in ["<&-", "</dev/null"] {
        let mut shell = std::process::Command::new("sh");
        shell.args(["-c", &format!(r#""$0" {closed}"#)]).arg(office.program().get_program());
        shell.env("TAIZHANG_DATA", office.data()).env("TERM", "xterm").stdin(Stdio::piped());
        let printed = answer(shell.output().unwrap()).done();
        assert!(printed.contains("序号  任务") && !printed.contains('\x1b'), "{closed}: {printed}");
    }
}

#[test]
fn start_error_reaches_the_console() {
    let office = Office::new();
    let file = office.folder.path().join("a-file");
    std::fs::write(&file, "x").unwrap();
    let args = ["--plan", file.to_str().unwrap()];
    let mut window = Window::start(&office, console(false), true, &args, b"", &[]);
    assert_eq!(window.ended(), Some(3));
    assert!(window.text().contains("不是本程序的文件"), "{}", window.text());
    assert!(!window.bytes.contains(&0x1b));
}

#[test]
fn resizing_loses_nothing() {
    let office = Office::of_panlian();
    let mut window = Window::open(&office, console(false));
    window.wait_for("0/48");
    for (columns, rows) in [(1, 1), (300, 100), (20, 5), (79, 24), (2, 50), (120, 40)] {
        window.resize(columns, rows);
        window.send(DOWN).settle();
        window.send(" ").settle();
    }
    window.resize(80, 25);
    // Two of the six sizes are large enough to draw. The others take no acts.
    window.wait_for("3/48").wait_for("[已存盘]");
}

#[test]
fn updates_equal_a_full_repaint() {
    let office = Office::of_panlian();
    let mut window = Window::open(&office, console(true));
    window.wait_for("0/48");
    let keys = [DOWN, " ", "\r", "\x1b[6~", DOWN, "\x1b", F1, "\x1b[6~", "\x1b", "\x1b[F", "\x1b[18~", "\x1bOS"];
    for round in 0..40 {
        window.send(keys[round * 7 % keys.len()]).settle();
    }
    let walked = window.seen();
    window.send("\x0c").settle();
    assert_eq!(walked, window.seen());
    assert!(window.seen().iter().any(|place| place.glyph == TAIL));
}

#[test]
fn search_follows_keys_and_ticks() {
    let office = Office::of_panlian();
    let mut window = Window::open(&office, console(false));
    window.wait_for("0/48").send(F3).wait_for("到列表").send("xkx").wait_for("查找“xkx”");
    window.send("\x15三下乡").wait_for("查找“三下乡” 1项").send("\r").wait_for("空格 勾选");
    window.send(" ").wait_for("1/48");
    assert_eq!(office.state("5.1", &[]), "done");
}
