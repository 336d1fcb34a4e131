//! The parameters of operations, and how a request carries their values.

use super::message::is_json;
use super::node::Node;
use super::shape::Shape;
use super::union::Union;

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// Into the path template.
    Path,
    /// Into the query string.
    Query,
    /// Into a header.
    Header,
}

/// How a request carries a parameter's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// As text; a list as several parameters of one name.
    Plain,
    /// The items of a list in one text, with this between them.
    Joined(char),
    /// The fields of an object as `name[field]`.
    Deep,
    /// The fields of an object as parameters of their own.
    Fields,
    /// As JSON text.
    Json,
}

/// A parameter, wherever it is defined.
#[derive(Clone, Copy, Debug)]
pub struct Parameter<'d> {
    /// Where the operation or its path lists it.
    pub listed: Node<'d>,
    /// Where it is defined.
    pub node: Node<'d>,
    /// Whether the operation lists it, and not its path.
    pub is_own: bool,
}

/// The headers that a client sets for each request.
const OURS: [&str; 14] = [
    "accept",
    "accept-encoding",
    "authorization",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "expect",
    "host",
    "keep-alive",
    "te",
    "transfer-encoding",
    "upgrade",
    "user-agent",
];

impl<'d> Parameter<'d> {
    /// Its name.
    pub fn name(&self) -> &'d str {
        self.node.text("name").unwrap_or_default()
    }

    /// Where it goes; nothing if a call cannot put anything there.
    pub fn place(&self) -> Option<Place> {
        match self.node.text("in")? {
            "path" => Some(Place::Path),
            "query" => Some(Place::Query),
            "header" => Some(Place::Header),
            _ => None,
        }
    }

    /// Whether a call must have it.
    pub fn is_required(&self) -> bool {
        self.node.flag("required") || self.place() == Some(Place::Path)
    }

    /// The schema of its values.
    pub fn schema(&self) -> Option<Node<'d>> {
        self.node
            .get("schema")
            .or_else(|| self.json()?.get("schema"))
    }

    /// The JSON that its value is written as.
    fn json(&self) -> Option<Node<'d>> {
        let mut content = self.node.members_of("content");
        Some(content.find(|(kind, _)| is_json(kind))?.1)
    }

    /// Whether it is a header that the client itself sets, so that no call may replace it.
    pub fn is_ours(&self) -> bool {
        let name = self.name();
        self.place() == Some(Place::Header)
            && OURS.iter().any(|ours| name.eq_ignore_ascii_case(ours))
    }

    /// How a request carries its value, or why it cannot.
    ///
    /// # Errors
    ///
    /// What keeps a request from carrying it, in words that follow its name.
    pub fn style(&self) -> Result<Style, String> {
        let place = self.node.text("in").unwrap_or_default();
        let Some(kind) = self.place() else {
            return Err(format!("goes into a {place}"));
        };
        if kind == Place::Header && http::HeaderName::from_bytes(self.name().as_bytes()).is_err() {
            return Err("is not the name of a header".to_owned());
        }
        if self.node.get("content").is_some() {
            return match (kind, self.json()) {
                (_, None) => Err("has `content` that is not JSON".to_owned()),
                (Place::Path, _) => Err("is JSON in a path".to_owned()),
                _ => Ok(Style::Json),
            };
        }
        let is_query = kind == Place::Query;
        let default = if is_query { "form" } else { "simple" };
        let style = self.node.text("style").unwrap_or(default);
        let explode = self.node.get("explode").and_then(Node::as_bool);
        let explode = explode.unwrap_or(style == "form");
        let shape = self.schema().and_then(Node::whole_shape);
        match (&shape, style) {
            (Some(Shape::List(items)), _) if !items.is_some_and(is_plain) => {
                Err("is a list of what is not plain".to_owned())
            }
            (Some(Shape::List(_) | Shape::Object(_)), "deepObject") if is_query => Ok(Style::Deep),
            (Some(Shape::Object(_)), "form") if is_query && explode => Ok(Style::Fields),
            (Some(Shape::Object(_)), _) => Err(format!("is an object in a {place}, as `{style}`")),
            (Some(Shape::Union(union)), _) if !are_plain(union) => {
                Err("is a choice between what is not plain".to_owned())
            }
            (Some(Shape::List(_)), "simple") => Ok(Style::Joined(',')),
            (Some(Shape::List(_)), "form") if !explode => Ok(Style::Joined(',')),
            (Some(Shape::List(_)), "pipeDelimited") if !explode => Ok(Style::Joined('|')),
            (Some(Shape::List(_)), "spaceDelimited") if !explode => Ok(Style::Joined(' ')),
            (_, "form" | "simple") => Ok(Style::Plain),
            (_, "pipeDelimited" | "spaceDelimited" | "deepObject") if is_query => Ok(Style::Plain),
            _ => Err(format!("has the style `{style}`")),
        }
    }
}

/// Whether the values are text, numbers or truth values, or a choice between these.
fn is_plain(schema: Node<'_>) -> bool {
    match schema.whole_shape() {
        Some(Shape::Union(union)) => union.members.iter().all(|it| is_scalar(it.node)),
        _ => is_scalar(schema),
    }
}

fn are_plain(union: &Union<'_>) -> bool {
    union.members.iter().all(|member| is_plain(member.node))
}

fn is_scalar(schema: Node<'_>) -> bool {
    let shape = schema.whole_shape();
    !matches!(
        shape,
        None | Some(Shape::List(_) | Shape::Object(_) | Shape::Union(_))
    )
}
