//! The network of the project's rivers and sewers: built in the background, once for each content of their layers.

use std::sync::Arc;

use super::{JobKind, Workspace, background::Outcome};
use crate::domain::{
    RecordId,
    layer::{FeatureSet, Layer, LayerKind},
    network::{Locator, Network, Options},
};

/// The layers that a network was built from, bottom first: identity and hash of each.
pub(super) type NetworkKey = Vec<(RecordId, String)>;

/// The network of a project.
pub struct RiverNetwork {
    /// The graph.
    pub network: Network,
    /// Puts positions on it.
    pub locator: Locator,
    /// The layers that it was built from, in its order.
    pub layers: Vec<RecordId>,
}

impl Workspace {
    /// The network of the river and sewer layers, shown or not. Asking starts to build it where it is not as the layers are.
    pub fn network(&mut self) -> Option<Arc<RiverNetwork>> {
        let layers: Vec<Layer> =
            self.project().map().drawn_layers().filter(|it| it.kind.is_some_and(is_water)).cloned().collect();
        let key: NetworkKey = layers.iter().map(|it| (it.id, it.hash.clone())).collect();
        if let Some((known, network)) = &self.network
            && *known == key
        {
            return network.clone();
        }
        self.load_layers_if(|it| it.kind.is_some_and(is_water));
        let sets: Option<Vec<Arc<FeatureSet>>> = layers.iter().map(|it| self.features(it.id)).collect();
        let sets = sets?;
        self.network = Some((key.clone(), None));
        self.start(JobKind::BuildNetwork, move |_| {
            let network = Network::new(sets, Options::default());
            let locator = Locator::new(&network);
            let layers = key.iter().map(|it| it.0).collect();
            Ok(Outcome::Network(key, Arc::new(RiverNetwork { network, locator, layers })))
        });
        None
    }

    /// Was the network asked for, and is it there?
    pub fn has_network(&self) -> bool {
        self.network.as_ref().is_some_and(|it| it.1.is_some())
    }

    pub(super) fn take_network(&mut self, key: &NetworkKey, network: Arc<RiverNetwork>) {
        // Another one may be on its way by now.
        if let Some((wanted, place)) = &mut self.network
            && wanted == key
        {
            *place = Some(network);
        }
    }
}

/// Does water run along the lines of such a layer?
fn is_water(kind: LayerKind) -> bool {
    matches!(kind, LayerKind::River | LayerKind::Sewer)
}
