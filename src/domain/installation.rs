//! Decides whether a data folder is opened on the PC that wrote in it, on another PC, or is a copy.
//!
//! ```text
//! system   folder   cards                     is
//! same     same     one known card is there   the same PC
//! same     same     no cards on either side   the same PC (a virtual machine, a container)
//! same     same     only others               a clone of its disk
//! same     other    -                         a copied or restored folder
//! other    -        -                         another PC, or a reinstalled system
//! ```
//!
//! The computer's name, the path and the mount point do not matter: they change without a copy being made.

use serde::{Deserialize, Serialize};

use super::ledger::Hex16;

/// Most network cards that are remembered for a PC.
const CARDS_MAX: usize = 64;

/// The identity of a PC and of a data folder on it. All values are hashes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Installation {
    /// The id that the operating system got when it was installed.
    pub system: Hex16,
    /// The identity of the data folder.
    pub folder: FolderIdentity,
    /// The network cards, with their factory addresses.
    pub cards: Vec<Card>,
}

/// The properties that distinguish a folder from its copy.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FolderIdentity {
    /// Its creation time, or its file number on the volume; none if the file system keeps neither.
    pub created: Option<Hex16>,
    /// The last change of its metadata (ctime), which no copying program can set.
    pub changed: Option<Hex16>,
}

/// One network card of the PC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// A hash of its factory address.
    pub address: Hex16,
    /// Whether it is attached by USB, and so may move to another PC.
    pub usb: bool,
}

impl Installation {
    /// Whether `now` is the same PC with the same folder.
    ///
    /// A cloned disk has the same system id, so the network cards decide. USB cards move between PCs: they decide only
    /// if one side has no built-in card. If one side has no card at all, the answer is yes.
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

    /// The number of cards that both have: built-in ones, and all.
    #[must_use]
    pub fn common(&self, now: &Self) -> (usize, usize) {
        let common = now.cards.iter().filter(|card| self.has(**card));
        common.fold((0, 0), |(built_in, all), card| (built_in + usize::from(!card.usb), all + 1))
    }

    /// Adds new cards and folder properties of the same PC; true if anything changed.
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
            // One of the two was read by a system that gets less information from this file system.
            _ => self.changed.is_some() && self.changed == now.changed,
        }
    }
}
