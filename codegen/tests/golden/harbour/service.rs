//! Where Harbour is, and what its keys look like.
//!
//! Generated from `harbour.yaml` by `cargo xtask generate`. Do not edit.

/// The service's name.
pub(crate) const NAME: &str = "Harbour";

/// Where it is, unless the caller says otherwise.
pub(crate) const BASE_URL: &str = "https://harbour.example/v2";

/// What each API key starts with.
pub(crate) const KEY_PREFIX: &str = "hb_";

/// The environment variable that holds the API key.
pub(crate) const KEY_VARIABLE: &str = "HARBOUR_TOKEN";

/// The environment variable that overrides [`BASE_URL`].
pub(crate) const BASE_URL_VARIABLE: &str = "HARBOUR_URL";
