//! Parts of the document that several operations share. A difference that only some of them show
//! goes into a copy of such a part, at the place that refers to it.

use codegen::document::{Document, Node};

use crate::edit::{Edit, edited};
use crate::observation::find;
use crate::operation::Operation;
use crate::reply::yaml;

/// An operation with a status of its replies.
pub(crate) type User = (String, u16);

/// A reference, and what it leads to.
type Reference<'d> = (Node<'d>, Node<'d>);

/// Where a part of the document is to be edited.
pub(crate) struct Places {
    /// With copies of what others share.
    pub(crate) document: Document,
    /// The part, and its copies.
    pub(crate) pointers: Vec<String>,
}

/// The places to edit a part at, so that only those change that showed the difference. `all` are the
/// users that replies were seen of.
///
/// # Errors
///
/// Why it cannot be edited for them alone.
pub(crate) fn places(
    document: &Document,
    operations: &[Operation<'_>],
    pointer: &str,
    affected: &[User],
    all: &[User],
) -> Result<Places, String> {
    let mut places = Places {
        document: document.clone(),
        pointers: Vec::new(),
    };
    for user in affected {
        let (document, pointer) = place(document, operations, pointer, user, affected, all)
            .map(|copies| made(&places.document, copies))
            .unwrap_or_else(|| Ok((None, pointer.to_owned())))?;
        places.document = document.unwrap_or(places.document);
        if !places.pointers.contains(&pointer) {
            places.pointers.push(pointer);
        }
    }
    Ok(places)
}

/// The references to copy behind, and the part's pointer in the last copy.
struct Copies {
    /// The pointer of each reference, and of what it leads to.
    references: Vec<(String, String)>,
    part: String,
}

/// Nothing where no other user shares the part.
fn place(
    document: &Document,
    operations: &[Operation<'_>],
    pointer: &str,
    user: &User,
    affected: &[User],
    all: &[User],
) -> Option<Copies> {
    let part = document.at(pointer)?;
    let references = path(root(operations, user, part)?, part)?;
    let others: Vec<&User> = all.iter().filter(|it| !affected.contains(it)).collect();
    let is_shared = |target: Node<'_>| {
        let reaches = |user: &&User| {
            root(operations, user, target).is_some_and(|root| path(root, target).is_some())
        };
        others.iter().any(reaches) || is_response_of_others(document, target, affected)
    };
    let first = references
        .iter()
        .position(|(_, target)| is_shared(*target))?;
    let copied = &references[first..];
    Some(Copies {
        references: copied
            .iter()
            .map(|(site, target)| (site.pointer(), target.pointer()))
            .collect(),
        part: pointer.to_owned(),
    })
}

/// What an operation has for its replies with a status; for its parameters, itself.
fn root<'d>(operations: &[Operation<'d>], (id, status): &User, part: Node<'_>) -> Option<Node<'d>> {
    let operation = find(operations, id)?;
    let is_parameter = part.pointer().contains("/parameters/");
    if is_parameter {
        return operation.node().get("parameters");
    }
    operation.response(*status).map(|it| it.listed)
}

/// Whether a part is a response that operations refer to of which none, or one alone, showed the
/// difference: one is too few to speak for all.
fn is_response_of_others(document: &Document, target: Node<'_>, affected: &[User]) -> bool {
    let only = affected.iter().all(|it| it.0 == affected[0].0);
    let is_response = target.pointer().starts_with("/components/responses/");
    let mut operations = document.operations();
    only && is_response
        && operations.any(|it| {
            let is_other = it.id() != affected.first().map(|it| it.0.as_str());
            is_other && it.responses().any(|(_, response)| response.node == target)
        })
}

/// The references on the way from a node to a part; nothing where there is none.
fn path<'d>(from: Node<'d>, part: Node<'_>) -> Option<Vec<Reference<'d>>> {
    let mut way = Vec::new();
    search(from, part, &mut way, &mut Vec::new()).then_some(way)
}

fn search<'d>(
    node: Node<'d>,
    part: Node<'_>,
    way: &mut Vec<Reference<'d>>,
    seen: &mut Vec<usize>,
) -> bool {
    if node.id() == part.id() {
        return true;
    }
    if let Some(target) = node.target() {
        if seen.contains(&target.id()) {
            return false;
        }
        seen.push(target.id());
        way.push((node, target));
        if search(target, part, way, seen) {
            return true;
        }
        way.pop();
        return false;
    }
    node.children().any(|child| search(child, part, way, seen))
}

/// The document with the copies, and the part in the last of them.
fn made(document: &Document, copies: Copies) -> Result<(Option<Document>, String), String> {
    let mut document = document.clone();
    let mut moved: Option<(String, String)> = None;
    let relocated = |pointer: &str, moved: &Option<(String, String)>| match moved {
        Some((from, to)) => match pointer.strip_prefix(from.as_str()) {
            Some(rest) => format!("{to}{rest}"),
            None => pointer.to_owned(),
        },
        None => pointer.to_owned(),
    };
    for (site, target) in copies.references {
        let site = relocated(&site, &moved);
        let copy = document.at(&target).map(yaml).unwrap_or_default();
        let (parent, key) = site.rsplit_once('/').unwrap_or_default();
        let key = codegen::document::unescape(key).into_owned();
        let edit = Edit::Set(parent.to_owned(), key, copy);
        let why = "other operations share it, and no copy can be made for this one";
        document = edited(&document, &[edit]).ok_or(why)?;
        moved = Some((target, site));
    }
    let part = relocated(&copies.part, &moved);
    Ok((Some(document), part))
}
