//! A service may grow without breaking its clients.

use linksii_api::types::{
    Analysis, Competitor, CreatedKey, Plan, Platform, Prompt, RunStatus, Template, TrackingRun,
    Workspace,
};
use linksii_sandbox::{Fault, Sandbox};
use linksii_tests::client_of;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// The example of a type, with members changed, read again.
fn read<T: Serialize + DeserializeOwned>(
    example: T,
    changes: Value,
) -> Result<T, serde_json::Error> {
    let mut value = serde_json::to_value(example).unwrap();
    let members = value.as_object_mut().unwrap();
    for (name, change) in changes.as_object().unwrap() {
        members.insert(name.clone(), change.clone());
    }
    serde_json::from_value(value)
}

#[test]
fn a_new_value_of_an_enum_is_kept_and_written_back() {
    let run = read(
        TrackingRun::example(),
        json!({"platform": "copilot", "status": "queued"}),
    )
    .unwrap();
    assert_eq!(run.platform, Platform::Unknown("copilot".to_owned()));
    assert_eq!(run.status, RunStatus::Unknown("queued".to_owned()));
    assert_eq!(run.platform.to_string(), "copilot");
    let written = serde_json::to_value(&run).unwrap();
    assert_eq!(
        (&written["platform"], &written["status"]),
        (&json!("copilot"), &json!("queued"))
    );
    assert_eq!(Plan::from("pro"), Plan::Pro);
}

#[test]
fn a_new_field_is_ignored_where_the_documentation_is_whole_and_kept_where_it_breaks_off() {
    let more = json!({"brand_new": {"a": [1]}});
    let run = read(TrackingRun::example(), more.clone()).unwrap();
    assert_eq!(run, TrackingRun::example());
    let competitor = read(Competitor::example(), more.clone()).unwrap();
    assert_eq!(competitor.extra["brand_new"], json!({"a": [1]}));
    assert_eq!(
        serde_json::to_value(&competitor).unwrap()["brand_new"],
        json!({"a": [1]})
    );
    let analysis = read(Analysis::example(), more).unwrap();
    assert_eq!(analysis.extra["brand_new"], json!({"a": [1]}));
}

#[test]
fn null_and_absence_are_the_same() {
    for competitor in [
        read(
            Competitor::example(),
            json!({"domain": null, "logo_url": null}),
        )
        .unwrap(),
        serde_json::from_value(json!({"id": "comp_1", "workspace_id": "ws_1", "name": "Asana"}))
            .unwrap(),
    ] {
        assert_eq!((competitor.domain, competitor.logo_url), (None, None));
    }
    let mut key = serde_json::to_value(CreatedKey::example()).unwrap();
    key.as_object_mut().unwrap().remove("last_used_at");
    assert_eq!(
        serde_json::from_value::<CreatedKey>(key)
            .unwrap()
            .last_used_at,
        None
    );
    let template = read(
        Template::example(),
        json!({"created_at": null, "output_schema": null}),
    )
    .unwrap();
    assert_eq!((template.created_at, template.output_schema), (None, None));
}

#[test]
fn a_time_may_have_fractions_and_an_offset() {
    for (text, seconds, nanoseconds) in [
        ("2025-06-01T10:00:00Z", 1_748_772_000, 0),
        ("2025-06-01T10:00:00.25Z", 1_748_772_000, 250_000_000),
        ("2025-06-01T10:00:00.123456789Z", 1_748_772_000, 123_456_789),
        ("2025-06-01T12:00:00+02:00", 1_748_772_000, 0),
        ("2025-06-01T04:30:00.5-05:30", 1_748_772_000, 500_000_000),
        ("2025-06-01t10:00:00z", 1_748_772_000, 0),
    ] {
        let prompt = read(Prompt::example(), json!({"created_at": text})).unwrap();
        let time = prompt.created_at;
        assert_eq!(
            (time.timestamp(), time.timestamp_subsec_nanos()),
            (seconds, nanoseconds),
            "{text}"
        );
    }
}

#[test]
fn a_number_may_be_written_in_either_form() {
    for (score, count) in [(json!(72), json!(14)), (json!(72.0), json!(14.0))] {
        let run = read(
            TrackingRun::example(),
            json!({"score": score, "mention_count": count}),
        )
        .unwrap();
        assert_eq!((run.score, run.mention_count), (72.0, 14));
    }
    assert_eq!(
        read(TrackingRun::example(), json!({"score": 71.5}))
            .unwrap()
            .score,
        71.5
    );
    let error = read(TrackingRun::example(), json!({"mention_count": 14.5})).unwrap_err();
    assert!(error.to_string().contains("14.5"), "{error}");
    let page: linksii_api::Meta =
        serde_json::from_value(json!({"total": 2.0, "limit": 20.0, "offset": 0.0})).unwrap();
    assert_eq!(page.total, 2);
}

#[test]
fn what_is_read_is_written_back() {
    let text = serde_json::to_string(&Workspace::example()).unwrap();
    assert_eq!(
        serde_json::from_str::<Workspace>(&text).unwrap(),
        Workspace::example()
    );
}

#[tokio::test]
async fn a_service_that_has_grown_is_understood_in_every_call() {
    let sandbox = Sandbox::builder()
        .fault(Fault::unknown())
        .start()
        .await
        .unwrap();
    let client = client_of(&sandbox);
    let workspace = client
        .workspaces()
        .list()
        .send()
        .await
        .unwrap()
        .data
        .remove(0);
    assert_eq!(workspace.plan, Plan::Unknown("brand_new".to_owned()));
    let runs = client.tracking().list(&workspace.id).all().await.unwrap();
    assert!(
        runs.iter()
            .all(|run| matches!(&run.platform, Platform::Unknown(name) if name == "brand_new"))
    );
    client.prompts().list(&workspace.id).all().await.unwrap();
    client
        .prompts()
        .create(&workspace.id, "Who?")
        .send()
        .await
        .unwrap();
    let competitors = client
        .competitors()
        .list(&workspace.id)
        .all()
        .await
        .unwrap();
    assert!(competitors[0].extra.contains_key("brand_new_field"));
    client
        .competitors()
        .create(&workspace.id, "Asana")
        .send()
        .await
        .unwrap();
    client.templates().list(&workspace.id).all().await.unwrap();
    client
        .templates()
        .create("Mine", "mine", "Judge it.")
        .send()
        .await
        .unwrap();
    client
        .analyses()
        .create("https://a.example/x.png", "ux_audit", &workspace.id)
        .send()
        .await
        .unwrap();
    client.keys().create("CI").send().await.unwrap();
}
