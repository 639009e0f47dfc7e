//! The layout of clap's help for every command.

pub(super) const TEMPLATE: &str = "{about-with-newline}\n用法: {usage}\n\n{all-args}";
