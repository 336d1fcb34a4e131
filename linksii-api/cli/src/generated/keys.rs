//! API keys, the `lnk_…` secrets that authorise requests.
//!
//! Generated from `spec/linksii.yaml` by `cargo xtask generate`. Do not edit.

use linksii_api::Client;

use crate::arguments::{ArgumentError, Arguments};
use crate::call::Call;
use crate::catalogue::{Cell, Column, Gives, Input, Kind, Operation, Place, Resource};

pub(super) const RESOURCE: Resource = Resource {
    name: "keys",
    description: "API keys, the `lnk_…` secrets that authorise requests.",
    operations: &[
        Operation {
            id: "create_key",
            verb: "create",
            method: "POST",
            path: "/keys",
            summary: "Creates an API key.",
            description: "The key itself is in this reply and nowhere else: it is shown only once. A workspace has at most 10 active keys.",
            deprecated: false,
            writes: true,
            reveals: true,
            gives: Gives::Data,
            inputs: &[
                Input {
                    name: "name",
                    kind: Kind::Text,
                    required: true,
                    place: Place::Field,
                    description: "A name to tell the key by.",
                    example: Some("My Integration"),
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
                    name: "key",
                    cell: Cell::Text,
                },
                Column {
                    name: "created_at",
                    cell: Cell::Time,
                },
                Column {
                    name: "last_used_at",
                    cell: Cell::Time,
                },
            ],
            input_schema: r#"{"type":"object","properties":{"name":{"description":"A name to tell the key by.","type":"string"}},"required":["name"]}"#,
            output_schema: Some(
                r#"{"description":"A new API key, the only reply that holds its secret.","type":["object","null"],"properties":{"id":{"description":"Identifies an API key.","type":["string","null"]},"name":{"description":"The name it was given.","type":["string","null"]},"key":{"description":"The secret, `lnk_…`. It is shown only once.","type":["string","null"]},"created_at":{"description":"When it was made.","type":["string","null"]},"last_used_at":{"description":"When it was last used; null on a new key.","type":["string","null"]}}}"#,
            ),
            call: create_key,
        },
    ],
};

fn create_key(client: &Client, arguments: &Arguments) -> Result<Call, ArgumentError> {
    let call = client.keys().create(arguments.required::<String>("name")?);
    Ok(Call::data(call.body_as()))
}
