//! The page that shows what is inside.

use hyper::{Response, StatusCode};
use linksii_api::types::{Platform, TrackingRun, Workspace};
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::body::Body;
use crate::journal::Entry;
use crate::reply;
use crate::server::Server;
use crate::state::Data;

/// How many requests are shown.
const REQUESTS: usize = 20;

/// The most points that a line of the chart has.
const POINTS: u64 = 180;

/// The chart's size in its own units. Scores go up to 100.
const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 200.0;

/// A colour that can be told from the others by anyone, for each platform.
const COLOURS: [&str; 4] = ["#0072b2", "#d55e00", "#009e73", "#cc79a7"];

const STYLE: &str = "
body { font: 15px/1.5 system-ui, sans-serif; color: #1b1f24; background: #f6f7f9; margin: 0 auto; max-width: 60rem; padding: 1.5rem; }
h1 { font-size: 1.4rem; margin: 0; } h2 { font-size: 1.05rem; margin: 1.8rem 0 .5rem; }
section { background: #fff; border: 1px solid #dde1e6; border-radius: 8px; padding: .8rem 1rem; margin-bottom: .8rem; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .2rem .8rem .2rem 0; }
th { font-weight: 600; color: #57606a; } td.number { font-variant-numeric: tabular-nums; }
code { background: #eef0f3; border-radius: 4px; padding: .05rem .3rem; } svg { width: 100%; height: auto; }
.muted { color: #57606a; } .bad { color: #b3261e; font-weight: 600; } .key { margin-right: 1rem; white-space: nowrap; }
.key i { display: inline-block; width: .8rem; height: .8rem; border-radius: 2px; margin-right: .3rem; vertical-align: -1px; }
";

pub(crate) fn answer(server: &Server) -> Response<Body> {
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
                h1 { "Linksii sandbox" }
                p.muted { "In memory, on this machine. Its clock says " (now.format("%Y-%m-%d %H:%M:%S")) " UTC. The page follows every 5 seconds." }
                (workspaces(server))
                h2 { "Limits" }
                (limits(server))
                h2 { "Last requests" }
                (requests(&server.journal.last(REQUESTS)))
            }
        }
    };
    reply::html(StatusCode::OK, page.into_string())
}

fn workspaces(server: &Server) -> Markup {
    let data = server.state.lock();
    html! {
        @for workspace in &data.workspaces {
            section {
                h2 style="margin-top: 0" { (workspace.name) " " code { (workspace.id) } }
                p.muted {
                    "Plan " (workspace.plan) " · "
                    (counted(data.prompts.iter().filter(|it| it.workspace_id == workspace.id).count(), "prompt")) " · "
                    (counted(data.competitors.iter().filter(|it| it.workspace_id == workspace.id).count(), "competitor"))
                }
                (chart(&recent(server, &data, workspace)))
            }
        }
    }
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// A workspace's runs, the latest first; of many, as many as the chart can show.
fn recent(server: &Server, data: &Data, workspace: &Workspace) -> Vec<TrackingRun> {
    let stored = data
        .runs
        .iter()
        .filter(|it| it.workspace_id == workspace.id);
    let mut runs: Vec<TrackingRun> = stored.cloned().collect();
    if let Some(history) = server.state.history_of(&workspace.id) {
        let platforms = COLOURS.len() as u64;
        let rounds = history.len() / platforms;
        let step = (rounds / POINTS).max(1);
        let shown = (0..rounds).step_by(step as usize);
        runs.extend(
            shown
                .flat_map(|round| (0..platforms).map(move |it| round * platforms + it))
                .map(|index| history.run(index)),
        );
    }
    runs
}

fn chart(runs: &[TrackingRun]) -> Markup {
    let platforms = [
        Platform::Chatgpt,
        Platform::Claude,
        Platform::Gemini,
        Platform::Perplexity,
    ];
    let times = || runs.iter().map(|run| run.ran_at.timestamp());
    let (Some(first), Some(last)) = (times().min(), times().max()) else {
        return html! { p.muted { "No run yet. " code { "POST /_sandbox/runs" } " completes one." } };
    };
    let x = |run: &TrackingRun| {
        let span = (last - first).max(1) as f64;
        (run.ran_at.timestamp() - first) as f64 / span * WIDTH
    };
    let y = |run: &TrackingRun| HEIGHT - run.score / 100.0 * HEIGHT;
    let of = |platform: &Platform| {
        runs.iter()
            .filter(move |run| run.platform == *platform)
            .cloned()
            .collect::<Vec<_>>()
    };
    html! {
        svg viewBox=(format!("-30 -10 {} {}", WIDTH + 40.0, HEIGHT + 35.0)) role="img" aria-label="Scores by platform" {
            @for score in [0.0, 25.0, 50.0, 75.0, 100.0] {
                @let line = HEIGHT - score / 100.0 * HEIGHT;
                line x1="0" x2=(WIDTH) y1=(line) y2=(line) stroke="#dde1e6" {}
                text x="-6" y=(line + 4.0) font-size="11" text-anchor="end" fill="#57606a" { (score) }
            }
            text x="0" y=(HEIGHT + 20.0) font-size="11" fill="#57606a" { (date(first)) }
            @if last > first {
                text x=(WIDTH) y=(HEIGHT + 20.0) font-size="11" text-anchor="end" fill="#57606a" { (date(last)) }
            }
            @for (platform, colour) in platforms.iter().zip(COLOURS) {
                @let runs = of(platform);
                polyline fill="none" stroke=(colour) stroke-width="1.8" points=(runs.iter().map(|run| format!("{:.1},{:.1}", x(run), y(run))).collect::<Vec<_>>().join(" ")) {}
                @if runs.len() < 30 {
                    @for run in &runs { circle cx=(format!("{:.1}", x(run))) cy=(format!("{:.1}", y(run))) r="3.5" fill=(colour) {} }
                }
            }
        }
        p style="margin: 0" {
            @for (platform, colour) in platforms.iter().zip(COLOURS) {
                @if let Some(run) = of(platform).first() {
                    span.key { i style=(format!("background: {colour}")) {} (platform) " " strong { (run.score) } }
                }
            }
        }
    }
}

fn date(timestamp: i64) -> String {
    let time = chrono::DateTime::from_timestamp(timestamp, 0).unwrap_or_default();
    time.format("%Y-%m-%d").to_string()
}

fn limits(server: &Server) -> Markup {
    let spent = server.limits.spent(server.clock.now());
    html! {
        section {
            @if spent.is_empty() {
                p.muted style="margin: 0" { "Nothing is spent in this minute." }
            } @else {
                table {
                    tr { th { "Key" } th { "Endpoint" } th { "Left in this minute" } }
                    @for (endpoint, standing) in &spent {
                        tr {
                            td { code { (endpoint.key) } }
                            td { (if endpoint.path.is_empty() { "all else" } else { &endpoint.path }) }
                            td.number { (standing.remaining) " of " (standing.limit) }
                        }
                    }
                }
            }
        }
    }
}

fn requests(entries: &[Entry]) -> Markup {
    html! {
        section {
            @if entries.is_empty() {
                p.muted style="margin: 0" { "None yet. The line that the sandbox printed at its start makes one." }
            } @else {
                table {
                    tr { th { "Time" } th { "Request" } th { "Answer" } }
                    @for entry in entries {
                        tr {
                            td.number { (entry.at.format("%H:%M:%S")) }
                            td { code { (entry.method) " " (entry.path) } " " span.muted { (query(entry)) } }
                            td.number class=[entry.status.is_none_or(|it| it >= 400).then_some("bad")] {
                                @match entry.status { Some(status) => (status), None => "closed" }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn query(entry: &Entry) -> String {
    let pairs = entry
        .query
        .iter()
        .map(|(name, value)| format!("{name}={value}"));
    pairs.collect::<Vec<_>>().join(" ")
}
