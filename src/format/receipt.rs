//! The receipt file: lines a person can read in Notepad, the value, and the seal.

use crate::domain::receipt::{Receipt, ReceiptAnswer};

use super::seal::{self, Unsealed};
use super::{FileFormat, FormatError, RECEIPT_MAX, comments, parse, text, unseal, write_value};

/// The `format` of a receipt, and its newest version.
pub const FORMAT: FileFormat = FileFormat { name: "taizhang-receipt", version: 1 };

/// A receipt with its identity, the SHA-256 of its text (BOM removed, CRLF as LF).
#[derive(Debug, Clone)]
pub struct ReceiptFile {
    /// The receipt as a value.
    pub receipt: Receipt,
    /// The text of the file, with its seal.
    pub text: String,
    /// SHA-256 of the text, 64 hex digits.
    pub sha256: String,
}

/// Writes the text of a receipt file.
pub fn write(receipt: &Receipt) -> Result<String, ron::Error> {
    Ok(seal::seal(preface(receipt) + &write_value(receipt, FORMAT)?))
}

/// Reads a receipt. Checks its seal first, then its value, then for contradictions.
pub fn read(bytes: &[u8]) -> Result<ReceiptFile, FormatError> {
    let text = text(bytes, RECEIPT_MAX)?;
    let Unsealed { body, sha256 } = unseal(&text, FORMAT)?;
    let receipt: Receipt = parse(body, FORMAT)?;
    if let Some(fault) = receipt.fault() {
        return Err(FormatError::Receipt(fault));
    }
    Ok(ReceiptFile { receipt, sha256, text: format!("{}\n", text.trim_end()) })
}

/// The comment lines for people who open the file in Notepad.
fn preface(receipt: &Receipt) -> String {
    let Receipt { township, period, revision, .. } = receipt;
    let answer = match (receipt.answer, receipt.remarks.is_empty()) {
        (ReceiptAnswer::Accepted, true) => "收到，认可",
        (ReceiptAnswer::Accepted, false) => "收到，认可；另有意见如下",
        (ReceiptAnswer::Returned, _) => "退回，请按下面的意见改好以后再上报一次",
    };
    let head = [
        "乡镇任务台账 回执。请勿修改：改动一个字，程序就不认。请在程序里打开：taizhang receipt open 文件".to_owned(),
        format!("乡镇：{}（{}）", township.name, township.code),
        format!("答复的上报：{}　第{revision}次", period.name()),
        format!("结果：{answer}"),
    ];
    let remarks = receipt.remarks.iter().map(|remark| format!("任务{}：{}", remark.task, remark.text));
    let foot = [
        format!("答复单位：{}　经办人：{}　电话：{}", receipt.office, receipt.person, receipt.phone),
        format!("答复时间：{}", receipt.at.format("%Y-%m-%d %H:%M")),
        format!("上报文件的校验：{}", receipt.report),
    ];
    comments(head.into_iter().chain(remarks).chain(foot))
}
