//! Structs that hold themselves.

use std::collections::{HashMap, HashSet};

use petgraph::algo::tarjan_scc;
use petgraph::graphmap::DiGraphMap;

use super::definition::{Kind, Struct, Type};
use super::ty::Ty;

/// A struct that holds itself, with no list or map between, would have no size: those fields are
/// boxed.
pub(super) fn box_what_holds_itself(types: &mut [Type]) {
    let mut held: DiGraphMap<&str, ()> = DiGraphMap::new();
    for ty in types.iter() {
        if let Kind::Struct(Struct { name, fields, .. }) = &ty.kind {
            for inner in fields.iter().filter_map(|field| direct(&field.ty)) {
                held.add_edge(name, inner, ());
            }
        }
    }
    // Two structs hold one another, over whatever others, if they are in one component.
    let components = tarjan_scc(&held).into_iter().enumerate();
    let components: HashMap<&str, usize> = components
        .flat_map(|(index, names)| names.into_iter().map(move |name| (name, index)))
        .collect();
    let edges = held.all_edges();
    let circular =
        edges.filter(|(outer, inner, ())| components.get(outer) == components.get(inner));
    let circular: HashSet<(String, String)> = circular
        .map(|(outer, inner, ())| (outer.to_owned(), inner.to_owned()))
        .collect();
    for ty in types {
        if let Kind::Struct(Struct { name, fields, .. }) = &mut ty.kind {
            for field in fields {
                let holds = direct(&field.ty).map(|inner| (name.clone(), inner.to_owned()));
                if holds.is_some_and(|holds| circular.contains(&holds)) {
                    field.ty = boxed(std::mem::replace(&mut field.ty, Ty::Value));
                }
            }
        }
    }
}

/// The struct that a value of the type holds in itself. What unions hold is boxed always.
fn direct(ty: &Ty) -> Option<&str> {
    match ty {
        Ty::Struct(name) => Some(name),
        Ty::Option(inner) | Ty::Nullable(inner) => direct(inner),
        _ => None,
    }
}

fn boxed(ty: Ty) -> Ty {
    match ty {
        Ty::Option(inner) => Ty::Option(Box::new(Ty::Boxed(inner))),
        Ty::Nullable(inner) => Ty::Nullable(Box::new(Ty::Boxed(inner))),
        ty => Ty::Boxed(Box::new(ty)),
    }
}
