//! Whether `limit` and `offset` do what they are there for.

use serde_json::Value as Json;

use super::Kind;
use super::calls::Operation;
use super::compare::Ids;
use super::found::{Fault, Place};
use super::run::{Run, refusal};

impl Run<'_> {
    /// Asks for the second item alone, and looks whether it comes. `first` is a page with more than
    /// one.
    pub(super) fn page(
        &mut self,
        operation: &Operation<'_>,
        arguments: &Ids,
        first: &Json,
    ) -> Result<(), String> {
        let further = [("limit", "1"), ("offset", "1")];
        let (status, json) = self.call(operation, arguments, &further)?;
        if !(200..300).contains(&status) {
            return Err(refusal(status, json.as_ref()));
        }
        let page = json.unwrap_or_default();
        let Some(items) = page["data"].as_array() else {
            return Ok(());
        };
        if items.len() > 1 {
            self.ignored(operation, "limit", status);
        }
        let (rows, total) = (&first["data"], &first["meta"]["total"]);
        // A collection that has changed meanwhile tells nothing.
        let same = *total == page["meta"]["total"];
        if same && rows[0] != rows[1] && items.first() == Some(&rows[0]) {
            self.ignored(operation, "offset", status);
        }
        Ok(())
    }

    fn ignored(&mut self, operation: &Operation<'_>, name: &str, status: u16) {
        let Some(item) = operation.parameter_item(name) else {
            return;
        };
        let at = Place {
            operation: operation.id.clone(),
            status,
            path: format!("query {name}"),
        };
        let fault = Fault {
            kind: Kind::IgnoredParameter,
            pointer: item.pointer,
            name: name.to_owned(),
        };
        self.comparer.found.add(fault, &at, &at);
    }
}
