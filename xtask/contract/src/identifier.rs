//! Names of members that are data, and not fields: ids, dates, numbers.

use std::collections::HashSet;

use codegen::document::Document;

/// From how many characters on letters mixed with digits are an id.
const LONG: usize = 16;

/// Knows the ids that replies are keyed by.
#[derive(Clone, Debug, Default)]
pub(crate) struct Identifiers {
    /// What the document says that ids start with.
    prefixes: Vec<String>,
    /// The ids that replies have had.
    seen: HashSet<String>,
}

impl Identifiers {
    /// Those of a document, and these that replies have had.
    pub(crate) fn new(document: &Document, seen: impl IntoIterator<Item = String>) -> Self {
        let prefixes = document.schemas().filter_map(|it| it.text("x-id-prefix"));
        Self {
            prefixes: prefixes.map(str::to_owned).collect(),
            seen: seen.into_iter().collect(),
        }
    }

    /// Whether a member of this name is data.
    pub(crate) fn has(&self, name: &str) -> bool {
        let digit = |c: char| c.is_ascii_digit();
        let rest = self
            .prefixes
            .iter()
            .find_map(|it| name.strip_prefix(it.as_str()));
        let alphanumeric = |it: char| it.is_ascii_alphanumeric() || matches!(it, '-' | '_');
        self.seen.contains(name)
            || rest.is_some_and(|rest| rest.contains(digit))
            || name.starts_with(digit) && name.chars().all(|c| digit(c) || "-_.:/TZ".contains(c))
            || name.contains('@')
            || is_uuid(name)
            || name.len() >= LONG
                && name.chars().filter(|c| digit(*c)).count() >= 4
                && name.chars().all(alphanumeric)
    }
}

/// `123e4567-e89b-12d3-a456-426614174000`, with or without its hyphens.
pub(crate) fn is_uuid(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_hexdigit).count();
    let groups: Vec<usize> = text.split('-').map(str::len).collect();
    digits == 32 && (groups == [32] || groups == [8, 4, 4, 4, 12])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_not_names_of_fields() {
        let identifiers = Identifiers {
            prefixes: vec!["ws_".to_owned(), "run_".to_owned()],
            seen: ["brand_scorecard".to_owned()].into(),
        };
        for id in [
            "ws_01HXYZ",
            "run_1",
            "brand_scorecard",
            "2025",
            "2025-06-01",
            "2025-06-01T08:00:00Z",
            "me@acme.example",
            "123e4567-e89b-12d3-a456-426614174000",
            "01ARZ3NDEKTSV4RRFFQ69G5FAV",
        ] {
            assert!(identifiers.has(id), "{id}");
        }
        for name in [
            "ws_id",
            "run_count",
            "score",
            "2fa",
            "mention_count_30d",
            "",
            "has more",
        ] {
            assert!(!identifiers.has(name), "{name}");
        }
    }
}
