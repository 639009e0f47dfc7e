//! Parses the arguments into [`Cli`]. Help and errors are in Chinese.

mod args;
mod due;
mod plan;
mod refusal;
mod template;
mod values;

use std::ffi::OsString;
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::error::ErrorKind;
use clap::{ArgAction, Args, CommandFactory as _, Parser, Subcommand, ValueEnum};

use crate::domain::period::Period;
use crate::error::Error;
use crate::terminal::look::Look;

pub use args::{
    ActivityCommand, ActivityParts, CollectArgs, ItemCommand, ListArgs, MarkArgs, ReceiptCommand, RemarkArgs, RoleArg,
    SetupArgs, StateArg,
};
pub use due::{AssignArgs, DueArgs, OtherTask, ServesParts};
pub use plan::{ImportArgs, PlanCommand};
use template::TEMPLATE;
pub use values::{Count, TaskRemark};
use values::{day, number, period, text};

#[derive(Debug, Parser)]
#[command(
    name = "taizhang",
    about = "乡镇任务台账：看清本乡镇要办的事，逐项勾选，按期上报。不带命令时打开画面。",
    version,
    disable_version_flag = true,
    disable_help_flag = true,
    disable_help_subcommand = true,
    help_template = TEMPLATE,
    override_usage = "taizhang [选项] [命令]",
    subcommand_help_heading = "命令",
    next_help_heading = "选项"
)]
pub struct Cli {
    #[command(flatten)]
    pub global: GlobalArgs,
    /// Without a command the screen opens.
    #[command(subcommand)]
    pub command: Option<Command>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "通用选项")]
pub struct GlobalArgs {
    /// 数据文件夹（默认：程序旁的 taizhang-data，其次系统的数据文件夹）
    #[arg(long, global = true, value_name = "文件夹", env = "TAIZHANG_DATA", hide_env = true)]
    pub data: Option<PathBuf>,
    /// 规划编号，或规划文件
    #[arg(long, global = true, value_name = "编号或文件", value_parser = text())]
    pub plan: Option<String>,
    /// 乡镇名称或九位代码（默认：设置里的乡镇）
    #[arg(long, global = true, value_name = "乡镇", value_parser = text())]
    pub township: Option<String>,
    /// 年度（默认：今年；规划已到期时为最后一年）
    #[arg(long, global = true, value_name = "年度", value_parser = number::<i32>())]
    pub year: Option<i32>,
    /// 今天的日期，电脑日期不对时用
    #[arg(long, global = true, value_name = "年-月-日", value_parser = day())]
    pub today: Option<NaiveDate>,
    /// 画面样式：plain 任何窗口都整齐，fine 有线框
    #[arg(long, global = true, value_name = "样式", value_enum, hide_possible_values = true)]
    pub look: Option<LookArg>,
    /// 输出格式：table 表格（默认），json，csv
    #[arg(long, global = true, value_name = "格式", value_enum, hide_possible_values = true)]
    pub format: Option<OutputFormat>,
    /// 显示帮助
    #[arg(long, short = 'h', global = true, action = ArgAction::Help)]
    help: Option<bool>,
    /// 显示版本
    #[arg(long, short = 'V', action = ArgAction::Version)]
    version: Option<bool>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LookArg {
    Plain,
    Fine,
}

impl From<LookArg> for Look {
    fn from(look: LookArg) -> Self {
        match look {
            LookArg::Plain => Look::Plain,
            LookArg::Fine => Look::Fine,
        }
    }
}

/// The output format of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OutputFormat {
    Table,
    /// With English keys.
    Json,
    /// For Excel: UTF-8 with a byte-order mark, one fact per row.
    Csv,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// 设置乡镇、填报人
    #[command(override_usage = "taizhang setup --township 乡镇 --reporter 姓名 [选项]", help_template = TEMPLATE)]
    Setup(SetupArgs),
    /// 列出本乡镇要办的任务
    #[command(override_usage = "taizhang list [选项]", help_template = TEMPLATE)]
    List(ListArgs),
    /// 看一项任务的全文、单位、清单
    #[command(override_usage = "taizhang show 任务序号 [选项]", help_template = TEMPLATE)]
    Show {
        /// 任务序号
        #[arg(value_name = "任务序号", help_heading = "内容", value_parser = number::<u32>())]
        no: u32,
    },
    /// 列出所有责任单位和它们的任务
    #[command(override_usage = "taizhang units [选项]", help_template = TEMPLATE)]
    Units,
    /// 勾选或改动一条清单
    #[command(override_usage = "taizhang mark 清单编号 todo|doing|done|na [选项]", help_template = TEMPLATE)]
    Mark(MarkArgs),
    /// 列出各规划没办完的，按时限排
    #[command(override_usage = "taizhang due [选项]", help_template = TEMPLATE)]
    Due(DueArgs),
    /// 把一条清单分给人、站所或村（分工）
    #[command(override_usage = "taizhang assign 清单编号 --to 名字 [选项]", help_template = TEMPLATE)]
    Assign(AssignArgs),
    /// 记活动（台账）
    #[command(override_usage = "taizhang activity add|list|edit|drop [选项]", help_template = TEMPLATE)]
    #[command(subcommand_help_heading = "命令", disable_help_subcommand = true)]
    Activity {
        /// What to do.
        #[command(subcommand)]
        command: ActivityCommand,
    },
    /// 写一项任务的存在问题、下一步打算、无可报告的理由
    #[command(override_usage = "taizhang remark 任务序号 [选项]", help_template = TEMPLATE)]
    Remark(RemarkArgs),
    /// 加、删本乡镇自列的清单
    #[command(override_usage = "taizhang item add|drop [选项]", help_template = TEMPLATE)]
    #[command(subcommand_help_heading = "命令", disable_help_subcommand = true)]
    Item {
        /// What to do.
        #[command(subcommand)]
        command: ItemCommand,
    },
    /// 撤销本机最后一次改动
    #[command(override_usage = "taizhang undo [选项]", help_template = TEMPLATE)]
    Undo,
    /// 恢复本机最后一次撤销
    #[command(override_usage = "taizhang redo [选项]", help_template = TEMPLATE)]
    Redo,
    /// 看谁在什么时候改了什么
    #[command(override_usage = "taizhang history [选项]", help_template = TEMPLATE)]
    #[command(next_help_heading = "选项")]
    History {
        /// 只看这一项任务
        #[arg(long, value_name = "任务序号", value_parser = number::<u32>())]
        task: Option<u32>,
    },
    /// 审核：上报以前看看有什么问题
    #[command(override_usage = "taizhang check --period 报告期 [选项]", help_template = TEMPLATE)]
    #[command(next_help_heading = "选项")]
    Check {
        /// 报告期：2025、2025H1、2025Q3 等
        #[arg(long, value_name = "报告期", value_parser = period())]
        period: Period,
    },
    /// 生成上报文件
    #[command(override_usage = "taizhang export --period 报告期 --out 文件夹 [选项]", help_template = TEMPLATE)]
    #[command(next_help_heading = "选项")]
    Export {
        /// 报告期：2025、2025H1、2025Q3 等
        #[arg(long, value_name = "报告期", value_parser = period())]
        period: Period,
        /// 存到哪个文件夹（如U盘）
        #[arg(long, value_name = "文件夹")]
        out: PathBuf,
        /// 旁边再存一份可打印的表格（.xlsx）
        #[arg(long)]
        xlsx: bool,
        /// 旁边再存一个压缩包（.zip），装着上报文件和本期活动的佐证
        #[arg(long)]
        evidence: bool,
    },
    /// 核对上报文件、回执、规划、台账或备份是否完整、未被改动
    #[command(override_usage = "taizhang verify 文件... [选项]", help_template = TEMPLATE)]
    Verify {
        /// 要核对的文件
        #[arg(required = true, value_name = "文件", help_heading = "内容")]
        files: Vec<PathBuf>,
    },
    /// 县里的回执：出回执、打开回执
    #[command(override_usage = "taizhang receipt give|open [选项]", help_template = TEMPLATE)]
    #[command(subcommand_help_heading = "命令", disable_help_subcommand = true)]
    Receipt {
        /// What to do.
        #[command(subcommand)]
        command: ReceiptCommand,
    },
    /// 县级单位：把各乡镇的上报文件汇总成一张表
    #[command(override_usage = "taizhang collect 文件夹... [选项]", help_template = TEMPLATE)]
    Collect(CollectArgs),
    /// 把本乡镇的全部记录备份成一个文件
    #[command(override_usage = "taizhang backup --out 文件夹 [选项]", help_template = TEMPLATE)]
    #[command(next_help_heading = "选项")]
    Backup {
        /// 存到哪个文件夹（如U盘）
        #[arg(long, value_name = "文件夹")]
        out: PathBuf,
    },
    /// 并入另一台电脑的台账、备份或上报文件；恢复就是并入到空的数据文件夹
    #[command(override_usage = "taizhang merge 文件或文件夹... | --take-back [选项]", help_template = TEMPLATE)]
    #[command(next_help_heading = "选项")]
    Merge {
        /// 备份（.zip）、台账（.ledger）、上报文件（.ron），或装着它们的文件夹
        #[arg(required_unless_present = "take_back", value_name = "文件或文件夹", help_heading = "内容")]
        paths: Vec<PathBuf>,
        /// 恢复合并时被对方盖掉的、本机原来写的值
        #[arg(long, conflicts_with = "paths")]
        take_back: bool,
    },
    /// 规划：列出、收进、选用、收起、发出，把通知原文做成规划
    #[command(override_usage = "taizhang plan list|import|check|add|use|archive|export [选项]", help_template = TEMPLATE)]
    #[command(subcommand_help_heading = "命令", disable_help_subcommand = true)]
    Plan {
        /// What to do.
        #[command(subcommand)]
        command: PlanCommand,
    },
    /// Reads a document for `plan import`, in a process of its own.
    #[command(name = "read-document", hide = true)]
    ReadDocument {
        /// The document.
        file: PathBuf,
    },
    /// 检查数据存放位置和每个文件是否完好
    #[command(override_usage = "taizhang doctor [选项]", help_template = TEMPLATE)]
    Doctor,
}

/// Why no command is run.
#[derive(Debug)]
pub enum ParseStop {
    /// The user asked for help or the version: text for standard output, exit code 0.
    Told(String),
    /// The arguments were not understood.
    Refused(Error),
}

/// Parses the arguments; the first is the program's name.
pub fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Cli, ParseStop> {
    let args: Vec<OsString> = args.into_iter().collect();
    if let Some(sentence) = refusal::left_out(&Cli::command(), &args) {
        return Err(ParseStop::Refused(Error::Usage(sentence)));
    }
    Cli::try_parse_from(args).map_err(|error| match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => ParseStop::Told(error.render().to_string()),
        _ => ParseStop::Refused(Error::Usage(refusal::sentence(&error))),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn command_definitions_are_valid() {
        Cli::command().debug_assert();
    }
}
