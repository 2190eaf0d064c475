//! What stands on the signboard of an outfall (标识牌内容).
//!
//! Source: domain dossier §4.6: name, code, class, responsible entity, supervising unit, telephone, receiving water; HJ
//! 1309-2023 and HJ 1314-2023 ask for content that is complete and up to date. Signs are Chinese.

use crate::domain::{Term as _, fact::Upkeep, project::Entry};

/// The text of the sign, one item a line; what is not known is left out.
pub fn text(entry: &Entry, upkeep: &Upkeep) -> String {
    let outfall = &entry.outfall;
    let traced = entry.traces.iter().rev().map(|it| it.entity.as_str()).find(|it| !it.is_empty());
    let items = [
        ("名称", outfall.name.as_str()),
        ("编码", outfall.code()),
        ("类型", outfall.class.map_or("", |it| it.zh())),
        ("受纳水体", outfall.river.as_str()),
        ("责任主体", traced.unwrap_or(outfall.entity.as_str())),
        ("监管单位", upkeep.supervisor.as_str()),
        ("监督电话", upkeep.hotline.as_str()),
    ];
    let lines = items.iter().filter(|(_, value)| !value.trim().is_empty());
    lines.map(|(title, value)| format!("{title}：{}", value.trim())).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{fact::TraceOutcome, testing::Campaign};

    #[test]
    fn a_sign_names_who_answers_and_leaves_out_what_is_not_known() {
        let mut campaign = Campaign::new();
        let outfall = campaign.outfall("001");
        campaign.edit(outfall, |it| it.river = "牧马河".to_owned());
        let upkeep = Upkeep { hotline: "12369".to_owned(), ..Upkeep::default() };

        let before = text(campaign.entry(outfall), &upkeep);
        assert_eq!(before, "名称：001号排口\n编码：001\n受纳水体：牧马河\n监督电话：12369");

        campaign.trace(outfall, "2024-02-01", TraceOutcome::Found);
        assert!(text(campaign.entry(outfall), &upkeep).contains("责任主体："));
    }
}
