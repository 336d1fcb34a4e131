//! One function an operation that builds its request.
//!
//! Generated from `harbour.yaml` by `cargo xtask generate`. Do not edit.

use reqwest::{Method, Request};

use super::types;
use crate::endpoint::{Endpoint, segment};
use crate::error::Error;

/// `GET /berths`
pub(crate) fn list_berths(
    endpoint: &Endpoint,
    side: Option<&types::Side>,
    query: Option<&str>,
    limit: Option<u32>,
    offset: Option<u64>,
) -> Result<Request, Error> {
    endpoint
        .request(Method::GET, "/berths")
        .query("side", side)
        .query("query", query)
        .query("limit", limit)
        .query("offset", offset)
        .build()
}

/// `POST /berths`
pub(crate) fn build_berth(
    endpoint: &Endpoint,
    body: &types::NewBerth,
) -> Result<Request, Error> {
    endpoint.request(Method::POST, "/berths").json(body).build()
}

/// `GET /ships/{ship_id}`
pub(crate) fn get_ship(
    endpoint: &Endpoint,
    ship_id: &types::ShipId,
    accept_flags: Option<&str>,
) -> Result<Request, Error> {
    endpoint
        .request(Method::GET, &format!("/ships/{}", segment(ship_id)))
        .header("Accept-Flags", accept_flags)
        .build()
}

/// `DELETE /ships/{ship_id}`
pub(crate) fn remove_ship(
    endpoint: &Endpoint,
    ship_id: &types::ShipId,
) -> Result<Request, Error> {
    endpoint.request(Method::DELETE, &format!("/ships/{}", segment(ship_id))).build()
}

/// `PUT /ships/{ship_id}/manifest`
pub(crate) fn replace_ship_manifest(
    endpoint: &Endpoint,
    ship_id: &types::ShipId,
    dry_run: Option<bool>,
    body: &[types::CargoRequest],
) -> Result<Request, Error> {
    endpoint
        .request(Method::PUT, &format!("/ships/{}/manifest", segment(ship_id)))
        .query("dry_run", dry_run)
        .json(body)
        .build()
}
