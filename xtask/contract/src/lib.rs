//! What a running service does that the document does not say.
//!
//! [`contract`] asks each `GET` of the document, with ids from earlier replies, and compares what
//! comes with the document: statuses, headers, each value of the JSON, pages. It does no I/O itself: a
//! [`Service`] makes the requests and waits. Nothing but `GET` can be asked of it.
//!
//! In order: `session` asks and keeps what comes; `compare` compares it with the document, and finds
//! what differs and what the generated client cannot read; `revision` tries an edit of the document
//! for each difference, which is suggested if it is right; `report` prints.
//!
//! A field that the document does not name is a difference wherever some are named,
//! `additionalProperties: true` or not: to learn those is what this is for.

mod alternative;
mod base_url;
mod client;
mod compare;
mod difference;
mod edit;
mod filter;
mod finding;
mod headers;
mod identifier;
mod json;
mod judge;
mod observation;
mod operation;
mod outcome;
mod pace;
mod pagination;
mod patch;
mod place;
mod reply;
mod report;
mod revision;
mod sanitize;
mod service;
mod session;
mod shape;
mod sharing;
mod value;

pub use base_url::base_url;
pub use finding::{Kind, Sighting};
pub use outcome::{Checked, Contract, Difference, Outcome, Unchecked};
pub use report::{Format, report};
pub use service::{Reply, Request, Service};
pub use session::Limits;

use codegen::document::Document;
use linksii_sanitize::Sanitizer;

/// Compares a document with a running service. `key` is what is kept out of the result.
///
/// The document is one that [`check`](codegen::check::check) has found no error in.
pub fn contract(
    document: &Document,
    service: &mut dyn Service,
    key: &str,
    limits: Limits,
) -> Contract {
    let api = codegen::model::model(document);
    let sanitizer = Sanitizer::new(key, &api.service.key_prefix);
    let operations = operation::operations(document, &api);
    let seen = session::run(document, &operations, service, &sanitizer, limits);
    let (differences, more, patch) = difference::differences(document, &seen);
    Contract {
        differences,
        more,
        patch,
        checked: seen.checked,
        unchecked: seen.unchecked,
        requests: seen.requests,
        timeout: limits.time,
        ignored_headers: seen.ignored_headers,
    }
}
