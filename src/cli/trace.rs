//! `paikou trace`: what is upstream or downstream, and how far along the water.

use std::path::Path;

use serde_json::{Value as Json, json};

use super::{
    arguments::TraceArguments,
    output::{Done, Failure, Output},
};
use crate::{
    app::{Found, Notice, TraceAnswer, TraceFrom, TraceRequest},
    domain::{Value, network::Direction, placing::FAR_FROM_RIVER_M},
};

pub(super) fn run(arguments: &TraceArguments, output: &mut Output) -> Result<Done, Failure> {
    let request = request(arguments)?;
    if let Some(path) = &arguments.out {
        check_ending(path)?;
    }
    let mut workspace = output.open(&arguments.project)?;
    let answer = workspace.trace(&request);
    // A layer that could not be read says more than what is missing without it.
    for notice in workspace.take_notices() {
        if let Notice::Failed(problem) = notice {
            return Err(problem.into());
        }
    }
    let answer = answer?;
    if answer.off_m > FAR_FROM_RIVER_M {
        let off_m = answer.off_m.round();
        output.remark(
            &format!("起点离最近的河流或管道 {off_m} 米，请核对位置"),
            &format!("The start is {off_m} m away from the nearest reach; check its position"),
        );
    }
    if answer.starts.len() > 1 {
        let count = answer.starts.len();
        output.remark(
            &format!("起点是 {count} 段，距离从其中最近的一段起算"),
            &format!("It begins with {count} reaches; distances are from the nearest of them"),
        );
    }
    if let Some(path) = &arguments.out {
        let (name, now) = (workspace.project().settings().name.clone(), workspace.now());
        let done = Notice::Exported(answer.export(path, &name, output.lang, now.local())?);
        output.complain(&done.say(output.lang));
    }
    if arguments.json {
        output.json(&document(&arguments.from, &answer))?;
    } else {
        print(&answer, output)?;
    }
    Ok(Done::Fine)
}

fn check_ending(path: &Path) -> Result<(), Failure> {
    let ending = path.extension().map(|it| it.to_string_lossy().to_lowercase()).unwrap_or_default();
    if matches!(ending.as_str(), "xlsx" | "geojson" | "json") {
        return Ok(());
    }
    Err(Failure::usage(
        format!("只能写 .xlsx、.geojson：{}", path.display()),
        format!("Only .xlsx and .geojson can be written: {}", path.display()),
    ))
}

fn request(arguments: &TraceArguments) -> Result<TraceRequest, Failure> {
    let from = TraceFrom::parse(&arguments.from).ok_or_else(|| {
        let forms = "outfall:CODE, section:NAME, source:NAME, at:LON,LAT, feature:LAYER:FIELD=VALUE";
        Failure::usage(
            format!("看不懂起点 {}；可写 {forms}", arguments.from),
            format!("The start {} is not understood; write one of {forms}", arguments.from),
        )
    })?;
    let direction = Direction::parse(&arguments.direction).ok_or_else(|| {
        Failure::usage(
            format!("方向只能是 up 或 down，不是 {}", arguments.direction),
            format!("The direction is up or down, not {}", arguments.direction),
        )
    })?;
    if let Some(km) = arguments.max_km.filter(|it| !it.is_finite() || *it < 0.0) {
        return Err(Failure::usage(
            format!("--max-km 要写公里数，不是 {km}"),
            format!("--max-km is a number of kilometres, not {km}"),
        ));
    }
    Ok(TraceRequest {
        from,
        direction,
        main: arguments.main,
        max_km: arguments.max_km,
        to_section: arguments.to_section,
        to_border: arguments.to_border,
        id_column: arguments.id_field.clone(),
    })
}

/// The document of the design, with where it began and where it ended.
fn document(from: &str, answer: &TraceAnswer) -> Json {
    let network = &answer.waters.on.network;
    let start = answer.starts.first();
    let at = start.and_then(|it| network.place(it.reach, it.along_m));
    let stops = answer.trace.stops.iter().zip(&answer.stop_names);
    let stops: Vec<Json> = stops
        .map(|(stop, name)| {
            let at = network.place(stop.reach, stop.along_m);
            let mut json = json!({
                "reason": stop.reason.code(),
                "reach": plain(&answer.id(stop.reach)),
                "distance_km": km(stop.distance_m),
                "lon": at.map(|it| it.0),
                "lat": at.map(|it| it.1),
            });
            if let Some(object) = json.as_object_mut().filter(|_| !name.is_empty()) {
                object.insert("name".to_owned(), name.as_str().into());
            }
            json
        })
        .collect();
    json!({
        "start": {
            "from": from,
            "reach": start.map(|it| plain(&answer.id(it.reach))),
            "name": start.map(|it| network.name(it.reach)),
            "chainage_km": start.map(|it| km(it.along_m)),
            "lon": at.map(|it| it.0),
            "lat": at.map(|it| it.1),
            "off_m": (answer.off_m * 100.0).round() / 100.0,
        },
        "direction": answer.trace.direction.code(),
        "length_km": km(answer.trace.length_m()),
        "reaches": answer.ids().iter().map(plain).collect::<Vec<_>>(),
        "outfalls": found(&answer.outfalls),
        "sections": found(&answer.sections),
        "sources": found(&answer.sources),
        "intakes": found(&answer.intakes),
        "zones": found(&answer.zones),
        "stops": stops,
    })
}

fn found(found: &[Found]) -> Vec<Json> {
    let lines = found.iter();
    lines.map(|it| json!({ "id": plain(&it.id), "name": it.name, "distance_km": it.distance_km })).collect()
}

fn plain(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Integer(number) => (*number).into(),
        Value::Real(number) => (*number).into(),
        Value::Text(text) => text.as_str().into(),
    }
}

/// Metres as km, to the millimetre.
fn km(metres: f64) -> f64 {
    (metres * 1000.0).round() / 1_000_000.0
}

fn print(answer: &TraceAnswer, output: &mut Output) -> Result<(), Failure> {
    let lang = output.lang;
    let (count, length) = (answer.ids().len(), answer.trace.length_m() / 1000.0);
    let direction = lang.term(answer.trace.direction);
    output.line(&lang.pick(
        format!("{direction}  {count} 段  {length:.3} 公里"),
        format!("{direction}  {count} reaches  {length:.3} km"),
    ))?;
    for (title, list) in [
        (lang.pick("排污口", "Outfalls"), &answer.outfalls),
        (lang.pick("断面", "Sections"), &answer.sections),
        (lang.pick("污染源", "Sources"), &answer.sources),
        (lang.pick("取水口", "Intakes"), &answer.intakes),
        (lang.pick("保护区", "Protection zones"), &answer.zones),
    ] {
        if list.is_empty() {
            continue;
        }
        output.line(&format!("{title}  {}", list.len()))?;
        for it in list {
            let id = match &it.id {
                Value::Text(text) => text.clone(),
                other => plain(other).to_string(),
            };
            output.line(&format!("{:>10.3} km  {id}  {}", it.distance_km, it.name))?;
        }
    }
    output.line(&format!("{}  {}", lang.pick("止于", "Ends"), answer.trace.stops.len()))?;
    for (number, stop) in answer.trace.stops.iter().enumerate() {
        let (km, reason, name) = (stop.distance_m / 1000.0, lang.term(stop.reason), answer.stop_name(number));
        output.line(&format!("{km:>10.3} km  {reason}  {name}"))?;
    }
    Ok(())
}
