//! How what a command gives is written.

use crate::catalogue::{Cell, Column};
use crate::raw::Raw;
use crate::terminal::Terminal;

/// How what a command gives is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// Columns for people.
    Table,
    /// One JSON document, as the service sent it.
    Json,
    /// A line of JSON for each item, as they arrive.
    Ndjson,
    /// A line of comma-separated values for each item, as they arrive.
    Csv,
}

/// How rows are written.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    pub(crate) format: Format,
    pub(crate) columns: Vec<Field>,
    /// Whether text that a spreadsheet would run is written as it is.
    pub(crate) exact: bool,
    /// Whether a column that says the same in each row may be left out of a table.
    pub(crate) hidden: Vec<String>,
    pub(crate) terminal: Terminal,
}

/// A column that is written.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) cell: Cell,
}

impl From<&Column> for Field {
    fn from(column: &Column) -> Self {
        Self {
            name: column.name.to_owned(),
            cell: column.cell,
        }
    }
}

/// A value as the text of a cell: a text without its quotes, null as nothing, all else as it came.
pub(super) fn cell(value: Option<&Raw>) -> String {
    match value {
        None => String::new(),
        Some(value) if value.is_null() => String::new(),
        Some(value) => value.text().unwrap_or_else(|| value.compact()),
    }
}
