//! What a change of the document means to users, for each kind of change.
//!
//! `tests/validators/semver.py` checks the same verdicts against the public items of the generated crates.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;

use codegen::check::check;
use codegen::compare::{Difference, Step, compare, greatest, human};
use codegen::diagnostic::Severity;
use codegen::document::read as load;
use codegen::emit::emit;
use codegen::model::{Api, model};
use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use serde::Deserialize;
use syn::visit::Visit;

const SPEC: &str = include_str!("../../spec/linksii.yaml");

/// A change, and what it has to be called.
#[derive(Deserialize)]
struct Case {
    name: String,
    changes: Vec<Change>,
    step: String,
    /// A line of the verdict, where there is one.
    #[serde(default)]
    line: String,
    /// Where users see it.
    #[serde(default)]
    operations: Vec<String>,
}

/// A piece of the document, and what replaces it.
#[derive(Deserialize)]
struct Change {
    old: String,
    new: String,
}

fn cases() -> Vec<Case> {
    serde_yaml::from_str(include_str!("compare.yaml")).unwrap()
}

fn api(text: &str) -> Api {
    let document = load("linksii.yaml", text.as_bytes()).unwrap();
    let mut found = check(&document);
    found.retain(|it| it.severity == Severity::Error);
    assert_eq!(found, [], "only what can be generated is compared");
    model(&document)
}

fn changed(case: &Case) -> String {
    let mut text = SPEC.to_owned();
    for Change { old, new } in &case.changes {
        let count = text.matches(old).count();
        assert_eq!(count, 1, "{}: {old:?} is not there once", case.name);
        text = text.replace(old, new);
    }
    text
}

/// What users can name in the generated code: fields, variants and functions with their types.
fn items(api: &Api) -> BTreeSet<String> {
    let mut items = BTreeSet::new();
    for module in emit(api, TokenStream::new()) {
        let file = syn::parse2(module.tokens).unwrap();
        Items {
            module: module.path,
            items: &mut items,
        }
        .visit_file(&file);
    }
    items
}

struct Items<'i> {
    module: String,
    items: &'i mut BTreeSet<String>,
}

impl Items<'_> {
    fn add(&mut self, item: impl std::fmt::Display) {
        self.items.insert(format!("{} {item}", self.module));
    }

    fn call(&mut self, owner: &str, call: &syn::Signature) {
        // Arguments have no names in a call.
        let inputs = call.inputs.iter().map(|it| match it {
            syn::FnArg::Typed(it) => it.ty.to_token_stream(),
            syn::FnArg::Receiver(it) => it.to_token_stream(),
        });
        let (name, inputs) = (&call.ident, inputs.collect::<Vec<_>>());
        let output = &call.output;
        self.add(quote!(#owner fn #name (#(#inputs),*) #output));
    }
}

impl<'a> Visit<'a> for Items<'_> {
    fn visit_item_struct(&mut self, it: &'a syn::ItemStruct) {
        self.add(format!("struct {}", it.ident));
        let fields = it
            .fields
            .iter()
            .filter(|field| matches!(field.vis, syn::Visibility::Public(_)));
        for field in fields {
            let (name, ty) = (&field.ident, &field.ty);
            let owner = &it.ident;
            self.add(quote!(#owner . #name : #ty));
        }
    }

    fn visit_item_enum(&mut self, it: &'a syn::ItemEnum) {
        self.add(format!("enum {}", it.ident));
        for variant in &it.variants {
            self.add(format!("{}::{}", it.ident, variant.ident));
        }
    }

    fn visit_item_impl(&mut self, it: &'a syn::ItemImpl) {
        let owner = it.self_ty.to_token_stream().to_string();
        let is_public = |call: &syn::ImplItemFn| matches!(call.vis, syn::Visibility::Public(_));
        for item in &it.items {
            match item {
                syn::ImplItem::Fn(call) if is_public(call) => self.call(&owner, &call.sig),
                syn::ImplItem::Type(ty) => {
                    let (name, ty) = (&ty.ident, &ty.ty);
                    self.add(quote!(#owner type #name = #ty));
                }
                _ => {}
            }
        }
        let header = it.trait_.as_ref().map(|(path, ..)| path.to_token_stream());
        if let Some(header) = header {
            self.add(quote!(impl #header for #owner));
        }
    }

    fn visit_item_static(&mut self, it: &'a syn::ItemStatic) {
        if matches!(it.vis, syn::Visibility::Public(_)) {
            self.add(format!("static {}", it.ident));
        }
    }
}

#[test]
fn each_kind_of_change_has_its_step() {
    let old = api(SPEC);
    let mut failures = Vec::new();
    for case in cases() {
        let found = compare(&old, &api(&changed(&case)));
        let step = greatest(&found).map_or("nothing".to_owned(), |step| step.to_string());
        let is_it = |it: &&Difference| format!("{} {}", it.item, it.what) == case.line;
        let line = found.iter().find(is_it);
        let is_right = match line {
            Some(line) => line.operations == case.operations,
            None => case.line.is_empty(),
        };
        if step != case.step || !is_right {
            failures.push(format!("{}: {step}\n{found:#?}", case.name));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn each_verdict_is_that_of_the_generated_code() {
    let old = api(SPEC);
    let was = items(&old);
    let mut failures = Vec::new();
    for case in cases() {
        let new = api(&changed(&case));
        let is = items(&new);
        let gone: Vec<_> = was.difference(&is).collect();
        let due = match (gone.is_empty(), was.is_superset(&is)) {
            (false, _) => &["breaking"][..],
            (true, false) => &["additive"],
            (true, true) => &["additive", "docs only", "nothing"],
        };
        // What a program has in its environment is not in its code.
        let is_elsewhere = compare(&old, &new)
            .iter()
            .all(|it| it.step < Step::Breaking || it.item == "Client");
        let is_due = due.contains(&case.step.as_str());
        if !is_due && (case.step != "breaking" || !gone.is_empty() || !is_elsewhere) {
            failures.push(format!("{}: {}, gone {gone:#?}", case.name, case.step));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn a_document_does_not_differ_from_itself() {
    assert_eq!(compare(&api(SPEC), &api(SPEC)), []);
    let version = "0.1.0".parse().unwrap();
    assert_eq!(human(&[], &version), "Nothing changes for users.\n");
}

#[test]
fn only_the_variant_that_changes_is_reported_of_a_union() {
    const KINDS: &str = include_str!("golden/kinds.yaml");
    let old = api(KINDS);
    let changed = |piece: &str, by: &str| -> Vec<String> {
        let found = compare(&old, &api(&KINDS.replace(piece, by)));
        let lines = found
            .iter()
            .map(|it| format!("{} {} {}", it.step, it.item, it.what));
        lines
            .filter(|line| !line.contains("reads differently"))
            .collect()
    };
    assert_eq!(
        changed("[moored, at-sea]", "[moored, at-sea, gone]"),
        ["additive types::State::Gone is new"]
    );
    assert_eq!(
        changed(
            "[{type: integer}, {type: boolean}]",
            "[{type: integer}, {type: number}, {type: boolean}]"
        ),
        [
            "additive types::ListShipsSize::Number is new",
            "breaking types::ListShipsSize::Integer is gone",
        ],
    );
}

#[test]
fn the_report_goes_operation_by_operation() {
    let text = SPEC
        .replace(
            "x-extensible-enum: [complete]",
            "x-extensible-enum: [complete, failed]",
        )
        .replace("Adds a competitor to", "Notes a competitor in");
    let found = compare(&api(SPEC), &api(&text));
    let report = human(&found, &"1.4.2".parse().unwrap());
    assert_eq!(
        report,
        "competitors().create: docs only\n  docs only  competitors().create its summary reads \
         differently\n\ntracking().list: additive\n  additive   types::RunStatus::Failed is new\n\n\
         For users this is additive: after 1.4.2 comes 1.5.0.\n"
    );
    assert_eq!(greatest(&found), Some(Step::Additive));
}
