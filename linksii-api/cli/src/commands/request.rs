//! `linksii request`: what has no command of its own.

use linksii_api::Method;
use serde_json::Value;

use crate::context::Context;
use crate::failure::Failure;
use crate::output::{self, Format};
use crate::raw::Raw;
use crate::settings;

/// Send a request that no command is made for, and print the reply's body as it came
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  linksii request GET /webhooks -q workspace_id=ws_01HXYZ
  linksii request POST /competitors -d '{\"workspace_id\": \"ws_01HXYZ\", \"name\": \"Asana\"}'
  linksii request GET /tracking -q workspace_id=ws_01HXYZ -o csv

With -o json, the default, the body is whole, envelope and all; with the other formats it is its `data`.")]
pub(crate) struct Arguments {
    /// GET, POST, PUT, PATCH, DELETE or HEAD
    method: String,
    /// The path below the base URL
    path: String,
    /// A parameter of the query
    #[arg(short, long, value_name = "NAME=VALUE")]
    query: Vec<String>,
    /// A header
    #[arg(short = 'H', long = "header", value_name = "NAME: VALUE")]
    header: Vec<String>,
    /// The body, as JSON
    #[arg(short, long, value_name = "JSON|@FILE")]
    data: Option<String>,
}

pub(crate) async fn run(context: &Context, arguments: &Arguments) -> Result<(), Failure> {
    let method = arguments.method.to_ascii_uppercase();
    let method = Method::from_bytes(method.as_bytes())
        .map_err(|_| Failure::usage(format!("{method:?} is not an HTTP method")))?;
    let format = context.chosen_format()?.unwrap_or(Format::Json);
    let mut call = context.client()?.request(method, &arguments.path);
    for pair in &arguments.query {
        let (name, value) = pair
            .split_once('=')
            .ok_or_else(|| Failure::usage(format!("the query {pair:?} is not NAME=VALUE")))?;
        call = call.query(name, value);
    }
    for line in &arguments.header {
        let (name, value) = line
            .split_once(':')
            .ok_or_else(|| Failure::usage(format!("the header {line:?} is not NAME: VALUE")))?;
        call = call.header(name.trim(), value.trim());
    }
    if let Some(data) = &arguments.data {
        let text = match data.strip_prefix('@') {
            Some(path) => settings::read(path.as_ref())?,
            None => data.clone(),
        };
        let body: Value = serde_json::from_str(&text)
            .map_err(|error| Failure::usage(format!("the body is not JSON: {error}")))?;
        call = call.json(&body);
    }
    let body: Option<Raw> = call.send().await?;
    let mut layout = context.layout(&[])?;
    layout.format = format;
    match (body, format) {
        (None, _) => Ok(()),
        (Some(body), Format::Json) => output::item(layout, Some(&body)),
        (Some(body), _) => {
            let data = body.member("data").unwrap_or(body);
            output::item(layout, Some(&data))
        }
    }
}
