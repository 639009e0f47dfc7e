//! Tests of the matcher, one property each.

use super::*;
use proptest::prelude::*;

#[track_caller]
fn finds(queries: &[&str], text: &str) {
    for query in queries {
        assert!(Query::new(query).is_in(text), "{query} is in {text}");
    }
}

#[track_caller]
fn misses(queries: &[&str], text: &str) {
    for query in queries {
        assert!(!Query::new(query).is_in(text), "{query} is not in {text}");
    }
}

#[test]
fn chinese_and_pinyin_find_the_same() {
    let text = "深入开展青少年科技活动";
    finds(&["青少年", "qingshaonian", "qsn", "qshn", "qingsn", "qsnian", "青s年", "q少nian", "kjhd"], text);
    misses(&["少青年", "nsq", "qingnian", "qsnx", "zgkx"], text);
}

#[test]
fn every_reading_is_tried() {
    finds(&["cq", "chongqing", "zq", "zhongqing"], "重庆");
    finds(&["shan", "dan", "chan"], "单");
    finds(&["yinhang", "yh", "yx"], "银行");
    finds(&["changguan", "zg", "cg"], "长官");
}

#[test]
fn every_office_character_has_readings() {
    let read = |c: char| readings::of(c).collect::<Vec<_>>().join(" ");
    assert_eq!(['青', '单', '绿', '县'].map(read), ["qing jing", "dan chan shan", "lv lu", "xian"]);
    assert_eq!(['a', '5', '，', '\u{0}', '\u{10FFFF}'].map(read), [""; 5]);
    assert!(('一'..='龥').filter(|c| readings::of(*c).next().is_none()).count() <= 10, "but Japanese units");
}

#[test]
fn partial_query_still_matches() {
    let whole = "qingshaonian";
    for end in 1..=whole.len() {
        finds(&[&whole[..end]], "青少年");
    }
    misses(&["qinshaonian", "qingshaoniam"], "青少年");
}

#[test]
fn letter_case_and_width_are_ignored() {
    finds(&["5g", "5Ｇ", "５ｇ", "5Gwl", "app", "ＡＰＰ"], "5G网络和App");
    finds(&["QSN", "ｑｓｎ"], "青少年");
    finds(&["lvse", "lüse", "ls", "luse"], "绿色");
    finds(&["nver", "nuer"], "女儿");
}

#[test]
fn apostrophe_between_syllables_is_ignored() {
    finds(&["xi'an", "xi’an", "xian", "x'a"], "西安");
    finds(&["qing'shao'nian"], "青少年");
    misses(&["'"], "西安");
}

#[test]
fn match_stops_at_punctuation() {
    finds(&["三下乡", "sxx", "“三", "kz“s"], "开展“三下乡”");
    misses(&["kzsxx"], "开展“三下乡”");
}

#[test]
fn every_word_must_match() {
    finds(&["青少年 活动", "hd　qsn", " qsn ", "", "　"], "青少年科技活动");
    misses(&["青少年 农民", "qsn nm"], "青少年科技活动");
}

#[test]
fn ambiguous_readings_stay_fast() {
    let text = "阿安昂埃".repeat(2_000);
    misses(&[&("an".repeat(30) + "x")], &text);
    finds(&["aanangai"], &text);
}

proptest! {
    #[test]
    fn substring_is_found(before in "\\PC{0,8}", word in "[^\\s\\pC]{1,8}", after in "\\PC{0,8}") {
        let text = [before, word.clone(), after].concat();
        prop_assert!(Query::new(&word).is_in(&text));
    }

    #[test]
    fn initials_and_full_readings_match(text in "[一-龥]{1,12}", choices in prop::collection::vec(any::<(u8, bool)>(), 12)) {
        let mut spelled = String::new();
        for (c, (which, whole)) in text.chars().zip(choices) {
            let all: Vec<&str> = readings::of(c).collect();
            let Some(reading) = all.get(usize::from(which) % all.len().max(1)) else { return Ok(()) };
            spelled.push_str(if whole { reading } else { &reading[..1] });
        }
        prop_assert!(Query::new(&spelled).is_in(&text), "{} in {}", spelled, text);
    }
}
