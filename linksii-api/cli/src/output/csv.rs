//! Comma-separated values.

use std::io::{self, Write};

use linksii_sanitize::escape;

use super::layout::{Layout, cell};
use crate::raw::Raw;

/// Writes rows, after the names of their columns where there are none yet.
pub(super) fn write(
    out: &mut impl Write,
    layout: &Layout,
    rows: &[Raw],
    header: bool,
) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new()
        // A last line without an end is one that was cut.
        .terminator(csv::Terminator::Any(b'\n'))
        .from_writer(Vec::new());
    let columns = &layout.columns;
    if header && !columns.is_empty() {
        let names = columns.iter().map(|column| column.name.clone());
        writer.write_record(names.map(|name| shown(layout, name)))?;
    }
    for row in rows {
        let Some(members) = row.members() else {
            writer.write_record([text(layout, Some(row))])?;
            continue;
        };
        let value = |name: &str| {
            let mut members = members.iter().rev();
            members.find(|(known, _)| known == name).map(|(_, it)| it)
        };
        writer.write_record(
            columns
                .iter()
                .map(|column| text(layout, value(&column.name))),
        )?;
    }
    out.write_all(
        &writer
            .into_inner()
            .map_err(csv::IntoInnerError::into_error)?,
    )
}

fn text(layout: &Layout, value: Option<&Raw>) -> String {
    let is_text = value.is_some_and(|value| value.as_str().starts_with('"'));
    let cell = cell(value);
    // A number may begin with a minus; a text that does so is taken for a formula.
    let cell = if is_text && !layout.exact && runs(&cell) {
        format!("'{cell}")
    } else {
        cell
    };
    shown(layout, cell)
}

/// The text for a terminal, or as it is for a program.
fn shown(layout: &Layout, text: String) -> String {
    if layout.terminal.out.is_terminal {
        escape(&text).into_owned()
    } else {
        text
    }
}

/// Whether a spreadsheet would take a text for a formula.
fn runs(cell: &str) -> bool {
    let first = cell.trim_start_matches([' ', '\u{feff}', '\u{a0}']);
    first.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}
