//! Differences of a service, one at a time: each is named, and after its patch there is none.

use std::cell::Cell;
use std::fmt::Display;

use crate::service::{Linksii, SPEC, all_shown, errors, gone, patched};
use serde_json::{Value, json};

/// A field of each type: what it is documented as, `?` where it may be missing and `0` where it may
/// be null.
const FIELDS: &[(&str, &str, &str)] = &[
    ("tracking", "workspace_id", "id"),
    ("workspaces", "name", "string"),
    ("tracking", "platform", "enum"),
    ("tracking", "ran_at", "time"),
    ("tracking", "score", "number"),
    ("tracking", "mention_count", "count"),
    ("prompts", "is_active", "boolean"),
    ("competitors", "domain", "string?0"),
    ("competitors", "logo_url", "uri?0"),
    ("templates", "output_schema", "string?"),
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

#[test]
fn each_other_value_of_each_field_is_named_and_fixed() {
    let values = [
        gone(),
        json!(null),
        json!("other"),
        json!(7),
        json!(1.5),
        json!(-8),
        json!(u64::MAX),
        json!(true),
        json!([1, null]),
        json!([]),
        json!({"a": 1}),
        json!({}),
    ];
    let mut cases = Vec::new();
    for (row, (collection, field, documented)) in FIELDS.iter().enumerate() {
        for (column, value) in values.iter().enumerate() {
            let Some(kind) = expected(documented, value) else {
                continue;
            };
            // In each row, or in one beside others that are as documented.
            let service = match (row + column) % 2 {
                0 => Linksii::new().rows(collection, field, value),
                _ => Linksii::new().row(collection, 1, field, value),
            };
            let finds = format!("{kind} list_{collection} data[].{field}");
            cases.push((format!("{value}"), service, finds, Fixed));
        }
    }
    run(cases);
}

/// What comes of a difference.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum After {
    /// Its patch makes it go away.
    Fixed,
    /// It is reported, and no edit is suggested.
    InWords,
    /// What no document can say is left, once the rest is fixed.
    Left(&'static str),
}
use After::{Fixed, InWords, Left};

fn outcome(spec: &str, service: &mut Linksii, finds: &str, after: After) -> Result<(), String> {
    let contract = service.contract(spec);
    let found = all_shown(&contract);
    if found.join(" + ") != finds {
        return Err(format!("found {found:#?}"));
    }
    if after == InWords {
        return match &contract.patch {
            None => Ok(()),
            Some(patch) => Err(format!("patch:\n{patch}")),
        };
    }
    let why: Vec<_> = contract.differences.iter().map(|it| &it.by_hand).collect();
    let Some(patch) = &contract.patch else {
        return Err(format!("no patch: {why:?}"));
    };
    let text = patched(spec, patch);
    let errors = errors(&text);
    if !errors.is_empty() {
        return Err(format!("errors {errors:?}\n{patch}"));
    }
    let due = match after {
        Left(left) => vec![left],
        Fixed | InWords => Vec::new(),
    };
    match all_shown(&service.contract(&text)) {
        left if left == due => Ok(()),
        left => Err(format!("left {left:?}\n{patch}")),
    }
}

fn run<N: Display, F: AsRef<str>>(cases: Vec<(N, Linksii, F, After)>) {
    run_against(SPEC, cases);
}

/// Runs cases: a name, the service, what is found (joined by ` + `), and what comes of it.
pub(crate) fn run_against<N: Display, F: AsRef<str>>(
    spec: &str,
    cases: Vec<(N, Linksii, F, After)>,
) {
    let all = cases.len();
    let failures = cases
        .into_iter()
        .filter_map(|(name, mut service, finds, after)| {
            let why = outcome(spec, &mut service, finds.as_ref(), after).err()?;
            Some(format!("{name}: expected {}, {why}", finds.as_ref()))
        });
    let failures: Vec<String> = failures.collect();
    assert!(
        failures.is_empty(),
        "{} of {all}:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

const ALL: [&str; 5] = [
    "workspaces",
    "tracking",
    "prompts",
    "competitors",
    "templates",
];

fn header(service: Linksii, collection: &str, name: &str, value: &str) -> Linksii {
    let (name, value) = (name.to_owned(), value.to_owned());
    service.success(collection, move |reply| {
        reply
            .headers
            .retain(|(known, _)| !known.eq_ignore_ascii_case(&name));
        if value != "(gone)" {
            reply.headers.push((name.clone(), value.clone()));
        }
    })
}

fn whole(collection: &str, status: u16, media_type: &str, body: &[u8]) -> Linksii {
    let (media_type, body) = (media_type.to_owned(), body.to_vec());
    Linksii::new().success(collection, move |reply| {
        reply.status = status;
        reply.headers[0].1.clone_from(&media_type);
        if media_type.is_empty() {
            reply.headers.remove(0);
        }
        reply.body.clone_from(&body);
    })
}

#[test]
fn the_envelope_counts_as_much_as_what_is_in_it() {
    let at = |pointer: &str, value: Value| Linksii::new().body("tracking", pointer, &value);
    let big = || {
        Linksii::new().text(
            "tracking",
            "\"total\":3",
            "\"total\":1000000000000000000000000000000",
        )
    };
    run(vec![
        (
            "data missing",
            at("data", gone()),
            "missing-field list_tracking data",
            InWords,
        ),
        (
            "data null",
            at("data", json!(null)),
            "null list_tracking data",
            Fixed,
        ),
        (
            "data object",
            at("data", json!({})),
            "other-type list_tracking data",
            InWords,
        ),
        (
            "data text",
            at("data", json!("x")),
            "other-type list_tracking data",
            InWords,
        ),
        (
            "meta missing",
            at("meta", gone()),
            "missing-field list_tracking meta",
            Fixed,
        ),
        (
            "meta null",
            at("meta", json!(null)),
            "null list_tracking meta",
            Fixed,
        ),
        (
            "meta list",
            at("meta", json!([])),
            "other-type list_tracking meta",
            InWords,
        ),
        (
            "meta text",
            at("meta", json!("x")),
            "other-type list_tracking meta",
            InWords,
        ),
        (
            "total missing",
            at("/meta/total", gone()),
            "missing-field list_tracking meta.total",
            Fixed,
        ),
        (
            "total null",
            at("/meta/total", json!(null)),
            "null list_tracking meta.total",
            Fixed,
        ),
        (
            "total negative",
            at("/meta/total", json!(-1)),
            "constraint list_tracking meta.total",
            Fixed,
        ),
        (
            "total text",
            at("/meta/total", json!("3")),
            "other-type list_tracking meta.total",
            Fixed,
        ),
        (
            "total fraction",
            at("/meta/total", json!(3.5)),
            "other-type list_tracking meta.total",
            Fixed,
        ),
        (
            "total too large",
            big(),
            "constraint list_tracking meta.total",
            Fixed,
        ),
        (
            "limit missing",
            at("/meta/limit", gone()),
            "missing-field list_tracking meta.limit",
            Fixed,
        ),
        (
            "offset missing",
            at("/meta/offset", gone()),
            "missing-field list_tracking meta.offset",
            Fixed,
        ),
        (
            "offset null",
            at("/meta/offset", json!(null)),
            "null list_tracking meta.offset",
            Fixed,
        ),
        (
            "limit bool",
            at("/meta/limit", json!(true)),
            "other-type list_tracking meta.limit",
            Fixed,
        ),
        (
            "meta more",
            at("/meta/has_more", json!(true)),
            "unknown-field list_tracking meta.has_more",
            Fixed,
        ),
        (
            "envelope more",
            at("links", json!({"next": null})),
            "unknown-field list_tracking links",
            Fixed,
        ),
        (
            "envelope success",
            at("success", json!(true)),
            "unknown-field list_tracking success",
            Fixed,
        ),
        (
            "meta renamed",
            at("meta", gone()).body("tracking", "pagination", &json!({"total": 3})),
            "missing-field list_tracking meta + unknown-field list_tracking pagination",
            Fixed,
        ),
        (
            "bare list",
            whole("tracking", 200, "application/json", b"[]"),
            "other-type list_tracking",
            InWords,
        ),
        (
            "bare null",
            whole("tracking", 200, "application/json", b"null"),
            "null list_tracking",
            InWords,
        ),
        (
            "bare text",
            whole("tracking", 200, "application/json", b"\"x\""),
            "other-type list_tracking",
            InWords,
        ),
        (
            "bare number",
            whole("tracking", 200, "application/json", b"7"),
            "other-type list_tracking",
            InWords,
        ),
        (
            "bare object",
            whole("tracking", 200, "application/json", b"{}"),
            "missing-field list_tracking data + missing-field list_tracking meta",
            Left("missing-field list_tracking data"),
        ),
    ]);
}

#[test]
fn statuses_headers_and_bodies_are_named_and_fixed() {
    let base = |status, name: &str| {
        header(
            Linksii::new().success("prompts", move |reply| reply.status = status),
            "prompts",
            name,
            "(gone)",
        )
    };
    let mut cases: Vec<(&str, Linksii, &str, After)> = vec![
        (
            "418",
            whole("prompts", 418, "application/json", br#"{"error": "tea"}"#),
            "status list_prompts 418",
            Fixed,
        ),
        (
            "418 other",
            whole("prompts", 418, "application/json", br#"{"why": "tea"}"#),
            "status list_prompts 418",
            Fixed,
        ),
        (
            "502 html",
            whole("prompts", 502, "text/html", b"<html>"),
            "status list_prompts 502",
            Fixed,
        ),
        (
            "503 empty",
            whole("prompts", 503, "text/plain", b""),
            "status list_prompts 503",
            Fixed,
        ),
        ("201", base(201, "x"), "status list_prompts 201", Fixed),
        ("202", base(202, "x"), "status list_prompts 202", Fixed),
        ("206", base(206, "x"), "status list_prompts 206", Fixed),
        (
            "204",
            whole("prompts", 204, "", b""),
            "status list_prompts 204",
            InWords,
        ),
        (
            "301",
            whole("prompts", 301, "", b""),
            "status list_prompts 301",
            Fixed,
        ),
        (
            "empty",
            whole("prompts", 200, "application/json", b""),
            "empty-body list_prompts",
            InWords,
        ),
        (
            "html",
            whole("prompts", 200, "text/html", b"<html>"),
            "media-type list_prompts",
            InWords,
        ),
        (
            "truncated",
            whole("prompts", 200, "application/json", b"{\"data\": ["),
            "malformed-body list_prompts",
            InWords,
        ),
        (
            "not json",
            whole("prompts", 200, "application/json", b"<html>"),
            "malformed-body list_prompts",
            InWords,
        ),
    ];
    for (name, from, to, finds, after) in [
        (
            "error code number",
            r#""MISSING_PARAM""#,
            "7",
            "other-type list_prompts 400 code",
            Fixed,
        ),
        (
            "error null",
            r#""workspace_id is required""#,
            "null",
            "null list_prompts 400 error",
            Fixed,
        ),
        (
            "error object",
            r#""workspace_id is required""#,
            r#"{"message": "x"}"#,
            "other-type list_prompts 400 error",
            Fixed,
        ),
        (
            "error renamed",
            r#""error""#,
            r#""message""#,
            "missing-field list_prompts 400 error + unknown-field list_prompts 400 message",
            Fixed,
        ),
        (
            "error more",
            r#"{"#,
            r#"{"docs":"https://x.example/","#,
            "unknown-field list_prompts 400 docs",
            Fixed,
        ),
    ] {
        let (from, to) = (from.to_owned(), to.to_owned());
        let service = Linksii::new().change("prompts", move |_, reply| {
            if reply.status == 400 {
                let text = String::from_utf8(reply.body.clone()).unwrap();
                assert!(text.contains(&from), "{text}");
                reply.body = text.replacen(&from, &to, 1).into_bytes();
            }
        });
        cases.push((name, service, finds, after));
    }
    for (name, value, finds, after) in [
        (
            "x-request-id",
            "r1",
            "header list_prompts header X-Request-Id",
            Fixed,
        ),
        ("x-count", "7", "header list_prompts header X-Count", Fixed),
        (
            "retry-after",
            "7",
            "header list_prompts header Retry-After",
            Fixed,
        ),
        (
            "link",
            "<https://x.example/>; rel=next",
            "header list_prompts header Link",
            Fixed,
        ),
        (
            "deprecation",
            "true",
            "header list_prompts header Deprecation",
            Fixed,
        ),
        (
            "sunset",
            "Sat, 09 Mar 2030 16:00:09 GMT",
            "header list_prompts header Sunset",
            Fixed,
        ),
        (
            "set-cookie",
            "a=b",
            "header list_prompts header Set-Cookie",
            Fixed,
        ),
        (
            "x-ratelimit-limit",
            "many",
            "other-type list_prompts header X-Ratelimit-Limit",
            Fixed,
        ),
        (
            "x-ratelimit-remaining",
            "9.5",
            "other-type list_prompts header X-Ratelimit-Remaining",
            Fixed,
        ),
        (
            "x-ratelimit-reset",
            "2024-03-09T16:00:09Z",
            "other-type list_prompts header X-Ratelimit-Reset",
            Fixed,
        ),
        (
            "x-ratelimit-reset",
            "1000000000000000000000000",
            "constraint list_prompts header X-Ratelimit-Reset",
            Fixed,
        ),
        (
            "x-ratelimit-limit",
            "",
            "other-type list_prompts header X-Ratelimit-Limit",
            Fixed,
        ),
        ("x-ratelimit-limit", "(gone)", "", InWords),
        (
            "content-type",
            "application/json; charset=utf-8",
            "",
            InWords,
        ),
        ("content-type", "APPLICATION/JSON", "", InWords),
        (
            "content-type",
            "text/json",
            "media-type list_prompts",
            Fixed,
        ),
        (
            "content-type",
            "text/plain",
            "media-type list_prompts",
            Fixed,
        ),
        (
            "content-type",
            "application/hal+json",
            "media-type list_prompts",
            Fixed,
        ),
        ("content-type", "(gone)", "media-type list_prompts", InWords),
        (
            "content-type",
            "application/json; charset=iso-8859-1",
            "encoding list_prompts",
            InWords,
        ),
        ("content-encoding", "br", "encoding list_prompts", InWords),
        ("date", "Sat, 09 Mar 2030 16:00:09 GMT", "", InWords),
        ("cf-ray", "1", "", InWords),
    ] {
        cases.push((
            name,
            header(Linksii::new(), "prompts", name, value),
            finds,
            after,
        ));
    }
    run(cases);
}

#[test]
fn what_is_new_is_named_and_fixed() {
    let row = |field: &str, value: Value| Linksii::new().row("tracking", 1, field, &value);
    let deep = (0..90).fold(json!(1), |it, _| json!({"a": it}));
    let wide = Value::Object(
        (0..300)
            .map(|it| (format!("f{}", "x".repeat(it)), json!(it)))
            .collect(),
    );
    let by_id = json!({"ws_1": {"score": 1}, "ws_2": {"score": 2}});
    let by_number = json!({"1": {"score": 1}, "2": {"score": 2}});
    let long = "k".repeat(5000);
    let hidden = "\u{202e}\u{1b}[2J";
    run(vec![
        (
            "text",
            row("region", json!("eu")),
            "unknown-field list_tracking data[].region",
            Fixed,
        ),
        (
            "null",
            row("region", json!(null)),
            "unknown-field list_tracking data[].region",
            Fixed,
        ),
        (
            "object",
            row("a", json!({"b": [1, {"c": null}]})),
            "unknown-field list_tracking data[].a",
            Fixed,
        ),
        (
            "mixed",
            row("a", json!([1, "x", null, {"b": 1}, []])),
            "unknown-field list_tracking data[].a",
            Fixed,
        ),
        (
            "empty list",
            row("a", json!([])),
            "unknown-field list_tracking data[].a",
            Fixed,
        ),
        (
            "empty object",
            row("a", json!({})),
            "unknown-field list_tracking data[].a",
            Fixed,
        ),
        (
            "deep",
            row("a", deep),
            "unknown-field list_tracking data[].a",
            InWords,
        ),
        (
            "wide",
            row("a", wide),
            "unknown-field list_tracking data[].a",
            Fixed,
        ),
        (
            "by id",
            row("a", by_id),
            "unknown-field list_tracking data[].a",
            Fixed,
        ),
        (
            "by number",
            row("a", by_number),
            "unknown-field list_tracking data[].a",
            Fixed,
        ),
        (
            "id as a field",
            row("ws_1", json!(1)),
            "unknown-field list_tracking data[].*",
            Fixed,
        ),
        (
            "spaces",
            row("a b", json!(1)),
            "unknown-field list_tracking data[][\"a b\"]",
            Fixed,
        ),
        (
            "slashes",
            row("a~1b", json!(1)),
            "unknown-field list_tracking data[][\"a~1b\"]",
            Fixed,
        ),
        (
            "empty name",
            row("", json!(1)),
            "unknown-field list_tracking data[][\"\"]",
            Fixed,
        ),
        (
            "camel case",
            row("mentionCount", json!(1)),
            "unknown-field list_tracking data[].mentionCount",
            InWords,
        ),
        (
            "upper case",
            row("SCORE", json!(1)),
            "unknown-field list_tracking data[].SCORE",
            InWords,
        ),
        (
            "kebab",
            row("ran-at", json!("x")),
            "unknown-field list_tracking data[].ran-at",
            InWords,
        ),
        (
            "keyword",
            row("type", json!("x")),
            "unknown-field list_tracking data[].type",
            Fixed,
        ),
        (
            "self",
            row("self", json!("x")),
            "unknown-field list_tracking data[].self",
            Fixed,
        ),
        (
            "extra",
            row("extra", json!("x")),
            "unknown-field list_tracking data[].extra",
            Fixed,
        ),
        (
            "number",
            row("2fa", json!(true)),
            "unknown-field list_tracking data[].2fa",
            Fixed,
        ),
        (
            "unicode",
            row("größe", json!(1)),
            "unknown-field list_tracking data[].größe",
            Fixed,
        ),
        (
            "emoji",
            row("🎉", json!(1)),
            "unknown-field list_tracking data[][\"🎉\"]",
            Fixed,
        ),
        (
            "hidden",
            row(hidden, json!(1)),
            "unknown-field list_tracking data[][\"\\u{202e}\\u{1b}[2J\"]",
            InWords,
        ),
        (
            "long",
            row(&long, json!(1)),
            &format!("unknown-field list_tracking data[].{}…", "k".repeat(64)),
            InWords,
        ),
        (
            "time",
            row("a", json!("2025-06-01T08:00:00Z")),
            "unknown-field list_tracking data[].a",
            Fixed,
        ),
        (
            "uri",
            row("a", json!("https://x.example/")),
            "unknown-field list_tracking data[].a",
            Fixed,
        ),
        (
            "big",
            row("a", json!(u64::MAX)),
            "unknown-field list_tracking data[].a",
            Fixed,
        ),
        (
            "renamed",
            row("platform", gone()).row("tracking", 1, "provider", &json!("x")),
            "missing-field list_tracking data[].platform + unknown-field list_tracking data[].provider",
            Fixed,
        ),
        (
            "open",
            Linksii::new().row("competitors", 0, "industry", &json!("x")),
            "unknown-field list_competitors data[].industry",
            Fixed,
        ),
        (
            "value",
            row("platform", json!("copilot")),
            "new-value list_tracking data[].platform",
            Fixed,
        ),
        (
            "value in another case",
            row("platform", json!("CHATGPT")),
            "new-value list_tracking data[].platform",
            InWords,
        ),
        (
            "empty value",
            row("platform", json!("")),
            "new-value list_tracking data[].platform",
            Fixed,
        ),
        (
            "odd value",
            row("platform", json!("a: #b")),
            "new-value list_tracking data[].platform",
            Fixed,
        ),
        (
            "yes",
            row("platform", json!("yes")),
            "new-value list_tracking data[].platform",
            Fixed,
        ),
        (
            "unknown value",
            row("platform", json!("unknown")),
            "new-value list_tracking data[].platform",
            Fixed,
        ),
        (
            "long value",
            row("platform", json!("x".repeat(500))),
            "new-value list_tracking data[].platform",
            InWords,
        ),
        (
            "hidden value",
            row("platform", json!("\u{202e}x")),
            "new-value list_tracking data[].platform",
            InWords,
        ),
        (
            "emoji value",
            row("platform", json!("🎉")),
            "new-value list_tracking data[].platform",
            Fixed,
        ),
        (
            "item null",
            Linksii::new().body("tracking", "/data/1", &json!(null)),
            "",
            InWords,
        ),
        (
            "null and another type",
            row("platform", json!(7)).row("tracking", 0, "platform", &json!(null)),
            "null list_tracking data[].platform + other-type list_tracking data[].platform",
            Fixed,
        ),
        (
            "time without zone",
            row("ran_at", json!("2025-06-01T08:00:00")),
            "constraint list_tracking data[].ran_at",
            Fixed,
        ),
        (
            "date",
            row("ran_at", json!("2025-06-01")),
            "constraint list_tracking data[].ran_at",
            Fixed,
        ),
        (
            "empty time",
            row("ran_at", json!("")),
            "constraint list_tracking data[].ran_at",
            Fixed,
        ),
        (
            "unix time",
            row("ran_at", json!(1710000000)),
            "other-type list_tracking data[].ran_at",
            Fixed,
        ),
        (
            "leap second",
            row("ran_at", json!("2016-12-31T23:59:60Z")),
            "",
            InWords,
        ),
        (
            "offset",
            row("ran_at", json!("2025-06-01T08:00:00+02:00")),
            "",
            InWords,
        ),
        (
            "lower case time",
            row("ran_at", json!("2025-06-01t08:00:00z")),
            "",
            InWords,
        ),
        (
            "score as text",
            row("score", json!("72")),
            "other-type list_tracking data[].score",
            Fixed,
        ),
        ("score above", row("score", json!(1e300)), "", InWords),
        (
            "count as text",
            row("mention_count", json!("14")),
            "other-type list_tracking data[].mention_count",
            Fixed,
        ),
        (
            "count with a point",
            row("mention_count", json!(14.0)),
            "",
            InWords,
        ),
        (
            "count huge",
            Linksii::new().text(
                "tracking",
                "\"mention_count\":11",
                "\"mention_count\":1000000000000000000000000000000",
            ),
            "constraint list_tracking data[].mention_count",
            Fixed,
        ),
        (
            "score out of range",
            Linksii::new().text("tracking", "68.5", "1e400"),
            "malformed-body list_tracking",
            InWords,
        ),
    ]);
}

#[test]
fn what_is_odd_about_the_text_is_named() {
    let text = |from: &str, to: &str| Linksii::new().text("prompts", from, to);
    let bytes = |change: fn(&[u8]) -> Vec<u8>| {
        Linksii::new().success("prompts", move |it| it.body = change(&it.body))
    };
    run(vec![
        (
            "byte order mark",
            bytes(|it| [b"\xef\xbb\xbf", it].concat()),
            "encoding list_prompts",
            InWords,
        ),
        (
            "latin 1",
            bytes(|it| {
                String::from_utf8_lossy(it)
                    .replace("Which", "Wh\u{1}ch")
                    .bytes()
                    .map(|it| if it == 1 { 0xee } else { it })
                    .collect()
            }),
            "encoding list_prompts",
            InWords,
        ),
        (
            "surrogate",
            text("Which one", "Which \\ud83d one"),
            "encoding list_prompts",
            InWords,
        ),
        (
            "utf-16",
            bytes(|it| {
                String::from_utf8_lossy(it)
                    .encode_utf16()
                    .flat_map(u16::to_le_bytes)
                    .collect()
            }),
            "malformed-body list_prompts",
            InWords,
        ),
        (
            "twice",
            text(
                r#""text":"Which one?""#,
                r#""text":"Which one?","text":"Which two?""#,
            ),
            "duplicate-key list_prompts data[].text",
            InWords,
        ),
        (
            "twice unknown",
            text(
                r#""text":"Which one?""#,
                r#""text":"Which one?","zone":1,"zone":2"#,
            ),
            "unknown-field list_prompts data[].zone + duplicate-key list_prompts data[].zone",
            InWords,
        ),
        (
            "twice below what is unknown",
            text(
                r#""text":"Which one?""#,
                r#""text":"Which one?","a":{"b":[{"c":1,"c":2}]}"#,
            ),
            "unknown-field list_prompts data[].a + duplicate-key list_prompts data[].a.b[].c",
            InWords,
        ),
        (
            "twice by id",
            text(
                r#""text":"Which one?""#,
                r#""text":"Which one?","by":{"ws_1":{"c":1,"c":2}}"#,
            ),
            "unknown-field list_prompts data[].by + duplicate-key list_prompts data[].by.*.c",
            InWords,
        ),
        (
            "twice in another type",
            text(r#""text":"Which one?""#, r#""text":{"c":1,"c":2}"#),
            "other-type list_prompts data[].text + duplicate-key list_prompts data[].text.c",
            Left("duplicate-key list_prompts data[].text.c"),
        ),
        (
            "twice data",
            text(r#"{"data":"#, r#"{"data":[],"data":"#),
            "duplicate-key list_prompts data",
            InWords,
        ),
        (
            "twice meta",
            text(r#""meta":"#, r#""meta":{},"meta":"#),
            "duplicate-key list_prompts meta",
            InWords,
        ),
        (
            "trailing",
            bytes(|it| [it, b" {}"].concat()),
            "malformed-body list_prompts",
            InWords,
        ),
        (
            "trailing comma",
            text(r#"}],"#, r#"},],"#),
            "malformed-body list_prompts",
            InWords,
        ),
        (
            "nan",
            text("true", "NaN"),
            "malformed-body list_prompts",
            InWords,
        ),
        (
            "jsonp",
            bytes(|it| [b"f(", it, b")"].concat()),
            "malformed-body list_prompts",
            InWords,
        ),
        (
            "guard",
            bytes(|it| [b")]}',\n", it].concat()),
            "malformed-body list_prompts",
            InWords,
        ),
        (
            "space",
            bytes(|it| [b"\n\t ", it, b"\r\n"].concat()),
            "",
            InWords,
        ),
    ]);
}

/// With this many prompts in each workspace, in pages that start and are as large as `page` says for a limit
/// and an offset.
fn paged(total: usize, page: impl Fn(usize, usize) -> (usize, usize) + 'static) -> Linksii {
    Linksii::new().change("prompts", move |query, reply| {
        if reply.status != 200 {
            return;
        }
        let parameter = |name: &str| {
            let mut pairs = query.split('&').filter_map(|it| it.split_once('='));
            pairs.find_map(|(known, value)| (known == name).then_some(value))
        };
        let number = |name, usual| parameter(name).map_or(usual, |it| it.parse().unwrap());
        let (limit, offset) = (number("limit", 20), number("offset", 0));
        let (start, size) = page(limit, offset);
        let rows = (start..total.min(start + size)).map(|it| {
            json!({
                "id": format!("prompt_{it}"), "workspace_id": parameter("workspace_id"), "text": format!("Q{it}"),
                "category": "awareness", "is_active": true, "created_at": "2025-06-01T10:00:00Z",
            })
        });
        let meta = json!({"total": total, "limit": size, "offset": offset});
        let body = json!({"data": rows.collect::<Vec<_>>(), "meta": meta});
        reply.body = body.to_string().into_bytes();
    })
}

#[test]
fn what_parameters_do_not_do_is_named() {
    let asked = Cell::new(0);
    let changing = paged(30, move |limit, offset| {
        asked.set(asked.get() + 1);
        (offset + asked.get(), limit)
    });
    let another = |workspace: &str| {
        let (from, to) = (
            r#""prompt_2","workspace_id":"ws_1""#,
            format!(r#""prompt_2","workspace_id":"{workspace}""#),
        );
        Linksii::new().text("prompts", from, &to)
    };
    let optional = |collection: &'static str| Linksii {
        optional: vec![collection],
        ..Linksii::new()
    };
    run(vec![
        (
            "as documented",
            paged(30, |limit, offset| (offset, limit)),
            "",
            InWords,
        ),
        (
            "limit ignored",
            paged(30, |_, offset| (offset, 20)),
            "ignored-parameter list_prompts query limit",
            Fixed,
        ),
        (
            "offset ignored",
            paged(30, |limit, _| (0, limit)),
            "ignored-parameter list_prompts query offset",
            Fixed,
        ),
        (
            "both ignored",
            paged(30, |_, _| (0, 20)),
            "ignored-parameter list_prompts query limit + ignored-parameter list_prompts query offset",
            Fixed,
        ),
        (
            "least size",
            paged(30, |limit, offset| (offset, limit.max(5))),
            "page-size list_prompts query limit",
            Fixed,
        ),
        (
            "small pages refused",
            Linksii::new().change("prompts", |query, it| {
                if query.contains("limit=1") || query.contains("limit=2") {
                    *it = crate::service::reply(400, &json!({"error": "limit is too small"}));
                }
            }),
            "pagination list_prompts query limit",
            InWords,
        ),
        (
            "most size",
            paged(30, |limit, offset| (offset, limit.min(10))),
            "",
            InWords,
        ),
        (
            "offset counts pages",
            paged(30, |limit, offset| (offset * limit, limit)),
            "page-offset list_prompts query offset",
            InWords,
        ),
        (
            "offset counts pages from one",
            paged(30, |limit, offset| (offset.max(1) * limit - limit, limit)),
            "page-offset list_prompts query offset",
            InWords,
        ),
        (
            "offset from one",
            paged(30, |limit, offset| (offset.max(1) - 1, limit)),
            "pagination list_prompts query offset",
            InWords,
        ),
        (
            "overlap",
            paged(30, |limit, offset| {
                (offset.saturating_sub(usize::from(offset > 2)), limit)
            }),
            "pagination list_prompts query offset",
            InWords,
        ),
        (
            "as documented, of 2",
            paged(2, |limit, offset| (offset, limit)),
            "",
            InWords,
        ),
        (
            "offset ignored, of 2",
            paged(2, |limit, _| (0, limit)),
            "ignored-parameter list_prompts query offset",
            Fixed,
        ),
        (
            "offset counts pages, of 2",
            paged(2, |limit, offset| (offset * limit, limit)),
            "page-offset list_prompts query offset",
            InWords,
        ),
        (
            "as documented, of 3",
            paged(3, |limit, offset| (offset, limit)),
            "",
            InWords,
        ),
        (
            "offset ignored, of 3",
            paged(3, |limit, _| (0, limit)),
            "ignored-parameter list_prompts query offset",
            Fixed,
        ),
        (
            "offset counts pages, of 3",
            paged(3, |limit, offset| (offset * limit, limit)),
            "page-offset list_prompts query offset",
            InWords,
        ),
        (
            "limit ignored, of 3",
            paged(3, |_, offset| (offset, 5)),
            "ignored-parameter list_prompts query limit",
            Fixed,
        ),
        (
            "one more than the limit",
            paged(30, |limit, offset| (offset, limit + 1)),
            "pagination list_prompts query limit",
            InWords,
        ),
        (
            "offset named as 0",
            paged(30, |limit, offset| (offset, limit)).body("prompts", "/meta/offset", &json!(0)),
            "pagination list_prompts query offset",
            InWords,
        ),
        (
            "total of 1",
            paged(30, |limit, offset| (offset, limit)).body("prompts", "/meta/total", &json!(1)),
            "pagination list_prompts query offset",
            InWords,
        ),
        (
            "limit named as 2",
            paged(30, |limit, offset| (offset, limit)).body("prompts", "/meta/limit", &json!(2)),
            "pagination list_prompts query limit",
            InWords,
        ),
        ("a collection that changes", changing, "", InWords),
        (
            "workspace optional",
            optional("prompts"),
            "optional-parameter list_prompts query workspace_id",
            Fixed,
        ),
        (
            "all optional",
            Linksii {
                optional: ALL.into(),
                ..Linksii::new()
            },
            "optional-parameter list_tracking query workspace_id",
            Fixed,
        ),
        (
            "tracking optional",
            optional("tracking"),
            "optional-parameter list_tracking query workspace_id",
            Fixed,
        ),
        (
            "workspace ignored",
            Linksii {
                ignored: vec!["prompts"],
                ..Linksii::new()
            },
            "ignored-parameter list_prompts query workspace_id",
            InWords,
        ),
        (
            "items of another workspace",
            another("ws_2"),
            "unfiltered list_prompts query workspace_id",
            InWords,
        ),
        (
            "items of a workspace that is not listed",
            another("ws_9"),
            "unfiltered list_prompts query workspace_id",
            InWords,
        ),
    ]);
}

#[test]
fn a_difference_of_one_operation_leaves_the_others_as_they_are() {
    for collection in ALL {
        let mut service = Linksii::new().body(collection, "/meta/total", &gone());
        let contract = service.contract(SPEC);
        let text = patched(SPEC, contract.patch.as_deref().unwrap());
        let mut others = Linksii::new();
        for other in ALL.into_iter().filter(|it| *it != collection) {
            others = others.body(other, "/meta/total", &gone());
        }
        let found = all_shown(&others.contract(&text));
        assert_eq!(found.len(), 1, "{collection}: {found:?}");
    }
}
