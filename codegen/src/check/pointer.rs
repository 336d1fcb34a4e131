//! Where a node stands, as a JSON pointer.

use std::fmt;

use crate::load::escape;

/// The way to a node, by those around it. It is spelled only where something is told of the node,
/// which for most is never.
#[derive(Clone, Copy)]
pub(super) enum Pointer<'p> {
    Root,
    Member(&'p Pointer<'p>, &'p str),
    Item(&'p Pointer<'p>, usize),
}

impl Pointer<'_> {
    /// Whether the node stands somewhere below a member of that name.
    pub(super) fn is_below(&self, name: &str) -> bool {
        match self {
            Self::Root => false,
            Self::Member(Pointer::Member(_, above), _)
            | Self::Item(Pointer::Member(_, above), _)
                if *above == name =>
            {
                true
            }
            Self::Member(above, _) | Self::Item(above, _) => above.is_below(name),
        }
    }
}

impl fmt::Display for Pointer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => Ok(()),
            Self::Member(above, key) => write!(f, "{above}/{}", escape(key)),
            Self::Item(above, index) => write!(f, "{above}/{index}"),
        }
    }
}
