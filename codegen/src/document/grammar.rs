//! What OpenAPI 3.0 has in each kind of node: the keys, and what each of them holds.
//!
//! Whatever goes through the document goes by this table, so that a node is of one kind for all.

use super::node::Node;
use super::tree::Document;

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are OpenAPI's")]
pub enum Kind {
    Root,
    Info,
    Contact,
    License,
    Server,
    ServerVariable,
    Components,
    Path,
    Operation,
    ExternalDocs,
    Parameter,
    Body,
    Media,
    Encoding,
    Response,
    Header,
    Example,
    Tag,
    Schema,
    Discriminator,
    Xml,
    SecurityScheme,
    Flows,
    Flow,
}

/// What a key holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Text.
    Text,
    /// A list of texts.
    Texts,
    /// A mapping from names to texts.
    TextByName,
    /// `true` or `false`.
    Flag,
    /// A number.
    Number,
    /// A whole number from 0.
    Count,
    /// A list of anything.
    Values,
    /// Anything: it is not the document's own.
    Data,
    /// A node.
    One(Kind),
    /// A list of nodes.
    List(Kind),
    /// A mapping from names to nodes.
    ByName(Kind),
    /// The same, among which there may be extensions.
    ByPattern(Kind),
    /// A mapping from names to data.
    DataByName,
    /// A schema, or `true` or `false`.
    SchemaOrFlag,
}

/// A key of a kind of node.
pub(super) struct Field {
    key: &'static str,
    holds: Holds,
    required: bool,
}

const fn field(key: &'static str, holds: Holds) -> Field {
    Field {
        key,
        holds,
        required: false,
    }
}

const fn required(key: &'static str, holds: Holds) -> Field {
    Field {
        key,
        holds,
        required: true,
    }
}

use Holds::{
    ByName, ByPattern, Count, Data, DataByName, Flag, List, Number, One, SchemaOrFlag, Text,
    TextByName, Texts, Values,
};

static ROOT: [Field; 8] = [
    required("openapi", Text),
    required("info", One(Kind::Info)),
    required("paths", ByPattern(Kind::Path)),
    field("servers", List(Kind::Server)),
    field("components", One(Kind::Components)),
    field("security", Values),
    field("tags", List(Kind::Tag)),
    field("externalDocs", One(Kind::ExternalDocs)),
];

static INFO: [Field; 6] = [
    required("title", Text),
    required("version", Text),
    field("description", Text),
    field("termsOfService", Text),
    field("contact", One(Kind::Contact)),
    field("license", One(Kind::License)),
];

static CONTACT: [Field; 3] = [
    field("name", Text),
    field("url", Text),
    field("email", Text),
];

static LICENSE: [Field; 2] = [required("name", Text), field("url", Text)];

static SERVER: [Field; 3] = [
    required("url", Text),
    field("description", Text),
    field("variables", ByName(Kind::ServerVariable)),
];

static SERVER_VARIABLE: [Field; 3] = [
    required("default", Text),
    field("enum", Texts),
    field("description", Text),
];

static COMPONENTS: [Field; 9] = [
    field("schemas", ByName(Kind::Schema)),
    field("responses", ByName(Kind::Response)),
    field("parameters", ByName(Kind::Parameter)),
    field("examples", ByName(Kind::Example)),
    field("requestBodies", ByName(Kind::Body)),
    field("headers", ByName(Kind::Header)),
    field("securitySchemes", ByName(Kind::SecurityScheme)),
    // The client has no use for these two.
    field("links", DataByName),
    field("callbacks", DataByName),
];

static PATH: [Field; 13] = [
    field("$ref", Text),
    field("summary", Text),
    field("description", Text),
    field("get", One(Kind::Operation)),
    field("put", One(Kind::Operation)),
    field("post", One(Kind::Operation)),
    field("delete", One(Kind::Operation)),
    field("head", One(Kind::Operation)),
    field("patch", One(Kind::Operation)),
    field("options", Data),
    field("trace", Data),
    field("servers", List(Kind::Server)),
    field("parameters", List(Kind::Parameter)),
];

static OPERATION: [Field; 12] = [
    field("tags", Texts),
    field("summary", Text),
    field("description", Text),
    field("externalDocs", One(Kind::ExternalDocs)),
    field("operationId", Text),
    field("parameters", List(Kind::Parameter)),
    field("requestBody", One(Kind::Body)),
    required("responses", ByPattern(Kind::Response)),
    field("callbacks", DataByName),
    field("deprecated", Flag),
    field("security", Values),
    field("servers", List(Kind::Server)),
];

static EXTERNAL_DOCS: [Field; 2] = [required("url", Text), field("description", Text)];

static PARAMETER: [Field; 13] = [
    required("name", Text),
    required("in", Text),
    field("description", Text),
    field("required", Flag),
    field("deprecated", Flag),
    field("allowEmptyValue", Flag),
    field("style", Text),
    field("explode", Flag),
    field("allowReserved", Flag),
    field("schema", One(Kind::Schema)),
    field("example", Data),
    field("examples", ByName(Kind::Example)),
    field("content", ByName(Kind::Media)),
];

static BODY: [Field; 3] = [
    field("description", Text),
    required("content", ByName(Kind::Media)),
    field("required", Flag),
];

static MEDIA: [Field; 4] = [
    field("schema", One(Kind::Schema)),
    field("example", Data),
    field("examples", ByName(Kind::Example)),
    field("encoding", ByName(Kind::Encoding)),
];

static ENCODING: [Field; 5] = [
    field("contentType", Text),
    field("headers", ByName(Kind::Header)),
    field("style", Text),
    field("explode", Flag),
    field("allowReserved", Flag),
];

static RESPONSE: [Field; 4] = [
    required("description", Text),
    field("headers", ByName(Kind::Header)),
    field("content", ByName(Kind::Media)),
    field("links", DataByName),
];

static HEADER: [Field; 11] = [
    field("description", Text),
    field("required", Flag),
    field("deprecated", Flag),
    field("allowEmptyValue", Flag),
    field("style", Text),
    field("explode", Flag),
    field("allowReserved", Flag),
    field("schema", One(Kind::Schema)),
    field("example", Data),
    field("examples", ByName(Kind::Example)),
    field("content", ByName(Kind::Media)),
];

static EXAMPLE: [Field; 4] = [
    field("summary", Text),
    field("description", Text),
    field("value", Data),
    field("externalValue", Text),
];

static TAG: [Field; 3] = [
    required("name", Text),
    field("description", Text),
    field("externalDocs", One(Kind::ExternalDocs)),
];

static SCHEMA: [Field; 38] = [
    field("title", Text),
    field("multipleOf", Number),
    field("maximum", Number),
    field("exclusiveMaximum", Flag),
    field("minimum", Number),
    field("exclusiveMinimum", Flag),
    field("maxLength", Count),
    field("minLength", Count),
    field("pattern", Text),
    field("maxItems", Count),
    field("minItems", Count),
    field("uniqueItems", Flag),
    field("maxProperties", Count),
    field("minProperties", Count),
    field("required", Texts),
    field("enum", Values),
    field("type", Text),
    field("allOf", List(Kind::Schema)),
    field("oneOf", List(Kind::Schema)),
    field("anyOf", List(Kind::Schema)),
    field("not", One(Kind::Schema)),
    field("items", One(Kind::Schema)),
    field("properties", ByName(Kind::Schema)),
    field("additionalProperties", SchemaOrFlag),
    field("description", Text),
    field("format", Text),
    field("default", Data),
    field("nullable", Flag),
    field("discriminator", One(Kind::Discriminator)),
    field("readOnly", Flag),
    field("writeOnly", Flag),
    field("xml", One(Kind::Xml)),
    field("externalDocs", One(Kind::ExternalDocs)),
    field("example", Data),
    field("deprecated", Flag),
    field("$ref", Text),
    field("x-extensible-enum", Values),
    field("x-id-prefix", Text),
];

static DISCRIMINATOR: [Field; 2] = [required("propertyName", Text), field("mapping", TextByName)];

static XML: [Field; 5] = [
    field("name", Text),
    field("namespace", Text),
    field("prefix", Text),
    field("attribute", Flag),
    field("wrapped", Flag),
];

static SECURITY_SCHEME: [Field; 9] = [
    required("type", Text),
    field("description", Text),
    field("name", Text),
    field("in", Text),
    field("scheme", Text),
    field("bearerFormat", Text),
    field("flows", One(Kind::Flows)),
    field("openIdConnectUrl", Text),
    field("x-key-prefix", Text),
];

static FLOWS: [Field; 4] = [
    field("implicit", One(Kind::Flow)),
    field("password", One(Kind::Flow)),
    field("clientCredentials", One(Kind::Flow)),
    field("authorizationCode", One(Kind::Flow)),
];

static FLOW: [Field; 4] = [
    field("authorizationUrl", Text),
    field("tokenUrl", Text),
    field("refreshUrl", Text),
    field("scopes", TextByName),
];

impl Kind {
    fn fields(self) -> &'static [Field] {
        match self {
            Self::Root => &ROOT,
            Self::Info => &INFO,
            Self::Contact => &CONTACT,
            Self::License => &LICENSE,
            Self::Server => &SERVER,
            Self::ServerVariable => &SERVER_VARIABLE,
            Self::Components => &COMPONENTS,
            Self::Path => &PATH,
            Self::Operation => &OPERATION,
            Self::ExternalDocs => &EXTERNAL_DOCS,
            Self::Parameter => &PARAMETER,
            Self::Body => &BODY,
            Self::Media => &MEDIA,
            Self::Encoding => &ENCODING,
            Self::Response => &RESPONSE,
            Self::Header => &HEADER,
            Self::Example => &EXAMPLE,
            Self::Tag => &TAG,
            Self::Schema => &SCHEMA,
            Self::Discriminator => &DISCRIMINATOR,
            Self::Xml => &XML,
            Self::SecurityScheme => &SECURITY_SCHEME,
            Self::Flows => &FLOWS,
            Self::Flow => &FLOW,
        }
    }

    /// What a key of such a node holds; nothing if OpenAPI does not know it.
    pub fn holds(self, key: &str) -> Option<Holds> {
        let mut fields = self.fields().iter();
        fields
            .find(|field| field.key == key)
            .map(|field| field.holds)
    }

    /// The keys that such a node must have.
    pub fn required(self) -> impl Iterator<Item = &'static str> {
        let fields = self.fields().iter().filter(|field| field.required);
        fields.map(|field| field.key)
    }

    /// The section of `components` that a reference in place of such a node leads to.
    pub fn section(self) -> Option<&'static str> {
        match self {
            Self::Schema => Some("schemas"),
            Self::Parameter => Some("parameters"),
            Self::Body => Some("requestBodies"),
            Self::Response => Some("responses"),
            Self::Header => Some("headers"),
            Self::Example => Some("examples"),
            Self::SecurityScheme => Some("securitySchemes"),
            _ => None,
        }
    }
}

impl Document {
    /// Calls for each node with its kind, except for what is data.
    pub fn visit<'d>(&'d self, see: &mut dyn FnMut(Kind, Node<'d>)) {
        visit(Kind::Root, self.root(), see);
    }

    /// Calls for each schema.
    pub fn schemas<'d>(&'d self, see: &mut dyn FnMut(Node<'d>)) {
        self.visit(&mut |kind, node| {
            if kind == Kind::Schema && node.is_map() {
                see(node);
            }
        });
    }
}

fn visit<'d>(kind: Kind, node: Node<'d>, see: &mut dyn FnMut(Kind, Node<'d>)) {
    see(kind, node);
    for (key, child) in node.members() {
        match kind.holds(key) {
            Some(One(kind)) => visit(kind, child, see),
            Some(SchemaOrFlag) => visit(Kind::Schema, child, see),
            Some(List(kind)) => child.items().for_each(|item| visit(kind, item, see)),
            Some(ByName(kind)) => child.members().for_each(|(_, it)| visit(kind, it, see)),
            Some(ByPattern(kind)) => {
                let named = child.members().filter(|(name, _)| !name.starts_with("x-"));
                named.for_each(|(_, it)| visit(kind, it, see));
            }
            _ => {}
        }
    }
}
