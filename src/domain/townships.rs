//! The townships of China (全国乡镇名录): every province, city, county and township with its statistical code. The list
//! is large, so it is unpacked only when somebody chooses a township or imports a notice.
//!
//! ```text
//! 51四川省                              2 digits: a province
//! 5104攀枝花市                          4 digits: a city
//! 510421米易县 100攀莲 丙谷 ... 105白马   6 digits: a county, and its townships in the order of their codes
//! ```
//!
//! `data/townships/README.md` describes the lines in full.

pub mod mentions;

use std::collections::BTreeMap;

use super::plan::Township;
use super::search::Query;
use super::search::names::NameIndex;

/// The usual ending of a township's name by the seventh digit of its code.
const ENDINGS: [(u8, &str); 3] = [(b'0', "街道"), (b'1', "镇"), (b'2', "乡")];
/// Marks a name without the usual ending.
const WHOLE: char = '!';
/// Most suggestions that a search returns.
const SUGGESTIONS_MAX: usize = 8;

/// All counties of China with their townships.
#[derive(Debug)]
pub struct China {
    counties: Vec<County>,
}

/// A county (县、区、县级市).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct County {
    /// The statistical code, six digits.
    pub code: String,
    /// The full name, as 米易县.
    pub name: String,
    /// The name of its city; empty for counties directly under a province.
    pub city: String,
    /// The name of its province.
    pub province: String,
    /// Its townships, in the packed form of the data.
    packed: String,
}

/// A township with its county.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located<'a> {
    /// The county that it belongs to.
    pub county: &'a County,
    /// The township with its code.
    pub township: Township,
}

impl China {
    /// Reads the lines of the data. Other lines are ignored.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut above: BTreeMap<&str, &str> = BTreeMap::new();
        let mut counties = Vec::new();
        for line in text.lines() {
            let digits = line.bytes().take_while(u8::is_ascii_digit).count();
            let (code, rest) = line.split_at(digits);
            if digits < 6 {
                above.insert(code, rest);
                continue;
            }
            let (name, packed) = rest.split_once(' ').unwrap_or((rest, ""));
            let name_above = |length: usize| above.get(&code[..length]).copied().unwrap_or_default();
            let city = name_above(4);
            // Placeholders of the statistics, which nobody uses as a name.
            let placeholder = matches!(city, "市辖区" | "县") || city.contains("直辖县级");
            counties.push(County {
                code: code.to_owned(),
                name: name.to_owned(),
                city: if placeholder { String::new() } else { city.to_owned() },
                province: name_above(2).to_owned(),
                packed: packed.to_owned(),
            });
        }
        Self { counties }
    }

    /// All counties in the order of their codes.
    #[must_use]
    pub fn counties(&self) -> &[County] {
        &self.counties
    }

    /// Finds a county by its code, or by the code of one of its townships.
    #[must_use]
    pub fn county(&self, code: &str) -> Option<&County> {
        let code = code.get(..6)?;
        self.counties.iter().find(|county| county.code == code)
    }

    /// Finds a township by its code of nine digits.
    #[must_use]
    pub fn township(&self, code: &str) -> Option<Located<'_>> {
        let county = self.county(code)?;
        let township = county.townships().into_iter().find(|one| one.code == code)?;
        Some(Located { county, township })
    }

    /// Every township of that name, also with the names of county, city and province before it: 白马镇, 米易县白马镇,
    /// 攀枝花市米易县白马镇.
    #[must_use]
    pub fn named(&self, asked: &str) -> Vec<Located<'_>> {
        let mut exact = Vec::new();
        let mut within = Vec::new();
        for (county, township) in self.all() {
            match asked.strip_suffix(township.name.as_str()) {
                Some("") => exact.push(Located { county, township }),
                Some(before) if county.is_called(before) => within.push(Located { county, township }),
                _ => {}
            }
        }
        if exact.is_empty() { within } else { exact }
    }

    /// At most [`SUGGESTIONS_MAX`] townships that match Chinese, pinyin or initials, best first.
    #[must_use]
    pub fn search(&self, line: &str) -> Vec<Located<'_>> {
        let all: Vec<(&County, Township)> = self.all().collect();
        let index = NameIndex::of(all.iter().map(|(_, township)| township.name.as_str()));
        let mut found = index.find(&Query::new(line));
        found.truncate(SUGGESTIONS_MAX);
        found.into_iter().map(|at| Located { county: all[at].0, township: all[at].1.clone() }).collect()
    }

    /// At most [`SUGGESTIONS_MAX`] counties that match Chinese, pinyin or initials, best first.
    #[must_use]
    pub fn search_counties(&self, line: &str) -> Vec<&County> {
        let index = NameIndex::of(self.counties.iter().map(|county| county.name.as_str()));
        let mut found = index.find(&Query::new(line));
        found.truncate(SUGGESTIONS_MAX);
        found.into_iter().map(|at| &self.counties[at]).collect()
    }

    fn all(&self) -> impl Iterator<Item = (&County, Township)> {
        self.counties.iter().flat_map(|county| county.townships().into_iter().map(move |township| (county, township)))
    }
}

impl County {
    /// Its townships in the order of their codes.
    #[must_use]
    pub fn townships(&self) -> Vec<Township> {
        let mut number = 0;
        let unpack = |word: &str| {
            let digits = word.bytes().take_while(u8::is_ascii_digit).count();
            let (written, name) = word.split_at(digits);
            number = written.parse().unwrap_or(number + 1);
            let code = format!("{}{number:03}", self.code);
            let ending = ENDINGS.iter().find(|(kind, _)| code.as_bytes().get(6) == Some(kind));
            let name = match (name.strip_suffix(WHOLE), ending) {
                (Some(whole), _) => whole.to_owned(),
                (None, Some((_, ending))) => format!("{name}{ending}"),
                (None, None) => name.to_owned(),
            };
            Township { code, name }
        };
        self.packed.split(' ').filter(|word| !word.is_empty()).map(unpack).collect()
    }

    /// Province, city and county, as 四川省攀枝花市米易县.
    #[must_use]
    pub fn full_name(&self) -> String {
        format!("{}{}{}", self.province, self.city, self.name)
    }

    /// Whether these words name the county: its name, with city and province before it or not.
    #[must_use]
    pub fn is_called(&self, words: &str) -> bool {
        let mut rest = words;
        for part in [&self.province, &self.city] {
            if !part.is_empty() {
                rest = rest.strip_prefix(part.as_str()).unwrap_or(rest);
            }
        }
        rest == self.name || (rest.is_empty() && !words.is_empty())
    }
}

/// Whether a unit is really a township. The statistics also list development zones, farms and prisons.
#[must_use]
pub fn is_township_proper(township: &Township) -> bool {
    let endings = ["街道", "镇", "乡", "苏木", "办事处"];
    township.code.as_bytes().get(6).is_some_and(|kind| *kind < b'4') && !township.name.contains("直辖村级")
        || endings.iter().any(|ending| township.name.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DATA: &str = "51四川省\n5104攀枝花市\n510421米易县 100攀莲 丙谷 201湾丘彝族 400某某园区\n\
        32江苏省\n3201南京市\n320106鼓楼区 001宁海路 华侨路 105江心洲地区!\n";

    fn names(county: &County) -> Vec<String> {
        county.townships().iter().map(|one| format!("{} {}", one.code, one.name)).collect()
    }

    #[test]
    fn packed_names_get_code_and_ending() {
        let china = China::parse(DATA);
        let expected = ["510421100 攀莲镇", "510421101 丙谷镇", "510421201 湾丘彝族乡", "510421400 某某园区"];
        assert_eq!(names(&china.counties()[0]), expected);
        assert_eq!(
            names(&china.counties()[1]),
            ["320106001 宁海路街道", "320106002 华侨路街道", "320106105 江心洲地区"]
        );
    }

    #[test]
    fn townships_are_found_with_their_county() {
        let china = China::parse(DATA);
        for asked in ["攀莲镇", "米易县攀莲镇", "攀枝花市米易县攀莲镇", "四川省攀枝花市米易县攀莲镇", "攀枝花市攀莲镇"]
        {
            let found = china.named(asked);
            assert_eq!(
                found.iter().map(|one| one.township.code.as_str()).collect::<Vec<_>>(),
                ["510421100"],
                "{asked}"
            );
        }
        assert!(china.named("南京市攀莲镇").is_empty() && china.named("").is_empty());
        assert_eq!(china.township("320106002").unwrap().county.full_name(), "江苏省南京市鼓楼区");
        assert_eq!(china.search("hql")[0].township.name, "华侨路街道");
        assert_eq!(china.search_counties("myx")[0].code, "510421");
    }

    #[test]
    fn zones_are_no_townships() {
        let all = China::parse(DATA).counties()[0].townships();
        let proper = all.iter().filter(|one| is_township_proper(one)).count();
        assert_eq!((all.len(), proper), (4, 3));
    }
}
