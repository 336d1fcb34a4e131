//! A fault as a line of text, written and read.

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;
use std::time::Duration;

use linksii_api::StatusCode;

use super::{Fault, Kind};

/// The text that gives the fault.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        match self.kind {
            Kind::None => {}
            Kind::Status(status) => parts.push(format!("status={}", status.as_u16())),
            Kind::Html(status) => parts.push(format!("html={}", status.as_u16())),
            Kind::RateLimit => parts.push("rate-limit".to_owned()),
            Kind::Malformed => parts.push("malformed".to_owned()),
            Kind::Unknown => parts.push("unknown".to_owned()),
            Kind::CutOff => parts.push("cut-off".to_owned()),
            Kind::Close => parts.push("close".to_owned()),
        }
        if let Some(delay) = &self.delay {
            let time = |time: &Duration| humantime::format_duration(*time).to_string();
            let (from, to) = (time(delay.start()), time(delay.end()));
            let range = if from == to {
                from
            } else {
                format!("{from}..{to}")
            };
            parts.push(format!("delay={range}"));
        }
        if let Some(seconds) = self.retry_after {
            parts.push(format!("retry-after={seconds}"));
        }
        if let Some(times) = self.times {
            parts.push(format!("times={times}"));
        }
        if self.share < 1.0 {
            parts.push(format!("share={}", self.share));
        }
        if let Some(operation) = &self.operation {
            parts.push(format!("on={operation}"));
        }
        f.write_str(&parts.join("; "))
    }
}

/// What is wrong with a fault's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultError(String);

impl fmt::Display for FaultError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: a fault looks like `status=503; times=2; on=list_tracking`",
            self.0
        )
    }
}

impl std::error::Error for FaultError {}

impl FromStr for Fault {
    type Err = FaultError;

    fn from_str(text: &str) -> Result<Self, FaultError> {
        let mut fault = Self::new(Kind::None);
        for part in text
            .split(';')
            .map(str::trim)
            .filter(|part| !part.is_empty())
        {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            let wrong = |why: &str| FaultError(format!("`{part}` {why}"));
            let status = || -> Result<StatusCode, FaultError> {
                let status = value
                    .parse()
                    .ok()
                    .filter(|status: &StatusCode| status.as_u16() >= 200);
                status.ok_or_else(|| wrong("has no status from 200 to 999"))
            };
            let number = || {
                value
                    .parse::<u32>()
                    .map_err(|_| wrong("has no whole number"))
            };
            let kind = match name.trim() {
                "status" => Kind::Status(status()?),
                "html" => Kind::Html(status()?),
                "rate-limit" => Kind::RateLimit,
                "malformed" => Kind::Malformed,
                "unknown" => Kind::Unknown,
                "cut-off" => Kind::CutOff,
                "close" => Kind::Close,
                other => {
                    fault = match other {
                        "delay" => {
                            let times = times(value).filter(|times| !times.is_empty());
                            fault.delayed(times.ok_or_else(|| {
                                wrong("has no time, such as `200ms` or `50ms..2s`")
                            })?)
                        }
                        "retry-after" => fault.retry_after(number()?),
                        "times" => fault.times(number()?),
                        "share" => {
                            let share = value
                                .parse()
                                .ok()
                                .filter(|share| (0.0..=1.0).contains(share));
                            fault.share(share.ok_or_else(|| wrong("has no number from 0 to 1"))?)
                        }
                        "on" => fault.on(value),
                        _ => return Err(wrong("is no part of a fault")),
                    };
                    continue;
                }
            };
            if fault.kind != Kind::None {
                return Err(wrong("comes second: one fault does one thing"));
            }
            fault.kind = kind;
        }
        if fault.kind == Kind::None && fault.delay.is_none() && fault.retry_after.is_none() {
            return Err(FaultError(format!("`{text}` does nothing")));
        }
        Ok(fault)
    }
}

fn times(text: &str) -> Option<RangeInclusive<Duration>> {
    let time = |text: &str| humantime::parse_duration(text.trim()).ok();
    match text.split_once("..") {
        Some((from, to)) => Some(time(from)?..=time(to)?),
        None => time(text).map(|time| time..=time),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_part_that_is_wrong_is_named() {
        for (text, part) in [
            ("status=9", "`status=9`"),
            ("status=503; share=2", "`share=2`"),
            ("boom", "`boom`"),
            ("delay=soon", "`delay=soon`"),
            ("delay=2s..1s", "`delay=2s..1s`"),
            ("close; malformed", "`malformed`"),
            ("close; times=-1", "`times=-1`"),
            ("", "``"),
            ("times=2", "`times=2`"),
        ] {
            let error = text.parse::<Fault>().map_err(|error| error.to_string());
            assert!(
                error.as_ref().is_err_and(|error| error.contains(part)),
                "{error:?}"
            );
        }
    }

    #[test]
    fn a_fault_is_written_as_it_is_read() {
        for text in [
            "status=503",
            "html=502; share=0.25",
            "rate-limit; retry-after=3; times=20",
            "malformed; times=1",
            "unknown; on=list_tracking",
            "cut-off",
            "close; delay=200ms",
            "delay=50ms..2s; times=2; share=0.5; on=create_key",
        ] {
            let fault: Fault = text.parse().unwrap();
            assert_eq!(fault.to_string(), text);
        }
    }
}
