//! The list of outfalls: filtered, sorted, and only the visible rows drawn, however many there are.

use std::{
    collections::HashSet,
    sync::{Arc, mpsc::channel},
};

use eframe::egui::{
    Align, Align2, Context, CornerRadius, FontId, Key, Label, Layout, Rect, Response, RichText, Role,
    ScrollArea, Sense, Stroke, StrokeKind, TextEdit, Ui, WidgetInfo, pos2, vec2,
};
use rayon::{
    iter::{IntoParallelRefIterator as _, ParallelIterator as _},
    slice::ParallelSliceMut as _,
};

use crate::{
    domain::{
        RecordId,
        filter::Filter,
        progress::Snapshot,
        project::{Entry, Project},
    },
    i18n::Lang,
    ui::{
        icons,
        said::{self, Word},
        selection::{Join, Selection},
        state::{ListKey, ListState, SortKey, Sorting},
        theme::{self, BODY, CONTROL, GAP, PAD, SMALL, Tokens, UNIT},
        tone, widgets,
        wish::Wish,
    },
};

/// The height of a row.
const ROW: f32 = 11.0 * UNIT;

/// What the list draws from.
pub(crate) struct List<'a> {
    pub(crate) lang: Lang,
    pub(crate) project: &'a Arc<Project>,
    pub(crate) snapshot: &'a Arc<Snapshot>,
    pub(crate) selected: Option<RecordId>,
    pub(crate) selection: &'a Selection,
    /// Those of which the checks found something.
    pub(crate) found: &'a HashSet<RecordId>,
    pub(crate) read_only: bool,
}

/// Lists shorter than this are put into order within the frame.
const SORTED_AT_ONCE: usize = 10_000;

/// The list with its filter. `search` finds the outfalls that a text may mean.
pub(crate) fn outfalls_ui(
    ui: &mut Ui,
    list: &List<'_>,
    state: &mut ListState,
    search: &mut dyn FnMut(&str) -> Vec<RecordId>,
    wishes: &mut Vec<Wish>,
) {
    refresh(ui.ctx(), list, state, search);
    header_ui(ui, list, state, wishes);
    filter_ui(ui, list.lang, state, wishes);
    sort_ui(ui, list.lang, state);
    if list.project.entries().is_empty() {
        let lang = list.lang;
        widgets::empty_state(
            ui,
            icons::OUTFALL,
            lang.term(Word::NoOutfalls),
            lang.term(Word::NoOutfallsAdvice),
            |ui| {
                if widgets::primary_button(ui, lang.term(Word::ImportLedger)).clicked() {
                    wishes.push(Wish::AskImport(Vec::new()));
                }
            },
        );
    } else if state.rows.is_empty() {
        let lang = list.lang;
        widgets::empty_state(
            ui,
            icons::FILTER,
            lang.term(Word::NoHits),
            lang.term(Word::NoHitsAdvice),
            |ui| {
                if widgets::quiet_button(ui, icons::CLOSE, lang.term(Word::ClearFilter)).clicked() {
                    state.filter.clear();
                    wishes.push(Wish::Narrow(None));
                }
            },
        );
    } else {
        rows_ui(ui, list, state, wishes);
    }
}

fn header_ui(ui: &mut Ui, list: &List<'_>, state: &ListState, wishes: &mut Vec<Wish>) {
    ui.horizontal(|ui| {
        widgets::section(ui, list.lang.term(Word::Outfalls));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_enabled_ui(!list.read_only, |ui| {
                if widgets::icon_button(ui, icons::ADD, list.lang.term(Word::AddOutfall)).clicked() {
                    wishes.push(Wish::AskOutfall(None));
                }
            });
            let total = list.project.entries().len();
            widgets::section(ui, &said::shown_of(state.rows.len(), total));
        });
    });
}

fn filter_ui(ui: &mut Ui, lang: Lang, state: &mut ListState, wishes: &mut Vec<Wish>) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = UNIT;
        let clears = !state.filter.is_empty();
        let width = ui.available_width() - if clears { CONTROL + UNIT } else { 0.0 };
        let edit = TextEdit::singleline(&mut state.filter)
            .hint_text(format!("{} {}", icons::FILTER, lang.term(Word::FilterHint)))
            .desired_width(width)
            .min_size(vec2(width, CONTROL))
            .align(Align2::LEFT_CENTER);
        let response = ui.add(edit).accessible_name(lang.term(Word::Filter));
        if state.focus_filter {
            response.request_focus();
            state.focus_filter = false;
        }
        if clears && widgets::icon_button(ui, icons::CLOSE, lang.term(Word::ClearFilter)).clicked() {
            state.filter.clear();
        }
    });
    if let Some(narrowed) = &state.narrowed {
        let text = said::narrowed(lang, narrowed);
        let tokens = theme::tokens(ui);
        ui.horizontal(|ui| {
            let width = ui.available_width() - CONTROL - GAP;
            ui.allocate_ui(vec2(width, 0.0), |ui| {
                widgets::notice_line(ui, icons::FILTER, tokens.accent, tokens.accent_soft, &text);
            });
            if widgets::icon_button(ui, icons::CLOSE, lang.term(Word::ShowAll)).clicked() {
                wishes.push(Wish::Narrow(None));
            }
        });
    }
}

fn sort_ui(ui: &mut Ui, lang: Lang, state: &mut ListState) {
    let keys = [
        (SortKey::Name, Word::Name),
        (SortKey::Code, Word::Code),
        (SortKey::County, Word::County),
        (SortKey::Trace, Word::Tracing),
        (SortKey::Fix, Word::Fixing),
    ];
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = PAD;
        for (key, word) in keys {
            sort_key_ui(ui, lang, state, key, lang.term(word));
        }
    });
}

fn sort_key_ui(ui: &mut Ui, lang: Lang, state: &mut ListState, key: SortKey, title: &str) {
    let tokens = theme::tokens(ui);
    let on = state.sort == key;
    let icon = match (on, state.descending) {
        (true, false) => icons::UP,
        (true, true) => icons::DOWN,
        (false, _) => "",
    };
    let color = if on { tokens.accent } else { tokens.weak };
    let text = RichText::new(format!("{title}{icon}")).size(SMALL).color(color);
    let response = ui.add(Label::new(text).sense(Sense::click()));
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, on, said::sort_by(lang, title)));
    if response.clicked() {
        state.sort_by(key);
    }
}

/// Works the rows out anew where something they depend on changed.
///
/// A long list is put into order beside the window: the old order stays until the new one is there.
fn refresh(
    ctx: &Context,
    list: &List<'_>,
    state: &mut ListState,
    search: &mut dyn FnMut(&str) -> Vec<RecordId>,
) {
    let key = ListKey {
        revision: list.project.revision(),
        day: list.snapshot.day,
        filter: state.filter.trim().to_owned(),
        sort: state.sort,
        descending: state.descending,
        generation: state.generation,
    };
    if state.rows_for.as_ref() == Some(&key) || state.is_sorting_for(&key) {
        return;
    }
    let project = list.project;
    let mut rows: Vec<usize> = match key.filter.as_str() {
        "" => (0..project.entries().len()).collect(),
        filter => match Filter::parse(filter) {
            // `county=忻府区 and trace=untraced`, as on the command line.
            Ok(conditions) => matching(list, &conditions),
            Err(_plain_text) => search(filter).into_iter().filter_map(|id| project.position(id)).collect(),
        },
    };
    if let Some(narrowed) = &state.narrowed {
        let within =
            |at: &usize| project.entries().get(*at).is_some_and(|it| narrowed.ids.contains(&it.outfall.id));
        rows.retain(within);
    }
    if rows.len() < SORTED_AT_ONCE {
        sort(list.project, list.snapshot, &key, &mut rows);
        state.rows = rows;
        state.rows_for = Some(key);
        return;
    }
    let (sender, done) = channel();
    let (project, snapshot, ctx) = (Arc::clone(list.project), Arc::clone(list.snapshot), ctx.clone());
    state.sorting = Some(Sorting { key: key.clone(), done });
    rayon::spawn(move || {
        sort(&project, &snapshot, &key, &mut rows);
        // Nobody listens any more where the list has changed once more.
        sender.send(rows).ok();
        ctx.request_repaint();
    });
}

/// The positions of the outfalls that meet the conditions.
fn matching(list: &List<'_>, conditions: &Filter) -> Vec<usize> {
    let entries = list.project.entries().iter().zip(&list.snapshot.standings).enumerate();
    let met = entries.filter(|(_, (entry, standing))| conditions.matches(entry, standing, list.snapshot.day));
    met.map(|(at, _)| at).collect()
}

/// Puts rows into order on all cores. Most texts differ within their first bytes, which are gathered first: numbers side by side are
/// compared much faster than texts that lie far apart in memory.
fn sort(project: &Project, snapshot: &Snapshot, order: &ListKey, rows: &mut [usize]) {
    let texts = |at: usize| {
        let outfall = project.entries().get(at).map(|it| &it.outfall)?;
        let text = match order.sort {
            SortKey::Name => outfall.name.as_str(),
            SortKey::County => outfall.county.as_str(),
            SortKey::Code | SortKey::Trace | SortKey::Fix => outfall.code(),
        };
        Some((text, outfall.code()))
    };
    let state = |at: usize| {
        let standing = snapshot.standings.get(at);
        standing.map_or(0, |it| match order.sort {
            SortKey::Trace => it.trace.state as u8,
            SortKey::Fix => it.fix.state as u8,
            SortKey::Code | SortKey::Name | SortKey::County => 0,
        })
    };
    let start = |at: usize| texts(at).map_or(0, |(text, _)| start_of(text));
    let mut keyed: Vec<(u8, u128, u32)> =
        rows.par_iter().map(|at| (state(*at), start(*at), *at as u32)).collect();
    keyed.par_sort_unstable_by(|a, b| {
        let same = || texts(a.2 as usize).cmp(&texts(b.2 as usize)).then(a.2.cmp(&b.2));
        (a.0, a.1).cmp(&(b.0, b.1)).then_with(same)
    });
    for (row, (.., at)) in rows.iter_mut().zip(keyed) {
        *row = at as usize;
    }
    if order.descending {
        rows.reverse();
    }
}

/// The first sixteen bytes as a number that sorts like the text.
fn start_of(text: &str) -> u128 {
    let mut bytes = [0; 16];
    for (to, from) in bytes.iter_mut().zip(text.as_bytes()) {
        *to = *from;
    }
    u128::from_be_bytes(bytes)
}

fn rows_ui(ui: &mut Ui, list: &List<'_>, state: &mut ListState, wishes: &mut Vec<Wish>) {
    ui.spacing_mut().item_spacing.y = 0.0;
    let mut area = ScrollArea::vertical().auto_shrink(false);
    let selected_at = list.selected.and_then(|id| {
        let position = list.project.position(id)?;
        state.rows.iter().position(|at| *at == position)
    });
    if state.scroll_to_selected {
        state.scroll_to_selected = false;
        if let Some(at) = selected_at {
            let above = (ui.available_height() - ROW) / 2.0;
            area = area.vertical_scroll_offset((at as f32 * ROW - above).max(0.0));
        }
    }
    let mut focused = false;
    area.show_rows(ui, ROW, state.rows.len(), |ui, range| {
        for at in range {
            let Some(entry) = state.rows.get(at).and_then(|at| list.project.entries().get(*at)) else {
                continue;
            };
            let position = state.rows.get(at).copied().unwrap_or_default();
            let response = row_ui(ui, list, entry, position);
            focused |= response.has_focus();
            if response.clicked() {
                response.request_focus();
                let modifiers = ui.input(|input| input.modifiers);
                wishes.push(click(list, &state.rows, selected_at, at, modifiers));
            }
            if response.double_clicked() {
                wishes.push(Wish::Locate(entry.outfall.id));
            }
        }
    });
    if focused {
        keys_ui(ui, list, state, selected_at, wishes);
    }
}

/// What a click on the row at `at` does: alone it selects, Ctrl turns the row round, Shift adds all rows from the open one to it.
fn click(
    list: &List<'_>,
    rows: &[usize],
    anchor: Option<usize>,
    at: usize,
    modifiers: eframe::egui::Modifiers,
) -> Wish {
    let from = anchor.filter(|_| modifiers.shift).unwrap_or(at);
    let range = rows.iter().skip(from.min(at)).take(from.abs_diff(at) + 1);
    let ids: Vec<RecordId> =
        range.filter_map(|row| list.project.entries().get(*row)).map(|it| it.outfall.id).collect();
    match (modifiers.shift, modifiers.command) {
        (true, _) => Wish::Choose(ids, Join::Add),
        (false, true) => Wish::Choose(ids, Join::Toggle),
        (false, false) => Wish::Select(ids.first().copied()),
    }
}

/// Arrow keys go through the list while a row has the focus.
fn keys_ui(ui: &Ui, list: &List<'_>, state: &mut ListState, at: Option<usize>, wishes: &mut Vec<Wish>) {
    let last = state.rows.len().saturating_sub(1);
    let at = at.unwrap_or_default();
    let page = (ui.available_height() / ROW).max(2.0) as usize - 1;
    let target = ui.input(|input| {
        if input.key_pressed(Key::ArrowDown) {
            Some((at + 1).min(last))
        } else if input.key_pressed(Key::ArrowUp) {
            Some(at.saturating_sub(1))
        } else if input.key_pressed(Key::PageDown) {
            Some((at + page).min(last))
        } else if input.key_pressed(Key::PageUp) {
            Some(at.saturating_sub(page))
        } else if input.key_pressed(Key::Home) {
            Some(0)
        } else if input.key_pressed(Key::End) {
            Some(last)
        } else {
            None
        }
    });
    let id = target.and_then(|at| state.rows.get(at)).and_then(|at| list.project.entries().get(*at));
    if let Some(entry) = id {
        state.scroll_to_selected = true;
        wishes.push(Wish::Select(Some(entry.outfall.id)));
        ui.memory_mut(|memory| memory.request_focus(row_id(entry.outfall.id)));
    }
}

fn row_id(id: RecordId) -> eframe::egui::Id {
    eframe::egui::Id::unique(("outfall row", id))
}

fn row_ui(ui: &mut Ui, list: &List<'_>, entry: &Entry, position: usize) -> Response {
    let tokens = theme::tokens(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let id = row_id(entry.outfall.id);
    let response = ui.interact(rect, id, Sense::click());
    let selected = list.selection.contains(entry.outfall.id);
    let name = said::outfall_name(list.lang, &entry.outfall);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, selected, &name));
    widgets::row_ground(ui, rect, selected, response.hovered());
    if response.has_focus() {
        let stroke = Stroke::new(1.5, tokens.accent);
        ui.painter().rect_stroke(rect, CornerRadius::same(4), stroke, StrokeKind::Inside);
        let arrows = eframe::egui::EventFilter { vertical_arrows: true, ..Default::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, arrows));
    }
    row_contents(ui, list, entry, position, rect, tokens);
    response
}

fn row_contents(ui: &Ui, list: &List<'_>, entry: &Entry, position: usize, rect: Rect, tokens: &Tokens) {
    let inner = rect.shrink2(vec2(GAP, 0.0));
    let (upper, lower) = (rect.top() + 3.25 * UNIT, rect.bottom() - 3.0 * UNIT);
    let name = said::short_name(list.lang, &entry.outfall);
    let mut first = at_height(inner, upper);
    if list.found.contains(&entry.outfall.id) {
        let at = pos2(first.right(), upper);
        let font = FontId::proportional(BODY);
        let flag = ui.painter().text(at, Align2::RIGHT_CENTER, icons::WARNING, font, tokens.begun);
        first.set_right(flag.left() - UNIT);
    }
    widgets::elided_at(ui, first, &name, BODY, tokens.text);

    let mut right = inner.right();
    if let Some(standing) = list.snapshot.standings.get(position) {
        let marks = [tone::fix(standing.fix, list.lang), tone::trace(standing.trace, list.lang)];
        let widths = list.lang.pick([17.0 * UNIT, 17.0 * UNIT], [19.0 * UNIT, 19.0 * UNIT]);
        for (shown, width) in marks.iter().zip(widths) {
            let left = right - width;
            widgets::mark(ui.painter(), pos2(left + 6.0, lower + 1.0), shown.tone, shown.proven, tokens);
            let at = pos2(left + 4.0 * UNIT, lower);
            let font = FontId::proportional(SMALL);
            ui.painter().text(at, Align2::LEFT_CENTER, shown.short, font, tokens.weak);
            right = left - UNIT;
        }
    }
    let rest = Rect::from_min_max(inner.min, pos2(right - GAP, inner.bottom()));
    let place = said::joined(&[entry.outfall.code(), &entry.outfall.county]);
    widgets::elided_at(ui, at_height(rest, lower), &place, SMALL, tokens.weak);
}

fn at_height(area: Rect, middle: f32) -> Rect {
    Rect::from_center_size(pos2(area.center().x, middle), vec2(area.width(), 0.0))
}
