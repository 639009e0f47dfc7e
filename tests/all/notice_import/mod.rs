//! Invented notices, one for each form and each trap, with the expected plan.
//!
//! A plan has one line per task:
//!
//! ```text
//! （一）建台账：县甲局｜县乙局、各乡镇〔配合〕@2027年6月底前
//! ```
//!
//! Leads are before `｜`, partners after it. Without `｜` the notice does not say who leads. 〔〕 is the townships'
//! role, `@` a deadline, `+` the units of a blanket sentence, `？` a doubt. Other lines begin with their kind.

mod facts;
mod forms;
mod headings;
mod items;
mod rules;
mod stages;
mod tables;
mod traps;

use taizhang::domain::plan::Role;
use taizhang::notice;
use taizhang::notice::draft::{NoticeDraft, TaskDraft, TaskKind, Unit};

/// Reads an invented notice. Line breaks of the literal count, its indent does not.
fn read(text: &str) -> NoticeDraft {
    let lines: Vec<&str> = text.trim().lines().map(|line| line.trim_start_matches(' ')).collect();
    notice::read(&lines.join("\n"))
}

/// Asserts the plan of a notice.
#[track_caller]
fn gives(text: &str, plan: &str) {
    let draft = read(text);
    let got: Vec<String> = draft.tasks.iter().map(line).collect();
    let want: Vec<&str> = plan.trim().lines().map(str::trim).collect();
    assert_eq!(got, want, "{:#?}", draft.findings);
}

fn line(task: &TaskDraft) -> String {
    let names = |units: &[Unit]| units.iter().map(|unit| unit.name.as_str()).collect::<Vec<_>>().join("、");
    let kind = match task.kind {
        TaskKind::Task => "",
        TaskKind::Safeguard => "保障 ",
        TaskKind::Duty => "职责 ",
        TaskKind::Group => "分组 ",
    };
    let mut line = format!("{kind}{}{}：{}", task.label, task.title, names(&task.leads));
    if task.parted {
        line += "｜";
        line += &names(&task.partners);
    }
    if !task.by_blanket.is_empty() {
        line.push('+');
        line += &task.by_blanket.join("、");
    }
    match task.role {
        Role::Lead => line += "〔牵头〕",
        Role::Partner => line += "〔配合〕",
        Role::None => {}
    }
    if let Some(deadline) = &task.deadline {
        line.push('@');
        line += &deadline.text;
    }
    if !task.doubts.is_empty() {
        line.push('？');
    }
    line
}

/// A notice of one task that ends with these words.
#[track_caller]
fn units(words: &str, plan: &str) {
    let text = format!(
        "二、重点任务\n（一）建台账。逐村登记，做到一户一档。{words}\n（二）管台账。专人保管。（责任单位：县丙局）"
    );
    let draft = notice::read(&text);
    let got = draft.tasks.iter().find(|task| task.label == "（一）").map(line).unwrap_or_default();
    assert_eq!(got.strip_prefix("（一）建台账：").unwrap_or(&got), plan, "{words}");
    let next = draft.tasks.iter().find(|task| task.label == "（二）").map(line).unwrap_or_default();
    assert_eq!(next.split('+').next(), Some("（二）管台账：县丙局"), "{words}");
}
