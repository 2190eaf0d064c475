//! How much of a file of somebody else's is read at most. Every number of it stands here.

/// The address space of the process that reads a file, in bytes.
pub const WORKER_MEMORY_BYTES: u64 = 1 << 30;
/// The processor time of the process that reads a file, in seconds.
pub const WORKER_CPU_S: u64 = 120;
/// How long the process that reads a file may show no progress, in seconds.
pub const WORKER_IDLE_S: u64 = 60;

/// The columns of Excel: A to XFD.
pub const COLUMNS_MAX: usize = 16_384;
/// How deep shapes may nest.
pub const SHAPE_DEPTH_MAX: u32 = 64;

/// The limits that a reader keeps. Tests bring smaller ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a file of separated text.
    pub text_bytes: u64,
    /// Bytes of one cell of separated text; more is a quotation mark that was never closed.
    pub field_bytes: usize,
    /// Columns of separated text.
    pub columns: usize,
    /// Bytes of a `GeoJSON` file: the whole of it is in memory several times.
    pub geojson_bytes: u64,
    /// Coordinates of all shapes of a `GeoJSON` file.
    pub coordinates: u64,
    /// Filled cells of a sheet.
    pub cells: u64,
    /// Places for cells of a sheet, empty ones to the left of others included.
    pub places: u64,
    /// Files within a packed file.
    pub entries: u64,
    /// Bytes of one file within a packed file, once unpacked.
    pub entry_bytes: u64,
    /// Bytes of all files within a packed file, once unpacked; [`Self::unpacked`] may allow less.
    pub unpacked_bytes: u64,
    /// Bytes of the texts that the cells of a workbook share, once unpacked.
    pub shared_text_bytes: u64,
    /// Rows of a view of a foreign database: a question that somebody else wrote, and may have no end.
    pub view_rows: u64,
    /// Seconds that the way to the next row of a foreign database may take.
    pub query_s: u64,
}

impl Limits {
    /// What the program keeps.
    pub const SHIPPED: Self = Self {
        text_bytes: 2 << 30,
        field_bytes: 1 << 20,
        columns: COLUMNS_MAX,
        geojson_bytes: 512 << 20,
        coordinates: 50_000_000,
        cells: 5_000_000,
        places: 8_000_000,
        entries: 10_000,
        entry_bytes: 1 << 30,
        unpacked_bytes: 8 << 30,
        shared_text_bytes: 256 << 20,
        view_rows: 1_000_000,
        query_s: 30,
    };

    /// How much a packed file of `packed` bytes may hold once unpacked: two hundred times as much and a little.
    pub fn unpacked(&self, packed: u64) -> u64 {
        self.unpacked_bytes.min(packed.saturating_mul(200).saturating_add(64 << 20))
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::SHIPPED
    }
}
