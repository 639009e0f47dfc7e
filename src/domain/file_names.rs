//! The names of the files that the program makes of a township. Code and name are those of the plan's roster, found by
//! the code; the name that a file carries is never used, since anybody may have written it.

use super::plan::Plan;
use super::text::file_name;

/// Longest name, in characters: with ` (2)` and in UTF-8 it fits the 255 bytes that file systems allow.
const NAME_MAX: usize = 70;

/// `<code>-<name>-<rest>`; without the name where `of_plan` is another plan than `plan`, whose roster is not known here.
#[must_use]
pub fn of_township(plan: &Plan, of_plan: &str, code: &str, rest: &str) -> String {
    let known = plan.of_code(code).filter(|_| plan.id == of_plan);
    let name = known.map(|one| format!("{}-", one.name)).unwrap_or_default();
    file_name(&format!("{code}-{name}{rest}"), NAME_MAX)
}
