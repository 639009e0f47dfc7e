//! Lists folders for the browser, and finds the next drive for a report.

use std::path::PathBuf;

use crate::app::message::Msg;
use crate::app::state::browser::{BrowserListing, BrowserPurpose, BrowserRow};
use crate::app::state::model::Message;
use crate::domain::wording::size_words;
use crate::error::Error;
use crate::store::{browser, drives, listing};

use super::runner::EffectRunner;

impl EffectRunner {
    /// Lists a folder for the browser. If the folder is missing, lists the drives and usual folders instead.
    pub(super) fn list(picks: BrowserPurpose, folder: Option<PathBuf>) -> Msg {
        let folder = folder.filter(|folder| listing::is_folder(folder).unwrap_or(true));
        let listed = match &folder {
            Some(folder) => browser::list(folder).map_err(|error| Error::Store(error).to_string()),
            None => Ok((browser::starting_points(), 0)),
        };
        let thing = |found: browser::BrowserEntry| BrowserRow {
            path: found.path,
            name: found.name,
            file: found.file.map(|(bytes, changed)| (bytes, local(changed))),
        };
        let listing = |(found, left_out): (Vec<browser::BrowserEntry>, usize)| BrowserListing {
            folder,
            entries: found.into_iter().map(thing).collect(),
            left_out,
        };
        Msg::Listed(picks, listed.map(listing))
    }

    /// Opens the browser where the county collected last, if an office is set.
    pub(crate) fn open_county_browser(&self) -> Option<Msg> {
        let settings = &self.context.settings;
        settings.office.as_ref().map(|_| Self::list(BrowserPurpose::Collect, settings.collected.clone()))
    }

    /// Returns the drive after the one that holds `folder`. After the last drive comes a folder of this PC.
    pub(super) fn next_drive(&self, folder: PathBuf) -> Msg {
        let drives = drives::list();
        if let Some(drive) = drives::after(&drives, &folder) {
            let kind = if drive.removable { "U盘" } else { "硬盘" };
            let words = format!("{kind} {}，还能存 {}。", drive.root.display(), size_words(drive.free));
            Msg::NextFolder(drive.root.clone(), Message::info(words))
        } else if drives.is_empty() {
            Msg::NextFolder(folder, Message::alert("没有找到U盘。请插好U盘，等几秒再按 F6。"))
        } else {
            let words = "没有别的U盘了，这是本机的文件夹；再按 F6 从头找起。";
            Msg::NextFolder(self.context.data.report_folder_here(), Message::info(words))
        }
    }
}

fn local(time: std::time::SystemTime) -> chrono::NaiveDateTime {
    chrono::DateTime::<chrono::Local>::from(time).naive_local()
}
