//! Arguments -> [`Cli`], nothing else. Help and errors are worded in Chinese.

mod refusal;
mod values;

use std::ffi::OsString;
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::error::ErrorKind;
use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};

use crate::domain::period::Period;
use crate::domain::plan::Role;
use crate::domain::progress::State;
use crate::error::Error;
use crate::terminal::look::Look;

pub use values::Count;
use values::{count, day, period};

/// The command line.
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
    /// What holds for every command.
    #[command(flatten)]
    pub global: Global,
    /// The command; none opens the screen.
    #[command(subcommand)]
    pub command: Option<Command>,
}

const TEMPLATE: &str = "{about-with-newline}\n用法: {usage}\n\n{all-args}";

/// What holds for every command.
#[derive(Debug, Args)]
#[command(next_help_heading = "通用选项")]
pub struct Global {
    /// 数据文件夹（默认：程序旁的 taizhang-data，其次系统的数据文件夹）
    #[arg(long, global = true, value_name = "文件夹", env = "TAIZHANG_DATA", hide_env = true)]
    pub data: Option<PathBuf>,
    /// 规划编号，或规划文件
    #[arg(long, global = true, value_name = "编号或文件")]
    pub plan: Option<String>,
    /// 乡镇名称或九位代码（默认：设置里的乡镇）
    #[arg(long, global = true, value_name = "乡镇")]
    pub township: Option<String>,
    /// 年度（默认：今年；规划已到期时为最后一年）
    #[arg(long, global = true, value_name = "年度")]
    pub year: Option<i32>,
    /// 今天的日期，电脑日期不对时用
    #[arg(long, global = true, value_name = "年-月-日", value_parser = day)]
    pub today: Option<NaiveDate>,
    /// 画面样式：plain 任何窗口都整齐，fine 有线框
    #[arg(long, global = true, value_name = "样式", value_enum, hide_possible_values = true)]
    pub look: Option<LookArg>,
    /// 输出格式：table 表格，json，csv
    #[arg(
        long,
        global = true,
        value_name = "格式",
        value_enum,
        default_value = "table",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub format: Format,
    /// 显示帮助
    #[arg(long, short = 'h', global = true, action = ArgAction::Help)]
    help: Option<bool>,
    /// 显示版本
    #[arg(long, short = 'V', action = ArgAction::Version)]
    version: Option<bool>,
}

/// The look asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs, reason = "the two looks")]
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

/// How data is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Table,
    /// For programs; keys in English.
    Json,
    /// For Excel: UTF-8 with byte-order mark, one row a fact.
    Csv,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// 设置乡镇、填报人
    #[command(override_usage = "taizhang setup --township 乡镇 --reporter 姓名 [选项]", help_template = TEMPLATE)]
    Setup(Setup),
    /// 列出本乡镇要办的任务
    #[command(override_usage = "taizhang list [选项]", help_template = TEMPLATE)]
    List(List),
    /// 看一项任务的全文、单位、清单
    #[command(override_usage = "taizhang show 任务序号 [选项]", help_template = TEMPLATE)]
    Show {
        /// 任务序号
        #[arg(value_name = "任务序号", help_heading = "内容")]
        no: u32,
    },
    /// 列出所有责任单位和它们的任务
    #[command(override_usage = "taizhang units [选项]", help_template = TEMPLATE)]
    Units,
    /// 勾选或改动一条清单
    #[command(override_usage = "taizhang mark 清单编号 todo|doing|done|na [选项]", help_template = TEMPLATE)]
    Mark(Mark),
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
    Remark(Remark),
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
        #[arg(long, value_name = "任务序号")]
        task: Option<u32>,
    },
    /// 生成上报文件
    #[command(override_usage = "taizhang export --period 报告期 --out 文件夹 [选项]", help_template = TEMPLATE)]
    #[command(next_help_heading = "选项")]
    Export {
        /// 报告期：2025、2025H1、2025Q3 等
        #[arg(long, value_name = "报告期", value_parser = period)]
        period: Period,
        /// 存到哪个文件夹（如U盘）
        #[arg(long, value_name = "文件夹")]
        out: PathBuf,
    },
    /// 核对上报文件、规划或台账是否完整、未被改动
    #[command(override_usage = "taizhang verify 文件... [选项]", help_template = TEMPLATE)]
    Verify {
        /// 要核对的文件
        #[arg(required = true, value_name = "文件", help_heading = "内容")]
        files: Vec<PathBuf>,
    },
    /// 检查数据存放位置和每个文件是否完好
    #[command(override_usage = "taizhang doctor [选项]", help_template = TEMPLATE)]
    Doctor,
}

/// `setup`
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct Setup {
    /// 本机用于县级汇总
    #[arg(long, requires = "office")]
    pub county: bool,
    /// 填报人姓名
    #[arg(long, value_name = "姓名")]
    pub reporter: String,
    /// 审核人姓名
    #[arg(long, value_name = "姓名")]
    pub reviewer: Option<String>,
    /// 联系电话
    #[arg(long, value_name = "电话")]
    pub phone: Option<String>,
    /// 县级单位名称
    #[arg(long, value_name = "单位", requires = "county")]
    pub office: Option<String>,
}

/// `list`
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct List {
    /// 列出全部任务和保障措施
    #[arg(long)]
    pub all: bool,
    /// 只列这个单位牵头或配合的任务
    #[arg(long, value_name = "单位")]
    pub unit: Option<String>,
    /// 只列这种状态：todo 未开始，doing 进行中，done 已完成，na 不适用
    #[arg(long, value_name = "状态", value_enum, hide_possible_values = true)]
    pub state: Option<StateArg>,
    /// 只列这种角色：lead 牵头，partner 配合
    #[arg(long, value_name = "角色", value_enum, hide_possible_values = true)]
    pub role: Option<RoleArg>,
    /// 只列含有这些字的任务：汉字、全拼、首字母都行（青少年、qingshaonian、qsn）；几个词用空格隔开
    #[arg(long, value_name = "文字")]
    pub search: Option<String>,
}

/// `mark`
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct Mark {
    /// 清单编号，如 5.1
    #[arg(value_name = "清单编号", help_heading = "内容")]
    pub item: String,
    /// todo 未开始，doing 进行中，done 已完成，na 不适用
    #[arg(value_name = "状态", value_enum, hide_possible_values = true, help_heading = "内容")]
    pub state: StateArg,
    /// 完成日期（默认今天）
    #[arg(long, value_name = "年-月-日", value_parser = day)]
    pub on: Option<NaiveDate>,
    /// 不适用的理由
    #[arg(long, value_name = "理由")]
    pub reason: Option<String>,
}

/// `activity ...`
#[derive(Debug, Subcommand)]
pub enum ActivityCommand {
    /// 记一项活动
    #[command(override_usage = "taizhang activity add --task 任务序号 --date 年-月-日 --title 名称 [选项]")]
    #[command(help_template = TEMPLATE, next_help_heading = "选项")]
    Add {
        /// 属于哪项任务
        #[arg(long, value_name = "任务序号")]
        task: u32,
        /// 举办日期
        #[arg(long, value_name = "年-月-日", value_parser = day)]
        date: NaiveDate,
        /// 活动名称
        #[arg(long, value_name = "名称")]
        title: String,
        /// The other parts.
        #[command(flatten)]
        parts: ActivityParts,
    },
    /// 列出本年度的活动
    #[command(override_usage = "taizhang activity list [选项]")]
    #[command(help_template = TEMPLATE, next_help_heading = "选项")]
    List {
        /// 只列这一项任务
        #[arg(long, value_name = "任务序号")]
        task: Option<u32>,
    },
    /// 改一项活动；没写的不变
    #[command(override_usage = "taizhang activity edit 编号 [选项]")]
    #[command(help_template = TEMPLATE, next_help_heading = "选项")]
    Edit {
        /// 活动编号，可以只写开头几位
        #[arg(value_name = "编号", help_heading = "内容")]
        id: String,
        /// 属于哪项任务
        #[arg(long, value_name = "任务序号")]
        task: Option<u32>,
        /// 举办日期
        #[arg(long, value_name = "年-月-日", value_parser = day)]
        date: Option<NaiveDate>,
        /// 活动名称
        #[arg(long, value_name = "名称")]
        title: Option<String>,
        /// The other parts.
        #[command(flatten)]
        parts: ActivityParts,
        /// 去掉原有的佐证
        #[arg(long)]
        no_evidence: bool,
    },
    /// 删去一项活动（可以撤销）
    #[command(override_usage = "taizhang activity drop 编号 [选项]")]
    #[command(help_template = TEMPLATE, next_help_heading = "选项")]
    Drop {
        /// 活动编号，可以只写开头几位
        #[arg(value_name = "编号", help_heading = "内容")]
        id: String,
    },
}

/// The parts of an activity that may be left out.
#[derive(Debug, Args)]
pub struct ActivityParts {
    /// 地点
    #[arg(long, value_name = "地点")]
    pub place: Option<String>,
    /// 场次；没有这一项写 -
    #[arg(long, value_name = "数", value_parser = count, allow_hyphen_values = true)]
    pub sessions: Option<Count>,
    /// 人次；没有这一项写 -
    #[arg(long, value_name = "数", value_parser = count, allow_hyphen_values = true)]
    pub people: Option<Count>,
    /// 资料份数；没有这一项写 -
    #[arg(long, value_name = "数", value_parser = count, allow_hyphen_values = true)]
    pub materials: Option<Count>,
    /// 经费（元）；没有这一项写 -
    #[arg(long, value_name = "元", value_parser = count, allow_hyphen_values = true)]
    pub funds: Option<Count>,
    /// 佐证文件，可以写多次；复制到数据文件夹
    #[arg(long, value_name = "文件")]
    pub evidence: Vec<PathBuf>,
    /// 备注
    #[arg(long, value_name = "文字")]
    pub note: Option<String>,
}

/// `remark`
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct Remark {
    /// 任务序号
    #[arg(value_name = "任务序号", help_heading = "内容")]
    pub no: u32,
    /// 存在问题
    #[arg(long, value_name = "文字")]
    pub problem: Option<String>,
    /// 下一步打算
    #[arg(long, value_name = "文字")]
    pub next: Option<String>,
    /// 没有可报告的，为什么
    #[arg(long, value_name = "理由")]
    pub nothing: Option<String>,
}

/// `item ...`
#[derive(Debug, Subcommand)]
pub enum ItemCommand {
    /// 加一条自列清单
    #[command(override_usage = "taizhang item add --task 任务序号 内容 [选项]")]
    #[command(help_template = TEMPLATE, next_help_heading = "选项")]
    Add {
        /// 属于哪项任务
        #[arg(long, value_name = "任务序号")]
        task: u32,
        /// 要办的事
        #[arg(value_name = "内容", help_heading = "内容")]
        text: String,
    },
    /// 删去一条自列清单（可以撤销）
    #[command(override_usage = "taizhang item drop 清单编号 [选项]")]
    #[command(help_template = TEMPLATE, next_help_heading = "选项")]
    Drop {
        /// 清单编号，如 5.z3f2a1
        #[arg(value_name = "清单编号", help_heading = "内容")]
        id: String,
    },
}

/// A state as the command line names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs, reason = "the four states of the contract")]
pub enum StateArg {
    Todo,
    Doing,
    Done,
    Na,
}

impl From<StateArg> for State {
    fn from(state: StateArg) -> Self {
        match state {
            StateArg::Todo => State::Todo,
            StateArg::Doing => State::Doing,
            StateArg::Done => State::Done,
            StateArg::Na => State::Na,
        }
    }
}

/// A role as the command line names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs, reason = "the two roles of the contract")]
pub enum RoleArg {
    Lead,
    Partner,
}

impl From<RoleArg> for Role {
    fn from(role: RoleArg) -> Self {
        match role {
            RoleArg::Lead => Role::Lead,
            RoleArg::Partner => Role::Partner,
        }
    }
}

/// What comes of the arguments when no command does.
#[derive(Debug)]
pub enum Stop {
    /// Help or version was asked for: text for standard output, exit code 0.
    Told(String),
    /// They were not understood.
    Refused(Error),
}

/// Reads the arguments, the program's name first.
pub fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Cli, Stop> {
    Cli::try_parse_from(args).map_err(|error| match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Stop::Told(error.render().to_string()),
        _ => Stop::Refused(Error::Usage(refusal::sentence(&error))),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_well_made() {
        Cli::command().debug_assert();
    }
}
