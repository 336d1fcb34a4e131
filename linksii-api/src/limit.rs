//! A documented limit.

use reqwest::Method;

/// How many requests an API key may make to a path.
///
/// ```
/// use linksii_api::{Method, limits};
///
/// let limit = limits::of(&Method::GET, "/tracking");
/// println!("{} requests a minute", limit.requests_per_minute);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limit {
    /// The path, and all below it.
    pub path: &'static str,
    /// Which requests count.
    pub access: Access,
    /// In a window of a minute; [`u32::MAX`] where no limit is documented.
    pub requests_per_minute: u32,
    /// In a day, which starts at 00:00 UTC; nothing where no limit is documented.
    pub requests_per_day: Option<u32>,
}

/// Which requests a limit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Access {
    /// All.
    Any,
    /// `GET` and `HEAD`.
    Read,
    /// All others.
    Write,
}

impl Access {
    /// Whether a request with this method counts.
    pub fn includes(self, method: &Method) -> bool {
        let reads = *method == Method::GET || *method == Method::HEAD;
        match self {
            Self::Any => true,
            Self::Read => reads,
            Self::Write => !reads,
        }
    }
}

impl Limit {
    /// The limit that counts a request: of those for its path or one above, the one with the longest,
    /// or else the one for every other.
    pub(crate) fn of(
        method: &Method,
        path: &str,
        limits: &[&'static Self],
        every_other: &'static Self,
    ) -> &'static Self {
        let limits = limits.iter().copied();
        limits
            .filter(|limit| limit.access.includes(method) && is_below(path, limit.path))
            .max_by_key(|limit| limit.path.len())
            .unwrap_or(every_other)
    }
}

/// Whether a path is another or below it: `/webhooks/1` is below `/webhooks`. A name in braces in a
/// template is any one segment.
fn is_below(path: &str, template: &str) -> bool {
    let mut segments = path.split('/');
    template.split('/').all(|wanted| {
        segments
            .next()
            .is_some_and(|segment| wanted == segment || wanted.starts_with('{'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn limit(path: &'static str, access: Access) -> Limit {
        Limit {
            path,
            access,
            requests_per_minute: 10,
            requests_per_day: None,
        }
    }

    static ANALYZE: Limit = limit("/analyze", Access::Any);
    static REPORT: Limit = limit("/analyze/report", Access::Any);
    static MEMBERS: Limit = limit("/teams/{id}/members", Access::Any);
    static READ: Limit = limit("/templates", Access::Read);
    static WRITE: Limit = limit("/templates", Access::Write);
    static EVERY_OTHER: Limit = limit("", Access::Any);

    fn found(method: Method, path: &str) -> &'static Limit {
        let limits = [&ANALYZE, &REPORT, &MEMBERS, &READ, &WRITE];
        Limit::of(&method, path, &limits, &EVERY_OTHER)
    }

    #[test]
    fn a_request_is_counted_by_the_longest_path_above_it() {
        for (path, limit) in [
            ("/analyze", &ANALYZE),
            ("/analyze/report", &REPORT),
            ("/analyze/report/1", &REPORT),
            ("/analyze/reports", &ANALYZE),
            ("/analyzex", &EVERY_OTHER),
            ("/teams/t_1/members/m_1", &MEMBERS),
            ("/teams/t_1", &EVERY_OTHER),
        ] {
            assert_eq!(found(Method::POST, path), limit, "{path}");
        }
    }

    #[test]
    fn reading_and_writing_are_counted_separately_where_documented() {
        assert_eq!(found(Method::GET, "/templates"), &READ);
        assert_eq!(found(Method::HEAD, "/templates"), &READ);
        assert_eq!(found(Method::DELETE, "/templates/tmpl_1"), &WRITE);
    }
}
