//! The one way a request takes: wait for its turn, send, read, and try again.

use std::sync::PoisonError;
use std::time::Duration;

use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;
use reqwest::header::{HeaderMap, LOCATION};
use reqwest::{Method, Request, Response, StatusCode, Url};
use tokio::time::{Instant, sleep, timeout};

use crate::body;
use crate::client::Inner;
use crate::error::{ApiError, TransportError, TransportKind};
use crate::limit::Limit;
use crate::operation::OperationInfo;
use crate::options::Options;
use crate::pacing::{Outcome, Pacing, Permit};
use crate::rate_limit::{resets_in, retry_after, server_time};
use crate::reply::Reply;
use crate::retry::Attempt;
use crate::trace::Span;
use crate::{Error, RetryPolicy};

/// How much of a refusal's body is read, in bytes.
const MAX_REFUSAL: usize = 64 << 10;

/// How many redirects a request follows.
const MAX_REDIRECTS: usize = 5;

/// What is called.
pub(crate) struct Target<'a> {
    /// The operation's id; that of a raw request is its path.
    #[cfg_attr(
        not(feature = "tracing"),
        expect(dead_code, reason = "only spans tell it")
    )]
    pub(crate) id: &'a str,
    pub(crate) method: Method,
    /// The path template.
    pub(crate) path: &'a str,
    pub(crate) limit: &'static Limit,
}

impl From<OperationInfo> for Target<'static> {
    fn from(info: OperationInfo) -> Self {
        Self {
            id: info.id,
            method: info.method,
            path: info.path,
            limit: info.limit,
        }
    }
}

/// Sends a request until it succeeds, or is not to be tried again, and reads the reply.
///
/// It knows no types, and its future is boxed: so all of it is compiled here, once, and not in
/// each program for each operation.
pub(crate) fn execute<'a>(
    client: &'a Inner,
    target: &'a Target<'_>,
    options: &'a Options,
    build: &'a (dyn Fn() -> Result<Request, Error> + Sync),
) -> BoxFuture<'a, Result<Arrived, Error>> {
    Box::pin(async move {
        if let Some(why) = options.refused() {
            return Err(Error::config(why));
        }
        let span = Span::new(target, client.endpoint.url());
        let attempts = attempts(client, target, options, build, &span);
        let outcome = span.instrument(attempts).await;
        match &outcome {
            Ok(reply) => span.answered(reply),
            Err(error) => span.failed(error),
        }
        outcome.map(|reply| Arrived { reply, span })
    })
}

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

async fn attempts(
    client: &Inner,
    target: &Target<'_>,
    options: &Options,
    build: &(dyn Fn() -> Result<Request, Error> + Sync),
    span: &Span,
) -> Result<Reply, Error> {
    let policy = options.retry.as_ref().unwrap_or(&client.retry);
    let per_attempt = options.timeout.unwrap_or(client.timeout);
    let began = Instant::now();
    let mut number = 0;
    loop {
        let prepared = || {
            let mut request = build()?;
            options.complete(&mut request, &client.headers);
            Ok(request)
        };
        let request = prepared()?;
        let permit = permit(client, target, policy, began, number).await?;
        number += 1;
        let limit = policy
            .time_left(began.elapsed())
            .map_or(per_attempt, |left| left.min(per_attempt));
        let sent = timeout(limit, send(client, request, &prepared, number, permit))
            .await
            .unwrap_or_else(|_| {
                let message = format!("no whole reply within {} s", limit.as_secs_f64());
                Err(TransportError::new(TransportKind::Timeout, message))
            });
        let attempt = Attempt {
            method: &target.method,
            number,
            elapsed: began.elapsed(),
        };
        let (error, wait) = match sent {
            Ok(Received { reply, .. }) if reply.status().is_success() => return Ok(reply),
            Ok(Received { reply, asked }) => {
                let wait = policy.after_reply(&attempt, reply.status().as_u16(), asked);
                (Error::Api(ApiError::new(&reply, asked)), wait)
            }
            Err(error) => {
                let wait = policy.after_failure(&attempt, error.kind());
                (Error::Transport(error.after(number)), wait)
            }
        };
        let Some(wait) = wait else {
            return Err(error);
        };
        span.retry(number, wait, &error);
        sleep(wait).await;
    }
}

async fn permit(
    client: &Inner,
    target: &Target<'_>,
    policy: &RetryPolicy,
    began: Instant,
    attempts: u32,
) -> Result<Option<Permit>, Error> {
    if client.pacing == Pacing::Off {
        return Ok(None);
    }
    let longest = policy.longest_wait(began.elapsed());
    let budget = client.pacer.budget(target.limit, target.path);
    budget.acquire(longest, attempts).await.map(Some)
}

/// A reply, and the wait that it asks for.
struct Received {
    reply: Reply,
    asked: Option<Duration>,
}

async fn send(
    client: &Inner,
    request: Request,
    again: Again<'_>,
    number: u32,
    permit: Option<Permit>,
) -> Result<Received, TransportError> {
    let response = follow(client, request, again).await?;
    let (status, headers) = (response.status(), response.headers());
    let now = server_time(headers);
    let asked = asked(status, headers, now);
    let reply = Reply::new(status, headers, now, number);
    let most = if status.is_success() {
        client.max_reply_size
    } else {
        MAX_REFUSAL
    };
    let too_large = response.content_length() > Some(most as u64);
    if too_large && status.is_success() {
        return Err(body::too_large(most).of_reply(&reply));
    }
    let (body, error) = body::read(response, most).await;
    // What a refusal said before it was cut off is worth more than the cut.
    if let Some(error) = error
        && status.is_success()
    {
        return Err(error.of_reply(&reply));
    }
    let reply = reply.with_body(body);
    if let Some(rate_limit) = reply.rate_limit() {
        let mut last = client
            .rate_limit
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *last = Some(rate_limit.clone());
    }
    if let Some(permit) = permit {
        permit.settle(&Outcome {
            rate_limit: reply.rate_limit(),
            server_time: now,
            success: status.is_success(),
            closed_for: asked.filter(|_| status == StatusCode::TOO_MANY_REQUESTS),
        });
    }
    Ok(Received { reply, asked })
}

/// `Retry-After`, or on a 429 the end of the window, which stands on every reply.
fn asked(status: StatusCode, headers: &HeaderMap, now: DateTime<Utc>) -> Option<Duration> {
    if status.is_success() {
        return None;
    }
    retry_after(headers, now).or_else(|| {
        let limited = status == StatusCode::TOO_MANY_REQUESTS;
        // One that is over already says nothing of when to come back.
        resets_in(headers, now).filter(|wait| limited && !wait.is_zero())
    })
}

/// Builds a request once more.
type Again<'a> = &'a (dyn Fn() -> Result<Request, Error> + Sync);

/// Sends a request, and again where it is redirected on the same host. Elsewhere the key must not
/// go, and a write would become something else: then the redirect is the reply.
async fn follow(
    client: &Inner,
    mut request: Request,
    again: Again<'_>,
) -> Result<Response, TransportError> {
    let may_follow = matches!(*request.method(), Method::GET | Method::HEAD);
    let mut redirects = 0;
    loop {
        let response = client
            .http
            .execute(request)
            .await
            .map_err(|error| lost(client, error))?;
        if !may_follow || !response.status().is_redirection() || redirects == MAX_REDIRECTS {
            return Ok(response);
        }
        // Built anew, as a copy of each request for the few that are redirected costs more.
        let (Some(url), Ok(next)) = (same_host(&response), again()) else {
            return Ok(response);
        };
        redirects += 1;
        request = next;
        *request.url_mut() = url;
    }
}

fn same_host(response: &Response) -> Option<Url> {
    let location = response.headers().get(LOCATION)?.to_str().ok()?;
    let url = response.url().join(location).ok()?;
    (origin(&url) == origin(response.url())).then_some(url)
}

fn origin(url: &Url) -> (&str, Option<&str>, Option<u16>) {
    (url.scheme(), url.host_str(), url.port_or_known_default())
}

fn lost(client: &Inner, error: reqwest::Error) -> TransportError {
    let error = TransportError::from_reqwest(error);
    match error.kind() {
        TransportKind::Connect
        | TransportKind::Certificate
        | TransportKind::ProxyAuthentication => {
            let url = client.endpoint.url();
            let host = url.host_str().unwrap_or_default();
            error.at(&format!(
                "{host}:{}",
                url.port_or_known_default().unwrap_or_default()
            ))
        }
        _ => error,
    }
}
