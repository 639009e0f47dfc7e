//! Notices: any text gives a draft. Its tasks are numbered in order and quote the text.

use taizhang::format::plain_text;
use taizhang::notice;

/// Decodes the bytes and reads them as a notice.
pub fn run(bytes: &[u8]) {
    let Ok(text) = plain_text::decode(bytes) else { return };
    let lines = u32::try_from(text.split('\n').count()).unwrap();
    let draft = notice::read(&text);
    for (task, no) in draft.tasks.iter().zip(1..) {
        assert_eq!(task.no, no);
        assert!(1 <= task.lines.0 && task.lines.0 <= task.lines.1 && task.lines.1 <= lines, "{:?}", task.lines);
        assert!(task.section.is_none_or(|at| at < draft.sections.len()));
        for unit in task.leads.iter().chain(&task.partners) {
            assert!(!unit.name.is_empty() && (1..=lines).contains(&unit.at.line), "{unit:?}");
        }
        for item in &task.items {
            assert!(task.text.contains(&item.quote), "{item:?}");
        }
    }
    for finding in &draft.findings {
        assert!((1..=lines).contains(&finding.line), "{finding:?}");
    }
}
