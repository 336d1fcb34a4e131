//! Stub.
use crate::context::Context;
use crate::failure::Failure;

/// Analyze many images
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {}

pub(crate) async fn run(_: &Context, _: &Arguments) -> Result<(), Failure> {
    Ok(())
}
