//! The pictures on buttons: glyphs of Phosphor (MIT), cut down to the ones used.
//!
//! `assets/icons/phosphor-subset.ttf` holds exactly these code points; a test compares the two.

/// Look for something.
pub(crate) const SEARCH: &str = "\u{e30c}"; // magnifying-glass
/// Close or clear.
pub(crate) const CLOSE: &str = "\u{e4f6}"; // x
/// Add.
pub(crate) const ADD: &str = "\u{e3d4}"; // plus
/// Remove.
pub(crate) const REMOVE: &str = "\u{e4a6}"; // trash
/// The main menu.
pub(crate) const MENU: &str = "\u{e2f0}"; // list
/// The map.
pub(crate) const MAP: &str = "\u{e31a}"; // map-trifold
/// The progress view.
pub(crate) const PROGRESS: &str = "\u{e152}"; // chart-bar-horizontal
/// The history.
pub(crate) const HISTORY: &str = "\u{e1a0}"; // clock-counter-clockwise
/// Layers.
pub(crate) const LAYERS: &str = "\u{e466}"; // stack
/// Undo.
pub(crate) const UNDO: &str = "\u{e08a}"; // arrow-u-up-left
/// Redo.
pub(crate) const REDO: &str = "\u{e08c}"; // arrow-u-up-right
/// A new project.
pub(crate) const NEW: &str = "\u{e236}"; // file-plus
/// Open a file.
pub(crate) const OPEN: &str = "\u{e256}"; // folder-open
/// Bring a file in.
pub(crate) const IMPORT: &str = "\u{e20c}"; // download-simple
/// Hand a file out.
pub(crate) const EXPORT: &str = "\u{eaf0}"; // export
/// Settings.
pub(crate) const SETTINGS: &str = "\u{e272}"; // gear-six
/// Move.
pub(crate) const MOVE: &str = "\u{e0a4}"; // arrows-out-cardinal
/// Draw.
pub(crate) const DRAW: &str = "\u{e3ac}"; // pen-nib
/// Vertices.
pub(crate) const VERTICES: &str = "\u{e6d4}"; // line-segments
/// Cut in two.
pub(crate) const CUT: &str = "\u{eae0}"; // scissors
/// The other way round.
pub(crate) const REVERSE: &str = "\u{e0a0}"; // arrows-left-right
/// Snap to what is there.
pub(crate) const SNAP: &str = "\u{e680}"; // magnet
/// Take a vertex out.
pub(crate) const REMOVE_VERTEX: &str = "\u{e32c}"; // minus-circle
/// A new layer.
pub(crate) const NEW_LAYER: &str = "\u{edf6}"; // stack-plus
/// The light theme.
pub(crate) const LIGHT: &str = "\u{e472}"; // sun
/// The dark theme.
pub(crate) const DARK: &str = "\u{e330}"; // moon
/// Shown.
pub(crate) const VISIBLE: &str = "\u{e220}"; // eye
/// Hidden.
pub(crate) const HIDDEN: &str = "\u{e224}"; // eye-slash
/// Up, or sorted upwards.
pub(crate) const UP: &str = "\u{e13c}"; // caret-up
/// Down, or sorted downwards.
pub(crate) const DOWN: &str = "\u{e136}"; // caret-down
/// More to choose from.
pub(crate) const MORE: &str = "\u{e1fe}"; // dots-three
/// Zoom in.
pub(crate) const ZOOM_IN: &str = "\u{e3d4}"; // plus
/// Zoom out.
pub(crate) const ZOOM_OUT: &str = "\u{e32a}"; // minus
/// Show everything.
pub(crate) const FULL_EXTENT: &str = "\u{e0a2}"; // arrows-out
/// Show this on the map.
pub(crate) const LOCATE: &str = "\u{e1d8}"; // crosshair-simple
/// The legend.
pub(crate) const LEGEND: &str = "\u{e2f2}"; // list-bullets
/// What the symbols on the map say.
pub(crate) const THEME: &str = "\u{e6c8}"; // palette
/// How a layer is drawn.
pub(crate) const STYLE: &str = "\u{e6f0}"; // paint-brush
/// The one in force.
pub(crate) const CHOSEN: &str = "\u{e182}"; // check
/// As it was at first.
pub(crate) const RESET: &str = "\u{e038}"; // arrow-counter-clockwise
/// Put in what was copied.
pub(crate) const PASTE: &str = "\u{e196}"; // clipboard
/// Change.
pub(crate) const EDIT: &str = "\u{e3b4}"; // pencil-simple
/// A day.
pub(crate) const CALENDAR: &str = "\u{e10a}"; // calendar-blank
/// Went well.
pub(crate) const CHECK_CIRCLE: &str = "\u{e184}"; // check-circle
/// Look at this.
pub(crate) const WARNING: &str = "\u{e4e0}"; // warning
/// Did not work.
pub(crate) const PROBLEM: &str = "\u{e4e2}"; // warning-circle
/// Worth knowing.
pub(crate) const INFO: &str = "\u{e2ce}"; // info
/// Something is missing.
pub(crate) const MISSING: &str = "\u{e602}"; // circle-dashed
/// Go there.
pub(crate) const GO: &str = "\u{e06c}"; // arrow-right
/// A photo.
pub(crate) const PHOTO: &str = "\u{e10e}"; // camera
/// A file.
pub(crate) const FILE: &str = "\u{e230}"; // file
/// A table.
pub(crate) const TABLE: &str = "\u{e476}"; // table
/// A river.
pub(crate) const RIVER: &str = "\u{e6de}"; // waves
/// A protection zone.
pub(crate) const ZONE: &str = "\u{e40c}"; // shield-check
/// A monitoring section.
pub(crate) const SECTION: &str = "\u{ecf0}"; // flag-pennant
/// An administrative area.
pub(crate) const COUNTY: &str = "\u{e6d0}"; // polygon
/// A source of pollution.
pub(crate) const SOURCE: &str = "\u{e760}"; // factory
/// A village.
pub(crate) const VILLAGE: &str = "\u{e2c2}"; // house
/// A group of layers.
pub(crate) const GROUP: &str = "\u{e25a}"; // folder-simple
/// A new group of layers.
pub(crate) const NEW_GROUP: &str = "\u{e25e}"; // folder-simple-plus
/// Out of a group.
pub(crate) const UNGROUP: &str = "\u{e024}"; // arrow-bend-up-left
/// A group that is folded.
pub(crate) const FOLDED: &str = "\u{e13a}"; // caret-right
/// Put another in its place.
pub(crate) const REPLACE: &str = "\u{e094}"; // arrows-clockwise
/// A sewer.
pub(crate) const SEWER: &str = "\u{ed86}"; // pipe
/// Any other reference.
pub(crate) const REFERENCE: &str = "\u{ee3e}"; // map-pin-simple
/// An outfall.
pub(crate) const OUTFALL: &str = "\u{e210}"; // drop
/// Check.
pub(crate) const STAGE_CHECK: &str = "\u{ea64}"; // binoculars
/// Measure.
pub(crate) const STAGE_MEASURE: &str = "\u{e79e}"; // flask
/// Trace.
pub(crate) const STAGE_TRACE: &str = "\u{e67c}"; // tree-structure
/// Fix.
pub(crate) const STAGE_FIX: &str = "\u{e5d4}"; // wrench
/// Manage.
pub(crate) const STAGE_MANAGE: &str = "\u{e89c}"; // signpost
/// The register.
pub(crate) const REGISTER: &str = "\u{e0e6}"; // book-open
/// What a ledger claims.
pub(crate) const CLAIM: &str = "\u{e23a}"; // file-text
/// Accepted.
pub(crate) const ACCEPT: &str = "\u{e606}"; // seal-check
/// A plan.
pub(crate) const PLAN: &str = "\u{e198}"; // clipboard-text
/// Filtered.
pub(crate) const FILTER: &str = "\u{e266}"; // funnel
/// Saved.
pub(crate) const SAVED: &str = "\u{e182}"; // check
/// Working.
pub(crate) const BUSY: &str = "\u{eb44}"; // circle-notch
/// Can only be read.
pub(crate) const LOCK: &str = "\u{e308}"; // lock-simple
/// A target.
pub(crate) const TARGET: &str = "\u{ea38}"; // flag-checkered
/// Copy.
pub(crate) const COPY: &str = "\u{e1ca}"; // copy
/// Keys.
pub(crate) const KEYBOARD: &str = "\u{e2d8}"; // keyboard
/// The mark of the program.
pub(crate) const MARK: &str = "\u{eb40}"; // drop-half-bottom
/// Keep it on the disk.
pub(crate) const KEEP: &str = "\u{e1ac}"; // cloud-arrow-down
/// Do it again.
pub(crate) const RETRY: &str = "\u{e036}"; // arrow-clockwise
/// An image as a basemap.
pub(crate) const PICTURE: &str = "\u{e2ca}"; // image
/// Map tiles in a file.
pub(crate) const TILES: &str = "\u{e296}"; // grid-four
/// Map tiles from the network.
pub(crate) const ONLINE: &str = "\u{e288}"; // globe
/// A tour.
pub(crate) const DEMO: &str = "\u{e1c8}"; // compass
/// The plain pointer: move the map, ask what is there.
pub(crate) const IDENTIFY: &str = "\u{e1dc}"; // cursor
/// Measure a length.
pub(crate) const MEASURE_LENGTH: &str = "\u{e6b8}"; // ruler
/// Measure an area.
pub(crate) const MEASURE_AREA: &str = "\u{e6ce}"; // bounding-box

/// Select by click.
pub(crate) const SELECT_CLICK: &str = "\u{e7c8}"; // cursor-click
/// Select in a box.
pub(crate) const SELECT_BOX: &str = "\u{e69a}"; // selection
/// Select in a polygon.
pub(crate) const SELECT_POLYGON: &str = "\u{edc6}"; // lasso
/// Select within a radius.
pub(crate) const SELECT_RADIUS: &str = "\u{e602}"; // circle-dashed
/// The view before.
pub(crate) const BACK: &str = "\u{e058}"; // arrow-left
/// The view that was gone back from.
pub(crate) const FORWARD: &str = "\u{e06c}"; // arrow-right
/// Go to a place by its coordinates.
pub(crate) const GO_TO: &str = "\u{edd8}"; // gps
/// Bookmarks.
pub(crate) const BOOKMARK: &str = "\u{e0ea}"; // bookmark-simple
/// A grid over the map.
pub(crate) const GRID: &str = "\u{e296}"; // grid-four
/// A marked place.
pub(crate) const PIN: &str = "\u{e316}"; // map-pin
/// Take away what was drawn.
pub(crate) const CLEAR: &str = "\u{e21e}"; // eraser
/// The one before.
pub(crate) const PREVIOUS: &str = "\u{e138}"; // caret-left
/// The one after.
pub(crate) const NEXT: &str = "\u{e13a}"; // caret-right
/// Who works here.
pub(crate) const WHO: &str = "\u{e4c2}"; // user

/// Every icon, for the test of the font.
#[cfg(test)]
const ALL: &[&str] = &[
    SEARCH,
    CLOSE,
    ADD,
    REMOVE,
    MENU,
    MAP,
    PROGRESS,
    HISTORY,
    LAYERS,
    UNDO,
    REDO,
    NEW,
    OPEN,
    IMPORT,
    EXPORT,
    SETTINGS,
    MOVE,
    DRAW,
    VERTICES,
    CUT,
    REVERSE,
    SNAP,
    REMOVE_VERTEX,
    NEW_LAYER,
    LIGHT,
    DARK,
    VISIBLE,
    HIDDEN,
    UP,
    DOWN,
    MORE,
    ZOOM_IN,
    ZOOM_OUT,
    FULL_EXTENT,
    LOCATE,
    LEGEND,
    THEME,
    STYLE,
    CHOSEN,
    RESET,
    PASTE,
    EDIT,
    CALENDAR,
    CHECK_CIRCLE,
    WARNING,
    PROBLEM,
    INFO,
    MISSING,
    GO,
    PHOTO,
    FILE,
    TABLE,
    RIVER,
    ZONE,
    SECTION,
    COUNTY,
    SOURCE,
    VILLAGE,
    SEWER,
    GROUP,
    NEW_GROUP,
    UNGROUP,
    FOLDED,
    REPLACE,
    REFERENCE,
    OUTFALL,
    STAGE_CHECK,
    STAGE_MEASURE,
    STAGE_TRACE,
    STAGE_FIX,
    STAGE_MANAGE,
    REGISTER,
    CLAIM,
    ACCEPT,
    PLAN,
    FILTER,
    SAVED,
    BUSY,
    LOCK,
    TARGET,
    COPY,
    KEYBOARD,
    MARK,
    DEMO,
    IDENTIFY,
    MEASURE_LENGTH,
    MEASURE_AREA,
    SELECT_CLICK,
    SELECT_BOX,
    SELECT_POLYGON,
    SELECT_RADIUS,
    BACK,
    FORWARD,
    GO_TO,
    BOOKMARK,
    GRID,
    PIN,
    CLEAR,
    PREVIOUS,
    NEXT,
    RETRY,
    PICTURE,
    TILES,
    ONLINE,
    KEEP,
    WHO,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_font_has_a_glyph_for_every_icon() {
        let face = ttf_parser::Face::parse(crate::ui::fonts::ICONS, 0).unwrap();
        for icon in ALL {
            let letter = icon.chars().next().unwrap();
            assert!(face.glyph_index(letter).is_some(), "U+{:04X}", u32::from(letter));
        }
    }
}
