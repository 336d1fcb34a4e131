//! What holds of the endpoint that the exercise adds.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use linksii_api::types::{Mention, Tone};
use linksii_api::{Error, Page, StatusCode, limits};
use linksii_sandbox::Sandbox;
use linksii_tests::client_of;

#[tokio::test]
async fn the_sandbox_says_that_it_does_not_play_it_yet() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = client_of(&sandbox);
    let call = client.mentions().list("ws_01HXYZ").tone(Tone::Warm).limit(5);
    let page: Result<Page<Mention>, Error> = call.send().await;
    let Err(Error::Api(error)) = page else {
        panic!("{page:?}");
    };
    assert_eq!(error.status(), StatusCode::NOT_IMPLEMENTED);
    assert!(error.message().contains("`list_mentions`"), "{error}");
}

#[test]
fn its_types_have_examples_and_room_for_more() {
    let mut mention = Mention::example();
    assert_eq!((mention.id.as_ref(), &mention.tone), ("mention_01HABC", &Tone::Warm));
    mention.tone = "ironic".into();
    assert_eq!(mention.tone, Tone::Unknown("ironic".to_owned()));
}

#[test]
fn it_is_paced_by_its_own_limit() {
    assert_eq!(limits::MENTIONS.path, "/mentions");
    assert_eq!(limits::MENTIONS.requests_per_minute, 30);
}
