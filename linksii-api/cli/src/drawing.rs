//! Scores as they are drawn: lines with gaps, the room around them, numbers for people.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::scores::{Day, Platforms};

/// A number for people: to one digit after the point, and none where it is whole.
pub(crate) fn short(number: f64) -> String {
    let rounded = (number * 10.0).round() / 10.0;
    // `-0` would be odd.
    let rounded = if rounded == 0.0 { 0.0 } else { rounded };
    if rounded.abs() >= 1e9 {
        return format!("{rounded:.1e}");
    }
    format!("{rounded}")
}

/// A change for people: `+1.5`, `-2`, `0`.
pub(crate) fn change(number: f64) -> String {
    let text = short(number);
    if number > 0.0 && text != "0" {
        format!("+{text}")
    } else {
        text
    }
}

/// The lines that join a platform's scores. One ends before a gap: a day whose results have no score, or
/// more days without results than is usual.
pub(crate) fn segments<T>(
    days: &BTreeMap<NaiveDate, Day>,
    point: impl Fn(NaiveDate, f64) -> T,
) -> Vec<Vec<T>> {
    let usual = usual_step(days);
    let mut segments: Vec<Vec<T>> = Vec::new();
    let mut last: Option<NaiveDate> = None;
    for (date, day) in days {
        let Some(score) = day.score else {
            last = None;
            continue;
        };
        let joins = last.is_some_and(|last| (*date - last).num_days() <= usual * 2 + 1);
        match segments.last_mut() {
            Some(segment) if joins => segment.push(point(*date, score)),
            _ => segments.push(vec![point(*date, score)]),
        }
        last = Some(*date);
    }
    segments
}

/// How many days usually are between two days with results.
fn usual_step(days: &BTreeMap<NaiveDate, Day>) -> i64 {
    let dates: Vec<NaiveDate> = days.keys().copied().collect();
    let mut steps: Vec<i64> = dates
        .windows(2)
        .map(|it| (it[1] - it[0]).num_days())
        .collect();
    steps.sort_unstable();
    steps.get(steps.len() / 2).copied().unwrap_or(1)
}

/// The lowest and the highest score, with some room; never the same number.
pub(crate) fn bounds(platforms: &Platforms) -> (f64, f64) {
    let scores = platforms.values().flat_map(BTreeMap::values);
    let scores = scores.filter_map(|day| day.score);
    let (low, high) = scores.fold((f64::MAX, f64::MIN), |(low, high), score| {
        (low.min(score), high.max(score))
    });
    if low > high {
        return (0.0, 100.0);
    }
    // Of halves, as a difference of huge values may be infinite.
    let room = ((high / 2.0 - low / 2.0) * 0.2)
        .max(5.0)
        .max(high.abs() * 1e-9);
    let documented = low >= 0.0 && high <= 100.0;
    let (low, high) = (
        (low - room).clamp(f64::MIN / 4.0, f64::MAX / 8.0),
        (high + room).clamp(f64::MIN / 8.0, f64::MAX / 4.0),
    );
    if documented {
        (low.max(0.0).floor(), high.min(100.0).ceil())
    } else {
        (low, high)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::scores::tests::days;

    #[test]
    fn a_line_ends_before_a_gap() {
        let lines = |scores: &[(u32, Option<f64>)]| {
            let lines = segments(&days(scores), |date, _| date.format("%d").to_string());
            lines.iter().map(|line| line.join(" ")).collect::<Vec<_>>()
        };
        let score = Some(1.0);
        assert_eq!(
            lines(&[(1, score), (2, score), (3, None), (4, score), (9, score)]),
            ["01 02", "04", "09"]
        );
        // Weekly results are not all gaps.
        assert_eq!(lines(&[(1, score), (8, score), (15, score)]), ["01 08 15"]);
    }

    #[test]
    fn there_is_room_around_any_scores() {
        for scores in [
            vec![],
            vec![50.0],
            vec![0.0, 0.0],
            vec![-5.0, 3.0],
            vec![1e308, -1e308],
            vec![f64::MAX],
        ] {
            let scores: Vec<_> = (1..).zip(scores.into_iter().map(Some)).collect();
            let (low, high) = bounds(&BTreeMap::from([("a".to_owned(), days(&scores))]));
            assert!(
                low < high && (high - low).is_finite(),
                "{scores:?}: {low} {high}"
            );
        }
    }

    #[test]
    fn numbers_are_short() {
        assert_eq!(short(68.25), "68.3");
        assert_eq!(
            (short(-0.04), change(0.04), change(-2.0)),
            ("0".into(), "0".into(), "-2".into())
        );
        assert_eq!(short(1e300), "1.0e300");
    }
}
