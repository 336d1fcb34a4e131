//! What a change of the document means to those who use the client.
//!
//! Two APIs in our vocabulary become two trees of what users see: methods, arguments, types. What
//! differs between the trees is reported, with what it takes of users. A struct may gain fields and
//! an enum values without breaking anyone, as all are `#[non_exhaustive]`; whatever goes or changes
//! its type breaks.

mod code;
mod difference;
mod item;
mod operations;
mod release;
mod report;
mod service;
mod types;

pub use difference::{Difference, Step};
pub use release::unready;
pub use report::{greatest, human, json};

use self::item::Item;
use crate::model::Api;

/// Compares two versions. Operations come first, in the new document's order.
pub fn compare(old: &Api, new: &Api) -> Vec<Difference> {
    let mut differences = item::differences(&items(old), &items(new));
    code::check(old, new, &mut differences);
    differences
}

fn items(api: &Api) -> Vec<Item> {
    let client = Item {
        parts: operations::items(api).collect(),
        order_of: Some("resources"),
        ..service::client(api)
    };
    let items = [client].into_iter().chain(types::items(api));
    items.chain(service::limits(api)).collect()
}
