//! Who may use the controls: programs, and the sandbox's own page. A page of another origin may not, nor one
//! whose name was made to resolve to this machine.

use std::net::{IpAddr, SocketAddr};

use hyper::header::{HOST, HeaderMap, ORIGIN};

use crate::refusal::Refusal;

/// Where the sandbox is.
#[derive(Debug)]
pub(crate) struct Origin {
    address: SocketAddr,
    /// What it was asked to listen on, an address or a name.
    host: String,
}

impl Origin {
    pub(crate) fn new(address: SocketAddr, host: &str) -> Self {
        Self {
            address,
            host: host.to_owned(),
        }
    }

    /// # Errors
    ///
    /// If a request comes from another origin. A program that sends neither `Host` nor `Origin` is not a
    /// browser.
    pub(crate) fn check(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        let text = |name| {
            let value = headers.get(name)?;
            Some(value.to_str().unwrap_or_default())
        };
        let host = text(HOST);
        if let Some(host) = host.filter(|host| !self.is_own(host)) {
            return Err(self.refusal(&format!("the `Host` {host:?}")));
        }
        let is_same = |origin: &str| {
            let origin = origin.strip_prefix("http://").zip(host);
            origin.is_some_and(|(origin, host)| origin.eq_ignore_ascii_case(host))
        };
        match text(ORIGIN) {
            Some(origin) if !is_same(origin) => {
                Err(self.refusal(&format!("the `Origin` {origin:?}")))
            }
            _ => Ok(()),
        }
    }

    /// Whether a `Host` is the sandbox's own: its port, and a name of this machine or what it listens on.
    fn is_own(&self, host: &str) -> bool {
        let (name, port) = match host.rsplit_once(':') {
            Some((name, port)) if !port.ends_with(']') => (name, port.parse().ok()),
            _ => (host, Some(80)),
        };
        let name = name.trim_start_matches('[').trim_end_matches(']');
        port == Some(self.address.port())
            && match name.parse::<IpAddr>() {
                // Whoever asks for an address was not led here by a name.
                Ok(ip) => {
                    ip.is_loopback()
                        || self.address.ip() == ip
                        || self.address.ip().is_unspecified()
                }
                Err(_) => {
                    name.eq_ignore_ascii_case("localhost") || name.eq_ignore_ascii_case(&self.host)
                }
            }
    }

    fn refusal(&self, what: &str) -> Refusal {
        let why = format!(
            "Forbidden — {what} is not the sandbox's own; its page and its controls answer at http://{}",
            self.address
        );
        Refusal::forbidden("FOREIGN_ORIGIN", &why)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn is_allowed(listens: &str, host: &str, origin: Option<&str>) -> bool {
        let named = listens.rsplit_once(':').unwrap().0;
        let address = listens.replace("devbox", "10.1.2.3");
        let origin_of_sandbox = Origin::new(address.parse().unwrap(), named);
        let mut headers = HeaderMap::new();
        headers.insert(HOST, host.parse().unwrap());
        if let Some(origin) = origin {
            headers.insert(ORIGIN, origin.parse().unwrap());
        }
        origin_of_sandbox.check(&headers).is_ok()
    }

    #[test]
    fn a_host_is_loopback_or_what_the_sandbox_listens_on_with_its_port() {
        for (listens, host, allowed) in [
            ("127.0.0.1:4010", "127.0.0.1:4010", true),
            ("127.0.0.1:4010", "localhost:4010", true),
            ("127.0.0.1:4010", "LOCALHOST:4010", true),
            ("127.0.0.1:4010", "[::1]:4010", true),
            ("127.0.0.1:80", "localhost", true),
            ("[::1]:80", "[::1]", true),
            ("devbox:4010", "devbox:4010", true),
            ("devbox:4010", "10.1.2.3:4010", true),
            ("devbox:4010", "localhost:4010", true),
            ("0.0.0.0:4010", "192.168.1.7:4010", true),
            ("127.0.0.1:4010", "127.0.0.1:4011", false),
            ("127.0.0.1:4010", "localhost", false),
            ("127.0.0.1:4010", "192.168.1.7:4010", false),
            ("127.0.0.1:4010", "evil.example:4010", false),
            ("127.0.0.1:4010", "localhost.evil.example:4010", false),
            ("0.0.0.0:4010", "evil.example:4010", false),
            ("127.0.0.1:4010", "", false),
        ] {
            assert_eq!(
                is_allowed(listens, host, None),
                allowed,
                "{host} at {listens}"
            );
        }
    }

    #[test]
    fn an_origin_is_that_of_the_page_itself() {
        let own = "127.0.0.1:4010";
        for (origin, allowed) in [
            ("http://127.0.0.1:4010", true),
            ("http://127.0.0.1:3000", false),
            ("http://localhost:4010", false),
            ("https://127.0.0.1:4010", false),
            ("http://evil.example", false),
            ("null", false),
        ] {
            assert_eq!(is_allowed(own, own, Some(origin)), allowed, "{origin}");
        }
    }
}
