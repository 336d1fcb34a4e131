//! URLs, which may hold a password.

use std::borrow::Cow;

use crate::sanitizer::REDACTED;

/// A URL without the user name and the password that it may hold.
///
/// ```
/// use linksii_sanitize::without_credentials;
///
/// assert_eq!(without_credentials("http://me:pass@host/x"), "http://[redacted]@host/x");
/// ```
pub fn without_credentials(url: &str) -> Cow<'_, str> {
    let start = url.find("://").map_or(0, |at| at + 3);
    let authority = url[start..]
        .find(['/', '?', '#'])
        .map_or(url.len(), |at| start + at);
    match url[start..authority].rfind('@') {
        Some(at) => Cow::Owned(format!("{}{REDACTED}{}", &url[..start], &url[start + at..])),
        None => Cow::Borrowed(url),
    }
}

#[cfg(test)]
mod tests {
    use super::without_credentials;

    #[test]
    fn a_url_is_shown_without_its_credentials() {
        for (url, shown) in [
            ("http://h/x", "http://h/x"),
            ("http://me:pass@h/x", "http://[redacted]@h/x"),
            ("http://me:p@ss@h", "http://[redacted]@h"),
            ("me:pass@h/x", "[redacted]@h/x"),
            ("http://h/x@y", "http://h/x@y"),
        ] {
            assert_eq!(without_credentials(url), shown);
        }
    }
}
