//! A span for each call, named as OpenTelemetry names HTTP clients' spans. Without the feature
//! `tracing` there is nothing here.

use std::future::Future;
use std::time::Duration;

#[cfg(feature = "tracing")]
use reqwest::StatusCode;
use reqwest::Url;

use crate::Error;
use crate::execute::Target;
use crate::reply::Reply;

#[cfg(feature = "tracing")]
pub(crate) struct Span(tracing::Span);

#[cfg(feature = "tracing")]
impl Span {
    pub(crate) fn new(target: &Target<'_>, base: &Url) -> Self {
        // The template, not the path: ids stay out of logs.
        Self(tracing::info_span!(
            "linksii_api",
            otel.kind = "client",
            operation.id = target.id,
            http.request.method = target.method.as_str(),
            url.template = target.path,
            server.address = base.host_str().unwrap_or_default(),
            http.response.status_code = tracing::field::Empty,
            http.request.resend_count = tracing::field::Empty,
            request.id = tracing::field::Empty,
            error.type = tracing::field::Empty,
        ))
    }

    pub(crate) fn instrument<F: Future>(&self, future: F) -> impl Future<Output = F::Output> {
        tracing::Instrument::instrument(future, self.0.clone())
    }

    pub(crate) fn retry(&self, attempt: u32, wait: Duration, error: &Error) {
        let wait = wait.as_secs_f64();
        tracing::warn!(parent: &self.0, attempt, wait, %error, "trying again");
    }

    /// A success has arrived.
    pub(crate) fn answered(&self, reply: &Reply) {
        self.record(reply.attempts(), Some(reply.status()), reply.request_id());
    }

    pub(crate) fn failed(&self, error: &Error) {
        let (kind, status, request_id) = match error {
            Error::Config(_) => ("config", None, None),
            Error::Api(error) => ("api", Some(error.status()), error.request_id()),
            Error::Transport(error) => ("transport", error.status(), error.request_id()),
            // It was a success first, and is recorded.
            Error::Decode(_) => ("decode", None, None),
        };
        self.record(error.attempts(), status, request_id);
        self.0.record("error.type", kind);
    }

    fn record(&self, attempts: u32, status: Option<StatusCode>, request_id: Option<&str>) {
        if let Some(status) = status {
            self.0.record("http.response.status_code", status.as_u16());
        }
        if attempts > 1 {
            self.0.record("http.request.resend_count", attempts - 1);
        }
        if let Some(id) = request_id {
            self.0.record("request.id", id);
        }
    }
}

#[cfg(not(feature = "tracing"))]
pub(crate) struct Span;

#[cfg(not(feature = "tracing"))]
impl Span {
    pub(crate) fn new(_: &Target<'_>, _: &Url) -> Self {
        Self
    }

    pub(crate) fn instrument<F: Future>(&self, future: F) -> F {
        future
    }

    pub(crate) fn retry(&self, _: u32, _: Duration, _: &Error) {}

    pub(crate) fn answered(&self, _: &Reply) {}

    pub(crate) fn failed(&self, _: &Error) {}
}
