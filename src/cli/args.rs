//! The arguments of larger commands.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{ArgGroup, Args, Subcommand, ValueEnum};

use super::due::ServesParts;
use super::template::TEMPLATE;
use super::values::{Count, TaskRemark, any_path, count, day, item_id, number, on_task, period, text};
use crate::domain::measure::Measure;
use crate::domain::period::Period;
use crate::domain::plan::Role;
use crate::domain::progress::State;

/// `setup`
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct SetupArgs {
    /// 本机用于县级汇总
    #[arg(long, requires = "office")]
    pub county: bool,
    /// 填报人姓名（只改 --mirror 时可以不写）
    #[arg(long, value_name = "姓名", required_unless_present = "mirror", value_parser = text())]
    pub reporter: Option<String>,
    /// 审核人姓名
    #[arg(long, value_name = "姓名", value_parser = text())]
    pub reviewer: Option<String>,
    /// 联系电话
    #[arg(long, value_name = "电话", value_parser = text())]
    pub phone: Option<String>,
    /// 县级单位名称
    #[arg(long, value_name = "单位", requires = "county", value_parser = text())]
    pub office: Option<String>,
    /// 每次记录后在这块盘（或文件夹）里再存一份；写空的（""）就是不再存
    #[arg(long, value_name = "文件夹", value_parser = any_path())]
    pub mirror: Option<PathBuf>,
}

/// `list`
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct ListArgs {
    /// 列出全部任务和保障措施
    #[arg(long)]
    pub all: bool,
    /// 只列这个单位牵头或配合的任务
    #[arg(long, value_name = "单位", value_parser = text())]
    pub unit: Option<String>,
    /// 只列这种状态：todo 未开始，doing 进行中，done 已完成，na 不适用
    #[arg(long, value_name = "状态", value_enum, hide_possible_values = true)]
    pub state: Option<StateArg>,
    /// 只列这种角色：lead 牵头，partner 配合
    #[arg(long, value_name = "角色", value_enum, hide_possible_values = true)]
    pub role: Option<RoleArg>,
    /// 只列含有这些字的任务：汉字、全拼、首字母都行（青少年、qingshaonian、qsn）；几个词用空格隔开
    #[arg(long, value_name = "文字", value_parser = text(), allow_hyphen_values = true)]
    pub search: Option<String>,
}

/// `mark`
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct MarkArgs {
    /// 清单编号，如 5.1；每半年、每季度、每月一次的，写 5.1@2025H1、5.1@2025Q2、5.1@2025-03（默认是今天所在的那一次）
    #[arg(value_name = "清单编号", help_heading = "内容", value_parser = item_id())]
    pub item: String,
    /// todo 未开始，doing 进行中，done 已完成，na 不适用
    #[arg(value_name = "状态", value_enum, hide_possible_values = true, help_heading = "内容")]
    pub state: StateArg,
    /// 完成日期（默认今天）
    #[arg(long, value_name = "年-月-日", value_parser = day())]
    pub on: Option<NaiveDate>,
    /// 不适用的理由
    #[arg(long, value_name = "理由", value_parser = text(), allow_hyphen_values = true)]
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
        #[arg(long, value_name = "任务序号", value_parser = number::<u32>())]
        task: u32,
        /// 举办日期
        #[arg(long, value_name = "年-月-日", value_parser = day())]
        date: NaiveDate,
        /// 活动名称
        #[arg(long, value_name = "名称", value_parser = text(), allow_hyphen_values = true)]
        title: String,
        /// The other parts.
        #[command(flatten)]
        parts: ActivityParts,
        #[command(flatten)]
        serves: ServesParts,
        /// 是计划：还没有举办，不计入任何数
        #[arg(long)]
        planned: bool,
    },
    /// 列出本年度的活动
    #[command(override_usage = "taizhang activity list [选项]")]
    #[command(help_template = TEMPLATE, next_help_heading = "选项")]
    List {
        /// 只列这一项任务
        #[arg(long, value_name = "任务序号", value_parser = number::<u32>())]
        task: Option<u32>,
    },
    /// 改一项活动；没写的不变
    #[command(override_usage = "taizhang activity edit 编号 [选项]")]
    #[command(help_template = TEMPLATE, next_help_heading = "选项")]
    Edit {
        /// 活动编号，可以只写开头几位
        #[arg(value_name = "编号", help_heading = "内容", value_parser = text())]
        id: String,
        /// 属于哪项任务
        #[arg(long, value_name = "任务序号", value_parser = number::<u32>())]
        task: Option<u32>,
        /// 举办日期
        #[arg(long, value_name = "年-月-日", value_parser = day())]
        date: Option<NaiveDate>,
        /// 活动名称
        #[arg(long, value_name = "名称", value_parser = text(), allow_hyphen_values = true)]
        title: Option<String>,
        /// The other parts.
        #[command(flatten)]
        parts: ActivityParts,
        /// 去掉原有的佐证
        #[arg(long)]
        no_evidence: bool,
        #[command(flatten)]
        serves: ServesParts,
        /// 不再算到别的任务
        #[arg(long, conflicts_with = "also")]
        no_also: bool,
        /// 不再算到指定的清单
        #[arg(long, conflicts_with = "item")]
        no_item: bool,
        /// 计划的活动已经举办，从此计入
        #[arg(long)]
        held: bool,
    },
    /// 删去一项活动（可以撤销）
    #[command(override_usage = "taizhang activity drop 编号 [选项]")]
    #[command(help_template = TEMPLATE, next_help_heading = "选项")]
    Drop {
        /// 活动编号，可以只写开头几位
        #[arg(value_name = "编号", help_heading = "内容", value_parser = text())]
        id: String,
    },
}

/// The optional parts of an activity.
#[derive(Debug, Args)]
pub struct ActivityParts {
    /// 地点
    #[arg(long, value_name = "地点", value_parser = text(), allow_hyphen_values = true)]
    pub place: Option<String>,
    /// 场次；没有这一项写 -
    #[arg(long, value_name = "数", value_parser = count(), allow_hyphen_values = true)]
    pub sessions: Option<Count>,
    /// 人次；没有这一项写 -
    #[arg(long, value_name = "数", value_parser = count(), allow_hyphen_values = true)]
    pub people: Option<Count>,
    /// 资料份数；没有这一项写 -
    #[arg(long, value_name = "数", value_parser = count(), allow_hyphen_values = true)]
    pub materials: Option<Count>,
    /// 经费（元）；没有这一项写 -
    #[arg(long, value_name = "元", value_parser = count(), allow_hyphen_values = true)]
    pub funds: Option<Count>,
    /// 佐证文件，可以写多次；复制到数据文件夹
    #[arg(long, value_name = "文件")]
    pub evidence: Vec<PathBuf>,
    /// 备注
    #[arg(long, value_name = "文字", value_parser = text(), allow_hyphen_values = true)]
    pub note: Option<String>,
}

impl ActivityParts {
    /// The number given for a measure.
    #[must_use]
    pub fn number(&self, measure: Measure) -> Option<Count> {
        match measure {
            Measure::Sessions => self.sessions,
            Measure::People => self.people,
            Measure::Materials => self.materials,
            Measure::Funds => self.funds,
        }
    }
}

/// `remark`
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct RemarkArgs {
    /// 任务序号
    #[arg(value_name = "任务序号", help_heading = "内容", value_parser = number::<u32>())]
    pub no: u32,
    /// 存在问题
    #[arg(long, value_name = "文字", value_parser = text(), allow_hyphen_values = true)]
    pub problem: Option<String>,
    /// 下一步打算
    #[arg(long, value_name = "文字", value_parser = text(), allow_hyphen_values = true)]
    pub next: Option<String>,
    /// 没有可报告的，为什么
    #[arg(long, value_name = "理由", value_parser = text(), allow_hyphen_values = true)]
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
        #[arg(long, value_name = "任务序号", value_parser = number::<u32>())]
        task: u32,
        /// 要办的事
        #[arg(value_name = "内容", help_heading = "内容", value_parser = text(), allow_hyphen_values = true)]
        text: String,
    },
    /// 删去一条自列清单（可以撤销）
    #[command(override_usage = "taizhang item drop 清单编号 [选项]")]
    #[command(help_template = TEMPLATE, next_help_heading = "选项")]
    Drop {
        /// 清单编号，如 5.z3f2a1
        #[arg(value_name = "清单编号", help_heading = "内容", value_parser = item_id())]
        id: String,
    },
}

/// `receipt ...`
#[derive(Debug, Subcommand)]
pub enum ReceiptCommand {
    /// 县级单位：给一份上报出回执，收到或退回
    #[command(override_usage = "taizhang receipt give 上报文件 --accept|--return --out 文件夹 [选项]")]
    #[command(help_template = TEMPLATE, next_help_heading = "选项")]
    #[command(group = ArgGroup::new("answer").required(true).args(["accept", "return_it"]))]
    Give {
        /// 答复的上报文件
        #[arg(value_name = "上报文件", help_heading = "内容")]
        report: PathBuf,
        /// 收到，认可
        #[arg(long)]
        accept: bool,
        /// 退回（要用 --remark 写明意见）
        #[arg(long = "return")]
        return_it: bool,
        /// 对一项任务的意见，写成 任务序号=文字；可以写多次
        #[arg(long, value_name = "任务序号=文字", value_parser = on_task(), allow_hyphen_values = true)]
        remark: Vec<TaskRemark>,
        /// 存到哪个文件夹（如U盘）
        #[arg(long, value_name = "文件夹")]
        out: PathBuf,
    },
    /// 乡镇：打开县里的回执
    #[command(override_usage = "taizhang receipt open 文件 [选项]")]
    #[command(help_template = TEMPLATE, next_help_heading = "选项")]
    Open {
        /// 县里的回执文件
        #[arg(value_name = "文件", help_heading = "内容")]
        file: PathBuf,
    },
}

/// `collect`
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct CollectArgs {
    /// 装着上报文件的文件夹，连同里面的文件夹和压缩包（.zip）
    #[arg(required = true, value_name = "文件夹", help_heading = "内容")]
    pub folders: Vec<PathBuf>,
    /// 报告期：2025、2025H1、2025Q3 等（默认：已经结束的里面最近的一期）
    #[arg(long, value_name = "报告期", value_parser = period())]
    pub period: Option<Period>,
    /// 有冲突时选用这一份：它的校验码（SHA-256），可以只写开头；可以写多次
    #[arg(long, value_name = "校验码", value_parser = text())]
    pub prefer: Vec<String>,
    /// 把汇总存成表格（.xlsx）
    #[arg(long, value_name = "文件")]
    pub xlsx: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
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

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
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
