//! The document's names as Rust's.
//!
//! Assumes names in any of the usual cases (`snake_case`, `camelCase`, `kebab-case`, words
//! with spaces). Two names may become the same: `check` looks for that.

use heck::{ToSnakeCase, ToUpperCamelCase};
use proc_macro2::{Ident, Span};

/// Keywords that are identifiers only in raw form (`r#type`).
const KEYWORDS: &str = "abstract as async await become box break const continue do dyn else enum \
    extern false final fn for gen if impl in let loop macro match mod move mut override priv pub \
    ref return static struct trait true try type typeof unsafe unsized use virtual where while yield";

/// Keywords that have no raw form.
const PATH_KEYWORDS: &str = "self super crate _";

/// Names that the generated types refer to, and so cannot have themselves.
const TYPES_IN_USE: &str =
    "BTreeMap Box DateTime Deserialize Map Option Secret Self Serialize String Utc Value Vec";

/// Names that the generated resources refer to, and so cannot have themselves.
const RESOURCES_IN_USE: &str = "Async Blocking Call Client Endpoint Error Handle Method Mode \
    Operation OperationInfo Option Page Paged Reply Request Result Self String Vec";

/// What no resource can be called: methods of the client, and the module of all resources.
const NO_RESOURCES: &str =
    "builder clone from_env handle http_client_builder inner new of r#mod rate_limit request";

/// Methods of a call, which no setter can be called.
const CALL_METHODS: &str = "all body_as clone concurrency header items_as iter limit new offset pages \
    query response retry send stream timeout";

/// Whether a name is one of these.
fn is_one_of(names: &str, name: &str) -> bool {
    names.split_whitespace().any(|known| known == name)
}

/// The name of a type: `tracking_run` becomes `TrackingRun`.
///
/// A name that the generated code needs for itself gets `Type` at its end.
pub fn type_name(name: &str) -> String {
    let name = upper_camel(name);
    if is_one_of(TYPES_IN_USE, &name) {
        name + "Type"
    } else {
        name
    }
}

/// The name of the struct that holds an operation's arguments: `list_tracking` becomes
/// `ListTracking`. One that its resource has gets `Arguments` at its end.
pub fn operation_type_name(operation_id: &str, tag: &str) -> String {
    let name = resource_type_name(operation_id);
    if name == resource_type_name(tag) {
        name + "Arguments"
    } else {
        name
    }
}

/// The name of a resource's struct: `visual analyses` becomes `VisualAnalyses`.
///
/// A name that the generated code needs for itself gets `Resource` at its end.
pub fn resource_type_name(name: &str) -> String {
    let name = upper_camel(name);
    if is_one_of(RESOURCES_IN_USE, &name) {
        name + "Resource"
    } else {
        name
    }
}

/// The name of a field, an argument or a method: `logoUrl` becomes `logo_url`, `type` becomes
/// `r#type`.
pub fn field_name(name: &str) -> String {
    let name = snake(name);
    if is_one_of(KEYWORDS, &name) {
        format!("r#{name}")
    } else if is_one_of(PATH_KEYWORDS, &name) {
        name + "_"
    } else {
        name
    }
}

/// The name of a positional argument, or of an optional one's setter.
pub fn argument_name(name: &str, required: bool) -> String {
    if required {
        field_name(name)
    } else {
        setter_name(name)
    }
}

/// The name of the function that builds an operation's request: `listKeys` becomes `list_keys`,
/// `move` becomes `move_`.
pub fn function_name(operation_id: &str) -> String {
    let name = snake(operation_id);
    if is_one_of(KEYWORDS, &name) || is_one_of(PATH_KEYWORDS, &name) {
        name + "_"
    } else {
        name
    }
}

/// The name of an enum's variant: `in-progress` becomes `InProgress`.
///
/// `Unknown` holds the values that the document does not know, so a documented `unknown`
/// becomes `UnknownValue`.
pub fn variant_name(value: &str) -> String {
    let name = upper_camel(value);
    match name.as_str() {
        "Unknown" | "Self" => name + "Value",
        _ => name,
    }
}

/// The name of a resource's accessor and module: the tag `Visual Analyses` becomes
/// `visual_analyses`.
///
/// A name that the client's own methods have gets `_resource` at its end.
pub fn resource_name(tag: &str) -> String {
    let name = field_name(tag);
    if is_one_of(NO_RESOURCES, &name) {
        format!("{}_resource", name.trim_start_matches("r#"))
    } else {
        name
    }
}

/// The name of an optional argument's setter: that of its field, but `query` becomes
/// `with_query`, as calls have a `query` of their own.
pub fn setter_name(name: &str) -> String {
    let name = field_name(name);
    if is_one_of(CALL_METHODS, &name) {
        format!("with_{name}")
    } else {
        name
    }
}

/// The name of a static: `/analyze/report` becomes `ANALYZE_REPORT`.
pub fn static_name(path: &str) -> String {
    snake(path).to_uppercase()
}

/// The name of an operation in its resource: its id without the words that name the resource.
///
/// `list_workspaces` of the tag `Workspaces` becomes `list`, `create_analysis` of `Analyses`
/// becomes `create`. An id of nothing but such words stays whole.
pub fn method_name(operation_id: &str, tag: &str) -> String {
    let tag: Vec<String> = words(tag).collect();
    let verb: Vec<String> = words(operation_id)
        .filter(|word| !tag.iter().any(|known| same_noun(known, word)))
        .collect();
    if verb.is_empty() {
        field_name(operation_id)
    } else {
        field_name(&verb.join("_"))
    }
}

/// A name of this module's as a token.
pub(crate) fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

fn words(name: &str) -> impl Iterator<Item = String> {
    let snake = name.to_snake_case();
    snake
        .split('_')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect::<Vec<_>>()
        .into_iter()
}

/// Whether the words are the same, or one is the plural of the other.
fn same_noun(one: &str, other: &str) -> bool {
    let ends_with_s = |plural: &str, noun: &str| plural.strip_suffix('s') == Some(noun);
    let singular = |word: &str| pluralizer::pluralize(word, 1, false);
    one == other
        || ends_with_s(one, other)
        || ends_with_s(other, one)
        // The crate compiles a regex for each of its rules, which takes two thirds as long as all
        // else that is done for ten operations. Only words with the same beginning are worth it.
        || (one.get(..2) == other.get(..2) && singular(one) == singular(other))
}

fn snake(name: &str) -> String {
    or_ordinal(ascii(name).to_snake_case(), "n")
}

fn upper_camel(name: &str) -> String {
    or_ordinal(ascii(name).to_upper_camel_case(), "N")
}

/// What an identifier cannot have, as a space between words. Signs are spelled out where they are
/// all there is (`<=`), or before a number (`-1`).
fn ascii(name: &str) -> String {
    if !name.contains(|c: char| c.is_ascii_alphanumeric()) {
        return name.chars().map(sign).collect::<Vec<_>>().join(" ");
    }
    let mut spelled = String::with_capacity(name.len());
    let number_follows = name.chars().nth(1).is_some_and(|c| c.is_ascii_digit());
    for (index, c) in name.char_indices() {
        match c {
            '+' | '-' if index == 0 && number_follows => {
                spelled.push_str(sign(c));
                spelled.push(' ');
            }
            c if c.is_ascii_alphanumeric() => spelled.push(c),
            _ => spelled.push(' '),
        }
    }
    spelled
}

/// A sign in words; nothing for what separates words.
fn sign(c: char) -> &'static str {
    match c {
        '!' => "not",
        '#' => "hash",
        '$' => "dollar",
        '%' => "percent",
        '&' => "and",
        '*' => "star",
        '+' => "plus",
        '-' => "minus",
        '.' => "dot",
        '/' => "slash",
        '<' => "less",
        '=' => "equal",
        '>' => "greater",
        '?' => "question",
        '@' => "at",
        '^' => "caret",
        '|' => "or",
        '~' => "tilde",
        _ => "",
    }
}

/// An identifier cannot be empty or start with a digit.
fn or_ordinal(name: String, prefix: &str) -> String {
    if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) {
        format!("{prefix}{name}")
    } else {
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_upper_camel_case_and_avoid_names_in_use() {
        assert_eq!(type_name("tracking_run"), "TrackingRun");
        assert_eq!(type_name("HTTPError"), "HttpError");
        assert_eq!(type_name("option"), "OptionType");
        assert_eq!(type_name("3d-model"), "N3dModel");
        assert_eq!(type_name("…"), "N");
    }

    #[test]
    fn fields_are_snake_case_and_never_a_keyword() {
        assert_eq!(field_name("logoUrl"), "logo_url");
        assert_eq!(field_name("type"), "r#type");
        assert_eq!(field_name("self"), "self_");
        assert_eq!(field_name("2fa"), "n2fa");
        assert_eq!(field_name("+1"), "plus_1");
        assert_eq!(field_name("-1"), "minus_1");
        assert_eq!(field_name(""), "n");
    }

    #[test]
    fn functions_are_never_a_keyword_and_keep_their_names() {
        for (id, name) in [
            ("listKeys", "list_keys"),
            ("move", "move_"),
            ("self", "self_"),
        ] {
            assert_eq!(function_name(id), name);
            assert_eq!(function_name(name), name);
        }
    }

    #[test]
    fn a_documented_unknown_is_not_the_variant_for_the_undocumented() {
        assert_eq!(variant_name("in-progress"), "InProgress");
        assert_eq!(variant_name("unknown"), "UnknownValue");
        assert_eq!(variant_name("<="), "LessEqual");
        assert_eq!(variant_name("!="), "NotEqual");
        assert_eq!(variant_name("_"), "N");
    }

    #[test]
    fn methods_do_not_repeat_their_resource() {
        assert_eq!(method_name("list_workspaces", "Workspaces"), "list");
        assert_eq!(method_name("create_analysis", "Analyses"), "create");
        assert_eq!(method_name("listTracking", "Tracking"), "list");
        assert_eq!(
            method_name("list_tracking_results", "Tracking Results"),
            "list"
        );
        assert_eq!(method_name("archive_old_boxes", "Box"), "archive_old");
        assert_eq!(method_name("boxes", "Box"), "boxes");
        assert_eq!(method_name("move_box", "Box"), "r#move");
        assert_eq!(method_name("list_people", "Person"), "list");
        assert_eq!(method_name("create_category", "Categories"), "create");
    }

    #[test]
    fn statics_are_upper_case() {
        assert_eq!(static_name("/analyze/report"), "ANALYZE_REPORT");
        assert_eq!(static_name("/w/{workspace_id}/runs"), "W_WORKSPACE_ID_RUNS");
    }
}
