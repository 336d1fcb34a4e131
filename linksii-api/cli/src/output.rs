//! What a command gives, on standard output: nothing else is printed there.

mod csv;
mod layout;
mod table;

use std::io::{self, StdoutLock, Write};

use linksii_sanitize::escape_json;

use crate::catalogue::Cell;
use crate::failure::Failure;
use crate::raw::Raw;

pub(crate) use self::layout::{Field, Format, Layout};

/// Writes rows as they arrive, as far as the format allows.
pub(crate) struct Rows {
    layout: Layout,
    out: io::BufWriter<StdoutLock<'static>>,
    /// What can only be written at the end.
    held: Vec<Raw>,
    has_header: bool,
}

impl Rows {
    pub(crate) fn new(layout: Layout) -> Self {
        Self {
            layout,
            out: io::BufWriter::new(io::stdout().lock()),
            held: Vec::new(),
            has_header: false,
        }
    }

    /// Takes the rows of a page.
    pub(crate) fn push(&mut self, rows: Vec<Raw>) -> Result<(), Failure> {
        self.learn(&rows);
        match self.layout.format {
            Format::Table | Format::Json => {
                self.held.extend(rows);
                Ok(())
            }
            Format::Ndjson => self.lines(&rows).map_err(|error| Failure::output(&error)),
            Format::Csv => self.csv(&rows).map_err(|error| Failure::output(&error)),
        }
    }

    /// Where the document names no columns, those of the first rows are taken.
    fn learn(&mut self, rows: &[Raw]) {
        if !self.layout.columns.is_empty() || self.has_header {
            return;
        }
        for (name, value) in rows.iter().filter_map(Raw::members).flatten() {
            if self.layout.columns.iter().any(|known| known.name == name) {
                continue;
            }
            let cell = match value.as_str().as_bytes() {
                [b'{' | b'[', ..] => Cell::Json,
                _ if value.is_number() => Cell::Number,
                _ if name == "id" || name.ends_with("_id") => Cell::Id,
                _ => Cell::Text,
            };
            self.layout.columns.push(Field { name, cell });
        }
    }

    fn lines(&mut self, rows: &[Raw]) -> io::Result<()> {
        for row in rows {
            writeln!(self.out, "{}", escape_json(&row.compact()))?;
        }
        self.out.flush()
    }

    fn csv(&mut self, rows: &[Raw]) -> io::Result<()> {
        let header = !std::mem::replace(&mut self.has_header, true);
        csv::write(&mut self.out, &self.layout, rows, header)?;
        self.out.flush()
    }

    /// Writes what is left, once all rows are there.
    pub(crate) fn finish(mut self) -> Result<(), Failure> {
        let written = match self.layout.format {
            Format::Table => table::rows(&mut self.out, &self.layout, &self.held),
            Format::Json => self.document(),
            Format::Csv if !self.has_header => self.csv(&[]),
            Format::Csv | Format::Ndjson => Ok(()),
        };
        written
            .and_then(|()| self.out.flush())
            .map_err(|error| Failure::output(&error))
    }

    fn document(&mut self) -> io::Result<()> {
        if self.held.is_empty() {
            return writeln!(self.out, "[]");
        }
        let mut separator = "[";
        for row in &self.held {
            let row = row.pretty().replace('\n', "\n  ");
            write!(self.out, "{separator}\n  {}", escape_json(&row))?;
            separator = ",";
        }
        writeln!(self.out, "\n]")
    }
}

/// Writes one thing.
pub(crate) fn item(layout: Layout, item: Option<&Raw>) -> Result<(), Failure> {
    let Some(item) = item.filter(|item| !item.is_null()) else {
        return match layout.format {
            Format::Json => text("null\n"),
            _ => Ok(()),
        };
    };
    if let Some(rows) = item.items() {
        let mut out = Rows::new(layout);
        out.push(rows)?;
        return out.finish();
    }
    match layout.format {
        Format::Json => text(&format!("{}\n", escape_json(&item.pretty()))),
        Format::Ndjson | Format::Csv => {
            let mut out = Rows::new(layout);
            out.push(vec![item.clone()])?;
            out.finish()
        }
        Format::Table => {
            let mut out = io::BufWriter::new(io::stdout().lock());
            table::item(&mut out, &layout, item)
                .and_then(|()| out.flush())
                .map_err(|error| Failure::output(&error))
        }
    }
}

/// Writes text as it is.
pub(crate) fn text(text: &str) -> Result<(), Failure> {
    bytes(text.as_bytes())
}

/// Writes bytes as they are.
pub(crate) fn bytes(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)
        .and_then(|()| out.flush())
        .map_err(|error| Failure::output(&error))
}
