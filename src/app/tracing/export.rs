//! A trace as a file: a workbook with its lists, or features for other maps.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use geo::{Geometry, LineString, Point};
use jiff::civil::DateTime;

use super::{Found, TraceAnswer, TraceFrom};
use crate::{
    app::{Exported, JobKind, Problem, Workspace, background::Outcome, export::write_whole},
    domain::{
        Value,
        table::{Cell as TableCell, CrsNote, Row, Table},
    },
    formats,
    i18n::Lang,
    report::{
        self,
        sheet::{Cell, Column, ColumnKind, Paper, Sheet},
    },
};

/// Decimals of a degree in `GeoJSON`: about a centimetre.
const COORDINATE_DECIMALS: u8 = 7;

/// What the lists of a trace are of, in their order.
const LISTS: [(&str, &str); 5] = [
    ("排污口", "Outfalls"),
    ("断面", "Sections"),
    ("污染源", "Sources"),
    ("取水口", "Intakes"),
    ("保护区", "Protection zones"),
];

impl Workspace {
    /// Writes a trace into a file in the background: `.xlsx` or `.geojson`.
    pub(in crate::app) fn export_trace(&mut self, answer: Arc<TraceAnswer>, path: PathBuf, lang: Lang) {
        let (now, name) = (self.now(), self.project().settings().name.clone());
        self.start(JobKind::Export, move |_| {
            answer.export(&path, &name, lang, now.local()).map(Outcome::Exported)
        });
    }
}

impl TraceAnswer {
    /// Writes the trace into a file, `.xlsx` or `.geojson`, and reads a workbook back. `project` stands in its title.
    pub fn export(&self, path: &Path, project: &str, lang: Lang, now: DateTime) -> Result<Exported, Problem> {
        let ending = path.extension().map(|it| it.to_string_lossy().to_lowercase()).unwrap_or_default();
        let (bytes, rows) = if matches!(ending.as_str(), "geojson" | "json") {
            let table = self.features(lang);
            (formats::write_geojson(&table, COORDINATE_DECIMALS), table.rows.len() as u64)
        } else {
            let sheets = self.sheets(project, lang);
            let rows = sheets.iter().map(|it| it.rows.len() as u64).sum();
            (report::workbook(&sheets, now)?, rows)
        };
        write_whole(path, &bytes)?;
        Ok(Exported::plain(path, rows))
    }

    /// What it begins at, in words.
    pub fn start_name(&self, lang: Lang) -> String {
        match &self.request.from {
            TraceFrom::Record(id) => match self.waters.outfall(*id) {
                Some((mouth, _)) => format!("{} {}", mouth.code, mouth.name).trim().to_owned(),
                None => lang.pick("排污口", "Outfall").to_owned(),
            },
            TraceFrom::Outfall(name) | TraceFrom::Section(name) | TraceFrom::Source(name) => name.clone(),
            TraceFrom::At(lon, lat) => format!("{lon:.6}, {lat:.6}"),
            TraceFrom::Row { layer, number } => {
                let points = [&self.waters.sections, &self.waters.sources, &self.waters.intakes];
                let mut points = points.into_iter().flat_map(|it| &it.items);
                let point = points.find(|it| it.layer == *layer && it.number == *number);
                let reach = || {
                    let start = self.starts.first();
                    start.map_or_else(String::new, |it| self.waters.on.network.name(it.reach).to_owned())
                };
                point.map_or_else(reach, super::Point::name)
            }
            TraceFrom::Feature { layer, column, value } => format!("{layer} {column}={value}"),
        }
    }

    /// The lists with what they are of, in the order of [`LISTS`].
    fn lists(&self) -> [&Vec<Found>; 5] {
        [&self.outfalls, &self.sections, &self.sources, &self.intakes, &self.zones]
    }

    /// What it came to, in a line or two: for the top of a table and as evidence.
    pub fn summary(&self, lang: Lang) -> String {
        let (direction, from) = (lang.term(self.trace.direction), self.start_name(lang));
        let (count, km) = (self.ids().len(), self.trace.length_m() / 1000.0);
        let lists = LISTS.iter().zip(self.lists()).filter(|(_, list)| !list.is_empty());
        let lists: Vec<String> =
            lists.map(|((zh, en), list)| format!("{} {}", lang.pick(*zh, *en), list.len())).collect();
        let stops = self.stop_counts().into_iter();
        let stops: Vec<String> =
            stops.map(|(reason, count)| format!("{} {count}", lang.term(reason))).collect();
        let (lists, stops) = (lists.join(lang.pick("、", ", ")), stops.join(lang.pick("、", ", ")));
        lang.pick(
            format!("自 {from} 沿河网{direction}追踪 {count} 段 {km:.3} 公里；{lists}；止于 {stops}"),
            format!("{direction} of {from}: {count} reaches, {km:.3} km; {lists}; ends at {stops}"),
        )
    }

    /// How often it stopped for which reason.
    pub fn stop_counts(&self) -> Vec<(crate::domain::network::StopReason, usize)> {
        let mut counts: Vec<(crate::domain::network::StopReason, usize)> = Vec::new();
        for stop in &self.trace.stops {
            match counts.iter_mut().find(|it| it.0 == stop.reason) {
                Some(known) => known.1 += 1,
                None => counts.push((stop.reason, 1)),
            }
        }
        counts
    }

    fn sheets(&self, project: &str, lang: Lang) -> Vec<Sheet> {
        let summary = self.summary(lang);
        let assumed = self.assumed_m_s.map(|it| {
            lang.pick(
                format!("到达时间：图层没有流速的河段按 {it} m/s 估算，仅供参考"),
                format!("Travel times: {it} m/s is assumed for reaches whose layer gives no velocity"),
            )
        });
        let notes: Vec<String> = std::iter::once(summary).chain(assumed).collect();
        let columns = |name: &str| {
            vec![
                Column::new(lang.pick("序号", "No."), ColumnKind::Ordinal, 6),
                Column::new(lang.pick("编码", "Code"), ColumnKind::Text, 24),
                Column::new(name, ColumnKind::Text, 34),
                Column::new(
                    lang.pick("沿河距离km", "Along the water km"),
                    ColumnKind::Number { decimals: 3 },
                    14,
                ),
                Column::new(lang.pick("到达时间h", "Travel time h"), ColumnKind::Number { decimals: 1 }, 12),
                Column::new(lang.pick("经度", "Longitude"), ColumnKind::Number { decimals: 6 }, 12),
                Column::new(lang.pick("纬度", "Latitude"), ColumnKind::Number { decimals: 6 }, 12),
            ]
        };
        let sheet = |name: &str, columns, rows| Sheet {
            name: name.to_owned(),
            title: format!("{project} {} {name}", lang.pick("溯源追踪", "Trace")).trim().to_owned(),
            notes: notes.clone(),
            columns,
            rows,
            paper: Paper::A4,
            filter: true,
            ..Sheet::default()
        };
        let lists = LISTS.iter().zip(self.lists()).map(|((zh, en), list)| {
            let name = lang.pick(*zh, *en);
            let rows = list.iter().zip(1_u64..).map(|(it, number)| {
                vec![
                    Cell::count(number),
                    Cell::text(words(&it.id)),
                    Cell::text(&it.name),
                    Cell::Number(it.distance_km),
                    Cell::number(Some(it.hours)),
                    Cell::number(it.at.map(|at| at.0)),
                    Cell::number(it.at.map(|at| at.1)),
                ]
            });
            sheet(name, columns(lang.pick("名称", "Name")), rows.collect())
        });
        let mut sheets: Vec<Sheet> = lists.collect();
        sheets.push(sheet(lang.pick("河段", "Reaches"), reach_columns(lang), self.reach_rows()));
        sheets.push(sheet(lang.pick("终点", "Ends"), stop_columns(lang), self.stop_rows(lang)));
        sheets
    }

    fn reach_rows(&self) -> Vec<Vec<Cell>> {
        let network = &self.waters.on.network;
        let rows = self.trace.steps.iter().map(|it| {
            vec![
                Cell::text(words(&self.id(it.reach))),
                Cell::text(network.name(it.reach)),
                Cell::Number((it.distance_m * 1000.0).round() / 1e6),
                Cell::Number(((it.stretch_m.1 - it.stretch_m.0) * 1000.0).round() / 1e6),
            ]
        });
        rows.collect()
    }

    fn stop_rows(&self, lang: Lang) -> Vec<Vec<Cell>> {
        let rows = self.trace.stops.iter().enumerate().map(|(number, it)| {
            vec![
                Cell::text(lang.term(it.reason)),
                Cell::text(self.stop_name(number)),
                Cell::Number((it.distance_m * 1000.0).round() / 1e6),
            ]
        });
        rows.collect()
    }

    /// Reaches as lines and what lies on them as points.
    fn features(&self, lang: Lang) -> Table {
        let network = &self.waters.on.network;
        let text = |it: &str| if it.is_empty() { TableCell::Empty } else { TableCell::Text(it.to_owned()) };
        let reaches = self.trace.steps.iter().map(|it| {
            let line = LineString::new(network.stretch(it.reach, it.stretch_m));
            let shape = (line.0.len() > 1).then_some(Geometry::LineString(line));
            let cells = vec![
                text("reach"),
                text(&words(&self.id(it.reach))),
                text(network.name(it.reach)),
                TableCell::Number(it.distance_m / 1000.0),
            ];
            (cells, shape)
        });
        let kinds = ["outfall", "section", "source", "intake", "zone"].into_iter();
        let found = kinds.zip(self.lists()).flat_map(|(kind, list)| {
            list.iter().map(move |it| {
                let cells =
                    vec![text(kind), text(&words(&it.id)), text(&it.name), TableCell::Number(it.distance_km)];
                (cells, it.at.map(|(x, y)| Geometry::Point(Point::new(x, y))))
            })
        });
        let rows = reaches.chain(found).zip(1..);
        let rows = rows.map(|((cells, geometry), number)| Row { number, cells, geometry });
        Table {
            name: lang.pick("溯源追踪", "Trace").to_owned(),
            columns: ["kind", "id", "name", "distance_km"].map(str::to_owned).to_vec(),
            rows: rows.collect(),
            crs: CrsNote::Epsg(4490),
            ..Table::default()
        }
    }
}

fn reach_columns(lang: Lang) -> Vec<Column> {
    vec![
        Column::new(lang.pick("河段", "Reach"), ColumnKind::Text, 24),
        Column::new(lang.pick("名称", "Name"), ColumnKind::Text, 30),
        Column::new(lang.pick("起点距km", "From the start km"), ColumnKind::Number { decimals: 3 }, 14),
        Column::new(lang.pick("长度km", "Length km"), ColumnKind::Number { decimals: 3 }, 12),
    ]
}

fn stop_columns(lang: Lang) -> Vec<Column> {
    vec![
        Column::new(lang.pick("原因", "Why"), ColumnKind::Text, 14),
        Column::new(lang.pick("名称", "Name"), ColumnKind::Text, 30),
        Column::new(lang.pick("沿河距离km", "Along the water km"), ColumnKind::Number { decimals: 3 }, 14),
    ]
}

fn words(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
        Value::Text(text) => text.clone(),
    }
}
