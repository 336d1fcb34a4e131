//! A Linksii in memory, on loopback: for tests, and for a first evening with the API.
//!
//! ```
//! # #[tokio::main]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use linksii_sandbox::Sandbox;
//!
//! let sandbox = Sandbox::start().await?;
//! let client = sandbox.client_builder().build()?;
//! let workspaces = client.workspaces().list().send().await?;
//! assert_eq!(workspaces.data[0].name, "Acme Corp");
//! # Ok(())
//! # }
//! ```
//!
//! It holds the documentation's examples. What is created is listed afterwards, until the sandbox
//! stops, which it does when it is dropped. Requests are checked against the document that the client is
//! generated from, and answers are made of the client's own types, so neither can drift from it.
//!
//! - [`History`] gives it a workspace with a past, of any length.
//! - [`Fault`] makes things go wrong: for the next requests, for some of them, or for one operation.
//! - [`Sandbox::advance`] moves its clock, so that nobody waits for limits and quotas. Under tokio's
//!   paused clock it stops, too.
//! - [`Sandbox::journal`] says what was asked.
//! - [`Sandbox::complete_run`] does what otherwise the web application does.
//!
//! The last four can also be had over HTTP, by tests in any language: see the crate's README.
//!
//! It runs inside the program that starts it, on the current tokio runtime, and leaves the rest of the process
//! alone: it reads no environment, handles no signal and prints nothing. The program `linksii-sandbox` is the
//! same with a command line (feature `cli`, on by default).

mod analysis;
mod api;
mod auth;
mod builder;
mod clock;
mod connection;
mod control;
mod data;
mod document;
mod endpoint;
mod fault;
mod faults;
mod handlers;
mod history;
mod journal;
mod limits;
mod operation;
mod origin;
mod page;
mod past;
mod refusal;
mod reply;
mod request;
mod row;
mod sandbox;
mod server;
mod state;

pub use linksii_api::StatusCode;

pub use crate::builder::SandboxBuilder;
pub use crate::fault::{Fault, FaultError};
pub use crate::history::History;
pub use crate::journal::Entry;
pub use crate::sandbox::Sandbox;

/// The README's examples are tested with the others.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
