//! A documented limit.

use reqwest::Method;

/// How many requests an API key may make to a path.
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
    /// The limit that counts a request: of those that fit, the one with the longest path.
    pub(crate) fn of(method: &Method, path: &str) -> &'static Self {
        let limits = crate::limits::ALL.iter().copied();
        limits
            .filter(|limit| limit.access.includes(method) && is_below(path, limit.path))
            .max_by_key(|limit| limit.path.len())
            .unwrap_or(&crate::limits::EVERY_OTHER)
    }
}

/// Whether a path is another or lies below it: `/webhooks/1` below `/webhooks`. What stands in
/// braces in a template is any one segment.
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

    #[test]
    fn a_request_is_counted_by_the_longest_path_that_fits() {
        let path = |method, path| Limit::of(&method, path).path;
        assert_eq!(path(Method::POST, "/analyze"), "/analyze");
        assert_eq!(path(Method::POST, "/analyze/report"), "/analyze/report");
        assert_eq!(path(Method::GET, "/webhooks/wh_1"), "/webhooks");
        assert_eq!(path(Method::GET, "/webhooksx"), "");
    }

    #[test]
    fn reading_and_writing_are_counted_apart_where_documented() {
        assert_eq!(
            Limit::of(&Method::GET, "/templates").requests_per_minute,
            100
        );
        assert_eq!(
            Limit::of(&Method::DELETE, "/templates/tmpl_1").requests_per_minute,
            20
        );
    }
}
