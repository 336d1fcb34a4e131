//! Limits, and how a client reaches the service, as users see them.

use super::difference::Step;
use super::item::Item;
use super::operations::called;
use crate::model::{Access, Api, Limit};

pub(super) fn limits(api: &Api) -> impl Iterator<Item = Item> {
    let limits = api.limits.paths.iter().map(|limit| Item {
        operations: counted(api, limit),
        gone: Step::Additive,
        ..Item::new(name(limit)).value(Step::Additive, "it", limit)
    });
    let other = match api.limits.every_other {
        Some(limit) => limit.to_string(),
        None => "not documented".to_owned(),
    };
    let name = "the limit of every other path";
    let other = Item::new(name).value(Step::Additive, "requests a minute", other);
    limits.chain([other])
}

pub(super) fn client(api: &Api) -> Item {
    let service = &api.service;
    Item::new("Client")
        .value(Step::Additive, "the base URL", &service.base_url)
        .value(Step::Breaking, "the key's prefix", &service.key_prefix)
        .value(
            Step::Breaking,
            "the variable with the key",
            &service.key_variable,
        )
        .value(
            Step::Breaking,
            "the variable with the base URL",
            &service.base_url_variable,
        )
        .words("the service's name", &service.name)
}

fn name(limit: &Limit) -> String {
    match limit.access {
        Access::Any => format!("the limit of `{}`", limit.path),
        Access::Read => format!("the limit of reading `{}`", limit.path),
        Access::Write => format!("the limit of writing `{}`", limit.path),
    }
}

/// The operations that a limit counts.
fn counted(api: &Api, limit: &Limit) -> Vec<String> {
    let operations = api.resources.iter().flat_map(|resource| {
        let counted = resource.operations.iter();
        let counted = counted.filter(|operation| operation.limit.name == limit.name);
        counted.map(move |operation| called(resource, operation))
    });
    operations.collect()
}
