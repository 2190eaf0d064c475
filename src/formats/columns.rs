//! Columns that turn up one after the other, as features of some formats bring them.

use std::collections::HashMap;

use super::{text_cell, unique};
use crate::domain::table::{Cell, Table};

/// The most columns of such a table.
const COLUMNS_MAX: usize = 2_000;

/// The columns so far, by name.
#[derive(Default)]
pub(super) struct Columns {
    names: Vec<String>,
    at: HashMap<String, usize>,
}

impl Columns {
    /// Puts a text into the cells of a row under a name; a second one with the same name is left out, and so is an empty one.
    pub(super) fn put(&mut self, cells: &mut Vec<Cell>, name: &str, text: &str) {
        self.put_cell(cells, name, text_cell(text));
    }

    /// The same for a cell.
    pub(super) fn put_cell(&mut self, cells: &mut Vec<Cell>, name: &str, cell: Cell) {
        if cell == Cell::Empty {
            return;
        }
        let name = name.trim();
        let at = match self.at.get(name) {
            Some(at) => *at,
            None if self.names.len() >= COLUMNS_MAX => return,
            None => {
                self.names.push(name.to_owned());
                self.at.insert(name.to_owned(), self.names.len() - 1);
                self.names.len() - 1
            }
        };
        if cells.len() <= at {
            cells.resize(at + 1, Cell::Empty);
        }
        if let Some(slot) = cells.get_mut(at).filter(|slot| **slot == Cell::Empty) {
            *slot = cell;
        }
    }

    /// Gives the table its headings and all rows their width.
    pub(super) fn finish(self, table: &mut Table) {
        let width = self.names.len();
        table.rows.iter_mut().for_each(|row| row.cells.resize(width, Cell::Empty));
        table.columns = unique(self.names);
    }
}
