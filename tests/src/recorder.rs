//! A server that answers one thing and keeps what it was asked.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A request, as it was on the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// `GET /tracking?limit=5`: method and target.
    pub line: String,
    /// The headers' lines.
    pub headers: Vec<String>,
    /// The body.
    pub body: String,
}

/// A server on loopback. It stops with the runtime.
#[derive(Clone, Debug)]
pub struct Recorder {
    /// Where it listens: `http://127.0.0.1:…`.
    pub url: String,
    requests: Arc<Mutex<Vec<Recorded>>>,
}

impl Recorder {
    /// Starts a server that answers every request with this status and JSON.
    pub async fn start(status: u16, json: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::default();
        let recorder = Self {
            url,
            requests: Arc::clone(&requests),
        };
        let reply = format!(
            "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\
             connection: close\r\n\r\n{json}",
            json.len()
        );
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let request = answer(stream, &reply).await;
                requests.lock().unwrap().push(request);
            }
        });
        recorder
    }

    /// What it was asked, in order.
    pub fn requests(&self) -> Vec<Recorded> {
        self.requests.lock().unwrap().clone()
    }
}

async fn answer(mut stream: TcpStream, reply: &str) -> Recorded {
    let mut bytes = Vec::new();
    loop {
        let mut buffer = [0; 4096];
        let read = stream.read(&mut buffer).await.unwrap();
        bytes.extend_from_slice(&buffer[..read]);
        let text = String::from_utf8_lossy(&bytes);
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        let mut lines = head.lines();
        let line = lines
            .next()
            .unwrap()
            .trim_end_matches(" HTTP/1.1")
            .to_owned();
        let headers: Vec<String> = lines.map(str::to_lowercase).collect();
        let length = headers
            .iter()
            .find_map(|line| line.strip_prefix("content-length: "));
        if body.len() < length.map_or(0, |length| length.parse().unwrap()) {
            continue;
        }
        let request = Recorded {
            line,
            headers,
            body: body.to_owned(),
        };
        stream.write_all(reply.as_bytes()).await.unwrap();
        return request;
    }
}
