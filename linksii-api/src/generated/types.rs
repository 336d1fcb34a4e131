//! What requests and replies are made of.
//!
//! Generated from `spec/linksii.yaml` by `cargo xtask generate`. Do not edit.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::example;
use crate::id::string_id;
use crate::open_enum::open_enum;
use crate::secret::Secret;

/// Identifies an API key.
///
/// It starts with `key_`.
///
/// Documented under "Get Your API Key" (Quickstart, whole).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KeyId(String);

string_id!(KeyId);

/// Identifies a workspace.
///
/// It starts with `ws_`.
///
/// Documented under "Parse the Response" (Quickstart, whole).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WorkspaceId(String);

string_id!(WorkspaceId);

/// Identifies a tracking result.
///
/// It starts with `run_`.
///
/// Documented under "Fetch Tracking Results" (Quickstart, whole).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RunId(String);

string_id!(RunId);

/// Identifies a prompt.
///
/// It starts with `prompt_`.
///
/// Documented under "Prompts" (Guide to automated tracking, its first part).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PromptId(String);

string_id!(PromptId);

/// Identifies a competitor.
///
/// It starts with `comp_`.
///
/// Documented under "Competitors" (Guide to competitor monitoring, its first part).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CompetitorId(String);

string_id!(CompetitorId);

/// Identifies an analysis.
///
/// It starts with `analysis_`.
///
/// Documented under "Analyze an image" (Guide to brand analysis, its first part).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AnalysisId(String);

string_id!(AnalysisId);

/// Identifies a template, `tmpl_…` for a custom one, its name (`brand_scorecard`) for a
/// built-in.
///
/// Documented under "List templates" (Guide to custom templates, its first part).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TemplateId(String);

string_id!(TemplateId);

/// The plan that a workspace is on. API access is part of `enterprise`.
///
/// Documented in part under "Parse the Response" (Quickstart, whole). Only the value
/// `enterprise` is shown; the others are the plans' names in lower case.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Plan {
    /// `starter`.
    Starter,
    /// `pro`.
    Pro,
    /// `enterprise`.
    Enterprise,
    /// A value that the documentation does not name, as the service wrote it.
    Unknown(String),
}

impl Plan {
    /// The value, as it is in JSON.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Starter => "starter",
            Self::Pro => "pro",
            Self::Enterprise => "enterprise",
            Self::Unknown(value) => value,
        }
    }

    fn documented(value: &str) -> Option<Self> {
        match value {
            "starter" => Some(Self::Starter),
            "pro" => Some(Self::Pro),
            "enterprise" => Some(Self::Enterprise),
            _ => None,
        }
    }
}

open_enum!(Plan);

/// An AI platform that prompts are sent to.
///
/// Documented in part under "Fetch Tracking Results" (Quickstart, whole). The values
/// `chatgpt` and `claude` are shown; `gemini` and `perplexity` are the platforms' names in
/// lower case.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Platform {
    /// `chatgpt`.
    Chatgpt,
    /// `claude`.
    Claude,
    /// `gemini`.
    Gemini,
    /// `perplexity`.
    Perplexity,
    /// A value that the documentation does not name, as the service wrote it.
    Unknown(String),
}

impl Platform {
    /// The value, as it is in JSON.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Chatgpt => "chatgpt",
            Self::Claude => "claude",
            Self::Gemini => "gemini",
            Self::Perplexity => "perplexity",
            Self::Unknown(value) => value,
        }
    }

    fn documented(value: &str) -> Option<Self> {
        match value {
            "chatgpt" => Some(Self::Chatgpt),
            "claude" => Some(Self::Claude),
            "gemini" => Some(Self::Gemini),
            "perplexity" => Some(Self::Perplexity),
            _ => None,
        }
    }
}

open_enum!(Platform);

/// How far a run has come.
///
/// Documented in part under "Fetch Tracking Results" (Quickstart, whole). Only the value
/// `complete` is shown.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RunStatus {
    /// `complete`.
    Complete,
    /// A value that the documentation does not name, as the service wrote it.
    Unknown(String),
}

impl RunStatus {
    /// The value, as it is in JSON.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Complete => "complete",
            Self::Unknown(value) => value,
        }
    }

    fn documented(value: &str) -> Option<Self> {
        match value {
            "complete" => Some(Self::Complete),
            _ => None,
        }
    }
}

open_enum!(RunStatus);

/// The stage of a purchase that a prompt represents.
///
/// Documented in part under "Prompts" (Guide to automated tracking, its first part). The
/// value `awareness` is shown; the others are the stages that the text names.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PromptCategory {
    /// `awareness`.
    Awareness,
    /// `consideration`.
    Consideration,
    /// `decision`.
    Decision,
    /// A value that the documentation does not name, as the service wrote it.
    Unknown(String),
}

impl PromptCategory {
    /// The value, as it is in JSON.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Awareness => "awareness",
            Self::Consideration => "consideration",
            Self::Decision => "decision",
            Self::Unknown(value) => value,
        }
    }

    fn documented(value: &str) -> Option<Self> {
        match value {
            "awareness" => Some(Self::Awareness),
            "consideration" => Some(Self::Consideration),
            "decision" => Some(Self::Decision),
            _ => None,
        }
    }
}

open_enum!(PromptCategory);

/// Whether a template is Linksii's own or a customer's.
///
/// Documented under "List templates" (Guide to custom templates, its first part).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TemplateType {
    /// `builtin`.
    Builtin,
    /// `custom`.
    Custom,
    /// A value that the documentation does not name, as the service wrote it.
    Unknown(String),
}

impl TemplateType {
    /// The value, as it is in JSON.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Builtin => "builtin",
            Self::Custom => "custom",
            Self::Unknown(value) => value,
        }
    }

    fn documented(value: &str) -> Option<Self> {
        match value {
            "builtin" => Some(Self::Builtin),
            "custom" => Some(Self::Custom),
            _ => None,
        }
    }
}

open_enum!(TemplateType);

/// What a new API key is made from.
///
/// Documented under "Get Your API Key" (Quickstart, whole).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct NewKey {
    /// A name to tell the key by.
    pub name: String,
}

impl NewKey {
    /// An example to start from in tests: change its fields as needed.
    pub fn example() -> Self {
        example::decode(r#"{
              "name": "My Integration"
            }"#)
    }
}

/// A new API key, the only reply that holds its secret.
///
/// Documented under "Get Your API Key" (Quickstart, whole).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CreatedKey {
    /// Identifies an API key.
    pub id: KeyId,
    /// The name it was given.
    pub name: String,
    /// The secret, `lnk_…`. It is shown only once.
    pub key: Secret,
    /// When it was made.
    #[serde(deserialize_with = "crate::timestamp::utc")]
    pub created_at: DateTime<Utc>,
    /// When it was last used; null on a new key.
    #[serde(default, deserialize_with = "crate::timestamp::option_utc")]
    pub last_used_at: Option<DateTime<Utc>>,
}

impl CreatedKey {
    /// An example to start from in tests: change its fields as needed.
    pub fn example() -> Self {
        example::decode(
            r#"{
              "id": "key_01HXYZ",
              "name": "My Integration",
              "key": "lnk_a1b2c3d4e5f6g7h8i9j0",
              "created_at": "2025-06-01T10:00:00Z",
              "last_used_at": null
            }"#,
        )
    }
}

/// A workspace, one for each brand.
///
/// Documented under "Parse the Response" (Quickstart, whole).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Workspace {
    /// Identifies a workspace.
    pub id: WorkspaceId,
    /// The brand's name.
    pub name: String,
    /// The name in URLs.
    pub slug: String,
    /// The plan that a workspace is on. API access is part of `enterprise`.
    pub plan: Plan,
    /// When it was made.
    #[serde(deserialize_with = "crate::timestamp::utc")]
    pub created_at: DateTime<Utc>,
}

impl Workspace {
    /// An example to start from in tests: change its fields as needed.
    pub fn example() -> Self {
        example::decode(
            r#"{
              "id": "ws_01HXYZ",
              "name": "Acme Corp",
              "slug": "acme-corp",
              "plan": "enterprise",
              "created_at": "2025-01-15T09:00:00Z"
            }"#,
        )
    }
}

/// One run on one platform, how its assistant talked about the brand.
///
/// Documented under "Fetch Tracking Results" (Quickstart, whole). The scores shown are
/// whole numbers; nothing says that all are, so a score is a number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TrackingRun {
    /// Identifies a tracking result.
    pub id: RunId,
    /// Identifies a workspace.
    pub workspace_id: WorkspaceId,
    /// An AI platform that prompts are sent to.
    pub platform: Platform,
    /// The brand's visibility score, 0 to 100.
    #[serde(with = "crate::number::float")]
    pub score: f64,
    /// In how many answers the brand was mentioned.
    #[serde(deserialize_with = "crate::number::integer")]
    pub mention_count: u64,
    /// How many prompts were asked.
    #[serde(deserialize_with = "crate::number::integer")]
    pub prompt_count: u64,
    /// When the run was made.
    #[serde(deserialize_with = "crate::timestamp::utc")]
    pub ran_at: DateTime<Utc>,
    /// How far a run has come.
    pub status: RunStatus,
}

impl TrackingRun {
    /// An example to start from in tests: change its fields as needed.
    pub fn example() -> Self {
        example::decode(
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
        )
    }
}

/// What a new prompt is made from.
///
/// Documented under "Prompts" (Guide to automated tracking, its first part). Which fields
/// are required is not stated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct NewPrompt {
    /// Identifies a workspace.
    pub workspace_id: WorkspaceId,
    /// The question to ask.
    pub text: String,
    /// The stage of a purchase that a prompt represents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<PromptCategory>,
    /// Whether runs ask it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_active: Option<bool>,
}

impl NewPrompt {
    /// An example to start from in tests: change its fields as needed.
    pub fn example() -> Self {
        example::decode(
            r#"{
              "workspace_id": "ws_01HXYZ",
              "text": "What are the best project management tools for remote teams?",
              "category": "awareness",
              "is_active": true
            }"#,
        )
    }
}

/// A question that is sent to the AI platforms on each run.
///
/// Documented under "Prompts" (Guide to automated tracking, its first part).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Prompt {
    /// Identifies a prompt.
    pub id: PromptId,
    /// Identifies a workspace.
    pub workspace_id: WorkspaceId,
    /// The question.
    pub text: String,
    /// The stage of a purchase that a prompt represents.
    pub category: PromptCategory,
    /// Whether runs ask it.
    pub is_active: bool,
    /// When it was added.
    #[serde(deserialize_with = "crate::timestamp::utc")]
    pub created_at: DateTime<Utc>,
}

impl Prompt {
    /// An example to start from in tests: change its fields as needed.
    pub fn example() -> Self {
        example::decode(
            r#"{
              "id": "prompt_01HABC",
              "workspace_id": "ws_01HXYZ",
              "text": "What are the best project management tools for remote teams?",
              "category": "awareness",
              "is_active": true,
              "created_at": "2025-06-01T10:00:00Z"
            }"#,
        )
    }
}

/// What a new competitor is made from.
///
/// Documented under "Competitors" (Guide to competitor monitoring, its first part).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct NewCompetitor {
    /// Identifies a workspace.
    pub workspace_id: WorkspaceId,
    /// The competitor's brand.
    pub name: String,
    /// Its web site's domain; with one, its logo is fetched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
}

impl NewCompetitor {
    /// An example to start from in tests: change its fields as needed.
    pub fn example() -> Self {
        example::decode(
            r#"{
              "workspace_id": "ws_01HXYZ",
              "name": "Asana",
              "domain": "asana.com"
            }"#,
        )
    }
}

/// A brand that the workspace's own is compared with.
///
/// Documented in part under "Competitors" (Guide to competitor monitoring, its first part).
/// The example breaks off after `logo_url`. Its value could not be read, so it is in no
/// example here.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Competitor {
    /// Identifies a competitor.
    pub id: CompetitorId,
    /// Identifies a workspace.
    pub workspace_id: WorkspaceId,
    /// Its web site's domain, where one was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// The competitor's brand.
    pub name: String,
    /// Where its logo is, once fetched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo_url: Option<String>,
    /// The fields that the documentation does not name.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl Competitor {
    /// An example to start from in tests: change its fields as needed.
    pub fn example() -> Self {
        example::decode(
            r#"{
              "id": "comp_01HABC",
              "workspace_id": "ws_01HXYZ",
              "domain": "asana.com",
              "name": "Asana"
            }"#,
        )
    }
}

/// What an analysis is made from.
///
/// Documented under "Analyze an image" (Guide to brand analysis, its first part).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct NewAnalysis {
    /// A public HTTPS URL of a PNG, JPEG or WebP; a direct link on S3, Cloudflare Images or any
    /// CDN will do.
    pub image_url: String,
    /// Identifies a template, `tmpl_…` for a custom one, its name (`brand_scorecard`) for a
    /// built-in.
    pub template: TemplateId,
    /// Identifies a workspace.
    pub workspace_id: WorkspaceId,
    /// Free metadata for the prompt, e.g. `brand_name` or `industry`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub context: Option<Map<String, Value>>,
}

impl NewAnalysis {
    /// An example to start from in tests: change its fields as needed.
    pub fn example() -> Self {
        example::decode(
            r#"{
              "image_url": "https://cdn.example.com/screenshots/competitor-homepage.png",
              "template": "brand_scorecard",
              "workspace_id": "ws_01HXYZ",
              "context": {
                "brand_name": "Competitor Inc",
                "industry": "SaaS"
              }
            }"#,
        )
    }
}

/// An image's scores along a template's dimensions.
///
/// Documented in part under "Analyze an image" (Guide to brand analysis, its first part).
/// The example breaks off inside `dimensions`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Analysis {
    /// Identifies an analysis.
    pub id: AnalysisId,
    /// Identifies a workspace.
    pub workspace_id: WorkspaceId,
    /// Identifies a template, `tmpl_…` for a custom one, its name (`brand_scorecard`) for a
    /// built-in.
    pub template: TemplateId,
    /// The overall score, 0 to 100.
    #[serde(with = "crate::number::float")]
    pub score: f64,
    /// The score along each dimension, by name, `visual_identity` for one.
    pub dimensions: BTreeMap<String, Dimension>,
    /// The fields that the documentation does not name.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl Analysis {
    /// An example to start from in tests: change its fields as needed.
    pub fn example() -> Self {
        example::decode(
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
        )
    }
}

/// The score along one dimension of an analysis.
///
/// Documented in part under "Analyze an image" (Guide to brand analysis, its first part).
/// The example breaks off inside the first dimension. The summary's text could not be read,
/// so it is in no example here.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Dimension {
    /// The score, 0 to 100.
    #[serde(with = "crate::number::float")]
    pub score: f64,
    /// What the score is made of, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// The fields that the documentation does not name.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl Dimension {
    /// An example to start from in tests: change its fields as needed.
    pub fn example() -> Self {
        example::decode(r#"{
              "score": 82
            }"#)
    }
}

/// What a custom template is made from.
///
/// Documented in part under "Create a template" (Guide to custom templates, its first
/// part). The request breaks off after `output_schema`. The example has the values of the
/// custom template that the page lists.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct NewTemplate {
    /// The template's name.
    pub name: String,
    /// The name in URLs.
    pub slug: String,
    /// What the AI is told to do.
    pub system_prompt: String,
    /// What the answer must look like. Its language is not documented.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output_schema: Option<String>,
}

impl NewTemplate {
    /// An example to start from in tests: change its fields as needed.
    pub fn example() -> Self {
        example::decode(
            r#"{
              "name": "SaaS Landing Page Audit",
              "slug": "saas-landing-page-audit",
              "system_prompt": "Evaluate SaaS homepage effectiveness...",
              "output_schema": "{ score: number, ... }"
            }"#,
        )
    }
}

/// What an analysis measures, as a prompt and the shape of its answer.
///
/// Documented under "List templates" (Guide to custom templates, its first part).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Template {
    /// Identifies a template, `tmpl_…` for a custom one, its name (`brand_scorecard`) for a
    /// built-in.
    pub id: TemplateId,
    /// The template's name.
    pub name: String,
    /// The name in URLs.
    pub slug: String,
    /// What the AI is told to do.
    pub system_prompt: String,
    /// What the answer must look like; absent on a built-in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output_schema: Option<String>,
    /// Whether a template is Linksii's own or a customer's.
    pub r#type: TemplateType,
    /// When it was made; null on a built-in.
    #[serde(default, deserialize_with = "crate::timestamp::option_utc")]
    pub created_at: Option<DateTime<Utc>>,
}

impl Template {
    /// An example to start from in tests: change its fields as needed.
    pub fn example() -> Self {
        example::decode(
            r#"{
              "id": "brand_scorecard",
              "name": "Brand Scorecard",
              "slug": "brand-scorecard",
              "system_prompt": "Score a brand across 5 key dimensions...",
              "type": "builtin",
              "created_at": null
            }"#,
        )
    }
}
