//! The settings: the reporter, the second drive, today's date.

use chrono::NaiveDate;

use crate::app::message::{Msg, SavedSettings};
use crate::app::state::setup::{Preferences, Signing, StorageState};
use crate::error::Error;
use crate::operations::context::Context;
use crate::operations::signer::check_name;
use crate::store::folder::FolderChoice;
use crate::store::storage_candidates::started_from_archive;
use crate::store::{StoreError, drives};

use super::runner::EffectRunner;

impl EffectRunner {
    /// Saves the settings and sets today's date. A date equal to `clock` follows the clock again.
    pub(super) fn set(&mut self, asked: Preferences, clock: NaiveDate) -> Msg {
        let path = self.context.data.path.clone();
        if !path.is_dir() {
            return Msg::Refused(Error::Store(StoreError::DataFolderGone { path }).to_string());
        }
        if let Err(error) = self.context.sign(asked.signing) {
            return Msg::Refused(error.to_string());
        }
        let settings = &mut self.context.settings;
        if settings.mirror != asked.mirror {
            settings.mirror = asked.mirror;
            settings.mirrored = None;
        }
        if let Err(error) = settings.save(&self.context.data.settings()) {
            return Msg::Refused(Error::Store(error).to_string());
        }
        self.context.today = asked.today;
        self.context.day_fixed = asked.today != clock;
        self.settings_message()
    }

    /// The message with the present settings.
    pub(crate) fn settings_message(&self) -> Msg {
        Msg::SettingsSaved(Box::new(SavedSettings {
            signing: signing(&self.context),
            storage: keeping(&self.context),
            today: self.context.day_fixed.then_some(self.context.today),
        }))
    }
}

/// The names on a report, and its folder.
pub(super) fn signing(context: &Context) -> Signing {
    let settings = &context.settings;
    Signing {
        folder: settings.report_folder.clone().unwrap_or_else(|| context.data.usual_report_folder()),
        reporter: settings.reporter.clone(),
        reviewer: settings.reviewer.clone(),
        phone: settings.phone.clone(),
        office: settings.office.clone().unwrap_or_default(),
    }
}

/// Where the records are, as far as the screen needs it.
pub(super) fn keeping(context: &Context) -> StorageState {
    let drives = drives::list();
    StorageState {
        folder: context.data.path.clone(),
        wiped_by_reinstall: context.data.chosen == FolderChoice::Platform
            && drives.iter().all(|drive| !context.data.path.starts_with(&drive.root)),
        mirror: context.settings.mirror.clone(),
        mirrored: context.settings.mirrored.map(|at| at.date_naive()),
        started_from: started_from_archive(),
    }
}

impl Context {
    /// Takes over the names and the report folder.
    pub(super) fn sign(&mut self, signing: Signing) -> Result<(), Error> {
        let names = [&signing.reporter, &signing.reviewer, &signing.phone].map(|name| check_name(name));
        let [reporter, reviewer, phone] = names;
        let settings = &mut self.settings;
        (settings.reporter, settings.reviewer, settings.phone) = (reporter?, reviewer?, phone?);
        settings.report_folder = Some(signing.folder);
        if !signing.office.is_empty() {
            settings.office = Some(check_name(&signing.office)?);
        }
        Ok(())
    }
}
