//! Recognises the names of units by their endings. There is no list of units.

use super::brackets;
use super::words::{self, find_prefix, find_suffix, is_one_of, starts_with};

/// Endings of units, of their departments, and of classes of units.
const ENDINGS: &str = "局 委 办 部 厅 院 会 社 署 处 科 股 所 站 队 组 司 室 馆 校 园 段 厂 行 协 联 中心 集团 中支 政府 \
                       团 学 单位 部门 机构 企业 组织 乡 镇 街道 街 县 市 区 省 州 盟 旗 村 专班 海关 口岸 人大 电网 铁路 \
                       邮政 电信 移动 联通 铁塔 广电 烟草 石油 石化 保险 运营商 主体 税务 气象 消防 平台 联盟 基地 投 \
                       水务 燃气 供电 农场 林场 牧场 渔场 茶场 电视台 气象台 广播台 台办 新城 机场";

/// Words with such an ending that are no units.
const NO_ENDINGS: &str = "社会 大会 机会 会议 全部 内部 干部 外部 局部 城市 都市 市场 场所 住所 发行 进行 执行 运行 实行 推行 \
                          施行 先行 可行 自行 并行 一行 科学 教学 入学 同学 全省 全市 全县 全区 地区";

/// Endings of complete names. 县文化广电 continues, and 企业 names nobody.
const COMPLETE: &str = "局 委 办 部 厅 院 会 社 署 处 科 队 组 室 校 中心 公司 集团 银行 支行 分行 中支 政府 单位 部门 机构 乡 镇 \
                        街道 县 市 区 州 海关 专班";

/// The longest name. Anything longer is prose.
const NAME_MAX: usize = 40;

/// Characters that no name contains.
const FOREIGN: &str = "。；;！？!?：:《》\"";

/// Beginnings of prose: 推进…中心 is an activity, no unit.
const PROSE: &str = "推进 加强 建立 完善 落实 推动 按照 根据 对 通过 鼓励 支持 做好 以及 依托 向 为 将 在";

/// Whether the words look like a unit or a class of units.
#[must_use]
pub fn is_unit(name: &[char]) -> bool {
    let bare = without_bracket(name);
    (2..=NAME_MAX).contains(&bare.len())
        && !name.iter().any(|c| FOREIGN.contains(*c))
        && ends_like_a_unit(bare)
        && find_prefix(bare, PROSE).is_none()
}

/// Whether the words have the ending of a unit. A single 市 counts.
#[must_use]
pub fn ends_like_a_unit(name: &[char]) -> bool {
    find_suffix(name, ENDINGS).is_some() && (starts_with(name, "各") || find_suffix(name, NO_ENDINGS).is_none())
}

/// Whether the words have the ending of a unit, before a bracket if there is one.
#[must_use]
pub fn ends_like_a_name(name: &[char]) -> bool {
    ends_like_a_unit(without_bracket(name))
}

/// Whether a name is complete and certainly a unit's: 市教育局, not 市教育.
#[must_use]
pub fn is_surely_unit(name: &[char]) -> bool {
    let bare = without_bracket(name);
    bare.len() >= 2
        && find_suffix(bare, COMPLETE).is_some()
        && ends_like_a_unit(bare)
        && find_suffix(bare, "社区 党组 主管部门").is_none()
}

/// Whether a heading is the name of a unit whose duties follow: （一）县教育局, not （一）打造区域科创中心.
#[must_use]
pub fn heads_duties(title: &[char]) -> bool {
    const OFFICES: &str = "局 委 办 部 院 会 社 政府 办公室 公司 乡 镇 街道";
    const ACTS: &str = "加快 打造 优化 强化 提升 做强 扎实 深入 全面 积极 持续 着力 进一步 健全 规范 培育 大力 抓好 深化 开展 发挥 \
                        构建 严格";
    let is_local = title.first().is_some_and(|c| "县市区省各乡镇".contains(*c));
    let ends = find_suffix(without_bracket(title), OFFICES).is_some() || (is_local && is_surely_unit(title));
    title.len() <= 20 && is_unit(title) && ends && find_prefix(title, ACTS).is_none()
}

/// Removes a bracket at the end: 市级有关部门（单位）.
#[must_use]
pub fn without_bracket(name: &[char]) -> &[char] {
    if !name.last().is_some_and(|c| brackets::is_closing(*c)) {
        return name;
    }
    let mut depth = 0_usize;
    for (at, c) in name.iter().enumerate().rev() {
        if brackets::is_closing(*c) {
            depth += 1;
        } else if brackets::is_opening(*c) {
            depth -= 1;
            if depth == 0 {
                return &name[..at];
            }
        }
    }
    name
}

/// Removes all brackets with their content.
#[must_use]
pub fn without_brackets(name: &[char]) -> Vec<char> {
    let mut depth = 0_usize;
    let mut kept = Vec::with_capacity(name.len());
    for c in name {
        if brackets::is_opening(*c) {
            depth += 1;
        } else if brackets::is_closing(*c) {
            depth = depth.saturating_sub(1);
        } else if depth == 0 {
            kept.push(*c);
        }
    }
    kept
}

/// The classes of local governments.
const CLASSES: &str = "省 自治区 直辖市 市 州 盟 地区 县 区 旗 县级市 市州 县区 市区 乡 镇 街道 乡镇 镇街 街 村";

/// Whether the name is a class of local governments that may share its ending with the next name: 各市 in
/// 各市、州、县人民政府.
#[must_use]
pub fn is_open_class(name: &[char]) -> bool {
    let name = without_brackets(name);
    let all = find_prefix(&name, "各有关 各相关 各 有关 相关 全市各 全县各 全区各 全省各 所辖");
    let class = &name[all.map_or(0, words::char_count)..];
    is_one_of(class, CLASSES) && (all.is_some() || class.len() == 1)
}

/// Whether the name may follow such a class: 州, 县, 县级市, 县（市、区）, with or without 人民政府.
#[must_use]
pub fn continues_class(name: &[char]) -> bool {
    is_one_of(without_government(&without_brackets(name)), CLASSES)
}

/// Whether the name only says government, after a party committee: 各乡镇党委、政府 is one name.
#[must_use]
pub fn is_only_government(name: &[char]) -> bool {
    is_one_of(name, "政府 人民政府 管委会 办事处")
}

/// Removes 人民政府, 办事处 or 党委 from the name of a place.
#[must_use]
pub fn without_government(name: &[char]) -> &[char] {
    const GOVERNMENT: &str = "人民政府 政府 街道办事处 办事处 党工委 党委 管委会 管理委员会 党政办";
    let mut rest = name;
    while let Some(word) = find_suffix(rest, GOVERNMENT).filter(|word| rest.len() > words::char_count(word)) {
        // The place of 各街道办事处 is 各街道.
        let kept = if word == "街道办事处" { 2 } else { 0 };
        rest = &rest[..rest.len() - words::char_count(word) + kept];
        while rest.last().is_some_and(|c| "、和及与".contains(*c)) {
            rest = &rest[..rest.len() - 1];
        }
    }
    rest
}

/// Whether the name means townships: 各乡镇, 各镇（街道）, 各街道办事处, 城关镇人民政府.
#[must_use]
pub fn is_township(name: &[char]) -> bool {
    const TOWNSHIPS: &str = "乡镇 乡 镇 街道 镇街 街镇 街办 镇办 乡办 镇场 镇区 乡镇街 苏木";
    const OTHERS: &str = "小镇 古镇 城镇 集镇 村镇 城乡 下乡 家乡 一街";
    let plain = without_brackets(name);
    let place = without_government(&plain);
    if starts_with(&plain, "各办事处") || (starts_with(&plain, "各街") && place.len() <= 3) {
        return true;
    }
    // A 小镇 (theme town) has a 管委会. A 镇 (town) has a government.
    find_suffix(&plain, "管委会 管理委员会").is_none()
        && place.len() <= 16
        && find_suffix(place, TOWNSHIPS).is_some()
        && find_suffix(place, OTHERS).is_none()
}

/// The same for a string.
#[must_use]
pub fn means_townships(name: &str) -> bool {
    is_township(&name.chars().collect::<Vec<_>>())
}
