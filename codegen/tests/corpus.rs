//! Each rule finds its fault: a good document, changed in one place, and what is then reported.
//!
//! The reports are in `snapshots/corpus__reports.snap`. To accept a change after reading it:
//! `INSTA_UPDATE=always cargo test -p codegen --test corpus`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;

use codegen::check::{check, rules};
use codegen::diagnostic::Diagnostic;
use codegen::document::read;
use codegen::report::{Format, report};

const GOOD: &str = include_str!("golden/harbour.yaml");

/// A fault: its name, the rule that finds it, a piece of the good document, and what is there
/// instead.
type Case = (&'static str, &'static str, &'static str, &'static str);

const CASES: &[Case] = &[
    // What cannot be read.
    (
        "unclosed_bracket",
        "invalid-yaml",
        "tags: [Berths]\n      operationId: list_berths",
        "tags: [Berths\n      operationId: list_berths",
    ),
    (
        "tab",
        "invalid-yaml",
        "  title: Harbour API",
        "\ttitle: Harbour API",
    ),
    (
        "two_documents",
        "invalid-yaml",
        "tags:\n  - name: Berths\n",
        "---\ntags:\n  - name: Berths\n",
    ),
    (
        "yaml_tag",
        "invalid-yaml",
        "components:\n",
        "components: !reusable\n",
    ),
    (
        "key_of_no_text",
        "invalid-yaml",
        "        self: {type: boolean",
        "        true: {type: string}\n        self: {type: boolean",
    ),
    (
        "key_twice",
        "duplicate-key",
        "      deprecated: true\n",
        "      deprecated: true\n      deprecated: false\n",
    ),
    (
        "version_3_1",
        "openapi-version",
        "openapi: 3.0.3",
        "openapi: 3.1.0",
    ),
    (
        "swagger",
        "openapi-version",
        "openapi: 3.0.3",
        "swagger: '2.0'",
    ),
    ("no_version", "openapi-version", "openapi: 3.0.3\n", ""),
    (
        "description_as_list",
        "not-openapi",
        "      description: Who are you?\n",
        "      description: [who]\n",
    ),
    (
        "tags_as_mapping",
        "not-openapi",
        "tags:\n  - name: Berths\n    description: Where ships lie.\n  - name: Ships\n    description: Who lies there.\n",
        "tags: {Berths: Where ships lie., Ships: Who lies there.}\n",
    ),
    ("no_title", "missing-text", "  title: Harbour API\n", ""),
    (
        "schema_as_text",
        "not-openapi",
        "    Side:\n      description: A side of the harbour, seen from the sea.\n      type: string",
        "    Side:\n      description: A side of the harbour, seen from the sea.\n      type: [string]",
    ),
    // The service.
    (
        "no_servers",
        "server",
        "servers:\n  - url: https://harbour.example/v2\n",
        "",
    ),
    (
        "relative_server",
        "server",
        "url: https://harbour.example/v2",
        "url: /v2",
    ),
    (
        "server_variable",
        "server",
        "url: https://harbour.example/v2",
        "url: https://{region}.harbour.example/v2",
    ),
    ("no_security", "security", "security:\n  - token: []\n", ""),
    (
        "basic_security",
        "security",
        "scheme: bearer",
        "scheme: basic",
    ),
    (
        "unknown_security",
        "security",
        "security:\n  - token: []\n",
        "security:\n  - tokn: []\n",
    ),
    (
        "no_names",
        "client-names",
        "x-client:\n  name: Harbour\n  crate: harbour-client\n  key-variable: HARBOUR_TOKEN\n  base-url-variable: HARBOUR_URL\n",
        "",
    ),
    (
        "misspelt_name",
        "client-names",
        "key-variable: HARBOUR_TOKEN",
        "key-varible: HARBOUR_TOKEN",
    ),
    (
        "misspelt_limit",
        "limits",
        "requests-per-minute: 6\n",
        "requests-per-minut: 6\n",
    ),
    (
        "quota_as_text",
        "limits",
        "requests-per-day: 200",
        "requests-per-day: many",
    ),
    ("limit_access", "limits", "access: write", "access: writing"),
    (
        "limit_twice",
        "limits",
        "    - path: /berths\n",
        "    - path: /berths\n      access: write\n      requests-per-minute: 7\n    - path: /berths\n",
    ),
    (
        "unlimited_path",
        "limit-for-each-path",
        "  every-other:\n    requests-per-minute: 60\n",
        "",
    ),
    // Operations.
    (
        "no_operation_id",
        "missing-operation-id",
        "      operationId: get_ship\n",
        "",
    ),
    (
        "empty_operation_id",
        "missing-operation-id",
        "operationId: get_ship\n",
        "operationId: ''\n",
    ),
    (
        "operation_id_twice",
        "operation-id",
        "operationId: remove_ship\n",
        "operationId: get_ship\n",
    ),
    (
        "no_summary",
        "operation-text",
        "      summary: Builds a berth.\n",
        "",
    ),
    (
        "no_tag",
        "operation-text",
        "      tags: [Berths]\n      operationId: build_berth",
        "      operationId: build_berth",
    ),
    (
        "misspelt_tag",
        "tag-declaration",
        "      tags: [Berths]\n      operationId: build_berth",
        "      tags: [Berhts]\n      operationId: build_berth",
    ),
    (
        "tag_twice",
        "tag-declaration",
        "  - name: Ships\n",
        "  - name: Berths\n    description: Again.\n  - name: Ships\n",
    ),
    (
        "unused_tag",
        "unused-tag",
        "  - name: Ships\n",
        "  - name: Quays\n    description: Where berths are.\n  - name: Ships\n",
    ),
    (
        "open_brace",
        "path-template",
        "  /ships/{ship_id}:\n",
        "  /ships/{ship_id:\n",
    ),
    (
        "query_in_path",
        "path-template",
        "  /ships/{ship_id}/manifest:\n",
        "  /ships/{ship_id}/manifest?whole=yes:\n",
    ),
    (
        "name_twice_in_path",
        "path-template",
        "  /ships/{ship_id}/manifest:\n",
        "  /ships/{ship_id}/manifest/{ship_id}:\n",
    ),
    (
        "no_slash",
        "path-template",
        "  /ships/{ship_id}:\n",
        "  ships/{ship_id}:\n",
    ),
    (
        "path_twice",
        "duplicate-path",
        "  /ships/{ship_id}/manifest:\n",
        "  /ships/{id}: {}\n  /ships/{ship_id}/manifest:\n",
    ),
    // Parameters.
    (
        "undeclared_path_parameter",
        "path-parameters",
        "  /ships/{ship_id}/manifest:\n    put:",
        "  /ships/{ship_id}/manifest/{page}:\n    put:",
    ),
    (
        "optional_path_parameter",
        "path-parameter-text",
        "        - name: ship_id\n          in: path\n          required: true",
        "        - name: ship_id\n          in: path\n          required: false",
    ),
    (
        "cookie",
        "parameter-left-out",
        "        - name: dry_run\n          in: query",
        "        - name: dry_run\n          in: cookie",
    ),
    (
        "required_cookie",
        "unsupported-parameter",
        "        - name: dry_run\n          in: query",
        "        - name: dry_run\n          required: true\n          in: cookie",
    ),
    (
        "object_in_one_value",
        "parameter-left-out",
        "          schema: {type: boolean}",
        "          explode: false\n          schema: {type: object}",
    ),
    (
        "authorization",
        "own-header",
        "        - name: dry_run\n          in: query",
        "        - name: Authorization\n          in: header",
    ),
    (
        "parameter_twice",
        "duplicate-parameter",
        "        - name: query\n          in: query\n          description: Words to look for.",
        "        - name: side\n          in: query\n          description: Words to look for.",
    ),
    // Responses.
    (
        "form_of_text",
        "unsupported-body",
        "          application/json:\n            schema:\n              $ref: '#/components/schemas/NewBerth'",
        "          multipart/form-data:\n            schema: {type: string}",
    ),
    (
        "csv_beside_json",
        "other-content",
        "          application/json:\n            schema:\n              $ref: '#/components/schemas/NewBerth'",
        "          text/csv: {}\n          application/json:\n            schema:\n              $ref: '#/components/schemas/NewBerth'",
    ),
    (
        "json_without_schema",
        "missing-schema",
        "        '204':\n          description: It is gone.\n",
        "        '200':\n          description: It is gone.\n          content: {application/json: {}}\n",
    ),
    (
        "status_out_of_range",
        "status",
        "        '204':\n          description: It is gone.\n",
        "        '204':\n          description: It is gone.\n        '999':\n          $ref: '#/components/responses/Refused'\n",
    ),
    (
        "status_in_lower_case",
        "status-class",
        "        '204':\n          description: It is gone.\n",
        "        '204':\n          description: It is gone.\n        4xx:\n          $ref: '#/components/responses/Refused'\n",
    ),
    (
        "no_success",
        "success",
        "        '204':\n          description: It is gone.\n",
        "",
    ),
    (
        "default_response",
        "default-response",
        "        '204':\n          description: It is gone.\n",
        "        '204':\n          description: It is gone.\n        default:\n          $ref: '#/components/responses/Refused'\n",
    ),
    (
        "bare_reply",
        "envelope",
        "                $ref: '#/components/schemas/BerthReply'",
        "                $ref: '#/components/schemas/Berth'",
    ),
    (
        "no_meta",
        "pagination",
        "        meta:\n          $ref: '#/components/schemas/Meta'\n",
        "",
    ),
    (
        "no_offset",
        "pagination",
        "        - name: offset\n          in: query\n          description: How many berths to skip.\n          schema: {type: integer, format: int64, minimum: 0}\n",
        "",
    ),
    (
        "own_error",
        "shared-errors",
        "        '204':\n          description: It is gone.\n",
        "        '204':\n          description: It is gone.\n        '404':\n          description: It was never there.\n",
    ),
    (
        "other_error",
        "shared-errors",
        "        '204':\n          description: It is gone.\n        '401':\n          $ref: '#/components/responses/Refused'\n",
        "        '204':\n          description: It is gone.\n        '401':\n          description: Who are you?\n          content: {application/json: {schema: {type: string}}}\n",
    ),
    (
        "limit_as_text",
        "pagination",
        "          schema: {type: integer, format: int32, minimum: 1}",
        "          schema: {type: string}",
    ),
    (
        "error_left_out",
        "documented-statuses",
        "        '204':\n          description: It is gone.\n        '401':\n          $ref: '#/components/responses/Refused'\n",
        "        '204':\n          description: It is gone.\n        '418':\n          $ref: '#/components/responses/Refused'\n",
    ),
    // Schemas.
    (
        "misspelt_type",
        "unknown-type",
        "        what: {type: string,",
        "        what: {type: strng,",
    ),
    (
        "length_of_a_number",
        "schema-mismatch",
        "        crew: {type: integer,",
        "        crew: {type: integer, minLength: 2,",
    ),
    (
        "no_type",
        "untyped-schema",
        "        what: {type: string,",
        "        what: {",
    ),
    (
        "list_of_itself",
        "recursive-schema",
        "    Error:\n      description: What went wrong.\n",
        "    Tree:\n      description: Boxes in boxes.\n      type: array\n      items: {$ref: '#/components/schemas/Tree'}\n      x-evidence: {page: manual, section: Manifests, whole: true}\n    Error:\n      description: What went wrong.\n",
    ),
    (
        "merged_into_itself",
        "recursive-schema",
        "        tenders:\n",
        "        refit:\n          description: As she will be.\n          allOf:\n            - $ref: '#/components/schemas/Ship'\n            - type: object\n              properties: {done: {type: boolean, description: Whether she is.}}\n        tenders:\n",
    ),
    (
        "negation",
        "unsupported-choice",
        "        papers: {type: array, items: {},",
        "        papers: {not: {type: string},",
    ),
    (
        "large_number",
        "large-number",
        "        papers: {type: array, items: {},",
        "        papers: {type: integer, maximum: 18446744073709552000,",
    ),
    (
        "closed_enum",
        "closed-enum",
        "      x-extensible-enum: [port, starboard, unknown]",
        "      enum: [port, starboard, unknown]",
    ),
    (
        "plain_id",
        "named-id",
        "                ship:\n                  $ref: '#/components/schemas/ShipId'",
        "                ship_id: {type: string}",
    ),
    (
        "plain_id_parameter",
        "named-id",
        "          description: The ship.\n          schema:\n            $ref: '#/components/schemas/ShipId'\n        - name: dry_run",
        "          description: The ship.\n          schema: {type: string}\n        - name: dry_run",
    ),
    (
        "plain_time",
        "date-time",
        "        name: {type: string, description: As painted on the bow.}",
        "        name: {type: string, description: As painted on the bow.}\n        built_at: {type: string, description: When she was built.}",
    ),
    (
        "unknown_format",
        "unknown-format",
        "        name: {type: string, description: As painted on the bow.}",
        "        name: {type: string, format: bow-lettering, description: As painted on the bow.}",
    ),
    (
        "misspelt_required",
        "undefined-required",
        "      required: [id, name, crew]",
        "      required: [id, naem, crew]",
    ),
    (
        "untyped_list",
        "untyped-list",
        "          type: array\n          items:\n            $ref: '#/components/schemas/Ship'",
        "          type: array",
    ),
    (
        "enum_of_numbers",
        "number-enum",
        "        crew: {type: integer,",
        "        crew: {type: integer, enum: [12, 24],",
    ),
    (
        "numbers_as_enum",
        "enum-values",
        "      x-extensible-enum: [port, starboard, unknown]",
        "      x-extensible-enum: [1, 2]",
    ),
    (
        "empty_enum",
        "enum-values",
        "      x-extensible-enum: [port, starboard, unknown]",
        "      x-extensible-enum: []",
    ),
    // References and names.
    (
        "misspelt_reference",
        "dangling-reference",
        "                  $ref: '#/components/schemas/ShipId'\n                since",
        "                  $ref: '#/components/schemas/ShpiId'\n                since",
    ),
    (
        "reference_to_a_file",
        "outer-reference",
        "                  $ref: '#/components/schemas/ShipId'\n                since",
        "                  $ref: 'ships.yaml#/ShipId'\n                since",
    ),
    (
        "circular_reference",
        "dangling-reference",
        "    Error:\n      description: What went wrong.\n",
        "    Loop:\n      $ref: '#/components/schemas/Loop'\n    Error:\n      description: What went wrong.\n",
    ),
    (
        "schema_for_a_response",
        "reference-kind",
        "        '204':\n          description: It is gone.\n        '401':\n          $ref: '#/components/responses/Refused'\n",
        "        '204':\n          description: It is gone.\n        '401':\n          $ref: '#/components/schemas/Error'\n",
    ),
    (
        "nullable_reference",
        "beside-reference",
        "                  $ref: '#/components/schemas/ShipId'\n                since",
        "                  $ref: '#/components/schemas/ShipId'\n                  nullable: true\n                since",
    ),
    (
        "unused",
        "unused-component",
        "    Error:\n      description: What went wrong.\n",
        "    Buoy: {type: string, x-evidence: {page: manual, section: Buoys, whole: true}}\n    Error:\n      description: What went wrong.\n",
    ),
    (
        "types_alike",
        "type-collision",
        "    Error:\n      description: What went wrong.\n",
        "    new_berth:\n      type: object\n      properties: {also: {$ref: '#/components/schemas/new_berth'}}\n      x-evidence: {page: manual, section: Berths, whole: true}\n    Error:\n      description: What went wrong.\n",
    ),
    (
        "fields_alike",
        "member-collision",
        "        radio-code:",
        "        radioCode: {type: string, description: The same.}\n        radio-code:",
    ),
    (
        "fields_alike_but_for_a_keyword",
        "member-collision",
        "        self: {type: boolean",
        "        self_: {type: boolean, description: The same.}\n        self: {type: boolean",
    ),
    (
        "values_alike",
        "member-collision",
        "x-extensible-enum: [port, starboard, unknown]",
        "x-extensible-enum: [port, starboard, unknown, Port]",
    ),
    (
        "methods_alike",
        "method-collision",
        "operationId: build_berth",
        "operationId: berths/list",
    ),
    (
        "tags_alike",
        "tag-collision",
        "  - name: Ships\n",
        "  - name: berths\n    description: The same.\n  - name: Ships\n",
    ),
    (
        "arguments_alike",
        "argument-collision",
        "        - name: query\n          in: query\n          description: Words to look for.",
        "        - name: Side\n          in: query\n          description: Words to look for.",
    ),
    // Examples and evidence.
    (
        "example_of_another_type",
        "example-mismatch",
        "example: {id: sh_9, name: Aurora, crew: 12}",
        "example: {id: sh_9, name: Aurora, crew: many}",
    ),
    (
        "example_that_lacks",
        "example-mismatch",
        "example: {side: port, depth: 7.5}",
        "example: {side: port}",
    ),
    (
        "example_reply",
        "example-mismatch",
        "meta: {total: 2, limit: 50, offset: 0}",
        "meta: {total: 2, limit: 50, offset: -0.5}",
    ),
    (
        "default_of_another_type",
        "example-mismatch",
        "          schema: {type: boolean}",
        "          schema: {type: boolean, default: sometimes}",
    ),
    (
        "no_evidence",
        "evidence",
        "      description: For good.\n      x-evidence: {page: manual, section: Ships, whole: true}\n",
        "      description: For good.\n",
    ),
    (
        "evidence_of_no_page",
        "evidence",
        "      description: For good.\n      x-evidence: {page: manual,",
        "      description: For good.\n      x-evidence: {page: handbook,",
    ),
    (
        "half_evidence",
        "evidence",
        "      description: For good.\n      x-evidence: {page: manual, section: Ships, whole: true}",
        "      description: For good.\n      x-evidence: {page: manual, section: Ships}",
    ),
    // What would be dropped.
    (
        "misspelt_key",
        "unknown-key",
        "      summary: Builds a berth.",
        "      sumary: Builds a berth.\n      summary: Builds a berth.",
    ),
    (
        "misspelt_schema_key",
        "unknown-key",
        "      required: [id, name, crew]",
        "      required: [id, name, crew]\n      propertis: {}\n      minProperty: 1",
    ),
    (
        "misspelt_extension",
        "unknown-extension",
        "      x-id-prefix: br_",
        "      x-id-prefx: br_",
    ),
    (
        "referred_path",
        "path-reference",
        "  /ships/{ship_id}/manifest:\n",
        "  /quays:\n    $ref: quays.yaml\n  /ships/{ship_id}/manifest:\n",
    ),
    (
        "callback",
        "left-out",
        "      summary: Builds a berth.",
        "      callbacks: {built: {'{$request.body#/url}': {}}}\n      summary: Builds a berth.",
    ),
    (
        "second_server",
        "left-out",
        "  - url: https://harbour.example/v2\n",
        "  - url: https://harbour.example/v2\n  - url: https://test.harbour.example/v2\n",
    ),
    (
        "options",
        "left-out",
        "  /ships/{ship_id}/manifest:\n",
        "  /quays:\n    options: {responses: {'204': {description: Go on.}}}\n  /ships/{ship_id}/manifest:\n",
    ),
];

/// A fault with the whole document that has it.
struct Fault {
    name: &'static str,
    rule: &'static str,
    bytes: Vec<u8>,
}

fn faults() -> Vec<Fault> {
    let changed = CASES.iter().map(|(name, rule, good, bad)| {
        assert_eq!(
            GOOD.matches(good).count(),
            1,
            "{name}: its piece is not there once"
        );
        Fault {
            name,
            rule,
            bytes: GOOD.replace(good, bad).into_bytes(),
        }
    });
    let nested = format!(
        "openapi: 3.0.3\nx-deep: {}{}",
        "[".repeat(150),
        "]".repeat(150)
    );
    let aliases: String = (1..30)
        .map(|level| format!("x-{level}: &a{level} [*a{0}, *a{0}]\n", level - 1))
        .collect();
    let parameters: Vec<String> = (0..20)
        .map(|index| format!("{{name: q{index}, in: query, schema: {{type: string}}}}"))
        .collect();
    let parameters = format!(
        "      summary: Builds a berth.\n      parameters: [{{name: X-Trace, in: header, schema: {{type: string}}}}, {}]\n",
        parameters.join(", ")
    );
    let whole: [(&str, &str, Vec<u8>); 12] = [
        ("empty", "empty-document", b"".into()),
        ("blank", "empty-document", b" \n\n".into()),
        (
            "latin_1",
            "not-utf-8",
            b"openapi: 3.0.3\ninfo: {title: H\xe4fen}\n".into(),
        ),
        ("list", "openapi-version", b"- openapi\n- 3.0.3\n".into()),
        ("deep", "too-deep", nested.clone().into()),
        (
            "deep_json",
            "too-deep",
            format!("{{\"a\": {}{}}}", "[".repeat(150), "]".repeat(150)).into(),
        ),
        (
            "json_comma",
            "invalid-json",
            b"{\"openapi\": \"3.0.3\"\n \"info\": {}}".into(),
        ),
        (
            "json_key_twice",
            "duplicate-key",
            b"{\"openapi\": \"3.0.3\", \"openapi\": \"3.0.3\"}".into(),
        ),
        (
            "infinite",
            "invalid-yaml",
            b"openapi: 3.0.3\ninfo: {title: .inf}\n".into(),
        ),
        (
            "alias_of_itself",
            "invalid-yaml",
            b"openapi: 3.0.3\nx-a: &a [*a]\n".into(),
        ),
        (
            "aliases_of_aliases",
            "invalid-yaml",
            format!("openapi: 3.0.3\nx-0: &a0 [1, 2]\n{aliases}").into(),
        ),
        (
            "many_parameters",
            "parameter-count",
            GOOD.replace("      summary: Builds a berth.\n", &parameters)
                .into(),
        ),
    ];
    let whole = whole
        .into_iter()
        .map(|(name, rule, bytes)| Fault { name, rule, bytes });
    changed.chain(whole).collect()
}

fn diagnose(name: &str, bytes: &[u8]) -> Vec<Diagnostic> {
    match read(name, bytes) {
        Ok(document) => check(&document),
        Err(diagnostics) => diagnostics,
    }
}

/// The diagnostics of a document in YAML.
fn diagnose_yaml(text: &str) -> Vec<Diagnostic> {
    diagnose("harbour.yaml", text.as_bytes())
}

#[test]
fn each_fault_is_reported_by_its_rule() {
    let mut reports = String::new();
    let mut missed = Vec::new();
    for Fault { name, rule, bytes } in faults() {
        let file = if rule == "invalid-json" {
            "harbour.json"
        } else {
            "harbour.yaml"
        };
        let found = diagnose(file, &bytes);
        if !found.iter().any(|it| it.rule == rule) {
            missed.push((name, rule));
        }
        let report = report(Format::Human, file, &bytes, &found);
        reports.push_str(&format!("# {name}\n\n{report}"));
    }
    insta::with_settings!({omit_expression => true}, {
        insta::assert_snapshot!("reports", reports);
    });
    assert_eq!(missed, []);
}

#[test]
fn each_rule_has_a_fault() {
    let tried: BTreeSet<&str> = faults().iter().map(|fault| fault.rule).collect();
    let untried: Vec<&str> = rules()
        .map(|rule| rule.id)
        .filter(|id| !tried.contains(id))
        .collect();
    assert_eq!(untried, [""; 0]);
}

#[test]
fn all_faults_are_reported_at_once_in_the_order_of_their_locations() {
    let mut text = GOOD.to_owned();
    let mut rules = BTreeSet::new();
    for name in [
        "misspelt_limit",
        "no_operation_id",
        "no_success",
        "misspelt_required",
        "misspelt_extension",
        // What is not OpenAPI hides nothing either.
        "description_as_list",
        "schema_as_text",
    ] {
        let (_, rule, good, bad) = CASES.iter().find(|case| case.0 == name).unwrap();
        text = text.replace(good, bad);
        rules.insert(*rule);
    }
    let found = diagnose_yaml(&text);
    assert!(found.is_sorted_by_key(|it| it.span));
    let reported: BTreeSet<&str> = found.iter().map(|it| it.rule).collect();
    assert!(rules.is_subset(&reported), "{reported:?}");
}

#[test]
fn a_byte_order_mark_and_other_line_ends_move_no_location() {
    let text = GOOD.replace("operationId: remove_ship\n", "operationId: get_ship\n");
    let locations = |text: &str| -> Vec<_> {
        let found = diagnose_yaml(text);
        let spans = found.iter().filter_map(|it| it.span);
        spans.map(|it| (it.line, it.column)).collect()
    };
    let other = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    assert_eq!(locations(&text), [(129, 7)]);
    assert_eq!(locations(&other), [(129, 7)]);
    let found = diagnose_yaml(&other);
    let report = report(Format::Human, "harbour.yaml", other.as_bytes(), &found);
    assert!(report.contains("operationId: get_ship"), "{report}");
}

#[test]
fn json_is_read_as_yaml_is() {
    let yaml = read("harbour.yaml", GOOD.as_bytes()).unwrap();
    let json = serde_json::to_string_pretty(&yaml.root().json()).unwrap();
    let tabs = json.replace("  ", "\t");
    for text in [json, tabs] {
        let found = diagnose("harbour.json", text.as_bytes());
        assert_eq!(found, []);
        let read = read("harbour.json", text.as_bytes()).unwrap();
        assert!(read.root().says_the_same(yaml.root()));
    }
}

#[test]
fn json_has_pairs_of_surrogates_and_numbers_of_any_length() {
    let text =
        r#"{"openapi": "3.0.3", "x-a": "\ud83d\ude00 \u00fc", "x-b": 18446744073709552000.50}"#;
    let document = read("a.json", text.as_bytes()).unwrap();
    let root = document.root();
    assert_eq!(root.text("x-a"), Some("\u{1f600} \u{fc}"));
    let number = root.get("x-b").and_then(|node| node.as_number()).unwrap();
    assert_eq!(number.text(), "18446744073709552000.50");
}

#[test]
fn a_long_line_is_reported_by_its_pointer() {
    let tree = read("harbour.yaml", GOOD.as_bytes()).unwrap().root().json();
    let text = tree.to_string().replace("remove_ship", "get_ship");
    let found = diagnose("h.json", text.as_bytes());
    let report = report(Format::Human, "h.json", text.as_bytes(), &found);
    assert!(
        report.contains("at /paths/~1ships~1{ship_id}/delete/operationId"),
        "{report}"
    );
    assert!(report.len() < 1_000, "{report}");
}

#[test]
fn people_programs_and_github_get_the_same_diagnostics() {
    let text = GOOD.replace("requests-per-day: 200", "requests-per-day: many%");
    let found = diagnose_yaml(&text);
    let report = |format| report(format, "spec/harbour.yaml", text.as_bytes(), &found);
    let json: serde_json::Value = serde_json::from_str(&report(Format::Json)).unwrap();
    assert_eq!(json[0]["rule"], "limits");
    assert_eq!(json[0]["severity"], "error");
    assert_eq!(json[0]["file"], "spec/harbour.yaml");
    assert_eq!(
        (&json[0]["line"], &json[0]["column"]),
        (&27.into(), &7.into())
    );
    assert_eq!(
        json[0]["pointer"],
        "/x-rate-limits/limits/1/requests-per-day"
    );
    assert_eq!(
        report(Format::Github),
        "::error file=spec/harbour.yaml,line=27,col=7,title=limits::`requests-per-day` is text, not \
         a whole number from 1%0Ahelp: write a whole number from 1\n"
    );
}

#[test]
fn each_rule_is_explained_and_on_the_page() {
    let page = codegen::rules::page("this");
    for rule in rules() {
        let explained = codegen::rules::explain(rule.id).unwrap();
        assert!(explained.contains(rule.why), "{explained}");
        assert!(
            page.contains(&format!("### `{}`\n", rule.id)),
            "{}",
            rule.id
        );
    }
    assert_eq!(codegen::rules::explain("no-such-rule"), None);
}
