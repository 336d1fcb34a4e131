//! Whatever is done to a document, what is wrong with it is reported, or the code that is
//! generated is Rust.
//!
//! `MUTATIONS=100000 cargo test --release -p codegen --test mutations` tries more than the usual
//! number, `MUTATION_SEED=7` those of another seed, and `MUTATION_SECONDS=2` fails where one takes
//! longer.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::panic::catch_unwind;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use codegen::check::check;
use codegen::diagnostic::Severity;
use codegen::document::read;
use codegen::model::model;
use codegen::selection::select;
use fastrand::Rng;
use serde_json::{Value, json};

/// The documents, and how many of twelve mutations are of each: the large ones take longer.
const SPECS: [(&str, usize); 4] = [
    (include_str!("../../spec/linksii.yaml"), 1),
    (include_str!("golden/kinds.yaml"), 2),
    (include_str!("golden/harbour.yaml"), 4),
    (include_str!("growth/clean.yaml"), 5),
];

fn number(variable: &str, usual: u64) -> u64 {
    std::env::var(variable).map_or(usual, |number| number.parse().unwrap())
}

#[test]
fn a_mutated_document_is_diagnosed_or_generated() {
    let (count, seed) = (number("MUTATIONS", 2_000), number("MUTATION_SEED", 1));
    let specs = SPECS.iter().flat_map(|(text, weight)| {
        let tree = read("spec.yaml", text.as_bytes()).unwrap().root().json();
        vec![tree; *weight]
    });
    let specs: Vec<Value> = specs.collect();
    let threads = std::thread::available_parallelism().map_or(1, |count| count.get() as u64);
    let outcomes: Vec<[u64; 3]> = std::thread::scope(|scope| {
        let specs = specs.as_slice();
        let started: Vec<_> = (0..threads)
            .map(|first| {
                scope.spawn(move || tried(specs, seed, (first..count).step_by(threads as usize)))
            })
            .collect();
        started.into_iter().map(|it| it.join().unwrap()).collect()
    });
    let [refused, warned, clean] =
        [0, 1, 2].map(|of| outcomes.iter().map(|it| it[of]).sum::<u64>());
    println!(
        "{count} mutations: {refused} refused, {warned} generated with warnings, {clean} without"
    );
    assert!(
        refused > 0 && warned > 0 && clean > 0,
        "each outcome is tried"
    );
}

/// How many of these mutations have which outcome.
fn tried(specs: &[Value], seed: u64, indices: impl Iterator<Item = u64>) -> [u64; 3] {
    let mut outcomes = [0; 3];
    for index in indices {
        let mut rng = Rng::with_seed(seed.wrapping_mul(1_000_003).wrapping_add(index));
        let mut tree = rng.choice(specs).unwrap().clone();
        let changes: Vec<String> = (0..rng.usize(1..=3))
            .map(|_| mutate(&mut tree, &mut rng))
            .collect();
        let start = Instant::now();
        match catch_unwind(|| outcome(&tree.to_string())) {
            Ok(outcome) => outcomes[outcome] += 1,
            Err(_) => panic!("mutation {index} of seed {seed} panics: {changes:#?}"),
        }
        // Only where nothing else takes the time, which a limit is given for.
        if let Some(most) = LIMIT.as_ref() {
            let taken = start.elapsed();
            assert!(
                taken < *most,
                "mutation {index} of seed {seed} takes {taken:?}: {changes:#?}"
            );
        }
    }
    outcomes
}

/// How long one document may take: `MUTATION_SECONDS`.
static LIMIT: LazyLock<Option<Duration>> = LazyLock::new(|| {
    let seconds = std::env::var("MUTATION_SECONDS").ok()?;
    Some(Duration::from_secs(seconds.parse().unwrap()))
});

/// 0: there were errors; 1: generated, with warnings; 2: without. What errors touch is left out of
/// the first.
fn outcome(text: &str) -> usize {
    let Ok(mut document) =
        read("mutated.json", text.as_bytes()).inspect_err(|found| assert!(!found.is_empty()))
    else {
        return 0;
    };
    let found = check(&document);
    let refused = found.iter().any(|it| it.severity == Severity::Error);
    if refused {
        // `cargo xtask diff` compares documents that have errors too.
        model(&document);
    }
    select(&mut document, &found);
    for file in codegen::generate(&document).unwrap() {
        syn::parse_file(&file.text).unwrap();
    }
    match (refused, found.is_empty()) {
        (true, _) => 0,
        (false, true) => 2,
        (false, false) => 1,
    }
}

/// The pointers of all nodes but the root.
fn pointers(value: &Value, pointer: &str, found: &mut Vec<String>) {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(members) => members
            .iter()
            .map(|(key, child)| (key.replace('~', "~0").replace('/', "~1"), child))
            .collect(),
        Value::Array(items) => (0..)
            .map(|index: u32| index.to_string())
            .zip(items)
            .collect(),
        _ => return,
    };
    for (key, child) in children {
        let pointer = format!("{pointer}/{key}");
        pointers(child, &pointer, found);
        found.push(pointer);
    }
}

/// Changes something somewhere, and says what.
fn mutate(tree: &mut Value, rng: &mut Rng) -> String {
    let mut all = Vec::new();
    pointers(tree, "", &mut all);
    let Some(pointer) = rng.choice(&all).cloned() else {
        return "nothing is left".to_owned();
    };
    let other = tree.pointer(rng.choice(&all).unwrap()).unwrap().clone();
    let texts = all.iter().filter_map(|it| tree.pointer(it)?.as_str());
    let references: Vec<String> = texts
        .filter(|it| it.starts_with("#/"))
        .map(str::to_owned)
        .collect();
    let reference = rng.choice(&references).cloned().unwrap_or_default();
    let replacement = match rng.u8(0..8) {
        0 | 1 => None,
        2 => Some(other),
        3 => Some(reference.into()),
        4 => Some(rng.choice(scalars()).unwrap()),
        5 => Some(json!([other])),
        6 => Some(json!({ "$ref": reference })),
        _ => {
            let name = *rng.choice(&NAMES).unwrap();
            change(tree, &pointer, Change::Rename(name));
            return format!("{pointer} renamed {name:?}");
        }
    };
    let said = format!("{pointer} replaced by {replacement:?}");
    change(
        tree,
        &pointer,
        replacement.map_or(Change::Remove, Change::Replace),
    );
    said
}

const NAMES: [&str; 14] = [
    "type", "self", "X", "x-x", "{id}", "/{id}", "$ref", "200", "…", "Self", "mod", "", "<=",
    "body",
];

fn scalars() -> Vec<Value> {
    let all = json!([
        "",
        "type",
        "self",
        "…",
        "string",
        "object",
        "/",
        "{",
        "x-y",
        "r#move",
        "body",
        "endpoint",
        "<=",
        null,
        true,
        0,
        -1,
        u64::MAX,
        0.5,
        {},
        [],
    ]);
    all.as_array().unwrap().clone()
}

enum Change {
    Remove,
    Replace(Value),
    /// Another name, or of an item another position.
    Rename(&'static str),
}

fn change(tree: &mut Value, pointer: &str, change: Change) {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let key = key.replace("~1", "/").replace("~0", "~");
    match (tree.pointer_mut(parent).unwrap(), change) {
        (Value::Object(members), Change::Remove) => {
            members.shift_remove(&key);
        }
        (Value::Object(members), Change::Replace(value)) => {
            members.insert(key, value);
        }
        (Value::Object(members), Change::Rename(name)) => {
            let value = members.shift_remove(&key).unwrap();
            members.insert(name.to_owned(), value);
        }
        (Value::Array(items), Change::Remove) => {
            items.remove(key.parse().unwrap());
        }
        (Value::Array(items), Change::Replace(value)) => {
            items[key.parse::<usize>().unwrap()] = value;
        }
        (Value::Array(items), Change::Rename(_)) => items.reverse(),
        _ => unreachable!("only these have children"),
    }
}
