//! Differences in what the Linksii API has not: choices, headers that are always there, fields of one
//! direction, filters.

use crate::differences::{After, run_against};
use crate::service::{Linksii, gone};
use After::{Fixed, InWords};
use serde_json::{Value, json};

const SPEC: &str = include_str!("shipments.yaml");

/// The service, as documented.
fn shipments() -> Linksii {
    let shipment = |id: u32, state: &str, payment: Value, size: Value, contact: Value| {
        json!({
            "id": id.to_string(), "state": state, "fragile": id == 1, "made_at": "2025-06-01T08:00:00Z",
            "payment": payment, "size": size, "contact": contact,
        })
    };
    let mut service = Linksii::new();
    service.collections.clear();
    service.collections.insert(
        "shipments".to_owned(),
        json!([
            shipment(
                1,
                "packed",
                json!({"kind": "card", "number": "4242", "brand": "visa"}),
                json!({"width": 1.5, "unit": "cm"}),
                json!({"name": "Ada", "email": "ada@acme.example", "phone": "1"}),
            ),
            shipment(
                2,
                "sent",
                json!({"kind": "transfer", "iban": "DE1", "paid_at": "2025-06-01T08:00:00Z"}),
                json!([1, 2]),
                json!({"name": "Bob", "phone": "2"}),
            ),
            shipment(
                3,
                "sent",
                json!({"kind": "card", "number": "4243"}),
                json!("small"),
                json!({"name": "Cy", "email": "cy@acme.example"}),
            ),
        ]),
    );
    service.optional = vec!["shipments"];
    service.success("shipments", |it| {
        it.headers.push(("x-trace".to_owned(), "t1".to_owned()));
    })
}

/// With another value in a shipment, by its pointer there.
fn with(pointer: &str, value: Value) -> Linksii {
    let mut service = shipments();
    let (row, field) = pointer.split_once('/').unwrap();
    let shipment = &mut service.collections["shipments"][row.parse::<usize>().unwrap()];
    crate::service::put(shipment, &format!("/{field}"), &value);
    service
}

/// Runs cases: a pointer to a value in a shipment, another value, what is found, and what comes of it.
fn run(cases: Vec<(&str, Value, &str, After)>) {
    let cases = cases.into_iter().map(|(pointer, value, finds, after)| {
        let finds: Vec<String> = finds
            .split(" + ")
            .filter(|it| !it.is_empty())
            .map(|it| it.replacen(' ', " list_shipments data[].", 1))
            .collect();
        (
            format!("{pointer} {value}"),
            with(pointer, value),
            finds.join(" + "),
            after,
        )
    });
    run_against(SPEC, cases.collect());
}

#[test]
fn what_differs_in_an_alternative_that_a_tag_names_is_named_and_fixed() {
    run(vec![
        ("0/payment/number", json!("1"), "", InWords),
        (
            "0/payment/number",
            json!(null),
            "null payment.number",
            Fixed,
        ),
        (
            "0/payment/number",
            gone(),
            "missing-field payment.number",
            Fixed,
        ),
        (
            "0/payment/number",
            json!(7),
            "other-type payment.number",
            Fixed,
        ),
        (
            "0/payment/brand",
            json!("jcb"),
            "new-value payment.brand",
            Fixed,
        ),
        (
            "0/payment/country",
            json!("DE"),
            "unknown-field payment.country",
            Fixed,
        ),
        (
            "0/payment/iban",
            json!("DE1"),
            "unknown-field payment.iban",
            Fixed,
        ),
        (
            "1/payment/iban",
            json!({"a": 1}),
            "other-type payment.iban",
            Fixed,
        ),
        (
            "1/payment/paid_at",
            json!("soon"),
            "constraint payment.paid_at",
            Fixed,
        ),
        (
            "1/payment/kind",
            json!("cash"),
            "new-value payment.kind",
            Fixed,
        ),
        (
            "0/payment/kind",
            gone(),
            "missing-field payment.kind",
            Fixed,
        ),
        ("0/payment", json!(null), "null payment", Fixed),
        ("0/payment", json!("card"), "other-type payment", Fixed),
        ("0/payment", gone(), "missing-field payment", Fixed),
    ]);
}

#[test]
fn what_differs_in_an_alternative_without_a_tag_is_named_and_fixed() {
    run(vec![
        ("0/size", json!("large"), "", InWords),
        ("0/size/width", json!(null), "null size.width", Fixed),
        ("0/size/width", gone(), "missing-field size.width", Fixed),
        (
            "0/size/width",
            json!("wide"),
            "other-type size.width",
            Fixed,
        ),
        ("0/size/unit", json!("mm"), "new-value size.unit", Fixed),
        (
            "0/size/height",
            json!(2),
            "unknown-field size.height",
            Fixed,
        ),
        ("1/size", json!([1, "x"]), "other-type size[]", Fixed),
        ("1/size", json!([1, null]), "null size[]", Fixed),
        ("2/size", json!(7), "other-type size", Fixed),
        ("2/size", json!(true), "other-type size", Fixed),
        ("2/size", json!(null), "null size", Fixed),
    ]);
}

#[test]
fn what_differs_beside_a_choice_is_named_and_fixed() {
    run(vec![
        ("0/contact/phone", gone(), "", InWords),
        (
            "0/contact/name",
            gone(),
            "missing-field contact.name",
            Fixed,
        ),
        ("0/contact/name", json!(7), "other-type contact.name", Fixed),
        (
            "1/contact/phone",
            json!(7),
            "other-type contact.phone",
            Fixed,
        ),
        (
            "1/contact/fax",
            json!("7"),
            "unknown-field contact.fax",
            Fixed,
        ),
        ("2/contact/email", gone(), "other-type contact", Fixed),
    ]);
}

#[test]
fn what_differs_in_fields_of_one_direction_is_named_and_fixed() {
    run(vec![
        ("0/made_at", gone(), "missing-field made_at", Fixed),
        ("0/made_at", json!(null), "null made_at", Fixed),
        // Others do not have it, and it is required.
        ("0/pin", json!("1234"), "write-only pin", InWords),
    ]);
    let pins = |value| shipments().rows("shipments", "pin", &value);
    let finds = "write-only list_shipments data[].pin";
    let of_another_type = format!("{finds} + other-type list_shipments data[].pin");
    run_against(
        SPEC,
        vec![
            ("text", pins(json!("1234")), finds, Fixed),
            ("number", pins(json!(1234)), &of_another_type, Fixed),
        ],
    );
}

#[test]
fn a_name_that_a_map_has_twice_is_named_without_it() {
    let labels = r#""id":"1","labels":{"red":"1","red":"2"}"#;
    let twice = shipments().text("shipments", r#""id":"1""#, labels);
    let finds = "duplicate-key list_shipments data[].labels.*";
    run_against(SPEC, vec![("twice", twice, finds, InWords)]);
}

#[test]
fn what_differs_in_headers_that_are_always_there_is_named_and_fixed() {
    let header = |value: Option<&str>| {
        let value = value.map(str::to_owned);
        shipments().success("shipments", move |it| {
            it.headers.pop();
            it.headers
                .extend(value.clone().map(|it| ("X-Trace".to_owned(), it)));
        })
    };
    run_against(
        SPEC,
        vec![
            ("there", header(Some("t1")), "", InWords),
            (
                "gone",
                header(None),
                "missing-header list_shipments header X-Trace",
                Fixed,
            ),
            (
                "short",
                header(Some("t")),
                "constraint list_shipments header X-Trace",
                Fixed,
            ),
            (
                "empty",
                header(Some("")),
                "constraint list_shipments header X-Trace",
                Fixed,
            ),
        ],
    );
}

#[test]
fn a_filter_that_does_not_choose_is_named() {
    let ignoring = |parameter: &'static str| Linksii {
        ignored: vec![parameter],
        ..shipments()
    };
    let half = shipments().change("shipments", |query, reply| {
        if query.contains("state=") {
            let mut body: Value = serde_json::from_slice(&reply.body).unwrap();
            crate::service::put(&mut body, "/data/0/state", &json!("sent"));
            reply.body = body.to_string().into_bytes();
        }
    });
    // The second is answered with the first: as it is, or with another size.
    let first = shipments().collections["shipments"][0].clone();
    let mut other = first.clone();
    crate::service::put(&mut other, "/size", &json!("small"));
    let answered = |with: Value| {
        let body = json!({"data": with}).to_string().into_bytes();
        shipments().success("shipments/2", move |it| it.body.clone_from(&body))
    };
    run_against(
        SPEC,
        vec![
            ("as documented", shipments(), "", InWords),
            (
                "state",
                ignoring("state"),
                "ignored-parameter list_shipments query state",
                Fixed,
            ),
            (
                "fragile",
                ignoring("fragile"),
                "ignored-parameter list_shipments query fragile",
                Fixed,
            ),
            (
                "the same for another id",
                answered(first),
                "ignored-parameter get_shipment path shipment_id",
                InWords,
            ),
            (
                "another id",
                answered(other),
                "unfiltered get_shipment path shipment_id",
                InWords,
            ),
            (
                "some of another state",
                half,
                "unfiltered list_shipments query state",
                InWords,
            ),
        ],
    );
}
