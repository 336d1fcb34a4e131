//! The way to a service: what is asked of it, and what it answers.

use std::time::{Duration, SystemTime};

/// The way to a service, and a clock.
pub trait Service {
    /// Makes a `GET` request with the key, which may take this long, its reply included.
    ///
    /// # Errors
    ///
    /// Why there is no reply, or no whole one.
    fn get(&mut self, request: &Request, within: Duration) -> Result<Reply, String>;

    /// Lets time pass.
    fn wait(&mut self, time: Duration);

    /// The time.
    fn now(&self) -> SystemTime;
}

/// A `GET` request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Below the base URL: `/tracking?workspace_id=ws_01HXYZ`.
    pub target: String,
    /// The headers that the document asks for, apart from the key's.
    pub headers: Vec<(String, String)>,
}

/// What the service answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// All headers, in the order of the reply.
    pub headers: Vec<(String, String)>,
    /// The body, whole.
    pub body: Vec<u8>,
}

impl Reply {
    /// A header's first value.
    pub fn header(&self, name: &str) -> Option<&str> {
        header(&self.headers, name)
    }
}

/// The first value of the header that has a name, in whatever case.
pub(crate) fn header<'h>(headers: &'h [(String, String)], name: &str) -> Option<&'h str> {
    let mut headers = headers.iter();
    let (_, value) = headers.find(|(known, _)| known.eq_ignore_ascii_case(name))?;
    Some(value)
}
