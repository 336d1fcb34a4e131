//! Types, as users see them, with the operations that they are seen in.

use std::collections::{BTreeMap, BTreeSet};

use super::difference::Step;
use super::item::Item;
use super::operations::{called, given, holder};
use crate::model::{
    Api, Case, Field, Kind, Member, Operation, Output, Scope, Struct, Ty, Type, TypesByName,
    Variant,
};

pub(super) fn items(api: &Api) -> impl Iterator<Item = Item> {
    let mut uses = uses(api);
    api.types.iter().map(move |ty| Item {
        operations: uses.remove(ty.name.as_str()).unwrap_or_default(),
        ..item(ty)
    })
}

fn item(ty: &Type) -> Item {
    let name = format!("types::{}", ty.name);
    let item = Item::new(&name)
        .words("its description", &ty.description)
        .words("its evidence", format!("{:?}", ty.evidence));
    let kind = |item: Item, kind: &str| item.value(Step::Breaking, "its kind", kind);
    match &ty.kind {
        Kind::Struct(fields) => structure(kind(item, "struct"), fields, ty.example.as_deref()),
        Kind::Enum(variants) => Item {
            parts: variants.iter().map(|it| variant(&name, it)).collect(),
            order_of: Some("values"),
            ..kind(item, "enum")
        },
        Kind::Id { prefix } => {
            kind(item, "id").words("what it starts with", prefix.as_deref().unwrap_or_default())
        }
        Kind::Union(union) => Item {
            parts: union.members.iter().map(|it| member(&name, it)).collect(),
            ..kind(item, "union")
        },
        Kind::Replies(cases) => Item {
            parts: cases.iter().map(|it| case(&name, it)).collect(),
            ..kind(item, "replies")
        },
    }
}

fn structure(item: Item, fields: &Struct, example: Option<&str>) -> Item {
    let mut item = item
        .flag(
            example.is_some(),
            (Step::Additive, "has an example()"),
            (Step::Breaking, "has no example() any more"),
        )
        .flag(
            fields.extra.is_some(),
            (Step::Additive, "keeps extra fields"),
            (Step::Breaking, "keeps no extra fields any more"),
        );
    if let Some(example) = example {
        item = item.words("its example", example);
    }
    if let Some(extra) = &fields.extra {
        item = item.value(Step::Breaking, "the field of extra fields", extra);
    }
    Item {
        parts: fields
            .fields
            .iter()
            .map(|it| field(&item.name, it))
            .collect(),
        order_of: Some("fields"),
        ..item
    }
}

fn field(of: &str, field: &Field) -> Item {
    let item = Item::new(format!("{of}.{}", field.ident))
        .value(Step::Breaking, "its type", field.ty.rust(Scope::Types))
        .value(Step::Additive, "its name in JSON", &field.name)
        .words("its description", &field.description)
        .flag(
            field.deprecated,
            (Step::Documentation, "is deprecated"),
            (Step::Documentation, "is no longer deprecated"),
        );
    match (&field.ty, field.required) {
        (Ty::Option(_), true) => item.value(Step::Additive, "no value in JSON", "null"),
        (Ty::Option(_), false) => item.value(Step::Additive, "no value in JSON", "absent"),
        _ => item,
    }
}

fn variant(of: &str, variant: &Variant) -> Item {
    let item = Item::new(format!("{of}::{}", variant.name));
    item.value(Step::Additive, "its value", &variant.value)
}

fn member(of: &str, member: &Member) -> Item {
    Item::new(format!("{of}::{}", member.name))
        .value(Step::Breaking, "its type", member.ty.rust(Scope::Types))
        .value(Step::Additive, "its tag", member.tags.join("` or `"))
        .words("its description", &member.description)
}

fn case(of: &str, case: &Case) -> Item {
    Item::new(format!("{of}::{}", case.name))
        .value(Step::Breaking, "its type", given(&case.output))
        .value(
            Step::Additive,
            "where the reply has it",
            holder(&case.output),
        )
        .words("its description", &case.description)
}

/// The operations that types are seen in, by the names of the types.
fn uses(api: &Api) -> BTreeMap<&str, Vec<String>> {
    let types = api.types_by_name();
    let mut uses: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for resource in &api.resources {
        for operation in &resource.operations {
            for name in seen(operation, &types) {
                let operations = uses.entry(name).or_default();
                operations.push(called(resource, operation));
            }
        }
    }
    uses
}

/// The types of an operation's arguments, its body and its replies, and those inside them.
fn seen<'a>(operation: &Operation, types: &TypesByName<'a>) -> BTreeSet<&'a str> {
    let sent = operation.sent();
    let arguments = operation.arguments.iter().map(|argument| &argument.ty);
    let replies = operation.cases.iter().map(|case| &case.output);
    let replies = replies.chain([&operation.output]).filter_map(Output::ty);
    let mut seen = types.inside(arguments.chain(&sent).chain(replies));
    if let Output::Several(name) = &operation.output {
        seen.extend(types.get(name).map(|ty| ty.name.as_str()));
    }
    seen
}
