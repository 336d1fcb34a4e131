//! Tracking results over time: by platform and day, and summed up by period.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use chrono::{DateTime, Days, NaiveDate, Utc};
use futures_util::StreamExt;
use linksii_api::Client;

use crate::failure::Failure;
use crate::notes::Notes;
use crate::raw::Raw;

/// How many results are asked for at once.
const PAGE: u32 = 100;

/// A tracking result, as far as it can be read. What is missing or no number is a gap.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Run {
    pub(crate) platform: String,
    pub(crate) score: Option<f64>,
    pub(crate) mentions: Option<f64>,
    pub(crate) at: Option<DateTime<Utc>>,
}

/// What one platform's results are on one day.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Day {
    /// Of those that have one.
    pub(crate) score: Option<f64>,
    pub(crate) mentions: Option<f64>,
}

/// The results of each platform by day. A day without results is not in it.
pub(crate) type Platforms = BTreeMap<String, BTreeMap<NaiveDate, Day>>;

/// The days of a period, the last one included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Period {
    pub(crate) from: NaiveDate,
    pub(crate) to: NaiveDate,
}

/// What a platform's scores were in a period.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Summary {
    pub(crate) platform: String,
    pub(crate) days: usize,
    pub(crate) first: f64,
    pub(crate) last: f64,
    pub(crate) mean: f64,
    pub(crate) best: (NaiveDate, f64),
    pub(crate) worst: (NaiveDate, f64),
    pub(crate) mentions: f64,
}

impl Run {
    pub(crate) fn of(row: &Raw) -> Self {
        let text = |name: &str| row.member(name).and_then(|it| it.text());
        let number = |name: &str| {
            let value = row.member(name)?;
            let text = value.text().unwrap_or_else(|| value.as_str().to_owned());
            text.trim().parse::<f64>().ok().filter(|it| it.is_finite())
        };
        let at = text("ran_at").and_then(|it| DateTime::parse_from_rfc3339(&it).ok());
        Self {
            platform: text("platform")
                .filter(|it| !it.is_empty())
                .unwrap_or_else(|| "unknown".to_owned()),
            score: number("score"),
            mentions: number("mention_count"),
            at: at.map(Into::into),
        }
    }
}

impl Period {
    /// This many days, today the last.
    pub(crate) fn of_days(days: u32) -> Self {
        let to = Utc::now().date_naive();
        let from = to.checked_sub_days(Days::new(u64::from(days.max(1)) - 1));
        Self {
            from: from.unwrap_or(NaiveDate::MIN),
            to,
        }
    }

    /// The period of the same length before it.
    pub(crate) fn before(&self) -> Self {
        let days = (self.to - self.from).num_days().unsigned_abs() + 1;
        let back = |day: NaiveDate| day.checked_sub_days(Days::new(days));
        Self {
            from: back(self.from).unwrap_or(NaiveDate::MIN),
            to: back(self.to).unwrap_or(NaiveDate::MIN),
        }
    }

    pub(crate) fn contains(&self, day: NaiveDate) -> bool {
        (self.from..=self.to).contains(&day)
    }

    /// The midnight that it begins with.
    pub(crate) fn start(&self) -> DateTime<Utc> {
        self.from.and_time(chrono::NaiveTime::MIN).and_utc()
    }
}

/// The results from a time on, out of pages.
///
/// In which order they are listed is not documented. While the latest come first, the first that is too old
/// ends it; otherwise all are read.
pub(crate) struct Since {
    since: DateTime<Utc>,
    last: Option<DateTime<Utc>>,
    /// Whether a result is later than the one before it, and whether one is earlier.
    rises: bool,
    falls: bool,
    pub(crate) runs: Vec<Run>,
}

impl Since {
    pub(crate) fn new(since: DateTime<Utc>) -> Self {
        Self {
            since,
            last: None,
            rises: false,
            falls: false,
            runs: Vec::new(),
        }
    }

    /// Takes a page's items. It breaks where no later page is of use.
    pub(crate) fn take(&mut self, items: &[Raw]) -> ControlFlow<()> {
        for run in items.iter().map(Run::of) {
            let Some(at) = run.at else {
                continue;
            };
            self.rises |= self.last.is_some_and(|last| at > last);
            self.falls |= self.last.is_some_and(|last| at < last);
            self.last = Some(at);
            if at >= self.since {
                self.runs.push(run);
            } else if self.falls && !self.rises {
                return ControlFlow::Break(());
            }
        }
        ControlFlow::Continue(())
    }
}

/// Fetches a workspace's results from a time on.
pub(crate) async fn fetch(
    client: &Client,
    workspace: &str,
    since: DateTime<Utc>,
    notes: &Notes,
) -> Result<Vec<Run>, Failure> {
    let call = client.tracking().list(workspace).limit(PAGE);
    let mut pages = call.items_as::<Raw>().pages();
    let mut since = Since::new(since);
    let mut seen = 0;
    while let Some(page) = pages.next().await {
        let page = match page {
            Ok(page) => page,
            Err(error) => {
                notes.end();
                return Err(error.into());
            }
        };
        let total = page.meta.has_total().then_some(page.meta.total);
        if seen == 0 {
            notes.begin(total, "tracking results");
        }
        seen += page.data.len() as u64;
        notes.advance(seen, total);
        if since.take(&page.data).is_break() {
            break;
        }
    }
    notes.end();
    Ok(since.runs)
}

/// The results of a period by platform and day; several of one day as their mean.
pub(crate) fn by_platform(runs: &[Run], period: Period) -> Platforms {
    let mut all: BTreeMap<String, BTreeMap<NaiveDate, Vec<&Run>>> = BTreeMap::new();
    for run in runs {
        let Some(day) = run.at.map(|at| at.date_naive()) else {
            continue;
        };
        if period.contains(day) {
            let days = all.entry(run.platform.clone()).or_default();
            days.entry(day).or_default().push(run);
        }
    }
    let day = |runs: Vec<&Run>| Day {
        score: mean(runs.iter().filter_map(|run| run.score)),
        mentions: sum(runs.iter().filter_map(|run| run.mentions)),
    };
    let days = |days: BTreeMap<NaiveDate, Vec<&Run>>| {
        let days = days.into_iter().map(|(date, runs)| (date, day(runs)));
        days.collect()
    };
    let all = all.into_iter();
    all.map(|(platform, runs)| (platform, days(runs))).collect()
}

/// Sums up each platform that has a score.
pub(crate) fn summaries(platforms: &Platforms) -> Vec<Summary> {
    let summaries = platforms.iter().filter_map(|(platform, days)| {
        let scores: Vec<(NaiveDate, f64)> = days
            .iter()
            .filter_map(|(date, day)| Some((*date, day.score?)))
            .collect();
        let by_score = |a: &&(NaiveDate, f64), b: &&(NaiveDate, f64)| a.1.total_cmp(&b.1);
        Some(Summary {
            platform: platform.clone(),
            days: scores.len(),
            first: scores.first()?.1,
            last: scores.last()?.1,
            mean: mean(scores.iter().map(|(_, score)| *score))?,
            // Of several that are equal, the latest.
            best: *scores.iter().max_by(by_score)?,
            worst: *scores.iter().rev().min_by(by_score)?,
            mentions: sum(days.values().filter_map(|day| day.mentions)).unwrap_or(0.0),
        })
    });
    summaries.collect()
}

/// The mean of all scores of a platform's days.
pub(crate) fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    // Step by step, so that huge values do not add up to infinity.
    let mut mean = 0.0;
    let mut count = 0.0;
    for value in values {
        count += 1.0;
        mean += (value - mean) / count;
    }
    (count > 0.0).then_some(mean)
}

fn sum(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut values = values.peekable();
    values.peek()?;
    Some(values.sum::<f64>()).filter(|sum| sum.is_finite())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
pub(crate) mod tests {
    use super::*;

    fn run(json: &str) -> Run {
        Run::of(&Raw::of(json.to_owned()).unwrap())
    }

    pub(crate) fn date(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2025, 6, day).unwrap()
    }

    pub(crate) fn days(scores: &[(u32, Option<f64>)]) -> BTreeMap<NaiveDate, Day> {
        let day = |score| Day {
            score,
            mentions: None,
        };
        scores
            .iter()
            .map(|(at, score)| (date(*at), day(*score)))
            .collect()
    }

    #[test]
    fn what_cannot_be_read_is_a_gap() {
        let whole =
            run(r#"{"platform":"claude","score":"68.5","ran_at":"2025-06-01T10:00:00+02:00"}"#);
        assert_eq!(whole.score, Some(68.5));
        assert_eq!(whole.at.unwrap().to_rfc3339(), "2025-06-01T08:00:00+00:00");
        let odd = run(r#"{"score":1e999,"ran_at":"yesterday","platform":null}"#);
        assert_eq!(
            (odd.score, odd.at, odd.platform.as_str()),
            (None, None, "unknown")
        );
    }

    #[test]
    fn results_are_read_in_either_order() {
        let item = |day: u32| {
            let item = format!(
                r#"{{"platform":"claude","ran_at":"{}T10:00:00Z"}}"#,
                date(day)
            );
            Raw::of(item).unwrap()
        };
        let read = |days: &[u32]| {
            let mut since = Since::new(date(3).and_time(chrono::NaiveTime::MIN).and_utc());
            let items: Vec<Raw> = days.iter().copied().map(item).collect();
            let ends = since.take(&items).is_break();
            (since.runs.len(), ends)
        };
        assert_eq!(read(&[4, 3, 2, 1]), (2, true));
        assert_eq!(read(&[1, 2, 3, 4]), (2, false));
        assert_eq!(read(&[2, 2, 4]), (1, false));
    }

    #[test]
    fn a_period_is_summed_up() {
        let platforms = BTreeMap::from([(
            "claude".to_owned(),
            days(&[(1, Some(60.0)), (2, None), (3, Some(70.0)), (4, Some(65.0))]),
        )]);
        let summary = summaries(&platforms).remove(0);
        assert_eq!(
            (summary.first, summary.last, summary.mean),
            (60.0, 65.0, 65.0)
        );
        assert_eq!(
            (summary.best, summary.worst),
            ((date(3), 70.0), (date(1), 60.0))
        );
    }
}
