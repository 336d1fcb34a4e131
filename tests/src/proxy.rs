//! A proxy that makes tunnels, all of them to one server whatever host is asked for.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};

/// A proxy on loopback. It stops with the runtime.
#[derive(Clone, Debug)]
pub struct Proxy {
    /// Its host and port.
    pub address: String,
    heads: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    /// Starts a proxy whose tunnels lead to this URL's host and port.
    pub async fn start(url: &str) -> Self {
        let (_, target) = url.split_once("://").unwrap();
        Self::listen("200 Connection established", Some(target.to_owned())).await
    }

    /// Starts a proxy that answers with this status instead.
    pub async fn refusing(status: &'static str) -> Self {
        Self::listen(status, None).await
    }

    async fn listen(status: &'static str, target: Option<String>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let proxy = Self {
            address: listener.local_addr().unwrap().to_string(),
            heads: Arc::default(),
        };
        let heads = Arc::clone(&proxy.heads);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (heads, target) = (Arc::clone(&heads), target.clone());
                tokio::spawn(async move {
                    let _ = tunnel(stream, status, target, &heads).await;
                });
            }
        });
        proxy
    }

    /// What it was asked: the head of each request.
    pub fn heads(&self) -> Vec<String> {
        self.heads.lock().unwrap().clone()
    }
}

async fn tunnel(
    mut stream: TcpStream,
    status: &str,
    target: Option<String>,
    heads: &Mutex<Vec<String>>,
) -> std::io::Result<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await?);
    }
    heads
        .lock()
        .unwrap()
        .push(String::from_utf8_lossy(&head).into_owned());
    stream
        .write_all(format!("HTTP/1.1 {status}\r\n\r\n").as_bytes())
        .await?;
    if let Some(target) = target {
        copy_bidirectional(&mut stream, &mut TcpStream::connect(target).await?).await?;
    }
    Ok(())
}
