//! What the folder says of itself.

use crate::checks::Figures;
use crate::outfalls::Outfall;

/// The text of `sample-data/README.md`.
pub(crate) fn text(outfalls: &[Outfall], faults: &[String]) -> String {
    let figures = Figures::of(outfalls.iter());
    let (traced, fixed) = figures.percent();
    let fault = |index: usize| faults.get(index).map_or("", String::as_str);
    let rows = outfalls.len();
    let (base, to_trace, to_fix) = (figures.base, figures.to_trace, figures.to_fix);
    let (t, f) = (figures.traced, figures.fixed);
    format!(
        "# 虚构示例数据 · fictional sample data

**本文件夹中的全部内容均为虚构，由程序生成，仅供演示和测试。** 县界、河道、断面、水源保护区、排污口、企业、监测结果、照片都不是真实的；
河流、县、乡镇和断面的名称取自公开资料，只为看起来可信，位置与形状均为示意，不得用作行政区域界线、执法或任何判断的依据。
企业名称均带“(示例)”，信用代码、文号均为编造。

**Everything in this folder is fictional, made by a program, for demonstration and tests only.** Borders, courses, sections, zones, outfalls,
companies, results and photos are not real. Names of rivers, counties, towns and sections are borrowed to look believable; places and shapes are
schematic and no basis for any judgement. Companies carry “(示例)” (sample) in their name; credit codes and document numbers are invented.

Made by `cargo run --example make_sample_data`: the same bytes on every run.

| 文件 file | 内容 what it is |
| --- | --- |
| `rivers.shp` `.shx` `.dbf` | 河流（线，下游方向）：GBK 字段，无 .cpg、无 .prj、语言字节为 0，经纬度。Rivers, digitised downstream, split at confluences (FNODE, TNODE); GBK, nothing says so. |
| `counties.geojson` | 14 县（市、区）示意多边形，EPSG:4490。Schematic counties that share their borders. |
| `protection_zones.geojson` | 六个水源地的一级、二级、准保护区。Zones of six drinking-water sources; the stricter level is a hole in the wider one. |
| `sections.gpkg` | 14 个国考断面、6 个省考断面（GeoPackage 1.4）。14 national and 6 provincial sections. |
| `ledger.xlsx` | 排污口台账 {rows} 行：合并标题、两层表头、合计行、签字行。The ledger of {rows} outfalls as an office would format it, of 2026-11-15. |
| `facts.json` | 约 60 个排污口的排查、监测、溯源、整治、管理记录，按日期排列，逐条满足关口要求。Facts behind some 60 outfalls; in this order each passes its gate. |
| `photos/` | 程序绘制的图片，不是照片。Drawn pictures, not photos. |

## 数字 the numbers

底数 {base}；溯源率 {t}/{to_trace} = {traced:.1} %；整治率（Z1 应整治口径）{f}/{to_fix} = {fixed:.1} %。
Base {base}; traced {t} of {to_trace}; closed out {f} of {to_fix} (formula Z1).

## 故意留下的问题 faults on purpose

- {}：并入的编号不存在（B15）。Merged into a code that does not exist.
- {}：已溯源但无责任主体（B12）。Traced, yet nobody is responsible.
- {}：销号日期早于确认日期（B14）。Closed out before it was confirmed.
",
        fault(0),
        fault(1),
        fault(2)
    )
}
