//! Differences of a service, one at a time: each is named, and after its patch there is none.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use serde_json::{Value, json};
use support::{Linksii, SPEC, all_shown, errors, gone, patched};

/// The fields of the collections: what they are documented as, `?` where they may be missing and `0`
/// where they may be null.
const FIELDS: &[(&str, &str, &str)] = &[
    ("workspaces", "id", "id"),
    ("workspaces", "name", "string"),
    ("workspaces", "slug", "string"),
    ("workspaces", "plan", "enum"),
    ("workspaces", "created_at", "time"),
    ("tracking", "id", "id"),
    ("tracking", "workspace_id", "id"),
    ("tracking", "platform", "enum"),
    ("tracking", "score", "number"),
    ("tracking", "mention_count", "count"),
    ("tracking", "prompt_count", "count"),
    ("tracking", "ran_at", "time"),
    ("tracking", "status", "enum"),
    ("prompts", "id", "id"),
    ("prompts", "workspace_id", "id"),
    ("prompts", "text", "string"),
    ("prompts", "category", "enum"),
    ("prompts", "is_active", "boolean"),
    ("prompts", "created_at", "time"),
    ("competitors", "id", "id"),
    ("competitors", "domain", "string?0"),
    ("competitors", "name", "string"),
    ("competitors", "logo_url", "uri?0"),
    ("templates", "id", "string"),
    ("templates", "system_prompt", "string"),
    ("templates", "output_schema", "string?"),
    ("templates", "type", "enum"),
    ("templates", "created_at", "time0"),
];

/// What a value is to be called where another is documented; nothing where it is right.
fn expected(documented: &str, value: &Value) -> Option<&'static str> {
    let ty = documented.trim_end_matches(['?', '0']);
    match value {
        _ if *value == gone() => (!documented.contains('?')).then_some("missing-field"),
        Value::Null => (!documented.contains('0')).then_some("null"),
        Value::String(_) => match ty {
            "string" => None,
            "id" => Some("id-prefix"),
            "enum" => Some("new-value"),
            "time" | "uri" => Some("constraint"),
            _ => Some("other-type"),
        },
        Value::Number(number) => match ty {
            "number" => None,
            "count" if number.is_f64() => Some("other-type"),
            "count" if number.is_i64() && number.as_i64() < Some(0) => Some("constraint"),
            "count" if number.is_u64() && !number.is_i64() => Some("constraint"),
            "count" => None,
            _ => Some("other-type"),
        },
        Value::Bool(_) if ty == "boolean" => None,
        _ => Some("other-type"),
    }
}

/// The one difference is named; the patch is one that applies, the document is valid after it, and
/// nothing differs then.
fn fixed(service: &mut Linksii, finds: &str) -> Result<(), String> {
    let contract = service.contract(SPEC);
    let found = all_shown(&contract);
    if found != [finds] {
        return Err(format!("found {found:?}"));
    }
    let Some(patch) = &contract.patch else {
        return Err(format!("no patch: {:?}", contract.differences[0].patch));
    };
    let text = patched(SPEC, patch);
    let errors = errors(&text);
    if !errors.is_empty() {
        return Err(format!("errors {errors:?}\n{patch}"));
    }
    let left = service.contract(&text);
    match all_shown(&left).as_slice() {
        [] => Ok(()),
        left => Err(format!("left {left:?}\n{patch}")),
    }
}

fn report(failures: &[String], all: usize) {
    assert!(failures.is_empty(), "{} of {all}:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn each_other_value_of_each_field_is_named_and_fixed() {
    let values = [
        gone(), json!(null), json!("other"), json!(7), json!(1.5), json!(-8), json!(u64::MAX),
        json!(true), json!([1, null]), json!([]), json!({"a": 1}), json!({}),
    ];
    let mut failures = Vec::new();
    let mut all = 0;
    for (collection, field, documented) in FIELDS {
        for value in &values {
            for is_each in [false, true] {
                let Some(kind) = expected(documented, value) else { continue };
                let service = Linksii::new();
                let mut service = match is_each {
                    true => service.rows(collection, field, value),
                    false => service.row(collection, 1, field, value),
                };
                all += 1;
                let finds = format!("{kind} list_{collection} data[].{field}");
                if let Err(why) = fixed(&mut service, &finds) {
                    failures.push(format!("{collection}.{field} {value} each={is_each}: wants {finds}: {why}"));
                }
            }
        }
    }
    report(&failures, all);
}
