//! Building requests on a base URL that is parsed once.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::{Method, Request, Url};

use crate::error::Error;
use crate::parameter::Parameter;
use crate::request_parts::RequestParts;
use crate::sanitize::{NAME, without_credentials, without_own_key};

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
            let shown = without_own_key().line(&without_credentials(base_url), NAME);
            let good = crate::generated::service::BASE_URL;
            // A document may leave out where its service is.
            let help = if good.contains("://") {
                format!("one looks like {good:?}")
            } else {
                "set one with `base_url`, such as \"https://example.com/v1\"".to_owned()
            };
            Error::config(format!("the base URL \"{shown}\" {what}: {help}"))
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
        RequestParts::new(Request::new(method, url), problem)
    }

    /// Starts a request to a URL that the service gave, which must be one of its own: the key belongs
    /// nowhere else.
    pub(crate) fn request_to(&self, method: Method, url: &str) -> Result<RequestParts, Error> {
        let wrong = |what: &str| {
            let shown = without_own_key().line(&without_credentials(url), NAME);
            let origin = self.base.origin().ascii_serialization();
            Error::config(format!(
                "the URL \"{shown}\" {what}: pass one that starts with {origin}/, or a path below the \
                 base URL"
            ))
        };
        let mut url = Url::parse(url).map_err(|error| wrong(&format!("is not a URL ({error})")))?;
        if url.origin() != self.base.origin() {
            return Err(wrong("is of another origin, where the API key must not go"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(wrong("has a user name or a password"));
        }
        url.set_fragment(None);
        Ok(RequestParts::new(Request::new(method, url), None))
    }

    /// The path of a URL below the base URL's.
    pub(crate) fn path_of<'u>(&self, url: &'u Url) -> &'u str {
        let base = self.base.path().trim_end_matches('/');
        let path = url.path();
        let below = path.strip_prefix(base);
        below.filter(|path| path.starts_with('/')).unwrap_or(path)
    }
}

/// How many segments a path has, and whether the last is empty: a URL that takes one of them to
/// mean this or the parent directory comes out in another shape.
fn shape(path: &str) -> (usize, bool) {
    let slashes = path.bytes().filter(|byte| *byte == b'/').count();
    (slashes, path.ends_with('/'))
}

/// A value as one segment of a path.
pub(crate) fn segment(value: impl Parameter) -> String {
    utf8_percent_encode(&value.text(), SEGMENT).to_string()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn endpoint(base: &str) -> Endpoint {
        Endpoint::new(base).unwrap()
    }

    fn url(base: &str, path: &str) -> Result<String, Error> {
        let request = endpoint(base).request(Method::GET, path).build()?;
        Ok(request.url().to_string())
    }

    #[test]
    fn paths_join_the_base_with_one_slash() {
        for base in ["http://h/api/v1", "http://h/api/v1/", " http://h/api/v1// "] {
            assert_eq!(url(base, "/keys").unwrap(), "http://h/api/v1/keys");
        }
        assert_eq!(url("http://h", "/keys").unwrap(), "http://h/keys");
    }

    #[test]
    fn a_segment_stays_one_segment() {
        let path = format!("/w/{}/x", segment("a/../b?c#d %2e"));
        let expected = "http://h/v1/w/a%2F..%2Fb%3Fc%23d%20%252e/x";
        assert_eq!(url("http://h/v1", &path).unwrap(), expected);
        for dots in ["/w/../x", "/w/./x", "/w/%2e%2E/x", "/w/.%2e/x"] {
            let error = url("http://h/v1", dots).unwrap_err();
            assert!(error.to_string().contains("lead elsewhere"), "{error}");
        }
    }

    #[test]
    fn queries_are_encoded_in_the_order_given() {
        let request = endpoint("http://h/v1").request(Method::GET, "/x");
        let request = request.query("b", "1&2 ü").query("a", Some(3_u32));
        let request = request.query("none", None::<u32>);
        let request = request.query("many", &[1_i64, 2][..]).build().unwrap();
        let query = request.url().query();
        assert_eq!(query, Some("b=1%262+%C3%BC&a=3&many=1&many=2"));
    }

    #[test]
    fn a_url_of_the_same_origin_is_taken_and_another_is_not() {
        let endpoint = endpoint("https://h/api/v1");
        let request = |url: &str| endpoint.request_to(Method::GET, url)?.build();
        for (url, sent, path) in [
            ("https://h/api/v1/a?b=1#c", "https://h/api/v1/a?b=1", "/a"),
            ("HTTPS://H:443/api/v10", "https://h/api/v10", "/api/v10"),
            ("https://h/x", "https://h/x", "/x"),
        ] {
            let request = request(url).unwrap();
            assert_eq!(request.url().as_str(), sent);
            assert_eq!(endpoint.path_of(request.url()), path);
        }
        for url in [
            "https://me:secret@h/a",
            "https://",
            "https://me:secret@evil/",
        ] {
            let error = request(url).unwrap_err().to_string();
            assert!(!error.contains("secret"), "{error}");
        }
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
