//! Revisions of a plan (修订): matches the items of a revised notice with those of the plan before, so that records
//! continue under the same ids. The number of a task and the id of an item are permanent.

use std::collections::{BTreeMap, BTreeSet};

use super::overlay::Overlay;
use super::plan::{Item, Plan, Task};

/// The next revision of a plan, and what changed.
#[derive(Debug, Clone)]
pub struct Revision {
    /// The new plan, under the same id.
    pub plan: Plan,
    /// The permanent number of each task, by its number in the new text.
    pub tasks: BTreeMap<u32, u32>,
    /// Ids of items that moved, each with the number of its new task.
    pub moved: Vec<(String, u32)>,
    /// The ids of new items.
    pub added: Vec<String>,
    /// Id and text of items that were removed.
    pub retired: Vec<(String, String)>,
}

/// Why a plan cannot be the next revision of another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RevisionFault {
    /// The id of an item names another item than before. With the former text.
    ReusedId(String, String),
    /// An item is owed in another cycle than before: its marks would be lost from sight.
    OtherCycle(String),
    /// A task has another number than before.
    Renumbered {
        /// The title of the task.
        title: String,
        /// Its number in the revision before.
        was: u32,
        /// Its number in this revision.
        now: u32,
    },
}

/// Makes the next revision of `old` from `draft`, which was imported from the revised notice.
///
/// - If the new text still contains the quote of an item, the item is kept with its id and all its fields.
/// - Sentences of the new text that the old one did not have become items with new ids.
/// - An item whose quote is no longer in the text is retired.
#[must_use]
pub fn revise(old: &Plan, mut draft: Plan) -> Revision {
    mend(old, &mut draft);
    let tasks = match_tasks(old, &draft);
    let mut places: Vec<&mut Task> = draft.actions.iter_mut().flat_map(|action| &mut action.tasks).collect();
    let proposed: Vec<Vec<Item>> = places.iter_mut().map(|task| std::mem::take(&mut task.items)).collect();
    for task in &mut places {
        let printed = task.no;
        task.no = tasks[&printed];
        if task.remark.is_none() {
            task.remark = old.task(task.no).and_then(|(_, was)| was.remark.clone());
        }
        task.label = (task.no != printed).then(|| task.label.take().unwrap_or_else(|| printed.to_string()));
    }
    let (mut moved, mut retired) = (Vec::new(), Vec::new());
    for (_, was) in old.tasks() {
        for item in &was.items {
            let at = |own: bool| {
                places
                    .iter()
                    .position(|task| (task.no == was.no) == own && contains_quote(&item.quote, &was.text, &task.text))
            };
            match at(true).or_else(|| at(false)) {
                Some(place) => {
                    if places[place].no != was.no {
                        moved.push((item.id.clone(), places[place].no));
                    }
                    places[place].items.push(item.clone());
                }
                None => retired.push((item.id.clone(), item.text.clone())),
            }
        }
    }
    let mut added = Vec::new();
    let mut ids = Ids::of(old);
    for (task, proposed) in places.into_iter().zip(proposed) {
        for item in proposed {
            let overlaps = |kept: &Item| kept.quote.contains(&item.quote) || item.quote.contains(&kept.quote);
            // Sentences of the old text that were no item there become none here.
            let was_no_act = old
                .tasks()
                .any(|(_, was)| contains_quote(&item.quote, &task.text, &was.text) && !was.items.iter().any(overlaps));
            if !was_no_act && !task.items.iter().any(overlaps) {
                let id = ids.next(task.no);
                added.push(id.clone());
                task.items.push(Item { id, ..item });
            }
        }
    }
    draft.id.clone_from(&old.id);
    draft.short.clone_from(&old.short);
    draft.revision = old.revision.saturating_add(1);
    draft.abolished.clone_from(&old.abolished);
    draft.former.clone_from(&old.former);
    draft.reports.clone_from(&old.reports);
    draft.retired = old.retired.iter().chain(&retired).cloned().collect();
    if draft.townships_named.is_empty() {
        draft.townships_named.clone_from(&old.townships_named);
    }
    Revision { plan: draft, tasks, moved, added, retired }
}

/// Checks whether `new` can be a later revision of `old`.
#[must_use]
pub fn revision_faults(old: &Plan, new: &Plan) -> Vec<RevisionFault> {
    let mut faults = Vec::new();
    let retired: BTreeMap<&str, &str> = old.retired.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect();
    for item in new.tasks().flat_map(|(_, task)| &task.items) {
        let was = old.item(&item.id).map(|(_, was)| (was.text.as_str(), Some(was.quote.as_str())));
        let was = was.or_else(|| retired.get(item.id.as_str()).map(|text| (*text, None)));
        // The text may be reworded, or the quote corrected. Both at once make another item.
        if let Some((text, _)) = was.filter(|(text, quote)| *text != item.text && *quote != Some(&item.quote)) {
            faults.push(RevisionFault::ReusedId(item.id.clone(), text.to_owned()));
        }
    }
    for was in old.tasks().flat_map(|(_, task)| &task.items) {
        if new.item(&was.id).is_some_and(|(_, now)| now.cycle != was.cycle) {
            faults.push(RevisionFault::OtherCycle(was.id.clone()));
        }
    }
    for (_, was) in old.tasks() {
        let has_title = |plan: &Plan, no: u32| plan.task(no).is_some_and(|(_, task)| task.title == was.title);
        let now = new.tasks().map(|(_, task)| task).find(|task| task.title == was.title);
        if let Some(now) = now.filter(|now| !has_title(new, was.no) && !has_title(old, now.no)) {
            faults.push(RevisionFault::Renumbered { title: was.title.clone(), was: was.no, now: now.no });
        }
    }
    faults
}

/// Applies the errata of the old plan to the new text, where they still occur.
fn mend(old: &Plan, draft: &mut Plan) {
    for erratum in &old.errata {
        let known = draft.errata.len();
        let overlay = Overlay { errata: vec![erratum.clone()], ..Overlay::default() };
        if !overlay.apply(draft).is_empty() {
            draft.errata.truncate(known);
        }
    }
}

/// Matches each task of `new` with a task of `old`. New tasks get unused numbers.
fn match_tasks(old: &Plan, new: &Plan) -> BTreeMap<u32, u32> {
    let mut matched: BTreeMap<u32, u32> = BTreeMap::new();
    let mut taken: BTreeSet<u32> = BTreeSet::new();
    // The surest signs first: a title may be reworded, and one sentence may move to another task.
    // Titles come before texts, since a number that changes its title is refused as another task.
    let signs: [fn(&Task, &Task) -> bool; 4] = [
        |was, now| was.title == now.title && shares_quotes(was, now) * 2 >= was.items.len(),
        |was, now| was.title == now.title,
        |was, now| bare(&was.text) == bare(&now.text),
        |was, now| shares_quotes(was, now) * 2 > was.items.len(),
    ];
    for is_same in signs {
        for (_, now) in new.tasks() {
            if matched.contains_key(&now.no) {
                continue;
            }
            let found = old.tasks().map(|(_, was)| was).find(|was| !taken.contains(&was.no) && is_same(was, now));
            if let Some(was) = found {
                matched.insert(now.no, was.no);
                taken.insert(was.no);
            }
        }
    }
    let of_retired = old.retired.iter().filter_map(|(id, _)| id.split_once('.')?.0.parse().ok());
    let used = old.tasks().map(|(_, task)| task.no).chain(of_retired).max().unwrap_or(0);
    let mut next = used;
    for (_, now) in new.tasks() {
        matched.entry(now.no).or_insert_with(|| {
            next += 1;
            next
        });
    }
    matched
}

/// The number of quotes of a task that another text contains.
fn shares_quotes(was: &Task, now: &Task) -> usize {
    was.items.iter().filter(|item| now.text.contains(&item.quote)).count()
}

/// Whether another text contains a quote, as whole clauses if the old text had it as whole clauses: 举办演练不少于2场
/// does not contain 举办演练, because it asks for more.
fn contains_quote(quote: &str, was: &str, now: &str) -> bool {
    let is_end = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || "。；，、：！？,;.:()（）".contains(c));
    let is_whole = |text: &str| {
        text.match_indices(quote)
            .any(|(at, _)| is_end(text[..at].chars().next_back()) && is_end(text[at + quote.len()..].chars().next()))
    };
    if is_whole(was) { is_whole(now) } else { now.contains(quote) }
}

/// A text without white space.
fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The highest item number of each task, retired items included.
struct Ids(BTreeMap<u32, u32>);

impl Ids {
    fn of(plan: &Plan) -> Self {
        let items = plan.tasks().flat_map(|(_, task)| &task.items).map(|item| &item.id);
        let mut highest = BTreeMap::new();
        for id in items.chain(plan.retired.iter().map(|(id, _)| id)) {
            let numbers = id.split_once('.').and_then(|(task, no)| Some((task.parse().ok()?, no.parse().ok()?)));
            if let Some((task, no)) = numbers {
                let known: &mut u32 = highest.entry(task).or_default();
                *known = (*known).max(no);
            }
        }
        Self(highest)
    }

    /// The next unused item id of a task.
    fn next(&mut self, task: u32) -> String {
        let highest = self.0.entry(task).or_default();
        *highest += 1;
        format!("{task}.{highest}")
    }
}
