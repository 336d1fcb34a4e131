//! A collection as the JSON that lists it, so that a page is a copy of a part of it.

use std::ops::Range;

use serde::Serialize;

/// Resources in the order in which they are listed: the JSON of each, with commas between them.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    json: String,
    /// Where each resource ends.
    ends: Vec<usize>,
}

/// A resource's JSON. No type can fail to be written, as none has a map with keys that are not text.
pub(crate) fn row(resource: &impl Serialize) -> String {
    serde_json::to_string(resource).unwrap_or_default()
}

/// Adds rows to a list that ends with its opening bracket or with another row.
pub(crate) fn append(list: &mut String, rows: &str) {
    if !rows.is_empty() {
        if !list.is_empty() && !list.ends_with('[') {
            list.push(',');
        }
        list.push_str(rows);
    }
}

impl Rows {
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(crate) fn push(&mut self, row: &str) {
        append(&mut self.json, row);
        self.ends.push(self.json.len());
    }

    /// Adds rows before all others.
    pub(crate) fn prepend(&mut self, mut rows: Self) {
        for index in 0..self.len() {
            rows.push(self.list(index..index + 1));
        }
        *self = rows;
    }

    /// The resources at these indices, those that there are.
    pub(crate) fn list(&self, indices: Range<usize>) -> &str {
        let end = indices.end.min(self.len());
        if indices.start >= end {
            return "";
        }
        let start = match indices.start {
            0 => 0,
            // After the one before, and its comma.
            start => self.ends[start - 1] + 1,
        };
        &self.json[start..self.ends[end - 1]]
    }
}

impl FromIterator<String> for Rows {
    fn from_iter<I: IntoIterator<Item = String>>(all: I) -> Self {
        let mut rows = Self::default();
        all.into_iter().for_each(|row| rows.push(&row));
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_rows_is_a_part_of_the_json() {
        let rows: Rows = ["1", "[2,3]", "4"].map(str::to_owned).into_iter().collect();
        for (indices, expected) in [
            (0..0, ""),
            (0..1, "1"),
            (0..3, "1,[2,3],4"),
            (1..3, "[2,3],4"),
            (2..9, "4"),
            (3..9, ""),
        ] {
            assert_eq!(rows.list(indices.clone()), expected, "{indices:?}");
        }
        let mut more: Rows = [r#"{"a":5}"#.to_owned()].into_iter().collect();
        more.prepend(rows);
        assert_eq!(more.list(2..4), r#"4,{"a":5}"#);
        assert_eq!(Rows::default().list(0..1), "");
    }
}
