-- Forms that are half filled in. They are no part of the project's state: no operation speaks of them, and each belongs to the device
-- on which it was typed. The row goes in the transaction that keeps its record.
CREATE TABLE paikou_draft (
    device TEXT NOT NULL,
    -- The identity that the record will have.
    record TEXT NOT NULL,
    -- The table of the record, and the version of the form's content.
    form TEXT NOT NULL,
    version INTEGER NOT NULL,
    outfall TEXT NOT NULL,
    edits INTEGER NOT NULL,
    content TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    changed_ms INTEGER NOT NULL,
    discarded_ms INTEGER,
    PRIMARY KEY (device, record, form, version)
);
