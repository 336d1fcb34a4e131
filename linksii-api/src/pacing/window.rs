//! What is known of one window of a rate limit.

use std::time::Duration;

use tokio::time::Instant;

use super::rivals::Rivals;
use crate::rate_limit::RateLimit;
use crate::server_time::WINDOW;

/// Two ends closer than this are of one window: the service counts in whole seconds.
const SAME: Duration = Duration::from_secs(2);

/// Beside others no more than this part of our share is in flight: all that was sent since the last
/// reply may have been counted, and as much may be on its way.
const CAUTION: f64 = 4.0;

/// The least share that one more request is sent for, in requests.
const LAST: f64 = 1.25;

/// Where more than this is left, one more is sent whatever the share seems to be: those who spent the
/// rest may have gone.
const MANY: u32 = 10;

/// A window of a limit, as far as it is known.
#[derive(Debug)]
pub(super) struct Window {
    /// Distinguishes one window from the next.
    number: u64,
    limit: u32,
    /// When the first of our requests was sent in it.
    opened: Instant,
    /// The window's end, or a moment after it.
    ends: Instant,
    /// The least that the service has reported, less what it may have counted since.
    remaining: u32,
    /// Whether the service has reported anything of this window.
    is_known: bool,
    /// Whether the service has refused: then one request asks whether it has begun again, and the
    /// others wait for the answer.
    is_probed: bool,
    /// How many of our requests were sent in this window.
    sent: u32,
    /// How many of those have come back.
    settled: u32,
    /// How many of the window before were in flight when it began, and may count in this one.
    carried: u32,
    /// Those in flight, of earlier windows too.
    in_flight: Vec<Lease>,
    /// When the last of our requests was sent.
    last: Instant,
    /// How long a reply takes, at the longest of late.
    reply_time: Duration,
    rivals: Rivals,
}

/// A request in flight. It counts until it comes back, or until its time is up: nobody may be
/// driving it.
#[derive(Debug)]
struct Lease {
    slot: Slot,
    ends: Instant,
}

/// One request's slot in a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Slot {
    window: u64,
    /// From 1, in the order of sending.
    number: u32,
    sent: Instant,
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
            is_known: false,
            is_probed: false,
            sent: 0,
            settled: 0,
            carried: 0,
            in_flight: Vec::new(),
            last: now,
            reply_time: Duration::ZERO,
            rivals: Rivals::default(),
        }
    }

    /// Brings the window to the present: opens the next if this one has ended, and gives up requests
    /// whose time is up. It is not known whether the service counted those.
    pub(super) fn refresh(&mut self, now: Instant) {
        if now >= self.ends {
            self.open_next(now);
        }
        let Self {
            number,
            remaining,
            in_flight,
            ..
        } = self;
        in_flight.retain(|lease| {
            let is_over = now >= lease.ends;
            if is_over && lease.slot.window == *number {
                *remaining = remaining.saturating_sub(1);
            }
            !is_over
        });
    }

    /// How many requests may be sent now, at a pace that leaves others their share.
    pub(super) fn free(&self, now: Instant) -> u32 {
        if now < self.spaced() {
            return 0;
        }
        let grown = now
            .duration_since(self.opened)
            .div_duration_f64(self.pace()) as u32;
        let paced = self.begin().saturating_add(grown);
        self.room(now).min(paced).saturating_sub(self.in_flight())
    }

    /// How many are left at any pace, for those who cannot wait.
    pub(super) fn left(&self) -> u32 {
        let left = if self.is_probed {
            self.remaining.min(1)
        } else {
            self.remaining
        };
        left.saturating_sub(self.in_flight())
    }

    /// Whether all of it is spent, whatever comes back.
    pub(super) fn is_spent(&self) -> bool {
        self.remaining == 0
    }

    /// The window's end, or a moment after it.
    pub(super) fn ends(&self) -> Instant {
        self.ends
    }

    /// When there may be room, by time alone, for one who has `ahead` others before it.
    pub(super) fn opens(&self, now: Instant, ahead: u32) -> Instant {
        let pace = self.pace();
        let in_line = self.in_flight().saturating_add(ahead);
        if in_line >= self.room(now) {
            return self.ends + pace.saturating_mul((ahead + 1).saturating_sub(self.begin()));
        }
        let steps = (in_line + 1).saturating_sub(self.begin());
        let paced = self.opened + pace.saturating_mul(steps);
        self.ends.min(paced.max(self.spaced()))
    }

    /// When the first request in flight is given up, if none comes back before.
    pub(super) fn gives_up(&self) -> Option<Instant> {
        self.in_flight.iter().map(|lease| lease.ends).min()
    }

    /// Takes a slot for a request that comes back, or is given up, within this time.
    pub(super) fn take(&mut self, now: Instant, time: Duration) -> Slot {
        self.sent += 1;
        let slot = Slot {
            window: self.number,
            number: self.sent,
            sent: now,
        };
        // After a window's length the service counts in another window anyway.
        let ends = now + time.min(WINDOW);
        self.in_flight.push(Lease { slot, ends });
        self.last = now;
        slot
    }

    pub(super) fn in_flight(&self) -> u32 {
        self.in_flight.len() as u32
    }

    /// How long one request takes at an even pace.
    fn pace(&self) -> Duration {
        WINDOW.div_f64(f64::from(self.limit) * self.rivals.our_share())
    }

    /// How many may be in flight at once when a window begins. Others may begin at the same moment,
    /// and neither knows of the other before the first replies. From then on there is one more for each
    /// that an even pace would have sent, so that slow replies do not hold up the rest.
    fn begin(&self) -> u32 {
        if self.is_probed {
            return 1;
        }
        let ours = f64::from(self.limit) * self.rivals.our_share() / CAUTION;
        (self.limit / 10).min(ours as u32).max(1)
    }

    /// How many may be in flight by what is left.
    fn room(&self, now: Instant) -> u32 {
        if self.is_probed {
            return self.remaining.min(1);
        }
        if !self.has_rivals() {
            return self.remaining;
        }
        // While a reply is on its way others spend as well, and we see it one reply later.
        let left = self.ends.saturating_duration_since(now);
        let even = self.reply_time.div_duration_f64(left.max(SAME));
        let part = even.clamp(1.0 / CAUTION, 1.0);
        let ours = self.ours();
        let one = u32::from(ours > LAST || self.remaining > MANY);
        ((ours * part) as u32).max(one)
    }

    /// When the next may be sent beside others, near the end: one at a time, and slower the less is
    /// left, so that each sees what the others have sent.
    fn spaced(&self) -> Instant {
        if self.is_probed || !self.has_rivals() || self.ours() >= CAUTION {
            return self.opened;
        }
        self.last
            + self
                .reply_time
                .mul_f64((CAUTION / self.ours().max(LAST)).min(60.0))
    }

    fn has_rivals(&self) -> bool {
        self.is_known && self.rivals.are_present()
    }

    /// Our share of what is left.
    fn ours(&self) -> f64 {
        f64::from(self.remaining) * self.rivals.our_share()
    }

    fn open_next(&mut self, now: Instant) {
        self.number += 1;
        (self.opened, self.ends) = (now, now + WINDOW);
        (self.remaining, self.is_known) = (self.limit, false);
        (self.sent, self.settled, self.carried) = (0, 0, self.in_flight());
        self.rivals.open_next();
    }

    /// Removes a request from those in flight, if it has not been given up.
    fn remove(&mut self, slot: Slot) -> Option<Lease> {
        let position = self.in_flight.iter().position(|lease| lease.slot == slot);
        position.map(|at| self.in_flight.swap_remove(at))
    }

    /// The request never reached the service, so it costs nothing.
    pub(super) fn refund(&mut self, slot: Slot) {
        if self.remove(slot).is_some() && slot.window == self.number {
            self.sent = self.sent.saturating_sub(1);
        }
    }

    /// The request's fate is not known: it counts as spent.
    pub(super) fn lose(&mut self, slot: Slot) {
        if self.remove(slot).is_some() && slot.window == self.number {
            self.remaining = self.remaining.saturating_sub(1);
        }
    }

    /// A reply has come, and may say how much is left.
    pub(super) fn settle(&mut self, slot: Slot, report: Option<&RateLimit>, now: Instant) {
        // What ends now says nothing of what follows.
        let Some(report) = report.filter(|report| !report.resets_in.is_zero()) else {
            self.lose(slot);
            self.is_probed = false;
            return;
        };
        if self.remove(slot).is_some() {
            let took = now.duration_since(slot.sent);
            self.reply_time = took.max(self.reply_time.mul_f64(0.9));
        }
        // Nobody knows how long the reply has waited to be read.
        let earliest = slot.sent + report.resets_in;
        let latest = now + report.resets_in;
        if slot.window != self.number && earliest < self.opened + SAME {
            // Late news from the window before.
            return;
        }
        self.is_probed = false;
        self.limit = report.limit.max(1);
        let remaining = report.remaining.min(self.limit);
        if self.is_known && earliest < self.ends + SAME {
            (self.ends, self.remaining) = (self.ends.min(latest), self.remaining.min(remaining));
        } else {
            (self.ends, self.remaining, self.is_known) = (latest, remaining, true);
        }
        if slot.window == self.number {
            self.settled += 1;
            let spent = self.limit.saturating_sub(self.remaining);
            self.rivals
                .saw(spent, self.settled..=self.sent + self.carried);
        }
    }

    /// The service refuses until then.
    pub(super) fn close(&mut self, until: Instant) {
        (self.ends, self.remaining) = (until, 0);
        (self.is_known, self.is_probed) = (true, true);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::collections::VecDeque;

    use chrono::DateTime;

    use super::*;

    const ATTEMPT: Duration = Duration::from_secs(30);

    fn report(remaining: u32, resets_in: Duration) -> RateLimit {
        RateLimit {
            limit: 100,
            remaining,
            reset: DateTime::UNIX_EPOCH,
            resets_in,
        }
    }

    fn take(window: &mut Window, now: Instant) -> Option<Slot> {
        window.refresh(now);
        (window.free(now) > 0).then(|| window.take(now, ATTEMPT))
    }

    fn take_all(window: &mut Window, now: Instant) -> Vec<Slot> {
        std::iter::from_fn(|| take(window, now)).collect()
    }

    /// Takes one and settles it at once, as the only one in flight.
    fn spend(window: &mut Window, now: Instant, report: Option<RateLimit>) -> bool {
        let Some(slot) = take(window, now) else {
            return false;
        };
        window.settle(slot, report.as_ref(), now);
        true
    }

    #[test]
    fn a_tenth_goes_ahead_and_the_rest_as_replies_come() {
        let now = Instant::now();
        let mut window = Window::new(100, now);
        let mut slots = VecDeque::from(take_all(&mut window, now));
        assert_eq!(slots.len(), 10);
        let mut sent = 10;
        while let Some(slot) = slots.pop_front() {
            window.settle(slot, Some(&report(100 - slot.number, WINDOW)), now);
            let more = take_all(&mut window, now);
            sent += more.len();
            slots.extend(more);
        }
        assert_eq!(sent, 100);
    }

    #[test]
    fn a_report_of_a_window_that_has_ended_says_nothing_of_the_next() {
        let now = Instant::now();
        let mut window = Window::new(100, now);
        assert!(spend(&mut window, now, Some(report(0, Duration::ZERO))));
        assert_eq!(window.remaining, 99);
    }

    #[test]
    fn replies_that_overtake_each_other_do_not_bring_spent_requests_back() {
        let now = Instant::now();
        let mut window = Window::new(100, now);
        let slots = take_all(&mut window, now);
        window.settle(slots[0], Some(&report(40, WINDOW)), now);
        window.settle(slots[1], Some(&report(45, WINDOW)), now);
        assert_eq!(window.remaining, 40);
    }

    #[test]
    fn a_reply_of_the_window_before_says_nothing_of_the_next() {
        let now = Instant::now();
        let mut window = Window::new(100, now);
        let late = take(&mut window, now).unwrap();
        assert!(spend(
            &mut window,
            now,
            Some(report(50, Duration::from_secs(10)))
        ));
        let next = now + Duration::from_secs(10);
        assert!(spend(&mut window, next, Some(report(99, WINDOW))));
        window.settle(late, Some(&report(51, Duration::from_secs(10))), next);
        assert_eq!((window.remaining, window.ends), (99, next + WINDOW));
    }

    #[test]
    fn a_reply_that_is_read_late_does_not_move_the_end() {
        let now = Instant::now();
        let mut window = Window::new(100, now);
        let late = take(&mut window, now).unwrap();
        assert!(spend(&mut window, now, Some(report(98, WINDOW))));
        window.settle(
            late,
            Some(&report(99, WINDOW)),
            now + Duration::from_secs(20),
        );
        assert_eq!((window.remaining, window.ends), (98, now + WINDOW));
        // Also where it is the first that is read.
        let mut window = Window::new(100, now);
        let late = take(&mut window, now).unwrap();
        let soon = now + Duration::from_secs(20);
        window.settle(late, Some(&report(99, WINDOW)), soon);
        assert!(spend(
            &mut window,
            soon,
            Some(report(98, Duration::from_secs(40)))
        ));
        assert_eq!((window.remaining, window.ends), (98, now + WINDOW));
    }

    #[test]
    fn others_that_have_gone_are_forgotten() {
        let now = Instant::now();
        let mut window = Window::new(100, now);
        for remaining in (10..40).rev() {
            assert!(
                spend(&mut window, now, Some(report(remaining, WINDOW))),
                "{remaining}"
            );
        }
        let mut now = now + WINDOW;
        for minute in 0..3 {
            for remaining in (0..100).rev() {
                assert!(
                    spend(&mut window, now, Some(report(remaining, WINDOW))),
                    "{minute}: {remaining}"
                );
            }
            now += WINDOW;
        }
    }

    #[test]
    fn a_slot_that_nobody_drives_is_given_up_and_counts_as_spent() {
        let now = Instant::now();
        let mut window = Window::new(10, now);
        let slot = take(&mut window, now).unwrap();
        assert!(take(&mut window, now).is_none());
        window.refresh(now + ATTEMPT);
        assert_eq!((window.in_flight(), window.remaining), (0, 9));
        // It comes back after all: what it reports is news, and it is not counted again.
        window.settle(slot, Some(&report(5, WINDOW - ATTEMPT)), now + ATTEMPT);
        assert_eq!((window.in_flight(), window.remaining), (0, 5));
        window.lose(slot);
        window.refund(slot);
        assert_eq!((window.in_flight(), window.remaining), (0, 5));
    }

    #[test]
    fn a_slot_is_given_up_after_a_window_however_long_the_attempt_may_take() {
        let now = Instant::now();
        let mut window = Window::new(10, now);
        window.refresh(now);
        window.take(now, Duration::from_secs(86_400));
        window.refresh(now + WINDOW);
        assert_eq!(
            (window.in_flight(), window.remaining),
            (0, 10),
            "of another window"
        );
    }

    #[test]
    fn after_a_refusal_one_request_asks_before_the_others_follow() {
        let now = Instant::now();
        let mut window = Window::new(100, now);
        assert!(spend(&mut window, now, None));
        let until = now + Duration::from_secs(7);
        window.close(until);
        assert!(take(&mut window, now).is_none());
        assert_eq!(window.opens(now, 0), until);
        let probe = take_all(&mut window, until);
        assert_eq!(probe.len(), 1);
        window.settle(probe[0], Some(&report(99, WINDOW)), until);
        assert_eq!(take_all(&mut window, until).len(), 10);
    }
}
