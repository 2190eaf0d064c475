-- Our own tables. They are registered as an extension, so that other programs do not list them.
CREATE TABLE paikou_meta (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);
-- One user action. Its fields go into the hash of each of its operations.
CREATE TABLE paikou_step (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    uuid TEXT NOT NULL UNIQUE,
    deed TEXT NOT NULL,
    subject TEXT NOT NULL,
    about TEXT,
    at_ms INTEGER NOT NULL,
    utc_offset_min INTEGER NOT NULL,
    author TEXT NOT NULL,
    device TEXT NOT NULL,
    first_seq INTEGER NOT NULL,
    op_count INTEGER NOT NULL,
    -- For whom and in which role the author worked; nothing where that was not said.
    unit TEXT,
    role TEXT
);
-- One change of one row. Rows are only ever added.
CREATE TABLE paikou_op (
    device TEXT NOT NULL,
    seq INTEGER NOT NULL,
    hlc INTEGER NOT NULL,
    step TEXT NOT NULL,
    tbl TEXT NOT NULL,
    row TEXT NOT NULL,
    kind TEXT NOT NULL,
    data TEXT NOT NULL,
    prev BLOB NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (device, seq)
);
-- Photos and documents under the SHA-256 of their bytes. Kept when their record goes, so that undo needs no bytes.
CREATE TABLE paikou_blob (
    sha256 TEXT NOT NULL PRIMARY KEY,
    data BLOB NOT NULL
);
-- The original headings of a reference layer's columns; gpkg_data_columns forgets them while a layer is removed.
CREATE TABLE paikou_heading (
    table_name TEXT NOT NULL,
    position INTEGER NOT NULL,
    column_name TEXT NOT NULL,
    heading TEXT NOT NULL,
    PRIMARY KEY (table_name, position)
);
