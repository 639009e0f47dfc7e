//! The first run: offers data folders and drives, and sets up the chosen ones.

use std::path::Path;

use crate::app::message::Msg;
use crate::app::state::setup::{FirstRunSettings, StorageCandidates, StorageLocation};
use crate::domain::wording::size_words;
use crate::error::Error;
use crate::operations::context::Context;
use crate::store::StoreError;
use crate::store::drives;
use crate::store::folder::FolderChoice;
use crate::store::settings::Settings;
use crate::store::storage_candidates::{self, LocationKind, StorageCandidate};

use super::runner::EffectRunner;

/// Lists the data folders, if none is chosen yet, and the second drives.
pub(super) fn offers(context: &Context) -> StorageCandidates {
    let places = if context.data.is_undecided() {
        // If the chosen folder is missing now, offer it first, so that nobody leaves it by accident.
        let away = (context.data.chosen == FolderChoice::Saved).then(|| {
            let words = format!("原来的地方（现在没有接上） {}", context.data.path.display());
            StorageLocation { path: context.data.path.clone(), label: words }
        });
        let offers = storage_candidates::candidates();
        away.into_iter()
            .chain(offers.iter().map(|offer| StorageLocation { path: offer.path.clone(), label: offer_words(offer) }))
            .collect()
    } else {
        vec![StorageLocation { path: context.data.path.clone(), label: context.data.path.display().to_string() }]
    };
    let other_drives = drives::list().into_iter().filter(|drive| !context.data.path.starts_with(&drive.root));
    let drives = other_drives.map(|drive| {
        let kind = if drive.removable { "U盘" } else { "硬盘" };
        let words = format!("{kind} {}（还能存 {}）", drive.root.display(), size_words(drive.free));
        StorageLocation { path: drive.root, label: words }
    });
    StorageCandidates { locations: places, drives: drives.collect() }
}

fn offer_words(offer: &StorageCandidate) -> String {
    let kind = match offer.kind {
        LocationKind::Beside => "程序旁边",
        LocationKind::Drive { removable: true } => "U盘",
        LocationKind::Drive { removable: false } => "硬盘",
        LocationKind::Mirror { .. } => "另存的那一份",
        LocationKind::Platform => "用户文件夹",
    };
    let records = if offer.has_records { "（已有记录）" } else { "" };
    let wiped = if offer.is_on_system_disk && cfg!(windows) { "（重装会清空）" } else { "" };
    format!("{kind}{records}{wiped} {}", offer.path.display())
}

impl EffectRunner {
    /// Creates the chosen folder, saves the settings in it, and opens the township.
    pub(super) fn set_up(&mut self, asked: &FirstRunSettings) -> Msg {
        match self.save_choices(asked) {
            Ok(()) => self.choose_township(&asked.township),
            Err(error) => Msg::Refused(error.to_string()),
        }
    }

    fn save_choices(&mut self, asked: &FirstRunSettings) -> Result<(), Error> {
        if let Some(mirror) = asked.mirror.as_ref().filter(|mirror| asked.folder.starts_with(mirror)) {
            return Err(StoreError::MirrorInsideRecords { path: mirror.clone() }.into());
        }
        self.create_data_folder(&asked.folder)?;
        let mut signing = asked.signing.clone();
        if signing.reporter.is_empty() {
            signing.reporter.clone_from(&self.context.settings.reporter);
        }
        self.context.sign(signing)?;
        self.context.settings.mirror.clone_from(&asked.mirror);
        Ok(())
    }

    /// Creates the chosen data folder, unless the records have one already.
    pub(super) fn create_data_folder(&mut self, place: &Path) -> Result<(), Error> {
        if !self.context.data.is_undecided() {
            return Ok(());
        }
        let offered = storage_candidates::candidates().into_iter().find(|offer| offer.path == place);
        // The USB stick may have been unplugged meanwhile.
        let offer = offered.ok_or_else(|| StoreError::DataFolderGone { path: place.to_owned() })?;
        self.context.data = storage_candidates::choose(&offer)?;
        // Records in the folder bring their own settings.
        self.context.settings = Settings::load(&self.context.data.settings()).unwrap_or_default();
        self.mirror_on_exit();
        Ok(())
    }
}
