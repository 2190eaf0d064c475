//! Themes and styles: chosen and changed in the window, kept in the project, written for QGIS.

use eframe::egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::Queryable as _;
use paikou::{
    app::{Action, ImportKind, ImportRequest, picture::PictureRequest},
    domain::{
        layer::{Layer, LayerKind},
        map_parts::MapPart,
        op::Deed,
        settings::{Settings, Theme},
        style::{LayerStyle, SymbolStyle, Symbology},
    },
    i18n::Lang,
};

use crate::{
    support::{Desk, paikou, printed, sample},
    window::Window,
};

fn settings(window: &Window) -> Settings {
    window.harness.state().workspace().unwrap().project().settings().clone()
}

fn first_layer(window: &Window) -> Layer {
    window.harness.state().workspace().unwrap().project().layers()[0].clone()
}

/// A desk with one layer: the rivers of the sample.
fn with_rivers() -> Desk {
    let mut desk = Desk::new();
    let rivers = ImportRequest::as_kind(sample("rivers.shp"), ImportKind::Layer(LayerKind::River));
    desk.does(Action::Import(rivers));
    desk
}

#[test]
fn a_theme_is_chosen_by_its_key_or_from_its_list_and_taken_back() {
    let mut window = Window::new(Lang::Zh);

    window.press(Modifiers::ALT, Key::Num2);
    assert_eq!(settings(&window).theme, Theme::Overdue);

    window.click("地图专题 超期与滞后");
    window.click_role(Role::Button, "保护区冲突");
    assert_eq!(settings(&window).theme, Theme::Zone);

    window.press(Modifiers::COMMAND, Key::Z);
    assert_eq!(settings(&window).theme, Theme::Overdue);
}

#[test]
fn the_style_of_the_outfalls_is_one_step() {
    let mut window = Window::new(Lang::En);

    window.press(Modifiers::NONE, Key::F7);
    window.click("Join those that overlap in a circle");
    assert_eq!(settings(&window).outfall_style, "", "nothing is kept before it is saved");
    window.click("Save");

    assert!(!LayerStyle::of(&settings(&window).outfall_style).cluster);
    assert!(!window.shows("Style of Outfalls"));
    window.press(Modifiers::COMMAND, Key::Z);
    assert_eq!(settings(&window).outfall_style, "");
}

#[test]
fn the_key_of_a_theme_changes_the_style_that_is_open() {
    let mut window = Window::new(Lang::En);

    window.press(Modifiers::NONE, Key::F7);
    window.press(Modifiers::ALT, Key::Num2);
    assert_eq!(settings(&window).theme, Theme::Stage, "nothing is kept before it is saved");
    window.click("Save");

    assert_eq!(settings(&window).theme, Theme::Overdue);
}

#[test]
fn the_style_of_a_layer_is_copied_to_another_one() {
    let mut window = Window::onto(with_rivers(), Lang::Zh);
    let name = first_layer(&window).name;
    window.harness.get_by_role_and_label(Role::TreeItem, &name).click_secondary();
    window.rest();
    window.click("样式…");

    window.click("分级");
    window.click("复制样式");
    window.click_role(Role::Button, "保存");

    let style = LayerStyle::of(&first_layer(&window).style);
    assert!(matches!(style.symbology, Symbology::Graduated(_)), "{style:?}");
    assert_eq!(window.last_deed(), Deed::ChangeStyle);

    window.press(Modifiers::NONE, Key::F7);
    window.click("粘贴样式");
    window.click_role(Role::Button, "保存");
    assert_eq!(LayerStyle::of(&settings(&window).outfall_style).symbology, style.symbology);
}

#[test]
fn a_style_that_is_cancelled_changes_nothing() {
    let mut window = Window::onto(with_rivers(), Lang::En);
    let before = first_layer(&window);
    window.harness.get_by_role_and_label(Role::TreeItem, &before.name).click_secondary();
    window.rest();
    window.click("Style…");

    window.click("Single");
    window.click_role(Role::Button, "Cancel");

    assert_eq!(first_layer(&window), before);
    assert!(!window.shows("Single"));
}

/// The QML that QGIS would take for a table.
fn qml(desk: &Desk, table: &str) -> Option<String> {
    let conn = rusqlite::Connection::open(desk.path()).unwrap();
    let sql = "SELECT styleQML FROM layer_styles WHERE f_table_name = ?1 AND useAsDefault";
    conn.query_row(sql, [table], |row| row.get(0)).ok()
}

#[test]
fn what_qgis_draws_follows_the_style_also_back() {
    let mut desk = with_rivers();
    let layer = desk.workspace.project().layers()[0].clone();
    let shipped = qml(&desk, &layer.table_name).unwrap();

    let symbology = Symbology::Single { symbol: SymbolStyle::default() };
    let style = LayerStyle { symbology, opacity: 40, ..LayerStyle::default() }.write();
    let changed = MapPart::Layer(Layer { style, ..layer.clone() });
    desk.does(Action::KeepParts(Deed::ChangeStyle, vec![changed]));
    let own = qml(&desk, &layer.table_name).unwrap();
    assert!(own.contains("<layerOpacity>0.4</layerOpacity>") && own != shipped, "{own}");

    desk.does(Action::Undo);
    assert_eq!(qml(&desk, &layer.table_name), Some(shipped.clone()));
    desk.does(Action::DropParts(Deed::RemoveLayer, vec![MapPart::Layer(layer.clone())]));
    assert_eq!(qml(&desk, &layer.table_name), None);
    desk.does(Action::Undo);
    assert_eq!(qml(&desk, &layer.table_name), Some(shipped));
}

#[test]
fn a_picture_shows_the_theme_that_is_asked_for() {
    let mut desk = Desk::new();
    desk.outfall("001");
    let (path, folder) = (desk.path(), desk.folder);
    drop(desk.workspace);
    let path = path.to_str().unwrap();
    let draw = |name: &str, themes: &[&str], code: i32| {
        let out = folder.path().join(format!("{name}.png"));
        let mut arguments = vec!["render", path, "--size", "400x300", "--out", out.to_str().unwrap()];
        for theme in themes {
            arguments.extend(["--theme", theme]);
        }
        printed(&paikou(folder.path(), &arguments), code);
        std::fs::read(out).ok()
    };

    let pictures: Vec<_> =
        ["stage", "overdue", "class", "zone", "plain"].map(|theme| draw(theme, &[theme], 0).unwrap()).into();
    for (index, one) in pictures.iter().enumerate() {
        assert!(pictures[index + 1..].iter().all(|other| other != one), "{index}");
    }
    assert_eq!(draw("own", &[], 0).as_ref(), pictures.first());
    assert_ne!(draw("dark", &["dark", "plain"], 0).as_ref(), pictures.last());
    assert_eq!(draw("none", &["rainbow"], 2), None);
    assert_eq!(PictureRequest::default().theme, None);
}
