//! Which tools there are: one for each operation of the catalogue that is allowed, and those of our own.

use std::sync::Arc;

use rmcp::model::{JsonObject, Tool as Definition, ToolAnnotations};
use serde_json::{Value, json};

use super::own_tool::{Action, OwnTool, WORKSPACE};
use super::summary;
use super::workspace;
use crate::catalogue::{Gives, Input, Operation};
use crate::failure::Failure;
use crate::operations::{operations, resources};

/// How many items a page has where an assistant asks for no number.
pub(super) const PAGE: u64 = 20;

/// How long a tool's description may be, in bytes. Of a longer one there is the summary.
const DESCRIPTION: usize = 600;

/// The tools that are written by hand.
static OWN: [OwnTool; 2] = [summary::TOOL, workspace::TOOL];

/// A tool that is allowed.
pub(super) struct Tool {
    pub(super) definition: Definition,
    pub(super) inputs: &'static [Input],
    /// The name of the argument that is a workspace.
    pub(super) workspace: Option<&'static str>,
    pub(super) action: Action,
}

/// Which tools are asked for.
pub(crate) struct Choice<'a> {
    pub(crate) allow_writes: bool,
    /// All, if there are none.
    pub(crate) resources: &'a [String],
    /// Tools by name, whatever the rest says.
    pub(crate) names: &'a [String],
    /// Whether there is a workspace for calls that name none.
    pub(crate) has_workspace: bool,
}

/// The tools that are asked for.
pub(super) fn chosen(choice: &Choice<'_>) -> Result<Vec<Tool>, Failure> {
    let known: Vec<&str> = resources().iter().map(|it| it.name).collect();
    check("resource", choice.resources, &known)?;
    let own = OWN.iter().map(|it| it.name);
    let names: Vec<&str> = operations().map(|(_, it)| it.id).chain(own).collect();
    check("tool", choice.names, &names)?;

    let is_named = |name: &str| choice.names.iter().any(|it| it == name);
    let is_in = |resource: &str| {
        choice.resources.is_empty() || choice.resources.iter().any(|it| it == resource)
    };
    let own = OWN
        .iter()
        .filter(|it| is_in(it.resource) || is_named(it.name));
    let own = own.map(|it| Tool::own(it, choice.has_workspace));
    let operations = operations().filter(|(resource, it)| {
        let is_safe = !it.reveals && (!it.writes || choice.allow_writes);
        is_named(it.id) || (is_safe && is_in(resource.name))
    });
    let operations = operations.map(|(_, it)| Tool::operation(it, choice.has_workspace));
    Ok(operations.chain(own).collect())
}

fn check(what: &str, asked: &[String], known: &[&str]) -> Result<(), Failure> {
    match asked.iter().find(|it| !known.contains(&it.as_str())) {
        None => Ok(()),
        Some(name) => Err(Failure::usage(format!("there is no {what} {name:?}"))
            .hint(format!("there are: {}", known.join(", ")))),
    }
}

/// Why there is no tool of this name, and what to do about it.
pub(super) fn absence(name: &str, tools: &[Tool]) -> String {
    let operation = operations().find(|(_, it)| it.id == name);
    if let Some((resource, it)) = operation {
        let (why, option) = if it.reveals {
            ("makes a secret", format!("--allow-tool {name}"))
        } else if it.writes {
            ("changes something", "--allow-writes".to_owned())
        } else {
            ("is not chosen", format!("--resources {}", resource.name))
        };
        return format!(
            "`{name}` {why}, and this server does not offer it: its user has to start it with {option}."
        );
    }
    let known: Vec<&str> = tools.iter().map(|it| it.definition.name.as_ref()).collect();
    let name: String = name.chars().take(60).collect();
    format!(
        "There is no tool {name:?}. There are: {}.",
        known.join(", ")
    )
}

impl Tool {
    fn operation(operation: &'static Operation, has_workspace: bool) -> Self {
        let mut words = operation.summary.to_owned();
        if operation.deprecated {
            words.insert_str(0, "Deprecated. ");
        }
        let description = operation.description;
        if !description.is_empty() && words.len() + description.len() < DESCRIPTION {
            words += " ";
            words += description;
        }
        let mut schema = object(operation.input_schema);
        for input in operation
            .inputs
            .iter()
            .filter(|it| operation.is_position(it))
        {
            if let Some(property) = property(&mut schema, input.name) {
                *property = position(input.name);
            }
        }
        let workspace = operation.workspace().map(|it| it.name);
        Self::new(
            Definition::new(
                operation.id,
                words,
                finish(schema, workspace, has_workspace),
            )
            .with_annotations(annotations(operation)),
            operation.inputs,
            workspace,
            Action::Operation(operation),
        )
    }

    fn own(own: &'static OwnTool, has_workspace: bool) -> Self {
        let workspace = Some(WORKSPACE);
        let schema = finish(object(own.input_schema), workspace, has_workspace);
        let reads = ToolAnnotations::new().read_only(true).destructive(false);
        let mut definition = Definition::new(own.name, own.description, schema)
            .with_annotations(reads.idempotent(true).open_world(true));
        if let Some(schema) = own.output_schema {
            definition = definition.with_raw_output_schema(Arc::new(object(schema)));
        }
        Self::new(definition, own.inputs, workspace, own.action)
    }

    fn new(
        definition: Definition,
        inputs: &'static [Input],
        workspace: Option<&'static str>,
        action: Action,
    ) -> Self {
        Self {
            definition,
            inputs,
            workspace,
            action,
        }
    }

    pub(super) fn schema(&self) -> &JsonObject {
        &self.definition.input_schema
    }

    /// Whether it gives pages.
    pub(super) fn is_paged(&self) -> bool {
        matches!(self.action, Action::Operation(it) if it.gives == Gives::Pages)
    }
}

/// The schema as it is sent: it refuses other arguments, and a workspace that has a default is optional.
fn finish(mut schema: JsonObject, workspace: Option<&str>, has_workspace: bool) -> JsonObject {
    if has_workspace && let Some(Value::Array(required)) = schema.get_mut("required") {
        required.retain(|it| it.as_str() != workspace);
    }
    schema.insert("additionalProperties".to_owned(), false.into());
    schema
}

/// The part of a collection that is asked for, in fewer words than the document has.
fn position(name: &str) -> Value {
    match name {
        "limit" => {
            json!({"type": "integer", "minimum": 1, "default": PAGE, "description": "Items of a page."})
        }
        _ => {
            json!({"type": "integer", "minimum": 0, "default": 0, "description": "Items to skip."})
        }
    }
}

/// What a call does, as far as the method says. All is open world: the data has text of others.
fn annotations(operation: &Operation) -> ToolAnnotations {
    let destroys = operation.writes && operation.verb != "create";
    let repeats = !operation.writes || matches!(operation.method, "PUT" | "DELETE");
    ToolAnnotations::new()
        .read_only(!operation.writes)
        .destructive(destroys)
        .idempotent(repeats)
        .open_world(true)
}

fn property<'a>(schema: &'a mut JsonObject, name: &str) -> Option<&'a mut Value> {
    schema.get_mut("properties")?.get_mut(name)
}

/// A schema that is written in this program; nothing but an object.
fn object(schema: &str) -> JsonObject {
    serde_json::from_str(schema).unwrap_or_default()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn names(choice: &Choice<'_>) -> Vec<String> {
        let tools = chosen(choice).unwrap();
        tools
            .iter()
            .map(|it| it.definition.name.to_string())
            .collect()
    }

    fn choice<'a>(resources: &'a [String], names: &'a [String]) -> Choice<'a> {
        Choice {
            allow_writes: false,
            resources,
            names,
            has_workspace: false,
        }
    }

    #[test]
    fn each_operation_that_only_reads_is_a_tool() {
        let names = names(&choice(&[], &[]));
        for (_, operation) in operations() {
            let is_tool = names.iter().any(|it| it == operation.id);
            assert_eq!(
                is_tool,
                !operation.writes && !operation.reveals,
                "{}",
                operation.id
            );
        }
    }

    #[test]
    fn a_secret_is_made_only_where_the_tool_is_named() {
        let all = Choice {
            allow_writes: true,
            ..choice(&[], &[])
        };
        assert!(names(&all).contains(&"create_prompt".to_owned()));
        assert!(!names(&all).contains(&"create_key".to_owned()));
        let named = ["create_key".to_owned()];
        let tracking = ["tracking".to_owned()];
        assert_eq!(
            names(&choice(&tracking, &named)),
            ["create_key", "list_tracking", "summarize_tracking"]
        );
    }

    #[test]
    fn what_is_not_known_is_refused_with_what_is() {
        let misspelt = ["trackin".to_owned()];
        let failure = chosen(&choice(&misspelt, &[])).err().unwrap();
        assert_eq!(failure.message, "there is no resource \"trackin\"");
        assert!(failure.hint.unwrap().contains("tracking"));
    }

    #[test]
    fn schemas_are_plain_objects_and_names_are_short() {
        let all = Choice {
            allow_writes: true,
            ..choice(&[], &[])
        };
        for tool in chosen(&all).unwrap() {
            let definition = tool.definition;
            let is_plain = |it: char| it.is_ascii_alphanumeric() || it == '_' || it == '-';
            assert!(definition.name.len() <= 40 && definition.name.chars().all(is_plain));
            assert!(definition.description.unwrap().len() <= 600);
            for schema in [Some(definition.input_schema), definition.output_schema]
                .into_iter()
                .flatten()
            {
                assert_eq!(schema["type"], "object", "{}", definition.name);
                for choice in ["oneOf", "anyOf", "allOf", "not", "if", "enum", "$ref"] {
                    assert!(!schema.contains_key(choice), "{}", definition.name);
                }
            }
        }
    }
}
