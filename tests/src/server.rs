//! A server that answers what a test says, faults included, and keeps what it was asked.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use crate::tls::Identity;

/// A request, as it was on the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// `GET /tracking?limit=5`: method and target.
    pub line: String,
    /// The headers' lines, in lower case.
    pub headers: Vec<String>,
    /// The body.
    pub body: String,
}

impl Recorded {
    /// A number in the query.
    pub fn number(&self, name: &str) -> Option<u64> {
        let (_, query) = self.line.split_once('?')?;
        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        let (_, value) = pairs.find(|(given, _)| *given == name)?;
        value.parse().ok()
    }
}

/// What the server does with a request.
#[derive(Clone, Debug)]
pub struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    fault: Fault,
    delay: Duration,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    None,
    /// Only half of the body is sent before the connection is closed.
    CutOff,
    /// The connection is closed instead.
    Close,
    /// Nothing comes.
    Silence,
    /// The body is all there is, without a head.
    Raw,
}

impl Answer {
    /// A status with a body.
    pub fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: body.into(),
            fault: Fault::None,
            delay: Duration::ZERO,
        }
    }

    /// JSON.
    pub fn json(status: u16, json: &serde_json::Value) -> Self {
        Self::new(status, json.to_string()).header("content-type", "application/json")
    }

    /// The documented shape of an error.
    pub fn error(status: u16) -> Self {
        Self::json(
            status,
            &serde_json::json!({"error": "No", "status": status}),
        )
    }

    /// An empty collection.
    pub fn empty() -> Self {
        Self::json(
            200,
            &serde_json::json!({"data": [], "meta": {"total": 0, "limit": 20, "offset": 0}}),
        )
    }

    /// The connection is closed instead of an answer.
    pub fn close() -> Self {
        Self {
            fault: Fault::Close,
            ..Self::new(200, "")
        }
    }

    /// No answer comes, and the connection stays open.
    pub fn silence() -> Self {
        Self {
            fault: Fault::Silence,
            ..Self::new(200, "")
        }
    }

    /// These bytes instead of HTTP.
    pub fn raw(bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            fault: Fault::Raw,
            ..Self::new(200, bytes)
        }
    }

    /// With a header.
    pub fn header(mut self, name: &str, value: impl ToString) -> Self {
        self.headers.push((name.to_owned(), value.to_string()));
        self
    }

    /// With the connection closed half-way through the body.
    pub fn cut_off(mut self) -> Self {
        self.fault = Fault::CutOff;
        self
    }

    /// Some time later.
    pub fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }
}

/// A server on loopback. It stops with the runtime.
#[derive(Clone, Debug)]
pub struct Server {
    /// Where it listens: `http://127.0.0.1:…`.
    pub url: String,
    requests: Arc<Mutex<Vec<Recorded>>>,
    connections: Arc<AtomicUsize>,
}

impl Server {
    /// Starts a server that gives these answers one after another, and the last one for ever.
    pub async fn start(answers: impl IntoIterator<Item = Answer>) -> Self {
        Self::listen(None, in_order(answers.into_iter().collect())).await
    }

    /// The same over TLS.
    pub async fn start_tls(identity: &Identity, answers: impl IntoIterator<Item = Answer>) -> Self {
        Self::start_with(identity.acceptor(&["http/1.1"]), answers).await
    }

    /// The same over TLS that is set up by the caller.
    pub async fn start_with(
        acceptor: TlsAcceptor,
        answers: impl IntoIterator<Item = Answer>,
    ) -> Self {
        Self::listen(Some(acceptor), in_order(answers.into_iter().collect())).await
    }

    /// Starts a server that decides by the request.
    pub async fn answering(answer: impl FnMut(&Recorded) -> Answer + Send + 'static) -> Self {
        Self::listen(None, answer).await
    }

    async fn listen(
        acceptor: Option<TlsAcceptor>,
        answer: impl FnMut(&Recorded) -> Answer + Send + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let scheme = if acceptor.is_some() { "https" } else { "http" };
        let server = Self {
            url: format!("{scheme}://{}", listener.local_addr().unwrap()),
            requests: Arc::default(),
            connections: Arc::default(),
        };
        let (answer, this) = (Arc::new(Mutex::new(answer)), server.clone());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                this.connections.fetch_add(1, Ordering::SeqCst);
                let (answer, requests) = (Arc::clone(&answer), Arc::clone(&this.requests));
                let acceptor = acceptor.clone();
                tokio::spawn(async move {
                    let next = move |request: Recorded| {
                        let answer = (answer.lock().unwrap())(&request);
                        requests.lock().unwrap().push(request);
                        answer
                    };
                    // A client may go away at any time.
                    let _ = match acceptor {
                        Some(acceptor) => match acceptor.accept(stream).await {
                            Ok(stream) => serve(stream, next).await,
                            Err(error) => Err(error),
                        },
                        None => serve(stream, next).await,
                    };
                });
            }
        });
        server
    }

    /// How many connections were opened to it.
    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    /// What it was asked, in order.
    pub fn requests(&self) -> Vec<Recorded> {
        self.requests.lock().unwrap().clone()
    }
}

fn in_order(answers: Vec<Answer>) -> impl FnMut(&Recorded) -> Answer {
    let mut given = 0;
    move |_| {
        given += 1;
        answers[(given - 1).min(answers.len() - 1)].clone()
    }
}

async fn serve(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    next: impl Fn(Recorded) -> Answer,
) -> std::io::Result<()> {
    let mut bytes = Vec::new();
    loop {
        let Some((request, rest)) = parse(&bytes) else {
            let mut buffer = [0; 4096];
            let read = stream.read(&mut buffer).await?;
            if read == 0 {
                return Ok(());
            }
            bytes.extend_from_slice(&buffer[..read]);
            continue;
        };
        bytes = rest;
        let answer = next(request);
        tokio::time::sleep(answer.delay).await;
        match answer.fault {
            Fault::Close => return Ok(()),
            Fault::Silence => std::future::pending().await,
            Fault::Raw => return stream.write_all(&answer.body).await,
            Fault::None => stream.write_all(&whole(&answer)).await?,
            Fault::CutOff => {
                let whole = whole(&answer);
                let end = whole.len() - answer.body.len().div_ceil(2);
                return stream.write_all(&whole[..end]).await;
            }
        }
    }
}

/// The request that the bytes start with, if it is all there, and what follows it.
fn parse(bytes: &[u8]) -> Option<(Recorded, Vec<u8>)> {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&bytes[..end]);
    let mut lines = head.lines();
    let line = lines.next()?.trim_end_matches(" HTTP/1.1").to_owned();
    let headers: Vec<String> = lines.map(str::to_lowercase).collect();
    let chunked = headers
        .iter()
        .any(|line| line == "transfer-encoding: chunked");
    let (body, rest) = if chunked {
        in_chunks(&bytes[end + 4..])?
    } else {
        let length = headers
            .iter()
            .find_map(|line| line.strip_prefix("content-length: "));
        let length = length.map_or(0, |length| length.parse().unwrap());
        let body = bytes.get(end + 4..end + 4 + length)?;
        (body.to_vec(), &bytes[end + 4 + length..])
    };
    let body = String::from_utf8_lossy(&body).into_owned();
    Some((
        Recorded {
            line,
            headers,
            body,
        },
        rest.to_vec(),
    ))
}

/// A body in chunks, if it is all there, and what follows it.
fn in_chunks(mut bytes: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let mut body = Vec::new();
    loop {
        let end = bytes.windows(2).position(|window| window == b"\r\n")?;
        let size = std::str::from_utf8(&bytes[..end]).unwrap();
        let size = usize::from_str_radix(size, 16).unwrap();
        body.extend_from_slice(bytes.get(end + 2..end + 2 + size)?);
        bytes = bytes.get(end + 2 + size + 2..)?;
        if size == 0 {
            return Some((body, bytes));
        }
    }
}

fn whole(answer: &Answer) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {} X\r\n", answer.status);
    let chunked = answer
        .headers
        .iter()
        .any(|(name, _)| name == "transfer-encoding");
    if !chunked {
        head += &format!("content-length: {}\r\n", answer.body.len());
    }
    for (name, value) in &answer.headers {
        head += &format!("{name}: {value}\r\n");
    }
    head += "\r\n";
    [head.as_bytes(), &answer.body].concat()
}
