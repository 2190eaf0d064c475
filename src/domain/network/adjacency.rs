//! Which reaches meet at which node, in two arrays.

/// The reaches at each node: `reaches[first[n]..first[n + 1]]` are those of node `n`, in the order of their numbers.
#[derive(Clone, Debug, Default)]
pub(super) struct Adjacency {
    first: Vec<u32>,
    reaches: Vec<u32>,
}

impl Adjacency {
    /// From the node of each reach, in the order of the reaches.
    pub(super) fn new(nodes: usize, of_reach: impl Iterator<Item = u32> + Clone) -> Self {
        let mut first = vec![0_u32; nodes + 1];
        for node in of_reach.clone() {
            if let Some(count) = first.get_mut(node as usize + 1) {
                *count += 1;
            }
        }
        let mut total = 0;
        for count in &mut first {
            total += *count;
            *count = total;
        }
        let mut next = first.clone();
        let mut reaches = vec![0; total as usize];
        for (reach, node) in of_reach.enumerate() {
            let Some(at) = next.get_mut(node as usize) else { continue };
            if let Some(place) = reaches.get_mut(*at as usize) {
                *place = reach as u32;
            }
            *at += 1;
        }
        Self { first, reaches }
    }

    /// The reaches at a node.
    pub(super) fn at(&self, node: u32) -> &[u32] {
        let node = node as usize;
        let bounds = self.first.get(node).zip(self.first.get(node + 1));
        bounds.and_then(|(from, to)| self.reaches.get(*from as usize..*to as usize)).unwrap_or_default()
    }
}
