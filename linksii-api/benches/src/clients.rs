//! The same call, made in four ways.

use anyhow::ensure;
use chrono::{DateTime, Utc};
use clap::ValueEnum;
use reqwest::header::{ACCEPT, AUTHORIZATION, HeaderMap, HeaderValue};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// The client that progenitor makes of the spec by itself: `build.rs`.
#[allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    clippy::all,
    clippy::unwrap_used,
    reason = "it is as it comes"
)]
mod plain {
    include!(concat!(env!("OUT_DIR"), "/plain.rs"));
}

const KEY: &str = "lnk_bench";
const WORKSPACE: &str = "ws_01HXYZ";
const USER_AGENT: &str = "linksii-api/0.1.0";

/// A way to call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Way {
    /// Bare reqwest, read into structs of text and numbers.
    Reqwest,
    /// Bare reqwest, with times and enums typed.
    Typed,
    /// What progenitor makes of the spec.
    Progenitor,
    /// `linksii-api`, with everything as by default.
    Linksii,
}

impl Way {
    /// All of them. The first is what the others are held against.
    pub const ALL: [Self; 4] = [Self::Reqwest, Self::Typed, Self::Progenitor, Self::Linksii];

    /// What it is called in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reqwest => "bare reqwest",
            Self::Typed => "bare reqwest, times and enums typed",
            Self::Progenitor => "progenitor, positional",
            Self::Linksii => "linksii-api",
        }
    }

    /// Lists tracking runs this often, with this many on a page.
    pub async fn call(self, base_url: &str, rows: u32, times: u32) -> anyhow::Result<()> {
        // Bare reqwest needs one for the process. A second way finds it installed.
        let _ = rustls::crypto::ring::default_provider().install_default();
        match self {
            Self::Reqwest => reqwest::<Run>(base_url, rows, times).await,
            Self::Typed => reqwest::<TypedRun>(base_url, rows, times).await,
            Self::Progenitor => progenitor(base_url, rows, times).await,
            Self::Linksii => linksii(base_url, rows, times).await,
        }
    }
}

#[derive(Debug, Deserialize)]
struct Page<T> {
    data: Vec<T>,
    meta: Meta,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "they are read from the reply")]
struct Meta {
    total: u64,
    limit: u64,
    offset: u64,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "they are read from the reply")]
struct Run {
    id: String,
    workspace_id: String,
    platform: String,
    score: f64,
    mention_count: u64,
    prompt_count: u64,
    ran_at: String,
    status: String,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "they are read from the reply")]
struct TypedRun {
    id: String,
    workspace_id: String,
    platform: Platform,
    score: f64,
    mention_count: u64,
    prompt_count: u64,
    ran_at: DateTime<Utc>,
    status: Status,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Platform {
    Chatgpt,
    Claude,
    Gemini,
    Perplexity,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Status {
    Complete,
}

async fn reqwest<T: DeserializeOwned>(base_url: &str, rows: u32, times: u32) -> anyhow::Result<()> {
    let client = reqwest::Client::builder().user_agent(USER_AGENT).build()?;
    for _ in 0..times {
        let request = client
            .get(format!("{base_url}/tracking"))
            .query(&[("workspace_id", WORKSPACE)])
            .query(&[("limit", rows)])
            .bearer_auth(KEY)
            .header(ACCEPT, "application/json");
        let response = request.send().await?.error_for_status()?;
        let page: Page<T> = response.json().await?;
        ensure!(page.data.len() == rows as usize, "{:?}", page.meta);
    }
    Ok(())
}

async fn progenitor(base_url: &str, rows: u32, times: u32) -> anyhow::Result<()> {
    let mut headers = HeaderMap::new();
    headers.insert(
        AUTHORIZATION,
        HeaderValue::try_from(format!("Bearer {KEY}"))?,
    );
    let http = reqwest::Client::builder()
        .user_agent(USER_AGENT)
        .default_headers(headers)
        .build()?;
    let client = plain::Client::new_with_client(base_url, http);
    let workspace = WORKSPACE.parse()?;
    let limit = rows.try_into()?;
    for _ in 0..times {
        let page = client.list_tracking(Some(limit), None, &workspace).await?;
        ensure!(page.data.len() == rows as usize, "{:?}", page.meta);
    }
    Ok(())
}

async fn linksii(base_url: &str, rows: u32, times: u32) -> anyhow::Result<()> {
    let client = linksii_api::Client::builder()
        .api_key(KEY)
        .base_url(base_url)
        .build()?;
    for _ in 0..times {
        let page = client.tracking().list(WORKSPACE).limit(rows).send().await?;
        ensure!(page.data.len() == rows as usize, "{:?}", page.meta);
    }
    Ok(())
}
