//! Whether a data folder is opened again on the PC that wrote in it, or on another one, or is a copy.
//!
//! ```text
//! system   folder   cards                     is
//! same     same     one known card is there   the same PC
//! same     same     no cards on either side   the same PC (a virtual machine, a container)
//! same     same     only others               a clone of its disk
//! same     other    -                         a copied or restored folder
//! other    -        -                         another PC, or a system that was installed anew
//! ```
//!
//! The computer's name, the path and the mount point do not matter: they change without anything being copied.

use serde::{Deserialize, Serialize};

use super::ledger::Hex16;

/// Most cards that are remembered of a PC.
const CARDS_MAX: usize = 64;

/// What identifies a PC and a data folder on it. All values are hashes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Installation {
    /// The id that the operating system was given when it was installed.
    pub system: Hex16,
    /// The data folder.
    pub folder: FolderIdentity,
    /// The network cards, with the addresses they were made with.
    pub cards: Vec<Card>,
}

/// What distinguishes a folder from its copy.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FolderIdentity {
    /// Its time of creation, or its number on its volume; none where the file system keeps neither.
    pub created: Option<Hex16>,
    /// A time of the last change of status that no copying program can set.
    pub changed: Option<Hex16>,
}

/// A network card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// The address it was made with.
    pub address: Hex16,
    /// Whether it hangs on a USB port, and so may move to another PC.
    pub usb: bool,
}

impl Installation {
    /// Whether `now` is the same PC with the same folder.
    ///
    /// Disks are cloned together with the system's id, so the cards decide. USB cards move between PCs: they decide
    /// only where one side has no card built in. Where one side has no cards at all, nothing speaks against it.
    #[must_use]
    pub fn is_same(&self, now: &Self) -> bool {
        if self.system != now.system || !self.folder.is_same(now.folder) {
            return false;
        }
        let built_in = |one: &Self| one.cards.iter().any(|card| !card.usb);
        if built_in(self) && built_in(now) {
            return self.common(now).0 > 0;
        }
        self.cards.is_empty() || now.cards.is_empty() || self.common(now).1 > 0
    }

    /// How many cards both have: those built in, and all.
    #[must_use]
    pub fn common(&self, now: &Self) -> (usize, usize) {
        let common = now.cards.iter().filter(|card| self.has(**card));
        common.fold((0, 0), |(built_in, all), card| (built_in + usize::from(!card.usb), all + 1))
    }

    /// Remembers what is new of the same PC; true where anything is.
    pub fn learn(&mut self, now: &Self) -> bool {
        let before = (self.folder, self.cards.len());
        self.folder.created = now.folder.created.or(self.folder.created);
        self.folder.changed = now.folder.changed.or(self.folder.changed);
        let room = CARDS_MAX.saturating_sub(self.cards.len());
        let new: Vec<Card> = now.cards.iter().filter(|card| !self.has(**card)).take(room).copied().collect();
        self.cards.extend(new);
        before != (self.folder, self.cards.len())
    }

    fn has(&self, card: Card) -> bool {
        self.cards.iter().any(|known| known.address == card.address)
    }
}

impl FolderIdentity {
    fn is_same(self, now: Self) -> bool {
        match (self.created, now.created) {
            (Some(known), Some(now)) => known == now,
            // Written under a system that asks this file system for less, or more.
            _ => self.changed.is_some() && self.changed == now.changed,
        }
    }
}
