//! Why the project file could not be opened, read or written.

use super::{chain, system};
use crate::{
    i18n::Lang,
    storage::{Error, ErrorKind, NotAProject, ReadOnly},
};

/// The reason and the file.
pub(super) fn cause(error: &Error, lang: Lang) -> String {
    let (why, path) = (kind(&error.kind, lang), error.path.display());
    lang.pick(format!("{why}（{path}）"), format!("{why} ({path})"))
}

#[allow(clippy::too_many_lines, reason = "a table of wordings that has to be complete")]
fn kind(kind: &ErrorKind, lang: Lang) -> String {
    let zh = match kind {
        ErrorKind::Exists => "这个位置已有同名文件".to_owned(),
        ErrorKind::Missing => "没有这个文件".to_owned(),
        ErrorKind::NotAProject(why) => format!("不是本程序的项目：{}", not_a_project(*why)),
        ErrorKind::TooOld { found, known } => {
            format!("项目的格式是 {found}，本版本用的是 {known}，无法升级")
        }
        ErrorKind::ReadOnly(reason) => {
            let why = read_only(reason, lang);
            return lang.pick(format!("项目只能读取：{why}"), format!("the project can only be read: {why}"));
        }
        ErrorKind::Pragma { pragma, found } => {
            format!("SQLite 没有接受保护数据的设置 {pragma}，读回的是 {found}")
        }
        ErrorKind::Backup(cause) => {
            let why = self::kind(cause, lang);
            return lang.pick(
                format!("升级项目之前没有做成备份：{why}"),
                format!("no backup could be made before bringing the project up to date: {why}"),
            );
        }
        ErrorKind::Damaged(_) => "文件已损坏".to_owned(),
        ErrorKind::Full(_) => "磁盘已满".to_owned(),
        ErrorKind::Busy(_) => "别的程序正在使用这个文件".to_owned(),
        ErrorKind::Sqlite(_) => "文件读写失败".to_owned(),
        ErrorKind::Io(error) => return system(error, lang),
        ErrorKind::Nothing => "没有要保存的改动".to_owned(),
        ErrorKind::Conflict(conflict) => {
            let (table, column) = (lang.table(conflict.table), lang.column(conflict.table, &conflict.column));
            return lang.pick(
                format!("“{table}”的“{column}”已被别的程序改动"),
                format!("{column} in {table} was changed by another program"),
            );
        }
        ErrorKind::Misfit(misfit) => return misfit.say(lang),
        ErrorKind::Dangling { table, parent } => {
            let (table, parent) = (lang.table(table), lang.table(parent));
            return lang.pick(
                format!("“{table}”的一条记录所属的“{parent}”记录不存在"),
                format!("a record of {table} refers to a record of {parent} that is not there"),
            );
        }
        ErrorKind::BadCell { place, source } => {
            let (table, column) = (lang.table(&place.table), lang.column(&place.table, &place.column));
            let why = source.say(lang);
            return lang.pick(
                format!("“{table}”有一条记录的“{column}”看不懂：{why}"),
                format!("{column} of a record of {table} can not be read: {why}"),
            );
        }
        ErrorKind::NotFinite(place) => format!("有一个数值不是有限的数（{place}）"),
        ErrorKind::BadOperation { device, seq } => format!("设备 {device} 的第 {seq} 号操作看不懂"),
        ErrorKind::NoSuchStep(_) => "项目里没有这一步".to_owned(),
        ErrorKind::BlobMissing { .. } => "一张照片或一个附件的内容不见了".to_owned(),
        ErrorKind::BlobUnreadable { path, source } => {
            format!("读不了 {}：{}", path.display(), system(source, Lang::Zh))
        }
        ErrorKind::BlobWrong { .. } => "照片或附件的内容与登记的不符".to_owned(),
        ErrorKind::BadTableName(name) => format!("“{name}”不能用作图层的表名"),
        ErrorKind::NoFeatures(layer) => format!("图层“{layer}”没有要素"),
        ErrorKind::FeaturesWrong(layer) => format!("图层“{layer}”的要素与登记的不符"),
        ErrorKind::Geometry(layer) => format!("图层“{layer}”里有图形无法读写"),
        ErrorKind::WriterGone => "保存程序已经停止".to_owned(),
    };
    lang.pick(zh, chain(kind))
}

fn not_a_project(why: NotAProject) -> &'static str {
    match why {
        NotAProject::NotSqlite => "它不是数据库文件",
        NotAProject::NotGeoPackage => "它是数据库，但不是 GeoPackage",
        NotAProject::ForeignGeoPackage => "它是别的程序做的 GeoPackage",
    }
}

/// Why a project can only be read.
pub(super) fn read_only(reason: &ReadOnly, lang: Lang) -> String {
    let zh = match reason {
        ReadOnly::NoPermission => "文件、文件夹或磁盘不可写".to_owned(),
        ReadOnly::NewerVersion { found } => format!("它由更新的版本写成，格式 {found}"),
        ReadOnly::Asked => "是按只读打开的".to_owned(),
    };
    lang.pick(zh, reason.to_string())
}

/// How to get a project that can be written.
pub(super) fn make_writable(reason: &ReadOnly, lang: Lang) -> Option<&'static str> {
    match reason {
        ReadOnly::NoPermission => Some(lang.pick(
            "请检查写权限，或把文件复制到可写的位置",
            "Check the permissions, or copy the file to where you may write",
        )),
        ReadOnly::NewerVersion { .. } => {
            Some(lang.pick("请升级程序后再修改", "Get the later version of the program to change it"))
        }
        ReadOnly::Asked => None,
    }
}

/// What to do.
pub(super) fn advice(kind: &ErrorKind, lang: Lang) -> Option<&'static str> {
    Some(match kind {
        ErrorKind::Exists => lang.pick(
            "请换一个文件名，或打开已有的项目",
            "Choose another name, or open the project that is there",
        ),
        ErrorKind::Missing => lang.pick("请检查路径和文件名", "Check the path and the name"),
        ErrorKind::NotAProject(NotAProject::ForeignGeoPackage) => {
            lang.pick("请新建项目，再把它的图层导入", "Make a project and import the layers of this file")
        }
        ErrorKind::NotAProject(_) => {
            lang.pick("请选择排口的项目文件（.gpkg）", "Choose a project file of Paikou (.gpkg)")
        }
        ErrorKind::TooOld { .. } => {
            lang.pick("请用写出它的版本打开", "Open it with the version that wrote it")
        }
        ErrorKind::ReadOnly(reason) => return make_writable(reason, lang),
        ErrorKind::Pragma { .. } => {
            lang.pick("请把项目放在本机磁盘上", "Keep the project on a disk of this machine")
        }
        ErrorKind::Backup(_) | ErrorKind::Io(_) | ErrorKind::Sqlite(_) => {
            lang.pick("请检查磁盘空间和文件权限", "Check disk space and permissions")
        }
        ErrorKind::Damaged(_) => lang.pick(
            "请改用备份；不要再往这个文件里写",
            "Go back to a backup, and do not write into this file any more",
        ),
        ErrorKind::Full(_) => lang.pick("请清理磁盘空间后重试", "Free some space and try again"),
        ErrorKind::Busy(_) => {
            lang.pick("请关闭正在使用它的程序后重试", "Close the program that uses it and try again")
        }
        ErrorKind::Conflict(_) | ErrorKind::Misfit(_) | ErrorKind::WriterGone => {
            lang.pick("请重新打开项目后再试", "Open the project anew and try again")
        }
        ErrorKind::Dangling { .. } | ErrorKind::BadCell { .. } | ErrorKind::BadOperation { .. } => lang.pick(
            "文件可能在程序之外被改动过，请核对文件或改用备份",
            "It may have been changed outside the program: verify the file, or go back to a backup",
        ),
        ErrorKind::Nothing
        | ErrorKind::NotFinite(_)
        | ErrorKind::NoSuchStep(_)
        | ErrorKind::BlobMissing { .. }
        | ErrorKind::BlobUnreadable { .. }
        | ErrorKind::BlobWrong { .. }
        | ErrorKind::BadTableName(_)
        | ErrorKind::NoFeatures(_)
        | ErrorKind::FeaturesWrong(_)
        | ErrorKind::Geometry(_) => return None,
    })
}
