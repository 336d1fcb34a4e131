//! Others who spend from the same limit, as far as replies show them.

use std::ops::RangeInclusive;

/// Others who spend from the same limit.
#[derive(Debug, Default)]
pub(super) struct Rivals {
    /// What of this window was spent before we came, once we have come.
    before: Option<u32>,
    /// What they spend for each request of ours.
    rate: f64,
    /// The same at the window's start.
    rate_before: f64,
}

impl Rivals {
    /// The most that may be spent at our first reply: what is more was spent before we came, and
    /// perhaps by someone who has gone.
    const MOST: u32 = 20;

    /// How many requests the windows before count for.
    const PAST: f64 = 5.0;

    pub(super) fn open_next(&mut self) {
        self.rate_before = self.rate;
        if self.before.is_some() {
            self.before = Some(0);
        }
    }

    /// This much of the window is spent, `ours` of it by us: at least those that have come back, and
    /// at most those that were sent. What the rate was is kept as far as that is possible.
    pub(super) fn saw(&mut self, spent: u32, ours: RangeInclusive<u32>) {
        let before = *self
            .before
            .get_or_insert_with(|| spent.saturating_sub(Self::MOST));
        let theirs = |ours: u32| f64::from((spent - before).saturating_sub(ours));
        let (least, most) = (f64::from(*ours.start()), f64::from((*ours.end()).max(1)));
        let lowest = theirs(*ours.end()) / most;
        let highest = theirs(*ours.start()) + self.rate_before * Self::PAST;
        self.rate = self.rate.min(highest / (least + Self::PAST)).max(lowest);
    }

    /// Whether there are any, as far as can be seen.
    pub(super) fn are_present(&self) -> bool {
        self.rate > 0.15
    }

    pub(super) fn our_share(&self) -> f64 {
        1.0 / (1.0 + self.rate)
    }
}
