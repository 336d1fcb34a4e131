//! The file of images, as people and spreadsheets save it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::Path;

use crate::failure::{Failure, Status};

/// An image to analyze.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Job {
    /// The line that it begins on.
    pub(super) line: u64,
    pub(super) image_url: String,
    pub(super) template: String,
    pub(super) workspace: String,
    pub(super) context: BTreeMap<String, String>,
}

/// What a row need not say itself.
#[derive(Clone, Debug)]
pub(super) struct Defaults<'a> {
    pub(super) template: Option<&'a str>,
    pub(super) workspace: Option<&'a str>,
}

/// What a file holds.
#[derive(Debug)]
pub(super) struct Input {
    pub(super) jobs: Vec<Job>,
    /// Columns that nothing is made of.
    pub(super) unused: Vec<String>,
}

/// The columns that are known, beside those of the context.
const KNOWN: [&str; 3] = ["image_url", "template", "workspace_id"];

/// What a column's name begins with whose value becomes part of the context.
const CONTEXT: &str = "context.";

/// Reads a file, or standard input where it is `-`. All of it is checked before anything is sent.
pub(super) fn read(
    path: &Path,
    separator: Option<u8>,
    defaults: &Defaults<'_>,
) -> Result<Input, Failure> {
    let bytes = if path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        std::io::stdin()
            .lock()
            .read_to_end(&mut bytes)
            .map(|_| bytes)
    } else {
        std::fs::read(path)
    };
    let bytes = bytes.map_err(|error| Failure::file("cannot read", path, &error))?;
    parse(&bytes, separator, defaults).map_err(|wrong| {
        let failure = Failure::new(Status::Usage, format!("{}: {}", path.display(), wrong.what));
        failure.hint(
            wrong
                .hint
                .unwrap_or_else(|| "nothing was sent; correct the file".to_owned()),
        )
    })
}

/// Why a file cannot be used.
#[derive(Debug)]
struct Wrong {
    what: String,
    hint: Option<String>,
}

impl From<String> for Wrong {
    fn from(what: String) -> Self {
        Self { what, hint: None }
    }
}

fn parse(bytes: &[u8], separator: Option<u8>, defaults: &Defaults<'_>) -> Result<Input, Wrong> {
    let text = decode(bytes)?;
    let separator = separator.unwrap_or_else(|| detect(text));
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .flexible(true)
        .from_reader(text.as_bytes());
    let unreadable = |error: csv::Error| Wrong::from(error.to_string());
    let header: Vec<String> = reader
        .headers()
        .map_err(unreadable)?
        .iter()
        .map(normalized)
        .collect();
    check(&header, separator, defaults)?;
    let mut jobs = Vec::new();
    let (mut line, mut counted) = (1, 0);
    for record in reader.records() {
        let record = record.map_err(unreadable)?;
        // The reader's own count of lines is behind where they end with CR LF.
        let at = record
            .position()
            .map_or(counted, |it| usize::try_from(it.byte()).unwrap_or(counted));
        let at = text.len()
            - text
                .get(at..)
                .unwrap_or_default()
                .trim_start_matches(['\r', '\n'])
                .len();
        line += text[counted..at].matches('\n').count() as u64;
        counted = at;
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        jobs.push(job(&header, &record, line, defaults)?);
    }
    if jobs.is_empty() {
        return Err("there are no rows in it".to_owned().into());
    }
    let unused = header.into_iter().filter(|name| {
        !name.is_empty() && !KNOWN.contains(&name.as_str()) && !name.starts_with(CONTEXT)
    });
    Ok(Input {
        jobs,
        unused: unused.collect(),
    })
}

/// The text, without the mark that spreadsheets begin it with.
fn decode(bytes: &[u8]) -> Result<&str, Wrong> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err("it is UTF-16; save it as CSV in UTF-8".to_owned().into());
    }
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let valid = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
        let line = valid.matches('\n').count() + 1;
        let column = valid
            .rsplit('\n')
            .next()
            .unwrap_or_default()
            .chars()
            .count()
            + 1;
        format!("line {line}, column {column} is not UTF-8; save it as CSV in UTF-8").into()
    })
}

/// The separator that the first line has most of, outside of quotes.
fn detect(text: &str) -> u8 {
    let line = text.lines().next().unwrap_or_default();
    let mut quoted = false;
    let mut counts = BTreeMap::from([(b',', 0), (b';', 0), (b'\t', 0)]);
    for byte in line.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            _ if quoted => {}
            _ => {
                if let Some(count) = counts.get_mut(&byte) {
                    *count += 1;
                }
            }
        }
    }
    let most = counts
        .iter()
        .filter(|(_, count)| **count > 0)
        .max_by_key(|(_, count)| **count);
    most.map_or(b',', |(separator, _)| *separator)
}

fn normalized(name: &str) -> String {
    let name = name.trim().trim_start_matches('\u{feff}');
    match name.get(..CONTEXT.len()) {
        Some(prefix) if prefix.eq_ignore_ascii_case(CONTEXT) => {
            format!("{CONTEXT}{}", name[CONTEXT.len()..].trim())
        }
        _ => name.to_lowercase().replace([' ', '-'], "_"),
    }
}

fn check(header: &[String], separator: u8, defaults: &Defaults<'_>) -> Result<(), Wrong> {
    let mut seen = BTreeSet::new();
    if let Some(twice) = header
        .iter()
        .find(|name| !name.is_empty() && !seen.insert(*name))
    {
        return Err(format!("line 1 has the column {twice:?} twice").into());
    }
    let has_default = |name: &str| match name {
        "template" => defaults.template.is_some(),
        "workspace_id" => defaults.workspace.is_some(),
        _ => false,
    };
    let missing = KNOWN
        .iter()
        .find(|known| !header.iter().any(|it| it == *known) && !has_default(known));
    let Some(missing) = missing else {
        return Ok(());
    };
    let found: Vec<String> = header.iter().map(|name| format!("{name:?}")).collect();
    let what = format!(
        "line 1 has no column {missing:?}; it has {}, apart by {:?}",
        found.join(", "),
        char::from(separator)
    );
    let hint = match *missing {
        "template" => "name one template for all: --template brand_scorecard",
        "workspace_id" => "name one workspace for all: --workspace ID",
        _ => "the first line names the columns; another separator: --separator ';'",
    };
    Err(Wrong {
        what,
        hint: Some(hint.to_owned()),
    })
}

fn job(
    header: &[String],
    record: &csv::StringRecord,
    line: u64,
    defaults: &Defaults<'_>,
) -> Result<Job, Wrong> {
    if record.len() != header.len() {
        return Err(format!(
            "line {line} has {} columns, the first line {}",
            record.len(),
            header.len()
        )
        .into());
    }
    if let Some(at) = header
        .iter()
        .zip(record)
        .position(|(name, cell)| name.is_empty() && !cell.trim().is_empty())
    {
        return Err(format!(
            "line {line}, column {} has a value, but no name in line 1",
            at + 1
        )
        .into());
    }
    let value = |name: &str| {
        let at = header.iter().position(|it| it == name)?;
        Some(record.get(at)?.trim()).filter(|value| !value.is_empty())
    };
    let needed = |name: &str, default: Option<&str>| {
        let value = value(name).or(default).map(str::to_owned);
        value.ok_or_else(|| Wrong::from(format!("line {line} has no {name:?}")))
    };
    let context = header.iter().filter_map(|name| {
        let inner = name.strip_prefix(CONTEXT).filter(|it| !it.is_empty())?;
        Some((inner.to_owned(), value(name)?.to_owned()))
    });
    Ok(Job {
        line,
        image_url: needed("image_url", None)?,
        template: needed("template", defaults.template)?,
        workspace: needed("workspace_id", defaults.workspace)?,
        context: context.collect(),
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const DEFAULTS: Defaults<'_> = Defaults {
        template: Some("brand_scorecard"),
        workspace: Some("ws_1"),
    };

    fn urls(bytes: &[u8]) -> Vec<(u64, String)> {
        let jobs = parse(bytes, None, &DEFAULTS).unwrap().jobs;
        jobs.into_iter()
            .map(|job| (job.line, job.image_url))
            .collect()
    }

    fn wrong(bytes: &[u8]) -> String {
        parse(bytes, None, &DEFAULTS).unwrap_err().what
    }

    #[test]
    fn a_spreadsheets_file_is_read() {
        let file = "\u{feff}Image URL;note\r\nhttps://a.test/1.png;\"two\nlines\"\r\nhttps://a.test/2.png;\r\n;\r\n\r\n";
        assert_eq!(
            urls(file.as_bytes()),
            [
                (2, "https://a.test/1.png".to_owned()),
                (4, "https://a.test/2.png".to_owned())
            ]
        );
        assert_eq!(urls(b"image_url\thttps\nx,y\t\n"), [(2, "x,y".to_owned())]);
    }

    #[test]
    fn a_row_may_have_its_own_template_workspace_and_context() {
        let file = b"image_url,template,workspace_id,context.brand_name,context.Industry\nu,tmpl_1,ws_2,Acme,\n";
        let job = parse(file, None, &DEFAULTS).unwrap().jobs.remove(0);
        assert_eq!(
            (job.template.as_str(), job.workspace.as_str()),
            ("tmpl_1", "ws_2")
        );
        assert_eq!(
            job.context,
            BTreeMap::from([("brand_name".to_owned(), "Acme".to_owned())])
        );
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        assert_eq!(
            wrong(b"url,note\nu,\n"),
            "line 1 has no column \"image_url\"; it has \"url\", \"note\", apart by ','"
        );
        assert_eq!(
            wrong(b"image_url,image_url\nu,v\n"),
            "line 1 has the column \"image_url\" twice"
        );
        assert_eq!(
            wrong(b"image_url,note\nu,a\nu\n"),
            "line 3 has 1 columns, the first line 2"
        );
        assert_eq!(
            wrong(b"image_url,note\n,a\n"),
            "line 2 has no \"image_url\""
        );
        assert_eq!(
            wrong(b"image_url,\nu,a\n"),
            "line 2, column 2 has a value, but no name in line 1"
        );
        assert!(wrong(b"image_url\nu\xe9\n").starts_with("line 2, column 2 is not UTF-8"));
        assert!(wrong(b"\xff\xfei\0").starts_with("it is UTF-16"));
        assert_eq!(wrong(b"image_url\n"), "there are no rows in it");
        assert!(wrong(b"").starts_with("line 1 has no column"));
    }
}
