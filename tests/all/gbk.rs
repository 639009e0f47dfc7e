//! Terminals with GBK encoding: output is readable there, and input is understood.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{Read as _, Write as _};
use std::os::unix::ffi::OsStrExt as _;
use std::process::Stdio;

use encoding_rs::GBK;
use rustix::fs::{Mode, OFlags};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use crate::office::{Office, answer};
use crate::window::{Window, console};

/// Runs a command on a terminal that answers cursor queries. Returns the bytes and the exit code.
fn on_terminal(office: &Office, args: &[&str], env: &[(&str, &str)]) -> (Vec<u8>, i32) {
    let main = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&main).unwrap();
    unlockpt(&main).unwrap();
    let name = ptsname(&main, Vec::new()).unwrap();
    let console = rustix::fs::open(name, OFlags::RDWR | OFlags::NOCTTY, Mode::empty()).unwrap();
    let end = || Stdio::from(console.try_clone().unwrap());
    let mut command = office.program();
    command.args(args).args(["--today", "2025-11-23"]).env("TERM", "xterm").env_remove("LC_ALL").env_remove("LC_CTYPE");
    let mut child = command.envs(env.iter().copied()).stdin(end()).stdout(end()).stderr(end()).spawn().unwrap();
    drop((command, console));
    let (mut main, mut said, mut bytes) = (File::from(main), Vec::new(), [0; 4096]);
    while let Ok(count @ 1..) = main.read(&mut bytes) {
        said.extend(&bytes[..count]);
        if said.ends_with(b"\x1b[6n") {
            main.write_all(b"\x1b[1;5R").unwrap();
        }
    }
    (said, child.wait().unwrap().code().unwrap())
}

fn read(bytes: &[u8]) -> String {
    let (text, malformed) = GBK.decode_without_bom_handling(bytes);
    assert!(!malformed, "{text}");
    text.into_owned()
}

#[test]
fn output_uses_the_locale_encoding() {
    let office = Office::of_panlian();
    for env in [
        &[("LANG", "zh_CN.GBK")][..],
        &[("LANG", "zh_CN.UTF-8"), ("LC_CTYPE", "zh_CN.GB18030")],
        &[("LANG", "zh_CN.UTF-8"), ("LC_CTYPE", "zh_CN.UTF-8"), ("LC_ALL", "zh_CN.gb2312")],
        &[("LANG", "zh_CN.GBK"), ("LC_ALL", "")],
    ] {
        let (said, code) = on_terminal(&office, &["list"], env);
        assert!(code == 0 && read(&said).contains("攀莲镇  2025年度"), "{env:?}");
        let (told, code) = on_terminal(&office, &["show", "99"], env);
        assert!(code == 2 && read(&told).contains("没有第99项任务"), "{env:?}");
    }
    let utf8 = [("LANG", "zh_CN.GBK"), ("LC_ALL", "zh_CN.UTF-8")];
    let (said, _) = on_terminal(&office, &["list"], &utf8);
    assert!(String::from_utf8(said).unwrap().contains("攀莲镇  2025年度"), "LC_ALL goes first");
}

#[test]
fn machine_output_stays_utf8() {
    let office = Office::of_panlian();
    let output = office.program().args(["list", "--today", "2025-11-23"]).env("LC_ALL", "zh_CN.GBK").output().unwrap();
    assert!(answer(output).done().contains("未开始"), "into a file or another program it is UTF-8");
    let (said, _) = on_terminal(&office, &["list", "--format", "json"], &[("LC_ALL", "zh_CN.GBK")]);
    let begin = said.iter().position(|byte| *byte == b'{').unwrap();
    assert!(read(&said[..begin]).contains("总是UTF-8"), "said in one line");
    assert!(String::from_utf8(said[begin..].to_vec()).unwrap().contains("攀莲镇"));
}

#[test]
fn gbk_terminal_gets_advice() {
    let office = Office::of_panlian();
    let (said, code) = on_terminal(&office, &[], &[("LANG", "zh_CN.GBK")]);
    let said = GBK.decode_without_bom_handling(&said).0.into_owned();
    assert!(code == 3 && said.contains("编码是GBK") && said.contains("LC_ALL=zh_CN.UTF-8 taizhang"), "{said}");
}

#[test]
fn utf8_terminal_opens_despite_locale() {
    let office = Office::of_panlian();
    let args = ["--today", "2025-11-23"];
    let mut window = Window::start(&office, console(false), true, &args, b"", &[("LC_ALL", "zh_CN.GBK")]);
    window.wait_for("0/48");
}

#[test]
fn gbk_arguments_are_decoded() {
    let office = Office::of_panlian();
    let gbk = |text: &str| OsStr::from_bytes(&GBK.encode(text).0).to_owned();
    let add = |title: &OsStr| {
        let mut command = office.program();
        command.args(["activity", "add", "--task", "5", "--date", "2025-03-12", "--today", "2025-11-23", "--title"]);
        answer(command.arg(title).output().unwrap())
    };
    add(&gbk("赶集宣传（第1次）")).done();
    assert_eq!(office.json(&["activity", "list"])[0]["title"], "赶集宣传（第1次）");
    let told = add(OsStr::from_bytes(b"\xFF\xFF")).refused(2);
    assert!(told.contains("既不是UTF-8，也不是GBK"), "{told}");
    // A path keeps its bytes, whatever the encoding.
    let photo = office.folder.path().join(gbk("照片.jpg"));
    std::fs::write(&photo, "照片").unwrap();
    let mut command = office.program();
    command.args(["activity", "edit"]).arg(office.json(&["activity", "list"])[0]["id"].as_str().unwrap());
    answer(command.arg("--evidence").arg(&photo).args(["--today", "2025-11-23"]).output().unwrap()).done();
}
