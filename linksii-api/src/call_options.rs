//! What a caller sets for one call.

use std::time::Duration;

use reqwest::Request;
use reqwest::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE, HeaderName, HeaderValue};

use crate::request_parts::{self, add_query};
use crate::retry_policy::RetryPolicy;

/// What a caller has set for one call.
#[derive(Clone, Debug, Default)]
pub(crate) struct CallOptions {
    headers: Vec<(HeaderName, HeaderValue)>,
    query: Vec<(String, String)>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) retry: Option<RetryPolicy>,
    /// The first thing that cannot be sent. A setter has no place to say so.
    refused: Option<String>,
}

impl CallOptions {
    pub(crate) fn header(&mut self, name: &str, value: &str) {
        match request_parts::header(name, value) {
            Ok((name, mut value)) => {
                // It may be a secret, and calls have `Debug`.
                value.set_sensitive(true);
                self.headers.push((name, value));
            }
            Err(error) => self.refuse(&error.to_string()),
        }
    }

    /// Asks for a reply of any type, unless the caller says which.
    pub(crate) fn accept_any(&mut self) {
        self.unless_given(ACCEPT, "*/*");
    }

    /// What comes in pieces cannot be unpacked.
    pub(crate) fn in_pieces(&mut self) {
        self.unless_given(ACCEPT_ENCODING, "identity");
    }

    fn unless_given(&mut self, name: HeaderName, value: &'static str) {
        if !self.headers.iter().any(|(given, _)| *given == name) {
            self.headers.push((name, HeaderValue::from_static(value)));
        }
    }

    pub(crate) fn query(&mut self, name: &str, value: &str) {
        self.query.push((name.to_owned(), value.to_owned()));
    }

    pub(crate) fn refuse(&mut self, why: &str) {
        self.refused.get_or_insert_with(|| why.to_owned());
    }

    /// Why the call cannot be made, if it cannot.
    pub(crate) fn refused(&self) -> Option<&str> {
        self.refused.as_deref()
    }

    /// Adds to a request what every one carries, and what the caller has set for this one. Where both
    /// have a header, it is the caller's.
    pub(crate) fn complete(&self, request: &mut Request, carried: &[(HeaderName, HeaderValue)]) {
        let given = |name: &HeaderName| self.headers.iter().any(|(given, _)| given == name);
        let has_body = request.body().is_some();
        // A body that is not JSON says so, and so does a request for a reply that is not.
        let says = !request.headers().is_empty();
        if says {
            for name in [CONTENT_TYPE, ACCEPT].iter().filter(|name| given(name)) {
                request.headers_mut().remove(name);
            }
        }
        for (name, value) in carried {
            let is_ours = !given(name) && (has_body || name != CONTENT_TYPE);
            if is_ours && !(says && request.headers().contains_key(name)) {
                request.headers_mut().append(name.clone(), value.clone());
            }
        }
        for (name, value) in &self.headers {
            request.headers_mut().append(name.clone(), value.clone());
        }
        for (name, value) in &self.query {
            add_query(request.url_mut(), name, value);
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use reqwest::header::AUTHORIZATION;
    use reqwest::{Body, Method};

    use super::*;

    fn sent(options: &CallOptions, body: Option<&'static str>) -> Vec<String> {
        let carried = [
            (AUTHORIZATION, HeaderValue::from_static("Bearer lnk_1")),
            (ACCEPT, HeaderValue::from_static("application/json")),
            (CONTENT_TYPE, HeaderValue::from_static("application/json")),
        ];
        let mut request = Request::new(Method::POST, "http://h/keys?a=1".parse().unwrap());
        *request.body_mut() = body.map(Body::from);
        options.complete(&mut request, &carried);
        let headers = request.headers().iter();
        let headers = headers.map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()));
        let mut sent: Vec<String> = headers.collect();
        sent.sort();
        sent.push(request.url().query().unwrap().to_owned());
        sent
    }

    #[test]
    fn the_callers_headers_come_before_ours_and_beside_each_other() {
        let mut options = CallOptions::default();
        options.header("Accept", "text/plain");
        options.header("x-mine", "1");
        options.header("x-mine", "2");
        options.query("b", "2&3");
        assert_eq!(
            sent(&options, None),
            [
                "accept: text/plain",
                "authorization: Bearer lnk_1",
                "x-mine: 1",
                "x-mine: 2",
                "a=1&b=2%263"
            ]
        );
    }

    #[test]
    fn a_body_is_json_unless_the_caller_says_otherwise() {
        let mut options = CallOptions::default();
        assert!(sent(&options, Some("{}")).contains(&"content-type: application/json".to_owned()));
        options.header("content-type", "application/merge-patch+json");
        let sent = sent(&options, Some("{}"));
        assert!(sent.contains(&"content-type: application/merge-patch+json".to_owned()));
        assert!(!sent.contains(&"content-type: application/json".to_owned()));
    }
}
