//! Gives the Windows program its icon, its version and its manifest, where the tool for that is at hand.

use std::env::{var, var_os};
use std::path::PathBuf;
use std::process::Command;

const SOURCE: &str = "packaging/windows.rc";

fn main() {
    for part in [SOURCE, "packaging/windows.manifest", "packaging/taizhang.ico"] {
        println!("cargo::rerun-if-changed={part}");
    }
    let target = |what: &str| var(format!("CARGO_CFG_TARGET_{what}")).unwrap_or_default();
    if target("OS") != "windows" || target("ENV") != "gnu" {
        return;
    }
    let processor = if target("ARCH") == "x86" { "i686".to_owned() } else { target("ARCH") };
    let made = PathBuf::from(var_os("OUT_DIR").unwrap_or_default()).join("windows.o");
    let mut windres = Command::new(format!("{processor}-w64-mingw32-windres"));
    for part in ["MAJOR", "MINOR", "PATCH"] {
        let number = var(format!("CARGO_PKG_VERSION_{part}")).unwrap_or_default();
        windres.arg(format!("-DVERSION_{part}={number}"));
    }
    windres.args(["--codepage=65001", "--include-dir=packaging", "--output-format=coff", SOURCE]);
    if windres.arg(&made).status().is_ok_and(|status| status.success()) {
        println!("cargo::rustc-link-arg-bins={}", made.display());
    } else {
        println!("cargo::warning=no icon and no version: {processor}-w64-mingw32-windres did not make them");
    }
}
