//! The faults that wait for their requests.

use std::ops::RangeInclusive;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::fault::Fault;

/// The faults that wait for their requests.
#[derive(Debug)]
pub(crate) struct Faults(Mutex<Waiting>);

#[derive(Debug)]
struct Waiting {
    faults: Vec<Fault>,
    random: fastrand::Rng,
}

impl Waiting {
    /// The same chances each time, so that a test that fails fails again.
    fn new(faults: Vec<Fault>) -> Self {
        let random = fastrand::Rng::with_seed(0);
        Self { faults, random }
    }
}

impl Faults {
    pub(crate) fn new(faults: Vec<Fault>) -> Self {
        Self(Mutex::new(Waiting::new(faults)))
    }

    pub(crate) fn reset(&self, faults: Vec<Fault>) {
        *self.lock() = Waiting::new(faults);
    }

    pub(crate) fn add(&self, fault: Fault) {
        self.lock().faults.push(fault);
    }

    pub(crate) fn clear(&self) {
        self.lock().faults.clear();
    }

    /// Those that wait, in their order.
    pub(crate) fn waiting(&self) -> Vec<Fault> {
        self.lock().faults.clone()
    }

    /// What goes wrong with the next request for an operation.
    pub(crate) fn next(&self, operation: Option<&str>) -> Option<Fault> {
        let mut waiting = self.lock();
        let Waiting { faults, random } = &mut *waiting;
        let fault = faults.iter_mut().find(|fault| {
            fault.applies_to(operation)
                && fault.times != Some(0)
                && (fault.share >= 1.0 || random.f64() < fault.share)
        })?;
        fault.times = fault.times.map(|times| times - 1);
        let fault = fault.clone();
        faults.retain(|fault| fault.times != Some(0));
        Some(fault)
    }

    /// A time in the range.
    pub(crate) fn pick(&self, range: &RangeInclusive<Duration>) -> Duration {
        let nanos = |time: &Duration| u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
        let (from, to) = (nanos(range.start()), nanos(range.end()));
        Duration::from_nanos(self.lock().random.u64(from..=to.max(from)))
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_happens_as_often_and_where_it_is_asked_for() {
        let faults = Faults::new(vec![Fault::close().on("create_key").times(2)]);
        assert_eq!(faults.next(Some("list_workspaces")), None);
        assert_eq!(faults.next(None), None);
        assert!(faults.next(Some("create_key")).is_some());
        assert!(faults.next(Some("create_key")).is_some());
        assert_eq!(faults.next(Some("create_key")), None);

        let faults = Faults::new(vec![Fault::close().share(0.3)]);
        let happened = (0..1000).filter(|_| faults.next(None).is_some()).count();
        assert!((250..350).contains(&happened), "{happened}");
    }
}
