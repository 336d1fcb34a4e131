//! The one way that a call takes: wait for its turn, send, and try again.

use std::borrow::Cow;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use futures_util::future::{BoxFuture, poll_immediate};
use reqwest::header::{HeaderName, HeaderValue};
use reqwest::{Body, Method, Request};
use tokio::runtime;
use tokio::time::{Instant, sleep};

use crate::arrived::Arrived;
use crate::call_options::CallOptions;
use crate::endpoint::Endpoint;
use crate::error::{Effect, Error, NotSentError, TransportError, TransportKind};
use crate::event::{Event, Observer};
use crate::limit::Limit;
use crate::pacing::{Pacer, Pacing, Permit, Terms};
use crate::reply::Reply;
use crate::retry_policy::{self, RetryPolicy};
use crate::span::Span;
use crate::transport::exchange::HttpTransport;
use crate::transport::received::{Attempt, Failed, Received};

/// How many redirects a request follows.
const MAX_REDIRECTS: u32 = 5;

/// Longer than this is as long as one likes. A clock cannot count on to any moment.
const FOREVER: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// What the clones of a client share.
pub(crate) struct Executor {
    pub(crate) transport: HttpTransport,
    pub(crate) endpoint: Endpoint,
    /// What every request carries, the key among it, and what one with a body does.
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    pub(crate) timeout: Duration,
    pub(crate) retry: RetryPolicy,
    pub(crate) pacing: Pacing,
    pub(crate) pacer: Pacer,
    pub(crate) observer: Observer,
}

/// What is called.
pub(crate) struct Target {
    pub(crate) method: Method,
    /// The path template, or for a request of the caller's own its path. A budget is found by it.
    pub(crate) path: Cow<'static, str>,
    pub(crate) limit: &'static Limit,
    /// The document's name of it. A path that is not in the document may hold ids, which stay out
    /// of logs.
    pub(crate) operation: Option<&'static str>,
    /// Whether the reply is read in pieces.
    pub(crate) in_pieces: bool,
}

/// Builds the request: each attempt needs one.
pub(crate) type Build = Box<dyn Fn(&Endpoint) -> Result<Request, Error> + Send + Sync>;

impl Executor {
    /// Sends a request until it succeeds, or is not to be tried again, and reads the reply.
    ///
    /// It knows no types, and the future of the call is boxed: so all of it is compiled here, once, and
    /// not in each program for each operation.
    pub(crate) async fn execute(
        self: Arc<Self>,
        target: Target,
        options: CallOptions,
        build: Build,
    ) -> Result<Arrived, Error> {
        if let Some(why) = options.refused() {
            return Err(Error::config(why));
        }
        if runtime::Handle::try_current().is_err() {
            return Err(Error::config(
                "there is no tokio runtime here, and calls need one: await them under \
                 `#[tokio::main]`, or use the blocking client (feature `blocking`)",
            ));
        }
        let operation = target.operation.map(|id| (id, &*target.path));
        let span = Span::new(&target.method, operation, self.endpoint.url());
        let effect = Effect::Certain.of(&target.method);
        let call = Call {
            executor: self,
            target,
            options,
            build,
            span: span.clone(),
            began: Instant::now(),
        };
        let call: BoxFuture<'static, _> = Box::pin(call.run());
        match span.instrument(call).await {
            Ok(reply) => {
                span.answered(&reply.info);
                Ok(Arrived {
                    reply,
                    effect,
                    span,
                })
            }
            Err(error) => {
                span.failed(&error);
                Err(error)
            }
        }
    }
}

/// A call under way.
struct Call {
    executor: Arc<Executor>,
    target: Target,
    options: CallOptions,
    build: Build,
    span: Span,
    began: Instant,
}

impl Call {
    async fn run(self) -> Result<Reply, Error> {
        let mut number = 0;
        // Of all attempts: one that is refused a connection does not undo the one before it.
        let mut effect = Effect::None;
        let mut last = None;
        let mut request = self.request()?;
        loop {
            let permit = match self.permit().await {
                Ok(permit) => permit,
                // What the service said before is worth more.
                Err(error) => return Err(last.unwrap_or(Error::NotSent(error))),
            };
            number += 1;
            let failed = match self.attempt(request, permit, number).await {
                Ok(reply) => return Ok(reply),
                Err(failed) => failed,
            };
            effect = effect.max(failed.effect.of(&self.target.method));
            let error = failed.error.with_effect(effect);
            let attempt = retry_policy::Attempt {
                method: &self.target.method,
                number,
                elapsed: self.began.elapsed(),
            };
            let wait = failed
                .failure
                .and_then(|failure| self.policy().next(&attempt, failure));
            // A stream that has been sent cannot be sent again.
            let (Some(wait), Ok(next)) = (wait, self.request()) else {
                return Err(error);
            };
            request = next;
            self.span.retry(number, wait, &error);
            self.executor.observer.observe(&Event::Retrying {
                error: &error,
                attempt: number,
                wait,
            });
            last = Some(error);
            sleep(wait).await;
        }
    }

    fn policy(&self) -> &RetryPolicy {
        self.options.retry.as_ref().unwrap_or(&self.executor.retry)
    }

    /// The request, with what every one carries and what the caller has set.
    fn request(&self) -> Result<Request, Error> {
        let mut request = (self.build)(&self.executor.endpoint)?;
        self.options.complete(&mut request, &self.executor.headers);
        Ok(request)
    }

    fn time_per_attempt(&self) -> Duration {
        let time = self.options.timeout.unwrap_or(self.executor.timeout);
        time.min(FOREVER)
    }

    /// How long an attempt may take that begins now.
    fn time(&self) -> Duration {
        let per_attempt = self.time_per_attempt();
        let limit = self.policy().limit();
        let left = limit.map(|limit| limit.saturating_sub(self.began.elapsed()));
        left.map_or(per_attempt, |left| left.min(per_attempt))
            .min(FOREVER)
    }

    async fn permit(&self) -> Result<Option<Permit>, NotSentError> {
        if self.executor.pacing == Pacing::Off {
            return Ok(None);
        }
        let Target { limit, path, .. } = &self.target;
        let policy = self.policy();
        let terms = Terms {
            max_wait: policy.longest_wait().min(FOREVER),
            deadline: policy.limit().map(|limit| self.began + limit.min(FOREVER)),
            attempt: self.time(),
        };
        let asked = Instant::now();
        let budget = self.executor.pacer.budget(limit, path);
        let mut turn = pin!(budget.acquire(terms));
        let permit = match poll_immediate(&mut turn).await {
            Some(permit) => permit?,
            None => {
                self.executor.observer.observe(&Event::Waiting { limit });
                turn.await?
            }
        };
        let waited = asked.elapsed();
        if !waited.is_zero() {
            self.span.waited(waited);
        }
        Ok(Some(permit))
    }

    fn sending(&self, request: &Request, attempt: u32) {
        self.executor.observer.observe(&Event::Sending {
            method: request.method(),
            url: request.url().as_str(),
            body: request.body().and_then(Body::as_bytes),
            attempt,
        });
    }

    /// Sends a request, and again where it is redirected on the same host. Elsewhere the key must
    /// not go, and a write would become something else: then the redirect is the reply.
    async fn attempt(
        &self,
        mut request: Request,
        mut permit: Option<Permit>,
        number: u32,
    ) -> Result<Reply, Failed> {
        let time = self.time();
        let attempt = Attempt {
            limit: self.target.limit,
            number,
            piece: self.target.in_pieces.then(|| self.time_per_attempt()),
        };
        let mut left = time;
        let mut redirects = 0;
        loop {
            self.sending(&request, number);
            let started = Instant::now();
            // In its place: to move it costs as much as the rest of what is done here.
            let exchange = pin!(self.executor.transport.exchange(request, permit, attempt));
            let Some(outcome) = within(left, exchange).await else {
                return Err(timed_out(time, number));
            };
            let redirect = match outcome? {
                Received::Reply(reply) => return Ok(reply),
                Received::Redirect(redirect) if redirects < MAX_REDIRECTS => redirect,
                Received::Redirect(redirect) => return Err(redirect.refused),
            };
            redirects += 1;
            left = left.saturating_sub(started.elapsed());
            // Each is a request, and paid like one. The attempt's time stops while it waits.
            permit = self
                .permit()
                .await
                .map_err(|error| Failed::finally(error.into()))?;
            request = self.request().map_err(Failed::finally)?;
            *request.url_mut() = redirect.to;
        }
    }
}

fn timed_out(time: Duration, number: u32) -> Failed {
    let message = format!("no whole reply within {} s", time.as_secs_f64());
    let error = TransportError::new(TransportKind::Timeout, message);
    Failed::transport(error.after(number), Effect::Possible)
}

/// Waits for a future for this long. It is not polled after that time, also where nobody polled it
/// before, as in another branch of a `select!`: its slot is given up then, and what it would still
/// send is not paid for.
async fn within<F: Future>(time: Duration, mut future: Pin<&mut F>) -> Option<F::Output> {
    let mut timer = pin!(sleep(time));
    poll_fn(|context| {
        if timer.as_mut().poll(context).is_ready() {
            return Poll::Ready(None);
        }
        future.as_mut().poll(context).map(Some)
    })
    .await
}
