//! An HTTP/2 server over TLS that says, frame by frame, what a test makes it say.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

use crate::tls::Identity;

// RFC 9113, section 6.
const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const GOAWAY: u8 = 7;
const ACK: u8 = 1;
const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;
const MAX_CONCURRENT_STREAMS: u16 = 3;
/// `:status: 200`, by its index in HPACK's static table.
const OK: u8 = 0x88;

/// Error codes, RFC 9113 section 7.
pub mod reason {
    #![allow(missing_docs, reason = "the names are those of the RFC")]
    pub const NO_ERROR: u32 = 0;
    pub const INTERNAL_ERROR: u32 = 2;
    pub const REFUSED_STREAM: u32 = 7;
    pub const CANCEL: u32 = 8;
    pub const ENHANCE_YOUR_CALM: u32 = 11;
}

/// What the server does with a request.
#[derive(Clone, Debug)]
pub enum Reply {
    /// 200 with a body, after some time.
    Ok(String, Duration),
    /// Nothing, to this and all that follows on the connection.
    Silence,
    /// RST_STREAM with this code.
    Reset(u32),
    /// 200 and half of a body, and then RST_STREAM with this code.
    ResetInBody(u32),
    /// 200 and half of a body, and then the connection is closed.
    CloseInBody,
    /// GOAWAY with this code and the stream before this one as the last, and the connection is closed.
    GoAwayBefore(u32),
    /// GOAWAY with this code and this stream as the last, and the connection is closed without a reply.
    GoAwayInstead(u32),
    /// GOAWAY with this code and this stream as the last, and then 200 with a body.
    GoAwayAndOk(u32, String),
}

/// A server on loopback. It stops with the runtime.
#[derive(Clone, Debug)]
pub struct Http2 {
    /// Where it listens: `https://127.0.0.1:…`.
    pub url: String,
    seen: Arc<Seen>,
}

#[derive(Debug, Default)]
struct Seen {
    connections: AtomicUsize,
    requests: AtomicUsize,
    open: AtomicUsize,
    most_open: AtomicUsize,
}

impl Http2 {
    /// Starts a server that gives these replies one after another, and the last one for ever.
    pub async fn start(identity: &Identity, replies: impl IntoIterator<Item = Reply>) -> Self {
        Self::with_streams(identity, 100, replies).await
    }

    /// The same, with a limit of streams at a time on a connection.
    pub async fn with_streams(
        identity: &Identity,
        streams: u32,
        replies: impl IntoIterator<Item = Reply>,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Self {
            url: format!("https://{}", listener.local_addr().unwrap()),
            seen: Arc::default(),
        };
        let replies: Vec<Reply> = replies.into_iter().collect();
        let replies = Arc::new(Mutex::new(replies.into_iter().peekable()));
        let next = move || {
            let mut replies = replies.lock().unwrap();
            let reply = replies.peek().unwrap().clone();
            if replies.len() > 1 {
                replies.next();
            }
            reply
        };
        let (acceptor, seen) = (identity.acceptor(&["h2"]), Arc::clone(&server.seen));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                seen.connections.fetch_add(1, Ordering::SeqCst);
                let (acceptor, next, seen) = (acceptor.clone(), next.clone(), Arc::clone(&seen));
                tokio::spawn(async move {
                    // A client may go away at any time.
                    if let Ok(stream) = acceptor.accept(stream).await {
                        let _ = serve(stream, streams, next, &seen).await;
                    }
                });
            }
        });
        server
    }

    /// How many connections were opened to it.
    pub fn connections(&self) -> usize {
        self.seen.connections.load(Ordering::SeqCst)
    }

    /// How many requests came, refused ones included.
    pub fn requests(&self) -> usize {
        self.seen.requests.load(Ordering::SeqCst)
    }

    /// How many streams were open at a time.
    pub fn most_open(&self) -> usize {
        self.seen.most_open.load(Ordering::SeqCst)
    }
}

/// Frames to be written together, and whether the connection ends with them.
struct Output {
    bytes: Vec<u8>,
    last: bool,
}

async fn serve(
    stream: impl AsyncRead + AsyncWrite + Send + 'static,
    streams: u32,
    next: impl Fn() -> Reply,
    seen: &Arc<Seen>,
) -> std::io::Result<()> {
    let (mut input, mut output) = tokio::io::split(stream);
    let (sender, mut receiver) = mpsc::unbounded_channel::<Output>();
    tokio::spawn(async move {
        while let Some(Output { bytes, last }) = receiver.recv().await {
            output.write_all(&bytes).await?;
            if last {
                // What follows is lost.
                return output.shutdown().await;
            }
        }
        Ok(())
    });
    let send = |bytes, last| {
        let _ = sender.send(Output { bytes, last });
    };
    let mut setting = MAX_CONCURRENT_STREAMS.to_be_bytes().to_vec();
    setting.extend(streams.to_be_bytes());
    send(frame(SETTINGS, 0, 0, &setting), false);
    let mut preface = [0; 24];
    input.read_exact(&mut preface).await?;
    loop {
        let mut head = [0; 9];
        input.read_exact(&mut head).await?;
        let length = u32::from_be_bytes([0, head[0], head[1], head[2]]);
        let (kind, flags) = (head[3], head[4]);
        let id = u32::from_be_bytes([head[5], head[6], head[7], head[8]]);
        let mut payload = vec![0; length as usize];
        input.read_exact(&mut payload).await?;
        match kind {
            SETTINGS if flags & ACK == 0 => send(frame(SETTINGS, ACK, 0, &[]), false),
            PING if flags & ACK == 0 => send(frame(PING, ACK, 0, &payload), false),
            HEADERS | DATA => {
                if kind == HEADERS {
                    let open = seen.open.fetch_add(1, Ordering::SeqCst) + 1;
                    seen.most_open.fetch_max(open, Ordering::SeqCst);
                }
                if flags & END_STREAM != 0 {
                    seen.requests.fetch_add(1, Ordering::SeqCst);
                    let (reply, sender, seen) = (next(), sender.clone(), Arc::clone(seen));
                    if matches!(reply, Reply::Silence) {
                        std::future::pending::<()>().await;
                    }
                    tokio::spawn(async move {
                        let output = answer(reply, id).await;
                        seen.open.fetch_sub(1, Ordering::SeqCst);
                        sender.send(output)
                    });
                }
            }
            _ => {}
        }
    }
}

async fn answer(reply: Reply, id: u32) -> Output {
    let headers = frame(HEADERS, END_HEADERS, id, &[OK]);
    let half = || [headers.clone(), frame(DATA, 0, id, b"{\"data\": [")].concat();
    let whole = |body: String| {
        let data = frame(DATA, END_STREAM, id, body.as_bytes());
        [headers.clone(), data].concat()
    };
    let reset = |code: u32| frame(RST_STREAM, 0, id, &code.to_be_bytes());
    let go_away = |last: u32, code: u32| {
        let payload = [last.to_be_bytes(), code.to_be_bytes()].concat();
        frame(GOAWAY, 0, 0, &payload)
    };
    let (bytes, last) = match reply {
        Reply::Ok(body, delay) => {
            tokio::time::sleep(delay).await;
            (whole(body), false)
        }
        Reply::Silence => (Vec::new(), false),
        Reply::Reset(code) => (reset(code), false),
        Reply::ResetInBody(code) => ([half(), reset(code)].concat(), false),
        Reply::CloseInBody => (half(), true),
        Reply::GoAwayBefore(code) => (go_away(id.saturating_sub(2), code), true),
        Reply::GoAwayInstead(code) => (go_away(id, code), true),
        Reply::GoAwayAndOk(code, body) => ([go_away(id, code), whole(body)].concat(), false),
    };
    Output { bytes, last }
}

fn frame(kind: u8, flags: u8, id: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    let mut frame = vec![length[1], length[2], length[3], kind, flags];
    frame.extend(id.to_be_bytes());
    frame.extend(payload);
    frame
}
