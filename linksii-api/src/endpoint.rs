//! Building requests on a base URL that is parsed once.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::header::{HeaderName, HeaderValue};
use reqwest::{Body, Method, Request, Url};
use serde::Serialize;

use crate::error::Error;
use crate::parameter::Parameter;
use crate::sanitize::{NAME, Sanitizer, without_credentials};

/// What a path segment may have as it is: RFC 3986's unreserved characters.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Where the service is.
#[derive(Clone, Debug)]
pub struct Endpoint {
    base: Url,
}

impl Endpoint {
    pub(crate) fn new(base_url: &str) -> Result<Self, Error> {
        let wrong = |what: &str| {
            // What comes before an `@` may be a secret.
            let shown = Sanitizer::default().line(&without_credentials(base_url), NAME);
            let good = crate::generated::service::BASE_URL;
            Error::config(format!(
                "the base URL \"{shown}\" {what}: one looks like {good:?}"
            ))
        };
        let base = Url::parse(base_url.trim())
            .map_err(|error| wrong(&format!("is not a URL ({error})")))?;
        if !matches!(base.scheme(), "http" | "https") {
            return Err(wrong("is neither http nor https"));
        }
        if !base.username().is_empty() || base.password().is_some() {
            return Err(wrong("has a user name or a password"));
        }
        if base.query().is_some() || base.fragment().is_some() {
            return Err(wrong("has a query or a fragment"));
        }
        Ok(Self { base })
    }

    pub(crate) fn url(&self) -> &Url {
        &self.base
    }

    /// Starts a request. The path starts with a slash and is percent-encoded where it must be.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestParts {
        let mut url = self.base.clone();
        let base = self.base.path().trim_end_matches('/');
        let mut whole = String::with_capacity(base.len() + path.len());
        whole.push_str(base);
        whole.push_str(path);
        url.set_path(&whole);
        let problem = (shape(url.path()) != shape(&whole)).then(|| {
            Error::config(format!(
                "the path {path:?} has `.` or `..` in it, which would lead elsewhere: pass a whole path or id"
            ))
        });
        RequestParts {
            request: Request::new(method, url),
            problem,
        }
    }
}

/// How many segments a path has, and whether the last is empty: a URL that takes one of them to
/// mean this or the parent directory comes out in another shape.
fn shape(path: &str) -> (usize, bool) {
    let slashes = path.bytes().filter(|byte| *byte == b'/').count();
    (slashes, path.ends_with('/'))
}

/// A value as one segment of a path.
#[allow(dead_code, reason = "a document may have no path parameter")]
pub(crate) fn segment(value: impl Parameter) -> String {
    utf8_percent_encode(&value.text(), SEGMENT).to_string()
}

/// A request that is being built. The first problem is kept until the end.
#[must_use]
pub(crate) struct RequestParts {
    request: Request,
    problem: Option<Error>,
}

impl RequestParts {
    pub(crate) fn query(mut self, name: &str, value: impl Parameter) -> Self {
        let url = self.request.url_mut();
        value.each(&mut |value| add_query(url, name, value));
        self
    }

    #[allow(dead_code, reason = "a document may have no header parameter")]
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

    pub(crate) fn json(mut self, body: impl Serialize) -> Self {
        match serde_json::to_vec(&body) {
            Ok(body) => *self.request.body_mut() = Some(Body::from(body)),
            Err(error) => {
                self.problem = Some(Error::config(format!(
                    "the body cannot be written as JSON: {error}"
                )));
            }
        }
        self
    }

    #[allow(dead_code, reason = "a document may have no optional body")]
    pub(crate) fn optional_json(self, body: Option<impl Serialize>) -> Self {
        match body {
            Some(body) => self.json(body),
            None => self,
        }
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn endpoint(base: &str) -> Endpoint {
        Endpoint::new(base).unwrap()
    }

    #[test]
    fn paths_join_the_base_with_one_slash() {
        for base in ["http://h/api/v1", "http://h/api/v1/", " http://h/api/v1// "] {
            let request = endpoint(base)
                .request(Method::GET, "/keys")
                .build()
                .unwrap();
            assert_eq!(request.url().as_str(), "http://h/api/v1/keys");
        }
        let request = endpoint("http://h")
            .request(Method::GET, "/keys")
            .build()
            .unwrap();
        assert_eq!(request.url().as_str(), "http://h/keys");
    }

    #[test]
    fn a_segment_stays_one_segment() {
        let path = format!("/w/{}/x", segment("a/../b?c#d %2e"));
        let request = endpoint("http://h/v1")
            .request(Method::GET, &path)
            .build()
            .unwrap();
        assert_eq!(
            request.url().as_str(),
            "http://h/v1/w/a%2F..%2Fb%3Fc%23d%20%252e/x"
        );
        for dots in ["/w/../x", "/w/./x", "/w/%2e%2E/x", "/w/.%2e/x"] {
            let error = endpoint("http://h/v1")
                .request(Method::GET, dots)
                .build()
                .unwrap_err();
            assert!(error.to_string().contains("lead elsewhere"), "{error}");
        }
    }

    #[test]
    fn queries_are_encoded_in_the_order_given() {
        let request = endpoint("http://h/v1")
            .request(Method::GET, "/x")
            .query("b", "1&2 ü")
            .query("a", Some(3_u32))
            .query("none", None::<u32>)
            .query("many", &[1_i64, 2][..])
            .build()
            .unwrap();
        assert_eq!(
            request.url().query(),
            Some("b=1%262+%C3%BC&a=3&many=1&many=2")
        );
    }

    #[test]
    fn a_bad_base_url_is_refused_with_a_good_one() {
        for bad in [
            "",
            "www.linksii.com",
            "ftp://h/x",
            "http://h/?a=1",
            "http://h/#x",
        ] {
            let error = Endpoint::new(bad).unwrap_err().to_string();
            assert!(error.contains("https://www.linksii.com/api/v1"), "{error}");
        }
        for secret in ["http://me:secret@h/", "ftp://me:secret@h", "me:secret@h/x"] {
            let error = Endpoint::new(secret).unwrap_err().to_string();
            assert!(!error.contains("secret"), "{error}");
        }
    }
}
