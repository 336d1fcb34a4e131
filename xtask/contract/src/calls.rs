//! The read-only operations of the document, and the calls that look into them.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::Request;
use super::compare::Ids;
use super::node::Node;
use super::schema::Schema;
use codegen::document::{Document, holds_id, is_id};
use codegen::model::{Api, Limit};

/// How many sets of arguments an operation is called with, at most: a workspace may be empty.
const MOST_ARGUMENTS: usize = 3;

/// What cannot stand in a path's segment or a query's value.
const RESERVED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'&')
    .add(b'+')
    .add(b'/')
    .add(b'<')
    .add(b'=')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// A `GET` of the document.
#[derive(Clone)]
pub(super) struct Operation<'d> {
    pub(super) id: String,
    pub(super) node: Node<'d>,
    pub(super) limit: Limit,
    /// Whether it takes `limit` and `offset`.
    pub(super) paged: bool,
    path: String,
    parameters: Vec<Parameter<'d>>,
}

/// Something that a call can be given.
#[derive(Clone)]
struct Parameter<'d> {
    node: Node<'d>,
    name: &'d str,
    place: &'d str,
    required: bool,
}

/// Each `GET` of the document, in its order.
pub(super) fn operations<'d>(document: &'d Document, api: &Api) -> Vec<Operation<'d>> {
    let paths = Node::root(document).get("paths");
    let items = paths.iter().flat_map(Node::members);
    items
        .filter_map(|(path, item)| {
            let node = item.get("get")?;
            let id = node.text("operationId")?;
            let known = api.operations().find(|it| it.id == id)?;
            let own = parameters(&node);
            let mut parameters = parameters(&item);
            parameters.retain(|it| {
                !own.iter()
                    .any(|own| (own.name, own.place) == (it.name, it.place))
            });
            parameters.extend(own);
            Some(Operation {
                id: id.to_owned(),
                limit: known.limit.clone(),
                paged: known.paged,
                path,
                parameters,
                node,
            })
        })
        .collect()
}

fn parameters<'d>(node: &Node<'d>) -> Vec<Parameter<'d>> {
    let list = node.get("parameters");
    let parameters = list.iter().flat_map(Node::items);
    parameters
        .filter_map(|parameter| {
            let node = parameter.resolved()?;
            Some(Parameter {
                name: node.text("name")?,
                place: node.text("in")?,
                required: node.says("required"),
                node,
            })
        })
        .collect()
}

impl<'d> Operation<'d> {
    /// What its replies with a status are documented to be.
    pub(super) fn response(&self, status: u16) -> Option<Node<'d>> {
        let responses = self.node.get("responses")?;
        let known = |wanted: &str| {
            let mut all = responses.members();
            all.find_map(|(key, response)| key.eq_ignore_ascii_case(wanted).then_some(response))
        };
        known(&status.to_string())
            .or_else(|| known(&format!("{}XX", status / 100)))
            .or_else(|| known("default"))?
            .resolved()
    }

    /// Sets of values for its required parameters, from the ids seen so far.
    ///
    /// # Errors
    ///
    /// Which value is not known.
    pub(super) fn arguments(&self, seen: &[Ids]) -> Result<Vec<Ids>, String> {
        let required: Vec<_> = self.parameters.iter().filter(|it| it.required).collect();
        let all = |ids: &Ids| -> Option<Ids> {
            let values = required.iter().map(|parameter| {
                let value = parameter.seen(ids).or_else(|| parameter.documented())?;
                Some((parameter.name.to_owned(), value))
            });
            values.collect()
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
        for parameter in required {
            let value = seen.iter().find_map(|ids| parameter.seen(ids));
            let value = value.or_else(|| parameter.documented());
            let name = parameter.name.to_owned();
            set.insert(name, value.ok_or_else(|| parameter.unknown())?);
        }
        Ok(vec![set])
    }

    /// The request with these arguments, and these further parameters in the query.
    pub(super) fn request(&self, arguments: &Ids, further: &[(&str, &str)]) -> Request {
        let mut path = self.path.clone();
        let mut query = Vec::new();
        let mut headers = Vec::new();
        for parameter in &self.parameters {
            let Some(value) = arguments.get(parameter.name) else {
                continue;
            };
            match parameter.place {
                "path" => path = path.replace(&format!("{{{}}}", parameter.name), &encoded(value)),
                "header" => headers.push((parameter.name.to_owned(), value.clone())),
                _ => query.push((parameter.name, value.as_str())),
            }
        }
        query.extend(further);
        let query: Vec<_> = query
            .iter()
            .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
            .collect();
        if !query.is_empty() {
            path = format!("{path}?{}", query.join("&"));
        }
        Request {
            target: path,
            headers,
        }
    }

    /// The arguments without those that the query cannot do without, if there are such, and a
    /// reply to that is documented.
    pub(super) fn incomplete(&self, arguments: &Ids) -> Option<Ids> {
        let in_query = |it: &&Parameter<'_>| it.required && it.place == "query";
        let lacking: Vec<_> = self.parameters.iter().filter(in_query).collect();
        let mut arguments = arguments.clone();
        arguments.retain(|name, _| !lacking.iter().any(|it| it.name == name));
        let documented = self.node.get("responses")?.get("400").is_some();
        (documented && !lacking.is_empty()).then_some(arguments)
    }

    /// The arguments by the names that ids are remembered by.
    pub(super) fn named(&self, arguments: &Ids) -> Vec<(String, String)> {
        let mut named = Vec::new();
        for parameter in &self.parameters {
            if let Some(value) = arguments.get(parameter.name) {
                let names = parameter.type_name().into_iter();
                let names = names.chain([parameter.name.to_owned()]);
                named.extend(names.map(|name| (name, value.clone())));
            }
        }
        named
    }

    /// The item of its parameters that has this name.
    pub(super) fn parameter_item(&self, name: &str) -> Option<Node<'d>> {
        let list = self.node.get("parameters")?;
        let mut items = list.items();
        items.find(|item| {
            item.resolved()
                .is_some_and(|it| it.text("name") == Some(name))
        })
    }
}

impl Parameter<'_> {
    fn schema(&self) -> Option<Schema<'_>> {
        Schema::of(self.node.get("schema")?)
    }

    /// The component that its type is, if it is one.
    fn type_name(&self) -> Option<String> {
        let schema = self.schema()?;
        let mut parts = schema.parts.iter();
        parts.find_map(|part| part.component().map(str::to_owned))
    }

    /// A value of its type, or of its name where its type has none.
    fn seen(&self, ids: &Ids) -> Option<String> {
        match self.type_name() {
            Some(name) => ids.get(&name).cloned(),
            // `id` alone says nothing.
            None if self.name == "id" => None,
            None => ids.get(self.name).cloned(),
        }
    }

    /// A value that the document tells, unless it is an id: those of the examples are not ours.
    fn documented(&self) -> Option<String> {
        let schema = self.schema()?;
        let is_id = holds_id(self.name) || self.type_name().is_some_and(|name| is_id(&name));
        if is_id || self.place == "path" || self.place == "cookie" {
            return None;
        }
        let told = [
            schema.keyword("default"),
            self.node.get("example"),
            schema.keyword("example"),
        ];
        let listed = schema.values().find_map(|list| list.items().next());
        let value = told.into_iter().flatten().next().or(listed)?;
        let node = value.node;
        let text = node.as_text().map(str::to_owned);
        let number = || node.as_number().map(|number| number.text().to_owned());
        let flag = || node.as_bool().map(|flag| flag.to_string());
        text.or_else(number).or_else(flag)
    }

    fn unknown(&self) -> String {
        match self.type_name() {
            Some(name) => format!("no {name} for `{}` was in an earlier reply", self.name),
            None => format!("no value for `{}` was in an earlier reply", self.name),
        }
    }
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}
