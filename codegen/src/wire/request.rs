//! What progenitor's statements put into a request.

use std::collections::BTreeMap;

use proc_macro2::Ident;
use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{
    Expr, ExprCall, ExprIf, ExprLit, ExprMethodCall, ExprPath, FnArg, GenericArgument, ImplItemFn,
    Lit, Macro, Member, Pat, PathArguments, Token, Type, TypeReference,
};

/// A request, as one of progenitor's methods builds it.
pub(super) struct Request {
    /// `get`, the method of the HTTP client.
    pub(super) verb: Ident,
    /// The path, with `{}` for each argument in it.
    pub(super) path: String,
    /// What is in it, in the order of progenitor's code.
    pub(super) arguments: Vec<Argument>,
}

/// An argument of progenitor's method.
pub(super) struct Argument {
    pub(super) name: Ident,
    /// Its type, as our functions take it.
    pub(super) ty: Type,
    pub(super) part: Part,
}

/// A part of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Path,
    Query,
    Header,
    Body,
}

impl Request {
    /// Reads a method up to the statement that has built the request; or says what is not there.
    pub(super) fn read(method: ImplItemFn) -> Result<Self, String> {
        let mut reader = Reader {
            types: types(method.sig.inputs),
            ..Reader::default()
        };
        let mut statements = method.block.stmts.iter();
        while let (None, Some(statement)) = (&reader.verb, statements.next()) {
            reader.visit_stmt(statement);
        }
        match reader.types.into_keys().next() {
            Some(unused) => Err(format!("use for {unused}")),
            None => Ok(Self {
                verb: reader.verb.ok_or("method")?,
                path: reader.path.ok_or("path")?,
                arguments: reader.arguments,
            }),
        }
    }
}

/// The types of a method's arguments: without lifetimes, and slices for borrowed lists.
fn types(inputs: Punctuated<FnArg, Token![,]>) -> BTreeMap<Ident, Type> {
    let typed = inputs.into_iter().filter_map(|input| match input {
        FnArg::Typed(mut typed) => match *typed.pat {
            Pat::Ident(name) => {
                Borrowed.visit_type_mut(&mut typed.ty);
                Some((name.ident, *typed.ty))
            }
            _ => None,
        },
        FnArg::Receiver(_) => None,
    });
    typed.collect()
}

struct Borrowed;

impl VisitMut for Borrowed {
    fn visit_type_reference_mut(&mut self, reference: &mut TypeReference) {
        reference.lifetime = None;
        if let Type::Path(path) = &*reference.elem
            && let Some(vec) = path.path.segments.last().filter(|it| it.ident == "Vec")
            && let PathArguments::AngleBracketed(arguments) = &vec.arguments
            && let Some(GenericArgument::Type(item)) = arguments.args.first()
        {
            *reference.elem = syn::parse_quote!([#item]);
        }
        visit_mut::visit_type_reference_mut(self, reference);
    }
}

#[derive(Default)]
struct Reader {
    verb: Option<Ident>,
    path: Option<String>,
    arguments: Vec<Argument>,
    /// The types of the arguments that are still to come.
    types: BTreeMap<Ident, Type>,
    /// Where what is being read goes.
    part: Option<Part>,
}

impl Visit<'_> for Reader {
    /// `format!("{}/ships/{}", self.baseurl, encode_path(&ship_id.to_string()))`
    fn visit_macro(&mut self, format: &Macro) {
        let arguments = Punctuated::<Expr, Token![,]>::parse_terminated;
        let arguments = format.parse_body_with(arguments).unwrap_or_default();
        if let Some(Expr::Lit(ExprLit {
            lit: Lit::Str(text),
            ..
        })) = arguments.first()
        {
            // The base URL is the endpoint's.
            self.path = text.value().strip_prefix("{}").map(str::to_owned);
            self.part = Some(Part::Path);
            arguments.iter().for_each(|it| self.visit_expr(it));
        }
    }

    /// `if let Some(value) = name { header_map.append("name", value.to_string().try_into()?); }`
    fn visit_expr_if(&mut self, optional: &ExprIf) {
        self.part = Some(Part::Header);
        self.visit_expr(&optional.cond);
    }

    /// `header_map.append("name", name.to_string().try_into()?)`
    ///
    /// `self.client.get(url).json(&body).query(&QueryParam::new("name", &name)).headers(header_map)`
    fn visit_expr_method_call(&mut self, call: &ExprMethodCall) {
        self.visit_expr(&call.receiver);
        if matches!(&*call.receiver, Expr::Field(field)
            if matches!(&field.member, Member::Named(name) if name == "client"))
        {
            self.verb = Some(call.method.clone());
        }
        let part = match call.method.to_string().as_str() {
            "append" => Part::Header,
            "query" => Part::Query,
            "json" => Part::Body,
            _ => return,
        };
        self.part = Some(part);
        call.args.iter().for_each(|it| self.visit_expr(it));
    }

    fn visit_expr_call(&mut self, call: &ExprCall) {
        call.args.iter().for_each(|it| self.visit_expr(it));
    }

    fn visit_expr_path(&mut self, expression: &ExprPath) {
        let known = expression.path.get_ident();
        if let Some(part) = self.part
            && let Some((name, ty)) = known.and_then(|name| self.types.remove_entry(name))
        {
            self.arguments.push(Argument { name, ty, part });
        }
        visit::visit_expr_path(self, expression);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{Part, Request};

    /// What is in the request of a method with these arguments and statements.
    fn read(arguments: &str, statements: &str) -> Result<Vec<(String, Part)>, String> {
        let method = format!("async fn call<'a>(&'a self, {arguments}) {{ {statements} }}");
        let request = Request::read(syn::parse_str(&method).unwrap())?;
        let arguments = request.arguments.into_iter();
        Ok(arguments.map(|it| (it.name.to_string(), it.part)).collect())
    }

    const URL: &str =
        r#"let url = format!("{}/ships/{}", self.baseurl, encode_path(&id.to_string()));"#;

    #[test]
    fn each_argument_is_read_where_it_is_sent() {
        let statements = format!(
            r#"{URL}
            if let Some(value) = flags {{ header_map.append("flags", value.to_string().try_into()?); }}
            let request = self.client.post(url).json(&body).query(&QueryParam::new("sort", &sort)).build()?;"#
        );
        let found = read(
            "id: &'a str, body: &'a Ship, sort: &'a str, flags: Option<&'a str>",
            &statements,
        );
        let [id, flags, body, sort] = [
            ("id", Part::Path),
            ("flags", Part::Header),
            ("body", Part::Body),
            ("sort", Part::Query),
        ]
        .map(|(name, part)| (name.to_owned(), part));
        assert_eq!(found.unwrap(), [id, flags, body, sort]);
    }

    #[test]
    fn an_argument_that_is_sent_nowhere_is_an_error() {
        let statements = format!("{URL} let request = self.client.get(url).build()?;");
        let found = read("id: &'a str, page: u32", &statements);
        assert_eq!(found.unwrap_err(), "use for page");
    }
}
