//! What an operation is called: its function, and its method in its resource.
//!
//! A name is made of the operation's id, its request and its tag alone, so that no other operation
//! changes it, unless both would be called the same. A method's name leaves the tag's words out
//! where they could be put back: after the verb, or before a sign that says that they are a name
//! apart. `ships_list` stays as it is: `list` is `list_ships`.

use heck::ToSnakeCase;

use super::distinct::distinct_by;
use super::identifier::{avoiding, field_name, function_name, is_one_of, request_name};
use super::spelling::ascii;

/// Verbs of operations on several things: what follows them is a plural.
const OF_SEVERAL: &str = "count export find import list query search";

/// Words after which the rest of a name is not about the noun before: `find_pets_by_status`.
const PREPOSITIONS: &str = "as at by for from in of on to with without";

/// Methods of the standard library's traits that no operation can be called: a method of the same
/// name would be taken for it.
const TRAIT_METHODS: &str = "as_ref borrow clone cmp deref eq hash index into";

/// What sets the name of a resource apart in an id: `ships/list`.
const SEPARATORS: [char; 4] = ['/', '.', ':', '#'];

/// The names of the functions of a document's operations, each its own, by their ids and requests
/// (`GET /ships`).
///
/// Of the ids that differ only in signs or case, the one that is written as its function keeps the
/// name, or the first in alphabetical order; the others have their request at the end. So an
/// operation that is added renames another only where its id comes before that in this order.
pub fn function_names(ids: &[&str], requests: &[String]) -> Vec<String> {
    let is_changed = |id: &str, function: &str| id != function;
    distinct_by(ids, function_name, is_changed, |index| {
        let request = request_name(&requests[index]);
        function_name(&format!("{}_{request}", ids[index]))
    })
}

/// The names of the methods of a resource, each its own, by the ids and functions of its
/// operations.
///
/// Of the operations that would be called the same, the one with a verb and the resource in its id
/// is (`list_ships`, and not `list` or `ships/list`), or the first in alphabetical order; the
/// others are called as their functions, with a number where that is taken. So an operation that is
/// added renames another only where its id comes before that in this order.
pub fn method_names(ids: &[&str], functions: &[&str], tag: &str) -> Vec<String> {
    let rank = |id: &str, method: &str| (function_name(id) != id, id == method);
    let method = |id: &str| method_name(id, tag);
    distinct_by(ids, method, rank, |index| field_name(functions[index]))
}

/// The name of an operation in its resource: its id without the words that name the resource.
///
/// `list_workspaces` of the tag `Workspaces` becomes `list`, `create_analysis` of `Analyses`
/// becomes `create`. `create_analyses` stays as it is: it is another operation.
pub fn method_name(operation_id: &str, tag: &str) -> String {
    let verb = without(operation_id, tag).filter(|verb| !is_one_of(TRAIT_METHODS, verb));
    let name = field_name(&verb.unwrap_or_else(|| operation_id.to_owned()));
    avoiding(TRAIT_METHODS, name, "_")
}

/// An id without the words of its tag, if they are where they are expected.
fn without(id: &str, tag: &str) -> Option<String> {
    let (written, noun) = (words(id), words(tag));
    if let Some((resource, verb)) = id.split_once(SEPARATORS)
        && words(resource) == noun
    {
        return Some(words(verb).join("_")).filter(|verb| !verb.is_empty());
    }
    let (last, before) = noun.split_last()?;
    let (verb, rest) = written.split_first()?;
    let rest = rest.strip_prefix(before)?;
    let (found, rest) = rest.split_first()?;
    let is_about_it = rest
        .first()
        .is_none_or(|next| is_one_of(PREPOSITIONS, next));
    let is_several = is_about_it && is_one_of(OF_SEVERAL, verb);
    if !is_noun(found, last, is_several) {
        return None;
    }
    let parts: Vec<&str> = [verb].into_iter().chain(rest).map(String::as_str).collect();
    Some(parts.join("_"))
}

/// Whether a word is a noun in the singular, or the plural.
fn is_noun(word: &str, noun: &str, is_several: bool) -> bool {
    // The crate compiles a regex for each of its rules, which takes two thirds as long as all
    // else that is done for ten operations. Only words with the same beginning are worth it.
    if word.get(..2) != noun.get(..2) {
        return word == noun;
    }
    let singular = |word: &str| pluralizer::pluralize(word, 1, false);
    if is_several {
        word == noun || word == pluralizer::pluralize(&singular(noun), 2, false)
    } else {
        word == singular(noun)
    }
}

fn words(name: &str) -> Vec<String> {
    let snake = ascii(name).to_snake_case();
    let words = snake.split('_').filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::{function_names, method_name as name, method_names};

    #[test]
    fn methods_do_not_repeat_their_resource() {
        for (id, tag, method) in [
            ("list_workspaces", "Workspaces", "list"),
            ("create_analysis", "Analyses", "create"),
            ("listTracking", "Tracking", "list"),
            ("list_tracking_results", "Tracking Results", "list"),
            ("move_box", "Boxes", "r#move"),
            ("list_people", "Person", "list"),
            ("create_category", "Categories", "create"),
            ("get_ship_manifest", "Ships", "get_manifest"),
            ("find_pets_by_status", "pet", "find_by_status"),
            ("issues/list-for-repo", "issues", "list_for_repo"),
            ("ships.list", "Ships", "list"),
            ("ships_list", "Ships", "ships_list"),
            ("boxes", "Box", "boxes"),
        ] {
            assert_eq!(name(id, tag), method, "{id}");
        }
    }

    #[test]
    fn what_is_done_to_one_and_to_several_has_two_names() {
        for (one, several) in [
            ("create_prompt", "create_prompts"),
            ("get_prompt", "get_prompts"),
            ("delete_prompt", "delete_prompts"),
        ] {
            assert_ne!(name(one, "Prompts"), name(several, "Prompts"));
        }
        assert_eq!(name("create_prompts", "Prompts"), "create_prompts");
        assert_eq!(name("list_prompt", "Prompts"), "list_prompt");
        assert_eq!(name("list_all_prompts", "Prompts"), "list_all_prompts");
    }

    #[test]
    fn no_method_is_taken_for_one_of_a_trait() {
        assert_eq!(name("clone_ship", "Ships"), "clone_ship");
        assert_eq!(name("clone", "Ships"), "clone_");
    }

    #[test]
    fn names_that_would_be_the_same_do_not_depend_on_the_order() {
        let named = |order: [usize; 5]| {
            let ids = ["list_ships", "list", "ships/list", "get_ship", "GetShip"];
            let ids = order.map(|index| ids[index]);
            let requests = order.map(|index| format!("GET /{index}"));
            let functions = function_names(&ids, &requests);
            let functions: Vec<&str> = functions.iter().map(String::as_str).collect();
            let methods = method_names(&ids, &functions, "Ships");
            let mut named: Vec<_> = order.into_iter().zip(methods).collect();
            named.sort();
            named.into_iter().map(|(_, name)| name).collect::<Vec<_>>()
        };
        let names = ["list", "list2", "ships_list", "get", "get_ship_get_4"];
        assert_eq!(named([0, 1, 2, 3, 4]), names);
        assert_eq!(named([4, 2, 0, 3, 1]), names);
    }
}
