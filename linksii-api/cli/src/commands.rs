//! The commands, a module for each.

pub(crate) mod analyses_run;
pub(crate) mod completions;
pub(crate) mod config;
pub(crate) mod login;
pub(crate) mod mcp;
pub(crate) mod operation;
pub(crate) mod report;
pub(crate) mod request;
pub(crate) mod status;
pub(crate) mod trend;
pub(crate) mod watch;
