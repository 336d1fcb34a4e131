//! Believable data: a workspace with a past.
//!
//! Nothing of it is stored. Each run is computed from the seed and its place, so that a million of them
//! cost no memory, and the same seed gives the same bytes.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use linksii_api::types::{
    Competitor, CompetitorId, Platform, Prompt, PromptCategory, RunId, TrackingRun, Workspace,
    WorkspaceId,
};

/// The most days of a past: their dates have four digits for the year.
const CENTURY: u32 = 36_525;

/// The platforms, each with the score that it starts from and the points that it gains in a year.
const PLATFORMS: [(Platform, f64, f64); 4] = [
    (Platform::Chatgpt, 58.0, 14.0),
    (Platform::Claude, 52.0, 20.0),
    (Platform::Gemini, 47.0, 6.0),
    (Platform::Perplexity, 63.0, -4.0),
];

/// The competitors, all in the trade that the prompts ask about.
const COMPETITORS: [(&str, &str); 5] = [
    ("Monday.com", "monday.com"),
    ("Notion", "notion.so"),
    ("Trello", "trello.com"),
    ("ClickUp", "clickup.com"),
    ("Basecamp", "basecamp.com"),
];

/// The prompts, with the stage that each belongs to.
const PROMPTS: [(PromptCategory, &str); 8] = [
    (
        PromptCategory::Awareness,
        "How do remote teams keep track of their work?",
    ),
    (
        PromptCategory::Awareness,
        "What is the best way to plan a product launch?",
    ),
    (
        PromptCategory::Awareness,
        "What are the best project management tools for small teams?",
    ),
    (
        PromptCategory::Consideration,
        "Which project management tools have a good free plan?",
    ),
    (
        PromptCategory::Consideration,
        "Compare Kanban tools for a team of ten",
    ),
    (
        PromptCategory::Consideration,
        "Which project management tool works best with Slack?",
    ),
    (
        PromptCategory::Decision,
        "Is Northwind Tasks better than Trello?",
    ),
    (
        PromptCategory::Decision,
        "How much does Northwind Tasks cost for twenty people?",
    ),
];

/// A workspace with a past: daily runs on four platforms, prompts and competitors that fit together.
///
/// ```
/// use linksii_sandbox::{History, Sandbox};
///
/// # #[tokio::main]
/// # async fn main() -> std::io::Result<()> {
/// let sandbox = Sandbox::builder().history(History::of_days(365).seed(7)).start().await?;
/// # let _ = sandbox;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    days: u32,
    runs_per_day: u32,
    seed: u64,
    until: NaiveDate,
}

impl History {
    /// So many days of runs, up to a century, the last on 2025-06-01, the day of the documentation's
    /// examples.
    pub fn of_days(days: u32) -> Self {
        Self {
            days: days.min(CENTURY),
            runs_per_day: 1,
            seed: 0,
            until: NaiveDate::from_ymd_opt(2025, 6, 1).unwrap_or_default(),
        }
    }

    /// How many runs a day, on each platform. Default 1, from 1 to 1440. The service itself has one.
    pub fn runs_per_day(mut self, runs: u32) -> Self {
        self.runs_per_day = runs.clamp(1, 1440);
        self
    }

    /// What the numbers are drawn from. Default 0.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// The day of the last runs, from the year 1000 to 9999.
    pub fn until(mut self, day: NaiveDate) -> Self {
        let first = NaiveDate::from_ymd_opt(1000, 1, 1).unwrap_or(day);
        let last = NaiveDate::from_ymd_opt(9999, 12, 31).unwrap_or(day);
        self.until = day.clamp(first, last);
        self
    }

    /// The workspace that has this past.
    pub fn workspace_id() -> WorkspaceId {
        "ws_01HNWT".into()
    }

    /// How many runs there are.
    pub(crate) fn len(&self) -> u64 {
        u64::from(self.days) * u64::from(self.runs_per_day) * PLATFORMS.len() as u64
    }

    pub(crate) fn workspace(&self) -> Workspace {
        let mut workspace = Workspace::example();
        workspace.id = Self::workspace_id();
        workspace.name = "Northwind Tasks".to_owned();
        workspace.slug = "northwind-tasks".to_owned();
        workspace.created_at = self.time(self.days.into(), 0);
        workspace
    }

    pub(crate) fn prompts(&self) -> impl Iterator<Item = Prompt> {
        let created_at = self.time(self.days.into(), 0);
        PROMPTS
            .into_iter()
            .enumerate()
            .map(move |(index, (category, text))| {
                let mut prompt = Prompt::example();
                prompt.id = format!("prompt_01HN{index:02}").into();
                prompt.workspace_id = Self::workspace_id();
                prompt.text = text.to_owned();
                prompt.category = category;
                prompt.created_at = created_at;
                prompt
            })
    }

    pub(crate) fn competitors(&self) -> impl Iterator<Item = Competitor> {
        COMPETITORS
            .into_iter()
            .enumerate()
            .map(|(index, (name, domain))| {
                let mut competitor = Competitor::example();
                competitor.id = CompetitorId::from(format!("comp_01HN{index:02}"));
                competitor.workspace_id = Self::workspace_id();
                competitor.name = name.to_owned();
                competitor.domain = Some(domain.to_owned());
                competitor.logo_url = Some(format!("https://logos.example/{domain}.png"));
                competitor
            })
    }

    /// The run at a place in the list. The latest come first.
    pub(crate) fn run(&self, index: u64) -> TrackingRun {
        let platforms = PLATFORMS.len() as u64;
        let (round, platform) = (index / platforms, index % platforms);
        let runs_per_day = u64::from(self.runs_per_day);
        let (days_ago, of_day) = (round / runs_per_day, round % runs_per_day);
        let mut run = sample(self.seed, platform as usize, self.progress(days_ago), round);
        run.id = RunId::from(format!("run_01H{:06}", self.len() - index));
        run.workspace_id = Self::workspace_id();
        run.ran_at = self.time(days_ago, runs_per_day - 1 - of_day);
        run
    }

    /// The latest run on a platform, if there is any.
    pub(crate) fn latest(&self, platform: u64) -> Option<TrackingRun> {
        (platform < self.len()).then(|| self.run(platform))
    }

    /// How many days since the first.
    fn progress(&self, days_ago: u64) -> f64 {
        u64::from(self.days).saturating_sub(days_ago) as f64
    }

    /// When a day's run was made: the first at 08:00, the others spread over the day.
    fn time(&self, days_ago: u64, of_day: u64) -> DateTime<Utc> {
        let day = self
            .until
            .checked_sub_days(Days::new(days_ago))
            .unwrap_or(NaiveDate::MIN);
        let apart = i64::from(16 * 60 / self.runs_per_day);
        let minutes = TimeDelta::minutes(8 * 60 + apart * of_day as i64);
        day.and_time(chrono::NaiveTime::MIN).and_utc() + minutes
    }
}

/// A run's numbers: a trend, a week's ups and downs, a drift over a fortnight, and chance.
pub(crate) fn sample(seed: u64, platform: usize, day: f64, round: u64) -> TrackingRun {
    let (name, base, gain) = PLATFORMS[platform % PLATFORMS.len()].clone();
    let random = |what: u64, place: u64| {
        let mixed = seed ^ (what << 56) ^ ((platform as u64) << 48) ^ place;
        fastrand::Rng::with_seed(mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15)).f64() * 2.0 - 1.0
    };
    let fortnight = (day / 14.0).floor();
    let (here, next) = (random(1, fortnight as u64), random(1, fortnight as u64 + 1));
    let drift = here + (next - here) * (day / 14.0 - fortnight);
    let week = (day / 7.0 * std::f64::consts::TAU).sin();
    let score =
        base + gain * (day / 365.0).min(3.0) + 6.0 * drift + 1.5 * week + 2.0 * random(2, round);
    let score = score.clamp(1.0, 100.0).round();
    let prompts = PROMPTS.len() as u64;
    let mut run = TrackingRun::example();
    run.platform = name;
    run.score = score;
    run.prompt_count = prompts;
    run.mention_count = mentions(score, prompts, random(3, round));
    run
}

/// The run after another on the same platform, for so many prompts: its score has moved by a few points.
pub(crate) fn after(last: TrackingRun, prompts: u64, seed: u64) -> TrackingRun {
    let step = fastrand::Rng::with_seed(seed).i8(-3..=3);
    let mut run = last;
    run.score = (run.score + f64::from(step)).clamp(1.0, 100.0);
    run.prompt_count = prompts;
    run.mention_count = mentions(run.score, prompts, 0.0);
    run
}

/// A brand is named about as often as it is seen, sometimes twice in an answer. Chance is from -1 to 1.
fn mentions(score: f64, prompts: u64, chance: f64) -> u64 {
    let mentions = score / 100.0 * prompts as f64 * (2.0 + 0.4 * chance);
    (mentions.round() as u64).max(prompts.min(1))
}

/// The platform at a place in a run's results.
pub(crate) fn platform(place: u64) -> Platform {
    PLATFORMS[(place % platforms()) as usize].0.clone()
}

/// How many platforms a run is made on.
pub(crate) fn platforms() -> u64 {
    PLATFORMS.len() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_runs_and_another_others() {
        let scores = |seed| -> Vec<f64> {
            let history = History::of_days(365).seed(seed);
            (0..history.len())
                .map(|index| history.run(index).score)
                .collect()
        };
        assert_eq!(scores(7), scores(7));
        assert_ne!(scores(7), scores(8));
    }

    #[test]
    fn a_year_has_daily_runs_on_four_platforms_the_latest_first() {
        let history = History::of_days(365).runs_per_day(2);
        let runs: Vec<_> = (0..history.len()).map(|index| history.run(index)).collect();
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
    fn the_longest_past_has_dates_that_rfc_3339_can_tell() {
        for until in [NaiveDate::MIN, NaiveDate::MAX] {
            let history = History::of_days(u32::MAX).until(until);
            for run in [history.run(0), history.run(history.len() - 1)] {
                assert!((900..=9999).contains(&chrono::Datelike::year(&run.ran_at)));
            }
        }
    }

    #[test]
    fn scores_move_little_from_day_to_day_and_much_in_a_year() {
        let history = History::of_days(365).seed(7);
        let claude: Vec<f64> = (0..365).map(|day| history.run(day * 4 + 1).score).collect();
        let steps = claude.windows(2).map(|pair| (pair[0] - pair[1]).abs());
        assert!(steps.sum::<f64>() / 364.0 < 4.0);
        assert!(claude[0] - claude[364] > 5.0, "it gains on the others");
    }
}
