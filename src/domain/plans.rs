//! The plans that an office knows, which of them are in use, and the one that a command means.

use std::path::PathBuf;

use super::plan::{Plan, PlanFile, Township, TownshipError};
use super::revision::{RevisionFault, revision_faults};

/// A plan that the program carries or that lies in the data folder.
#[derive(Debug, Clone)]
pub struct KnownPlan {
    /// The plan.
    pub file: PlanFile,
    /// Its file in the data folder; none of a plan that the program carries.
    pub path: Option<PathBuf>,
    /// Whether its file has a seal. A plan that the program carries needs none.
    pub sealed: bool,
    /// Whether it was put away (收起).
    pub archived: bool,
}

/// Why no single plan is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unresolved<'a> {
    /// No plan is in use.
    None,
    /// Several are, and nothing says which one is meant.
    Several(Vec<&'a Plan>),
}

impl KnownPlan {
    /// Whether the program carries it.
    #[must_use]
    pub fn embedded(&self) -> bool {
        self.path.is_none()
    }

    /// The plan itself.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.file.plan
    }

    /// Whether the plan is in use: not put away, and the township of that name or code is on its roster. At the county,
    /// and before a township was chosen, every plan is that was not put away.
    #[must_use]
    pub fn is_in_use(&self, township: Option<&str>) -> bool {
        !self.archived && township.is_none_or(|asked| self.plan().township(asked).is_ok())
    }
}

/// A revision that uses an id or a number for something else than the plan before it, and so is not used.
#[derive(Debug)]
pub struct UnfitRevision {
    /// Id of the plan.
    pub id: String,
    /// What is wrong with it.
    pub faults: Vec<RevisionFault>,
}

/// Takes in plans of which several may have one id: the highest revision that goes on from those before it, of two texts
/// of one revision the first.
#[must_use]
pub fn unique(plans: impl IntoIterator<Item = KnownPlan>) -> (Vec<KnownPlan>, Vec<UnfitRevision>) {
    let mut groups: Vec<Vec<KnownPlan>> = Vec::new();
    for plan in plans {
        match groups.iter_mut().find(|group| group[0].plan().id == plan.plan().id) {
            Some(group) => group.push(plan),
            None => groups.push(vec![plan]),
        }
    }
    let mut unfit = Vec::new();
    let mut latest = |mut group: Vec<KnownPlan>| {
        group.sort_by_key(|known| known.plan().revision);
        group.into_iter().reduce(|known, next| {
            if known.plan().revision == next.plan().revision {
                return known;
            }
            let faults = revision_faults(known.plan(), next.plan());
            if faults.is_empty() {
                return next;
            }
            unfit.push(UnfitRevision { id: next.plan().id.clone(), faults });
            known
        })
    };
    let known = groups.into_iter().filter_map(&mut latest).collect();
    (known, unfit)
}

/// The plan that a command means where it names none: the `chosen` one, else the only one in use that covers the year,
/// else the only one in use.
pub fn resolve<'a>(
    plans: &'a [KnownPlan],
    chosen: Option<&str>,
    township: Option<&str>,
    year: i32,
) -> Result<&'a KnownPlan, Unresolved<'a>> {
    let in_use: Vec<&KnownPlan> = plans.iter().filter(|one| one.is_in_use(township)).collect();
    if let Some(one) = in_use.iter().find(|one| Some(one.plan().id.as_str()) == chosen) {
        return Ok(one);
    }
    let covering: Vec<&KnownPlan> = in_use.iter().copied().filter(|one| one.plan().years().contains(&year)).collect();
    let candidates = if covering.is_empty() { in_use } else { covering };
    match candidates.as_slice() {
        [] => Err(Unresolved::None),
        [one] => Ok(one),
        several => Err(Unresolved::Several(several.iter().map(|one| one.plan()).collect())),
    }
}

/// A township that the plans know by that name or code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TownshipMatch {
    /// No plan knows it.
    Unknown,
    /// It was abolished, by a sentence of a plan.
    Abolished(String),
    /// These have that name or code. More than one is of more than one county.
    Townships(Vec<Township>),
}

/// Looks a township up in these plans.
pub fn township<'a>(plans: impl Iterator<Item = &'a KnownPlan>, asked: &str) -> TownshipMatch {
    let (mut found, mut abolished): (Vec<Township>, Option<String>) = (Vec::new(), None);
    for known in plans {
        match known.plan().township(asked) {
            Ok(one) if found.iter().any(|other| other.code == one.code) => {}
            Ok(one) => found.push(one.clone()),
            Err(TownshipError::Abolished { sentence }) => abolished = abolished.or(Some(sentence)),
            Err(TownshipError::Unknown { .. }) => {}
        }
    }
    match abolished {
        _ if !found.is_empty() => TownshipMatch::Townships(found),
        Some(sentence) => TownshipMatch::Abolished(sentence),
        None => TownshipMatch::Unknown,
    }
}
