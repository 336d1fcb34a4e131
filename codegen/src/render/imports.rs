//! Imports: a file of each kind begins with all that such files refer to, and keeps what it does.

use std::collections::HashSet;

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{
    Attribute, Expr, ExprCall, ExprPath, File, Item, Macro, Meta, Path, Token, UseTree, Visibility,
};

/// Leaves out the imports that nothing in the file refers to, but for what it exports.
pub(super) fn keep_used(file: &mut File) {
    let mut names = Names::default();
    let items = file.items.iter();
    for item in items.filter(|item| !matches!(item, Item::Use(_))) {
        names.visit_item(item);
    }
    file.items.retain_mut(|item| match item {
        Item::Use(import) if matches!(import.vis, Visibility::Inherited) => {
            names.use_of(&mut import.tree, None)
        }
        _ => true,
    });
}

/// What paths begin with.
#[derive(Default)]
struct Names(HashSet<Ident>);

impl Names {
    /// Leaves of an import what is used; whether that is anything.
    fn use_of(&self, tree: &mut UseTree, module: Option<&Ident>) -> bool {
        match tree {
            UseTree::Path(path) => self.use_of(&mut path.tree, Some(&path.ident)),
            UseTree::Name(name) if name.ident == "self" => {
                module.is_some_and(|module| self.0.contains(module))
            }
            UseTree::Name(name) => self.0.contains(&name.ident),
            UseTree::Group(group) => {
                let all = std::mem::take(&mut group.items).into_iter();
                let used = all.filter_map(|mut it| self.use_of(&mut it, module).then_some(it));
                group.items = used.collect();
                !group.items.is_empty()
            }
            UseTree::Rename(_) | UseTree::Glob(_) => true,
        }
    }

    fn add_all(&mut self, tokens: &TokenStream) {
        for token in tokens.clone() {
            match token {
                TokenTree::Ident(name) => drop(self.0.insert(name)),
                TokenTree::Group(group) => self.add_all(&group.stream()),
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }
}

impl Visit<'_> for Names {
    fn visit_path(&mut self, path: &Path) {
        let first = path.segments.first();
        self.0.extend(first.map(|first| first.ident.clone()));
        visit::visit_path(self, path);
    }

    fn visit_expr_path(&mut self, expression: &ExprPath) {
        // A name by itself is a variable, unless it is called.
        if expression.path.get_ident().is_none() {
            visit::visit_expr_path(self, expression);
        }
    }

    fn visit_expr_call(&mut self, call: &ExprCall) {
        if let Expr::Path(function) = &*call.func {
            self.visit_path(&function.path);
        }
        visit::visit_expr_call(self, call);
    }

    fn visit_macro(&mut self, called: &Macro) {
        self.visit_path(&called.path);
        match called.parse_body_with(Punctuated::<Expr, Token![,]>::parse_terminated) {
            Ok(arguments) => arguments.iter().for_each(|it| self.visit_expr(it)),
            Err(_) => self.add_all(&called.tokens),
        }
    }

    fn visit_attribute(&mut self, attribute: &Attribute) {
        if let Meta::List(list) = &attribute.meta
            && list.path.is_ident("derive")
        {
            self.add_all(&list.tokens);
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::keep_used;

    /// The file with all these imports, after those without use are left out.
    fn kept(code: &str) -> String {
        let imports = "use std::fmt; use crate::page::{Page, Paging}; use crate::union::{self, Tagged}; \
                       use crate::endpoint::segment; pub use crate::limit::Limit;";
        let mut file = syn::parse_str(&format!("{imports} {code}")).unwrap();
        keep_used(&mut file);
        let text = prettyplease::unparse(&file);
        let imports = text.lines().filter(|line| line.contains("use "));
        imports.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn an_import_is_kept_where_something_refers_to_it() {
        let exported = "pub use crate::limit::Limit;";
        for (code, imports) in [
            ("fn f(it: Page<u8>) {}", "use crate::page::Page; "),
            ("#[derive(Paging)] struct S;", "use crate::page::Paging; "),
            ("fn f() { union::read() }", "use crate::union::{self}; "),
            (
                "fn f() { g!(\"{}\", segment(1)) }",
                "use crate::endpoint::segment; ",
            ),
            ("m! { S -> Page }", "use crate::page::Page; "),
            // Variants, fields and variables only have such names.
            ("enum E { Page, Tagged(u8) }", ""),
            ("struct S { union: u8, segment: u8 }", ""),
            ("fn f(segment: u8) -> u8 { it.fmt(segment) }", ""),
            ("fn f() { crate::page::Page::new() }", ""),
        ] {
            assert_eq!(kept(code), format!("{imports}{exported}"), "{code}");
        }
    }
}
