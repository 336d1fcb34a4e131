//! What users see of an API as a tree of items, and how two such trees differ.

use std::collections::{BTreeMap, BTreeSet};

use super::difference::{Difference, Step};

/// A thing that users see.
pub(super) struct Item {
    /// Its name, which no other has: `tracking().list`, `types::Plan`.
    pub(super) name: String,
    /// The operations that it is seen in; those of what it is in, if there are none.
    pub(super) operations: Vec<String>,
    /// What is known of it.
    pub(super) facts: Vec<Fact>,
    /// Its positional arguments, in order.
    pub(super) positional: Vec<Positional>,
    /// What is in it.
    pub(super) parts: Vec<Item>,
    /// What its parts are called, where their order shows in the documentation.
    pub(super) order_of: Option<&'static str>,
    /// What it takes of users when it is gone.
    pub(super) gone: Step,
}

/// Something that is known of an item: its type, its description, whether it is deprecated.
pub(super) struct Fact {
    what: String,
    value: String,
    /// What it takes of users when the value becomes this one.
    step: Step,
    /// How that is reported, where not by the values.
    said: Option<&'static str>,
}

/// An argument that has no name in a call: its type and its position are all there is.
pub(super) struct Positional {
    pub(super) name: String,
    pub(super) ty: String,
    /// What else is known of it, under the name of the operation.
    pub(super) item: Item,
}

impl Item {
    pub(super) fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            operations: Vec::new(),
            facts: Vec::new(),
            positional: Vec::new(),
            parts: Vec::new(),
            order_of: None,
            gone: Step::Breaking,
        }
    }

    pub(super) fn value(self, step: Step, what: impl Into<String>, value: impl ToString) -> Self {
        self.fact(what.into(), value.to_string(), step, None)
    }

    /// Something in the documentation, which a difference does not repeat.
    pub(super) fn words(self, what: impl Into<String>, words: impl ToString) -> Self {
        self.value(Step::Documentation, what, words)
    }

    /// Whether something is the case, and how a change to that and from it is reported.
    pub(super) fn flag(
        self,
        is: bool,
        now: (Step, &'static str),
        no_longer: (Step, &'static str),
    ) -> Self {
        let (step, said) = if is { now } else { no_longer };
        self.fact(now.1.to_owned(), is.to_string(), step, Some(said))
    }

    fn fact(mut self, what: String, value: String, step: Step, said: Option<&'static str>) -> Self {
        self.facts.push(Fact {
            what,
            value,
            step,
            said,
        });
        self
    }

    /// The names of its parts that another has too.
    fn common_parts(&self, other: &Self) -> Vec<&str> {
        let has = |name: &str| other.parts.iter().any(|it| it.name == name);
        let names = self.parts.iter().map(|it| it.name.as_str());
        names.filter(|name| has(name)).collect()
    }
}

/// The differences between two versions, in the order of the new one.
pub(super) fn differences(old: &[Item], new: &[Item]) -> Vec<Difference> {
    let mut found = Found::default();
    found.compare(old, new);
    found.differences
}

#[derive(Default)]
struct Found {
    differences: Vec<Difference>,
    /// The operations that what comes next is seen in.
    operations: BTreeSet<String>,
}

impl Found {
    fn compare(&mut self, old: &[Item], new: &[Item]) {
        let known = old.iter().map(|it| (it.name.as_str(), it));
        let mut known: BTreeMap<&str, &Item> = known.collect();
        let around = self.operations.clone();
        for new in new {
            let old = known.remove(new.name.as_str());
            self.see(old.into_iter().chain([new]), &around);
            match old {
                None => self.add(Step::Additive, new, "is new"),
                Some(old) => self.one(old, new),
            }
        }
        for old in old.iter().filter(|it| known.contains_key(it.name.as_str())) {
            self.see([old], &around);
            self.add(old.gone, old, "is gone");
        }
        self.operations = around;
    }

    fn see<'a>(&mut self, items: impl IntoIterator<Item = &'a Item>, around: &BTreeSet<String>) {
        let own = items
            .into_iter()
            .flat_map(|it| it.operations.iter().cloned());
        self.operations = own.collect();
        if self.operations.is_empty() {
            self.operations.clone_from(around);
        }
    }

    fn add(&mut self, step: Step, item: &Item, what: impl Into<String>) {
        self.differences.push(Difference {
            step,
            item: item.name.clone(),
            what: what.into(),
            operations: self.operations.iter().cloned().collect(),
        });
    }

    fn one(&mut self, old: &Item, new: &Item) {
        if self.is_called_as_before(old, new) {
            for (old, new) in old.positional.iter().zip(&new.positional) {
                self.facts(&old.item, &new.item);
            }
        }
        self.facts(old, new);
        if let Some(parts) = new.order_of
            && old.common_parts(new) != new.common_parts(old)
        {
            let what = format!("the order of its {parts} reads differently");
            self.add(Step::Documentation, new, what);
        }
        self.compare(&old.parts, &new.parts);
    }

    fn facts(&mut self, old: &Item, new: &Item) {
        for is in &new.facts {
            let mut before = old.facts.iter();
            let was = before.find(|was| was.what == is.what);
            let Some(was) = was.filter(|was| was.value != is.value) else {
                continue;
            };
            let (what, old, now) = (&is.what, &was.value, &is.value);
            let change = match (is.said, is.step) {
                (Some(said), _) => said.to_owned(),
                (None, Step::Documentation) => format!("{what} reads differently"),
                (None, _) => format!("{what} was `{old}` and is `{now}`"),
            };
            self.add(is.step, new, change);
        }
    }

    /// Whether a call passes the same; where types and order are as before, another name is another
    /// request, and no other call.
    fn is_called_as_before(&mut self, old: &Item, new: &Item) -> bool {
        let taken = |of: &Item| -> (Vec<String>, Vec<String>) {
            let pairs = of.positional.iter();
            pairs.map(|it| (it.name.clone(), it.ty.clone())).unzip()
        };
        let ((was, types_before), (is, types)) = (taken(old), taken(new));
        let mut pairs = was.iter().zip(&is);
        let is_reordered = pairs.any(|(was, now)| was != now && is.contains(was));
        if types == types_before && !is_reordered {
            return true;
        }
        let what = match (was.join(", "), is.join(", ")) {
            (was, is) if was == is => format!("the type of an argument changed: ({is})"),
            (was, is) => format!("takes ({is}) and took ({was})"),
        };
        self.add(Step::Breaking, new, what);
        false
    }
}
