//! Edits of a document's text that leave the rest of it as it was written.

use std::str::FromStr;

use codegen::document::{Document, read, unescape};
use serde_yaml::Value;
use similar::TextDiff;
use yaml_edit::{Document as Text, Mapping, YamlFile, YamlNode};

/// A change of one node, at its JSON pointer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Edit {
    /// Gives a mapping a member, or the one that it has another value; replaces an item of a list.
    Set(String, String, Value),
    /// Gives a mapping's mapping a member: node, name of the inner mapping, key, value.
    Add(String, String, String, Value),
    /// Takes a member out of a mapping, if it is there.
    Remove(String, String),
    /// Adds an item at the end of a list.
    Push(String, Value),
    /// Takes an item out of a mapping's list, and the list with its last item.
    Drop(String, String, Value),
}

/// A document's text on its way to another.
struct Editor {
    file: YamlFile,
    root: Text,
}

impl Editor {
    /// Nothing where the text is not YAML.
    fn of(text: &str) -> Option<Self> {
        let file = YamlFile::from_str(text).ok()?;
        let root = file.document()?;
        Some(Self { file, root })
    }

    fn text(&self) -> String {
        self.file.to_string()
    }

    /// Makes edits, one after another; stops with nothing at one that cannot be made, as where
    /// there is an anchor.
    fn make(&self, edits: &[Edit]) -> Option<()> {
        edits.iter().try_for_each(|edit| self.one(edit))
    }

    fn one(&self, edit: &Edit) -> Option<()> {
        match edit {
            Edit::Set(pointer, key, value) => match self.node(pointer) {
                Some(YamlNode::Sequence(items)) => {
                    let item = written(value)?;
                    items
                        .set(key.parse().ok()?, item.as_mapping()?)
                        .then_some(())
                }
                _ => set(&self.mapping(pointer)?, key, value),
            },
            Edit::Add(pointer, list, key, value) => {
                let parent = self.mapping(pointer)?;
                match parent.get(list) {
                    Some(list) => set(list.as_mapping()?, key, value),
                    None => set(&parent, list, &of_one(key, value)),
                }
            }
            Edit::Remove(pointer, key) => {
                self.mapping(pointer)?.remove(key);
                Some(())
            }
            Edit::Push(pointer, value) => {
                let list = self.node(pointer)?;
                let list = list.as_sequence()?;
                match value {
                    Value::String(text) => list.push(text.as_str()),
                    Value::Number(number) => list.push(number.as_i64()?),
                    Value::Mapping(_) => list.push(written(value)?.as_mapping()?),
                    _ => return None,
                }
                Some(())
            }
            Edit::Drop(pointer, key, value) => {
                let parent = self.mapping(pointer)?;
                let list = parent.get_sequence(key)?;
                let item = written(&of_one(key, value))?.as_mapping()?.get(key)?;
                let index = list.values().position(|it| it.yaml_eq(&item))?;
                if list.len() == 1 {
                    parent.remove(key);
                } else {
                    list.remove(index);
                }
                Some(())
            }
        }
    }

    fn mapping(&self, pointer: &str) -> Option<Mapping> {
        if pointer.is_empty() {
            return self.root.as_mapping();
        }
        self.node(pointer)?.as_mapping().cloned()
    }

    fn node(&self, pointer: &str) -> Option<YamlNode> {
        let mut keys = pointer.split('/').skip(1).map(unescape);
        let first = self.root.as_mapping()?.get(&*keys.next()?)?;
        keys.try_fold(first, |node, key| match &node {
            YamlNode::Mapping(members) => members.get(&*key),
            YamlNode::Sequence(items) => items.get(key.parse().ok()?),
            _ => None,
        })
    }
}

fn set(mapping: &Mapping, key: &str, value: &Value) -> Option<()> {
    match value {
        Value::String(text) => mapping.set(key, text.as_str()),
        Value::Bool(flag) => mapping.set(key, *flag),
        Value::Number(number) => mapping.set(key, number.as_i64()?),
        Value::Mapping(_) => mapping.set(key, written(value)?.as_mapping()?),
        Value::Sequence(_) => mapping.set(key, written(value)?.as_sequence()?),
        Value::Null | Value::Tagged(_) => return None,
    }
    Some(())
}

fn of_one(key: &str, value: &Value) -> Value {
    serde_yaml::Mapping::from_iter([(key.into(), value.clone())]).into()
}

fn written(value: &Value) -> Option<Text> {
    Text::from_str(&serde_yaml::to_string(value).ok()?).ok()
}

/// A document after edits; nothing where one cannot be made.
pub(crate) fn edited(document: &Document, edits: &[Edit]) -> Option<Document> {
    let editor = Editor::of(&document.text)?;
    editor.make(edits)?;
    read(&document.name, editor.text().as_bytes()).ok()
}

/// The difference that edits make, as `diff -u` shows it.
pub(crate) fn diff(name: &str, before: &str, after: &str) -> String {
    TextDiff::from_lines(before, after)
        .unified_diff()
        .context_radius(3)
        .header(&format!("a/{name}"), &format!("b/{name}"))
        .to_string()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const TEXT: &str = "\
# A comment.
plan:
  type: string   # kept
  enum: [starter, pro]
meta: {type: object, required: [total]}
list:
  - one
  - two
";

    fn set(pointer: &str, key: &str, yaml: &str) -> Edit {
        Edit::Set(
            pointer.to_owned(),
            key.to_owned(),
            serde_yaml::from_str(yaml).unwrap(),
        )
    }

    fn edited(edits: &[Edit]) -> Option<String> {
        let editor = Editor::of(TEXT)?;
        editor.make(edits)?;
        Some(editor.text())
    }

    #[test]
    fn a_list_is_removed_with_its_last_item() {
        let drop = Edit::Drop("/meta".to_owned(), "required".to_owned(), "total".into());
        let text = edited(&[drop]).unwrap();
        assert!(text.contains("meta: {type: object}"), "{text}");
    }

    #[test]
    fn an_edit_leaves_the_rest_as_it_was_written() {
        let edits = [
            Edit::Push("/plan/enum".to_owned(), "yes".into()),
            set("/plan", "nullable", "true"),
            set("", "more", "{a: {b: [1]}}"),
            Edit::Drop(String::new(), "list".to_owned(), "one".into()),
        ];
        assert_eq!(
            edited(&edits).unwrap(),
            "\
# A comment.
plan:
  type: string   # kept
  enum: [starter, pro, 'yes']
  nullable: true
meta: {type: object, required: [total]}
list:
  - two
more:
  a:
    b:
    - 1
"
        );
    }

    #[test]
    fn a_mapping_on_one_line_is_edited_too() {
        let text = edited(&[set("/meta", "properties", "{a: {type: string}}")]).unwrap();
        let tree: Value = serde_yaml::from_str(&text).unwrap();
        assert_eq!(tree["meta"]["properties"]["a"]["type"], "string");
        assert_eq!(tree["meta"]["required"][0], "total");
    }

    #[test]
    fn what_is_not_there_cannot_be_edited() {
        assert_eq!(edited(&[set("/nowhere", "a", "1")]), None);
    }
}
