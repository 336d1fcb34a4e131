//! What of a document OpenAPI has no room for, part by part.

use std::borrow::Cow;

use openapiv3::OpenAPI;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_yaml::Value;

use super::escape;

/// How many are looked for, at most.
const MOST: usize = 50;

/// A part of a document that is not what its place asks for.
pub(super) struct Misfit {
    /// Where it is.
    pub(super) pointer: String,
    /// What is wrong with it.
    pub(super) message: String,
}

/// Reads the tree, and leaves out what does not fit, so that all of it is found at once and the rest
/// can be checked too.
///
/// # Errors
///
/// All misfits, where one is that something has to be there.
pub(super) fn read(tree: &Value) -> Result<(OpenAPI, Vec<Misfit>), Vec<Misfit>> {
    let mut misfits: Vec<Misfit> = Vec::new();
    // Most documents fit, and need no copy.
    let mut rest = Cow::Borrowed(tree);
    loop {
        let error = match OpenAPI::deserialize(&*rest) {
            Ok(openapi) => return Ok((openapi, misfits)),
            Err(error) => error,
        };
        let mut found = Found {
            path: Vec::new(),
            message: error.to_string(),
            mended: None,
        };
        deepest(&rest, &mut Vec::new(), &mut found);
        let pointer = found.pointer();
        // What then lacks, lacks for want of what was taken out.
        let follows = pointer.is_empty() || misfits.iter().any(|it| it.pointer == pointer);
        if follows && !misfits.is_empty() {
            return Err(misfits);
        }
        let goes_on = misfits.len() < MOST && mend(rest.to_mut(), &found);
        misfits.push(Misfit {
            pointer,
            message: found.message,
        });
        if !goes_on {
            return Err(misfits);
        }
    }
}

/// The deepest node that does not fit.
struct Found {
    /// The way to it.
    path: Vec<String>,
    message: String,
    /// The node around it that would fit without it, if it is one member of that.
    mended: Option<Value>,
}

impl Found {
    fn pointer(&self) -> String {
        self.path
            .iter()
            .map(|key| format!("/{}", escape(key)))
            .collect()
    }
}

/// Takes what does not fit out of the tree, if that can be done.
fn mend(tree: &mut Value, found: &Found) -> bool {
    let Some((last, parents)) = found.path.split_last() else {
        return false;
    };
    let mut node = tree;
    for key in parents {
        let child = match node {
            Value::Mapping(members) => members.get_mut(key.as_str()),
            Value::Sequence(items) => key
                .parse()
                .ok()
                .and_then(|index: usize| items.get_mut(index)),
            _ => None,
        };
        match child {
            Some(child) => node = child,
            None => return false,
        }
    }
    if let Some(mended) = &found.mended {
        *node = mended.clone();
        return true;
    }
    match node {
        Value::Mapping(members) => members.remove(last.as_str()).is_some(),
        // Those behind it keep their places, so a reference takes its.
        Value::Sequence(items) => last.parse().is_ok_and(|index: usize| {
            let stand_in = [("$ref".into(), "".into())].into_iter().collect();
            let item = items.get_mut(index);
            item.map(|item| *item = Value::Mapping(stand_in)).is_some()
        }),
        _ => false,
    }
}

/// Looks for the deepest node that is not what its place asks for.
fn deepest(node: &Value, path: &mut Vec<String>, found: &mut Found) {
    if let Some(parse) = kind(path)
        && let Err(error) = parse(node)
    {
        let (culprit, mended) = culprit(node, parse).unzip();
        *found = Found {
            path: path.iter().cloned().chain(culprit).collect(),
            message: error.to_string(),
            mended,
        };
    }
    let children: Vec<(String, &Value)> = match node {
        Value::Mapping(members) => members
            .iter()
            .filter_map(|(key, value)| Some((key.as_str()?.to_owned(), value)))
            .collect(),
        Value::Sequence(items) => items
            .iter()
            .enumerate()
            .map(|(index, item)| (index.to_string(), item))
            .collect(),
        _ => return,
    };
    for (key, child) in children {
        path.push(key);
        deepest(child, path, found);
        path.pop();
    }
}

/// The one member without which the rest is right, or right if it were text, if there is one, and that
/// rest.
fn culprit(node: &Value, parse: Parse) -> Option<(String, Value)> {
    let members = node.as_mapping()?;
    members.keys().filter_map(Value::as_str).find_map(|key| {
        let mut without = members.clone();
        without.remove(key);
        let mut as_text = members.clone();
        as_text.insert(key.into(), "text".into());
        let rest = [without, as_text].map(Value::Mapping);
        let mended = rest.into_iter().find(|rest| parse(rest).is_ok())?;
        Some((key.to_owned(), mended))
    })
}

type Parse = fn(&Value) -> Result<(), serde_yaml::Error>;

/// What a node must be, by the names around it.
fn kind(path: &[String]) -> Option<Parse> {
    use openapiv3::{
        Components, Header, Info, Operation, Parameter, PathItem, ReferenceOr, RequestBody,
        Response, Schema,
    };

    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    match path.as_slice() {
        [.., "example" | "examples" | "default" | "enum", _] => None,
        [] => Some(parse::<OpenAPI>),
        ["info"] => Some(parse::<Info>),
        ["components"] => Some(parse::<Components>),
        ["paths", _] => Some(parse::<ReferenceOr<PathItem>>),
        [
            "paths",
            _,
            "get" | "put" | "post" | "delete" | "patch" | "head",
        ] => Some(parse::<Operation>),
        [.., "parameters", _] => Some(parse::<ReferenceOr<Parameter>>),
        [.., "responses", _] => Some(parse::<ReferenceOr<Response>>),
        [.., "requestBody"] | ["components", "requestBodies", _] => {
            Some(parse::<ReferenceOr<RequestBody>>)
        }
        [.., "headers", _] => Some(parse::<ReferenceOr<Header>>),
        [.., "schema" | "items"]
        | ["components", "schemas", _]
        | [.., "properties", _]
        | [.., "allOf" | "anyOf" | "oneOf", _] => Some(parse::<ReferenceOr<Schema>>),
        _ => None,
    }
}

fn parse<T: DeserializeOwned>(value: &Value) -> Result<(), serde_yaml::Error> {
    T::deserialize(value).map(drop)
}
