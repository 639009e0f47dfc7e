//! The forms there are: how each is opened, and what comes of it.

use chrono::NaiveDate;

use crate::domain::activity::{Activity, ActivityPatch};
use crate::domain::ledger::{Change, Hex16, Ledger, RemarkKind, RemarkPatch, Standing};
use crate::domain::period::Period;
use crate::domain::plan::Cycle;
use crate::domain::progress::{self, State};
use crate::error::Error;

use super::form::{Asked, Form, Purpose, Slot};
use super::model::{Model, Signing};
use super::update::Effect;

/// Place of the slots of the report form.
mod report {
    pub(super) const PERIOD: usize = 0;
    pub(super) use crate::app::form::FOLDER;
    pub(super) const REPORTER: usize = 2;
}

/// The states of an item, in the order of its form.
const STATES: [State; 4] = [State::Todo, State::Doing, State::Done, State::Na];

/// Why a form is not taken: the slot to mend, and the sentence.
pub type Refusal = (usize, String);

/// The form for a report: the running quarter of a running year, else the whole year.
#[must_use]
pub fn report(model: &Model) -> Form {
    use chrono::Datelike as _;
    let Signing { folder, reporter, reviewer, phone } = &model.signing;
    let periods = Period::all_of(model.year);
    let running = model.today.year() == model.year;
    let wanted = if running { Period::quarter_of(model.today) } else { Period::year_of(model.year) };
    let chosen = periods.iter().position(|period| *period == wanted).unwrap_or(0);
    let words = periods.iter().map(|period| period.name()).collect();
    let slots = vec![
        Slot::choice("报告期", words, chosen),
        Slot::text("存到", &folder.to_string_lossy()),
        Slot::text("填报人", reporter),
        Slot::text("审核人", reviewer),
        Slot::text("电话", phone),
    ];
    let at = if reporter.is_empty() { report::REPORTER } else { report::PERIOD };
    Form { purpose: Purpose::Report(periods), year: model.year, slots, at }
}

/// The form for the standing of an item: its state, the day it was done, why it does not apply.
#[must_use]
pub fn item(model: &Model, ledger: &Ledger, id: &str) -> Option<Form> {
    let standing = ledger.standing(&progress::field_of(id, cycle(model, ledger, id)?, model.year));
    let day = progress::done_day(model.year, model.today).unwrap_or(model.today);
    let (day, reason) = match &standing {
        Standing::Done { on } => (*on, ""),
        Standing::NotApplicable { reason } => (day, reason.as_str()),
        Standing::Todo | Standing::Doing => (day, ""),
    };
    let chosen = STATES.iter().position(|state| *state == State::of(&standing)).unwrap_or(0);
    let words = STATES.iter().map(|state| state.word().to_owned()).collect();
    let slots = vec![Slot::choice("状态", words, chosen), Slot::day("完成日期", day), Slot::text("不适用理由", reason)];
    Some(Form { purpose: Purpose::Item(id.to_owned()), year: model.year, slots, at: 0 })
}

/// The form for an activity: a new one of the task, or the one that stands.
#[must_use]
pub fn activity(model: &Model, task: u32, stands: Option<&Activity>) -> Form {
    let day = progress::done_day(model.year, model.today).unwrap_or(model.today);
    let tasks: Vec<u32> = model.plan.owed().map(|(_, task)| task.no).collect();
    let words = model.plan.owed().map(|(_, task)| format!("{} {}", task.no, task.title)).collect();
    let task = stands.map_or(task, |one| one.task);
    let chosen = tasks.iter().position(|no| *no == task).unwrap_or(0);
    let text = |part: fn(&Activity) -> &str| stands.map_or("", part);
    let number = |part: fn(&Activity) -> Option<u64>| match stands.map(part) {
        Some(Some(number)) => number.to_string(),
        Some(None) => "-".to_owned(),
        None => String::new(),
    };
    let slots = vec![
        Slot::choice("任务", words, chosen),
        Slot::day("日期", stands.map_or(day, |one| one.date)),
        Slot::text("名称", text(|one| &one.title)),
        Slot::text("地点", text(|one| &one.place)),
        Slot::text("场次", &number(|one| one.sessions)),
        Slot::text("人次", &number(|one| one.people)),
        Slot::text("资料份数", &number(|one| one.materials)),
        Slot::text("经费(元)", &number(|one| one.funds)),
        Slot::text("备注", text(|one| &one.note)),
    ];
    Form { purpose: Purpose::Activity(stands.map(|one| one.id)), year: model.year, slots, at: 1 }
}

/// The form for the remarks on a task.
#[must_use]
pub fn remark(model: &Model, ledger: &Ledger, task: u32) -> Form {
    let slots = RemarkKind::ALL.map(|kind| Slot::text(kind.word(), ledger.remark(task, model.year, kind)));
    Form { purpose: Purpose::Remark(task), year: model.year, slots: slots.into(), at: 0 }
}

/// What comes of a form; none where nothing changes. `new` is a fresh identity for an activity.
pub fn submit(model: &Model, form: &Form, new: Hex16) -> Result<Option<Effect>, Refusal> {
    let Some(open) = &model.open else { return Ok(None) };
    let change = match &form.purpose {
        Purpose::Report(periods) => return asked(form, periods).map(|asked| asked.map(Effect::Report)),
        Purpose::Item(id) => marked(model, form, &open.ledger, id)?,
        Purpose::Activity(id) => written(model, form, &open.ledger, *id, new)?,
        Purpose::Remark(task) => remarked(form, &open.ledger, *task),
    };
    Ok(change.map(Effect::Record))
}

fn asked(form: &Form, periods: &[Period]) -> Result<Option<Asked>, Refusal> {
    let folder = form.folder();
    let [reporter, reviewer, phone] = [2, 3, 4].map(|place| form.written(place));
    let refused = |place, what: &str| Err((place, format!("{what}，填好后再按 F5。")));
    if folder.as_os_str().is_empty() {
        return refused(report::FOLDER, "请填写存到哪个文件夹（如U盘）");
    }
    if !folder.is_absolute() {
        return refused(report::FOLDER, "请写完整的路径，从盘符或 / 开始");
    }
    if reporter.is_empty() {
        return refused(report::REPORTER, "请填写填报人");
    }
    let period = periods.get(form.chosen(report::PERIOD)).copied();
    Ok(period.map(|period| Asked { period, folder, reporter, reviewer, phone }))
}

fn cycle(model: &Model, ledger: &Ledger, id: &str) -> Option<Cycle> {
    let own = || ledger.own_items().iter().any(|own| own.id == id).then_some(Cycle::Yearly);
    model.plan.item(id).map(|(_, item)| item.cycle).or_else(own)
}

fn marked(model: &Model, form: &Form, ledger: &Ledger, id: &str) -> Result<Option<Change>, Refusal> {
    let to = match STATES[form.chosen(0).min(3)] {
        State::Todo => Standing::Todo,
        State::Doing => Standing::Doing,
        State::Done => Standing::Done { on: form.day(1).ok_or_else(bad_day)? },
        State::Na => Standing::NotApplicable { reason: form.written(2) },
    };
    let place = if matches!(to, Standing::NotApplicable { .. }) { 2 } else { 1 };
    match &to {
        Standing::NotApplicable { reason } if reason.is_empty() => {
            return Err((2, "标为不适用必须写明理由，写好后再按 F5。".to_owned()));
        }
        Standing::Done { on } if *on > model.today => {
            return Err((1, format!("{on} 还没有到，请改日期。")));
        }
        _ => {}
    }
    progress::mark(&model.plan, ledger, id, form.year, to).map_err(|refusal| (place, Error::Mark(refusal).to_string()))
}

fn bad_day() -> Refusal {
    (1, "日期要写成 2025-03-12 这样；翻页键可以前后挪一天。".to_owned())
}

fn written(
    model: &Model,
    form: &Form,
    ledger: &Ledger,
    id: Option<Hex16>,
    new: Hex16,
) -> Result<Option<Change>, Refusal> {
    let date: NaiveDate = form.day(1).ok_or_else(bad_day)?;
    let title = form.written(2);
    if title.is_empty() {
        return Err((2, "请填写活动名称，填好后再按 F5。".to_owned()));
    }
    let number = |place: usize| match form.written(place).as_str() {
        "" | "-" => Ok(Some(None)),
        digits => match digits.parse::<u64>() {
            Ok(number) => Ok(Some(Some(number))),
            Err(_) => Err((place, format!("{}要写一个整数；没有这一项就空着，0 是填了 0。", form.slots[place].label))),
        },
    };
    let patch = ActivityPatch {
        task: model.plan.owed().nth(form.chosen(0)).map(|(_, task)| task.no),
        date: Some(date),
        title: Some(title),
        place: Some(form.written(3)),
        sessions: number(4)?,
        people: number(5)?,
        materials: number(6)?,
        funds: number(7)?,
        note: Some(form.written(8)),
        ..ActivityPatch::default()
    };
    patch.check(&model.plan, model.today).map_err(|refusal| (1, Error::Activity(refusal).to_string()))?;
    let stands = id.and_then(|id| ledger.activity(id));
    let set = match &stands {
        Some(now) => patch.without_what_stands(now),
        None => patch,
    };
    let changes = set != ActivityPatch::default();
    Ok(changes.then(|| Change::Activity { id: stands.map_or(new, |now| now.id), set }))
}

fn remarked(form: &Form, ledger: &Ledger, task: u32) -> Option<Change> {
    let [problem, next, nothing] = [0, 1, 2].map(|place| {
        let (kind, text) = (RemarkKind::ALL[place], form.written(place));
        (ledger.remark(task, form.year, kind) != text).then_some(text)
    });
    let set = RemarkPatch { problem, next, nothing };
    (set != RemarkPatch::default()).then_some(Change::Remark { task, year: form.year, set })
}
