//! The verdicts checked against the code that is generated.

use std::collections::BTreeMap;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::difference::{Difference, Step};
use crate::emit::emit;
use crate::model::Api;

/// What users can see something of: the code of each module, and all of its text, by its path.
fn modules(api: &Api) -> BTreeMap<String, [String; 2]> {
    let mut modules = emit(api, TokenStream::new());
    modules.retain(|it| it.path != "examples.rs");
    let texts = modules.into_iter().map(|module| {
        let text = format!("{} {}", module.about, module.tokens);
        (module.path, [code(module.tokens), text])
    });
    texts.collect()
}

/// What leaves the code as it was breaks nothing, and what leaves its documentation as it was is no
/// change of it. What changes either and was not seen is added.
pub(super) fn check(old: &Api, new: &Api, differences: &mut Vec<Difference>) {
    let (old, new) = (modules(old), modules(new));
    let is_same = |part: usize| {
        let old = old.iter().map(|(path, it)| (path, &it[part]));
        old.eq(new.iter().map(|(path, it)| (path, &it[part])))
    };
    let (is_same_code, is_same_text) = (is_same(0), is_same(1));
    differences.retain(|it| match it.step {
        Step::Breaking => !is_same_code,
        Step::Additive => true,
        Step::Documentation => !is_same_text,
    });
    if differences.is_empty() {
        let changed = new
            .into_iter()
            .filter(|(path, is)| old.get(path) != Some(is));
        differences.extend(changed.map(|(path, [code, _])| {
            let is_same_code = old.get(&path).is_some_and(|was| was[0] == code);
            let (step, what) = match is_same_code {
                true => (Step::Documentation, "reads differently"),
                false => (Step::Additive, "has other code"),
            };
            Difference {
                step,
                item: path,
                what: what.to_owned(),
                operations: Vec::new(),
            }
        }));
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
