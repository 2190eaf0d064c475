//! Where water would run in a circle: nodes that can be reached from themselves.

use super::adjacency::Adjacency;

/// For each node the number of the circle that it is part of, from 1; 0 where it is part of none. Nodes of one circle
/// have one number: the strongly connected parts of more than one node (Tarjan 1972, without recursion).
pub(super) fn rings(nodes: usize, outgoing: &Adjacency, ends: &[u32]) -> Vec<u32> {
    let mut search = Search {
        order: vec![0; nodes],
        low: vec![0; nodes],
        on_stack: vec![false; nodes],
        ring: vec![0; nodes],
        stack: Vec::new(),
        next_order: 1,
        next_ring: 1,
    };
    for node in 0..nodes as u32 {
        if search.order_of(node) == 0 {
            search.from(node, outgoing, ends);
        }
    }
    search.ring
}

struct Search {
    /// When a node was first seen, from 1; 0 for not yet.
    order: Vec<u32>,
    low: Vec<u32>,
    on_stack: Vec<bool>,
    ring: Vec<u32>,
    stack: Vec<u32>,
    next_order: u32,
    next_ring: u32,
}

impl Search {
    fn from(&mut self, root: u32, outgoing: &Adjacency, ends: &[u32]) {
        let mut path = vec![(root, 0_usize)];
        self.see(root);
        while let Some((node, next)) = path.last_mut() {
            let node = *node;
            let below = outgoing.at(node).get(*next).and_then(|it| ends.get(*it as usize)).copied();
            *next += 1;
            match below {
                Some(below) if self.order_of(below) == 0 => {
                    self.see(below);
                    path.push((below, 0));
                }
                Some(below) => {
                    if self.on_stack.get(below as usize) == Some(&true) {
                        self.lower(node, self.order_of(below));
                    }
                }
                None => {
                    self.leave(node);
                    path.pop();
                    let low = get(&self.low, node);
                    if let Some((above, _)) = path.last() {
                        self.lower(*above, low);
                    }
                }
            }
        }
    }

    fn order_of(&self, node: u32) -> u32 {
        get(&self.order, node)
    }

    fn see(&mut self, node: u32) {
        set(&mut self.order, node, self.next_order);
        set(&mut self.low, node, self.next_order);
        self.next_order += 1;
        self.stack.push(node);
        set(&mut self.on_stack, node, true);
    }

    fn lower(&mut self, node: u32, to: u32) {
        let low = get(&self.low, node).min(to);
        set(&mut self.low, node, low);
    }

    /// All that is below a node has been seen: if nothing leads above it, what is left on the stack is one part.
    fn leave(&mut self, node: u32) {
        if get(&self.low, node) != self.order_of(node) {
            return;
        }
        let at = self.stack.iter().rposition(|it| *it == node).unwrap_or_default();
        let part = self.stack.split_off(at);
        let number = if part.len() > 1 { self.next_ring } else { 0 };
        self.next_ring += u32::from(part.len() > 1);
        for node in part {
            set(&mut self.on_stack, node, false);
            set(&mut self.ring, node, number);
        }
    }
}

fn get(list: &[u32], at: u32) -> u32 {
    list.get(at as usize).copied().unwrap_or_default()
}

fn set<T>(list: &mut [T], at: u32, value: T) {
    if let Some(place) = list.get_mut(at as usize) {
        *place = value;
    }
}
