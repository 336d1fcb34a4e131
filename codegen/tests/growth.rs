//! What other documents say is generated, or left out with a reason; and a document that grows
//! renames nothing.
//!
//! What is generated for these kinds is compiled by `tests/tests/golden.rs`, from `golden/kinds.yaml`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use codegen::check::check;
use codegen::diagnostic::{Diagnostic, Severity};
use codegen::document::{Document, read};
use codegen::model::{Api, model};
use codegen::selection::{Selection, select};
use serde::Deserialize;

const CLEAN: &str = include_str!("growth/clean.yaml");

/// The one parameter and property of the clean document.
const PARAMETER: &str = "- {name: a, in: query, description: A., schema: {type: string}}";
const PROPERTY: &str = "name: {type: string, description: N.}";

fn document(text: &str) -> Document {
    read("ships.yaml", text.as_bytes()).unwrap()
}

/// What becomes of a document: what is found, and the code without white space, unless an error is
/// among it.
fn outcome(text: &str) -> (Vec<Diagnostic>, Selection, String) {
    let mut document = document(text);
    let found = check(&document);
    let selection = select(&mut document, &found);
    let files = codegen::generate(&document).unwrap();
    let code: String = files.iter().map(|file| file.text.as_str()).collect();
    (found, selection, squeezed(&code))
}

fn squeezed(code: &str) -> String {
    code.split_whitespace().collect()
}

/// A piece of the clean document, and what becomes of the document with another in its place.
#[derive(Deserialize)]
struct Case {
    old: String,
    new: String,
    /// The rules that report it.
    #[serde(default)]
    rules: Vec<String>,
    /// A piece of the code.
    code: String,
}

#[test]
fn what_a_document_may_say_is_generated() {
    let cases: Vec<Case> = serde_yaml::from_str(include_str!("growth/cases.yaml")).unwrap();
    for Case {
        old,
        new,
        rules,
        code,
    } in cases
    {
        assert!(CLEAN.contains(&old), "{old}");
        let (found, selection, generated) = outcome(&CLEAN.replace(&old, &new));
        let reported: Vec<&str> = found.iter().map(|it| it.rule).collect();
        assert_eq!(reported, rules, "{new}: {found:#?}");
        assert!(found.iter().all(|it| it.severity == Severity::Warning));
        assert_eq!(selection.emitted, ["GET /ships"]);
        assert!(
            generated.contains(&squeezed(&code)),
            "{new} gives no {code}"
        );
    }
}

#[test]
fn what_there_is_no_code_for_is_left_out_with_its_reason() {
    let cookie =
        "- {name: session, in: cookie, required: true, description: S., schema: {type: string}}";
    let text = CLEAN.replace(PARAMETER, cookie);
    let text = text.replace(
        "paths:\n",
        &format!("paths:\n{}", operation("/boats", "get_boat")),
    );
    let (found, selection, code) = outcome(&text);
    assert!(found.iter().all(|it| it.severity != Severity::Error));
    let message = &found
        .iter()
        .find(|it| it.rule == "unsupported-parameter")
        .unwrap()
        .message;
    assert_eq!(
        message,
        "`session` goes into a cookie: `list_ships` is left out"
    );
    assert_eq!(selection.emitted, ["GET /boats"]);
    let table = selection.table();
    assert!(
        table.starts_with("1 operations emitted, 1 left out\n  GET /ships  "),
        "{table}"
    );
    assert!(table.contains("unsupported-parameter, line 23"), "{table}");
    assert!(code.contains("get_boat") && !code.contains("list_ships"));
}

#[test]
fn errors_leave_out_what_they_touch_and_nothing_else() {
    for (from, to) in [
        ("schemas/Ship'}}, x-", "schemas/Shp'}}, x-"),
        (PROPERTY, "name: [wrong]"),
        ("'200':", "'999':"),
    ] {
        let text = CLEAN.replace(from, to);
        assert_ne!(text, CLEAN);
        let text = text.replace(
            "paths:\n",
            &format!("paths:\n{}", operation("/boats", "get_boat")),
        );
        let (found, selection, code) = outcome(&text);
        let errors = found.iter().filter(|it| it.severity == Severity::Error);
        assert_eq!(
            errors.count(),
            1,
            "{to}: one fault is one error: {found:#?}"
        );
        assert_eq!(selection.emitted, ["GET /boats"], "{to}");
        assert!(code.contains("get_boat") && !code.contains("list_ships"));
    }
}

#[test]
fn an_extension_has_its_type() {
    for (from, to) in [
        (
            PROPERTY,
            "name: {type: string, description: N., x-id-prefix: 3}",
        ),
        ("crate: ships", "crate: [ships]"),
        (
            "x-evidence-pages: {m: Manual}",
            "x-evidence-pages: [Manual]",
        ),
    ] {
        let found = check(&document(&CLEAN.replace(from, to)));
        let is_type = |it: &Diagnostic| it.message.contains(", not ");
        assert!(found.iter().any(is_type), "{to}: {found:#?}");
    }
}

#[test]
fn a_number_that_json_has_not_is_an_error_and_no_panic() {
    let text = CLEAN.replace(PROPERTY, "name: {type: string, description: .inf}");
    let found = read("ships.yaml", text.as_bytes()).map(|_| ()).unwrap_err();
    assert_eq!((found.len(), found[0].span.unwrap().line), (1, 37));
}

#[test]
fn pairs_of_surrogates_are_text() {
    let text = read("ships.yaml", CLEAN.as_bytes())
        .unwrap()
        .root()
        .json()
        .to_string();
    let text = text.replace("Lists ships.", "A \\ud83d\\ude00");
    let (_, _, code) = outcome(&text);
    assert!(code.contains("A\u{1f600}"));
}

#[test]
fn what_only_replies_have_is_not_asked_for_and_what_only_requests_have_is_not_demanded() {
    let post = "    post:\n      tags: [Ships]\n      operationId: create_ship\n      requestBody: {required: true, content: \
                {application/json: {schema: {$ref: '#/components/schemas/Ship'}}}}\n      responses: {'200': {description: \
                S., content: {application/json: {schema: {$ref: '#/components/schemas/Ship'}}}}}\n";
    let text = CLEAN.replace("components:\n", &format!("{post}components:\n"));
    let text = text.replace(
        "      properties:\n        name: {type: string, description: N.}",
        "      required: [id, secret]\n      properties:\n        id: {type: string, readOnly: true}\n        secret: {type: string, \
         writeOnly: true}\n        note: {type: string, nullable: true}",
    );
    let (_, _, code) = outcome(&text);
    for piece in [
        "pub fn create(&self, secret: impl Into<String>)",
        "pub fn note_null(mut self)",
        "pub struct Ship { /// `id` in JSON. pub id: String,",
        "pub struct ShipRequest { /// `secret` in JSON. pub secret: String,",
    ] {
        assert!(code.contains(&squeezed(piece)), "{piece}");
    }
}

fn operation(path: &str, id: &str) -> String {
    format!(
        "  {path}:\n    get:\n      tags: [Ships]\n      operationId: {id}\n      responses: {{'200': {{description: S., \
         content: {{application/json: {{schema: {{type: object, properties: {{state: {{type: string, enum: [a]}}}}}}}}}}}}}}\n"
    )
}

/// What each operation and its types are called, by its id.
fn names(api: &Api) -> BTreeSet<String> {
    let named = api.resources.iter().flat_map(|resource| {
        let operations = resource.operations.iter();
        operations.map(|it| {
            let gives = it.output.ty().map(|ty| format!("{ty:?}"));
            let (method, ty) = (&it.method_name, &it.type_name);
            format!("{} {} {method} {ty} {gives:?}", it.path, resource.name)
        })
    });
    named.collect()
}

#[test]
fn an_operation_that_is_added_renames_no_other() {
    let ids = [
        "get_boat",
        "getBoat",
        "list_boats",
        "ships_list",
        "ships/list",
        "list",
        "get_ship",
        "get_ships",
        "GetShip",
    ];
    let mut text = CLEAN.to_owned();
    let mut known = names(&model(&document(&text)));
    for (index, id) in ids.iter().enumerate() {
        let added = operation(&format!("/added/{index}"), id);
        text = text.replace("components:\n  sec", &format!("{added}components:\n  sec"));
        let now = names(&model(&document(&text)));
        assert!(known.is_subset(&now), "{id}: {known:#?} {now:#?}");
        assert_eq!(now.len(), known.len() + 1);
        known = now;
    }
    let methods: BTreeSet<&str> = known
        .iter()
        .map(|it| it.split(' ').nth(2).unwrap())
        .collect();
    assert_eq!(methods.len(), known.len(), "{methods:?}");
}

#[test]
fn a_name_of_any_script_and_length_is_an_identifier_and_a_file() {
    for tag in [
        "船",
        "Суда",
        "سفن",
        "🚢",
        "…",
        &"ships".repeat(60),
        "con",
        "r#type",
    ] {
        let text = CLEAN.replace("tags: [{name: Ships,", &format!("tags: [{{name: '{tag}',"));
        let text = text.replace("tags: [Ships]", &format!("tags: ['{tag}']"));
        let document = document(&text);
        for file in codegen::generate(&document).unwrap() {
            syn::parse_file(&file.text).unwrap();
            assert!(
                file.path.is_ascii() && file.path.len() < 200,
                "{}",
                file.path
            );
        }
    }
}

fn time(run: impl FnOnce()) -> Duration {
    let start = Instant::now();
    run();
    start.elapsed()
}

/// A schema in lists of lists, with what is not a schema inside.
fn nested(depth: usize) -> String {
    let deep = "{type: array, items: ".repeat(depth) + "[]" + &"}".repeat(depth);
    let property = format!("{PROPERTY}\n        deep: {deep}");
    CLEAN.replace(PROPERTY, &property)
}

#[test]
fn nested_schemas_take_time_in_proportion() {
    let [some, twice] = [16, 32].map(|depth| {
        let text = nested(depth);
        let found = check(&document(&text));
        let errors = found.iter().filter(|it| it.severity == Severity::Error);
        assert_eq!(errors.count(), 1, "{found:#?}");
        let runs = (0..3).map(|_| time(|| drop(check(&document(&text)))));
        runs.min().unwrap()
    });
    // Twice as deep is 65,536 times as long if each level doubles it.
    assert!(twice < some * 100, "{some:?}, {twice:?}");
}

#[test]
fn schemas_that_share_their_parts_give_each_type_once() {
    let mut schemas = String::new();
    for level in 0..20 {
        let next = level + 1;
        schemas.push_str(&format!(
            "    L{level}: {{type: object, properties: {{a: {{allOf: [{{$ref: '#/components/schemas/L{next}'}}, {{properties: {{x: \
             {{type: string}}}}}}]}}, b: {{allOf: [{{$ref: '#/components/schemas/L{next}'}}, {{properties: {{y: {{type: \
             string}}}}}}]}}}}}}\n"
        ));
    }
    schemas.push_str("    L20: {type: object, properties: {end: {type: string}}}\n");
    let text = CLEAN.replace("    Ship:\n", &format!("{schemas}    Ship:\n"));
    let property = format!("{PROPERTY}\n        levels: {{$ref: '#/components/schemas/L0'}}");
    let api = model(&document(&text.replace(PROPERTY, &property)));
    assert!(api.types.len() < 100, "{} types", api.types.len());
}
