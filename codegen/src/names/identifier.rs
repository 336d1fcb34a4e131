//! The document's names as identifiers.

use heck::{ToSnakeCase, ToUpperCamelCase};
use proc_macro2::{Ident, Span};

use super::spelling::{ascii, shortened};

/// Keywords that are identifiers only in raw form (`r#type`).
const KEYWORDS: &str = "abstract as async await become box break const continue do dyn else enum \
    extern false final fn for gen if impl in let loop macro match mod move mut override priv pub \
    ref return static struct trait true try type typeof unsafe unsized use virtual where while yield";

/// Keywords that have no raw form.
const PATH_KEYWORDS: &str = "self super crate _";

/// Names that the generated types refer to, and so cannot have themselves.
const TYPES_IN_USE: &str = "AsRef BTreeMap Body Box Bytes Clone DateTime Debug Default Deserialize Deserializer Display Eq Err \
    File FnMut From FromStr Hash Into IntoIterator Map Multipart NaiveDate None Nullable Ok Option Ord Page Parameter PartialEq \
    PartialOrd Result Secret Self Serialize Serializer Some StatusCode String Tagged ToOwned ToString Untagged Utc Uuid Value \
    Variant Vec Visitor";

/// Names that the generated resources refer to, and so cannot have themselves.
const RESOURCES_IN_USE: &str = "Async Blocking Body Box Call Client Default Endpoint Err Error Handle Into IntoIterator Method Mode \
    None Ok Operation OperationInfo Option Page Paged Paging Reply Request Result Self Some String Vec";

/// What no resource can be called: methods of the client, and the module of all resources.
const NO_RESOURCES: &str =
    "builder clone from_env handle http_client_builder inner new of r#mod rate_limit request";

/// Methods of a call, which no setter can be called.
const CALL_METHODS: &str = "all body_as clone concurrency download header items_as iter limit offset pages query response retry send stream timeout";

/// Methods of each type that is sent, and of the standard library's traits, which no setter can be called.
const TYPE_METHODS: &str = "add as_mut as_ref bitand bitor bitxor borrow borrow_mut clone cmp default deref \
    deref_mut div drop eq example from_iter from_str hash index index_mut into_iter mul neg new next not rem shl shr sub";

/// Whether a name is one of these.
pub(super) fn is_one_of(names: &str, name: &str) -> bool {
    names.split_whitespace().any(|known| known == name)
}

/// A name with this at its end, if it is one of those that cannot be.
pub(super) fn avoiding(names: &str, name: String, end: &str) -> String {
    if is_one_of(names, &name) {
        name.trim_start_matches("r#").to_owned() + end
    } else {
        name
    }
}

/// The name of a method that sets something: `with_` is before those that cannot be.
fn setter(names: &str, name: &str) -> String {
    let start = if is_one_of(names, name) { "with_" } else { "" };
    format!("{start}{name}")
}

/// The name of a type: `tracking_run` becomes `TrackingRun`.
///
/// A name that the generated code needs for itself gets `Type` at its end.
pub fn type_name(name: &str) -> String {
    avoiding(TYPES_IN_USE, upper_camel(name), "Type")
}

/// The name of a resource's struct: `visual analyses` becomes `VisualAnalyses`.
///
/// A name that the generated code needs for itself gets `Resource` at its end.
pub fn resource_type_name(name: &str) -> String {
    avoiding(RESOURCES_IN_USE, upper_camel(name), "Resource")
}

/// The name of the struct of an operation's call: `list_tracking` becomes `ListTracking`. One that
/// its resource has gets `Call` at its end.
pub fn operation_type_name(operation_id: &str, tag: &str) -> String {
    let name = resource_type_name(operation_id);
    avoiding(&resource_type_name(tag), name, "Call")
}

/// The name of a field, an argument or a method: `logoUrl` becomes `logo_url`, `type` becomes
/// `r#type`.
pub fn field_name(name: &str) -> String {
    let name = snake(name);
    if is_one_of(KEYWORDS, &name) {
        format!("r#{name}")
    } else {
        avoiding(PATH_KEYWORDS, name, "_")
    }
}

/// The name of the function that builds an operation's request: `listKeys` becomes `list_keys`,
/// `move` becomes `move_`.
pub fn function_name(operation_id: &str) -> String {
    let name = avoiding(KEYWORDS, snake(operation_id), "_");
    avoiding(PATH_KEYWORDS, name, "_")
}

/// The name of an enum's variant: `in-progress` becomes `InProgress`, and `-created_at`, which
/// sorts, `CreatedAtDesc`.
///
/// `Unknown` holds the values that the document does not know, so a documented `unknown`
/// becomes `UnknownValue`.
pub fn variant_name(value: &str) -> String {
    let sorted = |sign, order: &str| {
        let field: &str = value.strip_prefix(sign)?;
        let is_name = field.starts_with(|c: char| c.is_alphabetic());
        is_name.then(|| upper_camel(field) + order)
    };
    let name = sorted('-', "Desc").or_else(|| sorted('+', "Asc"));
    let name = name.unwrap_or_else(|| upper_camel(value));
    avoiding("Unknown Self", name, "Value")
}

/// The name of a resource's accessor and module: the tag `Visual Analyses` becomes
/// `visual_analyses`.
///
/// A name that the client's own methods have gets `_resource` at its end.
pub fn resource_name(tag: &str) -> String {
    avoiding(NO_RESOURCES, field_name(tag), "_resource")
}

/// The name of an optional argument's setter: that of its field, but `query` becomes
/// `with_query`, as calls have a `query` of their own.
pub fn setter_name(field: &str) -> String {
    setter(CALL_METHODS, field)
}

/// The name of a method that sets a field of a type that is sent: that of the field, but `new`
/// becomes `with_new`.
pub fn field_setter_name(field: &str) -> String {
    setter(TYPE_METHODS, field)
}

/// The name of a request that the document gives none: `GET /ships/{ship_id}` becomes
/// `get_ships_by_ship_id`.
pub fn request_name(request: &str) -> String {
    snake(&request.replace('{', " by "))
}

/// The name of a static: `/analyze/report` becomes `ANALYZE_REPORT`.
pub fn static_name(path: &str) -> String {
    snake(path).to_uppercase()
}

/// A name of this module's as a token.
pub(crate) fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

fn snake(name: &str) -> String {
    shortened(or_ordinal(ascii(name).to_snake_case(), "n"), "_")
}

fn upper_camel(name: &str) -> String {
    shortened(or_ordinal(ascii(name).to_upper_camel_case(), "N"), "X")
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
        assert_eq!(type_name("…"), "DotDotDot");
        assert_eq!(type_name(""), "N");
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
        assert_eq!(field_name("größe"), "grosse");
        assert_eq!(field_name("名前"), "ming_qian");
    }

    #[test]
    fn setters_are_called_as_their_fields_but_for_methods_of_calls() {
        for (field, setter) in [
            ("r#type", "r#type"),
            ("side", "side"),
            ("query", "with_query"),
        ] {
            assert_eq!(setter_name(field), setter);
        }
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
    fn a_sort_order_is_a_word() {
        assert_eq!(variant_name("created_at"), "CreatedAt");
        assert_eq!(variant_name("-created_at"), "CreatedAtDesc");
        assert_eq!(variant_name("+created_at"), "CreatedAtAsc");
        assert_eq!(variant_name("-1"), "Minus1");
    }

    #[test]
    fn what_has_no_name_is_called_after_its_request() {
        assert_eq!(
            request_name("GET /ships/{ship_id}/crew"),
            "get_ships_by_ship_id_crew"
        );
    }

    #[test]
    fn long_names_are_cut_and_stay_apart() {
        let [one, other] = ["a", "b"].map(|end| type_name(&("long".repeat(80) + end)));
        assert!(one.len() <= 120 && one != other, "{one} {other}");
    }

    #[test]
    fn statics_are_upper_case() {
        assert_eq!(static_name("/analyze/report"), "ANALYZE_REPORT");
        assert_eq!(static_name("/w/{workspace_id}/runs"), "W_WORKSPACE_ID_RUNS");
    }
}
