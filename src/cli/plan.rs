//! The arguments of `plan ...`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::template::TEMPLATE;
use super::values::years;

/// `plan ...`
#[derive(Debug, Subcommand)]
pub enum PlanCommand {
    /// 列出所有规划：在用的、收起的、完成多少
    #[command(override_usage = "taizhang plan list [选项]", help_template = TEMPLATE)]
    List,
    /// 检查一个规划文件，列出错误和要核对的地方
    #[command(override_usage = "taizhang plan check 规划文件 [选项]", help_template = TEMPLATE)]
    Check {
        /// 规划文件（.ron）
        #[arg(value_name = "规划文件", help_heading = "内容")]
        file: PathBuf,
    },
    /// 收进一个规划文件
    #[command(override_usage = "taizhang plan add 规划文件 [选项]", help_template = TEMPLATE)]
    Add {
        /// 规划文件（.ron）
        #[arg(value_name = "规划文件", help_heading = "内容")]
        file: PathBuf,
    },
    /// 定下平时用的规划；收起的也由此取出
    #[command(override_usage = "taizhang plan use 编号 [选项]", help_template = TEMPLATE)]
    Use {
        /// 规划编号
        #[arg(value_name = "编号", help_heading = "内容")]
        id: String,
    },
    /// 收起一份不再用的规划；记录都留着
    #[command(override_usage = "taizhang plan archive 编号 [选项]", help_template = TEMPLATE)]
    Archive {
        /// 规划编号
        #[arg(value_name = "编号", help_heading = "内容")]
        id: String,
    },
    /// 加封并发出一份规划，交给各乡镇
    #[command(override_usage = "taizhang plan export 编号 --out 文件夹 [选项]", help_template = TEMPLATE)]
    #[command(next_help_heading = "选项")]
    Export {
        /// 规划编号
        #[arg(value_name = "编号", help_heading = "内容")]
        id: String,
        /// 存到哪个文件夹（如U盘）
        #[arg(long, value_name = "文件夹")]
        out: PathBuf,
    },
    /// 把通知原文做成规划；核对以后用 plan add 收进来
    #[command(override_usage = "taizhang plan import 通知文件 [选项]", help_template = TEMPLATE)]
    Import(ImportArgs),
}

/// `plan import`
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct ImportArgs {
    /// 通知原文（.txt、.md、.docx）
    #[arg(value_name = "通知文件", help_heading = "内容")]
    pub file: PathBuf,
    /// 规划编号，英文字母、数字、减号（默认由文号得出）
    #[arg(long, value_name = "编号", conflicts_with = "revises")]
    pub id: Option<String>,
    /// 是这份规划的修订：同一件事沿用原来的编号，记录接着用
    #[arg(long, value_name = "编号")]
    pub revises: Option<String>,
    /// 县（市、区）的名称或六位代码（默认从发文单位和标题得出）
    #[arg(long, value_name = "县")]
    pub county: Option<String>,
    /// 乡镇名单，CSV：每行 代码,名称（默认用全国名录里本县的）
    #[arg(long, value_name = "文件")]
    pub roster: Option<PathBuf>,
    /// 补充文件：人工整理的清单、备注、勘误、撤销的乡镇
    #[arg(long, value_name = "文件")]
    pub overlay: Option<PathBuf>,
    /// 起止年份，如 2026-2030（默认从标题和正文得出）
    #[arg(long, value_name = "年-年", value_parser = years)]
    pub years: Option<(i32, i32)>,
    /// 规划草稿存成哪个文件
    #[arg(long, value_name = "文件")]
    pub out: Option<PathBuf>,
}
