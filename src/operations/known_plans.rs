//! The plans that this office has, and the search for townships by name or code.

use std::path::Path;

use crate::domain::plan::{PlanFile, Township, TownshipError};
use crate::domain::plans::{self, KnownPlan, TownshipMatch, UnfitRevision, Unresolved};
use crate::domain::townships::{China, County, Located};
use crate::embedded;
use crate::error::{Error, PlanError};
use crate::format::{self, townships};
use crate::store;
use crate::store::folder::DataFolder;
use crate::store::settings::Settings;

/// All plans that this office has: the embedded ones, then those of the data folder.
#[derive(Debug, Default)]
pub struct KnownPlans {
    /// Each plan once, in its highest revision.
    pub plans: Vec<KnownPlan>,
    /// Sentences about plan files in the data folder that cannot be used.
    pub unreadable: Vec<String>,
}

impl KnownPlans {
    #[must_use]
    pub fn load(data: &DataFolder, settings: &Settings) -> Self {
        let mut unreadable = Vec::new();
        let known = |file: PlanFile, path, sealed| {
            let archived = settings.archived.contains(&file.plan.id);
            KnownPlan { file, path, sealed, archived }
        };
        let own = embedded::PLANS.iter().filter_map(|text| format::plan::read(text.as_bytes()).ok());
        let own: Vec<KnownPlan> = own.map(|file| known(file, None, true)).collect();
        let mut added = Vec::new();
        for plan in store::plans::all(data) {
            match plan {
                Ok(stored) => added.push(known(stored.file, Some(stored.path), stored.sealed)),
                Err(error) => unreadable.push(Error::Store(error).to_string()),
            }
        }
        let (plans, unfit) = plans::unique(own.into_iter().chain(added));
        let sentence =
            |unfit: UnfitRevision| PlanError::NotARevision { id: unfit.id, faults: unfit.faults }.to_string();
        unreadable.extend(unfit.into_iter().map(sentence));
        Self { plans, unreadable }
    }

    #[must_use]
    pub fn find(&self, id: &str) -> Option<&KnownPlan> {
        self.plans.iter().find(|known| known.plan().id == id)
    }

    /// The plan of that id, or in the file of that path.
    pub fn find_or_read(&self, data: &DataFolder, asked: &str) -> Result<PlanFile, Error> {
        if let Some(known) = self.find(asked) {
            return Ok(known.file.clone());
        }
        let path = Path::new(asked);
        if store::listing::exists(path)? {
            return Ok(store::plans::read(path)?.file);
        }
        let path = store::plans::path(data, asked);
        // An added plan that has become unreadable gets its own error.
        if store::listing::exists(&path)? {
            Ok(store::plans::read(&path)?.file)
        } else {
            Err(Error::NoSuchPlan(asked.to_owned()))
        }
    }

    /// The plan to use if none is named.
    pub fn resolve(&self, settings: &Settings, township: Option<&str>, year: i32) -> Result<PlanFile, Error> {
        let resolved = plans::resolve(&self.plans, settings.plan.as_deref(), township, year);
        resolved.map(|known| known.file.clone()).map_err(|why| match why {
            Unresolved::None => match township {
                Some(township) => {
                    let unreadable = self.unreadable.clone();
                    PlanError::NoneFor { township: self.township_name(township), unreadable }.into()
                }
                None => PlanError::NoneInUse.into(),
            },
            Unresolved::Several(plans) => {
                PlanError::Several(plans.iter().map(|plan| (plan.id.clone(), plan.short.clone())).collect()).into()
            }
        })
    }

    /// The plan to show where none is required: for the first screen, and for a county that collects.
    #[must_use]
    pub fn default_plan(&self, settings: &Settings, township: Option<&str>, year: i32) -> Option<PlanFile> {
        let in_use = |known: &&KnownPlan| known.is_in_use(township);
        let covers = |known: &&KnownPlan| known.plan().years().contains(&year);
        let chosen = |known: &&KnownPlan| Some(&known.plan().id) == settings.plan.as_ref();
        let plans = || self.plans.iter();
        let found = plans()
            .filter(in_use)
            .find(covers)
            .or_else(|| plans().find(chosen))
            .or_else(|| plans().find(in_use))
            .or_else(|| plans().next());
        found.map(|known| known.file.clone())
    }

    /// Finds a township by name or code: first in the plans of this office, then in all of China.
    pub fn township(&self, asked: &str) -> Result<Township, Error> {
        let asked = asked.trim();
        let (embedded, added): (Vec<&KnownPlan>, Vec<&KnownPlan>) =
            self.plans.iter().partition(|known| known.is_embedded());
        let mut abolished = None;
        // The plans that an office added itself take precedence.
        for plans in [added, embedded] {
            match plans::township(plans.into_iter(), asked) {
                TownshipMatch::Townships(mut found) if found.len() == 1 => {
                    return Ok(found.remove(0));
                }
                TownshipMatch::Townships(found) => {
                    let china = china();
                    let shown =
                        found.iter().map(|township| (township.clone(), county_of(&china, &township.code))).collect();
                    return Err(PlanError::SameName { asked: asked.to_owned(), found: shown }.into());
                }
                TownshipMatch::Abolished(sentence) => abolished = abolished.or(Some(sentence)),
                TownshipMatch::Unknown => {}
            }
        }
        if let Some(sentence) = abolished {
            return Err(TownshipError::Abolished { sentence }.into());
        }
        self::township(asked)
    }

    /// The name of a township for a sentence; its code if it is unknown.
    fn township_name(&self, asked: &str) -> String {
        match plans::township(self.plans.iter(), asked) {
            TownshipMatch::Townships(found) => found[0].name.clone(),
            _ => china().township(asked).map_or_else(|| asked.to_owned(), |found| words(&found)),
        }
    }
}

/// All townships of China. Unpacks the embedded list.
#[must_use]
pub fn china() -> China {
    townships::read(embedded::TOWNSHIPS)
}

/// The township of China with that name or code. Fails if there are several.
pub fn township(asked: &str) -> Result<Township, Error> {
    let china = china();
    if let Some(found) = china.township(asked) {
        return Ok(found.township);
    }
    let mut found = china.named(asked);
    match found.len() {
        0 => {
            let like = if asked.is_empty() { Vec::new() } else { china.search(asked) };
            let like = like.iter().map(|located| format!("{}（{}）", words(located), located.township.code)).collect();
            Err(PlanError::NoSuchTownship { asked: asked.to_owned(), like }.into())
        }
        1 => Ok(found.remove(0).township),
        _ => {
            let found = found.into_iter().map(|located| (located.township, located.county.full_name())).collect();
            Err(PlanError::SameName { asked: asked.to_owned(), found }.into())
        }
    }
}

/// Number of other townships in China with the same name.
#[must_use]
pub fn count_same_name(township: &Township) -> usize {
    china().named(&township.name).iter().filter(|located| located.township.code != township.code).count()
}

fn county_of(china: &China, code: &str) -> String {
    china.county(code).map(County::full_name).unwrap_or_default()
}

fn words(found: &Located) -> String {
    format!("{}{}", found.county.full_name(), found.township.name)
}

/// The full county name of a township's code, such as 四川省攀枝花市米易县; empty if the code is unknown.
#[must_use]
pub fn county_name_of(code: &str) -> String {
    county_of(&china(), code)
}
