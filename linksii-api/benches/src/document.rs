//! OpenAPI documents of any size, in the conventions of ours.

use std::fmt::Write;

/// A document with about this many operations, two for each resource. What one resource holds refers to
/// others, in circles too.
pub fn with_operations(operations: u32) -> String {
    let things = (operations / 2).max(1);
    let mut tags = String::new();
    let mut paths = String::new();
    let mut schemas = String::new();
    for number in 0..things {
        let (other, next) = ((number * 7 + 3) % things, (number + 1) % things);
        // Written into a string, which cannot fail.
        let _ = write!(
            tags,
            "
  - {{name: Thing{number}, description: 'Things of kind {number}, each with others.'}}"
        );
        let _ = write!(paths, "{}", path(number));
        let _ = write!(schemas, "{}", thing(number, other, next));
    }
    format!(
        "openapi: 3.0.3
info: {{title: Things API, version: 1.0.0, description: Things that refer to each other.}}
servers:
  - url: https://things.example/v1
security:
  - token: []
x-client: {{name: Things, crate: things-client, key-variable: THINGS_KEY, base-url-variable: THINGS_URL}}
x-evidence-pages: {{manual: 'Manual, whole'}}
x-rate-limits:
  x-evidence: {{page: manual, section: Limits, whole: true}}
  every-other: {{requests-per-minute: 100}}
tags:{tags}
paths:{paths}
{COMPONENTS}{schemas}
"
    )
}

fn path(number: u32) -> String {
    format!(
        "
  /things{number}:
    get:
      tags: [Thing{number}]
      operationId: list_thing{number}
      summary: Lists things of kind {number}.
      description: All that there are, the newest first.
      x-evidence: {EVIDENCE}
      parameters:
        - {{$ref: '#/components/parameters/Limit'}}
        - {{$ref: '#/components/parameters/Offset'}}
      responses:
        '200':
          description: A page of things.
          content:
            application/json:
              schema: {{$ref: '#/components/schemas/Thing{number}Page'}}
        '401': {{$ref: '#/components/responses/Refused'}}
        '429': {{$ref: '#/components/responses/Refused'}}
    post:
      tags: [Thing{number}]
      operationId: create_thing{number}
      summary: Makes a thing of kind {number}.
      description: It is listed from then on.
      x-evidence: {EVIDENCE}
      requestBody:
        required: true
        content:
          application/json:
            schema: {{$ref: '#/components/schemas/NewThing{number}'}}
      responses:
        '201':
          description: The thing.
          content:
            application/json:
              schema: {{$ref: '#/components/schemas/Thing{number}Reply'}}
        '401': {{$ref: '#/components/responses/Refused'}}
        '429': {{$ref: '#/components/responses/Refused'}}"
    )
}

fn thing(number: u32, other: u32, next: u32) -> String {
    format!(
        "
    Thing{number}Id:
      description: Identifies a thing of kind {number}.
      type: string
      x-id-prefix: t{number}_
      example: t{number}_01HXYZ
      x-evidence: {EVIDENCE}
    Kind{number}:
      description: What a thing is good for.
      type: string
      x-extensible-enum: [use, show, throw]
      x-evidence: {EVIDENCE}
    NewThing{number}:
      description: What a thing is made from.
      type: object
      required: [name]
      properties:
        name: {{type: string, description: As people call it.}}
        kind: {{$ref: '#/components/schemas/Kind{number}'}}
        belongs_to: {{$ref: '#/components/schemas/Thing{next}Id'}}
      example: {{name: a thing}}
      x-evidence: {EVIDENCE}
    Thing{number}:
      description: A thing.
      type: object
      required: [id, name, kind, weight, made_at]
      properties:
        id: {{$ref: '#/components/schemas/Thing{number}Id'}}
        name: {{type: string, description: As people call it.}}
        kind: {{$ref: '#/components/schemas/Kind{number}'}}
        weight: {{type: number, format: double, description: In kilograms.}}
        made_at: {{type: string, format: date-time, description: When it was made.}}
        holds: {{$ref: '#/components/schemas/Thing{other}'}}
        beside:
          description: What is beside it.
          type: array
          items: {{$ref: '#/components/schemas/Thing{next}Id'}}
      example:
        {{id: t{number}_01HXYZ, name: a thing, kind: use, weight: 1.5, made_at: '2025-06-01T08:00:00Z'}}
      x-evidence: {EVIDENCE}
    Thing{number}Page:
      description: A page of things.
      type: object
      required: [data, meta]
      properties:
        data:
          type: array
          items: {{$ref: '#/components/schemas/Thing{number}'}}
        meta: {{$ref: '#/components/schemas/Meta'}}
      x-evidence: {EVIDENCE}
    Thing{number}Reply:
      description: The envelope of a thing.
      type: object
      required: [data]
      properties:
        data: {{$ref: '#/components/schemas/Thing{number}'}}
      x-evidence: {EVIDENCE}"
    )
}

const EVIDENCE: &str = "{page: manual, section: Things, whole: true}";

const COMPONENTS: &str = "components:
  securitySchemes:
    token: {type: http, scheme: bearer, description: A key., x-key-prefix: tk_}
  parameters:
    Limit:
      name: limit
      in: query
      description: The most things on a page.
      schema: {type: integer, format: int32, minimum: 1}
    Offset:
      name: offset
      in: query
      description: How many things to skip.
      schema: {type: integer, format: int64, minimum: 0}
  responses:
    Refused:
      description: Why not.
      content:
        application/json:
          schema: {$ref: '#/components/schemas/Error'}
  schemas:
    Error:
      description: Why a request was refused.
      type: object
      required: [error]
      properties:
        error: {type: string, description: In words.}
      x-evidence: {page: manual, section: Errors, whole: true}
    Meta:
      description: Which part of the whole a page is.
      type: object
      required: [total, limit, offset]
      properties:
        total: {type: integer, description: All there are.}
        limit: {type: integer, description: The most on a page.}
        offset: {type: integer, description: How many stand before it.}
      x-evidence: {page: manual, section: Pages, whole: true}";
