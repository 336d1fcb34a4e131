//! Where Linksii is, and what its keys look like.
//!
//! Generated from `spec/linksii.yaml` by `cargo xtask generate`. Do not edit.

/// The service's name.
pub(crate) const NAME: &str = "Linksii";

/// Where it is, unless the caller says otherwise.
pub(crate) const BASE_URL: &str = "https://www.linksii.com/api/v1";

/// What each API key starts with.
pub(crate) const KEY_PREFIX: &str = "lnk_";

/// The environment variable that holds the API key.
pub(crate) const KEY_VARIABLE: &str = "LINKSII_API_KEY";

/// The environment variable that overrides [`BASE_URL`].
pub(crate) const BASE_URL_VARIABLE: &str = "LINKSII_BASE_URL";
