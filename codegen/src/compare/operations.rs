//! Differences of resources, operations and their arguments.

use super::difference::{Found, Step, called, pairs};
use crate::model::{Api, Argument, Operation, Output, Place, Resource, Scope};

pub(super) fn compare(old: &Api, new: &Api, found: &mut Found) {
    let resources = pairs(
        old.resources.iter(),
        new.resources.iter(),
        |it: &Resource| &it.name,
    );
    for pair in resources {
        let either = pair.1.or(pair.0).into_iter();
        let all = either.flat_map(|it| it.operations.iter().map(move |own| called(it, own)));
        found.operations = all.collect();
        match pair {
            (None, Some(new)) => {
                found.add(Step::Additive, accessor(new), "is new");
            }
            (Some(old), None) => found.add(Step::Breaking, accessor(old), "is gone"),
            (Some(old), Some(new)) => {
                let item = accessor(new);
                let (was, is) = (&old.type_name, &new.type_name);
                found.changed(Step::Breaking, &item, "its type", was, is);
                found.reworded(&item, "its description", &old.description, &new.description);
                methods(old, new, found);
            }
            (None, None) => {}
        }
    }
}

fn accessor(resource: &Resource) -> String {
    format!("{}()", resource.name)
}

fn methods(old: &Resource, new: &Resource, found: &mut Found) {
    let name = |operation: &Operation| called(new, operation);
    for pair in pairs(
        old.operations.iter(),
        new.operations.iter(),
        |it: &Operation| &it.method_name,
    ) {
        found.operations = pair.1.or(pair.0).map(name).into_iter().collect();
        match pair {
            (None, Some(new)) => found.add(Step::Additive, name(new), "is new"),
            (Some(old), None) => found.add(Step::Breaking, name(old), "is gone"),
            (Some(old), Some(new)) => operation(&name(new), old, new, found),
            (None, None) => {}
        }
    }
}

fn operation(item: &str, old: &Operation, new: &Operation, found: &mut Found) {
    let (was, is) = (&old.type_name, &new.type_name);
    found.changed(Step::Breaking, item, "the type of its arguments", was, is);
    positional(item, old, new, found);
    setters(item, old, new, found);
    let (was, is) = (given(&old.output), given(&new.output));
    if was == is {
        let (was, is) = (holder(&old.output), holder(&new.output));
        found.changed(Step::Additive, item, "where the reply has it", was, is);
    } else {
        found.changed(Step::Breaking, item, "what it gives", was, is);
    }
    match (old.paged, new.paged) {
        (true, false) => found.add(Step::Breaking, item, "is no longer paginated"),
        (false, true) => found.add(Step::Additive, item, "is paginated"),
        _ => {}
    }
    let request = |it: &Operation| format!("{} {}", it.method.as_str(), it.path);
    found.changed(
        Step::Additive,
        item,
        "the request",
        request(old),
        request(new),
    );
    found.changed(Step::Additive, item, "its name in spans", &old.id, &new.id);
    match (old.deprecated, new.deprecated) {
        (false, true) => found.add(Step::Additive, item, "is deprecated"),
        (true, false) => found.add(Step::Additive, item, "is no longer deprecated"),
        _ => {}
    }
    found.reworded(item, "its summary", &old.summary, &new.summary);
    found.reworded(item, "its description", &old.description, &new.description);
    found.reworded(item, "its evidence", &old.evidence, &new.evidence);
    found.reworded(item, "its example", &old.usage, &new.usage);
}

/// The type that a call gives.
fn given(output: &Output) -> String {
    let ty = output
        .ty()
        .map_or("()".to_owned(), |ty| ty.rust(Scope::Elsewhere));
    match output {
        Output::Page(_) => format!("Page<{ty}>"),
        Output::CursorPage(_) => format!("CursorPage<{ty}>"),
        Output::Text => "String".to_owned(),
        Output::Bytes => "Bytes".to_owned(),
        Output::Several(name) => format!("types::{name}"),
        _ => ty,
    }
}

/// The part of the reply that a call gives.
fn holder(output: &Output) -> &'static str {
    match output {
        Output::Page(_) | Output::CursorPage(_) | Output::Data(_) => "data",
        Output::Text | Output::Bytes | Output::Several(_) => "the whole body",
        Output::Whole(_) | Output::Empty => "the whole body",
    }
}

/// Positional arguments have no names in a call: their types and their order are all there is. Where
/// both are as before, another name is another request.
fn positional(item: &str, old: &Operation, new: &Operation, found: &mut Found) {
    let names = |operation: &Operation| -> Vec<String> {
        operation.required().map(|it| it.name.clone()).collect()
    };
    let types = |operation: &Operation| -> Vec<_> {
        operation.required().map(|it| it.ty.clone()).collect()
    };
    let (was, is) = (names(old), names(new));
    let is_reordered = was
        .iter()
        .zip(&is)
        .any(|(was, is)| was != is && new.required().any(|it| it.name == *was));
    let shown = |names: &[String]| format!("({})", names.join(", "));
    if types(old) != types(new) || is_reordered {
        let what = match was == is {
            true => format!("the type of an argument changed: {}", shown(&is)),
            false => format!("takes {} and took {}", shown(&is), shown(&was)),
        };
        found.add(Step::Breaking, item, what);
        return;
    }
    for (old, new) in old.required().zip(new.required()) {
        sent(item, old, new, found);
        words(item, old, new, found);
    }
}

/// How an argument that callers pass as before is sent.
fn sent(item: &str, old: &Argument, new: &Argument, found: &mut Found) {
    found.changed(
        Step::Additive,
        item,
        "the name of an argument in requests",
        &old.name,
        &new.name,
    );
    let what = format!("the part of the request with {}", new.name);
    found.changed(
        Step::Additive,
        item,
        &what,
        part(old.place),
        part(new.place),
    );
}

fn part(place: Place) -> &'static str {
    match place {
        Place::Request(place) => match place {
            crate::document::Place::Path => "path",
            crate::document::Place::Query => "query",
            crate::document::Place::Header => "header",
        },
        Place::Field | Place::Body => "body",
    }
}

fn setters(item: &str, old: &Operation, new: &Operation, found: &mut Found) {
    let name = |argument: &Argument| format!("{item}().{}", argument.ident);
    for pair in pairs(old.optional(), new.optional(), |it: &Argument| &it.ident) {
        match pair {
            (None, Some(new)) => found.add(Step::Additive, name(new), "is new"),
            (Some(old), None) => found.add(Step::Breaking, name(old), "is gone"),
            (Some(old), Some(new)) => {
                // A setter takes a value; another method sends null.
                let ty = |it: &Argument| it.ty.not_null().rust(Scope::Elsewhere);
                found.changed(Step::Breaking, &name(new), "its type", ty(old), ty(new));
                match (&old.clear, &new.clear) {
                    (None, Some(clear)) => {
                        found.add(Step::Additive, format!("{item}().{clear}"), "is new");
                    }
                    (Some(clear), None) => {
                        found.add(Step::Breaking, format!("{item}().{clear}"), "is gone");
                    }
                    _ => {}
                }
                sent(&name(new), old, new, found);
                words(&name(new), old, new, found);
            }
            (None, None) => {}
        }
    }
}

fn words(item: &str, old: &Argument, new: &Argument, found: &mut Found) {
    let what = format!("the description of {}", new.name);
    found.reworded(item, &what, &old.description, &new.description);
}
