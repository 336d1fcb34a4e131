//! The page that shows what is inside.

use hyper::header::HOST;
use hyper::{Response, StatusCode};
use linksii_api::types::{Plan, TrackingRun, Workspace};
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::body::Body;
use crate::chart::chart;
use crate::journal::Entry;
use crate::limits::Spent;
use crate::received::Received;
use crate::server::Server;
use crate::state::Data;
use crate::{BASE_PATH, auth, reply};

/// How many requests are shown.
const REQUESTS: usize = 20;

/// How many characters of a query are shown.
const QUERY: usize = 120;

const STYLE: &str = include_str!("page.css");

pub(crate) fn answer(server: &Server, received: &Received) -> Response<Body> {
    let host = received.parts.headers.get(HOST);
    let host = host.and_then(|host| host.to_str().ok());
    let origin = format!("http://{}", host.unwrap_or("127.0.0.1"));
    let base_url = format!("{origin}{BASE_PATH}");
    let now = server.clock.now();
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="refresh" content="5";
                title { "Linksii sandbox" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header {
                    h1 { "Linksii sandbox" }
                    span.quiet { "Base URL " code { (base_url) } }
                    span.quiet { "Key " code { (auth::key_of(&Plan::Enterprise)) } }
                    span.quiet { "Its clock " (now.format("%Y-%m-%d %H:%M:%S")) " UTC" }
                }
                main {
                    div.column { (workspaces(server, &origin)) }
                    div.column {
                        (requests(&server.journal.last(REQUESTS), &base_url))
                        (limits(&server.limits.spent(now)))
                        (faults(server))
                    }
                }
            }
        }
    };
    reply::html(StatusCode::OK, page.into_string())
}

fn workspaces(server: &Server, origin: &str) -> Markup {
    let data = server.state.lock();
    html! { @for workspace in &data.workspaces { (section(server, &data, workspace, origin)) } }
}

fn section(server: &Server, data: &Data, workspace: &Workspace, origin: &str) -> Markup {
    let id = &workspace.id;
    let history = server.state.history_of(id);
    let runs = data.runs.iter().filter(|it| it.workspace_id == *id);
    let runs: Vec<&TrackingRun> = runs.collect();
    let results = runs.len() as u64 + history.map_or(0, crate::History::len);
    let prompts = data.prompts.iter().filter(|it| it.workspace_id == *id);
    let competitors = data.competitors.iter().filter(|it| it.workspace_id == *id);
    html! {
        section {
            h2 { (workspace.name) " " code { (id) } span.plan { (workspace.plan) } }
            p.quiet {
                (counted(results, "tracking result")) " · "
                (counted(prompts.count() as u64, "prompt")) " · "
                (counted(competitors.count() as u64, "competitor"))
            }
            @if let Some(chart) = chart(history, &runs) {
                p { "Visibility score, 0 to 100" }
                (chart)
            } @else {
                p.quiet { "No run yet. This completes one:" }
                pre { "curl " (origin) "/_sandbox/runs --data " (id) }
            }
        }
    }
}

fn counted(count: u64, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

fn limits(spent: &[Spent]) -> Markup {
    html! {
        section {
            h2 { "Limits left" }
            @if spent.is_empty() {
                p.quiet { "Nothing is spent in this minute." }
            } @else {
                table {
                    tr { th { "Key" } th { "Endpoint" } th.number { "Left" } }
                    @for spent in spent {
                        @let left = spent.limit.saturating_sub(spent.requests);
                        tr {
                            td { code { (spent.endpoint.key) } }
                            td { (endpoint(spent)) br; span.quiet { "a " (spent.window) } }
                            td.number {
                                (left) " of " (spent.limit)
                                br;
                                meter min="0" max=(spent.limit) low=(f64::from(spent.limit) / 5.0) value=(left) {}
                            }
                        }
                    }
                }
            }
        }
    }
}

fn endpoint(spent: &Spent) -> &str {
    match spent.endpoint.path.as_str() {
        "" => "all else",
        path => path,
    }
}

fn faults(server: &Server) -> Markup {
    let waiting = server.faults.waiting();
    html! {
        @if !waiting.is_empty() {
            section {
                h2 { "Faults that wait" }
                @for fault in &waiting { p { code { (fault) } } }
            }
        }
    }
}

fn requests(entries: &[Entry], base_url: &str) -> Markup {
    html! {
        section {
            h2 { "Last requests" }
            @if entries.is_empty() {
                p.quiet { "No request yet. This makes one:" }
                pre { "curl " (base_url) "/workspaces -H \"Authorization: Bearer " (auth::key_of(&Plan::Enterprise)) "\"" }
            } @else {
                table {
                    tr { th { "Time" } th { "Request" } th.number { "Answer" } }
                    @for entry in entries {
                        tr {
                            td.number { (entry.at.format("%H:%M:%S")) }
                            td { code { (entry.method) " " (entry.path) } " " span.quiet { (query(entry)) } }
                            (status(entry.status))
                        }
                    }
                }
            }
        }
    }
}

fn status(status: Option<u16>) -> Markup {
    html! {
        @match status {
            Some(status) if status < 400 => td.number.good { (status) },
            Some(status) => td.number.bad { (status) },
            None => td.number.bad { "none" },
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
