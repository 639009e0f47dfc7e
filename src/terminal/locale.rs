//! The terminal's encoding according to the locale. Only Unix has one: Windows consoles are written to in Unicode.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TerminalEncoding {
    /// UTF-8, and any encoding this program does not know.
    Utf8,
    /// GBK, its predecessor GB 2312 and its successor GB 18030.
    Gbk,
}

/// Reads the encoding from the environment.
#[must_use]
pub fn terminal_encoding() -> TerminalEncoding {
    if cfg!(windows) {
        return TerminalEncoding::Utf8;
    }
    let variables = ["LC_ALL", "LC_CTYPE", "LANG"].map(std::env::var_os);
    let named = variables.into_iter().flatten().find(|value| !value.is_empty());
    named.map_or(TerminalEncoding::Utf8, |value| parse_locale(&value.to_string_lossy()))
}

/// Reads the encoding from a locale such as `zh_CN.GBK`.
fn parse_locale(locale: &str) -> TerminalEncoding {
    let codeset = locale.split_once('.').map_or("", |(_, codeset)| codeset);
    let codeset = codeset.split('@').next().unwrap_or_default().to_lowercase().replace(['-', '_'], "");
    let gbk = ["gbk", "gb2312", "gb18030", "euccn", "cp936"].iter().any(|name| codeset.starts_with(name));
    if gbk { TerminalEncoding::Gbk } else { TerminalEncoding::Utf8 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encoding_follows_the_dot() {
        for locale in
            ["zh_CN.GBK", "zh_CN.gb18030", "zh_CN.GB18030-2000", "zh_CN.gb2312", "zh_CN.eucCN@x", "zh_CN.CP936"]
        {
            assert_eq!(parse_locale(locale), TerminalEncoding::Gbk, "{locale}");
        }
        for locale in ["zh_CN.UTF-8", "zh_CN", "C", "POSIX", "", "en_US.ISO-8859-1", "zh_TW.Big5", "gbk"] {
            assert_eq!(parse_locale(locale), TerminalEncoding::Utf8, "{locale}");
        }
    }
}
