//! What follows from a message: the model changes, and at most one effect is asked of the loop.

use std::path::PathBuf;

use crate::domain::ledger::{Change, DeviceId, Entry, Ledger, Standing};
use crate::domain::plan::Township;
use crate::domain::progress::State;
use crate::domain::undo::{self, UndoRefusal};
use crate::domain::wording::change_words;
use crate::error::Error;
use crate::terminal::keys::Key;

use super::activities::Activities;
use super::chooser::Chooser;
use super::filling::{drop_activity, next_place, open_form, put_form, report, selected_activity, step_form, submit};
use super::form::{Asked, Purpose};
use super::forms;
use super::keymap::{self, Intent, Scope};
use super::model::{Message, Model, Open, Screen, Signing};
use super::sift;
use super::tasks::{Focus, Tasks};
use super::ticking::toggle;
use super::travel::{travel, wheel};
use super::view::{Target, View};

/// What happened.
#[derive(Debug)]
pub enum Msg {
    /// A key.
    Key(Key),
    /// Pasted text.
    Text(String),
    /// A click at a column and row.
    Click(u16, u16),
    /// The wheel over a column and row, by lines downward.
    Wheel(u16, u16, isize),
    /// A township was opened.
    Opened(Box<Open>, Vec<String>),
    /// The open township was read anew, to go on with what was asked for where it can be written now.
    Reopened(Box<Open>, Vec<String>, Intent),
    /// A change is on the disk.
    Recorded(Box<Entry>),
    /// A change is not on the disk, and why.
    RecordFailed(String),
    /// A report was asked for: the entry it left in the ledger, and how it went.
    Reported(Option<Box<Entry>>, Result<String, String>),
    /// The signature of reports was kept.
    Signed(Signing),
    /// Another folder that a report may go to, and what is known of it.
    Place(PathBuf, Message),
}

/// What the loop shall do.
#[derive(Debug, PartialEq, Eq)]
pub enum Effect {
    /// Keep a change, then say [`Msg::Recorded`] or [`Msg::RecordFailed`].
    Record(Change),
    /// Open a township, then say [`Msg::Opened`].
    Open(Township),
    /// Open the same township anew, then say [`Msg::Reopened`].
    Reopen(Intent),
    /// Make a report, then say [`Msg::Reported`].
    Report(Asked),
    /// Find the next drive after the one of this folder, then say [`Msg::Place`].
    NextPlace(PathBuf),
    /// Paint everything anew.
    Repaint,
    /// Go to the other look and keep it.
    ChangeLook,
    /// End.
    Quit,
}

/// Lines that one notch of the wheel moves.
pub const WHEEL_LINES: isize = 3;

/// Takes a message in. `view` is what the last frame showed.
pub fn update(model: &mut Model, msg: Msg, view: &View) -> Option<Effect> {
    match msg {
        Msg::Key(key) => {
            model.message = None;
            if view.too_small {
                // What cannot be seen is not done.
                let intent = keymap::intent(Scope::Everywhere, key);
                let quit = intent.filter(|intent| matches!(intent, Intent::Quit | Intent::Repaint));
                return quit.and_then(|intent| act(model, intent, view));
            }
            if typed(model, key) || sift::typed(model, key, view) {
                return None;
            }
            keymap::intent(model.scope(), key).and_then(|intent| act(model, intent, view))
        }
        Msg::Text(text) => {
            if let Some(Screen::Form(form)) = model.screens.last_mut()
                && let Some(field) = form.text()
            {
                field.paste(&text);
            }
            sift::pasted(model, &text, view);
            None
        }
        Msg::Click(x, y) => view.target(x, y).and_then(|target| click(model, target, view)),
        Msg::Wheel(x, y, lines) => {
            wheel(model, view.pane(x, y), lines, view);
            None
        }
        Msg::Opened(open, notes) => {
            opened(model, *open, &notes);
            None
        }
        Msg::Reopened(open, notes, then) => reopened(model, *open, &notes, then, view),
        Msg::RecordFailed(why) => {
            if let Some(open) = &mut model.open {
                open.read_only = Some(why.clone());
            }
            model.message = Some(Message::alert(why));
            None
        }
        Msg::Recorded(entry) => {
            recorded(model, *entry);
            sift::after_change(model, view);
            None
        }
        Msg::Reported(entry, told) => {
            if let (Some(open), Some(entry)) = (&mut model.open, entry) {
                open.ledger.add(*entry);
            }
            model.message = Some(match told {
                Ok(told) => Message::info(told),
                Err(why) => Message::alert(why),
            });
            None
        }
        Msg::Place(folder, told) => {
            if let Some(Screen::Form(form)) = model.screens.last_mut() {
                form.set_folder(&folder);
            }
            model.message = Some(told);
            None
        }
        Msg::Signed(signing) => {
            model.signing = signing;
            None
        }
    }
}

/// Lets a text field have the key; true if it took it.
fn typed(model: &mut Model, key: Key) -> bool {
    match model.screens.last_mut() {
        // In a form that is not a report, a page key steps through days; all else is the field's.
        Some(Screen::Form(form)) => form.text().is_some_and(|field| field.key(key)),
        _ => false,
    }
}

fn act(model: &mut Model, intent: Intent, view: &View) -> Option<Effect> {
    match intent {
        Intent::Quit => return Some(Effect::Quit),
        Intent::Repaint => return Some(Effect::Repaint),
        Intent::ChangeLook => return Some(Effect::ChangeLook),
        Intent::Help => {
            if !matches!(model.screen(), Screen::Help(_)) {
                model.screens.push(Screen::Help(0));
            }
        }
        Intent::Back => back(model, view),
        Intent::Choose => model.screens.push(Screen::Chooser(chooser(model))),
        Intent::NextYear => next_year(model, view),
        Intent::AllTasks => all_tasks(model, view),
        Intent::Search => sift::open_line(model),
        Intent::Results => sift::to_results(model),
        Intent::NextFilter => sift::next_filter(model, view),
        Intent::Report | Intent::Undo | Intent::Redo | Intent::Toggle | Intent::Submit | Intent::DropActivity
            if reopen_first(model, intent).is_some() =>
        {
            return reopen_first(model, intent);
        }
        Intent::Report => report(model),
        Intent::Undo => return take_back(model, undo::undo),
        Intent::Redo => return take_back(model, undo::redo),
        Intent::Toggle => return toggle(model),
        Intent::Open => return enter(model, view),
        Intent::Submit => return submit(model),
        Intent::NextPlace => return next_place(model),
        Intent::Activities => model.screens.push(Screen::Activities(Activities { place: usize::MAX, top: 0 })),
        Intent::NewActivity | Intent::OpenItem | Intent::Remark => open_form(model, intent),
        Intent::DropActivity => return drop_activity(model),
        Intent::NextField | Intent::PreviousField | Intent::NextValue | Intent::PreviousValue => {
            step_form(model, intent);
        }
        Intent::Up | Intent::Down | Intent::PageUp | Intent::PageDown | Intent::First | Intent::Last => {
            travel(model, intent, view);
        }
    }
    None
}

fn back(model: &mut Model, view: &View) {
    if let Some(Screen::Tasks(tasks)) = model.screens.last_mut()
        && tasks.focus == Focus::Items
    {
        tasks.focus = Focus::List;
    } else if model.is_sifted() {
        sift::clear(model, view);
    } else if model.screens.len() > 1 {
        if let Some(Screen::Form(form)) = model.screens.pop() {
            // What was typed is there when the form is opened again.
            model.drafts.push(*form);
        }
    } else {
        model.message = Some(Message::info("要退出请按 F10。所有改动都已存盘，不用另外保存。"));
    }
}

fn chooser(model: &Model) -> Chooser {
    let code = model.open.as_ref().map(|open| &open.township.code);
    let place = model.plan.roster.iter().position(|one| Some(&one.code) == code).unwrap_or(0);
    Chooser { place, top: 0 }
}

fn next_year(model: &mut Model, view: &View) {
    let (first, last) = model.plan.notice.years;
    model.year = if model.year >= last { first } else { model.year + 1 };
    model.message = Some(Message::info(format!("现在填的是{}年度。", model.year)));
    sift::after_change(model, view);
}

fn all_tasks(model: &mut Model, view: &View) {
    let Model { plan, screens, .. } = model;
    let Some(Screen::Tasks(tasks)) = screens.last_mut() else { return };
    let (before, no) = (tasks.all, tasks.no);
    tasks.all = !before;
    if tasks.focus == Focus::Items {
        tasks.focus = Focus::List;
    }
    // A task that is no longer listed leaves the selection to the next one that is.
    let place = tasks.listed(plan).iter().position(|(_, task)| task.no >= no).unwrap_or(usize::MAX);
    tasks.select(plan, place, view);
    let told =
        if before { "只列本乡镇的任务。" } else { "列出全部任务；灰色的没有列入各乡镇。" };
    model.message = Some(Message::info(told));
}

/// The change that undo or redo asks for.
fn take_back(model: &mut Model, find: fn(&Ledger, DeviceId) -> Result<Change, UndoRefusal>) -> Option<Effect> {
    let open = model.open.as_ref()?;
    match find(&open.ledger, open.device?) {
        Ok(change) => Some(Effect::Record(change)),
        Err(refusal) => {
            model.message = Some(Message::info(Error::Undo(refusal).to_string()));
            None
        }
    }
}

/// Asks the loop to get hold of the ledger again before `intent`, where it cannot be written.
fn reopen_first(model: &Model, intent: Intent) -> Option<Effect> {
    model.open.as_ref().filter(|open| open.read_only.is_some()).map(|_| Effect::Reopen(intent))
}

/// Goes on with what was asked for where the ledger can be written now, else says why it cannot.
fn reopened(model: &mut Model, open: Open, notes: &[String], then: Intent, view: &View) -> Option<Effect> {
    let why = open.read_only.clone();
    model.open = Some(open);
    sift::after_change(model, view);
    if let Some(why) = why {
        model.message = Some(Message::alert(why));
        return None;
    }
    let effect = act(model, then, view);
    if !notes.is_empty() {
        model.message = Some(Message::alert(notes.concat()));
    }
    effect
}

fn enter(model: &mut Model, view: &View) -> Option<Effect> {
    let Model { plan, screens, .. } = model;
    match screens.last_mut()? {
        Screen::Chooser(chooser) => plan.roster.get(chooser.place).cloned().map(Effect::Open),
        Screen::Tasks(tasks) => {
            let task = tasks.task(plan)?;
            if task.items.is_empty() {
                model.message = Some(Message::info("这项任务没有列入各乡镇，没有清单。"));
                return None;
            }
            tasks.focus = Focus::Items;
            let item = tasks.item;
            tasks.select_item(plan, item, view);
            None
        }
        Screen::Activities(_) => {
            let activity = selected_activity(model)?;
            let form = forms::activity(model, activity.task, Some(&activity));
            put_form(model, form);
            None
        }
        Screen::Form(_) | Screen::Help(_) => None,
    }
}

fn click(model: &mut Model, target: Target, view: &View) -> Option<Effect> {
    model.message = None;
    let Model { plan, screens, .. } = model;
    match (target, screens.last_mut()?) {
        (Target::Act(intent), _) => return act(model, intent, view),
        (Target::Task(place), Screen::Tasks(tasks)) => {
            tasks.focus = Focus::List;
            tasks.select(plan, place, view);
        }
        (Target::Item(place) | Target::Box(place), Screen::Tasks(tasks)) => {
            tasks.focus = Focus::Items;
            tasks.select_item(plan, place, view);
            if matches!(target, Target::Box(_)) {
                return toggle(model);
            }
        }
        (Target::Search, Screen::Tasks(tasks)) => tasks.focus = Focus::Search,
        (Target::Township(place), Screen::Chooser(chooser)) => {
            // The first click selects, a click on what is selected opens it.
            if chooser.place == place {
                return enter(model, view);
            }
            chooser.select(place, plan.roster.len(), view);
        }
        (Target::Field(place), Screen::Form(form)) => {
            // A click on the choice that has the keys goes on to its next word.
            if form.at == place && !form.in_text() {
                form.step_value(1);
            }
            form.at = place;
        }
        (Target::Activity(place), Screen::Activities(state)) => {
            if state.place == place {
                return enter(model, view);
            }
            state.place = place;
        }
        _ => {}
    }
    None
}

fn opened(model: &mut Model, open: Open, notes: &[String]) {
    model.screens = vec![Screen::Tasks(Tasks::new(&model.plan))];
    let ended = model.today > model.plan.last_day();
    model.message = if let Some(why) = &open.read_only {
        Some(Message::alert(std::iter::once(why).chain(notes).cloned().collect::<String>()))
    } else if !notes.is_empty() {
        Some(Message::alert(notes.concat()))
    } else if model.today < model.plan.notice.date {
        Some(Message::alert(format!(
            "电脑日期是 {}，早于通知发布日，可能不对。请先校正电脑日期，再记完成情况。",
            model.today
        )))
    } else if ended {
        Some(Message::info(format!("规划已于 {} 到期，各年度仍可补填、上报。", model.plan.last_day())))
    } else {
        None
    };
    model.open = Some(open);
}

fn recorded(model: &mut Model, entry: Entry) {
    let Some(open) = &mut model.open else { return };
    let words = match &entry.change {
        Change::Mark { item, to: Standing::Done { on }, .. } if *on != model.today => {
            format!("{item} 已完成，已存盘。今天不在{}年度内，日期记为{on}。", model.year)
        }
        Change::Mark { item, to, .. } => {
            let text = model.plan.item(item).map_or("", |(_, item)| item.text.as_str());
            format!("{item} {text}：{}，已存盘。", State::of(to).word())
        }
        other => format!("{}，已存盘。", change_words(&open.ledger, other)),
    };
    open.ledger.add(entry);
    if matches!(model.screen(), Screen::Form(form) if !matches!(form.purpose, Purpose::Report(_))) {
        // What the form says is on the disk now.
        model.screens.pop();
    }
    model.message = Some(Message::info(words));
}
