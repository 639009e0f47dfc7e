//! Writes a plan as text for people: one field a line, with comments.

use std::fmt::Write as _;

use serde::Serialize;

use crate::domain::plan::{Action, Item, Plan, Safeguard, Task};

use super::FileFormat;
use super::head::options;

/// Writes a plan without a seal. `comments` become lines at the head of the text.
pub fn write(plan: &Plan, comments: &[String]) -> Result<String, ron::Error> {
    let mut out = PlanWriter { text: "#![enable(implicit_some)]\n\n".to_owned(), depth: 0 };
    for line in comments.iter().flat_map(|comment| comment.lines()) {
        out.line(&format!("// {line}"));
    }
    out.open("(");
    out.field("format", FORMAT.name)?;
    out.field("version", &plan.format_version())?;
    out.field("id", &plan.id)?;
    out.field("title", &plan.title)?;
    out.field("short", &plan.short)?;
    if plan.revision != 1 {
        out.field("revision", &plan.revision)?;
    }
    out.open("notice: (");
    let notice = &plan.notice;
    out.field("title", &notice.title)?;
    out.field("number", &notice.number)?;
    out.field("issuer", &notice.issuer)?;
    out.field("date", &notice.date)?;
    out.field("years", &notice.years)?;
    out.field("goal", &notice.goal)?;
    out.close("),");
    out.line("// 责任单位里写这些词，就是指下面的每一个乡镇。");
    out.field("townships_named", &plan.townships_named)?;
    out.line("// 乡镇名单：统计用区划代码（九位）和名称。");
    out.list("roster", &plan.roster, PlanWriter::value)?;
    if !plan.abolished.is_empty() {
        out.line("// 已经撤销的乡镇：收到以它们的名义上报的文件，程序拒收并说出 sentence 这句话。");
        out.list("abolished", &plan.abolished, PlanWriter::value)?;
    }
    out.line("// leads 牵头单位，partners 配合单位；parted: false 表示通知没有区分，所有单位都放在 leads。");
    out.line("// 清单 items：text 要办的事，quote 它在正文里的出处，cycle 每年都办 yearly、每半年 halfyearly、每季度 quarterly、每月 monthly，或期内一次 once。");
    out.list("actions", &plan.actions, PlanWriter::action)?;
    out.list("safeguards", &plan.safeguards, PlanWriter::safeguard)?;
    out.list("errata", &plan.errata, PlanWriter::value)?;
    if !plan.former.is_empty() {
        out.line("// 乡镇用过的代码：was 原来的代码和名称，now 现在名单里的代码。");
        out.list("former", &plan.former, PlanWriter::value)?;
    }
    if !plan.reports.is_empty() {
        out.line("// 什么时候上报：every 每季度 quarter 等，days_after 期满后几天内。");
        out.list("reports", &plan.reports, PlanWriter::value)?;
    }
    if !plan.retired.is_empty() {
        out.line("// 原条目：以前的版本里有、现在没有的清单，编号不再用。");
        out.list("retired", &plan.retired, PlanWriter::value)?;
    }
    out.close(")");
    Ok(out.text)
}

struct PlanWriter {
    text: String,
    depth: usize,
}

impl PlanWriter {
    fn line(&mut self, line: &str) {
        let _ = writeln!(self.text, "{:width$}{line}", "", width = self.depth * 4);
    }

    fn open(&mut self, line: &str) {
        self.line(line);
        self.depth += 1;
    }

    fn close(&mut self, line: &str) {
        self.depth -= 1;
        self.line(line);
    }

    fn field<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), ron::Error> {
        let value = implicit_some().to_string(value)?;
        self.line(&format!("{name}: {value},"));
        Ok(())
    }

    /// Writes a field, unless it has no value.
    fn optional<T: Serialize>(&mut self, name: &str, value: Option<&T>) -> Result<(), ron::Error> {
        value.map_or(Ok(()), |value| self.field(name, value))
    }

    fn value<T: Serialize>(&mut self, value: &T) -> Result<(), ron::Error> {
        let value = implicit_some().to_string(value)?;
        self.line(&format!("{value},"));
        Ok(())
    }

    fn list<T>(
        &mut self,
        name: &str,
        values: &[T],
        write: impl Fn(&mut Self, &T) -> Result<(), ron::Error>,
    ) -> Result<(), ron::Error> {
        if values.is_empty() {
            self.line(&format!("{name}: [],"));
            return Ok(());
        }
        self.open(&format!("{name}: ["));
        for value in values {
            write(self, value)?;
        }
        self.close("],");
        Ok(())
    }

    fn action(&mut self, action: &Action) -> Result<(), ron::Error> {
        self.open("(");
        self.field("no", &action.no)?;
        self.field("title", &action.title)?;
        self.list("tasks", &action.tasks, Self::task)?;
        self.close("),");
        Ok(())
    }

    fn task(&mut self, task: &Task) -> Result<(), ron::Error> {
        self.open("(");
        self.field("no", &task.no)?;
        self.optional("label", task.label.as_ref())?;
        self.field("title", &task.title)?;
        self.field("text", &task.text)?;
        self.field("leads", &task.leads)?;
        self.field("partners", &task.partners)?;
        self.field("parted", &task.parted)?;
        self.optional("remark", task.remark.as_ref())?;
        self.optional("due", task.due.as_ref())?;
        self.list("items", &task.items, Self::item)?;
        self.close("),");
        Ok(())
    }

    fn item(&mut self, item: &Item) -> Result<(), ron::Error> {
        self.open("(");
        self.field("id", &item.id)?;
        self.field("text", &item.text)?;
        self.field("quote", &item.quote)?;
        self.field("cycle", &item.cycle)?;
        self.optional("due", item.due.as_ref())?;
        self.optional("target", item.target.as_ref())?;
        self.close("),");
        Ok(())
    }

    fn safeguard(&mut self, one: &Safeguard) -> Result<(), ron::Error> {
        self.open("(");
        self.field("no", &one.no)?;
        self.field("title", &one.title)?;
        self.field("text", &one.text)?;
        self.field("leads", &one.leads)?;
        self.field("partners", &one.partners)?;
        self.close("),");
        Ok(())
    }
}

fn implicit_some() -> ron::Options {
    options().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME)
}

/// The `format` of a plan, and its newest version.
pub const FORMAT: FileFormat = FileFormat { name: "taizhang-plan", version: 2 };

#[cfg(test)]
mod tests {
    use crate::domain::plan::{Cycle, Former, Per, ReportRule, Township};
    use crate::format::plan::{read, read_draft, sealed, survives};
    use crate::format::seal;

    const PLAN: &str = include_str!("../../data/miyi-2021-2025.ron");

    #[test]
    fn written_plan_reads_back_equal() {
        let mut plan = read(PLAN.as_bytes()).unwrap().plan;
        let text = super::write(&plan, &["说明\n第二行".to_owned()]).unwrap();
        assert!(survives(&plan, &text) && text.contains("\n// 第二行\n"), "{text}");
        plan.revision = 3;
        plan.title = "引号\"、反斜线\\、换行\n".to_owned();
        let task = &mut plan.actions[0].tasks[0];
        task.due = Some("2025-06-30".parse().unwrap());
        task.items[0].due = Some("monthly 25".parse().unwrap());
        let text = super::write(&plan, &[]).unwrap();
        assert!(survives(&plan, &text) && text.contains("version: 1,"), "{text}");
        plan.reports = vec![ReportRule { every: Per::Quarter, days_after: 10 }];
        plan.retired = vec![("1.9".to_owned(), "原来的".to_owned())];
        let was = Township { code: "510421999".to_owned(), name: "攀莲镇".to_owned() };
        plan.former = vec![Former { was, now: "510421100".to_owned() }];
        plan.actions[0].tasks[0].label = Some("（一）".to_owned());
        plan.actions[0].tasks[0].items[0].cycle = Cycle::Quarterly;
        let text = super::write(&plan, &[]).unwrap();
        assert!(survives(&plan, &text) && text.contains("version: 2,"), "{text}");
        assert_eq!(plan.faults(), []);
    }

    #[test]
    fn seal_is_outside_the_plan() {
        let plain = read(PLAN.as_bytes()).unwrap();
        let text = sealed(PLAN.as_bytes()).unwrap();
        assert_eq!(read(text.as_bytes()).unwrap().sha256, plain.sha256);
        assert_eq!(plain.sha256, seal::sha256(PLAN.as_bytes()));
        assert_eq!(sealed(text.as_bytes()).unwrap(), text, "sealing twice changes nothing");
        let crlf = text.replace('\n', "\r\n");
        assert_eq!(read(crlf.as_bytes()).unwrap().sha256, plain.sha256);
        let edited = text.replacen("攀莲镇", "攀连镇", 1);
        assert_eq!(read_draft(edited.as_bytes()).unwrap_err(), crate::format::FormatError::BrokenPlanSeal);
    }
}
