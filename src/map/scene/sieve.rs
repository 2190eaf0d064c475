//! Which features can be drawn.

use geo::Coord;

use super::{Content, Label, LayerInfo, Meta, Presence, Reason, Refused, SceneLayer};
use crate::map::plane::{WorldPoint, WorldRect};

/// Lets through what can be drawn and keeps a list of the rest.
#[derive(Default)]
pub(super) struct Sieve {
    metas: Vec<Meta>,
    refused: Vec<Refused>,
    extent: Option<WorldRect>,
}

impl Sieve {
    /// The parts of a feature on the plane, or `None` if it is refused. Parts with fewer than `at_least` vertices are left out.
    pub(super) fn parts<'a>(
        &mut self,
        handle: u128,
        label: Option<Label>,
        parts: impl Iterator<Item = &'a [Coord]>,
        at_least: usize,
    ) -> Option<Vec<Vec<WorldPoint>>> {
        match parts.filter(|part| part.len() >= at_least).map(on_plane).collect::<Result<Vec<_>, _>>() {
            Ok(parts) if !parts.is_empty() => {
                let extent = self.extent.unwrap_or(WorldRect::NOTHING);
                self.extent = Some(extent.union(WorldRect::around(parts.iter().flatten())));
                self.metas.push(Meta { handle, label: label.filter(|label| !label.text.is_empty()) });
                Some(parts)
            }
            Ok(_) => self.refuse(handle, Reason::Empty),
            Err(reason) => self.refuse(handle, reason),
        }
    }

    fn refuse<T>(&mut self, handle: u128, reason: Reason) -> Option<T> {
        self.refused.push(Refused { handle, reason });
        None
    }

    pub(super) fn into_layer(self, info: LayerInfo, content: Content) -> SceneLayer {
        let Self { metas, refused, extent } = self;
        let by_handle = super::by_handle(&metas);
        let (presence, extent) = (Presence::default(), extent.unwrap_or(WorldRect::NOTHING));
        SceneLayer { info, presence, metas, by_handle, extent, refused, content }
    }
}

fn on_plane(part: &[Coord]) -> Result<Vec<WorldPoint>, Reason> {
    let place = |lonlat: &Coord| {
        if !(lonlat.x.is_finite() && lonlat.y.is_finite()) {
            Err(Reason::NotFinite)
        } else if lonlat.x.abs() > 180.000_001 || lonlat.y.abs() > 90.000_001 {
            Err(Reason::NotDegrees)
        } else {
            Ok(WorldPoint::from_lonlat(*lonlat))
        }
    };
    part.iter().map(place).collect()
}
