//! Tracking results: how AI assistants mentioned a workspace's brand, run by run.
//!
//! Generated from `spec/linksii.yaml` by `cargo xtask generate`. Do not edit.

use linksii_api::{Client, types};

use crate::arguments::{ArgumentError, Arguments};
use crate::call::Call;
use crate::catalogue::{Cell, Column, Gives, Input, Kind, Operation, Place, Resource};

pub(super) const RESOURCE: Resource = Resource {
    name: "tracking",
    description: "Tracking results: how AI assistants mentioned a workspace's brand, run by run.",
    operations: &[
        Operation {
            id: "list_tracking",
            verb: "list",
            method: "GET",
            path: "/tracking",
            summary: "Lists a workspace's tracking results.",
            description: "Brand mentions detected across ChatGPT, Claude, Gemini and Perplexity: one result a platform and run.",
            deprecated: false,
            writes: false,
            reveals: false,
            gives: Gives::Pages,
            inputs: &[
                Input {
                    name: "workspace_id",
                    kind: Kind::Id("WorkspaceId"),
                    required: true,
                    place: Place::Query,
                    description: "The workspace to look into.",
                    example: Some("ws_01HXYZ"),
                },
                Input {
                    name: "limit",
                    kind: Kind::Whole,
                    required: false,
                    place: Place::Query,
                    description: "The most items that one page holds. The server may answer with fewer; the documented replies show 20 where none is asked for.",
                    example: Some("5"),
                },
                Input {
                    name: "offset",
                    kind: Kind::Whole,
                    required: false,
                    place: Place::Query,
                    description: "How many items to skip before the page's first.",
                    example: None,
                },
            ],
            columns: &[
                Column {
                    name: "id",
                    cell: Cell::Id,
                },
                Column {
                    name: "workspace_id",
                    cell: Cell::Id,
                },
                Column {
                    name: "platform",
                    cell: Cell::Text,
                },
                Column {
                    name: "score",
                    cell: Cell::Number,
                },
                Column {
                    name: "mention_count",
                    cell: Cell::Number,
                },
                Column {
                    name: "prompt_count",
                    cell: Cell::Number,
                },
                Column {
                    name: "ran_at",
                    cell: Cell::Time,
                },
                Column {
                    name: "status",
                    cell: Cell::Text,
                },
            ],
            input_schema: r#"{"type":"object","properties":{"workspace_id":{"description":"The workspace to look into.","type":"string"},"limit":{"type":"integer","minimum":1,"description":"The most items that one page holds. The server may answer with fewer; the documented replies show 20 where none is asked for."},"offset":{"type":"integer","minimum":0,"description":"How many items to skip before the page's first."}},"required":["workspace_id"]}"#,
            output_schema: Some(
                r#"{"description":"One run on one platform, how its assistant talked about the brand.","type":["object","null"],"properties":{"id":{"description":"Identifies a tracking result.","type":["string","null"]},"workspace_id":{"description":"Identifies a workspace.","type":["string","null"]},"platform":{"description":"An AI platform that prompts are sent to.","type":["string","null"]},"score":{"description":"The brand's visibility score, 0 to 100.","type":["number","string","null"]},"mention_count":{"description":"In how many answers the brand was mentioned.","type":["number","string","null"]},"prompt_count":{"description":"How many prompts were asked.","type":["number","string","null"]},"ran_at":{"description":"When the run was made.","type":["string","null"]},"status":{"description":"How far a run has come.","type":["string","null"]}}}"#,
            ),
            call: list_tracking,
        },
    ],
};

fn list_tracking(client: &Client, arguments: &Arguments) -> Result<Call, ArgumentError> {
    let mut call = client
        .tracking()
        .list(arguments.required::<types::WorkspaceId>("workspace_id")?);
    if let Some(value) = arguments.optional::<u32>("limit")? {
        call = call.limit(value);
    }

    if let Some(value) = arguments.optional::<u64>("offset")? {
        call = call.offset(value);
    }

    Ok(Call::pages(call.items_as()))
}
