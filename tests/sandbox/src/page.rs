//! The page that shows what is inside.

use chrono::DateTime;
use hyper::StatusCode;
use hyper::header::{CONTENT_SECURITY_POLICY, HOST, HeaderMap, HeaderValue};
use linksii_api::types::Plan;
use maud::{DOCTYPE, Markup, html};

use crate::auth::{PLANS, key_of};
use crate::data::Data;
use crate::journal::Entry;
use crate::limits::Left;
use crate::reply::Reply;
use crate::state::State;

/// How many requests are shown.
const REQUESTS: usize = 20;

/// How many characters of a query are shown.
const QUERY: usize = 120;

/// The page, its style or its script, if the path is theirs.
pub(crate) fn answer(state: &State, headers: &HeaderMap, path: &str) -> Option<Reply> {
    let (media_type, body) = match path {
        "/" => (
            "text/html; charset=utf-8",
            page(state, headers).into_string(),
        ),
        "/page.css" => ("text/css", include_str!("page.css").to_owned()),
        "/page.js" => ("text/javascript", include_str!("page.js").to_owned()),
        _ => return None,
    };
    let mut reply = Reply::new(StatusCode::OK, media_type, body);
    // What clients sent is shown and never run, and nothing comes from elsewhere.
    let policy = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; \
                  base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    let policy = HeaderValue::from_static(policy);
    reply.headers.insert(CONTENT_SECURITY_POLICY, policy);
    Some(reply)
}

fn page(state: &State, headers: &HeaderMap) -> Markup {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let base_path = state.endpoints.document.base_path;
    let base_url = format!("http://{}{base_path}", host.unwrap_or("127.0.0.1"));
    let key = key_of(&Plan::Enterprise);
    let now = state.clock.now();
    let faults = state.faults.waiting();
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "Linksii sandbox" }
                link rel="icon" href="data:,";
                link rel="stylesheet" href="/page.css";
                script src="/page.js" defer {}
            }
            body {
                header {
                    h1 { "Linksii sandbox" }
                    pre tabindex="0" { "curl " (base_url) "/workspaces -H \"Authorization: Bearer " (key) "\"" }
                    label hidden { input type="checkbox" checked; " Refresh every 2 seconds" }
                    p role="status" {}
                }
                main {
                    p { "The sandbox's clock: " (now.format("%Y-%m-%d %H:%M:%S")) " UTC" }
                    h2 { "Last requests" }
                    (requests(&state.journal.last(REQUESTS)))
                    h2 { "Limits" }
                    (limits(&state.limits.left(now)))
                    h2 { "Faults that wait" }
                    @if faults.is_empty() { p { "None." } }
                    @for fault in &faults { p.free { code { (fault) } } }
                    h2 { "Workspaces" }
                    (workspaces(&state.data()))
                    h2 { "Keys" }
                    (keys(&state.data()))
                }
            }
        }
    }
}

fn workspaces(data: &Data) -> Markup {
    let rows = data.spaces.iter().map(|space| {
        let workspace = &space.workspace;
        html! {
            tr id=(workspace.id) {
                td { (workspace.name) " " code { (workspace.id) } }
                td { (workspace.plan) }
                td { (space.run_count()) }
                td { (space.prompts.len()) }
                td { (space.competitors.len()) }
            }
        }
    });
    table(
        &["Workspace", "Plan", "Runs", "Prompts", "Competitors"],
        rows,
    )
}

fn keys(data: &Data) -> Markup {
    let at_start = PLANS.iter().map(|(plan, key)| {
        let access = match plan {
            Plan::Enterprise => "allowed everything",
            _ => "refused with 403",
        };
        (*key, format!("Of a workspace on {plan}: {access}"))
    });
    let created = data
        .keys
        .iter()
        .map(|key| (key.key.expose(), format!("Created: {}", key.name)));
    let rows = at_start.chain(created).map(|(key, what)| {
        html! { tr id=(key) { td { code { (key) } } td.free { (what) } } }
    });
    table(&["Key", "What it is"], rows)
}

fn limits(all: &[Left]) -> Markup {
    let rows = all.iter().map(|it| {
        let reset = DateTime::from_timestamp(it.reset, 0).unwrap_or_default();
        html! {
            tr {
                td { code { (it.key) } }
                td { @if it.path.is_empty() { "All else" } @else { code { (it.path) } } }
                td { (it.requests) " of " (it.limit) " a " (it.window) }
                td { (reset.format("%Y-%m-%d %H:%M")) " UTC" }
            }
        }
    });
    table(&["Key", "Path", "Left", "Reset"], rows)
}

fn requests(last: &[(usize, Entry)]) -> Markup {
    let rows = last.iter().map(|(number, entry)| {
        html! {
            tr id=(format!("request-{number}")) {
                td { (entry.at.format("%H:%M:%S")) }
                td.free { code { (entry.method) " " (entry.path) } " " (query(entry)) }
                td { @if let Some(status) = entry.status { (status) } @else { "No answer" } }
            }
        }
    });
    table(&["Time", "Request", "Status"], rows)
}

/// A table, or a word where it would be empty.
fn table(columns: &[&str], rows: impl Iterator<Item = Markup>) -> Markup {
    let rows: Vec<Markup> = rows.collect();
    html! {
        @if rows.is_empty() {
            p { "None." }
        } @else {
            table {
                thead { tr { @for column in columns { th scope="col" { (column) } } } }
                tbody { @for row in &rows { (row) } }
            }
        }
    }
}

/// A request's query, or the beginning of a long one.
fn query(entry: &Entry) -> String {
    let pairs = entry.query.iter();
    let pairs: Vec<String> = pairs
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let whole = pairs.join(" ");
    match whole.char_indices().nth(QUERY) {
        Some((end, _)) => format!("{}…", &whole[..end]),
        None => whole,
    }
}
