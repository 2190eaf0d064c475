//! What is being changed of a style.

use crate::{
    app::{
        legend::Geometry,
        styling::{Cut, categorised, graduated},
    },
    domain::{
        RecordId,
        layer::FeatureSet,
        settings::Theme,
        style::{
            Breaks, Ink, LayerStyle, MOST_CLASSES, Ramp, SymbolStyle, Symbology, ThemeColor, numbers, short,
        },
    },
};

/// A style while it is changed.
#[derive(Clone, Debug)]
pub(crate) struct StyleDraft {
    /// The layer; the outfalls for none.
    pub(crate) target: Option<RecordId>,
    /// The style as it is so far, but for what is typed.
    pub(crate) style: LayerStyle,
    /// What the symbols of the outfalls say.
    pub(crate) theme: Theme,
    /// Could the style that was kept not be read?
    pub(crate) unreadable: bool,
    /// What all classes have in common.
    pub(super) like: SymbolStyle,
    pub(super) cut: Cut,
    /// Denominators of scales as they are typed.
    pub(super) from: String,
    pub(super) to: String,
    pub(super) label_from: String,
}

/// The kinds of symbology.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Shipped,
    Single,
    Categorised,
    Graduated,
}

/// What is typed for a scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Typed {
    /// Nothing: every scale is meant.
    Any,
    /// The `n` of 1 : n.
    Scale(f64),
    /// It can not be read.
    Nonsense,
}

/// Reads a scale: `1:25,000`, `25000`, or nothing for every scale.
pub(super) fn read_scale(text: &str) -> Typed {
    let plain: String = text.chars().filter(|it| !it.is_whitespace() && !matches!(it, ',' | '，')).collect();
    let number = plain.strip_prefix("1:").or_else(|| plain.strip_prefix("1：")).unwrap_or(&plain);
    if number.is_empty() {
        return Typed::Any;
    }
    let scale = number.parse().ok().filter(|it| (1.0..=1e9).contains(it));
    scale.map_or(Typed::Nonsense, Typed::Scale)
}

impl StyleDraft {
    /// Starts from the style that is kept.
    pub(crate) fn of(target: Option<RecordId>, json: &str, theme: Theme) -> Self {
        let read = LayerStyle::read(json);
        let mut draft = Self {
            target,
            style: LayerStyle::default(),
            theme,
            unreadable: read.is_err(),
            like: SymbolStyle::default(),
            cut: Cut { column: String::new(), breaks: Breaks::default(), ramp: Ramp::default(), count: 5 },
            from: String::new(),
            to: String::new(),
            label_from: String::new(),
        };
        draft.take(read.unwrap_or_default());
        draft
    }

    /// Goes on with another style.
    pub(crate) fn take(&mut self, style: LayerStyle) {
        let scale = |scale: Option<f64>| scale.map(|it| format!("1:{}", short(it))).unwrap_or_default();
        (self.from, self.to) = (scale(style.from_scale), scale(style.to_scale));
        self.label_from = scale(style.label.from_scale);
        if let Some((_, symbol)) = style.symbology.symbols().first() {
            self.like = (*symbol).clone();
        }
        if let Symbology::Graduated(grades) = &style.symbology {
            let count = grades.classes.len().clamp(2, MOST_CLASSES);
            self.cut = Cut { column: grades.column.clone(), breaks: grades.breaks, ramp: grades.ramp, count };
        } else if let Some(column) = style.symbology.column() {
            column.clone_into(&mut self.cut.column);
        }
        self.style = style;
    }

    /// Can everything that is typed be read?
    pub(super) fn is_sound(&self) -> bool {
        [&self.from, &self.to, &self.label_from].into_iter().all(|text| read_scale(text) != Typed::Nonsense)
    }

    /// The style with what is typed, as far as it can be read.
    pub(crate) fn finished(&self) -> LayerStyle {
        let scale = |text: &str| match read_scale(text) {
            Typed::Scale(scale) => Some(scale),
            Typed::Any | Typed::Nonsense => None,
        };
        let mut style = self.style.clone();
        (style.from_scale, style.to_scale) = (scale(&self.from), scale(&self.to));
        style.label.from_scale = scale(&self.label_from);
        style
    }

    pub(super) fn kind(&self) -> Kind {
        match self.style.symbology {
            Symbology::Shipped => Kind::Shipped,
            Symbology::Single { .. } => Kind::Single,
            Symbology::Categorised(_) => Kind::Categorised,
            Symbology::Graduated(_) => Kind::Graduated,
        }
    }

    /// Changes the kind of symbology, and makes classes where it needs some.
    pub(super) fn choose_kind(&mut self, kind: Kind, set: Option<&FeatureSet>, geometry: Geometry) {
        if kind == self.kind() {
            return;
        }
        if self.kind() == Kind::Shipped {
            self.like = first_symbol(geometry);
        }
        let is_known = set.is_some_and(|set| set.columns.contains(&self.cut.column));
        let is_numbers = |column: &&String| set.is_some_and(|set| !numbers(set, column).is_empty());
        let columns = set.map(|set| set.columns.as_slice()).unwrap_or_default();
        let column = match kind {
            Kind::Graduated => columns.iter().find(is_numbers),
            _ => columns.first(),
        };
        let fits = kind != Kind::Graduated || is_numbers(&&self.cut.column);
        if !(is_known && fits) {
            self.cut.column = column.cloned().unwrap_or_default();
        }
        self.style.symbology = match kind {
            Kind::Shipped => Symbology::Shipped,
            _ => Symbology::Single { symbol: self.like.clone() },
        };
        self.classify(kind, set);
    }

    /// Makes the classes anew from the column.
    pub(super) fn classify(&mut self, kind: Kind, set: Option<&FeatureSet>) {
        let Some(set) = set else { return };
        match kind {
            Kind::Categorised => {
                self.style.symbology = categorised(set, &self.cut.column, &self.like);
            }
            Kind::Graduated => self.style.symbology = graduated(set, &self.cut, &self.like),
            Kind::Shipped | Kind::Single => {}
        }
    }

    /// Gives what all classes have in common to each of them; each keeps its colour.
    pub(super) fn spread(&mut self) {
        let like = self.like.clone();
        let follow = |symbol: &mut SymbolStyle| {
            let edge = if symbol.edge == symbol.fill { symbol.fill } else { like.edge };
            *symbol = SymbolStyle { fill: symbol.fill, edge, ..like.clone() };
        };
        match &mut self.style.symbology {
            Symbology::Shipped => {}
            Symbology::Single { symbol } => *symbol = like,
            Symbology::Categorised(it) => {
                it.classes.iter_mut().for_each(|class| follow(&mut class.symbol));
                it.other.iter_mut().for_each(follow);
            }
            Symbology::Graduated(it) => {
                it.classes.iter_mut().for_each(|class| follow(&mut class.symbol));
                it.other.iter_mut().for_each(follow);
            }
        }
    }
}

/// What a layer begins with when it leaves the shipped look.
fn first_symbol(geometry: Geometry) -> SymbolStyle {
    let ink = Ink::Theme(ThemeColor::Series1);
    match geometry {
        Geometry::Areas => SymbolStyle { fill: ink, edge: ink, ..SymbolStyle::default() },
        Geometry::Lines => SymbolStyle { fill: ink, edge: Ink::None, edge_px: 0.6, ..SymbolStyle::default() },
        Geometry::Points => SymbolStyle { fill: ink, edge: Ink::None, ..SymbolStyle::default() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Value, layer::Feature};

    #[test]
    fn a_scale_is_understood_however_it_is_typed() {
        for (text, wanted) in [
            ("", Typed::Any),
            ("1:25,000", Typed::Scale(25_000.0)),
            (" 1：25 000", Typed::Scale(25_000.0)),
            ("50000", Typed::Scale(50_000.0)),
            ("0", Typed::Nonsense),
            ("large", Typed::Nonsense),
        ] {
            assert_eq!(read_scale(text), wanted, "{text}");
        }
    }

    #[test]
    fn a_kind_that_needs_classes_gets_some_from_a_column_that_fits() {
        let feature = |(name, length): (&str, f64)| Feature {
            geometry: None,
            values: vec![Value::text(name), Value::Real(length)],
        };
        let set = FeatureSet {
            columns: vec!["名称".to_owned(), "长度".to_owned()],
            features: [("甲", 1.0), ("乙", 2.0), ("丙", 3.0)].map(feature).to_vec(),
        };
        let mut draft = StyleDraft::of(None, "", Theme::Stage);

        draft.choose_kind(Kind::Categorised, Some(&set), Geometry::Lines);
        assert_eq!(draft.style.symbology.column(), Some("名称"));
        draft.choose_kind(Kind::Graduated, Some(&set), Geometry::Lines);

        assert_eq!(draft.style.symbology.column(), Some("长度"));
        assert_eq!(draft.style.symbology.symbols().len(), 4);
    }

    #[test]
    fn classes_keep_their_colours_when_their_width_changes() {
        let set = FeatureSet {
            columns: vec!["名称".to_owned()],
            features: vec![Feature { geometry: None, values: vec![Value::text("甲")] }],
        };
        let mut draft = StyleDraft::of(None, "", Theme::Stage);
        draft.choose_kind(Kind::Categorised, Some(&set), Geometry::Lines);
        let before: Vec<Ink> = draft.style.symbology.symbols().iter().map(|(_, it)| it.fill).collect();

        draft.like.width_px = 7.0;
        draft.spread();

        let symbols = draft.style.symbology.symbols();
        assert_eq!(symbols.iter().map(|(_, it)| it.fill).collect::<Vec<_>>(), before);
        assert!(symbols.iter().all(|(_, it)| (it.width_px - 7.0).abs() < 1e-6));
    }
}
