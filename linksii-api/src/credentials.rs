//! The API key: where it comes from, what one looks like, and where it may go.

use reqwest::Url;
use reqwest::header::HeaderValue;

use crate::error::Error;
use crate::generated::service;
use crate::proxy;
use crate::secret::Secret;

/// The error where there is no key.
pub(crate) fn missing_key(looked_in_env: bool) -> Error {
    let (name, variable) = (service::NAME, service::KEY_VARIABLE);
    let what = if looked_in_env {
        format!("{variable} is not set")
    } else {
        "no API key was given".to_owned()
    };
    Error::config(format!(
        "{what}: make a key in {name} under Settings → API Keys (Enterprise plan), then \
         export {variable}={}…",
        service::KEY_PREFIX
    ))
}

/// The header that carries the key.
pub(crate) fn authorization(key: &Secret) -> Result<HeaderValue, Error> {
    let prefix = service::KEY_PREFIX;
    // A key that was read from a file often ends with a line break.
    let text = key.expose().trim();
    let secret = text.strip_prefix(prefix).unwrap_or_default();
    if secret.is_empty() || !secret.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(Error::config(format!(
            "the API key is malformed: one starts with `{prefix}`, has more after that, and holds no \
             blanks or quotes around it. Copy it again, or make a new one under Settings → API Keys"
        )));
    }
    let bearer = Secret::from(format!("Bearer {text}"));
    let mut value = HeaderValue::from_str(bearer.expose())
        .map_err(|_| Error::config("the API key has a character that no header can hold"))?;
    value.set_sensitive(true);
    Ok(value)
}

/// Refuses a base URL to which the key would travel unencrypted.
pub(crate) fn refuse_plain_http(url: &Url) -> Result<(), Error> {
    if url.scheme() == "https" || proxy::is_loopback(url) {
        return Ok(());
    }
    let host = url.host_str().unwrap_or_default();
    Err(Error::config(format!(
        "the base URL would send the API key to {host} unencrypted: use https, or insist with \
         `allow_plain_http(true)`"
    )))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_marked_as_sensitive() {
        let value = authorization(&Secret::from("lnk_a1b2\n")).unwrap();
        assert!(value.is_sensitive());
        assert_eq!(value.to_str().unwrap(), "Bearer lnk_a1b2");
        assert!(!format!("{value:?}").contains("a1b2"));
    }
}
