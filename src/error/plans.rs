//! The sentences for problems with plans and townships.

use std::fmt;
use std::path::PathBuf;

use crate::domain::plan::{PlanFault, Township};
use crate::domain::revision::RevisionFault;
use crate::format::DocumentFault;
use crate::format::roster::RosterFault;

/// Why no plan or township was found, or a plan is refused.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// No plan in use has the township on its roster. `unreadable` has a sentence for each plan that could not be read
    /// and may have it.
    NoneFor { township: String, unreadable: Vec<String> },
    /// Every plan is archived.
    NoneInUse,
    /// Several plans in use cover the year; each by id and short title.
    Several(Vec<(String, String)>),
    /// Several townships have the name; each with its county.
    SameName { asked: String, found: Vec<(Township, String)> },
    /// No township of China has the name or code. `like` lists similar names.
    NoSuchTownship { asked: String, like: Vec<String> },
    /// Another plan has the id; `title` is its title.
    IdTaken { id: String, title: String },
    /// This office has a newer revision of the plan.
    OlderRevision { id: String, here: u32, offered: u32 },
    /// A revised plan gives an id or a number of the old plan to something else.
    NotARevision { id: String, faults: Vec<RevisionFault> },
    /// The roster of the plan does not have the township in the settings.
    NotOnRoster { township: String, plan: String },
    /// Several counties have the name; each with its city and code.
    SeveralCounties { asked: String, found: Vec<String> },
    /// No county has the name or code.
    NoSuchCounty(String),
    /// The roster file is invalid.
    Roster {
        path: PathBuf,
        #[source]
        fault: RosterFault,
    },
    /// The process that reads documents failed, with its sentence.
    Unread(String),
    /// An id that cannot be a file name.
    BadId(String),
    /// The file is not a plan at all.
    NoPlan(PathBuf),
}

/// Most names listed in one sentence.
const LISTED_MAX: usize = 8;

impl PlanError {
    /// Whether the error leaves open which plan is used.
    #[must_use]
    pub fn is_about_plans(&self) -> bool {
        matches!(self, PlanError::NoneFor { .. } | PlanError::NoneInUse | PlanError::Several(_))
    }

    /// Whether a different command line would avoid the error.
    #[must_use]
    pub fn is_usage(&self) -> bool {
        matches!(
            self,
            PlanError::NoneFor { .. }
                | PlanError::NoneInUse
                | PlanError::Several(_)
                | PlanError::SameName { .. }
                | PlanError::NoSuchTownship { .. }
                | PlanError::SeveralCounties { .. }
                | PlanError::NoSuchCounty(_)
                | PlanError::BadId(_)
        )
    }
}

/// The first names, and the total number if there are more.
fn listed(all: &[String]) -> String {
    let shown = all.iter().take(LISTED_MAX).cloned().collect::<Vec<_>>().join("、");
    if all.len() > LISTED_MAX { format!("{shown} 等{}个", all.len()) } else { shown }
}

impl fmt::Display for PlanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PlanError::NoneFor { township, unreadable } if !unreadable.is_empty() => {
                write!(f, "读得出的规划里，没有一份列有{township}。{}", unreadable.concat())
            }
            PlanError::NoneFor { township, .. } => write!(
                f,
                "没有一份在用的规划列有{township}。请用 taizhang plan add 规划文件 收进规划；只有通知原文的，先用 taizhang plan import 通知文件 做成规划。"
            ),
            PlanError::NoneInUse => f.write_str(
                "规划都收起了，没有在用的。请用 taizhang plan list 查看，用 taizhang plan use 编号 取出一份。",
            ),
            PlanError::Several(plans) => {
                let plans: Vec<String> = plans.iter().map(|(id, short)| format!("{id}（{short}）")).collect();
                write!(
                    f,
                    "在用的规划有{}份：{}。请加 --plan 编号，或用 taizhang plan use 编号 定下平时用的一份。",
                    plans.len(),
                    listed(&plans)
                )
            }
            PlanError::SameName { asked, found } => {
                let words: Vec<String> = found
                    .iter()
                    .map(|(township, county)| format!("{county}{}（{}）", township.name, township.code))
                    .collect();
                write!(
                    f,
                    "叫“{asked}”的乡镇有{}个：{}。请写上县名（如 {}{}），或写九位代码。",
                    found.len(),
                    listed(&words),
                    found.first().map_or("某县", |(_, county)| county.as_str()),
                    found.first().map_or(asked.as_str(), |(township, _)| township.name.as_str()),
                )
            }
            PlanError::NoSuchTownship { asked, like } if like.is_empty() => {
                write!(f, "全国乡镇名录里没有“{asked}”这个乡镇。请写乡镇全称或九位代码。")
            }
            PlanError::NoSuchTownship { asked, like } => {
                write!(f, "全国乡镇名录里没有“{asked}”这个乡镇，相近的有 {}。请写乡镇全称或九位代码。", listed(like))
            }
            PlanError::IdTaken { id, title } => write!(
                f,
                "编号 {id} 已经用在规划“{title}”上，内容不同，没有收进来。请给新规划换一个编号（taizhang plan import --id 编号）；它是那一份的修订时，把文件里的 revision 加一。"
            ),
            PlanError::OlderRevision { id, here, offered } => write!(
                f,
                "规划 {id} 这里已经是第{here}版，文件是第{offered}版，没有收进来。请向发来的单位要最新的规划文件。"
            ),
            PlanError::NotARevision { id, faults } => not_a_revision(f, id, faults),
            PlanError::NotOnRoster { township, plan } => {
                write!(f, "{township}不在规划“{plan}”的乡镇名单里，没有改。请核对规划和本机设置的乡镇。")
            }
            PlanError::SeveralCounties { asked, found } => {
                write!(f, "叫“{asked}”的县（市、区）有{}个：{}。请写六位代码。", found.len(), listed(found))
            }
            PlanError::NoSuchCounty(asked) => {
                write!(f, "全国没有“{asked}”这个县（市、区）。请写全称或六位代码。")
            }
            PlanError::Roster { path, fault } => {
                write!(f, "乡镇名单 {} 用不了：{fault}。请存成 CSV，每行写 九位代码,乡镇名称。", path.display())
            }
            PlanError::Unread(sentence) => f.write_str(sentence),
            PlanError::BadId(id) => {
                write!(f, "规划编号不能是“{id}”，只能用英文字母、数字和减号，最多60个。请换一个编号。")
            }
            PlanError::NoPlan(path) => {
                write!(
                    f,
                    "{} 不是规划文件。请核对是不是拿错了文件；通知原文用 taizhang plan import 做成规划。",
                    path.display()
                )
            }
        }
    }
}

fn not_a_revision(f: &mut fmt::Formatter<'_>, id: &str, faults: &[RevisionFault]) -> fmt::Result {
    const NAMED_MAX: usize = 3;
    let words = |fault: &RevisionFault| match fault {
        RevisionFault::ReusedId(item, text) => format!("清单 {item} 原来是“{text}”，现在是另一件事"),
        RevisionFault::OtherCycle(item) => format!("清单 {item} 的周期（cycle）变了"),
        RevisionFault::Renumbered { title, was, now } => format!("任务“{title}”原来是{was}，现在是{now}"),
    };
    let named: Vec<String> = faults.iter().take(NAMED_MAX).map(words).collect();
    let more = if faults.len() > NAMED_MAX { format!("等{}处", faults.len()) } else { String::new() };
    write!(
        f,
        "规划 {id} 的修订动了编号：{}{more}，没有收进来。编号定了就不变，不然记录会对不上：新的事给新编号，不再有的列进 retired；由通知原文做的，用 taizhang plan import --revises {id}。",
        named.join("；")
    )
}

/// Why a document cannot be read, and how to save it again.
pub(super) fn document_words(fault: DocumentFault) -> &'static str {
    match fault {
        DocumentFault::Password => "文件设了打开密码，读不了。请在 Word 或 WPS 里打开，去掉密码，另存为 .docx 再导入。",
        DocumentFault::OldOffice => {
            "是老格式的文档（.doc、.wps），读不了。请在 Word 或 WPS 里打开，另存为 .docx 或纯文本（.txt）再导入。"
        }
        DocumentFault::Pdf => {
            "是 PDF，还读不了。请在 Word 或 WPS 里打开，另存为 .docx；或全选、复制，用记事本存成 .txt 再导入。"
        }
        DocumentFault::Html => "是网页，还读不了。请在浏览器里打开，全选正文、复制，用记事本存成 .txt 再导入。",
        DocumentFault::Rtf => "是 RTF 文档，读不了。请在 Word 或 WPS 里打开，另存为 .docx 或纯文本（.txt）再导入。",
        DocumentFault::OtherArchive => {
            "不是 Word 文档（.docx），可能是表格、OFD 或压缩包，读不了。请在 Word 或 WPS 里打开通知，另存为 .docx 再导入。"
        }
        DocumentFault::Bomb => "解开后大得不合常理，没有读。请向发文单位要原文件，或把文字复制出来存成 .txt 再导入。",
        DocumentFault::Damaged => {
            "是损坏的 Word 文档，读不了。请重新拷贝原文件，或在 Word、WPS 里打开，另存为 .docx 再导入。"
        }
        DocumentFault::TooMuch => {
            "读它用的时间或内存超出了限度，没有读。请在 Word 或 WPS 里打开，另存为纯文本（.txt）再导入。"
        }
    }
}

pub(super) const BROKEN_SEAL: &str = "规划文件与末尾的封签（// sha256）不符：传送中损坏，或者加封以后又改过。请向发来的单位再要一份；\
     如果是本单位自己改的，删去最后一行，用 taizhang plan add 收进来，再用 taizhang plan export 重新加封。";

pub(super) fn faults_words(faults: &[PlanFault]) -> String {
    let shown: Vec<String> = faults.iter().take(3).map(ToString::to_string).collect();
    let more = if faults.len() > 3 { format!("等{}处", faults.len()) } else { String::new() };
    format!("规划内容自相矛盾：{}{more}。请向发文单位要更正后的规划文件。", shown.join("；"))
}
