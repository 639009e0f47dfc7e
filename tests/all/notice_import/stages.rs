//! Each stage by itself: lines, blocks, statements, names, parts.

use taizhang::notice::blocks::{self, Blocks};
use taizhang::notice::draft::TextPosition;
use taizhang::notice::labels::{self, Label, UnitRole};
use taizhang::notice::lines;
use taizhang::notice::lists;
use taizhang::notice::marks::{self, HeadingLevel};
use taizhang::notice::notes::ReadingRule;
use taizhang::notice::roles;
use taizhang::notice::statement::StatementForm;
use taizhang::notice::statement_finder;

fn chars(text: &str) -> Vec<char> {
    text.chars().collect()
}

fn blocks_of(text: &str) -> Blocks {
    blocks::build(&lines::read(text))
}

#[test]
fn lines_lose_markdown_and_blanks() {
    let lines =
        lines::read("## **（一）建 台账**\n\n- 3 -\n于2027 年6 月前建好 open data 台账。\n---\n\u{feff}第 4 页");
    let read: Vec<_> = lines.iter().map(|line| (line.no, line.label.as_str(), line.words())).collect();
    assert_eq!(read, [(1, "（一）", "建台账".to_owned()), (4, "", "于2027年6月前建好open data台账。".to_owned())]);
}

#[test]
fn heading_numbers_are_parsed() {
    for (text, level, number) in [
        ("一、总则", HeadingLevel::Chapter, 1),
        ("二十一、附则", HeadingLevel::Chapter, 21),
        ("（十二）建台账", HeadingLevel::Section, 12),
        ("(3)建台账", HeadingLevel::Sub, 3),
        ("3）建台账", HeadingLevel::Sub, 3),
        ("10.建台账", HeadingLevel::Item, 10),
        ("1﹒建台账", HeadingLevel::Item, 1),
        ("2.2027年建台账", HeadingLevel::Item, 2),
        ("第三条 建台账", HeadingLevel::Item, 3),
        ("第二章 任务", HeadingLevel::Part, 2),
        ("③建台账", HeadingLevel::Circled, 3),
    ] {
        let mark = marks::read(&chars(text)).unwrap();
        assert_eq!((mark.level, mark.number), (level, number), "{text}");
    }
    for text in ["2027年工作要点", "1.5万户", "3 个村", "12345热线", "建台账", "一是建台账", ""] {
        assert_eq!(marks::read(&chars(text)), None, "{text}");
    }
}

#[test]
fn blocks_nest_by_number() {
    let blocks = blocks_of("县方案\n一、甲\n（一）乙\n1.丙\n2.丁\n（二）戊\n二、己").blocks;
    let tree: Vec<_> = blocks.iter().map(|block| (block.label.as_str(), block.parent)).collect();
    assert_eq!(
        tree,
        [
            ("", None),
            ("一、", None),
            ("（一）", Some(1)),
            ("1.", Some(2)),
            ("2.", Some(2)),
            ("（二）", Some(1)),
            ("二、", None)
        ]
    );
}

#[test]
fn joined_text_keeps_its_source() {
    let blocks = blocks_of("一、甲\n（一）建台\n账，逐 村登记。");
    let source = &blocks.blocks[2].source;
    assert_eq!(source.text(0..source.len()), "建台账，逐村登记。");
    assert_eq!(source.spot(0), TextPosition { line: 2, column: 4 });
    assert_eq!(source.spot(2), TextPosition { line: 3, column: 1 });
    assert_eq!(source.spot(5), TextPosition { line: 3, column: 5 }, "behind the blank");
    assert!(source.begins_line(2) && !source.begins_line(5));
}

#[test]
fn field_labels_are_parsed() {
    for (text, label) in [
        ("责任单位：", Label::Units(UnitRole::Responsible)),
        ("牵头部门:", Label::Units(UnitRole::Lead)),
        ("牵头（责任）单位：", Label::Units(UnitRole::Lead)),
        ("配合单位：", Label::Units(UnitRole::Partner)),
        ("完成时限：", Label::Deadline),
        ("时间节点：", Label::Deadline),
        ("责任人：", Label::Other),
        ("督导单位：", Label::Other),
    ] {
        assert_eq!(labels::read(&chars(text)).map(|(label, _)| label), Some(label), "{text}");
    }
    for text in ["任务：", "县甲局：", "落实：", "主要责任如下：", "责任单位", ""] {
        assert_eq!(labels::read(&chars(text)), None, "{text}");
    }
}

#[test]
fn statement_form_is_recognised() {
    let forms = |text: &str| -> Vec<StatementForm> {
        let blocks = blocks_of(&format!("一、甲\n（一）建台账。{text}"));
        statement_finder::find(&blocks.blocks[2].source, blocks.width).iter().map(|one| one.form).collect()
    };
    assert_eq!(forms("（责任单位：县甲局）"), [StatementForm::Labelled]);
    assert_eq!(forms("（县甲局牵头）再登记。（县乙局负责）"), [StatementForm::Verbs, StatementForm::Verbs]);
    assert_eq!(forms("〔县甲局、各乡镇〕"), [StatementForm::Bare]);
    assert_eq!(forms("（以下简称台账）"), []);
}

#[test]
fn lists_give_names_and_separators() {
    let text = chars("县甲局、县乙局，各乡镇（逗号前为牵头单位，下同）");
    let listing = lists::read(&text, 0..text.len());
    let names: Vec<_> = listing.names.iter().map(|name| (name.range.clone(), name.commas)).collect();
    assert_eq!(names, [(0..3, 0), (4..7, 0), (8..11, 1)]);
    assert_eq!(listing.notes.first(), Some(&(12..text.len() - 1)));
    assert!(listing.doubtful.is_empty() && !listing.has_verb);
}

#[test]
fn rule_splits_unlabelled_units() {
    let blocks = blocks_of("一、甲\n（一）建台账。（责任单位：县甲局，各乡镇）");
    let source = &blocks.blocks[2].source;
    let statement = &statement_finder::find(source, blocks.width)[0];
    let names = |rules: &[ReadingRule]| {
        let group = roles::divide(statement, rules);
        let words = |ranges: &[std::ops::Range<usize>]| {
            ranges.iter().map(|range| source.text(range.clone())).collect::<Vec<_>>()
        };
        (words(&group.leads), words(&group.partners), group.parted)
    };
    assert_eq!(names(&[]), (vec!["县甲局".to_owned(), "各乡镇".to_owned()], vec![], false));
    assert_eq!(names(&[ReadingRule::BeforeComma]), (vec!["县甲局".to_owned()], vec!["各乡镇".to_owned()], true));
}
