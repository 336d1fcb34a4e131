//! How many requests an API key may make, as Linksii documents it.
//!
//! Generated from `spec/linksii.yaml` by `cargo xtask generate`. Do not edit.

use reqwest::Method;

pub use crate::limit::{Access, Limit};

/// The documented limits, but that of each path that has none of its own.
pub fn all() -> impl Iterator<Item = &'static Limit> {
    ALL.iter().copied()
}

/// The limit that counts a request: of those for its path or one above, the one with the
/// longest, or else the one for every other.
pub fn of(method: &Method, path: &str) -> &'static Limit {
    Limit::of(method, path, ALL, &EVERY_OTHER)
}

/// Requests to `/analyze`: 20 requests a minute and 500 a day per key.
pub(crate) static ANALYZE: Limit = Limit {
    path: "/analyze",
    access: Access::Any,
    requests_per_minute: 20,
    requests_per_day: Some(500),
};

/// Requests to `/analyze/report`: 10 requests a minute per key.
pub(crate) static ANALYZE_REPORT: Limit = Limit {
    path: "/analyze/report",
    access: Access::Any,
    requests_per_minute: 10,
    requests_per_day: None,
};

/// Requests to `/analyze/deliver`: 10 requests a minute per key.
pub(crate) static ANALYZE_DELIVER: Limit = Limit {
    path: "/analyze/deliver",
    access: Access::Any,
    requests_per_minute: 10,
    requests_per_day: None,
};

/// Requests to `/webhooks`: 10 requests a minute per key.
pub(crate) static WEBHOOKS: Limit = Limit {
    path: "/webhooks",
    access: Access::Any,
    requests_per_minute: 10,
    requests_per_day: None,
};

/// Writing `/templates`: 20 requests a minute per key.
pub(crate) static TEMPLATES_WRITE: Limit = Limit {
    path: "/templates",
    access: Access::Write,
    requests_per_minute: 20,
    requests_per_day: None,
};

/// Reading `/templates`: 100 requests a minute per key.
pub(crate) static TEMPLATES_READ: Limit = Limit {
    path: "/templates",
    access: Access::Read,
    requests_per_minute: 100,
    requests_per_day: None,
};

/// Requests to `/keys`: 100 requests a minute per key.
pub(crate) static KEYS: Limit = Limit {
    path: "/keys",
    access: Access::Any,
    requests_per_minute: 100,
    requests_per_day: None,
};

/// Requests to `/workspaces`: 100 requests a minute per key.
pub(crate) static WORKSPACES: Limit = Limit {
    path: "/workspaces",
    access: Access::Any,
    requests_per_minute: 100,
    requests_per_day: None,
};

/// Requests to `/tracking`: 100 requests a minute per key.
pub(crate) static TRACKING: Limit = Limit {
    path: "/tracking",
    access: Access::Any,
    requests_per_minute: 100,
    requests_per_day: None,
};

/// Requests to `/prompts`: 100 requests a minute per key.
pub(crate) static PROMPTS: Limit = Limit {
    path: "/prompts",
    access: Access::Any,
    requests_per_minute: 100,
    requests_per_day: None,
};

/// Requests to `/competitors`: 100 requests a minute per key.
pub(crate) static COMPETITORS: Limit = Limit {
    path: "/competitors",
    access: Access::Any,
    requests_per_minute: 100,
    requests_per_day: None,
};

/// The limit of each path that has none of its own.
pub(crate) static EVERY_OTHER: Limit = Limit {
    path: "",
    access: Access::Any,
    requests_per_minute: 100,
    requests_per_day: None,
};

static ALL: &[&Limit] = &[
    &ANALYZE,
    &ANALYZE_REPORT,
    &ANALYZE_DELIVER,
    &WEBHOOKS,
    &TEMPLATES_WRITE,
    &TEMPLATES_READ,
    &KEYS,
    &WORKSPACES,
    &TRACKING,
    &PROMPTS,
    &COMPETITORS,
];
