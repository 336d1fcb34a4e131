//! Bodies of several parts, as HTML forms with files send them (RFC 7578).

use std::borrow::Borrow;
use std::fmt::Write as _;

use futures_util::{StreamExt, stream};
use serde::Serialize;

use crate::error::Error;
use crate::parameter::Parameter;
use crate::request_body::Body;

/// A file, with the name that the service is to know it by.
///
/// ```
/// use linksii_api::File;
///
/// let file = File::new("prompts.csv", "name\nBest CRM?\n").content_type("text/csv");
/// # let _ = file;
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct File {
    name: String,
    content_type: String,
    body: Body,
}

impl File {
    /// A file of text or bytes, or of a stream: [`Body::stream`]. Its content type is
    /// `application/octet-stream`, unless it is set.
    pub fn new(name: impl Into<String>, content: impl Into<Body>) -> Self {
        Self {
            name: name.into(),
            content_type: "application/octet-stream".to_owned(),
            body: content.into(),
        }
    }

    /// What it is: `text/csv`.
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = content_type.into();
        self
    }
}

/// A body of several parts: fields and files, as `multipart/form-data`.
///
/// ```
/// use linksii_api::{File, Multipart};
///
/// let parts = Multipart::new()
///     .text("workspace_id", "ws_01HXYZ")
///     .file("file", File::new("logo.png", vec![0x89, 0x50]).content_type("image/png"));
/// # let _ = parts;
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[must_use]
pub struct Multipart {
    parts: Vec<Part>,
    /// The first part that cannot be sent. A setter has no place to say so.
    refused: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
struct Part {
    head: String,
    body: Body,
}

impl Multipart {
    /// A body without parts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a field.
    pub fn text(self, name: &str, value: impl Into<String>) -> Self {
        self.part(name, None, None, value.into().into())
    }

    /// Adds a field that is JSON. What cannot be written as JSON is an [`Error::Config`] when the request
    /// is sent.
    pub fn json(mut self, name: &str, value: &(impl Serialize + ?Sized)) -> Self {
        match serde_json::to_vec(value) {
            Ok(json) => self.part(name, None, Some("application/json"), json.into()),
            Err(error) => {
                let why = format!("the part {name:?} cannot be written as JSON: {error}");
                self.refused.get_or_insert(why);
                self
            }
        }
    }

    /// Adds a file.
    pub fn file(self, name: &str, file: impl Borrow<File>) -> Self {
        let File {
            name: file_name,
            content_type,
            body,
        } = file.borrow();
        self.part(name, Some(file_name), Some(content_type), body.clone())
    }

    /// A part for each file: none where there is none, several for a list.
    pub(crate) fn files<'f>(self, name: &str, files: impl IntoIterator<Item = &'f File>) -> Self {
        let files = files.into_iter();
        files.fold(self, |form, file| form.file(name, file))
    }

    /// A field for each value: none where there is none, several for a list.
    pub(crate) fn parameter(mut self, name: &str, value: impl Parameter) -> Self {
        let mut values = Vec::new();
        value.each(&mut |value| values.push(value.to_owned()));
        for value in values {
            self = self.text(name, value);
        }
        self
    }

    pub(crate) fn optional_json(self, name: &str, value: Option<&impl Serialize>) -> Self {
        match value {
            Some(value) => self.json(name, value),
            None => self,
        }
    }

    fn part(
        mut self,
        name: &str,
        file_name: Option<&str>,
        content_type: Option<&str>,
        body: Body,
    ) -> Self {
        let mut head = format!("Content-Disposition: form-data; name=\"{}\"", quoted(name));
        if let Some(file_name) = file_name {
            let _ = write!(head, "; filename=\"{}\"", quoted(file_name));
        }
        if let Some(content_type) = content_type {
            if content_type.chars().any(char::is_control) {
                let why = format!("the content type of the part {name:?} has a control character");
                self.refused.get_or_insert(why);
            }
            let _ = write!(head, "\r\nContent-Type: {content_type}");
        }
        self.parts.push(Part { head, body });
        self
    }

    /// The content type, and the body. Streams among the parts can be sent once.
    pub(crate) fn encode(&self) -> Result<(String, Body), Error> {
        if let Some(why) = &self.refused {
            return Err(Error::config(why));
        }
        let boundary = format!("linksii-{:032x}", fastrand::u128(..));
        let content_type = format!("multipart/form-data; boundary={boundary}");
        let mut bodies: Vec<Body> = Vec::new();
        let mut start = "";
        for part in &self.parts {
            part.body.check()?;
            bodies.push(format!("{start}--{boundary}\r\n{}\r\n\r\n", part.head).into());
            bodies.push(part.body.clone());
            start = "\r\n";
        }
        bodies.push(format!("{start}--{boundary}--\r\n").into());

        let all_bytes: Option<Vec<&[u8]>> = bodies.iter().map(Body::as_bytes).collect();
        if let Some(bytes) = all_bytes {
            return Ok((content_type, bytes.concat().into()));
        }
        let pieces: Vec<_> = bodies.iter().map(Body::pieces).collect();
        let body = Body::stream(stream::iter(pieces).flatten());
        let length = bodies.iter().map(Body::known_length).sum::<Option<u64>>();
        let body = match length {
            Some(length) => body.length(length),
            None => body,
        };
        Ok((content_type, body))
    }
}

/// A name between quotes, as browsers write it.
fn quoted(name: &str) -> String {
    let name = name.replace('"', "%22");
    name.replace('\r', "%0D").replace('\n', "%0A")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    /// The body with a short boundary.
    fn sent(parts: &Multipart) -> String {
        let (content_type, body) = parts.encode().unwrap();
        let boundary = content_type.split_once("boundary=").unwrap().1;
        let pieces: Vec<_> = body.pieces().collect().now_or_never().unwrap();
        let bytes: Vec<u8> = pieces.into_iter().flat_map(Result::unwrap).collect();
        assert!(
            body.known_length()
                .is_none_or(|all| all == bytes.len() as u64)
        );
        String::from_utf8(bytes).unwrap().replace(boundary, "B")
    }

    #[test]
    fn parts_come_with_their_names_and_types_between_boundaries() {
        let file = File::new("a \"b\".csv", "x\r\n").content_type("text/csv");
        let parts = Multipart::new()
            .text("na\nme", "ü")
            .file("file", &file)
            .json("json", &[1]);
        assert_eq!(
            sent(&parts),
            "--B\r\nContent-Disposition: form-data; name=\"na%0Ame\"\r\n\r\nü\r\n\
             --B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a %22b%22.csv\"\r\n\
             Content-Type: text/csv\r\n\r\nx\r\n\r\n\
             --B\r\nContent-Disposition: form-data; name=\"json\"\r\n\
             Content-Type: application/json\r\n\r\n[1]\r\n--B--\r\n"
        );
        assert_eq!(sent(&Multipart::new()), "--B--\r\n");
    }

    #[test]
    fn parts_are_there_where_they_have_values() {
        let parts = Multipart::new()
            .parameter("list", &["a", "b"][..])
            .parameter("none", None::<u32>)
            .files("file", None)
            .optional_json("json", None::<&u32>);
        assert_eq!(sent(&parts).matches("name=\"list\"").count(), 2);
        assert!(!sent(&parts).contains("none"));
        assert_eq!(parts.parts.len(), 2);
    }

    #[test]
    fn a_stream_among_the_parts_is_sent_once_and_its_length_counts_if_it_is_known() {
        let stream = || Body::stream(stream::iter([Ok("ab".into()), Ok("c".into())]));
        for body in [stream(), stream().length(3)] {
            let is_known = body.known_length().is_some();
            let parts = Multipart::new()
                .text("n", "v")
                .file("f", File::new("f", body));
            let (_, body) = parts.encode().unwrap();
            assert_eq!(body.known_length().is_some(), is_known);
            drop(body);
            sent(&parts);
            assert!(parts.encode().is_err());
        }
        let parts = Multipart::new().file("f", File::new("f", stream().length(3)));
        assert!(sent(&parts).contains("\r\n\r\nabc\r\n--B--"));
    }

    #[test]
    fn a_content_type_cannot_add_a_header() {
        let file = File::new("f", "x").content_type("text/csv\r\nX-Mine: 1");
        let error = Multipart::new().file("f", &file).encode().unwrap_err();
        assert!(error.to_string().contains("control character"), "{error}");
    }
}
