//! One request, and what comes of it.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::BodyExt;
use reqwest::header::{HeaderMap, HeaderName, LOCATION};
use reqwest::{Method, Request, Response, StatusCode, Url};

use super::received::{Attempt, Failed, Received, Redirect};
use super::sender::{Sender, send};
use crate::body::{self, ReadError, UnpackError};
use crate::error::{
    ApiError, DecodeError, Effect, Error, ReplyInfo, Trace, TransportError, TransportKind,
};
use crate::limit::Limit;
use crate::pacing::{Outcome, Permit};
use crate::rate_limit::{self, RateLimit};
use crate::reply::{Reply, Rest};
use crate::retry_policy::Failure;
use crate::sanitize::{NAME, Sanitizer};
use crate::server_time::ServerTime;

/// How much of a refusal's body is read, in bytes.
const MAX_REFUSAL: usize = 64 << 10;

/// The headers that services name a request in, the first that is there. Which one this service
/// uses is not documented.
static REQUEST_ID: [HeaderName; 2] = [
    HeaderName::from_static("x-request-id"),
    HeaderName::from_static("request-id"),
];

/// Sends requests, and reads their replies.
pub(crate) struct HttpTransport {
    pub(crate) sender: Sender,
    /// The service's name and port, for errors.
    pub(crate) host: String,
    pub(crate) max_reply_size: usize,
    pub(crate) sanitizer: Sanitizer,
    /// As the last reply reported it.
    pub(crate) rate_limit: Mutex<Option<RateLimit>>,
}

impl HttpTransport {
    /// Sends a request and reads its reply.
    pub(crate) async fn exchange(
        &self,
        request: Request,
        permit: Option<Permit>,
        attempt: Attempt,
    ) -> Result<Received, Failed> {
        let Attempt {
            limit,
            number,
            piece,
        } = attempt;
        let sanitizer = &self.sanitizer;
        let may_follow = matches!(*request.method(), Method::GET | Method::HEAD);
        let sent = match &self.sender {
            Sender::Http(client) => client
                .execute(request)
                .await
                .map_err(|error| TransportError::from_reqwest(&error, &self.host, sanitizer)),
            // Boxed, as it would make every call's future larger.
            Sender::Own(own) => Box::pin(send(own, request, &self.host, sanitizer)).await,
        };
        let mut response = match sent {
            Ok(response) => response,
            Err(error) => {
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
        let to = redirect(&response).filter(|_| may_follow);
        let status = response.status();
        let headers = std::mem::take(response.headers_mut());
        let time = ServerTime::of(&headers);
        let asked = asked(status, &headers, &time, limit);
        let info = ReplyInfo {
            status,
            rate_limit: RateLimit::of(&headers, &time),
            trace: Trace {
                request_id: REQUEST_ID
                    .iter()
                    .find_map(|name| shown(&headers, name, sanitizer)),
                ..Trace::new(number)
            },
        };
        self.settle(permit, &info, &time, asked);
        if status.is_success() {
            let reply = match piece {
                None => self.success(response, headers, info).await,
                Some(time) => self.first_piece(response, headers, info, time).await,
            };
            return reply.map(Received::Reply);
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
            let last = &self.rate_limit;
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
        let most = self.max_reply_size;
        if response.content_length() > Some(most as u64) {
            return Err(self.too_large(&info));
        }
        let (body, error) = body::read(response, most).await;
        match error {
            None => {}
            Some(ReadError::TooLarge) => return Err(self.too_large(&info)),
            Some(ReadError::Lost(error)) => return Err(self.lost(&error, &info)),
        }
        let body = body::unpack(&headers, body, most).map_err(|error| match error {
            UnpackError::TooLarge => self.too_large(&info),
            UnpackError::Broken(why, body) => {
                self.unreadable(&format!("the body cannot be unpacked: {why}"), &body, &info)
            }
            UnpackError::Unknown(name) => self.not_asked_for(&name, &info),
        })?;
        Ok(self.reply(info, headers, body, None))
    }

    /// A reply that is read in pieces, with its first one. What is packed cannot be unpacked in pieces, and
    /// has not been asked for.
    async fn first_piece(
        &self,
        mut response: Response,
        headers: HeaderMap,
        info: ReplyInfo,
        time: Duration,
    ) -> Result<Reply, Failed> {
        let most = self.max_reply_size;
        if response.content_length() > Some(most as u64) {
            return Err(self.too_large(&info));
        }
        if let Some(name) = body::encoding(&headers) {
            return Err(self.not_asked_for(&name, &info));
        }
        let piece = match response.chunk().await {
            Ok(piece) => piece.unwrap_or_default(),
            Err(error) => return Err(self.lost(&error, &info)),
        };
        let rest = Rest {
            body: reqwest::Body::from(response).into_data_stream(),
            time,
            most,
            host: self.host.clone(),
        };
        Ok(self.reply(info, headers, piece, Some(Box::new(rest))))
    }

    fn reply(
        &self,
        info: ReplyInfo,
        headers: HeaderMap,
        body: Bytes,
        rest: Option<Box<Rest>>,
    ) -> Reply {
        let sanitizer = self.sanitizer.clone();
        Reply {
            info,
            headers,
            body,
            rest,
            sanitizer,
        }
    }

    fn too_large(&self, info: &ReplyInfo) -> Failed {
        let message = format!("the reply is larger than {} bytes", self.max_reply_size);
        let error = TransportError::new(TransportKind::TooLarge, message);
        Failed::transport(error.of_reply(info), Effect::Certain)
    }

    fn lost(&self, error: &reqwest::Error, info: &ReplyInfo) -> Failed {
        let error = TransportError::from_reqwest(error, &self.host, &self.sanitizer);
        Failed::transport(error.of_reply(info), Effect::Certain)
    }

    fn unreadable(&self, message: &str, body: &[u8], info: &ReplyInfo) -> Failed {
        let error = DecodeError::of_reply(".", message, info.clone(), body, &self.sanitizer);
        Failed::decode(error)
    }

    fn not_asked_for(&self, encoding: &str, info: &ReplyInfo) -> Failed {
        let message = format!("the body is encoded as `{encoding}`, which was not asked for");
        self.unreadable(&message, b"", info)
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
        let sanitizer = &self.sanitizer;
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
}

/// Where a request goes on that is redirected on the same host.
fn redirect(response: &Response) -> Option<Url> {
    if !response.status().is_redirection() {
        return None;
    }
    let location = response.headers().get(LOCATION)?.to_str().ok()?;
    let url = response.url().join(location).ok()?;
    (url.origin() == response.url().origin()).then_some(url)
}

/// `Retry-After`, or on a 429 the end of the window, which every reply reports.
fn asked(
    status: StatusCode,
    headers: &HeaderMap,
    time: &ServerTime,
    limit: &Limit,
) -> Option<Duration> {
    let retry_after = || time.retry_after(headers, limit.requests_per_day.is_some());
    match status {
        StatusCode::TOO_MANY_REQUESTS => {
            retry_after().or_else(|| rate_limit::resets_in(headers, time))
        }
        _ if status.is_success() => None,
        _ => retry_after(),
    }
}

/// What a header says, fit to be shown.
fn shown(headers: &HeaderMap, name: &HeaderName, sanitizer: &Sanitizer) -> Option<Box<str>> {
    let text = String::from_utf8_lossy(headers.get(name)?.as_bytes());
    Some(sanitizer.line(&text, NAME).into_boxed_str())
}
