//! What is asked of a service, how long it takes, and what is said where not all could be seen.

use std::time::Duration;

use crate::service::{KEY, LIMITS, Linksii, SPEC, all_shown, document, gone, patched, put, reply};
use contract::{Limits, Outcome, contract};
use serde_json::json;

fn targets(service: &Linksii) -> Vec<&str> {
    service.asked.iter().map(|it| it.target.as_str()).collect()
}

#[test]
fn each_collection_is_asked_for_pages_and_for_a_refusal() {
    let mut service = Linksii::new();
    let contract = service.contract(SPEC);
    assert_eq!(
        contract.outcome(),
        Outcome::Same,
        "{:#?}",
        contract.differences
    );
    assert_eq!(contract.patch, None);
    let tracking: Vec<_> = targets(&service)
        .into_iter()
        .filter(|it| it.starts_with("/tracking"))
        .collect();
    assert_eq!(
        tracking,
        [
            "/tracking?workspace_id=ws_1",
            "/tracking?workspace_id=ws_1&limit=1",
            "/tracking?workspace_id=ws_1&limit=2&offset=1",
            "/tracking?workspace_id=ws_2",
            "/tracking",
        ]
    );
    assert!(service.waited.is_empty());
}

#[test]
fn an_id_that_is_optional_is_given_where_it_is_known() {
    let optional = || Linksii {
        optional: vec!["prompts"],
        ..Linksii::new()
    };
    let patch = optional().contract(SPEC).patch.unwrap();
    let mut service = optional();
    assert_eq!(
        service.contract(&patched(SPEC, &patch)).outcome(),
        Outcome::Same
    );
    for target in [
        "/prompts",
        "/prompts?workspace_id=ws_1",
        "/prompts?workspace_id=ws_2",
    ] {
        assert!(targets(&service).contains(&target), "{target}");
    }
}

#[test]
fn fields_of_the_second_or_the_last_page_alone_are_seen() {
    for (total, changed) in [(30, 25), (90, 25), (90, 85)] {
        let mut service = Linksii::new();
        let rows = service.collections["prompts"].as_array_mut().unwrap();
        let prompts = (0..total).map(|row| {
            let mut prompt = rows[0].clone();
            put(&mut prompt, "id", &json!(format!("prompt_{row}")));
            if row == changed {
                put(&mut prompt, "language", &json!("en"));
            }
            prompt
        });
        *rows = prompts.collect();
        let found = all_shown(&service.contract(SPEC));
        assert_eq!(
            found,
            ["unknown-field list_prompts data[].language"],
            "{changed} of {total}"
        );
    }
}

#[test]
fn a_map_keyed_by_ids_shows_no_id() {
    let of_id = json!({"ws_1": 1, "ws_2": 2, "123e4567-e89b-12d3-a456-426614174000": 3});
    let contract = Linksii::new()
        .row("tracking", 0, "by_workspace", &of_id)
        .contract(SPEC);
    let patch = contract.patch.unwrap();
    assert!(patch.contains("additionalProperties"), "{patch}");
    assert!(
        !patch.contains("ws_1") && !patch.contains("123e4567"),
        "{patch}"
    );
}

#[test]
fn a_number_serves_as_an_id() {
    let mut service = Linksii::new().rows("workspaces", "id", &json!(7));
    let contract = service.contract(SPEC);
    assert_eq!(
        all_shown(&contract),
        ["other-type list_workspaces data[].id"]
    );
    assert_eq!(contract.checked.len(), 5);
}

#[test]
fn ids_are_taken_from_replies_with_another_status() {
    let mut service = Linksii::new().success("workspaces", |it| it.status = 201);
    let contract = service.contract(SPEC);
    assert_eq!(all_shown(&contract), ["status list_workspaces 201"]);
    assert_eq!(contract.checked.len(), 5);
}

#[test]
fn collections_without_items_are_not_a_success() {
    let mut service = Linksii::new();
    for rows in service.collections.values_mut() {
        *rows = json!([]);
    }
    let contract = service.contract(SPEC);
    assert_eq!(contract.outcome(), Outcome::Unseen);
    assert_eq!(contract.differences, []);
    let mut service = Linksii::new();
    service.collections["prompts"] = json!([]);
    assert_eq!(service.contract(SPEC).outcome(), Outcome::Unseen);
}

#[test]
fn a_refused_key_ends_the_run() {
    let refused = || reply(401, &json!({"error": "Who are you?"}));
    let mut service = Linksii::new().change("workspaces", move |_, it| *it = refused());
    let contract = service.contract(SPEC);
    assert_eq!(contract.outcome(), Outcome::Unseen);
    assert_eq!(contract.unchecked[0].why, "it answers 401: Who are you?");
    assert_eq!(service.asked.len(), 1);
}

#[test]
fn what_comes_before_a_limit_of_requests_counts() {
    let mut service = Linksii::new().row("workspaces", 0, "name", &gone());
    let limits = Limits {
        requests: 2,
        ..LIMITS
    };
    let contract = contract(&document(SPEC), &mut service, KEY, limits);
    assert_eq!(service.asked.len(), 2);
    assert_eq!(
        all_shown(&contract),
        ["missing-field list_workspaces data[].name"]
    );
    assert_eq!(
        contract.unchecked[0].why,
        "no request is left of the run's 2"
    );
}

fn limited(seconds: &str) -> impl Fn(&str, &mut contract::Reply) + use<> {
    let seconds = seconds.to_owned();
    move |_, it| {
        *it = reply(429, &json!({"error": "Slow down"}));
        it.headers.push(("Retry-After".to_owned(), seconds.clone()));
    }
}

#[test]
fn a_429_is_waited_for_twice() {
    let mut service = Linksii::new().change("prompts", limited("7"));
    let contract = service.contract(SPEC);
    assert_eq!(service.waited, [Duration::from_secs(7); 2]);
    assert_eq!(
        contract.unchecked[0].why,
        "it answers 429 and asks to wait for 7 s; try again then"
    );
}

#[test]
fn a_long_wait_is_reported_at_once() {
    let mut service = Linksii::new().change("prompts", limited("3600"));
    let contract = service.contract(SPEC);
    assert!(service.waited.is_empty());
    assert!(contract.unchecked[0].why.contains("wait for 3600 s"));
}

#[test]
fn a_spent_limit_with_a_far_reset_holds_nothing_up() {
    let mut service = Linksii::new();
    for collection in [
        "workspaces",
        "tracking",
        "prompts",
        "competitors",
        "templates",
    ] {
        service = service.change(collection, |_, it| {
            it.headers[2].1 = "0".to_owned();
            it.headers[3].1 = "1710003600".to_owned();
        });
    }
    assert_eq!(service.contract(SPEC).outcome(), Outcome::Same);
    assert!(service.waited.is_empty(), "{:?}", service.waited);
}

#[test]
fn the_timeout_bounds_the_waits_too() {
    let mut service = Linksii::new().change("workspaces", limited("60"));
    let start = service.now;
    let limits = Limits {
        time: Duration::from_secs(90),
        ..LIMITS
    };
    let contract = contract(&document(SPEC), &mut service, KEY, limits);
    assert!(service.now.duration_since(start).unwrap() <= limits.time);
    assert_eq!(contract.timeout, limits.time);
    assert!(
        contract.unchecked[0]
            .why
            .contains("no time is left of the run's 90 s"),
        "{:?}",
        contract.unchecked
    );
}

#[test]
fn the_documented_limit_paces_the_calls() {
    let text = SPEC.replace(
        "every-other:\n    requests-per-minute: 100",
        "every-other:\n    requests-per-minute: 8",
    );
    assert_ne!(text, SPEC);
    let mut service = Linksii::new();
    assert_eq!(service.contract(&text).outcome(), Outcome::Same);
    // Half of eight go at once.
    assert!(
        service.waited.contains(&Duration::from_secs(60)),
        "{:?}",
        service.waited
    );
}

#[test]
fn a_redirect_is_reported_and_not_followed() {
    let mut service = Linksii::new().change("prompts", |_, it| {
        *it = reply(301, &json!({}));
        it.headers.push((
            "Location".to_owned(),
            "https://elsewhere.example/".to_owned(),
        ));
    });
    let contract = service.contract(SPEC);
    assert!(
        contract.unchecked[0]
            .why
            .contains("leads to https://elsewhere.example/")
    );
    assert_eq!(all_shown(&contract), ["status list_prompts 301"]);
}
