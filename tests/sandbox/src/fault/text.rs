//! A fault as a line of text, written and read.

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;
use std::time::Duration;

use hyper::StatusCode;

use super::{Fault, FaultError, Kind};

/// What happens, where the name says it all.
static NAMED: [(&str, Kind); 6] = [
    ("rate-limit", Kind::RateLimit),
    ("malformed", Kind::Malformed),
    ("unknown", Kind::Unknown),
    ("cut-off", Kind::CutOff),
    ("close", Kind::Close),
    ("silence", Kind::Silence),
];

/// The text that gives the fault. Bytes that are not UTF-8 are replaced.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        match &self.kind {
            Kind::Status(status) => parts.push(format!("status={}", status.as_u16())),
            Kind::Html(status) => parts.push(format!("html={}", status.as_u16())),
            Kind::Raw(bytes) => parts.push(format!("raw={}", quoted(bytes))),
            kind => {
                let named = NAMED.iter().find(|(_, named)| named == kind);
                parts.extend(named.map(|(name, _)| (*name).to_owned()));
            }
        }
        for (name, value) in &self.headers {
            let value = value.as_ref().map_or(&b""[..], |value| value.as_bytes());
            let header = [name.as_str().as_bytes(), b": ", value].concat();
            parts.push(format!("header={}", quoted(&header)));
        }
        if let Some(body) = &self.body {
            parts.push(format!("body={}", quoted(body)));
        }
        if let Some(seconds) = self.retry_after {
            parts.push(format!("retry-after={seconds}"));
        }
        if let Some(delay) = &self.delay {
            let time = |time: &Duration| humantime::format_duration(*time).to_string();
            let (from, to) = (time(delay.start()), time(delay.end()));
            parts.push(match from == to {
                true => format!("delay={from}"),
                false => format!("delay={from}..{to}"),
            });
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

/// A JSON string.
fn quoted(bytes: &[u8]) -> String {
    serde_json::Value::from(String::from_utf8_lossy(bytes)).to_string()
}

impl FromStr for Fault {
    type Err = FaultError;

    fn from_str(text: &str) -> Result<Self, FaultError> {
        let mut fault = Self::reply();
        for part in split(text) {
            let part = Part::new(part)?;
            let named = NAMED.iter().find(|(name, _)| *name == part.name);
            let kind = match (part.name, named) {
                ("status", _) => Kind::Status(part.status()?),
                ("html", _) => Kind::Html(part.status()?),
                ("raw", _) => Kind::Raw(part.value.clone().into()),
                (_, Some((_, kind))) => kind.clone(),
                (_, None) => {
                    fault = part.change(fault)?;
                    continue;
                }
            };
            if fault.kind != Kind::Reply {
                return Err(part.wrong("comes second: one fault does one thing"));
            }
            fault.kind = kind;
        }
        let for_which = Self {
            times: fault.times,
            share: fault.share,
            operation: fault.operation.clone(),
            ..Self::reply()
        };
        if fault == for_which {
            return Err(FaultError(format!("`{text}` does nothing")));
        }
        Ok(fault)
    }
}

/// The parts of a fault's text. A semicolon between quotes separates nothing.
fn split(text: &str) -> impl Iterator<Item = &str> {
    let (mut is_quoted, mut is_escaped) = (false, false);
    let parts = text.split(move |c| {
        is_quoted ^= c == '"' && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        c == ';' && !is_quoted
    });
    parts.map(str::trim).filter(|part| !part.is_empty())
}

/// A part of a fault's text: `status=503`.
struct Part<'t> {
    text: &'t str,
    name: &'t str,
    value: String,
}

impl<'t> Part<'t> {
    fn new(text: &'t str) -> Result<Self, FaultError> {
        let (name, value) = text.split_once('=').unwrap_or((text, ""));
        let (name, value) = (name.trim(), value.trim());
        let value = if value.starts_with('"') {
            let why = |error| FaultError(format!("`{text}` needs a JSON string: {error}"));
            serde_json::from_str(value).map_err(why)?
        } else {
            value.to_owned()
        };
        Ok(Self { text, name, value })
    }

    /// The fault with what this part changes of it.
    fn change(&self, fault: Fault) -> Result<Fault, FaultError> {
        match self.name {
            "header" => {
                let header = self.value.split_once(':');
                let (name, value) = header.ok_or_else(|| self.wrong("needs a `name: value`"))?;
                fault.header(name.trim(), value.trim())
            }
            "body" => Ok(fault.body(self.value.clone())),
            "retry-after" => Ok(fault.retry_after(self.number()?)),
            "delay" => {
                let times = times(&self.value).filter(|times| !times.is_empty());
                let why = "needs a time, such as `200ms` or `50ms..2s`";
                Ok(fault.delayed(times.ok_or_else(|| self.wrong(why))?))
            }
            "times" => Ok(fault.times(self.number()?)),
            "share" => {
                let share = self.value.parse().ok();
                let share = share.filter(|share| (0.0..=1.0).contains(share));
                Ok(fault.share(share.ok_or_else(|| self.wrong("needs a number from 0 to 1"))?))
            }
            "on" => Ok(fault.on(self.value.clone())),
            _ => Err(self.wrong("is not a part of a fault")),
        }
    }

    fn status(&self) -> Result<StatusCode, FaultError> {
        let status = self.value.parse().ok();
        status
            .filter(|status: &StatusCode| !status.is_informational())
            .ok_or_else(|| self.wrong("needs a status from 200 to 999"))
    }

    fn number(&self) -> Result<u32, FaultError> {
        let number = self.value.parse();
        number.map_err(|_| self.wrong("needs a whole number"))
    }

    fn wrong(&self, why: &str) -> FaultError {
        FaultError(format!("`{}` {why}", self.text))
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
            ("status=103", "`status=103`"),
            ("status=503; share=2", "`share=2`"),
            ("boom", "`boom`"),
            ("delay=soon", "`delay=soon`"),
            ("delay=2s..1s", "`delay=2s..1s`"),
            ("close; malformed", "`malformed`"),
            ("close; times=-1", "`times=-1`"),
            ("header=nothing", "`header=nothing`"),
            ("header=\"a b: c\"", "\"a b\""),
            ("body=\"half; times=2", "`body=\"half; times=2`"),
            ("body=\"{}\" and more", "`body=\"{}\" and more`"),
            ("", "``"),
            ("times=2", "`times=2`"),
        ] {
            let error = text.parse::<Fault>().map_err(|error| error.to_string());
            assert!(
                error.as_ref().is_err_and(|error| error.contains(part)),
                "{text}: {error:?}"
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
            "silence",
            r#"raw="SSH-2.0-OpenSSH_9.6\r\n""#,
            r#"status=403; header="content-type: text/html; charset=utf-8"; body="<b>no; not \"you\"</b>""#,
            r#"header="x-ratelimit-reset: "; body="{\"data\": null}"; retry-after=7"#,
            "close; delay=200ms",
            "delay=50ms..2s; times=2; share=0.5; on=create_key",
        ] {
            let fault: Fault = text.parse().unwrap();
            assert_eq!(fault.to_string(), text);
        }
    }

    #[test]
    fn a_value_needs_quotes_only_around_a_semicolon() {
        let text = r#"header=content-type: text/plain ;body={"data": ["a;b"]};times = 2"#;
        let expected = Fault::reply().header("content-type", "text/plain");
        let expected = expected.unwrap().body(r#"{"data": ["a;b"]}"#).times(2);
        assert_eq!(text.parse(), Ok(expected));
    }
}
