//! How much believable data there is.

use chrono::NaiveDate;
use linksii_api::types::WorkspaceId;

/// The most days: their dates have four digits for the year.
const CENTURY: u32 = 36_525;

/// A workspace with a past: daily runs on four platforms, prompts and competitors that belong together.
///
/// Scores have a trend, a drift, a weekly cycle and some chance. The same settings give the same bytes.
///
/// ```
/// use linksii_sandbox::{History, Sandbox};
///
/// # #[tokio::main]
/// # async fn main() -> std::io::Result<()> {
/// let sandbox = Sandbox::builder().history(History::of_days(365).seed(7)).start().await?;
/// # let _ = sandbox;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    pub(crate) days: u32,
    pub(crate) runs_per_day: u32,
    pub(crate) seed: u64,
    pub(crate) until: NaiveDate,
}

impl History {
    /// This many days of runs, up to a century (36,525 days), the last on 2025-06-01, the day of the
    /// documentation's examples.
    pub fn of_days(days: u32) -> Self {
        Self {
            days: days.min(CENTURY),
            runs_per_day: 1,
            seed: 0,
            until: NaiveDate::from_ymd_opt(2025, 6, 1).unwrap_or_default(),
        }
    }

    /// How many runs a day, on each platform, from 1 to 1440. Default 1, as the service has.
    pub fn runs_per_day(mut self, runs: u32) -> Self {
        self.runs_per_day = runs.clamp(1, 1440);
        self
    }

    /// What the numbers are drawn from. Default 0.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// The day of the last runs, from the year 1000 to 9999.
    pub fn until(mut self, day: NaiveDate) -> Self {
        let first = NaiveDate::from_ymd_opt(1000, 1, 1).unwrap_or(day);
        let last = NaiveDate::from_ymd_opt(9999, 12, 31).unwrap_or(day);
        self.until = day.clamp(first, last);
        self
    }

    /// The workspace that has this past.
    pub fn workspace_id() -> WorkspaceId {
        "ws_01HNWT".into()
    }
}
