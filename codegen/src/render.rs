//! Tokens as formatted files.

mod imports;

use thiserror::Error;

use crate::emit::Module;

/// A generated file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its path in the generated directory, with `/` between names.
    pub path: String,
    /// Its text, which ends with a newline.
    pub text: String,
}

/// What was emitted is not Rust.
#[derive(Debug, Error)]
#[error("the generated {file} is not Rust: {error}")]
pub struct RenderError {
    file: String,
    error: syn::Error,
}

/// Formats the files. `document` is what they are made from, `command` what makes them.
///
/// # Errors
///
/// A module that is not Rust.
pub fn render(
    modules: Vec<Module>,
    document: &str,
    command: &str,
) -> Result<Vec<File>, RenderError> {
    modules
        .into_iter()
        .map(|module| {
            let mut file: syn::File = syn::parse2(module.tokens).map_err(|error| RenderError {
                file: module.path.clone(),
                error,
            })?;
            imports::keep_used(&mut file);
            let mut text = head(&module.about, document, command);
            text.push_str(&spaced(file));
            Ok(File {
                path: module.path,
                text,
            })
        })
        .collect()
}

fn head(about: &str, document: &str, command: &str) -> String {
    let about = about.lines().map(|line| format!("//! {line}"));
    let about: String = about
        .map(|line| line.trim_end().to_owned() + "\n")
        .collect();
    format!("{about}//!\n//! Generated from `{document}` by `{command}`. Do not edit.\n\n")
}

/// The formatter puts no lines between items, which are easier to read apart.
fn spaced(mut file: syn::File) -> String {
    let mut text = String::new();
    for item in std::mem::take(&mut file.items) {
        let mut previous = file.items.iter();
        if previous.any(|previous| !together(previous, &item)) {
            text.push('\n');
        }
        file.items = vec![item];
        text.push_str(&methods_apart(&prettyplease::unparse(&file)));
    }
    text
}

/// Whether two items are in one block: modules, and imports from one origin.
fn together(previous: &syn::Item, item: &syn::Item) -> bool {
    match (previous, item) {
        (syn::Item::Mod(_), syn::Item::Mod(_)) => true,
        (syn::Item::Use(previous), syn::Item::Use(item)) => origin(previous) == origin(item),
        _ => false,
    }
}

/// Where an import comes from: the standard library, another crate, or this one.
fn origin(item: &syn::ItemUse) -> u8 {
    match &item.tree {
        syn::UseTree::Path(path) if path.ident == "std" => 0,
        syn::UseTree::Path(path) if path.ident == "crate" || path.ident == "super" => 2,
        _ => 1,
    }
}

/// Sets methods and associated items apart: a blank line where one ends at the margin of an
/// `impl` and the next begins.
fn methods_apart(text: &str) -> String {
    const MARGIN: &str = "    ";
    let mut apart = String::with_capacity(text.len());
    let mut ended = false;
    for line in text.lines() {
        let at_margin = line
            .strip_prefix(MARGIN)
            .filter(|rest| !rest.starts_with([' ', '}']));
        if ended && at_margin.is_some() {
            apart.push('\n');
        }
        ended = matches!(line, "    }" | "    };")
            || at_margin.is_some_and(|rest| rest.starts_with("type ") && rest.ends_with(';'));
        apart.push_str(line);
        apart.push('\n');
    }
    apart
}
