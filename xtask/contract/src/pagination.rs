//! Whether `limit` and `offset` do what they are there for, and what is on the page after the first.

use serde_json::Value as Json;

use crate::finding::Kind;

/// A page, as far as pagination looks into it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Page {
    pub(crate) rows: Vec<Json>,
    total: Option<u64>,
    limit: Option<u64>,
    offset: Option<u64>,
}

/// Which page to ask for: its limit, or nothing where the service chooses, and its offset.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Asked(pub(crate) Option<usize>, pub(crate) usize);

/// A parameter, what there is to know of it, and the words or the number that say more.
pub(crate) type Known<'p> = (&'p str, Kind, String);

/// Asks for a page; fails with why there is no reply. Instead of a page comes the status that it was
/// refused with, or nothing where what came is not a page.
type Ask<'a> = dyn FnMut(Asked) -> Result<Result<Page, Option<u16>>, String> + 'a;

impl Page {
    /// Nothing where `data` is not a list.
    pub(crate) fn of(json: &Json) -> Option<Self> {
        let number = |name: &str| json["meta"][name].as_u64();
        Some(Self {
            rows: json["data"].as_array()?.clone(),
            total: number("total"),
            limit: number("limit"),
            offset: number("offset"),
        })
    }

    fn has_more(&self) -> bool {
        let rows = self.rows.len() as u64;
        self.total.is_some_and(|total| total > rows)
    }

    /// What of the page's own position does not agree with what was asked for.
    fn position(&self, Asked(limit, offset): Asked) -> Option<Known<'static>> {
        let (offset, rows) = (offset as u64, self.rows.len() as u64);
        let end = offset + rows;
        let limit = limit.map(|limit| limit as u64);
        let (parameter, words) = match (self.offset, self.total, self.limit, limit) {
            (Some(named), ..) if named != offset => {
                let words = format!("`meta.offset` is {named} on a page asked for at {offset}");
                ("offset", words)
            }
            (_, Some(total), ..) if rows > 0 && total < end => {
                let words = format!("`meta.total` is {total} on a page that ends at {end}");
                ("offset", words)
            }
            (.., Some(named), _) if rows > named => (
                "limit",
                format!("`meta.limit` is {named} on a page of {rows}"),
            ),
            (.., Some(named), Some(limit)) if rows <= limit && named != limit => {
                let words = format!("`meta.limit` is {named} on a page asked for with {limit}");
                ("limit", words)
            }
            _ => return None,
        };
        Some(mismatch(parameter, words))
    }
}

fn mismatch(parameter: &'static str, words: impl Into<String>) -> Known<'static> {
    (parameter, Kind::Pagination, words.into())
}

fn refused(parameter: &'static str, status: u16) -> Known<'static> {
    let words = format!("the document allows this `{parameter}`, and it is refused with {status}");
    mismatch(parameter, words)
}

fn ignored(parameter: &'static str) -> Known<'static> {
    (parameter, Kind::IgnoredParameter, parameter.to_owned())
}

/// Looks into the pagination of a collection by its first page. `least` is the least `limit` that is
/// documented.
///
/// # Errors
///
/// Why a page was not answered.
pub(crate) fn look(
    first: &Page,
    least: usize,
    ask: &mut Ask<'_>,
) -> Result<Vec<Known<'static>>, String> {
    let mut known: Vec<Known<'_>> = Vec::new();
    let mut rows = first.rows.clone();
    let mut next = Vec::new();
    if first.rows.len() > 1 {
        let limit = limit(first, least, ask)?;
        let size = limit.is_none().then_some(least.max(2));
        known.extend(limit);
        if first.has_more() {
            // With the last item again, which shows where the page starts.
            let asked = Asked(None, rows.len() - 1);
            match ask(asked)? {
                Ok(page) => {
                    let follows = page.rows.iter().filter(|row| !first.rows.contains(row));
                    rows.extend(follows.cloned());
                    next.extend(page.position(asked));
                    if page.rows.first() != first.rows.last() || page.rows.len() < 2 {
                        let words = "the page after the first does not go on where that ends";
                        next.push(mismatch("offset", words));
                    }
                }
                Err(status) => next.extend(status.map(|it| refused("offset", it))),
            }
        }
        known.extend(offset(first, &rows, size, ask)?);
    }
    known.extend(first.position(Asked::default()));
    known.extend(next);
    // The last items may look different from the first.
    let last = first.total.and_then(|total| usize::try_from(total).ok());
    let last = last.and_then(|total| total.checked_sub(first.rows.len()));
    if let Some(last) = last.filter(|it| known.is_empty() && *it > first.rows.len())
        && let Err(Some(status)) = ask(Asked(None, last))?
    {
        known.push(refused("offset", status));
    }
    // What a parameter that is not followed leads to is one with it.
    let mut named = Vec::new();
    known.retain(|(parameter, ..)| {
        let is_new = !named.contains(parameter);
        named.push(parameter);
        is_new
    });
    // A collection that has changed meanwhile says nothing.
    let is_still =
        known.is_empty() || ask(Asked::default())?.is_ok_and(|again| again.rows == first.rows);
    Ok(if is_still { known } else { Vec::new() })
}

/// What the smallest page shows of `limit`.
fn limit(first: &Page, least: usize, ask: &mut Ask<'_>) -> Result<Option<Known<'static>>, String> {
    if first.rows.len() <= least {
        return Ok(None);
    }
    let asked = Asked(Some(least), 0);
    let page = match ask(asked)? {
        Ok(page) => page,
        Err(status) => return Ok(status.map(|it| refused("limit", it))),
    };
    let rows = page.rows.len();
    if rows <= least {
        return Ok(page.position(asked));
    }
    // A page that is smaller than usual, or that names another limit than usual, heard of ours.
    let named = page.limit.filter(|it| Some(*it) != first.limit);
    let named = named.and_then(|named| usize::try_from(named).ok());
    let size = named.filter(|it| *it >= rows);
    let Some(size) = size.or(Some(rows).filter(|it| *it < first.rows.len())) else {
        return Ok(Some(ignored("limit")));
    };
    let next = ask(Asked(Some(size), 0))?;
    Ok(Some(match next.is_ok_and(|it| it.rows.len() > size) {
        true => mismatch(
            "limit",
            format!("a page asked for with {least} holds {rows} items"),
        ),
        false => ("limit", Kind::PageSize, size.to_string()),
    }))
}

/// What pages at small offsets show of `offset`: `rows` are the first ones of the collection, and `limit`
/// is a size that pages can have.
fn offset(
    first: &Page,
    rows: &[Json],
    limit: Option<usize>,
    ask: &mut Ask<'_>,
) -> Result<Option<Known<'static>>, String> {
    // Rows that are the same say nothing.
    let mut all = rows.iter().enumerate();
    if all.any(|(at, row)| rows[..at].contains(row)) {
        return Ok(None);
    }
    let size = limit.unwrap_or(first.rows.len());
    let at = |offset| Asked(limit, offset);
    let page = match ask(at(1))? {
        Ok(page) => page,
        Err(status) => return Ok(status.map(|it| refused("offset", it))),
    };
    let starts_with =
        |page: &Page, row: usize| row < rows.len() && page.rows.first() == rows.get(row);
    if starts_with(&page, 1) {
        return Ok(page.position(at(1)));
    }
    let counts_pages = ("offset", Kind::PageOffset, "offset".to_owned());
    let is_behind = page.rows.is_empty() && size >= rows.len() && !first.has_more();
    Ok(Some(if starts_with(&page, 0) {
        // The first page again: the offset means nothing, or pages are counted from 1.
        match ask(at(2))? {
            Ok(page) if starts_with(&page, size) => counts_pages,
            Ok(page) if !starts_with(&page, 0) => {
                mismatch("offset", "a page asked for at 1 starts with the first item")
            }
            _ => ignored("offset"),
        }
    } else if starts_with(&page, size) || is_behind {
        counts_pages
    } else {
        let words = "a page asked for at 1 does not start with the second item";
        mismatch("offset", words)
    }))
}
