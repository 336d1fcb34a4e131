//! The client, as users call it, against servers on loopback.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod blocking;
mod body;
mod bytes;
mod concurrency;
mod curl;
mod download;
mod errors;
mod location;
mod newcomer;
mod own_transport;
mod own_type;
mod pacing;
mod pagination;
mod replies;
mod retry;
mod tolerance;
mod transport;
