//! What a tool that is written by hand is made of.

use crate::catalogue::{Input, Kind, Operation, Place};

/// The argument of our own tools that is a workspace.
pub(super) const WORKSPACE: &str = "workspace_id";

pub(super) const WORKSPACE_INPUT: Input = Input {
    name: WORKSPACE,
    kind: Kind::Id("WorkspaceId"),
    required: true,
    place: Place::Query,
    description: "",
    example: None,
};

/// A tool that is written by hand. It only reads.
pub(super) struct OwnTool {
    pub(super) name: &'static str,
    /// The resource that it belongs to, for `--resources`.
    pub(super) resource: &'static str,
    pub(super) description: &'static str,
    pub(super) inputs: &'static [Input],
    pub(super) input_schema: &'static str,
    pub(super) output_schema: Option<&'static str>,
    pub(super) action: Action,
}

/// What a tool does.
#[derive(Clone, Copy)]
pub(super) enum Action {
    Operation(&'static Operation),
    SummarizeTracking,
    DescribeWorkspace,
}
