//! Believable data: what a [`History`] is made of.
//!
//! A run is computed from the seed and its index. The latest are held, as JSON; the others are computed
//! when they are asked for, so that a million of them cost no memory.

use std::ops::Range;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use linksii_api::types::{
    Competitor, CompetitorId, Platform, Prompt, PromptCategory, RunId, TrackingRun, Workspace,
};

use crate::history::History;
use crate::rows::{Rows, append, row};

/// How many of the latest runs are held: more than a year of daily ones.
const HELD: usize = 2000;

/// The platforms, each with the score that it starts from and the points that it gains in a year.
pub(crate) static PLATFORMS: [(Platform, f64, f64); 4] = [
    (Platform::Chatgpt, 58.0, 14.0),
    (Platform::Claude, 52.0, 20.0),
    (Platform::Gemini, 47.0, 6.0),
    (Platform::Perplexity, 63.0, -4.0),
];

/// The competitors, all in the trade that the prompts ask about.
static COMPETITORS: [(&str, &str); 5] = [
    ("Monday.com", "monday.com"),
    ("Notion", "notion.so"),
    ("Trello", "trello.com"),
    ("ClickUp", "clickup.com"),
    ("Basecamp", "basecamp.com"),
];

/// The prompts, by the stage that each belongs to.
static PROMPTS: [(PromptCategory, &[&str]); 3] = [
    (
        PromptCategory::Awareness,
        &[
            "How do remote teams keep track of their work?",
            "What is the best way to plan a product launch?",
            "What are the best project management tools for small teams?",
        ],
    ),
    (
        PromptCategory::Consideration,
        &[
            "Which project management tools have a good free plan?",
            "Compare Kanban tools for a team of ten",
            "Which project management tool works best with Slack?",
        ],
    ),
    (
        PromptCategory::Decision,
        &[
            "Is Northwind Tasks better than Trello?",
            "How much does Northwind Tasks cost for twenty people?",
        ],
    ),
];

/// The workspace of a [`History`], and what belongs to it.
#[derive(Debug)]
pub(crate) struct Past {
    history: History,
    /// A run that the others are copies of, but for what is drawn.
    example: TrackingRun,
    /// The latest runs.
    held: Rows,
}

impl Past {
    pub(crate) fn new(history: History) -> Self {
        let mut example = TrackingRun::example();
        example.workspace_id = History::workspace_id();
        example.prompt_count = prompts().count() as u64;
        let mut past = Self {
            history,
            example,
            held: Rows::default(),
        };
        let held = 0..past.len().min(HELD);
        past.held = held.map(|index| row(&past.run(index))).collect();
        past
    }

    /// How many runs there are.
    pub(crate) fn len(&self) -> usize {
        self.history.days as usize * self.history.runs_per_day as usize * PLATFORMS.len()
    }

    /// Lists the runs at these indices. The latest come first.
    pub(crate) fn list(&self, indices: Range<usize>, json: &mut String) {
        append(json, self.held.list(indices.clone()));
        for index in indices.start.max(self.held.len())..indices.end.min(self.len()) {
            append(json, &row(&self.run(index)));
        }
    }

    pub(crate) fn workspace(&self) -> Workspace {
        let mut workspace = Workspace::example();
        workspace.id = History::workspace_id();
        workspace.name = "Northwind Tasks".to_owned();
        workspace.slug = "northwind-tasks".to_owned();
        workspace.created_at = self.time(self.history.days.into(), 0);
        workspace
    }

    pub(crate) fn prompts(&self) -> impl Iterator<Item = Prompt> {
        prompts().enumerate().map(|(index, (category, text))| {
            let mut prompt = Prompt::example();
            prompt.id = format!("prompt_01HN{index:02}").into();
            prompt.workspace_id = History::workspace_id();
            prompt.text = text.to_owned();
            prompt.category = category;
            prompt.created_at = self.time(self.history.days.into(), 0);
            prompt
        })
    }

    pub(crate) fn competitors(&self) -> impl Iterator<Item = Competitor> {
        let all = COMPETITORS.iter().enumerate();
        all.map(|(index, (name, domain))| {
            let mut competitor = Competitor::example();
            competitor.id = CompetitorId::from(format!("comp_01HN{index:02}"));
            competitor.workspace_id = History::workspace_id();
            competitor.name = (*name).to_owned();
            competitor.domain = Some((*domain).to_owned());
            competitor.logo_url = Some(format!("https://logos.example/{domain}.png"));
            competitor
        })
    }

    fn run(&self, index: usize) -> TrackingRun {
        let (round, platform) = (index / PLATFORMS.len(), index % PLATFORMS.len());
        let runs_per_day = self.history.runs_per_day as usize;
        let (days_ago, of_day) = (round / runs_per_day, round % runs_per_day);
        let day = (self.history.days as usize).saturating_sub(days_ago) as f64;
        let mut run = self.example.clone();
        run.id = RunId::from(format!("run_01H{:06}", self.len() - index));
        run.ran_at = self.time(days_ago as u64, (runs_per_day - 1 - of_day) as i64);
        draw(&mut run, platform, self.history.seed, day, round as u64);
        run
    }

    /// When a day's run was made: the first at 08:00, the others spread over the rest of the day.
    fn time(&self, days_ago: u64, of_day: i64) -> DateTime<Utc> {
        let day = self.history.until.checked_sub_days(Days::new(days_ago));
        let apart = i64::from(16 * 60 / self.history.runs_per_day);
        let minutes = TimeDelta::minutes(8 * 60 + apart * of_day);
        let midnight = day.unwrap_or(NaiveDate::MIN).and_time(NaiveTime::MIN);
        midnight.and_utc() + minutes
    }
}

/// The results of a new run, one a platform, each a few points from the one before on its platform.
pub(crate) fn next_runs(before: &[TrackingRun], prompts: u64, seed: u64) -> Vec<TrackingRun> {
    let next = |platform: usize| {
        let name = &PLATFORMS[platform].0;
        let last = before.iter().find(|run| run.platform == *name);
        let mut run = last.cloned().unwrap_or_else(|| {
            let mut first = TrackingRun::example();
            draw(&mut first, platform, seed, 0.0, 0);
            first
        });
        let step = fastrand::Rng::with_seed(seed + platform as u64).i8(-3..=3);
        run.score = (run.score + f64::from(step)).clamp(1.0, 100.0);
        run.prompt_count = prompts;
        run.mention_count = mentions(run.score, prompts, 0.0);
        run
    };
    (0..PLATFORMS.len()).map(next).collect()
}

/// Draws a run's numbers: a trend, a weekly cycle, a drift over a fortnight, and chance.
fn draw(run: &mut TrackingRun, platform: usize, seed: u64, day: f64, round: u64) {
    let (name, base, gain) = &PLATFORMS[platform];
    let random = |what: u64, index: u64| {
        let mixed = seed ^ (what << 56) ^ ((platform as u64) << 48) ^ index;
        fastrand::Rng::with_seed(mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15)).f64() * 2.0 - 1.0
    };
    let fortnight = (day / 14.0).floor();
    let (here, next) = (random(1, fortnight as u64), random(1, fortnight as u64 + 1));
    let drift = here + (next - here) * (day / 14.0 - fortnight);
    let week = (day / 7.0 * std::f64::consts::TAU).sin();
    let trend = base + gain * (day / 365.0).min(3.0);
    let score = trend + 6.0 * drift + 1.5 * week + 2.0 * random(2, round);
    run.platform = name.clone();
    run.score = score.clamp(1.0, 100.0).round();
    run.mention_count = mentions(run.score, run.prompt_count, random(3, round));
}

/// A brand is mentioned about as often as its score says, sometimes twice in an answer. Chance is from -1 to 1.
fn mentions(score: f64, prompts: u64, chance: f64) -> u64 {
    let mentions = score / 100.0 * prompts as f64 * (2.0 + 0.4 * chance);
    (mentions.round() as u64).max(prompts.min(1))
}

fn prompts() -> impl Iterator<Item = (PromptCategory, &'static str)> {
    PROMPTS
        .iter()
        .flat_map(|(category, texts)| texts.iter().map(move |text| (category.clone(), *text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs(history: History) -> Vec<TrackingRun> {
        let past = Past::new(history);
        (0..past.len()).map(|index| past.run(index)).collect()
    }

    #[test]
    fn another_seed_gives_other_scores() {
        let scores = |seed| -> Vec<f64> {
            let runs = runs(History::of_days(365).seed(seed));
            runs.iter().map(|run| run.score).collect()
        };
        assert_eq!(scores(7), scores(7));
        assert_ne!(scores(7), scores(8));
    }

    #[test]
    fn a_year_has_daily_runs_on_four_platforms_the_latest_first() {
        let runs = runs(History::of_days(365).runs_per_day(2));
        assert_eq!(runs.len(), 365 * 2 * 4);
        assert!(runs.is_sorted_by(|one, next| one.ran_at >= next.ran_at));
        assert_eq!(runs[0].ran_at.to_rfc3339(), "2025-06-01T16:00:00+00:00");
        assert!(
            runs.iter()
                .all(|run| (1.0..=100.0).contains(&run.score) && run.mention_count > 0)
        );
        let ids: std::collections::BTreeSet<_> = runs.iter().map(|run| &run.id).collect();
        assert_eq!(ids.len(), runs.len());
    }

    #[test]
    fn runs_that_are_held_and_runs_that_are_computed_are_the_same() {
        let past = Past::new(History::of_days(600));
        assert!(past.len() > HELD);
        for first in [0, HELD - 2, HELD, past.len() - 3] {
            let mut json = String::new();
            past.list(first..first + 3, &mut json);
            let runs = [first, first + 1, first + 2].map(|index| row(&past.run(index)));
            assert_eq!(json, runs.join(","), "{first}");
        }
    }

    #[test]
    fn the_longest_past_has_dates_that_rfc_3339_can_write() {
        for until in [NaiveDate::MIN, NaiveDate::MAX] {
            let past = Past::new(History::of_days(u32::MAX).until(until));
            for run in [past.run(0), past.run(past.len() - 1)] {
                assert!((900..=9999).contains(&chrono::Datelike::year(&run.ran_at)));
            }
        }
    }

    #[test]
    fn scores_move_little_from_day_to_day_and_much_in_a_year() {
        let runs = runs(History::of_days(365).seed(7));
        let claude = runs.iter().filter(|run| run.platform == Platform::Claude);
        let scores: Vec<f64> = claude.map(|run| run.score).collect();
        let steps = scores.windows(2).map(|pair| (pair[0] - pair[1]).abs());
        assert!(steps.sum::<f64>() / 364.0 < 4.0);
        assert!(scores[0] - scores[364] > 5.0, "{scores:?}");
    }
}
