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

/// A fault: a change of one piece of the good document, and the rule that finds it.
struct Case {
    name: &'static str,
    rule: &'static str,
    piece: &'static str,
    text: &'static str,
    /// What is there instead of the piece, made of it and the text.
    instead: fn(&str, &str) -> String,
}

impl Case {
    const fn of(name: &'static str, rule: &'static str) -> Self {
        Self {
            name,
            rule,
            piece: "",
            text: "",
            instead: |_, text| text.to_owned(),
        }
    }

    const fn replace(self, piece: &'static str) -> Self {
        Self { piece, ..self }
    }

    const fn after(self, piece: &'static str) -> Self {
        let instead = |piece: &str, text: &str| format!("{piece}{text}");
        Self {
            instead,
            ..self.replace(piece)
        }
    }

    const fn before(self, piece: &'static str) -> Self {
        let instead = |piece: &str, text: &str| format!("{text}{piece}");
        Self {
            instead,
            ..self.replace(piece)
        }
    }

    const fn remove(self, piece: &'static str) -> Self {
        self.replace(piece)
    }

    const fn by(self, text: &'static str) -> Self {
        Self { text, ..self }
    }

    const fn add(self, text: &'static str) -> Self {
        self.by(text)
    }

    /// A document with the fault.
    fn in_document(&self, document: &str) -> String {
        let (name, piece) = (self.name, self.piece);
        let count = document.matches(piece).count();
        assert_eq!(count, 1, "{name}: its piece is not there once");
        document.replace(piece, &(self.instead)(piece, self.text))
    }
}

const CASES: &[Case] = &[
    // What cannot be read.
    Case::of("unclosed_bracket", "invalid-yaml")
        .replace("tags: [Berths]\n      operationId: list_berths")
        .by("tags: [Berths\n      operationId: list_berths"),
    Case::of("tab", "invalid-yaml")
        .replace("  title: Harbour API")
        .by("\ttitle: Harbour API"),
    Case::of("two_documents", "invalid-yaml")
        .before("tags:\n  - name: Berths\n")
        .add("---\n"),
    Case::of("yaml_tag", "invalid-yaml")
        .replace("components:\n")
        .by("components: !reusable\n"),
    Case::of("key_that_is_not_text", "invalid-yaml")
        .before("        self: {type: boolean")
        .add("        true: {type: string}\n"),
    Case::of("key_twice", "duplicate-key")
        .after("      deprecated: true\n")
        .add("      deprecated: false\n"),
    Case::of("version_3_1", "openapi-version")
        .replace("openapi: 3.0.3")
        .by("openapi: 3.1.0"),
    Case::of("swagger", "openapi-version")
        .replace("openapi: 3.0.3")
        .by("swagger: '2.0'"),
    Case::of("no_version", "openapi-version")
        .remove("openapi: 3.0.3\n"),
    Case::of("description_as_list", "not-openapi")
        .replace("      description: Who are you?\n")
        .by("      description: [who]\n"),
    Case::of("tags_as_mapping", "not-openapi")
        .replace("tags:\n  - name: Berths\n    description: Where ships lie.\n  - name: Ships\n    description: Who lies there.\n")
        .by("tags: {Berths: Where ships lie., Ships: Who lies there.}\n"),
    Case::of("no_title", "missing-text")
        .remove("  title: Harbour API\n"),
    Case::of("schema_as_text", "not-openapi")
        .replace("    Side:\n      description: A side of the harbour, seen from the sea.\n      type: string")
        .by("    Side:\n      description: A side of the harbour, seen from the sea.\n      type: [string]"),
    // The service.
    Case::of("no_servers", "server")
        .remove("servers:\n  - url: https://harbour.example/v2\n"),
    Case::of("relative_server", "server")
        .replace("url: https://harbour.example/v2")
        .by("url: /v2"),
    Case::of("server_variable", "server")
        .replace("url: https://harbour.example/v2")
        .by("url: https://{region}.harbour.example/v2"),
    Case::of("no_security", "security")
        .remove("security:\n  - token: []\n"),
    Case::of("basic_security", "security")
        .replace("scheme: bearer")
        .by("scheme: basic"),
    Case::of("unknown_security", "security")
        .replace("security:\n  - token: []\n")
        .by("security:\n  - tokn: []\n"),
    Case::of("no_names", "client-names")
        .remove("x-client:\n  name: Harbour\n  crate: harbour-client\n  key-variable: HARBOUR_TOKEN\n  base-url-variable: HARBOUR_URL\n"),
    Case::of("misspelt_name", "client-names")
        .replace("key-variable: HARBOUR_TOKEN")
        .by("key-varible: HARBOUR_TOKEN"),
    Case::of("misspelt_limit", "limits")
        .replace("requests-per-minute: 6\n")
        .by("requests-per-minut: 6\n"),
    Case::of("quota_as_text", "limits")
        .replace("requests-per-day: 200")
        .by("requests-per-day: many"),
    Case::of("limit_access", "limits")
        .replace("access: write")
        .by("access: writing"),
    Case::of("limit_twice", "limits")
        .after("    - path: /berths\n")
        .add("      access: write\n      requests-per-minute: 7\n    - path: /berths\n"),
    Case::of("unlimited_path", "limit-for-each-path")
        .remove("  every-other:\n    requests-per-minute: 60\n"),
    // Operations.
    Case::of("no_operation_id", "missing-operation-id")
        .remove("      operationId: get_ship\n"),
    Case::of("empty_operation_id", "missing-operation-id")
        .replace("operationId: get_ship\n")
        .by("operationId: ''\n"),
    Case::of("operation_id_twice", "operation-id")
        .replace("operationId: remove_ship\n")
        .by("operationId: get_ship\n"),
    Case::of("no_summary", "operation-text")
        .remove("      summary: Builds a berth.\n"),
    Case::of("no_tag", "operation-text")
        .replace("      tags: [Berths]\n      operationId: build_berth")
        .by("      operationId: build_berth"),
    Case::of("misspelt_tag", "tag-declaration")
        .replace("      tags: [Berths]\n      operationId: build_berth")
        .by("      tags: [Berhts]\n      operationId: build_berth"),
    Case::of("tag_twice", "tag-declaration")
        .before("  - name: Ships\n")
        .add("  - name: Berths\n    description: Again.\n"),
    Case::of("unused_tag", "unused-tag")
        .before("  - name: Ships\n")
        .add("  - name: Quays\n    description: Where berths are.\n"),
    Case::of("open_brace", "path-template")
        .replace("  /ships/{ship_id}:\n")
        .by("  /ships/{ship_id:\n"),
    Case::of("query_in_path", "path-template")
        .replace("  /ships/{ship_id}/manifest:\n")
        .by("  /ships/{ship_id}/manifest?whole=yes:\n"),
    Case::of("name_twice_in_path", "path-template")
        .replace("  /ships/{ship_id}/manifest:\n")
        .by("  /ships/{ship_id}/manifest/{ship_id}:\n"),
    Case::of("no_slash", "path-template")
        .replace("  /ships/{ship_id}:\n")
        .by("  ships/{ship_id}:\n"),
    Case::of("path_twice", "duplicate-path")
        .before("  /ships/{ship_id}/manifest:\n")
        .add("  /ships/{id}: {}\n"),
    // Parameters.
    Case::of("undeclared_path_parameter", "path-parameters")
        .replace("  /ships/{ship_id}/manifest:\n    put:")
        .by("  /ships/{ship_id}/manifest/{page}:\n    put:"),
    Case::of("optional_path_parameter", "path-parameter-text")
        .replace("        - name: ship_id\n          in: path\n          required: true")
        .by("        - name: ship_id\n          in: path\n          required: false"),
    Case::of("cookie", "parameter-left-out")
        .replace("        - name: dry_run\n          in: query")
        .by("        - name: dry_run\n          in: cookie"),
    Case::of("required_cookie", "unsupported-parameter")
        .replace("        - name: dry_run\n          in: query")
        .by("        - name: dry_run\n          required: true\n          in: cookie"),
    Case::of("object_in_one_value", "parameter-left-out")
        .replace("          schema: {type: boolean}")
        .by("          explode: false\n          schema: {type: object}"),
    Case::of("authorization", "own-header")
        .replace("        - name: dry_run\n          in: query")
        .by("        - name: Authorization\n          in: header"),
    Case::of("parameter_twice", "duplicate-parameter")
        .replace("        - name: query\n          in: query\n          description: Words to look for.")
        .by("        - name: side\n          in: query\n          description: Words to look for."),
    // Responses.
    Case::of("form_of_text", "unsupported-body")
        .replace("          application/json:\n            schema:\n              $ref: '#/components/schemas/NewBerth'")
        .by("          multipart/form-data:\n            schema: {type: string}"),
    Case::of("csv_beside_json", "other-content")
        .before("          application/json:\n            schema:\n              $ref: '#/components/schemas/NewBerth'")
        .add("          text/csv: {}\n"),
    Case::of("json_without_schema", "missing-schema")
        .replace("        '204':\n          description: It is gone.\n")
        .by("        '200':\n          description: It is gone.\n          content: {application/json: {}}\n"),
    Case::of("status_out_of_range", "status")
        .after("        '204':\n          description: It is gone.\n")
        .add("        '999':\n          $ref: '#/components/responses/Refused'\n"),
    Case::of("status_in_lower_case", "status-class")
        .after("        '204':\n          description: It is gone.\n")
        .add("        4xx:\n          $ref: '#/components/responses/Refused'\n"),
    Case::of("no_success", "success")
        .remove("        '204':\n          description: It is gone.\n"),
    Case::of("default_response", "default-response")
        .after("        '204':\n          description: It is gone.\n")
        .add("        default:\n          $ref: '#/components/responses/Refused'\n"),
    Case::of("bare_reply", "envelope")
        .replace("                $ref: '#/components/schemas/BerthReply'")
        .by("                $ref: '#/components/schemas/Berth'"),
    Case::of("no_meta", "pagination")
        .remove("        meta:\n          $ref: '#/components/schemas/Meta'\n"),
    Case::of("no_offset", "pagination")
        .remove("        - name: offset\n          in: query\n          description: How many berths to skip.\n          schema: {type: integer, format: int64, minimum: 0}\n"),
    Case::of("own_error", "shared-errors")
        .after("        '204':\n          description: It is gone.\n")
        .add("        '404':\n          description: It was never there.\n"),
    Case::of("other_error", "shared-errors")
        .replace("        '204':\n          description: It is gone.\n        '401':\n          $ref: '#/components/responses/Refused'\n")
        .by("        '204':\n          description: It is gone.\n        '401':\n          description: Who are you?\n          content: {application/json: {schema: {type: string}}}\n"),
    Case::of("limit_as_text", "pagination")
        .replace("          schema: {type: integer, format: int32, minimum: 1}")
        .by("          schema: {type: string}"),
    Case::of("error_left_out", "documented-statuses")
        .replace("        '204':\n          description: It is gone.\n        '401':\n          $ref: '#/components/responses/Refused'\n")
        .by("        '204':\n          description: It is gone.\n        '418':\n          $ref: '#/components/responses/Refused'\n"),
    // Schemas.
    Case::of("misspelt_type", "unknown-type")
        .replace("        what: {type: string,")
        .by("        what: {type: strng,"),
    Case::of("length_of_a_number", "schema-mismatch")
        .after("        crew: {type: integer,")
        .add(" minLength: 2,"),
    Case::of("no_type", "untyped-schema")
        .replace("        what: {type: string,")
        .by("        what: {"),
    Case::of("list_of_itself", "recursive-schema")
        .before("    Error:\n      description: What went wrong.\n")
        .add("    Tree:\n      description: Boxes in boxes.\n      type: array\n      items: {$ref: '#/components/schemas/Tree'}\n      x-evidence: {page: manual, section: Manifests, whole: true}\n"),
    Case::of("merged_into_itself", "recursive-schema")
        .before("        tenders:\n")
        .add("        refit:\n          description: As she will be.\n          allOf:\n            - $ref: '#/components/schemas/Ship'\n            - type: object\n              properties: {done: {type: boolean, description: Whether she is.}}\n"),
    Case::of("negation", "unsupported-choice")
        .replace("        papers: {type: array, items: {},")
        .by("        papers: {not: {type: string},"),
    Case::of("large_number", "large-number")
        .replace("        papers: {type: array, items: {},")
        .by("        papers: {type: integer, maximum: 18446744073709552000,"),
    Case::of("closed_enum", "closed-enum")
        .replace("      x-extensible-enum: [port, starboard, unknown]")
        .by("      enum: [port, starboard, unknown]"),
    Case::of("plain_id", "named-id")
        .replace("                ship:\n                  $ref: '#/components/schemas/ShipId'")
        .by("                ship_id: {type: string}"),
    Case::of("plain_id_parameter", "named-id")
        .replace("          description: The ship.\n          schema:\n            $ref: '#/components/schemas/ShipId'\n        - name: dry_run")
        .by("          description: The ship.\n          schema: {type: string}\n        - name: dry_run"),
    Case::of("plain_time", "date-time")
        .after("        name: {type: string, description: As painted on the bow.}")
        .add("\n        built_at: {type: string, description: When she was built.}"),
    Case::of("unknown_format", "unknown-format")
        .replace("        name: {type: string, description: As painted on the bow.}")
        .by("        name: {type: string, format: bow-lettering, description: As painted on the bow.}"),
    Case::of("misspelt_required", "undefined-required")
        .replace("      required: [id, name, crew]")
        .by("      required: [id, naem, crew]"),
    Case::of("untyped_list", "untyped-list")
        .replace("          type: array\n          items:\n            $ref: '#/components/schemas/Ship'")
        .by("          type: array"),
    Case::of("enum_of_numbers", "number-enum")
        .after("        crew: {type: integer,")
        .add(" enum: [12, 24],"),
    Case::of("numbers_as_enum", "enum-values")
        .replace("      x-extensible-enum: [port, starboard, unknown]")
        .by("      x-extensible-enum: [1, 2]"),
    Case::of("empty_enum", "enum-values")
        .replace("      x-extensible-enum: [port, starboard, unknown]")
        .by("      x-extensible-enum: []"),
    // References and names.
    Case::of("misspelt_reference", "dangling-reference")
        .replace("                  $ref: '#/components/schemas/ShipId'\n                since")
        .by("                  $ref: '#/components/schemas/ShpiId'\n                since"),
    Case::of("reference_to_a_file", "outer-reference")
        .replace("                  $ref: '#/components/schemas/ShipId'\n                since")
        .by("                  $ref: 'ships.yaml#/ShipId'\n                since"),
    Case::of("circular_reference", "dangling-reference")
        .before("    Error:\n      description: What went wrong.\n")
        .add("    Loop:\n      $ref: '#/components/schemas/Loop'\n"),
    Case::of("schema_for_a_response", "reference-kind")
        .replace("        '204':\n          description: It is gone.\n        '401':\n          $ref: '#/components/responses/Refused'\n")
        .by("        '204':\n          description: It is gone.\n        '401':\n          $ref: '#/components/schemas/Error'\n"),
    Case::of("nullable_reference", "beside-reference")
        .replace("                  $ref: '#/components/schemas/ShipId'\n                since")
        .by("                  $ref: '#/components/schemas/ShipId'\n                  nullable: true\n                since"),
    Case::of("unused", "unused-component")
        .before("    Error:\n      description: What went wrong.\n")
        .add("    Buoy: {type: string, x-evidence: {page: manual, section: Buoys, whole: true}}\n"),
    Case::of("same_type", "type-collision")
        .before("    Error:\n      description: What went wrong.\n")
        .add("    new_berth:\n      type: object\n      properties: {also: {$ref: '#/components/schemas/new_berth'}}\n      x-evidence: {page: manual, section: Berths, whole: true}\n"),
    Case::of("same_field", "member-collision")
        .before("        radio-code:")
        .add("        radioCode: {type: string, description: The same.}\n"),
    Case::of("same_field_but_for_a_keyword", "member-collision")
        .before("        self: {type: boolean")
        .add("        self_: {type: boolean, description: The same.}\n"),
    Case::of("same_variant", "member-collision")
        .replace("x-extensible-enum: [port, starboard, unknown]")
        .by("x-extensible-enum: [port, starboard, unknown, Port]"),
    Case::of("same_method", "method-collision")
        .replace("operationId: build_berth")
        .by("operationId: berths/list"),
    Case::of("same_resource", "tag-collision")
        .before("  - name: Ships\n")
        .add("  - name: berths\n    description: The same.\n"),
    Case::of("same_argument", "argument-collision")
        .replace("        - name: query\n          in: query\n          description: Words to look for.")
        .by("        - name: Side\n          in: query\n          description: Words to look for."),
    // Examples and evidence.
    Case::of("example_of_another_type", "example-mismatch")
        .replace("example: {id: sh_9, name: Aurora, crew: 12}")
        .by("example: {id: sh_9, name: Aurora, crew: many}"),
    Case::of("incomplete_example", "example-mismatch")
        .replace("example: {side: port, depth: 7.5}")
        .by("example: {side: port}"),
    Case::of("example_reply", "example-mismatch")
        .replace("meta: {total: 2, limit: 50, offset: 0}")
        .by("meta: {total: 2, limit: 50, offset: -0.5}"),
    Case::of("default_of_another_type", "example-mismatch")
        .replace("          schema: {type: boolean}")
        .by("          schema: {type: boolean, default: sometimes}"),
    Case::of("no_evidence", "evidence")
        .replace("      description: For good.\n      x-evidence: {page: manual, section: Ships, whole: true}\n")
        .by("      description: For good.\n"),
    Case::of("evidence_of_no_page", "evidence")
        .replace("      description: For good.\n      x-evidence: {page: manual,")
        .by("      description: For good.\n      x-evidence: {page: handbook,"),
    Case::of("half_evidence", "evidence")
        .replace("      description: For good.\n      x-evidence: {page: manual, section: Ships, whole: true}")
        .by("      description: For good.\n      x-evidence: {page: manual, section: Ships}"),
    // What would be dropped.
    Case::of("misspelt_key", "unknown-key")
        .before("      summary: Builds a berth.")
        .add("      sumary: Builds a berth.\n"),
    Case::of("misspelt_schema_key", "unknown-key")
        .after("      required: [id, name, crew]")
        .add("\n      propertis: {}\n      minProperty: 1"),
    Case::of("misspelt_extension", "unknown-extension")
        .replace("      x-id-prefix: br_")
        .by("      x-id-prefx: br_"),
    Case::of("referred_path", "path-reference")
        .before("  /ships/{ship_id}/manifest:\n")
        .add("  /quays:\n    $ref: quays.yaml\n"),
    Case::of("callback", "left-out")
        .before("      summary: Builds a berth.")
        .add("      callbacks: {built: {'{$request.body#/url}': {}}}\n"),
    Case::of("second_server", "left-out")
        .after("  - url: https://harbour.example/v2\n")
        .add("  - url: https://test.harbour.example/v2\n"),
    Case::of("options", "left-out")
        .before("  /ships/{ship_id}/manifest:\n")
        .add("  /quays:\n    options: {responses: {'204': {description: Go on.}}}\n"),
];

/// The name of each fault, its rule, and a document that has it.
fn faults() -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let changed = CASES.iter().map(|case| {
        let document = case.in_document(GOOD);
        (case.name, case.rule, document.into_bytes())
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
    for (name, rule, bytes) in faults() {
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
    let tried: BTreeSet<&str> = faults().iter().map(|(_, rule, _)| *rule).collect();
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
        let case = CASES.iter().find(|case| case.name == name).unwrap();
        text = case.in_document(&text);
        rules.insert(case.rule);
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
fn a_report_shows_what_the_document_hides() {
    let text = format!("{GOOD}\"a\\u202e\\e[2J\\nerror: b\": 1\n");
    let found = diagnose_yaml(&text);
    assert_eq!(found.len(), 1, "{found:?}");
    for format in [Format::Human, Format::Json, Format::Github] {
        let report = report(format, "spec/harbour.yaml", text.as_bytes(), &found);
        let is_hidden = |c: char| c == '\u{202e}' || c.is_control() && c != '\n';
        assert!(!report.contains(is_hidden), "{report:?}");
        assert!(!report.contains("\nerror: b"), "{report}");
        assert!(
            report.contains("u202e") || report.contains("u{202e}"),
            "{report}"
        );
    }
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
