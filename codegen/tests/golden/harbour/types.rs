//! What requests and replies are made of.
//!
//! Generated from `harbour.yaml` by `cargo xtask generate`. Do not edit.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::example;
use crate::id::string_id;
pub use crate::nullable::Nullable;
use crate::open_enum::open_enum;
use crate::secret::Secret;

/// Identifies a berth.
///
/// It starts with `br_`.
///
/// Documented under "Berths" (Harbour manual, whole).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BerthId(String);

string_id!(BerthId);

/// Identifies a ship.
///
/// It starts with `sh_`.
///
/// Documented under "Ships" (Harbour manual, whole).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ShipId(String);

string_id!(ShipId);

/// A side of the harbour, seen from the sea.
///
/// Documented under "Berths" (Harbour manual, whole).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Side {
    /// `port`.
    Port,
    /// `starboard`.
    Starboard,
    /// `unknown`.
    UnknownValue,
    /// A value that the documentation does not name, as the service wrote it.
    Unknown(String),
}

impl Side {
    /// The value, as it is in JSON.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Port => "port",
            Self::Starboard => "starboard",
            Self::UnknownValue => "unknown",
            Self::Unknown(value) => value,
        }
    }

    fn documented(value: &str) -> Option<Self> {
        match value {
            "port" => Some(Self::Port),
            "starboard" => Some(Self::Starboard),
            "unknown" => Some(Self::UnknownValue),
            _ => None,
        }
    }
}

open_enum!(Side);

/// What a berth is built from.
///
/// Documented under "Berths" (Harbour manual, whole).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct NewBerth {
    /// A side of the harbour, seen from the sea.
    pub side: Side,
    /// In metres at low tide.
    #[serde(with = "crate::number::float")]
    pub depth: f64,
    /// Whether the harbour builds it itself.
    #[serde(rename = "self", default, skip_serializing_if = "Option::is_none")]
    pub self_: Option<bool>,
}

impl NewBerth {
    /// An example to start from in tests: change its fields as needed.
    pub fn example() -> Self {
        example::decode(
            r#"{
              "side": "port",
              "depth": 7.5
            }"#,
        )
    }
}

/// A place to lie at.
///
/// Documented under "Berths" (Harbour manual, whole).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Berth {
    /// A side of the harbour, seen from the sea.
    pub side: Side,
    /// In metres at low tide.
    #[serde(with = "crate::number::float")]
    pub depth: f64,
    /// Whether the harbour builds it itself.
    #[serde(rename = "self", default, skip_serializing_if = "Option::is_none")]
    pub self_: Option<bool>,
    /// Identifies a berth.
    pub id: BerthId,
    /// How it is built.
    pub r#type: BerthType,
    /// Who lies there; absent on a free berth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lies: Option<BerthLies>,
}

/// How it is built.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BerthType {
    /// `floating`.
    Floating,
    /// `fixed`.
    Fixed,
    /// A value that the documentation does not name, as the service wrote it.
    Unknown(String),
}

impl BerthType {
    /// The value, as it is in JSON.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Floating => "floating",
            Self::Fixed => "fixed",
            Self::Unknown(value) => value,
        }
    }

    fn documented(value: &str) -> Option<Self> {
        match value {
            "floating" => Some(Self::Floating),
            "fixed" => Some(Self::Fixed),
            _ => None,
        }
    }
}

open_enum!(BerthType);

/// Who lies there; absent on a free berth.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BerthLies {
    /// Identifies a ship.
    pub ship: ShipId,
    /// Since when.
    #[serde(deserialize_with = "crate::timestamp::utc")]
    pub since: DateTime<Utc>,
}

/// A ship.
///
/// Documented in part under "Ships" (Harbour manual, whole).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Ship {
    /// Identifies a ship.
    pub id: ShipId,
    /// As painted on the bow.
    pub name: String,
    /// How many sail it.
    #[serde(deserialize_with = "crate::number::integer")]
    pub crew: u32,
    /// A ship.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mother: Option<Box<Ship>>,
    /// The boats that it carries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenders: Option<Vec<Ship>>,
    /// What is in which hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cargo: Option<BTreeMap<String, Cargo>>,
    /// Only for the harbour master.
    #[serde(rename = "radio-code", default, skip_serializing_if = "Option::is_none")]
    pub radio_code: Option<Secret>,
    /// The fields that the documentation does not name.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl Ship {
    /// An example to start from in tests: change its fields as needed.
    pub fn example() -> Self {
        example::decode(
            r#"{
              "id": "sh_9",
              "name": "Aurora",
              "crew": 12
            }"#,
        )
    }
}

/// Something carried.
///
/// Documented under "Manifests" (Harbour manual, whole).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Cargo {
    /// What it is.
    pub what: String,
    /// How heavy, where it was weighed.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "crate::number::option_float"
    )]
    pub tons: Option<f64>,
    /// Whatever customs asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub papers: Option<Vec<Value>>,
}

impl Cargo {
    /// An example to start from in tests: change its fields as needed.
    pub fn example() -> Self {
        example::decode(
            r#"{
              "what": "tea",
              "tons": 2.5
            }"#,
        )
    }
}

/// Something carried.
///
/// Documented under "Manifests" (Harbour manual, whole).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CargoRequest {
    /// What it is.
    pub what: String,
    /// How heavy, where it was weighed.
    #[serde(
        default,
        skip_serializing_if = "Nullable::is_absent",
        with = "crate::nullable::float"
    )]
    pub tons: Nullable<f64>,
    /// Whatever customs asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub papers: Option<Vec<Value>>,
}

impl CargoRequest {
    /// One with what it cannot do without, and nothing else set.
    pub fn new(what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            tons: Nullable::Absent,
            papers: None,
        }
    }

    /// Sets [`tons`](Self::tons).
    pub fn tons(mut self, tons: f64) -> Self {
        self.tons = Nullable::Value(tons);
        self
    }

    /// Sends null for `tons`.
    pub fn tons_null(mut self) -> Self {
        self.tons = Nullable::Null;
        self
    }

    /// Sets [`papers`](Self::papers).
    pub fn papers(mut self, papers: impl IntoIterator<Item = impl Into<Value>>) -> Self {
        self.papers = Some(papers.into_iter().map(Into::into).collect());
        self
    }
}

impl CargoRequest {
    /// An example to start from in tests: change its fields as needed.
    pub fn example() -> Self {
        example::decode(
            r#"{
              "what": "tea",
              "tons": 2.5
            }"#,
        )
    }
}
