//! What became of each image, as lines of the file of results.

use std::collections::BTreeMap;

use serde::Serialize;

use super::input::Job;
use crate::raw::Raw;

/// What distinguishes one analysis from another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(super) struct Key {
    image_url: String,
    template: String,
    workspace_id: String,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    context: BTreeMap<String, String>,
}

/// What became of an image.
#[derive(Clone, Debug)]
pub(super) enum Outcome {
    /// What the service sent.
    Done(Raw),
    /// It was sent, and no answer came: it may have been analyzed, and paid for.
    Unknown(String),
}

impl From<&Job> for Key {
    fn from(job: &Job) -> Self {
        Self {
            image_url: job.image_url.clone(),
            template: job.template.clone(),
            workspace_id: job.workspace.clone(),
            context: job.context.clone(),
        }
    }
}

/// The line of an outcome.
pub(super) fn line(job: &Job, outcome: &Outcome) -> serde_json::Result<String> {
    #[derive(Serialize)]
    struct Line<'a> {
        line: u64,
        #[serde(flatten)]
        key: Key,
        #[serde(skip_serializing_if = "Option::is_none")]
        analysis: Option<&'a Raw>,
        #[serde(skip_serializing_if = "Option::is_none")]
        unknown: Option<&'a str>,
    }

    let (analysis, unknown) = match outcome {
        Outcome::Done(analysis) => (Some(Raw::of(analysis.compact())?), None),
        Outcome::Unknown(reason) => (None, Some(reason.as_str())),
    };
    serde_json::to_string(&Line {
        line: job.line,
        key: Key::from(job),
        analysis: analysis.as_ref(),
        unknown,
    })
}

/// Whose outcome a line is, and whether it is known; nothing where it is not one of these.
pub(super) fn read(line: &Raw) -> Option<(Key, bool)> {
    let text = |name: &str| line.member(name)?.text();
    let context = match line.member("context") {
        Some(context) => {
            let members = context.members()?.into_iter();
            members
                .map(|(name, value)| Some((name, value.text()?)))
                .collect::<Option<_>>()?
        }
        None => BTreeMap::new(),
    };
    let key = Key {
        image_url: text("image_url")?,
        template: text("template")?,
        workspace_id: text("workspace_id")?,
        context,
    };
    Some((key, line.member("analysis").is_some()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_known_again() {
        let job = Job {
            line: 7,
            image_url: "https://a.test/1.png".to_owned(),
            template: "brand_scorecard".to_owned(),
            workspace: "ws_1".to_owned(),
            context: BTreeMap::from([("brand_name".to_owned(), "東京 \"x\"".to_owned())]),
        };
        let analysis = Raw::of("{ \"score\": 1.10 }".to_owned()).unwrap();
        let done = line(&job, &Outcome::Done(analysis)).unwrap();
        assert!(done.ends_with(r#""analysis":{"score":1.10}}"#), "{done}");
        let unknown = line(&job, &Outcome::Unknown("cut off".to_owned())).unwrap();
        let read = |text: String| read(&Raw::of(text).unwrap()).unwrap();
        assert_eq!(read(done), (Key::from(&job), true));
        assert_eq!(read(unknown), (Key::from(&job), false));
    }
}
