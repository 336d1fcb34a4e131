//! Tables for people. On a terminal they fit its width: long texts are cut, ids and numbers never are, and
//! where even that is too wide each row becomes a block of lines. Elsewhere they are as wide as they are.

use std::io::{self, Write};

use anstyle::Style;
use linksii_sanitize::escape;

use super::layout::{Field, Layout, cell};
use crate::catalogue::Cell;
use crate::raw::Raw;
use crate::terminal::{cells, cut, wrap};

/// Between two columns.
const GAP: usize = 2;

/// The narrowest that a column of text is cut to.
const NARROWEST: usize = 8;

/// Writes rows.
pub(super) fn rows(out: &mut impl Write, layout: &Layout, rows: &[Raw]) -> io::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let fields = fields(layout, rows);
    let lines: Vec<Vec<String>> = rows.iter().map(|row| line(row, &fields)).collect();
    let natural: Vec<usize> = fields
        .iter()
        .enumerate()
        .map(|(at, field)| {
            let widest = lines.iter().map(|line| cells(&line[at])).max();
            widest.unwrap_or(0).max(cells(&title(field)))
        })
        .collect();
    let Some(fit) = layout.terminal.fit() else {
        return columns(out, layout, &fields, &lines, &natural);
    };
    match fitted(&fields, &natural, fit) {
        Some(widths) => columns(out, layout, &fields, &lines, &widths),
        None => {
            for (at, row) in rows.iter().enumerate() {
                if at > 0 {
                    writeln!(out)?;
                }
                item(out, layout, row)?;
            }
            Ok(())
        }
    }
}

/// The columns of a table: without those that say the same in each row, and those that hold JSON.
fn fields(layout: &Layout, rows: &[Raw]) -> Vec<Field> {
    let shown = layout.columns.iter();
    let shown: Vec<Field> = shown
        .filter(|field| field.cell != Cell::Json && !layout.hidden.contains(&field.name))
        .cloned()
        .collect();
    if shown.is_empty() || rows.iter().all(|row| row.members().is_none()) {
        return vec![Field {
            name: "value".to_owned(),
            cell: Cell::Text,
        }];
    }
    shown
}

fn line(row: &Raw, fields: &[Field]) -> Vec<String> {
    let Some(members) = row.members() else {
        let mut line = vec![String::new(); fields.len()];
        line[0] = escape(&cell(Some(row))).into_owned();
        return line;
    };
    let value = |name: &str| {
        let mut members = members.iter().rev();
        members.find(|(known, _)| known == name).map(|(_, it)| it)
    };
    let fields = fields.iter();
    fields
        .map(|field| escape(&cell(value(&field.name))).into_owned())
        .collect()
}

/// The name of a column, which may be from a reply.
fn title(field: &Field) -> String {
    escape(&field.name.to_uppercase()).into_owned()
}

/// The widths at which the columns fit; nothing where they cannot.
fn fitted(fields: &[Field], natural: &[usize], fit: usize) -> Option<Vec<usize>> {
    let mut widths = natural.to_vec();
    let gaps = GAP * fields.len().saturating_sub(1);
    while widths.iter().sum::<usize>() + gaps > fit {
        let elastic = fields.iter().enumerate();
        let elastic = elastic.filter(|(at, field)| {
            let least = cells(&title(field)).max(NARROWEST);
            field.cell == Cell::Text && widths[*at] > least
        });
        let (widest, _) = elastic.max_by_key(|(at, _)| widths[*at])?;
        widths[widest] -= 1;
    }
    Some(widths)
}

fn columns(
    out: &mut impl Write,
    layout: &Layout,
    fields: &[Field],
    lines: &[Vec<String>],
    widths: &[usize],
) -> io::Result<()> {
    let bold = Style::new().bold();
    let header: Vec<String> = fields.iter().map(title).collect();
    let is_padded = layout.terminal.out.is_terminal;
    let write = |out: &mut dyn Write, line: &[String], style: Option<Style>| -> io::Result<()> {
        let mut text = String::new();
        for (at, (value, width)) in line.iter().zip(widths).enumerate() {
            let value = cut(value, *width);
            let pad = " ".repeat(width.saturating_sub(cells(&value)));
            let gap = if at > 0 {
                " ".repeat(GAP)
            } else {
                String::new()
            };
            text.push_str(&gap);
            if fields[at].cell == Cell::Number {
                text.push_str(&pad);
            }
            text.push_str(&match style {
                Some(style) => layout.terminal.out.paint(style, &value),
                None => value,
            });
            if fields[at].cell != Cell::Number && (is_padded || at + 1 < line.len()) {
                text.push_str(&pad);
            }
        }
        writeln!(out, "{text}")
    };
    write(out, &header, Some(bold))?;
    lines.iter().try_for_each(|line| write(out, line, None))
}

/// Writes one thing: a line for each of its members.
pub(super) fn item(out: &mut impl Write, layout: &Layout, item: &Raw) -> io::Result<()> {
    let Some(members) = item.members() else {
        return writeln!(out, "{}", escape(&cell(Some(item))));
    };
    let longest = members.iter().map(|(name, _)| cells(&escape(name))).max();
    let label = longest.unwrap_or(0);
    let bold = Style::new().bold();
    for (name, value) in &members {
        let name = escape(name);
        let pad = " ".repeat(label - cells(&name) + GAP);
        let value = escape(&cell(Some(value))).into_owned();
        let lines = match layout.terminal.fit() {
            Some(fit) if fit > label + GAP => wrap(&value, fit - label - GAP),
            Some(fit) => wrap(&value, fit),
            None => vec![value],
        };
        let name = layout.terminal.out.paint(bold, &name);
        let is_narrow = layout.terminal.fit().is_some_and(|fit| fit <= label + GAP);
        if is_narrow {
            writeln!(out, "{name}")?;
        }
        for (at, line) in lines.iter().enumerate() {
            match at {
                _ if is_narrow => writeln!(out, "{line}")?,
                0 => writeln!(out, "{}", format!("{name}{pad}{line}").trim_end())?,
                _ => writeln!(out, "{:width$}{line}", "", width = label + GAP)?,
            }
        }
    }
    Ok(())
}
