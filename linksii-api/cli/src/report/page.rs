//! The page: HTML by templates that escape whatever they are given.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::chart::{self, COLOURS, Line};
use super::data::{Prompt, Report};
use crate::drawing::{bounds, change, segments, short};
use crate::scores::{self, Summary};

const STYLE: &str = include_str!("page.css");

/// Nothing is fetched and nothing runs, whatever a name holds.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// The sizes of a chart: on a desk, and on a phone.
const SIZES: [(&str, chart::Size); 2] = [("wide", (860, 320)), ("narrow", (340, 260))];

pub(super) fn page(report: &Report) -> String {
    let title = format!("{}: how AI assistants talk about it", report.name);
    let period = report.period;
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="color-scheme" content="light dark";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main {
                    header {
                        h1 { bdi { (report.name) } }
                        p.quiet {
                            (period.from) " to " (period.to) ", workspace "
                            code { (report.workspace) } ". Made on "
                            (report.made.format("%Y-%m-%d at %H:%M UTC")) "."
                        }
                    }
                    (overview(report))
                    (by_day(report, "Scores", "The visibility score of each platform, 0 to 100.", Of::Score))
                    (by_day(report, "Mentions", "In how many answers of a day the brand was mentioned.", Of::Mentions))
                    (competitors(report))
                    (prompts(&report.prompts))
                    (limits(report))
                }
            }
        }
    };
    page.into_string()
}

/// A line of the page's colours, beside a name.
fn swatch(report: &Report, platform: &str) -> Markup {
    let at = report
        .platforms
        .keys()
        .position(|it| it == platform)
        .unwrap_or(0)
        % COLOURS;
    html! {
        svg.swatch viewBox="0 0 16 8" aria-hidden="true" {
            line x1="0" y1="4" x2="16" y2="4" class=(format!("line-s{at}")) stroke-width="3" {}
        }
    }
}

fn overview(report: &Report) -> Markup {
    let before: BTreeMap<&str, &Summary> = report
        .before
        .iter()
        .map(|it| (it.platform.as_str(), it))
        .collect();
    let versus = report.period.before();
    html! {
        section aria-labelledby="overview" {
            h2 #overview { "Overview" }
            @if report.now.is_empty() {
                p { "There are no scores in this period." }
            } @else {
                div.scroll tabindex="0" role="group" aria-label="Scores by platform" {
                    table {
                        caption { "Mean scores, compared with " (versus.from) " to " (versus.to) }
                        thead {
                            tr {
                                th scope="col" { "Platform" }
                                @for name in ["Mean", "Before", "Change", "Last", "Best", "Worst", "Mentions"] {
                                    th.number scope="col" { (name) }
                                }
                            }
                        }
                        tbody {
                            @for now in &report.now {
                                @let before = before.get(now.platform.as_str());
                                tr {
                                    th scope="row" { (swatch(report, &now.platform)) " " bdi { (now.platform) } }
                                    td.number { (short(now.mean)) }
                                    td.number { (before.map_or("–".to_owned(), |it| short(it.mean))) }
                                    td.number { (before.map_or("–".to_owned(), |it| change(now.mean - it.mean))) }
                                    td.number { (short(now.last)) }
                                    td.number { (short(now.best.1)) }
                                    td.number { (short(now.worst.1)) }
                                    td.number { (short(now.mentions)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What a chart shows of a day.
#[derive(Clone, Copy)]
enum Of {
    Score,
    Mentions,
}

impl Of {
    fn value(self, day: scores::Day) -> Option<f64> {
        match self {
            Self::Score => day.score,
            Self::Mentions => day.mentions,
        }
    }
}

fn by_day(report: &Report, title: &str, about: &str, of: Of) -> Markup {
    let platforms = shown(report, of);
    let has_values = platforms
        .values()
        .flat_map(BTreeMap::values)
        .any(|day| day.score.is_some());
    let id = title.to_lowercase();
    html! {
        section aria-labelledby=(id) {
            h2 id=(id) { (title) }
            @if has_values {
                p { (about) }
                figure {
                    figcaption {
                        ul.legend {
                            @for platform in platforms.keys() {
                                li { (swatch(report, platform)) " " bdi { (platform) } }
                            }
                        }
                    }
                    @for (class, size) in SIZES {
                        div class=(class) { (drawing(report, &platforms, of, size)) }
                    }
                }
                details {
                    summary { (title) " as a table" }
                    (table(title, &platforms))
                }
            } @else {
                p { "There are none in this period." }
            }
        }
    }
}

/// The platforms, with what is shown as their score.
fn shown(report: &Report, of: Of) -> scores::Platforms {
    let mut platforms = report.platforms.clone();
    for day in platforms.values_mut().flat_map(BTreeMap::values_mut) {
        day.score = of.value(*day);
    }
    platforms
}

fn drawing(report: &Report, platforms: &scores::Platforms, of: Of, size: chart::Size) -> Markup {
    let lines: Vec<Line> = platforms
        .values()
        .map(|days| Line {
            segments: segments(days, |date, score| (date, score)),
        })
        .collect();
    let (low, high) = bounds(platforms);
    let low = match of {
        Of::Score => low,
        Of::Mentions => low.min(0.0),
    };
    let high = match of {
        Of::Score => high,
        Of::Mentions => high.max(1.0),
    };
    match chart::lines(&lines, report.period, low..high, size) {
        Some(svg) => html! { (PreEscaped(svg)) },
        None => html! { p { "It could not be drawn: see the table." } },
    }
}

fn table(title: &str, platforms: &scores::Platforms) -> Markup {
    let dates: BTreeSet<NaiveDate> = platforms
        .values()
        .flat_map(|it| it.keys().copied())
        .collect();
    html! {
        div.scroll tabindex="0" role="group" aria-label=(format!("{title} by day")) {
            table {
                caption { (title) " by day" }
                thead {
                    tr {
                        th scope="col" { "Day" }
                        @for platform in platforms.keys() {
                            th.number scope="col" { bdi { (platform) } }
                        }
                    }
                }
                tbody {
                    @for date in dates.iter().rev() {
                        tr {
                            th scope="row" { (date) }
                            @for days in platforms.values() {
                                td.number {
                                    (days.get(date).and_then(|it| it.score).map_or("–".to_owned(), short))
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn competitors(report: &Report) -> Markup {
    html! {
        section aria-labelledby="competitors" {
            h2 #competitors { "Competitors" }
            @if report.competitors.is_empty() {
                p { "There are none." }
            } @else {
                ul.names {
                    @for competitor in &report.competitors {
                        li {
                            bdi { (competitor.name) }
                            @if !competitor.domain.is_empty() {
                                " " span.quiet { bdi { (competitor.domain) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn prompts(prompts: &[Prompt]) -> Markup {
    let mut stages: Vec<&str> = Vec::new();
    for prompt in prompts {
        if !stages.contains(&prompt.stage.as_str()) {
            stages.push(&prompt.stage);
        }
    }
    html! {
        section aria-labelledby="prompts" {
            h2 #prompts { "Prompts by stage" }
            @if prompts.is_empty() {
                p { "There are none." }
            }
            @for stage in stages {
                h3 { bdi { (stage) } }
                ul {
                    @for prompt in prompts.iter().filter(|it| it.stage == stage) {
                        li {
                            bdi { (prompt.text) }
                            @if !prompt.is_active { " " span.quiet { "(not asked)" } }
                        }
                    }
                }
            }
        }
    }
}

fn limits(report: &Report) -> Markup {
    html! {
        section aria-labelledby="limits" {
            h2 #limits { "Limits" }
            @match &report.limit {
                Some(limit) => {
                    p {
                        (limit.remaining) " of " (limit.limit) " requests were left in the minute until "
                        (limit.reset.format("%H:%M:%S UTC")) "."
                    }
                }
                None => p { "The service did not report any." },
            }
        }
    }
}
