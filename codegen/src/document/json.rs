//! JSON text to a tree.
//!
//! Most of JSON is YAML too, but not all: pairs of surrogates, tabs, long keys.

use std::ops::Range;

use jsonc_parser::ast::Value as Read;
use jsonc_parser::common::Ranged;
use jsonc_parser::errors::{ParseError, ParseErrorKind};
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use super::fault::{duplicate_key, fault, too_deep};
use super::node::Node;
use super::number::Number;
use super::tree::{DEEPEST, Document, Id, Value};
use crate::diagnostic::{Diagnostic, character_start};

/// JSON as RFC 8259 has it.
const STRICT: ParseOptions = ParseOptions {
    allow_comments: false,
    allow_loose_object_property_names: false,
    allow_trailing_commas: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

/// Reads a document, or says what keeps it from being read.
pub(super) fn read(name: &str, text: &str) -> Result<Document, Vec<Diagnostic>> {
    let mut document = Document::new(name, text);
    let parsed = parse_to_ast(text, &CollectOptions::default(), &STRICT);
    let value = match parsed.as_ref().map(|parsed| &parsed.value) {
        Ok(Some(value)) => value,
        Ok(None) => return Err(vec![fault("invalid-json", "there is no value", HELP)]),
        Err(error) => return Err(vec![refused(&document, error)]),
    };
    let mut faults = Vec::new();
    add(&mut document, None, value, start(value), 1, &mut faults);
    if faults.is_empty() {
        Ok(document)
    } else {
        Err(faults)
    }
}

const HELP: &str = "check the quotes, commas and brackets around here";

fn refused(document: &Document, error: &ParseError) -> Diagnostic {
    let fault = match error.kind() {
        ParseErrorKind::NestingDepthExceeded => too_deep(),
        kind => fault("invalid-json", kind.to_string().to_lowercase(), HELP),
    };
    let range = error.range();
    let end = range.end.max(range.start + 1).min(document.text.len());
    fault.at(document.span(floor(document, range.start)..floor(document, end)))
}

fn floor(document: &Document, at: usize) -> usize {
    character_start(&document.text, at)
}

/// The first byte of a value, which all but text have one of.
fn start(value: &Read<'_>) -> Range<usize> {
    let range = value.range();
    match value {
        Read::Object(_) | Read::Array(_) => range.start..range.start + 1,
        _ => range.start..range.end,
    }
}

fn add(
    document: &mut Document,
    place: Option<(Id, Option<String>)>,
    read: &Read<'_>,
    range: Range<usize>,
    depth: usize,
    faults: &mut Vec<Diagnostic>,
) {
    if depth > DEEPEST && matches!(read, Read::Array(_) | Read::Object(_)) {
        if !faults.iter().any(|fault| fault.rule == "too-deep") {
            faults.push(too_deep().at(document.span(range)));
        }
        return;
    }
    let value = match read {
        Read::NullKeyword(_) => Value::Null,
        Read::BooleanLit(literal) => Value::Bool(literal.value),
        Read::StringLit(literal) => Value::Text(literal.value.to_string()),
        Read::NumberLit(literal) => match Number::json(literal.value) {
            Some(number) => Value::Number(number),
            None => {
                let message = format!("`{}` is not a number", literal.value);
                faults.push(fault("invalid-json", message, HELP).at(document.span(range.clone())));
                Value::Null
            }
        },
        Read::Array(_) => Value::List(Vec::new()),
        Read::Object(_) => Value::Map(Default::default()),
    };
    let id = document.add(place, value, range);
    match read {
        Read::Array(array) => {
            for item in &array.elements {
                add(
                    document,
                    Some((id, None)),
                    item,
                    start(item),
                    depth + 1,
                    faults,
                );
            }
        }
        Read::Object(object) => {
            for member in &object.properties {
                let key = member.name.as_str();
                let range = member.name.range().start..member.name.range().end;
                let node = Node::new(document, id);
                if let Some(first) = node.get(key) {
                    let fault = duplicate_key(node, key, first);
                    faults.push(fault.at(document.span(range.clone())));
                }
                let place = Some((id, Some(key.to_owned())));
                add(document, place, &member.value, range, depth + 1, faults);
            }
        }
        _ => {}
    }
}
