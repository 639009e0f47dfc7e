//! Reading rules and blanket sentences: applied where the notice says them, from there on.

use super::{gives, read};

#[test]
fn without_the_rule_a_comma_parts_nobody() {
    gives(
        "二、重点任务
        （一）建台账。逐村登记。（责任单位：县甲局，县乙局、各乡镇）
        （二）管台账。专人保管。（责任单位：县乙局，各乡镇）",
        "（一）建台账：县甲局、县乙局、各乡镇〔牵头〕
        （二）管台账：县乙局、各乡镇〔牵头〕",
    );
}

#[test]
fn the_comma_rule_holds_from_its_task_on() {
    gives(
        "二、重点任务
        （一）建台账。逐村登记。（责任单位：县甲局，县乙局、各乡镇）
        （二）管台账。专人保管。（责任单位：县乙局，各乡镇（逗号前为牵头单位，下同））
        （三）用台账。按月分析。
        责任单位：县甲局、各乡镇，县乙局，县丙局
        （四）查台账。每季度抽查。（责任单位：县甲局、县乙局）",
        "（一）建台账：县甲局、县乙局、各乡镇〔牵头〕
        （二）管台账：县乙局｜各乡镇〔配合〕
        （三）用台账：县甲局、各乡镇｜县乙局、县丙局〔牵头〕
        （四）查台账：县甲局、县乙局",
    );
}

#[test]
fn other_reading_rules() {
    for (rule, list, plan) in [
        ("列第一位的为牵头单位，下同", "县甲局、县乙局、各乡镇", "县甲局｜县乙局、各乡镇〔配合〕"),
        ("排在首位的为牵头单位", "县甲局、县乙局", "县甲局｜县乙局"),
        ("第一个单位为牵头单位", "县甲局、各乡镇", "县甲局｜各乡镇〔配合〕"),
        ("分号前为牵头单位", "县甲局、县乙局；各乡镇", "县甲局、县乙局｜各乡镇〔配合〕"),
        ("带★的为牵头单位", "县甲局、★县乙局、各乡镇", "县乙局｜县甲局、各乡镇〔配合〕"),
        ("逗号前为牵头单位，未明确牵头单位的按职责分工负责，下同", "县甲局、县乙局", "县甲局、县乙局"),
    ] {
        gives(
            &format!(
                "二、重点任务（{rule}）\n（一）建台账。逐村登记。（责任单位：{list}）\n（二）管台账。专人保管。（责任单位：县甲局）"
            ),
            &format!("（一）建台账：{plan}\n（二）管台账：县甲局"),
        );
    }
}

#[test]
fn a_rule_about_bold_type_is_a_doubt() {
    gives(
        "二、重点任务（加粗的为牵头单位）
        （一）建台账。逐村登记。（责任单位：县甲局、各乡镇）
        （二）管台账。专人保管。（责任单位：县甲局）",
        "（一）建台账：县甲局、各乡镇〔牵头〕？
        （二）管台账：县甲局",
    );
}

#[test]
fn findings_quote_the_rule_and_its_line() {
    let draft = read("二、重点任务\n（一）建台账。逐村登记。（责任单位：县甲局，各乡镇（逗号前为牵头单位，下同））");
    let finding = draft.findings.iter().find(|finding| finding.text.contains("逗号前为牵头单位")).unwrap();
    assert_eq!((finding.line, finding.task), (2, None));
    assert_eq!((draft.rules[0].quote.at.line, draft.rules[0].quote.at.column), (2, 27));
}

#[test]
fn a_blanket_sentence_binds_every_task_below() {
    gives(
        "二、重点任务
        （一）建台账。逐村登记。
        牵头单位：县甲局
        责任单位：县乙局，各乡镇落实（以下任务均需各乡镇落实，不再列出）
        （二）管台账。专人保管。
        牵头单位：县乙局
        （三）用台账。按月分析。
        牵头单位：县甲局
        责任单位：县丙局、各乡镇",
        "（一）建台账：县甲局｜县乙局、各乡镇〔配合〕
        （二）管台账：县乙局｜+各乡镇〔配合〕
        （三）用台账：县甲局｜县丙局、各乡镇〔配合〕",
    );
}

#[test]
fn blanket_sentences_in_other_words() {
    for words in [
        "以下工作均涉及各乡镇和县工业园区管委会，不再一一列出",
        "以下各项任务均需各乡镇、县工业园区管委会按职责落实，不再单独列出",
        "以下任务均由各乡镇、县工业园区管委会组织实施，不再列出",
    ] {
        gives(
            &format!(
                "二、重点任务\n（一）建台账。逐村登记。〔县甲局牵头，县乙局按职责分工负责。{words}〕\n（二）管台账。专人保管。〔县乙局牵头〕"
            ),
            "（一）建台账：县甲局｜县乙局
            （二）管台账：县乙局｜+各乡镇、县工业园区管委会〔配合〕",
        );
    }
}

#[test]
fn a_blanket_sentence_in_the_preamble() {
    gives(
        "为做好这项工作，制定本方案。以下任务均需各镇（街道）落实，不再列出。
        一、重点任务
        （一）建台账。逐村登记。（责任单位：县甲局）
        （二）管台账。专人保管。（责任单位：县乙局）",
        "（一）建台账：县甲局+各镇（街道）〔配合〕
        （二）管台账：县乙局+各镇（街道）〔配合〕",
    );
}

#[test]
fn a_rule_said_where_a_group_closes_holds_there() {
    gives(
        "二、重点任务
        （一）抓源头。
        1.建台账，逐村登记。
        2.管台账，专人保管。
        （责任单位：县甲局，各乡镇（逗号前为牵头单位，下同））
        （二）抓过程。
        1.查台账，每季度抽查。
        2.评台账，年底评比。
        （责任单位：县乙局，各乡镇）",
        "（一）抓源头：县甲局｜各乡镇〔配合〕
        （二）抓过程：县乙局｜各乡镇〔配合〕",
    );
}

#[test]
fn a_blanket_sentence_not_understood_is_a_finding() {
    let draft = read(
        "二、重点任务（涉及各镇街的，由各镇街具体落实，不再逐一列出）
        （一）建台账。逐村登记。（责任单位：县甲局）",
    );
    assert!(draft.tasks[0].by_blanket.is_empty() && draft.tasks[0].doubts.is_empty());
    assert!(draft.findings.iter().any(|finding| finding.line == 1 && finding.text.contains("不再逐一列出")));
}
