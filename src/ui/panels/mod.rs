//! The panels beside the map, one module each. Each gets the few values it draws and pushes [`super::wish::Wish`]es.

mod basemaps;
mod card;
mod facts;
mod layer_shapes;
mod layers;
mod links;
mod outfalls;
mod placing;
mod stage_page;
mod style;
mod timeline;

pub(crate) use self::{
    basemaps::{basemaps_height, basemaps_ui},
    card::{Card, card_ui},
    layers::{LayersState, Tree, icon_of, layers_ui, whole_height},
    links::OnWater,
    outfalls::{List, outfalls_ui},
    placing::placing_ui,
    style::{StyleAnswer, StyleDraft, StylePanel, style_ui},
};
