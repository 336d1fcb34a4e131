//! A proxy that makes tunnels, all of them to one server whatever host is asked for.

use std::future::Future;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};

type Heads = Arc<Mutex<Vec<String>>>;

/// A proxy on loopback. It stops with the runtime.
#[derive(Clone, Debug)]
pub struct Proxy {
    /// Its host and port.
    pub address: String,
    heads: Heads,
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

    /// Starts a proxy that speaks SOCKS 5, whose tunnels lead to this URL's host and port.
    pub async fn socks(url: &str) -> Self {
        let (_, target) = url.split_once("://").unwrap();
        let target = target.to_owned();
        Self::serve(move |stream, heads| socks(stream, target.clone(), heads)).await
    }

    async fn listen(status: &'static str, target: Option<String>) -> Self {
        Self::serve(move |stream, heads| tunnel(stream, status, target.clone(), heads)).await
    }

    async fn serve<F>(serve: impl Fn(TcpStream, Heads) -> F + Send + 'static) -> Self
    where
        F: Future<Output = std::io::Result<()>> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let proxy = Self {
            address: listener.local_addr().unwrap().to_string(),
            heads: Heads::default(),
        };
        let heads = Arc::clone(&proxy.heads);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&heads)));
            }
        });
        proxy
    }

    /// What it was asked: the head of each request, or the host and port.
    pub fn heads(&self) -> Vec<String> {
        self.heads.lock().unwrap().clone()
    }
}

async fn tunnel(
    mut stream: TcpStream,
    status: &str,
    target: Option<String>,
    heads: Heads,
) -> std::io::Result<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await?);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    heads.lock().unwrap().push(head);
    let reply = format!("HTTP/1.1 {status}\r\n\r\n");
    stream.write_all(reply.as_bytes()).await?;
    match target {
        Some(target) => connect(stream, &target).await,
        None => Ok(()),
    }
}

/// RFC 1928, for a client without a password that asks for a host by its name.
async fn socks(mut stream: TcpStream, target: String, heads: Heads) -> std::io::Result<()> {
    let mut greeting = [0; 2];
    stream.read_exact(&mut greeting).await?;
    stream.read_exact(&mut vec![0; greeting[1].into()]).await?;
    stream.write_all(&[5, 0]).await?;
    let mut request = [0; 5];
    stream.read_exact(&mut request).await?;
    let mut host = vec![0; request[4].into()];
    stream.read_exact(&mut host).await?;
    let port = stream.read_u16().await?;
    let host = String::from_utf8_lossy(&host).into_owned();
    heads.lock().unwrap().push(format!("{host}:{port}"));
    stream.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0]).await?;
    connect(stream, &target).await
}

async fn connect(mut stream: TcpStream, target: &str) -> std::io::Result<()> {
    let mut target = TcpStream::connect(target).await?;
    copy_bidirectional(&mut stream, &mut target).await?;
    Ok(())
}
