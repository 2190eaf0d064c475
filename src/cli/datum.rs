//! `paikou datum`: the parameters of a shift to CGCS2000, worked out from control points.

use serde_json::json;

use super::{
    arguments::DatumArguments,
    output::{Done, Failure, Output, read_text},
};
use crate::{app::fit_control_points, domain::coordinate::Crs};

pub(super) fn run(arguments: &DatumArguments, output: &mut Output) -> Result<Done, Failure> {
    let DatumArguments { file, crs, seven, json: as_json } = arguments;
    let epsg = crs.parse::<Crs>().ok().and_then(|it| it.epsg()).ok_or_else(|| Failure::Usage {
        zh: format!("--crs 要写成 EPSG:2362 这样的编号，不能是 {crs}"),
        en: format!("--crs takes a number like EPSG:2362, not {crs}"),
    })?;
    let text = read_text(file)?;
    let name = file.display();
    let fit = fit_control_points(&text, epsg, *seven).map_err(|error| Failure::Usage {
        zh: format!("{name}：{}", error.say(crate::i18n::Lang::Zh)),
        en: format!("{name}: {}", error.say(crate::i18n::Lang::En)),
    })?;
    let written = format!("EPSG:{epsg} +towgs84={}", fit.shift.write());
    if *as_json {
        let rounded: Vec<f64> = fit.residuals_m.iter().map(|it| (it * 1_000.0).round() / 1_000.0).collect();
        output.json(&json!({ "crs": written, "residuals_m": rounded }))?;
    } else {
        output.line(&written)?;
        for (at, residual) in fit.residuals_m.iter().enumerate() {
            output.line(&format!("{}\t{residual:.3} m", at + 1))?;
        }
    }
    Ok(Done::Fine)
}
