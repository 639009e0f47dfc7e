//! Reports of several periods in one folder, and folders that cannot be read.

use super::*;

fn export(county: &County, township: &str, period: &str) {
    let out = county.inbox.to_str().unwrap();
    office(township).json(&["export", "--period", period, "--out", out, "--today", "2025-10-09"]);
}

/// Three townships; one reported another period.
fn with_one_wrong(wrong: &str) -> County {
    let county = County::new();
    export(&county, "攀莲镇", "2025Q3");
    export(&county, "丙谷镇", "2025Q3");
    export(&county, "草场镇", wrong);
    county
}

#[test]
fn other_period_does_not_take_over() {
    for wrong in ["2025", "2025Q4"] {
        let county = with_one_wrong(wrong);
        let collected = county.collect(&["--today", "2025-10-15"]);
        assert_eq!(collected["period"], "2025Q3", "{wrong}");
        assert_eq!(standing(&collected, "攀莲镇"), received(1));
        let missing = township(&collected, "草场镇");
        assert_eq!((&missing["status"], &missing["other_periods"]), (&json!("missing"), &json!([wrong])));
        let periods = json!([{"period": "2025Q3", "townships": 2}, {"period": wrong, "townships": 1}]);
        assert_eq!(collected["periods"], periods);
        let [other] = &collected["other_periods"].as_array().unwrap()[..] else { panic!("{collected}") };
        assert_eq!(
            (&other["period"], &other["code"], &other["townships"]),
            (&json!(wrong), &json!("510421107"), &json!(1))
        );
    }
}

#[test]
fn table_names_the_other_period() {
    let county = with_one_wrong("2025Q4");
    let told = county.run(&["--today", "2025-10-15"]).done();
    assert!(told.starts_with("2025年三季度：11个乡镇，2个已报，9个没有报。"), "{told}");
    assert!(told.contains("没有报，另报了2025年四季度"), "{told}");
    assert!(told.contains("2025年四季度：1个乡镇（用 --period 2025Q4 看）"), "{told}");
    let csv = county.run(&["--today", "2025-10-15", "--format", "csv"]).done();
    let row = csv.lines().find(|line| line.contains("草场镇")).unwrap();
    assert!(csv.lines().next().unwrap().ends_with(",other_periods") && row.ends_with(",2025Q4"), "{row}");
    let asked = county.collect(&["--today", "2025-10-15", "--period", "2025Q4"]);
    assert_eq!(standing(&asked, "草场镇"), received(1));
    assert_eq!(township(&asked, "攀莲镇")["other_periods"], json!(["2025Q3"]));
}

#[test]
fn several_plans_share_the_usual_period() {
    let county = County::new();
    export(&county, "攀莲镇", "2025Q3");
    let plan = county.inbox.join("规划.ron");
    fs::write(&plan, other_plan()).unwrap();
    let other = Office::new();
    let (plan, out) = (plan.to_str().unwrap(), county.inbox.to_str().unwrap());
    other.run(&["--plan", plan, "setup", "--township", "桐子林镇", "--reporter", "李四"]).done();
    other.run(&["--plan", plan, "export", "--period", "2025", "--out", out, "--today", "2025-10-09"]).done();
    let collected = county.collect(&["--today", "2025-10-15"]);
    assert_eq!(collected["period"], "2025Q3");
    assert_eq!(collected["townships"].as_array().unwrap().len(), 22);
    assert_eq!(township(&collected, "桐子林镇")["other_periods"], json!(["2025"]));
    // Townships of one plan do not concern the other plan.
    assert_eq!(township(&collected, "攀莲镇")["other_periods"], json!([]));
}

#[test]
fn unreadable_folder_is_refused() {
    let county = County::new();
    let gone = county.inbox.join("没有这个");
    let (gone, inbox) = (gone.to_str().unwrap(), county.inbox.to_str().unwrap());
    let book = county.office.folder.path().join("汇总.xlsx");
    let xlsx = ["--xlsx", book.to_str().unwrap()];
    for (folders, more) in
        [(&[gone][..], &[][..]), (&[gone], &["--format", "json"]), (&[gone, inbox], &[]), (&[gone], &xlsx)]
    {
        let answer = county.office.run(&[&["collect"], folders, more].concat());
        assert_eq!(answer.out, "", "no table of townships that are said to be missing");
        let sentence = answer.refused(3);
        assert!(sentence.contains("没有这个 读不了") && sentence.contains("请核对路径"), "{sentence}");
    }
    assert!(!book.exists());
    // It is named beside files that were read, and the others count.
    report(&office("攀莲镇"), &county.inbox);
    let collected = county.office.json(&["collect", gone, inbox]);
    let rejected = county.names(&collected["rejected"], "reason");
    assert_eq!(rejected, [("没有这个".to_owned(), "没有这个文件夹或文件。请核对路径。".to_owned())]);
    assert_eq!(standing(&collected, "攀莲镇"), received(1));
}
