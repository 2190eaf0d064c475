//! The chain from the source to the water (污染源—入河排污口—水体全链条; seed 001): source, path, mouth, reach and section of an outfall,
//! and where it is broken.

use super::{code_list, fact::Trace, project::Entry};

code_list! {
    /// A link of the chain, from the source down.
    pub enum ChainLink {
        Source = "source", "污染源", "Source";
        Path = "path", "路径", "Path";
        Mouth = "mouth", "排污口", "Outfall";
        Reach = "reach", "河段", "Reach";
        Section = "section", "断面", "Section";
    }
}

/// The chain of one outfall: what is known of each link, in the order of [`ChainLink::ALL`]; nothing where it is broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    /// What is known of each link.
    pub links: [Option<String>; 5],
}

impl Chain {
    /// From the facts of an outfall, and from what the network says of its reach and its section. The source and the path are those of
    /// the newest tracing that names a source; a position makes the mouth.
    pub fn of(entry: &Entry, reach: Option<&str>, section: Option<&str>) -> Self {
        let traced = entry.traces.iter().filter(|it| !it.source.trim().is_empty());
        let traced: Option<&Trace> = traced.max_by_key(|it| (it.on, it.id));
        let known = |text: &str| Some(text.trim().to_owned()).filter(|it| !it.is_empty());
        let path = traced.and_then(|it| known(&it.steps).or_else(|| known(&it.path)));
        let mouth = entry
            .outfall
            .position()
            .and_then(|_| known(&entry.outfall.name).or_else(|| known(entry.outfall.code())));
        Self {
            links: [
                traced.and_then(|it| known(&it.source)),
                path,
                mouth,
                reach.map(|it| it.trim().to_owned()),
                section.and_then(known),
            ],
        }
    }

    /// Each link with what is known of it.
    pub fn all(&self) -> impl Iterator<Item = (ChainLink, Option<&str>)> {
        ChainLink::ALL.iter().copied().zip(self.links.iter().map(Option::as_deref))
    }

    /// The links that are missing.
    pub fn gaps(&self) -> Vec<ChainLink> {
        self.all().filter(|(_, known)| known.is_none()).map(|(link, _)| link).collect()
    }

    /// Is there nothing missing?
    pub fn is_whole(&self) -> bool {
        self.links.iter().all(Option::is_some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{RecordId, outfall::Outfall};

    #[test]
    fn a_chain_is_whole_when_every_link_is_known() {
        let outfall =
            Outfall { name: "甲".to_owned(), lon: Some(112.0), lat: Some(38.0), ..Outfall::default() };
        let mut entry = Entry::new(outfall);
        assert_eq!(
            Chain::of(&entry, None, None).gaps(),
            [ChainLink::Source, ChainLink::Path, ChainLink::Reach, ChainLink::Section]
        );

        entry.add(
            Trace {
                id: RecordId(uuid::Uuid::from_u128(1)),
                source: "某厂".to_owned(),
                path: "沿北沟".to_owned(),
                ..Trace::default()
            }
            .into(),
        );
        // A nameless reach is a reach.
        let chain = Chain::of(&entry, Some(""), Some("济胜桥"));
        assert!(chain.is_whole(), "{chain:?}");
        assert_eq!(chain.links[0].as_deref(), Some("某厂"));
    }
}
