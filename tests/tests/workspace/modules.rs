//! No module of a crate imports, over whatever others, itself.
//!
//! A module is a file. It imports another where a path of its leads there: in a `use`, a `pub
//! use`, an expression, a type or a macro. The path counts for the longest module in it, so
//! `crate::document::Node` counts for
//! `document`, even if that only re-exports what a submodule defines. Declaring a submodule (`mod node;`) imports
//! nothing: a submodule may use its parent, if the parent does nothing but declare it. What is compiled for tests
//! alone does not count.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use linksii_tests::workspace::root;
use petgraph::algo::tarjan_scc;
use petgraph::graphmap::DiGraphMap;
use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, Item, ItemMacro, ItemMod, ItemUse, Macro, UseTree};

/// The crates without cycles, by the file that each starts with.
const CHECKED: [&str; 7] = [
    "codegen/src/lib.rs",
    "linksii-api/src/lib.rs",
    "linksii-api/cli/src/main.rs",
    "linksii-api/sanitize/src/lib.rs",
    "tests/sandbox/src/lib.rs",
    "xtask/contract/src/lib.rs",
    "xtask/src/main.rs",
];

/// The path of a module in its crate; the crate itself has none.
type Module = Vec<String>;

#[test]
fn no_module_imports_itself() {
    let mut found = Vec::new();
    for start in CHECKED {
        for cycle in cycles(&root().join(start)) {
            found.push(format!("{start}: {}", cycle.join(", ")));
        }
    }
    assert_eq!(
        found, [""; 0],
        "each line is a set of modules that import one another"
    );
}

#[test]
fn each_crate_is_checked() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let members = manifest
        .lines()
        .find_map(|line| line.strip_prefix("members = "))
        .unwrap();
    let members = members.split('"').skip(1).step_by(2);
    for member in members.filter(|member| !matches!(*member, "tests" | "linksii-api/benches")) {
        let is_named = CHECKED
            .iter()
            .any(|start| start.starts_with(&format!("{member}/src/")));
        assert!(is_named, "{member} is not in CHECKED");
    }
}

#[test]
fn a_cycle_is_found() {
    let directory = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(directory.path().join(name), text).unwrap();
    write("lib.rs", "mod one; mod two; mod three; pub use one::One;");
    write("one.rs", "use crate::two::{self, Two}; pub struct One;");
    write(
        "two.rs",
        "mod inner; fn two() -> super::three::Three { todo!() }",
    );
    fs::create_dir(directory.path().join("two")).unwrap();
    write("two/inner.rs", "use super::two;");
    write(
        "three.rs",
        "macro_rules! one { () => { $crate::one::One } } #[cfg(test)] mod tests { use crate::One; }",
    );
    let cycles = cycles(&directory.path().join("lib.rs"));
    assert_eq!(cycles, [["one", "three", "two"]]);
}

/// The sets of modules that import one another.
fn cycles(start: &Path) -> Vec<Vec<String>> {
    let mut files = BTreeMap::new();
    read(start, Vec::new(), start.parent().unwrap(), &mut files);
    let modules: BTreeSet<&Module> = files.keys().collect();
    let mut graph: DiGraphMap<&Module, ()> = DiGraphMap::new();
    for (module, file) in &files {
        let mut imports = Imports {
            module,
            inline: 0,
            paths: Vec::new(),
        };
        imports.visit_file(file);
        for path in imports.paths {
            // The longest module that the path leads to.
            let known = (1..=path.len())
                .rev()
                .find_map(|length| modules.get(&path[..length].to_vec()));
            if let Some(known) = known.filter(|known| **known != module) {
                graph.add_edge(module, known, ());
            }
        }
    }
    let mut cycles: Vec<Vec<String>> = tarjan_scc(&graph)
        .into_iter()
        .filter(|modules| modules.len() > 1)
        .map(|modules| modules.iter().map(|module| module.join("::")).collect())
        .collect();
    cycles.iter_mut().for_each(|cycle| cycle.sort());
    cycles
}

/// Reads a file and those of the modules that it declares.
fn read(file: &Path, module: Module, directory: &Path, files: &mut BTreeMap<Module, syn::File>) {
    let text =
        fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let parsed = syn::parse_file(&text).unwrap();
    for item in &parsed.items {
        let Item::Mod(ItemMod {
            ident,
            content: None,
            attrs,
            ..
        }) = item
        else {
            continue;
        };
        if is_for_tests(attrs) {
            continue;
        }
        let name = ident.to_string().trim_start_matches("r#").to_owned();
        let flat = directory.join(format!("{name}.rs"));
        let file = if flat.exists() {
            flat
        } else {
            directory.join(&name).join("mod.rs")
        };
        let mut inner = module.clone();
        inner.push(name.clone());
        read(&file, inner, &directory.join(name), files);
    }
    files.insert(module, parsed);
}

fn is_for_tests(attributes: &[Attribute]) -> bool {
    let mut attributes = attributes.iter().filter(|it| it.path().is_ident("cfg"));
    attributes.any(|it| {
        it.parse_args::<syn::Path>()
            .is_ok_and(|path| path.is_ident("test"))
    })
}

/// Collects the paths of a file, from the crate on.
struct Imports<'m> {
    module: &'m Module,
    /// How many modules deep inside the file.
    inline: usize,
    paths: Vec<Module>,
}

impl Imports<'_> {
    /// Notes a path. One without `crate`, `self` or `super` may begin with a submodule.
    fn add(&mut self, path: &[String]) {
        let mut whole = self.module.clone();
        let mut inline = self.inline;
        let mut rest = path;
        match rest.first().map(String::as_str) {
            Some("crate") => whole.clear(),
            Some("self" | "super") => {}
            // In a module inside the file this names another thing.
            _ if inline > 0 => return,
            _ => {
                whole.extend_from_slice(rest);
                self.paths.push(whole);
                return;
            }
        }
        while let Some(first) = rest.first() {
            match first.as_str() {
                "super" if inline > 0 => inline -= 1,
                "super" => drop(whole.pop()),
                "crate" | "self" => {}
                _ => break,
            }
            rest = &rest[1..];
        }
        whole.extend_from_slice(rest);
        self.paths.push(whole);
    }

    fn tree(&mut self, tree: &UseTree, prefix: &mut Vec<String>) {
        match tree {
            UseTree::Path(path) => {
                prefix.push(path.ident.to_string());
                self.tree(&path.tree, prefix);
                prefix.pop();
            }
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.tree(tree, prefix)),
            UseTree::Name(name) => self.leaf(prefix, name.ident.to_string()),
            UseTree::Rename(rename) => self.leaf(prefix, rename.ident.to_string()),
            UseTree::Glob(_) => self.add(prefix),
        }
    }

    fn leaf(&mut self, prefix: &[String], name: String) {
        let mut path = prefix.to_vec();
        if name != "self" {
            path.push(name);
        }
        self.add(&path);
    }

    /// The paths in a macro that begin with `crate` or `super`.
    fn tokens(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut index = 0;
        while index < tokens.len() {
            match &tokens[index] {
                TokenTree::Group(group) => self.tokens(group.stream()),
                TokenTree::Ident(first) if first == "crate" || first == "super" => {
                    let mut path = vec![first.to_string()];
                    while let [
                        TokenTree::Punct(one),
                        TokenTree::Punct(two),
                        TokenTree::Ident(next),
                        ..,
                    ] = &tokens[index + 1..]
                        && one.as_char() == ':'
                        && two.as_char() == ':'
                    {
                        path.push(next.to_string());
                        index += 3;
                    }
                    // `pub(super)` is not a path.
                    if path.len() > 1 {
                        self.add(&path);
                    }
                }
                _ => {}
            }
            index += 1;
        }
    }
}

impl<'ast> Visit<'ast> for Imports<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        let attributes = match item {
            Item::Mod(item) => &item.attrs,
            Item::Use(item) => &item.attrs,
            Item::Fn(item) => &item.attrs,
            Item::Impl(item) => &item.attrs,
            _ => &Vec::new(),
        };
        if !is_for_tests(attributes) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        self.inline += 1;
        visit::visit_item_mod(self, item);
        self.inline -= 1;
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        self.tree(&item.tree, &mut Vec::new());
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: Vec<String> = path
            .segments
            .iter()
            .map(|it| it.ident.to_string())
            .collect();
        // A name alone is not a path to another module.
        if segments.len() > 1 {
            self.add(&segments);
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, item: &'ast Macro) {
        self.tokens(item.tokens.clone());
    }

    fn visit_item_macro(&mut self, item: &'ast ItemMacro) {
        self.tokens(item.mac.tokens.clone());
    }
}
