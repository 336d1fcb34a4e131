//! Believable data, the same for the same seed.

use linksii_sandbox::{History, Sandbox};

use crate::caller::Caller;

/// Every byte that is answered for a workspace with a past.
async fn bytes(history: History) -> String {
    let builder = Sandbox::builder().history(history).limits(false);
    let sandbox = builder.start().await.unwrap();
    let caller = Caller::of(&sandbox);
    let mut all = caller.get("/workspaces").await.text;
    for path in ["prompts", "competitors", "templates"] {
        let target = format!("/{path}?workspace_id=ws_01HNWT&limit=100");
        all += &caller.get(&target).await.text;
    }
    for page in 0..15 {
        let target = format!(
            "/tracking?workspace_id=ws_01HNWT&limit=100&offset={}",
            page * 100
        );
        all += &caller.get(&target).await.text;
    }
    all
}

#[tokio::test]
async fn a_year_with_the_same_seed_is_the_same_bytes_twice() {
    let year = || History::of_days(365);
    let first = bytes(year().seed(7)).await;
    assert_eq!(first.matches("\"run_01H").count(), 365 * 4);
    assert!(first == bytes(year().seed(7)).await);
    assert!(first != bytes(year().seed(8)).await);
}

#[tokio::test]
async fn prompts_and_competitors_belong_together() {
    let history = History::of_days(10);
    let sandbox = Sandbox::builder().history(history).start().await.unwrap();
    let caller = Caller::of(&sandbox);
    let of = async |path: &str| {
        let list = caller.get(&format!("/{path}?workspace_id=ws_01HNWT")).await;
        list.data().as_array().unwrap().clone()
    };
    let brand = caller.get("/workspaces").await.data()[1]["name"].clone();
    let (prompts, competitors) = (of("prompts").await, of("competitors").await);
    let texts: Vec<_> = prompts
        .iter()
        .map(|it| it["text"].as_str().unwrap())
        .collect();
    assert!(texts.iter().any(|it| it.contains(brand.as_str().unwrap())));
    let names = competitors.iter().map(|it| it["name"].as_str().unwrap());
    assert!(
        names
            .clone()
            .any(|name| texts.iter().any(|it| it.contains(name)))
    );
    for category in ["awareness", "consideration", "decision"] {
        assert!(prompts.iter().any(|it| it["category"] == category));
    }
    let run = &of("tracking").await[0];
    assert_eq!(run["prompt_count"], prompts.len());
}
