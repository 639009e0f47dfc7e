//! The fuzz targets, run on their seeds and on changed copies. The fuzzer itself is run by hand (`fuzz/README.md`).

use std::fs;
use std::path::{Path, PathBuf};

/// The library of the fuzz crate.
#[allow(unreachable_pub, reason = "the fuzz targets are crates of their own")]
#[path = "../../fuzz/src/lib.rs"]
mod targets;

use targets::{archive, ledger, notice, plan, sealed, settings};

/// Changed copies per seed.
const CHANGED: usize = 12;

fn seeds(target: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(target);
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    paths.sort();
    assert!(!paths.is_empty(), "no seeds for {target}");
    paths.into_iter().map(|path| (path.clone(), fs::read(path).unwrap())).collect()
}

/// Runs a target on its seeds and on copies: truncated, with one byte changed, with a piece repeated.
fn run(target: &str, run: fn(&[u8])) {
    for (_, seed) in seeds(target) {
        run(&seed);
        for number in 0..CHANGED {
            let at = seed.len() * number / CHANGED;
            run(&seed[..at]);
            let mut changed = seed.clone();
            changed[at] ^= 1;
            run(&changed);
            let piece = &seed[at..(at + 40).min(seed.len())];
            run(&[&seed[..at], piece, &seed[at..]].concat());
        }
    }
}

#[test]
fn fuzz_targets_accept_their_seeds() {
    run("ledger", ledger::run);
    run("plan", plan::run);
    run("sealed", sealed::run);
    run("archive", archive::run);
    run("settings", settings::run);
    run("notice", notice::run);
}

/// The fuzzer learns nothing from a seed that the program refuses.
#[test]
fn fuzz_seeds_are_good_files() {
    let office = crate::office::Office::new();
    for target in ["plan", "sealed", "ledger", "archive"] {
        for (path, _) in seeds(target) {
            // The bundle holds a report and evidence, so it is not a backup.
            let is_found = path.file_name().unwrap().to_string_lossy().starts_with("found-");
            if !path.ends_with("bundle.zip") && !path.ends_with("small.ron") && !is_found {
                office.run(&["verify", path.to_str().unwrap()]).done();
            }
        }
    }
    for (path, bytes) in seeds("settings") {
        assert!(taizhang::store::settings::Settings::from_bytes(&bytes).is_ok(), "{}", path.display());
    }
    for (path, bytes) in seeds("plan") {
        assert!(taizhang::format::plan::read(&bytes).is_ok(), "{}", path.display());
    }
}
