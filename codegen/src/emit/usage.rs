//! The example in an operation's documentation.

use serde_json::Value;

use crate::model::{Api, Argument, Kind, Operation, Output, Resource, Ty};
use crate::names;

/// The longest line before each part of the call gets its own.
const WIDTH: usize = 80;

/// A call that compiles, with the document's own example values; empty where there is no value
/// for an argument that a call cannot do without.
pub(super) fn usage(api: &Api, resource: &Resource, operation: &Operation) -> String {
    let required: Option<Vec<String>> = operation
        .required()
        .map(|argument| {
            value(
                api,
                &argument.ty,
                argument.example.as_ref(),
                &argument.ident,
            )
        })
        .collect();
    let Some(required) = required else {
        return String::new();
    };
    let mut calls = vec![
        format!("{}()", resource.name),
        format!("{}({})", operation.method_name, required.join(", ")),
    ];
    calls.extend(
        operation
            .optional()
            .filter_map(|argument| setter(api, argument)),
    );
    calls.push("send()".to_owned());
    calls.push("await?".to_owned());
    let (result, shown) = result(&operation.output);
    let short = format!("{result}client.{};", calls.join("."));
    let call = if short.len() <= WIDTH {
        short
    } else {
        format!("{result}client\n    .{};", calls.join("\n    ."))
    };
    format!(
        "```no_run\n# async fn run(client: {}::Client) -> Result<(), {0}::Error> {{\n\
         {call}\n{shown}# Ok(())\n# }}\n```",
        api.service.crate_name
    )
}

/// An optional argument is shown where the document shows it.
fn setter(api: &Api, argument: &Argument) -> Option<String> {
    let example = argument.example.as_ref()?;
    let value = value(api, &argument.ty, Some(example), &argument.ident)?;
    Some(format!("{}({value})", argument.ident))
}

fn result(output: &Output) -> (String, String) {
    match output {
        Output::Page(_) => (
            "let page = ".to_owned(),
            "println!(\"{} of {}\", page.data.len(), page.meta.total);\n".to_owned(),
        ),
        Output::Data(Ty::Struct(name)) | Output::Whole(Ty::Struct(name)) => {
            let name = names::field_name(name);
            (
                format!("let {name} = "),
                format!("println!(\"{{{}:?}}\");\n", name.trim_start_matches("r#")),
            )
        }
        Output::Data(_) | Output::Whole(_) => (
            "let reply = ".to_owned(),
            "println!(\"{reply:?}\");\n".to_owned(),
        ),
        Output::Empty => (String::new(), String::new()),
    }
}

/// An argument in Rust. Text without an example is the argument's name.
fn value(api: &Api, ty: &Ty, example: Option<&Value>, name: &str) -> Option<String> {
    let text = || {
        let name = name.trim_start_matches("r#");
        format!("{:?}", example.and_then(Value::as_str).unwrap_or(name))
    };
    Some(match ty {
        Ty::String | Ty::Id(_) | Ty::Enum(_) | Ty::Secret => text(),
        Ty::Bool => example.and_then(Value::as_bool).unwrap_or(true).to_string(),
        Ty::I32 | Ty::I64 | Ty::U32 | Ty::U64 => example
            .and_then(Value::as_i64)
            .unwrap_or(1)
            .max(0)
            .to_string(),
        Ty::F64 => format!("{:?}", example.and_then(Value::as_f64).unwrap_or(1.0)),
        Ty::DateTime => "chrono::DateTime::UNIX_EPOCH".to_owned(),
        Ty::Object => "serde_json::Map::new()".to_owned(),
        Ty::Value => "serde_json::Value::Null".to_owned(),
        Ty::Map(_) | Ty::List(_) => "Default::default()".to_owned(),
        Ty::Option(_) => "None".to_owned(),
        Ty::Boxed(_) => return None,
        Ty::Struct(name) => {
            let known = |it: &&crate::model::Type| it.name == *name && it.example.is_some();
            let found = api.types.iter().find(known)?;
            let Kind::Struct(fields) = &found.kind else {
                return None;
            };
            format!(
                "{}::types::{}::example()",
                api.service.crate_name, fields.name
            )
        }
    })
}
