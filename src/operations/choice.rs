//! Chooses the plan and the township of a command.

use crate::cli::GlobalArgs;
use crate::domain::plan::{PlanFile, Township, TownshipError};
use crate::domain::plans::{self, TownshipMatch};
use crate::error::{Error, PlanError};
use crate::store::folder::DataFolder;
use crate::store::settings::Settings;

use super::known_plans::{self, KnownPlans};

pub(super) struct PlanChoice<'a> {
    pub(super) global: &'a GlobalArgs,
    pub(super) settings: &'a Settings,
    pub(super) plans: &'a KnownPlans,
    pub(super) data: &'a DataFolder,
    /// The year named by `--year`, or else this year.
    pub(super) year: i32,
}

pub(super) struct PlanAndTownship {
    pub(super) plan: PlanFile,
    pub(super) township: Option<Township>,
    /// Whether the township in the settings cannot be used.
    pub(super) lost: bool,
}

impl PlanChoice<'_> {
    /// The plan, and the township on its roster if one is named or set up.
    pub(super) fn plan_and_township(&self) -> Result<PlanAndTownship, Error> {
        if let Some(asked) = &self.global.plan {
            let plan = self.plans.find_or_read(self.data, asked)?;
            return match (&self.global.township, &self.settings.township) {
                (Some(asked), _) => {
                    Ok(PlanAndTownship { township: Some(find_on_roster(&plan, asked)?), plan, lost: false })
                }
                (None, saved) => {
                    let township = saved.as_ref().and_then(|saved| plan.plan.township(saved).ok().cloned());
                    Ok(PlanAndTownship { lost: saved.is_some() && township.is_none(), township, plan })
                }
            };
        }
        if let Some(asked) = &self.global.township {
            let asked = asked.trim();
            return match plans::township(self.plans.plans.iter(), asked) {
                TownshipMatch::Abolished(sentence) => Err(TownshipError::Abolished { sentence }.into()),
                TownshipMatch::Townships(_) => self.plan_for(asked),
                TownshipMatch::Unknown => self.plan_for(&known_plans::township(asked)?.code),
            };
        }
        match &self.settings.township {
            Some(saved) if self.is_known(saved) => self.plan_for(saved),
            saved => {
                let plan = self.plans.resolve(self.settings, None, self.year)?;
                Ok(PlanAndTownship { plan, township: None, lost: saved.is_some() })
            }
        }
    }

    /// A township of any county if one is named or set up, and a plan to show until another is needed.
    pub(super) fn township_alone(&self) -> Result<PlanAndTownship, Error> {
        let plan = self.global.plan.as_ref().map(|asked| self.plans.find_or_read(self.data, asked)).transpose()?;
        let (township, lost) = match (&self.global.township, &self.settings.township) {
            (Some(asked), _) => {
                let of_plan = plan.as_ref().map(|plan| find_on_roster(plan, asked));
                let township = match of_plan {
                    None | Some(Err(Error::Township(TownshipError::Unknown { .. }))) => self.plans.township(asked)?,
                    Some(of_plan) => of_plan?,
                };
                (Some(township), false)
            }
            (None, Some(saved)) => {
                let of_plan = plan.as_ref().and_then(|plan| plan.plan.township(saved).ok().cloned());
                let known = of_plan.or_else(|| self.known(saved));
                (known.clone(), known.is_none())
            }
            (None, None) => (None, false),
        };
        let code = township.as_ref().map(|township| township.code.as_str());
        let default_plan =
            || self.plans.default_plan(self.settings, code, self.year).ok_or(PlanError::NoneInUse.into());
        let plan = plan.map_or_else(default_plan, Ok::<_, Error>)?;
        Ok(PlanAndTownship { plan, township, lost })
    }

    fn plan_for(&self, asked: &str) -> Result<PlanAndTownship, Error> {
        let plan = self.plans.resolve(self.settings, Some(asked), self.year)?;
        Ok(PlanAndTownship { township: Some(find_on_roster(&plan, asked)?), plan, lost: false })
    }

    fn is_known(&self, code: &str) -> bool {
        self.known(code).is_some()
    }

    /// Finds the township of a code from the settings.
    fn known(&self, code: &str) -> Option<Township> {
        match plans::township(self.plans.plans.iter(), code) {
            TownshipMatch::Townships(mut found) => Some(found.remove(0)),
            TownshipMatch::Abolished(_) => None,
            TownshipMatch::Unknown => known_plans::china().township(code).map(|found| found.township),
        }
    }
}

fn find_on_roster(plan: &PlanFile, asked: &str) -> Result<Township, Error> {
    Ok(plan.plan.township(asked)?.clone())
}
