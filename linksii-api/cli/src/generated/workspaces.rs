//! Workspaces, one for each brand; most other calls are scoped to one.
//!
//! Generated from `spec/linksii.yaml` by `cargo xtask generate`. Do not edit.

use linksii_api::Client;

use crate::arguments::{ArgumentError, Arguments};
use crate::call::Call;
use crate::catalogue::{Cell, Column, Gives, Input, Kind, Operation, Place, Resource};

pub(super) const RESOURCE: Resource = Resource {
    name: "workspaces",
    description: "Workspaces, one for each brand; most other calls are scoped to one.",
    operations: &[
        Operation {
            id: "list_workspaces",
            verb: "list",
            method: "GET",
            path: "/workspaces",
            summary: "Lists the workspaces that the key can see.",
            description: "The `id` of one of them is what most other calls ask for.",
            deprecated: false,
            writes: false,
            reveals: false,
            gives: Gives::Pages,
            inputs: &[
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
                    name: "name",
                    cell: Cell::Text,
                },
                Column {
                    name: "slug",
                    cell: Cell::Text,
                },
                Column {
                    name: "plan",
                    cell: Cell::Text,
                },
                Column {
                    name: "created_at",
                    cell: Cell::Time,
                },
            ],
            input_schema: r#"{"type":"object","properties":{"limit":{"type":"integer","minimum":1,"description":"The most items that one page holds. The server may answer with fewer; the documented replies show 20 where none is asked for."},"offset":{"type":"integer","minimum":0,"description":"How many items to skip before the page's first."}}}"#,
            output_schema: Some(
                r#"{"description":"A workspace, one for each brand.","type":["object","null"],"properties":{"id":{"description":"Identifies a workspace.","type":["string","null"]},"name":{"description":"The brand's name.","type":["string","null"]},"slug":{"description":"The name in URLs.","type":["string","null"]},"plan":{"description":"The plan that a workspace is on. API access is part of `enterprise`.","type":["string","null"]},"created_at":{"description":"When it was made.","type":["string","null"]}}}"#,
            ),
            call: list_workspaces,
        },
    ],
};

fn list_workspaces(
    client: &Client,
    arguments: &Arguments,
) -> Result<Call, ArgumentError> {
    let mut call = client.workspaces().list();
    if let Some(value) = arguments.optional::<u32>("limit")? {
        call = call.limit(value);
    }

    if let Some(value) = arguments.optional::<u64>("offset")? {
        call = call.offset(value);
    }

    Ok(Call::pages(call.items_as()))
}
