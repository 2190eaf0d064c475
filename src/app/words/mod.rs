//! What did not work, for a person: what happened to what was asked for, why, and what to do about it.
//!
//! One file for the errors of each layer below. A [`Problem`] is one sentence or two in the user's language; the
//! technical chain, in English, is in [`Problem::details`] for whoever wants to see it and for logs.

mod basemap;
mod fact;
mod formats;
mod photo;
mod report;
mod storage;
#[cfg(test)]
mod tests;
mod tracing;

use std::{error::Error, io};

pub(super) use self::photo::{attached, copied, planned};

use super::{JobKind, Problem};
use crate::{
    domain::{Term as _, role::Role},
    formats::JsonFault,
    i18n::Lang,
    storage::ErrorKind,
};

impl Problem {
    /// What happened, why, and what to do about it, in the user's language.
    pub fn say(&self, lang: Lang) -> String {
        let mut text = self.headline(lang);
        if let Some(cause) = self.cause(lang) {
            text = format!("{text}{}{cause}", lang.pick("：", ": "));
        }
        if let Some(advice) = self.advice(lang) {
            text = format!("{text}{}{advice}", lang.pick("。", ". "));
        }
        text
    }

    /// The causes as the layers below and their libraries word them, in English.
    pub fn details(&self) -> String {
        chain(self)
    }

    /// What happened to what was asked for.
    #[allow(clippy::too_many_lines, reason = "a table of wordings that has to be complete")]
    fn headline(&self, lang: Lang) -> String {
        let both = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
        match self {
            Self::Cancelled => both("已取消，没有任何改动", "Cancelled; nothing was changed"),
            Self::NotOpened(error) if matches!(error.kind, ErrorKind::Exists) => {
                both("项目没有新建", "The project was not made")
            }
            Self::NotOpened(_) => both("项目没有打开", "The project was not opened"),
            Self::NotSaved(_) => both("改动没有保存", "The change was not saved"),
            Self::ReadOnly(_) => {
                both("项目以只读方式打开，不能修改", "The project is open read-only and can not be changed")
            }
            Self::DraftNotKept(_) => both(
                "草稿没有写入磁盘，内容仍在表单里",
                "The draft is not on the disk; it is still in the form",
            ),
            Self::NotAllowed { needed } => {
                let (zh, en) = (needed.zh(), needed.en().to_lowercase());
                lang.pick(format!("这一步由{zh}办理"), format!("This is for somebody in the role of {en}"))
            }
            Self::NotRead(_) => both("项目文件读取失败", "The project file could not be read"),
            Self::NotImported(_) => both("文件没有导入", "The file was not imported"),
            Self::NotPlanned { file, .. } => file.clone(),
            Self::NothingToImport { file } => {
                lang.pick(format!("文件里没有可导入的内容：{file}"), format!("Nothing to import in {file}"))
            }
            Self::BadColumns(_) => both("列对照文件有误", "The columns file is not understood"),
            Self::UnknownCrs { .. } => both("坐标系不能用", "The coordinate system can not be used"),
            Self::GateClosed { outfall, .. } => {
                lang.pick(format!("{outfall} 还不能登记"), format!("{outfall}: it can not be recorded yet"))
            }
            Self::BadFact(_) => both("记录看不懂", "The record is not understood"),
            Self::NoSuchOutfall { code } => {
                lang.pick(format!("没有这个排污口：{code}"), format!("There is no outfall {code}"))
            }
            Self::NoSuchPicture { path } => {
                let path = path.display();
                lang.pick(
                    format!("图片不能这样命名：{path}"),
                    format!("A picture can not have this name: {path}"),
                )
            }
            Self::NoSuchLayer { name, .. } => {
                lang.pick(format!("没有这个图层：{name}"), format!("There is no layer {name}"))
            }
            Self::Circle => {
                both("指向的排污口又指回自身，不能合并", "The target leads back to the outfall itself")
            }
            Self::NoReason => both("更正要写明原因", "A correction needs a reason"),
            Self::CorrectedAlready => both(
                "这条记录已更正过，请更正替代它的记录",
                "Corrected already; correct the record in its place",
            ),
            Self::LayerLocked { layer } => lang.pick(
                format!("{layer}：导入的图层不能直接编辑"),
                format!("{layer}: imported layers can not be edited"),
            ),
            Self::LayerChanged { layer } => lang.pick(
                format!("{layer}：图层已变，编辑没有保存"),
                format!("{layer}: the layer has changed; the edit was not kept"),
            ),
            Self::TooManyShapes { layer, most } => lang.pick(
                format!("{layer}：要素超过 {most} 个，不能编辑"),
                format!("{layer}: more than {most} features can not be edited"),
            ),
            Self::BadShape(_) => both("图形没有保存", "The shape was not kept"),
            Self::NothingToUndo => both("没有可撤销或重做的操作", "There is nothing to undo or redo"),
            Self::Misfit(_) => {
                both("数据已变，这一步不再适用", "The data have changed; this step no longer fits")
            }
            Self::Unreadable { path, .. } => lang
                .pick(format!("读不了文件 {}", path.display()), format!("Can not read {}", path.display())),
            Self::Unwritable { path, .. } => lang
                .pick(format!("写不了文件 {}", path.display()), format!("Can not write {}", path.display())),
            Self::NoBasemap(_) => both("底图不能用", "The basemap can not be used"),
            Self::BasemapDied => both("打开底图的任务意外中止", "Opening the basemap ended unexpectedly"),
            Self::BadAddress(_) => both("瓦片地址看不懂", "The address of the tiles is not understood"),
            Self::NoKey { host } => lang.pick(
                format!("{host} 需要密钥，本机没有保存"),
                format!("{host} needs a key, and this device has none"),
            ),
            Self::NotOnline => both(
                "只有正在显示的在线底图可以离线保存",
                "Only a basemap from the network that is shown can be kept offline",
            ),
            Self::NoTiles(_) | Self::NothingKept => both("瓦片没有保存", "The tiles were not kept"),
            Self::NotDrawn(_) => both("图片没有画出", "The picture was not drawn"),
            Self::NotExported(_) => both("报表没有写出", "The report was not written"),
            Self::NotTraced(_) => both("没有开始追溯", "The trace did not begin"),
            Self::NoThread(_) => both("系统不能再启动后台任务", "The system would not start another job"),
            Self::JobDied { .. } => {
                both("后台任务意外中止，这是程序的错误", "The background job died; this is a bug")
            }
        }
    }

    fn cause(&self, lang: Lang) -> Option<String> {
        Some(match self {
            Self::NotOpened(error)
            | Self::NotSaved(error)
            | Self::DraftNotKept(error)
            | Self::NotRead(error) => storage::cause(error, lang),
            Self::ReadOnly(reason) => storage::read_only(reason, lang),
            Self::NotImported(error) => formats::cause(error, lang),
            Self::NotPlanned { source, .. } => source.say(lang),
            Self::BadColumns(error) => fact::bad_columns(error, lang),
            Self::UnknownCrs { source, .. } => source.say(lang),
            Self::GateClosed { missing, .. } => {
                let words: Vec<&str> = missing.iter().map(|it| lang.term(*it)).collect();
                words.join(lang.pick("、", "; "))
            }
            Self::BadFact(error) => fact::cause(error, lang),
            Self::Misfit(misfit) => misfit.say(lang),
            Self::BadShape(fault) => fault.say(lang),
            Self::Unreadable { source, .. } | Self::Unwritable { source, .. } | Self::NoThread(source) => {
                system(source, lang)
            }
            Self::NoBasemap(error) => basemap::cause(error, lang),
            Self::BadAddress(bad) => basemap::bad_address(*bad, lang),
            Self::NoTiles(trouble) => basemap::trouble(*trouble, lang),
            Self::NothingKept => {
                lang.pick("服务器在这个范围没有瓦片", "the server has no tiles there").to_owned()
            }
            Self::NotDrawn(error) => report::picture(error, lang),
            Self::NotExported(error) => report::cause(error, lang),
            Self::NotTraced(error) => tracing::cause(error, lang),
            Self::JobDied { what } => job(what, lang),
            Self::NoSuchLayer { known, .. } => {
                let known = known.join(lang.pick("、", ", "));
                lang.pick(format!("现有图层：{known}"), format!("the layers are {known}"))
            }
            Self::Cancelled
            | Self::NoSuchPicture { .. }
            | Self::BasemapDied
            | Self::NotAllowed { .. }
            | Self::NoKey { .. }
            | Self::NotOnline
            | Self::NothingToImport { .. }
            | Self::NoSuchOutfall { .. }
            | Self::Circle
            | Self::NoReason
            | Self::CorrectedAlready
            | Self::LayerLocked { .. }
            | Self::LayerChanged { .. }
            | Self::TooManyShapes { .. }
            | Self::NothingToUndo => return None,
        })
    }

    fn advice(&self, lang: Lang) -> Option<&'static str> {
        match self {
            Self::NotOpened(error)
            | Self::NotSaved(error)
            | Self::DraftNotKept(error)
            | Self::NotRead(error) => storage::advice(&error.kind, lang),
            Self::NotAllowed { needed } => Some(role_advice(*needed, lang)),
            Self::ReadOnly(reason) => storage::make_writable(reason, lang),
            Self::NotImported(error) => formats::advice(&error.reason, lang),
            Self::BadColumns(_) => Some(lang.pick(
                "文件里写一段 [columns]，每行为 \"文件列名\" = \"字段名\"",
                "The file has a part [columns] with lines like \"heading in the file\" = \"column_name\"",
            )),
            Self::UnknownCrs { .. } => Some(lang.pick(
                "请写成 EPSG:4547 这样的编号，或 GCJ-02、BD-09",
                "Write a number like EPSG:4547, or GCJ-02 or BD-09",
            )),
            Self::NoSuchOutfall { .. } => Some(lang.pick("请核对编码或名称", "Check its code or its name")),
            Self::Misfit(_) => {
                Some(lang.pick("请刷新后重做这一步", "Look at the data again and repeat the step"))
            }
            Self::Unreadable { source, .. } => read_advice(source, lang),
            Self::Unwritable { source, .. } => write_advice(source, lang),
            Self::NoSuchPicture { .. } => {
                Some(lang.pick("文件名请以 .png、.pdf 或 .svg 结尾", "Let it end in .png, .pdf or .svg"))
            }
            Self::NoBasemap(error) => basemap::advice(error, lang),
            Self::BasemapDied => Some(lang.pick(
                "这个文件可能已损坏，请重新导出后再试",
                "The file may be damaged; write it anew and try again",
            )),
            Self::NoKey { .. } => Some(lang.pick(
                "请在底图设置里填写您申请的密钥",
                "Type the key that you have from the provider in the settings of the basemap",
            )),
            Self::NoTiles(_) => Some(lang.pick(
                "已下载的瓦片留在缓存里，联网后再试会接着下载",
                "What has come stays in the memory; trying again goes on from there",
            )),
            Self::NotDrawn(_) => Some(lang.pick("请改小图片尺寸后重试", "Try again with a smaller picture")),
            Self::NotExported(_) => Some(lang.pick(
                "文件没有留下；请改用 CSV 格式，或缩小范围后重试",
                "No file was left behind; try CSV, or a smaller part of the data",
            )),
            Self::NoThread(_) => Some(lang.pick("请关闭一些程序后重试", "Close some programs and try again")),
            Self::JobDied { .. } => Some(lang.pick(
                "已保存的数据不受影响，请重试或重新打开项目",
                "What was saved is safe; try again or open the project anew",
            )),
            Self::LayerLocked { .. } => {
                Some(lang.pick("请先制作可编辑副本", "Make an editable copy of it first"))
            }
            Self::LayerChanged { .. } => {
                Some(lang.pick("请在最新的图形上重做", "Repeat it on the shapes as they are now"))
            }
            Self::TooManyShapes { .. } => Some(lang.pick(
                "请把需要编辑的部分单独导入",
                "Import the part that is to be edited as a layer of its own",
            )),
            Self::Cancelled
            | Self::NotTraced(_)
            | Self::NoSuchLayer { .. }
            | Self::BadShape(_)
            | Self::BadAddress(_)
            | Self::NotOnline
            | Self::NothingKept
            | Self::NotPlanned { .. }
            | Self::NothingToImport { .. }
            | Self::GateClosed { .. }
            | Self::BadFact(_)
            | Self::Circle
            | Self::NoReason
            | Self::CorrectedAlready
            | Self::NothingToUndo => None,
        }
    }
}

fn role_advice(needed: Role, lang: Lang) -> &'static str {
    match needed {
        Role::Supervisor => lang.pick(
            "表单可以留作草稿；本机的角色在“本机使用者”里设置",
            "The form can stay a draft; the role of this device is set under “Who works here”",
        ),
        _ => lang.pick(
            "本机的角色是查看者，在“本机使用者”里可以更改",
            "This device has the role of viewer; change it under “Who works here”",
        ),
    }
}

/// What a background job was doing.
fn job(what: &JobKind, lang: Lang) -> String {
    match what {
        JobKind::Import { file } => lang.pick(format!("导入 {file}"), format!("importing {file}")),
        JobKind::LoadLayer => lang.pick("读取图层", "loading a layer").to_owned(),
        JobKind::LoadHistory => lang.pick("读取经过", "reading what happened").to_owned(),
        JobKind::BuildNetwork => lang.pick("连接河网", "building the network").to_owned(),
        JobKind::LoadPhoto => lang.pick("读取照片", "loading a photo").to_owned(),
        JobKind::ReadPhotos => lang.pick("读取照片文件", "reading photos").to_owned(),
        JobKind::AddBasemap => lang.pick("添加底图", "adding a basemap").to_owned(),
        JobKind::KeepOffline { name } => {
            lang.pick(format!("离线保存 {name}"), format!("keeping {name} offline"))
        }
        JobKind::Export => lang.pick("写出报表", "writing a report").to_owned(),
        JobKind::Picture => lang.pick("导出图片", "drawing a picture").to_owned(),
    }
}

/// What the operating system says.
pub fn system(error: &io::Error, lang: Lang) -> String {
    use io::ErrorKind as Kind;
    let both = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
    match error.kind() {
        Kind::NotFound => both("没有这个文件或文件夹", "there is no such file or folder"),
        Kind::PermissionDenied => both("没有权限", "permission denied"),
        Kind::AlreadyExists => both("已有同名文件", "there already is such a file"),
        Kind::IsADirectory => both("这是一个文件夹", "it is a folder"),
        Kind::NotADirectory => both("路径中间不是文件夹", "a part of the path is not a folder"),
        Kind::ReadOnlyFilesystem => both("磁盘是只读的", "the disk is read-only"),
        Kind::StorageFull | Kind::QuotaExceeded => both("磁盘已满", "the disk is full"),
        Kind::FileTooLarge => both("文件太大", "the file is too large"),
        Kind::ResourceBusy | Kind::ExecutableFileBusy => {
            both("别的程序正在使用它", "another program is using it")
        }
        Kind::InvalidData => both("内容不是 UTF-8 文字", "its content is not UTF-8 text"),
        Kind::InvalidFilename => both("文件名不能用", "the name can not be used"),
        Kind::BrokenPipe => both("接收输出的程序已经结束", "whoever read the output has gone"),
        Kind::OutOfMemory => both("内存不足", "there is not enough memory"),
        Kind::WouldBlock => both("系统资源不足", "the system is out of resources"),
        _ => match error.raw_os_error() {
            Some(number) => lang.pick(format!("系统错误 {number}"), error.to_string()),
            None => lang.pick("系统读写失败".to_owned(), error.to_string()),
        },
    }
}

/// Where a text stops being JSON.
fn not_json(fault: JsonFault, lang: Lang) -> String {
    let JsonFault { line, column, cut_off } = fault;
    if cut_off {
        return lang.pick(
            format!("内容不完整，到第 {line} 行就断了"),
            format!("it is not complete, it ends in line {line}"),
        );
    }
    lang.pick(
        format!("第 {line} 行第 {column} 个字符处不符合 JSON 的写法"),
        format!("line {line}, character {column} is not JSON"),
    )
}

fn read_advice(error: &io::Error, lang: Lang) -> Option<&'static str> {
    Some(match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => {
            lang.pick("请检查路径和文件名", "Check the path and the name")
        }
        io::ErrorKind::PermissionDenied => {
            lang.pick("请检查文件的读取权限", "Check whether you may read the file")
        }
        io::ErrorKind::IsADirectory => lang.pick("请选择文件夹里的文件", "Choose a file in the folder"),
        io::ErrorKind::InvalidData => lang.pick("请另存为 UTF-8 编码", "Save it as UTF-8"),
        _ => return None,
    })
}

fn write_advice(error: &io::Error, lang: Lang) -> Option<&'static str> {
    Some(match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => {
            lang.pick("请先建好文件夹，或换一个位置", "Make the folder first, or choose another place")
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            lang.pick("请换一个可写的位置", "Choose a place where you may write")
        }
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            lang.pick("请清理磁盘空间后重试", "Free some space and try again")
        }
        io::ErrorKind::ResourceBusy | io::ErrorKind::ExecutableFileBusy => {
            lang.pick("请关闭正在使用它的程序后重试", "Close the program that uses it and try again")
        }
        _ => return None,
    })
}

/// An error and its causes, as they word themselves.
fn chain(error: &(dyn Error + 'static)) -> String {
    let causes = std::iter::successors(error.source(), |it| (**it).source());
    causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}"))
}
