//! Targets, dates and formula: what counties and years decide differently.

use eframe::egui::{Align2, Context, RichText, TextEdit, Ui, vec2};

use super::{Answer, dialog, foot, halves, line};
use crate::{
    app::gate_of,
    domain::{
        agenda,
        check::{FLOOD_SEASON, FloodSeason, Limits},
        outfall::ClassGroup,
        settings::{Formula, Settings},
        words,
    },
    i18n::Lang,
    ui::{
        keys::Command,
        said::{self, Word},
        theme::{self, CONTROL, GAP, SMALL, UNIT},
        widgets,
    },
};

/// What is typed.
#[derive(Debug)]
pub(crate) struct SettingsDraft {
    settings: Settings,
    trace_target: String,
    fix_target: String,
    trace_due: String,
    fix_due: String,
    field: FieldTexts,
}

/// What is typed about work outside; empty for what is shipped.
#[derive(Debug)]
struct FieldTexts {
    gate_accuracy: String,
    gate_samples: String,
    /// Days between two visits: industrial, urban plants, agricultural, others.
    cycles: [String; 4],
    far_river: String,
    near_twin: String,
    shared_place: String,
    flood_season: String,
}

/// Something is typed that fits no setting.
struct Unfit;

impl FieldTexts {
    fn of(settings: &Settings) -> Self {
        let whole = |it: Option<i64>| it.map(|it| it.to_string()).unwrap_or_default();
        Self {
            gate_accuracy: settings.gate_accuracy_m.map(|it| it.to_string()).unwrap_or_default(),
            gate_samples: whole(settings.gate_samples),
            cycles: [
                settings.cycle_industrial,
                settings.cycle_town_plant,
                settings.cycle_agricultural,
                settings.cycle_other,
            ]
            .map(whole),
            far_river: settings.far_river_m.map(|it| it.to_string()).unwrap_or_default(),
            near_twin: settings.near_twin_m.map(|it| it.to_string()).unwrap_or_default(),
            shared_place: whole(settings.shared_place),
            flood_season: settings.flood_season.clone(),
        }
    }

    /// Writes it into the settings; nothing while something can not be read.
    fn write(&self, settings: &mut Settings) -> Result<(), Unfit> {
        /// What is typed, if anything is; an error where it is nothing that fits.
        fn read<T: std::str::FromStr>(text: &str, fits: impl Fn(&T) -> bool) -> Result<Option<T>, Unfit> {
            match text.trim() {
                "" => Ok(None),
                text => text.parse().ok().filter(fits).map(Some).ok_or(Unfit),
            }
        }
        let days = |text: &String| read(text, |it| (1..=3660).contains(it));
        settings.gate_accuracy_m = read(&self.gate_accuracy, |it| (0.01..=1000.0).contains(it))?;
        settings.gate_samples = read(&self.gate_samples, |it| (1..=3600).contains(it))?;
        let [industrial, town_plant, agricultural, other] = self.cycles.each_ref().map(days);
        settings.cycle_industrial = industrial?;
        settings.cycle_town_plant = town_plant?;
        settings.cycle_agricultural = agricultural?;
        settings.cycle_other = other?;
        settings.far_river_m = read(&self.far_river, |it| (1.0..=100_000.0).contains(it))?;
        settings.near_twin_m = read(&self.near_twin, |it| (0.1..=1_000.0).contains(it))?;
        settings.shared_place = read(&self.shared_place, |it| (2..=10_000).contains(it))?;
        let season = self.flood_season.trim();
        if !season.is_empty() && FloodSeason::parse(season).is_none() {
            return Err(Unfit);
        }
        season.clone_into(&mut settings.flood_season);
        Ok(())
    }
}

impl SettingsDraft {
    /// Starts from what holds.
    pub(crate) fn of(settings: &Settings) -> Self {
        let day = |day: Option<jiff::civil::Date>| day.map(|it| it.to_string()).unwrap_or_default();
        Self {
            trace_target: settings.trace_target.to_string(),
            fix_target: settings.fix_target.to_string(),
            trace_due: day(settings.trace_due),
            fix_due: day(settings.fix_due),
            field: FieldTexts::of(settings),
            settings: settings.clone(),
        }
    }

    /// The settings as they should be; nothing while something can not be read.
    fn settings(&self) -> Option<Settings> {
        let percent = |text: &str| text.trim().parse::<i64>().ok().filter(|it| (0..=100).contains(it));
        let day = |text: &str| match text.trim() {
            "" => Some(None),
            text => words::typed_day(text).map(Some),
        };
        let mut settings = Settings {
            name: self.settings.name.trim().to_owned(),
            trace_target: percent(&self.trace_target)?,
            fix_target: percent(&self.fix_target)?,
            trace_due: day(&self.trace_due)?,
            fix_due: day(&self.fix_due)?,
            ..self.settings.clone()
        };
        self.field.write(&mut settings).ok()?;
        Some(settings)
    }

    /// Draws the dialog.
    pub(crate) fn ui(&mut self, ctx: &Context, lang: Lang) -> Answer<Settings> {
        let title = Command::Settings.title(lang).trim_end_matches('…');
        dialog(ctx, lang, title, 130.0 * UNIT, |ui| {
            line(ui, lang.term(Word::ProjectName), "", &mut self.settings.name);
            ui.add_space(GAP);
            let day = "2026-12-31";
            halves(
                ui,
                self,
                |ui, it| {
                    percent_line(ui, lang.term(Word::TraceTarget), &mut it.trace_target);
                    line(ui, lang.term(Word::TraceDue), day, &mut it.trace_due);
                },
                |ui, it| {
                    percent_line(ui, lang.term(Word::FixTarget), &mut it.fix_target);
                    line(ui, lang.term(Word::FixDue), day, &mut it.fix_due);
                },
            );
            ui.add_space(GAP);
            let weak = theme::tokens(ui).weak;
            ui.label(RichText::new(lang.term(Word::FormulaOfFixRate)).size(SMALL).color(weak));
            let options = Formula::ALL.iter().map(|it| (*it, it.code())).collect::<Vec<_>>();
            if let Some(formula) = widgets::segmented(ui, &options, self.settings.formula) {
                self.settings.formula = formula;
            }
            widgets::small(ui, &said::formula(lang, self.settings.formula));
            ui.add_space(GAP);
            ui.checkbox(&mut self.settings.proven_only, lang.term(Word::ProvenOnly));
            widgets::small(ui, lang.term(Word::ProvenOnlyLong));
            ui.add_space(GAP);
            field_ui(ui, lang, self);
            let settings = self.settings();
            match foot(ui, lang, lang.term(Word::Save), settings.is_some(), lang.term(Word::BadSettings)) {
                Some(true) => settings.map_or(Answer::Open, Answer::Done),
                Some(false) => Answer::Cancelled,
                None => Answer::Open,
            }
        })
    }
}

/// What is asked of positions, how often outfalls are visited, when reports are due.
fn field_ui(ui: &mut Ui, lang: Lang, draft: &mut SettingsDraft) {
    let shipped = gate_of(&Settings::default());
    let days = |class: ClassGroup| agenda::shipped_cycle(Some(class)).to_string();
    let title = |class: ClassGroup| {
        let name = lang.term(class);
        lang.pick(format!("{name}巡查周期（天）"), format!("{name}: days between visits"))
    };
    let accuracy = lang.pick("定位精度限值（m）", "Positions: at worst (m)");
    let samples = lang.pick("定位最少次数", "Positions: how many at least");
    halves(
        ui,
        &mut draft.field,
        |ui, it| {
            line(ui, accuracy, &shipped.accuracy_m.to_string(), &mut it.gate_accuracy);
            let [industrial, _, agricultural, _] = &mut it.cycles;
            line(ui, &title(ClassGroup::Industrial), &days(ClassGroup::Industrial), industrial);
            line(ui, &title(ClassGroup::Agricultural), &days(ClassGroup::Agricultural), agricultural);
        },
        |ui, it| {
            line(ui, samples, &shipped.samples.to_string(), &mut it.gate_samples);
            let [_, town_plant, _, other] = &mut it.cycles;
            line(ui, &title(ClassGroup::TownPlant), &days(ClassGroup::TownPlant), town_plant);
            line(ui, &title(ClassGroup::Other), &days(ClassGroup::Other), other);
        },
    );
    checks_ui(ui, lang, &mut draft.field);
    let reporting = lang.pick("报送日（Q 为季末）", "Reporting days (Q: the end of a quarter)");
    line(ui, reporting, agenda::REPORTING_DAYS, &mut draft.settings.reporting_days);
}

/// What the data checks go by.
fn checks_ui(ui: &mut Ui, lang: Lang, texts: &mut FieldTexts) {
    let shipped = Limits::of(&Settings::default());
    halves(
        ui,
        texts,
        |ui, it| {
            let far = lang.pick("检查：离河限值（m）", "Checks: far from rivers (m)");
            line(ui, far, &shipped.far_river_m.to_string(), &mut it.far_river);
            let near = lang.pick("检查：近似重复距离（m）", "Checks: near duplicates (m)");
            line(ui, near, &shipped.near_twin_m.to_string(), &mut it.near_twin);
        },
        |ui, it| {
            let shared = lang.pick("检查：同坐标个数", "Checks: outfalls at one place");
            line(ui, shared, &shipped.shared_place.to_string(), &mut it.shared_place);
            let season = lang.pick("汛期（起/止）", "Flood season (from/to)");
            line(ui, season, FLOOD_SEASON, &mut it.flood_season);
        },
    );
}

fn percent_line(ui: &mut Ui, title: &str, text: &mut String) {
    let weak = theme::tokens(ui).weak;
    let label = ui.label(RichText::new(title).size(SMALL).color(weak));
    ui.horizontal(|ui| {
        let width = ui.available_width() - 6.0 * UNIT;
        let edit = TextEdit::singleline(text).desired_width(width).align(Align2::RIGHT_CENTER);
        ui.add(edit.min_size(vec2(width, CONTROL)).align(Align2::LEFT_CENTER)).labelled_by(label.id);
        ui.label("%");
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_a_whole_percent_and_a_day_is_a_day() {
        let mut draft = SettingsDraft::of(&Settings::new("忻州", 2026));
        assert_eq!(draft.settings().unwrap().trace_target, 80);

        draft.trace_target = "120".to_owned();
        assert!(draft.settings().is_none());

        draft.trace_target = "85".to_owned();
        draft.trace_due = String::new();
        assert_eq!(draft.settings().unwrap().trace_due, None);

        draft.field.gate_accuracy = "2.5".to_owned();
        draft.field.cycles[3] = "30".to_owned();
        let settings = draft.settings().unwrap();
        assert_eq!((settings.gate_accuracy_m, settings.cycle_other), (Some(2.5), Some(30)));
        draft.field.gate_samples = "0".to_owned();
        assert!(draft.settings().is_none());
        draft.field.gate_samples = String::new();
        draft.field.far_river = "300".to_owned();
        draft.field.flood_season = "05-15/10-15".to_owned();
        let settings = draft.settings().unwrap();
        assert_eq!((settings.far_river_m, settings.flood_season.as_str()), (Some(300.0), "05-15/10-15"));
        draft.field.flood_season = "05-15".to_owned();
        assert!(draft.settings().is_none());
        draft.field.flood_season = String::new();

        draft.fix_due = "2026-13-01".to_owned();
        assert!(draft.settings().is_none());
    }
}
