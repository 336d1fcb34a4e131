//! What a fault makes of a reply.

use bytes::Bytes;
use hyper::StatusCode;
use hyper::header::{CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use serde_json::{Value, json};

use super::{Fault, Kind};
use crate::operation::Document;
use crate::reply::{Raw, Reply};

impl Fault {
    /// The status with which the request is refused, if it is not to be acted on.
    pub(crate) fn refuses(&self) -> Option<StatusCode> {
        match self.kind {
            Kind::Status(status) | Kind::Html(status) => Some(status),
            _ => None,
        }
    }

    /// Whether the key's window is to look spent.
    pub(crate) fn spends(&self) -> bool {
        self.kind == Kind::RateLimit
    }

    /// What is sent in place of a reply. The document says where a value can be new.
    pub(crate) async fn change(&self, mut reply: Reply, document: &Document) -> Result<Reply, Raw> {
        match &self.kind {
            Kind::Close => return Err(Raw::new(Bytes::new())),
            Kind::Raw(bytes) => return Err(Raw::new(bytes.clone())),
            Kind::Silence => std::future::pending().await,
            Kind::Html(status) => {
                let html = HeaderValue::from_static("text/html");
                reply.headers.insert(CONTENT_TYPE, html);
                reply.body = format!("<html><head><title>{status}</title></head></html>").into();
            }
            Kind::Unknown => {
                if let Ok(mut value) = serde_json::from_slice(&reply.body) {
                    add_unknown(&mut value, document);
                    reply.body = value.to_string().into();
                }
            }
            Kind::Reply | Kind::Status(_) | Kind::RateLimit | Kind::Malformed | Kind::CutOff => {}
        }
        if let Some(body) = &self.body {
            reply.body = body.clone();
        }
        for (name, value) in &self.headers {
            match value {
                Some(value) => reply.headers.insert(name, value.clone()),
                None => reply.headers.remove(name),
            };
        }
        if let Some(seconds) = self.retry_after {
            reply
                .headers
                .insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        let (half, whole) = (reply.body.len() / 2, reply.body.len());
        match self.kind {
            Kind::Malformed => reply.body.truncate(half),
            Kind::CutOff => return Err(Raw::of(&reply, half)),
            _ if reply.has_framing() => return Err(Raw::of(&reply, whole)),
            _ => {}
        }
        Ok(reply)
    }
}

/// Adds fields that are not documented, and gives enums such values.
fn add_unknown(value: &mut Value, document: &Document) {
    match value {
        Value::Object(members) => {
            for (name, value) in members.iter_mut() {
                if document.enums.contains(&name.as_str()) && value.is_string() {
                    *value = json!("brand_new");
                } else if !document.maps.contains(&name.as_str()) {
                    // A member of a map is not a field: its name is data.
                    add_unknown(value, document);
                }
            }
            let new = json!({"since": "today", "values": [1, 2.5, null]});
            members.insert("brand_new_field".to_owned(), new);
        }
        Value::Array(items) => items
            .iter_mut()
            .for_each(|item| add_unknown(item, document)),
        _ => {}
    }
}
