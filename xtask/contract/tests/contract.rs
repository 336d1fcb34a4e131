//! The document against a service, without a service: what is asked, what is found, and that the
//! edits that are suggested are right.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::time::{Duration, SystemTime};

use codegen::check::check;
use contract::{
    Contract, Difference, Format, Limits, Outcome, Reply, Request, Service, contract, report,
};
use codegen::diagnostic::Severity;
use codegen::document::{Document, read as load};
use serde_json::{Value, json};

const HARBOUR: &str = include_str!("../../../codegen/tests/golden/harbour.yaml");
const KEY: &str = "hb_s3cret";
const LIMITS: Limits = Limits {
    requests: 100,
    time: Duration::from_secs(300),
};

/// A service that a function answers for, and whose time passes when it is waited for.
struct Fake<F> {
    answer: F,
    asked: Vec<Request>,
    waited: Vec<Duration>,
    now: SystemTime,
}

impl<F: FnMut(&Request) -> Result<Reply, String>> Service for Fake<F> {
    fn get(&mut self, request: &Request, _: Duration) -> Result<Reply, String> {
        self.asked.push(request.clone());
        (self.answer)(request)
    }

    fn wait(&mut self, time: Duration) {
        self.waited.push(time);
        self.now += time;
    }

    fn now(&self) -> SystemTime {
        self.now
    }
}

fn fake<F: FnMut(&Request) -> Result<Reply, String>>(answer: F) -> Fake<F> {
    Fake {
        answer,
        asked: Vec::new(),
        waited: Vec::new(),
        now: SystemTime::UNIX_EPOCH + Duration::from_secs(1_710_000_000),
    }
}

fn reply(status: u16, json: &Value) -> Reply {
    Reply {
        status,
        headers: vec![("content-type".to_owned(), "application/json".to_owned())],
        body: json.to_string().into_bytes(),
    }
}

fn run(document: &Document, service: &mut dyn Service, key: &str, limits: Limits) -> Contract {
    contract(document, service, key, limits)
}

fn document(text: &str) -> Document {
    load("harbour.yaml", text.as_bytes()).unwrap_or_else(|faults| panic!("{faults:#?}\n{text}"))
}

/// What the harbour answers, as documented.
#[derive(Clone)]
struct Harbour {
    berths: Reply,
    /// A page of one, and that of the second.
    page: Reply,
    ship: Reply,
}

impl Harbour {
    fn new() -> Self {
        let berths = berths();
        let second =
            json!({"data": [berths["data"][1]], "meta": {"total": 2, "limit": 1, "offset": 1}});
        Self {
            berths: reply(200, &berths),
            page: reply(200, &second),
            ship: reply(200, &ship()),
        }
    }

    fn answer(&self, request: &Request) -> Result<Reply, String> {
        Ok(match request.target.as_str() {
            "/berths" => self.berths.clone(),
            "/berths?limit=1&offset=1" => self.page.clone(),
            "/ships/sh_9" => self.ship.clone(),
            other => panic!("{other} is asked for"),
        })
    }

    fn hold(&self, text: &str) -> Contract {
        run(&document(text),
            &mut fake(|it: &Request| self.answer(it)),
            KEY, LIMITS,
        )
    }
}

fn berths() -> Value {
    json!({
        "data": [
            {"id": "br_1", "side": "port", "depth": 7.5, "type": "floating",
             "lies": {"ship": "sh_9", "since": "2024-05-01T06:30:00Z"}},
            {"id": "br_2", "side": "starboard", "depth": 9, "type": "fixed"},
        ],
        "meta": {"total": 2, "limit": 50, "offset": 0},
    })
}

fn ship() -> Value {
    json!({"data": {
        "id": "sh_9", "name": "Aurora", "crew": 12, "radio-code": "qrx",
        "tenders": [{"id": "sh_10", "name": "Alba", "crew": 2.0}],
        "cargo": {"fore": {"what": "tea", "tons": null, "papers": [1, null]}, "aft": {"what": "oil"}},
    }})
}

/// The harbour with one place of its ship, or of its berths, told otherwise.
fn with(pointer: &str, value: Value) -> Harbour {
    let mut harbour = Harbour::new();
    let (body, slot) = match pointer.strip_prefix("/berths") {
        Some(rest) => (put(berths(), rest, value), &mut harbour.berths),
        None => (put(ship(), pointer, value), &mut harbour.ship),
    };
    *slot = reply(200, &body);
    harbour
}

fn without(pointer: &str) -> Harbour {
    with(pointer, Value::String("(gone)".to_owned()))
}

/// Sets a member, or takes it away.
fn put(mut body: Value, pointer: &str, value: Value) -> Value {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    match body.pointer_mut(parent).unwrap() {
        Value::Object(members) if value == "(gone)" => drop(members.remove(key).unwrap()),
        Value::Object(members) => drop(members.insert(key.to_owned(), value)),
        Value::Array(items) => items[key.parse::<usize>().unwrap()] = value,
        _ => panic!("{parent} holds nothing"),
    }
    body
}

/// `unknown-field list_berths 200 data[].draught 1/3`
fn shown(it: &Difference) -> String {
    let seen = it.seen.iter().map(|seen| {
        format!(
            "{} {} {} {}/{}",
            seen.operation, seen.status, seen.path, seen.times, seen.of
        )
    });
    format!(
        "{} {}",
        it.kind.as_str(),
        seen.collect::<Vec<_>>().join(", ")
    )
}

fn patched(text: &str, diff: &str) -> String {
    diffy::apply(text, &diffy::Patch::from_str(diff).unwrap()).unwrap()
}

/// The one difference is found; with its patch there is none, and the document is still a right one.
fn found_and_mended(text: &str, harbour: &Harbour, expected: &str) {
    let contract = harbour.hold(text);
    let all: Vec<_> = contract.differences.iter().map(shown).collect();
    assert_eq!(all, [expected]);
    assert_eq!(contract.outcome(), Outcome::Differs);
    let difference = &contract.differences[0];
    assert!(difference.span.is_some(), "{difference:#?}");
    let diff = difference
        .patch
        .as_ref()
        .unwrap_or_else(|_| panic!("no patch: {difference:#?}"));
    let mended = patched(text, diff);
    assert_eq!(Some(diff), contract.patch.as_ref());
    let left = harbour.hold(&mended);
    let left: Vec<_> = left.differences.iter().map(shown).collect();
    assert!(left.is_empty(), "{left:?} is left after\n{diff}");
    let faults = check(&document(&mended));
    // The examples are to follow, and are someone else's words.
    let errors: Vec<_> = faults
        .iter()
        .filter(|it| it.severity == Severity::Error && it.rule != "example-mismatch")
        .collect();
    assert!(errors.is_empty(), "{errors:#?}\n{diff}");
}

#[test]
fn a_service_that_keeps_to_the_document_has_no_difference() {
    let mut service = fake(|it: &Request| Harbour::new().answer(it));
    let contract = run(&document(HARBOUR), &mut service, KEY, LIMITS);
    assert_eq!(contract.differences, []);
    assert_eq!(contract.outcome(), Outcome::Same);
    assert_eq!(contract.patch, None);
    // The ship's id is the berth's; the second page is looked at; nobody waits.
    let asked: Vec<_> = service.asked.iter().map(|it| it.target.as_str()).collect();
    assert_eq!(
        asked,
        ["/berths", "/berths?limit=1&offset=1", "/ships/sh_9"]
    );
    assert!(service.waited.is_empty());
}

#[test]
fn a_field_that_is_not_documented_is_found_and_can_be_added() {
    for (pointer, value, expected) in [
        (
            "/berths/data/0/draught",
            json!(3.5),
            "unknown-field list_berths 200 data[].draught 1/3",
        ),
        (
            "/berths/data/0/lies/mast",
            json!([1, null]),
            "unknown-field list_berths 200 data[].lies.mast 1/1",
        ),
        (
            "/berths/meta/has more",
            json!(true),
            "unknown-field list_berths 200 meta[\"has more\"] 1/2",
        ),
        (
            "/berths/links",
            json!({"next": null}),
            "unknown-field list_berths 200 links 1/2",
        ),
        (
            "/data/flag",
            json!({"state": "NO", "since": "2024-05-01T06:30:00Z"}),
            "unknown-field get_ship 200 data.flag 1/1",
        ),
        (
            "/data/cargo/fore/seal",
            json!("https://seal.example/1"),
            "unknown-field get_ship 200 data.cargo.*.seal 1/2",
        ),
        (
            "/data/tenders/0/sunk",
            json!(null),
            "unknown-field get_ship 200 data.tenders[].sunk 1/1",
        ),
    ] {
        found_and_mended(HARBOUR, &with(pointer, value), expected);
    }
}

#[test]
fn an_added_field_says_what_was_seen() {
    let flag = json!({"state": "NO", "since": "2024-05-01T06:30:00Z", "at": ["https://a.example", null], "n": 1, "x": {}});
    let contract = with("/data/flag", flag).hold(HARBOUR);
    assert_eq!(contract.differences[0].types, ["object"]);
    let mended = patched(HARBOUR, contract.patch.as_deref().unwrap());
    let tree: Value = serde_yaml::from_str(&mended).unwrap();
    assert_eq!(
        tree["components"]["schemas"]["Ship"]["properties"]["flag"],
        json!({
            "description": "Seen in replies; not documented.",
            "type": "object",
            "properties": {
                "state": {"type": "string"},
                "since": {"type": "string", "format": "date-time"},
                "at": {"type": "array", "items": {"type": "string", "format": "uri", "nullable": true}},
                "n": {"type": "integer", "format": "int64"},
                "x": {"type": "object"},
            },
        })
    );
}

#[test]
fn a_required_field_that_is_missing_is_found_and_can_be_made_optional() {
    for (pointer, expected) in [
        (
            "/berths/data/0/depth",
            "missing-field list_berths 200 data[].depth 1/3",
        ),
        (
            "/berths/data/1/type",
            "missing-field list_berths 200 data[].type 1/3",
        ),
        (
            "/berths/meta/total",
            "missing-field list_berths 200 meta.total 1/2",
        ),
        (
            "/data/cargo/aft/what",
            "missing-field get_ship 200 data.cargo.*.what 1/2",
        ),
    ] {
        found_and_mended(HARBOUR, &without(pointer), expected);
    }
}

#[test]
fn a_null_is_found_and_can_be_allowed() {
    for (pointer, expected) in [
        (
            "/berths/data/0/depth",
            "null list_berths 200 data[].depth 1/3",
        ),
        (
            "/berths/data/0/side",
            "null list_berths 200 data[].side 1/3",
        ),
        (
            "/berths/data/1/lies",
            "null list_berths 200 data[].lies 1/2",
        ),
        ("/data/mother", "null get_ship 200 data.mother 1/1"),
        ("/data/tenders/0", "null get_ship 200 data.tenders[] 1/1"),
    ] {
        found_and_mended(HARBOUR, &with(pointer, json!(null)), expected);
    }
}

#[test]
fn new_values_of_an_enum_are_found_and_can_be_added() {
    let mut harbour = with("/berths/data/0/side", json!("both"));
    found_and_mended(
        HARBOUR,
        &harbour,
        "new-value list_berths 200 data[].side 1/3",
    );
    let bodies = put(berths(), "/data/0/type", json!("on: legs"));
    harbour.berths = reply(200, &put(bodies, "/data/1/type", json!("yes")));
    let contract = harbour.hold(HARBOUR);
    assert_eq!(contract.differences[0].values, ["on: legs", "yes"]);
    found_and_mended(
        HARBOUR,
        &harbour,
        "new-value list_berths 200 data[].type 2/3",
    );
}

#[test]
fn a_value_of_another_type_is_found_and_its_schema_can_be_changed() {
    for (pointer, value, expected) in [
        (
            "/berths/data/0/depth",
            json!("7 m"),
            "other-type list_berths 200 data[].depth 1/3",
        ),
        (
            "/berths/data/0/id",
            json!(1),
            "other-type list_berths 200 data[].id 1/3",
        ),
        (
            "/berths/data/0/lies",
            json!("sh_9"),
            "other-type list_berths 200 data[].lies 1/1",
        ),
        (
            "/data/crew",
            json!(1.5),
            "other-type get_ship 200 data.crew 1/1",
        ),
        (
            "/data/name",
            json!(["a", "b"]),
            "other-type get_ship 200 data.name 1/1",
        ),
        (
            "/data/tenders",
            json!({"count": 1}),
            "other-type get_ship 200 data.tenders 1/1",
        ),
        (
            "/data/cargo/fore",
            json!(true),
            "other-type get_ship 200 data.cargo.* 1/2",
        ),
    ] {
        // Without the lying ship, no id of it is known.
        let mut harbour = with(pointer, value);
        if expected.contains("lies") {
            harbour.ship = reply(404, &json!({"error": "No"}));
            let contract = harbour.hold(HARBOUR);
            assert_eq!(
                contract.unchecked[0].why,
                "no ShipId for `ship_id` was in an earlier reply"
            );
        }
        found_and_mended(HARBOUR, &harbour, expected);
    }
}

#[test]
fn a_value_out_of_its_limits_is_found_and_they_can_be_lifted() {
    for (pointer, value, expected) in [
        (
            "/data/crew",
            json!(-1),
            "constraint get_ship 200 data.crew 1/1",
        ),
        (
            "/data/crew",
            json!(3_000_000_000_u32),
            "constraint get_ship 200 data.crew 1/1",
        ),
        (
            "/berths/data/0/lies/since",
            json!("yesterday"),
            "constraint list_berths 200 data[].lies.since 1/1",
        ),
    ] {
        found_and_mended(HARBOUR, &with(pointer, value), expected);
    }
}

#[test]
fn a_status_that_is_not_documented_is_found_and_can_be_added() {
    let teapot = reply(418, &json!({"error": "I am a teapot"}));
    let unlike = reply(418, &json!({"wrong": "tea"}));
    let html = Reply {
        status: 502,
        headers: vec![(
            "Content-Type".to_owned(),
            "text/html; charset=utf-8".to_owned(),
        )],
        body: b"<html>".to_vec(),
    };
    let mut odd = reply(503, &json!({"error": "later"}));
    odd.headers.push(("x-queue".to_owned(), "7".to_owned()));
    for (ship, status) in [(teapot, 418), (unlike, 418), (html, 502), (odd, 503)] {
        let harbour = Harbour {
            ship,
            ..Harbour::new()
        };
        let contract = harbour.hold(HARBOUR);
        assert_eq!(contract.unchecked[0].operation, "get_ship");
        found_and_mended(HARBOUR, &harbour, &format!("status get_ship {status}  1/1"));
    }
}

#[test]
fn an_error_is_held_against_its_documentation_too() {
    let refused = reply(401, &json!({"error": 7}));
    let harbour = Harbour {
        ship: refused,
        ..Harbour::new()
    };
    found_and_mended(HARBOUR, &harbour, "other-type get_ship 401 error 1/1");
}

#[test]
fn a_header_that_is_not_documented_is_found_and_can_be_added() {
    let mut harbour = Harbour::new();
    for reply in [&mut harbour.berths, &mut harbour.page, &mut harbour.ship] {
        reply
            .headers
            .push(("x-request-id".to_owned(), "r1".to_owned()));
        reply.headers.push((
            "Date".to_owned(),
            "Sat, 09 Mar 2024 16:00:09 GMT".to_owned(),
        ));
        reply.headers.push(("CF-Ray".to_owned(), "1".to_owned()));
    }
    let seen =
        "header list_berths 200 header X-Request-Id 2/2, get_ship 200 header X-Request-Id 1/1";
    found_and_mended(HARBOUR, &harbour, seen);
}

#[test]
fn documented_headers_are_held_against_their_schemas() {
    let text = HARBOUR.replace(
        "          description: The ship.\n          content:",
        "          description: The ship.\n          headers:\n            X-Tide:\n              description: In centimetres.\n              required: true\n              schema: {type: integer}\n          content:",
    );
    assert_ne!(text, HARBOUR);
    let mut harbour = Harbour::new();
    found_and_mended(
        &text,
        &harbour,
        "missing-header get_ship 200 header X-Tide 1/1",
    );
    harbour
        .ship
        .headers
        .push(("x-tide".to_owned(), "12".to_owned()));
    assert_eq!(harbour.hold(&text).differences, []);
    harbour.ship.headers[1].1 = "high".to_owned();
    found_and_mended(&text, &harbour, "other-type get_ship 200 header X-Tide 1/1");
}

#[test]
fn a_body_of_another_kind_is_found_and_can_be_documented() {
    let mut harbour = Harbour::new();
    harbour.ship.headers[0].1 = "application/ship+json".to_owned();
    found_and_mended(HARBOUR, &harbour, "media-type get_ship 200  1/1");
    let mut harbour = Harbour::new();
    harbour.ship.body.clear();
    found_and_mended(HARBOUR, &harbour, "empty-body get_ship 200  1/1");
}

#[test]
fn what_is_only_sent_need_not_come_back() {
    let required = "      required: [id, name, crew]\n";
    let text = HARBOUR.replace(required, "      required: [id, name, crew, password]\n");
    let name = "        name: {type: string, description: As painted on the bow.}\n";
    let password = "        password: {type: string, writeOnly: true, description: Told once.}\n";
    let text = text.replace(name, &format!("{name}{password}"));
    assert!(text.contains(password));
    assert_eq!(Harbour::new().hold(&text).differences, []);
}

#[test]
fn an_id_is_taken_from_the_object_that_holds_all_that_is_asked_for() {
    let text = HARBOUR.replace("/ships/{ship_id}:", "/ships/{ship_id}/at/{berth_id}:").replace(
        "    get:\n      tags: [Ships]",
        "      - name: berth_id\n        in: path\n        required: true\n        description: Where.\n        \
         schema:\n          $ref: '#/components/schemas/BerthId'\n    get:\n      tags: [Ships]",
    );
    let mut service = fake(|it: &Request| match it.target.as_str() {
        "/ships/sh_9/at/br_1" => Ok(reply(200, &ship())),
        "/ships/sh_9/at/br%2F1" => panic!("{}", it.target),
        _ => Harbour::new().answer(it),
    });
    let contract = run(&document(&text), &mut service, KEY, LIMITS);
    assert_eq!(contract.outcome(), Outcome::Same, "{contract:#?}");
}

#[test]
fn a_choice_is_kept_to_by_any_of_its_alternatives() {
    let text = HARBOUR.replace(
        "        name: {type: string, description: As painted on the bow.}\n",
        "        name:\n          description: As painted.\n          oneOf:\n            - {type: string, nullable: true}\n            - {type: array, items: {type: string}}\n",
    );
    for fitting in [json!(["a"]), json!(null), json!("a")] {
        assert_eq!(with("/data/name", fitting).hold(&text).differences, []);
    }
    found_and_mended(
        &text,
        &with("/data/name", json!(7)),
        "other-type get_ship 200 data.name 1/1",
    );
}

#[test]
fn a_page_that_is_not_the_one_asked_for_is_told() {
    let mut harbour = Harbour::new();
    harbour.page = harbour.berths.clone();
    let contract = harbour.hold(HARBOUR);
    let all: Vec<_> = contract.differences.iter().map(shown).collect();
    assert_eq!(
        all,
        [
            "ignored-parameter list_berths 200 query limit 1/1",
            "ignored-parameter list_berths 200 query offset 1/1"
        ]
    );
    let mended = patched(HARBOUR, contract.patch.as_deref().unwrap());
    assert_eq!(harbour.hold(&mended).outcome(), Outcome::Same);
}

#[test]
fn all_patches_go_together() {
    let mut ship = ship();
    for (pointer, value) in [
        ("/data/flag", json!("NO")),
        ("/data/home", json!("Oslo")),
        ("/data/crew", json!("twelve")),
        ("/data/radio-code", json!(null)),
        ("/data/cargo/aft/what", json!("(gone)")),
    ] {
        ship = put(ship, pointer, value);
    }
    let berths = put(berths(), "/meta/total", json!("(gone)"));
    let mut harbour = Harbour {
        berths: reply(200, &put(berths, "/meta/offset", json!("(gone)"))),
        ship: reply(200, &ship),
        ..Harbour::new()
    };
    for name in ["x-one", "x-two"] {
        harbour.ship.headers.push((name.to_owned(), "1".to_owned()));
    }
    let contract = harbour.hold(HARBOUR);
    assert_eq!(contract.differences.len(), 9);
    let mended = patched(HARBOUR, contract.patch.as_deref().unwrap());
    assert_eq!(harbour.hold(&mended).differences, []);
}

#[test]
fn the_key_is_told_nowhere() {
    let mut ship = put(ship(), &format!("/data/{KEY}"), json!(KEY));
    ship = put(ship, "/data/cargo", json!({KEY: {"what": "x"}}));
    let berths = put(
        berths(),
        "/data/0/side",
        json!(format!("for {}", KEY.to_uppercase())),
    );
    let mut harbour = Harbour {
        berths: reply(200, &berths),
        ship: reply(200, &ship),
        ..Harbour::new()
    };
    // As text, a letter of it escaped.
    let body = String::from_utf8(harbour.ship.body).unwrap();
    harbour.ship.body = body.replace("s3cret", "s3\\u0063ret").into_bytes();
    harbour
        .ship
        .headers
        .push((format!("x-{KEY}"), KEY.to_owned()));
    harbour.page = reply(401, &json!({"error": format!("bad key {KEY}")}));
    let refused = harbour.hold(HARBOUR);
    harbour.page = Harbour::new().page;
    let whole = harbour.hold(HARBOUR);
    assert_eq!(whole.differences.len(), 3, "{:#?}", whole.differences);
    for contract in [refused, whole] {
        for format in [Format::Human, Format::Json, Format::Patch] {
            let told = report(format, "harbour.yaml", "http://x", &contract);
            assert!(!told.to_lowercase().contains("s3cret"), "{told}");
            assert!(!format!("{contract:?}").to_lowercase().contains("s3cret"));
        }
    }
}

#[test]
fn nothing_is_known_without_a_reply() {
    let mut nobody = fake(|_: &Request| Err("connection refused".to_owned()));
    let contract = run(&document(HARBOUR), &mut nobody, KEY, LIMITS);
    assert_eq!(contract.outcome(), Outcome::Unseen);
    assert_eq!(contract.unchecked.len(), 2);
    assert_eq!(contract.unchecked[0].why, "connection refused");

    let refused = reply(401, &json!({"error": "Who are you?"}));
    let mut service = fake(|_: &Request| Ok(refused.clone()));
    let contract = run(&document(HARBOUR), &mut service, KEY, LIMITS);
    assert_eq!(contract.outcome(), Outcome::Unseen);
    assert_eq!(contract.unchecked[0].why, "it answers 401: Who are you?");
    assert_eq!(service.asked.len(), 1);

    let mut service = fake(|it: &Request| Harbour::new().answer(it));
    let contract = run(&document(HARBOUR), &mut service, KEY, Limits { requests: 2, ..LIMITS });
    assert_eq!(contract.outcome(), Outcome::Unseen);
    assert_eq!(
        contract.unchecked[0].why,
        "the requests that may be made are spent: 2"
    );

    let mut broken = Harbour::new();
    broken.ship.body.truncate(10);
    let contract = broken.hold(HARBOUR);
    assert!(
        contract.unchecked[0]
            .why
            .contains("is called application/json and is none")
    );
}

#[test]
fn a_redirect_is_told_and_not_followed() {
    let mut harbour = Harbour::new();
    harbour.ship = reply(301, &json!({}));
    harbour.ship.headers.push((
        "Location".to_owned(),
        "https://elsewhere.example/".to_owned(),
    ));
    let contract = harbour.hold(HARBOUR);
    assert!(
        contract.unchecked[0]
            .why
            .contains("leads to https://elsewhere.example/")
    );
    assert_eq!(shown(&contract.differences[0]), "status get_ship 301  1/1");
}

#[test]
fn a_429_is_waited_out() {
    let text = HARBOUR.replace(
        "        '401':\n          $ref: '#/components/responses/Refused'\n    post:",
        "        '401':\n          $ref: '#/components/responses/Refused'\n        '429':\n          $ref: '#/components/responses/Refused'\n    post:",
    );
    let mut slow = reply(429, &json!({"error": "Slow down"}));
    slow.headers
        .push(("Retry-After".to_owned(), "7".to_owned()));
    let mut refusals = 2;
    let mut service = fake(|it: &Request| {
        if refusals > 0 {
            refusals -= 1;
            return Ok(slow.clone());
        }
        Harbour::new().answer(it)
    });
    let contract = run(&document(&text), &mut service, KEY, LIMITS);
    assert_eq!(service.waited, [Duration::from_secs(7); 2]);
    // It was told how long to wait, and that was not documented.
    let all: Vec<_> = contract.differences.iter().map(shown).collect();
    assert_eq!(all, ["header list_berths 429 header Retry-After 2/2"]);

    let mut service = fake(|_: &Request| {
        let mut late = slow.clone();
        late.headers[1].1 = "3600".to_owned();
        Ok(late)
    });
    let contract = run(&document(&text), &mut service, KEY, LIMITS);
    assert!(service.waited.is_empty());
    assert!(contract.unchecked[0].why.contains("wait for 3600 s"));
}

#[test]
fn the_documented_limit_paces_the_calls() {
    let text = HARBOUR.replace("requests-per-minute: 60", "requests-per-minute: 2");
    let mut service = fake(|it: &Request| Harbour::new().answer(it));
    let contract = run(&document(&text), &mut service, KEY, LIMITS);
    assert_eq!(contract.outcome(), Outcome::Same);
    // One of two a minute, and two of the three calls are for one path.
    assert_eq!(service.waited, [Duration::from_secs(60)]);
}

#[test]
fn differences_without_end_are_cut_short() {
    let fields = (0..1000).map(|index| (format!("f{index}"), json!(index)));
    let mut ship = ship();
    ship["data"].as_object_mut().unwrap().extend(fields);
    let harbour = Harbour {
        ship: reply(200, &ship),
        ..Harbour::new()
    };
    let contract = harbour.hold(HARBOUR);
    assert_eq!(contract.differences.len(), 100);
    assert!(contract.more);
    let told = report(Format::Human, "harbour.yaml", "http://x", &contract);
    assert!(told.contains("There are more: mend these, and look again."));
}

#[test]
fn a_person_is_told_what_where_and_how_to_mend_it() {
    let harbour = with("/berths/data/0/side", json!(null));
    let contract = harbour.hold(HARBOUR);
    let told = report(
        Format::Human,
        "harbour.yaml",
        "https://harbour.example/v2",
        &contract,
    );
    insta::assert_snapshot!(told);
}

/// How many random replies are tried.
const RANDOM: u64 = 40;

/// Changes one random place: another value, one less, one more.
fn mutate(value: &mut Value, random: &mut fastrand::Rng) {
    let values = [
        json!(null),
        json!(true),
        json!(1),
        json!(-1.5),
        json!("x"),
        json!("2024-05-01T06:30:00Z"),
        json!([]),
        json!([1, "a", null]),
        json!({}),
        json!({"a: #": [null]}),
    ];
    let other = random.choice(values).unwrap();
    let dive = random.u8(0..4) > 0;
    match value {
        Value::Object(members) if dive && !members.is_empty() => {
            let name = random.choice(members.keys()).unwrap().clone();
            match random.u8(0..6) {
                0 => drop(members.remove(&name)),
                1 => drop(
                    members.insert(
                        random
                            .choice(["new", "no", "a b", "~/"])
                            .unwrap()
                            .to_owned(),
                        other,
                    ),
                ),
                _ => mutate(&mut members[&name], random),
            }
        }
        Value::Array(items) if dive && !items.is_empty() => {
            let item = random.choice(items.iter_mut()).unwrap();
            mutate(item, random);
        }
        value => *value = other,
    }
}

#[test]
fn whatever_comes_is_told_and_its_edits_mend_it() {
    for seed in 0..RANDOM {
        let mut random = fastrand::Rng::with_seed(seed);
        let (mut berths, mut ship) = (berths(), ship());
        for _ in 0..random.u8(1..4) {
            mutate(
                random.choice([&mut berths, &mut ship]).unwrap(),
                &mut random,
            );
        }
        let (berths, ship) = (reply(200, &berths), reply(200, &ship));
        let answer = |it: &Request| match it.target.as_str() {
            "/berths" => Ok(berths.clone()),
            target if target.starts_with("/berths?") => Ok(Harbour::new().page),
            _ => Ok(ship.clone()),
        };
        // What lies behind a value of another type is seen once that is mended.
        let mut text = HARBOUR.to_owned();
        for round in 0.. {
            let contract = run(&document(&text), &mut fake(answer), KEY, LIMITS);
            let Some(diff) = &contract.patch else {
                assert_eq!(contract.differences, [], "seed {seed}");
                break;
            };
            assert!(round < 3, "seed {seed}: {:#?}", contract.differences);
            text = patched(&text, diff);
        }
    }
}
