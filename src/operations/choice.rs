//! Which plan and which township a command means.

use crate::cli::Global;
use crate::domain::plan::{PlanFile, Township, TownshipError};
use crate::domain::plans::{self, Known};
use crate::error::{Error, PlanError};
use crate::store::folder::DataFolder;
use crate::store::settings::Settings;

use super::known_plans::{self, KnownPlans};

/// What the choice is made from.
pub(super) struct Choice<'a> {
    pub(super) global: &'a Global,
    pub(super) settings: &'a Settings,
    pub(super) plans: &'a KnownPlans,
    pub(super) data: &'a DataFolder,
    /// The year named, else this one.
    pub(super) year: i32,
}

/// What was chosen.
pub(super) struct PlanAndTownship {
    pub(super) plan: PlanFile,
    pub(super) township: Option<Township>,
    /// Whether the township of the settings is of no use.
    pub(super) lost: bool,
}

impl Choice<'_> {
    /// A plan, and a township of its roster where one is named or set up.
    pub(super) fn plan_and_township(&self) -> Result<PlanAndTownship, Error> {
        if let Some(asked) = &self.global.plan {
            let plan = self.plans.named(self.data, asked)?;
            return match (&self.global.township, &self.settings.township) {
                (Some(asked), _) => Ok(PlanAndTownship { township: Some(on_roster(&plan, asked)?), plan, lost: false }),
                (None, kept) => {
                    let township = kept.as_ref().and_then(|kept| plan.plan.township(kept).ok().cloned());
                    Ok(PlanAndTownship { lost: kept.is_some() && township.is_none(), township, plan })
                }
            };
        }
        if let Some(asked) = &self.global.township {
            let asked = asked.trim();
            return match plans::township(self.plans.plans.iter(), asked) {
                Known::Abolished(sentence) => Err(TownshipError::Abolished { sentence }.into()),
                Known::Townships(_) => self.meant_for(asked),
                Known::Unknown => self.meant_for(&known_plans::township(asked)?.code),
            };
        }
        match &self.settings.township {
            Some(kept) if self.is_known(kept) => self.meant_for(kept),
            kept => {
                let plan = self.plans.meant(self.settings, None, self.year)?;
                Ok(PlanAndTownship { plan, township: None, lost: kept.is_some() })
            }
        }
    }

    /// A township of any county where one is named or set up, and a plan that stands in.
    pub(super) fn township_alone(&self) -> Result<PlanAndTownship, Error> {
        let plan = self.global.plan.as_ref().map(|asked| self.plans.named(self.data, asked)).transpose()?;
        let (township, lost) = match (&self.global.township, &self.settings.township) {
            (Some(asked), _) => {
                let of_plan = plan.as_ref().map(|plan| on_roster(plan, asked));
                let township = match of_plan {
                    None | Some(Err(Error::Township(TownshipError::Unknown { .. }))) => self.plans.township(asked)?,
                    Some(of_plan) => of_plan?,
                };
                (Some(township), false)
            }
            (None, Some(kept)) => {
                let of_plan = plan.as_ref().and_then(|plan| plan.plan.township(kept).ok().cloned());
                let known = of_plan.or_else(|| self.known(kept));
                (known.clone(), known.is_none())
            }
            (None, None) => (None, false),
        };
        let code = township.as_ref().map(|one| one.code.as_str());
        let stand_in = || self.plans.stand_in(self.settings, code, self.year).ok_or(PlanError::NoneInUse.into());
        let plan = plan.map_or_else(stand_in, Ok::<_, Error>)?;
        Ok(PlanAndTownship { plan, township, lost })
    }

    fn meant_for(&self, asked: &str) -> Result<PlanAndTownship, Error> {
        let plan = self.plans.meant(self.settings, Some(asked), self.year)?;
        Ok(PlanAndTownship { township: Some(on_roster(&plan, asked)?), plan, lost: false })
    }

    fn is_known(&self, code: &str) -> bool {
        self.known(code).is_some()
    }

    /// The township of a code that was set up.
    fn known(&self, code: &str) -> Option<Township> {
        match plans::township(self.plans.plans.iter(), code) {
            Known::Townships(mut found) => Some(found.remove(0)),
            Known::Abolished(_) => None,
            Known::Unknown => known_plans::china().township(code).map(|found| found.township),
        }
    }
}

fn on_roster(plan: &PlanFile, asked: &str) -> Result<Township, Error> {
    Ok(plan.plan.township(asked)?.clone())
}
