//! Progenitor's client as one function an operation that builds its request.
//!
//! Progenitor writes a method that builds a request, sends it and reads the reply. We keep the
//! first part: its syntax tree is read for the method, the path and what goes into query,
//! headers and body, and written again on the runtime's `Endpoint`, whose base URL is parsed
//! once. Sending, reading and retrying belong to the runtime, for all operations alike. Dropped on
//! the way: the `api-version` header, which nobody documented, and progenitor's own order of query
//! arguments, which is alphabetical; ours is the document's.

use std::collections::BTreeMap;

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use progenitor::{GenerationSettings, Generator, InterfaceStyle};
use quote::{format_ident, quote};
use syn::visit::{self, Visit};
use syn::{Expr, ExprLit, ExprMethodCall, ImplItemFn, Lit, LitStr, Macro, Token};

use crate::lower::{Lowered, PLACEHOLDER, argument_name, operation_name};
use crate::model::{Operation, Place};
use crate::names::ident;

/// Why progenitor made nothing of the document; a fault of ours, as `lower` wrote it.
#[derive(Debug)]
pub struct WireError(String);

impl std::fmt::Display for WireError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "progenitor could not build the requests: {}", self.0)
    }
}

impl std::error::Error for WireError {}

/// Has progenitor build the requests, and keeps that part of its output.
pub fn wire(lowered: &Lowered<'_>) -> Result<TokenStream, WireError> {
    let mut settings = GenerationSettings::new();
    settings
        .with_interface(InterfaceStyle::Positional)
        .with_replacement(PLACEHOLDER, "crate::Argument", std::iter::empty());
    let tokens = Generator::new(&settings)
        .generate_tokens(&lowered.document)
        .map_err(|error| WireError(error.to_string()))?;
    let methods = methods(tokens);
    let operations = lowered.api.resources.iter().flat_map(|resource| {
        let operations = resource.operations.iter();
        operations.map(|operation| (resource.name.as_str(), operation))
    });
    let functions = operations
        .enumerate()
        .map(|(index, (module, operation))| {
            let parts = methods
                .get(&operation_name(index))
                .ok_or_else(|| WireError(format!("{} is missing", operation.id)))?;
            function(operation, module, parts)
        })
        .collect::<Result<Vec<_>, _>>()?;
    if functions.is_empty() {
        return Ok(TokenStream::new());
    }
    let has_path_arguments = lowered
        .api
        .operations()
        .any(|operation| operation.placed(Place::Path).next().is_some());
    let segment = if has_path_arguments {
        quote!(
            use crate::endpoint::{Endpoint, segment};
        )
    } else {
        quote!(
            use crate::endpoint::Endpoint;
        )
    };
    Ok(quote! {
        use reqwest::{Method, Request};

        use super::resources;
        use crate::Error;
        #segment
        #(#functions)*
    })
}

/// What progenitor's methods do to build their requests, by name.
///
/// They are parsed one at a time, as the syntax tree of all would be the largest thing in memory.
fn methods(client: TokenStream) -> BTreeMap<String, Parts> {
    let mut methods = BTreeMap::new();
    for token in client {
        let TokenTree::Group(block) = token else {
            continue;
        };
        let mut member = TokenStream::new();
        for token in block.stream() {
            let ends = matches!(&token, TokenTree::Group(it) if it.delimiter() == Delimiter::Brace);
            member.extend([token]);
            if !ends {
                continue;
            }
            // What is no method is another item of progenitor's.
            let Ok(method) = syn::parse2::<ImplItemFn>(std::mem::take(&mut member)) else {
                continue;
            };
            let mut parts = Parts::default();
            parts.visit_impl_item_fn(&method);
            if parts.verb.is_some() {
                methods.insert(method.sig.ident.to_string(), parts);
            }
        }
    }
    methods
}

/// What a request is made of.
#[derive(Default)]
struct Parts {
    /// `get`, the method of the HTTP client.
    verb: Option<syn::Ident>,
    /// The path as a format string.
    path: Option<LitStr>,
    queries: Vec<String>,
    headers: Vec<String>,
    json: bool,
}

impl<'ast> Visit<'ast> for Parts {
    fn visit_macro(&mut self, mac: &'ast Macro) {
        if !mac.path.is_ident("format") {
            return;
        }
        let arguments =
            mac.parse_body_with(syn::punctuated::Punctuated::<Expr, Token![,]>::parse_terminated);
        let format = arguments
            .ok()
            .and_then(|arguments| literal(arguments.first()?));
        // The first hole is the base URL, which is the endpoint's.
        self.path = format.and_then(|format| {
            let value = format.value();
            Some(LitStr::new(value.strip_prefix("{}")?, Span::call_site()))
        });
    }

    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        let name = call.method.to_string();
        let argument = call.args.first();
        match name.as_str() {
            "query" => self.queries.extend(argument.and_then(query_name)),
            "json" => self.json = true,
            "append" => self
                .headers
                .extend(argument.and_then(literal).map(|name| name.value())),
            "get" | "put" | "post" | "delete" | "patch" | "head" if is_client(&call.receiver) => {
                self.verb = Some(call.method.clone());
            }
            _ => {}
        }
        visit::visit_expr_method_call(self, call);
    }
}

/// `QueryParam::new("name", &value)`.
fn query_name(argument: &Expr) -> Option<String> {
    let Expr::Reference(reference) = argument else {
        return None;
    };
    let Expr::Call(call) = &*reference.expr else {
        return None;
    };
    Some(literal(call.args.first()?)?.value())
}

fn is_client(receiver: &Expr) -> bool {
    matches!(receiver, Expr::Field(field) if matches!(&field.member,
        syn::Member::Named(name) if name == "client"))
}

fn literal(expression: &Expr) -> Option<LitStr> {
    match expression {
        Expr::Lit(ExprLit {
            lit: Lit::Str(literal),
            ..
        }) => Some(literal.clone()),
        _ => None,
    }
}

fn function(operation: &Operation, module: &str, parts: &Parts) -> Result<TokenStream, WireError> {
    let missing = |what: &str| WireError(format!("{} has no {what}", operation.id));
    let verb = parts.verb.as_ref().ok_or_else(|| missing("method"))?;
    let verb = format_ident!("{}", verb.to_string().to_uppercase());
    let path = parts.path.as_ref().ok_or_else(|| missing("path"))?;
    let function = ident(&operation.function);
    let segments: Vec<_> = operation
        .placed(Place::Path)
        .map(|argument| {
            let field = ident(&argument.ident);
            quote!(segment(&arguments.#field))
        })
        .collect();
    let path = if segments.is_empty() {
        quote!(#path)
    } else {
        quote!(&format!(#path, #(#segments),*))
    };
    let queries = calls(operation, Place::Query, &parts.queries)?;
    let headers = calls(operation, Place::Header, &parts.headers)?;
    let json = match &operation.body {
        Some(_) if !parts.json => return Err(missing("body")),
        Some(body) if body.is_optional() => Some(quote!(.optional_json(arguments.body.as_ref()))),
        Some(_) => Some(quote!(.json(&arguments.body))),
        None => None,
    };
    let doc = format!(" `{} {}`", operation.http_method.as_str(), operation.path);
    let (module, type_name) = (ident(module), ident(&operation.type_name));
    let arguments = if operation.arguments.is_empty() {
        quote!(_)
    } else {
        quote!(arguments)
    };
    Ok(quote! {
        #[doc = #doc]
        pub(crate) fn #function(
            endpoint: &Endpoint,
            #arguments: &resources::#module::#type_name,
        ) -> Result<Request, Error> {
            endpoint.request(Method::#verb, #path) #(#queries)* #(#headers)* #json .build()
        }
    })
}

/// Our calls for the arguments of one place, in the document's order. Progenitor must have had
/// each of them.
fn calls(
    operation: &Operation,
    place: Place,
    found: &[String],
) -> Result<Vec<TokenStream>, WireError> {
    let call = if place == Place::Query {
        format_ident!("query")
    } else {
        format_ident!("header")
    };
    let arguments = operation.arguments.iter().enumerate();
    arguments
        .filter(|(_, argument)| argument.place == place)
        .map(|(index, argument)| {
            let name = &argument.name;
            if !found.contains(&argument_name(index)) {
                return Err(WireError(format!("{} does not send {name}", operation.id)));
            }
            let field = ident(&argument.ident);
            Ok(quote!(.#call(#name, &arguments.#field)))
        })
        .collect()
}
