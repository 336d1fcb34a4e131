//! A request that is being built, part by part.

use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderName, HeaderValue};
use reqwest::{Request, Url};
use serde::Serialize;

use crate::error::Error;
use crate::form;
use crate::multipart::Multipart;
use crate::parameter::Parameter;
use crate::request_body::Body;

/// A request that is being built. The first problem is kept until the end.
#[must_use]
pub(crate) struct RequestParts {
    request: Request,
    problem: Option<Error>,
}

impl RequestParts {
    #[inline]
    pub(crate) fn new(request: Request, problem: Option<Error>) -> Self {
        Self { request, problem }
    }

    pub(crate) fn query(mut self, name: &str, value: impl Parameter) -> Self {
        let url = self.request.url_mut();
        value.each(&mut |value| add_query(url, name, value));
        self
    }

    pub(crate) fn header(mut self, name: &'static str, value: impl Parameter) -> Self {
        let (request, problem) = (&mut self.request, &mut self.problem);
        value.each(&mut |value| match header(name, value) {
            Ok((name, value)) => {
                request.headers_mut().append(name, value);
            }
            Err(error) => *problem = Some(error),
        });
        self
    }

    pub(crate) fn json(self, body: impl Serialize) -> Self {
        self.with_body(None, Body::json(&body))
    }

    /// JSON of a media type of its own.
    pub(crate) fn json_as(self, body: impl Serialize, content_type: &str) -> Self {
        self.with_body(Some(content_type), Body::json(&body))
    }

    /// What `add` makes of a value, if there is one.
    pub(crate) fn optional<T>(self, value: Option<T>, add: impl FnOnce(Self, T) -> Self) -> Self {
        match value {
            Some(value) => add(self, value),
            None => self,
        }
    }

    /// An object in the query, each property as `name[property]`: OpenAPI's `deepObject`.
    pub(crate) fn query_object(self, name: &str, value: impl Serialize) -> Self {
        self.query_pairs(name, form::named(name, &value))
    }

    /// An object in the query, each property as a parameter of its own: OpenAPI's `form` with `explode`.
    pub(crate) fn query_fields(self, value: impl Serialize) -> Self {
        self.query_pairs("query", form::pairs(&value))
    }

    fn query_pairs(mut self, name: &str, pairs: Result<Vec<(String, String)>, String>) -> Self {
        match pairs {
            Ok(pairs) => {
                for (name, value) in pairs {
                    add_query(self.request.url_mut(), &name, &value);
                }
            }
            Err(why) => {
                self.problem = Some(Error::config(format!("`{name}` cannot be sent: {why}")));
            }
        }
        self
    }

    /// What the reply is to be, where that is not JSON.
    pub(crate) fn accept(mut self, content_type: &'static str) -> Self {
        let value = HeaderValue::from_static(content_type);
        self.request.headers_mut().insert(ACCEPT, value);
        self
    }

    /// A body as HTML forms send it.
    pub(crate) fn form(self, body: impl Serialize) -> Self {
        let form = form::encoded(&body);
        self.with_body(Some(form::CONTENT_TYPE), form.map(Body::from))
    }

    /// A body of several parts.
    pub(crate) fn multipart(self, body: &Multipart) -> Self {
        match body.encode() {
            Ok((content_type, body)) => self.with_body(Some(&content_type), Ok(body)),
            Err(error) => self.with_body(None, Err(error)),
        }
    }

    /// A body of text or bytes.
    pub(crate) fn body(self, body: &Body, content_type: &str) -> Self {
        self.with_body(Some(content_type), Ok(body.clone()))
    }

    fn with_body(mut self, content_type: Option<&str>, body: Result<Body, Error>) -> Self {
        if let Err(error) = self.set_body(content_type, body) {
            self.problem = Some(error);
        }
        self
    }

    fn set_body(
        &mut self,
        content_type: Option<&str>,
        body: Result<Body, Error>,
    ) -> Result<(), Error> {
        *self.request.body_mut() = Some(body?.to_send()?);
        if let Some(content_type) = content_type {
            let (name, value) = header(CONTENT_TYPE.as_str(), content_type)?;
            self.request.headers_mut().insert(name, value);
        }
        Ok(())
    }

    pub(crate) fn build(self) -> Result<Request, Error> {
        match self.problem {
            Some(error) => Err(error),
            None => Ok(self.request),
        }
    }
}

pub(crate) fn add_query(url: &mut Url, name: &str, value: &str) {
    url.query_pairs_mut().append_pair(name, value);
}

/// A header from text, or an error that names it without its value.
pub(crate) fn header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), Error> {
    let name: HeaderName = name.parse().map_err(|_| {
        Error::config(format!(
            "{name:?} is not a header name: letters, digits and `-`"
        ))
    })?;
    let value = value.parse().map_err(|_| {
        Error::config(format!(
            "the value of the header `{name}` has a control character"
        ))
    })?;
    Ok((name, value))
}
