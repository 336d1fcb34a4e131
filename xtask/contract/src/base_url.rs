//! Where the service is, and that a key may be sent there.

use std::net::IpAddr;

use http::Uri;

/// A base URL that the key may be sent to, without a slash at its end.
///
/// ```
/// use contract::base_url;
///
/// assert_eq!(base_url("https://api.example/v1/"), Ok("https://api.example/v1".to_owned()));
/// assert!(base_url("http://api.example/v1").is_err_and(|why| why.contains("unencrypted")));
/// ```
///
/// # Errors
///
/// What is wrong with it, and how to fix it. Plain `http` is for loopback alone.
pub fn base_url(text: &str) -> Result<String, String> {
    let text = text.trim().trim_end_matches('/');
    let uri: Uri = text
        .parse()
        .map_err(|error| format!("the base URL is not a URL ({error}): write https://host/path"))?;
    let (Some(scheme), Some(host)) = (uri.scheme_str(), uri.host()) else {
        return Err("the base URL has no scheme or no host: write https://host/path".to_owned());
    };
    if uri.authority().is_some_and(|it| it.as_str().contains('@')) {
        return Err("the base URL holds a user or a password: leave them out".to_owned());
    }
    if uri.query().is_some() || text.contains('#') {
        return Err("the base URL has a query or a fragment: leave it out".to_owned());
    }
    let address = host.trim_start_matches('[').trim_end_matches(']');
    let loopback = host == "localhost" || address.parse().is_ok_and(|it: IpAddr| it.is_loopback());
    match scheme {
        "https" => Ok(text.to_owned()),
        "http" if loopback => Ok(text.to_owned()),
        "http" => Err(format!(
            "the base URL would send the API key to {host} unencrypted: use https"
        )),
        other => Err(format!("the base URL is {other}: use https")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_sent_to_https_and_to_loopback_alone() {
        for right in [
            "https://www.example.com/api/v1",
            "http://127.0.0.1:4010/api/v1",
            "http://[::1]:80",
            "http://localhost:1",
        ] {
            assert_eq!(base_url(right).as_deref(), Ok(right));
        }
        for (wrong, why) in [
            ("http://example.com", "unencrypted"),
            ("http://localhost.example.com", "unencrypted"),
            ("http://10.0.0.1", "unencrypted"),
            ("ftp://example.com", "use https"),
            ("example.com/v1", "is not a URL"),
            ("/api/v1", "no scheme"),
            ("https://me:secret@example.com", "leave them out"),
            ("https://example.com?a=b", "leave it out"),
            ("https://exa mple.com", "is not a URL"),
            ("", "is not a URL"),
        ] {
            let error = base_url(wrong);
            assert!(
                error.as_ref().is_err_and(|it| it.contains(why)),
                "{wrong}: {error:?}"
            );
            assert!(!error.is_err_and(|it| it.contains("secret")));
        }
    }
}
