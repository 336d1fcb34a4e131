//! The document: text to one tree that knows where each of its nodes is.
//!
//! Nothing else reads text, follows a reference or an escape, merges an `allOf` or says what a
//! node is.

mod builder;
mod grammar;
mod inlined_schema;
mod json;
mod json_schema;
mod message;
mod node;
mod number;
mod object;
mod operation;
mod parameter;
mod reach;
mod schema;
mod shape;
mod tree;
mod union;
mod yaml;

pub use grammar::{Field, Holds, Kind, Role, field, fields, section};
pub use inlined_schema::{Purpose, inlined_schema};
pub use json_schema::{components_registry, json_schema};
pub use message::{CURSORS, Content, Encoding, Envelope, META, Message, is_json};
pub use node::{Node, Step, escape, unescape};
pub use number::Number;
pub use object::{Object, Property};
pub use operation::{Method, Operation, Tag, names_of};
pub use parameter::{Parameter, Place, Style};
pub use schema::{CHOICES, Format, Schema, TYPES, applies, holds_id, is_id, says_something};
pub use shape::Shape;
pub use tree::Document;
pub use union::{Member, Union};

use crate::diagnostic::Diagnostic;

/// What some editors begin a file with. It is not part of the text.
pub(crate) const BYTE_ORDER_MARK: char = '\u{feff}';

/// Reads a document. `name` is what messages call it.
///
/// # Errors
///
/// What keeps it from being read, each with its location: text that is neither YAML nor JSON, a
/// key that is there twice, another version than 3.0. Whatever else is wrong,
/// [`check`](crate::check::check) reports.
pub fn read(name: &str, bytes: &[u8]) -> Result<Document, Vec<Diagnostic>> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text),
        Err(error) => {
            let at = error.valid_up_to();
            let text = Document::new(name, &String::from_utf8_lossy(bytes));
            let span = text.span(at..at + char::REPLACEMENT_CHARACTER.len_utf8());
            let message = format!("line {} is not UTF-8", span.line);
            let fault = Diagnostic::error("not-utf-8", message, "save the file as UTF-8");
            let span = Some(span);
            return Err(vec![Diagnostic { span, ..fault }]);
        }
    };
    if text.trim().is_empty() {
        let help = "start with `openapi: 3.0.3`, `info` and `paths`";
        let fault = Diagnostic::error("empty-document", "the document is empty", help);
        return Err(vec![fault]);
    }
    let document = tree(name, text)?;
    version(&document)?;
    Ok(document)
}

/// Whatever starts like JSON is read as JSON, and as YAML if it is not, unless it is called JSON.
fn tree(name: &str, text: &str) -> Result<Document, Vec<Diagnostic>> {
    if !text.trim_start().starts_with('{') {
        return yaml::read(name, text);
    }
    json::read(name, text).or_else(|faults| {
        let is_certain =
            name.ends_with(".json") || faults.iter().any(|it| it.rule != "invalid-json");
        if is_certain {
            Err(faults)
        } else {
            yaml::read(name, text)
        }
    })
}

fn version(document: &Document) -> Result<(), Vec<Diagnostic>> {
    let root = document.root();
    let written = root.get("openapi").or_else(|| root.get("swagger"));
    let version = written.map(|node| node.written().unwrap_or_default());
    let message = match version {
        Some(version) if version.starts_with("3.0.") => return Ok(()),
        Some(version) => format!("this is OpenAPI {version}, and only 3.0 is read"),
        None => "this is not an OpenAPI document: it does not say `openapi: 3.0.3`".to_owned(),
    };
    let help = "write it as OpenAPI 3.0.3, or convert it";
    let fault = Diagnostic::error("openapi-version", message, help);
    Err(vec![written.unwrap_or(root).diagnose(fault)])
}
