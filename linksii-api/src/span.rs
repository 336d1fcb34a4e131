//! A span for each call, named as OpenTelemetry names HTTP clients' spans. Without the feature
//! `tracing` there is nothing here.

#[cfg(feature = "tracing")]
pub(crate) use traced::{Span, in_current};
#[cfg(not(feature = "tracing"))]
pub(crate) use untraced::{Span, in_current};

#[cfg(feature = "tracing")]
mod traced {
    use std::future::Future;
    use std::time::Duration;

    use reqwest::{Method, StatusCode, Url};
    use tracing::Instrument;
    use tracing::field::Empty;

    use crate::error::{Error, ReplyInfo, Trace};

    #[derive(Clone)]
    pub(crate) struct Span(tracing::Span);

    impl Span {
        /// `operation` is the operation's id and its path template, if it is in the document.
        pub(crate) fn new(method: &Method, operation: Option<(&str, &str)>, base: &Url) -> Self {
            let span = tracing::info_span!(
                "linksii_api",
                otel.kind = "client",
                operation.id = Empty,
                http.request.method = method.as_str(),
                url.template = Empty,
                server.address = base.host_str().unwrap_or_default(),
                http.response.status_code = Empty,
                http.request.resend_count = Empty,
                request.id = Empty,
                error.type = Empty,
            );
            // The template, not the path: ids stay out of logs.
            if let Some((id, path)) = operation {
                span.record("operation.id", id);
                span.record("url.template", path);
            }
            Self(span)
        }

        pub(crate) fn instrument<F: Future>(
            &self,
            future: F,
        ) -> impl Future<Output = F::Output> + use<F> {
            future.instrument(self.0.clone())
        }

        pub(crate) fn waited(&self, wait: Duration) {
            let wait = wait.as_secs_f64();
            tracing::debug!(parent: &self.0, wait, "waited for the rate limit");
        }

        pub(crate) fn retry(&self, attempt: u32, wait: Duration, error: &Error) {
            let wait = wait.as_secs_f64();
            tracing::warn!(parent: &self.0, attempt, wait, %error, "trying again");
        }

        /// A success has arrived.
        pub(crate) fn answered(&self, reply: &ReplyInfo) {
            let Trace {
                attempts,
                request_id,
                ..
            } = &reply.trace;
            self.record(*attempts, Some(reply.status), request_id.as_deref());
        }

        pub(crate) fn failed(&self, error: &Error) {
            let kind = match error {
                Error::Config(_) => "config",
                Error::NotSent(_) => "not_sent",
                Error::Api(_) => "api",
                Error::Transport(_) => "transport",
                Error::Decode(_) => "decode",
            };
            self.record(error.attempts(), error.status(), error.request_id());
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

    /// A future that runs in a task, in the span of whoever starts it.
    pub(crate) fn in_current<F: Future>(future: F) -> impl Future<Output = F::Output> + use<F> {
        future.in_current_span()
    }
}

#[cfg(not(feature = "tracing"))]
mod untraced {
    use std::time::Duration;

    use reqwest::{Method, Url};

    use crate::error::{Error, ReplyInfo};

    #[derive(Clone)]
    pub(crate) struct Span;

    impl Span {
        pub(crate) fn new(_: &Method, _: Option<(&str, &str)>, _: &Url) -> Self {
            Self
        }

        pub(crate) fn instrument<F>(&self, future: F) -> F {
            future
        }

        pub(crate) fn waited(&self, _: Duration) {}

        pub(crate) fn retry(&self, _: u32, _: Duration, _: &Error) {}

        pub(crate) fn answered(&self, _: &ReplyInfo) {}

        pub(crate) fn failed(&self, _: &Error) {}
    }

    pub(crate) fn in_current<F>(future: F) -> F {
        future
    }
}
