//! Schemas become types that say what they are.

use std::collections::BTreeMap;

use petgraph::algo::tarjan_scc;
use petgraph::graphmap::DiGraphMap;

use super::rule::{Report, Rule, Scope};
use crate::document::{
    CHOICES, Document, Kind, Node, Number, Schema, Shape, TYPES, applies, holds_id, says_something,
};

/// The formats that mean something here, or that need mean nothing.
const FORMATS: &str = "date, date-time, password, uri, url, uuid, email, hostname, int32, int64, uint32, uint64, float, double, byte, binary";

pub(super) static RULES: &[Rule] = &[
    Rule::error("unknown-type", Scope::Schema(unknown_type))
        .why("A type that JSON does not have is no type in Rust either.")
        .broken("type: strng"),
    Rule::warning("schema-mismatch", Scope::Schema(schema_mismatch))
        .why("A key that does not apply to a schema's type means nothing there.")
        .broken("type: integer\nminLength: 3"),
    Rule::warning("large-number", Scope::Schema(large_number))
        .why("An integer has 64 bits; a bound beyond them is not kept.")
        .broken("type: integer\nmaximum: 18446744073709552000"),
    Rule::warning("untyped-schema", Scope::Schema(untyped_schema))
        .why("A schema that does not say what it is becomes any JSON.")
        .broken("properties:\n  depth: {description: In metres.}"),
    Rule::warning("recursive-schema", Scope::Document(recursive_schema))
        .why("A list, a map or a merged object that holds itself is not a type in Rust, so it becomes any JSON inside.")
        .broken("schemas:\n  Tree:\n    type: array\n    items: {$ref: '#/components/schemas/Tree'}"),
    Rule::warning("unsupported-choice", Scope::Schema(unsupported_choice))
        .why("What a schema is not has no type in Rust, and what contradicts itself becomes any JSON.")
        .broken("not:\n  type: string"),
    Rule::warning("closed-enum", Scope::Schema(closed_enum))
        .why("A service adds values; `x-extensible-enum` says that clients must expect them.")
        .broken("type: string\nenum: [port, starboard]"),
    Rule::warning("named-id", Scope::Node(named_id))
        .why("An id with a type of its own cannot be passed where another is asked for.")
        .broken("properties:\n  ship_id: {type: string}"),
    Rule::warning("date-time", Scope::Schema(date_time))
        .why("A time as text has to be parsed by every user.")
        .broken("properties:\n  created_at: {type: string}"),
    Rule::warning("unknown-format", Scope::Schema(unknown_format))
        .why("A format that the generator does not know means nothing to it.")
        .broken("type: string\nformat: time-of-day"),
    Rule::warning("undefined-required", Scope::Schema(undefined_required))
        .why("A required property that is not described becomes any JSON.")
        .broken("required: [id, naem]\nproperties:\n  id: {}\n  name: {}"),
    Rule::warning("untyped-list", Scope::Schema(untyped_list))
        .why("A list that does not say what it holds becomes a list of any JSON.")
        .broken("type: array"),
    Rule::warning("number-enum", Scope::Schema(number_enum))
        .why("Only text becomes an enum in Rust; of numbers and truth values any is taken.")
        .broken("type: integer\nenum: [1, 2]"),
    Rule::warning("enum-values", Scope::Schema(enum_values))
        .why("An enum lists text: other values are taken for text, or are none.")
        .broken("type: string\nx-extensible-enum: [port, 2]"),
];

fn unknown_type(schema: Node<'_>, report: &mut Report<'_>) {
    if let Some(node) = schema.get("type")
        && let Some(kind) = node.as_text()
        && !TYPES.contains(&kind)
    {
        let help = format!("write one of {}", TYPES.join(", "));
        report.add(node, format!("`{kind}` is not a type"), help);
    }
}

fn schema_mismatch(schema: Node<'_>, report: &mut Report<'_>) {
    // An object may have anything beside it, and a choice is another rule's.
    let is_checked = |kind: &&str| *kind != "object" && TYPES.contains(kind);
    let kind = schema.text("type").filter(is_checked);
    let Some(kind) = kind.filter(|_| !schema.has_any(&CHOICES)) else {
        return;
    };
    for (key, child) in schema.members() {
        if !applies(key, kind) || kind == "integer" && !is_whole(key, child) {
            let message = format!("`{key}` does not apply to the type {kind}");
            report.add(child, message, "remove it, or correct it or the type");
        }
    }
}

/// Whether a key says nothing of an integer that only another number could be.
fn is_whole(key: &str, node: Node<'_>) -> bool {
    let is_whole = |node: Node<'_>| node.as_number().is_some_and(Number::is_whole);
    match key {
        "minimum" | "maximum" | "multipleOf" => is_whole(node),
        "enum" => node.items().all(|value| value.is_null() || is_whole(value)),
        _ => true,
    }
}

fn large_number(schema: Node<'_>, report: &mut Report<'_>) {
    for key in ["minimum", "maximum"] {
        if schema.text("type") == Some("integer")
            && let Some(node) = schema.get(key)
            && let Some(number) = node.as_number().filter(|number| number.is_whole())
            && number.text().parse::<i64>().is_err()
        {
            let message = format!("`{key}` is beyond 64 bits");
            report.add(node, message, "remove it; the integer has 64 bits");
        }
    }
}

fn untyped_schema(schema: Node<'_>, report: &mut Report<'_>) {
    // `{}` says plainly that it may be anything; references, types and choices are other rules'.
    let says_any = schema.keys().next().is_none();
    let is_other = schema.has_any(&["$ref", "type"]) || schema.has_any(&CHOICES);
    if !says_any && !is_other && matches!(schema.whole_shape(), Some(Shape::Any)) {
        let help = "add its `type`; until then it is `serde_json::Value`";
        report.add(schema, "the schema does not say what it is", help);
    }
}

/// The component schema that a schema refers to.
fn referred<'d>(schema: Node<'d>) -> Option<&'d str> {
    schema.text("$ref")?.strip_prefix("#/components/schemas/")
}

fn recursive_schema(document: &Document, report: &mut Report<'_>) {
    let all: BTreeMap<&str, Node<'_>> = document.components("schemas").collect();
    let has_properties = |schema: &Node<'_>| schema.get("properties").is_some();
    let is_type = |name: &str| all.get(name).is_none_or(has_properties);
    // From each component to those that have to be read to know its type: all that it refers to
    // where it has none of its own, and what is merged into it or into something inside.
    let mut graph: DiGraphMap<&str, ()> = DiGraphMap::new();
    for schema in document.schemas() {
        let Some(name) = schema.around().find_map(Node::component) else {
            continue;
        };
        let parts: Vec<Node<'_>> = schema.items_of("allOf").collect();
        // One part alone is a type of its own.
        let are_merged = parts.len() > 1 || schema.get("properties").is_some();
        let merged = parts.into_iter().filter(|_| are_merged);
        let merged = merged.filter_map(referred);
        let other = referred(schema).filter(|inner| !is_type(name) && !is_type(inner));
        for inner in merged.chain(other) {
            graph.add_edge(name, inner, ());
        }
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

fn unsupported_choice(schema: Node<'_>, report: &mut Report<'_>) {
    if let Some(choice) = schema.get("not") {
        let help = "remove it, or describe what the schema is";
        report.add(choice, "`not` is left out of the client", help);
    }
    let parts = schema
        .items_of("allOf")
        .filter(|part| says_something(*part));
    let is_object = || Schema::of(schema).is_some_and(|schema| schema.object().is_some());
    if parts.count() > 1 && !is_object() {
        let help = "let all parts be objects, or leave one";
        report.add(schema.nearest("/allOf"), "of these parts, one counts", help);
    }
}

fn closed_enum(schema: Node<'_>, report: &mut Report<'_>) {
    if let (Some("string"), Some(values)) = (schema.text("type"), schema.get("enum")) {
        let help = "write `x-extensible-enum`; the generated enum is open either way";
        report.add(values, "the enum is closed", help);
    }
}

/// The properties with a schema of their own.
fn properties<'d>(schema: Node<'d>) -> impl Iterator<Item = (&'d str, Node<'d>)> {
    let properties = schema.members_of("properties");
    properties.filter(|(_, property)| property.get("$ref").is_none())
}

fn named_id(kind: Kind, node: Node<'_>, report: &mut Report<'_>) {
    let parameter = node.text("name").zip(node.get("schema"));
    let parameter = parameter.filter(|_| kind == "Parameter");
    for (name, schema) in properties(node).chain(parameter) {
        if holds_id(name) && schema.text("type") == Some("string") {
            let help = "define a schema `…Id` under `components/schemas`, and refer to it";
            let message = format!("`{name}` is an id, and its type is plain text");
            report.add(schema, message, help);
        }
    }
}

fn date_time(schema: Node<'_>, report: &mut Report<'_>) {
    for (name, schema) in properties(schema) {
        let timely = name.ends_with("_at") || name.ends_with("At") || name == "timestamp";
        let is_text = schema.text("type") == Some("string");
        if timely && is_text && schema.text("format") != Some("date-time") {
            let message = format!("`{name}` is a time, and its type is plain text");
            report.add(schema, message, "add `format: date-time`");
        }
    }
}

fn unknown_format(schema: Node<'_>, report: &mut Report<'_>) {
    if let Some(node) = schema.get("format")
        && let Some(format) = node.as_text()
        && FORMATS.split(", ").all(|known| known != format)
    {
        let help = format!("leave it out, or use one of {FORMATS}");
        report.add(node, format!("`{format}` means nothing here"), help);
    }
}

fn undefined_required(schema: Node<'_>, report: &mut Report<'_>) {
    let Some(properties) = schema.get("properties") else {
        return;
    };
    // What is required of an `allOf` may be described in another part of it.
    let is_part = schema.around().skip(1).any(|it| it.key() == Some("allOf"));
    if is_part || schema.get("allOf").is_some() {
        return;
    }
    for node in schema.items_of("required") {
        if let Some(name) = node.as_text()
            && properties.get(name).is_none()
        {
            let help = "correct the name, or describe it under `properties`";
            let message = format!("`{name}` is required and not described");
            report.add(node, message, help);
        }
    }
}

fn untyped_list(schema: Node<'_>, report: &mut Report<'_>) {
    if schema.text("type") == Some("array") && schema.get("items").is_none() {
        report.add(schema, "the list does not say what it holds", "add `items`");
    }
}

fn number_enum(schema: Node<'_>, report: &mut Report<'_>) {
    let kind = schema.text("type").filter(|kind| *kind != "string");
    if let (Some(kind), Some(values)) = (kind, schema.get("enum")) {
        let help = "remove it, or make it text if the service sends text";
        report.add(values, format!("the enum becomes any {kind}"), help);
    }
}

fn enum_values(schema: Node<'_>, report: &mut Report<'_>) {
    let kind = schema.text("type");
    for key in ["enum", "x-extensible-enum"] {
        // A closed enum of something else is another rule's.
        let values = schema.get(key);
        let Some(values) = values.filter(|_| kind == Some("string") || key != "enum") else {
            continue;
        };
        if schema.get("type").is_some() && kind != Some("string") {
            let help = "add `type: string`, or remove the enum";
            report.add(values, "the enum is not one of text", help);
        }
        if values.items().next().is_none() {
            report.add(values, "the enum lists no values", "write `[one, two]`");
        }
        for value in values.items() {
            // A closed enum of what may be null has to say so.
            if value.as_text().is_none() && !(value.is_null() && key == "enum") {
                let message = "this value is not text";
                report.add(value, message, "put it in quotes, if it is text");
            }
        }
    }
}
