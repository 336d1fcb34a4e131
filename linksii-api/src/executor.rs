//! The one way that a request takes: wait for a turn, send, read, and try again.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::{Mutex, PoisonError};
use std::task::Poll;
use std::time::Duration;

use futures_util::future::BoxFuture;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue, LOCATION};
use reqwest::{Method, Request, Response, StatusCode, Url};
use tokio::runtime;
use tokio::time::{Instant, sleep, sleep_until};

use crate::body::{self, ReadError, UnpackError};
use crate::call_options::CallOptions;
use crate::endpoint::Endpoint;
use crate::error::{
    ApiError, DecodeError, Effect, Error, NotSentError, ReplyInfo, TransportError, TransportKind,
};
use crate::limit::Limit;
use crate::pacing::{Outcome, Pacer, Pacing, Permit, Terms};
use crate::rate_limit::{self, RateLimit};
use crate::reply::Reply;
use crate::retry_policy::{Attempt, Failure, RetryPolicy};
use crate::sanitize::{NAME, Sanitizer};
use crate::server_time::ServerTime;
use crate::span::Span;
use crate::target::Target;

/// How much of a refusal's body is read, in bytes.
const MAX_REFUSAL: usize = 64 << 10;

/// How many redirects a request follows.
const MAX_REDIRECTS: u32 = 5;

/// Longer than this is as long as one likes. A clock cannot count on to any moment.
const FOREVER: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// The headers that services name a request in, the first that is there. Which one this service
/// uses is not documented.
static REQUEST_ID: [HeaderName; 2] = [
    HeaderName::from_static("x-request-id"),
    HeaderName::from_static("request-id"),
];

/// What the clones of a client share.
pub(crate) struct Executor {
    pub(crate) http: reqwest::Client,
    pub(crate) endpoint: Endpoint,
    /// What every request carries, the key among it, and what one with a body does.
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    pub(crate) timeout: Duration,
    pub(crate) retry: RetryPolicy,
    pub(crate) pacing: Pacing,
    pub(crate) pacer: Pacer,
    pub(crate) max_reply_size: usize,
    pub(crate) sanitizer: Sanitizer,
    /// As the last reply reported it.
    pub(crate) rate_limit: Mutex<Option<RateLimit>>,
}

/// Builds the request: each attempt needs one.
type Build<'a> = &'a (dyn Fn() -> Result<Request, Error> + Sync);

/// A success, and the span that it arrived in.
pub(crate) struct Arrived {
    reply: Reply,
    span: Span,
}

impl Arrived {
    pub(crate) fn decode<T>(
        self,
        decode: impl FnOnce(Reply) -> Result<T, Error>,
    ) -> Result<T, Error> {
        decode(self.reply).inspect_err(|error| self.span.failed(error))
    }
}

impl Executor {
    /// Sends a request until it succeeds, or is not to be tried again, and reads the reply.
    ///
    /// It knows no types, and its future is boxed: so all of it is compiled here, once, and not in
    /// each program for each operation.
    pub(crate) fn execute<'a>(
        &'a self,
        target: &'a Target<'a>,
        options: &'a CallOptions,
        build: Build<'a>,
    ) -> BoxFuture<'a, Result<Arrived, Error>> {
        Box::pin(async move {
            if let Some(why) = options.refused() {
                return Err(Error::config(why));
            }
            if runtime::Handle::try_current().is_err() {
                return Err(Error::config(
                    "there is no tokio runtime here, and calls need one: await them under \
                     `#[tokio::main]`, or use the blocking client (feature `blocking`)",
                ));
            }
            let span = Span::new(target, self.endpoint.url());
            let call = Call {
                executor: self,
                target,
                options,
                build,
                span: &span,
                policy: options.retry.as_ref().unwrap_or(&self.retry),
                began: Instant::now(),
            };
            let outcome = span.instrument(call.run()).await;
            match &outcome {
                Ok(reply) => span.answered(reply.info()),
                Err(error) => span.failed(error),
            }
            outcome.map(|reply| Arrived { reply, span })
        })
    }
}

/// A call under way.
struct Call<'a> {
    executor: &'a Executor,
    target: &'a Target<'a>,
    options: &'a CallOptions,
    build: Build<'a>,
    span: &'a Span,
    policy: &'a RetryPolicy,
    began: Instant,
}

/// An attempt that got no success.
struct Failed {
    error: Error,
    /// What may be repeated; nothing if it is final.
    failure: Option<Failure>,
    effect: Effect,
}

impl Call<'_> {
    async fn run(&self) -> Result<Reply, Error> {
        let mut number = 0;
        // Of all attempts: one that is refused a connection does not undo the one before it.
        let mut effect = Effect::None;
        let mut last = None;
        loop {
            let request = self.request()?;
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
            let attempt = Attempt {
                method: &self.target.method,
                number,
                elapsed: self.began.elapsed(),
            };
            let wait = failed
                .failure
                .and_then(|failure| self.policy.next(&attempt, failure));
            let Some(wait) = wait else {
                return Err(error);
            };
            self.span.retry(number, wait, &error);
            last = Some(error);
            sleep(wait).await;
        }
    }

    /// The request, with what every one carries and what the caller has set.
    fn request(&self) -> Result<Request, Error> {
        let mut request = (self.build)()?;
        self.options.complete(&mut request, &self.executor.headers);
        Ok(request)
    }

    /// How long an attempt may take that begins now.
    fn time(&self) -> Duration {
        let per_attempt = self.options.timeout.unwrap_or(self.executor.timeout);
        let left = self
            .policy
            .limit()
            .map(|limit| limit.saturating_sub(self.began.elapsed()));
        left.map_or(per_attempt, |left| left.min(per_attempt))
            .min(FOREVER)
    }

    async fn permit(&self) -> Result<Option<Permit>, NotSentError> {
        if self.executor.pacing == Pacing::Off {
            return Ok(None);
        }
        let budget = self
            .executor
            .pacer
            .budget(self.target.limit, self.target.path);
        let terms = Terms {
            max_wait: self.policy.longest_wait().min(FOREVER),
            deadline: self
                .policy
                .limit()
                .map(|limit| self.began + limit.min(FOREVER)),
            attempt: self.time(),
        };
        let asked = Instant::now();
        let permit = budget.acquire(terms).await?;
        let waited = asked.elapsed();
        if !waited.is_zero() {
            self.span.waited(waited);
        }
        Ok(Some(permit))
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
        let mut left = time;
        let mut redirects = 0;
        loop {
            let started = Instant::now();
            let sent = within(left, self.send(request, permit, number)).await;
            let redirect = match sent.ok_or_else(|| timed_out(time, number))?? {
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

    async fn send(
        &self,
        request: Request,
        permit: Option<Permit>,
        number: u32,
    ) -> Result<Received, Failed> {
        let executor = self.executor;
        let sanitizer = &executor.sanitizer;
        let mut response = match executor.http.execute(request).await {
            Ok(response) => response,
            Err(error) => {
                let error = TransportError::from_reqwest(&error, &self.host(), sanitizer);
                let (arrived, effect) = match error.kind() {
                    TransportKind::Connect
                    | TransportKind::Certificate
                    | TransportKind::ProxyAuthentication => (false, Effect::None),
                    TransportKind::Refused => (true, Effect::None),
                    _ => (true, Effect::Possible),
                };
                if let (false, Some(permit)) = (arrived, permit) {
                    permit.refund();
                }
                return Err(Failed::transport(error.after(number), effect));
            }
        };
        let to = self.redirect(&response);
        let status = response.status();
        let headers = std::mem::take(response.headers_mut());
        let time = ServerTime::of(&headers);
        let asked = asked(status, &headers, &time, self.target.limit);
        let info = ReplyInfo {
            status,
            rate_limit: RateLimit::of(&headers, &time),
            request_id: REQUEST_ID
                .iter()
                .find_map(|name| shown(&headers, name, sanitizer)),
            attempts: number,
        };
        self.settle(permit, &info, &time, asked);
        if status.is_success() {
            return self
                .success(response, headers, info)
                .await
                .map(Received::Reply);
        }
        let refused = self.refusal(response, &headers, info, asked).await;
        match to {
            Some(to) => Ok(Received::Redirect(Redirect { to, refused })),
            None => Err(refused),
        }
    }

    /// Reports to the budget, and to whoever asks the client, what a reply's head says.
    fn settle(
        &self,
        permit: Option<Permit>,
        info: &ReplyInfo,
        time: &ServerTime,
        asked: Option<Duration>,
    ) {
        if let Some(rate_limit) = &info.rate_limit {
            let last = &self.executor.rate_limit;
            *last.lock().unwrap_or_else(PoisonError::into_inner) = Some(rate_limit.clone());
        }
        let Some(permit) = permit else { return };
        permit.settle(&Outcome {
            rate_limit: info.rate_limit.as_ref(),
            server_time: time.now().timestamp().max(0) as u64,
            success: info.status.is_success(),
            refused: (info.status == StatusCode::TOO_MANY_REQUESTS).then_some(asked),
        });
    }

    async fn success(
        &self,
        response: Response,
        headers: HeaderMap,
        info: ReplyInfo,
    ) -> Result<Reply, Failed> {
        let executor = self.executor;
        let sanitizer = &executor.sanitizer;
        let most = executor.max_reply_size;
        let too_large = || {
            let message = format!("the reply is larger than {most} bytes");
            let error = TransportError::new(TransportKind::TooLarge, message).of_reply(&info);
            Failed::transport(error.after(info.attempts), Effect::Certain)
        };
        if response.content_length() > Some(most as u64) {
            return Err(too_large());
        }
        let (body, error) = body::read(response, most).await;
        let unreadable = |message: &str, body: &[u8]| {
            let info = info.clone();
            Failed::decode(DecodeError::of_reply(".", message, info, body, sanitizer))
        };
        match error {
            None => {}
            Some(ReadError::TooLarge) => return Err(too_large()),
            Some(ReadError::Lost(error)) => {
                let error = TransportError::from_reqwest(&error, &self.host(), sanitizer);
                let error = error.of_reply(&info).after(info.attempts);
                return Err(Failed::transport(error, Effect::Certain));
            }
        }
        let body = body::unpack(&headers, body, most).map_err(|error| match error {
            UnpackError::TooLarge => too_large(),
            UnpackError::Broken(why, body) => {
                unreadable(&format!("the body cannot be unpacked: {why}"), &body)
            }
            UnpackError::Unknown(name) => unreadable(
                &format!("the body is encoded as `{name}`, which was not asked for"),
                b"",
            ),
        })?;
        let effect = Effect::Certain.of(&self.target.method);
        Ok(Reply::new(info, headers, body, effect, sanitizer.clone()))
    }

    /// A refusal. What it said before it was cut off, or could not be unpacked, is worth more than
    /// that.
    async fn refusal(
        &self,
        response: Response,
        headers: &HeaderMap,
        info: ReplyInfo,
        asked: Option<Duration>,
    ) -> Failed {
        let (packed, _) = body::read(response, MAX_REFUSAL).await;
        let body = match body::unpack(headers, packed.clone(), MAX_REFUSAL) {
            Ok(body) | Err(UnpackError::Broken(_, body)) if !body.is_empty() => body,
            _ => packed,
        };
        let sanitizer = &self.executor.sanitizer;
        let location = shown(headers, &LOCATION, sanitizer);
        let status = info.status;
        // Of what it refuses, a service does nothing. Where it fails, nobody knows.
        let effect = match status.as_u16() {
            408 | 500..=599 => Effect::Possible,
            _ => Effect::None,
        };
        let error = ApiError::new(info, &body, location.as_deref(), asked, sanitizer);
        Failed {
            error: Error::Api(error),
            failure: Some(Failure::Status(status, asked)),
            effect,
        }
    }

    /// Where a request goes on that is redirected on the same host.
    fn redirect(&self, response: &Response) -> Option<Url> {
        let may_follow = matches!(self.target.method, Method::GET | Method::HEAD);
        if !may_follow || !response.status().is_redirection() {
            return None;
        }
        let location = response.headers().get(LOCATION)?.to_str().ok()?;
        let url = response.url().join(location).ok()?;
        (url.origin() == response.url().origin()).then_some(url)
    }

    fn host(&self) -> String {
        let url = self.executor.endpoint.url();
        let port = url.port_or_known_default().unwrap_or_default();
        format!("{}:{port}", url.host_str().unwrap_or_default())
    }
}

/// What a request got.
enum Received {
    Reply(Reply),
    Redirect(Redirect),
}

/// A redirect that may be followed, and what it is if it is not.
struct Redirect {
    to: Url,
    refused: Failed,
}

impl Failed {
    fn transport(error: TransportError, effect: Effect) -> Self {
        Self {
            failure: Some(Failure::Transport(error.kind())),
            error: Error::Transport(error),
            effect,
        }
    }

    fn decode(error: DecodeError) -> Self {
        Self {
            error: Error::Decode(error),
            failure: None,
            effect: Effect::Certain,
        }
    }

    fn finally(error: Error) -> Self {
        Self {
            error,
            failure: None,
            effect: Effect::None,
        }
    }
}

fn timed_out(time: Duration, number: u32) -> Failed {
    let message = format!("no whole reply within {} s", time.as_secs_f64());
    let error = TransportError::new(TransportKind::Timeout, message);
    Failed::transport(error.after(number), Effect::Possible)
}

/// `Retry-After`, or on a 429 the end of the window, which every reply reports.
fn asked(
    status: StatusCode,
    headers: &HeaderMap,
    time: &ServerTime,
    limit: &Limit,
) -> Option<Duration> {
    if status.is_success() {
        return None;
    }
    let retry_after = time.retry_after(headers, limit.requests_per_day.is_some());
    retry_after.or_else(|| {
        let limited = status == StatusCode::TOO_MANY_REQUESTS;
        limited
            .then(|| rate_limit::resets_in(headers, time))
            .flatten()
    })
}

/// What a header says, fit to be shown.
fn shown(headers: &HeaderMap, name: &HeaderName, sanitizer: &Sanitizer) -> Option<Box<str>> {
    let text = String::from_utf8_lossy(headers.get(name)?.as_bytes());
    Some(sanitizer.line(&text, NAME).into_boxed_str())
}

/// Waits for a future for so long.
///
/// A caller that stops polling, as in a branch of `select!`, may come back after that time: then
/// what has arrived meanwhile is still read.
async fn within<F: Future>(time: Duration, future: F) -> Option<F::Output> {
    const LATE: Duration = Duration::from_millis(100);
    const GRACE: Duration = Duration::from_secs(1);

    let mut future = pin!(future);
    let end = Instant::now() + time;
    let mut timer = pin!(sleep_until(end));
    let mut was_late = false;
    poll_fn(|context| {
        if let Poll::Ready(output) = future.as_mut().poll(context) {
            return Poll::Ready(Some(output));
        }
        loop {
            if timer.as_mut().poll(context).is_pending() {
                return Poll::Pending;
            }
            let now = Instant::now();
            if was_late || now < end + LATE {
                return Poll::Ready(None);
            }
            was_late = true;
            timer.as_mut().reset(now + GRACE.min(time));
        }
    })
    .await
}
