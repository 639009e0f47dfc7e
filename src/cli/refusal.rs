//! Words the errors of clap as sentences for a clerk.

use std::collections::BTreeSet;
use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};

/// A clap error as one sentence that says what happened and one that says what to do.
pub(super) fn sentence(error: &clap::Error) -> String {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(" "),
        Some(other) => other.to_string(),
        None => String::new(),
    };
    let argument = context(ContextKind::InvalidArg);
    let value = context(ContextKind::InvalidValue);
    let what = match error.kind() {
        ErrorKind::InvalidValue if value.is_empty() => format!("{argument} 后面缺少内容。"),
        ErrorKind::InvalidValue => {
            format!("{argument} 不能是“{value}”，只能是 {}。", context(ContextKind::ValidValue))
        }
        ErrorKind::ValueValidation => {
            let why = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
            let why = if why.is_ascii() { "要写一个数".to_owned() } else { why };
            format!("{argument} 不能是“{value}”：{why}。")
        }
        ErrorKind::UnknownArgument => format!("不认识“{argument}”。"),
        ErrorKind::InvalidSubcommand => format!("没有“{}”这个命令。", context(ContextKind::InvalidSubcommand)),
        ErrorKind::MissingRequiredArgument => format!("还缺少 {argument}。"),
        ErrorKind::ArgumentConflict => {
            let other = context(ContextKind::PriorArg);
            if other.is_empty() || other == argument {
                format!("{argument} 写了不止一次。")
            } else {
                format!("{argument} 不能与 {other} 一起用。")
            }
        }
        ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues => format!("{argument} 的内容多了或少了。"),
        ErrorKind::NoEquals | ErrorKind::TooFewValues => format!("{argument} 后面缺少内容。"),
        ErrorKind::InvalidUtf8 => "有一处文字无法识别。".to_owned(),
        _ => "命令没有看懂。".to_owned(),
    };
    what + "请运行 taizhang --help 查看用法。"
}

/// The error for an option in place of a text, as in `--note --people 3`. Texts may begin with `-`, so clap takes the
/// option for the text.
pub(super) fn left_out(command: &clap::Command, args: &[OsString]) -> Option<String> {
    let texts = texts(command);
    let args = args.iter().map(|arg| arg.to_string_lossy()).take_while(|arg| arg != "--");
    let args: Vec<_> = args.collect();
    let (before, option) = args.windows(2).map(|pair| (&pair[0], &pair[1])).find(|(before, option)| {
        let name = before.strip_prefix("--").unwrap_or_default();
        texts.contains(name) && is_option(option)
    })?;
    Some(format!("{before} 后面缺少内容，接着写的“{option}”看起来是另一个选项。请运行 taizhang --help 查看用法。"))
}

/// Whether an argument looks like a long option.
pub(super) fn is_option(arg: &str) -> bool {
    arg.strip_prefix("--").is_some_and(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()))
}

/// The long options, of a command and its subcommands, whose texts may begin with `-`.
fn texts(command: &clap::Command) -> BTreeSet<String> {
    let own = command.get_arguments().filter(|arg| arg.is_allow_hyphen_values_set());
    let own = own.filter_map(|arg| arg.get_long().map(str::to_owned));
    own.chain(command.get_subcommands().flat_map(texts)).collect()
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use crate::cli::{ParseStop, parse};

    fn refused(args: &[&str]) -> String {
        match parse(args.iter().map(OsString::from)) {
            Err(ParseStop::Refused(error)) => error.to_string(),
            other => panic!("{args:?}: {other:?}"),
        }
    }

    #[test]
    fn usage_errors_are_worded_in_chinese() {
        let cases: &[(&[&str], &str)] = &[
            (&["taizhang", "mak"], "没有“mak”这个命令。"),
            (&["taizhang", "list", "--xx"], "不认识“--xx”。"),
            (&["taizhang", "show"], "还缺少 <任务序号>。"),
            (&["taizhang", "show", "x"], "<任务序号> 不能是“x”：要写一个数。"),
            (&["taizhang", "mark", "5.1", "ok"], "<状态> 不能是“ok”，只能是 todo doing done na。"),
            (&["taizhang", "list", "--today", "3月"], "--today <年-月-日> 不能是“3月”：日期要写成 2025-03-12 这样。"),
            (&["taizhang", "list", "--data"], "--data <文件夹> 后面缺少内容。"),
        ];
        for (args, what) in cases {
            assert_eq!(refused(args), format!("{what}请运行 taizhang --help 查看用法。"));
        }
    }
}
