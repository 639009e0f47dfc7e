//! The plans of a data folder: which are in use, and which one a command means.

use std::path::PathBuf;

use super::plan::{Plan, PlanFile, Township, TownshipError};
use super::revision::{RevisionFault, revision_faults};

/// A plan that is built into the program or stored in the data folder.
#[derive(Debug, Clone)]
pub struct KnownPlan {
    /// The plan, with the hash of its text.
    pub file: PlanFile,
    /// Its file in the data folder; none for a built-in plan.
    pub path: Option<PathBuf>,
    /// Whether its file has a seal. A built-in plan needs none.
    pub sealed: bool,
    /// Whether the user archived it (收起).
    pub archived: bool,
}

/// Why a command has no single plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unresolved<'a> {
    /// No plan is in use.
    None,
    /// Several are in use, and nothing says which one is meant.
    Several(Vec<&'a Plan>),
}

impl KnownPlan {
    /// Whether the plan is built into the program.
    #[must_use]
    pub fn is_embedded(&self) -> bool {
        self.path.is_none()
    }

    /// The plan without its hash.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.file.plan
    }

    /// Whether the plan is in use: not archived, and its roster has the township of that name or code. Without a
    /// township, at the county and before setup, every plan that is not archived is in use.
    #[must_use]
    pub fn is_in_use(&self, township: Option<&str>) -> bool {
        !self.archived && township.is_none_or(|asked| self.plan().township(asked).is_ok())
    }
}

/// A revision that reuses an id or number of the plan before it for something else. It is not used.
#[derive(Debug)]
pub struct UnfitRevision {
    /// The id of the plan.
    pub id: String,
    /// Why it is not used.
    pub faults: Vec<RevisionFault>,
}

/// Keeps one plan for each id: the highest revision that continues the ones before it; of two texts of one revision the
/// first. Also returns the revisions that do not fit.
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

/// The plan of a command that names none: the `chosen` one, else the only plan in use that covers the year, else the
/// only one in use. Fails if there is none or several.
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

/// The result of a search for a township in several plans.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TownshipMatch {
    /// No plan has such a township.
    Unknown,
    /// A plan lists it as abolished, with this sentence.
    Abolished(String),
    /// The townships of that name or code. Several are of different counties.
    Townships(Vec<Township>),
}

/// Finds a township by name or code in these plans.
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
