//! Where reaches leave one area for another: the borders of counties on the water.

use super::{Mark, Marks, Network};
use crate::domain::{coordinate::segment_m, layer::FeatureSet, placing::Areas};

/// The places at which the water passes from one area of a layer into another, or out of all of them. The item of a mark is the
/// number of its reach. Every corner of a reach is looked at, and the border is found between two by halving, to a millionth of
/// the segment; a tip of an area that lies between two corners is not seen.
pub fn borders(network: &Network, areas: &FeatureSet) -> Marks {
    let shapes = areas.features.iter().enumerate();
    let areas = Areas::new(shapes.filter_map(|(number, it)| Some((number, it.geometry.as_ref()?))));
    let area = |x: f64, y: f64| areas.at(x, y).first().copied();
    let mut ends: Vec<Option<(Option<usize>, Option<usize>)>> = Vec::with_capacity(network.reaches().len());
    let mut marks = Vec::new();
    for (number, reach) in network.reaches().iter().enumerate() {
        let course = network.course(number as u32);
        let corners: Vec<Option<usize>> = course.iter().map(|it| area(it.x, it.y)).collect();
        let mut along_m = 0.0;
        for (pair, within) in course.windows(2).zip(corners.windows(2)) {
            let ([from, to], [before, after]) = (pair, within) else { continue };
            let length_m = segment_m(*from, *to);
            if before != after {
                let (mut low, mut high) = (0.0, 1.0);
                for _ in 0..20 {
                    let middle = f64::midpoint(low, high);
                    let at = *from + (*to - *from) * middle;
                    if area(at.x, at.y) == *before {
                        low = middle;
                    } else {
                        high = middle;
                    }
                }
                let along_m = (along_m + length_m * high).min(reach.length_m);
                marks.push(Mark { reach: number as u32, along_m, item: number });
            }
            along_m += length_m;
        }
        ends.push(corners.first().copied().zip(corners.last().copied()));
    }
    // Lines are often cut just at the border.
    for number in 0..network.reaches().len() as u32 {
        let Some((first, _)) = ends.get(number as usize).copied().flatten() else { continue };
        let mut above = network.above(number).iter();
        let differs =
            above.any(|it| ends.get(*it as usize).copied().flatten().is_some_and(|(_, last)| last != first));
        if differs {
            marks.push(Mark { reach: number, along_m: 0.0, item: number as usize });
        }
    }
    Marks::of(marks)
}
