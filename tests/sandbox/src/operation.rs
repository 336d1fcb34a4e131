//! What the document says of its operations, as plain data.

/// What the sandbox needs of the document.
#[derive(Debug)]
pub(crate) struct Document {
    /// The path of the server's URL, before every path template: `/api/v1`.
    pub(crate) base_path: &'static str,
    pub(crate) operations: &'static [Operation],
    /// The names of the properties whose value is an enum.
    pub(crate) enums: &'static [&'static str],
    /// The names of the properties whose members are named by data, not by the document.
    pub(crate) maps: &'static [&'static str],
}

/// An operation: how it is asked for, what a request for it must be, and what is documented of its reply.
#[derive(Debug)]
pub(crate) struct Operation {
    /// The `operationId`.
    pub(crate) id: &'static str,
    /// In upper case.
    pub(crate) method: &'static str,
    /// The path template, below the base path.
    pub(crate) path: &'static str,
    /// A JSON Schema of the query as one object, without references. It names every parameter, so anything
    /// else is refused. A parameter has one value.
    pub(crate) query: &'static str,
    /// A JSON Schema of the JSON body, without references, where the operation takes one.
    pub(crate) body: Option<&'static str>,
    pub(crate) body_required: bool,
    /// The documented body of a successful reply, where there is one.
    pub(crate) reply: Option<&'static str>,
}
