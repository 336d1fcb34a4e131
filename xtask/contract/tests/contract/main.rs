//! The document compared with a service on no network.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod client;
mod differences;
mod report;
mod service;
mod session;
mod shipments;
