//! What the one reader of the document makes of it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use codegen::document::{Document, Envelope, Place, Schema, Shape, read};

const TEXT: &str = "\
openapi: 3.0.3
info: &info {title: Corners, version: '1', x-number: 0x10}
x-info: *info
paths:
  /a/{b}:
    parameters:
      - {name: b, in: path, required: true, schema: {type: string}}
      - {name: limit, in: query, schema: {type: integer}}
    get:
      operationId: get_a
      parameters:
        - {name: limit, in: query, required: true, schema: {type: string}}
      responses:
        200:
          description: A page.
          content: {application/json; charset=utf-8: {schema: {$ref: '#/components/schemas/Page'}}}
components:
  schemas:
    Page:
      allOf:
        - {$ref: '#/components/schemas/Meta~1All'}
        - properties: {data: {type: array, items: {$ref: '#/components/schemas/Round'}}}
    Meta/All:
      properties:
        meta:
          allOf: [{$ref: '#/components/schemas/Totals'}]
          properties: {limit: {type: integer}}
    Totals: {properties: {total: {type: integer}, offset: {type: integer}, limit: {type: string}}}
    Percent: {$ref: '#/components/schemas/Meta%7E1All'}
    Round: {$ref: '#/components/schemas/Trip'}
    Trip: {$ref: '#/components/schemas/Round'}
";

fn document() -> Document {
    read("corners.yaml", TEXT.as_bytes()).unwrap()
}

#[test]
fn each_node_knows_its_pointer_and_its_location() {
    let document = document();
    let pointer = "/paths/~1a~1{b}/get/parameters/0/required";
    let node = document.at(pointer).unwrap();
    assert_eq!(node.as_bool(), Some(true));
    assert_eq!(node.pointer(), pointer);
    let span = node.span();
    assert_eq!((span.line, &TEXT[span.start..span.end]), (12, "required"));
    let status = document.at("/paths/~1a~1{b}/get/responses/200").unwrap();
    assert_eq!(status.span().line, 14);
    assert!(document.at("/paths/~1a~1{b}/put").is_none());
}

#[test]
fn an_alias_is_the_node_that_it_names_under_a_pointer_of_its_own() {
    let document = document();
    let copy = document.at("/x-info").unwrap();
    assert!(copy.says_the_same(document.at("/info").unwrap()));
    assert_eq!(copy.get("title").unwrap().pointer(), "/x-info/title");
    assert_eq!(copy.get("x-number").unwrap().as_count(), Some(16));
}

#[test]
fn references_are_followed_through_escapes_and_not_in_circles() {
    let document = document();
    let schema = |name| document.root().get("components")?.get("schemas")?.get(name);
    let percent = Schema::of(schema("Percent").unwrap()).unwrap();
    assert_eq!(percent.component, Some("Meta/All"));
    assert!(Schema::of(schema("Round").unwrap()).is_none());
    assert!(schema("Round").unwrap().target().is_some());
}

#[test]
fn merged_objects_have_the_parts_of_all_and_the_last_of_each() {
    let document = document();
    let meta = document
        .at("/components/schemas/Meta~1All/properties/meta")
        .unwrap();
    let Shape::Object(object) = Schema::of(meta).unwrap().shape() else {
        panic!("an object");
    };
    let names: Vec<&str> = object.properties.iter().map(|it| it.name).collect();
    assert_eq!(names, ["total", "offset", "limit"]);
    assert_eq!(
        object.property("limit").unwrap().text("type"),
        Some("integer")
    );
}

#[test]
fn an_operation_has_its_own_parameters_and_those_of_its_path() {
    let document = document();
    let operation = document.operations().next().unwrap();
    let parameters: Vec<_> = operation
        .parameters()
        .map(|(place, parameter)| (place, parameter.name(), parameter.is_required()))
        .collect();
    assert_eq!(
        parameters,
        [(Place::Path, "b", true), (Place::Query, "limit", true)]
    );
    let (_, reply) = operation.successes().next().unwrap();
    assert!(matches!(
        Envelope::of(reply.schema().unwrap()),
        Envelope::Page(_)
    ));
}
