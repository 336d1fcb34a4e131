//! One function an operation that builds its request.
//!
//! Generated from `harbour.yaml` by `cargo xtask generate`. Do not edit.

use reqwest::{Method, Request};

use super::resources;
use crate::Error;
use crate::endpoint::{Endpoint, segment};

/// `GET /berths`
pub(crate) fn list_berths(
    endpoint: &Endpoint,
    arguments: &resources::berths::ListBerths,
) -> Result<Request, Error> {
    endpoint
        .request(Method::GET, "/berths")
        .query("side", &arguments.side)
        .query("query", &arguments.with_query)
        .query("limit", &arguments.limit)
        .query("offset", &arguments.offset)
        .build()
}

/// `POST /berths`
pub(crate) fn build_berth(
    endpoint: &Endpoint,
    arguments: &resources::berths::BuildBerth,
) -> Result<Request, Error> {
    endpoint.request(Method::POST, "/berths").json(&arguments.body).build()
}

/// `GET /ships/{ship_id}`
pub(crate) fn get_ship(
    endpoint: &Endpoint,
    arguments: &resources::ships::GetShip,
) -> Result<Request, Error> {
    endpoint
        .request(Method::GET, &format!("/ships/{}", segment(& arguments.ship_id)))
        .header("Accept-Flags", &arguments.accept_flags)
        .build()
}

/// `DELETE /ships/{ship_id}`
pub(crate) fn remove_ship(
    endpoint: &Endpoint,
    arguments: &resources::ships::RemoveShip,
) -> Result<Request, Error> {
    endpoint
        .request(Method::DELETE, &format!("/ships/{}", segment(& arguments.ship_id)))
        .build()
}

/// `PUT /ships/{ship_id}/manifest`
pub(crate) fn replace_ship_manifest(
    endpoint: &Endpoint,
    arguments: &resources::ships::ReplaceShipManifest,
) -> Result<Request, Error> {
    endpoint
        .request(
            Method::PUT,
            &format!("/ships/{}/manifest", segment(& arguments.ship_id)),
        )
        .query("dry_run", &arguments.dry_run)
        .json(&arguments.body)
        .build()
}
