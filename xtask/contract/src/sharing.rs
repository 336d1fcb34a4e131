//! Parts of the document that several operations share. A difference that only some of them show
//! goes into a copy of such a part, at the place that refers to it.

use codegen::document::{Document, Node, unescape};

use crate::edit::{Edit, edited};
use crate::observation::find;
use crate::operation::Operation;
use crate::reply::yaml;

/// An operation with a status of its replies.
pub(crate) type User = (String, u16);

/// A reference, and what it leads to.
type Reference<'d> = (Node<'d>, Node<'d>);

/// A document with copies of what others share, and where in it a part is to be edited, so that only
/// those change that showed the difference. `all` are the users that replies were seen of.
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
) -> Result<(Document, Vec<String>), String> {
    let mut copied = document.clone();
    let mut pointers = Vec::new();
    for user in affected {
        let references = shared(document, operations, pointer, user, affected, all);
        let place;
        (copied, place) = copies(copied, references.unwrap_or_default(), pointer)?;
        if !pointers.contains(&place) {
            pointers.push(place);
        }
    }
    Ok((copied, pointers))
}

/// The pointers of the references, and of what they lead to, on the way to a part from the first on that
/// others share; nothing where none do.
fn shared(
    document: &Document,
    operations: &[Operation<'_>],
    pointer: &str,
    user: &User,
    affected: &[User],
    all: &[User],
) -> Option<Vec<(String, String)>> {
    let part = document.at(pointer)?;
    let references = path(root(operations, user, part)?, part)?;
    let is_shared = |target: Node<'_>| {
        let mut others = all.iter().filter(|it| !affected.contains(it));
        let reaches = |user: &User| {
            root(operations, user, target).is_some_and(|root| path(root, target).is_some())
        };
        others.any(reaches) || is_response_of_others(document, target, affected)
    };
    let references = references.into_iter();
    let references = references.skip_while(|(_, target)| !is_shared(*target));
    let pointers = references.map(|(site, target)| (site.pointer(), target.pointer()));
    Some(pointers.collect())
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

/// The document with a copy in place of each reference, and where the part is in the last of them.
fn copies(
    mut document: Document,
    references: Vec<(String, String)>,
    part: &str,
) -> Result<(Document, String), String> {
    // What a copy was made of, and where it is.
    let (mut from, mut to) = (String::new(), String::new());
    let relocated = |pointer: &str, from: &str, to: &str| match pointer.strip_prefix(from) {
        Some(rest) => format!("{to}{rest}"),
        None => pointer.to_owned(),
    };
    for (site, target) in references {
        let site = relocated(&site, &from, &to);
        let copy = document.at(&target).map(yaml).unwrap_or_default();
        let (parent, key) = site.rsplit_once('/').unwrap_or_default();
        let edit = Edit::Set(parent.to_owned(), unescape(key).into_owned(), copy);
        let why = "other operations share it, and no copy can be made for this one";
        document = edited(&document, &[edit]).ok_or(why)?;
        (from, to) = (target, site);
    }
    let part = relocated(part, &from, &to);
    Ok((document, part))
}
