//! The document's examples, each read into its type and written back without loss.
//!
//! Generated from `spec/linksii.yaml` by `cargo xtask generate`. Do not edit.

use super::types;
use crate::example::round_trip;
use crate::page::Page;
use crate::reply::Data;

#[test]
fn schema_key_id() {
    round_trip::<types::KeyId>(r#""key_01HXYZ""#);
}

#[test]
fn schema_workspace_id() {
    round_trip::<types::WorkspaceId>(r#""ws_01HXYZ""#);
}

#[test]
fn schema_run_id() {
    round_trip::<types::RunId>(r#""run_01HABC""#);
}

#[test]
fn schema_prompt_id() {
    round_trip::<types::PromptId>(r#""prompt_01HABC""#);
}

#[test]
fn schema_competitor_id() {
    round_trip::<types::CompetitorId>(r#""comp_01HABC""#);
}

#[test]
fn schema_analysis_id() {
    round_trip::<types::AnalysisId>(r#""analysis_01HPQR""#);
}

#[test]
fn schema_template_id() {
    round_trip::<types::TemplateId>(r#""brand_scorecard""#);
}

#[test]
fn schema_plan() {
    round_trip::<types::Plan>(r#""enterprise""#);
}

#[test]
fn schema_platform() {
    round_trip::<types::Platform>(r#""chatgpt""#);
}

#[test]
fn schema_run_status() {
    round_trip::<types::RunStatus>(r#""complete""#);
}

#[test]
fn schema_prompt_category() {
    round_trip::<types::PromptCategory>(r#""awareness""#);
}

#[test]
fn schema_template_type() {
    round_trip::<types::TemplateType>(r#""builtin""#);
}

#[test]
fn schema_new_key() {
    round_trip::<types::NewKey>(r#"{
      "name": "My Integration"
    }"#);
}

#[test]
fn schema_created_key() {
    round_trip::<
        types::CreatedKey,
    >(
        r#"{
      "id": "key_01HXYZ",
      "name": "My Integration",
      "key": "lnk_a1b2c3d4e5f6g7h8i9j0",
      "created_at": "2025-06-01T10:00:00Z",
      "last_used_at": null
    }"#,
    );
}

#[test]
fn schema_workspace() {
    round_trip::<
        types::Workspace,
    >(
        r#"{
      "id": "ws_01HXYZ",
      "name": "Acme Corp",
      "slug": "acme-corp",
      "plan": "enterprise",
      "created_at": "2025-01-15T09:00:00Z"
    }"#,
    );
}

#[test]
fn schema_tracking_run() {
    round_trip::<
        types::TrackingRun,
    >(
        r#"{
      "id": "run_01HABC",
      "workspace_id": "ws_01HXYZ",
      "platform": "chatgpt",
      "score": 72,
      "mention_count": 14,
      "prompt_count": 8,
      "ran_at": "2025-06-01T08:00:00Z",
      "status": "complete"
    }"#,
    );
}

#[test]
fn schema_new_prompt() {
    round_trip::<
        types::NewPrompt,
    >(
        r#"{
      "workspace_id": "ws_01HXYZ",
      "text": "What are the best project management tools for remote teams?",
      "category": "awareness",
      "is_active": true
    }"#,
    );
}

#[test]
fn schema_prompt() {
    round_trip::<
        types::Prompt,
    >(
        r#"{
      "id": "prompt_01HABC",
      "workspace_id": "ws_01HXYZ",
      "text": "What are the best project management tools for remote teams?",
      "category": "awareness",
      "is_active": true,
      "created_at": "2025-06-01T10:00:00Z"
    }"#,
    );
}

#[test]
fn schema_new_competitor() {
    round_trip::<
        types::NewCompetitor,
    >(
        r#"{
      "workspace_id": "ws_01HXYZ",
      "name": "Asana",
      "domain": "asana.com"
    }"#,
    );
}

#[test]
fn schema_competitor() {
    round_trip::<
        types::Competitor,
    >(
        r#"{
      "id": "comp_01HABC",
      "workspace_id": "ws_01HXYZ",
      "domain": "asana.com",
      "name": "Asana"
    }"#,
    );
}

#[test]
fn schema_new_analysis() {
    round_trip::<
        types::NewAnalysis,
    >(
        r#"{
      "image_url": "https://cdn.example.com/screenshots/competitor-homepage.png",
      "template": "brand_scorecard",
      "workspace_id": "ws_01HXYZ",
      "context": {
        "brand_name": "Competitor Inc",
        "industry": "SaaS"
      }
    }"#,
    );
}

#[test]
fn schema_analysis() {
    round_trip::<
        types::Analysis,
    >(
        r#"{
      "id": "analysis_01HPQR",
      "workspace_id": "ws_01HXYZ",
      "template": "brand_scorecard",
      "score": 74,
      "dimensions": {
        "visual_identity": {
          "score": 82
        }
      }
    }"#,
    );
}

#[test]
fn schema_dimension() {
    round_trip::<types::Dimension>(r#"{
      "score": 82
    }"#);
}

#[test]
fn schema_new_template() {
    round_trip::<
        types::NewTemplate,
    >(
        r#"{
      "name": "SaaS Landing Page Audit",
      "slug": "saas-landing-page-audit",
      "system_prompt": "Evaluate SaaS homepage effectiveness...",
      "output_schema": "{ score: number, ... }"
    }"#,
    );
}

#[test]
fn schema_template() {
    round_trip::<
        types::Template,
    >(
        r#"{
      "id": "brand_scorecard",
      "name": "Brand Scorecard",
      "slug": "brand-scorecard",
      "system_prompt": "Score a brand across 5 key dimensions...",
      "type": "builtin",
      "created_at": null
    }"#,
    );
}

#[test]
fn create_key_request_documented() {
    round_trip::<types::NewKey>(r#"{
      "name": "My Integration"
    }"#);
}

#[test]
fn key_created_documented() {
    round_trip::<
        Data<types::CreatedKey>,
    >(
        r#"{
      "data": {
        "id": "key_01HXYZ",
        "name": "My Integration",
        "key": "lnk_a1b2c3d4e5f6g7h8i9j0",
        "created_at": "2025-06-01T10:00:00Z",
        "last_used_at": null
      }
    }"#,
    );
}

#[test]
fn workspaces_listed_documented() {
    round_trip::<
        Page<types::Workspace>,
    >(
        r#"{
      "data": [
        {
          "id": "ws_01HXYZ",
          "name": "Acme Corp",
          "slug": "acme-corp",
          "plan": "enterprise",
          "created_at": "2025-01-15T09:00:00Z"
        }
      ],
      "meta": {
        "total": 1,
        "limit": 20,
        "offset": 0
      }
    }"#,
    );
}

#[test]
fn tracking_listed_documented() {
    round_trip::<
        Page<types::TrackingRun>,
    >(
        r#"{
      "data": [
        {
          "id": "run_01HABC",
          "workspace_id": "ws_01HXYZ",
          "platform": "chatgpt",
          "score": 72,
          "mention_count": 14,
          "prompt_count": 8,
          "ran_at": "2025-06-01T08:00:00Z",
          "status": "complete"
        },
        {
          "id": "run_01HDEF",
          "workspace_id": "ws_01HXYZ",
          "platform": "claude",
          "score": 68,
          "mention_count": 11,
          "prompt_count": 8,
          "ran_at": "2025-06-01T08:00:00Z",
          "status": "complete"
        }
      ],
      "meta": {
        "total": 2,
        "limit": 5,
        "offset": 0
      }
    }"#,
    );
}

#[test]
fn create_prompt_request_documented() {
    round_trip::<
        types::NewPrompt,
    >(
        r#"{
      "workspace_id": "ws_01HXYZ",
      "text": "What are the best project management tools for remote teams?",
      "category": "awareness",
      "is_active": true
    }"#,
    );
}

#[test]
fn create_competitor_request_asana() {
    round_trip::<
        types::NewCompetitor,
    >(
        r#"{
      "workspace_id": "ws_01HXYZ",
      "name": "Asana",
      "domain": "asana.com"
    }"#,
    );
}

#[test]
fn create_competitor_request_monday() {
    round_trip::<
        types::NewCompetitor,
    >(
        r#"{
      "workspace_id": "ws_01HXYZ",
      "name": "Monday.com",
      "domain": "monday.com"
    }"#,
    );
}

#[test]
fn create_competitor_request_notion() {
    round_trip::<
        types::NewCompetitor,
    >(
        r#"{
      "workspace_id": "ws_01HXYZ",
      "name": "Notion",
      "domain": "notion.so"
    }"#,
    );
}

#[test]
fn create_analysis_request_documented() {
    round_trip::<
        types::NewAnalysis,
    >(
        r#"{
      "image_url": "https://cdn.example.com/screenshots/competitor-homepage.png",
      "template": "brand_scorecard",
      "workspace_id": "ws_01HXYZ",
      "context": {
        "brand_name": "Competitor Inc",
        "industry": "SaaS"
      }
    }"#,
    );
}

#[test]
fn templates_listed_documented() {
    round_trip::<
        Page<types::Template>,
    >(
        r#"{
      "data": [
        {
          "id": "brand_scorecard",
          "name": "Brand Scorecard",
          "slug": "brand-scorecard",
          "system_prompt": "Score a brand across 5 key dimensions...",
          "type": "builtin",
          "created_at": null
        },
        {
          "id": "tmpl_01HXYZ",
          "name": "SaaS Landing Page Audit",
          "slug": "saas-landing-page-audit",
          "system_prompt": "Evaluate SaaS homepage effectiveness...",
          "output_schema": "{ score: number, ... }",
          "type": "custom",
          "created_at": "2025-05-20T14:00:00Z"
        }
      ],
      "meta": {
        "total": 2,
        "limit": 20,
        "offset": 0
      }
    }"#,
    );
}
