//! Analysis templates, built-in and custom.
//!
//! Generated from `spec/linksii.yaml` by `cargo xtask generate`. Do not edit.

use linksii_api::{Client, types};

use crate::arguments::{ArgumentError, Arguments};
use crate::call::Call;
use crate::catalogue::{Cell, Column, Gives, Input, Kind, Operation, Place, Resource};

pub(super) const RESOURCE: Resource = Resource {
    name: "templates",
    description: "Analysis templates, built-in and custom.",
    operations: &[
        Operation {
            id: "list_templates",
            verb: "list",
            method: "GET",
            path: "/templates",
            summary: "Lists the templates that a workspace can use.",
            description: "Built-in and custom ones together. The built-ins are `brand_scorecard`, `ux_audit` (navigation clarity, content hierarchy, accessibility signals) and `competitive_positioning` (how a brand differs from the leaders of its category).",
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
                    name: "name",
                    cell: Cell::Text,
                },
                Column {
                    name: "slug",
                    cell: Cell::Text,
                },
                Column {
                    name: "system_prompt",
                    cell: Cell::Text,
                },
                Column {
                    name: "output_schema",
                    cell: Cell::Text,
                },
                Column {
                    name: "type",
                    cell: Cell::Text,
                },
                Column {
                    name: "created_at",
                    cell: Cell::Time,
                },
            ],
            input_schema: r#"{"type":"object","properties":{"workspace_id":{"description":"The workspace to look into.","type":"string"},"limit":{"type":"integer","minimum":1,"description":"The most items that one page holds. The server may answer with fewer; the documented replies show 20 where none is asked for."},"offset":{"type":"integer","minimum":0,"description":"How many items to skip before the page's first."}},"required":["workspace_id"]}"#,
            output_schema: Some(
                r#"{"description":"What an analysis measures, as a prompt and the shape of its answer.","type":["object","null"],"properties":{"id":{"description":"Identifies a template, `tmpl_…` for a custom one, its name (`brand_scorecard`) for a built-in.","type":["string","null"]},"name":{"description":"The template's name.","type":["string","null"]},"slug":{"description":"The name in URLs.","type":["string","null"]},"system_prompt":{"description":"What the AI is told to do.","type":["string","null"]},"output_schema":{"description":"What the answer must look like; absent on a built-in.","type":["string","null"]},"type":{"description":"Whether a template is Linksii's own or a customer's.","type":["string","null"]},"created_at":{"description":"When it was made; null on a built-in.","type":["string","null"]}}}"#,
            ),
            call: list_templates,
        },
        Operation {
            id: "create_template",
            verb: "create",
            method: "POST",
            path: "/templates",
            summary: "Creates a custom template.",
            description: "It belongs to a workspace, and is used in analyses by its id, in any workspace with API access.",
            deprecated: false,
            writes: true,
            reveals: false,
            gives: Gives::Data,
            inputs: &[
                Input {
                    name: "name",
                    kind: Kind::Text,
                    required: true,
                    place: Place::Field,
                    description: "The template's name.",
                    example: Some("SaaS Landing Page Audit"),
                },
                Input {
                    name: "slug",
                    kind: Kind::Text,
                    required: true,
                    place: Place::Field,
                    description: "The name in URLs.",
                    example: Some("saas-landing-page-audit"),
                },
                Input {
                    name: "system_prompt",
                    kind: Kind::Text,
                    required: true,
                    place: Place::Field,
                    description: "What the AI is told to do.",
                    example: Some("Evaluate SaaS homepage effectiveness..."),
                },
                Input {
                    name: "output_schema",
                    kind: Kind::Text,
                    required: false,
                    place: Place::Field,
                    description: "What the answer must look like. Its language is not documented.",
                    example: Some("{ score: number, ... }"),
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
                    name: "system_prompt",
                    cell: Cell::Text,
                },
                Column {
                    name: "output_schema",
                    cell: Cell::Text,
                },
                Column {
                    name: "type",
                    cell: Cell::Text,
                },
                Column {
                    name: "created_at",
                    cell: Cell::Time,
                },
            ],
            input_schema: r#"{"type":"object","properties":{"name":{"description":"The template's name.","type":"string"},"slug":{"description":"The name in URLs.","type":"string"},"system_prompt":{"description":"What the AI is told to do.","type":"string"},"output_schema":{"description":"What the answer must look like. Its language is not documented.","type":"string"}},"required":["name","slug","system_prompt"]}"#,
            output_schema: Some(
                r#"{"description":"What an analysis measures, as a prompt and the shape of its answer.","type":["object","null"],"properties":{"id":{"description":"Identifies a template, `tmpl_…` for a custom one, its name (`brand_scorecard`) for a built-in.","type":["string","null"]},"name":{"description":"The template's name.","type":["string","null"]},"slug":{"description":"The name in URLs.","type":["string","null"]},"system_prompt":{"description":"What the AI is told to do.","type":["string","null"]},"output_schema":{"description":"What the answer must look like; absent on a built-in.","type":["string","null"]},"type":{"description":"Whether a template is Linksii's own or a customer's.","type":["string","null"]},"created_at":{"description":"When it was made; null on a built-in.","type":["string","null"]}}}"#,
            ),
            call: create_template,
        },
    ],
};

fn list_templates(
    client: &Client,
    arguments: &Arguments,
) -> Result<Call, ArgumentError> {
    let mut call = client
        .templates()
        .list(arguments.required::<types::WorkspaceId>("workspace_id")?);
    if let Some(value) = arguments.optional::<u32>("limit")? {
        call = call.limit(value);
    }

    if let Some(value) = arguments.optional::<u64>("offset")? {
        call = call.offset(value);
    }

    Ok(Call::pages(call.items_as()))
}

fn create_template(
    client: &Client,
    arguments: &Arguments,
) -> Result<Call, ArgumentError> {
    let mut call = client
        .templates()
        .create(
            arguments.required::<String>("name")?,
            arguments.required::<String>("slug")?,
            arguments.required::<String>("system_prompt")?,
        );
    if let Some(value) = arguments.optional::<String>("output_schema")? {
        call = call.output_schema(value);
    }

    Ok(Call::data(call.body_as()))
}
