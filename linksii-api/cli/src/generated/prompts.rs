//! Prompts, the questions sent to the AI platforms on each run.
//!
//! Generated from `spec/linksii.yaml` by `cargo xtask generate`. Do not edit.

use linksii_api::{Client, types};

use crate::arguments::{ArgumentError, Arguments};
use crate::call::Call;
use crate::catalogue::{Cell, Column, Gives, Input, Kind, Operation, Place, Resource};

pub(super) const RESOURCE: Resource = Resource {
    name: "prompts",
    description: "Prompts, the questions sent to the AI platforms on each run.",
    operations: &[
        Operation {
            id: "list_prompts",
            verb: "list",
            method: "GET",
            path: "/prompts",
            summary: "Lists a workspace's prompts.",
            description: "The questions that each run sends to the AI platforms. 5 to 15 are advised, over all categories.",
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
                    name: "text",
                    cell: Cell::Text,
                },
                Column {
                    name: "category",
                    cell: Cell::Text,
                },
                Column {
                    name: "is_active",
                    cell: Cell::Flag,
                },
                Column {
                    name: "created_at",
                    cell: Cell::Time,
                },
            ],
            input_schema: r#"{"type":"object","properties":{"workspace_id":{"description":"The workspace to look into.","type":"string"},"limit":{"type":"integer","minimum":1,"description":"The most items that one page holds. The server may answer with fewer; the documented replies show 20 where none is asked for."},"offset":{"type":"integer","minimum":0,"description":"How many items to skip before the page's first."}},"required":["workspace_id"]}"#,
            output_schema: Some(
                r#"{"description":"A question that is sent to the AI platforms on each run.","type":["object","null"],"properties":{"id":{"description":"Identifies a prompt.","type":["string","null"]},"workspace_id":{"description":"Identifies a workspace.","type":["string","null"]},"text":{"description":"The question.","type":["string","null"]},"category":{"description":"The stage of a purchase that a prompt represents.","type":["string","null"]},"is_active":{"description":"Whether runs ask it.","type":["boolean","null"]},"created_at":{"description":"When it was added.","type":["string","null"]}}}"#,
            ),
            call: list_prompts,
        },
        Operation {
            id: "create_prompt",
            verb: "create",
            method: "POST",
            path: "/prompts",
            summary: "Adds a prompt to a workspace.",
            description: "It is asked from the next run on. Runs start from the web application or a daily job: no call starts one.",
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
                    name: "text",
                    kind: Kind::Text,
                    required: true,
                    place: Place::Field,
                    description: "The question to ask.",
                    example: Some(
                        "What are the best project management tools for remote teams?",
                    ),
                },
                Input {
                    name: "category",
                    kind: Kind::Choice(&["awareness", "consideration", "decision"]),
                    required: false,
                    place: Place::Field,
                    description: "The stage of a purchase that a prompt represents.",
                    example: Some("awareness"),
                },
                Input {
                    name: "is_active",
                    kind: Kind::Flag,
                    required: false,
                    place: Place::Field,
                    description: "Whether runs ask it.",
                    example: Some("true"),
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
                    name: "text",
                    cell: Cell::Text,
                },
                Column {
                    name: "category",
                    cell: Cell::Text,
                },
                Column {
                    name: "is_active",
                    cell: Cell::Flag,
                },
                Column {
                    name: "created_at",
                    cell: Cell::Time,
                },
            ],
            input_schema: r#"{"type":"object","properties":{"workspace_id":{"description":"Identifies a workspace.","type":"string"},"text":{"description":"The question to ask.","type":"string"},"category":{"description":"The stage of a purchase that a prompt represents.","type":"string"},"is_active":{"description":"Whether runs ask it.","type":"boolean"}},"required":["workspace_id","text"]}"#,
            output_schema: Some(
                r#"{"description":"A question that is sent to the AI platforms on each run.","type":["object","null"],"properties":{"id":{"description":"Identifies a prompt.","type":["string","null"]},"workspace_id":{"description":"Identifies a workspace.","type":["string","null"]},"text":{"description":"The question.","type":["string","null"]},"category":{"description":"The stage of a purchase that a prompt represents.","type":["string","null"]},"is_active":{"description":"Whether runs ask it.","type":["boolean","null"]},"created_at":{"description":"When it was added.","type":["string","null"]}}}"#,
            ),
            call: create_prompt,
        },
    ],
};

fn list_prompts(client: &Client, arguments: &Arguments) -> Result<Call, ArgumentError> {
    let mut call = client
        .prompts()
        .list(arguments.required::<types::WorkspaceId>("workspace_id")?);
    if let Some(value) = arguments.optional::<u32>("limit")? {
        call = call.limit(value);
    }

    if let Some(value) = arguments.optional::<u64>("offset")? {
        call = call.offset(value);
    }

    Ok(Call::pages(call.items_as()))
}

fn create_prompt(client: &Client, arguments: &Arguments) -> Result<Call, ArgumentError> {
    let mut call = client
        .prompts()
        .create(
            arguments.required::<types::WorkspaceId>("workspace_id")?,
            arguments.required::<String>("text")?,
        );
    if let Some(value) = arguments.optional::<types::PromptCategory>("category")? {
        call = call.category(value);
    }

    if let Some(value) = arguments.optional::<bool>("is_active")? {
        call = call.is_active(value);
    }

    Ok(Call::data(call.body_as()))
}
