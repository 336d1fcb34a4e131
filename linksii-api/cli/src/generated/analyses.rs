//! Visual analyses: a screenshot, scored by an AI along a template's dimensions.
//!
//! Generated from `spec/linksii.yaml` by `cargo xtask generate`. Do not edit.

use linksii_api::{Client, types};

use crate::arguments::{ArgumentError, Arguments};
use crate::call::Call;
use crate::catalogue::{Cell, Column, Gives, Input, Kind, Operation, Place, Resource};

pub(super) const RESOURCE: Resource = Resource {
    name: "analyses",
    description: "Visual analyses: a screenshot, scored by an AI along a template's dimensions.",
    operations: &[
        Operation {
            id: "create_analysis",
            verb: "create",
            method: "POST",
            path: "/analyze",
            summary: "Scores an image along a template's dimensions.",
            description: "The image is a public HTTPS URL; the workspace is the one to bill. At most 500 analyses a day, counted from 00:00 UTC.",
            deprecated: false,
            writes: true,
            reveals: false,
            gives: Gives::Data,
            inputs: &[
                Input {
                    name: "image_url",
                    kind: Kind::Text,
                    required: true,
                    place: Place::Field,
                    description: "A public HTTPS URL of a PNG, JPEG or WebP; a direct link on S3, Cloudflare Images or any CDN will do.",
                    example: Some(
                        "https://cdn.example.com/screenshots/competitor-homepage.png",
                    ),
                },
                Input {
                    name: "template",
                    kind: Kind::Id("TemplateId"),
                    required: true,
                    place: Place::Field,
                    description: "Identifies a template, `tmpl_…` for a custom one, its name (`brand_scorecard`) for a built-in.",
                    example: Some("brand_scorecard"),
                },
                Input {
                    name: "workspace_id",
                    kind: Kind::Id("WorkspaceId"),
                    required: true,
                    place: Place::Field,
                    description: "Identifies a workspace.",
                    example: Some("ws_01HXYZ"),
                },
                Input {
                    name: "context",
                    kind: Kind::Object,
                    required: false,
                    place: Place::Field,
                    description: "Free metadata for the prompt, e.g. `brand_name` or `industry`.",
                    example: Some(
                        "{\"brand_name\":\"Competitor Inc\",\"industry\":\"SaaS\"}",
                    ),
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
                    name: "template",
                    cell: Cell::Id,
                },
                Column {
                    name: "score",
                    cell: Cell::Number,
                },
                Column {
                    name: "dimensions",
                    cell: Cell::Json,
                },
            ],
            input_schema: r#"{"type":"object","properties":{"image_url":{"description":"A public HTTPS URL of a PNG, JPEG or WebP; a direct link on S3, Cloudflare Images or any CDN will do.","type":"string","format":"uri"},"template":{"description":"Identifies a template, `tmpl_…` for a custom one, its name (`brand_scorecard`) for a built-in.","type":"string"},"workspace_id":{"description":"Identifies a workspace.","type":"string"},"context":{"description":"Free metadata for the prompt, e.g. `brand_name` or `industry`.","type":"object","additionalProperties":true}},"required":["image_url","template","workspace_id"]}"#,
            output_schema: Some(
                r#"{"description":"An image's scores along a template's dimensions.","type":["object","null"],"additionalProperties":true,"properties":{"id":{"description":"Identifies an analysis.","type":["string","null"]},"workspace_id":{"description":"Identifies a workspace.","type":["string","null"]},"template":{"description":"Identifies a template, `tmpl_…` for a custom one, its name (`brand_scorecard`) for a built-in.","type":["string","null"]},"score":{"description":"The overall score, 0 to 100.","type":["number","string","null"]},"dimensions":{"description":"The score along each dimension, by name, `visual_identity` for one.","type":["object","null"],"additionalProperties":{"description":"The score along one dimension of an analysis.","type":["object","null"],"additionalProperties":true,"properties":{"score":{"description":"The score, 0 to 100.","type":["number","string","null"]},"summary":{"description":"What the score is made of, in words.","type":["string","null"]}}}}}}"#,
            ),
            call: create_analysis,
        },
    ],
};

fn create_analysis(
    client: &Client,
    arguments: &Arguments,
) -> Result<Call, ArgumentError> {
    let mut call = client
        .analyses()
        .create(
            arguments.required::<String>("image_url")?,
            arguments.required::<types::TemplateId>("template")?,
            arguments.required::<types::WorkspaceId>("workspace_id")?,
        );
    if let Some(value) = arguments
        .optional::<serde_json::Map<String, serde_json::Value>>("context")?
    {
        call = call.context(value);
    }

    Ok(Call::data(call.body_as()))
}
