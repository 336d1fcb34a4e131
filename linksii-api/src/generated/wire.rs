//! One function an operation that builds its request.
//!
//! Generated from `spec/linksii.yaml` by `cargo xtask generate`. Do not edit.

use reqwest::{Method, Request};

use super::resources;
use crate::Error;
use crate::endpoint::Endpoint;

/// `POST /keys`
pub(crate) fn create_key(
    endpoint: &Endpoint,
    arguments: &resources::keys::CreateKey,
) -> Result<Request, Error> {
    endpoint.request(Method::POST, "/keys").json(&arguments.body).build()
}

/// `GET /workspaces`
pub(crate) fn list_workspaces(
    endpoint: &Endpoint,
    arguments: &resources::workspaces::ListWorkspaces,
) -> Result<Request, Error> {
    endpoint
        .request(Method::GET, "/workspaces")
        .query("limit", &arguments.limit)
        .query("offset", &arguments.offset)
        .build()
}

/// `GET /tracking`
pub(crate) fn list_tracking(
    endpoint: &Endpoint,
    arguments: &resources::tracking::ListTracking,
) -> Result<Request, Error> {
    endpoint
        .request(Method::GET, "/tracking")
        .query("workspace_id", &arguments.workspace_id)
        .query("limit", &arguments.limit)
        .query("offset", &arguments.offset)
        .build()
}

/// `GET /prompts`
pub(crate) fn list_prompts(
    endpoint: &Endpoint,
    arguments: &resources::prompts::ListPrompts,
) -> Result<Request, Error> {
    endpoint
        .request(Method::GET, "/prompts")
        .query("workspace_id", &arguments.workspace_id)
        .query("limit", &arguments.limit)
        .query("offset", &arguments.offset)
        .build()
}

/// `POST /prompts`
pub(crate) fn create_prompt(
    endpoint: &Endpoint,
    arguments: &resources::prompts::CreatePrompt,
) -> Result<Request, Error> {
    endpoint.request(Method::POST, "/prompts").json(&arguments.body).build()
}

/// `GET /competitors`
pub(crate) fn list_competitors(
    endpoint: &Endpoint,
    arguments: &resources::competitors::ListCompetitors,
) -> Result<Request, Error> {
    endpoint
        .request(Method::GET, "/competitors")
        .query("workspace_id", &arguments.workspace_id)
        .query("limit", &arguments.limit)
        .query("offset", &arguments.offset)
        .build()
}

/// `POST /competitors`
pub(crate) fn create_competitor(
    endpoint: &Endpoint,
    arguments: &resources::competitors::CreateCompetitor,
) -> Result<Request, Error> {
    endpoint.request(Method::POST, "/competitors").json(&arguments.body).build()
}

/// `POST /analyze`
pub(crate) fn create_analysis(
    endpoint: &Endpoint,
    arguments: &resources::analyses::CreateAnalysis,
) -> Result<Request, Error> {
    endpoint.request(Method::POST, "/analyze").json(&arguments.body).build()
}

/// `GET /templates`
pub(crate) fn list_templates(
    endpoint: &Endpoint,
    arguments: &resources::templates::ListTemplates,
) -> Result<Request, Error> {
    endpoint
        .request(Method::GET, "/templates")
        .query("workspace_id", &arguments.workspace_id)
        .query("limit", &arguments.limit)
        .query("offset", &arguments.offset)
        .build()
}

/// `POST /templates`
pub(crate) fn create_template(
    endpoint: &Endpoint,
    arguments: &resources::templates::CreateTemplate,
) -> Result<Request, Error> {
    endpoint.request(Method::POST, "/templates").json(&arguments.body).build()
}
