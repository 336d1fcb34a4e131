//! Why reqwest got no reply: how far the request came, what happened, and what to do about it.

use std::error::Error;
use std::iter;

use super::body::BodyError;
use super::transport_kind::TransportKind;

/// A reason why no reply arrived.
#[derive(Debug)]
pub(super) struct Cause {
    /// What libraries say of it, in part and in lower case. TLS libraries have no errors in common, so
    /// their text is all there is to go by.
    texts: &'static [&'static str],
    pub(super) kind: TransportKind,
    pub(super) message: &'static str,
    pub(super) advice: &'static str,
}

impl Cause {
    pub(super) fn of(error: &reqwest::Error) -> &'static Self {
        let text: String = chain(error).map(|it| format!("{it}\n")).collect();
        let text = text.to_lowercase();
        // With TLS 1.3 the service says so once the client takes the connection for made.
        if CLIENT_CERTIFICATE.is_in(&text) {
            &CLIENT_CERTIFICATE
        } else if error.is_connect() {
            let known = NOT_CONNECTED.iter().find(|it| it.is_in(&text));
            known.unwrap_or(&UNKNOWN)
        } else if chain(error).any(|cause| cause.is::<BodyError>()) {
            &BODY
        } else if error.is_request() && is_refused(error) {
            &REFUSED
        } else if error.is_timeout() {
            &TIMEOUT
        } else {
            &INTERRUPTED
        }
    }

    fn is_in(&self, text: &str) -> bool {
        self.texts.iter().any(|part| text.contains(part))
    }
}

/// Why there was no connection. The first of which the text says something is taken: what comes later
/// may name a host, or be part of another text.
static NOT_CONNECTED: &[Cause] = &[
    Cause {
        texts: &["tunnel error: proxy authorization required"],
        kind: TransportKind::ProxyAuthentication,
        message: "the proxy refused to connect",
        advice: "Check the user name and the password of the proxy: \
                 HTTPS_PROXY=http://user:password@host:port.",
    },
    Cause {
        texts: &["tunnel error", "socks error"],
        kind: TransportKind::Connect,
        message: "the proxy did not connect",
        advice: "Check the proxy that HTTPS_PROXY or ALL_PROXY names, or list the host in NO_PROXY.",
    },
    Cause {
        texts: &[
            "alert: noapplicationprotocol",
            "alert no application protocol",
        ],
        kind: TransportKind::Connect,
        message: "no version of HTTP is spoken by both sides, so nothing was sent",
        advice: "A service that speaks HTTP/2 only needs the feature `http2` of linksii-api.",
    },
    Cause {
        texts: &[
            "not valid for name",
            "notvalidforname",
            "hostname mismatch",
            "ip address mismatch",
        ],
        kind: TransportKind::Certificate,
        message: "the TLS certificate is for another name, so nothing was sent",
        advice: "Check the base URL, and that its name leads to the service.",
    },
    Cause {
        texts: &[
            "certificate expired",
            "certificate has expired",
            "certificate is expired",
        ],
        kind: TransportKind::Certificate,
        message: "the TLS certificate has expired, so nothing was sent",
        advice: "Check this machine's clock. If it is right, the certificate has to be renewed.",
    },
    Cause {
        texts: &["not valid yet", "not yet valid"],
        kind: TransportKind::Certificate,
        message: "the TLS certificate is not valid yet, so nothing was sent",
        advice: "Check this machine's clock. If it is right, the certificate was issued for later.",
    },
    Cause {
        texts: &["certificate"],
        kind: TransportKind::Certificate,
        message: "the TLS certificate is not trusted, so nothing was sent",
        advice: "Install the package `ca-certificates` if it is missing. For an authority of your \
                 own, such as a company's proxy has, set SSL_CERT_FILE to a file of all trusted \
                 certificates, or add its certificate with `ClientBuilder::http_client`.",
    },
    Cause {
        texts: &[
            "invalidcontenttype",
            "wrong version number",
            "packet length too long",
        ],
        kind: TransportKind::Connect,
        message: "no TLS is spoken, so nothing was sent",
        advice: "Check the scheme and the port of the base URL, and a proxy in between.",
    },
];

static UNKNOWN: Cause = Cause {
    texts: &[],
    kind: TransportKind::Connect,
    message: "could not connect",
    advice: "Check the network, a proxy in between, and the base URL.",
};

static CLIENT_CERTIFICATE: Cause = Cause {
    texts: &[
        "alert: certificate",
        "alert: badcertificate",
        "alert: unknownca",
        "alert certificate",
        "alert bad certificate",
        "alert unknown ca",
    ],
    kind: TransportKind::Certificate,
    message: "the client's TLS certificate is missing or not accepted, so there is no connection",
    advice: "Give the HTTP client one that the service trusts: `ClientBuilder::http_client`.",
};

static REFUSED: Cause = Cause {
    texts: &[],
    kind: TransportKind::Refused,
    message: "the service did not take the request",
    advice: "Nothing was done, so it can be sent again.",
};

static BODY: Cause = Cause {
    texts: &[],
    kind: TransportKind::Interrupted,
    message: "the body to be sent could not be read to its end",
    advice: "Check where the body comes from.",
};

static TIMEOUT: Cause = Cause {
    texts: &[],
    kind: TransportKind::Timeout,
    message: "took too long",
    advice: "Try again, or allow more time.",
};

static INTERRUPTED: Cause = Cause {
    texts: &[],
    kind: TransportKind::Interrupted,
    message: "the connection was lost",
    advice: "Try again.",
};

fn chain(error: &reqwest::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    iter::successors(error.source(), |&cause| cause.source())
}

/// Whether an HTTP/2 service says that it has not processed the request, RFC 9113 section 8.7: the stream
/// was refused, or is beyond the last one of a connection that is being closed. H2 gives the GOAWAY as
/// the error of such streams only; others end with that of the connection.
#[cfg(feature = "http2")]
fn is_refused(error: &reqwest::Error) -> bool {
    let mut errors = chain(error).filter_map(|cause| cause.downcast_ref::<h2::Error>());
    errors.any(|error| {
        let refused = error.is_reset() && error.reason() == Some(h2::Reason::REFUSED_STREAM);
        error.is_remote() && (refused || error.is_go_away())
    })
}

#[cfg(not(feature = "http2"))]
fn is_refused(_: &reqwest::Error) -> bool {
    false
}
