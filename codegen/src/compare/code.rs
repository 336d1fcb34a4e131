//! The verdicts checked against the code that is generated.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::difference::{Difference, Step};
use crate::emit::{Module, emit};
use crate::model::Api;

/// The modules that users can see something of.
fn modules(api: &Api) -> Vec<Module> {
    let mut modules = emit(api, TokenStream::new());
    modules.retain(|it| it.path != "examples.rs");
    modules
}

/// What leaves the code as it was breaks nothing, and what leaves its documentation as it was is no
/// change of it. What changes either and was not seen is added.
pub(super) fn check(old: &Api, new: &Api, differences: &mut Vec<Difference>) {
    let (old, new) = (modules(old), modules(new));
    let (mut is_same_code, mut is_same_text) = (old.len() == new.len(), old.len() == new.len());
    let mut unseen = Vec::new();
    for module in &new {
        let was = old.iter().find(|it| it.path == module.path);
        let is_same = |of: fn(&Module) -> String| was.is_some_and(|was| of(was) == of(module));
        let (code, words) = (is_same(code_of), is_same(text_of));
        is_same_code &= code;
        is_same_text &= words;
        match (code, words) {
            (true, true) => {}
            (true, false) => unseen.push((Step::Documentation, module, "reads differently")),
            (false, _) => unseen.push((Step::Additive, module, "has other code")),
        }
    }
    differences.retain(|it| match it.step {
        Step::Breaking => !is_same_code,
        Step::Additive => true,
        Step::Documentation => !is_same_text,
    });
    if differences.is_empty() {
        let unseen = unseen.into_iter();
        differences.extend(unseen.map(|(step, module, what)| Difference {
            step,
            item: module.path.clone(),
            what: what.to_owned(),
            operations: Vec::new(),
        }));
    }
}

fn code_of(module: &Module) -> String {
    code(module.tokens.clone())
}

fn text_of(module: &Module) -> String {
    format!("{} {}", module.about, module.tokens)
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
