//! The encoding that the locale says the terminal has. Only Unix has one: a Windows console is written to in Unicode.

/// An encoding of texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, and whatever is not known.
    Utf8,
    /// GBK, with its older part GB 2312 and its extension GB 18030.
    Gbk,
}

/// The encoding of the terminal, by the environment.
#[must_use]
pub fn encoding() -> Encoding {
    if cfg!(windows) {
        return Encoding::Utf8;
    }
    let variables = ["LC_ALL", "LC_CTYPE", "LANG"].map(std::env::var_os);
    let named = variables.into_iter().flatten().find(|value| !value.is_empty());
    named.map_or(Encoding::Utf8, |value| of(&value.to_string_lossy()))
}

/// The encoding that a locale names, as `zh_CN.GBK`.
fn of(locale: &str) -> Encoding {
    let codeset = locale.split_once('.').map_or("", |(_, codeset)| codeset);
    let codeset = codeset.split('@').next().unwrap_or_default().to_lowercase().replace(['-', '_'], "");
    let gbk = ["gbk", "gb2312", "gb18030", "euccn", "cp936"].iter().any(|name| codeset.starts_with(name));
    if gbk { Encoding::Gbk } else { Encoding::Utf8 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encoding_follows_the_dot() {
        for locale in
            ["zh_CN.GBK", "zh_CN.gb18030", "zh_CN.GB18030-2000", "zh_CN.gb2312", "zh_CN.eucCN@x", "zh_CN.CP936"]
        {
            assert_eq!(of(locale), Encoding::Gbk, "{locale}");
        }
        for locale in ["zh_CN.UTF-8", "zh_CN", "C", "POSIX", "", "en_US.ISO-8859-1", "zh_TW.Big5", "gbk"] {
            assert_eq!(of(locale), Encoding::Utf8, "{locale}");
        }
    }
}
