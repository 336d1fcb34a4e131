//! What a report shows.

use chrono::{DateTime, Utc};
use linksii_api::RateLimit;

use crate::scores::{Period, Platforms, Summary};

/// What the page shows.
pub(crate) struct Report {
    /// The workspace's name and id.
    pub(super) name: String,
    pub(super) workspace: String,
    pub(super) made: DateTime<Utc>,
    pub(super) period: Period,
    pub(super) platforms: Platforms,
    pub(super) now: Vec<Summary>,
    pub(super) before: Vec<Summary>,
    pub(super) competitors: Vec<Competitor>,
    pub(super) prompts: Vec<Prompt>,
    pub(super) limit: Option<RateLimit>,
}

/// A competitor, as far as it can be read.
pub(super) struct Competitor {
    pub(super) name: String,
    pub(super) domain: String,
}

/// A prompt, as far as it can be read.
pub(super) struct Prompt {
    pub(super) text: String,
    pub(super) stage: String,
    pub(super) is_active: bool,
}
