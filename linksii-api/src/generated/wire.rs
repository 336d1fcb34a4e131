//! One function an operation that builds its request.
//!
//! Generated from `spec/linksii.yaml` by `cargo xtask generate`. Do not edit.

use reqwest::{Method, Request};

use super::types;
use crate::endpoint::Endpoint;
use crate::error::Error;

/// `POST /keys`
pub(crate) fn create_key(
    endpoint: &Endpoint,
    body: &types::NewKey,
) -> Result<Request, Error> {
    endpoint.request(Method::POST, "/keys").json(body).build()
}

/// `GET /workspaces`
pub(crate) fn list_workspaces(
    endpoint: &Endpoint,
    limit: Option<u32>,
    offset: Option<u64>,
) -> Result<Request, Error> {
    endpoint
        .request(Method::GET, "/workspaces")
        .query("limit", limit)
        .query("offset", offset)
        .build()
}

/// `GET /tracking`
pub(crate) fn list_tracking(
    endpoint: &Endpoint,
    workspace_id: &types::WorkspaceId,
    limit: Option<u32>,
    offset: Option<u64>,
) -> Result<Request, Error> {
    endpoint
        .request(Method::GET, "/tracking")
        .query("workspace_id", workspace_id)
        .query("limit", limit)
        .query("offset", offset)
        .build()
}

/// `GET /prompts`
pub(crate) fn list_prompts(
    endpoint: &Endpoint,
    workspace_id: &types::WorkspaceId,
    limit: Option<u32>,
    offset: Option<u64>,
) -> Result<Request, Error> {
    endpoint
        .request(Method::GET, "/prompts")
        .query("workspace_id", workspace_id)
        .query("limit", limit)
        .query("offset", offset)
        .build()
}

/// `POST /prompts`
pub(crate) fn create_prompt(
    endpoint: &Endpoint,
    body: &types::NewPrompt,
) -> Result<Request, Error> {
    endpoint.request(Method::POST, "/prompts").json(body).build()
}

/// `GET /competitors`
pub(crate) fn list_competitors(
    endpoint: &Endpoint,
    workspace_id: &types::WorkspaceId,
    limit: Option<u32>,
    offset: Option<u64>,
) -> Result<Request, Error> {
    endpoint
        .request(Method::GET, "/competitors")
        .query("workspace_id", workspace_id)
        .query("limit", limit)
        .query("offset", offset)
        .build()
}

/// `POST /competitors`
pub(crate) fn create_competitor(
    endpoint: &Endpoint,
    body: &types::NewCompetitor,
) -> Result<Request, Error> {
    endpoint.request(Method::POST, "/competitors").json(body).build()
}

/// `POST /analyze`
pub(crate) fn create_analysis(
    endpoint: &Endpoint,
    body: &types::NewAnalysis,
) -> Result<Request, Error> {
    endpoint.request(Method::POST, "/analyze").json(body).build()
}

/// `GET /templates`
pub(crate) fn list_templates(
    endpoint: &Endpoint,
    workspace_id: &types::WorkspaceId,
    limit: Option<u32>,
    offset: Option<u64>,
) -> Result<Request, Error> {
    endpoint
        .request(Method::GET, "/templates")
        .query("workspace_id", workspace_id)
        .query("limit", limit)
        .query("offset", offset)
        .build()
}

/// `POST /templates`
pub(crate) fn create_template(
    endpoint: &Endpoint,
    body: &types::NewTemplate,
) -> Result<Request, Error> {
    endpoint.request(Method::POST, "/templates").json(body).build()
}
