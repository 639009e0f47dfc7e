//! Finds the county that an issuer or a title names. A name that several counties share needs its city beside it.

use super::{China, County};

/// The county that a text names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mention<'a> {
    /// The text names no county.
    None,
    /// The text names this county.
    One(&'a County),
    /// The text names one of these and does not say which.
    Several(Vec<&'a County>),
}

/// Nationalities in the names of autonomous counties. People say 峨边县 for 峨边彝族自治县.
const NATIONALITIES: [&str; 33] = [
    "蒙古族",
    "蒙古",
    "回族",
    "藏族",
    "苗族",
    "彝族",
    "壮族",
    "布依族",
    "朝鲜族",
    "满族",
    "侗族",
    "瑶族",
    "白族",
    "土家族",
    "哈尼族",
    "傣族",
    "黎族",
    "傈僳族",
    "佤族",
    "畲族",
    "拉祜族",
    "水族",
    "东乡族",
    "纳西族",
    "土族",
    "羌族",
    "布朗族",
    "仫佬族",
    "毛南族",
    "仡佬族",
    "保安族",
    "撒拉族",
    "各族",
];

impl China {
    /// Finds the county that a text names. `beside` has more words that may name its city or province.
    #[must_use]
    pub fn mentioned(&self, text: &str, beside: &str) -> Mention<'_> {
        let mut found: Vec<(&County, usize, usize)> = Vec::new();
        for county in self.counties() {
            for name in county.names() {
                found.extend(positions(text, &name, county).map(|at| (county, at, at + name.len())));
            }
        }
        // A name within a longer name does not count: 江北新区 is not 新区.
        let longer = |one: &(&County, usize, usize)| {
            found.iter().any(|other| other.1 <= one.1 && other.2 >= one.2 && other.2 - other.1 > one.2 - one.1)
        };
        let mut counties: Vec<&County> = found.iter().filter(|one| !longer(one)).map(|(county, ..)| *county).collect();
        counties.dedup_by(|one, other| one.code == other.code);
        let whole = format!("{text}\n{beside}");
        for above in [|county: &County| county.city.clone(), |county: &County| county.province.clone()] {
            let in_named = |county: &&County| {
                let name = above(county);
                !name.is_empty() && (whole.contains(&name) || whole.contains(short_of_city(&name)))
            };
            let narrowed: Vec<&County> = counties.iter().copied().filter(in_named).collect();
            if counties.len() > 1 && !narrowed.is_empty() {
                counties = narrowed;
            }
        }
        match counties.as_slice() {
            [] => Mention::None,
            [one] => Mention::One(one),
            _ => Mention::Several(counties),
        }
    }
}

impl County {
    /// Its name, and the short form of an autonomous county.
    fn names(&self) -> Vec<String> {
        let mut names = vec![self.name.clone()];
        if let Some(mut rest) = self.name.strip_suffix("自治县") {
            while let Some(shorter) = NATIONALITIES.iter().find_map(|one| rest.strip_suffix(one)) {
                rest = shorter;
            }
            if rest.chars().count() >= 2 {
                names.push(format!("{rest}县"));
            }
        }
        names
    }
}

/// The positions of a name in a text. A name of two characters (城区, 和县) is also part of common words. It counts
/// only at the beginning, after its city, or before 人民政府.
fn positions<'a>(text: &'a str, name: &'a str, county: &'a County) -> impl Iterator<Item = usize> + 'a {
    let short = name.chars().count() <= 2;
    text.match_indices(name).map(|(at, _)| at).filter(move |&at| {
        let (before, behind) = (&text[..at], &text[at + name.len()..]);
        let above = [&county.city, &county.province];
        !short
            || before.is_empty()
            || behind.starts_with("人民政府")
            || above.iter().any(|above| !above.is_empty() && before.ends_with(above.as_str()))
    })
}

/// The name of a city or province without its kind: 攀枝花 for 攀枝花市.
fn short_of_city(name: &str) -> &str {
    let short = ["市", "地区", "盟", "省"].iter().find_map(|kind| name.strip_suffix(kind)).unwrap_or(name);
    if short.chars().count() >= 2 { short } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DATA: &str = "51四川省\n5104攀枝花市\n510421米易县\n5111乐山市\n511102市中区\n511132峨边彝族自治县\n\
        32江苏省\n3201南京市\n320106鼓楼区\n3203徐州市\n320302鼓楼区\n15内蒙古自治区\n1501呼和浩特市\n150102新城区\n\
        14山西省\n1402大同市\n140213城区\n34安徽省\n3405马鞍山市\n340523和县\n50重庆市\n5002县\n500153荣昌区";

    #[test]
    fn issuer_or_title_names_the_county() {
        let china = China::parse(DATA);
        let cases: [(&str, &[&str]); 13] = [
            ("米易县人民政府办公室", &["510421"]),
            ("中共米易县委", &["510421"]),
            ("四川省攀枝花市米易县人民政府", &["510421"]),
            ("攀枝花市人民政府", &[]),
            ("鼓楼区人民政府", &["320106", "320302"]),
            ("南京市鼓楼区人民政府", &["320106"]),
            ("江苏省徐州鼓楼区", &["320302"]),
            ("江苏省人民政府", &[]),
            ("峨边县人民政府", &["511132"]),
            ("关于改善县城区环境的通知", &[]),
            ("大同市城区人民政府", &["140213"]),
            ("各乡镇和县直各部门", &[]),
            ("重庆市荣昌区人民政府", &["500153"]),
        ];
        for (text, codes) in cases {
            let found: Vec<&str> = match china.mentioned(text, "") {
                Mention::None => vec![],
                Mention::One(county) => vec![&county.code],
                Mention::Several(counties) => counties.iter().map(|county| county.code.as_str()).collect(),
            };
            assert_eq!(found, codes, "{text}");
        }
    }

    #[test]
    fn words_beside_the_issuer_name_the_city() {
        let china = China::parse(DATA);
        let found = china.mentioned("鼓楼区人民政府", "南京市鼓楼区全民健身实施计划");
        assert!(matches!(found, Mention::One(county) if county.code == "320106"), "{found:?}");
    }
}
