//! How many requests an API key may make, as Harbour documents it.
//!
//! Generated from `harbour.yaml` by `cargo xtask generate`. Do not edit.

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

/// Writing `/berths`: 6 requests a minute per key.
pub(crate) static BERTHS_WRITE: Limit = Limit {
    path: "/berths",
    access: Access::Write,
    requests_per_minute: 6,
    requests_per_day: None,
};

/// Requests to `/ships/{ship_id}/manifest`: 30 requests a minute and 200 a day per key.
pub(crate) static SHIPS_SHIP_ID_MANIFEST: Limit = Limit {
    path: "/ships/{ship_id}/manifest",
    access: Access::Any,
    requests_per_minute: 30,
    requests_per_day: Some(200),
};

/// Reading `/berths`: 60 requests a minute per key.
pub(crate) static BERTHS_READ: Limit = Limit {
    path: "/berths",
    access: Access::Read,
    requests_per_minute: 60,
    requests_per_day: None,
};

/// Requests to `/ships/{ship_id}`: 60 requests a minute per key.
pub(crate) static SHIPS_SHIP_ID: Limit = Limit {
    path: "/ships/{ship_id}",
    access: Access::Any,
    requests_per_minute: 60,
    requests_per_day: None,
};

/// The limit of each path that has none of its own.
pub(crate) static EVERY_OTHER: Limit = Limit {
    path: "",
    access: Access::Any,
    requests_per_minute: 60,
    requests_per_day: None,
};

static ALL: &[&Limit] = &[
    &BERTHS_WRITE,
    &SHIPS_SHIP_ID_MANIFEST,
    &BERTHS_READ,
    &SHIPS_SHIP_ID,
];
