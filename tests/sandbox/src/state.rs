//! What all requests share.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use linksii_api::types::{TrackingRun, WorkspaceId};

use crate::clock::Clock;
use crate::data::Data;
use crate::endpoint::Endpoints;
use crate::fault::{Fault, FaultError};
use crate::faults::Faults;
use crate::history::History;
use crate::journal::Journal;
use crate::limits::Limits;
use crate::origin::Origin;
use crate::past::Past;
use crate::refusal::Refusal;

/// How a sandbox starts, and starts again after a reset.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// Whether limits are enforced.
    pub(crate) limits: bool,
    pub(crate) history: Option<History>,
    pub(crate) faults: Vec<Fault>,
    pub(crate) all_plans: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            limits: true,
            history: None,
            faults: Vec::new(),
            all_plans: false,
        }
    }
}

/// What all requests share.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) endpoints: &'static Endpoints,
    pub(crate) settings: Settings,
    pub(crate) origin: Origin,
    pub(crate) clock: Clock,
    pub(crate) limits: Limits,
    pub(crate) faults: Faults,
    pub(crate) journal: Journal,
    past: Option<Arc<Past>>,
    data: Mutex<Data>,
}

impl State {
    /// # Errors
    ///
    /// If a fault is for an operation that the document does not have.
    pub(crate) fn new(
        endpoints: &'static Endpoints,
        settings: Settings,
        origin: Origin,
    ) -> Result<Self, String> {
        for fault in &settings.faults {
            check(fault, endpoints)?;
        }
        let past = settings.history.clone().map(|it| Arc::new(Past::new(it)));
        let data = Data::at_start(endpoints.document, past.as_ref(), settings.all_plans);
        Ok(Self {
            endpoints,
            origin,
            clock: Clock::default(),
            limits: Limits::default(),
            faults: Faults::new(settings.faults.clone()),
            journal: Journal::default(),
            past,
            data: Mutex::new(data),
            settings,
        })
    }

    pub(crate) fn data(&self) -> MutexGuard<'_, Data> {
        self.data.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Everything as at the start.
    pub(crate) fn reset(&self) {
        let document = self.endpoints.document;
        *self.data() = Data::at_start(document, self.past.as_ref(), self.settings.all_plans);
        self.clock.reset();
        self.limits.reset();
        self.faults.reset(self.settings.faults.clone());
        self.journal.clear();
    }

    /// Completes a run of a workspace.
    pub(crate) fn complete_run(
        &self,
        workspace: &WorkspaceId,
    ) -> Result<Vec<TrackingRun>, Refusal> {
        self.data().complete_run(workspace, self.clock.now())
    }

    /// Reads a fault, which may be for one of the document's operations.
    pub(crate) fn read_fault(&self, text: &str) -> Result<Fault, String> {
        let fault: Fault = text
            .parse()
            .map_err(|error: FaultError| error.to_string())?;
        check(&fault, self.endpoints)?;
        Ok(fault)
    }
}

/// Whether the document has the operation that a fault is for.
fn check(fault: &Fault, endpoints: &Endpoints) -> Result<(), String> {
    let Some(id) = &fault.operation else {
        return Ok(());
    };
    let checked = endpoints.check_id(id);
    checked.map_err(|why| format!("`on={id}` {why}"))
}
