//! `linksii mcp` as an assistant's program meets it: the built server, by JSON-RPC.
#![allow(clippy::unwrap_used, clippy::panic)]

mod answers;
mod failures;
mod protocol;
mod session;
mod tools;
