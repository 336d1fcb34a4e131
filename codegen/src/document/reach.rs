//! What leads to a node: whatever it is in, and whatever refers to that.

use std::collections::{HashMap, HashSet};

use super::node::Node;
use super::operation::Operation;
use super::tree::{Document, Id, Ways};

impl Document {
    fn ways(&self) -> &Ways {
        self.ways.get_or_init(|| {
            let mut referrers: HashMap<Id, Vec<Id>> = HashMap::new();
            for (_, node) in self.nodes() {
                if let Some(target) = node.target() {
                    referrers.entry(target.id()).or_default().push(node.id());
                }
            }
            let operations = self.operations().map(|operation| operation.node);
            let sections = self.root().members_of("components");
            let components = sections.flat_map(|(_, section)| section.members());
            let components = components.map(|(_, node)| node);
            let bounds = operations.chain(components).map(Node::id).collect();
            Ways { referrers, bounds }
        })
    }

    /// The ids of the nodes from which one of these can be reached, themselves included: by going
    /// into a node, or along a reference. Nothing is reached through an operation or a section of
    /// `components`, which are not parts of what is around them.
    pub fn leading_to<'d>(&'d self, nodes: impl IntoIterator<Item = Node<'d>>) -> HashSet<usize> {
        let Ways { referrers, bounds } = self.ways();
        let mut queue: Vec<Id> = nodes.into_iter().map(Node::id).collect();
        let mut found: HashSet<Id> = queue.iter().copied().collect();
        while let Some(id) = queue.pop() {
            let around = self.entry(id).parent.map(|(parent, _)| parent);
            let around = around.filter(|_| !bounds.contains(&id));
            let referrers = referrers.get(&id).into_iter().flatten();
            for next in referrers.copied().chain(around) {
                if found.insert(next) {
                    queue.push(next);
                }
            }
        }
        found
    }

    /// The operations that one of these nodes is a part of.
    pub fn operations_with<'d>(
        &'d self,
        nodes: impl IntoIterator<Item = Node<'d>>,
    ) -> Vec<Operation<'d>> {
        let leading = self.leading_to(nodes);
        let leads = |node: Node<'_>| leading.contains(&node.id());
        let operations = self.operations();
        operations
            .filter(|it| leads(it.node) || leads(it.item))
            .collect()
    }
}
