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
    /// Tells one window from the next.
    number: u64,
    limit: u32,
    /// When the first of ours went out in it.
    opened: Instant,
    /// The window's end, or a moment after it.
    ends: Instant,
    /// The least that the service has told, less what it may have counted since.
    remaining: u32,
    /// Whether the service has told anything of this window.
    told: bool,
    /// How many of ours went out in this window.
    sent: u32,
    /// How many of ours are on their way, those of earlier windows too.
    in_flight: u32,
    rivals: Rivals,
}

/// One request's place in a window.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    window: u64,
    /// From 1, in the order of sending.
    number: u32,
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
            number: 0,
            limit,
            opened: now,
            // So that the first request opens one.
            ends: now,
            remaining: limit,
            told: false,
            sent: 0,
            in_flight: 0,
            rivals: Rivals::default(),
        }
    }

    /// Takes one request out of the window, or says when there may be room again even if none comes
    /// back.
    pub(super) fn take(&mut self, now: Instant) -> Result<Place, Instant> {
        if now >= self.ends {
            self.open_next(now);
        }
        let begin = self.begin();
        let apace = LENGTH.div_f64(self.limit.into());
        let grown = now.duration_since(self.opened).div_duration_f64(apace) as u32;
        if self.in_flight >= self.room() {
            return Err(self.ends);
        }
        if self.in_flight >= begin.saturating_add(grown) {
            let next = apace.saturating_mul(self.in_flight.saturating_sub(begin) + 1);
            return Err(self.ends.min(self.opened + next));
        }
        self.in_flight += 1;
        self.sent += 1;
        Ok(Place {
            window: self.number,
            number: self.sent,
        })
    }

    /// How many may be in flight at once when a window begins. Others may begin at the same moment, and
    /// neither knows of the other before the first replies. From then on there is one more for each
    /// that an even pace would have sent, so that slow replies do not hold up the rest.
    fn begin(&self) -> u32 {
        (self.limit / 10).max(1)
    }

    /// How many may be in flight by what is left. Beside others it is half of our share, since they may be
    /// about to send as much as we know of; and near the end only as long as there is one for each.
    fn room(&self) -> u32 {
        if !self.told || !self.rivals.are_there() {
            return self.remaining;
        }
        let ours = f64::from(self.remaining) * self.rivals.our_share();
        let one = u32::from(ours > 1.0 || self.remaining > self.begin());
        ((ours / 2.0) as u32).max(one)
    }

    fn open_next(&mut self, now: Instant) {
        self.number += 1;
        (self.opened, self.ends) = (now, now + LENGTH);
        (self.remaining, self.told, self.sent) = (self.limit, false, 0);
        self.rivals.begin_anew();
    }

    /// A request has come back. Without word from the service it counts as spent.
    pub(super) fn settle(&mut self, place: Place, told: Option<Told>) {
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
        if place.window == self.number {
            let spent = self.limit.saturating_sub(told.remaining);
            self.rivals.saw(spent.saturating_sub(place.number));
        }
        if known {
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

/// Others who spend from the same limit.
#[derive(Debug, Default)]
struct Rivals {
    /// What they have spent of this window, by the last reply.
    spent: u32,
    /// What they spent of late for each request of ours.
    rate: f64,
}

impl Rivals {
    /// How much of the past an observation replaces.
    const NEW: f64 = 0.1;

    /// The most that counts as spent between two replies: what was before we came is past.
    const MOST: f64 = 20.0;

    fn begin_anew(&mut self) {
        self.spent = 0;
    }

    /// They have spent so much of this window. Replies may overtake each other, so it may be less than
    /// the one before told.
    fn saw(&mut self, spent: u32) {
        let more = (f64::from(spent) - f64::from(self.spent)).min(Self::MOST);
        self.rate = (self.rate + (more - self.rate) * Self::NEW).max(0.0);
        self.spent = spent;
    }

    /// Whether they are about, as far as can be seen.
    fn are_there(&self) -> bool {
        self.rate > 0.15
    }

    fn our_share(&self) -> f64 {
        1.0 / (1.0 + self.rate)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::collections::VecDeque;

    use super::*;

    fn told(remaining: u32, ends: Instant) -> Option<Told> {
        Some(Told {
            limit: 100,
            remaining,
            ends,
        })
    }

    fn take_all(window: &mut Window, now: Instant) -> Vec<Place> {
        std::iter::from_fn(|| window.take(now).ok()).collect()
    }

    /// Takes one and settles it at once, as the only one about.
    fn spend(window: &mut Window, now: Instant, told: Option<Told>) -> Result<(), Instant> {
        let place = window.take(now)?;
        window.settle(place, told);
        Ok(())
    }

    #[test]
    fn a_tenth_goes_ahead_and_the_rest_as_replies_come() {
        let now = Instant::now();
        let mut window = Window::new(100, now);
        let mut places = VecDeque::from(take_all(&mut window, now));
        assert_eq!(places.len(), 10);
        let mut sent = 10;
        while let Some(place) = places.pop_front() {
            window.settle(place, told(100 - place.number, now + LENGTH));
            let more = take_all(&mut window, now);
            sent += more.len();
            places.extend(more);
        }
        assert_eq!(sent, 100);
    }

    #[test]
    fn slow_replies_do_not_hold_up_the_rest() {
        let start = Instant::now();
        let mut window = Window::new(20, start);
        assert_eq!(take_all(&mut window, start).len(), 2);
        let next = window.take(start).unwrap_err();
        assert_eq!(next, start + Duration::from_secs(3));
        assert_eq!(take_all(&mut window, next).len(), 1);
        assert_eq!(
            take_all(&mut window, start + Duration::from_secs(59)).len(),
            17
        );
    }

    #[test]
    fn without_headers_the_documented_limit_holds() {
        let now = Instant::now();
        let mut window = Window::new(20, now);
        let mut sent = 0;
        while spend(&mut window, now, None).is_ok() {
            sent += 1;
        }
        assert_eq!(sent, 20);
        assert_eq!(window.take(now).unwrap_err(), now + LENGTH);
        assert!(window.take(now + LENGTH).is_ok());
    }

    #[test]
    fn late_replies_do_not_bring_spent_requests_back() {
        let now = Instant::now();
        let mut window = Window::new(100, now);
        let places = take_all(&mut window, now);
        window.settle(places[0], told(40, now + LENGTH));
        window.settle(places[1], told(45, now + LENGTH));
        assert_eq!(window.remaining, 40);
        window.settle(places[2], told(100, now - LENGTH));
        assert_eq!(window.remaining, 40, "that was of another window");
    }

    #[test]
    fn what_others_spend_is_left_to_them() {
        let now = Instant::now();
        let mut window = Window::new(100, now);
        for remaining in (0..100).rev().step_by(4) {
            if spend(&mut window, now, told(remaining, now + LENGTH)).is_err() {
                break;
            }
        }
        assert!((1..=8).contains(&window.remaining), "{}", window.remaining);
        assert_eq!(window.take(now).unwrap_err(), now + LENGTH);
    }

    #[test]
    fn others_that_have_gone_are_forgotten() {
        let now = Instant::now();
        let mut window = Window::new(100, now);
        for remaining in (0..40).rev() {
            spend(&mut window, now, told(remaining, now + LENGTH)).unwrap();
        }
        assert_eq!(window.take(now).unwrap_err(), now + LENGTH);
    }

    #[test]
    fn a_refusal_closes_the_window() {
        let now = Instant::now();
        let mut window = Window::new(100, now);
        spend(&mut window, now, None).unwrap();
        window.close(now + Duration::from_secs(7));
        assert_eq!(window.take(now).unwrap_err(), now + Duration::from_secs(7));
        assert!(window.take(now + Duration::from_secs(7)).is_ok());
    }
}
