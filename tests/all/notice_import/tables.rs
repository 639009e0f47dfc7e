//! Tables: separated by tabs, in Markdown, or flattened cell by cell.

use super::gives;

#[test]
fn rows_split_by_tabs() {
    gives(
        "序号\t工作任务\t具体措施\t牵头单位\t配合单位\t完成时限
        1\t建台账\t逐村登记，一户一档。\t县甲局\t县乙局、各乡镇\t2027年6月底前
        2\t管台账\t专人保管。\t县乙局\t—\t长期坚持",
        "1建台账：县甲局｜县乙局、各乡镇〔配合〕@2027年6月底前
        2管台账：县乙局｜@长期坚持",
    );
}

#[test]
fn markdown_rows() {
    gives(
        "| 序号 | 任务 | 责任单位 | 分值 |
        | --- | --- | --- | --- |
        | 1 | 建台账。逐村登记。 | 县甲局、各镇街 | 10 |
        | 2 | 管台账。专人保管。 | 县乙局 | 5 |",
        "1建台账：县甲局、各镇街〔牵头〕
        2管台账：县乙局",
    );
}

#[test]
fn merged_cells_name_the_group() {
    let text = "序号\t重点任务\t主要内容\t牵头部门\t责任单位
        1\t强基础\t建台账。\t县甲局\t各乡镇
        2\t\t管台账。\t县乙局\t县丙局";
    gives(text, "1建台账：县甲局｜各乡镇〔配合〕\n2管台账：县乙局｜县丙局");
    let draft = super::read(text);
    assert_eq!(draft.sections.iter().map(|section| section.title.as_str()).collect::<Vec<_>>(), ["强基础"]);
    assert!(draft.tasks.iter().all(|task| task.section == Some(0)));
}

#[test]
fn row_continues_in_the_next() {
    gives(
        "序号\t工作任务\t牵头单位\t配合单位
        1\t建台账，逐村登记，\t县甲局\t县乙局、
        \t做到一户一档。\t\t各乡镇",
        "1建台账，逐村登记，做到一户一档：县甲局｜县乙局、各乡镇〔配合〕",
    );
}

#[test]
fn cells_on_separate_lines() {
    gives(
        "县2027年重点任务清单
        序号
        主要内容
        牵头部门
        责任单位
        1
        推进电子台账在各村的应用，做到
        一户一档。
        县农业农村
        局
        县乡村振兴局、县大
        数据中心、各乡镇
        2
        管好台账，
        严防丢
        失。
        县档案馆
        —",
        "1推进电子台账在各村的应用，做到一户一档：县农业农村局｜县乡村振兴局、县大数据中心、各乡镇〔配合〕
        2管好台账，严防丢失：县档案馆｜",
    );
}

#[test]
fn split_table_over_two_pages() {
    gives(
        "序号
        主要内容
        牵头部门
        责任单位
        1
        推进电子台账应用，执行《县台账
        县农业农村
        局
        县乡村振兴局、县水
        序号
        主要内容
        牵头部门
        责任单位
        管理办法》。
        利局
        2
        管好台账。县档案馆
        各乡镇",
        "1推进电子台账应用，执行《县台账管理办法》：县农业农村局｜县乡村振兴局、县水利局
        2管好台账：县档案馆｜各乡镇〔配合〕",
    );
}

#[test]
fn split_table_without_full_stops() {
    gives(
        "序
        号
        工作
        任务
        牵头
        单位
        配合单位
        完成时限
        1
        建立电子台账，逐村逐户登记
        造册
        县甲局
        县乙局、
        各乡镇
        2027年6月
        底前
        2
        管好台账
        县乙局
        各乡镇
        长期",
        "1建立电子台账，逐村逐户登记造册：县甲局｜县乙局、各乡镇〔配合〕@2027年6月底前
        2管好台账：县乙局｜各乡镇〔配合〕@长期",
    );
}

#[test]
fn single_cell_names_rows_below() {
    let text = "序号\t工作任务\t责任单位
        一、强基础
        1\t建台账\t县甲局
        二、抓过程
        2\t查台账\t各镇街";
    gives(text, "1建台账：县甲局\n2查台账：各镇街〔牵头〕");
    let sections = super::read(text).sections;
    assert_eq!(sections.iter().map(|section| section.title.as_str()).collect::<Vec<_>>(), ["强基础", "抓过程"]);
}

#[test]
fn units_only_in_the_annex() {
    gives(
        "一、重点任务
        （一）建台账。逐村登记。
        （二）管台账。专人保管。
        附件
        任务分工表
        序号\t工作任务\t责任单位及责任人\t完成日期
        1\t建台账\t县甲局、各乡镇\t2027年6月
        2\t管台账\t县乙局\t长期",
        "1建台账：县甲局、各乡镇〔牵头〕@2027年6月
        2管台账：县乙局@长期",
    );
}

#[test]
fn markdown_groups_and_notes() {
    let text = "| 序号 | 工作任务 | 主要举措 | 牵头单位 | 配合单位 |
        |---|---|---|---|---|
        | 一 | 强基础 | | | |
        | 1 | 建台账 | 逐村登记。 | 县甲局 | 县乙局<br>县丙局 |
        | 二 | 抓过程 | | | |
        | 2 | 查台账 | 每季度抽查。 | 县乙局 | |
        注：以上任务各乡镇均为责任单位，不再一一列出。";
    gives(text, "1建台账：县甲局｜县乙局、县丙局+各乡镇〔配合〕\n2查台账：县乙局｜+各乡镇〔配合〕");
    let sections = super::read(text).sections;
    assert_eq!(sections.iter().map(|section| section.title.as_str()).collect::<Vec<_>>(), ["强基础", "抓过程"]);
}
