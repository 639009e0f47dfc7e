//! Undo restores the exact state, on the screen and by commands.

use proptest::prelude::*;
use taizhang::app::message::Msg;
use taizhang::domain::ledger::{Change, Hex16, Ledger};

use crate::effects::entry;
use crate::office::Office;
use crate::screen::Clerk;
use crate::test_pc::{Records, change, state};

/// Output of `list`, `show` and `activity list`.
fn printed(office: &Office) -> Vec<String> {
    let commands: [&[&str]; 5] = [
        &["list", "--all", "--format", "json"],
        &["list"],
        &["show", "5", "--format", "json"],
        &["activity", "list", "--format", "json"],
        &["activity", "list"],
    ];
    commands.iter().map(|args| office.run(args).done()).collect()
}

#[test]
fn commands_undo_and_redo() {
    let office = Office::of_panlian();
    let photo = office.folder.path().join("照片.jpg");
    std::fs::write(&photo, "照片").unwrap();
    let add = ["activity", "add", "--task", "5", "--date", "2025-03-12", "--title", "集市宣传", "--people", "320"];
    office.run(&add).done();
    office.run(&["item", "add", "--task", "5", "请老专家讲课"]).done();
    let activity = office.json(&["activity", "list"])[0]["id"].as_str().unwrap().to_owned();
    let shown = office.json(&["show", "5"]);
    let items = shown["items"].as_array().unwrap();
    let own = items.iter().find(|item| item["own"] == true).unwrap()["id"].as_str().unwrap().to_owned();
    let photo = photo.to_str().unwrap();
    let commands: [&[&str]; 12] = [
        &["mark", "5.1", "done", "--on", "2025-03-12"],
        &["mark", "5.1", "na", "--reason", "没有集市"],
        &["mark", "17.1", "doing"],
        &["mark", &own, "done"],
        &["remark", "5", "--problem", "经费不足", "--next", "争取支持"],
        &["remark", "5", "--problem", ""],
        &["activity", "edit", &activity, "--task", "6", "--people", "-", "--place", "镇政府门口"],
        &["activity", "edit", &activity, "--date", "2025-05-01", "--evidence", photo],
        &["activity", "drop", &activity],
        &["activity", "add", "--task", "5", "--date", "2025-04-01", "--title", "讲座", "--funds", "500"],
        &["item", "drop", &own],
        &["item", "add", "--task", "5", "到村里讲一次"],
    ];
    for args in commands {
        let before = printed(&office);
        office.run(args).done();
        let after = printed(&office);
        assert!(before != after, "{args:?} is seen");
        office.run(&["undo"]).done();
        assert!(printed(&office) == before, "{args:?}");
        office.run(&["redo"]).done();
        assert!(printed(&office) == after, "{args:?}");
    }
    // Undo everything, including the two changes before.
    for _ in 0..commands.len() + 2 {
        office.run(&["undo"]).done();
    }
    assert!(printed(&office) == printed(&Office::of_panlian()), "as on the first day");
    office.run(&["undo"]).refused(3);
}

/// The open ledger.
fn ledger(clerk: &Clerk) -> &Ledger {
    &clerk.model.open.as_ref().unwrap().ledger
}

/// The frame without its message, and the records that it does not show.
fn seen(clerk: &mut Clerk) -> (String, Records) {
    clerk.press("F1 Esc");
    (clerk.frame(), state(ledger(clerk)))
}

fn record(clerk: &mut Clerk, change: Change) {
    let entry = entry(ledger(clerk), Hex16(0xA), change);
    clerk.take(Msg::Recorded(Box::new(entry)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn screen_undoes_and_redoes(
        before in proptest::collection::vec(change(), 0..8), change in change(), way in "[下上]{0,5}",
    ) {
        let mut clerk = Clerk::in_panlian("2025-11-23");
        for change in before {
            record(&mut clerk, change);
        }
        for key in way.chars() {
            clerk.press(&key.to_string());
        }
        let before = seen(&mut clerk);
        record(&mut clerk, change);
        let after = seen(&mut clerk);
        clerk.press("F8");
        prop_assert_eq!(seen(&mut clerk), before);
        clerk.press("F9");
        prop_assert_eq!(seen(&mut clerk), after);
    }
}
