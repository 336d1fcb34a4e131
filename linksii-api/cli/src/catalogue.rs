//! The table of operations that is generated from the spec. Every command and every tool that calls the API
//! is made from it.

use linksii_api::Client;

use crate::arguments::{ArgumentError, Arguments};
use crate::call::Call;

/// The type of a workspace's id, which has a default on the command line.
const WORKSPACE_ID: &str = "WorkspaceId";

/// A resource with its operations.
pub(crate) struct Resource {
    /// `tracking`.
    pub(crate) name: &'static str,
    pub(crate) description: &'static str,
    pub(crate) operations: &'static [Operation],
}

/// One method on one path.
pub(crate) struct Operation {
    /// The document's name of it: `list_tracking`.
    pub(crate) id: &'static str,
    /// `list`.
    pub(crate) verb: &'static str,
    pub(crate) method: &'static str,
    /// The path template.
    pub(crate) path: &'static str,
    /// One line.
    pub(crate) summary: &'static str,
    /// The rest; may be empty.
    pub(crate) description: &'static str,
    pub(crate) deprecated: bool,
    /// Whether it changes something.
    pub(crate) writes: bool,
    /// Whether what it gives holds a secret.
    pub(crate) reveals: bool,
    pub(crate) gives: Gives,
    /// Those that a call must have come first.
    pub(crate) inputs: &'static [Input],
    /// Of a row of what it gives; none where that is not an object.
    pub(crate) columns: &'static [Column],
    /// A JSON Schema of its arguments as one object.
    pub(crate) input_schema: &'static str,
    /// A JSON Schema of what it gives: of one item where it gives pages. All of it may be missing or null.
    #[expect(
        dead_code,
        reason = "no face shows it: it would double what an assistant reads"
    )]
    pub(crate) output_schema: Option<&'static str>,
    /// Prepares a call.
    pub(crate) call: fn(&Client, &Arguments) -> Result<Call, ArgumentError>,
}

/// What an operation gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(dead_code, reason = "the spec need not have all kinds")]
pub(crate) enum Gives {
    /// Pages of a collection.
    Pages,
    /// What the envelope's `data` holds.
    Data,
    /// The body as it is.
    Body,
    Nothing,
}

/// An argument.
pub(crate) struct Input {
    /// `workspace_id`.
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) required: bool,
    pub(crate) place: Place,
    pub(crate) description: &'static str,
    pub(crate) example: Option<&'static str>,
}

/// What an argument's values are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(dead_code, reason = "the spec need not have all kinds")]
pub(crate) enum Kind {
    Text,
    /// An id, by the name of its type.
    Id(&'static str),
    /// Text with documented values, and others to come.
    Choice(&'static [&'static str]),
    Time,
    Flag,
    Whole,
    Number,
    List(&'static Kind),
    /// An object of anything.
    Object,
    Json,
}

/// Where an argument goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(dead_code, reason = "the spec need not have all kinds")]
pub(crate) enum Place {
    Path,
    Query,
    Header,
    Field,
    Body,
}

/// A field of what an operation gives.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    pub(crate) name: &'static str,
    pub(crate) cell: Cell,
}

/// What the cells of a column hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(dead_code, reason = "the spec need not have all kinds")]
pub(crate) enum Cell {
    Id,
    Text,
    Number,
    Time,
    Flag,
    Json,
}

impl Operation {
    /// The argument that is a workspace, which is an option and has a default.
    pub(crate) fn workspace(&self) -> Option<&'static Input> {
        let mut inputs = self.inputs.iter();
        inputs.find(|input| input.kind == Kind::Id(WORKSPACE_ID) && input.place != Place::Path)
    }

    /// Whether an argument says which part of a collection is asked for.
    pub(crate) fn is_position(&self, input: &Input) -> bool {
        self.gives == Gives::Pages && matches!(input.name, "limit" | "offset")
    }
}

impl Kind {
    /// What it takes, for a message.
    pub(crate) fn words(self) -> String {
        match self {
            Self::Text => "text".to_owned(),
            Self::Id(_) => "an id".to_owned(),
            Self::Choice(values) => format!("text, such as {}", values.join(", ")),
            Self::Time => "a time, such as 2025-06-01T10:00:00Z".to_owned(),
            Self::Flag => "true or false".to_owned(),
            Self::Whole => "a whole number".to_owned(),
            Self::Number => "a number".to_owned(),
            Self::List(item) => format!("a list, each item {}", item.words()),
            Self::Object => "a JSON object".to_owned(),
            Self::Json => "JSON".to_owned(),
        }
    }
}
