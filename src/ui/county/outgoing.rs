//! Titles and explanations of the county's forms.

use crate::app::forms::outgoing::remarks;
use crate::app::state::county::CountyState;
use crate::app::state::county_screens::OutgoingFile;
use crate::app::state::form::Form;
use crate::app::state::model::Model;

pub(crate) fn title(model: &Model, what: &OutgoingFile) -> String {
    let Some(county) = &model.county else { return String::new() };
    let period = county.period.name();
    match what {
        OutgoingFile::Answer(sha256) => {
            let report = county.index_of(sha256).map(|index| &county.collected.county.reports[index]);
            let whose = report.and_then(|report| Some((county.plan_and_township(report)?.1, report)));
            whose.map_or_else(String::new, |(township, report)| {
                format!("答复 {} {} 第{}次上报", township.name, report.period.name(), report.revision)
            })
        }
        OutgoingFile::AcceptAll => format!("{period} 全部答复收到"),
        OutgoingFile::Missing => format!("{period} 存催报通知"),
        OutgoingFile::Workbook => format!("{period} 存汇总表"),
    }
}

pub(crate) fn summary(
    model: &Model,
    form: &Form,
    what: &OutgoingFile,
    wrap: &dyn Fn(&str) -> Vec<String>,
) -> Vec<String> {
    let Some(county) = &model.county else { return Vec::new() };
    match what {
        OutgoingFile::Answer(sha256) => answer(model, county, form, sha256, wrap),
        OutgoingFile::AcceptAll => {
            let conflicts = match county.table.conflicts {
                0 => String::new(),
                count => format!("有冲突的{count}个不在内，先选定再答复。"),
            };
            let count = county.unanswered().len();
            let mut lines = wrap(&format!(
                "给{count}个已报还没有答复的乡镇各出一份回执，都答复“收到”。{conflicts}回执交给各乡镇打开。"
            ));
            lines.extend(storage_notice(model).into_iter().flat_map(wrap));
            lines
        }
        OutgoingFile::Missing => wrap("存成文本文件，名单已经写好，日期留着空。同名的文件不会盖掉，另起名字。"),
        OutgoingFile::Workbook => wrap("存成表格（.xlsx），WPS、Excel 都能打开。同名的文件不会盖掉，另起名字。"),
    }
}

fn answer(
    model: &Model,
    county: &CountyState,
    form: &Form,
    sha256: &str,
    wrap: &dyn Fn(&str) -> Vec<String>,
) -> Vec<String> {
    let Some(index) = county.index_of(sha256) else { return Vec::new() };
    let mut lines = Vec::new();
    for remark in remarks(model, form, &county.collected.county.reports[index]) {
        lines.extend(wrap(&format!("任务{} 意见：{}", remark.task, remark.text)));
    }
    if let Some(before) = county.collected.answered.get(sha256) {
        lines.extend(wrap(&format!("以前答复过：{}。", before.answer.word())));
    }
    // Wrap each sentence by itself: a low window then drops whole sentences.
    lines.extend(wrap("左右键换答复、换任务；可以给几项任务写意见，换一项再写。"));
    lines.extend(wrap("退回一定要写意见。回执存好后交给乡镇打开。"));
    lines.extend(storage_notice(model).into_iter().flat_map(wrap));
    lines
}

/// Explains the choice of the data folder, if there is one.
fn storage_notice(model: &Model) -> Option<&'static str> {
    let text = "出过的回执留一份底。第一次先选好放在哪里：系统盘（C盘）重装时会清空，有别的盘就选别的盘。";
    (model.candidates.locations.len() > 1).then_some(text)
}
