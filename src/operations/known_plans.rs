//! The plans that this office knows, and the townships that a command may name.

use std::path::Path;

use crate::domain::plan::{PlanFile, Township, TownshipError};
use crate::domain::plans::{self, Known, KnownPlan, UnfitRevision, Unresolved};
use crate::domain::townships::{China, County, Located};
use crate::embedded;
use crate::error::{Error, PlanError};
use crate::format::{self, townships};
use crate::store;
use crate::store::folder::DataFolder;
use crate::store::settings::Settings;

/// The plans that this office knows: those that the program carries, then those of the data folder.
#[derive(Debug, Default)]
pub struct KnownPlans {
    /// Each once, the highest revision of each.
    pub plans: Vec<KnownPlan>,
    /// What is wrong with files of the data folder that are no plan that can be used.
    pub unreadable: Vec<String>,
}

impl KnownPlans {
    /// Reads them all.
    #[must_use]
    pub fn load(data: &DataFolder, settings: &Settings) -> Self {
        let mut unreadable = Vec::new();
        let known = |file: PlanFile, path, sealed| {
            let archived = settings.archived.contains(&file.plan.id);
            KnownPlan { file, path, sealed, archived }
        };
        let own = embedded::PLANS.iter().filter_map(|text| format::plan::read(text.as_bytes()).ok());
        let own: Vec<KnownPlan> = own.map(|file| known(file, None, true)).collect();
        let mut kept = Vec::new();
        for plan in store::plans::all(data) {
            match plan {
                Ok(one) => kept.push(known(one.file, Some(one.path), one.sealed)),
                Err(error) => unreadable.push(Error::Store(error).to_string()),
            }
        }
        let (plans, unfit) = plans::unique(own.into_iter().chain(kept));
        let sentence = |one: UnfitRevision| PlanError::NotARevision { id: one.id, faults: one.faults }.to_string();
        unreadable.extend(unfit.into_iter().map(sentence));
        Self { plans, unreadable }
    }

    /// The plan of that id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&KnownPlan> {
        self.plans.iter().find(|known| known.plan().id == id)
    }

    /// The plan of that id, or in that file.
    pub fn named(&self, data: &DataFolder, asked: &str) -> Result<PlanFile, Error> {
        if let Some(known) = self.find(asked) {
            return Ok(known.file.clone());
        }
        let path = Path::new(asked);
        if store::listing::exists(path)? {
            return Ok(store::plans::read(path)?.file);
        }
        let kept = store::plans::path(data, asked);
        // A plan that was added and cannot be read any more is told as that.
        if store::listing::exists(&kept)? {
            Ok(store::plans::read(&kept)?.file)
        } else {
            Err(Error::NoSuchPlan(asked.to_owned()))
        }
    }

    /// The plan that is meant where none is named.
    pub fn meant(&self, settings: &Settings, township: Option<&str>, year: i32) -> Result<PlanFile, Error> {
        let resolved = plans::resolve(&self.plans, settings.plan.as_deref(), township, year);
        resolved.map(|known| known.file.clone()).map_err(|why| match why {
            Unresolved::None => match township {
                Some(township) => {
                    let unreadable = self.unreadable.clone();
                    PlanError::NoneFor { township: self.words(township), unreadable }.into()
                }
                None => PlanError::NoneInUse.into(),
            },
            Unresolved::Several(plans) => {
                PlanError::Several(plans.iter().map(|plan| (plan.id.clone(), plan.short.clone())).collect()).into()
            }
        })
    }

    /// The plan that stands in where none is meant and none is needed: the screen opens on it, and a county collects.
    #[must_use]
    pub fn stand_in(&self, settings: &Settings, township: Option<&str>, year: i32) -> Option<PlanFile> {
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

    /// The township of that name or code: as the plans of this office know it, else of all China.
    pub fn township(&self, asked: &str) -> Result<Township, Error> {
        let asked = asked.trim();
        let (embedded, added): (Vec<&KnownPlan>, Vec<&KnownPlan>) =
            self.plans.iter().partition(|known| known.embedded());
        let mut abolished = None;
        // What an office added itself says more of it than what every office has.
        for plans in [added, embedded] {
            match plans::township(plans.into_iter(), asked) {
                Known::Townships(mut found) if found.len() == 1 => {
                    return Ok(found.remove(0));
                }
                Known::Townships(found) => {
                    let china = china();
                    let shown = found.iter().map(|one| (one.clone(), county_of(&china, &one.code))).collect();
                    return Err(PlanError::SameName { asked: asked.to_owned(), found: shown }.into());
                }
                Known::Abolished(sentence) => abolished = abolished.or(Some(sentence)),
                Known::Unknown => {}
            }
        }
        if let Some(sentence) = abolished {
            return Err(TownshipError::Abolished { sentence }.into());
        }
        self::township(asked)
    }

    /// A township as a sentence names it: by its name where anything knows the code.
    fn words(&self, asked: &str) -> String {
        match plans::township(self.plans.iter(), asked) {
            Known::Townships(found) => found[0].name.clone(),
            _ => china().township(asked).map_or_else(|| asked.to_owned(), |found| words(&found)),
        }
    }
}

/// The townships of China, unpacked.
#[must_use]
pub fn china() -> China {
    townships::read(embedded::TOWNSHIPS)
}

/// The only township of China of that name or code.
pub fn township(asked: &str) -> Result<Township, Error> {
    let china = china();
    if let Some(found) = china.township(asked) {
        return Ok(found.township);
    }
    let mut found = china.named(asked);
    match found.len() {
        0 => {
            let like = if asked.is_empty() { Vec::new() } else { china.search(asked) };
            let like = like.iter().map(|one| format!("{}（{}）", words(one), one.township.code)).collect();
            Err(PlanError::NoSuchTownship { asked: asked.to_owned(), like }.into())
        }
        1 => Ok(found.remove(0).township),
        _ => {
            let found = found.into_iter().map(|one| (one.township, one.county.full_name())).collect();
            Err(PlanError::SameName { asked: asked.to_owned(), found }.into())
        }
    }
}

/// How many other townships of China have the same name.
#[must_use]
pub fn namesakes(township: &Township) -> usize {
    china().named(&township.name).iter().filter(|one| one.township.code != township.code).count()
}

fn county_of(china: &China, code: &str) -> String {
    china.county(code).map(County::full_name).unwrap_or_default()
}

fn words(found: &Located) -> String {
    format!("{}{}", found.county.full_name(), found.township.name)
}

/// The county of a township's code, as 四川省攀枝花市米易县; empty where the code is of none.
#[must_use]
pub fn county_words(code: &str) -> String {
    county_of(&china(), code)
}
