//! What became of photos and files.

use crate::{
    app::photo::{Attached, Copies, PhotoPlan},
    domain::evidence::Match,
    i18n::Lang,
};

/// So many doubts are told one by one.
const FEW: usize = 3;

/// Files that were attached, with what speaks against them.
pub(crate) fn attached(attached: &Attached, lang: Lang) -> String {
    let count = attached.count;
    let mut text = lang.pick(
        format!("已添加 {count} 个文件"),
        if count == 1 { "Attached 1 file".to_owned() } else { format!("Attached {count} files") },
    );
    for (name, doubt) in attached.doubts.iter().take(FEW) {
        text = format!("{text}{}{name}{}{}", lang.pick("；", "; "), lang.pick("：", ": "), doubt.say(lang));
    }
    let more = attached.doubts.len().saturating_sub(FEW);
    if more > 0 {
        text = lang.pick(format!("{text}；另有 {more} 处存疑"), format!("{text}; and {more} more doubts"));
    }
    text
}

/// Where the photos of a folder belong.
pub(crate) fn planned(plan: &PhotoPlan, lang: Lang) -> String {
    let count = |is: fn(&Match) -> bool| plan.rows.iter().filter(|it| is(&it.matched)).count();
    let (clear, ask) = (count(|it| matches!(it, Match::Clear(_))), count(|it| matches!(it, Match::Ask(_))));
    let (all, already) = (plan.rows.len(), plan.rows.iter().filter(|it| it.already).count());
    let none = all - clear - ask;
    lang.pick(
        format!("{all} 张照片：{clear} 张已匹配，{ask} 张需选择，{none} 张未匹配；其中 {already} 张已在项目里"),
        format!("{all} photos: {clear} matched, {ask} to be chosen, {none} unmatched; {already} of them are in the project already"),
    )
}

/// Copies that were written.
pub(crate) fn copied(copies: &Copies, lang: Lang) -> String {
    let (count, folder) = (copies.count, copies.folder.display());
    let text =
        lang.pick(format!("已写出 {count} 个文件：{folder}"), format!("Wrote {count} files: {folder}"));
    if copies.left_out.is_empty() {
        return text;
    }
    let names = copies.left_out.join(lang.pick("、", ", "));
    lang.pick(
        format!("{text}；不能去除拍摄信息、没有写出：{names}"),
        format!("{text}; left out, because what their cameras wrote can not be taken off: {names}"),
    )
}
