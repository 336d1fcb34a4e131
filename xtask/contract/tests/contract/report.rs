//! What is printed: words, places, edits, and nothing that a terminal or a log should not see.

use crate::service::{KEY, Linksii, SPEC, all_shown, gone, patched};
use contract::{Contract, Format, report};
use serde_json::{Value, json};

fn printed(contract: &Contract) -> [String; 3] {
    [Format::Human, Format::Json, Format::Patch].map(|format| {
        report(
            format,
            "spec/linksii.yaml",
            "https://service.example/v1",
            contract,
        )
    })
}

#[test]
fn a_difference_is_printed_with_its_locations_and_its_edit() {
    let contract = Linksii::new()
        .row("tracking", 1, "platform", &json!(null))
        .contract(SPEC);
    insta::assert_snapshot!(printed(&contract)[0]);
}

#[test]
fn an_added_field_says_what_was_seen() {
    let flag = json!({
        "state": "NO", "since": "2024-05-01T06:30:00Z", "at": ["https://a.example", null], "n": 1, "x": {},
    });
    let contract = Linksii::new()
        .row("tracking", 0, "flag", &flag)
        .contract(SPEC);
    assert_eq!(contract.differences[0].types, ["object"]);
    let tree: Value =
        serde_yaml::from_str(&patched(SPEC, contract.patch.as_deref().unwrap())).unwrap();
    assert_eq!(
        tree["components"]["schemas"]["TrackingRun"]["properties"]["flag"],
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
fn the_patch_of_all_differences_fixes_all() {
    let mut service = Linksii::new()
        .row("tracking", 0, "region", &json!("eu"))
        .row("tracking", 1, "score", &json!(null))
        .row("tracking", 2, "platform", &json!("copilot"))
        .rows("tracking", "mention_count", &json!("14"))
        .row("prompts", 0, "category", &gone())
        .row("workspaces", 1, "created_at", &json!("yesterday"))
        .body("tracking", "/meta/total", &gone())
        .body("prompts", "/meta/offset", &json!(null))
        .success("prompts", |it| {
            it.headers.push(("x-one".to_owned(), "1".to_owned()))
        })
        .success("prompts", |it| {
            it.headers.push(("x-two".to_owned(), "1".to_owned()))
        });
    let contract = service.contract(SPEC);
    assert_eq!(contract.differences.len(), 10, "{:?}", all_shown(&contract));
    let text = patched(SPEC, contract.patch.as_deref().unwrap());
    assert_eq!(all_shown(&service.contract(&text)), Vec::<String>::new());
}

#[test]
fn the_key_is_printed_in_no_form() {
    // `lnk_s3cretS3cret` in base64, at each of the three positions, and percent-encoded.
    let forms = [
        KEY.to_owned(),
        KEY.to_uppercase(),
        "bG5rX3MzY3JldFMzY3JldA==".to_owned(),
        "OmxuazpsbmtfczNjcmV0UzNjcmV0".to_owned(),
        "YTpsbmtfczNjcmV0UzNjcmV0".to_owned(),
        "lnk%5Fs3cret%53%33cret".to_owned(),
    ];
    let mut service = Linksii::new();
    for (row, form) in forms.iter().enumerate() {
        service = service
            .row("tracking", row % 3, &format!("x{row}{form}"), &json!(form))
            .row("tracking", row % 3, "platform", &json!(form));
    }
    let echo = forms[2].clone();
    let twice = format!(r#""text":"Which one?","{KEY}":{{"{KEY}":1,"{KEY}":2}}"#);
    let mut service = service
        .text("prompts", r#""text":"Which one?""#, &twice)
        .success("prompts", move |it| {
            it.headers
                .push((format!("x-{KEY}"), format!("Basic {echo}")))
        })
        .change("competitors", |_, it| {
            *it = crate::service::reply(403, &json!({"error": format!("bad {KEY}"), KEY: KEY}));
            it.headers[0].1 = format!("application/{KEY}");
        });
    let contract = service.contract(SPEC);
    let debug = format!("{contract:?}");
    for text in printed(&contract).into_iter().chain([debug]) {
        for form in &forms {
            assert!(
                !text.to_lowercase().contains(&form.to_lowercase()),
                "{form}\n{text}"
            );
        }
    }
}

#[test]
fn control_and_bidirectional_characters_are_escaped() {
    let hidden = "\u{1b}[2J\u{202e}\u{7}\u{200b}x";
    let mut service = Linksii::new()
        .row("tracking", 0, hidden, &json!(1))
        .row("tracking", 1, "platform", &json!(hidden))
        .change("prompts", move |_, it| {
            *it = crate::service::reply(403, &json!({"error": hidden}))
        });
    for text in printed(&service.contract(SPEC)) {
        let is_hidden =
            |c: char| c.is_control() && c != '\n' || ('\u{200b}'..='\u{202e}').contains(&c);
        assert!(!text.contains(is_hidden), "{text:?}");
    }
}

#[test]
fn a_report_is_bounded() {
    let fields = (0..1000).fold(Linksii::new(), |it, field| {
        it.row(
            "tracking",
            0,
            &format!("f{field}{}", "x".repeat(64)),
            &json!(1),
        )
    });
    let mut service = fields.change("prompts", |_, it| {
        *it = crate::service::reply(403, &json!({"error": "x".repeat(100_000)}))
    });
    let contract = service.contract(SPEC);
    assert_eq!(contract.differences.len(), 100);
    assert!(contract.more);
    let [human, ..] = printed(&contract);
    assert!(human.contains("There are more: fix these, and ask again."));
    assert!(human.len() < 100_000, "{}", human.len());
}
