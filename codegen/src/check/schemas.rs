//! Schemas become types that say what they are.

use std::collections::BTreeMap;

use petgraph::algo::tarjan_scc;
use petgraph::graphmap::DiGraphMap;

use super::rule::{Report, Rule};
use crate::document::{
    CHOICES, Document, Node, Schema, Shape, TYPES, applies, holds_id, says_something,
};

/// The formats that mean something here, or that need mean nothing.
const FORMATS: &str = "date, date-time, password, uri, url, uuid, email, hostname, int32, int64, uint32, uint64, float, double, byte, binary";

pub(super) static RULES: &[Rule] = &[
    Rule::error(
        "unknown-type",
        "A type that JSON does not have is no type in Rust either.",
        "type: strng",
        unknown_type,
    ),
    Rule::warning(
        "schema-mismatch",
        "A key that does not apply to a schema's type means nothing there.",
        "type: integer\nminLength: 3",
        schema_mismatch,
    ),
    Rule::warning(
        "large-number",
        "An integer has 64 bits; a bound beyond them is not kept.",
        "type: integer\nmaximum: 18446744073709552000",
        large_number,
    ),
    Rule::warning(
        "untyped-schema",
        "A schema that does not say what it is becomes any JSON.",
        "properties:\n  depth: {description: In metres.}",
        untyped_schema,
    ),
    Rule::warning(
        "recursive-schema",
        "A list, a map or a merged object that holds itself is not a type in Rust, so it becomes any JSON inside.",
        "schemas:\n  Tree:\n    type: array\n    items: {$ref: '#/components/schemas/Tree'}",
        recursive_schema,
    ),
    Rule::warning(
        "unsupported-choice",
        "What a schema is not has no type in Rust, and what contradicts itself becomes any JSON.",
        "not:\n  type: string",
        unsupported_choice,
    ),
    Rule::warning(
        "closed-enum",
        "A service adds values; `x-extensible-enum` says that clients must expect them.",
        "type: string\nenum: [port, starboard]",
        closed_enum,
    ),
    Rule::warning(
        "named-id",
        "An id with a type of its own cannot be passed where another is asked for.",
        "properties:\n  ship_id: {type: string}",
        named_id,
    ),
    Rule::warning(
        "date-time",
        "A time as text has to be parsed by every user.",
        "properties:\n  created_at: {type: string}",
        date_time,
    ),
    Rule::warning(
        "unknown-format",
        "A format that the generator does not know means nothing to it.",
        "type: string\nformat: time-of-day",
        unknown_format,
    ),
    Rule::warning(
        "undefined-required",
        "A required property that is not described becomes any JSON.",
        "required: [id, naem]\nproperties:\n  id: {}\n  name: {}",
        undefined_required,
    ),
    Rule::warning(
        "untyped-list",
        "A list that does not say what it holds becomes a list of any JSON.",
        "type: array",
        untyped_list,
    ),
    Rule::warning(
        "number-enum",
        "Only text becomes an enum in Rust; of numbers and truth values any is taken.",
        "type: integer\nenum: [1, 2]",
        number_enum,
    ),
    Rule::warning(
        "enum-values",
        "An enum lists text: other values are taken for text, or are none.",
        "type: string\nx-extensible-enum: [port, 2]",
        enum_values,
    ),
];

fn unknown_type(document: &Document, report: &mut Report<'_>) {
    for schema in document.schemas() {
        let kind = schema.get("type").and_then(|it| Some((it, it.as_text()?)));
        if let Some((node, kind)) = kind.filter(|(_, kind)| !TYPES.contains(kind)) {
            let help = format!("write one of {}", TYPES.join(", "));
            report.add(node, format!("`{kind}` is not a type"), help);
        }
    }
}

fn large_number(document: &Document, report: &mut Report<'_>) {
    let is_whole = |schema: &Node<'_>| schema.text("type") == Some("integer");
    for schema in document.schemas().filter(is_whole) {
        for key in ["minimum", "maximum"] {
            let Some(node) = schema.get(key) else {
                continue;
            };
            let number = node.as_number().filter(|number| number.is_whole());
            if number.is_some_and(|it| it.text().parse::<i64>().is_err()) {
                let message = format!("`{key}` is beyond 64 bits");
                report.add(node, message, "remove it; the integer has 64 bits");
            }
        }
    }
}

fn schema_mismatch(document: &Document, report: &mut Report<'_>) {
    for schema in document.schemas() {
        let kind = schema.text("type").filter(|kind| TYPES.contains(kind));
        let Some(kind) = kind else {
            continue;
        };
        // An object may have anything beside it, and a choice is another rule's.
        if kind == "object" || CHOICES.iter().any(|key| schema.get(key).is_some()) {
            continue;
        }
        for (key, child) in schema.members() {
            if !applies(key, kind) || kind == "integer" && !is_whole(key, child) {
                let help = "remove it, or correct it or the type";
                let message = format!("`{key}` does not apply to the type {kind}");
                report.add(child, message, help);
            }
        }
    }
}

/// Whether a key says nothing of an integer that only another number could be.
fn is_whole(key: &str, node: Node<'_>) -> bool {
    let is_whole = |node: Node<'_>| node.as_number().is_some_and(|number| number.is_whole());
    match key {
        "minimum" | "maximum" | "multipleOf" => is_whole(node),
        "enum" => node.items().all(|value| value.is_null() || is_whole(value)),
        _ => true,
    }
}

/// What says of a schema what it is.
const TELLING: &str = "$ref additionalProperties allOf anyOf items not oneOf properties type";

fn untyped_schema(document: &Document, report: &mut Report<'_>) {
    for schema in document.schemas() {
        // `{}` says plainly that it may be anything.
        let says_any = schema.keys().next().is_none();
        if !says_any
            && !schema
                .keys()
                .any(|key| TELLING.split(' ').any(|telling| telling == key))
        {
            let help = "add its `type`; until then it is `serde_json::Value`";
            report.add(schema, "the schema does not say what it is", help);
        }
    }
}

fn recursive_schema(document: &Document, report: &mut Report<'_>) {
    let all: BTreeMap<&str, Node<'_>> = document.components("schemas").collect();
    let has_properties = |name: &str| {
        all.get(name)
            .is_some_and(|it| it.get("properties").is_some())
    };
    // From each component to those that have to be read to know its type: all that it refers to
    // where it has none of its own, and what is merged into it or into something inside.
    let mut graph: DiGraphMap<&str, ()> = DiGraphMap::new();
    for (name, schema) in &all {
        inner_references(*schema, &mut |inner, is_merged| {
            let is_type = has_properties(name) || has_properties(inner) || !all.contains_key(inner);
            if is_merged || !is_type {
                graph.add_edge(name, inner, ());
            }
        });
    }
    for circle in tarjan_scc(&graph) {
        let holds_itself = |name: &&str| circle.len() > 1 || graph.contains_edge(name, name);
        for name in circle.iter().filter(|name| holds_itself(name)) {
            // References only are another rule's, and so are those that lead nowhere.
            let found = all.get(name).filter(|schema| schema.get("$ref").is_none());
            if let Some(schema) = found {
                let help = "make what it holds an object with properties, as a schema of its own";
                report.add(*schema, format!("`{name}` holds itself"), help);
            }
        }
    }
}

/// Calls for each component schema that a schema refers to, wherever in it, and says whether it
/// is merged there as a part of an `allOf`.
fn inner_references<'d>(schema: Node<'d>, see: &mut dyn FnMut(&'d str, bool)) {
    let component = |node: Node<'d>| node.text("$ref")?.strip_prefix("#/components/schemas/");
    if let Some(name) = component(schema) {
        see(name, false);
    }
    let parts = schema.items_of("allOf");
    let parts: Vec<Node<'d>> = parts.collect();
    // One part alone is a type of its own.
    if parts.len() > 1 || schema.get("properties").is_some() {
        let merged = parts.into_iter().filter_map(component);
        merged.for_each(|name| see(name, true));
    }
    for item in schema.items() {
        inner_references(item, see);
    }
    let is_data = |key: &str| matches!(key, "example" | "default" | "enum");
    for (_, member) in schema.members().filter(|(key, _)| !is_data(key)) {
        inner_references(member, see);
    }
}

fn unsupported_choice(document: &Document, report: &mut Report<'_>) {
    for schema in document.schemas() {
        if let Some(choice) = schema.get("not") {
            let help = "remove it, or describe what the schema is";
            report.add(choice, "`not` is left out of the client", help);
        }
        let parts = schema
            .items_of("allOf")
            .filter(|part| says_something(*part))
            .count();
        let shape = Schema::of(schema).map(|schema| schema.shape());
        if parts > 1 && !matches!(shape, Some(Shape::Object(_))) {
            let place = schema.get("allOf").unwrap_or(schema);
            let help = "let all parts be objects, or leave one";
            report.add(place, "of these parts, one counts", help);
        }
    }
}

fn closed_enum(document: &Document, report: &mut Report<'_>) {
    for schema in document.schemas() {
        let values = schema
            .get("enum")
            .filter(|_| schema.text("type") == Some("string"));
        if let Some(values) = values {
            let help = "write `x-extensible-enum`; the generated enum is open either way";
            report.add(values, "the enum is closed", help);
        }
    }
}

/// The properties with a schema of their own.
fn properties(document: &Document) -> impl Iterator<Item = (&str, Node<'_>)> {
    let objects = document
        .schemas()
        .filter_map(|schema| schema.get("properties"));
    let properties = objects.flat_map(Node::members);
    properties.filter(|(_, property)| property.get("$ref").is_none())
}

fn named_id(document: &Document, report: &mut Report<'_>) {
    let parameters = document.nodes().filter(|(kind, _)| *kind == "Parameter");
    let parameters = parameters.filter_map(|(_, it)| Some((it.text("name")?, it.get("schema")?)));
    for (name, schema) in properties(document).chain(parameters) {
        if holds_id(name) && schema.text("type") == Some("string") {
            let help = "define a schema `…Id` under `components/schemas`, and refer to it";
            let message = format!("`{name}` is an id, and its type is plain text");
            report.add(schema, message, help);
        }
    }
}

fn date_time(document: &Document, report: &mut Report<'_>) {
    for (name, schema) in properties(document) {
        let timely = name.ends_with("_at") || name.ends_with("At") || name == "timestamp";
        let is_text = schema.text("type") == Some("string");
        if timely && is_text && schema.text("format") != Some("date-time") {
            let help = "add `format: date-time`";
            let message = format!("`{name}` is a time, and its type is plain text");
            report.add(schema, message, help);
        }
    }
}

fn unknown_format(document: &Document, report: &mut Report<'_>) {
    for schema in document.schemas() {
        let format = schema
            .get("format")
            .and_then(|it| Some((it, it.as_text()?)));
        if let Some((node, format)) =
            format.filter(|(_, it)| !FORMATS.split(", ").any(|known| known == *it))
        {
            let help = format!("leave it out, or use one of {FORMATS}");
            report.add(node, format!("`{format}` means nothing here"), help);
        }
    }
}

fn undefined_required(document: &Document, report: &mut Report<'_>) {
    for schema in document.schemas() {
        let (Some(required), Some(properties)) = (schema.get("required"), schema.get("properties"))
        else {
            continue;
        };
        // What is required of an `allOf` may be described in another part of it.
        if schema.get("allOf").is_some() || schema.is_below("allOf") {
            continue;
        }
        let undefined = |name: &Node<'_>| {
            let name = name.as_text();
            name.is_some_and(|name| properties.get(name).is_none())
        };
        for name in required.items().filter(undefined) {
            let help = "correct the name, or describe it under `properties`";
            let text = name.as_text().unwrap_or_default();
            report.add(
                name,
                format!("`{text}` is required and not described"),
                help,
            );
        }
    }
}

fn untyped_list(document: &Document, report: &mut Report<'_>) {
    for schema in document.schemas() {
        if schema.text("type") == Some("array") && schema.get("items").is_none() {
            let message = "the list does not say what it holds";
            report.add(schema, message, "add `items`");
        }
    }
}

fn number_enum(document: &Document, report: &mut Report<'_>) {
    for schema in document.schemas() {
        let kind = schema.text("type").filter(|kind| *kind != "string");
        if let (Some(kind), Some(values)) = (kind, schema.get("enum")) {
            let help = "remove it, or make it text if the service sends text";
            report.add(values, format!("the enum becomes any {kind}"), help);
        }
    }
}

fn enum_values(document: &Document, report: &mut Report<'_>) {
    for schema in document.schemas() {
        for key in ["enum", "x-extensible-enum"] {
            let is_text = schema.text("type") == Some("string");
            // A closed enum of something else is another rule's.
            let values = schema.get(key).filter(|_| is_text || key != "enum");
            let Some(values) = values else {
                continue;
            };
            let has_type = schema.get("type").is_some();
            if !is_text && has_type {
                let help = "add `type: string`, or remove the enum";
                report.add(values, "the enum is not one of text", help);
            }
            if values.items().next().is_none() {
                report.add(values, "the enum lists no values", "write `[one, two]`");
            }
            // A closed enum of what may be null has to say so.
            let is_value =
                |value: &Node<'_>| value.as_text().is_some() || value.is_null() && key == "enum";
            for value in values.items().filter(|value| !is_value(value)) {
                let help = "put it in quotes, if it is text";
                report.add(value, "this value is not text", help);
            }
        }
    }
}
