//! The search box: outfalls by code, name, river, responsible entity, county or town, in characters or
//! in pinyin initials (滹沱河 = hth).
//!
//! All texts stand in one string, one field a line, so that a query is one pass over it.

use std::collections::HashMap;

use pinyin::ToPinyin as _;

use super::{
    RecordId, code_list,
    outfall::Outfall,
    project::{Entry, Project},
};

code_list! {
    /// The field in which a search found something, the most telling first.
    pub enum SearchField {
        CodeLocal = "code_local", "地方编码", "Local code";
        CodeNational = "code_national", "国家编码", "National code";
        Name = "name", "名称", "Name";
        River = "river", "河流", "River";
        Entity = "entity", "责任主体", "Responsible entity";
        County = "county", "县", "County";
        Town = "town", "乡镇", "Town";
    }
}

impl SearchField {
    fn of(self, outfall: &Outfall) -> &str {
        match self {
            Self::CodeLocal => &outfall.code_local,
            Self::CodeNational => &outfall.code_national,
            Self::Name => &outfall.name,
            Self::River => &outfall.river,
            Self::Entity => &outfall.entity,
            Self::County => &outfall.county,
            Self::Town => &outfall.town,
        }
    }

    fn is_code(self) -> bool {
        matches!(self, Self::CodeLocal | Self::CodeNational)
    }
}

/// An outfall that a query may mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The outfall.
    pub id: RecordId,
    /// Where the query was found.
    pub field: SearchField,
}

/// What the search box looks through. It belongs to one revision of a project.
#[derive(Clone, Debug, Default)]
pub struct SearchIndex {
    ids: Vec<RecordId>,
    texts: Lines,
    initials: Lines,
}

/// How well an outfall fits, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    CodeBegins,
    NameBegins,
    Contains(SearchField),
    Initials(SearchField),
}

impl SearchIndex {
    /// Looks at every outfall once.
    pub fn build(project: &Project) -> Self {
        let mut index = Self::default();
        // Rivers, counties and towns come again and again.
        let mut spoken: HashMap<&str, String> = HashMap::new();
        for Entry { outfall, .. } in project.entries() {
            index.ids.push(outfall.id);
            for field in SearchField::ALL {
                let text = field.of(outfall);
                index.texts.push(&text.to_lowercase());
                match field {
                    // Codes have no sound.
                    SearchField::CodeLocal | SearchField::CodeNational => index.initials.push(""),
                    SearchField::Name => index.initials.push(&initials(text)),
                    _ => index.initials.push(spoken.entry(text).or_insert_with(|| initials(text))),
                }
            }
        }
        index
    }

    /// The outfalls that `query` may mean, at most `limit`: those whose code begins with it, then those whose
    /// name does, then those that contain it anywhere, then those whose initials do.
    ///
    /// A character with several readings is found under its most frequent one, those of [`READINGS`] under two.
    pub fn find(&self, query: &str, limit: usize) -> Vec<Hit> {
        let query = query.trim().to_lowercase();
        if query.is_empty() || query.contains('\n') {
            return Vec::new();
        }
        let mut hits: Vec<(Rank, usize)> = Vec::new();
        self.texts.each_match(&query, |row, field, begins| {
            let rank = match field {
                field if begins && field.is_code() => Rank::CodeBegins,
                SearchField::Name if begins => Rank::NameBegins,
                field => Rank::Contains(field),
            };
            hits.push((rank, row));
        });
        if query.chars().all(|letter| letter.is_ascii_alphanumeric()) {
            self.initials.each_match(&query, |row, field, _| hits.push((Rank::Initials(field), row)));
        }
        self.best(hits, limit)
    }

    /// Each outfall once, at its best.
    fn best(&self, mut hits: Vec<(Rank, usize)>, limit: usize) -> Vec<Hit> {
        hits.sort_unstable();
        let mut taken = vec![false; self.ids.len()];
        let mut best = Vec::new();
        for (rank, row) in hits {
            if best.len() == limit {
                break;
            }
            let (Some(taken), Some(id)) = (taken.get_mut(row), self.ids.get(row)) else { continue };
            if !std::mem::replace(taken, true) {
                best.push(Hit { id: *id, field: rank.field() });
            }
        }
        best
    }
}

impl Rank {
    fn field(self) -> SearchField {
        match self {
            Self::CodeBegins => SearchField::CodeLocal,
            Self::NameBegins => SearchField::Name,
            Self::Contains(field) | Self::Initials(field) => field,
        }
    }
}

/// Characters of place names with two readings that begin differently (长治, 长子; 繁峙; 洪洞; 解州).
const READINGS: &[(char, [char; 2])] = &[
    ('长', ['c', 'z']),
    ('重', ['c', 'z']),
    ('朝', ['c', 'z']),
    ('峙', ['z', 's']),
    ('洞', ['d', 't']),
    ('解', ['j', 'h']),
    ('行', ['h', 'x']),
    ('乐', ['l', 'y']),
    ('单', ['d', 's']),
    ('曾', ['z', 'c']),
    ('盛', ['s', 'c']),
    ('召', ['z', 's']),
    ('泊', ['b', 'p']),
    ('会', ['h', 'k']),
    ('尉', ['w', 'y']),
];

/// The initials of a text, and once more with the other readings where it has any.
pub(crate) fn initials(text: &str) -> String {
    let first: String = text.chars().filter_map(initial).collect();
    let other = |letter: char| {
        let [one, two] = READINGS.iter().find(|(it, _)| *it == letter)?.1;
        Some(if initial(letter) == Some(one) { two } else { one })
    };
    if text.chars().any(|letter| other(letter).is_some()) {
        let second: String = text.chars().filter_map(|it| other(it).or_else(|| initial(it))).collect();
        return format!("{first} {second}");
    }
    first
}

/// The initial of a character's sound, or the letter or digit itself.
fn initial(letter: char) -> Option<char> {
    match letter.to_pinyin() {
        Some(sound) => sound.plain().chars().next(),
        None => letter.is_ascii_alphanumeric().then(|| letter.to_ascii_lowercase()),
    }
}

/// Texts one after another, [`SearchField::ALL`] of them for each outfall.
#[derive(Clone, Debug, Default)]
struct Lines {
    text: String,
    /// Where each line ends, the line break included.
    ends: Vec<usize>,
}

impl Lines {
    fn push(&mut self, line: &str) {
        for (number, part) in line.split('\n').enumerate() {
            self.text.push_str(if number == 0 { "" } else { " " });
            self.text.push_str(part);
        }
        self.text.push('\n');
        self.ends.push(self.text.len());
    }

    /// The first match in each line: its outfall, its field, and whether the line begins with it.
    fn each_match(&self, query: &str, mut found: impl FnMut(usize, SearchField, bool)) {
        let (mut line, mut begin, mut last) = (0, 0, None);
        for (at, _) in self.text.match_indices(query) {
            while let Some(end) = self.ends.get(line).copied().filter(|end| *end <= at) {
                (line, begin) = (line + 1, end);
            }
            let fields = SearchField::ALL.len();
            let field = SearchField::ALL.get(line % fields).copied();
            if let Some(field) = field.filter(|_| last.replace(line) != Some(line)) {
                found(line / fields, field, at == begin);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::Campaign;

    fn index() -> (Campaign, SearchIndex) {
        let mut campaign = Campaign::new();
        for (code, name, river, entity, county) in [
            ("XF-001", "忻府区牧马河左岸1号排口", "牧马河", "忻州电厂", "忻府区"),
            ("XF-002", "北义井排口", "滹沱河", "忻府区水务局", "忻府区"),
            ("DX-001", "蒋村XF雨水口", "滹沱河", "", "定襄县"),
            ("BD-001", "长城煤矿矿井水口", "朱家川河", "长城煤矿", "保德县"),
        ] {
            let id = campaign.outfall(code);
            campaign.edit(id, |it| {
                it.name = name.to_owned();
                it.river = river.to_owned();
                it.entity = entity.to_owned();
                it.county = county.to_owned();
            });
        }
        let index = SearchIndex::build(&campaign.project);
        (campaign, index)
    }

    #[track_caller]
    fn check(query: &str, expected: &[(&str, SearchField)]) {
        let (campaign, index) = index();
        let hits = index.find(query, 10);
        let found: Vec<_> = hits.iter().map(|it| (campaign.entry(it.id).outfall.code(), it.field)).collect();
        assert_eq!(found, expected, "{query}");
    }

    use SearchField as F;

    #[test]
    fn a_code_that_begins_with_it_comes_before_a_name_that_contains_it() {
        check("xf", &[("XF-001", F::CodeLocal), ("XF-002", F::CodeLocal), ("DX-001", F::Name)]);
        check("002", &[("XF-002", F::CodeLocal)]);
    }

    #[test]
    fn a_name_that_begins_with_it_comes_before_whatever_contains_it() {
        check("忻府区", &[("XF-001", F::Name), ("XF-002", F::Entity)]);
        check(" 滹沱 ", &[("XF-002", F::River), ("DX-001", F::River)]);
        check("电厂", &[("XF-001", F::Entity)]);
    }

    #[test]
    fn initials_find_what_they_stand_for() {
        check("hth", &[("XF-002", F::River), ("DX-001", F::River)]);
        check("MMH", &[("XF-001", F::Name)]);
        check("ccmk", &[("BD-001", F::Name)]);
        check("zcmk", &[("BD-001", F::Name)]);
        check("za1hp", &[("XF-001", F::Name)]);
    }

    #[test]
    fn nothing_is_found_for_nothing_and_no_more_than_asked_for() {
        check("", &[]);
        check("  ", &[]);
        check("没有这个", &[]);
        check("\n", &[]);
        let (_, index) = index();
        assert_eq!(index.find("排口", 1).len(), 1);
        assert_eq!(index.find("口", 0), []);
        assert_eq!(SearchIndex::default().find("口", 5), []);
    }

    #[test]
    fn a_match_never_runs_from_one_field_into_the_next() {
        check("排口牧马河", &[]);
        check("001忻府区", &[]);
    }
}
