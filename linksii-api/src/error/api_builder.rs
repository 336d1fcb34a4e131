//! Refusals for tests.

use std::time::Duration;

use reqwest::StatusCode;

use super::api::ApiError;
use super::reply_info::ReplyInfo;
use crate::rate_limit::RateLimit;
use crate::sanitize::without_own_key;

impl ApiError {
    /// Starts an error for a test.
    pub fn builder(status: StatusCode) -> ApiErrorBuilder {
        ApiErrorBuilder {
            info: ReplyInfo::new(status),
            message: None,
            code: None,
            retry_after: None,
            body: String::new(),
        }
    }
}

/// An [`ApiError`] for a test.
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until `build`"]
pub struct ApiErrorBuilder {
    info: ReplyInfo,
    message: Option<String>,
    code: Option<String>,
    retry_after: Option<Duration>,
    body: String,
}

impl ApiErrorBuilder {
    /// The body. Message and code are read from it, as they are from the service's, where they are
    /// not set by themselves.
    pub fn body(mut self, body: impl Into<String>) -> Self {
        self.body = body.into();
        self
    }

    /// What the service said.
    pub fn message(mut self, message: impl Into<String>) -> Self {
        self.message = Some(message.into());
        self
    }

    /// The machine-readable code.
    pub fn code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }

    /// How long the service asks callers to wait.
    pub fn retry_after(mut self, wait: Duration) -> Self {
        self.retry_after = Some(wait);
        self
    }

    /// The rate limit's state.
    pub fn rate_limit(mut self, rate_limit: RateLimit) -> Self {
        self.info.rate_limit = Some(rate_limit);
        self
    }

    /// The service's own name for the request.
    pub fn request_id(mut self, id: impl Into<String>) -> Self {
        self.info.trace.request_id = Some(id.into().into_boxed_str());
        self
    }

    /// How many times the request was sent. Default 1.
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.info.trace.attempts = attempts;
        self
    }

    /// The error.
    pub fn build(self) -> ApiError {
        let (body, wait) = (self.body.as_bytes(), self.retry_after);
        let error = ApiError::new(self.info, body, None, wait, &without_own_key());
        error.with_words(self.message, self.code)
    }
}
