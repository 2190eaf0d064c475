//! Photos and files as evidence.

use jiff::civil::Date;

use crate::domain::{RecordId, code_list, record};

record! {
    /// A photo or document (照片/附件). Its bytes are kept under their SHA-256, as they came.
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
        /// The visit, sample, progress note … that it documents, of the same outfall.
        fact: Option<RecordId> => "所属记录", "Belongs to";
        /// How many bytes the file has.
        size: Option<i64> => "字节数", "Bytes";
        /// When the camera says that it was taken, as [`crate::domain::evidence::Taken`] writes it.
        taken_at: String => "拍摄时间", "Taken at";
        /// Where the camera says that it stood: degrees in WGS 84, which is CGCS2000 to within centimetres.
        lon: Option<f64> => "拍摄经度", "Longitude of the camera";
        /// See [`Self::lon`].
        lat: Option<f64> => "拍摄纬度", "Latitude of the camera";
        /// Metres above the sea, where the camera says so.
        altitude: Option<f64> => "拍摄高程", "Altitude of the camera";
        /// Where the camera looked: degrees clockwise from north.
        direction: Option<f64> => "拍摄方位角", "Direction of view";
        /// Is the direction one from magnetic north?
        magnetic: Option<bool> => "方位为磁方位", "From magnetic north";
        /// Make and model of the camera.
        camera: String => "拍摄设备", "Camera";
        /// What is drawn over it, as [`crate::domain::evidence::Annotation`] writes it; the bytes stay as they are.
        annotation: String => "标注", "Annotation";
    }
}

impl Photo {
    /// Where the camera stood: longitude and latitude in degrees.
    pub fn place(&self) -> Option<(f64, f64)> {
        self.lon.zip(self.lat)
    }

    /// Is it a picture, rather than a document?
    pub fn is_picture(&self) -> bool {
        self.media_type.starts_with("image/")
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
        Document = "document", "文件", "Document";
    }
}
