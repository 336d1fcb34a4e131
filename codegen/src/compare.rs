//! What a change of the document means to those who use the client.
//!
//! Two APIs in our vocabulary are compared, so what differs is what users see: methods,
//! arguments, types. A struct may gain fields and an enum values without breaking anyone, as all
//! are `#[non_exhaustive]`; whatever goes or changes its type breaks.

mod code;
mod difference;
mod operations;
mod release;
mod report;
mod types;
mod uses;

pub use difference::{Difference, Step};
pub use release::unready;
pub use report::{greatest, human, json};

use crate::model::{Access, Api, Limit};
use difference::{Found, called, pairs};

/// Compares two versions. Operations come first, in the new document's order.
pub fn compare(old: &Api, new: &Api) -> Vec<Difference> {
    let mut found = Found::default();
    operations::compare(old, new, &mut found);
    types::compare(old, new, &mut found);
    limits(old, new, &mut found);
    service(old, new, &mut found);
    code::check(old, new, &mut found);
    found.differences
}

fn limits(old: &Api, new: &Api, found: &mut Found) {
    let name = |limit: &Limit| match limit.access {
        Access::Any => format!("the limit of `{}`", limit.path),
        Access::Read => format!("the limit of reading `{}`", limit.path),
        Access::Write => format!("the limit of writing `{}`", limit.path),
    };
    for pair in pairs(
        old.limits.paths.iter(),
        new.limits.paths.iter(),
        |it: &Limit| &it.name,
    ) {
        let in_either = pair.1.map(|it| (new, it)).or(pair.0.map(|it| (old, it)));
        found.operations = in_either.map_or_else(Vec::new, |(api, limit)| limited(api, limit));
        match pair {
            (None, Some(new)) => found.add(Step::Additive, name(new), "is new"),
            (Some(old), None) => found.add(Step::Additive, name(old), "is gone"),
            (Some(old), Some(new)) => {
                let (was, is) = (old.to_string(), new.to_string());
                found.changed(Step::Additive, &name(new), "it", was, is);
            }
            (None, None) => {}
        }
    }
    found.operations.clear();
    let shown = |api: &Api| match api.limits.every_other {
        Some(limit) => limit.to_string(),
        None => "not documented".to_owned(),
    };
    let item = "the limit of every other path";
    found.changed(
        Step::Additive,
        item,
        "requests a minute",
        shown(old),
        shown(new),
    );
}

/// The operations that a limit counts.
fn limited(api: &Api, limit: &Limit) -> Vec<String> {
    let operations = api.resources.iter().flat_map(|resource| {
        let counted = resource.operations.iter();
        let counted = counted.filter(|operation| operation.limit.name == limit.name);
        counted.map(move |operation| called(resource, operation))
    });
    operations.collect()
}

fn service(old: &Api, new: &Api, found: &mut Found) {
    let (old, new) = (&old.service, &new.service);
    let (key, url) = (
        "the variable with the key",
        "the variable with the base URL",
    );
    for (step, what, was, is) in [
        (Step::Additive, "the base URL", &old.base_url, &new.base_url),
        (
            Step::Breaking,
            "the key's prefix",
            &old.key_prefix,
            &new.key_prefix,
        ),
        (Step::Breaking, key, &old.key_variable, &new.key_variable),
        (
            Step::Breaking,
            url,
            &old.base_url_variable,
            &new.base_url_variable,
        ),
    ] {
        found.changed(step, "Client", what, was, is);
    }
    found.reworded("Client", "the service's name", &old.name, &new.name);
}
