//! Progenitor's client as one function an operation that builds its request.
//!
//! Progenitor writes a method that builds a request, sends it and reads the reply. Of each we
//! keep the signature and the statements that build the request, with three things replaced in
//! the syntax tree: the base URL and the HTTP client by the runtime's `Endpoint`, whose URL is
//! parsed once; sending and reading by nothing, as the runtime does that for all operations in
//! the same way; and the `api-version` header, which nobody documented, by nothing. A statement
//! that is none of those we know is an error, so nothing is lost in silence.
//!
//! Progenitor sorts parameters by name. Ours are in the document's order again: those in the
//! path, then those in query and headers, then the body.

use std::collections::BTreeMap;
use std::fmt;

use openapiv3::{OpenAPI, Operation, Parameter, ReferenceOr};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use progenitor::{GenerationSettings, Generator, InterfaceStyle};
use quote::{format_ident, quote};
use syn::punctuated::Punctuated;
use syn::{
    Block, Expr, ExprLit, ExprMethodCall, FnArg, GenericArgument, Ident, ImplItemFn, Lit, LitStr,
    Local, Member, Pat, PathArguments, Stmt, Token, Type,
};

use crate::document::{Encoding, Style};
use crate::lower::{Carried, Lowered};
use crate::names;

/// Why there is no function for an operation; a fault of the generator, as `lower` wrote what
/// progenitor took.
#[derive(Debug)]
pub struct WireError(String);

impl fmt::Display for WireError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the requests could not be built: {}", self.0)
    }
}

impl std::error::Error for WireError {}

/// Has progenitor build the requests, and keeps that part of its output.
///
/// # Errors
///
/// What progenitor refuses, and code of its that is not as we know it.
pub fn wire(lowered: &Lowered) -> Result<TokenStream, WireError> {
    let mut settings = GenerationSettings::new();
    settings.with_interface(InterfaceStyle::Positional);
    for (schema, ty) in &lowered.types {
        settings.with_replacement(schema, ty, std::iter::empty());
    }
    let client = Generator::new(&settings)
        .generate_tokens(&lowered.document)
        .map_err(|error| WireError(format!("progenitor: {error}")))?;
    let operations = Operations::of(&lowered.document);
    let mut functions = Vec::new();
    for member in members(client) {
        // What is not a method is another item of progenitor's, and what is not async makes no call.
        let method = syn::parse2::<ImplItemFn>(member).ok();
        if let Some(method) = method.filter(|method| method.sig.asyncness.is_some()) {
            functions.push(operations.function(lowered, method)?);
        }
    }
    if functions.len() != operations.0.len() {
        let (made, asked) = (functions.len(), operations.0.len());
        return Err(WireError(format!(
            "progenitor made {made} methods of {asked}"
        )));
    }
    Ok(quote!(#(#functions)*))
}

/// What is in the blocks of progenitor's code, each part up to its own block.
///
/// They are parsed one at a time, as the syntax tree of all would be the largest thing in memory.
fn members(client: TokenStream) -> Vec<TokenStream> {
    let mut members = Vec::new();
    for token in client {
        let TokenTree::Group(block) = token else {
            continue;
        };
        let mut member = TokenStream::new();
        for token in block.stream() {
            let ends = matches!(&token, TokenTree::Group(it) if it.delimiter() == Delimiter::Brace);
            member.extend([token]);
            if ends {
                members.push(std::mem::take(&mut member));
            }
        }
    }
    members
}

/// An operation that progenitor was given.
struct Given<'a> {
    path: &'a str,
    operation: &'a Operation,
}

/// The operations by their functions.
struct Operations<'a>(BTreeMap<&'a str, Given<'a>>);

impl<'a> Operations<'a> {
    fn of(document: &'a OpenAPI) -> Self {
        let mut operations = BTreeMap::new();
        for (path, item) in &document.paths.paths {
            for (_, operation) in item.as_item().into_iter().flat_map(|item| item.iter()) {
                if let Some(id) = &operation.operation_id {
                    operations.insert(id.as_str(), Given { path, operation });
                }
            }
        }
        Self(operations)
    }

    fn function(&self, lowered: &Lowered, method: ImplItemFn) -> Result<TokenStream, WireError> {
        let function = names::function_name(&method.sig.ident.to_string());
        let unknown = || WireError(format!("progenitor made a method {function} of its own"));
        let given = self.0.get(function.as_str()).ok_or_else(unknown)?;
        let read = Request::read(&method.block);
        let request = read.map_err(|what| WireError(format!("{function} has {what}")))?;
        let types = parameters(method);
        let sent = Sent {
            function: &function,
            lowered,
        };
        request.write(&sent, given, &types)
    }
}

/// The types of a method's parameters, as our functions take them.
fn parameters(method: ImplItemFn) -> BTreeMap<String, Type> {
    let typed = method
        .sig
        .inputs
        .into_iter()
        .filter_map(|input| match input {
            FnArg::Typed(typed) => Some(typed),
            FnArg::Receiver(_) => None,
        });
    let named = typed.filter_map(|typed| match *typed.pat {
        Pat::Ident(name) => Some((name.ident.to_string(), borrowed(*typed.ty))),
        _ => None,
    });
    named.collect()
}

/// A type without its lifetime; a slice for a borrowed `Vec`.
fn borrowed(mut ty: Type) -> Type {
    match &mut ty {
        Type::Reference(reference) => {
            reference.lifetime = None;
            if let Some(GenericArgument::Type(item)) = argument_of(&mut reference.elem, "Vec") {
                *reference.elem = syn::parse_quote!([#item]);
            }
        }
        other => {
            if let Some(GenericArgument::Type(some)) = argument_of(other, "Option") {
                *some = borrowed(some.clone());
            }
        }
    }
    ty
}

/// The argument of a generic type of this name.
fn argument_of<'t>(ty: &'t mut Type, name: &str) -> Option<&'t mut GenericArgument> {
    let Type::Path(path) = ty else {
        return None;
    };
    let segment = path
        .path
        .segments
        .last_mut()
        .filter(|segment| segment.ident == name)?;
    match &mut segment.arguments {
        PathArguments::AngleBracketed(arguments) => arguments.args.first_mut(),
        _ => None,
    }
}

/// What a request is made of, as progenitor's statements have it.
#[derive(Default)]
struct Request {
    /// `get`, the method of the HTTP client.
    verb: Option<Ident>,
    /// The path as a format string, and what goes into it.
    path: Option<(String, Vec<Ident>)>,
    queries: Vec<(String, Ident)>,
    headers: Vec<(String, Ident)>,
    body: Option<Ident>,
}

impl Request {
    /// Reads the statements up to the one that has built the request.
    fn read(block: &Block) -> Result<Self, String> {
        let mut request = Self::default();
        for statement in &block.stmts {
            let known = match statement {
                Stmt::Local(Local {
                    init: Some(init), ..
                }) => match &*init.expr {
                    Expr::Macro(format) if format.mac.path.is_ident("format") => {
                        request.path = url(&format.mac);
                        request.path.as_ref().map(drop)
                    }
                    Expr::Call(map) if ends_with(&map.func, "with_capacity") => Some(()),
                    built => {
                        request.chain(built)?;
                        return Ok(request);
                    }
                },
                Stmt::Expr(Expr::MethodCall(append), _) => request.header(append, None),
                Stmt::Expr(Expr::If(optional), _) => request.optional_header(optional),
                _ => None,
            };
            known.ok_or_else(|| format!("the unknown statement `{}`", quote!(#statement)))?;
        }
        Err("no request".to_owned())
    }

    /// `header_map.append("name", name.to_string().try_into()?);`
    fn header(&mut self, append: &ExprMethodCall, value: Option<Ident>) -> Option<()> {
        if append.method != "append" {
            return None;
        }
        let mut arguments = append.args.iter();
        match (arguments.next()?, arguments.next()?) {
            // `HeaderName::from_static("api-version")`
            (Expr::Call(name), _) => {
                let name = literal(name.args.first()?)?;
                (name.value() == "api-version").then_some(())
            }
            (name, sent) => {
                let value = value.or_else(|| text_of(sent))?;
                self.headers.push((literal(name)?.value(), value));
                Some(())
            }
        }
    }

    /// `if let Some(value) = name { header_map.append("name", value.to_string().try_into()?); }`
    fn optional_header(&mut self, optional: &syn::ExprIf) -> Option<()> {
        let Expr::Let(binding) = &*optional.cond else {
            return None;
        };
        match optional.then_branch.stmts.as_slice() {
            [Stmt::Expr(Expr::MethodCall(append), _)] => {
                self.header(append, Some(ident(&binding.expr)?))
            }
            _ => None,
        }
    }

    /// `self.client.get(url).json(&body).query(…).headers(header_map).build()?`
    fn chain(&mut self, built: &Expr) -> Result<(), String> {
        let call = match built {
            Expr::Try(tried) => return self.chain(&tried.expr),
            Expr::MethodCall(call) => call,
            other => return Err(format!("the unknown statement `{}`", quote!(#other))),
        };
        if matches!(&*call.receiver, Expr::Field(field) if is_named(&field.member, "client")) {
            self.verb = Some(call.method.clone());
            return Ok(());
        }
        self.chain(&call.receiver)?;
        let argument = call.args.first();
        let known = match call.method.to_string().as_str() {
            "headers" | "build" => Some(()),
            "query" => argument
                .and_then(query)
                .map(|query| self.queries.push(query)),
            "json" => argument
                .and_then(referred)
                .map(|body| self.body = Some(body)),
            _ => None,
        };
        known.ok_or_else(|| format!("the unknown call `.{}`", call.method))
    }

    /// Writes the same request on the runtime's endpoint.
    fn write(
        self,
        as_documented: &Sent<'_>,
        given: &Given<'_>,
        types: &BTreeMap<String, Type>,
    ) -> Result<TokenStream, WireError> {
        let function = as_documented.function;
        let missing = |what: &str| WireError(format!("{function} has no {what}"));
        let verb = self
            .verb
            .ok_or_else(|| missing("method"))?
            .to_string()
            .to_uppercase();
        let (format, segments) = self.path.ok_or_else(|| missing("path"))?;
        let path = if segments.is_empty() {
            quote!(#format)
        } else {
            let segments = segments.iter().map(|it| as_documented.segment(it));
            quote!(&format!(#format, #(#segments),*))
        };

        // In the document's order again.
        let position = |name: &str| {
            let mut parameters = given.operation.parameters.iter();
            parameters.position(|parameter| named(parameter) == Some(name))
        };
        let queries = self.queries.into_iter().map(|query| (query, "query"));
        let headers = self.headers.into_iter().map(|header| (header, "header"));
        let mut sent: Vec<_> = queries.chain(headers).collect();
        sent.sort_by_key(|((name, _), _)| position(name));
        let calls = sent
            .iter()
            .map(|((name, value), call)| as_documented.parameter(name, call, value));
        // Headers are set after the query.
        let (queries, headers): (Vec<_>, Vec<_>) = calls
            .zip(&sent)
            .partition(|(_, (_, call))| *call == "query");
        let calls = queries.into_iter().chain(headers).map(|(call, _)| call);

        let arguments = segments
            .iter()
            .chain(sent.iter().map(|((_, value), _)| value));
        let parameters = arguments.map(|argument| {
            let ty = types
                .get(&argument.to_string())
                .ok_or_else(|| missing("types"))?;
            Ok(quote!(#argument: #ty))
        });
        let mut parameters = parameters.collect::<Result<Vec<_>, WireError>>()?;
        let mut json = None;
        if let Some(body) = self.body {
            let ty = types
                .get(&body.to_string())
                .ok_or_else(|| missing("types"))?;
            // Progenitor takes every body for one that has to be there.
            let sent = given
                .operation
                .request_body
                .as_ref()
                .and_then(ReferenceOr::as_item);
            if sent.is_some_and(|sent| sent.required) {
                parameters.push(quote!(#body: #ty));
                json = Some(as_documented.body(&body, true));
            } else {
                parameters.push(quote!(#body: Option<#ty>));
                json = Some(as_documented.body(&body, false));
            }
        }

        let accept = as_documented.accept();
        let parts = given.path.split(['{', '}']).enumerate();
        let template = parts.map(|(at, part)| match at % 2 {
            0 => part.to_owned(),
            _ => format!("{{{}}}", as_documented.name(part)),
        });
        let doc = format!(" `{verb} {}`", template.collect::<String>());
        let too_many = (parameters.len() > 6).then(
            || quote!(#[expect(clippy::too_many_arguments, reason = "the operation has as many")]),
        );
        let (verb, function) = (format_ident!("{verb}"), format_ident!("{function}"));
        Ok(quote! {
            #[doc = #doc]
            #too_many
            pub(crate) fn #function(endpoint: &Endpoint, #(#parameters),*) -> Result<Request, Error> {
                endpoint.request(Method::#verb, #path) #(#calls)* #accept #json .build()
            }
        })
    }
}

/// How an operation's request is sent by the document.
struct Sent<'a> {
    function: &'a str,
    lowered: &'a Lowered,
}

impl Sent<'_> {
    fn carried(&self, name: &str) -> Option<&Carried> {
        let key = (self.function.to_owned(), name.to_owned());
        self.lowered.parameters.get(&key)
    }

    /// The documented name of a parameter.
    fn name(&self, name: &str) -> String {
        let carried = self.carried(name);
        carried.map_or_else(|| name.to_owned(), |carried| carried.name.clone())
    }

    fn segment(&self, value: &Ident) -> TokenStream {
        // Progenitor's variable is called as the parameter is, and a keyword has `_` at its end.
        let name = value.to_string();
        let style = self.carried(name.trim_end_matches('_'));
        match style.map(|carried| carried.style) {
            Some(Style::Joined(separator)) => {
                let separator = separator.to_string();
                quote!(segment(parameter::joined(#value, #separator)))
            }
            _ => quote!(segment(#value)),
        }
    }

    /// Puts a parameter into the query or into a header.
    fn parameter(&self, name: &str, call: &str, value: &Ident) -> TokenStream {
        let carried = self.carried(name);
        let (name, call) = (self.name(name), format_ident!("{call}"));
        match carried.map_or(Style::Plain, |carried| carried.style) {
            Style::Plain => quote!(.#call(#name, #value)),
            Style::Joined(separator) => {
                let separator = separator.to_string();
                quote!(.#call(#name, parameter::joined(#value, #separator)))
            }
            Style::Json => quote!(.#call(#name, parameter::json(#value))),
            Style::Deep => quote!(.query_object(#name, #value)),
            Style::Fields => quote!(.query_fields(#value)),
        }
    }

    fn accept(&self) -> Option<TokenStream> {
        let accept = self.lowered.accepted.get(self.function)?;
        Some(quote!(.accept(#accept)))
    }

    fn body(&self, body: &Ident, required: bool) -> TokenStream {
        let written = self.lowered.bodies.get(self.function);
        let media_type = written.map_or("application/json", |it| it.media_type.as_str());
        let add = match written.map_or(Encoding::Json, |it| it.encoding) {
            Encoding::Json if is_usual(media_type) => quote!(json(#body)),
            Encoding::Json => quote!(json_as(#body, #media_type)),
            Encoding::Form => quote!(form(#body)),
            Encoding::Multipart => quote!(multipart(&#body.multipart())),
            Encoding::Text | Encoding::Bytes => quote!(body(#body, #media_type)),
        };
        if required {
            quote!(.#add)
        } else {
            quote!(.optional(#body, |request, #body| request.#add))
        }
    }
}

/// Whether JSON of this media type is sent as any JSON is.
fn is_usual(media_type: &str) -> bool {
    let kind = media_type.split(';').next().unwrap_or(media_type).trim();
    kind.eq_ignore_ascii_case("application/json") || kind.contains('*')
}

fn named(parameter: &ReferenceOr<Parameter>) -> Option<&str> {
    let parameter = parameter.as_item()?;
    Some(&parameter.parameter_data_ref().name)
}

/// `format!("{}/ships/{}", self.baseurl, encode_path(&ship_id.to_string()))`: the path, and what goes into it.
fn url(format: &syn::Macro) -> Option<(String, Vec<Ident>)> {
    let arguments = Punctuated::<Expr, Token![,]>::parse_terminated;
    let arguments = format.parse_body_with(arguments).ok()?;
    let mut arguments = arguments.iter();
    let format = literal(arguments.next()?)?.value();
    // The first hole is the base URL, which is the endpoint's.
    let path = format.strip_prefix("{}")?.to_owned();
    arguments.next()?;
    let segments = arguments.map(|argument| match argument {
        Expr::Call(encode) => match encode.args.first()? {
            Expr::Reference(text) => text_of(&text.expr),
            _ => None,
        },
        _ => None,
    });
    Some((path, segments.collect::<Option<_>>()?))
}

/// `&progenitor_client::QueryParam::new("name", &value)`
fn query(argument: &Expr) -> Option<(String, Ident)> {
    let Expr::Reference(reference) = argument else {
        return None;
    };
    let Expr::Call(new) = &*reference.expr else {
        return None;
    };
    let mut arguments = new.args.iter();
    Some((
        literal(arguments.next()?)?.value(),
        referred(arguments.next()?)?,
    ))
}

/// `&value`
fn referred(expression: &Expr) -> Option<Ident> {
    match expression {
        Expr::Reference(reference) => ident(&reference.expr),
        _ => None,
    }
}

/// `value.to_string()`, with whatever is called on that.
fn text_of(expression: &Expr) -> Option<Ident> {
    match expression {
        Expr::Try(tried) => text_of(&tried.expr),
        Expr::MethodCall(call) if call.method == "to_string" => ident(&call.receiver),
        Expr::MethodCall(call) => text_of(&call.receiver),
        _ => None,
    }
}

fn ident(expression: &Expr) -> Option<Ident> {
    match expression {
        Expr::Path(path) => path.path.get_ident().cloned(),
        _ => None,
    }
}

fn is_named(member: &Member, name: &str) -> bool {
    matches!(member, Member::Named(member) if member == name)
}

fn ends_with(function: &Expr, name: &str) -> bool {
    matches!(function, Expr::Path(path)
        if path.path.segments.last().is_some_and(|segment| segment.ident == name))
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
