//! What was done to one outfall, by whom and when, as the operations have it.

use super::{
    op::PastStep,
    outfall::Outfall,
    project::{AnyRecord, CellChange, Change, RecordKind},
};

/// One step, as far as it touched the outfall.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    /// Who did what, when, on which device.
    pub step: PastStep,
    /// What changed of the outfall and its facts, in order.
    pub changes: Vec<Change>,
}

/// The cell that makes `outfall` hold again what it held before `cell` was changed; nothing where it holds that now.
pub fn restored(outfall: &Outfall, cell: &CellChange) -> Option<CellChange> {
    let record = AnyRecord::from(outfall.clone());
    let at = RecordKind::Outfall.columns().iter().position(|it| it.name == cell.column)?;
    let now = record.cell(at);
    (now != cell.old).then(|| CellChange { column: cell.column.clone(), old: now, new: cell.old.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Value;

    #[test]
    fn a_value_is_restored_from_what_it_is_now_and_only_where_it_differs() {
        let outfall = Outfall { name: "三号口".to_owned(), ..Outfall::default() };
        let cell = |old: &str, new: &str| CellChange {
            column: "name".to_owned(),
            old: Value::text(old),
            new: Value::text(new),
        };

        assert_eq!(restored(&outfall, &cell("一号口", "二号口")), Some(cell("三号口", "一号口")));
        assert_eq!(restored(&outfall, &cell("三号口", "二号口")), None);
        let unknown = CellChange { column: "colour".to_owned(), ..cell("a", "b") };
        assert_eq!(restored(&outfall, &unknown), None);
    }
}
