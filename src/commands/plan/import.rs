//! `plan import`: makes a draft plan from a notice. Only `plan add` installs it.

use std::path::{Path, PathBuf};

use crate::cli::ImportArgs;
use crate::commands::Outcome;
use crate::commands::output;
use crate::domain::plan::{Plan, PlanFault, Township, is_id};
use crate::domain::plans::KnownPlan;
use crate::domain::revision::{self, Revision};
use crate::domain::townships::mentions::Mention;
use crate::domain::townships::{China, County, is_township_proper};
use crate::error::{Error, PlanError};
use crate::format::{self, PLAN_MAX, overlay, roster};
use crate::notice;
use crate::notice::draft::{NoticeDraft, NoticeFinding, TaskKind};
use crate::notice::plan_builder::{self, PlanOptions};
use crate::operations::context::Context;
use crate::operations::known_plans::china;
use crate::store::{self, StoreError};

use super::document::read_text;
use super::import_view::{ImportView, ImportedDraft, rows, summary};

pub(super) fn import(context: &Context, args: &ImportArgs) -> Result<Outcome, Error> {
    if let Some(id) = args.id.as_ref().filter(|id| !is_id(id)) {
        return Err(PlanError::BadId(id.clone()).into());
    }
    let text = read_text(&args.file)?;
    let draft = notice::read(&text);
    if !draft.tasks.iter().any(|task| task.kind == TaskKind::Task) {
        return Err(Error::NoTaskFound(args.file.clone()));
    }
    let china = china();
    let mut findings = draft.findings.clone();
    let county = county(context, &china, args, &draft, &mut findings)?;
    let roster = match &args.roster {
        Some(path) => read_roster(path)?,
        None => county.map(|county| list_townships(county, &text, &mut findings)).unwrap_or_default(),
    };
    let given = PlanOptions { id: args.id.clone(), years: args.years, roster };
    let (mut plan, more) = plan_builder::build(&draft, given);
    findings.extend(more);
    if let Some(path) = &args.overlay {
        apply_overlay(&mut plan, path, args, &mut findings)?;
    }
    let revision = args.revises.as_ref().map(|id| revise(context, id, &mut plan, args, &mut findings)).transpose()?;
    findings.extend(find_tasks_without_items(&plan));
    let faults = plan.faults().into_iter().filter(|fault| *fault != PlanFault::NoRoster);
    findings.extend(faults.map(|fault| finding(format!("{fault}，改正以前收不进来。"))));
    if revision.is_none() {
        findings.extend(find_similar_plan(context, &plan));
    }
    findings.sort_by_key(|finding| finding.line);
    let path = args.out.as_ref().map(|out| write(&plan, &findings, out)).transpose()?;
    let result = ImportedDraft { draft: &draft, plan: &plan, county, findings: &findings, path, revision };
    let printed = output::print(context, &ImportView::of(&result), || summary(context, &result), || rows(&draft));
    if result.path.is_none() {
        return printed.map(|()| Outcome::Done);
    }
    output::end("规划草稿已存好", printed, &[""; 0])
}

/// A finding about the whole notice.
fn finding(text: String) -> NoticeFinding {
    NoticeFinding { line: 1, task: None, text }
}

/// Turns the plan into the next revision of plan `id`. Reports each item that moved, was added or was retired.
fn revise(
    context: &Context,
    id: &str,
    plan: &mut Plan,
    args: &ImportArgs,
    findings: &mut Vec<NoticeFinding>,
) -> Result<Revision, Error> {
    let old = context.plans.find(id).ok_or_else(|| Error::NoSuchPlan(id.to_owned()))?.plan();
    let revision = revision::revise(old, plan.clone());
    *plan = revision.plan.clone();
    // Keep the old roster: somebody may have corrected it by hand.
    if args.roster.is_none() && args.county.is_none() {
        plan.roster.clone_from(&old.roster);
    }
    let words = |id: &str| plan.item(id).map(|(_, item)| item.text.clone()).unwrap_or_default();
    findings.extend(
        revision
            .moved
            .iter()
            .map(|(id, task)| finding(format!("清单 {id}“{}”移到了任务{task}，编号不变。", words(id)))),
    );
    findings.extend(revision.added.iter().map(|id| finding(format!("清单 {id}“{}”是新的。", words(id)))));
    findings.extend(
        revision
            .retired
            .iter()
            .map(|(id, text)| finding(format!("清单 {id}“{text}”的原文在新文里没有了，列为原条目，记录都留着。"))),
    );
    Ok(revision)
}

/// Finds an installed plan with the same id, document number or title. The new plan may be a revision of it.
fn find_similar_plan(context: &Context, plan: &Plan) -> Option<NoticeFinding> {
    let same = |one: &String, other: &String| !one.is_empty() && one == other;
    let is_similar = |known: &&Plan| {
        known.id == plan.id || same(&known.notice.number, &plan.notice.number) || same(&known.title, &plan.title)
    };
    let known = context.plans.plans.iter().map(KnownPlan::plan).filter(|known| *known != plan).find(is_similar)?;
    let (id, title) = (&known.id, &known.title);
    let other = if *id == plan.id { "；不是的，请加 --id 另定编号" } else { "" };
    Some(finding(format!(
        "与规划“{title}”（{id}）的编号、文号或标题相同。是它的修订的，请加 --revises {id}，记录接着用{other}。"
    )))
}

/// Lists the townships' tasks that have no checklist.
fn find_tasks_without_items(plan: &Plan) -> Option<NoticeFinding> {
    const SHOWN: usize = 8;
    let tasks: Vec<String> =
        plan.owed().filter(|(_, task)| task.items.is_empty()).map(|(_, task)| task.no.to_string()).collect();
    let more = if tasks.len() > SHOWN { format!(" 等{}项", tasks.len()) } else { String::new() };
    let shown = tasks[..tasks.len().min(SHOWN)].join("、");
    (!tasks.is_empty()).then(|| finding(format!("任务 {shown}{more} 没有提出清单，请在规划草稿里补 items。")))
}

/// The county of `--county`, or else the county named by the issuer or the title.
fn county<'a>(
    context: &Context,
    china: &'a China,
    args: &ImportArgs,
    draft: &NoticeDraft,
    findings: &mut Vec<NoticeFinding>,
) -> Result<Option<&'a County>, Error> {
    if let Some(asked) = &args.county {
        return named_county(china, asked.trim()).map(Some);
    }
    let words = |text: &Option<String>| text.clone().unwrap_or_default();
    let (issuer, title) = (words(&draft.issuer), words(&draft.title) + &words(&draft.notice_title));
    for (text, beside) in [(&issuer, &title), (&title, &issuer)] {
        match china.mentioned(text, beside) {
            Mention::One(county) => return Ok(Some(county)),
            Mention::Several(counties) => {
                // Several counties share the name. Prefer this office's own.
                let own = context.township.as_ref().and_then(|one| china.county(&one.code));
                if let Some(own) = own.filter(|own| counties.contains(own)) {
                    return Ok(Some(own));
                }
                let names: Vec<String> =
                    counties.iter().map(|one| format!("{}（{}）", one.full_name(), one.code)).collect();
                findings.push(finding(format!(
                    "“{}”有{}个：{}。请加 --county 代码。",
                    text,
                    counties.len(),
                    names.join("、")
                )));
                return Ok(None);
            }
            Mention::None => {}
        }
    }
    if args.roster.is_none() {
        findings
            .push(finding("发文单位和标题里没有认出是哪个县，没有乡镇名单。请加 --county 县名或六位代码。".to_owned()));
    }
    Ok(None)
}

/// Finds a county by its code or name, or by a search (Chinese, pinyin, initials) with a single result.
fn named_county<'a>(china: &'a China, asked: &str) -> Result<&'a County, Error> {
    let code = Some(asked).filter(|asked| asked.len() == 6).and_then(|code| china.county(code));
    let several = |counties: &[&County]| {
        let found = counties.iter().map(|one| format!("{}（{}）", one.full_name(), one.code)).collect();
        Err(PlanError::SeveralCounties { asked: asked.to_owned(), found }.into())
    };
    let namesakes: Vec<&County> = china.counties().iter().filter(|county| county.is_called(asked)).collect();
    match (code, namesakes.as_slice()) {
        (Some(county), _) => Ok(county),
        (None, [county]) => Ok(*county),
        (None, []) if asked.is_empty() => Err(PlanError::NoSuchCounty(asked.to_owned()).into()),
        (None, []) => match china.search_counties(asked).as_slice() {
            [] => Err(PlanError::NoSuchCounty(asked.to_owned()).into()),
            [one] => Ok(*one),
            found => several(found),
        },
        (None, found) => several(found),
    }
}

/// Lists the townships of a county. Reports doubtful ones in `findings`.
fn list_townships(county: &County, text: &str, findings: &mut Vec<NoticeFinding>) -> Vec<Township> {
    let (roster, others): (Vec<Township>, Vec<Township>) = county.townships().into_iter().partition(is_township_proper);
    let join_names = |all: &[&Township]| all.iter().map(|one| one.name.as_str()).collect::<Vec<_>>().join("、");
    if !others.is_empty() {
        let others = join_names(&others.iter().collect::<Vec<_>>());
        findings
            .push(finding(format!("{others} 不是乡镇街道，没有列进名单。也要填报的，用 --roster 给出完整的名单。")));
    }
    let streets: Vec<&Township> = roster.iter().filter(|one| one.name.ends_with("街道")).collect();
    if !streets.is_empty() && !text.contains('街') {
        findings.push(finding(format!("通知没有提到街道，名单里有 {}，请核对它们要不要填报。", join_names(&streets))));
    }
    roster
}

fn read_roster(path: &Path) -> Result<Vec<Township>, Error> {
    let bytes = store::read(path, PLAN_MAX)?;
    Ok(roster::read(&bytes).map_err(|fault| PlanError::Roster { path: path.to_owned(), fault })?)
}

/// Applies the file of `--overlay`. Options of the command line take precedence.
fn apply_overlay(
    plan: &mut Plan,
    path: &Path,
    args: &ImportArgs,
    findings: &mut Vec<NoticeFinding>,
) -> Result<(), Error> {
    let bytes = store::read(path, PLAN_MAX)?;
    let mut overlay = overlay::read(&bytes).map_err(|error| StoreError::Format { path: path.to_owned(), error })?;
    overlay.id = args.id.clone().or(overlay.id);
    overlay.years = args.years.or(overlay.years);
    if args.roster.is_some() {
        overlay.roster = None;
    }
    findings.extend(overlay.apply(plan).into_iter().map(|text| finding(format!("{text}。"))));
    Ok(())
}

/// Writes a draft plan and returns its absolute path. An existing draft is kept under another name, because somebody
/// may have edited it.
fn write(plan: &Plan, findings: &[NoticeFinding], out: &Path) -> Result<PathBuf, Error> {
    let unwritable = |what: String| Error::Store(StoreError::Unwritable(what));
    let mut comments = vec!["由通知原文做成的规划草稿，未加封。核对以后用 taizhang plan add 收进来。".to_owned()];
    comments.extend(findings.iter().map(|finding| format!("核对 第{}行：{}", finding.line, finding.text)));
    let text = format::plan::write(plan, &comments).map_err(|error| unwritable(error.to_string()))?;
    if !format::plan::survives(plan, &text) {
        return Err(unwritable("规划草稿写成后读回来不一样".to_owned()));
    }
    store::plans::write_draft(out, &text)?;
    Ok(std::path::absolute(out).unwrap_or_else(|_| out.to_owned()))
}
