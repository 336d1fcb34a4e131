//! Whatever is done to the document, it is told what is wrong, or code is generated that is Rust.
//!
//! `MUTATIONS=20000 cargo test -p codegen --test mutations` tries more than the usual number, and
//! `MUTATION_SEED=7` those of another seed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::panic::catch_unwind;

use codegen::check::check;
use codegen::diagnostic::Severity;
use codegen::document::read as load;
use fastrand::Rng;
use serde_yaml::Value;

const SPECS: [&str; 2] = [
    include_str!("../../spec/linksii.yaml"),
    include_str!("golden/harbour.yaml"),
];

/// A way from the root to a node: each step is the number of a child.
type Path = Vec<usize>;

fn number(variable: &str, usual: u64) -> u64 {
    std::env::var(variable).map_or(usual, |told| told.parse().unwrap())
}

#[test]
fn a_mutated_document_is_diagnosed_or_generated() {
    let (count, seed) = (number("MUTATIONS", 2_000), number("MUTATION_SEED", 1));
    let specs = SPECS.map(|text| serde_yaml::from_str::<Value>(text).unwrap());
    let mut outcomes = [0_u64; 3];
    for index in 0..count {
        let mut rng = Rng::with_seed(seed.wrapping_mul(1_000_003).wrapping_add(index));
        let mut tree = rng.choice(&specs).unwrap().clone();
        let changes: Vec<String> = (0..rng.usize(1..=3))
            .map(|_| mutate(&mut tree, &mut rng))
            .collect();
        let text = serde_yaml::to_string(&tree).unwrap();
        match catch_unwind(|| outcome(&text)) {
            Ok(outcome) => outcomes[outcome] += 1,
            Err(_) => panic!("mutation {index} of seed {seed} panics: {changes:#?}"),
        }
    }
    let [refused, warned, clean] = outcomes;
    println!(
        "{count} mutations: {refused} refused, {warned} generated with warnings, {clean} without"
    );
    assert!(
        refused > 0 && warned > 0 && clean > 0,
        "each outcome is tried"
    );
}

/// 0: there were errors; 1: generated, with warnings; 2: without.
fn outcome(text: &str) -> usize {
    let Ok(document) =
        load("mutated.yaml", text.as_bytes()).inspect_err(|found| assert!(!found.is_empty()))
    else {
        return 0;
    };
    let found = check(&document);
    if found.iter().any(|it| it.severity == Severity::Error) {
        return 0;
    }
    for file in codegen::generate(&document).unwrap() {
        syn::parse_file(&file.text).unwrap();
    }
    if found.is_empty() { 2 } else { 1 }
}

/// Changes something somewhere, and says what.
fn mutate(tree: &mut Value, rng: &mut Rng) -> String {
    let mut paths = Vec::new();
    collect(tree, &mut Vec::new(), &mut paths);
    let path = rng.choice(&paths).unwrap().clone();
    let other = rng.choice(&paths).unwrap();
    let other = node(tree, other).clone();
    let references: Vec<String> = paths
        .iter()
        .filter_map(|path| node(tree, path).as_str())
        .filter(|text| text.starts_with("#/"))
        .map(str::to_owned)
        .collect();
    let kind = rng.u8(0..8);
    let replacement = match kind {
        0 | 1 => None,
        2 => Some(other),
        3 => Some(Value::String(rng.choice(&references).unwrap().clone())),
        4 => Some(rng.choice(&scalars()).unwrap().clone()),
        5 => Some(Value::Sequence(vec![other])),
        6 => {
            let reference = rng.choice(&references).unwrap().clone();
            Some(Value::Mapping(
                [("$ref".into(), reference.into())].into_iter().collect(),
            ))
        }
        _ => {
            let name = rename(tree, &path, rng);
            return format!("{path:?} renamed {name:?}");
        }
    };
    let told = format!("{path:?} replaced by {replacement:?}");
    replace(tree, &path, replacement);
    told
}

fn scalars() -> Vec<Value> {
    let texts = [
        "", "type", "self", "…", "string", "object", "/", "{", "x-y", "r#move",
    ];
    let mut all: Vec<Value> = texts.into_iter().map(Value::from).collect();
    all.extend([
        Value::Null,
        true.into(),
        0.into(),
        (-1).into(),
        u64::MAX.into(),
        0.5.into(),
    ]);
    all.extend([
        Value::Mapping(Default::default()),
        Value::Sequence(Vec::new()),
    ]);
    all
}

fn collect(value: &Value, path: &mut Path, paths: &mut Vec<Path>) {
    if !path.is_empty() {
        paths.push(path.clone());
    }
    for index in 0..length(value) {
        path.push(index);
        collect(child(value, index), path, paths);
        path.pop();
    }
}

fn length(value: &Value) -> usize {
    match value {
        Value::Mapping(members) => members.len(),
        Value::Sequence(items) => items.len(),
        _ => 0,
    }
}

fn child(value: &Value, index: usize) -> &Value {
    match value {
        Value::Mapping(members) => members.values().nth(index).unwrap(),
        _ => &value[index],
    }
}

fn node<'v>(tree: &'v Value, path: &[usize]) -> &'v Value {
    path.iter().fold(tree, |value, index| child(value, *index))
}

fn parent<'v>(tree: &'v mut Value, path: &[usize]) -> &'v mut Value {
    path[..path.len() - 1]
        .iter()
        .fold(tree, |value, index| match value {
            Value::Mapping(members) => members.values_mut().nth(*index).unwrap(),
            _ => &mut value[*index],
        })
}

/// Puts another value there, or takes the node out.
fn replace(tree: &mut Value, path: &[usize], replacement: Option<Value>) {
    let index = *path.last().unwrap();
    match (parent(tree, path), replacement) {
        (Value::Mapping(members), Some(value)) => *members.values_mut().nth(index).unwrap() = value,
        (Value::Mapping(members), None) => {
            let key = members.keys().nth(index).unwrap().clone();
            members.remove(&key);
        }
        (Value::Sequence(items), Some(value)) => items[index] = value,
        (Value::Sequence(items), None) => {
            items.remove(index);
        }
        _ => unreachable!("only these have children"),
    }
}

/// Gives a member another name, or an item another place.
fn rename(tree: &mut Value, path: &[usize], rng: &mut Rng) -> Value {
    let index = *path.last().unwrap();
    let names = [
        "type", "self", "X", "x-x", "{id}", "/{id}", "$ref", "200", "…", "Self", "mod", "",
    ];
    let name = Value::from(*rng.choice(names.iter()).unwrap());
    match parent(tree, path) {
        Value::Mapping(members) => {
            let key = members.keys().nth(index).unwrap().clone();
            let value = members.remove(&key).unwrap();
            members.insert(name.clone(), value);
        }
        Value::Sequence(items) => items.reverse(),
        _ => unreachable!("only these have children"),
    }
    name
}
