//! The API in our vocabulary: resources with operations, types, limits.
//!
//! Every decision is made here (what is an envelope, what a thing is called in Rust, which
//! arguments are positional), so that the stages after it only print. The values are plain and
//! in the document's order.
//!
//! Assumes a document without errors by [`check`](crate::check). What has no type of its own in
//! Rust (`oneOf` and the like) becomes a JSON value, which `check` has warned of.

mod arguments;
mod components;
mod evidence;
mod examples;
mod limits;
mod operations;
mod schema;
mod types;

use serde_json::Value;

pub(crate) use arguments::argument_ident;
pub(crate) use components::is_json;
pub use evidence::Evidence;
pub use limits::{Access, Limit, Limits};
pub(crate) use operations::tag_of;

use crate::load::Document;

/// How many references may follow on one another before we take them for a circle.
pub(crate) const LONGEST_CHAIN: usize = 64;

/// An API, whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Api {
    /// What the document is called in the heads of the generated files.
    pub document: String,
    /// The service's address, keys and names.
    pub service: Service,
    /// One for each tag, in the document's order.
    pub resources: Vec<Resource>,
    /// The types that requests and replies are made of, in the document's order.
    pub types: Vec<Type>,
    /// How many requests a key may make.
    pub limits: Limits,
    /// The document's examples of requests and replies.
    pub examples: Vec<Example>,
}

/// Where the service is and how a client names itself to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Service {
    /// The service's name: `Linksii`.
    pub name: String,
    /// The client crate's name in Rust: `linksii_api`.
    pub crate_name: String,
    /// The first server's URL.
    pub base_url: String,
    /// What each key starts with: `lnk_`.
    pub key_prefix: String,
    /// The environment variable that holds the key.
    pub key_variable: String,
    /// The environment variable that overrides the URL.
    pub base_url_variable: String,
}

/// A group of operations on one kind of thing.
#[derive(Clone, Debug, PartialEq)]
pub struct Resource {
    /// The accessor on the client and the module: `tracking`.
    pub name: String,
    /// The struct: `Tracking`.
    pub type_name: String,
    /// The tag's description.
    pub description: String,
    /// In the document's order.
    pub operations: Vec<Operation>,
}

/// One method on one path.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// The document's `operationId`.
    pub id: String,
    /// The function that builds its request: `list_tracking`.
    pub function: String,
    /// The method on the resource: `list`.
    pub method_name: String,
    /// The struct that holds its arguments: `ListTracking`.
    pub type_name: String,
    /// `GET`.
    pub http_method: HttpMethod,
    /// The path template: `/tracking`.
    pub path: String,
    /// One line.
    pub summary: String,
    /// The rest; may be empty.
    pub description: String,
    /// Whether the document calls it deprecated.
    pub deprecated: bool,
    /// Where it is documented.
    pub evidence: Option<Evidence>,
    /// In the document's order: path, then query and headers, then the body's fields.
    pub arguments: Vec<Argument>,
    /// What is sent.
    pub body: Option<Body>,
    /// What comes back.
    pub output: Output,
    /// Whether it takes `limit` and `offset` and answers with pages.
    pub paged: bool,
    /// Which of the limits counts it.
    pub limit: Limit,
}

/// The HTTP methods that the wire stage knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the protocol's")]
pub enum HttpMethod {
    Get,
    Put,
    Post,
    Delete,
    Patch,
    Head,
}

impl Api {
    /// The operations of all resources.
    pub fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.resources
            .iter()
            .flat_map(|resource| &resource.operations)
    }
}

impl Operation {
    /// The arguments that go to one place, in the document's order.
    pub fn placed(&self, place: Place) -> impl Iterator<Item = &Argument> {
        self.arguments
            .iter()
            .filter(move |argument| argument.place == place)
    }

    /// The positional arguments.
    pub fn required(&self) -> impl Iterator<Item = &Argument> {
        self.arguments.iter().filter(|argument| argument.required)
    }

    /// The arguments that have setters.
    pub fn optional(&self) -> impl Iterator<Item = &Argument> {
        self.arguments.iter().filter(|argument| !argument.required)
    }
}

impl Body {
    /// Whether a call may do without it.
    pub fn is_optional(&self) -> bool {
        matches!(
            self,
            Self::Whole {
                required: false,
                ..
            }
        )
    }
}

impl HttpMethod {
    /// As it stands in a request: `GET`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Patch => "PATCH",
            Self::Head => "HEAD",
        }
    }
}

/// Something that a caller passes.
#[derive(Clone, Debug, PartialEq)]
pub struct Argument {
    /// Its name in Rust.
    pub ident: String,
    /// Its name in the document.
    pub name: String,
    /// Its type.
    pub ty: Ty,
    /// Whether a call cannot do without.
    pub required: bool,
    /// The document's words.
    pub description: String,
    /// A value for the example in the documentation.
    pub example: Option<Value>,
    /// Where it goes.
    pub place: Place,
}

/// Where an argument goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// Into the path template.
    Path,
    /// Into the query string.
    Query,
    /// Into a header.
    Header,
    /// Into the field of this name of the body.
    Field,
    /// It is the body.
    Body,
}

/// What a request sends.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// A struct, built from the arguments that go into its fields.
    Fields(Struct),
    /// One argument, whole.
    Whole {
        /// Its type.
        ty: Ty,
        /// Whether a call cannot do without.
        required: bool,
    },
}

/// What a reply gives.
#[derive(Clone, Debug, PartialEq)]
pub enum Output {
    /// A page of the collection: `data` is an array, `meta` says where it stands.
    Page(Ty),
    /// What the envelope's `data` holds.
    Data(Ty),
    /// The body as it is, without an envelope.
    Whole(Ty),
    /// Nothing.
    Empty,
}

/// A type of the document's that becomes one of ours.
#[derive(Clone, Debug, PartialEq)]
pub struct Type {
    /// Its name in Rust.
    pub name: String,
    /// The document's words.
    pub description: String,
    /// Where it is documented.
    pub evidence: Option<Evidence>,
    /// What it is.
    pub kind: Kind,
    /// The document's example, as JSON in the document's order.
    pub example: Option<String>,
}

/// What a type is.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// An object.
    Struct(Struct),
    /// A string that names one of something.
    Id {
        /// What its values start with, where the document says.
        prefix: Option<String>,
    },
    /// A string with documented values, and others to come.
    Enum(Vec<Variant>),
}

/// An object's fields.
#[derive(Clone, Debug, PartialEq)]
pub struct Struct {
    /// Its name in Rust.
    pub name: String,
    /// In the document's order.
    pub fields: Vec<Field>,
    /// Whether it keeps the fields that the document does not know.
    pub extra: bool,
}

/// A field of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its name in Rust.
    pub ident: String,
    /// Its name in the document.
    pub name: String,
    /// The document's words.
    pub description: String,
    /// Its type; [`Ty::Option`] where it may be null.
    pub ty: Ty,
    /// Whether it is always there.
    pub required: bool,
}

/// A documented value of an enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// Its name in Rust.
    pub name: String,
    /// The value.
    pub value: String,
}

/// A type in Rust.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the names are the types'")]
pub enum Ty {
    String,
    Secret,
    DateTime,
    Bool,
    I32,
    I64,
    U32,
    U64,
    F64,
    /// Any JSON.
    Value,
    /// An object of any JSON.
    Object,
    Map(Box<Ty>),
    List(Box<Ty>),
    /// May be null.
    Option(Box<Ty>),
    /// A struct that holds itself.
    Boxed(Box<Ty>),
    /// One of [`Api::types`], by name.
    Id(String),
    /// One of [`Api::types`], by name.
    Enum(String),
    /// One of [`Api::types`], by name.
    Struct(String),
}

/// A documented request or reply.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// The name of its test.
    pub name: String,
    /// What it is an example of.
    pub of: Output,
    /// The example as JSON, in the document's order.
    pub json: String,
}

/// Reads the API out of a document that `check` has found no error in.
pub fn model(document: &Document) -> Api {
    let limits = limits::limits(document);
    let mut types = types::Types::new(document);
    let mut operations = operations::Operations::new(document, &limits, &mut types);
    let resources = operations.resources();
    let examples = operations.examples();
    Api {
        document: document.name.clone(),
        service: service(document),
        resources,
        types: types.finish(),
        limits,
        examples,
    }
}

fn service(document: &Document) -> Service {
    let openapi = &document.openapi;
    let told = |key: &str| {
        let told = openapi.extensions.get("x-client")?.get(key)?;
        told.as_str().map(str::to_owned)
    };
    let name = told("name").unwrap_or_else(|| {
        let title = openapi.info.title.trim();
        title.strip_suffix("API").unwrap_or(title).trim().to_owned()
    });
    let snake = crate::names::field_name(&name);
    let variable = crate::names::static_name(&name);
    Service {
        crate_name: told("crate")
            .unwrap_or(format!("{snake}_api"))
            .replace('-', "_"),
        base_url: openapi
            .servers
            .first()
            .map_or_else(String::new, |server| server.url.clone()),
        key_prefix: key_prefix(document).unwrap_or_default(),
        key_variable: told("key-variable").unwrap_or(format!("{variable}_API_KEY")),
        base_url_variable: told("base-url-variable").unwrap_or(format!("{variable}_BASE_URL")),
        name,
    }
}

fn key_prefix(document: &Document) -> Option<String> {
    let components = document.openapi.components.as_ref()?;
    components.security_schemes.values().find_map(|scheme| {
        let openapiv3::SecurityScheme::HTTP { extensions, .. } = scheme.as_item()? else {
            return None;
        };
        Some(extensions.get("x-key-prefix")?.as_str()?.to_owned())
    })
}
