//! `setup`: sets the reporter, and the township or county office.

use std::path::{Path, PathBuf};

use crate::cli::SetupArgs;
use crate::error::{Error, PlanError};
use crate::store::mirror;
use crate::store::settings::Settings;
use crate::terminal::look::Look;

use super::Outcome;
use super::output::{self, say, tell};
use crate::operations::context::Context;
use crate::operations::known_plans;
use crate::operations::signer::check_name;

/// Saves the settings given on the command line. Settings that are not given stay as they are.
pub fn setup(context: &mut Context, args: &SetupArgs, asked: Option<&str>) -> Result<Outcome, Error> {
    let old = context.settings.clone();
    let text = |new: Option<&String>, old: String| new.map_or(Ok(old), |text| check_name(text));
    if args.county && context.township_named {
        return Err(Error::Usage("--county 是县级单位，不能与 --township 一起用。请去掉一个。".to_owned()));
    }
    let reporter = text(args.reporter.as_ref(), old.reporter)?;
    if reporter.is_empty() {
        return Err(Error::Usage("填报人不能空着。请在 --reporter 后面写上姓名。".to_owned()));
    }
    let office = args.office.as_ref().map(|office| check_name(office)).transpose()?;
    let office = if context.township_named { None } else { office.or(old.office) };
    let township = if office.is_some() { None } else { Some(context.township()?.code.clone()) };
    let (mirror, mirrored) = match &args.mirror {
        Some(to) => (mirror_path(context, to)?, None),
        None => (old.mirror, old.mirrored),
    };
    let settings = Settings {
        township,
        office,
        reporter,
        reviewer: text(args.reviewer.as_ref(), old.reviewer)?,
        phone: text(args.phone.as_ref(), old.phone)?,
        plain_look: context.look.map(|look| look == Look::Plain),
        report_folder: old.report_folder,
        collected: old.collected,
        mirror,
        mirrored,
        plan: old.plan,
        archived: old.archived,
    };
    settings.save(&context.data.settings())?;
    context.settings = settings;
    let settings = &context.settings;
    let owner = match (&settings.office, &context.township) {
        (Some(office), _) => office.clone(),
        (None, Some(township)) => format!("{}{}", known_plans::county_name_of(&township.code), township.name),
        (None, None) => String::new(),
    };
    let mirror = settings.mirror.as_ref().map(|to| format!("，第二份存在 {}", to.display())).unwrap_or_default();
    let path = context.data.settings();
    let printed = say(&format!("已设置：{owner}，填报人 {}{mirror}。设置存在 {}", settings.reporter, path.display()));
    if settings.office.is_none()
        && let Some(township) = context.township.as_ref().filter(|one| asked == Some(one.name.as_str()))
        && let namesakes @ 1.. = known_plans::count_same_name(township)
    {
        tell(&[format!(
            "别的县还有{namesakes}个{}。如果不是上面这个县的，请写上县名再设一次，如 --township 某县{}。",
            township.name, township.name
        )]);
    }
    if let Some(township) = context.township.as_ref().filter(|_| settings.office.is_none())
        && !context.plans.plans.iter().any(|known| known.is_in_use(Some(&township.code)))
    {
        let unreadable = context.plans.unreadable.clone();
        tell(&[PlanError::NoneFor { township: township.name.clone(), unreadable }]);
    }
    output::end("设置已存好", printed, &[""; 0])
}

/// The absolute path for the mirror. An empty path turns the mirror off.
fn mirror_path(context: &Context, to: &Path) -> Result<Option<PathBuf>, Error> {
    if to.as_os_str().is_empty() {
        return Ok(None);
    }
    let to = std::path::absolute(to).unwrap_or_else(|_| to.to_owned());
    mirror::mirror_folder(&context.data, &to)?;
    Ok(Some(to))
}
