//! What is known of one window of a limit.

use std::time::Duration;

use tokio::time::Instant;

/// How long a window is documented to be.
const LENGTH: Duration = Duration::from_secs(60);

/// Two ends closer than this are of one window: the service tells them in whole seconds.
const SAME: Duration = Duration::from_secs(2);

/// A window of a limit, as far as it is known.
#[derive(Debug)]
pub(super) struct Window {
    limit: u32,
    /// The window's end, or a moment after it.
    ends: Instant,
    /// The least that the service has told, less what it may have counted since.
    remaining: u32,
    /// Whether the service has told anything of this window.
    told: bool,
    in_flight: u32,
    /// The most that others have spent between two of our replies.
    others: u32,
}

/// What a reply tells of the window.
#[derive(Clone, Copy, Debug)]
pub(super) struct Told {
    pub(super) limit: u32,
    pub(super) remaining: u32,
    pub(super) ends: Instant,
}

impl Window {
    pub(super) fn new(limit: u32, now: Instant) -> Self {
        Self {
            limit,
            ends: now + LENGTH,
            remaining: limit,
            told: false,
            in_flight: 0,
            others: 0,
        }
    }

    /// Takes one request out of the window, or says when there may be room again.
    pub(super) fn take(&mut self, now: Instant) -> Result<(), Instant> {
        if now >= self.ends {
            self.open_next(now);
        }
        if self.in_flight < self.room() {
            self.in_flight += 1;
            Ok(())
        } else {
            Err(self.ends)
        }
    }

    /// How many may be in flight at once.
    fn room(&self) -> u32 {
        if self.told {
            // Others may be about to spend as much as they did between two replies before.
            self.remaining
                .saturating_sub(self.others.min(self.limit / 20))
        } else {
            self.remaining.min((self.limit / 10).max(1))
        }
    }

    fn open_next(&mut self, now: Instant) {
        (self.ends, self.remaining, self.told) = (now + LENGTH, self.limit, false);
        self.others /= 2;
    }

    /// A request has come back. Without word from the service it counts as spent.
    pub(super) fn settle(&mut self, told: Option<Told>) {
        self.in_flight = self.in_flight.saturating_sub(1);
        let Some(told) = told else {
            self.remaining = self.remaining.saturating_sub(1);
            return;
        };
        self.limit = told.limit.max(1);
        let known = self.told && told.ends < self.ends + SAME;
        if known && told.ends + SAME < self.ends {
            // Late news from the window before.
            return;
        }
        if known {
            let spent = self.remaining.saturating_sub(told.remaining);
            self.others = self.others.max(spent.saturating_sub(1 + self.in_flight));
            // Each is the end or later, so the earliest is the closest.
            (self.ends, self.remaining) =
                (self.ends.min(told.ends), self.remaining.min(told.remaining));
        } else {
            (self.ends, self.remaining, self.told) = (told.ends, told.remaining, true);
        }
    }

    /// The service refuses until then.
    pub(super) fn close(&mut self, until: Instant) {
        (self.ends, self.remaining, self.told) = (until, 0, true);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn told(remaining: u32, ends: Instant) -> Option<Told> {
        Some(Told {
            limit: 100,
            remaining,
            ends,
        })
    }

    fn take_all(window: &mut Window, now: Instant) -> u32 {
        std::iter::from_fn(|| window.take(now).ok()).count() as u32
    }

    #[test]
    fn a_tenth_goes_ahead_until_the_service_tells() {
        let now = Instant::now();
        let mut window = Window::new(100, now);
        assert_eq!(take_all(&mut window, now), 10);
        window.settle(told(60, now + LENGTH));
        assert_eq!(take_all(&mut window, now), 51, "nine are in flight still");
    }

    #[test]
    fn without_headers_the_documented_limit_holds() {
        let now = Instant::now();
        let mut window = Window::new(20, now);
        let mut sent = 0;
        while window.take(now).is_ok() {
            sent += 1;
            window.settle(None);
        }
        assert_eq!(sent, 20);
        assert_eq!(window.take(now), Err(now + LENGTH));
        assert!(window.take(now + LENGTH).is_ok());
    }

    #[test]
    fn late_replies_do_not_bring_spent_requests_back() {
        let now = Instant::now();
        let mut window = Window::new(100, now);
        take_all(&mut window, now);
        window.settle(told(40, now + LENGTH));
        window.settle(told(45, now + LENGTH));
        assert_eq!(window.remaining, 40);
        window.settle(told(100, now - LENGTH));
        assert_eq!(window.remaining, 40, "that was of another window");
    }

    #[test]
    fn what_others_spend_is_left_to_them() {
        let now = Instant::now();
        let mut window = Window::new(100, now);
        for remaining in [99, 95, 91] {
            window.take(now).unwrap();
            window.settle(told(remaining, now + LENGTH));
        }
        window.take(now).unwrap();
        window.settle(told(3, now + LENGTH));
        assert_eq!(window.take(now), Err(now + LENGTH));
    }

    #[test]
    fn a_refusal_closes_the_window() {
        let now = Instant::now();
        let mut window = Window::new(100, now);
        window.take(now).unwrap();
        window.settle(None);
        window.close(now + Duration::from_secs(7));
        assert_eq!(window.take(now), Err(now + Duration::from_secs(7)));
        assert!(window.take(now + Duration::from_secs(7)).is_ok());
    }
}
