//! What one schema says of one value, apart from what is inside: `jsonschema` judges.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::sync::LazyLock;

use chrono::DateTime;
use codegen::document::{Document, Node, components_registry, json_schema};
use jsonschema::error::ValidationErrorKind;
use jsonschema::{Draft, Registry, Validator};
use serde_json::{Map, Value as Json, json};

/// The keywords that limit a value without saying what is in it.
pub(crate) const LIMITS: [&str; 12] = [
    "format",
    "minimum",
    "maximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
];

/// Something that a value breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Broken {
    /// The type.
    Type,
    /// The list of values under this keyword.
    Values(&'static str),
    /// A required property is missing.
    Missing(String),
    /// Another keyword, and what it says.
    Limit(&'static str, String),
}

/// Judges values by the schemas of a document. Making a validator is the work, so each is made once.
pub(crate) struct Judge<'d> {
    document: &'d Document,
    components: OnceCell<Option<Registry<'static>>>,
    own: RefCell<HashMap<usize, Option<Validator>>>,
    whole: RefCell<HashMap<usize, Option<Validator>>>,
}

impl<'d> Judge<'d> {
    pub(crate) fn new(document: &'d Document) -> Self {
        Self {
            document,
            components: OnceCell::new(),
            own: RefCell::default(),
            whole: RefCell::default(),
        }
    }

    /// What a value breaks of a schema itself; references and what is inside do not count.
    pub(crate) fn broken(&self, schema: Node<'_>, value: &Json) -> Vec<Broken> {
        let mut validators = self.own.borrow_mut();
        let validator = validators
            .entry(schema.id())
            .or_insert_with(|| build(Draft::Draft7, &own(schema), None));
        let Some(validator) = validator else {
            return Vec::new();
        };
        let errors = validator.iter_errors(value);
        errors
            .filter_map(|error| broken(schema, error.kind()))
            .collect()
    }

    /// Whether a schema, with all that it refers to, allows a value.
    pub(crate) fn allows(&self, schema: Node<'_>, value: &Json) -> bool {
        let mut validators = self.whole.borrow_mut();
        let validator = validators.entry(schema.id()).or_insert_with(|| {
            let components = self
                .components
                .get_or_init(|| components_registry(self.document));
            let components = components.as_ref()?;
            build(Draft::Draft4, &json_schema(schema), Some(components))
        });
        validator.as_ref().is_none_or(|it| it.is_valid(value))
    }
}

fn build(draft: Draft, schema: &Json, registry: Option<&Registry<'_>>) -> Option<Validator> {
    let options = jsonschema::options()
        .with_draft(draft)
        .should_validate_formats(true)
        .with_format("date-time", is_time);
    match registry {
        Some(registry) => options.with_registry(registry).build(schema).ok(),
        None => options.build(schema).ok(),
    }
}

/// A schema's own keywords as JSON Schema, draft 7: there `72.0` is an integer.
fn own(schema: Node<'_>) -> Json {
    let mut own = Map::new();
    let mut copy = |keyword: &str, as_keyword: &str| {
        if let Some(value) = schema.get(keyword) {
            own.insert(as_keyword.to_owned(), value.json());
        }
    };
    for keyword in LIMITS.into_iter().chain(["type", "enum", "required"]) {
        copy(keyword, keyword);
    }
    copy("x-extensible-enum", "enum");
    for (limit, exclusive) in [
        ("minimum", "exclusiveMinimum"),
        ("maximum", "exclusiveMaximum"),
    ] {
        if schema.flag(exclusive)
            && let Some(bound) = own.remove(limit)
        {
            own.insert(exclusive.to_owned(), bound);
        }
    }
    // How wide an integer is, JSON Schema does not know.
    if schema.text("type") == Some("integer") {
        let (least, most) = match schema.text("format") {
            Some("int32") => (i64::from(i32::MIN), i64::from(i32::MAX)),
            _ => (i64::MIN, i64::MAX),
        };
        own.insert(
            "allOf".to_owned(),
            json!([{ "minimum": least, "maximum": most }]),
        );
    }
    Json::Object(own)
}

fn broken(schema: Node<'_>, kind: &ValidationErrorKind) -> Option<Broken> {
    use ValidationErrorKind as Kind;
    Some(match kind {
        Kind::Type { .. } => Broken::Type,
        Kind::Enum { .. } if schema.get("enum").is_some() => Broken::Values("enum"),
        Kind::Enum { .. } => Broken::Values("x-extensible-enum"),
        Kind::Required { property } => Broken::Missing(property.as_str()?.to_owned()),
        other => {
            let keyword = LIMITS.into_iter().find(|it| {
                let exclusive = other.keyword().strip_prefix("exclusive");
                *it == other.keyword()
                    || exclusive.is_some_and(|bound| it.eq_ignore_ascii_case(bound))
            })?;
            match schema.get(keyword) {
                Some(said) => Broken::Limit(
                    keyword,
                    said.json().to_string().trim_matches('"').to_owned(),
                ),
                None => {
                    let width = schema.text("format").filter(|it| *it == "int32");
                    Broken::Limit("format", width.unwrap_or("int64").to_owned())
                }
            }
        }
    })
}

/// What a string looks like.
pub(crate) fn format_of(text: &str) -> Option<&'static str> {
    static URI: LazyLock<Option<Validator>> = LazyLock::new(|| of_format("uri"));
    // Any word before a colon makes a URI, so that is not enough.
    let is_web = text.starts_with("https://") || text.starts_with("http://");
    if is_time(text) {
        Some("date-time")
    } else if is_web && is_of(&URI, text) {
        Some("uri")
    } else {
        None
    }
}

/// Whether a text is a time, by RFC 3339 and for the client, which reads a little less and a little
/// more.
fn is_time(text: &str) -> bool {
    static TIME: LazyLock<Option<Validator>> = LazyLock::new(|| of_format("date-time"));
    DateTime::parse_from_rfc3339(text).is_ok() && is_of(&TIME, text)
}

fn of_format(format: &str) -> Option<Validator> {
    let options = jsonschema::options().with_draft(Draft::Draft7);
    let options = options.should_validate_formats(true);
    options.build(&json!({ "format": format })).ok()
}

fn is_of(validator: &Option<Validator>, text: &str) -> bool {
    validator
        .as_ref()
        .is_none_or(|it| it.is_valid(&text.into()))
}
