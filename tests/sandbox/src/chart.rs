//! The page's chart: a workspace's scores over time, a line for each platform.

use linksii_api::types::{Platform, TrackingRun};
use maud::{Markup, html};

use crate::history::{History, platform, platforms};

/// The most points that a line has for a workspace's past: a year is one point for five days.
const POINTS: u64 = 73;

/// The most runs that a point is the mean of.
const SAMPLE: u64 = 24;

/// The most of the latest runs that are drawn one by one.
const RECENT: usize = 200;

/// The chart's size in its own units. Scores go from 0 to 100.
const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 240.0;

/// A time in Unix seconds, and the score then.
struct Point {
    time: i64,
    score: f64,
}

/// What is drawn of a platform, the latest first. Its place gives it its colour.
struct Line {
    place: u64,
    platform: Platform,
    latest: f64,
    past: Vec<Point>,
    recent: Vec<Point>,
}

/// How many runs each point of the past stands for.
#[derive(Clone, Copy)]
struct Bucket {
    size: u64,
    step: u64,
}

impl Bucket {
    fn of(history: &History) -> Self {
        let size = rounds(history).div_ceil(POINTS).max(1);
        let step = size.div_ceil(SAMPLE);
        Self { size, step }
    }

    /// What a reader has to know of it.
    fn caption(self) -> Option<String> {
        let sample = self.size.div_ceil(self.step);
        match (self.size, self.step) {
            (1, _) => None,
            (size, 1) => Some(format!("Each point is the mean of {size} runs.")),
            (size, _) => Some(format!(
                "Each point is the mean of {sample} of {size} runs."
            )),
        }
    }
}

/// How many runs each platform has.
fn rounds(history: &History) -> u64 {
    history.len() / platforms()
}

/// Draws a workspace's runs, if there are any: those that are computed, and those that are stored, the
/// latest first.
pub(crate) fn chart(history: Option<&History>, stored: &[&TrackingRun]) -> Option<Markup> {
    let lines: Vec<Line> = (0..platforms())
        .filter_map(|place| line(place, history, stored))
        .collect();
    let (first, last) = span(history, &lines)?;
    Some(html! {
        (drawing(&lines, first, last))
        ul.legend {
            li.quiet { "Latest:" }
            @for line in &lines {
                li class=(format!("p{}", line.place)) { i {} (line.platform) " " strong { (line.latest) } }
            }
        }
        @if let Some(caption) = history.and_then(|it| Bucket::of(it).caption()) {
            p.quiet { (caption) }
        }
    })
}

fn drawing(lines: &[Line], first: i64, last: i64) -> Markup {
    let x = |time: i64| {
        let span = (last - first) as f64;
        // A single time stands in the middle.
        let place = if last > first {
            (time - first) as f64 / span
        } else {
            0.5
        };
        format!("{:.1}", place * WIDTH)
    };
    let y = |score: f64| format!("{:.1}", HEIGHT - score / 100.0 * HEIGHT);
    let points = |points: &[Point]| {
        let pairs = points.iter().map(|it| x(it.time) + "," + &y(it.score));
        pairs.collect::<Vec<_>>().join(" ")
    };
    html! {
        svg viewBox=(format!("-46 -14 {} {}", WIDTH + 60.0, HEIGHT + 46.0)) role="img" aria-label="Visibility scores from 0 to 100 by platform" {
            @for score in [0.0, 25.0, 50.0, 75.0, 100.0] {
                line.grid x1="0" x2=(WIDTH) y1=(y(score)) y2=(y(score)) {}
                text x="-8" y=(y(score)) text-anchor="end" dominant-baseline="middle" { (score) }
            }
            @for (time, anchor, class) in ticks(first, last) {
                text x=(x(time)) y=(HEIGHT + 24.0) text-anchor=(anchor) class=(class) { (date(time)) }
            }
            @for line in lines {
                g class=(format!("p{}", line.place)) data-platform=(line.platform) {
                    polyline.line points=(points(&line.past)) {}
                    polyline.line points=(points(&line.recent)) {}
                    @for point in line.recent.iter().take(30) { circle cx=(x(point.time)) cy=(y(point.score)) r="3.5" {} }
                }
            }
        }
    }
}

fn line(place: u64, history: Option<&History>, stored: &[&TrackingRun]) -> Option<Line> {
    let platform = platform(place);
    let recent = stored.iter().filter(|run| run.platform == platform);
    let recent: Vec<Point> = recent
        .take(RECENT)
        .map(|run| Point {
            time: run.ran_at.timestamp(),
            score: run.score,
        })
        .collect();
    let past = history.map_or_else(Vec::new, |it| past(it, place));
    let latest = recent.first().map(|point| point.score);
    let latest = latest.or_else(|| Some(history?.latest(place)?.score))?;
    Some(Line {
        place,
        platform,
        latest,
        past,
        recent,
    })
}

/// A platform's past, each point the mean of some runs that follow each other.
fn past(history: &History, place: u64) -> Vec<Point> {
    let (rounds, Bucket { size, step }) = (rounds(history), Bucket::of(history));
    let starts = (0..rounds).step_by(usize::try_from(size).unwrap_or(usize::MAX));
    let mean = |start: u64| {
        let own = start..(start + size).min(rounds);
        let runs = own.step_by(usize::try_from(step).unwrap_or(usize::MAX));
        let (mut count, mut score, mut time) = (0, 0.0, 0);
        for round in runs {
            let run = history.run(round * platforms() + place);
            count += 1;
            score += run.score;
            time += run.ran_at.timestamp();
        }
        Point {
            time: time / count.max(1),
            score: score / count.max(1) as f64,
        }
    };
    starts.map(mean).collect()
}

/// From when to when there are runs, if there are any.
fn span(history: Option<&History>, lines: &[Line]) -> Option<(i64, i64)> {
    let recent = lines.iter().flat_map(|it| &it.recent).map(|it| it.time);
    let ends = history
        .filter(|it| it.len() > 0)
        .map(|it| [it.run(it.len() - 1), it.run(0)]);
    let ends = ends.into_iter().flatten().map(|run| run.ran_at.timestamp());
    let times: Vec<i64> = recent.chain(ends).collect();
    Some((*times.iter().min()?, *times.iter().max()?))
}

/// The dates below the chart, with their anchors. Those between the ends are left out where there is no
/// room.
fn ticks(first: i64, last: i64) -> Vec<(i64, &'static str, &'static str)> {
    if date(first) == date(last) {
        return vec![(first, if first == last { "middle" } else { "start" }, "")];
    }
    let mut ticks = vec![(first, "start", ""), (last, "end", "")];
    if last - first >= 4 * 86_400 {
        let between = (1..4).map(|quarter| first + (last - first) / 4 * quarter);
        ticks.extend(between.map(|time| (time, "middle", "between")));
    }
    ticks
}

fn date(timestamp: i64) -> String {
    let time = chrono::DateTime::from_timestamp(timestamp, 0).unwrap_or_default();
    time.format("%Y-%m-%d").to_string()
}
