//! The document's examples, each read into its type and written back without loss.
//!
//! Generated from `harbour.yaml` by `cargo xtask generate`. Do not edit.

use super::types;
use crate::example::round_trip;
use crate::page::Page;

#[test]
fn schema_ship_id() {
    round_trip::<types::ShipId>(r#""sh_9""#);
}

#[test]
fn schema_new_berth() {
    round_trip::<types::NewBerth>(r#"{
      "side": "port",
      "depth": 7.5
    }"#);
}

#[test]
fn schema_ship() {
    round_trip::<
        types::Ship,
    >(r#"{
      "id": "sh_9",
      "name": "Aurora",
      "crew": 12
    }"#);
}

#[test]
fn schema_cargo() {
    round_trip::<types::Cargo>(r#"{
      "what": "tea",
      "tons": 2.5
    }"#);
}

#[test]
fn schema_cargo_request() {
    round_trip::<
        types::CargoRequest,
    >(r#"{
      "what": "tea",
      "tons": 2.5
    }"#);
}

#[test]
fn list_berths_200_two() {
    round_trip::<
        Page<types::Berth>,
    >(
        r#"{
      "data": [
        {
          "id": "br_1",
          "side": "port",
          "depth": 7.5,
          "type": "floating",
          "lies": {
            "ship": "sh_9",
            "since": "2024-05-01T06:30:00Z"
          }
        },
        {
          "id": "br_2",
          "side": "starboard",
          "depth": 9,
          "type": "fixed"
        }
      ],
      "meta": {
        "total": 2,
        "limit": 50,
        "offset": 0
      }
    }"#,
    );
}
