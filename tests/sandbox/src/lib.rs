#![doc = include_str!("../README.md")]

mod analysis;
mod api;
mod auth;
mod builder;
mod clock;
mod connection;
mod control;
mod data;
mod endpoint;
mod fault;
mod faults;
#[rustfmt::skip]
mod generated;
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
mod rows;
mod sandbox;
mod server;
mod state;

pub use linksii_api::StatusCode;

pub use crate::builder::SandboxBuilder;
pub use crate::fault::{Fault, FaultError};
pub use crate::history::History;
pub use crate::journal::Entry;
pub use crate::sandbox::Sandbox;
