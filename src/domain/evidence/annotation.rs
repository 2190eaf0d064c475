//! What is drawn over a photo: arrows, lines, boxes and words, kept as text beside bytes that stay as they are.

use serde::{Deserialize, Serialize};

/// The most marks on one photo, and the most letters of one of them: what is drawn by hand.
const MOST: usize = 500;

/// A place on a photo as it is seen: shares of its width from the left and of its height from the top.
pub type Spot = [f32; 2];

/// One thing that is drawn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// An arrow with its point at the second place.
    Arrow(Spot, Spot, Ink),
    /// A line.
    Line(Spot, Spot, Ink),
    /// A box by two of its corners.
    Box(Spot, Spot, Ink),
    /// Words that begin here.
    Text(Spot, String, Ink),
}

/// The colour of a mark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ink {
    /// Red.
    #[default]
    Red,
    /// Yellow.
    Yellow,
    /// Blue.
    Blue,
    /// White.
    White,
}

impl Ink {
    /// Every colour.
    pub const ALL: [Self; 4] = [Self::Red, Self::Yellow, Self::Blue, Self::White];
}

/// All that is drawn over a photo, the lowest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Annotation {
    /// The marks.
    pub marks: Vec<Mark>,
}

impl Annotation {
    /// What [`Self::to_text`] wrote; nothing where it is not understood.
    pub fn parse(text: &str) -> Self {
        let read: Option<Self> = serde_json::from_str(text).ok();
        let mut annotation = read.unwrap_or_default();
        annotation.marks.truncate(MOST);
        annotation.marks.retain(Mark::is_sound);
        annotation
    }

    /// One line of JSON; empty where nothing is drawn.
    pub fn to_text(&self) -> String {
        if self.marks.is_empty() { String::new() } else { serde_json::to_string(self).unwrap_or_default() }
    }
}

impl Mark {
    fn is_sound(&self) -> bool {
        let inside = |spot: &Spot| spot.iter().all(|it| (-0.5..=1.5).contains(it));
        match self {
            Self::Arrow(from, to, _) | Self::Line(from, to, _) | Self::Box(from, to, _) => {
                inside(from) && inside(to)
            }
            Self::Text(at, text, _) => inside(at) && !text.trim().is_empty() && text.chars().count() <= MOST,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_drawn_reads_back_and_what_is_not_understood_is_nothing() {
        let annotation = Annotation {
            marks: vec![
                Mark::Arrow([0.1, 0.2], [0.5, 0.5], Ink::Red),
                Mark::Text([0.5, 0.6], "排口".to_owned(), Ink::Yellow),
            ],
        };

        assert_eq!(Annotation::parse(&annotation.to_text()), annotation);
        assert_eq!(Annotation::default().to_text(), "");
        for text in ["", "{}", "[1]", r#"{"marks":[{"line":[[1e9,0],[0,0],"red"]}]}"#] {
            assert_eq!(Annotation::parse(text), Annotation::default(), "{text}");
        }
    }
}
