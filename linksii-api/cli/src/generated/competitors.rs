//! Competitors, the brands whose visibility is compared with the workspace's own.
//!
//! Generated from `spec/linksii.yaml` by `cargo xtask generate`. Do not edit.

use linksii_api::{Client, types};

use crate::arguments::{ArgumentError, Arguments};
use crate::call::Call;
use crate::catalogue::{Cell, Column, Gives, Input, Kind, Operation, Place, Resource};

pub(super) const RESOURCE: Resource = Resource {
    name: "competitors",
    description: "Competitors, the brands whose visibility is compared with the workspace's own.",
    operations: &[
        Operation {
            id: "list_competitors",
            verb: "list",
            method: "GET",
            path: "/competitors",
            summary: "Lists a workspace's competitors.",
            description: "The brands that the workspace's own is compared with.",
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
                    name: "domain",
                    cell: Cell::Text,
                },
                Column {
                    name: "name",
                    cell: Cell::Text,
                },
                Column {
                    name: "logo_url",
                    cell: Cell::Text,
                },
            ],
            input_schema: r#"{"type":"object","properties":{"workspace_id":{"description":"The workspace to look into.","type":"string"},"limit":{"type":"integer","minimum":1,"description":"The most items that one page holds. The server may answer with fewer; the documented replies show 20 where none is asked for."},"offset":{"type":"integer","minimum":0,"description":"How many items to skip before the page's first."}},"required":["workspace_id"]}"#,
            output_schema: Some(
                r#"{"description":"A brand that the workspace's own is compared with.","type":["object","null"],"additionalProperties":true,"properties":{"id":{"description":"Identifies a competitor.","type":["string","null"]},"workspace_id":{"description":"Identifies a workspace.","type":["string","null"]},"domain":{"description":"Its web site's domain, where one was given.","type":["string","null"]},"name":{"description":"The competitor's brand.","type":["string","null"]},"logo_url":{"description":"Where its logo is, once fetched.","type":["string","null"]}}}"#,
            ),
            call: list_competitors,
        },
        Operation {
            id: "create_competitor",
            verb: "create",
            method: "POST",
            path: "/competitors",
            summary: "Adds a competitor to a workspace.",
            description: "With a domain, its logo is fetched. Plans allow 5 (Starter), 10 (Pro) or any number (Enterprise) of competitors.",
            deprecated: false,
            writes: true,
            reveals: false,
            gives: Gives::Data,
            inputs: &[
                Input {
                    name: "workspace_id",
                    kind: Kind::Id("WorkspaceId"),
                    required: true,
                    place: Place::Field,
                    description: "Identifies a workspace.",
                    example: Some("ws_01HXYZ"),
                },
                Input {
                    name: "name",
                    kind: Kind::Text,
                    required: true,
                    place: Place::Field,
                    description: "The competitor's brand.",
                    example: Some("Asana"),
                },
                Input {
                    name: "domain",
                    kind: Kind::Text,
                    required: false,
                    place: Place::Field,
                    description: "Its web site's domain; with one, its logo is fetched.",
                    example: Some("asana.com"),
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
                    name: "domain",
                    cell: Cell::Text,
                },
                Column {
                    name: "name",
                    cell: Cell::Text,
                },
                Column {
                    name: "logo_url",
                    cell: Cell::Text,
                },
            ],
            input_schema: r#"{"type":"object","properties":{"workspace_id":{"description":"Identifies a workspace.","type":"string"},"name":{"description":"The competitor's brand.","type":"string"},"domain":{"description":"Its web site's domain; with one, its logo is fetched.","type":"string"}},"required":["workspace_id","name"]}"#,
            output_schema: Some(
                r#"{"description":"A brand that the workspace's own is compared with.","type":["object","null"],"additionalProperties":true,"properties":{"id":{"description":"Identifies a competitor.","type":["string","null"]},"workspace_id":{"description":"Identifies a workspace.","type":["string","null"]},"domain":{"description":"Its web site's domain, where one was given.","type":["string","null"]},"name":{"description":"The competitor's brand.","type":["string","null"]},"logo_url":{"description":"Where its logo is, once fetched.","type":["string","null"]}}}"#,
            ),
            call: create_competitor,
        },
    ],
};

fn list_competitors(
    client: &Client,
    arguments: &Arguments,
) -> Result<Call, ArgumentError> {
    let mut call = client
        .competitors()
        .list(arguments.required::<types::WorkspaceId>("workspace_id")?);
    if let Some(value) = arguments.optional::<u32>("limit")? {
        call = call.limit(value);
    }

    if let Some(value) = arguments.optional::<u64>("offset")? {
        call = call.offset(value);
    }

    Ok(Call::pages(call.items_as()))
}

fn create_competitor(
    client: &Client,
    arguments: &Arguments,
) -> Result<Call, ArgumentError> {
    let mut call = client
        .competitors()
        .create(
            arguments.required::<types::WorkspaceId>("workspace_id")?,
            arguments.required::<String>("name")?,
        );
    if let Some(value) = arguments.optional::<String>("domain")? {
        call = call.domain(value);
    }

    Ok(Call::data(call.body_as()))
}
