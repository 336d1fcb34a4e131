//! JSON text to a tree.
//!
//! Most of JSON is YAML too, but not all: pairs of surrogates, tabs, long keys.

use jsonc_parser::ast::Value as Read;
use jsonc_parser::common::Ranged;
use jsonc_parser::errors::{ParseError, ParseErrorKind};
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use super::builder::Builder;
use super::number::Number;
use super::tree::{Document, Value};
use crate::diagnostic::Diagnostic;

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
    let mut builder = Builder::new(name, text);
    let parsed = parse_to_ast(text, &CollectOptions::default(), &STRICT);
    match parsed.map(|parsed| parsed.value) {
        Ok(Some(value)) => _ = add(&mut builder, &value),
        Ok(None) => builder.fault(invalid("there is no value"), 0..0),
        Err(error) => refuse(&mut builder, &error),
    }
    builder.finish()
}

fn invalid(message: impl Into<String>) -> Diagnostic {
    let help = "check the quotes, commas and brackets around here";
    Diagnostic::error("invalid-json", message, help)
}

fn refuse(builder: &mut Builder, error: &ParseError) {
    let range = error.range();
    let range = range.start..range.end.max(range.start + 1);
    match error.kind() {
        ParseErrorKind::NestingDepthExceeded => builder.too_deep(range),
        kind => builder.fault(invalid(kind.to_string().to_lowercase()), range),
    }
}

/// Adds a value; nothing if the others are not needed.
fn add(builder: &mut Builder, read: &Read<'_>) -> Option<()> {
    let range = read.range().start..read.range().end;
    // One byte of what holds others, which may be long.
    let start = range.start..range.start + 1;
    let value = match read {
        Read::Array(array) => {
            builder.start(Value::List(Vec::new()), start)?;
            for item in &array.elements {
                add(builder, item)?;
            }
            builder.end();
            return Some(());
        }
        Read::Object(object) => {
            builder.start(Value::Map(Default::default()), start)?;
            for member in &object.properties {
                let range = member.name.range();
                builder.key(member.name.as_str(), range.start..range.end);
                add(builder, &member.value)?;
            }
            builder.end();
            return Some(());
        }
        Read::NullKeyword(_) => Value::Null,
        Read::BooleanLit(literal) => Value::Bool(literal.value),
        Read::StringLit(literal) => Value::Text(literal.value.to_string()),
        Read::NumberLit(literal) => match Number::json(literal.value) {
            Some(number) => Value::Number(number),
            None => {
                let message = format!("`{}` is not a number", literal.value);
                builder.fault(invalid(message), range.clone());
                Value::Null
            }
        },
    };
    builder.add(value, range);
    Some(())
}
