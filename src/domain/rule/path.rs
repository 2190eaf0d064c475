//! The way of the water from its source to the mouth, step by step (溯源路径: 源 → 支管 → 检查井 → 干管 → 口门).
//!
//! It is kept as one line of text that people can read in any program: `污染源：某厂 → 检查井：W12 → 口门`. Source: domain
//! dossier §4.4, HJ 1313-2023.

use crate::domain::{Term as _, code_list};

code_list! {
    /// A kind of step on the way of the water.
    pub enum NodeKind {
        Source = "source", "污染源", "Source";
        Branch = "branch", "支管", "Branch sewer";
        Manhole = "manhole", "检查井", "Manhole";
        Trunk = "trunk", "干管", "Trunk sewer";
        Ditch = "ditch", "沟渠", "Ditch";
        Pump = "pump", "泵站", "Pumping station";
        Mouth = "mouth", "口门", "Mouth";
    }
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// What it is; nothing where the text does not say.
    pub kind: Option<NodeKind>,
    /// Which one.
    pub name: String,
}

/// The steps in `text`, from the source down.
pub fn nodes(text: &str) -> Vec<Node> {
    let steps = text.split('→').map(str::trim).filter(|step| !step.is_empty());
    let node = |step: &str| {
        let (kind, name) = step.split_once(['：', ':']).unwrap_or((step, ""));
        match NodeKind::parse(kind) {
            Some(kind) => Node { kind: Some(kind), name: name.trim().to_owned() },
            None => Node { kind: None, name: step.to_owned() },
        }
    };
    steps.map(node).collect()
}

/// The line that these steps are kept as.
pub fn text(nodes: &[Node]) -> String {
    let step = |node: &Node| match (node.kind, node.name.trim()) {
        (Some(kind), "") => kind.zh().to_owned(),
        (Some(kind), name) => format!("{}：{}", kind.zh(), name.replace('→', "-")),
        (None, name) => name.replace('→', "-"),
    };
    nodes.iter().map(step).collect::<Vec<_>>().join(" → ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_read_back_as_it_was_written() {
        let line = "污染源：某厂 → 检查井：W12 → 某处 → 口门";

        let steps = nodes(line);

        assert_eq!(steps.len(), 4);
        assert_eq!(steps[1], Node { kind: Some(NodeKind::Manhole), name: "W12".to_owned() });
        assert_eq!(steps[2], Node { kind: None, name: "某处".to_owned() });
        assert_eq!(text(&steps), line);
    }

    #[test]
    fn an_arrow_in_a_name_does_not_make_a_step() {
        let node = Node { kind: Some(NodeKind::Ditch), name: "A→B".to_owned() };
        assert_eq!(nodes(&text(&[node])).len(), 1);
        assert_eq!(nodes(""), []);
    }
}
