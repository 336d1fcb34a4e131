//! Text to a typed document that knows where each of its nodes stands.

mod misfits;
mod places;

use std::borrow::Cow;

use openapiv3::OpenAPI;
use serde_yaml::Value;

pub use places::Places;

use crate::diagnostic::{Diagnostic, Severity, Span};

/// What some editors begin a file with. It is no part of the text.
pub(crate) const BYTE_ORDER_MARK: char = '\u{feff}';

/// An OpenAPI document, as it was written.
#[derive(Clone, Debug)]
pub struct Document {
    /// What it is called in messages.
    pub name: String,
    /// Its text.
    pub text: String,
    /// What it says.
    pub openapi: OpenAPI,
    /// What it says, with what OpenAPI has no field for.
    pub tree: Value,
    /// What is not in `openapi`, as it has no room for it.
    pub misfits: Vec<Diagnostic>,
    places: Places,
}

impl Document {
    /// Where the node at a JSON pointer stands; that of the nearest node around it where it is not
    /// there.
    pub fn span(&self, pointer: &str) -> Option<Span> {
        self.places.span(&self.text, pointer)
    }

    /// A diagnostic at a JSON pointer.
    pub fn diagnostic(
        &self,
        rule: &'static str,
        severity: Severity,
        pointer: &str,
        message: String,
        help: String,
    ) -> Diagnostic {
        let span = self.span(pointer);
        Diagnostic {
            rule,
            severity,
            pointer: pointer.to_owned(),
            span,
            message,
            help,
        }
    }
}

/// A key as a part of a JSON pointer.
pub fn escape(key: &str) -> Cow<'_, str> {
    if key.bytes().any(|byte| matches!(byte, b'~' | b'/')) {
        Cow::Owned(key.replace('~', "~0").replace('/', "~1"))
    } else {
        Cow::Borrowed(key)
    }
}

/// The key that a part of a JSON pointer stands for.
pub(crate) fn unescape(part: &str) -> Cow<'_, str> {
    if part.contains('~') {
        Cow::Owned(part.replace("~1", "/").replace("~0", "~"))
    } else {
        Cow::Borrowed(part)
    }
}

/// Reads a document. `name` is what messages call it.
///
/// # Errors
///
/// What keeps it from being read, each with its place: text that is no YAML, a key that stands twice,
/// another version. Parts that are no OpenAPI are [`misfits`](Document::misfits), which
/// [`check`](crate::check::check) tells with the rest; without what has to be there it is an error.
pub fn load(name: &str, bytes: &[u8]) -> Result<Document, Vec<Diagnostic>> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text),
        Err(error) => {
            let span = Span::at(&String::from_utf8_lossy(bytes), error.valid_up_to());
            let message = format!("line {} is not UTF-8", span.line);
            return Err(vec![Diagnostic {
                span: Some(span),
                ..unplaced("not-utf-8", message, "save the file as UTF-8")
            }]);
        }
    };
    if text.trim().is_empty() {
        let help = "start with `openapi: 3.0.3`, `info` and `paths`";
        return Err(vec![unplaced(
            "empty-document",
            "the document is empty".to_owned(),
            help,
        )]);
    }
    let tree = serde_yaml::from_str::<Value>(text);
    let is_plain = tree.as_ref().is_ok_and(is_plain);
    let places = if is_plain && places::is_sound(text) {
        Places::default()
    } else {
        Places::read(text)?
    };
    let mut tree = tree.map_err(|error| {
        let span = error.location().map(|at| Span::at(text, at.index()));
        let help = "YAML wants the indentation and quotes right around here".to_owned();
        vec![Diagnostic {
            span,
            ..unplaced("invalid-yaml", error.to_string(), &help)
        }]
    })?;
    if !is_plain {
        make_plain(&mut tree, text, &places)?;
    }
    version(&tree, text, &places)?;
    let told = |misfits: Vec<misfits::Misfit>| -> Vec<Diagnostic> {
        let told = misfits.into_iter().map(|misfit| Diagnostic {
            span: places.span(text, &misfit.pointer),
            pointer: misfit.pointer,
            ..unplaced(
                "not-openapi",
                misfit.message,
                "compare it with the OpenAPI 3.0.3 specification",
            )
        });
        told.collect()
    };
    let (openapi, misfits) = misfits::read(&tree).map_err(told)?;
    let misfits = told(misfits);
    Ok(Document {
        name: name.to_owned(),
        text: text.to_owned(),
        openapi,
        tree,
        misfits,
        places,
    })
}

/// Whether the tree has only what JSON has.
fn is_plain(node: &Value) -> bool {
    match node {
        Value::Mapping(members) => members
            .iter()
            .all(|(key, value)| key.is_string() && is_plain(value)),
        Value::Sequence(items) => items.iter().all(is_plain),
        Value::Tagged(_) => false,
        _ => true,
    }
}

/// Makes each key text, as JSON has it: without quotes a status is a number.
///
/// # Errors
///
/// What JSON has not.
fn make_plain(tree: &mut Value, text: &str, places: &Places) -> Result<(), Vec<Diagnostic>> {
    let mut faults = Vec::new();
    plain(tree, &mut String::new(), &mut |pointer, message, help| {
        faults.push(Diagnostic {
            span: places.span(text, pointer),
            pointer: pointer.to_owned(),
            ..unplaced("invalid-yaml", message, help)
        });
    });
    if faults.is_empty() {
        Ok(())
    } else {
        Err(faults)
    }
}

fn plain(node: &mut Value, pointer: &mut String, tell: &mut dyn FnMut(&str, String, &'static str)) {
    let length = pointer.len();
    match node {
        Value::Mapping(members) => {
            for (key, mut value) in std::mem::take(members) {
                let name = match key {
                    Value::String(name) => name,
                    Value::Number(number) if !number.is_f64() => number.to_string(),
                    other => {
                        let other = serde_yaml::to_string(&other).unwrap_or_default();
                        let message = format!("the key `{}` is no text", other.trim());
                        tell(pointer, message, "put it in quotes");
                        continue;
                    }
                };
                pointer.push('/');
                pointer.push_str(&escape(&name));
                plain(&mut value, pointer, tell);
                pointer.truncate(length);
                members.insert(name.into(), value);
            }
        }
        Value::Sequence(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                pointer.push_str(&format!("/{index}"));
                plain(item, pointer, tell);
                pointer.truncate(length);
            }
        }
        Value::Tagged(tagged) => {
            let message = format!("the tag `{}` means nothing here", tagged.tag);
            tell(pointer, message, "remove it");
        }
        _ => {}
    }
}

fn unplaced(rule: &'static str, message: String, help: &str) -> Diagnostic {
    Diagnostic {
        rule,
        severity: Severity::Error,
        pointer: String::new(),
        span: None,
        message,
        help: help.to_owned(),
    }
}

fn version(tree: &Value, text: &str, places: &Places) -> Result<(), Vec<Diagnostic>> {
    let told = tree.get("openapi").or_else(|| tree.get("swagger"));
    let told = told.map(|version| match version {
        Value::String(version) => version.clone(),
        other => serde_yaml::to_string(other)
            .unwrap_or_default()
            .trim()
            .to_owned(),
    });
    let (pointer, message) = match told.as_deref() {
        Some(version) if version.starts_with("3.0.") => return Ok(()),
        Some(version) => (
            "/openapi",
            format!("this is OpenAPI {version}, and only 3.0 is read"),
        ),
        None => (
            "",
            "this is no OpenAPI document: it does not say `openapi: 3.0.3`".to_owned(),
        ),
    };
    let help = "write it as OpenAPI 3.0.3, or convert it";
    Err(vec![Diagnostic {
        pointer: pointer.to_owned(),
        span: places.span(text, pointer),
        ..unplaced("openapi-version", message, help)
    }])
}
