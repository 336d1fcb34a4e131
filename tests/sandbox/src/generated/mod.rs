//! What the document says of each operation.
//!
//! Generated from `spec/linksii.yaml` by `cargo xtask generate`. Do not edit.

use crate::operation::{Document, Operation};

/// The document that the sandbox was built with.
pub(crate) static DOCUMENT: Document = Document {
    base_path: "/api/v1",
    operations: &[
        Operation {
            id: "create_key",
            method: "POST",
            path: "/keys",
            query: r#"{"type":"object","properties":{},"required":[],"additionalProperties":false}"#,
            body: Some(
                r#"{"type":"object","required":["name"],"properties":{"name":{"type":"string"}},"additionalProperties":false}"#,
            ),
            body_required: true,
            reply: Some(
                r#"{"data":{"id":"key_01HXYZ","name":"My Integration","key":"lnk_a1b2c3d4e5f6g7h8i9j0","created_at":"2025-06-01T10:00:00Z","last_used_at":null}}"#,
            ),
        },
        Operation {
            id: "list_workspaces",
            method: "GET",
            path: "/workspaces",
            query: r#"{"type":"object","properties":{"limit":{"type":"integer","format":"int32","minimum":1,"maximum":2147483647},"offset":{"type":"integer","format":"int64","minimum":0}},"required":[],"additionalProperties":false}"#,
            body: None,
            body_required: false,
            reply: Some(
                r#"{"data":[{"id":"ws_01HXYZ","name":"Acme Corp","slug":"acme-corp","plan":"enterprise","created_at":"2025-01-15T09:00:00Z"}],"meta":{"total":1,"limit":20,"offset":0}}"#,
            ),
        },
        Operation {
            id: "list_tracking",
            method: "GET",
            path: "/tracking",
            query: r#"{"type":"object","properties":{"workspace_id":{"type":"string"},"limit":{"type":"integer","format":"int32","minimum":1,"maximum":2147483647},"offset":{"type":"integer","format":"int64","minimum":0}},"required":["workspace_id"],"additionalProperties":false}"#,
            body: None,
            body_required: false,
            reply: Some(
                r#"{"data":[{"id":"run_01HABC","workspace_id":"ws_01HXYZ","platform":"chatgpt","score":72,"mention_count":14,"prompt_count":8,"ran_at":"2025-06-01T08:00:00Z","status":"complete"},{"id":"run_01HDEF","workspace_id":"ws_01HXYZ","platform":"claude","score":68,"mention_count":11,"prompt_count":8,"ran_at":"2025-06-01T08:00:00Z","status":"complete"}],"meta":{"total":2,"limit":5,"offset":0}}"#,
            ),
        },
        Operation {
            id: "list_prompts",
            method: "GET",
            path: "/prompts",
            query: r#"{"type":"object","properties":{"workspace_id":{"type":"string"},"limit":{"type":"integer","format":"int32","minimum":1,"maximum":2147483647},"offset":{"type":"integer","format":"int64","minimum":0}},"required":["workspace_id"],"additionalProperties":false}"#,
            body: None,
            body_required: false,
            reply: None,
        },
        Operation {
            id: "create_prompt",
            method: "POST",
            path: "/prompts",
            query: r#"{"type":"object","properties":{},"required":[],"additionalProperties":false}"#,
            body: Some(
                r#"{"type":"object","required":["workspace_id","text"],"properties":{"workspace_id":{"type":"string"},"text":{"type":"string"},"category":{"type":"string","enum":["awareness","consideration","decision"]},"is_active":{"type":"boolean"}},"additionalProperties":false}"#,
            ),
            body_required: true,
            reply: None,
        },
        Operation {
            id: "list_competitors",
            method: "GET",
            path: "/competitors",
            query: r#"{"type":"object","properties":{"workspace_id":{"type":"string"},"limit":{"type":"integer","format":"int32","minimum":1,"maximum":2147483647},"offset":{"type":"integer","format":"int64","minimum":0}},"required":["workspace_id"],"additionalProperties":false}"#,
            body: None,
            body_required: false,
            reply: None,
        },
        Operation {
            id: "create_competitor",
            method: "POST",
            path: "/competitors",
            query: r#"{"type":"object","properties":{},"required":[],"additionalProperties":false}"#,
            body: Some(
                r#"{"type":"object","required":["workspace_id","name"],"properties":{"workspace_id":{"type":"string"},"name":{"type":"string"},"domain":{"type":"string"}},"additionalProperties":false}"#,
            ),
            body_required: true,
            reply: None,
        },
        Operation {
            id: "create_analysis",
            method: "POST",
            path: "/analyze",
            query: r#"{"type":"object","properties":{},"required":[],"additionalProperties":false}"#,
            body: Some(
                r#"{"type":"object","required":["image_url","template","workspace_id"],"properties":{"image_url":{"type":"string","format":"uri"},"template":{"type":"string"},"workspace_id":{"type":"string"},"context":{"type":"object","additionalProperties":true}},"additionalProperties":false}"#,
            ),
            body_required: true,
            reply: None,
        },
        Operation {
            id: "list_templates",
            method: "GET",
            path: "/templates",
            query: r#"{"type":"object","properties":{"workspace_id":{"type":"string"},"limit":{"type":"integer","format":"int32","minimum":1,"maximum":2147483647},"offset":{"type":"integer","format":"int64","minimum":0}},"required":["workspace_id"],"additionalProperties":false}"#,
            body: None,
            body_required: false,
            reply: Some(
                r#"{"data":[{"id":"brand_scorecard","name":"Brand Scorecard","slug":"brand-scorecard","system_prompt":"Score a brand across 5 key dimensions...","type":"builtin","created_at":null},{"id":"tmpl_01HXYZ","name":"SaaS Landing Page Audit","slug":"saas-landing-page-audit","system_prompt":"Evaluate SaaS homepage effectiveness...","output_schema":"{ score: number, ... }","type":"custom","created_at":"2025-05-20T14:00:00Z"}],"meta":{"total":2,"limit":20,"offset":0}}"#,
            ),
        },
        Operation {
            id: "create_template",
            method: "POST",
            path: "/templates",
            query: r#"{"type":"object","properties":{},"required":[],"additionalProperties":false}"#,
            body: Some(
                r#"{"type":"object","required":["name","slug","system_prompt"],"properties":{"name":{"type":"string"},"slug":{"type":"string"},"system_prompt":{"type":"string"},"output_schema":{"type":"string"}}}"#,
            ),
            body_required: true,
            reply: None,
        },
    ],
    enums: &["category", "plan", "platform", "status", "type"],
    maps: &["dimensions"],
};
