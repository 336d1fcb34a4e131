//! The API as the little OpenAPI document that progenitor is given.
//!
//! Progenitor builds requests for us and nothing else, so the document holds only what a request
//! is made of: paths, methods, and which arguments go where. Types are ours, so each argument is
//! one and the same placeholder; replies are read by the runtime, so each is a stream of bytes.
//! As the document is written from the model, none of what progenitor would panic on can be in
//! it; and as operations and parameters are numbered, no name in it can be one that progenitor
//! changes or takes for another.

use openapiv3::{
    Components, Info, MediaType, OpenAPI, Operation as LowOperation, Parameter, ParameterData,
    ParameterSchemaOrContent, PathItem, PathStyle, Paths, QueryStyle, ReferenceOr, RequestBody,
    Response, Responses, Schema, SchemaData, SchemaKind, StatusCode, StringFormat, StringType,
    Type, VariantOrUnknownOrEmpty,
};

use crate::model::{Api, Argument, HttpMethod, Operation, Place};

/// The schema that stands for every type.
pub(crate) const PLACEHOLDER: &str = "Argument";

/// The document for progenitor, and the API that it was made from.
pub struct Lowered<'a> {
    /// What progenitor's functions are to be called and refer to.
    pub api: &'a Api,
    /// The document.
    pub document: OpenAPI,
}

/// Reduces the API to what progenitor needs to build requests.
pub fn lower(api: &Api) -> Lowered<'_> {
    let mut paths = Paths::default();
    for (index, operation) in api.operations().enumerate() {
        let item = paths
            .paths
            .entry(template(operation))
            .or_insert_with(|| ReferenceOr::Item(PathItem::default()));
        if let ReferenceOr::Item(item) = item {
            *slot(item, operation.http_method) = Some(request(index, operation));
        }
    }
    let placeholder = ReferenceOr::Item(Schema {
        schema_data: SchemaData::default(),
        schema_kind: SchemaKind::Type(Type::String(StringType::default())),
    });
    let document = OpenAPI {
        openapi: "3.0.3".to_owned(),
        info: Info {
            title: api.service.name.clone(),
            version: String::new(),
            ..Info::default()
        },
        paths,
        components: Some(Components {
            schemas: [(PLACEHOLDER.to_owned(), placeholder)]
                .into_iter()
                .collect(),
            ..Components::default()
        }),
        ..OpenAPI::default()
    };
    Lowered { api, document }
}

fn slot(item: &mut PathItem, method: HttpMethod) -> &mut Option<LowOperation> {
    match method {
        HttpMethod::Get => &mut item.get,
        HttpMethod::Put => &mut item.put,
        HttpMethod::Post => &mut item.post,
        HttpMethod::Delete => &mut item.delete,
        HttpMethod::Patch => &mut item.patch,
        HttpMethod::Head => &mut item.head,
    }
}

/// What an operation is called in the document.
pub(crate) fn operation_name(index: usize) -> String {
    format!("operation_{index}")
}

/// What an operation's argument is called in the document.
pub(crate) fn argument_name(index: usize) -> String {
    format!("argument_{index}")
}

/// The path template with the arguments by their numbers.
fn template(operation: &Operation) -> String {
    let number = |name: &str| {
        let is_it = |it: &Argument| it.place == Place::Path && it.name == name;
        operation.arguments.iter().position(is_it)
    };
    // Every other part stands between braces.
    let parts = operation.path.split(['{', '}']).enumerate();
    parts
        .map(|(at, part)| match number(part) {
            Some(index) if at % 2 == 1 => format!("{{{}}}", argument_name(index)),
            _ => part.to_owned(),
        })
        .collect()
}

fn request(index: usize, operation: &Operation) -> LowOperation {
    let arguments = operation.arguments.iter().enumerate();
    LowOperation {
        operation_id: Some(operation_name(index)),
        parameters: arguments
            .filter_map(|(index, argument)| parameter(argument_name(index), argument))
            .map(ReferenceOr::Item)
            .collect(),
        request_body: operation.body.as_ref().map(|_| {
            ReferenceOr::Item(RequestBody {
                content: [("application/json".to_owned(), placeholder())]
                    .into_iter()
                    .collect(),
                required: true,
                ..RequestBody::default()
            })
        }),
        responses: Responses {
            responses: [(StatusCode::Range(2), ReferenceOr::Item(bytes()))]
                .into_iter()
                .collect(),
            ..Responses::default()
        },
        ..LowOperation::default()
    }
}

fn parameter(name: String, argument: &Argument) -> Option<Parameter> {
    let parameter_data = ParameterData {
        name,
        description: None,
        required: argument.required,
        deprecated: None,
        format: ParameterSchemaOrContent::Schema(reference()),
        example: None,
        examples: Default::default(),
        explode: None,
        extensions: Default::default(),
    };
    match argument.place {
        Place::Path => Some(Parameter::Path {
            parameter_data,
            style: PathStyle::Simple,
        }),
        Place::Query => Some(Parameter::Query {
            parameter_data,
            allow_reserved: false,
            style: QueryStyle::Form,
            allow_empty_value: None,
        }),
        Place::Header => Some(Parameter::Header {
            parameter_data,
            style: Default::default(),
        }),
        Place::Field | Place::Body => None,
    }
}

fn placeholder() -> MediaType {
    MediaType {
        schema: Some(reference()),
        ..MediaType::default()
    }
}

fn reference() -> ReferenceOr<Schema> {
    ReferenceOr::ref_(&format!("#/components/schemas/{PLACEHOLDER}"))
}

/// Any success, its body unread.
fn bytes() -> Response {
    let binary = Schema {
        schema_data: SchemaData::default(),
        schema_kind: SchemaKind::Type(Type::String(StringType {
            format: VariantOrUnknownOrEmpty::Item(StringFormat::Binary),
            ..StringType::default()
        })),
    };
    let body = MediaType {
        schema: Some(ReferenceOr::Item(binary)),
        ..MediaType::default()
    };
    Response {
        content: [("*/*".to_owned(), body)].into_iter().collect(),
        ..Response::default()
    }
}
