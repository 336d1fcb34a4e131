//! The read-only operations of the document, and the requests that ask them.

use codegen::document::{
    self, Document, Message, Method, Node, Parameter, Place, Schema, holds_id, is_id,
};
use codegen::model::{Api, Limit};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::service::Request;
use crate::value::Ids;

/// With how many sets of arguments an operation is called, at most: a workspace may be empty.
const MOST_ARGUMENTS: usize = 3;

/// What stays as it is in a path's segment or a query's value.
const PLAIN: &percent_encoding::AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A `GET` of the document.
#[derive(Clone)]
pub(crate) struct Operation<'d> {
    operation: document::Operation<'d>,
    id: &'d str,
    pub(crate) limit: Limit,
    /// Whether it takes `limit` and `offset`.
    pub(crate) paged: bool,
}

/// Each `GET` of the document that has become an operation of the client, in the document's order.
pub(crate) fn operations<'d>(document: &'d Document, api: &Api) -> Vec<Operation<'d>> {
    let reads = document.operations().filter(|it| it.method == Method::Get);
    reads
        .filter_map(|operation| {
            let id = operation.id()?;
            let known = api.operations().find(|it| it.id == id)?;
            Some(Operation {
                operation,
                id,
                limit: known.limit.clone(),
                paged: known.paged,
            })
        })
        .collect()
}

impl<'d> Operation<'d> {
    pub(crate) fn id(&self) -> &'d str {
        self.id
    }

    pub(crate) fn node(&self) -> Node<'d> {
        self.operation.node
    }

    pub(crate) fn responses(&self) -> impl Iterator<Item = (&'d str, Message<'d>)> + use<'d> {
        self.operation.responses()
    }

    /// What its replies with a status are documented to be.
    pub(crate) fn response(&self, status: u16) -> Option<Message<'d>> {
        let known = |wanted: &str| {
            let mut all = self.responses();
            all.find_map(|(key, response)| key.eq_ignore_ascii_case(wanted).then_some(response))
        };
        known(&status.to_string())
            .or_else(|| known(&format!("{}XX", status / 100)))
            .or_else(|| known("default"))
    }

    /// What its replies of a success are documented to be.
    pub(crate) fn success(&self) -> Option<Message<'d>> {
        self.operation.successes().next().map(|(_, it)| it)
    }

    pub(crate) fn parameters(&self) -> impl Iterator<Item = (Place, Parameter<'d>)> + use<'d> {
        self.operation.parameters()
    }

    /// The parameter that has a name.
    pub(crate) fn parameter(&self, name: &str) -> Option<Parameter<'d>> {
        let mut parameters = self.parameters().map(|(_, parameter)| parameter);
        parameters.find(|it| it.name() == name)
    }

    /// Whether its path ends with a parameter.
    pub(crate) fn ends_with(&self, name: &str) -> bool {
        self.operation.path.ends_with(&format!("/{{{name}}}"))
    }

    /// The least `limit` that it is documented to take.
    pub(crate) fn least(&self) -> usize {
        let limit = self.parameter("limit");
        let schema = limit.and_then(|it| it.schema()?.resolved());
        let minimum = schema.and_then(|it| it.get("minimum")?.as_count());
        minimum.map_or(1, |it| usize::try_from(it).unwrap_or(1).max(1))
    }

    fn required(&self) -> Vec<(Place, Parameter<'d>)> {
        let parameters = self.parameters();
        parameters.filter(|(_, it)| it.is_required()).collect()
    }

    /// Sets of values for its required parameters, from the ids seen so far.
    ///
    /// # Errors
    ///
    /// Which value is not known.
    pub(crate) fn arguments(&self, seen: &[Ids]) -> Result<Vec<Ids>, String> {
        let required = self.required();
        let is_id = |it: &Parameter<'d>| type_name(it).is_some_and(is_id);
        // Where none is required, those that take ids are of use as well.
        let ids = self.parameters().filter(|(_, it)| is_id(it));
        let optional: Vec<_> = ids.filter(|_| required.is_empty()).collect();
        let all = |ids: &Ids| -> Option<Ids> {
            let values = required.iter().map(|(place, parameter)| {
                let value = known(parameter, ids).or_else(|| documented(parameter, *place))?;
                Some((parameter.name().to_owned(), value))
            });
            let known = optional.iter().filter_map(|(_, parameter)| {
                Some(Some((parameter.name().to_owned(), known(parameter, ids)?)))
            });
            values.chain(known).collect()
        };
        let mut sets: Vec<Ids> = Vec::new();
        for set in std::iter::once(&Ids::new()).chain(seen).filter_map(all) {
            if sets.len() < MOST_ARGUMENTS && !sets.contains(&set) {
                sets.push(set);
            }
        }
        if !sets.is_empty() {
            return Ok(sets);
        }
        // No object has had them all: one from here, one from there.
        let mut set = Ids::new();
        for (place, parameter) in required {
            let value = seen.iter().find_map(|ids| known(&parameter, ids));
            let value = value.or_else(|| documented(&parameter, place));
            let value = value.ok_or_else(|| unknown(&parameter))?;
            set.insert(parameter.name().to_owned(), value);
        }
        Ok(vec![set])
    }

    /// The request with these arguments.
    pub(crate) fn request(&self, arguments: &Ids) -> Request {
        let mut target = self.operation.path.to_owned();
        let mut query = Vec::new();
        let mut headers = Vec::new();
        for (place, parameter) in self.parameters() {
            let name = parameter.name();
            let Some(value) = arguments.get(name) else {
                continue;
            };
            match place {
                Place::Path => target = target.replace(&format!("{{{name}}}"), &encoded(value)),
                Place::Header => headers.push((name.to_owned(), value.clone())),
                Place::Query => query.push(format!("{}={}", encoded(name), encoded(value))),
            }
        }
        if !query.is_empty() {
            target = format!("{target}?{}", query.join("&"));
        }
        Request { target, headers }
    }

    /// The parameters of the query that a call must have, each with the arguments without it. None
    /// where no reply to that is documented.
    pub(crate) fn incomplete(&self, arguments: &Ids) -> Vec<(&'d str, Ids)> {
        let refuses = self.responses().any(|(status, _)| status == "400");
        let required = self
            .required()
            .into_iter()
            .filter(|(place, _)| refuses && *place == Place::Query);
        let names = required.map(|(_, parameter)| parameter.name());
        names
            .map(|name| {
                let mut without = arguments.clone();
                without.remove(name);
                (name, without)
            })
            .collect()
    }

    /// The arguments by the names that ids are remembered by.
    pub(crate) fn named(&self, arguments: &Ids) -> Vec<(String, String)> {
        let mut named = Vec::new();
        for (_, parameter) in self.parameters() {
            if let Some(value) = arguments.get(parameter.name()) {
                let names = type_name(&parameter).into_iter().chain([parameter.name()]);
                named.extend(names.map(|name| (name.to_owned(), value.clone())));
            }
        }
        named
    }
}

/// The component that a parameter's type is, if it is one.
fn type_name<'d>(parameter: &Parameter<'d>) -> Option<&'d str> {
    let parts = Schema::of(parameter.schema()?)?.parts();
    parts.into_iter().find_map(Node::component)
}

/// A value of a parameter's type, or of its name where its type has none.
fn known(parameter: &Parameter<'_>, ids: &Ids) -> Option<String> {
    match type_name(parameter) {
        Some(name) => ids.get(name).cloned(),
        // `id` alone says nothing.
        None if parameter.name() == "id" => None,
        None => ids.get(parameter.name()).cloned(),
    }
}

/// A value that the document has for a parameter, unless it is an id: those of the examples are not
/// the caller's.
fn documented(parameter: &Parameter<'_>, place: Place) -> Option<String> {
    if holds_id(parameter.name()) || type_name(parameter).is_some_and(is_id) || place == Place::Path
    {
        return None;
    }
    let parts = Schema::of(parameter.schema()?)?.parts();
    let of = |key: &'static str| parts.iter().find_map(move |part| part.get(key));
    let listed = |key| of(key).and_then(|list| list.items().next());
    let value = of("default")
        .or_else(|| parameter.node.get("example"))
        .or_else(|| of("example"))
        .or_else(|| listed("x-extensible-enum"))
        .or_else(|| listed("enum"))?;
    let number = || value.as_number().map(|number| number.text().to_owned());
    let flag = || value.as_bool().map(|flag| flag.to_string());
    value
        .as_text()
        .map(str::to_owned)
        .or_else(number)
        .or_else(flag)
}

fn unknown(parameter: &Parameter<'_>) -> String {
    let name = parameter.name();
    match type_name(parameter) {
        Some(of) => format!("no {of} for `{name}` was in an earlier reply"),
        None => format!("no value for `{name}` was in an earlier reply"),
    }
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, PLAIN).to_string()
}
