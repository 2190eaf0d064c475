//! Photos and files as evidence.

use jiff::civil::Date;

use crate::domain::{RecordId, code_list, record};

record! {
    /// A photo or document (照片/附件). Its bytes are kept under their SHA-256.
    pub struct Photo in "photo", "照片附件", "Photos and files" {
        /// The outfall it is about.
        outfall: RecordId => "排污口", "Outfall";
        /// The day it was taken.
        on: Option<Date> => "日期", "Date";
        /// What it shows.
        slot: Option<PhotoSlot> => "类别", "Shows";
        /// The file's name when it came in.
        file_name: String => "文件名", "File name";
        /// `image/jpeg`, `application/pdf`, …
        media_type: String => "类型", "Media type";
        /// SHA-256 of the bytes, lower-case hex.
        sha256: String => "SHA-256", "SHA-256";
        /// Anything else.
        note: String => "备注", "Note";
    }
}

code_list! {
    /// What a photo shows (照片类别).
    pub enum PhotoSlot {
        Near = "near", "近景", "Near view";
        Far = "far", "远景", "Far view";
        Sign = "sign", "标识牌", "Signboard";
        Sampling = "sampling", "采样", "Sampling";
        Evidence = "evidence", "溯源证据", "Tracing evidence";
        Before = "before", "整治前", "Before";
        After = "after", "整治后", "After";
    }
}
