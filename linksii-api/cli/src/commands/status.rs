//! `linksii status`: who is asked, with which key, and how much is left.

use linksii_api::RateLimit;
use linksii_sanitize::escape;

use super::config::ending;
use crate::context::Context;
use crate::failure::Failure;
use crate::output::{self, Format};
use crate::raw::Raw;

pub(crate) const EXAMPLES: &str = "\
Examples:
  linksii status
  linksii status -o json | jq -r '.workspaces[].id'";

pub(crate) async fn run(context: &Context) -> Result<(), Failure> {
    let (key, source) = if context.is_demo() {
        ("the demo's".to_owned(), "--demo".to_owned())
    } else {
        match context.key()? {
            Some(key) => (ending(key.secret.expose()), key.source),
            None => {
                return Err(context
                    .client()
                    .err()
                    .unwrap_or_else(|| Failure::configuration("there is no API key")));
            }
        }
    };
    let base_url = context.base_url().filter(|_| !context.is_demo());
    let client = context.client()?;
    let call = client.workspaces().list().limit(100).items_as::<Raw>();
    let page = call.send().await?;
    let limit = page.rate_limit();
    if context.format()? != Format::Table {
        let workspaces: Vec<String> = page.data.iter().map(Raw::compact).collect();
        let document = serde_json::json!({
            "key": key,
            "key_source": source,
            "base_url": base_url.as_ref().map(|it| it.value.clone()),
            "limit": limit.map(|it| it.limit),
            "remaining": limit.map(|it| it.remaining),
            "reset": limit.map(|it| it.reset.to_rfc3339()),
            "workspaces_total": page.meta.total,
        });
        let mut document = document.to_string();
        document.pop();
        document += &format!(",\"workspaces\":[{}]}}", workspaces.join(","));
        let document =
            Raw::of(document).map_err(|error| Failure::output(&std::io::Error::from(error)))?;
        return output::item(context.layout(&[])?, Some(&document));
    }
    let mut text = format!("key         {key}, from {source}\n");
    let place = match base_url {
        Some(url) => format!("{}, from {}", url.value, url.source),
        None if context.is_demo() => "in this process".to_owned(),
        None => "the documented one".to_owned(),
    };
    text += &format!("service     {place}\n");
    text += &format!(
        "limit       {}\n",
        limit.map_or("not reported".to_owned(), left)
    );
    text += &format!("workspaces  {}\n", page.meta.total);
    for workspace in &page.data {
        let member = |name| {
            workspace
                .member(name)
                .and_then(|it| it.text())
                .unwrap_or_default()
        };
        let line = format!("            {}  {}", member("id"), member("name"));
        text += &escape(&line);
        text.push('\n');
    }
    output::text(&text)
}

fn left(limit: &RateLimit) -> String {
    format!(
        "{} of {} requests left, whole again in {} s",
        limit.remaining,
        limit.limit,
        limit.resets_in.as_secs()
    )
}
