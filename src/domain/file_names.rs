//! The names of the files that the program writes for a township. Code and name come from the plan's roster. A name
//! inside a file is never used, because anybody may have written it.

use super::plan::Plan;
use super::text::file_name;

/// Longest name, in characters: with ` (2)` added and in UTF-8 it fits the 255 bytes that file systems allow.
const NAME_MAX: usize = 70;

/// `<code>-<name>-<rest>`; without the name if `of_plan` is not `plan`, whose roster is the only one known here.
#[must_use]
pub fn of_township(plan: &Plan, of_plan: &str, code: &str, rest: &str) -> String {
    let known = plan.of_code(code).filter(|_| plan.id == of_plan);
    let name = known.map(|one| format!("{}-", one.name)).unwrap_or_default();
    file_name(&format!("{code}-{name}{rest}"), NAME_MAX)
}
