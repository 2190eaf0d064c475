-- What was done to an outfall is found without reading all operations: by its own row, by the outfall that a fact names first of all its
-- cells, and among the changes of the register, which may point at another outfall. SQLite keeps them up to date, whoever writes.
CREATE INDEX IF NOT EXISTS paikou_op_row ON paikou_op (row);
CREATE INDEX IF NOT EXISTS paikou_op_outfall ON paikou_op (substr(data, 13, 36)) WHERE substr(data, 1, 12) = '{"outfall":"';
CREATE INDEX IF NOT EXISTS paikou_op_register ON paikou_op (tbl) WHERE tbl = 'register_event';
