//! Words and short phrases without values, in both languages side by side.

use crate::domain::Term;

/// Declares the words: `Name = "中文", "English";`.
macro_rules! words {
    ($($word:ident = $zh:literal, $en:literal;)*) => {
        /// A word of the window that is not a word of the trade.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Word {
            $(#[doc = $zh] $word,)*
        }

        impl Term for Word {
            fn zh(self) -> &'static str {
                match self { $(Self::$word => $zh,)* }
            }

            fn en(self) -> &'static str {
                match self { $(Self::$word => $en,)* }
            }
        }
    };
}

words! {
    Product = "Paikou 排口", "Paikou 排口";
    Motto = "入河排污口 查 · 测 · 溯 · 治 · 管", "River outfalls: check, measure, trace, fix, manage";
    Demo = "打开示例", "Open the example";
    DemoLong = "虚构的忻州排查整治项目：300 个排污口、河流、断面与保护区", "A fictional campaign: 300 outfalls, rivers, sections, zones";
    NewProject = "新建项目", "New project";
    NewProjectLong = "一个文件装下整个项目，QGIS 也能直接打开", "One file holds the whole project; QGIS opens it too";
    OpenProject = "打开项目", "Open a project";
    OpenProjectLong = "已有的 .gpkg 项目文件", "A .gpkg project file that is already there";
    Recent = "最近打开", "Recently open";
    DropHint = "也可以把项目文件拖进窗口", "You can also drop a project file on the window";
    ProjectFile = "项目文件", "Project file";
    ProjectFileLong = "后缀 .gpkg；所有修改随时自动保存到这个文件", "Ends in .gpkg; every change is saved to it at once";
    ProjectName = "项目名称", "Project name";
    ProjectNameHint = "例如：忻州市入河排污口整治 2026", "For example: Xinzhou outfalls 2026";
    NameMissing = "请填写项目名称", "Give the project a name";
    NoSuchFile = "没有这个文件", "There is no such file";
    NoSuchFolder = "没有这个文件夹", "There is no such folder";
    Open = "打开", "Open";
    Create = "新建", "Create";
    Close = "关闭", "Close";
    Cancel = "取消", "Cancel";
    Save = "保存", "Save";
    Browse = "浏览…", "Browse…";
    PathHint = "文件路径，可粘贴", "Path of the file; paste works";
    Menu = "菜单", "Menu";
    More = "更多操作", "More actions";
    LightTheme = "浅色界面", "Light theme";
    DarkTheme = "深色界面", "Dark theme";
    FindHint = "查找", "Find";
    TraceRate = "溯源率", "Traced";
    FixRate = "整治率", "Fixed";
    MeasureRate = "监测率", "Measured %";
    Needed = "必填", "needed";
    Short = "还差", "To go";
    Unproven = "未证实", "Unproven";
    UnprovenLong = "台账申报，未证实：项目里还没有能证明它的记录", "Claimed by a ledger and not proven: no record in the project backs it yet";
    Reached = "已达标", "Target reached";
    Total = "合计", "Total";
    GroupedBy = "分组", "Grouped by";
    AsOf = "截至", "As of";
    Today = "今天", "Today";
    ProvenOnly = "只计已证实", "Count proven only";
    ProvenOnlyLong = "只有台账申报、没有记录证明的状态不计入", "States that only a ledger claims are not counted";
    Targets = "目标…", "Targets…";
    OpenNumber = "列出这些排污口，并在地图上显示", "List these outfalls and show them on the map";
    TraceFormula = "已溯源 ÷（底数 − 无需溯源）", "Traced ÷ (base − no tracing needed)";
    TraceTarget = "溯源率目标", "Traced target";
    FixTarget = "整治率目标", "Fixed target";
    TraceDue = "溯源目标日期", "Tracing target date";
    FixDue = "整治目标日期", "Remediation target date";
    FormulaOfFixRate = "整治率口径", "Formula of the fixed rate";
    BadSettings = "目标为 0–100 的整数，日期写作 2026-12-31", "Targets are whole numbers from 0 to 100, dates like 2026-12-31";
    Layers = "图层", "Layers";
    NoLayersAdvice = "还没有参考图层。点右上角 + 添加河流、保护区、断面、行政区，或把文件拖进窗口。", "No reference layers yet. Add rivers, zones, sections or counties with +, or drop files on the window.";
    ZoomToLayer = "缩放到图层", "Zoom to layer";
    StyleOf = "样式…", "Style…";
    MoveUp = "上移一层", "Move up";
    MoveDown = "下移一层", "Move down";
    RemoveLayer = "移除图层", "Remove the layer";
    Outfalls = "排污口", "Outfalls";
    NoOutfalls = "还没有排污口", "No outfalls yet";
    NoOutfallsAdvice = "导入排污口台账（XLSX、CSV）或点位图层，也可以把文件拖进窗口。", "Import a ledger (XLSX, CSV) or a point layer, or drop the file on the window.";
    ImportLedger = "导入台账", "Import a ledger";
    Filter = "筛选排污口", "Filter the outfalls";
    FilterHint = "筛选", "Filter";
    ClearFilter = "清除筛选", "Clear the filter";
    ShowAll = "显示全部", "Show all";
    NoHits = "没有符合的排污口", "No outfall matches";
    NoHitsAdvice = "换个说法，或清除筛选。编号、名称、河流、责任主体和拼音首字母都能找。", "Try other words or clear the filter. Codes, names, rivers and entities are searched.";
    Name = "名称", "Name";
    Code = "编号", "Code";
    County = "县", "County";
    Tracing = "溯源", "Trace";
    Fixing = "整治", "Fix";
    CloseCard = "关闭卡片", "Close the card";
    ShowOnMap = "在地图上显示", "Show on the map";
    EditOutfall = "修改基本信息…", "Edit the register entry…";
    ChangeRegister = "变更台账状态…", "Change the register…";
    AddOutfall = "新增排污口…", "Add an outfall…";
    AddOutfallHere = "在此新增排污口…", "Add an outfall here…";
    NameOrCode = "请填写名称或编号", "Give it a name or a code";
    AddPhoto = "添加照片或附件…", "Add a photo or file…";
    CopyPosition = "复制坐标", "Copy the position";
    GoFill = "去填写", "Fill in";
    NoDay = "无日期", "No date";
    Yes = "是", "Yes";
    No = "否", "No";
    NotGiven = "（不填）", "(none)";
    Photos = "照片与附件", "Photos and files";
    HistoryOfOutfall = "经过", "What happened";
    Changes = "修改记录", "Changes";
    Reading = "正在读取…", "Reading…";
    Nothing = "（空）", "(empty)";
    Correct = "更正…", "Correct…";
    CloseForm = "关闭表单", "Close the form";
    KeepAsDraft = "留作草稿", "Keep as draft";
    DiscardDraft = "放弃草稿", "Discard the draft";
    Discarded = "已放弃，30 天内可找回", "Discarded; can be taken back for 30 days";
    TakeBack = "找回", "Take back";
    NoDrafts = "没有未完成的表单", "No unfinished forms";
    NoDraftsAdvice = "填写中的内容随时自动保存；没有填完就离开的表单会列在这里。", "What is typed is saved at once; forms that are left half filled in are listed here.";
    DraftsReadOnly = "项目以只读方式打开：草稿不能保存，也不能接着填。", "The project is open read-only: drafts can not be kept or gone on with.";
    OutfallGone = "排污口已不在项目里", "The outfall is no longer in the project";
    WhoName = "姓名", "Name";
    WhoUnit = "单位", "Unit";
    WhoRole = "角色", "Role";
    RoleOpen = "未指定", "Not chosen";
    RoleOpenLong = "不限制。一个人包办全部工作时这样即可。", "No limits; right where one person does everything.";
    RoleInspectorLong = "可登记和修改；无需溯源、无需整治、初验和销号须由审核员办理，可先留作草稿。", "Records and edits. That no tracing or no remediation is needed, acceptance and closing take a supervisor; such forms can stay drafts.";
    RoleSupervisorLong = "可办理全部事项，包括审批。", "Does everything, approvals too.";
    RoleViewerLong = "只查看、打印和导出，不能修改。", "Looks, prints and exports; changes nothing.";
    WhoNameMissing = "请填写姓名", "Give a name";
    RoleHonest = "角色防的是误操作，不是权限控制：拿到项目文件的人都能改它。每一步都会记下姓名、单位和角色。", "Roles guard against mistakes only: whoever has the project file can change it. Every step records name, unit and role.";
    Complete = "可以保存", "Ready to save";
    NoEarlierValues = "以前的记录里没有可选的内容", "Earlier records have nothing to choose from";
    File = "文件", "File";
    AddResult = "加一项", "Add a result";
    RemoveRow = "删去这一项", "Remove this result";
    Parameter = "项目", "Parameter";
    ZoomIn = "放大", "Zoom in";
    ZoomOut = "缩小", "Zoom out";
    MoveOutfall = "移动排污口", "Move the outfall";
    MoveHere = "移到这里", "Move here";
    ChangesToo = "一并修改", "Changes with it";
    NewLayer = "新建图层…", "New layer…";
    LayerNameHint = "例如：新建沟渠", "For example: new ditches";
    LayerShape = "图形", "Shapes";
    LayerNameMissing = "请填写图层名称", "Give the layer a name";
    LayerColumns = "字段（用、分隔）", "Columns, separated by commas";
    DrawOn = "绘制到图层", "Draw on the layer";
    DrawHere = "绘制要素", "Draw a feature";
    EditShapes = "编辑图形", "Edit shapes";
    CopyToEdit = "制作可编辑副本", "Make an editable copy";
    NothingToDrawOn = "还没有本项目绘制的图层。导入的图层不能直接编辑，可在图层菜单中制作可编辑副本。", "No layer was drawn here yet. Imported layers are locked; their menu makes an editable copy.";
    FinishShape = "完成", "Finish";
    OneBack = "退回一点", "Take the last place back";
    DropSketch = "放弃草图", "Drop the sketch";
    Snapping = "捕捉", "Snapping";
    Back = "返回", "Back";
    ChooseShape = "点击本项目绘制的图层上的要素", "Click a feature of a layer that was drawn here";
    CutHint = "点击要断开的位置", "Click where the line is to be cut";
    RemoveVertex = "删除节点", "Remove the vertex";
    CutLine = "断开线", "Cut the line";
    ReverseLine = "反转方向", "Reverse the direction";
    EditAttributes = "修改属性", "Edit the attributes";
    DeleteShape = "删除要素", "Delete the feature";
    Drawing = "正在绘制…", "Drawing…";
    Measurements = "量测", "Measurements";
    CopyMeasurements = "复制量测结果", "Copy the measurements";
    ClearMeasurements = "清除量测", "Clear the measurements";
    Perimeter = "周长", "Perimeter";
    Vertices = "顶点", "Vertices";
    CrossesItself = "图形自相交，面积不可靠", "It crosses itself: the area means little";
    Previous = "上一项", "Previous";
    Next = "下一项", "Next";
    CopyAttributes = "复制属性", "Copy the attributes";
    ListSelected = "只列出所选", "List the selected ones";
    ClearSelection = "取消选择", "Select none";
    Scale = "比例尺", "Scale";
    UsualScales = "常用比例尺", "Usual scales";
    NotationTitle = "坐标格式与次序", "Notation and order of coordinates";
    GoToHint = "例如 112.73, 38.42 或 112°43′48″E 38°25′12″N 或 38389089.87, 4254882.13", "Like 112.73, 38.42 or 112°43′48″E 38°25′12″N or 38389089.87, 4254882.13";
    Position = "坐标", "Position";
    UnderstoodAs = "理解为", "Understood as";
    Go = "转到", "Go";
    BookmarkName = "书签名称", "Name of the bookmark";
    NoBookmarks = "还没有书签", "No bookmarks yet";
    NoBookmarksAdvice = "用 Ctrl+B 把当前视图记为书签；图层里的行政区和河流会自动列出。", "Ctrl+B keeps the view as a bookmark; counties and rivers of the layers are listed by themselves.";
    FilterPlaces = "筛选书签与地点", "Filter bookmarks and places";
    AddBookmark = "添加当前视图…", "Add this view…";
    MapMore = "格网与指北针", "Grid and north arrow";
    Crs3 = "坐标系", "Coordinate system";
    CrsHint = "自动识别；或 EPSG:4547", "Found out; or EPSG:4547";
    Undone = "已撤销", "undone";
    Files = "文件（每行一个）", "Files, one on each line";
    FilesHint = "粘贴路径、浏览，或把文件拖进窗口", "Paste paths, browse, or drop files on the window";
    Formats = "SHP · GeoPackage · GeoJSON · KML · GPX · DXF · SWMM · XLSX · XLS · ODS · CSV · ZIP", "SHP · GeoPackage · GeoJSON · KML · GPX · DXF · SWMM · XLSX · XLS · ODS · CSV · ZIP";
    LayersAndLedgers = "图层与台账", "Layers and ledgers";
    Holds = "内容", "What it holds";
    FindOut = "自动识别", "Find out";
    LayerName = "图层名称", "Layer name";
    FromFile = "默认用文件名", "The file's name";
    Encoding = "文字编码", "Text encoding";
    Import = "导入", "Import";
    ImportReport = "导入结果", "What came in";
    RowsRead = "读取", "read";
    RowsNew = "新增", "new";
    RowsChanged = "更新", "changed";
    RowsUnchanged = "无变化", "unchanged";
    RowsSkipped = "未导入", "skipped";
    Warnings = "提示", "notes";
    SaveSkipped = "未导入的行另存为 CSV", "Save the skipped rows as CSV";
    Export = "导出", "Export";
    Report = "报表", "Report";
    SaveTo = "保存到", "Save to";
    ShapefileText = ".shp 的文字编码", "Text of a .shp";
    ExportLayers = "后缀决定格式；写出后会读回核对，改了的列名会列出", "The ending says the format. What was written is read back; columns that got another name are listed";
    ExportFormats = "后缀决定格式：.xlsx、.csv、.geojson；写出后会读回核对行数", "The ending says the format: .xlsx, .csv, .geojson. What was written is read back and compared";
}
