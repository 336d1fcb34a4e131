//! What a fault makes of a reply.

use hyper::Response;
use hyper::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use serde_json::{Value, json};

use crate::body::Body;
use crate::fault::{Fault, Kind};
use crate::reply::Refusal;
use crate::server::Closed;
use crate::spec::Spec;

impl Fault {
    /// What the request is refused with, if it is not to be acted on.
    pub(crate) fn refusal(&self) -> Option<Refusal> {
        match self.kind {
            Kind::Status(status) | Kind::Html(status) => Some(Refusal::Status(status)),
            Kind::RateLimit => Some(Refusal::RateLimited),
            _ => None,
        }
    }
}

/// Makes of a reply what the fault asks for. The document tells where a value can be
/// new.
pub(crate) fn spoil(
    mut response: Response<Body>,
    fault: &Fault,
    spec: &Spec,
) -> Result<Response<Body>, Closed> {
    if let Some(seconds) = fault.retry_after {
        response
            .headers_mut()
            .insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    match fault.kind {
        Kind::None | Kind::Status(_) | Kind::RateLimit => {}
        Kind::Close => return Err(Closed),
        Kind::Html(status) => {
            let page = format!("<html><head><title>{status}</title></head></html>");
            let html = HeaderValue::from_static("text/html");
            response.headers_mut().insert(CONTENT_TYPE, html);
            *response.body_mut() = Body::from(page);
        }
        Kind::Malformed => {
            let half = response.body().bytes();
            let half = half.slice(..half.len() / 2);
            *response.body_mut() = Body::from(half);
        }
        Kind::CutOff => {
            let length = response.body().bytes().len();
            response
                .headers_mut()
                .insert(CONTENT_LENGTH, HeaderValue::from(length));
            response = response.map(Body::cut_off);
        }
        Kind::Unknown => {
            if let Ok(mut value) = serde_json::from_slice(response.body().bytes()) {
                estrange(&mut value, spec);
                *response.body_mut() = Body::from(value.to_string());
            }
        }
    }
    Ok(response)
}

/// Adds fields that nobody has heard of, and gives enums new values.
fn estrange(value: &mut Value, spec: &Spec) {
    match value {
        Value::Object(members) => {
            for (name, value) in members.iter_mut() {
                if spec.enums.contains(name) && value.is_string() {
                    *value = json!("brand_new");
                } else if !spec.maps.contains(name) {
                    // A member of a map is no field: its name is data.
                    estrange(value, spec);
                }
            }
            let new = json!({"since": "today", "values": [1, 2.5, null]});
            members.insert("brand_new_field".to_owned(), new);
        }
        Value::Array(items) => items.iter_mut().for_each(|item| estrange(item, spec)),
        _ => {}
    }
}
