//! The example in an operation's documentation.

use std::collections::BTreeSet;

use serde_json::Value;

use super::api::Resource;
use super::definition::{Kind, Type};
use super::operation::{Argument, Operation, Usage};
use super::output::Output;
use super::ty::Ty;
use crate::names;

/// Adds to each operation a call with the document's own example values.
pub(super) fn add(resources: &mut [Resource], types: &[Type], crate_name: &str) {
    let has_example = |it: &&Type| it.example.is_some() && matches!(it.kind, Kind::Struct(_));
    let shown = types.iter().filter(has_example);
    let writer = Writer {
        crate_name,
        examples: shown.map(|it| it.name.as_str()).collect(),
    };
    for resource in resources {
        for operation in &mut resource.operations {
            operation.usage = writer.usage(&resource.name, operation);
        }
    }
}

struct Writer<'a> {
    crate_name: &'a str,
    /// The structs that have an `example()`.
    examples: BTreeSet<&'a str>,
}

impl Writer<'_> {
    /// Nothing where there is no value for an argument that a call must have.
    fn usage(&self, resource: &str, operation: &Operation) -> Option<Usage> {
        let required = operation.required();
        let required: Option<Vec<String>> = required.map(|it| self.value(it, &it.ty)).collect();
        let mut calls = vec![
            format!("{resource}()"),
            format!("{}({})", operation.method_name, required?.join(", ")),
        ];
        // An optional argument is shown where the document shows it.
        let optional = operation.optional().filter(|it| it.example.is_some());
        // What may be null besides is set to a value all the same.
        let set = |it: &Argument| self.value(it, it.ty.not_null());
        calls.extend(optional.filter_map(|it| Some(format!("{}({})", it.ident, set(it)?))));
        calls.extend(["send()".to_owned(), "await?".to_owned()]);
        let of = |result: &str, shown: &str| (Some(result.to_owned()), shown.to_owned());
        let (result, shown) = match &operation.output {
            Output::Page(_) => of("page", r#""{} of {}", page.data.len(), page.meta.total"#),
            Output::CursorPage(_) => of("page", r#""{} items", page.data.len()"#),
            Output::Data(Ty::Struct(name)) | Output::Whole(Ty::Struct(name)) => {
                let name = names::field_name(name);
                of(
                    &name,
                    &format!("\"{{{}:?}}\"", name.trim_start_matches("r#")),
                )
            }
            Output::Data(_) | Output::Whole(_) | Output::Several(_) => {
                of("reply", r#""{reply:?}""#)
            }
            Output::Text => of("text", r#""{text}""#),
            Output::Bytes => of("bytes", r#""{} bytes", bytes.len()"#),
            Output::Empty => (None, String::new()),
        };
        Some(Usage {
            crate_name: self.crate_name.to_owned(),
            calls,
            result,
            shown,
        })
    }

    /// An argument of a type in Rust; nothing where the document has no value for it.
    fn value(&self, argument: &Argument, ty: &Ty) -> Option<String> {
        let name = argument.ident.trim_start_matches("r#");
        self.written(ty, argument.example.as_ref(), name)
    }

    /// A value in Rust. Text without an example is the argument's name.
    fn written(&self, ty: &Ty, example: Option<&Value>, name: &str) -> Option<String> {
        let text = || format!("{:?}", example.and_then(Value::as_str).unwrap_or(name));
        Some(match ty {
            Ty::String | Ty::Id(_) | Ty::Enum(_) | Ty::Secret => text(),
            Ty::Bool => example.and_then(Value::as_bool).unwrap_or(true).to_string(),
            Ty::I32 | Ty::I64 | Ty::U32 | Ty::U64 => {
                let whole = example.and_then(Value::as_i64).unwrap_or(1);
                whole.max(0).to_string()
            }
            Ty::F64 => format!("{:?}", example.and_then(Value::as_f64).unwrap_or(1.0)),
            Ty::DateTime => "chrono::DateTime::UNIX_EPOCH".to_owned(),
            Ty::Date => "chrono::NaiveDate::default()".to_owned(),
            Ty::Object => "serde_json::Map::new()".to_owned(),
            Ty::Value => "serde_json::Value::Null".to_owned(),
            Ty::List(item) => {
                let example = example.and_then(|example| example.get(0));
                format!("[{}]", self.written(item, example, name)?)
            }
            Ty::Map(value) => {
                let example = example.and_then(Value::as_object);
                let example = example.and_then(|it| it.iter().next());
                let key = example.map_or("key", |(key, _)| key);
                let value = self.written(value, example.map(|(_, value)| value), name)?;
                format!("[({key:?}, {value})]")
            }
            Ty::Option(_) => "None".to_owned(),
            Ty::Body => "b\"content\".as_slice()".to_owned(),
            Ty::Struct(name) if self.examples.contains(name.as_str()) => {
                format!("{}::types::{name}::example()", self.crate_name)
            }
            Ty::Uuid => format!("{}::types::Uuid::from(1_u128)", self.crate_name),
            Ty::File => {
                format!("{}::File::new(\"name.bin\", \"content\")", self.crate_name)
            }
            // What has no value that is one for sure.
            Ty::Struct(_) | Ty::Union(_) | Ty::Boxed(_) | Ty::Nullable(_) => {
                return None;
            }
        })
    }
}
