//! Where on the way a reply was lost.

/// Where on the way a reply was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportKind {
    /// No connection was made, so the service saw nothing.
    Connect,
    /// The certificate of the service, or of what answers in its place, is not accepted, or the service
    /// does not accept that of the client. The service did nothing, and the same call would fail again.
    Certificate,
    /// The proxy asks for a user name and a password, or for others, so the service saw nothing.
    ProxyAuthentication,
    /// The service says that it has not processed the request: HTTP/2's REFUSED_STREAM, or a GOAWAY.
    Refused,
    /// The reply did not come whole in the time that the caller allows.
    Timeout,
    /// The connection was closed, or the reply was cut off.
    Interrupted,
    /// The reply is larger than the client reads.
    TooLarge,
}
