//! Commands that can be tried, with the document's example values.

use crate::catalogue::{Gives, Input, Kind, Operation, Resource};

/// A command for each operation.
pub(crate) fn of_resource(resource: &Resource) -> String {
    let operations = resource.operations.iter();
    let lines = operations.map(|operation| format!("\n  {}", example(resource, operation)));
    let by_hand = match resource.name {
        "tracking" => "\n  linksii tracking trend --days 30\n  linksii tracking watch",
        "analyses" => {
            "\n  linksii analyses run images.csv --template brand_scorecard --out done.ndjson"
        }
        _ => "",
    };
    format!("Examples:{}{by_hand}", lines.collect::<String>())
}

/// Of one operation.
pub(crate) fn of_operation(resource: &Resource, operation: &Operation) -> String {
    let mut examples = format!("Examples:\n  {}", example(resource, operation));
    if operation.gives == Gives::Pages {
        let short = format!("linksii {} {}", resource.name, operation.verb);
        examples += &format!("\n  {short} --all -o csv > {}.csv", resource.name);
        examples += &format!("\n  {short} --limit 1 | jq -r '.[0].id'");
    }
    if operation.deprecated {
        examples = format!("The document calls this deprecated.\n\n{examples}");
    }
    examples
}

/// One that can be tried.
fn example(resource: &Resource, operation: &Operation) -> String {
    let mut whole = format!("linksii {} {}", resource.name, operation.verb);
    if let Some(workspace) = operation.workspace() {
        whole += &format!(" --workspace {}", workspace.example.unwrap_or("ID"));
    }
    let is_shown = |input: &&Input| {
        !operation.is_position(input)
            && operation.workspace().is_none_or(|it| it.name != input.name)
    };
    for input in operation.inputs.iter().filter(is_shown) {
        let option = input.name.replace('_', "-");
        match (input.required, input.example) {
            (true, example) => {
                let value = shell_words::quote(example.unwrap_or("VALUE")).into_owned();
                whole += &format!(" {value}");
            }
            (false, Some(example)) if input.kind == Kind::Flag => {
                whole += &format!(" --{option}={example}");
            }
            (false, Some(example)) => {
                whole += &format!(" --{option} {}", shell_words::quote(example));
            }
            (false, None) => {}
        }
    }
    whole
}
