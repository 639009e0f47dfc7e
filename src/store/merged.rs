//! What the merges so far overwrote here, kept until it was put back or set anew: one small file a township.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::domain::merge::Overwritten;

use super::folder::DataFolder;
use super::{StoreError, kept};

const FORMAT: &str = "taizhang-merged";

#[derive(Debug, Default, Serialize, Deserialize)]
struct Kept {
    overwritten: Vec<Overwritten>,
}

fn path(data: &DataFolder, plan: &str, township: &str) -> PathBuf {
    data.path.join("merged").join(plan).join(format!("{township}.ron"))
}

/// What was overwritten.
pub fn load(data: &DataFolder, plan: &str, township: &str) -> Result<Vec<Overwritten>, StoreError> {
    let kept: Option<Kept> = kept::load(&path(data, plan, township), FORMAT)?;
    Ok(kept.unwrap_or_default().overwritten)
}

/// Keeps what was overwritten, in the place of what was kept before.
pub fn save(data: &DataFolder, plan: &str, township: &str, overwritten: Vec<Overwritten>) -> Result<(), StoreError> {
    kept::save(&path(data, plan, township), &Kept { overwritten }, FORMAT)
}
