//! The period that a tool sums up.

use chrono::{Days, NaiveDate};
use serde_json::Value;

use super::arguments::shown;
use crate::arguments::Arguments;
use crate::scores::Period;

/// How many days there are where none are asked for.
const DAYS: u64 = 30;

/// The period that is asked for: days back from a day, or from a day to a day.
pub(super) fn of(arguments: &Arguments, today: NaiveDate) -> Result<Period, String> {
    let days: Option<u64> = arguments
        .optional("days")
        .map_err(|error| error.to_string())?;
    let from = date(arguments, "from")?;
    let to = date(arguments, "to")?.unwrap_or(today);
    let from = match (from, days) {
        (Some(_), Some(_)) => return Err("Give `days` or `from`, not both.".to_owned()),
        (Some(from), None) => from,
        (None, days) => {
            let back = Days::new(days.unwrap_or(DAYS).saturating_sub(1));
            to.checked_sub_days(back).unwrap_or(NaiveDate::MIN)
        }
    };
    if from > to {
        return Err(format!("`from`, {from}, is after `to`, {to}."));
    }
    Ok(Period { from, to })
}

/// A day, also where a time of it is given.
fn date(arguments: &Arguments, name: &'static str) -> Result<Option<NaiveDate>, String> {
    let text: Option<String> = arguments
        .optional(name)
        .map_err(|error| error.to_string())?;
    let Some(text) = text else {
        return Ok(None);
    };
    let day = match text.split_once('T') {
        Some((day, _)) => day,
        None => &text,
    };
    match day.parse() {
        Ok(day) => Ok(Some(day)),
        Err(_) => {
            let text = shown(&Value::from(text.as_str()));
            Err(format!("`{name}` is a day, as 2025-05-01, not {text}."))
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::json;

    use super::*;

    fn period_of(given: &Value) -> Result<(String, String), String> {
        let mut arguments = Arguments::default();
        for (name, value) in given.as_object().unwrap() {
            arguments.set(name, value.clone());
        }
        let today = NaiveDate::from_ymd_opt(2025, 6, 30).unwrap();
        of(&arguments, today).map(|it| (it.from.to_string(), it.to.to_string()))
    }

    #[test]
    fn periods_are_read() {
        for (given, from, to) in [
            (json!({}), "2025-06-01", "2025-06-30"),
            (json!({"days": 1}), "2025-06-30", "2025-06-30"),
            (
                json!({"days": 2, "to": "2025-06-10"}),
                "2025-06-09",
                "2025-06-10",
            ),
            (json!({"from": "2025-01-01"}), "2025-01-01", "2025-06-30"),
            (
                json!({"from": "2025-01-01T10:00:00Z", "to": "2025-01-01"}),
                "2025-01-01",
                "2025-01-01",
            ),
        ] {
            assert_eq!(period_of(&given).unwrap(), (from.to_owned(), to.to_owned()));
        }
    }

    #[test]
    fn periods_that_cannot_be_are_refused_by_name() {
        for (given, why) in [
            (
                json!({"days": 3, "from": "2025-01-01"}),
                "Give `days` or `from`, not both.",
            ),
            (
                json!({"from": "May"}),
                "`from` is a day, as 2025-05-01, not \"May\".",
            ),
            (
                json!({"from": "2025-07-01"}),
                "`from`, 2025-07-01, is after `to`, 2025-06-30.",
            ),
        ] {
            assert_eq!(period_of(&given).unwrap_err(), why);
        }
    }
}
