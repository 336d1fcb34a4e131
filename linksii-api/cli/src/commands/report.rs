//! Stub.
use crate::context::Context;
use crate::failure::Failure;

/// Write a report
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {}

pub(crate) async fn run(_: &Context, _: &Arguments) -> Result<(), Failure> {
    Ok(())
}
