//! The verdicts checked against the code that is generated.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::difference::{Found, Step};
use crate::emit::{Module, emit};
use crate::model::Api;

/// The modules that users can see something of.
fn modules(api: &Api) -> Vec<Module> {
    let mut modules = emit(api, TokenStream::new());
    modules.retain(|it| it.path != "examples.rs");
    modules
}

/// What leaves the code as it was breaks nothing; what changes it and was not seen is added.
pub(super) fn check(old: &Api, new: &Api, found: &mut Found) {
    let (old, new) = (modules(old), modules(new));
    let code = |all: &[Module]| -> Vec<_> {
        all.iter().map(|it| (it.path.clone(), code(it.tokens.clone()))).collect()
    };
    let (was, is) = (code(&old), code(&new));
    if was == is {
        found.differences.retain(|it| it.step < Step::Breaking);
    }
    if !found.differences.is_empty() {
        return;
    }
    let text = |it: &Module| (it.path.clone(), it.about.clone(), it.tokens.to_string());
    for module in &new {
        let is_same = old.iter().any(|it| text(it) == text(module));
        let has_code = was.iter().any(|it| is.contains(it) && it.0 == module.path);
        match (is_same, has_code) {
            (true, _) => {}
            (false, true) => found.add(Step::Documentation, &module.path, "reads differently"),
            (false, false) => found.add(Step::Additive, &module.path, "has other code"),
        }
    }
}

/// Tokens without their documentation.
fn code(tokens: TokenStream) -> String {
    let mut code = String::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let is_attribute = matches!(&token, TokenTree::Punct(it) if it.as_char() == '#');
        if is_attribute && tokens.peek().is_some_and(is_documentation) {
            tokens.next();
            continue;
        }
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                let inside = self::code(group.stream());
                code.extend([open, &inside, close]);
            }
            other => code.extend([other.to_string().as_str(), " "]),
        }
    }
    code
}

fn is_documentation(token: &TokenTree) -> bool {
    let TokenTree::Group(group) = token else {
        return false;
    };
    let first = group.stream().into_iter().next();
    matches!(first, Some(TokenTree::Ident(name)) if name == "doc")
}
