//! Damaged evidence: a whole copy replaces a damaged one, never the reverse. What cannot be repaired is named.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use zip::CompressionMethod::Stored;

use crate::backup::{packed, unpacked};
use crate::office::Office;
use crate::storage::{PANLIAN, PLAN};

/// An office with a photo of more than 1 MB, and the photo's bytes.
struct Photo {
    office: Office,
    bytes: Vec<u8>,
}

impl Photo {
    fn new(mirrored: bool) -> Self {
        let office = Office::of_panlian();
        let bytes: Vec<u8> = (0..1_100_000_u32).map(|at| (at * 7 / 3).to_le_bytes()[0]).collect();
        let photo = Self { office, bytes };
        fs::write(photo.original(), &photo.bytes).unwrap();
        fs::create_dir(photo.second()).unwrap();
        if mirrored {
            photo.office.run(&["setup", "--mirror", photo.second().to_str().unwrap()]).done();
        }
        let activity = ["activity", "add", "--task", "5", "--date", "2025-03-12", "--title", "宣传", "--evidence"];
        photo.office.run(&[&activity[..], &[photo.original().to_str().unwrap()]].concat()).done();
        photo
    }

    fn original(&self) -> PathBuf {
        self.office.folder.path().join("照片.jpg")
    }

    fn second(&self) -> PathBuf {
        self.office.folder.path().join("D盘")
    }

    /// Path of the stored photo.
    fn kept(&self) -> PathBuf {
        let folder = self.office.data().join("evidence").join(PLAN).join(PANLIAN);
        fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).find(|path| path.is_file()).unwrap()
    }

    /// Path of the photo on the second drive.
    fn copy(&self) -> PathBuf {
        let below = self.kept().strip_prefix(self.office.data()).unwrap().to_owned();
        self.second().join("taizhang-mirror").join(below)
    }

    fn cut_off(&self) {
        fs::write(self.kept(), &self.bytes[..1000]).unwrap();
    }

    /// Other bytes of the same length.
    fn turn_a_byte(&self) {
        let mut bytes = self.bytes.clone();
        bytes[99] ^= 1;
        fs::write(self.kept(), bytes).unwrap();
    }

    /// Writes other bytes of the same length, with a time some seconds later.
    fn turn_a_byte_in(&self, path: &Path, later: u64) {
        let time = fs::metadata(path).unwrap().modified().unwrap();
        let mut bytes = self.bytes.clone();
        bytes[99] ^= 1;
        fs::write(path, bytes).unwrap();
        let file = fs::File::options().write(true).open(path).unwrap();
        file.set_modified(time + Duration::from_secs(later)).unwrap();
    }

    #[track_caller]
    fn is_whole(&self) {
        assert!(fs::read(self.kept()).unwrap() == self.bytes, "the kept photo is damaged");
    }

    fn backup(&self, folder: &str) -> (crate::office::Answer, PathBuf) {
        let out = self.office.folder.path().join(folder);
        let answer = self.office.run(&["backup", "--out", out.to_str().unwrap()]);
        let zip = fs::read_dir(out).unwrap().next().unwrap().unwrap().path();
        (answer, zip)
    }
}

#[test]
fn mirror_repairs_damaged_evidence() {
    let photo = Photo::new(true);
    photo.cut_off();
    let answer = photo.office.run(&["mark", "5.1", "done"]);
    assert!(answer.err.contains("已用第二份里完好的补好"), "{}", answer.err);
    photo.is_whole();
    assert!(fs::read(photo.copy()).unwrap() == photo.bytes);
}

#[test]
fn evidence_repairs_the_mirror() {
    let photo = Photo::new(true);
    fs::write(photo.copy(), "cut off").unwrap();
    photo.office.run(&["mark", "5.1", "done"]).done();
    assert!(fs::read(photo.copy()).unwrap() == photo.bytes);
}

#[test]
fn same_size_does_not_prove_a_whole_copy() {
    let photo = Photo::new(true);
    photo.turn_a_byte_in(&photo.kept(), 3600);
    let answer = photo.office.run(&["mark", "5.1", "done"]);
    assert!(answer.err.contains("已用第二份里完好的补好"), "{}", answer.err);
    photo.is_whole();
    photo.turn_a_byte_in(&photo.copy(), 3600);
    photo.office.run(&["mark", "5.1", "doing"]).done();
    assert!(fs::read(photo.copy()).unwrap() == photo.bytes);
    photo.is_whole();
    // A verified copy gets the time of the evidence and is not read again.
    let time = |path| fs::metadata(path).unwrap().modified().unwrap();
    assert_eq!(time(photo.copy()), time(photo.kept()));
}

#[test]
fn two_damaged_copies_stay_as_they_are() {
    let photo = Photo::new(true);
    photo.turn_a_byte_in(&photo.kept(), 3600);
    fs::write(photo.copy(), &photo.bytes[1..]).unwrap();
    let answer = photo.office.run(&["mark", "5.1", "done"]);
    assert!(answer.err.contains("第二份里也没有完好的"), "{}", answer.err);
    assert!(fs::read(photo.copy()).unwrap() == photo.bytes[1..]);
}

#[test]
fn doctor_reads_the_second_drive_in_full() {
    let photo = Photo::new(true);
    // The drive damaged bytes: size and time are unchanged.
    photo.turn_a_byte_in(&photo.copy(), 0);
    let told = photo.office.run(&["doctor"]).done();
    assert!(told.contains("第二份的佐证") && told.contains("已用这里完好的补好"), "{told}");
    assert!(fs::read(photo.copy()).unwrap() == photo.bytes);
    let told = photo.office.run(&["doctor"]).done();
    assert!(!told.contains("补好"), "{told}");
    photo.turn_a_byte_in(&photo.copy(), 0);
    photo.turn_a_byte_in(&photo.kept(), 0);
    let doctor = photo.office.run(&["doctor"]);
    assert!(doctor.code == 1 && doctor.out.contains("这里也没有完好的"), "{}", doctor.out);
}

#[test]
fn unrepairable_evidence_is_not_mirrored() {
    let photo = Photo::new(true);
    fs::remove_file(photo.copy()).unwrap();
    photo.cut_off();
    let answer = photo.office.run(&["mark", "5.1", "done"]);
    assert!(answer.err.contains("没有拷过去"), "{}", answer.err);
    assert!(!photo.copy().exists());
}

#[test]
fn truncated_report_never_replaces_whole() {
    let photo = Photo::new(true);
    let office = &photo.office;
    office.run(&["export", "--period", "2025", "--out", office.stick().to_str().unwrap()]).done();
    let outbox = office.data().join("outbox").join(PLAN).join(PANLIAN);
    let report = fs::read_dir(&outbox).unwrap().next().unwrap().unwrap().path();
    let bytes = fs::read(&report).unwrap();
    fs::write(&report, &bytes[..bytes.len() / 2]).unwrap();
    let answer = office.run(&["mark", "5.1", "done"]);
    assert!(answer.err.contains("补好") && answer.err.contains("第1次.ron"), "{}", answer.err);
    assert_eq!(fs::read(&report).unwrap(), bytes);
}

#[test]
fn added_original_repairs_evidence() {
    let photo = Photo::new(false);
    let id = photo.office.json(&["activity", "list"])[0]["id"].as_str().unwrap().to_owned();
    for damage in [Photo::cut_off, Photo::turn_a_byte] {
        damage(&photo);
        let answer = photo.office.run(&["activity", "edit", &id, "--evidence", photo.original().to_str().unwrap()]);
        assert!(answer.err.contains("照片.jpg"), "{}", answer.err);
        answer.done();
        photo.is_whole();
    }
}

#[test]
fn merged_backup_repairs_evidence() {
    let photo = Photo::new(false);
    let (answer, zip) = photo.backup("备份");
    answer.done();
    for damage in [Photo::cut_off, Photo::turn_a_byte] {
        damage(&photo);
        let answer = photo.office.run(&["merge", zip.to_str().unwrap()]).done();
        assert!(answer.contains("1份佐证已损坏，已用并入的完好文件补好"), "{answer}");
        photo.is_whole();
    }
}

#[test]
fn damaged_merge_keeps_whole_evidence() {
    let (photo, other) = (Photo::new(false), Photo::new(false));
    other.turn_a_byte();
    photo.office.run(&["merge", other.office.data().to_str().unwrap()]).done();
    photo.is_whole();
}

#[test]
fn doctor_and_backup_repair_from_mirror() {
    let photo = Photo::new(true);
    for damage in [Photo::cut_off, Photo::turn_a_byte, |photo: &Photo| fs::remove_file(photo.kept()).unwrap()] {
        let kept = photo.kept();
        damage(&photo);
        assert!(photo.office.run(&["doctor"]).done().contains("照片.jpg"));
        assert!(fs::read(&kept).unwrap() == photo.bytes);
    }
    photo.turn_a_byte();
    let (answer, zip) = photo.backup("备份");
    assert!(answer.code == 0 && answer.err.contains("照片.jpg"), "{}{}", answer.out, answer.err);
    assert_eq!(photo.office.run(&["verify", zip.to_str().unwrap()]).code, 0);
}

#[test]
fn doctor_and_backup_name_unrepairable() {
    let photo = Photo::new(false);
    for (damage, folder) in [(Photo::cut_off as fn(&Photo), "一"), (Photo::turn_a_byte, "二")] {
        damage(&photo);
        let doctor = photo.office.run(&["doctor"]);
        assert!(doctor.code == 1 && doctor.out.contains("照片.jpg"), "{}", doctor.out);
        let (answer, zip) = photo.backup(folder);
        assert!(answer.code == 1 && answer.err.contains("照片.jpg"), "{}", answer.err);
        assert!(answer.out.contains("备份不完整"), "{}", answer.out);
        let verified = photo.office.run(&["verify", zip.to_str().unwrap()]);
        assert!(verified.code == 1 && verified.out.contains("照片.jpg"), "{}", verified.out);
        Office::of_panlian().run(&["merge", zip.to_str().unwrap()]).done();
    }
}

#[test]
fn verify_names_damaged_evidence() {
    let photo = Photo::new(false);
    let (_, zip) = photo.backup("备份");
    let mut files = unpacked(&zip);
    let piece = files.iter_mut().find(|(name, _)| name.starts_with("evidence/")).unwrap();
    piece.1.truncate(1000);
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), &bytes[..])).collect();
    let other = photo.office.folder.path().join("旧备份.zip");
    packed(&other, Stored, &files);
    let verified = photo.office.run(&["verify", other.to_str().unwrap()]);
    assert!(verified.code == 1 && verified.out.contains("照片.jpg"), "{}", verified.out);
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[test]
fn flipped_bit_is_not_stored() {
    use crate::faulty_sticks::{not_reached, run_on_faulty};
    if not_reached() {
        return;
    }
    let photo = Photo::new(false);
    let kept = photo.kept();
    photo.cut_off();
    let (id, original) = (photo.office.json(&["activity", "list"])[0]["id"].to_string(), photo.original());
    let edit = ["activity", "edit", id.trim_matches('"'), "--evidence", original.to_str().unwrap()];
    let told = run_on_faulty(&photo.office, kept.parent().unwrap(), &[("FAULTY_FLIP_AT", "500")], &edit).refused(3);
    assert!(told.contains("读回来不一样"), "{told}");
    assert!(!kept.exists());
    photo.office.run(&edit).done();
    photo.is_whole();
}
