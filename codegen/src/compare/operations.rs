//! Resources, operations and their arguments, as users see them.

use super::difference::Step;
use super::item::{Item, Positional};
use crate::document;
use crate::model::{Api, Argument, Operation, Output, Place, Resource, Scope};

pub(super) fn items(api: &Api) -> impl Iterator<Item = Item> {
    api.resources.iter().map(|resource| {
        let operations = resource.operations.iter();
        let parts: Vec<Item> = operations.map(|it| operation(resource, it)).collect();
        let item = Item::new(format!("{}()", resource.name))
            .value(Step::Breaking, "its type", &resource.type_name)
            .words("its description", &resource.description);
        Item {
            operations: parts.iter().map(|part| part.name.clone()).collect(),
            parts,
            ..item
        }
    })
}

/// An operation as users write it.
pub(super) fn called(resource: &Resource, operation: &Operation) -> String {
    format!("{}().{}", resource.name, operation.method_name)
}

fn operation(resource: &Resource, operation: &Operation) -> Item {
    let name = called(resource, operation);
    let item = Item::new(&name)
        .value(
            Step::Breaking,
            "the type of its arguments",
            &operation.type_name,
        )
        .value(Step::Breaking, "what it gives", given(&operation.output))
        .value(
            Step::Additive,
            "where the reply has it",
            holder(&operation.output),
        )
        .flag(
            operation.paged,
            (Step::Additive, "is paginated"),
            (Step::Breaking, "is no longer paginated"),
        )
        .value(Step::Additive, "the request", operation.request())
        .value(Step::Additive, "its name in spans", &operation.id)
        .flag(
            operation.deprecated,
            (Step::Additive, "is deprecated"),
            (Step::Additive, "is no longer deprecated"),
        )
        .words("its summary", &operation.summary)
        .words("its description", &operation.description)
        .words("its evidence", format!("{:?}", operation.evidence))
        .words("its example", format!("{:?}", operation.usage));
    let positional = operation.required().map(|it| Positional {
        name: it.name.clone(),
        ty: it.ty.rust(Scope::Elsewhere),
        item: argument(&name, it),
    });
    Item {
        operations: vec![name.clone()],
        positional: positional.collect(),
        parts: operation
            .optional()
            .flat_map(|it| setters(&name, it))
            .collect(),
        ..item
    }
}

/// The setter of an argument, and the method that sends null for it.
fn setters(operation: &str, of: &Argument) -> impl Iterator<Item = Item> {
    let name = |method| format!("{operation}().{method}");
    let setter = argument(&name(&of.ident), of);
    let setter = setter.value(
        Step::Breaking,
        "its type",
        of.ty.not_null().rust(Scope::Elsewhere),
    );
    let clear = of.clear.as_ref().map(|clear| Item::new(name(clear)));
    std::iter::once(setter).chain(clear)
}

/// How an argument is sent, of what takes it.
fn argument(item: &str, argument: &Argument) -> Item {
    Item::new(item)
        .value(
            Step::Additive,
            "the name of an argument in requests",
            &argument.name,
        )
        .value(
            Step::Additive,
            format!("the part of the request with {}", argument.name),
            part(argument.place),
        )
        .words(
            format!("the description of {}", argument.name),
            &argument.description,
        )
}

/// What a call gives: pages of a cursor are read in another way than those of an offset.
pub(super) fn given(output: &Output) -> String {
    let given = output.rust(Scope::Elsewhere);
    match output {
        Output::CursorPage(_) => format!("Cursor{given}"),
        _ => given,
    }
}

/// The part of the reply that a call gives.
pub(super) fn holder(output: &Output) -> &'static str {
    match output {
        Output::Page(_) | Output::CursorPage(_) | Output::Data(_) => "data",
        _ => "the whole body",
    }
}

fn part(place: Place) -> &'static str {
    match place {
        Place::Request(document::Place::Path) => "path",
        Place::Request(document::Place::Query) => "query",
        Place::Request(document::Place::Header) => "header",
        Place::Field | Place::Body => "body",
    }
}
